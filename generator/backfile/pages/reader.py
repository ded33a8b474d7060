"""
What a kind of page needs to answer its questions: an open catalogue and the site.

Imports: model, catalogue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from typing import Any, TypeVar, TypeVarTuple

from backfile.catalogue.connection import Connection
from backfile.model import Card, Crop, Frame, PageKey, Query, Rendition, Selection, Site

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Cards = dict[int, tuple[str, Card]]
"""Id of an article -> (story, card)."""


@dataclass
class Reader:
    """
    A catalogue opened for reading, with the site and its frames.

    Holds no answers but the frames and what queries found, which are equal for
    every page of a language in one build, what is made of the last photo,
    whose keys come one after another, and those that functions marked `kept` gave.
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

    cards: tuple[Cards, Cards] = field(default_factory=lambda: ({}, {}))
    """Those shown lately, and those shown before that; filled by `pages.cards`."""

    is_settled: bool = False
    """Whether content stays as it is while this reader is in use, so that answers may be kept."""

    answers: dict[str, Callable[..., Any]] = field(default_factory=dict)
    """Name of a `kept` function -> the same, with the answers it gave last."""


def kept(
    most: int,
) -> Callable[[Callable[[Reader, *Ts], T]], Callable[[Reader, *Ts], T]]:
    """
    Mark a function whose last answers, *most* of them, are worth their memory.

    They belong to the reader.  One that reads while content is taken in keeps none.
    """

    def mark(function: Callable[[Reader, *Ts], T]) -> Callable[[Reader, *Ts], T]:
        name = f"{function.__module__}.{function.__qualname__}"
        ask: Callable[..., T] = function

        @wraps(function)
        def answer(reader: Reader, *words: *Ts) -> T:
            if not reader.is_settled:
                return function(reader, *words)
            if name not in reader.answers:
                reader.answers[name] = lru_cache(most)(partial(ask, reader))
            found: T = reader.answers[name](*words)
            return found

        return answer

    return mark
