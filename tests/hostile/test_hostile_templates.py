"""Templates that fail: named by file, line and page, and nothing of the build is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import build, site_from, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 300
THEME = {"themes/mine/theme.yaml": "extends: default\n"}
HEADLINE = "themes/mine/templates/article.html"


def template(*lines: str) -> str:
    """Return an article template whose headline is *lines*, from line 3 on."""
    body = "\n".join(lines)
    head = '{% extends "super/article.html" %}\n{% block headline %}\n'
    return f"{head}{body}\n{{% endblock %}}\n"


def articles(odd: int) -> dict[str, str]:
    """Return many articles, of which one has something more to say."""
    extra = {odd: "extra: {mood: odd}\n"}
    return {
        f"content/articles/{n:03}.uk.md": f"---\ntitle: A\nslug: s{n}\ndate: 2025-01-01\n"
        f"{extra.get(n, '')}---\nText.\n"
        for n in range(COUNT)
    }


def printed_by(site: Path) -> list[str]:
    """Build a site that must fail, and return its problems as printed."""
    with pytest.raises(SiteError) as failed:
        build(site)
    return str(failed.value).splitlines()


def test_one_page_in_many_stops_the_build(tmp_path: Path) -> None:
    """The error names template, line and page; what was published before stays as it was."""
    site = site_from(tmp_path, {**THEME, **articles(odd=217)}, theme="mine")
    build(site)
    before = tree_of(site / "public")
    mood = "{% if page.article.extra %}{{ page.article.extra.mood.x.y }}{% endif %}"
    site_from(site, {HEADLINE: template("<h1>{{ page.article.title }}</h1>", mood)}, theme="mine")
    expected = [
        "themes/mine/templates/article.html:4: a text has no `x`"
        " (while rendering ua/2025/01/s217/index.html)"
    ]
    assert printed_by(site) == expected
    assert tree_of(site / "public") == before
    assert printed_by(site) == expected
    site_from(site, {HEADLINE: template("<h1>Mended {{ page.article.title }}</h1>")}, theme="mine")
    build(site)
    assert b"<h1>Mended A</h1>" in tree_of(site / "public")["ua/2025/01/s217/index.html"]


def test_a_template_that_always_fails_is_told_once(tmp_path: Path) -> None:
    """Hundreds of pages with one fault are one line, with the first page and their number."""
    files = {**THEME, **articles(odd=0), HEADLINE: template("{{ page.nope }}")}
    site = site_from(tmp_path, files, theme="mine")
    (line,) = printed_by(site)
    assert line == (
        "themes/mine/templates/article.html:3: `ArticlePage` has no `nope`;"
        " it has head, article, previous, next, related, series, bylines, original"
        f" (while rendering ua/2025/01/s0/index.html and {COUNT - 1} more)"
    )
    assert tree_of(site / "public") == {}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("{{ page.article.title[99].x }}", "has no"),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ("{{ page.article.title + 1 }}", "TypeError: "),
        ("{{ unknown }}", "`unknown` is not defined"),
        ("{% include 'nothing.html' %}", "the theme has no template `nothing.html`"),
        ("{{ page.article.title|nope }}", "No filter named 'nope'"),
        ("{% for %}", "Expected an expression"),
        ("{{ ''.__class__.__mro__[9] }}", "has no"),
    ],
)
def test_whatever_a_template_does_is_one_line(tmp_path: Path, code: str, message: str) -> None:
    """No exception of a template escapes; each is a line with its place."""
    files = {**THEME, **dict(list(articles(odd=0).items())[:1]), HEADLINE: template(code)}
    (line,) = printed_by(site_from(tmp_path, files, theme="mine"))
    assert line.startswith("themes/mine/templates/article.html:3: ")
    assert message in line
    assert line.endswith(" (while rendering ua/2025/01/s0/index.html)")


def test_templates_that_call_themselves_end(tmp_path: Path) -> None:
    """A template that includes itself is an error, not a crash of the program."""
    files = {**THEME, **dict(list(articles(odd=0).items())[:1])}
    files[HEADLINE] = "a\n{% include 'article.html' %}"
    (line,) = printed_by(site_from(tmp_path, files, theme="mine"))
    assert line.startswith("themes/mine/templates/article.html:2: templates extend or include")


def test_with_several_processes_the_lines_are_the_same(tmp_path: Path) -> None:
    """Failures come back from workers as they are found in one process."""
    files = {**THEME, **articles(odd=7), HEADLINE: template("{{ page.article.extra.mood.x }}")}
    site = site_from(tmp_path, files, theme="mine")
    alone = printed_by(site)
    with pytest.raises(SiteError) as failed:
        build(site, jobs=3, clean=True)
    assert str(failed.value).splitlines() == alone
    assert len(alone) == 2
