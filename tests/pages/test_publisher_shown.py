"""The publisher as pages name it, and what follows from an edit of what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pages.published import Published, article, one, publish, published_in
from support import build, site_from

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHER = """
  name: {uk: Видавництво, en: The Press}
  policies: {corrections: "/about/#how", ethics: /ethics.pdf, masthead: /none/}"""
FILES: dict[str, str | bytes] = {
    "content/articles/a.uk.md": article(title="А", date="2025-01-01", section="news"),
    "content/articles/a.en.md": article(title="A"),
    "content/pages/about.en.md": article(title="About", slug="who-we-are"),
    "content/static/ethics.pdf": b"%PDF",
}


def graph_at(published: Published, url: str) -> list[dict[str, Any]]:
    """Return the nodes of a page."""
    nodes: list[dict[str, Any]] = json.loads(one(published.html(url), "script").text())["@graph"]
    return nodes


def test_policies_lead_to_pages_that_exist(tmp_path: Path) -> None:
    """To the page in the reader's language, or to a file; what is not there is left out."""
    published = publish(tmp_path, FILES, publisher=PUBLISHER)
    english = graph_at(published, "/en/")[-1]
    assert english["name"] == "The Press"
    assert english["correctionsPolicy"] == "https://horizon.example/en/who-we-are/#how"
    assert english["ethicsPolicy"] == "https://horizon.example/ethics.pdf"
    assert "masthead" not in english
    ukrainian = graph_at(published, "/ua/")[-1]
    assert ukrainian["name"] == "Видавництво"
    assert "correctionsPolicy" not in ukrainian
    assert ukrainian["@id"] == english["@id"]


def test_a_policy_is_named_as_soon_as_it_can_be_read(tmp_path: Path) -> None:
    """A translation of its page is enough: front pages are written anew."""
    publish(tmp_path, FILES, publisher=PUBLISHER)
    page = {"content/pages/about.uk.md": article(title="Про нас")}
    site_from(tmp_path, page, publisher=PUBLISHER)
    build(tmp_path)
    node = graph_at(published_in(tmp_path), "/ua/")[-1]
    assert node["correctionsPolicy"] == "https://horizon.example/ua/about/#how"


def test_a_genre_comes_from_the_original_and_from_the_section(tmp_path: Path) -> None:
    """What the article says, else its original, else its section; an edit of each is seen."""
    publish(tmp_path, FILES)
    address = "/en/news/2025/01/a/"
    assert graph_at(published_in(tmp_path), address)[0]["@type"] == "NewsArticle"
    edits = [
        ({"content/sections.yaml": "news: {label: News, genre: analysis}\n"}, "Analysis"),
        ({"content/sections.yaml": "news: {label: News, genre: review}\n"}, "Review"),
        ({"content/articles/a.uk.md": article(title="А", date="2025-01-01", section="news",
                                              genre="opinion")}, "Opinion"),
        ({"content/articles/a.en.md": article(title="A", genre="reportage")}, "Reportage"),
    ]  # fmt: skip
    for files, kind in edits:
        site_from(tmp_path, files)
        build(tmp_path)
        assert graph_at(published_in(tmp_path), address)[0]["@type"] == f"{kind}NewsArticle"
