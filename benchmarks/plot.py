"""
Figures as a picture: panels side by side, both axes logarithmic, an SVG without more.

Lines are labelled where they end, not in a legend; programs differ by colour and by
the shape of their points, so that either is enough.  The picture brings its own paper,
in light and dark, because a page that shows it may have another scheme than the
reader's system.  What is seen is also said, in `desc`.

The same figures give the same bytes.

Imports: nothing of ours.
"""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WIDTH: Final = 1000
HEIGHT: Final = 424
TOP: Final = 92
BOTTOM: Final = 74
LEFT: Final = 76
RIGHT: Final = 124
"""Room beside a panel: for figures at its left, for labels at its right."""

LABEL_HEIGHT: Final = 34
RADIUS: Final = 4.0
FEW: Final = 3
"""Marks on an axis below which there are some at 2 and 5 as well."""

STYLE: Final = """\
svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans",
  Arial, sans-serif; font-size: 13px; }
.paper { fill: #fffefb; }
text { fill: #191817; }
.title { font-size: 16px; font-weight: 600; }
.quiet { fill: #5f5a53; }
.grid { stroke: #d9d3c8; stroke-width: 1; }
.axis { stroke: #5f5a53; stroke-width: 1; }
.line { fill: none; stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
.apart { stroke-dasharray: 1 5; }
.name { font-weight: 600; }
.label text { stroke: #fffefb; stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; }
.first .line, .first .point { stroke: #9b1c1f; }
.first .point, .first .name { fill: #9b1c1f; }
.second .line, .second .point { stroke: #2b5f8a; }
.second .point, .second .name { fill: #2b5f8a; }
.thin .line { stroke-width: 1.25; }
.point { stroke-width: 1.75; }
.first .hollow, .second .hollow { fill: #fffefb; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #141516; }
  text { fill: #e8e5df; }
  .quiet { fill: #aaa59c; }
  .grid { stroke: #3b3d41; }
  .axis { stroke: #aaa59c; }
  .first .line, .first .point { stroke: #f2938c; }
  .first .point, .first .name { fill: #f2938c; }
  .second .line, .second .point { stroke: #86b7e3; }
  .second .point, .second .name { fill: #86b7e3; }
  .first .hollow, .second .hollow { fill: #141516; }
  .label text { stroke: #141516; }
}
"""


class Point(NamedTuple):
    """One figure."""

    x: float
    y: float
    apart: bool = False
    """Found under other conditions than the rest: hollow, and joined by dots."""


class Line(NamedTuple):
    """Figures of one program."""

    name: str
    detail: str
    """What was done, below the name."""

    look: str
    """Classes of the style: `first` or `second`, and `thin`."""

    runs: tuple[tuple[Point, ...], ...]
    """Points to join, of each run by x; they are not joined from run to run."""


class Panel(NamedTuple):
    """One diagram."""

    title: str
    unit: str
    x_title: str
    lines: tuple[Line, ...]
    y_text: Callable[[float], str]


class Scale(NamedTuple):
    """From figures to pixels, by logarithms."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Return where *value* is."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> list[float]:
        """Return round figures within the scale: powers of ten, and others if these are few."""
        tens = self._steps(1)
        return tens if len(tens) >= FEW else self._steps(1, 2, 5)

    def _steps(self, *steps: int) -> list[float]:
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        found = (step * 10.0**decade for decade in decades for step in steps)
        return [value for value in found if self.low <= value <= self.high]


def draw(title: str, description: str, panels: Sequence[Panel], note: str = "") -> str:
    """Return an SVG of *panels* side by side; *note* stands below them."""
    width = WIDTH / len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f"<style>\n{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
    ]
    for number, panel in enumerate(panels):
        parts += _panel(panel, number * width, (number + 1) * width)
    if note:
        parts.append(_text(LEFT, HEIGHT - 16, note, "quiet"))
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, left: float, right: float) -> list[str]:
    points = [point for line in panel.lines for run in line.runs for point in run]
    x = _scale_of((p.x for p in points), left + LEFT, right - RIGHT)
    y = _scale_of((p.y for p in points), HEIGHT - BOTTOM, TOP)
    parts = [
        _text(left + LEFT, 36, panel.title, "title"),
        _text(left + LEFT, 57, panel.unit, "quiet"),
        *_axes(panel, x, y),
    ]
    for line in panel.lines:
        parts += _line(line, x, y)
    return parts + _labels(panel.lines, x, y)


def _scale_of(values: Iterable[float], begin: float, end: float) -> Scale:
    """Return a scale with some room around *values*."""
    found = sorted(values)
    room = max(1.25, (found[-1] / found[0]) ** 0.06)
    return Scale(found[0] / room, found[-1] * room, begin, end)


def _axes(panel: Panel, x: Scale, y: Scale) -> list[str]:
    parts = []
    for value in y.ticks():
        place = y.at(value)
        parts += [
            f'<path class="grid" d="M{x.begin:.1f} {place:.1f}H{x.end:.1f}"/>',
            _text(x.begin - 10, place + 4.5, panel.y_text(value), "quiet", "end"),
        ]
    parts.append(f'<path class="axis" d="M{x.begin:.1f} {y.begin:.1f}H{x.end:.1f}"/>')
    for value in x.ticks():
        place = x.at(value)
        parts += [
            f'<path class="axis" d="M{place:.1f} {y.begin:.1f}v5"/>',
            _text(place, y.begin + 20, _count_text(value), "quiet", "middle"),
        ]
    middle = (x.begin + x.end) / 2
    return [*parts, _text(middle, y.begin + 39, panel.x_title, "quiet", "middle")]


def _count_text(value: float) -> str:
    return f"{value / 1e6:g} million" if value >= 1e6 else f"{value:,.0f}"


def _line(line: Line, x: Scale, y: Scale) -> list[str]:
    parts = [f'<g class="{line.look}">']
    for run in line.runs:
        for before, after in pairwise(run):
            apart = " apart" if before.apart or after.apart else ""
            ends = [f"{x.at(point.x):.1f} {y.at(point.y):.1f}" for point in (before, after)]
            parts.append(f'<path class="line{apart}" d="M{ends[0]}L{ends[1]}"/>')
        parts += [_mark(point, x, y, is_round="first" in line.look) for point in run]
    return [*parts, "</g>"]


def _mark(point: Point, x: Scale, y: Scale, *, is_round: bool) -> str:
    name = "point hollow" if point.apart else "point"
    across, down = x.at(point.x), y.at(point.y)
    if is_round:
        return f'<circle class="{name}" cx="{across:.1f}" cy="{down:.1f}" r="{RADIUS:g}"/>'
    side = RADIUS * 1.8
    return (
        f'<rect class="{name}" x="{across - side / 2:.1f}" y="{down - side / 2:.1f}"'
        f' width="{side:g}" height="{side:g}"/>'
    )


def _labels(lines: Sequence[Line], x: Scale, y: Scale) -> list[str]:
    """Return a label at the end of each line: right of the panel, or above if it ends earlier."""
    furthest = max(point.x for line in lines for run in line.runs for point in run)
    parts, beside = [], []
    for line in lines:
        last = max((point for run in line.runs for point in run), key=lambda point: point.x)
        if last.x == furthest:
            beside.append((y.at(last.y), line))
        else:
            parts.append(_label(line, x.at(last.x) + 6, y.at(last.y) - 28, "end"))
    places = spread([place for place, _ in beside], LABEL_HEIGHT, HEIGHT - BOTTOM)
    for place, (_, line) in zip(places, beside, strict=True):
        parts.append(_label(line, x.at(furthest) + 12, place - 1, "start"))
    return parts


def spread(places: Sequence[float], height: float, bottom: float) -> list[float]:
    """Return *places* moved apart to a distance of *height*, in their order, above *bottom*."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + height)
    # What was pushed out below pushes the others up again.
    limit = bottom
    for index in reversed(order):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - height
    return moved


def _label(line: Line, x: float, y: float, anchor: str) -> str:
    return (
        f'<g class="label {line.look}">'
        f"{_text(x, y, line.name, 'name', anchor)}"
        f"{_text(x, y + 15, line.detail, 'quiet', anchor)}</g>"
    )


def _text(x: float, y: float, text: str, look: str, anchor: str = "start") -> str:
    at = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text class="{look}" {at} text-anchor="{anchor}">{escape(text)}</text>'
