"""Sitemaps: every page that search engines may list, once; translations; news."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from pages.published import (
    NEWS,
    SITEMAP,
    XHTML,
    Published,
    article,
    hreflang_of,
    one,
    publish,
    published_in,
)
from support import build, site_from

from backfile.pages import sitemap

if TYPE_CHECKING:
    from pathlib import Path

Entries = dict[str, dict[str, str]]


def _documents(published: Published) -> list[str]:
    index = published.xml(f"{published.base}/sitemap.xml")
    return [loc.text or "" for loc in index.iter(f"{SITEMAP}loc")]


def _entries(published: Published) -> Entries:
    """Return address -> hreflang links of every sitemap but the one of news; each address once."""
    found: Entries = {}
    for document in _documents(published):
        if not document.endswith("/news.xml"):
            for url in published.xml(document).iter(f"{SITEMAP}url"):
                address = url.findtext(f"{SITEMAP}loc") or ""
                assert address not in found, address
                links = url.findall(f"{XHTML}link")
                found[address] = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
    return found


@pytest.fixture(params=["gazette", "rooted"])
def published(request: pytest.FixtureRequest) -> Published:
    """The Gazette, and the same below a path with a language at the root."""
    found: Published = request.getfixturevalue(request.param)
    return found


def test_every_indexable_page_is_in_exactly_one_sitemap(published: Published) -> None:
    """Every HTML page that does not ask to be left out, and nothing else."""
    indexable = set()
    for _, tree in published.pages():
        if "noindex" not in (one(tree, "meta[name=robots]").attributes["content"] or ""):
            indexable.add(one(tree, "link[rel=canonical]").attributes["href"])
    assert set(_entries(published)) == indexable


def test_translations_in_sitemaps_are_those_of_the_page(published: Published) -> None:
    """The same hreflang links, x-default and versions published elsewhere included."""
    for address, links in _entries(published).items():
        assert links == hreflang_of(published.html(address)), address


def test_translations_are_mutual(published: Published) -> None:
    """Whatever a page names as its translation names it in turn, with the same set."""
    entries = _entries(published)
    for address, links in entries.items():
        if links:
            assert address in links.values()
        for target in links.values():
            if target.startswith(published.origin):
                assert address in entries[target].values(), (address, target)
                assert entries[target] == links


def test_last_change_is_the_articles_own(gazette: Published) -> None:
    """`updated`, else the date; pages without a known date have none."""
    found = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod")
        for url in gazette.xml("/sitemaps/uk-articles.xml").iter(f"{SITEMAP}url")
    }
    start = "https://horizon.example/ua/"
    assert found[f"{start}misto/2024/03/vypravlena/"] == "2024-03-05T00:00:00+02:00"
    assert found[f"{start}misto/2024/01/druhyi-mist/"] == "2024-01-10T00:00:00+02:00"


def test_fallbacks_are_not_in_sitemaps_of_their_stand_in(gazette: Published) -> None:
    """A Russian sitemap holds Russian addresses only."""
    root = gazette.xml("/sitemaps/ru-articles.xml")
    addresses = [loc.text or "" for loc in root.iter(f"{SITEMAP}loc")]
    assert len(addresses) == 3
    assert all(address.startswith("https://horizon.example/ru/") for address in addresses)


def test_sitemaps_are_split_and_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are cut like lists are, so that all but the newest two files stay as they were."""
    monkeypatch.setattr(sitemap, "SIZE", 4)
    monkeypatch.setattr(sitemap, "WINDOW", -4)
    monkeypatch.setattr(sitemap, "_LISTS_A_FILE", 3)
    files: dict[str, str | bytes] = {
        f"content/articles/{n:02}.uk.md": article(
            title=f"Стаття {n}", date=f"2025-01-{n + 1:02}", tags=[f"тег {n}"]
        )
        for n in range(21)
    }
    site_from(tmp_path, dict(list(files.items())[:-1]))
    build(tmp_path)
    before = published_in(tmp_path)
    published = publish(tmp_path, files)
    names = [f"https://horizon.example/sitemaps/uk-articles-{n}.xml" for n in (1, 2, 3, 4)]
    assert set(names) <= set(_documents(published))
    assert not published.has("/sitemaps/uk-articles-5.xml")
    for name in names:
        assert published.text(name) == before.text(name)
        assert len(published.xml(name)) == 4
    assert len(published.xml("/sitemaps/uk-articles.xml")) == 5
    assert sum("/uk-tags-" in document for document in _documents(published)) > 1
    test_every_indexable_page_is_in_exactly_one_sitemap(published)


@pytest.mark.parametrize(
    ("now", "titles"),
    [
        ("2025-08-31T10:00:00+03:00", {"За кордоном"}),
        ("2025-09-02T08:59:00+03:00", {"Потім", "За кордоном"}),
        ("2025-09-02T09:01:00+03:00", {"Потім"}),
        ("2025-09-05T00:00:00+03:00", set()),
    ],
)
def test_news_are_the_last_two_days(gazette_news: Path, now: str, titles: set[str]) -> None:
    """By `--now` alone, whichever build came before."""
    build(gazette_news, now=datetime.fromisoformat(now))
    root = published_in(gazette_news).xml("/sitemaps/news.xml")
    found = {title.text for title in root.iter(f"{NEWS}title")}
    assert found == titles
    for url in root.iter(f"{SITEMAP}url"):
        assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}name") == "Вісник"
        assert url.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "uk"
        date = url.findtext(f"{NEWS}news/{NEWS}publication_date") or ""
        assert datetime.fromisoformat(date).tzinfo


@pytest.fixture(scope="module")
def gazette_news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a Gazette that may be built at any time."""
    from pages import gazette  # a fixture has that name

    return site_from(tmp_path_factory.mktemp("news"), gazette.FILES, **gazette.OVERRIDES)
