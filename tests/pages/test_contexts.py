"""What pages know besides their texts: bylines, originals, calendars, neighbours, portraits."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import support
from pages.published import article, picture

from backfile.catalogue.connection import open_for_reading
from backfile.model import ArchivePage, ArticlePage, Link, ListPage, PageKey, TermsPage
from backfile.pages import KINDS
from backfile.pages.frame import frames_of
from backfile.pages.reader import Reader
from backfile.site import load_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.model import CalendarDay, Value

OLENA = """\
name: {uk: Олена Ґава, en: Olena Gava, ru: Олена Гава}
role: {uk: Редакторка, en: Editor}
bio: Пише.
photo: {src: /photos/olena.png, alt: Olena at her desk}
"""


@contextmanager
def reading(folder: Path) -> Iterator[Reader]:
    """Open the catalogue of a built site as pages see it."""
    site, _ = load_site(folder)
    assert site is not None
    with closing(open_for_reading(folder / ".backfile")) as db:
        reader = Reader(db, site, 0)
        reader.frames = frames_of(reader)
        yield reader


def context_of(folder: Path, kind: str, language: str, subject: str, number: int = 0) -> Value:
    """Return what the template of one page of a built site sees."""
    with reading(folder) as reader:
        context, _ = KINDS[kind].context_of(reader, PageKey(kind, language, subject, number))
        return context


def article_page(folder: Path, language: str, story: str) -> ArticlePage:
    """Return the context of an article."""
    page = context_of(folder, "article", language, story)
    assert isinstance(page, ArticlePage)
    return page


def list_page(folder: Path, kind: str, language: str, subject: str, number: int = 0) -> ListPage:
    """Return the context of a list."""
    page = context_of(folder, kind, language, subject, number)
    assert isinstance(page, ListPage)
    return page


def year_page(folder: Path, year: str) -> ArchivePage:
    """Return the context of a year in the Ukrainian archive."""
    page = context_of(folder, "archive", "uk", year)
    assert isinstance(page, ArchivePage)
    return page


def written_by(site: Path, **edits: str | None) -> set[str]:
    """Change sources below content/ (`None` deletes), build, and return the pages that differ."""
    before = support.tree_of(site / "public")
    for name, text in edits.items():
        path = site / "content" / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    support.build(site)
    after = support.tree_of(site / "public")
    return {name for name in before | after if before.get(name) != after.get(name)}


def check_like_clean(site: Path) -> None:
    """Compare what an incremental build left with a build from nothing."""
    kept = support.tree_of(site / "public")
    support.build(site, clean=True)
    assert support.tree_of(site / "public") == kept


# ---------------------------------------------------------------- articles


SHOWS_ALL = {
    f"themes/bare/templates/{name}.html": "{{ page }}"
    for name in ("article", "archive", "front", "term", "terms")
}


def press(folder: Path) -> Path:
    """Return a built site of two stories, whose pages are all that their templates see."""
    files: dict[str, str | bytes] = {
        "content/authors/olena.yaml": OLENA,
        "content/photos/olena.png": picture(12, 14),
        "content/photos/other.png": picture(13, 14),
        "content/articles/a.uk.md": article(
            title="А", date="2025-01-10", author=["Петро Дрозд", "olena"], section="city"
        ),
        "content/articles/a.en.md": article(title="A"),
        "content/articles/b.en.md": article(title="B", date="2025-01-11", original="en"),
        "content/articles/b.uk.md": article(title="Б", author="Петро Дрозд"),
        "content/articles/c.uk.md": article(title="В", date="2025-01-12", draft=True),
        "content/articles/c.en.md": article(title="C"),
        **SHOWS_ALL,
    }
    support.site_from(folder, files, theme="bare")
    support.build(folder)
    return folder


def test_bylines_are_the_authors_with_their_records(tmp_path: Path) -> None:
    """In the order given; address, role by language, and a portrait that is published."""
    site = press(tmp_path)
    plain, known = article_page(site, "uk", "articles/a").bylines
    assert (plain.name, plain.role, plain.portrait) == ("Петро Дрозд", "", None)
    assert plain.url == "/ua/authors/petro-drozd/"
    assert (known.name, known.url) == ("Олена Ґава", "/ua/authors/olena-gava/")
    assert known.role == "Редакторка"
    assert known.portrait is not None
    assert (known.portrait.alt, known.portrait.width) == ("Олена Ґава", 12)
    assert (site / "public" / known.portrait.url.lstrip("/")).is_file()
    english = article_page(site, "en", "articles/a").bylines
    assert [(byline.name, byline.role) for byline in english] == [
        ("Петро Дрозд", ""), ("Olena Gava", "Editor"),
    ]  # fmt: skip


def test_bylines_do_without_pages_of_authors(tmp_path: Path) -> None:
    """Where authors have no pages a byline has no address, and the portrait is published still."""
    files: dict[str, str | bytes] = {
        "content/authors/olena.yaml": OLENA,
        "content/photos/olena.png": picture(12, 14),
        "content/articles/a.uk.md": article(title="А", date="2025-01-10", author="olena"),
    }
    support.site_from(tmp_path, files, taxonomies="[tags]")
    support.build(tmp_path)
    [byline] = article_page(tmp_path, "uk", "articles/a").bylines
    assert (byline.name, byline.url) == ("Олена Ґава", "")
    assert byline.portrait is not None
    assert (tmp_path / "public" / byline.portrait.url.lstrip("/")).is_file()


def test_people_carry_their_key(tmp_path: Path) -> None:
    """One key in every language, on cards as well."""
    site = press(tmp_path)
    for language in ("uk", "en"):
        page = list_page(site, "front", language, "")
        keys = {card.title: [person.key for person in card.authors] for card in page.cards}
        assert keys["А" if language == "uk" else "A"] == ["петро дрозд", "olena"]


def test_a_translation_names_the_language_of_its_original(tmp_path: Path) -> None:
    """The original does not; an original that is not published is named all the same."""
    site = press(tmp_path)
    found = {
        (story, language): article_page(site, language, f"articles/{story}").original
        for story, language in (("a", "uk"), ("a", "en"), ("b", "uk"), ("b", "en"), ("c", "en"))
    }
    assert found == {
        ("a", "uk"): "", ("a", "en"): "uk", ("b", "uk"): "en", ("b", "en"): "", ("c", "en"): "uk",
    }  # fmt: skip


def test_a_record_reaches_the_articles_of_its_author(tmp_path: Path) -> None:
    """Another role or portrait is on their articles after the next build, and on no others."""
    site = press(tmp_path)
    of_olena = {"ua/city/2025/01/a/index.html", "en/city/2025/01/a/index.html"}
    others = {"ua/2025/01/b/index.html", "en/2025/01/b/index.html", "en/2025/01/c/index.html"}
    for edited in (
        OLENA.replace("Редакторка", "Авторка").replace("Editor", "Writer"),
        OLENA.replace("olena.png", "other.png"),
        OLENA,
    ):
        pages = written_by(site, **{"authors/olena.yaml": edited})
        assert of_olena <= pages
        assert not others & pages
        check_like_clean(site)
    (site / "content/photos/olena.png").write_bytes(picture(20, 30))
    assert of_olena <= written_by(site)
    check_like_clean(site)
    assert of_olena <= written_by(site, **{"authors/olena.yaml": None})
    check_like_clean(site)


def test_a_biography_is_no_part_of_articles(tmp_path: Path) -> None:
    """An edit of it writes the author's pages, and rewrites no article."""
    site = press(tmp_path)
    pages = written_by(site, **{"authors/olena.yaml": OLENA.replace("Пише.", "Вже не пише.")})
    assert pages == {f"{prefix}/authors/{slug}/index.html" for prefix, slug in _pages_of(site)}


def _pages_of(site: Path) -> set[tuple[str, str]]:
    found = (site / "public").glob("*/authors/olen*/index.html")
    return {(path.parts[-4], path.parts[-2]) for path in found}


def test_indexes_of_authors_show_portraits(tmp_path: Path) -> None:
    """That of the record, named after the person; a plain name has none."""
    page = context_of(press(tmp_path), "terms", "en", "authors")
    assert isinstance(page, TermsPage)
    entries = {entry.label: entry for group in page.groups for entry in group.entries}
    portrait = entries["Olena Gava"].portrait
    assert portrait is not None
    assert portrait.alt == "Olena at her desk"
    assert entries["Петро Дрозд"].portrait is None


# ---------------------------------------------------------------- months and years


def archive(folder: Path, dates: list[str], size: int = 2, **overrides: str) -> Path:
    """Return a built site with one Ukrainian article for each of *dates*."""
    files: dict[str, str | bytes] = {
        f"content/articles/{number:02}.uk.md": article(title=f"Н{number}", date=date)
        for number, date in enumerate(dates)
    }
    support.site_from(folder, files, page_size=str(size), **overrides)
    support.build(folder)
    return folder


def days_of(page: ListPage) -> dict[int, CalendarDay]:
    """Return the days of the calendar that have articles."""
    assert page.calendar is not None
    days = [day for week in page.calendar.weeks for day in week if day]
    return {day.day: day for day in days if day.count}


AUGUST = [
    "2025-08-01T12:00", "2025-08-03T09:00", "2025-08-03T10:00", "2025-08-03T22:00",
    "2025-08-12T23:59:59", "2025-08-13T00:00", "2025-08-31T23:30:00+03:00",
]  # fmt: skip


def test_a_month_has_a_calendar(tmp_path: Path) -> None:
    """Every day once, in weeks that begin on Monday, with the number of its articles."""
    page = list_page(archive(tmp_path, AUGUST), "month", "uk", "2025-08")
    assert page.calendar is not None
    assert [len(week) for week in page.calendar.weeks] == [7] * 5
    days = [day for week in page.calendar.weeks for day in week]
    assert [day.day if day else 0 for day in days] == [0] * 4 + list(range(1, 32))
    assert page.calendar.weekdays[0] == ("пн", "понеділок")
    counted = {day: entry.count for day, entry in days_of(page).items()}
    assert counted == {1: 1, 3: 3, 12: 1, 13: 1, 31: 1}
    assert all(day.date == f"2025-08-{day.day:02}" for day in days if day)
    assert all(bool(day.url) == bool(day.count) for day in days if day)


def test_days_lead_to_where_they_begin(tmp_path: Path) -> None:
    """To the page that shows the newest article of the day, whichever page that is."""
    site = archive(tmp_path, AUGUST)
    page = list_page(site, "month", "uk", "2025-08")
    urls = {day: entry.url for day, entry in days_of(page).items()}
    month = "/ua/archive/2025/08/"
    assert urls == {
        1: f"{month}page/1/#day-01", 3: f"{month}page/2/#day-03",
        12: "#day-12", 13: "#day-13", 31: "#day-31",
    }  # fmt: skip
    for day, url in urls.items():
        number = int(url.partition("page/")[2].partition("/")[0] or 0)
        shown = list_page(site, "month", "uk", "2025-08", number).cards
        assert day in {int(card.date.iso[8:10]) for card in shown}


def test_days_are_those_of_the_sites_time_zone(tmp_path: Path) -> None:
    """Also where the clock is set back around midnight, and a day is not as long as others."""
    dates = ["2025-08-31T23:30:00-04:00", "2010-11-07T00:00:30", "2010-11-06T23:59:59"]
    site = archive(tmp_path, dates, timezone="America/St_Johns")
    for month in ("2025-09", "2010-11"):
        page = list_page(site, "month", "uk", month)
        shown = {int(card.date.iso[8:10]) for card in page.cards}
        assert days_of(page).keys() == shown


def test_fallbacks_are_in_the_calendar(tmp_path: Path) -> None:
    """They are in the list, and are counted with it."""
    languages = "\n  uk: {path: ua}\n  ru: {fallback: uk}"
    site = archive(tmp_path, AUGUST[:3], languages=languages, title="Horizon")
    support.site_from(
        site, {"content/articles/00.ru.md": article(title="Р")}, languages=languages,
        title="Horizon", page_size="2",
    )  # fmt: skip
    support.build(site)
    page = list_page(site, "month", "ru", "2025-08")
    assert sum(day.count for day in days_of(page).values()) == page.count == 3


def test_lists_say_from_when_to_when(tmp_path: Path) -> None:
    """The dates of the oldest and of the newest article, at the list's own address."""
    site = archive(tmp_path, AUGUST)
    page = list_page(site, "front", "uk", "")
    assert page.first_date is not None
    assert page.last_date is not None
    assert (page.first_date.iso[:10], page.last_date.iso[:10]) == ("2025-08-01", "2025-08-31")
    empty = list_page(site, "front", "en", "")
    assert (empty.first_date, empty.last_date) == (None, None)


def test_numbered_pages_know_nothing_that_may_change(tmp_path: Path) -> None:
    """No dates of the whole list, no calendar, no neighbours."""
    site = archive(tmp_path, [*AUGUST, "2025-07-01", "2025-09-01T01:00"])
    page = list_page(site, "month", "uk", "2025-08", 1)
    assert (page.first_date, page.last_date, page.calendar) == (None, None, None)
    assert (page.earlier, page.later, page.count) == (None, None, 0)
    assert list_page(site, "month", "uk", "2025-08").earlier is not None


def test_months_and_years_know_their_neighbours(tmp_path: Path) -> None:
    """The nearest that have articles, named in the page's language."""
    site = archive(tmp_path, ["2019-12-31", "2021-03-01", "2021-11-05", "2025-02-01"])
    page = list_page(site, "month", "uk", "2021-11")
    assert page.earlier == Link("Березень 2021", "/ua/archive/2021/03/")
    assert page.later == Link("Лютий 2025", "/ua/archive/2025/02/")
    assert list_page(site, "month", "uk", "2019-12").earlier is None
    year = year_page(site, "2021")
    assert year.earlier == Link("2019", "/ua/archive/2019/")
    assert year.later == Link("2025", "/ua/archive/2025/")
    assert year_page(site, "2025").later is None
    assert year_page(site, "").earlier is None
    assert list_page(site, "front", "uk", "").earlier is None


def test_neighbours_follow_months_that_come_and_go(tmp_path: Path) -> None:
    """An article in a new month, or the last of one, writes the months and years beside it."""
    theme = {"theme": "bare"}
    support.site_from(tmp_path, dict(SHOWS_ALL), **theme)
    site = archive(tmp_path, ["2019-12-31", "2021-03-01", "2025-02-01"], **theme)
    beside = {"ua/archive/2021/03/index.html", "ua/archive/2025/02/index.html"}
    years = {"ua/archive/2021/index.html", "ua/archive/2025/index.html"}
    far = {"ua/archive/2019/12/index.html", "ua/archive/2019/index.html"}
    new = {"articles/new.uk.md": article(title="Нова", date="2023-05-05")}
    for edits in (new, dict.fromkeys(new)):
        pages = written_by(site, **edits)
        assert beside | years <= pages
        assert not far & pages
        check_like_clean(site)
