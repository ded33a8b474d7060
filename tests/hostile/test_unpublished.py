"""What is not published appears nowhere: not in pages, feeds, sitemaps, counts or file names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from support import build, site_from, tree_of

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = "Kryivka"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'


def article(title: str, *lines: str, body: str = "Text.\n") -> str:
    """Return an article; its tags, author, section and series are all its own."""
    fields = "".join(f"{line}\n" for line in lines)
    return f"---\ntitle: {title}\n{fields}---\n{body}"


OPEN = {
    "content/articles/open.uk.md": article(
        "Open", "date: 2025-01-01", "tags: [shared]", "author: shared", "section: shared"
    ),
    "content/articles/other.uk.md": article("Other", "date: 2025-03-01", "tags: [shared]"),
    "content/pages/about.uk.md": article("About"),
}
REASONS = {
    "draft": ["date: 2025-02-01", "draft: true"],
    "future": ["date: 2031-02-01"],
    "expired": ["date: 2025-02-01", "expires: 2025-08-01"],
}


def hidden_files(lines: list[str]) -> dict[str, str | bytes]:
    """Return a story in two languages, with everything an article can bring along."""
    word = HIDDEN.lower()
    own = [
        f"tags: [shared, {HIDDEN}]",
        f"author: {word}",
        f"section: {HIDDEN} news",
        "series: shared",
    ]
    own += [f"photo: {word}.svg", f"aliases: [/{word}/]", f"summary: {HIDDEN}"]
    return {
        f"content/articles/{word}.uk.md": article(HIDDEN, *lines, *own, body=f"{HIDDEN}\n"),
        f"content/articles/{word}.en.md": article(f"The {HIDDEN}", *lines, body=f"{HIDDEN}\n"),
        f"content/articles/{word}.svg": SVG,
        f"content/pages/{word}.uk.md": article(HIDDEN, *lines),
        f"content/authors/{word}.yaml": f"name: {HIDDEN}\nphoto: {word}-face.svg\n",
        f"content/authors/{word}-face.svg": SVG,
    }


@pytest.mark.parametrize("reason", REASONS)
def test_no_trace_in_the_output(tmp_path: Path, reason: str) -> None:
    """The site is byte for byte the one that never had the story, its tag or its author."""
    with_it = site_from(tmp_path / "with", {**OPEN, **hidden_files(REASONS[reason])})
    without = site_from(tmp_path / "without", dict(OPEN))
    built, plain = build(with_it), build(without)
    tree = tree_of(with_it / "public")
    assert not [path for path in tree if HIDDEN.lower() in path.lower()]
    assert not [p for p, data in tree.items() if HIDDEN.encode().lower() in data.lower()]
    assert tree == tree_of(without / "public")
    assert built.summary.articles == plain.summary.articles == 2


@pytest.mark.parametrize("reason", REASONS)
def test_what_was_published_goes_without_a_trace(tmp_path: Path, reason: str) -> None:
    """An incremental build that hides a story leaves what a site without it has."""
    published = hidden_files(["date: 2025-02-01"])
    site = site_from(tmp_path / "site", {**OPEN, **published})
    build(site)
    assert any(HIDDEN.lower() in path for path in tree_of(site / "public"))
    site_from(site, hidden_files(REASONS[reason]))
    build(site)
    without = site_from(tmp_path / "without", dict(OPEN))
    build(without)
    assert tree_of(site / "public") == tree_of(without / "public")


def test_time_publishes_and_takes_back(tmp_path: Path) -> None:
    """The same files are hidden before their date, shown from it on, and gone when they expire."""
    lines = ["date: 2025-02-01T12:00:00Z", "expires: 2025-02-02T12:00:00Z"]
    site = site_from(tmp_path, {**OPEN, **hidden_files(lines)})
    shown = []
    for day, hour in ((1, 11), (1, 12), (2, 11), (2, 12)):
        build(site, now=datetime(2025, 2, day, hour, tzinfo=UTC))
        shown.append(any(HIDDEN.lower() in path for path in tree_of(site / "public")))
    assert shown == [False, True, True, False]


def test_drafts_are_shown_when_asked_for(tmp_path: Path) -> None:
    """`--drafts` publishes drafts, and the next build without it takes them back."""
    site = site_from(tmp_path, {**OPEN, **hidden_files(REASONS["draft"])})
    build(site)
    plain = tree_of(site / "public")
    assert build(site, drafts=True).summary.articles == 4
    build(site)
    assert tree_of(site / "public") == plain


def test_a_link_to_what_is_hidden_keeps_its_text(tmp_path: Path) -> None:
    """Its text stays, without a link; each such link is a warning with its place."""
    body = "\n".join(f"See [text of {reason}]({reason}.md#part)." for reason in REASONS) + "\n"
    files: dict[str, str | bytes] = {
        f"content/articles/{reason}.uk.md": article(reason.upper(), *lines)
        for reason, lines in REASONS.items()
    }
    files["content/articles/a.uk.md"] = article("A", "date: 2025-01-01", body=body)
    site = site_from(tmp_path, files)
    assert [str(problem) for problem in build(site).problems] == [
        f"content/articles/a.uk.md:{line}:5: the link leads to `{reason}.md`, which is not"
        " published; its text stays without a link"
        for line, reason in enumerate(REASONS, start=5)
    ]
    page = tree_of(site / "public")["ua/2025/01/a/index.html"].decode()
    text = page.partition('<div class="body">')[2].partition("</div>")[0]
    assert "<a" not in text
    assert re.findall(r"text of \w+", text) == [f"text of {reason}" for reason in REASONS]


def test_a_draft_lends_its_fields(tmp_path: Path) -> None:
    """A translation of a draft is published with the draft's date and photo."""
    files = {
        "content/articles/a.uk.md": article("Чернетка", *REASONS["draft"], "photo: a.svg"),
        "content/articles/a.en.md": article("Translated"),
        "content/articles/a.svg": SVG,
    }
    site = site_from(tmp_path, files)
    assert build(site).summary.articles == 1
    page = tree_of(site / "public")["en/2025/02/translated/index.html"].decode()
    assert "<figure" in page
    assert 'hreflang="uk" href="https://horizon.example/ua/2025' not in page


def test_names_with_a_dot_stay_at_home(tmp_path: Path) -> None:
    """Secrets and leavings are not copied, nor read as articles; two names of the web are."""
    kept = ["robots.txt", ".well-known/security.txt", ".nojekyll", "a/.well-known/x"]
    left = [".env", ".git/config", ".htpasswd", "a/.DS_Store", "a/.git/config", "x~", ".x.swp"]
    files: dict[str, str | bytes] = {f"content/static/{name}": HIDDEN for name in kept + left}
    files |= {
        "content/articles/.hidden.uk.md": article(HIDDEN, "date: 2025-01-01"),
        "content/articles/.git/a.uk.md": article(HIDDEN, "date: 2025-01-01"),
        "content/articles/open.uk.md~": article(HIDDEN, "date: 2025-01-01"),
        "content/pages/.x.uk.md": article(HIDDEN),
        "content/authors/.x.yaml": f"name: {HIDDEN}\n",
        ".env": HIDDEN,
    }
    site = site_from(tmp_path, {**OPEN, **files})
    assert build(site).problems == ()
    tree = tree_of(site / "public")
    assert {path for path, data in tree.items() if HIDDEN.encode() in data} == set(kept)


def test_sources_are_not_published(tmp_path: Path) -> None:
    """Markdown, records, settings and photos that nothing shows stay where they are."""
    files = {**OPEN, "content/photos/unused.svg": SVG, "content/articles/notes.txt": HIDDEN}
    site = site_from(tmp_path, files)
    build(site)
    tree = tree_of(site / "public")
    assert not [path for path in tree if path.endswith((".md", ".yaml", ".sqlite", ".po"))]
    assert not [path for path in tree if "unused" in path or "notes" in path]
