"""What an editor gets nearly right: each is told, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
import support

from backfile.errors import SiteError


def article(body: str = "Text.", **keys: str) -> str:
    """Return a source with these lines of front matter."""
    lines = {"title": "Fire", "date": "2025-03-01", **keys}
    head = "".join(f"{key}: {value}\n" for key, value in lines.items())
    return f"---\n{head}---\n{body}\n"


def messages_of(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return the problems of a site as printed, whether it publishes or not."""
    site = support.site_from(folder, files)
    try:
        return [str(problem) for problem in support.build(site).problems]
    except SiteError as error:
        return [str(problem) for problem in error.problems]


def test_a_link_to_a_file_says_where_files_belong(tmp_path: Path) -> None:
    """A document beside an article is not published, and cannot be linked to."""
    files: dict[str, str | bytes] = {
        "content/articles/a.en.md": article("[the report](report.pdf)"),
        "content/articles/report.pdf": b"%PDF",
    }
    assert messages_of(tmp_path, files) == [
        "content/articles/a.en.md:5:1: the link leads to `report.pdf`, which is no article;"
        " put the file into content/static/ and link to `/report.pdf`"
    ]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/tags.yml", "name it `tags.yaml`"),
        ("content/authors/daryna.yml", "name it `daryna.yaml`"),
        ("content/articles/b.en.markdown", "name it `b.en.md`"),
        ("content/article/b.en.md", "articles belong in content/articles/"),
    ],
)
def test_a_source_that_is_not_read_is_told(tmp_path: Path, path: str, hint: str) -> None:
    """A file in the wrong place, or with the wrong suffix, does not vanish without a word."""
    files: dict[str, str | bytes] = {"content/articles/a.en.md": article(), path: article()}
    (message,) = messages_of(tmp_path, files)
    assert message.startswith(f"{path}: this file is not read; {hint}")


def test_an_author_that_is_all_but_another(tmp_path: Path) -> None:
    """A misspelt key publishes a new person, which is hardly meant."""
    files: dict[str, str | bytes] = {
        "content/authors/daryna-vialko.yaml": "name: Daryna Vialko\n",
        "content/articles/a.en.md": article(author="daryna-vialka"),
        "content/articles/b.en.md": article(title="Other", author="Boris Vialka"),
    }
    assert messages_of(tmp_path, files) == [
        "content/articles/a.en.md:4:9: there is no author `daryna-vialka` in content/authors/;"
        " did you mean `daryna-vialko`?"
    ]


def test_a_photo_without_a_file(tmp_path: Path) -> None:
    """Alt and credit of a photo that nobody names are not dropped in silence."""
    files: dict[str, str | bytes] = {"content/articles/a.en.md": article(photo="{credit: AP}")}
    (message,) = messages_of(tmp_path, files)
    assert "`photo` has no `src`" in message


def test_theme_and_content_are_told_together(tmp_path: Path) -> None:
    """An unknown theme does not hide what is wrong with articles."""
    site = support.site_from(
        tmp_path, {"content/articles/a.en.md": article(date="yesterday")}, theme="horizn"
    )
    with pytest.raises(SiteError) as raised:
        support.build(site)
    paths = [problem.path for problem in raised.value.problems]
    assert paths == ["content/articles/a.en.md", "site.yaml"]


def test_names_stay_ukrainian_on_the_english_pages_of_a_ukrainian_site(tmp_path: Path) -> None:
    """Letters that both languages have are read by the site's main language."""
    site = support.site_from(
        tmp_path, {"content/articles/a.en.md": article(author="Богдан Гаврилюк")}
    )
    support.build(site)
    assert (site / "public/en/authors/bohdan-havryliuk/index.html").is_file()


def test_photos_of_a_draft_stay_unpublished(tmp_path: Path) -> None:
    """A translation shows the lead photo of its draft original, and no other photo of it."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article("![](secret.svg)", photo="lead.svg", draft="true"),
        "content/articles/a.en.md": "---\ntitle: Fire\n---\nText.\n",
        "content/articles/lead.svg": svg,
        "content/articles/secret.svg": svg,
    }
    site = support.site_from(tmp_path, files)
    support.build(site)
    names = [path.name.partition(".")[0] for path in (site / "public/assets").glob("*.svg")]
    assert "lead" in names
    assert "secret" not in names


@pytest.mark.parametrize(
    ("section", "meant"),
    [("cultur", "culture"), ("Культура", "culture"), ("nature", ""), ("sport-2", "")],
)
def test_a_section_that_is_all_but_another(tmp_path: Path, section: str, meant: str) -> None:
    """A slip, or a label for its key, publishes a section of its own, which is hardly meant."""
    files: dict[str, str | bytes] = {
        "content/sections.yaml": "culture: {uk: Культура, en: Culture}\nsport-1: Sport\n",
        "content/articles/a.en.md": article(section=section),
    }
    assert messages_of(tmp_path, files) == (
        [
            f"content/articles/a.en.md:4:10: content/sections.yaml has no `{section}`;"
            f" did you mean `{meant}`?"
        ]
        if meant
        else []
    )


def test_terms_without_any_record_are_nobodys_slip(tmp_path: Path) -> None:
    """Where nothing is described, and for tags, near words are not reported."""
    files: dict[str, str | bytes] = {
        "content/tags.yaml": "culture: Culture\n",
        "content/articles/a.en.md": article(section="cultur", tags="[cultur]"),
        "content/articles/b.en.md": article(title="Other", section="culture"),
    }
    assert messages_of(tmp_path, files) == []


def test_a_query_of_a_term_that_is_not_there(tmp_path: Path) -> None:
    """A theme that names a section by a slip is told; one that names another is not."""
    files: dict[str, str | bytes] = {
        "themes/own/theme.yaml": (
            "queries:\n"
            '  one: {on: [front], of: "sections:cultur"}\n'
            '  two: {on: [front], of: "sections:opinion"}\n'
            '  three: {on: [front], of: "sections:culture"}\n'
        ),
        "content/articles/a.en.md": article(section="culture"),
        "site.yaml": support.SITE + "theme: own\n",
    }
    assert messages_of(tmp_path, files) == [
        "themes/own/theme.yaml:2:26: `sections` has no `cultur`; did you mean `culture`?"
    ]


def test_a_file_named_by_the_path_of_its_language(tmp_path: Path) -> None:
    """Addresses say `ua` where files say `uk`: who mixes them up is told which is which."""
    (message,) = messages_of(tmp_path, {"content/articles/x.ua.md": article()})
    assert message == (
        "content/articles/x.ua.md: unknown language `ua`; that is the path of `uk` in addresses;"
        " name the file `x.uk.md`"
    )


def test_all_that_is_wrong_with_a_query_is_told_at_once(tmp_path: Path) -> None:
    """Its list is looked at, too, where it names no kind of page that there is."""
    files: dict[str, str | bytes] = {
        "themes/own/theme.yaml": "queries:\n  one: {on: [fornt], of: sektions}\n",
        "site.yaml": support.SITE + "theme: own\n",
    }
    assert [message.partition("; ")[2] for message in messages_of(tmp_path, files)] == [
        "did you mean `front`?",
        "did you mean `sections`?",
    ]


def test_a_menu_that_leads_nowhere(tmp_path: Path) -> None:
    """A path that no language has is told; one that waits for an article or page is not."""
    menu = """
  - {to: /abuot/, label: A}
  - {to: "/about/#team", label: A}
  - {to: /soon/, label: A}
  - {to: /culture/, label: A}
  - {to: /tags/, label: A}
  - {to: /ua/2025/03/fire/, label: A}
  - {to: /en/2025/03/fire/, label: A}
  - {to: /, label: A}
  - {to: "https://shop.example/", label: A}"""
    files: dict[str, str | bytes] = {
        "content/pages/about.uk.md": "---\ntitle: Про нас\n---\n",
        "content/pages/soon.uk.md": "---\ntitle: Скоро\ndraft: true\n---\n",
        "content/sections.yaml": "culture: Culture\n",
        "content/articles/a.en.md": article(),
        "site.yaml": support.SITE + f"menu:{menu}\n",
    }
    nowhere = "; write the path of a page or section, or take it out"
    assert messages_of(tmp_path, files) == [
        "site.yaml:10:10: the menu leads to `/abuot/`, which no language has;"
        " did you mean `/about/`?",
        f"site.yaml:15:10: the menu leads to `/ua/2025/03/fire/`, which no language has{nowhere}",
    ]
    front = (tmp_path / "public/ua/index.html").read_text("utf-8")
    assert 'href="/ua/about/#team"' in front


def test_policies_that_nobody_can_read(tmp_path: Path) -> None:
    """A policy whose page or part of a page is not there is told, where site.yaml names it."""
    policies = """
    ethics: "/about/#ethics"
    corrections: "/about/#errors"
    ownership: /owners/
    principles: /principles.pdf
    masthead: /en/about/"""
    files: dict[str, str | bytes] = {
        "content/pages/about.en.md": "---\ntitle: About\n---\n## Rules {#ethics}\n",
        "content/static/principles.pdf": b"%PDF",
        "site.yaml": support.SITE + f"publisher:\n  policies:{policies}\n",
    }
    assert messages_of(tmp_path, files) == [
        "site.yaml:12:18: `publisher.policies.corrections` is `/about/#errors`, but no heading of"
        " that page has the id `errors`; write `## … {#errors}`",
        "site.yaml:13:16: `publisher.policies.ownership` is `/owners/`, but there is no such page;"
        " write content/pages/owners.md",
        "site.yaml:15:15: `publisher.policies.masthead` is `/en/about/`, but there is no such page;"
        " did you mean `/about/`?",
    ]
