"""What feeds say of an article: whole where it is among the newest, and fit for any reader."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from pages.published import ATOM, Published, article, one, picture, publish, published_in, values
from pages.raw_html_site import OVERRIDES, SITE
from selectolax.lexbor import LexborHTMLParser
from support import build, site_from

from backfile.pages import feed

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
ORIGIN = "https://horizon.example"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A site whose bodies hold what no feed may."""
    return publish(tmp_path_factory.mktemp("feeds"), SITE, **OVERRIDES)


def contents_of(published: Published, path: str = "/ua/") -> dict[str, str]:
    """Return the first article's content by format."""
    entry = published.xml(f"{path}atom.xml").find(f"{ATOM}entry")
    item = published.xml(f"{path}rss.xml").find("channel/item")
    assert entry is not None
    assert item is not None
    return {
        "atom": entry.findtext(f"{ATOM}content") or "",
        "rss": item.findtext(CONTENT) or "",
        "json": published.json(f"{path}feed.json")["items"][0].get("content_html", ""),
    }


def test_all_formats_have_the_same_content(published: Published) -> None:
    """One text, made once, whatever the format."""
    contents = contents_of(published)
    assert len(set(contents.values())) == 1
    assert contents["atom"]


def test_the_whole_article_is_there(published: Published) -> None:
    """Lead photo with caption and credit, summary, text, photo, note, correction; in order."""
    tree = LexborHTMLParser(contents_of(published)["atom"])
    words = " ".join((tree.body.text() if tree.body else "").split())
    order = ["Міст уранці (Архів)", "Коротко & ясно.", "Words", "Below (Agency)", "Styled"]
    order += ["kept", "A note.", "Виправлення", "Було не так."]
    places = [words.find(text) for text in order]
    assert -1 not in places, words
    assert places == sorted(places)
    lead = one(tree, "figure img")
    assert lead.attributes["alt"] == "Міст"
    assert (lead.attributes["width"], lead.attributes["height"]) == ("40", "30")
    assert published.has(lead.attributes["src"] or "")
    assert one(tree, "time").attributes["datetime"] == "2024-03-05"


def test_addresses_are_absolute(published: Published) -> None:
    """Also those of raw HTML; a fragment leads to the article's own page."""
    tree = LexborHTMLParser(contents_of(published)["atom"])
    own = next(url for url in published.files if "persha" in url).removesuffix("index.html")
    links = values(tree, "a[href]", "href")
    assert all(link.startswith("https://") for link in links)
    assert f"{ORIGIN}/{own}#fn1" in links
    assert f"{ORIGIN}/{own}#part" in links
    assert f"{ORIGIN}/{own}relative/page" in links
    assert any(link.endswith("/druha/#x") for link in links)
    assert all(src.startswith(ORIGIN) for src in values(tree, "img[src]", "src"))


def test_what_readers_refuse_is_left_out(published: Published) -> None:
    """Script, style, forms and frames go with their content; handlers, styles, ids go alone."""
    content = contents_of(published)["atom"]
    tree = LexborHTMLParser(content)
    assert not tree.css("script, style, form, input, button, iframe, unknown")
    attributes = {name for node in tree.css("*") for name in node.attributes}
    assert not attributes & {"style", "onclick", "onerror", "srcset", "id", "class", "role"}
    for word in ("alert", "color", "Subscribe", "javascript", "run()"):
        assert word not in content


def test_characters_that_xml_has_not(published: Published) -> None:
    """A form feed, and what is no character at all, do not break the document."""
    for name in ("atom", "rss"):
        root = ElementTree.fromstring(published.files[f"ua/{name}.xml"])
        assert not {"\x0c", "\ufffe"} & set("".join(root.itertext()))


def test_categories_and_translations(published: Published) -> None:
    """Section, then tags, each once; a link for each other version, the own one first and last."""
    entry = published.xml("/ua/atom.xml").find(f"{ATOM}entry")
    assert entry is not None
    assert [c.attrib["term"] for c in entry.findall(f"{ATOM}category")] == ["city", "bridges"]
    links = [
        (link.attrib.get("hreflang"), link.attrib["href"]) for link in entry.iter(f"{ATOM}link")
    ]
    own = links[0][1]
    assert [tag for tag, _ in links] == ["uk", "en", None]
    assert published.has(links[1][1])
    assert links[-1][1] == own


def test_photos_as_media(published: Published) -> None:
    """Address, kind, size, caption and credit in Atom and RSS; the address in JSON Feed."""
    for url, item in (("/ua/atom.xml", f"{ATOM}entry"), ("/ua/rss.xml", "channel/item")):
        found = published.xml(url).find(f"{item}/{MEDIA}content")
        assert found is not None
        assert published.has(found.attrib["url"])
        assert found.attrib["medium"] == "image"
        assert found.attrib["type"] == "image/png"
        assert (found.attrib["width"], found.attrib["height"]) == ("40", "30")
        assert found.findtext(f"{MEDIA}description") == "Міст уранці"
        assert found.findtext(f"{MEDIA}credit") == "Архів"
    assert published.has(published.json("/ua/feed.json")["items"][0]["image"])


def test_what_rss_says(published: Published) -> None:
    """Ids that are no addresses, English dates, each author, text escaped as HTML is."""
    channel = one_element(published.xml("/ua/rss.xml"), "channel")
    assert channel.findtext("title") == "Обрій"
    assert channel.findtext("link") == f"{ORIGIN}/ua/"
    assert channel.findtext("language") == "uk"
    item = one_element(channel, "item")
    entry = one_element(published.xml("/ua/atom.xml"), f"{ATOM}entry")
    guid = one_element(item, "guid")
    assert guid.attrib["isPermaLink"] == "false"
    assert guid.text == entry.findtext(f"{ATOM}id")
    assert item.findtext("pubDate") == "Sat, 02 Mar 2024 00:00:00 +0200"
    built = parsedate_to_datetime(channel.findtext("lastBuildDate") or "")
    assert built.isoformat() == "2024-03-05T10:00:00+02:00"
    assert [creator.text for creator in item.findall(CREATOR)] == ["Олена", "Пітер"]
    assert item.findtext("title") == "Перша <стаття> & інше"
    assert item.findtext("description") == "Коротко &amp; ясно."


def one_element(parent: ElementTree.Element, path: str) -> ElementTree.Element:
    """Return the first element at *path*, which is known to be there."""
    found = parent.find(path)
    assert found is not None, path
    return found


def test_rss_is_found_where_it_is_asked_for(published: Published, gazette: Published) -> None:
    """Beside every other feed, and named by pages; without `feeds.rss` there is none."""
    atoms = {path for path in published.files if path.endswith("/atom.xml")}
    assert {path.replace("atom.xml", "rss.xml") for path in atoms} <= published.files.keys()
    tag = published.html("/ua/tags/bridges/")
    assert values(tag, "link[type='application/rss+xml']", "href") == [
        "/ua/tags/bridges/rss.xml",
        "/ua/rss.xml",
    ]
    assert not [path for path in gazette.files if path.endswith("rss.xml")]
    assert not gazette.html("/ua/").css("link[type='application/rss+xml']")


def test_other_feeds_have_summaries(published: Published) -> None:
    """Of tags, sections and authors: no content, no translations, the section alone."""
    for path in ("/ua/city/", "/ua/tags/bridges/", "/ua/authors/olena/"):
        assert set(contents_of(published, path).values()) == {""}
        entry = one_element(published.xml(f"{path}atom.xml"), f"{ATOM}entry")
        assert len(entry.findall(f"{ATOM}link")) == 1
        assert [c.attrib["term"] for c in entry.findall(f"{ATOM}category")] == ["city"]
        item: dict[str, Any] = published.json(f"{path}feed.json")["items"][0]
        assert item["content_text"] == "Коротко & ясно."


def test_text_that_runs_from_the_right_says_so(tmp_path: Path) -> None:
    """A reader's program cannot know it of the page."""
    files: dict[str, str | bytes] = {
        "content/articles/a.ar.md": article(title="ا", date="2024-01-01")
    }
    site = publish(tmp_path, files, languages="{ar: {}}", title="T", default_language="ar")
    content = site.json("/ar/feed.json")["items"][0]["content_html"]
    assert content.startswith('<div dir="rtl">')


# ---------------------------------------------------------------- archive documents


def sealed(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> Published:
    """Publish seven articles, in feeds of two to three; *files* take the place of some."""
    monkeypatch.setattr(feed, "SIZE", 2)
    monkeypatch.setattr(feed, "WINDOW", -2)
    texts: dict[str, str | bytes] = {
        f"content/articles/a{n}.uk.md": article(
            f"Text {n}.\n\nMore, see [the first](a0).",
            title=f"Number {n}",
            date=f"2024-01-0{n + 1}",
        )
        for n in range(7)
    }
    texts |= {f"content/articles/{name}.uk.md": text for name, text in files.items()}
    site_from(folder, texts, **OVERRIDES)
    build(folder)
    return published_in(folder)


def test_archive_documents_hold_summaries_and_no_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What never changes has nothing that could, and nobody need be told of it."""
    site = sealed(tmp_path, monkeypatch)
    assert site.text("/ua/atom.xml").count("<content") == 3
    assert 'rel="hub" href="https://hub.example/"' in site.text("/ua/atom.xml")
    assert 'rel="hub" href="https://hub.example/"' in site.text("/ua/rss.xml")
    assert site.json("/ua/feed.json")["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    for name in ("atom-1.xml", "atom-2.xml", "rss-1.xml", "rss-2.xml", "feed-1.json"):
        text = site.text(f"/ua/{name}")
        assert "hub" not in text
        assert not any(word in text for word in ("<content", "content:encoded>", "content_html"))


def test_rss_goes_on_in_archive_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Back to the first article, each once (RFC 5005 §4)."""
    site = sealed(tmp_path, monkeypatch)
    url, titles = "/ua/rss.xml", []
    while url:
        channel = one_element(site.xml(url), "channel")
        titles += [item.findtext("title") for item in channel.findall("item")]
        links = {link.attrib["rel"]: link.attrib["href"] for link in channel.findall(f"{ATOM}link")}
        assert links["self"] == f"{ORIGIN}/ua/{url.rpartition('/')[2]}"
        url = links.get("prev-archive", "")
    assert titles == [f"Number {n}" for n in reversed(range(7))]


WITHIN = {
    "a5": article("Text 5.\n\nOther words.", title="Number 5", date="2024-01-06"),
    "a0": article("Text 0.", title="Number 0", date="2024-01-01", slug="another-address"),
}


@pytest.mark.parametrize("name", WITHIN)
def test_what_changes_a_whole_article_changes_its_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Its text, and the address of what it links to; as a build from nothing would."""
    (tmp_path / "kept").mkdir()
    before = sealed(tmp_path / "kept", monkeypatch)
    after = sealed(tmp_path / "kept", monkeypatch, **{name: WITHIN[name]})
    (tmp_path / "fresh").mkdir()
    assert after.files == sealed(tmp_path / "fresh", monkeypatch, **{name: WITHIN[name]}).files
    for feed_name in ("atom.xml", "rss.xml", "feed.json"):
        assert after.text(f"/ua/{feed_name}") != before.text(f"/ua/{feed_name}")


def test_a_photo_and_a_correction_change_the_feed(tmp_path: Path) -> None:
    """What else is shown whole: the bytes of a photo of the body, a correction."""
    publish(tmp_path, SITE, **OVERRIDES)
    other = publish(
        tmp_path, {**SITE, "content/articles/one/second.png": picture(9, 9)}, **OVERRIDES
    )
    assert 'width="9"' in contents_of(other)["atom"]
    path = "content/articles/one/main.uk.md"
    files = {**SITE, path: str(SITE[path]).replace("Було не так", "Стало інакше")}
    assert "Стало інакше" in contents_of(publish(tmp_path, files, **OVERRIDES))["rss"]


def test_a_theme_changes_what_feeds_say(tmp_path: Path) -> None:
    """One template serves all formats, and what it writes is made portable, too."""
    text = (
        '{% import "super/feed-content.html" as given %}{% set media = given.media %}'
        '{% macro content(article, direction) %}<p onclick="x"><a href="/ua/">Read</a></p>'
        "{% endmacro %}"
    )
    files = {**SITE, "themes/default/templates/feed-content.html": text}
    contents = contents_of(publish(tmp_path, files, **OVERRIDES))
    assert set(contents.values()) == {f'<p><a href="{ORIGIN}/ua/">Read</a></p>'}
