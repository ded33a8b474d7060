"""A new site: what is asked, what is written, what is left alone."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml
from command import backfile_main
from support import build, tree_of

from backfile.desk import answers
from backfile.desk.starter import PHOTOS, STORIES, WRITTEN_IN
from backfile.site import load_site

if TYPE_CHECKING:
    from pathlib import Path


def init(folder: Path, *options: str) -> int:
    """Make a site in *folder* without being asked, and return the exit status."""
    return backfile_main("init", str(folder), "--yes", "--timezone", "Europe/Kyiv", *options)


@pytest.mark.parametrize("tags", ["uk,en,ru", "en", "ar,en", "de", "pt-BR,uk:,ja"])
def test_new_site_builds_at_once(tmp_path: Path, tags: str) -> None:
    """Whatever its languages, a new site is published in full without a warning."""
    assert init(tmp_path / "site", "--languages", tags) == 0
    built = build(tmp_path / "site", now=datetime.now(UTC), strict=True)
    assert built.problems == ()
    assert built.held_back == (0, 0, 0)
    assert built.summary.articles == 2 * len(tags.split(","))


def test_versions_are_translations_of_one_another(tmp_path: Path) -> None:
    """Each story is one in all languages, with its photo, and links to the other story."""
    init(tmp_path, "--languages", "ru,uk,en")
    build(tmp_path, now=datetime.now(UTC))
    [page] = (tmp_path / "public/ua").glob("newsroom/*/*/svitlyna*/index.html")
    html = page.read_text(encoding="utf-8")
    assert set(re.findall(r'<a[^>]* hreflang="(\w+)"', html)) == {"ru", "uk", "en"}
    assert "Lav Varshney" in html
    assert "«на світлині зображено»" in html
    assert re.search(r'<a href="/ua/newsroom/\d+/\d+/de-shcho-lezhyt/">', html)


def test_language_without_texts_says_so(tmp_path: Path) -> None:
    """A language that the stories are not written in has the English ones, marked as such."""
    init(tmp_path, "--languages", "de,uk")
    [story] = (tmp_path / "content/articles").rglob("where-everything-is.de.md")
    assert "# In English for now" in story.read_text(encoding="utf-8")
    assert "(a-photograph-and-its-credit.de.md)" in story.read_text(encoding="utf-8")
    assert (tmp_path / "themes/default/messages/de.po").is_file()
    assert not (tmp_path / "themes/default/messages/uk.po").exists()


def test_every_text_is_there_in_every_language() -> None:
    """Stories, pages and words exist in each language that is said to have them."""
    from importlib.resources import files

    texts = files("backfile.desk").joinpath("starter")
    for tag in WRITTEN_IN:
        names = [*(f"articles/{story}" for story in STORIES), "pages/about"]
        assert all(texts.joinpath(f"content/{name}.{tag}.md").is_file() for name in names)
    words = yaml.safe_load(texts.joinpath("words.yaml").read_text(encoding="utf-8"))
    assert all(set(by_language) == set(WRITTEN_IN) for by_language in words.values())


def test_settings_are_those_given(tmp_path: Path) -> None:
    """Title, languages with their paths, time zone and address stand in site.yaml."""
    title = "Обрій: 'новини' # щодня"
    options = ("--title", title, "--languages", "uk,en:eng", "--url", "https://horizon.example/x")
    assert init(tmp_path, *options) == 0
    site, problems = load_site(tmp_path)
    assert problems == []
    assert site
    assert dict(site.title)["uk"] == title
    assert [(one.tag, one.path, one.label, one.name) for one in site.languages] == [
        ("uk", "ua", "UA", "Українська"),
        ("en", "eng", "EN", "English"),
    ]
    assert (site.timezone, site.origin, site.base) == (
        "Europe/Kyiv", "https://horizon.example", "/x",
    )  # fmt: skip


def test_commented_examples_are_settings(tmp_path: Path) -> None:
    """Every example of site.yaml can be used by taking its `#` away."""
    init(tmp_path, "--languages", "en")
    file = tmp_path / "site.yaml"
    text = file.read_text(encoding="utf-8")
    examples = re.sub(r"(?m)^# (?=[a-z_]+:( |$)|  )", "", text)
    assert examples.count("\n") == text.count("\n")
    assert len(examples) < len(text) - 20
    file.write_text(examples, encoding="utf-8")
    assert load_site(tmp_path)[1] == []


def test_everything_wrong_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad answers are refused together, each with what would be right; nothing is written."""
    folder = tmp_path / "site"
    options = ("--languages", "uk_UA,en", "--url", "horizon", "--timezone", "Kyiv")
    assert backfile_main("init", str(folder), "--yes", *options) == 2
    said = capsys.readouterr().err
    assert "did you mean `uk-UA`?" in said
    assert "did you mean `Europe/Kyiv`?" in said
    assert "`url` is `horizon`" in said
    assert not folder.exists()


@pytest.mark.parametrize(("option", "value"), [("--languages", ","), ("--title", " ")])
def test_empty_answer_is_refused(tmp_path: Path, option: str, value: str) -> None:
    """A site without languages or without a title is wrong usage."""
    assert init(tmp_path / "site", option, value) == 2
    assert not (tmp_path / "site").exists()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is in the way is named at once, and nothing is written."""
    for name in ("site.yaml", "notes.txt", ".gitlab-ci.yml", ".vscode/settings.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    before = tree_of(tmp_path)
    assert init(tmp_path) == 2
    said = capsys.readouterr().err
    assert "`notes.txt`, `site.yaml`" in said
    assert tree_of(tmp_path) == before
    (tmp_path / "site.yaml").unlink()
    (tmp_path / "notes.txt").unlink()
    assert init(tmp_path) == 2
    assert "`.gitlab-ci.yml`, `.vscode/settings.json`" in capsys.readouterr().err
    assert len(tree_of(tmp_path)) == 2


def test_new_repository_may_be_there(tmp_path: Path) -> None:
    """A folder with git, a licence, a README and an environment is as good as empty."""
    mine = {
        ".git/HEAD": "ref", "LICENSE": "MIT", "README.md": "mine", ".gitignore": "mine",
        "env/pyvenv.cfg": "",
    }  # fmt: skip
    for name, text in mine.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert init(tmp_path) == 0
    assert all((tmp_path / name).read_text(encoding="utf-8") == mine[name] for name in mine)
    assert (tmp_path / "site.yaml").is_file()


def test_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """When one file cannot be written, those before it are taken away again."""
    (tmp_path / ".github").write_text("no folder", encoding="utf-8")
    assert init(tmp_path) == 1
    assert list(tree_of(tmp_path)) == [".github"]
    assert [path.name for path in tmp_path.iterdir()] == [".github"]


def test_file_is_no_folder(tmp_path: Path) -> None:
    """A file of that name is wrong usage."""
    (tmp_path / "site").write_text("", encoding="utf-8")
    assert init(tmp_path / "site") == 2


def test_same_answers_make_the_same_files(tmp_path: Path) -> None:
    """Two sites of the same answers and day are alike, byte for byte."""
    for name in ("a", "b"):
        init(tmp_path / name, "--title", "T", "--languages", "de,uk")
    assert tree_of(tmp_path / "a") == tree_of(tmp_path / "b")


class Terminal(io.StringIO):
    """Standard input as a terminal has it."""

    def isatty(self) -> bool:
        return True


def test_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal what was not given is asked for, with a default for each."""
    monkeypatch.setattr("sys.stdin", Terminal("Horizon\nen,uk\n\n"))
    monkeypatch.setenv("TZ", "Europe/Paris")
    assert backfile_main("init", str(tmp_path / "my-paper")) == 0
    site, _ = load_site(tmp_path / "my-paper")
    assert site
    assert (dict(site.title)["en"], site.timezone) == ("Horizon", "Europe/Paris")
    assert [language.tag for language in site.languages] == ["en", "uk"]


def test_terminal_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer that will not do is told at once, and nothing of the others is lost."""
    monkeypatch.setattr("sys.stdin", Terminal("Horizon\nenglish1\nen\nKyiv\nEurope/Kyiv\n"))
    assert backfile_main("init", str(tmp_path / "my-paper")) == 0
    site, _ = load_site(tmp_path / "my-paper")
    assert site
    assert (site.default_language, site.timezone) == ("en", "Europe/Kyiv")
    said = capsys.readouterr().err
    assert "`english1` is no language that is known" in said
    assert "`Kyiv` is no time zone" in said


def test_guesses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked where nobody listens: the folder and the system answer."""
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    monkeypatch.setenv("TZ", ":Europe/Kyiv")
    assert answers.guess_title(tmp_path / "my_old-paper") == "My old paper"
    assert answers.guess_language() == "uk"
    assert answers.guess_timezone() == "Europe/Kyiv"
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("TZ", "nowhere")
    assert answers.guess_language() == "en"
    assert answers.guess_timezone()


def test_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends with the next commands; a program gets an event, `--quiet` nothing."""
    init(tmp_path / "site")
    said = capsys.readouterr().out
    assert f"cd {tmp_path / 'site'}" in said
    assert 'backfile new "A headline"' in said
    init(tmp_path / "second", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "event": "created", "path": str(tmp_path / "second"),
    }  # fmt: skip
    init(tmp_path / "third", "--quiet")
    assert capsys.readouterr().out == ""


def test_workflows_keep_catalogue_and_output_together(tmp_path: Path) -> None:
    """Both workflows are YAML, and what they cache is the catalogue with the published files."""
    init(tmp_path)
    hub = yaml.safe_load((tmp_path / ".github/workflows/publish.yml").read_text("utf-8"))
    lab = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text("utf-8"))
    [kept] = [
        step["with"]["path"].split()
        for step in hub["jobs"]["publish"]["steps"]
        if "cache@" in step.get("uses", "")
    ]
    assert kept == [".backfile", "public"]
    assert {".backfile/", "public/"} <= set(lab["pages"]["cache"]["paths"])
    ignored = (tmp_path / ".gitignore").read_text("utf-8").split()
    assert {"/public/", "/.backfile/"} <= set(ignored)


@pytest.mark.parametrize("photo", PHOTOS)
def test_photos_are_small_and_credited(tmp_path: Path, photo: str) -> None:
    """The photos of a new site cost its repository little, and its README says whose they are."""
    init(tmp_path)
    assert (tmp_path / photo).stat().st_size < 60_000
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(credit in readme.replace("\n", " ") for _, credit in STORIES.values())
