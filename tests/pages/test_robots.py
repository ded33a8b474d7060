"""robots.txt: everything is allowed but for the purposes that site.yaml refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages.published import Published, publish
from support import build, site_from, tree_of

from backfile.site.crawlers import PURPOSES, crawlers_for

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = "User-agent: *\nAllow: /\n\nSitemap: https://horizon.example/sitemap.xml\n"


def test_everything_is_allowed(gazette: Published) -> None:
    """Unless site.yaml says otherwise, and the sitemap is named in full."""
    assert gazette.text("/robots.txt") == ALLOWED


def test_purposes_are_refused_by_name(tmp_path: Path) -> None:
    """One group with every crawler of the purpose, then everyone else."""
    text = publish(tmp_path, {}, robots="{training: refuse, search: allow}").text("/robots.txt")
    refused, _, rest = text.partition("Disallow: /\n\n")
    assert rest == ALLOWED
    lines = refused.splitlines()
    assert all(line.startswith("User-agent: ") for line in lines)
    names = [line.removeprefix("User-agent: ") for line in lines]
    assert tuple(names) == crawlers_for(("training",))
    assert {"GPTBot", "ClaudeBot", "CCBot", "Google-Extended"} <= set(names)
    assert "OAI-SearchBot" not in names


def test_a_change_of_mind_writes_robots_alone(tmp_path: Path) -> None:
    """Content is not read anew for it."""
    site = site_from(tmp_path, {})
    build(site)
    before = tree_of(site / "public")
    site_from(site, {}, robots="{search: refuse}")
    assert build(site).summary.written == 1
    after = tree_of(site / "public")
    assert [name for name in after if after[name] != before[name]] == ["robots.txt"]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_has_names(purpose: str) -> None:
    """Each crawler once, for one purpose, as a token of RFC 9309."""
    names = crawlers_for((purpose,))
    assert names
    assert len(names) == len(set(names))
    assert all(
        name.replace("-", "").isascii() and name.replace("-", "").isalpha() for name in names
    )
    others = crawlers_for(tuple(other for other in PURPOSES if other != purpose))
    assert not set(names) & set(others)


def test_security_txt_is_published_as_it_is(tmp_path: Path) -> None:
    """RFC 9116 wants it in .well-known/, whose name begins with a dot."""
    text = "Contact: mailto:a@horizon.example\nExpires: 2026-01-01T00:00:00Z\n"
    published = publish(tmp_path, {"content/static/.well-known/security.txt": text})
    assert published.text("/.well-known/security.txt") == text
