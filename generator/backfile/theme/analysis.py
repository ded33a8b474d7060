"""
What is known of the templates of a theme, kept from one build to the next.

To know what a template extends, includes and names it must be parsed, which for a whole
theme takes longer than all else that a build without changes does.  So what was found is
kept with the digest of each source; a template that was edited is parsed again.

What a template refers to depends also on which templates each theme of the chain has, on
the settings, and on the program: their digest stands beside it, and with another one
nothing is taken over.

Shape:   bytes that only this module reads: a digest of the rest, then the rest.
Errors:  none: bytes that are not whole, or of another theme, hold nothing.
Imports: theme.closure, fingerprint, model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from jinja2 import TemplateNotFound

from backfile.fingerprint import digest_of, encode, fingerprint_of
from backfile.model import Value
from backfile.theme.closure import References, digest_of_source
from backfile.theme.failure import TemplateFailure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from backfile.theme.environment import ThemeLoader

_DIGEST_BYTES = 16


class _Kept(Value, frozen=True):
    """What the bytes hold."""

    basis: bytes
    references: dict[str, References]


_decode = msgspec.msgpack.Decoder(_Kept).decode


def write_analysis(
    loader: ThemeLoader, engine: bytes, known: Mapping[str, References | None]
) -> bytes:
    """
    Return what is *known* by the names inside Jinja, to be kept; *engine* is the program's.

    Nothing where a name is no text that could be written down.
    """
    found = {name: known[name] for name in sorted(known)}
    references = {name: template for name, template in found.items() if template}
    try:
        data = encode(_Kept(_basis_of(loader, engine), references))
    except UnicodeEncodeError:
        return b""
    return digest_of(data) + data


def read_analysis(
    environment: Environment, loader: ThemeLoader, engine: bytes, kept: bytes
) -> dict[str, References | None]:
    """Return what was *kept* of the templates that are as they were."""
    digest, data = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    if digest != digest_of(data):
        return {}
    try:
        found = _decode(data)
    except msgspec.MsgspecError:  # of a version that kept something else
        return {}
    try:
        if found.basis != _basis_of(loader, engine):
            return {}
    except UnicodeEncodeError:  # a template was added whose name is no text
        return {}
    return {
        name: template
        for name, template in found.references.items()
        if _source_digest(environment, loader, name) == template.source
    }


def _basis_of(loader: ThemeLoader, engine: bytes) -> bytes:
    theme = loader.theme
    layers = [(layer.name, layer.shown, layer.templates) for layer in theme.layers]
    return fingerprint_of([engine, layers, encode(theme.settings)])


def _source_digest(environment: Environment, loader: ThemeLoader, name: str) -> bytes:
    try:
        return digest_of_source(loader.get_source(environment, name)[0])
    except (TemplateNotFound, TemplateFailure):
        return b""
