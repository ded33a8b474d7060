"""An address that dies is told before it does, with what would keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import support

from backfile.errors import Problem, SiteError

if TYPE_CHECKING:
    from pathlib import Path

HERE = "content/articles/a.uk.md"
OLD = "public/ua/2025/03/stara-nazva/index.html"


def article(title: str, **keys: str) -> str:
    """Return a source with this headline and these lines of front matter."""
    lines = {"title": title, "date": "2025-03-01", **keys}
    head = "".join(f"{key}: {value}\n" for key, value in lines.items())
    return f"---\n{head}---\nText.\n"


def lost(folder: Path, **options: object) -> list[Problem]:
    """Build, and return what is said of lost addresses."""
    problems = support.build(folder, **options).problems
    return [problem for problem in problems if problem.code == "address-lost"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose one article is published."""
    folder = support.site_from(tmp_path, {HERE: article("Стара назва")})
    assert lost(folder) == []
    assert (folder / OLD).exists()
    return folder


def edit(site: Path, **keys: str) -> None:
    """Write the article anew, with another headline unless one is given."""
    title = keys.pop("title", "Нова назва")
    (site / HERE).write_text(article(title, **keys), "utf-8")


def test_a_corrected_headline_is_told_once(site: Path) -> None:
    """The warning names both addresses, and both ways to keep the old one."""
    edit(site)
    assert [str(problem) for problem in lost(site)] == [
        f"{HERE}:2:8: the article moved from `/ua/2025/03/stara-nazva/` to"
        " `/ua/2025/03/nova-nazva/`, and links to the old address will fail;"
        " write `aliases: [/ua/2025/03/stara-nazva/]`, or keep it with `slug: stara-nazva`"
    ]
    assert not (site / OLD).exists()
    assert lost(site) == []


def test_nothing_is_lost_under_strict(site: Path) -> None:
    """With --strict the page stays, and is told of at every build until something is done."""
    edit(site)
    for _ in range(2):
        with pytest.raises(SiteError, match=r"write `aliases: "):
            support.build(site, strict=True)
        assert (site / OLD).exists()
    edit(site, title="Ще інша назва")
    with pytest.raises(SiteError) as refused:
        support.build(site, strict=True)
    # What was never published cannot be lost.
    assert ["from `/ua/2025/03/stara-nazva/` to" in p.message for p in refused.value.problems] == [
        True
    ]
    edit(site, aliases="[/ua/2025/03/stara-nazva/]")
    support.build(site, strict=True)
    assert b"/ua/2025/03/nova-nazva/" in (site / OLD).read_bytes()


def test_what_is_advised_keeps_the_address(site: Path) -> None:
    """The slug keeps the page, the alias keeps the address, and neither is told of."""
    edit(site, slug="stara-nazva")
    assert lost(site) == []
    edit(site, aliases="[/ua/2025/03/stara-nazva/]")
    assert lost(site) == []
    assert b"nova-nazva" in (site / OLD).read_bytes()


def test_another_date_is_no_matter_of_the_slug(site: Path) -> None:
    """Where more than the slug changed only an alias is advised, beside those there are."""
    edit(site, title="Стара назва", date="2024-03-01", aliases="[/x/]")
    (problem,) = lost(site)
    assert problem.message.endswith("will fail; add `/ua/2025/03/stara-nazva/` to `aliases`")


def test_a_page_may_move_too(tmp_path: Path) -> None:
    """A static page whose slug changed is told of, at its slug."""
    page = "content/pages/about.en.md"
    site = support.site_from(tmp_path, {page: "---\ntitle: About\n---\n"})
    support.build(site)
    (site / page).write_text("---\ntitle: About\nslug: about-us\n---\n")
    assert [str(problem) for problem in lost(site)] == [
        f"{page}:3:7: the page moved from `/en/about/` to `/en/about-us/`, and links to the old"
        " address will fail; write `aliases: [/en/about/]`, or keep it with `slug: about`"
    ]


def test_an_address_that_another_page_has_is_not_lost(site: Path) -> None:
    """Where another article takes the address over, nobody is sent nowhere."""
    edit(site)
    (site / "content/articles/b.uk.md").write_text(article("Стара назва"), "utf-8")
    assert lost(site) == []


def test_what_is_gone_is_not_moved(site: Path) -> None:
    """An article that is taken back is meant to go."""
    edit(site, draft="true")
    assert lost(site) == []


@pytest.mark.parametrize("way", ["output", "clean"])
def test_nothing_is_told_of_other_folders(site: Path, tmp_path: Path, way: str) -> None:
    """Into another folder, and from nothing, nothing was published before."""
    edit(site)
    options = {"output": tmp_path / "other"} if way == "output" else {"clean": True}
    assert lost(site, **options) == []
    assert lost(site) == []


def test_very_many_moves_are_one_warning(tmp_path: Path) -> None:
    """Another permalink moves everything: that is told once, with three examples."""
    files = {f"content/articles/a{n:02}.uk.md": article(f"Назва {n:02}") for n in range(21)}
    site = support.site_from(tmp_path, dict(files))
    support.build(site)
    support.site_from(tmp_path, {}, permalink='"{slug}"')
    (problem,) = lost(site)
    assert problem.message.startswith(
        "21 articles and pages moved, and links to their old addresses will fail"
        " (`/ua/2025/03/nazva-00/` to `/ua/nazva-00/`, `/ua/2025/03/nazva-01/` to"
    )
    assert problem.message.count("` to `") == 3
