"""
`crops` in theme.yaml: the shapes that photos are cut to.

A theme adds crops to those of the theme below it, changes single keys of one, or
takes one away by giving it nothing::

    crops:
      card: {ratio: "3:2", widths: [320, 640, 960]}
      banner: {ratio: "21:9", widths: [960, 1920], of: lead, formats: [webp]}
      portrait: ~

Names become part of the names of files.  `of` is `lead`, unless the theme below
says otherwise.

Errors:  as problems; codes `crop` and those of `yaml.fields`.
Imports: yaml, site (what pictures may be), theme.description, model.
"""

from __future__ import annotations

import re
from math import gcd

import msgspec

from backfile.model import Crop
from backfile.site.settings import IMAGE_FORMATS, WIDEST_PX
from backfile.theme.description import lay_upon
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Sequence
from backfile.yaml.wording import quoted

CROP_KEYS = ("ratio", "widths", "of", "formats")
CROPPED = ("lead", "portrait")
"""Which photos a crop is made of: those that lead articles, those of people."""

_RATIO = re.compile(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,3})")


def add_crops(root: Fields, below: dict[str, Crop]) -> dict[str, Crop]:
    """Return the crops of the theme that *root* describes, given those of the theme below."""
    return lay_upon(below, root, "crops", CROP_KEYS, "crop", _read_crop)


def _read_crop(fields: Fields, name: str, below: Crop | None) -> Crop | None:
    """Read one crop; None if it is new and lacks what it must say."""
    ratio = _read_ratio(fields)
    widths = fields.numbers("widths", (), least=1, most=WIDEST_PX)
    _refuse_empty(fields, "widths")
    chosen = fields.choice("of", CROPPED)
    formats = _read_formats(fields)
    if below is None:
        for key in ("ratio", "widths"):
            if key not in fields.nodes:
                fields.report_missing(key)
        if ratio is None or not widths:
            return None
        below = Crop(name, ratio, (), CROPPED[0])
    return msgspec.structs.replace(
        below,
        ratio=ratio or below.ratio,
        widths=tuple(sorted(set(widths))) or below.widths,
        of=chosen or below.of,
        formats=below.formats if formats is None else formats,
    )


def _read_ratio(fields: Fields) -> tuple[int, int] | None:
    """Read `ratio` in lowest terms."""
    scalar = fields.scalar("ratio", 'write width and height: "3:2"')
    if scalar is None:
        return None
    found = _RATIO.fullmatch(scalar.value)
    if found is None:
        message = f'{fields.name_of("ratio")} is {quoted(scalar.value)}; write it like "3:2"'
        fields.report(scalar, "crop", message)
        return None
    width, height = int(found[1]), int(found[2])
    common = gcd(width, height)
    return width // common, height // common


def _read_formats(fields: Fields) -> tuple[str, ...] | None:
    """Read `formats`; None where it is left out, so that those of site.yaml hold."""
    scalars = fields.scalars("formats", alone=False)
    for scalar in scalars or ():
        if scalar.value not in IMAGE_FORMATS:
            name = f"an entry of {fields.name_of('formats')}"
            fields.report_unknown_value(scalar, name, IMAGE_FORMATS)
    if scalars is None:
        return None
    return tuple(dict.fromkeys(scalar.value for scalar in scalars))


def _refuse_empty(fields: Fields, key: str) -> None:
    node = fields.nodes.get(key)
    if type(node) is Sequence and not node.items:
        message = f"{fields.name_of(key)} is empty; write a list: [320, 640, 960]"
        fields.report(node, "empty-value", message)
