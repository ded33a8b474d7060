"""
What a kind of page needs to answer its questions: an open catalogue and the site.

Imports: model, catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backfile.catalogue.connection import Connection
from backfile.model import Frame, Query, Selection, Site


@dataclass
class Reader:
    """
    A catalogue opened for reading, with the site and its frames.

    Holds no answers but the frames and what queries found, which are equal for
    every page of a language in one build.
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

    generator: str = ""
