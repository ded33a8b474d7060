"""Structured data of whole sites: nothing is wrong in them, and what is wrong is found."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from outputs.structured import ARTICLES, findings_in, nodes_in
from pages.published import Published, article, one, publish
from selectolax.lexbor import LexborHTMLParser

from backfile.site.settings import GENRES
from backfile.theme.graph.article import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outputs.structured import Node

BLOCK = re.compile(r'(<script type="application/ld\+json">)(.*?)(</script>)', re.DOTALL)


def test_nothing_is_wrong(published: Published) -> None:
    """Every page of the demonstration and of the Arabic site is what search engines ask for."""
    assert findings_in(published) == []


def test_every_genre_has_a_type() -> None:
    """What front matter can say is what structured data can say, and what the checker knows."""
    assert tuple(TYPES) == GENRES
    assert set(TYPES.values()) == set(ARTICLES)


def graph_at(published: Published, url: str) -> list[Node]:
    """Return the nodes of a page."""
    graph: list[Node] = json.loads(one(published.html(url), "script").text())["@graph"]
    return graph


def first_article(published: Published) -> str:
    """Return the path of an English article with a photo, translations, two tags at least."""
    return next(
        path
        for path, tree in published.full_pages()
        if path.startswith("en/")
        and tree.css_matches("main figure.lead img")
        and len(tree.css("link[rel=alternate][hreflang]")) > 3
        and tree.css_matches("a[rel=tag]")
        and "translationOfWork" in tree.html
    )


def changed(published: Published, path: str, change: Callable[[list[Node]], None]) -> Published:
    """Return the site with one page's graph changed."""
    page = published.files[path].decode()
    match = BLOCK.search(page)
    assert match
    document = json.loads(match[2])
    change(document["@graph"])
    text = json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")
    page = page.replace(match[2], text)
    files = {**published.files, path: page.encode()}
    return Published(files, published.origin, published.base)


def setting(name: str, value: Any) -> Callable[[list[Node]], None]:
    """Return a change of the article that gives it another value; None takes it away."""

    def change(graph: list[Node]) -> None:
        graph[0][name] = value
        if value is None:
            del graph[0][name]

    return change


def step(position: int, name: str, value: Any) -> Callable[[list[Node]], None]:
    """Return a change of one step of the way to the page."""

    def change(graph: list[Node]) -> None:
        graph[1]["itemListElement"][position][name] = value

    return change


FAULTS: dict[str, tuple[Callable[[list[Node]], None], str]] = {
    "type": (setting("@type", "Newsarticle"), "unknown type Newsarticle"),
    "missing": (setting("publisher", None), "NewsArticle without publisher"),
    "empty": (setting("keywords", []), "has an empty keywords"),
    "no list": (setting("keywords", "moon"), "keywords is no list"),
    "headline": (setting("headline", "Another"), "headline Another is not what is shown"),
    "byline": (setting("author", [{"@type": "Person", "name": "Nobody"}]), "Nobody is not in"),
    "relative": (setting("mainEntityOfPage", "/en/"), "/en/ is no absolute address"),
    "not ASCII": (setting("url", "https://horizon.example/щось/"), "is no absolute address"),
    "not there": (setting("url", "https://horizon.example/en/x/"), "/en/x/ is not published"),
    "no zone": (setting("dateModified", "2030-01-01T00:00:00"), "is no moment with a zone"),
    "order": (setting("dateModified", "1999-01-01T00:00:00+02:00"), "modified before it was"),
    "date": (setting("datePublished", "2001-01-01T00:00:00+02:00"), "is not the date that is"),
    "language": (setting("inLanguage", "ua"), "inLanguage ua is not the page's"),
    "identity": (setting("@id", "https://horizon.example/en/#article"), "is not https://"),
    "original": (setting("translationOfWork", None), "does not say what it translates"),
    "both": (setting("workTranslation", [{"@id": "https://horizon.example/#x"}]), "both an"),
    "reference": (setting("publisher", {"@id": "https://horizon.example/#x"}), "no page has it"),
    "image": (
        setting("image", [{"@type": "ImageObject", "url": "https://horizon.example/x.jpg"}]),
        "x.jpg is not published",
    ),
    "publisher": (lambda graph: graph.pop() and None, "no publisher, or another one"),
    "numbers": (step(0, "position", 0), "steps are not numbered from 1"),
    "last": (step(-1, "item", "https://horizon.example/en/"), "an address of the page itself"),
    "way": (step(-1, "name", "Elsewhere"), "the way leads to another page"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(demonstration: Published, name: str) -> None:
    """The checker above sees each kind of fault, planted into one article."""
    change, fault = FAULTS[name]
    path = first_article(demonstration)
    found = findings_in(changed(demonstration, path, change))
    assert any(fault in finding for finding in found), found


def test_a_picture_of_another_size_is_found(demonstration: Published) -> None:
    """What is said of a picture is compared with the picture."""

    def change(graph: list[Node]) -> None:
        graph[0]["image"][0]["width"] += 1

    found = findings_in(changed(demonstration, first_article(demonstration), change))
    assert [finding.rpartition(", ")[2] for finding in found] == ["not what is said"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"</head>", b'<script type="application/ld+json">{}</script></head>', "2 blocks"),
        (b'ld+json">{"', b'ld+json">{', "no JSON"),
        (b"https://schema.org", b"http://schema.org", "another context"),
        (b'"headline":"', b'"headline":"&', "a sign that does not belong"),
    ],
)
def test_a_broken_block_is_found(
    demonstration: Published, old: bytes, new: bytes, fault: str
) -> None:
    """One block a page, of JSON, under schema.org, with nothing that could end it."""
    path = first_article(demonstration)
    page = demonstration.files[path].replace(old, new, 1)
    found = findings_in(Published({**demonstration.files, path: page}))
    assert any(fault in finding for finding in found), found


def test_the_front_page_describes_site_and_publisher(demonstration: Published) -> None:
    """The site with its names in other languages; the publisher with logo and policies."""
    site, publisher = graph_at(demonstration, "/en/")
    assert (site["@type"], site["name"]) == ("WebSite", "Horizon")
    assert site["alternateName"] == ["Обрій", "Горизонт"]
    assert site["publisher"] == {"@id": publisher["@id"]}
    assert publisher["logo"]["url"].endswith(".png")
    assert publisher["publishingPrinciples"] == "https://horizon.example/en/about/"
    assert publisher["correctionsPolicy"] == "https://horizon.example/en/contact/"
    root, same = graph_at(demonstration, "/")
    assert root["inLanguage"] == ["uk", "en", "ru"]
    assert same["@id"] == publisher["@id"]


def test_an_original_names_its_translations(demonstration: Published) -> None:
    """The original has `workTranslation`, each translation `translationOfWork`, never both."""
    articles = [
        node
        for path, tree in demonstration.full_pages()
        for script in tree.css("script")
        for node in nodes_in(json.loads(script.text())["@graph"])
        if node.get("@type") in ARTICLES and path
    ]
    assert sum("workTranslation" in node for node in articles) > 10
    assert sum("translationOfWork" in node for node in articles) > 20
    english = next(n for n in articles if n["url"].endswith("/nothing-and-how-to-write-it/"))
    assert len(english["workTranslation"]) == 2, "its front matter names English as the original"


def test_an_original_that_is_not_published_is_named_by_nobody(tmp_path: Path) -> None:
    """Translations of a draft do not take each other for the original."""
    published = publish(
        tmp_path,
        {
            "content/articles/a.uk.md": article(title="А", date="2025-01-01", draft=True),
            "content/articles/a.en.md": article(title="A"),
            "content/articles/a.ru.md": article(title="А"),
        },
    )
    assert findings_in(published) == []
    for url in ("/en/2025/01/a/", "/ru/2025/01/a/"):
        assert not {"workTranslation", "translationOfWork"} & graph_at(published, url)[0].keys()


def test_everything_that_is_known_of_an_article(tmp_path: Path) -> None:
    """People, section, tags, corrections, a photo elsewhere; a change not before publication."""
    text = article(
        title="A <b> & c",
        date="2025-03-01T10:00",
        updated="2025-03-01",
        author=["anna", "A Guest"],
        translator="boris",
        section="news",
        tags=["moon", "sun"],
        genre="opinion",
        photo={"src": "https://pictures.example/a.jpg", "caption": "C", "credit": "NASA"},
        corrections=[{"date": "2025-03-02", "text": "Put right."}],
    )
    published = publish(tmp_path, {"content/articles/a.en.md": text})
    assert findings_in(published) == []
    node = graph_at(published, "/en/news/2025/03/a-b-c/")[0]
    assert node["@type"] == "OpinionNewsArticle"
    assert node["dateModified"] == node["datePublished"] == "2025-03-01T10:00:00+02:00"
    anna = "https://horizon.example/en/authors/anna/"
    assert node["author"] == [
        {"@type": "Person", "@id": f"{anna}#person", "name": "anna", "url": anna},
        {
            "@type": "Person",
            "@id": "https://horizon.example/en/authors/a-guest/#person",
            "name": "A Guest",
            "url": "https://horizon.example/en/authors/a-guest/",
        },
    ]
    assert node["translator"] == [{"@type": "Person", "name": "boris"}]
    assert (node["articleSection"], node["keywords"]) == ("news", ["moon", "sun"])
    assert node["isAccessibleForFree"] is True
    assert node["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Put right.",
            "datePublished": "2025-03-02T00:00:00+02:00",
        }
    ]
    address = "https://pictures.example/a.jpg"
    assert node["image"] == [
        {
            "@type": "ImageObject",
            "url": address,
            "contentUrl": address,
            "caption": "C",
            "creditText": "NASA",
        }
    ]


def test_shapes_and_rights_of_photos(demonstration: Published) -> None:
    """A lead photo stands there in 16:9, 4:3 and 1:1 and whole, each with its credit."""
    path = first_article(demonstration)
    images = json.loads(one(LexborHTMLParser(demonstration.files[path]), "script").text())
    lead = images["@graph"][0]["image"][:4]
    shapes = [round(image["width"] / image["height"], 1) for image in lead[:3]]
    assert shapes == [1.8, 1.3, 1.0]
    assert all(image["creditText"] for image in lead)


def test_a_person_with_a_record_has_a_profile(tmp_path: Path) -> None:
    """The author's page is about the person whom articles name, with what the record says."""
    record = {
        "name": "Anna Bell",
        "role": "Editor",
        "bio": "Writes about **time**.",
        "links": ["https://social.example/@anna", "mailto:a@horizon.example"],
    }
    files: dict[str, str | bytes] = {
        "content/articles/a.en.md": article(title="A", date="2025-01-01", author="anna"),
        "content/authors/anna.yaml": json.dumps(record),
    }
    published = publish(tmp_path, files)
    assert findings_in(published) == []
    profile = graph_at(published, "/en/authors/anna-bell/")[0]
    person = profile["mainEntity"]
    assert profile["@type"] == "ProfilePage"
    assert person["@id"] == graph_at(published, "/en/2025/01/a/")[0]["author"][0]["@id"]
    assert person["description"] == "Writes about time."
    assert person["jobTitle"] == "Editor"
    assert person["sameAs"] == ["https://social.example/@anna"]


def test_a_genre_is_the_type_of_an_article(demonstration: Published) -> None:
    """The section of history says that its articles are background."""
    types = {
        node["@type"]
        for path, tree in demonstration.full_pages()
        if re.match(r"en/history/\d", path)
        for script in tree.css("script")
        for node in json.loads(script.text())["@graph"][:1]
    }
    assert types == {"BackgroundNewsArticle"}
