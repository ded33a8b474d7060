"""
Checks that articles and records share: slugs, aliases, URLs, photos, dates.

Each reads from `Fields` and reports there; what it returns is what was written,
never a cleaned version of it.

Errors:  as problems; codes `slug`, `alias`, `bad-url`, `bad-date`, `photo`,
         `focus`.
Source:  SPEC §2, §8.
Imports: source.moments, site.addresses, yaml, model.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from backfile.model import Moment, PhotoFields
from backfile.site.addresses import has_scheme, path_fault, slug_fault, url_fault
from backfile.source.moments import moment_of
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Node, Scalar, is_null
from backfile.yaml.wording import quoted

_PHOTO_TEXTS = ("alt", "caption", "credit")
PHOTO_KEYS = ("src", *_PHOTO_TEXTS, "focus")

_FOCUS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)% ([0-9]{1,3}(?:\.[0-9]{1,3})?)%")
_DATE_HINT = "write one such as `2025-08-23` or `2025-08-23T10:00`"
_FARTHEST_PERCENT = 100


def check_slug(fields: Fields, scalar: Scalar) -> None:
    """Report a slug that may not be part of an address."""
    fault = slug_fault(scalar.value)
    if fault:
        message = (
            f"{fields.name_of('slug')} is {quoted(scalar.value)}, which {fault};"
            " use letters, digits and hyphens"
        )
        fields.report(scalar, "slug", message)


def read_aliases(fields: Fields) -> tuple[str, ...]:
    """Read `aliases`, a list of paths of this site."""
    scalars = fields.scalars("aliases", alone=False) or ()
    for scalar in scalars:
        fault = path_fault(scalar.value)
        if fault:
            message = (
                f"an entry of {fields.name_of('aliases')} is {quoted(scalar.value)},"
                f" which {fault}; write a path of this site, such as `/old/story/`"
            )
            fields.report(scalar, "alias", message)
    return tuple(dict.fromkeys(scalar.value for scalar in scalars))


def check_url(
    fields: Fields, scalar: Scalar, name: str, schemes: tuple[str, ...] = ("http", "https")
) -> None:
    """Report a text that is no absolute URL of one of these schemes."""
    fault = url_fault(scalar.value, schemes)
    if fault:
        message = (
            f"{name} is {quoted(scalar.value)}, which {fault};"
            " write one such as `https://horizon.example/`"
        )
        fields.report(scalar, "bad-url", message)


def read_date(fields: Fields, key: str, timezone: str) -> tuple[Moment, int] | None:
    """Read a date or timestamp: (moment, microseconds since 1970 UTC)."""
    scalar = fields.scalar(key, _DATE_HINT)
    if scalar is None:
        return None
    found = moment_of(scalar.value, timezone)
    if found is None:
        message = f"{fields.name_of(key)} is {quoted(scalar.value)}, which is no date; {_DATE_HINT}"
        fields.report(scalar, "bad-date", message)
    return found


class _Photo(NamedTuple):
    """A photo of which all but the texts is read."""

    src: str | None
    focus: str | None = None
    rest: Fields | None = None
    """None if it is the address of a file alone."""


def read_photo(fields: Fields) -> PhotoFields | None:
    """Read `photo`: the address of a file, or a mapping with its texts."""
    photo = _open_photo(fields)
    if photo is None:
        return None
    rest = photo.rest
    alt, caption, credit = (rest.text(key) if rest else None for key in _PHOTO_TEXTS)
    return PhotoFields(photo.src, alt, caption, credit, photo.focus)


def read_portrait(
    fields: Fields, tags: tuple[str, ...], default: str
) -> tuple[tuple[str, PhotoFields], ...]:
    """Read `photo` as above for each language, where each text may be given by language."""
    photo = _open_photo(fields)
    if photo is None:
        return ()
    rest = photo.rest
    alt, caption, credit = (
        dict(rest.texts_by_language(key, tags, default)) if rest else {} for key in _PHOTO_TEXTS
    )
    return tuple(
        (tag, PhotoFields(photo.src, alt.get(tag), caption.get(tag), credit.get(tag), photo.focus))
        for tag in tags
    )


def _open_photo(fields: Fields) -> _Photo | None:
    node = fields.nodes.get("photo")
    if node is None:
        return None
    if _is_text(node):
        src = fields.filled_scalar("photo")
        _check_photo_source(fields, src, "photo")
        return None if src is None else _Photo(src.value)
    if is_null(node):
        message = f"{fields.name_of('photo')} is empty; write a file's name, or leave the key out"
        fields.report(node, "wrong-type", message)
        return None
    photo = fields.mapping("photo", PHOTO_KEYS)
    if photo is None:
        return None
    src = photo.filled_scalar("src")
    _check_photo_source(photo, src, "src")
    return _Photo(None if src is None else src.value, _read_focus(photo), photo)


def _is_text(node: Node) -> bool:
    return type(node) is Scalar and not is_null(node)


def _check_photo_source(fields: Fields, src: Scalar | None, key: str) -> None:
    if src is None:
        return
    if has_scheme(src.value):
        check_url(fields, src, fields.name_of(key))
    elif "\\" in src.value or "\n" in src.value:
        message = (
            f"{fields.name_of(key)} is {quoted(src.value)}, which is no path;"
            " write one such as `fire.jpg` or `/photos/fire.jpg`"
        )
        fields.report(src, "photo", message)


def _read_focus(photo: Fields) -> str | None:
    scalar = photo.scalar("focus")
    if scalar is None:
        return None
    found = _FOCUS.fullmatch(scalar.value)
    if found and all(float(percent) <= _FARTHEST_PERCENT for percent in found.groups()):
        return scalar.value
    message = (
        f"{photo.name_of('focus')} is {quoted(scalar.value)}, which is no point;"
        ' write "X% Y%", such as "50% 30%"'
    )
    photo.report(scalar, "focus", message)
    return None
