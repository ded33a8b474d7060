"""
Which renditions a photo has, how they are called, and how HTML names them.

Names hold a mark of the photo's bytes, place and way of encoding, so that what an
address leads to never changes.  A crop's name holds its height as well: the theme
may give its shape anew.  Pages know names by the same rules (`picture_of`), from
what a `Photo` holds, and need no list of files.

Cost:    `picture_of` takes some 10 µs; a list page calls it twenty times.
Imports: model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from backfile.model import Crop, Photo, PhotoFacts, Picture, PictureSource, Rendition

RECIPE = 1
"""Raise it when the same photo shall be encoded another way: the addresses change."""

SHARING = (
    Crop("social", (40, 21), (1200,), "lead", ("jpeg",)),
    Crop("wide", (16, 9), (1200,), "lead", ("jpeg",)),
    Crop("standard", (4, 3), (1200,), "lead", ("jpeg",)),
    Crop("square", (1, 1), (1200,), "lead", ("jpeg",)),
)
"""Crops of a lead photo for programs that show links to it, of which few read more than JPEG."""

SUFFIXES = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "png": "png"}
"""Of the published file, by format."""

_FORMAT_OF_SUFFIX = {suffix: form for form, suffix in SUFFIXES.items()}
_MIDDLE = "50-50"

_LONGEST_SIDES = {"avif": 65_536, "webp": 16_383}
"""Pixels that a file of the format can be wide or high."""


def widths_of(width: int, wanted: Sequence[int]) -> tuple[int, ...]:
    """
    Return the widths to make of a picture of *width*, ascending; at least one, none wider.

    Those wanted that are below its own, and its own unless that is wider than all.
    """
    return _widths_of(width, tuple(wanted))


def renditions_of(
    facts: PhotoFacts,
    focus: str,
    crops: Sequence[Crop],
    widths: Sequence[int],
    formats: Sequence[str],
    *,
    whole: bool,
) -> tuple[Rendition, ...]:
    """
    Return every file to make of a photo.

    Args:
        focus: As front matter says it: `50% 30%`; empty for the middle.
        widths: Of the whole picture.
        formats: Those of site.yaml, to which the one that every browser reads is added.
        whole: Whether the whole picture is wanted, or its crops alone.
    """
    size = facts.width, facts.height
    fallback = _FORMAT_OF_SUFFIX[fallback_suffix(facts)]
    found: list[Rendition] = []
    if whole:
        sizes = [(width, _height_of(width, size)) for width in widths_of(facts.width, widths)]
        kinds = _formats_of(tuple(formats), fallback, max(sizes[-1]))
        found += (Rendition("", "", form, *made) for made in sizes for form in kinds)
    for crop in crops:
        found += _renditions_of_crop(size, focus_mark(focus), crop, tuple(formats), fallback)
    return tuple(found)


def fallback_suffix(facts: PhotoFacts) -> str:
    """Return the suffix of the format of *facts* that every browser reads: `jpg` or `png`."""
    return "png" if facts.format in {"png", "gif"} or facts.alpha else "jpg"


def recipe_mark(path: str, digest: bytes) -> str:
    """
    Return 16 hexadecimal digits over what a photo's renditions are made of.

    They cover the place as well, so that two equal photos do not claim one file.
    """
    return blake2b(b"%d\0%s\0%s" % (RECIPE, path.encode(), digest), digest_size=8).hexdigest()


def photo_stem(path: str) -> str:
    """Return the part of a photo's own name that addresses keep: ASCII letters, digits, `-_`."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in stem)
    return safe.strip("-") or "photo"


def rendition_name(name: str, mark: str, rendition: Rendition) -> str:
    """Return the file name of a rendition: `cat-960.0123456789abcdef.avif`."""
    width, suffix = rendition.width, SUFFIXES[rendition.format]
    if not rendition.crop:
        return f"{name}-{width}.{mark}.{suffix}"
    around = f"{rendition.focus}-" if rendition.focus else ""
    return f"{name}-{rendition.crop}-{around}{width}x{rendition.height}.{mark}.{suffix}"


def picture_of(
    photo: Photo, crop: Crop | None, widths: Sequence[int], formats: Sequence[str], base: str
) -> Picture:
    """
    Return what HTML needs to show a photo, or a crop of it.

    A photo that is published as it is, or linked, comes back whole, under its one address.

    Args:
        widths: Of site.yaml; a crop has its own.
        formats: Of site.yaml; a crop may have its own, the last of which is the fallback.
        base: Path of the site: empty, or `/archive`.
    """
    if not photo.name:
        return Picture((), photo.url, "", photo.width, photo.height)
    steps = _crop_steps(photo, crop) if crop else _whole_steps(photo, tuple(widths))
    fallback = _FORMAT_OF_SUFFIX[photo.suffix]
    own_formats = crop.formats if crop else ()
    kinds = own_formats or _formats_of(tuple(formats), fallback, max(steps[-1][1:]))
    # A dot and the mark end each step, so that only the suffix is left to say.
    steps = [(f"{base}/assets/{photo.name}-{name}.{photo.mark}.", w, h) for name, w, h in steps]
    *others, last = (SUFFIXES[form] for form in kinds)
    start, width, height = steps[-1]
    return Picture(
        tuple(PictureSource(f"image/{_FORMAT_OF_SUFFIX[suffix]}", _srcset(steps, suffix))
              for suffix in others),
        start + last,
        _srcset(steps, last) if len(steps) > 1 else "",
        width,
        height,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def focus_mark(focus: str) -> str:
    """Write `50% 30%` as `50-30`, in whole percent; empty for the middle."""
    mark = "-".join(str(round(float(part.rstrip("%")))) for part in focus.split())
    return "" if mark == _MIDDLE else mark


_Step = tuple[str, int, int]
"""The varying part of a name, width, height."""


def _whole_steps(photo: Photo, widths: tuple[int, ...]) -> list[_Step]:
    size = photo.width, photo.height
    return [
        (f"{width}", width, _height_of(width, size)) for width in _widths_of(photo.width, widths)
    ]


def _crop_steps(photo: Photo, crop: Crop) -> list[_Step]:
    mark = focus_mark(photo.focus)
    before = f"{crop.name}-{mark}-" if mark else f"{crop.name}-"
    sizes = _crop_sizes(photo.width, photo.height, crop)
    return [(f"{before}{width}x{height}", width, height) for width, height in sizes]


def _srcset(steps: list[_Step], suffix: str) -> str:
    return ", ".join([f"{start}{suffix} {width}w" for start, width, _ in steps])


def _renditions_of_crop(
    size: tuple[int, int], focus: str, crop: Crop, formats: tuple[str, ...], fallback: str
) -> list[Rendition]:
    sizes = _crop_sizes(*size, crop)
    kinds = crop.formats or _formats_of(formats, fallback, max(sizes[-1]))
    return [Rendition(crop.name, focus, form, *made) for made in sizes for form in kinds]


def _crop_sizes(width: int, height: int, crop: Crop) -> list[tuple[int, int]]:
    """Return the sizes of a crop; the largest is the largest area of its shape in the picture."""
    widest = max(1, min(width, height * crop.ratio[0] // crop.ratio[1]))
    # Of a line of pixels no area has the shape; then it is as high as the picture.
    return [
        (step, min(height, _height_of(step, crop.ratio)))
        for step in _widths_of(widest, crop.widths)
    ]


def _height_of(width: int, ratio: tuple[int, int]) -> int:
    """Return the height that goes with *width*, rounded, at least 1."""
    return max(1, (2 * width * ratio[1] + ratio[0]) // (2 * ratio[0]))


@lru_cache(maxsize=4096)
def _widths_of(width: int, wanted: tuple[int, ...]) -> tuple[int, ...]:
    widest = min(width, max(wanted, default=width))
    return tuple(sorted({*(step for step in wanted if step < width), widest}))


@lru_cache(maxsize=256)
def _formats_of(formats: tuple[str, ...], fallback: str, longest_side: int) -> tuple[str, ...]:
    """
    Return the formats to make, the fallback last.

    Of JPEG and PNG one alone has any use.  A format that cannot hold the longest side of
    the largest rendition, as of a tall infographic, is left out for all of them.
    """
    modern = (form for form in formats if longest_side <= _LONGEST_SIDES.get(form, 0))
    return (*modern, fallback)
