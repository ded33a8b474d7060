"""
Photos for the synthetic archive: small, real JPEG files, the same on every run.

Cost: about 10 ms each.  Needs Pillow.

Imports: nothing of ours.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 960
HEIGHT = 640


def photo_name(index: int) -> str:
    """Return the file name of a photo."""
    return f"photo-{index:02}.jpg"


def write_photos(folder: Path, seed: int, count: int) -> None:
    """Paint *count* landscapes of hills under a sky into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        paint_landscape(random.Random(seed << 40 | index)).save(
            folder / photo_name(index), "JPEG", quality=70
        )


def paint_landscape(rng: random.Random) -> Image.Image:
    """Paint a sky that fades downwards and four ranges of hills."""
    top, bottom = _colour(rng, 120, 220), _colour(rng, 180, 255)
    image = Image.composite(
        Image.new("RGB", (WIDTH, HEIGHT), bottom),
        Image.new("RGB", (WIDTH, HEIGHT), top),
        Image.linear_gradient("L").resize((WIDTH, HEIGHT)),
    )
    draw = ImageDraw.Draw(image)
    for distance in range(4):
        height = HEIGHT * (0.35 + 0.15 * distance)
        ridge = [(x, height + rng.uniform(-40, 40)) for x in range(0, WIDTH + 40, 40)]
        draw.polygon([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=_colour(rng, 20, 160))
    return image


def _colour(rng: random.Random, low: int, high: int) -> tuple[int, int, int]:
    """Draw a colour whose channels lie between *low* and *high*."""
    return rng.randrange(low, high), rng.randrange(low, high), rng.randrange(low, high)
