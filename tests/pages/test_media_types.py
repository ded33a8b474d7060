"""What a published file is, by its name."""

from __future__ import annotations

import pytest

from backfile.pages.media_types import media_type_of


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("ua/index.html", "text/html; charset=utf-8"),
        ("ua/atom.xml", "application/atom+xml; charset=utf-8"),
        ("ua/tags/x/atom-12.xml", "application/atom+xml; charset=utf-8"),
        ("ua/feed.json", "application/feed+json; charset=utf-8"),
        ("ua/feed-1.json", "application/feed+json; charset=utf-8"),
        ("ua/rss.xml", "application/rss+xml; charset=utf-8"),
        ("files/rss.json", "application/json"),
        ("files/atom-physics.xml", "application/xml"),
        ("sitemaps/uk-1.xml", "application/xml"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("assets/site.0123.css", "text/css; charset=utf-8"),
        ("assets/photo.AVIF", "image/avif"),
        ("favicon.ico", "image/vnd.microsoft.icon"),
        ("CNAME", "application/octet-stream"),
        (".nojekyll", "application/octet-stream"),
        ("files/data.unknown", "application/octet-stream"),
    ],
)
def test_types_are_the_same_everywhere(path: str, media_type: str) -> None:
    """The type follows from the name alone, feeds and texts included."""
    assert media_type_of(path) == media_type
