"""An article on its page: what it inherits, its photos, links, corrections; when it is there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from pages.published import (
    Published,
    article,
    attribute,
    one,
    picture,
    publish,
    published_in,
    texts,
    values,
)
from support import build, site_from

if TYPE_CHECKING:
    from pathlib import Path

    from selectolax.lexbor import LexborHTMLParser

ORIGINAL: dict[str, object] = {
    "title": "Оригінал",
    "date": "2025-03-04T05:06:00",
    "author": "Автор Перший",
    "section": "розділ",
    "tags": ["тег"],
    "series": "серія",
    "places": ["місце"],
    "summary": "Зміст.",
    "slug": "own-slug",
    "translator": "Перекладач",
    "updated": "2025-03-06",
    "corrections": [{"date": "2025-03-05", "text": "Виправлено."}],
    "photo": {
        "src": "p.png",
        "alt": "Опис",
        "caption": "Підпис",
        "credit": "Агенція",
        "focus": "50% 30%",
    },
    "languages": {"ru": "https://elsewhere.example/ru"},
    "extra": {"mood": "calm"},
}


def _translated(folder: Path, **given: object) -> LexborHTMLParser:
    """Return the page of a translation that gives only these keys."""
    files: dict[str, str | bytes] = {
        "content/articles/a/index.uk.md": article("Тіло.", **ORIGINAL),
        "content/articles/a/index.en.md": article("Body.", **{"title": "Translation", **given}),
        "content/articles/a/p.png": picture(40, 30),
        "content/articles/a/own.png": picture(10, 20),
    }
    published = publish(folder, files, taxonomies="[tags, authors, sections, series, places]")
    (path,) = (
        path
        for path, tree in published.full_pages()
        if path.startswith("en/") and tree.css_matches("article h1") and "/2025/" in f"/{path}"
    )
    return published.html(f"/{path}")


def test_what_a_translation_takes_from_its_original(tmp_path: Path) -> None:
    """Date, author, photo, tags, section, series, own terms, versions elsewhere: key by key."""
    tree = _translated(tmp_path)
    time = one(tree, "article header time")
    assert attribute(time, "datetime") == "2025-03-04T05:06:00+02:00"
    assert texts(tree, ".authors a[rel=author]") == ["Автор Перший"]
    assert texts(tree, "a[rel=tag]") == ["тег"]
    assert texts(tree, ".kicker") == ["розділ"]
    assert texts(tree, "nav.series h2 a") == ["серія"]
    assert "місце" in one(tree, "article footer").text()
    image = one(tree, "article figure img")
    assert attribute(image, "alt") == "Опис"
    assert texts(tree, "figcaption") == ["Підпис (Агенція)"]
    link = one(tree, "head link[hreflang=ru]")
    assert attribute(link, "href") == "https://elsewhere.example/ru"


def test_what_a_translation_never_takes(tmp_path: Path) -> None:
    """Title, summary, slug, body, `updated`, translator, corrections."""
    tree = _translated(tmp_path)
    assert texts(tree, "h1") == ["Translation"]
    assert texts(tree, ".body") == ["Body."]
    whole = one(tree, "article").text()
    for text in ("Зміст", "Перекладач", "Виправлено", "Тіло"):
        assert text not in whole
    assert "own-slug" not in attribute(one(tree, "link[rel=canonical]"), "href")
    assert len(tree.css("article time")) == 1


@pytest.mark.parametrize(
    ("given", "selector", "shown"),
    [
        ({"author": "Author Second"}, ".authors a", ["Author Second"]),
        ({"tags": ["other"]}, "a[rel=tag]", ["other"]),
        ({"tags": []}, "a[rel=tag]", []),
        ({"section": "desk"}, ".kicker", ["desk"]),
        ({"series": "cycle"}, "nav.series h2 a", ["cycle"]),
        ({"photo": {"caption": "Own"}}, "figcaption", ["Own (Агенція)"]),
        ({"photo": {"credit": "Agency"}}, "figcaption", ["Підпис (Agency)"]),
        ({"photo": {"caption": "", "credit": ""}}, "figcaption", []),
        ({"translator": "T. R."}, ".translators bdi", ["T. R."]),
        ({"summary": "Lead."}, ".standfirst", ["Lead."]),
    ],
)
def test_what_a_translation_says_itself(
    tmp_path: Path, given: dict[str, object], selector: str, shown: list[str]
) -> None:
    """Its own value takes the place of the original's, an empty one too."""
    assert texts(_translated(tmp_path, **given), selector) == shown


def test_a_photo_is_merged_key_by_key(tmp_path: Path) -> None:
    """A translation's own file is looked up beside it; all it leaves out is inherited."""
    tree = _translated(tmp_path, photo={"src": "own.png", "alt": "Own"})
    image = one(tree, "article figure img")
    assert (attribute(image, "width"), attribute(image, "height")) == ("10", "20")
    assert attribute(image, "alt") == "Own"
    assert texts(tree, "figcaption") == ["Підпис (Агенція)"]


def test_a_text_alone_is_the_photos_source(tmp_path: Path) -> None:
    """`photo: own.png`."""
    image = one(_translated(tmp_path, photo="own.png"), "article figure img")
    assert attribute(image, "width") == "10"
    assert attribute(image, "alt") == "Опис"


def test_a_date_of_its_own(tmp_path: Path) -> None:
    """A bare date is that day at midnight on the site's clock, and is shown without a time."""
    time = one(_translated(tmp_path, date="2025-04-01"), "article header time")
    assert attribute(time, "datetime") == "2025-04-01"
    assert ":" not in time.text()


def test_drafts_lend_their_fields(gazette: Published) -> None:
    """An unpublished original is still the original of its translations."""
    tree = gazette.html("/en/city/2024/03/of-a-draft/")
    assert attribute(one(tree, "article header time"), "datetime") == "2024-03-03"


def test_photos_have_size_caption_and_credit(gazette: Published) -> None:
    """The lead photo and those of the body alike, with the agency in brackets."""
    tree = gazette.html("/ua/misto/2023/11/pershyi-mist/")
    images = tree.css("article figure img")
    sizes = [(attribute(image, "width"), attribute(image, "height")) for image in images]
    assert sizes == [("40", "30"), ("20", "40")]
    assert [attribute(image, "alt") for image in images] == ["Міст", "Вигляд"]
    assert texts(tree, "figcaption") == ["Міст уранці (Архів)", "Вигляд з води (Ґава)"]
    assert texts(tree, "figcaption .credit") == ["Архів", "Ґава"]
    assert all(gazette.has(attribute(image, "src")) for image in images)


def test_photos_are_looked_up_beside_the_article_then_among_the_shared(tmp_path: Path) -> None:
    """A leading slash means from content/; an absolute URL is linked, not fetched."""
    files: dict[str, str | bytes] = {
        "content/photos/p.png": picture(1, 1),
        "content/articles/a/p.png": picture(2, 2),
        "content/articles/b/p.png": picture(3, 3),
    }
    sources = {
        "a": "p.png",
        "b": "/articles/a/p.png",
        "c": "p.png",
        "d": "https://pictures.example/p.png",
    }
    for day, (name, src) in enumerate(sources.items(), 1):
        text = article(title=name, date=f"2025-01-{day:02}", photo=src)
        files[f"content/articles/{name}/index.en.md"] = text
    published = publish(tmp_path, files)
    images = {
        name: one(published.html(f"/en/2025/01/{name}/"), "article figure img") for name in sources
    }
    assert [images[name].attributes.get("width") for name in "abcd"] == ["2", "2", "1", None]
    assert attribute(images["d"], "src") == "https://pictures.example/p.png"
    marks = {path.split(".")[1] for path in published.files if path.startswith("assets/p-")}
    assert len(marks) == 2


def test_links_between_sources_lead_to_the_readers_language(gazette: Published) -> None:
    """
    Also where the link names another; the original where there is no such translation.

    Of a draft that is translated, the translation, if that is all that is published.
    """
    tree = gazette.html("/ua/misto/2024/03/vypravlena/")
    assert values(tree, ".body a", "href") == [
        "/ua/misto/2023/11/pershyi-mist/",
        "/en/city/2024/02/harbour-lights/#near",
        "/en/city/2024/03/of-a-draft/",
    ]
    russian = gazette.html("/ru/gorod/2024/03/ispravlennaia/")
    assert values(russian, ".body a", "href") == [
        "/ua/misto/2023/11/pershyi-mist/",
        "/ru/gorod/2024/01/vtoroi-most/",
    ]


def test_a_link_to_what_is_not_published_keeps_its_text(tmp_path: Path) -> None:
    """Without a link, and with a warning at its line; once published, it leads there."""
    files: dict[str, str | bytes] = {
        "content/articles/a.en.md": article(
            "See\n[the *other*](b.md).", title="A", date="2025-01-01"
        ),
        "content/articles/b.en.md": article(title="B", date="2026-01-01"),
    }
    site_from(tmp_path, files)
    (problem,) = build(tmp_path).problems
    assert (problem.path, problem.line, problem.code) == (
        "content/articles/a.en.md", 7, "link-unpublished",
    )  # fmt: skip
    tree = published_in(tmp_path).html("/en/2025/01/a/")
    assert texts(tree, ".body") == ["See the other."]
    assert not tree.css_matches(".body a")
    built = build(tmp_path, now=datetime.fromisoformat("2026-02-01T00:00:00+00:00"))
    assert built.problems == ()
    tree = published_in(tmp_path).html("/en/2025/01/a/")
    assert values(tree, ".body a", "href") == ["/en/2026/01/b/"]


def test_corrections_stand_newest_first(gazette: Published) -> None:
    """With their dates, in a section of their own."""
    tree = gazette.html("/ua/misto/2024/03/vypravlena/")
    shown = [" ".join(node.text().split()) for node in tree.css("section.corrections p")]
    assert [text.split()[-2] for text in shown] == ["Друге", "Перше"]
    times = values(tree, "section.corrections time", "datetime")
    assert times == ["2024-03-05", "2024-03-02"]
    assert not gazette.html("/ua/misto/2024/01/druhyi-mist/").css_matches("section.corrections")


def test_the_first_paragraph_stands_in_for_a_summary(gazette: Published) -> None:
    """As plain text, in cards and for search engines; on the page itself it is not repeated."""
    tree = gazette.html("/ua/misto/2023/11/pershyi-mist/")
    description = attribute(one(tree, "meta[name=description]"), "content")
    assert description == "Найперший."
    assert not tree.css_matches(".standfirst")
    assert "Найперший." in texts(gazette.html("/ua/archive/2023/11/"), "article .summary")


@pytest.mark.parametrize(
    ("now", "published"),
    [
        ("2025-01-09T23:59:59+02:00", False),
        ("2025-01-10T00:00:00+02:00", True),
        ("2025-02-01T11:59:59+02:00", True),
        ("2025-02-01T12:00:00+02:00", False),
    ],
)
def test_scheduled_and_expiring_articles(tmp_path: Path, now: str, *, published: bool) -> None:
    """There from `date` on, gone from `expires` on, by `--now` and the site's time zone."""
    text = article(title="A", date="2025-01-10", expires="2025-02-01T12:00:00")
    site_from(tmp_path, {"content/articles/a.en.md": text})
    for earlier in ("2025-01-20T00:00:00+00:00", now):
        build(tmp_path, now=datetime.fromisoformat(earlier))
    found = published_in(tmp_path)
    assert found.has("/en/2025/01/a/") is published
    assert ("A" in texts(found.html("/en/"), "h2 a")) is published


def test_drafts_on_request(tmp_path: Path) -> None:
    """`--drafts` publishes them, and without it they are gone again."""
    text = article(title="A", date="2025-01-10", draft=True)
    site_from(tmp_path, {"content/articles/a.en.md": text})
    for drafts in (True, False):
        build(tmp_path, drafts=drafts)
        assert published_in(tmp_path).has("/en/2025/01/a/") is drafts


def test_quotes_are_those_of_the_articles_language(tmp_path: Path) -> None:
    """«…» with „…“ inside in Ukrainian and Russian, “…” in English."""
    files: dict[str, str | bytes] = {
        f"content/articles/a.{tag}.md": article("\"A 'b' c\"", title=tag, date="2025-01-01")
        for tag in ("uk", "en", "ru")
    }
    published = publish(tmp_path, files)
    found = {tag: texts(published.html(f"/{tag}/2025/01/{slug}/"), ".body p") for tag, slug in (
        ("ua", "uk"), ("en", "en"), ("ru", "ru"),
    )}  # fmt: skip
    assert found == {"ua": ["«A „b“ c»"], "en": ["“A ‘b’ c”"], "ru": ["«A „b“ c»"]}


def test_languages_are_the_editors_intention(tmp_path: Path) -> None:
    """A version meant and missing is reported, never linked; one not meant is reported too."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(title="А", date="2025-01-01", languages=["uk", "ru"]),
        "content/articles/a.en.md": article(title="A"),
    }
    site_from(tmp_path, files)
    found = {(problem.path, problem.code) for problem in build(tmp_path).problems}
    assert found == {
        ("content/articles/a.uk.md", "translation-missing"),
        ("content/articles/a.en.md", "language-not-meant"),
    }
    tree = published_in(tmp_path).html("/ua/2025/01/a/")
    assert not tree.css_matches("[hreflang=ru]")


def test_an_article_may_name_its_template_and_bring_extra_fields(tmp_path: Path) -> None:
    """Another template of the theme; what `extra` holds reaches it as written."""
    files: dict[str, str | bytes] = {
        "themes/own/theme.yaml": "extends: default\n",
        "themes/own/templates/long.html": (
            '{% extends "article.html" %}'
            "{% block headline %}<h1>{{ page.article.title }}</h1>"
            "{% set extra = page.article.extra %}"
            "<p class=mood>{{ extra.mood }}, {{ extra.list|join('+') }}</p>"
            "{% endblock %}"
        ),
        "content/articles/a.uk.md": article(
            title="А",
            date="2025-01-01",
            template="long.html",
            extra={"mood": "<calm>", "list": [1, 2]},
        ),
    }
    tree = publish(tmp_path, files, theme="own").html("/ua/2025/01/a/")
    assert texts(tree, ".mood") == ["<calm>, 1+2"]
