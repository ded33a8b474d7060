"""`queries` in theme.yaml: what a theme may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from theme.press import site_at

from backfile.model import Query
from backfile.theme.chain import Theme, load_theme
from backfile.theme.queries import query_problems

if TYPE_CHECKING:
    from theme.press import Themes


def test_query_of_the_built_in_theme(built_in: Theme) -> None:
    """A front page shows the newest of each section."""
    [query] = built_in.queries
    assert (query.name, query.on, query.of, query.limit) == ("sections", ("front",), "sections", 16)


def test_queries_are_merged_by_name_and_key(themes: Themes) -> None:
    """A theme adds queries, changes keys of those below, and takes them away."""
    themes.write({"b/theme.yaml": "queries: {latest: {on: article, of: front, terms: 3}}\n"})
    themes.write({"a/theme.yaml": "extends: b\nqueries: {latest: {limit: 9}, sections: ~}\n"})
    place = ("themes/b/theme.yaml", 1, 37)
    assert themes.load("a").queries == (Query("latest", ("article",), "front", 9, 3, place),)
    assert [query.name for query in themes.load("b").queries] == ["latest", "sections"]


def test_everything_wrong_is_told_at_its_place(themes: Themes) -> None:
    """Each slip is reported, all at once, and says what would be right."""
    themes.write(
        {
            "a/theme.yaml": "queries:\n"
            "  sectons: ~\n"
            "  items: {on: front, of: front}\n"
            "  No: {on: front, of: front}\n"
            "  a: {on: [frnt, feed], of: 'Sections', limit: 0, terms: 51, sort: x}\n"
            "  b: {}\n"
            "  c: {on: front, of: 'front:x'}\n"
            "  d: sections\n"
        }
    )
    found = load_theme(themes.folder, "a")[1]
    kinds = "front, article, page, term, month, terms, archive, not-found"
    of = "write front, a taxonomy such as sections, or one term: `sections:KEY`"
    assert [str(problem).removeprefix("themes/a/theme.yaml:") for problem in sorted(found)] == [
        "2:3: no theme below has `queries.sectons`; did you mean `sections`?",
        "3:10: `queries.items` has a name of Jinja's own; choose another one",
        "4:3: `queries.No` is no name; use a-z, 0-9, `-` and `_`",
        "5:12: an entry of `queries.a.on` is `frnt`; did you mean `front`?",
        f"5:18: an entry of `queries.a.on` is `feed`; write one of {kinds}",
        f"5:29: `queries.a.of` is `Sections`; {of}",
        "5:48: `queries.a.limit` is 0; write a whole number, from 1 to 50",
        "5:58: `queries.a.terms` is 51; write a whole number, from 1 to 50",
        "5:62: unknown key `queries.a.sort`; known keys are on, of, limit, terms",
        "6:6: `queries.b.of` is missing; add `of: …`",
        "6:6: `queries.b.on` is missing; add `on: …`",
        f"7:22: `queries.c.of` is `front:x`; {of}",
        "8:6: `queries.d` is `sections`; write a mapping with on, of, limit, terms",
    ]


def test_a_slip_in_a_taxonomy_is_a_warning(themes: Themes) -> None:
    """Of a taxonomy that the site nearly has; another site may have it, and none is no mistake."""
    themes.write({"a/theme.yaml": "queries: {x: {on: front, of: section}}\n"})
    themes.write({"b/theme.yaml": "queries: {x: {on: front, of: places}}\n"})
    [problem] = query_problems(themes.load("a").queries, site_at())
    assert problem.severity == "warning"
    assert str(problem) == (
        "themes/a/theme.yaml:1:30: the site has no taxonomy `section`; did you mean `sections`?"
    )
    assert query_problems(themes.load("b").queries, site_at()) == []
