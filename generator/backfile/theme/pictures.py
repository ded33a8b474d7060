"""
How templates write photos: the filter `renditions`, bound to one site and theme.

The crops are those of the theme, and those that are made of every lead photo for
other programs; a theme may have its own shape for one of these.

Imports: images, yaml (wording), model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.images.recipes import SHARING, picture_of
from backfile.model import Crop, Value
from backfile.yaml.wording import quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backfile.model import Photo, Picture


_CROPPED = {"lead": "leads an article", "portrait": "shows an author"}
"""What a crop is made of."""


class PictureRules(Value, frozen=True):
    """All that decides which renditions of a photo there are, besides the photo."""

    crops: tuple[Crop, ...] = ()
    """In the order of their names."""

    widths: tuple[int, ...] = ()
    formats: tuple[str, ...] = ()
    base: str = ""


def with_sharing(crops: Iterable[Crop]) -> tuple[Crop, ...]:
    """Return the crops of a theme together with those for sharing, in the order of names."""
    by_name = {crop.name: crop for crop in (*SHARING, *crops)}
    return tuple(by_name[name] for name in sorted(by_name))


def portrait_crop(crops: Iterable[Crop]) -> str:
    """Return the largest crop that is made of portraits; empty where they stay whole."""
    portraits = [crop for crop in crops if crop.of == "portrait"]
    return max(portraits, key=lambda crop: (crop.widths, crop.name)).name if portraits else ""


def renditions_by(rules: PictureRules) -> Callable[..., Picture]:
    """Return the filter; it raises LookupError for a crop that is not made of the photo."""
    by_name: dict[str, Crop | None] = {crop.name: crop for crop in rules.crops}
    by_name[""] = None

    def renditions(photo: Photo, crop: str = "") -> Picture:
        if crop not in by_name:
            known = sorted(filter(None, by_name))
            hint = suggestion(crop, known, f"there are {', '.join(known)}")
            raise LookupError(f"no theme has a crop {quoted(crop)}; {hint}")
        shape = by_name[crop]
        if shape and shape.of != photo.role:
            raise LookupError(_misfit_of(shape, photo))
        return picture_of(photo, shape, rules.widths, rules.formats, rules.base)

    return renditions


def _misfit_of(crop: Crop, photo: Photo) -> str:
    """Say that a crop is made of other photos, so that its files would not be there."""
    made, this = _CROPPED[crop.of], _CROPPED.get(photo.role, "stands in a text, and is shown whole")
    return f"the crop {quoted(crop.name)} is made of each photo that {made}; this one {this}"
