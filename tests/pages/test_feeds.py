"""Feeds: Atom (RFC 4287) with archives (RFC 5005), and JSON Feed 1.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pages.published import ATOM, HISTORY, Published, article, publish, published_in
from support import build, site_from

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

ENGLISH = {"languages": "{en: {label: EN}}", "default_language": "en", "title": "Horizon"}
SIZE = 50


def _articles(first: int, end: int) -> dict[str, str | bytes]:
    return {
        f"content/articles/{n:03}.en.md": article(
            title=f"Number {n}",
            date=f"2025-01-{n // 24 + 1:02}T{n % 24:02}:00:00",
            tags=["even" if n % 2 == 0 else "odd"],
        )
        for n in range(first, end)
    }


def _link(root: Element, rel: str) -> str:
    found = [link.attrib["href"] for link in root.iter(f"{ATOM}link") if link.attrib["rel"] == rel]
    return found[0] if found else ""


def _titles(root: Element) -> list[str]:
    return [title.text or "" for title in root.findall(f"{ATOM}entry/{ATOM}title")]


def _walk(published: Published, url: str) -> list[tuple[str, Element]]:
    """Follow `prev-archive` from the subscription document to the oldest."""
    found = []
    while url:
        root = published.xml(url)
        found.append((url, root))
        url = _link(root, "prev-archive")
    return found


@pytest.mark.parametrize("n", [0, 1, 49, 50, 99, 100, 149, 150, 163])
def test_the_chain_holds_every_article_once(tmp_path: Path, n: int) -> None:
    """From the newest to the oldest; archives hold exactly 50, the feed all while under 100."""
    published = publish(tmp_path, _articles(0, n), **ENGLISH)
    chain = _walk(published, "/en/atom.xml")
    titles = [title for _, root in chain for title in _titles(root)]
    assert titles == [f"Number {i}" for i in reversed(range(n))]
    archives = chain[1:]
    assert len(archives) == max(0, n // SIZE - 1)
    for number, (url, root) in zip(range(len(archives), 0, -1), archives, strict=True):
        assert url == f"https://horizon.example/en/atom-{number}.xml"
        assert len(_titles(root)) == SIZE
        assert root.find(f"{HISTORY}archive") is not None
        assert _link(root, "current") == "https://horizon.example/en/atom.xml"
        newer = f"https://horizon.example/en/atom-{number + 1}.xml"
        assert _link(root, "next-archive") == (newer if number < len(archives) else "")
    assert chain[0][1].find(f"{HISTORY}archive") is None


def test_the_json_feed_goes_on_likewise(tmp_path: Path) -> None:
    """`next_url` leads through every article, the newest first, each once."""
    published = publish(tmp_path, _articles(0, 155), **ENGLISH)
    url, titles = "/en/feed.json", []
    while url:
        document = published.json(url)
        assert document["feed_url"].endswith(url.removeprefix(published.origin))
        titles += [item["title"] for item in document["items"]]
        url = document.get("next_url", "")
    assert titles == [f"Number {i}" for i in reversed(range(155))]


def test_archive_documents_are_sealed(tmp_path: Path) -> None:
    """New articles leave every older archive document as it was, byte for byte."""
    site_from(tmp_path, _articles(0, 150), **ENGLISH)
    build(tmp_path)
    before = published_in(tmp_path).files
    site_from(tmp_path, _articles(150, 205), **ENGLISH)
    build(tmp_path)
    after = published_in(tmp_path).files
    for name in ("en/atom-1.xml", "en/feed-1.json", "en/feed-2.json"):
        assert after[name] == before[name]
    changed = set(before["en/atom-2.xml"].splitlines()) ^ set(after["en/atom-2.xml"].splitlines())
    assert len(changed) == 1
    assert b"next-archive" in changed.pop()


def test_an_entry_keeps_its_id(tmp_path: Path) -> None:
    """A new headline, and so a new address, is not a new entry for readers' programs."""
    files = _articles(0, 1)
    before = publish(tmp_path, files, **ENGLISH).xml("/en/atom.xml")
    name = next(iter(files))
    files[name] = str(files[name]).replace("Number 0", "Corrected headline")
    after = publish(tmp_path, files, **ENGLISH).xml("/en/atom.xml")
    path = f"{ATOM}entry/{ATOM}id"
    assert before.findtext(path) == after.findtext(path)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", after.findtext(path) or "")
    assert _link(after.find(f"{ATOM}entry") or after, "alternate").endswith("/corrected-headline/")


def test_what_an_atom_entry_says(gazette: Published) -> None:
    """Address, dates with offset, authors with their pages, summary, category."""
    entries = {
        entry.findtext(f"{ATOM}title"): entry
        for entry in gazette.xml("/ua/atom.xml").iter(f"{ATOM}entry")
    }
    entry = entries["Виправлена"]
    assert entry.findtext(f"{ATOM}published") == "2024-03-02T01:30:00+02:00"
    assert entry.findtext(f"{ATOM}updated") == "2024-03-05T00:00:00+02:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Олена Ґава"
    uri = entry.findtext(f"{ATOM}author/{ATOM}uri") or ""
    assert uri == "https://horizon.example/ua/authors/olena-gava/"
    assert gazette.has(uri)
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert category.attrib["term"] == "Місто"
    assert (entry.findtext(f"{ATOM}summary") or "").startswith("Див. перший, огні")


def test_what_a_feed_says_of_itself(gazette: Published) -> None:
    """Id, title, language, its own address and the list's; one id for all its documents."""
    root = gazette.xml("/en/tags/bridges/atom.xml")
    assert root.findtext(f"{ATOM}title") == "Gazette: Bridges"
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert _link(root, "self") == "https://horizon.example/en/tags/bridges/atom.xml"
    assert root.findtext(f"{ATOM}id") == _link(root, "self")
    assert _link(root, "alternate") == "https://horizon.example/en/tags/bridges/"
    assert (root.findtext(f"{ATOM}updated") or "") == "2024-01-10T00:00:00+02:00"


def test_json_feed_is_version_1_1(gazette: Published) -> None:
    """Every key that the format asks for, with absolute addresses."""
    document: dict[str, Any] = gazette.json("/ua/feed.json")
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == "https://horizon.example/ua/"
    assert document["language"] == "uk"
    items = {item["title"]: item for item in document["items"]}
    first = items["Перший міст"]
    assert gazette.has(first["url"])
    assert gazette.has(first["image"])
    assert first["summary"] == "Найперший."
    assert first["content_html"].count("<figure>") == 2
    assert first["date_published"] == "2023-11-05T10:00:00+02:00"
    assert first["authors"][0]["url"].startswith("https://horizon.example/ua/authors/")
    assert len({item["id"] for item in document["items"]}) == len(items)


def test_fallbacks_are_not_in_feeds(gazette: Published) -> None:
    """What stands in for a missing translation is in HTML lists only."""
    titles = [item["title"] for item in gazette.json("/ru/feed.json")["items"]]
    assert titles == ["Исправленная", "Огни гавани", "Второй мост"]
    assert _titles(gazette.xml("/ru/atom.xml")) == titles


def test_fallbacks_do_not_count_in_the_arithmetic_of_feeds(tmp_path: Path) -> None:
    """A hundred Ukrainian articles and three Russian ones: the Russian feed is not cut."""
    files: dict[str, str | bytes] = {}
    for n in range(100):
        date = f"2025-01-{n // 24 + 1:02}T{n % 24:02}:00:00"
        files[f"content/articles/{n:03}.uk.md"] = article(title=f"Стаття {n}", date=date)
        if n % 40 == 0:
            files[f"content/articles/{n:03}.ru.md"] = article(title=f"Статья {n}")
    languages = "{uk: {path: ua, label: UA}, ru: {label: RU, fallback: uk}}"
    published = publish(tmp_path, files, languages=languages, title="T")
    assert published.has("/ua/atom-1.xml")
    assert not published.has("/ru/atom-1.xml")
    assert published.has("/ru/page/1/")
    assert _titles(published.xml("/ru/atom.xml")) == ["Статья 80", "Статья 40", "Статья 0"]
