"""Metadata: what lists and search results miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from check.checking import article, found_in, lines_of, site_with

from backfile.check.metadata import LONGEST_TITLE

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = {
    "author": "D",
    "tags": "[one]",
    "photo": "{src: 'https://p.example/p.jpg', alt: A, credit: B}",
}


@pytest.mark.parametrize(
    ("fields", "body", "codes"),
    [
        (WHOLE, "Text.\n", []),
        ({}, "Text.\n", ["no-author", "no-photo", "no-terms"]),
        ({**WHOLE, "tags": "[]", "section": "news"}, "Text.\n", []),
        (WHOLE, "## Heading\n", ["no-summary"]),
        (WHOLE, "\\* \\* \\*\n", ["no-summary"]),
        ({**WHOLE, "summary": "S"}, "## Heading\n", []),
        ({**WHOLE, "title": "x" * LONGEST_TITLE}, "Text.\n", []),
        ({**WHOLE, "title": "x" * (LONGEST_TITLE + 1)}, "Text.\n", ["title-long"]),
    ],
)
def test_gaps(tmp_path: Path, fields: dict[str, str], body: str, codes: list[str]) -> None:
    """Each gap is a warning at the title of the article."""
    site = site_with(tmp_path, {"articles/a.uk.md": article(body, **fields)})
    found = found_in(site, "metadata")
    assert lines_of(found) == [f"articles/a.uk.md:2:8 {code}" for code in codes]
    assert {problem.severity for problem in found} <= {"warning"}


def test_what_is_inherited_is_missed_once(tmp_path: Path) -> None:
    """A translation has a title and a summary of its own, and the rest from its original."""
    files = {"articles/a.uk.md": article(), "articles/a.en.md": "---\ntitle: A\n---\n## H\n"}
    assert lines_of(found_in(site_with(tmp_path, files), "metadata")) == [
        "articles/a.en.md:2:8 no-summary",
        "articles/a.uk.md:2:8 no-author",
        "articles/a.uk.md:2:8 no-photo",
        "articles/a.uk.md:2:8 no-terms",
    ]


def test_pages_and_drafts_are_not_asked(tmp_path: Path) -> None:
    """Static pages need none of it, and drafts not yet."""
    files = {"pages/a.uk.md": "---\ntitle: A\n---\n", "articles/d.uk.md": article("", draft="true")}
    assert found_in(site_with(tmp_path, files), "metadata") == []
