"""
Photographs as files: what one says of itself, and what is made from it.

Imports: model.value.
"""

from __future__ import annotations

from backfile.model.value import Value


class PhotoFacts(Value, frozen=True):
    """What a photograph's own file says of it.  Texts are plain; empty where it says nothing."""

    width: int
    """Pixels as shown, after orientation; 0 for an SVG that does not say."""

    height: int
    format: str = ""
    """`jpeg`, `png`, `webp`, `avif`, `gif` or `svg`."""

    derivable: bool = False
    """Whether renditions are made of it; SVG, animations and what is cut off stay as they are."""

    captions: tuple[tuple[str, str], ...] = ()
    """(language tag, or `x-default`, text)."""

    alts: tuple[tuple[str, str], ...] = ()
    """The same for `Iptc4xmpCore:AltTextAccessibility`."""

    creator: str = ""
    credit: str = ""
    source: str = ""
    copyright: str = ""
    license: str = ""
    """URL."""

    acquire: str = ""
    """URL."""

    digital_source_type: str = ""
    """IPTC's URL that tells a photograph from what a program drew."""

    data_mining: str = ""
    """PLUS's URL that allows or forbids data mining."""

    alpha: bool = False
    """Whether parts of it may be transparent, so that a JPEG cannot stand for it."""


class Crop(Value, frozen=True):
    """A shape that a theme cuts photos to, around their focus."""

    name: str
    """As templates ask for it: `card`."""

    ratio: tuple[int, int]
    """Width and height: (3, 2)."""

    widths: tuple[int, ...]
    """Pixels, ascending; never wider than the photo allows."""

    of: str
    """Which photos it is made of: `lead` or `portrait`."""

    formats: tuple[str, ...] = ()
    """Instead of those of site.yaml; (`jpeg`,) for pictures that other programs read."""


class Rendition(Value, frozen=True):
    """One file made from a photo."""

    crop: str
    """Name of the crop; empty for the whole picture."""

    focus: str
    """`30-60`, percent from left and top; empty for the middle, or without a crop."""

    format: str
    """`avif`, `webp`, `jpeg` or `png`."""

    width: int
    height: int
