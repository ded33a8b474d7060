"""
What a kind of page needs to answer its questions: an open catalogue and the site.

Imports: model, catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backfile.catalogue.connection import Connection
from backfile.model import Crop, Frame, PageKey, Query, Rendition, Selection, Site


@dataclass
class Reader:
    """
    A catalogue opened for reading, with the site and its frames.

    Holds no answers but the frames and what queries found, which are equal for every
    page of a language in one build, and what is made of the last photo, whose keys
    come one after another.
    """

    db: Connection
    site: Site
    now_us: int
    frames: dict[str, Frame] = field(default_factory=dict)
    """Language tag -> frame; filled by `pages.frame.frames_of`."""

    assets: dict[str, bytes] = field(default_factory=dict)
    """Published asset name -> digest of its bytes."""

    queries: tuple[Query, ...] = ()
    """Of the theme."""

    selections: dict[str, dict[str, tuple[Selection, ...]]] = field(default_factory=dict)
    """Language tag -> name of a query -> what it found; filled by `pages.queries`."""

    settings: dict[str, object] = field(default_factory=dict)
    """Of the theme."""

    logo: str = ""
    """Address of the theme's logo, else of its icon; empty if it has neither."""

    generator: str = ""
    crops: tuple[Crop, ...] = ()
    """Of the theme, and those for sharing."""

    derived: tuple[tuple[str, bytes], dict[PageKey, Rendition]] | None = None
    """(path, digest) of a photo, and all that is made of it."""
