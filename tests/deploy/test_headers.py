"""With which headers files are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from deploy.shipping import site_of

from backfile.deploy.headers import AN_HOUR, FOR_EVER, SHORT, headers_digest, headers_of
from backfile.deploy.security import policy_of, security_headers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("path", "sort", "cache", "media_type"),
    [
        ("index.html", "page", SHORT, "text/html; charset=utf-8"),
        ("en/a/index.html", "article", SHORT, "text/html; charset=utf-8"),
        ("atom-3.xml", "feed", SHORT, "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "feed", SHORT, "application/xml"),
        ("robots.txt", "feed", SHORT, "text/plain; charset=utf-8"),
        ("site.webmanifest", "media", SHORT, "application/manifest+json"),
        ("old.php", "redirect", SHORT, "text/html; charset=utf-8"),
        ("assets/a.0123456789abcdef.css", "asset", FOR_EVER, "text/css; charset=utf-8"),
        ("assets/a.0123456789abcdef.avif", "media", FOR_EVER, "image/avif"),
        ("assets/plain.css", "media", AN_HOUR, "text/css; charset=utf-8"),
        ("x/assets/a.0123456789abcdef.css", "media", AN_HOUR, "text/css; charset=utf-8"),
        ("files/report.pdf", "media", AN_HOUR, "application/pdf"),
    ],
)
def test_headers_by_kind(path: str, sort: str, cache: str, media_type: str) -> None:
    """What changes is kept for a minute, what is named by its digest for ever."""
    assert headers_of(path, sort) == (("Cache-Control", cache), ("Content-Type", media_type))


def test_the_words_are_those_users_rely_on() -> None:
    """Cache-Control is word for word what is promised."""
    assert SHORT == "max-age=60, stale-while-revalidate=600"
    assert FOR_EVER == "max-age=31536000, immutable"


def test_only_another_header_makes_another_digest() -> None:
    """The digest tells headers apart, not files."""
    assert headers_digest("a/index.html", "article") == headers_digest("index.html", "page")
    assert headers_digest("a.txt", "media") != headers_digest("a.pdf", "media")
    assert len(headers_digest("a.txt", "media")) == 8


def test_pages_run_no_script_of_others(tmp_path: Path) -> None:
    """Raw HTML may embed frames and pictures of others; scripts stay the site's own."""
    strict = policy_of(site_of(tmp_path / "a"))
    embedding = policy_of(site_of(tmp_path / "b", markdown="{html: true}"))
    assert "https:" not in strict
    assert "frame-src https:" in embedding
    for policy in (strict, embedding):
        assert policy.startswith("default-src 'self';")
        assert "script-src" not in policy
        assert "unsafe" not in policy
    names = [name for name, _ in security_headers(site_of(tmp_path / "c"))]
    assert "Strict-Transport-Security" not in names
