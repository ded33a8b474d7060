"""
theme.yaml: what one theme of a chain says of itself.

::

    extends: default        # the default; a site's theme always ends up there
    settings: {…}           # templates see them as `site.settings`
    rules: {…}              # what their values must be
    crops: {…}              # shapes that photos are cut to
    queries: {…}            # lists of articles beside the pages

Only what says which theme comes next is read here; the rest is read when the
themes below are known, since it is laid upon what they say.

Errors:  as problems, with line and column; those of `yaml.fields`, and the code that
         the caller of `lay_upon` gives.
Imports: yaml, errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from backfile.errors import Problem
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Mapping, Scalar, is_null
from backfile.yaml.root import read_mapping
from backfile.yaml.wording import quoted, suggestion

FILE = "theme.yaml"
KEYS = ("extends", "settings", "rules", "crops", "queries")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")

T = TypeVar("T")


def open_description(folder: Path, shown: str, problems: list[Problem]) -> Fields:
    """
    Return theme.yaml of the theme in *folder*, ready to be read; it need not exist.

    A key without a value counts as left out, but for `extends`.
    """
    path = folder / FILE
    node = read_mapping(path.read_bytes(), f"{shown}/{FILE}", problems) if path.is_file() else None
    root = Fields(node or Mapping((), 0, 0), f"{shown}/{FILE}", problems, KEYS)
    for key in [key for key, value in root.nodes.items() if is_null(value) and key != "extends"]:
        del root.nodes[key]
    return root


def read_extends(root: Fields, default: str) -> tuple[str, tuple[str, int, int]]:
    """Return the name of the theme below, and the place where it is named."""
    scalar = root.filled_scalar("extends", "write `extends: default`")
    if scalar is None:
        return default, (root.path, 0, 0)
    return scalar.value, (root.path, scalar.line, scalar.column)


def lay_upon(
    below: dict[str, T],
    root: Fields,
    key: str,
    known: tuple[str, ...],
    code: str,
    read: Callable[[Fields, str, T | None], T | None],
) -> dict[str, T]:
    """
    Return the named things under *key*, laid upon those of the theme *below*.

    A name without a value takes away what is below.

    Args:
        known: Keys of one such thing.
        code: Of problems with names.
        read: Makes one from (its fields, its name, the one below or None); None
            if it cannot be made.
    """
    things = dict(below)
    for name, node in root.entries(key, f"write a mapping by name: {{NAME: {{{known[0]}: …}}}}"):
        if is_null(node):
            if things.pop(name.value, None) is None:
                hint = suggestion(name.value, below, "leave it out")
                message = f"no theme below has {quoted(f'{key}.{name.value}')}; {hint}"
                root.report(name, code, message)
            continue
        fields = root.mapping_of(node, f"{key}.{name.value}", known)
        if _is_name(root, key, name, code) and fields is not None:
            thing = read(fields, name.value, below.get(name.value))
            if thing is not None:
                things[name.value] = thing
    return things


def _is_name(root: Fields, key: str, name: Scalar, code: str) -> bool:
    if _NAME.fullmatch(name.value):
        return True
    message = f"{quoted(f'{key}.{name.value}')} is no name; use a-z, 0-9, `-` and `_`"
    root.report(name, code, message)
    return False
