"""
The chain of themes: NAME -> what it extends -> ... -> the built-in `default`.

A theme is a folder `themes/NAME/` of the site, or one that ships in this
package; the site's comes first.  `theme.yaml` may say::

    extends: default        # the default; a site's theme always ends up there
    settings: {…}           # templates see them as `site.settings`

Settings are merged over those of the theme extended, mapping by mapping.  A
site's own `themes/default` shadows the built-in one and extends it: `default`,
when the site's is already in the chain, means the built-in.

Errors:  unknown themes, circles, unknown keys: problems with line and column.
Imports: yaml, model, errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backfile.errors import Problem
from backfile.model import Crop, Value
from backfile.theme.files import find_files
from backfile.yaml import Mapping, Node, Scalar, decode_source, parse_yaml, plain_value
from backfile.yaml.nodes import is_null
from backfile.yaml.wording import quoted, suggestion

BUILT_IN = Path(__file__).parent.parent / "themes"
"""Folder of the themes that ship with Backfile."""

DEFAULT = "default"
_KEYS = ("extends", "settings")


class Layer(Value, frozen=True):
    """One theme of a chain."""

    name: str
    folder: str
    """Where it lies on disk, absolute."""

    shown: str
    """What messages call the folder: `themes/NAME`, from the site folder."""

    templates: tuple[str, ...]
    """Names below templates/, sorted; so are the other two."""

    assets: tuple[str, ...]
    messages: tuple[str, ...]


class Theme(Value, frozen=True):
    """A chain of themes, that of the site first; holds paths and names only."""

    name: str
    layers: tuple[Layer, ...]
    settings: dict[str, Any]
    """Merged along the chain; for `Frame.settings`."""

    crops: tuple[Crop, ...] = ()
    """Shapes that photos are cut to, in the order of their names."""


class _Description(Value, frozen=True):
    """What one theme.yaml says."""

    extends: str
    settings: dict[str, Any]
    line: int
    column: int


def load_theme(site_folder: Path, name: str) -> tuple[Theme | None, list[Problem]]:
    """
    Return the theme called *name* for the site, with all that it extends.

    None when a theme of the chain does not exist; with other problems, what is left.
    """
    layers: list[Layer] = []
    settings: list[dict[str, Any]] = []
    problems: list[Problem] = []
    origin = ("site.yaml", 0, 0)
    wanted = name
    while wanted:
        folder, problem = _folder_of(site_folder, wanted, layers, origin)
        if problem:
            return None, [*problems, problem]
        layer, found = _read_layer(site_folder, wanted, folder)
        description, unclear = _read_description(folder, layer)
        problems += found + unclear
        layers.append(layer)
        settings.append(description.settings)
        origin = (f"{layer.shown}/theme.yaml", description.line, description.column)
        wanted = "" if _is_last(layer) else description.extends
    merged: dict[str, Any] = {}
    for own in reversed(settings):
        merged = _merge(merged, own)
    return Theme(name, tuple(layers), merged), problems


def _folder_of(
    site_folder: Path, name: str, layers: list[Layer], origin: tuple[str, int, int]
) -> tuple[Path, Problem | None]:
    """Return the folder meant by *name*, given the chain so far."""
    own = _themes_in(site_folder / "themes")
    shipped = _themes_in(BUILT_IN)
    if name in own and (name != DEFAULT or _is_free(own[name], layers)):
        if _is_free(own[name], layers):
            return own[name], None
        circle = " → ".join([*(layer.name for layer in layers), name])
        message = f"themes extend one another in a circle: {circle}; break it"
        return own[name], Problem(*origin, "theme-circle", message)
    if name in shipped:
        return shipped[name], None
    known = sorted({*own, *shipped})
    hint = suggestion(name, known, f"there are {', '.join(known)}")
    message = f"there is no theme {quoted(name)}; {hint}"
    return site_folder, Problem(*origin, "unknown-theme", message)


def _themes_in(folder: Path) -> dict[str, Path]:
    """Return name -> folder.  Names come from the listing alone, so that none can be a path."""
    if not folder.is_dir():
        return {}
    entries = sorted(folder.iterdir())
    return {entry.name: entry for entry in entries if entry.is_dir() and entry.name[0] not in "._"}


def _is_free(folder: Path, layers: list[Layer]) -> bool:
    return all(layer.folder != str(folder.resolve()) for layer in layers)


def _is_last(layer: Layer) -> bool:
    return layer.folder == str((BUILT_IN / DEFAULT).resolve())


def _read_layer(site_folder: Path, name: str, folder: Path) -> tuple[Layer, list[Problem]]:
    is_shipped = folder.parent == BUILT_IN
    shown = f"backfile/themes/{name}" if is_shipped else f"themes/{name}"
    border = BUILT_IN.resolve() if is_shipped else site_folder.resolve()
    problems: list[Problem] = []
    if folder.is_symlink() and not folder.resolve().is_relative_to(border):
        message = "the symbolic link leaves the site folder; copy the theme instead"
        problems.append(Problem(shown, 0, 0, "link-outside", message))
    found = []
    for part in ("templates", "assets", "messages"):
        names, wrong = find_files(folder / part, border, f"{shown}/{part}")
        found.append(names)
        problems += wrong
    return Layer(name, str(folder.resolve()), shown, *found), problems


def _read_description(folder: Path, layer: Layer) -> tuple[_Description, list[Problem]]:
    path = folder / "theme.yaml"
    shown = f"{layer.shown}/theme.yaml"
    nothing = _Description(DEFAULT, {}, 0, 0)
    if not path.is_file():
        return nothing, []
    text, problems = decode_source(path.read_bytes(), shown)
    if text is None:
        return nothing, problems
    node, more = parse_yaml(text, shown)
    if node is None:
        return nothing, problems + more
    description, wrong = _description_of(node, shown)
    return description, problems + more + wrong


def _description_of(node: Node, shown: str) -> tuple[_Description, list[Problem]]:
    extends, line, column = DEFAULT, 0, 0
    settings: dict[str, Any] = {}
    problems: list[Problem] = []
    if not isinstance(node, Mapping):
        message = "theme.yaml is not a mapping; write `extends: NAME` and `settings: {…}`"
        problems.append(Problem(shown, node.line, node.column, "wrong-type", message))
        return _Description(extends, settings, line, column), problems
    for key, value in node.entries:
        wrong = ""
        if key.value == "extends" and isinstance(value, Scalar) and value.value:
            extends, line, column = value.value, value.line, value.column
        elif key.value == "extends":
            wrong = "`extends` is not the name of a theme; write `extends: default`"
        elif key.value == "settings" and isinstance(value, Mapping):
            settings = plain_value(value)
        elif key.value == "settings":
            if not is_null(value):
                wrong = "`settings` is not a mapping; write `settings: {name: value}`"
        else:
            hint = suggestion(key.value, _KEYS, f"theme.yaml knows {', '.join(_KEYS)}")
            message = f"unknown key {quoted(key.value)}; {hint}"
            problems.append(Problem(shown, key.line, key.column, "unknown-key", message))
        if wrong:
            problems.append(Problem(shown, value.line, value.column, "wrong-type", wrong))
    return _Description(extends, settings, line, column), problems


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return *under* with *over* laid upon it; mappings in both are merged in turn."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merge(below, value)
        else:
            merged[key] = value
    return merged
