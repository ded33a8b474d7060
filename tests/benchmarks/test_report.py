"""Figures as data, tables and a plot."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from benchmarks.scripts import performance, plot, report, results

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
MIB = 2**20
PROSE = f"# Performance\n\nBefore.\n\n{performance.BEGIN}\nold\n{performance.END}\n\nAfter.\n"


def machine_of(name: str = "A processor", place: str = "tmpfs") -> Any:
    """Return a machine."""
    return results.Machine(name, 2, 8 * 2**30, "Linux 6", "3.11.7", place)


def result_of(articles: int, *, hugo: bool = True, brief: bool = False, **fields: Any) -> Any:
    """Return figures that grow with the archive; Hugo takes twice as long."""
    cold_s = articles / 1000
    steps = [
        results.Step(report.COLD, "Backfile", [cold_s, cold_s * 9, cold_s], [1.0], [100 * MIB], []),
        results.Step(report.AGAIN, "Backfile", [0.5], [0.5], [50 * MIB], [0]),
        results.Step(report.PUBLISHED, "Backfile", [0.6], [0.6], [50 * MIB], [32]),
    ]
    outputs = [results.Output("Backfile", "0.1.0", 3 * articles, 9 * MIB)]
    if hugo:
        outputs.append(results.Output("Hugo", "0.168", 3 * articles, 9 * MIB))
        steps += [
            results.Step(step, "Hugo", [cold_s * 2], [2.0], [400 * MIB], [])
            for step in (report.COLD, report.AGAIN)
        ]
    return results.Result(
        "2025-09-01", articles, articles // 3, 1, fields.pop("short", False), brief,
        fields.pop("machine", machine_of()), 0.01, outputs, steps, **fields,
    )  # fmt: skip


def test_results_survive_json(tmp_path: Path) -> None:
    """What is saved is what is loaded, the smallest archive first."""
    profile = results.Profile(3.0, [results.Stage("Markdown", 1.0, 2.0)])
    large = result_of(5000, profile=profile, floor=results.Floor(1, 2, 0.5, 3, 4, 0.25))
    small = result_of(90, hugo=False)
    results.save_result(large, tmp_path / "new" / "a.json")
    results.save_result(small, tmp_path / "new" / "b.json")
    assert results.load_results(tmp_path / "new") == [small, large]


def test_document_is_composed(tmp_path: Path) -> None:
    """The figures replace what stands between the marks, and nothing else; twice is once."""
    found = [result_of(90, brief=True), result_of(9000)]
    text = performance.compose(PROSE, found)
    assert text.startswith("# Performance\n\nBefore.\n")
    assert text.endswith(f"{performance.END}\n\nAfter.\n")
    assert "old" not in text
    assert performance.compose(text, found) == text
    assert "### 9,000 articles" in text
    assert "### 90 articles" not in text
    for number, result in enumerate(found):
        results.save_result(result, tmp_path / f"{number}.json")
    assert performance.compose(PROSE, results.load_results(tmp_path)) == text


def test_document_without_figures_says_so() -> None:
    """Before anything was measured, a sentence stands in for the figures."""
    assert performance.NO_FIGURES in performance.compose(PROSE, [])


def test_document_without_marks_is_refused() -> None:
    """Prose is never overwritten for want of a mark."""
    with pytest.raises(ValueError, match="must have the lines"):
        performance.compose("# Performance\n", [result_of(90)])


def test_tables_hold_medians_and_ratios() -> None:
    """Medians are of the rounds, a later build is a share of the first, and of Hugo's second."""
    text = report.section_of(result_of(9000))
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert ["Backfile", "9.00 s", "1.00 s", "100 MiB", "27,000", "9 MiB"] in rows
    assert ["Backfile, Hugo = 1", "0.50", "0.50", "0.25", "1.00", "1.00"] in rows
    published = [report.PUBLISHED, "0.60 s", "0.067", "0.60 s", "50 MiB", "32", "0.033"]
    assert published in rows


def test_tables_without_hugo() -> None:
    """Where Hugo was not measured, no ratio to it is shown."""
    assert "Hugo" not in report.cold_table_of(result_of(90, hugo=False))
    assert "Hugo" not in report.edits_table_of(result_of(90, hugo=False))


@pytest.mark.parametrize("hugo", [False, True])
@pytest.mark.parametrize("sizes", [(90,), (90, 900), (90, 900, 9000, 90_000)])
def test_plot_is_well_formed(sizes: tuple[int, ...], hugo: bool) -> None:
    """The plot is XML with a title and a description, and every label stands inside it."""
    found = [result_of(size, hugo=hugo) for size in sizes]
    root = ElementTree.fromstring(performance.plot_of(found))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == performance.TITLE
    assert f"{sizes[-1]:,} articles" in str(root.findtext(f"{SVG}desc"))
    for text in root.iter(f"{SVG}text"):
        assert 0 < float(text.attrib["x"]) < plot.WIDTH
        assert 0 < float(text.attrib["y"]) < plot.HEIGHT
    marks = [*root.iter(f"{SVG}circle"), *root.iter(f"{SVG}rect")]
    assert len(marks) - 1 == len(sizes) * (5 if hugo else 3)


def test_plot_joins_what_one_machine_found() -> None:
    """Figures of two machines are not joined; those under other conditions are hollow."""
    found = [
        result_of(90, hugo=False, machine=machine_of("Another")),
        result_of(900, hugo=False),
        result_of(9000, hugo=False, short=True, machine=machine_of(place="ext4")),
    ]
    root = ElementTree.fromstring(performance.plot_of(found))
    lines = [path.attrib["class"] for path in root.iter(f"{SVG}path")]
    assert [name for name in lines if name.startswith("line")] == ["line apart"] * 3
    circles = [circle.attrib["class"] for circle in root.iter(f"{SVG}circle")]
    assert circles.count("point hollow") == 3


@pytest.mark.parametrize("places", [[50.0], [50.0, 51.0, 52.0], [200.0, 5.0, 199.0, 198.0]])
def test_labels_do_not_overlap(places: list[float]) -> None:
    """Labels keep their order and their distance, and stay within the panel."""
    moved = plot.spread(places, 20, 200)
    ordered = [place for _, place in sorted(zip(places, moved, strict=True))]
    assert ordered == sorted(moved)
    assert all(after - before >= 20 - 1e-9 for before, after in pairwise(ordered))
    assert ordered[0] >= 0
    assert ordered[-1] <= 200
