"""Sitemaps: every page that search engines may list, once; translations; news."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from pages.published import (
    IMAGE,
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

from backfile.pages import sitemap, sitemap_lists

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
        if not document.endswith(("/news.xml", "-news.xml")):
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
    monkeypatch.setattr(sitemap_lists, "ADDRESSES_A_FILE", 3)
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


def test_news_by_language(gazette_news: Path) -> None:
    """Each language has a file of its own beside that of all, and the index names them."""
    build(gazette_news, now=datetime.fromisoformat("2025-08-31T10:00:00+03:00"))
    published = published_in(gazette_news)
    found = {
        tag: {title.text for title in published.xml(f"/sitemaps/{name}.xml").iter(f"{NEWS}title")}
        for tag, name in {"uk": "uk-news", "en": "en-news", "ru": "ru-news"}.items()
    }
    assert found == {"uk": {"За кордоном"}, "en": set(), "ru": set()}
    named = {document.rpartition("/")[2] for document in _documents(published)}
    assert {"news.xml", "uk-news.xml", "en-news.xml", "ru-news.xml"} <= named


def test_news_of_all_languages_are_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever language they are in, newest first, and no more than the limit."""
    monkeypatch.setattr(sitemap, "_NEWS_LIMIT", 3)
    files: dict[str, str | bytes] = {
        f"content/articles/{n}.{tag}.md": article(title=f"{tag} {n}", date=f"2025-09-01T{n:02}:00")
        for tag, numbers in (("uk", (1, 2)), ("en", (3, 4, 5)))
        for n in numbers
    }
    files["content/articles/gone.en.md"] = article(
        title="gone", date="2025-09-01T06:00", expires="2025-09-01T07:00"
    )
    published = publish(tmp_path, files)
    for name, titles in {"news": "en 5, en 4, en 3", "uk-news": "uk 2, uk 1"}.items():
        root = published.xml(f"/sitemaps/{name}.xml")
        assert [title.text for title in root.iter(f"{NEWS}title")] == titles.split(", ")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("uk", "uk"), ("pt-BR", "pt"), ("zh", "zh-cn"), ("zh-Hant-HK", "zh-tw"), ("zh-TW", "zh-tw")],
)
def test_languages_of_news(tag: str, language: str) -> None:
    """ISO 639, and for Chinese the two that search engines know."""
    assert sitemap.news_language(tag) == language


def test_lead_photos_are_in_sitemaps(gazette: Published) -> None:
    """An article's own one, published here."""
    found = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{IMAGE}image/{IMAGE}loc")
        for url in gazette.xml("/sitemaps/uk-articles.xml").iter(f"{SITEMAP}url")
    }
    photo = found["https://horizon.example/ua/misto/2023/11/pershyi-mist/"]
    assert photo is not None
    assert photo.startswith("https://horizon.example/assets/lead-40.")
    assert gazette.has(photo)
    assert found["https://horizon.example/ua/misto/2024/01/druhyi-mist/"] is None


def test_photos_on_other_hosts_are_not_in_sitemaps(tmp_path: Path) -> None:
    """What is linked is another site's to announce."""
    photo = {"src": "https://photos.example/x.jpg"}
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(title="A", date="2025-01-01", photo=photo)
    }
    assert "image:loc" not in publish(tmp_path, files).text("/sitemaps/uk-articles.xml")


def test_numbered_pages_of_long_lists_have_sealed_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full blocks lie apart and never change; no address is lost or named twice."""
    monkeypatch.setattr(sitemap_lists, "BLOCK", 3)
    files: dict[str, str | bytes] = {
        f"content/articles/{n:02}.uk.md": article(
            title=f"Стаття {n}", date=f"2025-01-{n + 1:02}", tags=["часте"]
        )
        for n in range(9)
    }
    before = publish(tmp_path, dict(list(files.items())[:-1]), page_size="1")
    published = publish(tmp_path, files, page_size="1")
    blocks = [url for url in _documents(before) if re.search(r"uk-(front|tags-\w{16}|month-)", url)]
    assert len(blocks) == 3 * 2
    for block in blocks:
        assert published.text(block) == before.text(block)
        assert [loc.text or "" for loc in published.xml(block).iter(f"{SITEMAP}loc")] == [
            f"https://horizon.example/ua/{_list_of(published, block)}page/{number}/"
            for number in range(int(block[-5]) * 3 - 2, int(block[-5]) * 3 + 1)
        ]
    assert len(published.xml("/sitemaps/uk-month.xml")) == 1 + 8 % 3
    test_every_indexable_page_is_in_exactly_one_sitemap(published)


def _list_of(published: Published, block: str) -> str:
    """Return the path of the list that a block belongs to."""
    first = next(published.xml(block).iter(f"{SITEMAP}loc")).text or ""
    return first.partition("/ua/")[2].partition("page/")[0]


def test_a_taxonomy_called_news_has_its_sitemap(tmp_path: Path) -> None:
    """It does not take the name of the news sitemap."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(title="A", date="2025-01-01", news=["one"])
    }
    published = publish(tmp_path, files, taxonomies="[news]")
    assert "/ua/news/one/" in published.text("/sitemaps/uk-news-terms.xml")
    test_every_indexable_page_is_in_exactly_one_sitemap(published)
