"""A small newspaper in four languages, and themes to be written: shared by the tests of themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from site_sample import site_of

from backfile import model as b
from backfile.theme.chain import Theme, load_theme
from backfile.theme.renderer import Renderer, open_renderer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = (
    b.Language("uk", "ua", "UA", "Українська", "ltr"),
    b.Language("en", "en", "EN", "English", "ltr"),
    b.Language("ru", "ru", "RU", "Русский", "ltr", "uk"),
    b.Language("ar", "ar", "AR", "العربية", "rtl"),
)
ORIGIN = "https://horizon.example"


def site_at(base: str = "") -> b.Site:
    """Return a site whose addresses begin with *base*."""
    return site_of(
        title=tuple((language.tag, "Horizon") for language in LANGUAGES),
        origin=ORIGIN,
        base=base,
        languages=LANGUAGES,
        permalink="{slug}",
    )


@dataclass(frozen=True)
class Press:
    """Makes contexts in one language."""

    language: b.Language
    base: str = ""

    @property
    def prefix(self) -> str:
        """Where the language's pages begin."""
        return f"{self.base}/{self.language.path}"

    def frame(self) -> b.Frame:
        """Return what all pages of the language see."""
        return b.Frame(
            language=self.language,
            languages=LANGUAGES,
            title={"uk": "Обрій", "en": "Horizon", "ru": "Горизонт", "ar": "الأفق"}[
                self.language.tag
            ],
            description="An archive & more",
            copyright="© 2025 Horizon",
            origin=ORIGIN,
            base=self.base,
            home=f"{self.prefix}/",
            menu=(
                b.Link("Politics", f"{self.prefix}/politics/"),
                b.Link("Culture", f"{self.prefix}/culture/"),
            ),
            indexes=(
                ("tags", f"{self.prefix}/tags/"),
                ("authors", f"{self.prefix}/authors/"),
                ("archive", f"{self.prefix}/archive/"),
            ),
            atom_url=f"{self.prefix}/atom.xml",
            json_url=f"{self.prefix}/feed.json",
            timezone="Europe/Kyiv",
            extra={},
            settings={"secondaries": 4},
            generator="Backfile 1.0.0",
            publisher=b.Publisher(
                name="Horizon Press",
                kind="NewsMediaOrganization",
                logo=f"{self.base}/assets/icon-512.png",
                links=("https://social.example/@horizon",),
                policies=(("correctionsPolicy", f"{self.prefix}/about/"),),
            ),
            titles=(("uk", "Обрій"), ("en", "Horizon"), ("ru", "Горизонт"), ("ar", "الأفق")),
        )

    def head(self, path: str, title: str) -> b.Head:
        """Return the head of the page at *path*, which exists in Ukrainian and English too."""
        tags = dict.fromkeys(("uk", "en", self.language.tag))
        by_tag = {language.tag: language for language in LANGUAGES}
        versions = [b.Alternate(tag, f"{self.base}/{by_tag[tag].path}/{path}") for tag in tags]
        return b.Head(
            url=f"{self.prefix}/{path}",
            title=title,
            description="What it is <about>",
            alternates=(*versions, b.Alternate("x-default", f"{self.base}/ua/{path}")),
            switcher=tuple(
                b.SwitcherEntry(
                    tag,
                    by_tag[tag].label,
                    by_tag[tag].name,
                    by_tag[tag].direction,
                    f"{self.base}/{by_tag[tag].path}/{path}",
                    current=tag == self.language.tag,
                    translated=True,
                )
                for tag in tags
            ),
            breadcrumbs=(
                b.Link("Home", f"{self.prefix}/"),
                b.Link("Archive", f"{self.prefix}/archive/"),
            ),
            feeds=(b.FeedLink("application/atom+xml", "Horizon", f"{self.prefix}/atom.xml"),),
        )

    def photo(self, **changes: object) -> b.Photo:
        """Return a photograph with everything."""
        photo = b.Photo(
            url=f"{self.base}/photos/press.jpg",
            width=1200,
            height=800,
            alt="A man at a desk",
            caption="Dmitry Peskov, press secretary",
            credit="Getty Images",
            focus="30% 62%",
            role="lead",
        )
        return msgspec.structs.replace(photo, **changes)

    def card(self, number: int, **changes: object) -> b.Card:
        """Return the card of article *number*."""
        card = b.Card(
            url=f"{self.prefix}/politics/story-{number}/",
            title=f"Story <{number}> & what followed",
            date=b.Moment(f"2025-08-{number % 28 + 1:02}T10:05:00+03:00", has_time=True),
            summary="Officials said that the work was ongoing.",
            language=self.language.tag,
            direction=self.language.direction,
            authors=(self.author,),
            section=b.TermLink("politics", "Politics", f"{self.prefix}/politics/"),
            photo=self.photo() if number % 2 else None,
        )
        return msgspec.structs.replace(card, **changes)

    @property
    def author(self) -> b.Person:
        """A person with a page."""
        return b.Person("Daryna Vialko", f"{self.prefix}/authors/daryna-vialko/")

    def article(self, **changes: object) -> b.Article:
        """Return an article that has everything an article can have."""
        article = b.Article(
            title="Kremlin finds <new> reasons",
            summary="A lead & its summary.",
            date=b.Moment("2025-08-23T10:05:00+03:00", has_time=True),
            updated=b.Moment("2025-08-24T11:00:00+03:00", has_time=True),
            authors=(self.author, b.Person("A Guest", "")),
            translators=(b.Person("Olha Koval", f"{self.prefix}/authors/olha-koval/"),),
            photo=self.photo(),
            body=(
                b.BodyPart("<p>First paragraph.</p>\n<p>With a picture "),
                b.BodyPart("", self.photo(inline=True, alt="inline")),
                b.BodyPart(" inside.</p>\n"),
                b.BodyPart("", self.photo(caption="", credit="NASA", width=600, height=900)),
                b.BodyPart("<h2 id='next'>Next</h2>\n<p>Last paragraph.</p>\n"),
            ),
            section=b.TermLink("politics", "Politics", f"{self.prefix}/politics/"),
            tags=(b.TermLink("war", "War", f"{self.prefix}/tags/war/"), b.TermLink("eu", "EU", "")),
            series=b.TermLink("talks", "Peace talks", ""),
            terms=(("places", (b.TermLink("kyiv", "Kyiv", f"{self.prefix}/places/kyiv/"),)),),
            corrections=(
                b.Correction(
                    b.Moment("2025-08-25T00:00:00+03:00", has_time=False), "A name was misspelt."
                ),
            ),
            story="articles/2025/talks",
            extra={},
        )
        return msgspec.structs.replace(article, **changes)

    def article_page(self, **changes: object) -> b.ArticlePage:
        """Return the page of an article with neighbours, a series and related ones."""
        page = b.ArticlePage(
            head=self.head("politics/story-9/", "Kremlin finds <new> reasons"),
            article=self.article(),
            previous=self.card(8),
            next=self.card(10),
            related=(self.card(1), self.card(2), self.card(3)),
            series=(self.card(8), self.card(9)),
        )
        return msgspec.structs.replace(page, **changes)

    def list_page(self, kind: str, length: int = 9, **changes: object) -> b.ListPage:
        """Return a list of *length* cards, of which the last stands in for a translation."""
        cards = [self.card(number) for number in range(length, 0, -1)]
        if cards:
            cards[-1] = msgspec.structs.replace(cards[-1], language="ru", direction="ltr")
        page = b.ListPage(
            head=self.head(f"{kind}/", "A list"),
            kind=kind,
            heading="A list of articles",
            description="About <it>",
            profile=None,
            cards=tuple(cards),
            pager=b.Pager(0, "", f"{self.prefix}/{kind}/page/3/"),
            count=length,
        )
        return msgspec.structs.replace(page, **changes)

    def pages(self) -> dict[str, list[Any]]:
        """Return contexts for every template of a theme, by its name."""
        numbered = b.Pager(2, f"{self.prefix}/tags/war/", f"{self.prefix}/tags/war/page/1/")
        profile = b.Profile(
            "Daryna Vialko",
            "Correspondent",
            (b.BodyPart("<p>Writes about politics.</p>\n"),),
            self.photo(role="portrait"),
            ("https://example.org/daryna",),
        )
        months = (b.MonthEntry(2025, 8, f"{self.prefix}/archive/2025/08/", 1234),)
        year = b.YearEntry(2025, f"{self.prefix}/archive/2025/", 1234, months)
        entries = (b.TermEntry("War", f"{self.prefix}/tags/war/", 21, "Role"),)
        letters = tuple(b.TermGroup(letter, entries) for letter in "ABCDEF")
        head = self.head("archive/", "Archive")
        feed = self.feed()
        return {
            "article.html": [self.article_page(), self.bare_article_page()],
            "front.html": [
                self.list_page("front"),
                self.list_page("front", 0),
                self.list_page("front", pager=numbered, count=0),
            ],
            "term.html": [
                self.list_page("tags", pager=numbered, count=0),
                self.list_page("authors", profile=profile),
                self.list_page("places"),
            ],
            "terms.html": [b.TermsPage(head, "tags", letters), b.TermsPage(head, "tags", ())],
            "archive.html": [
                b.ArchivePage(head, 0, (year,)),
                b.ArchivePage(head, 2025, (year,)),
                self.list_page("month"),
                self.list_page("month", pager=numbered, count=0),
            ],
            "page.html": [
                b.StaticPage(head, "About us", (b.BodyPart("<p>We are.</p>\n"),), None, None, {}),
                b.StaticPage(
                    head,
                    "About us",
                    (),
                    self.photo(),
                    b.Moment("2025-01-01T00:00:00+02:00", has_time=False),
                    {},
                ),
            ],
            "404.html": [b.NotFoundPage(msgspec.structs.replace(head, noindex=True))],
            "chooser.html": [b.ChooserPage(head)],
            "redirect.html": [
                b.RedirectPage(f"{self.prefix}/politics/story-9/", "Moved & gone", self.language)
            ],
            "atom.xml": [feed, self.archive_document()],
            "feed.json": [feed, self.archive_document()],
            "sitemap.xml": [
                b.SitemapDocument(
                    (
                        b.SitemapEntry(head.url, "2025-08-23", head.alternates),
                        b.SitemapEntry("/щось/", "", ()),
                    )
                )
            ],
            "sitemap-index.xml": [b.SitemapIndex((f"{self.base}/sitemaps/articles-1.xml",))],
            "sitemap-news.xml": [
                b.NewsSitemap(
                    (
                        b.NewsEntry(
                            head.url,
                            "A & B",
                            self.language.tag,
                            "2025-08-23T10:05:00+03:00",
                            "Horizon",
                        ),
                    )
                )
            ],
            "robots.txt": [
                b.RobotsFile((f"{self.base}/sitemap.xml", f"{self.base}/sitemaps/news.xml"))
            ],
            "manifest.webmanifest": [b.WebManifest(f"{self.prefix}/")],
        }

    def bare_article_page(self) -> b.ArticlePage:
        """Return the page of an article that has nothing but what it must have."""
        article = self.article(
            summary="",
            updated=None,
            authors=(),
            translators=(),
            photo=None,
            section=None,
            tags=(),
            series=None,
            terms=(),
            corrections=(),
        )
        return self.article_page(article=article, previous=None, next=None, related=(), series=())

    def feed(self, **changes: object) -> b.FeedDocument:
        """Return a subscription document with two entries."""
        url = f"{self.prefix}/atom.xml"
        entries = [
            b.FeedEntry(self.card(number), f"tag:horizon.example,2025:{number}", ("War", "E&U"))
            for number in (2, 1)
        ]
        entries[1] = msgspec.structs.replace(
            entries[1], card=self.card(1, summary="", authors=(), photo=None)
        )
        feed = b.FeedDocument(
            url=url,
            title="Horizon & co",
            home=f"{self.prefix}/",
            current=url,
            previous_archive=f"{self.prefix}/atom-2.xml",
            next_archive="",
            is_archive=False,
            updated="2025-08-24T11:00:00+03:00",
            entries=tuple(entries),
        )
        return msgspec.structs.replace(feed, **changes)

    def archive_document(self) -> b.FeedDocument:
        """Return a sealed document of older entries."""
        return self.feed(
            url=f"{self.prefix}/atom-1.xml",
            previous_archive="",
            next_archive=f"{self.prefix}/atom-2.xml",
            is_archive=True,
        )


class Themes:
    """Writes themes into a site folder and opens them."""

    def __init__(self, folder: Path) -> None:
        """Begin with none."""
        self.folder = folder

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files below themes/."""
        for name, text in files.items():
            path = self.folder / "themes" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def load(self, name: str) -> Theme:
        """Load the theme called *name*, which has no problems."""
        theme, problems = load_theme(self.folder, name)
        assert problems == []
        assert theme is not None
        return theme

    def open(self, name: str) -> Renderer:
        """Open the theme called *name*, which has no problems."""
        renderer, problems = open_renderer(self.load(name), site_at())
        assert problems == []
        return renderer
