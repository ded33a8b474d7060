"""A new article: its place, its name, its front matter."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from command import backfile_main
from hypothesis import given
from hypothesis import strategies as st
from support import build, site_from, tree_of

from backfile.desk.scalars import scalar_of
from backfile.model import Language, Site
from backfile.source.article import parse_article
from backfile.yaml.nodes import Mapping, Scalar
from backfile.yaml.root import parse_mapping

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = {
    "content/authors/daryna-vialko.yaml": "name: Дарина Вялко\n",
    "content/sections.yaml": "culture: {label: {uk: Культура, en: Culture}}\n",
}


@pytest.fixture
def new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> NewCommand:
    """Return what runs `backfile new` in a site's folder."""
    monkeypatch.chdir(tmp_path)
    return NewCommand(tmp_path, capsys)


class NewCommand:
    """Runs `backfile new` in a site."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *args: str) -> str:
        """Return the path that is printed, and nothing but it."""
        assert backfile_main("new", *args) == 0
        out, err = self.capsys.readouterr()
        assert err == ""
        return out.removesuffix("\n")

    def refuses(self, *args: str) -> str:
        """Return why the command is refused; nothing is written."""
        before = tree_of(self.folder)
        assert backfile_main("new", *args) == 2
        out, err = self.capsys.readouterr()
        assert out == ""
        assert tree_of(self.folder) == before
        return err

    def text_of(self, path: str) -> str:
        """Return the text of a file of the site."""
        return (self.folder / path).read_text(encoding="utf-8")


def article(date: str = "2025-08-09", section: str = "culture") -> str:
    """Return an article of that day and section."""
    return f"---\ntitle: T\ndate: {date}\nsection: {section}\n---\nText.\n"


def test_article_is_taken_by_the_next_build(new: NewCommand) -> None:
    """What is written builds at once, without a warning, and is published."""
    site_from(new.folder, RECORDS)
    given = ("--section", "culture", "--author", "daryna-vialko", "--lang", "en")
    path = new('Fire: the "old" mill #1 burnt', *given)
    built = build(new.folder, now=datetime.now(UTC), strict=True)
    assert built.problems == ()
    assert built.summary.articles == 1
    assert path.endswith("/fire-the-old-mill-1-burnt.en.md")


def test_front_matter_is_what_was_given(new: NewCommand) -> None:
    """Options become keys; what was not given stands there as a comment."""
    site_from(new.folder, RECORDS)
    args = ("--date", "2025-08-23T10:00", "--author", "Іван Франко", "--author", "daryna-vialko")
    path = new("Пожежа", "--draft", *args)
    assert path == "content/articles/2025/pozhezha.uk.md"
    fields = parse_article(path, (new.folder / path).read_bytes(), site_of("uk")).fields
    assert fields
    assert (fields.title, fields.draft, fields.section) == ("Пожежа", True, None)
    assert fields.authors == ("Іван Франко", "daryna-vialko")
    assert fields.date
    assert fields.date.iso == "2025-08-23T10:00:00+00:00"
    assert "# section: …" in new.text_of(path)


def test_date_is_now_in_the_zone_of_the_site(new: NewCommand) -> None:
    """Without `--date` an article is of this minute, as the site's clock has it."""
    site_from(new.folder, {}, timezone="Pacific/Kiritimati")
    text = new.text_of(new("Now"))
    zone = "Pacific/Kiritimati"
    fields = parse_article("content/articles/a.uk.md", text.encode(), site_of("uk", zone)).fields
    assert fields
    assert fields.date_us is not None
    assert 0 <= datetime.now(UTC).timestamp() - fields.date_us / 1e6 < 120


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        (["2024/a", "2025/b", "2025/c"], "2026/novyna.uk.md"),
        (["2025/08/a", "2025/08/b"], "2026/03/novyna.uk.md"),
        (["2025-08/a"], "2026-03/novyna.uk.md"),
        (["culture/a", "culture/b"], "culture/novyna.uk.md"),
        (["culture/2025/a"], "culture/2026/novyna.uk.md"),
        (["a", "b"], "novyna.uk.md"),
        (["{name}/a"], "{name}/novyna.uk.md"),
        (["2025/a/index", "2025/b/index"], "2026/novyna/index.uk.md"),
        (["paper/a", "paper/b", "2025/c"], "paper/novyna.uk.md"),
        ([], "2026/novyna.uk.md"),
    ],
)
def test_folder_is_the_usual_one(new: NewCommand, existing: list[str], expected: str) -> None:
    """A new article lies as the newest ones do: by year, month, section, in a bundle, or flat."""
    names = [f"content/articles/{name}.uk.md" for name in existing]
    site_from(new.folder, dict.fromkeys(names, article()))
    path = new("Новина", "--section", "culture", "--date", "2026-03-04")
    assert path == f"content/articles/{expected}"


def test_newest_articles_say_what_is_usual(new: NewCommand) -> None:
    """What was usual long ago does not outweigh what is usual now."""
    old = {f"content/articles/{number}.uk.md": article("2001-01-01") for number in range(60)}
    recent = {f"content/articles/2025/{number}.uk.md": article() for number in range(40)}
    site_from(new.folder, old | recent)
    assert new("Новина", "--date", "2026-03-04") == "content/articles/2026/novyna.uk.md"


def test_section_of_the_folder_must_be_known(new: NewCommand) -> None:
    """Without a section, an article does not go into a folder of one."""
    site_from(new.folder, {"content/articles/culture/a.uk.md": article()})
    assert new("Новина", "--date", "2026-03-04") == "content/articles/2026/novyna.uk.md"


def test_names_without_language(new: NewCommand) -> None:
    """Where files do not name the default language, neither does a new one; others do."""
    site_from(new.folder, {"content/articles/a.md": article()})
    assert new("Новина") == "content/articles/novyna.md"
    assert new("News", "--lang", "en") == "content/articles/news.en.md"


@pytest.mark.parametrize("existing", ["fire.uk.md", "fire.en.md", "Fire.md", "fire/photo.jpg"])
def test_never_over_another_story(new: NewCommand, existing: str) -> None:
    """A name that any version of a story has is taken: the next one gets a number."""
    folder = "content/articles/2025"
    usual = {f"{folder}/{name}.en.md": article() for name in "abc"}
    site_from(new.folder, {**usual, f"{folder}/{existing}": article()})
    before = tree_of(new.folder)
    path = new("Fire", "--lang", "en", "--date", "2025-08-10", "--section", "culture")
    assert path == f"{folder}/fire-2.en.md"
    assert new("Fire", "--lang", "en", "--date", "2025-08-10").endswith("fire-3.en.md")
    assert {name: tree_of(new.folder)[name] for name in before} == before


def test_second_article_of_a_headline_has_its_own_address(new: NewCommand) -> None:
    """Two articles of one headline, day and section can be published together."""
    site_from(new.folder, {})
    for _ in range(3):
        new("Fire", "--date", "2025-08-10")
    assert build(new.folder, strict=True).summary.articles == 3


@pytest.mark.parametrize("title", ["!!!", "index", "con", "火" * 120, "ш" * 300, "..", "-"])
def test_titles_that_make_no_name(new: NewCommand, title: str) -> None:
    """Any title gets a name that file systems and addresses take."""
    site_from(new.folder, {}, languages="{uk: {}, ja: {}}", title="T")
    new(title, "--date", "2025-08-10")
    assert len(list((new.folder / "content/articles/2025").glob("*.uk.md"))) == 1
    assert build(new.folder, clean=True).summary.articles == 1


def test_page(new: NewCommand) -> None:
    """A page has neither date nor section, and lies below pages/."""
    site_from(new.folder, {})
    path = new("Про нас", "--page")
    assert path == "content/pages/pro-nas.uk.md"
    assert "date" not in new.text_of(path)
    assert build(new.folder, strict=True).problems == ()


def test_everything_wrong_is_told_at_once(new: NewCommand) -> None:
    """A slip in language, section, author or date is told with what was meant."""
    site_from(new.folder, RECORDS)
    args = ("--section", "cultur", "--author", "darina-vialko", "--date", "tomorrow")
    said = new.refuses("T", "--lang", "ua", *args)
    assert "unknown language `ua`; did you mean `uk`?" in said
    assert "`cultur`; did you mean `culture`?" in said
    assert "`darina-vialko` in content/authors/; did you mean `daryna-vialko`?" in said
    assert "`tomorrow` is no date" in said


def test_what_is_new_is_no_slip(new: NewCommand) -> None:
    """A new section, and the name of an author without a record, are taken."""
    site_from(new.folder, RECORDS)
    text = new.text_of(new("T", "--section", "sport", "--author", "Іван Франко"))
    assert "section: sport" in text
    assert "author: Іван Франко" in text


@pytest.mark.parametrize("args", [(), ("",), ("  ",), ("a\x07b",), ("T", "--date", "2025-02-30")])
def test_refused(new: NewCommand, args: tuple[str, ...]) -> None:
    """No title, an empty one, a control character and a day that no year has are refused."""
    site_from(new.folder, {})
    assert new.refuses(*args)


def test_outside_a_site(new: NewCommand) -> None:
    """Where there is no site.yaml, the command says where it looked."""
    assert "no site.yaml in" in new.refuses("T")


def test_broken_site(new: NewCommand) -> None:
    """The errors of site.yaml are told, and nothing is written."""
    site_from(new.folder, {"site.yaml": "title: T\nurl: https://a.example\nlanguages: {en: {}"})
    assert backfile_main("new", "T") == 1
    assert "site.yaml:" in new.capsys.readouterr().err
    assert not (new.folder / "content").exists()


def test_path_is_one_that_an_editor_can_open(
    new: NewCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path is relative to the current folder, or absolute where it is not below it."""
    folder = site_from(new.folder / "site", {})
    path = new("A", "--site", "site", "--date", "2025-01-01")
    assert path == "site/content/articles/2025/a.uk.md"
    monkeypatch.chdir(folder / "content")
    path = new("B", "--date", "2025-01-01")
    assert path == "articles/2025/b.uk.md"
    (new.folder / "other").mkdir()
    monkeypatch.chdir(new.folder / "other")
    path = new("C", "--site", str(folder), "--date", "2025-01-01")
    assert path == str(folder / "content/articles/2025/c.uk.md")


def test_event(new: NewCommand) -> None:
    """A program gets the path in an event."""
    site_from(new.folder, {})
    said = json.loads(new("A", "--json", "--date", "2025-01-01"))
    assert said == {"event": "created", "path": "content/articles/2025/a.uk.md"}


def site_of(tag: str, timezone: str = "UTC") -> Site:
    """Return a site of one language."""
    language = Language(tag, tag, tag.upper(), tag, "ltr")
    return Site(
        title=((tag, "T"),), description=(), copyright=(), origin="https://a.example", base="",
        timezone=timezone, default_language=tag, languages=(language,), theme="default",
        permalink="{slug}", page_size=20, taxonomies=("tags", "authors", "sections"), menu=(),
        html=False, ascii_slugs=False, source_bytes_limit=2_000_000, image_widths=(),
        image_formats=(), extra={},
    )  # fmt: skip


SIGNS = ": #-?'\"\\[]{},&*!|>%@`~=\u00a0\u200d«’1aяНO.\u0301火😀"


@given(st.text(st.sampled_from(SIGNS), min_size=1) | st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back(text: str) -> None:
    """Whatever can be printed on one line is read back as it was, in any place of YAML."""
    line = "".join(sign for sign in text if sign.isprintable()).strip()
    if not line:
        return
    problems: list[object] = []
    for written in (f"title: {scalar_of(line)}", f"{{title: {scalar_of(line)}, b: c}}"):
        node = parse_mapping(written, "a.md", problems)  # type: ignore[arg-type]
        assert problems == []
        assert isinstance(node, Mapping)
        value = node.entries[0][1]
        assert isinstance(value, Scalar)
        assert value.value == line


@pytest.mark.parametrize("text", ["no", "On", "null", "~", "2025", "1e3", "2025-08-23", "12:30"])
def test_what_other_programs_take_for_something_else_is_quoted(text: str) -> None:
    """Words and numbers that are no text in some YAML stand in quotes."""
    assert scalar_of(text) == f'"{text}"'


@pytest.mark.parametrize("text", ["Fire", "24 hours", "Хвилина: ні", "C# now", "a:b", "it's"])
def test_plain_text_stays_plain(text: str) -> None:
    """Quotes stand only where they are needed."""
    plain = text if ": " not in text else f'"{text}"'
    assert scalar_of(text) == plain
