"""The names that edits choose from: short lists, so that edits meet."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
LANGUAGES = ("uk", "en", "ru")
MORE_LANGUAGES = ("be",)
"""That a site may win."""

TITLES = ("Вогонь", "Fire", "Огонь", "Вода", "Water", "Sea & sky", "Ліс", "Moon", "Місяць", "Театр")
TAGS = ("Театр", "театр", "кіно", "moon", "Moon", "sea", "п'єса", "п’єса")
PEOPLE = ("anna", "bohdan", "Пан Хтось", "Anna", "olha")
SECTIONS = ("news", "culture", "News", "life")
SERIES = ("voyage", "Voyage", "roads")
PLACES = ("Київ", "Lviv", "lviv")
SLUGS = ("one", "two", "about", "page", "atom.xml")
ALIASES = ("/old/one/", "/old/two", "/ua/news/", "/former.html")
STORIES = ("articles/a/s1", "articles/s2", "articles/joined", "pages/about")
TEMPLATES = ("special.html", "article.html", "special.html", "page.html", "front.html")
PHOTOS = (
    "one.png",
    "two.png",
    "/photos/one.png",
    "https://photos.example/x.png",
    "none.png",
    "drawn.svg",
)
LINKS = ("s1", "s2.uk", "../s3", "s4.md", "../a/s5.en.md", "../pages/about", "/ua/", "gone", "b1")
PARAGRAPHS = ("Short.", "Another *paragraph* altogether.", "Третій абзац — «з лапками».", "")
QUERIES = (
    "queries: {latest: {on: [front, article], of: front, limit: 2}}\n",
    "",
    "queries: {sections: {on: [front, article, not-found], limit: 1}, t: {on: page, of: tags}}\n",
    "queries: {sections: ~, news: {on: [term, month, terms, archive], of: 'sections:news'}}\n",
    "queries: {people: {on: article, of: authors, terms: 1, limit: 1}}\n",
)
"""Of the theme."""

TEMPLATE_FILES = (
    "article.html", "page.html", "front.html", "term.html", "terms.html", "archive.html",
    "chooser.html", "404.html", "redirect.html", "atom.xml", "feed.json", "rss.xml", "sitemap.xml",
    "sitemap-index.xml", "sitemap-news.xml", "robots.txt", "manifest.webmanifest", "special.html",
)  # fmt: skip
