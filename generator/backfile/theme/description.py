"""
theme.yaml: what one theme of a chain says of itself.

::

    extends: default        # the default; a site's theme always ends up there
    settings: {…}           # templates see them as `site.settings`
    rules: {…}              # what their values must be
    crops: {…}              # shapes that photos are cut to

Only what says which theme comes next is read here; the rest is read when the
themes below are known, since it is laid upon what they say.

Errors:  as problems; unknown keys and wrong types, with line and column.
Imports: yaml.
"""

from __future__ import annotations

from pathlib import Path

from backfile.errors import Problem
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Mapping, is_null
from backfile.yaml.root import read_mapping

FILE = "theme.yaml"
KEYS = ("extends", "settings", "rules", "crops")


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
