"""
The chain of themes: NAME -> what it extends -> ... -> the built-in `default`.

A theme is a folder `themes/NAME/` of the site, or one that ships in this
package; the site's comes first.  What its theme.yaml says is laid upon what the
theme below says: settings mapping by mapping, crops and queries name by name.  A site's own
`themes/default` shadows the built-in one and extends it: `default`, when the
site's is already in the chain, means the built-in.

Errors:  unknown themes, circles, unknown keys: problems with line and column.
Imports: yaml, theme (description, settings, crops, queries, files), model, errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backfile.errors import Problem
from backfile.model import Crop, Query, Value
from backfile.theme.crops import add_crops
from backfile.theme.description import open_description, read_extends
from backfile.theme.files import find_files
from backfile.theme.queries import add_queries
from backfile.theme.settings import add_settings
from backfile.theme.tokens import stylesheet_of
from backfile.yaml.fields import Fields
from backfile.yaml.wording import quoted, suggestion

BUILT_IN = Path(__file__).parent.parent / "themes"
"""Folder of the themes that ship with Backfile."""

DEFAULT = "default"


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

    stylesheet: str = ""
    """`settings.css`, made from settings; empty when they say nothing of style."""

    queries: tuple[Query, ...] = ()
    """Lists of articles beside pages, in the order of their names."""


def load_theme(site_folder: Path, name: str) -> tuple[Theme | None, list[Problem]]:
    """
    Return the theme called *name* for the site, with all that it extends.

    None when a theme of the chain does not exist; with other problems, what is left.
    """
    layers: list[Layer] = []
    roots: list[Fields] = []
    problems: list[Problem] = []
    origin = ("site.yaml", 0, 0)
    wanted = name
    while wanted:
        folder, problem = _folder_of(site_folder, wanted, layers, origin)
        if problem:
            return None, [*problems, problem]
        layer, found = _read_layer(site_folder, wanted, folder)
        problems += found
        layers.append(layer)
        roots.append(open_description(folder, layer.shown, problems))
        below, origin = read_extends(roots[-1], DEFAULT)
        wanted = "" if _is_last(layer) else below
    return _theme_of(name, layers, roots), problems


def _theme_of(name: str, layers: list[Layer], roots: list[Fields]) -> Theme:
    """Lay what each theme says upon what the themes below it say."""
    assets = tuple(sorted({asset for layer in layers for asset in layer.assets}))
    settings = None
    crops: dict[str, Crop] = {}
    queries: dict[str, Query] = {}
    for root in reversed(roots):
        settings = add_settings(root, settings, assets)
        crops = add_crops(root, crops)
        queries = add_queries(root, queries)
    assert settings is not None
    return Theme(
        name,
        tuple(layers),
        settings.values,
        tuple(crops[key] for key in sorted(crops)),
        stylesheet_of(settings),
        tuple(queries[key] for key in sorted(queries)),
    )


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
