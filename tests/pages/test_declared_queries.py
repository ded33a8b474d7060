"""Queries that a theme declares: what they find, and which pages see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import gazette
from pages.published import Published, publish, values

if TYPE_CHECKING:
    from pathlib import Path

THEME: dict[str, str | bytes] = {
    "themes/wide/theme.yaml": """\
queries:
  sections: {limit: 2}
  latest: {on: [front, article, term, month, page, terms, archive, not-found], of: front, limit: 3}
  one: {on: [front], of: "sections:City", limit: 1}
  tags: {on: [terms], of: tags, terms: 2}
  authors: {on: archive, of: authors, limit: 1}
  missing: {on: [front], of: rubrics}
  nobody: {on: [front], of: "sections:none"}
""",
    "themes/wide/templates/base.html": """\
{% extends "super/base.html" %}
{% block head %}
{% for name, found in page.head.queries|dictsort %}
{% for s in found %}
<meta name="{{ name }}" content="{{ s.label }} {{ s.url }} {{ s.count }}
 {%- for card in s.cards %}; {{ card.title }}{% endfor %}">
{% else %}
<meta name="{{ name }}" content="nothing">
{% endfor %}
{% endfor %}
{% endblock %}
""",
}


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the Gazette with a theme that shows everything its queries find."""
    overrides = {**gazette.OVERRIDES, "theme": "wide"}
    folder: Path = tmp_path_factory.mktemp("wide")
    return publish(folder, {**gazette.FILES, **THEME}, **overrides)


def found(site: Published, url: str, name: str) -> list[str]:
    """Return what a query found for one page, a line for each list."""
    return values(site.html(url), f'meta[name="{name}"]', "content")


def test_a_taxonomy_gives_a_list_for_each_term(wide: Published) -> None:
    """Each section with its label, address, size and newest articles, in index order."""
    assert found(wide, "/ua/", "sections") == [
        "Місто /ua/misto/ 3; Виправлена; Другий міст",
        "Промисловість /ua/promyslovist/ 2; За кордоном; Сталь і люди",
    ]


def test_lists_hold_what_their_pages_hold(wide: Published) -> None:
    """Fallbacks count and stand where lists have them; a term without own articles is left out."""
    assert found(wide, "/ru/", "sections") == ["Город /ru/gorod/ 4; Исправленная; Огни гавани"]


def test_the_newest_of_a_language(wide: Published) -> None:
    """`front` gives one list: the newest articles of the page's language."""
    latest = ["Вісник /ua/ 5; За кордоном; Виправлена; Сталь і люди"]
    for url in ("/ua/", "/ua/misto/", "/ua/archive/", "/ua/archive/2024/", "/ua/archive/2024/03/",
                "/ua/about/", "/ua/tags/", "/404.html"):  # fmt: skip
        assert found(wide, url, "latest") == latest, url
    assert found(wide, "/en/city/2024/02/harbour-lights/", "latest") == [
        "Gazette /en/ 4; Of a draft; Harbour lights; The second bridge"
    ]


def test_one_term(wide: Published) -> None:
    """`sections:KEY` gives that section alone, the key being compared as terms are."""
    assert found(wide, "/ua/", "one") == ["Місто /ua/misto/ 3; Виправлена"]


def test_at_most_so_many_terms(wide: Published) -> None:
    """With `terms`, those with the most articles are left, in index order."""
    assert [line.split()[0] for line in found(wide, "/ua/tags/", "tags")] == ["Мости", "Сталь"]
    assert len(found(wide, "/en/tags/", "tags")) == 2
    assert len(found(wide, "/ua/archive/", "authors")) == 3


def test_what_does_not_exist_gives_nothing(wide: Published) -> None:
    """A taxonomy that the site has not, or a term that nobody uses, is an empty result."""
    assert found(wide, "/ua/", "missing") == found(wide, "/ua/", "nobody") == ["nothing"]


def test_only_the_kinds_named_see_it(wide: Published) -> None:
    """Other kinds of pages have no such query, and numbered pages, being sealed, have none."""
    assert found(wide, "/ua/misto/", "sections") == []
    assert found(wide, "/ua/", "tags") == []
    for name in ("sections", "latest", "one"):
        assert found(wide, "/ua/page/1/", name) == []
