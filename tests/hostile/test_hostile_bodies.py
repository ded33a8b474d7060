"""Bodies too large, too deep or too twisted: built whole and in time, or refused by name."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from support import build, site_from, tree_of

from backfile.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

PATH = "content/articles/a.uk.md"
PAGE = "ua/2025/01/a/index.html"
HEAD = "---\ntitle: A\ndate: 2025-01-01\n---\n"


def body_of(site: Path) -> str:
    """Return the body of the one article, as published."""
    page = tree_of(site / "public")[PAGE].decode()
    return page.partition('<div class="body">')[2].partition("</article>")[0]


def test_the_limit_of_a_source_is_told_and_can_be_raised(tmp_path: Path) -> None:
    """50 MB are refused at once, with the limit's name; with a higher one they are built whole."""
    paragraph = "Слово за словом, " * 25 + "\n\n"
    text = HEAD + "Перше.\n\n" + paragraph * (50_000_000 // len(paragraph.encode())) + "Останнє.\n"
    site = site_from(tmp_path, {PATH: text})
    begin = time.process_time()
    with pytest.raises(SiteError) as failed:
        build(site)
    assert time.process_time() - begin < 2
    assert str(failed.value) == (
        f"{PATH}: the source has {len(text.encode()):,} bytes, more than the limit of 2,000,000;"
        " shorten it, or raise `limits.source_bytes` in site.yaml"
    )
    site_from(tmp_path, {PATH: text}, limits="{source_bytes: 60000000}")
    assert build(site).summary.articles == 1
    assert body_of(site).count("<p>") == text.count("\n\n") + 1
    assert "<p>Останнє.</p>" in body_of(site)


def test_deep_lists_and_quotes_keep_all_text(tmp_path: Path) -> None:
    """12 levels of lists and 60 of quotes are on the page, every line of them."""
    lists = "".join(f"{'  ' * depth}- item {depth}.\n" for depth in range(12))
    quotes = "".join(f"{'> ' * depth}line {depth}.\n{'> ' * depth}\n" for depth in range(1, 61))
    site = site_from(tmp_path, {PATH: f"{HEAD}{lists}\n\n{quotes}"})
    assert build(site).problems == ()
    body = body_of(site)
    assert all(f"item {depth}." in body for depth in range(12))
    assert all(f"line {depth}." in body for depth in range(1, 61))


def test_what_is_too_deep_is_an_error_by_line(tmp_path: Path) -> None:
    """Text that would get lost stops the build, with the line at which it is lost."""
    site = site_from(tmp_path, {PATH: f"{HEAD}Text.\n\n{'>' * 5000} deep\n"})
    with pytest.raises(SiteError) as failed:
        build(site)
    (problem,) = failed.value.problems
    assert (problem.path, problem.line, problem.code) == (PATH, 7, "nesting-too-deep")


TWISTED = {
    "quotes": '"\\"a\' ' * 16_000,
    "brackets": "[" * 50_000,
    "stars": "*a " * 50_000,
    "tags": "<a " * 50_000,
    "backticks": "".join("`" * n + "a" for n in range(600)),
    "links": "[a](" * 20_000,
    "footnotes": "[^1]" * 20_000 + "\n\n[^1]: note\n",
    "table": "|" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|" * 5_000 + "\n",
    "attributes": "![a](b.svg){" * 5_000,
    "entities": "&#x" * 50_000,
    "one long word": "x" * 500_000,
}


@pytest.mark.parametrize("name", TWISTED)
def test_twisted_bodies_are_built_in_time(tmp_path: Path, name: str) -> None:
    """Tens of thousands of openers without an end do not hold up a build, and lose no article."""
    files = {PATH: HEAD + TWISTED[name], "content/articles/b.svg": "<svg viewBox='0 0 1 1'/>"}
    site = site_from(tmp_path, files)
    begin = time.process_time()
    assert build(site).summary.articles == 1
    assert time.process_time() - begin < 10


def test_paragraphs_without_end_have_summaries_like_others(tmp_path: Path) -> None:
    """Text without any space is searched, summarised and put into feeds like other text."""
    site = site_from(tmp_path, {PATH: f"{HEAD}{'щ' * 200_000}\n"})
    build(site)
    assert "щ" * 200_000 in tree_of(site / "public")[PAGE].decode()
