"""
The analysis of templates, in a file beside the catalogue.

It is read before the catalogue can be: the theme is checked first.  The file is derived,
and whatever is wrong with it, templates are parsed anew.

Imports: theme.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from backfile.theme.renderer import Renderer

FILE = "templates"
"""In the folder of the catalogue."""


def read_analysis_in(folder: Path) -> bytes:
    """Return what the last build kept; empty if there is none."""
    try:
        return (folder / FILE).read_bytes()
    except OSError:
        return b""


def keep_analysis(folder: Path, renderer: Renderer, engine: bytes) -> None:
    """Keep what *renderer* knows, unless it is kept already; without, builds take a bit longer."""
    data = renderer.analysis(engine)
    if data == read_analysis_in(folder):
        return
    aside = folder / f"{FILE}.new"
    with suppress(OSError):
        aside.write_bytes(data)
        aside.replace(folder / FILE)
