"""What the built-in theme makes of a newspaper: ranks, bylines, calendars, series, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from theme.elements import Element, parse_html

from backfile.model import Byline, Calendar, CalendarDay, Link, Pager, Photo, Selection

if TYPE_CHECKING:
    from theme.press import Press

    from backfile.model import Card, Value
    from backfile.theme.renderer import Renderer


def _render(renderer: Renderer, press: Press, template: str, page: Value) -> Element:
    return parse_html(renderer.render(template, page, press.frame()))


def _selection(press: Press, name: str, numbers: range) -> Selection:
    cards = tuple(press.card(number) for number in numbers)
    return Selection(name, name.title(), f"{press.prefix}/{name}/", cards, len(cards))


def _front(press: Press, **changes: object) -> Value:
    """Return a front page of nine stories, with two sections that have more."""
    page = press.list_page("front", **changes)
    sections = (
        _selection(press, "culture", range(21, 27)),
        _selection(press, "politics", range(12, 3, -1)),
        _selection(press, "sport", range(9, 1, -1)),
    )
    return replace(page, head=replace(page.head, queries={"sections": sections}))


def test_sections_of_the_front_page(renderer: Renderer, press: Press) -> None:
    """In the order of the menu; what the page shows above is not shown again; none is empty."""
    root = _render(renderer, press, "front.html", _front(press))
    desks = root.find("section.desk")
    assert [desk.find("h2 a")[0].text for desk in desks] == ["Politics", "Culture"]
    politics, culture = ([a.text for a in desk.find("h3 a")] for desk in desks)
    assert politics == [f"Story <{number}> & what followed" for number in (12, 11, 10)]
    assert len(culture) == 4
    shown = [a.attributes["href"] for a in root.find("main h2 a")]
    shown += [a.attributes["href"] for a in root.find("main h3 a")]
    assert len(shown) == len(set(shown))


def test_sections_are_not_the_list(renderer: Renderer, press: Press) -> None:
    """`article` stands for the cards of the page's own list; numbered pages have no sections."""
    root = _render(renderer, press, "front.html", _front(press))
    assert len(root.find("main article")) == 9
    numbered = _front(press, pager=Pager(2, "/newer/", "/older/"), count=0)
    assert _render(renderer, press, "front.html", numbered).find("section") == []


@pytest.mark.parametrize("length", [1, 2, 3, 6, 14, 40])
def test_front_pages_of_every_size(renderer: Renderer, press: Press, length: int) -> None:
    """Every story once and in order, one of them the lead, and its photo the first to load."""
    page = press.list_page("front", length)
    root = _render(renderer, press, "front.html", page)
    links = [card.find("h2 a")[0].attributes["href"] for card in root.find("main article")]
    assert links == [card.url for card in page.cards]
    assert len(root.find("article.top")) == 1
    eager = root.find("img[fetchpriority=high]")
    assert eager == (root.find("article.top img") if page.cards[0].photo else [])
    assert all("loading" not in image.attributes for image in eager)
    assert all(
        image.attributes["loading"] == "lazy" for image in root.find("img") if image not in eager
    )


def _with_photo(renderer: Renderer, press: Press, photo: Photo) -> Element:
    article = press.article(photo=photo)
    page = press.article_page(article=article)
    return _render(renderer, press, "article.html", page).find("figure.lead")[0]


def test_pictures_in_several_formats(
    renderer_with_pictures: Renderer, renderer: Renderer, ukrainian: Press
) -> None:
    """`picture` with the widths of each format where there are any, and a plain `img` elsewhere."""
    made = ukrainian.photo(name="press", mark="0123456789abcdef", suffix="jpg")
    figure = _with_photo(renderer_with_pictures, ukrainian, made)
    types = [source.attributes["type"] for source in figure.find("picture source")]
    assert types == ["image/avif", "image/webp"]
    (image,) = figure.find("img")
    for shown in (*figure.find("picture source"), image):
        assert shown.attributes["sizes"]
        assert shown.attributes["srcset"].endswith("w")
    assert (image.attributes["width"], image.attributes["height"]) == ("960", "640")
    plain = _with_photo(renderer, ukrainian, ukrainian.photo())
    assert plain.find("picture") == []
    assert not {"srcset", "sizes"} & set(plain.find("img")[0].attributes)


def test_the_focus_of_what_is_already_cut(
    renderer_with_pictures: Renderer, ukrainian: Press
) -> None:
    """A crop is made around the focus; only what a browser cuts has it in class names."""
    made = ukrainian.photo(name="press", mark="0123456789abcdef", suffix="jpg")
    page = ukrainian.list_page("tags", 2)
    cards = (replace(page.cards[0], photo=made), replace(page.cards[1], photo=ukrainian.photo()))
    page = replace(page, cards=cards)
    root = _render(renderer_with_pictures, ukrainian, "term.html", page)
    crop, whole = root.find("main article img")
    assert "class" not in crop.attributes
    assert "-card-" in crop.attributes["src"]
    assert whole.attributes["class"] == "focus-x-30 focus-y-60"


def test_byline(renderer: Renderer, ukrainian: Press) -> None:
    """Names as links, a portrait that repeats nothing, a role, and the original's language."""
    portrait = ukrainian.photo(alt="Daryna Vialko", role="portrait")
    author = Byline("Daryna Vialko", "/ua/authors/daryna-vialko/", "Editor", portrait)
    article = ukrainian.article(authors=(ukrainian.author,))
    page = ukrainian.article_page(article=article, bylines=(author,), original="en")
    (byline,) = _render(renderer, ukrainian, "article.html", page).find("div.byline")
    assert byline.find("p.authors a[rel=author]")[0].text == "Daryna Vialko"
    assert byline.find("p.role")[0].text == "Editor"
    assert byline.find("div.portrait img")[0].attributes["alt"] == ""
    (original,) = byline.find("p.original a")
    assert original.attributes["hreflang"] == original.attributes["lang"] == "en"
    assert original.text == "English"


def test_an_article_in_its_own_language_names_no_original(
    renderer: Renderer, ukrainian: Press
) -> None:
    """Nor does one whose original is not on this site."""
    for original in ("", "ru"):
        page = ukrainian.article_page(original=original)
        assert _render(renderer, ukrainian, "article.html", page).find("p.original") == []


def _parts(press: Press, length: int) -> tuple[Card, ...]:
    here = press.article_page().head.url
    cards = [press.card(number) for number in range(101, length + 101)]
    return tuple(replace(c, url=here) if i == 2 else c for i, c in enumerate(cards))


@pytest.mark.parametrize(("length", "is_folded"), [(7, False), (8, True), (30, True)])
def test_series(renderer: Renderer, press: Press, length: int, *, is_folded: bool) -> None:
    """Where in the series this part is; a long series is folded, its neighbours stand outside."""
    page = press.article_page(series=_parts(press, length))
    root = _render(renderer, press, "article.html", page)
    (series,) = root.find("nav.series")
    assert len(series.find("ol li")) == length
    assert bool(series.find("details")) == is_folded
    assert "3" in root.find("div.byline p.part a")[0].text
    if is_folded:
        steps = [a.attributes["href"] for a in series.find("ul.steps a")]
        assert steps == [page.series[1].url, page.series[3].url]
    assert len(root.find("a[rel=prev]")) == len(root.find("a[rel=next]")) == 1


def _calendar(press: Press) -> Calendar:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    days = [
        CalendarDay(day, f"2025-08-{day:02}", day % 4, f"#day-{day:02}" if day % 4 else "")
        for day in range(1, 32)
    ]
    cells = [None] * 4 + days
    assert press.language
    return Calendar(
        tuple((name, f"{name}day") for name in names),
        tuple(tuple(cells[start : start + 7]) for start in range(0, 35, 7)),
    )


def test_a_month(renderer: Renderer, press: Press) -> None:
    """A table of days with headings; days with articles lead to them; the months beside it."""
    earlier, later = Link("July 2025", "/7/"), Link("September 2025", "/9/")
    page = press.list_page("month", calendar=_calendar(press), earlier=earlier, later=later)
    root = _render(renderer, press, "archive.html", page)
    (table,) = root.find("table.calendar")
    assert table.find("caption")
    heads = [(th.attributes["scope"], th.attributes["abbr"]) for th in table.find("th")]
    assert heads[0] == ("col", "Monday")
    assert len(table.find("td")) == 35
    days = table.find("td a")
    assert [a.text for a in days] == [str(day) for day in range(1, 32) if day % 4]
    assert {a.attributes["class"] for a in days} == {"level-2", "level-4", "level-5"}
    assert [a.text for a in root.find("nav.beside a")] == ["July 2025", "September 2025"]


def test_days_of_a_month(renderer: Renderer, press: Press) -> None:
    """Each day has a heading, once, which calendars lead to; also on numbered pages."""
    for pager in (Pager(0, "", ""), Pager(1, "/newer/", "")):
        page = press.list_page("month", pager=pager)
        page = replace(page, cards=(page.cards[0], *page.cards))
        root = _render(renderer, press, "archive.html", page)
        found = [day.attributes["id"] for day in root.find("h2.day")]
        assert found == [f"day-{card.date.iso[8:10]}" for card in page.cards[1:]]


def test_a_day_is_said_once(renderer: Renderer, press: Press) -> None:
    """Below the heading of a day cards say the time, if there is one; elsewhere the date."""
    page = press.list_page("month", 2)
    bare = replace(page.cards[1], date=replace(page.cards[1].date, has_time=False))
    page = replace(page, cards=(page.cards[0], bare))
    timed, untimed = _render(renderer, press, "archive.html", page).find("main article")
    (time,) = timed.find("time")
    assert time.attributes["datetime"] == page.cards[0].date.machine
    assert re.search("10[:.]05|١٠:٠٥", time.text)
    assert "2025" not in time.text
    assert untimed.find("time") == []
    listed = _render(renderer, press, "term.html", press.list_page("tags", 1))
    assert "2025" in listed.find("main article time")[0].text


def test_an_author_is_said_once(renderer: Renderer, press: Press) -> None:
    """Cards on an author's page name nobody but those that wrote with others."""
    page = press.list_page("authors", 2)
    alone, together = page.cards
    writer = press.author
    alone = replace(alone, authors=(writer,))
    together = replace(together, authors=(writer, replace(writer, name="Olha Koval", key="o")))
    page = replace(page, cards=(alone, together))
    cards = _render(renderer, press, "term.html", page).find("main article")
    names = [[name.text for name in card.find("span.authors bdi")] for card in cards]
    assert names == [[], [writer.name, "Olha Koval"]]
    page = replace(page, kind="tags")
    cards = _render(renderer, press, "term.html", page).find("main article")
    assert [len(card.find("span.authors bdi")) for card in cards] == [1, 2]


def test_every_month_has_its_place(renderer: Renderer, press: Press) -> None:
    """Twelve to a year, those without articles without a link."""
    archive = press.pages()["archive.html"][0]
    root = _render(renderer, press, "archive.html", archive)
    months = root.find("ol.months li")
    assert [bool(month.find("a")) for month in months] == [i == 7 for i in range(12)]
    assert [month.attributes["class"] for month in months[6:8]] == ["level-0", "level-5"]
    assert all(month.text for month in months)


def test_portraits_and_years_of_an_author(renderer: Renderer, press: Press) -> None:
    """An author's page says how much they wrote and when."""
    page = press.list_page("authors", 9)
    page = replace(
        page,
        first_date=replace(page.cards[-1].date, iso="2021-02-03T10:00:00+02:00"),
        last_date=page.cards[0].date,
    )
    (count,) = _render(renderer, press, "term.html", page).find("p.count")
    assert "2021" in count.text
    assert "2025" in count.text


def test_the_foot_of_a_page(renderer: Renderer, ukrainian: Press) -> None:
    """Editions in their own names, the present one no link; the address, for paper."""
    root = _render(renderer, ukrainian, "article.html", ukrainian.article_page())
    (editions,) = root.find("nav.editions")
    assert [item.attributes["lang"] for item in editions.find("li")] == ["uk", "en"]
    assert [a.text for a in editions.find("a")] == ["English"]
    (address,) = root.find("footer p.address")
    assert address.text == f"https://horizon.example{ukrainian.article_page().head.url}"


def test_menu_marks_where_the_reader_is(renderer: Renderer, ukrainian: Press) -> None:
    """The page itself is `page`; a section or index above it is `true`; the front page never."""
    page = ukrainian.article_page()
    frame = replace(
        ukrainian.frame(),
        menu=(Link("Home", "/ua/"), Link("Archive", "/ua/archive/"), Link("Tags", "/ua/tags/")),
    )
    root = parse_html(renderer.render("article.html", page, frame))
    marks = [a.attributes.get("aria-current") for a in root.find("nav.menu a")]
    assert marks == [None, "true", None]


def test_a_logo_in_place_of_the_name(renderer: Renderer, ukrainian: Press) -> None:
    """A theme that names an asset shows it in the masthead, with the title as its text."""
    frame = replace(ukrainian.frame(), settings={"logo": "icon.svg"})
    root = parse_html(renderer.render("404.html", ukrainian.pages()["404.html"][0], frame))
    (logo,) = root.find("header.masthead img.logo")
    assert logo.attributes["alt"] == "Обрій"
    assert logo.attributes["src"].startswith("/assets/icon.")


def test_another_logo_on_dark_pages(renderer: Renderer, ukrainian: Press) -> None:
    """It is one picture with one text; without a logo of its own there is none."""
    page = ukrainian.pages()["404.html"][0]
    both = {"logo": "icon.svg", "logo_dark": "icon-512.png"}
    frame = replace(ukrainian.frame(), settings=both)
    root = parse_html(renderer.render("404.html", page, frame))
    (dark,) = root.find("header.masthead picture source")
    assert "prefers-color-scheme: dark" in dark.attributes["media"]
    assert dark.attributes["srcset"].startswith("/assets/icon-512.")
    (logo,) = root.find("header.masthead picture img.logo")
    assert logo.attributes["src"].startswith("/assets/icon.")
    frame = replace(frame, settings={"logo_dark": "icon.svg"})
    root = parse_html(renderer.render("404.html", page, frame))
    assert root.find("header.masthead img") == []
    assert root.find("header.masthead p.wordmark")[0].text == "Обрій"
