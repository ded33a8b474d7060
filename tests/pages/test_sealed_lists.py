"""
Sealed lists: which numbered pages there are, what they hold, and that they stay.

The expected pages come from SPEC's arithmetic, written here a second time in the
plainest way: cut the articles, oldest first, into pages of p.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages.published import Published, article, cards_of, one, publish, published_in, values
from support import build, site_from, tree_of

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = {"languages": "{en: {label: EN}}", "default_language": "en", "title": "Horizon"}


def _articles(numbers: range) -> dict[str, str | bytes]:
    return {
        f"content/articles/{n:03}.en.md": article(
            title=f"Number {n}", date=f"2025-01-{n // 24 + 1:02}T{n % 24:02}:00:00", tags=["all"]
        )
        for n in numbers
    }


def _expected(n: int, p: int) -> tuple[list[list[int]], list[int]]:
    """Return the numbered pages, the oldest first, and what the list's own address shows."""
    count = max(0, n // p - 1)
    numbered = [list(range(i * p, (i + 1) * p)) for i in range(count)]
    return numbered, list(range(count * p, n))


def _shown(published: Published, url: str) -> list[int]:
    return [int(title.split()[1]) for title in cards_of(published.html(url))]


@pytest.mark.parametrize("p", [1, 2, 3])
def test_which_pages_there_are_and_what_they_hold(tmp_path: Path, p: int) -> None:
    """From no article to 4p + 1: front page, tag and month, each cut from the oldest end."""
    site_from(tmp_path, {}, page_size=str(p), **ENGLISH)
    for n in range(4 * p + 2):
        site_from(tmp_path, _articles(range(n)), page_size=str(p), **ENGLISH)
        build(tmp_path)
        published = published_in(tmp_path)
        for url in ("/en/", "/en/tags/all/", "/en/archive/2025/01/") if n else ("/en/",):
            _check_list(published, url, n, p)


def _check_list(published: Published, url: str, n: int, p: int) -> None:
    numbered, rest = _expected(n, p)
    newest = len(numbered)
    assert _shown(published, url) == rest[::-1]
    assert n < 2 * p or p <= len(rest) <= 2 * p - 1 or p == 1
    last = f"{url}page/{newest}/"
    assert values(published.html(url), "nav.pager a", "href") == ([last] if newest else [])
    for number, held in enumerate(numbered, 1):
        here = f"{url}page/{number}/"
        assert _shown(published, here) == held[::-1]
        newer = f"{url}page/{number + 1}/" if number < newest else url
        older = [f"{url}page/{number - 1}/"] if number > 1 else []
        assert values(published.html(here), "nav.pager a", "href") == [newer, *older]
    assert not published.has(f"{url}page/{newest + 1}/")
    assert not published.has(f"{url}page/0/")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(p=st.integers(1, 4), steps=st.lists(st.integers(1, 7), min_size=2, max_size=4))
def test_numbered_pages_never_change(
    tmp_path_factory: pytest.TempPathFactory, p: int, steps: list[int]
) -> None:
    """However many articles follow, a numbered page keeps its bytes, bar the newest's one link."""
    folder = tmp_path_factory.mktemp("sealed")
    site_from(folder, {}, page_size=str(p), **ENGLISH)
    before: dict[str, bytes] = {}
    n = 0
    for step in steps:
        site_from(folder, _articles(range(n, n + step)), page_size=str(p), **ENGLISH)
        n += step
        build(folder)
        now = {
            path: data
            for path, data in tree_of(folder / "public").items()
            if path.startswith(("en/page/", "en/tags/all/page/"))
        }
        assert before.keys() <= now.keys()
        for path, data in before.items():
            lines = zip(data.splitlines(), now[path].splitlines(), strict=True)
            changed = [(old, new) for old, new in lines if old != new]
            # The link stands in the head as well, for those that do not read the page.
            assert len(changed) in {0, 2}, path
            for (old, _), sign in zip(changed, (b'rel="prev"', b'class="newer"'), strict=False):
                assert sign in old, path
                assert b"/page/" not in old, path
        before = now


def test_numbered_pages_never_say_how_many_there_are(tmp_path: Path) -> None:
    """Neither the number of pages nor of articles; the list's own address may."""
    files = _articles(range(17))
    published = publish(tmp_path, files, page_size="4", **ENGLISH)
    assert "17" in one(published.html("/en/tags/all/"), "main").text()
    page = one(published.html("/en/tags/all/page/1/"), "main").text()
    assert "17" not in page
    assert "of 3" not in page


def test_fallbacks_count_as_members_of_html_lists(gazette: Published) -> None:
    """A Russian list is as long as the stories that Russian readers are shown."""
    shown = cards_of(gazette.html("/ru/")) + cards_of(gazette.html("/ru/page/1/"))
    shown += cards_of(gazette.html("/ru/page/2/")) if gazette.has("/ru/page/2/") else []
    assert sorted(shown) == sorted(
        ["За кордоном", "Исправленная", "Огни гавани", "Сталь і люди", "Второй мост", "Перший міст"]
    )


def test_an_empty_front_page_is_published(tmp_path: Path) -> None:
    """A site without an article has its front pages, feeds and archive, and says so."""
    published = publish(tmp_path, {})
    for url in ("/ua/", "/en/", "/ru/archive/", "/en/tags/"):
        assert published.has(url)
    assert published.json("/en/feed.json")["items"] == []
