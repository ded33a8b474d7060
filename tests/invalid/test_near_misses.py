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
