"""Front matter that was written to exhaust or to surprise a reader of YAML."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from support import build, site_from, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

PATH = "content/articles/a.uk.md"
GOOD = "---\ntitle: Good\ndate: 2025-01-02\n---\n"
PLACE = re.compile(rf"{re.escape(PATH)}:\d+:\d+: .+")


def article(*lines: str) -> str:
    """Return an article with *lines* in its front matter."""
    return "\n".join(["---", "title: A", "date: 2025-01-01", *lines, "---", "Text.", ""])


def bomb(levels: int) -> list[str]:
    """Return lines of aliases that stand for 9 to the power of *levels* words."""
    first = "  a0: &a0 [word, word]"
    return [
        "extra:",
        first,
        *(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)),
    ]


HOSTILE = {
    "aliases of aliases": bomb(30),
    "alias of itself": ["extra: &x [*x]"],
    "10,000 brackets": ["extra: " + "[" * 10_000],
    "10,000 braces": ["extra: " + "{a: " * 10_000],
    "10,000 levels of a list": ["extra:", "  " + "- " * 10_000 + "x"],
    "50,000 aliases": ["extra: [" + ", ".join(["*x"] * 50_000) + "]"],
    "a million digits": ["extra: {number: " + "9" * 1_000_000 + "}"],
    "20,000 keys given twice": ["extra: {" + "a: 1, " * 20_000 + "}"],
    "a key of 100,000 letters": ["? " + "k" * 100_000, ": x", "[a: b]"],
    "an open quote": ['summary: "' + "word " * 100_000],
    "an object": ["extra: {a: !!python/object/apply:os.system [ls]}"],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bomb_is_an_error_with_its_place_at_once(tmp_path: Path, name: str) -> None:
    """Each is told within a second, by file, line and column, in few lines; nothing crashes."""
    site = site_from(tmp_path, {PATH: article(*HOSTILE[name]), "content/articles/b.uk.md": GOOD})
    begin = time.process_time()
    with pytest.raises(SiteError) as failed:
        build(site)
    assert time.process_time() - begin < 1.5
    lines = str(failed.value).splitlines()
    assert 1 <= len(lines) <= 25
    assert all(PLACE.fullmatch(line) for line in lines)
    assert max(map(len, lines)) < 400


def test_scalars_stay_as_written(tmp_path: Path) -> None:
    """What YAML 1.1 made booleans, octal or sexagesimal numbers of is text, on the page too."""
    lines = "lang: no\ntitle: 1:20\nslug: 012\ndate: 2025-01-01\ntags: [yes, off, 0x1F, 1.0, 1_000]"
    site = site_from(
        tmp_path,
        {"content/articles/a.md": f"---\n{lines}\nsection: 010\n---\n"},
        languages="{no: {label: NO}, uk: {}}",
        default_language="no",
        title="Horizon",
    )
    assert [problem.message for problem in build(site).problems if problem.line] == []
    tree = tree_of(site / "public")
    page = tree["no/010/2025/01/012/index.html"].decode()
    assert "<h1>1:20</h1>" in page
    assert re.findall(r'rel="tag" href="[^"]*">([^<]*)<', page) == [
        "yes", "off", "0x1F", "1.0", "1_000",
    ]  # fmt: skip


def test_a_title_that_is_a_date_or_number_is_text(tmp_path: Path) -> None:
    """Titles are headlines, whatever they look like."""
    titles = ["2024-01-02", "null and void", "1e3", "0o17", ".5", "Yes", "~x", "true"]
    files = {
        f"content/articles/{n}.uk.md": f"---\ntitle: {title}\nslug: s{n}\ndate: 2025-01-01\n---\n"
        for n, title in enumerate(titles)
    }
    site = site_from(tmp_path, files)
    build(site)
    tree = tree_of(site / "public")
    shown = [tree[f"ua/2025/01/s{n}/index.html"].decode() for n in range(len(titles))]
    assert all(f"<h1>{title}</h1>" in page for title, page in zip(titles, shown, strict=True))


def test_dates_of_all_kinds_have_one_order(tmp_path: Path) -> None:
    """A bare date is midnight in the site's time zone; offsets count; equal moments go by path."""
    dates = {
        "f": "2025-03-02",
        "e": "2025-03-01T23:30",
        "d": "2025-03-01T20:00:00Z",
        "c2": "2025-03-01 21:00",
        "c1": "2025-03-01T19:00:00Z",
        "b": "2025-03-01T12:00:00+14:00",
        "a": "2025-03-01",
    }
    files = {
        f"content/articles/{name}.uk.md": f"---\ntitle: {name}\ndate: {date}\n---\n"
        for name, date in dates.items()
    }
    site = site_from(tmp_path, files)
    build(site)
    front = tree_of(site / "public")["ua/index.html"].decode()
    shown = re.findall(r'<h2><a href="[^"]*/([^/"]+)/">', front)
    assert shown == ["f", "e", "d", "c2", "c1", "b", "a"]
