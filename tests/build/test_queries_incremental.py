"""Pages with queries of the theme: stale exactly when what the queries find has changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import support

from backfile.build.opening import Options
from backfile.build.pipeline import build as build_site
from backfile.build.report import Silence

if TYPE_CHECKING:
    from pathlib import Path

WIDE = "queries: {sections: {on: [front, article], limit: 4}}\n"
FRONT = "queries: {sections: {on: [front], limit: 4}}\n"
BASE = """\
{% extends "super/base.html" %}
{% block head %}{{ page.head.queries }}{% endblock %}
"""


class Notes(Silence):
    """A report that keeps its notes."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, line: str) -> None:
        """Keep a line."""
        self.lines.append(line)


def article(day: int, *, section: str = "news", language: str = "") -> str:
    """Return an article of one day in March."""
    shared = "" if language else f"date: 2025-03-{day:02}\nsection: {section}\n"
    return f"---\ntitle: Story {day}\n{shared}---\nWords.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a built site of 14 articles, four of them in English, whose pages show sections."""
    files: dict[str, str | bytes] = {
        f"content/articles/s{day:02}.uk.md": article(day, section="news" if day % 3 else "culture")
        for day in range(1, 15)
    }
    files |= {f"content/articles/s{d:02}.en.md": article(d, language="en") for d in range(1, 5)}
    files |= {"themes/wide/theme.yaml": WIDE, "themes/wide/templates/base.html": BASE}
    files["content/sections.yaml"] = (
        "news: {label: {uk: Новини, en: News}, slug: n}\nculture: {label: C, slug: c}\n"
    )
    folder = support.site_from(tmp_path / "site", files, page_size="3", theme="wide")
    support.build(folder)
    return folder


def changed_by(site: Path, **edits: str | None) -> set[str]:
    """Apply *edits* below content/articles/, build, compare with a clean build; return changes."""
    before = support.tree_of(site / "public")
    for name, text in edits.items():
        path = site / "content/articles" / f"{name}.uk.md"
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    return changed_since(before, site)


def changed_since(before: dict[str, bytes], site: Path) -> set[str]:
    """Build *site*, compare with a clean build of it; return which outputs differ from before."""
    support.build(site)
    after = support.tree_of(site / "public")
    fresh = site.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("public", ".backfile"))
    support.build(fresh)
    assert support.tree_of(fresh / "public") == after
    return {name for name in before | after if before.get(name) != after.get(name)}


def articles_among(names: set[str], prefix: str = "ua/") -> set[str]:
    """Return the article pages among outputs of a language."""
    return {name for name in names if name.startswith(prefix) and "/2025/03/story-" in name}


def test_a_publication_reaches_every_page_that_shows_it(site: Path) -> None:
    """A new article is on every article page of its language, on no numbered page, in no other."""
    changed = changed_by(site, s15=article(15))
    assert len(articles_among(changed)) == 15
    assert articles_among(changed, "en/") == set()
    assert "ua/index.html" in changed
    assert not {name for name in changed if "/page/1/" in name}


def test_what_no_query_shows_reaches_nobody(site: Path) -> None:
    """An old article's new headline is on no page that shows only the newest."""
    changed = changed_by(site, s02=article(2).replace("---\nWords", "summary: Other.\n---\nWords"))
    assert "ua/n/2025/03/story-14/index.html" not in changed
    assert "ua/index.html" not in changed


def test_unpublishing_and_retagging(site: Path) -> None:
    """An article that goes, or goes to another section, leaves every page that showed it."""
    assert len(articles_among(changed_by(site, s13=None))) == 14
    assert len(articles_among(changed_by(site, s14=article(14, section="culture")))) == 14
    new = article(14, section="third")
    assert "ua/third/2025/03/story-14/index.html" in changed_by(site, s14=new)


def test_a_section_is_called_something_else(site: Path) -> None:
    """A new label reaches the pages of its language, and those of the other keep theirs."""
    before = support.tree_of(site / "public")
    records = "news: {label: {uk: Новини дня, en: News}, slug: n}\nculture: {label: C, slug: c}\n"
    (site / "content/sections.yaml").write_text(records, encoding="utf-8")
    changed = changed_since(before, site)
    assert len(articles_among(changed)) == 14
    assert articles_among(changed, "en/") == set()


def test_a_query_that_comes_goes_and_changes(site: Path) -> None:
    """What theme.yaml says of queries reaches the pages that see them, or saw them."""
    theme = site / "themes/wide/theme.yaml"
    for text in (FRONT, WIDE, "queries: {sections: ~}\n", "queries: {sections: {limit: 1}}\n"):
        before = support.tree_of(site / "public")
        theme.write_text(text, encoding="utf-8")
        changed = changed_since(before, site)
        assert (len(articles_among(changed)) == 14) == (text != "queries: {sections: {limit: 1}}\n")
        assert not {name for name in changed if "/page/1/" in name}


def test_the_price_is_said_once(site: Path) -> None:
    """Who puts a query on every article is told what that costs, when it is new and not again."""

    def notes() -> list[str]:
        report = Notes()
        build_site(Options(site_folder=site, now=support.NOW, jobs=1), report)
        return report.lines

    theme = site / "themes/wide/theme.yaml"
    assert notes() == []
    theme.write_text(FRONT, encoding="utf-8")
    assert notes() == []
    theme.write_text(WIDE, encoding="utf-8")
    assert notes() == [
        "the theme's query `sections` stands on every article:"
        " each publication in sections makes all of them stale"
    ]
    assert notes() == []
