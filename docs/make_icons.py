"""
Draw the built-in theme's icons: `python docs/make_icons.py`.

The same shape as its `icon.svg`, in the sizes of home screens and of browsers that
take no SVG.  Corners are round only where nobody rounds them; on a maskable icon the
shape stays in the middle four fifths, since all else may be cut off.

Imports: the standard library, Pillow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

ROOT: Final = Path(__file__).parents[1]
ASSETS: Final = ROOT / "generator" / "backfile" / "themes" / "default" / "assets"
RED: Final = (0x9B, 0x1C, 0x1F, 255)
WHITE: Final = (255, 255, 255, 255)
UNITS: Final = 64
"""Width and height of the drawing, in which all else is measured."""

ROUNDING: Final = 10
BARS: Final = (
    (12, 14, 40, 9),
    (12, 29, 18, 21),
    (35, 29, 17, 4),
    (35, 37.5, 17, 4),
    (35, 46, 17, 4),
)
"""Left, top, width, height: a headline, a photograph, three lines of text."""

FINENESS: Final = 8
"""Points drawn for each that is kept, so that edges are smooth."""

COLOURS: Final = 24


class Icon(NamedTuple):
    """One file to draw."""

    name: str
    size_px: int
    rounded: bool
    share: float
    """How much of the width the drawing takes, from the middle."""


ICONS: Final = (
    Icon("icon-48.png", 48, rounded=True, share=1),
    Icon("icon-192.png", 192, rounded=True, share=1),
    Icon("icon-512.png", 512, rounded=True, share=1),
    Icon("icon-maskable.png", 512, rounded=False, share=0.8),
    Icon("apple-touch-icon.png", 180, rounded=False, share=1),
)


def draw_icon(icon: Icon) -> Image.Image:
    """Return an icon, drawn large and made small."""
    side = icon.size_px * FINENESS
    unit = side / UNITS * icon.share
    image = Image.new("RGBA", (side, side), (*RED[:3], 0) if icon.rounded else RED)
    draw = ImageDraw.Draw(image)
    if icon.rounded:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), ROUNDING * unit, fill=RED)
    start = side * (1 - icon.share) / 2
    for left, top, width, height in BARS:
        x, y = start + left * unit, start + top * unit
        draw.rectangle((x, y, x + width * unit - 1, y + height * unit - 1), fill=WHITE)
    small = image.resize((icon.size_px, icon.size_px), Image.Resampling.BOX)
    return small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)


def main() -> None:
    """Draw every icon."""
    for icon in ICONS:
        draw_icon(icon).save(ASSETS / icon.name, optimize=True)


if __name__ == "__main__":
    main()
