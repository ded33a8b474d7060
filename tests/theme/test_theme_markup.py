"""The built-in theme's HTML: what tests, readers' tools and other themes count on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from theme.elements import Element, parse_html

from backfile.model import Pager

if TYPE_CHECKING:
    from theme.press import Press

    from backfile.model import Value
    from backfile.theme.renderer import Renderer

PAGES = (
    "article.html",
    "front.html",
    "term.html",
    "terms.html",
    "archive.html",
    "page.html",
    "404.html",
    "chooser.html",
)


def _render(renderer: Renderer, press: Press, template: str, page: Value) -> Element:
    return parse_html(renderer.render(template, page, press.frame()))


def _article(renderer: Renderer, press: Press) -> Element:
    return _render(renderer, press, "article.html", press.article_page())


@pytest.mark.parametrize("template", PAGES)
def test_frame_of_every_page(renderer: Renderer, press: Press, template: str) -> None:
    """Language, direction, canonical address, one h1, landmarks, a skip link, unique ids."""
    for page in press.pages()[template]:
        root = _render(renderer, press, template, page)
        (html,) = root.find("html")
        assert html.attributes == {"lang": press.language.tag, "dir": press.language.direction}
        (canonical,) = root.find("head link[rel=canonical]")
        assert canonical.attributes["href"] == f"https://horizon.example{page.head.url}"
        assert len(root.find("h1")) == 1
        (main,) = root.find("main")
        assert main.attributes["id"] == "frame-main"
        assert root.find("a")[0].attributes["href"] == "#frame-main"
        assert len(root.find("title")) == 1
        assert all(
            "aria-label" in nav.attributes or "aria-labelledby" in nav.attributes
            for nav in root.find("nav")
        )
        ids = [element.attributes["id"] for element in root.find("[id]")]
        assert len(ids) == len(set(ids))
        assert all("alt" in image.attributes for image in root.find("img"))


@pytest.mark.parametrize("template", [*PAGES, "redirect.html"])
def test_no_script_and_no_inline_style(renderer: Renderer, press: Press, template: str) -> None:
    """Every page stands under `default-src 'self'`, and asks no other host for anything."""
    for page in press.pages()[template]:
        root = _render(renderer, press, template, page)
        kinds = [script.attributes.get("type") for script in root.find("script")]
        assert set(kinds) <= {"application/ld+json"}, "data, which no browser runs"
        assert root.find("style") == root.find("[style]") == []
        for element in _all_of(root):
            assert not any(name.startswith("on") for name in element.attributes)
        loaded = [link.attributes["href"] for link in root.find("link[rel=stylesheet]")]
        loaded += [image.attributes["src"] for image in root.find("img")]
        assert all(url.startswith("/") for url in loaded)


def _all_of(root: Element) -> list[Element]:
    return [element for tag in ("a", "body", "img", "link", "meta") for element in root.find(tag)]


def test_translations_are_linked(renderer: Renderer, ukrainian: Press) -> None:
    """One hreflang for each existing version, itself and x-default; the same in the switcher."""
    root = _article(renderer, ukrainian)
    links = root.find("head link[rel=alternate][hreflang]")
    assert {link.attributes["hreflang"]: link.attributes["href"] for link in links} == {
        "uk": "https://horizon.example/ua/politics/story-9/",
        "en": "https://horizon.example/en/politics/story-9/",
        "x-default": "https://horizon.example/ua/politics/story-9/",
    }
    entries = root.find("nav.languages a[lang][hreflang]")
    assert [entry.text for entry in entries] == ["UA", "EN"]
    assert [entry.attributes["lang"] for entry in entries] == ["uk", "en"]
    current = root.find("nav.languages [aria-current=true]")
    assert current == entries[:1]


def test_pages_out_of_the_index_name_no_translations(renderer: Renderer, ukrainian: Press) -> None:
    """`noindex` and hreflang contradict each other."""
    root = _render(renderer, ukrainian, "404.html", ukrainian.pages()["404.html"][0])
    assert root.find("link[hreflang]") == []
    assert [meta.attributes["content"] for meta in root.find("meta[name=robots]")] == ["noindex"]


def test_article(renderer: Renderer, press: Press) -> None:
    """Headline, photograph with caption and credit, people, times, tags, corrections."""
    root = _article(renderer, press)
    assert [h1.text for h1 in root.find("article h1")] == ["Kremlin finds <new> reasons"]
    figure = root.find("article figure")[0]
    (image,) = figure.find("img[alt][width][height]")
    assert image.attributes["alt"] == "A man at a desk"
    assert image.attributes["fetchpriority"] == "high"
    assert figure.find("figcaption")[0].text == "Dmitry Peskov, press secretary (Getty Images)"
    assert figure.find("figcaption .credit")[0].text == "Getty Images"
    assert [a.text for a in root.find("a[rel=author]")] == ["Daryna Vialko", "Olha Koval"]
    assert "A Guest" in root.find("p.authors")[0].text
    times = [time.attributes["datetime"] for time in root.find("article time[datetime]")]
    assert times == ["2025-08-23T10:05:00+03:00", "2025-08-24T11:00:00+03:00", "2025-08-25"]
    assert [a.text for a in root.find("a[rel=tag]")] == ["War"]
    assert "EU" in root.find("ul.tags")[0].text
    assert root.find("section.corrections")[0].text.endswith("A name was misspelt.")
    assert len(root.find("article")) == 1


def test_article_leads_on(renderer: Renderer, press: Press) -> None:
    """Older is `prev`, newer is `next`; related articles; the series with this one marked."""
    root = _article(renderer, press)
    (older,), (newer,) = root.find("a[rel=prev]"), root.find("a[rel=next]")
    assert older.attributes["href"].endswith("/story-8/")
    assert newer.attributes["href"].endswith("/story-10/")
    assert len(root.find("aside.related a")) == 3
    assert root.find("nav.series [aria-current=page]")[0].text == "Story <9> & what followed"


def test_body_of_an_article(renderer: Renderer, ukrainian: Press) -> None:
    """HTML as it is, figures between paragraphs, and pictures inside a line without a figure."""
    (body,) = _article(renderer, ukrainian).find("div.body")
    assert body.find("p img")[0].attributes["alt"] == "inline"
    assert body.find("p")[1].text == "With a picture inside."
    (figure,) = body.find("figure")
    assert figure.find("figcaption")[0].text == "NASA"
    assert figure.find("img")[0].attributes["loading"] == "lazy"


def test_what_an_article_lacks_leaves_no_trace(renderer: Renderer, press: Press) -> None:
    """No empty element stands where nothing was given."""
    root = _render(renderer, press, "article.html", press.bare_article_page())
    for path in ("p.standfirst", "p.kicker", "a[rel]", "section.corrections", "aside", "p.authors"):
        assert root.find(path) == []
    empty = [
        e.tag
        for tag in ("p", "ul", "ol", "nav", "h2", "div")
        for e in root.find(tag)
        if not e.text and not e.find("img")
    ]
    assert empty == []


def test_shares_of_an_article(renderer: Renderer, ukrainian: Press) -> None:
    """Open Graph with absolute addresses and the locale in its own form."""
    root = _article(renderer, ukrainian)
    metas = {m.attributes["property"]: m.attributes["content"] for m in root.find("meta[property]")}
    assert metas["og:type"] == "article"
    assert metas["og:url"] == "https://horizon.example/ua/politics/story-9/"
    assert metas["og:image"] == "https://horizon.example/photos/press.jpg"
    assert metas["og:locale"] == "uk_UA"
    assert metas["og:locale:alternate"] == "en_US"
    assert metas["article:published_time"] == "2025-08-23T10:05:00+03:00"


@pytest.mark.parametrize("kind", ["front", "tags", "authors", "sections", "month"])
def test_lists(renderer: Renderer, press: Press, kind: str) -> None:
    """One `article` per card with one link, in `h2`; and the pager."""
    template = {"front": "front.html", "month": "archive.html"}.get(kind, "term.html")
    page = press.list_page(kind)
    root = _render(renderer, press, template, page)
    cards = root.find("main article")
    assert [card.find("h2 a[href]")[0].attributes["href"] for card in cards] == [
        card.url for card in page.cards
    ]
    assert all(len(card.find("a")) == 1 and card.find("time[datetime]") for card in cards)
    (older,) = root.find("nav.pager a")
    assert older.attributes == {"class": "older", "href": page.pager.older}


def test_front_page_has_an_order(renderer: Renderer, ukrainian: Press) -> None:
    """The lead story, as many secondaries as the setting says, the rest."""
    root = _render(renderer, ukrainian, "front.html", ukrainian.list_page("front"))
    classes = [card.attributes["class"] for card in root.find("main article")]
    assert classes == ["card top", *["card secondary"] * 4, *["card rest"] * 4]
    numbered = ukrainian.list_page("front", pager=Pager(2, "/ua/", "/ua/page/1/"), count=0)
    root = _render(renderer, ukrainian, "front.html", numbered)
    assert {card.attributes["class"] for card in root.find("main article")} == {"card rest"}


def test_lists_without_numbered_pages_have_no_pager(renderer: Renderer, ukrainian: Press) -> None:
    """Nothing leads to where there is nothing."""
    page = ukrainian.list_page("tags", pager=Pager(0, "", ""))
    assert _render(renderer, ukrainian, "term.html", page).find("nav.pager") == []


def test_numbered_pages_do_not_say_how_many(renderer: Renderer, ukrainian: Press) -> None:
    """A sealed page shows no count of the list, which grows."""
    page = ukrainian.list_page("tags", pager=Pager(2, "/newer/", "/older/"), count=0)
    root = _render(renderer, ukrainian, "term.html", page)
    assert root.find("p.count") == []
    assert [a.attributes["href"] for a in root.find("nav.pager a")] == ["/newer/", "/older/"]


def test_cards_that_stand_in_say_so(renderer: Renderer, ukrainian: Press) -> None:
    """A fallback card carries its language and direction, and a marker in that language."""
    page = ukrainian.list_page("tags")
    page = replace(page, cards=(*page.cards, ukrainian.card(1, language="ar", direction="rtl")))
    cards = _render(renderer, ukrainian, "term.html", page).find("main article")
    assert [(c.attributes.get("lang"), c.attributes.get("dir")) for c in cards[-3:]] == [
        (None, None),
        ("ru", "ltr"),
        ("ar", "rtl"),
    ]
    assert [marker.text for card in cards for marker in card.find(".marker")] == [
        "На русском",
        "بالعربية",
    ]


def test_person_with_a_record(renderer: Renderer, ukrainian: Press) -> None:
    """Name, role, biography, portrait and links."""
    page = ukrainian.pages()["term.html"][1]
    (head,) = _render(renderer, ukrainian, "term.html", page).find("header.profile")
    assert head.find("p.kicker")[0].text == "Correspondent"
    assert "Writes about politics." in head.text
    assert head.find("ul.links a")[0].text == "example.org/daryna"
    assert head.find("img[alt][width]")


def test_indexes_lead_to_their_terms(renderer: Renderer, press: Press) -> None:
    """Terms under letters, months under years, with counts as the language writes them."""
    terms, _ = press.pages()["terms.html"]
    root = _render(renderer, press, "terms.html", terms)
    assert [h2.text for h2 in root.find("main h2")] == list("ABCDEF")
    assert {a.attributes["href"] for a in root.find("main li a")} >= {f"{press.prefix}/tags/war/"}
    targets = {a.attributes["href"][1:] for a in root.find("nav.letters a")}
    assert targets == {h2.attributes["id"] for h2 in root.find("main h2")}
    archive = _render(renderer, press, "archive.html", press.pages()["archive.html"][0])
    assert [a.attributes["href"] for a in archive.find("main li a")][-1:] == [
        f"{press.prefix}/archive/2025/08/"
    ]


def test_chooser_begins_with_the_default_language(renderer: Renderer, ukrainian: Press) -> None:
    """Every language in its own name, and no redirection."""
    root = _render(renderer, ukrainian, "chooser.html", ukrainian.pages()["chooser.html"][0])
    entries = root.find("nav.languages a[lang][hreflang]")
    assert [entry.text for entry in entries] == ["Українська", "English"]
    assert root.find("meta[http-equiv]") == []


def test_redirect(renderer: Renderer, ukrainian: Press) -> None:
    """A former address leads on at once, by link where that fails, and is not indexed."""
    root = _render(renderer, ukrainian, "redirect.html", ukrainian.pages()["redirect.html"][0])
    target = "/ua/politics/story-9/"
    assert root.find("meta[http-equiv=refresh]")[0].attributes["content"] == f"0; url={target}"
    assert (
        root.find("link[rel=canonical]")[0].attributes["href"] == f"https://horizon.example{target}"
    )
    assert root.find("meta[name=robots]")[0].attributes["content"] == "noindex"
    assert root.find("main a")[0].attributes["href"] == target


def test_a_site_below_a_path(renderer_below: Renderer, arabic: Press) -> None:
    """Every address on the site begins with the path of its base URL."""
    for template in PAGES:
        for page in arabic.pages()[template]:
            text = renderer_below.render(template, page, arabic.frame())
            urls = re.findall(r'(?:href|src|content)="(?:https://horizon\.example)?(/[^"]*)"', text)
            assert urls
            assert all(url.startswith("/archive/") for url in urls)


def test_rendering_twice_gives_the_same(renderer: Renderer, press: Press) -> None:
    """A renderer keeps nothing from one page to the next."""
    for template, pages in press.pages().items():
        for page in pages:
            first = renderer.render(template, page, press.frame())
            assert renderer.render(template, page, press.frame()) == first
            assert first.endswith("\n")
            assert "\n\n\n" not in first
