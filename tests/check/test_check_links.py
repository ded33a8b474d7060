"""Links: what this site has, what it has not, and what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from check.checking import article, found_in, lines_of, site_with

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "articles/b.uk.md": article(
        "## Джерела\n\n## Етика {#ethics}\n\nTexts[^1].\n\n[^1]: Note.\n",
        title="B",
        aliases="[/old/b/, /old.html]",
        tags="[one]",
        photo="{src: /photos/p.svg, alt: A, credit: B}",
    ),
    "articles/b.en.md": "---\ntitle: B\n---\n## Sources\n",
    "pages/about.uk.md": "---\ntitle: About\n---\n## Hi\n",
    "photos/p.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "static/files/report.pdf": "PDF",
    "static/plain": "text",
}


def faults(folder: Path, body: str, **overrides: str) -> list[tuple[str, str]]:
    """Return (code, hint) of what is wrong with the links of one article."""
    site = site_with(folder, {**FILES, "articles/a.uk.md": article(body)}, **overrides)
    return [
        (problem.code, problem.message.rpartition("; ")[2]) for problem in found_in(site, "links")
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/ua/", "/", "/ua/2025/01/b/", "/en/2025/01/b/", "/ua/about/", "/ua/tags/", "/ua/tags/one/",
        "/ua/archive/", "/ua/archive/2025/01/", "/ua/atom.xml", "/old/b/", "/old.html",
        "/files/report.pdf", "/plain", "/sitemap.xml", "/404.html", "/ua/?page=2#top",
        "/ua/about/#hi", "/ua/archive/#whatever", "#frame-main", "#", "#top", "#:~:text=Text",
        "b.md", "b.uk.md#ethics", "b#dzherela", "https://horizon.example/ua/about/",
        "https://horizon.example", "http://horizon.example/ua/", "https://elsewhere.example/ua/no/",
        "//elsewhere.example/no/", "mailto:a@b.example", "?page=2",
    ],
)  # fmt: skip
def test_what_is_there_is_no_fault(tmp_path: Path, address: str) -> None:
    """Pages, lists, feeds, redirects, files, parts of pages: all that a build would publish."""
    assert faults(tmp_path, f"A [link]({address}).\n") == []


@pytest.mark.parametrize(
    ("address", "code", "hint"),
    [
        ("/ua/nowhere/", "address-missing", "correct the address, or remove the link"),
        ("/ua/2025/01/c/", "address-missing", "correct the address, or remove the link"),
        ("/ua/abuot/", "address-missing", "did you mean `/ua/about/`?"),
        ("/about/", "address-missing", "did you mean `/ua/about/`?"),
        ("/files/reprot.pdf", "address-missing", "did you mean `/files/report.pdf`?"),
        ("/files/report.pdf/", "address-missing", "write `/files/report.pdf`, which is a file"),
        ("/ua/about", "address-slash", "write `/ua/about/`"),
        ("https://horizon.example/ua/no/", "address-missing",
         "correct the address, or remove the link"),
        ("/ua/about/#hii", "fragment-missing", "did you mean `/ua/about/#hi`?"),
        ("b.md#Джерела", "fragment-missing", "did you mean `b.md#dzherela`?"),
        ("b.md#sources", "fragment-missing",
         "give a heading there the id, `## … {#sources}`, or take out the `#`"),
        ("#fn2", "fragment-missing",
         "give a heading there the id, `## … {#fn2}`, or take out the `#`"),
    ],
)  # fmt: skip
def test_broken_links(tmp_path: Path, address: str, code: str, hint: str) -> None:
    """What is not there is named with what was probably meant."""
    assert faults(tmp_path, f"A [link]({address}).\n") == [(code, hint)]


def test_place_of_broken_links(tmp_path: Path) -> None:
    """A problem stands where the link does, whether it has a row or only its HTML tells of it."""
    body = "A [one](/no/), [two](#ab) and\r\n[two](#a).\r\n\r\n## Ab {#ab}\r\n"
    site = site_with(tmp_path, {"articles/a.uk.md": article(body).replace("A\n", "A #a\n")})
    found = lines_of(found_in(site, "links"))
    assert found == [
        "articles/a.uk.md:5:3 address-missing",
        "articles/a.uk.md:6:7 fragment-missing",
    ]


def test_base_is_not_written(tmp_path: Path) -> None:
    """Paths are written without the path of `url`; with it they lead elsewhere."""
    url = "https://horizon.example/archive"
    assert faults(tmp_path, "[a](/ua/about/) [b](https://horizon.example/other/)\n", url=url) == []
    assert faults(tmp_path, f"[a](/archive/ua/about/) [b]({url}/ua/no/)\n", url=url) == [
        ("address-missing", "did you mean `/ua/about/`?"),
        ("address-missing", "correct the address, or remove the link"),
    ]


def test_readers_language_decides_about_parts(tmp_path: Path) -> None:
    """A link to a source must have its part in the version that readers of the page are led to."""
    files = {
        **FILES,
        "articles/a.uk.md": article(),
        "articles/a.en.md": "---\ntitle: A\n---\n[x](b.md#dzherela)\n",
    }
    [problem] = found_in(site_with(tmp_path, files), "links")
    assert problem.path == "content/articles/a.en.md"
    assert "content/articles/b.en.md has no such part" in problem.message


def test_raw_html(tmp_path: Path) -> None:
    """Raw HTML links and gives ids, too, where a site allows it; there, the base is written."""
    body = "<p id='here'>A</p>\n\n<a class='x' href='/archive/ua/no/'>b</a>"
    body += " [c](#here) <a href=#d>d</a>\n"
    overrides = {"markdown": "{html: true}", "url": "https://horizon.example/archive"}
    found = faults(tmp_path, body, **overrides)
    assert [code for code, _ in found] == ["address-missing", "fragment-missing"]


def test_link_to_unpublished(tmp_path: Path) -> None:
    """What a build reports of links is reported among them, and weighs the same."""
    files = {
        "articles/a.uk.md": article("[b](b) [c](c)\n"),
        "articles/b.uk.md": article(draft="true"),
    }
    found = found_in(site_with(tmp_path, files), "links")
    assert [(p.code, p.severity) for p in found] == [
        ("link-unpublished", "warning"), ("link-missing", "error"),
    ]  # fmt: skip


def test_biography_is_told_once(tmp_path: Path) -> None:
    """A biography that all languages share has each of its faults once."""
    record = 'name: D\nbio: "[a](/no/) [b](#no)"\n'
    files = {"articles/a.uk.md": article(author="d"), "authors/d.yaml": record}
    found = found_in(site_with(tmp_path, files), "links")
    assert [(p.path, p.code) for p in found] == [
        ("content/authors/d.yaml", "address-missing"),
        ("content/authors/d.yaml", "fragment-missing"),
    ]


def test_menu(tmp_path: Path) -> None:
    """A menu's path that no language has is an error; one that some have not, a warning."""
    menu = "[{to: /no/, label: N}, {to: /archive/2025/, label: A}, {to: /about/, label: B}]"
    files = {"articles/a.uk.md": article(), "pages/about.uk.md": "---\ntitle: About\n---\n"}
    found = found_in(site_with(tmp_path, files, menu=menu), "links")
    assert [(p.path, p.code, p.severity) for p in found] == [
        ("site.yaml", "menu", "error"),
        ("site.yaml", "menu", "warning"),
    ]
    assert "`/archive/2025/`, which is not there in `en`, `ru`" in found[1].message


@pytest.mark.parametrize(("front_matter", "drafts", "count"), [
    ({"draft": "true"}, False, 0),
    ({"draft": "true"}, True, 1),
    ({"date": "2026-01-01"}, False, 1),
    ({"expires": "2025-02-01"}, False, 0),
])  # fmt: skip
def test_what_is_looked_at(
    tmp_path: Path, front_matter: dict[str, str], drafts: bool, count: int
) -> None:
    """Scheduled articles are looked at, drafts if that is wished, expired ones never."""
    site = site_with(tmp_path, {"articles/a.uk.md": article("[a](/no/)\n", **front_matter)})
    assert len(found_in(site, "links", drafts=drafts)) == count
