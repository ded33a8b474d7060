"""
Measure what pictures cost: `python benchmarks/pictures.py --photos 60 --articles 600`.

Paints large photos once, writes articles that show them, and builds the site cold,
again without a change, and again without a catalogue but with the cache of
pictures.  The photos are gradients with soft noise of several sizes and a little
grain, so that they take as many bytes as photographs do.

Cost: a second to paint each photo; they are kept in /dev/shm for the next run.

Imports: programs.
"""

from __future__ import annotations

import argparse
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import programs
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from programs import Program, Run

SIZE: Final = (4000, 3000)
"""12 megapixels, as a phone's."""

SHARED: Final = Path("/dev/shm/backfile-photos")
SITE: Final = """\
title: Pictures
url: https://pictures.example
default_language: en
languages: {en: {label: EN, name: English}}
"""


class Step(NamedTuple):
    """One measured build."""

    name: str
    run: Run


def paint_photo(number: int) -> Image.Image:
    """Paint a photo that no other number has."""
    dice = random.Random(number)
    bands = [_paint_band(dice) for _ in "rgb"]
    return Image.merge("RGB", bands)


def _paint_band(dice: random.Random) -> Image.Image:
    angle = dice.randrange(360)
    band = Image.linear_gradient("L").rotate(angle, expand=True).resize(SIZE)
    for size, share in ((12, 0.35), (60, 0.3), (400, 0.2)):
        noise = Image.frombytes("L", (size, size), dice.randbytes(size * size))
        band = Image.blend(band, noise.resize(SIZE, Image.Resampling.BICUBIC), share)
    grain = Image.frombytes("L", (1000, 1000), dice.randbytes(1_000_000)).point(lambda v: v // 24)
    return ImageChops.add(band, grain.resize(SIZE, Image.Resampling.BILINEAR))


def paint_photos(folder: Path, count: int) -> list[Path]:
    """Return *count* photos in *folder*, painting those that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"photo-{number:04}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        if not path.exists():
            paint_photo(number).save(path, "JPEG", quality=88)
    return paths


def write_site(site: Path, photos: list[Path], articles: int) -> None:
    """Write a site whose articles show *photos* by turns, one above and one inside."""
    shutil.rmtree(site, ignore_errors=True)
    for folder in ("articles", "photos"):
        (site / "content" / folder).mkdir(parents=True)
    (site / "site.yaml").write_text(SITE, "utf-8")
    for photo in photos:
        shutil.copyfile(photo, site / "content/photos" / photo.name)
    for number in range(articles):
        lead, inside = (photos[(number + step) % len(photos)].name for step in (0, 1))
        text = (
            f"---\ntitle: Story {number}\ndate: 2025-{1 + number % 12:02}-{1 + number % 28:02}\n"
            f"photo: {{src: {lead}, alt: Lead, credit: Nobody}}\n---\n"
            f'Words.\n\n![Inside]({inside}){{credit="Nobody"}}\n'
        )
        (site / f"content/articles/story-{number}.en.md").write_text(text, "utf-8")


def measure_builds(program: Program) -> list[Step]:
    """Build cold, then twice with less and less to do."""
    programs.forget(program)
    clean = program._replace(command=(*program.command, "--clean"))
    steps = (
        ("cold build", program),
        ("nothing changed", program),
        ("--clean, with the cache", clean),
    )
    return [Step(name, programs.build(one)) for name, one in steps]


def table_of(steps: list[Step], photos: list[Path], public: Path) -> str:
    """Return the figures as Markdown."""
    made = [path for path in (public / "assets").iterdir() if path.name.startswith("photo-")]
    source_mb = sum(path.stat().st_size for path in photos) / 1e6
    made_mb = sum(path.stat().st_size for path in made) / 1e6
    lines = [
        f"{len(photos)} photos of {SIZE[0]} × {SIZE[1]}, {source_mb:,.1f} MB;"
        f" {len(made):,} renditions, {made_mb:,.1f} MB",
        "",
        "| step | wall, s | CPU, s | photos a second | peak memory, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [_row_of(step, len(photos)) for step in steps]
    return "\n".join(lines) + "\n"


def _row_of(step: Step, photos: int) -> str:
    usage = step.run.usage
    figures = (usage.wall_s, usage.cpu_s, photos / usage.wall_s, usage.peak_bytes / 1e6)
    return f"| {step.name} | {' | '.join(f'{figure:,.1f}' for figure in figures)} |"


def main() -> None:
    """Paint, write, build, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--dir", type=Path, default=SHARED)
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    photos = paint_photos(given.dir / "photos", given.photos)
    program = programs.backfile_program(given.dir)
    write_site(program.site, photos, given.articles)
    steps = measure_builds(program)
    table = table_of(steps, photos, program.site / "public")
    print(table)
    if given.report:
        given.report.write_text(table, "utf-8")


if __name__ == "__main__":
    main()
