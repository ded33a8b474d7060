"""The translation of a story, as a translator finds it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command import backfile_main
from support import build, site_from, tree_of

if TYPE_CHECKING:
    from pathlib import Path

ORIGINAL = """\
---
title: "Пожежа: старий млин"
date: 2025-08-09
author: Дарина
section: culture
tags: [fire]
photo:
  src: mill.svg
  alt: Млин
  caption: |
    Млин,
    якого немає
  credit: Тарас
summary: Згорів млин.
---

Текст *статті*.
"""
FILE = "content/articles/2025/fire.uk.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>'
PHOTO = {"content/photos/mill.svg": SVG}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site with one story."""
    monkeypatch.chdir(tmp_path)
    return site_from(tmp_path, {FILE: ORIGINAL, **PHOTO})


def translate(*args: str) -> int:
    """Run `backfile new --translate`."""
    return backfile_main("new", "--translate", *args)


def test_file_lies_beside_the_original(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name differs in the language alone; it holds what is to be translated."""
    assert translate(FILE, "--lang", "en", "Fire") == 0
    path = "content/articles/2025/fire.en.md"
    assert capsys.readouterr() == (f"{path}\n", "")
    assert (folder / path).read_text(encoding="utf-8") == (
        "---\n"
        "# uk: Пожежа: старий млин\n"
        "title: Fire\n"
        "# uk: Згорів млин.\n"
        "# summary: …\n"
        "# translator: …\n"
        f"# From {FILE}, unless given here: date, author, section, tags\n"
        "# The photo is that of the original; its texts, to be translated:\n"
        "# photo:\n"
        "#   alt: Млин\n"
        '#   caption: "Млин, якого немає"\n'
        "draft: true  # until it is translated\n"
        "---\n"
        "\n"
        "Текст *статті*.\n"
    )


def test_it_is_published_when_it_is_no_draft(folder: Path) -> None:
    """A translation is held back at first, and then takes what it lacks from the original."""
    translate(FILE, "--lang", "en")
    assert build(folder, strict=True).summary.articles == 1
    file = folder / "content/articles/2025/fire.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("draft: true", "draft: false"), encoding="utf-8")
    built = build(folder, strict=True)
    assert built.problems == ()
    assert built.summary.articles == 2


@pytest.mark.parametrize(
    "written",
    [FILE, "articles/2025/fire.uk.md", "articles/2025/fire", "./content/articles/2025/fire"],
)
def test_ways_to_name_the_original(folder: Path, written: str) -> None:
    """The path may be from the site or from content/, and leave the language out."""
    assert translate(written, "--lang", "en") == 0
    assert (folder / "content/articles/2025/fire.en.md").is_file()


def test_bundle(folder: Path) -> None:
    """In a bundle the translation lies in the same folder."""
    site_from(folder, {"content/articles/mill/index.uk.md": ORIGINAL})
    assert translate("articles/mill", "--lang", "ru") == 0
    assert (folder / "content/articles/mill/index.ru.md").is_file()


def test_page(folder: Path) -> None:
    """Pages are translated alike."""
    site_from(folder, {"content/pages/about.uk.md": "---\ntitle: Про нас\n---\nМи.\n"})
    assert translate("pages/about", "--lang", "en", "About") == 0
    text = (folder / "content/pages/about.en.md").read_text(encoding="utf-8")
    assert "title: About" in text
    build(folder, strict=True, drafts=True)


def test_original_stays_the_original(folder: Path) -> None:
    """A translation into a language that comes first in site.yaml names its original."""
    text = ORIGINAL.replace("Пожежа", "Повінь")
    site_from(folder, {"content/articles/flood.ru.md": text})
    assert translate("articles/flood", "--lang", "uk") == 0
    text = (folder / "content/articles/flood.uk.md").read_text(encoding="utf-8")
    assert "\noriginal: ru\n" in text
    assert build(folder, strict=True, drafts=True).problems == ()


def test_from_a_translation(folder: Path) -> None:
    """One may translate from a translation; what is inherited still comes from the original."""
    english = "---\ntitle: Fire\n---\nText.\n"
    site_from(folder, {"content/articles/2025/fire.en.md": english})
    assert translate("content/articles/2025/fire.en.md") == 0
    text = (folder / "content/articles/2025/fire.ru.md").read_text(encoding="utf-8")
    assert "# en: Fire" in text
    assert f"# From {FILE}, unless" in text
    assert text.endswith("---\nText.\n")


def test_story_key_is_kept(folder: Path) -> None:
    """Where the story has a key of its own, the translation has it, too."""
    text = ORIGINAL.replace("Пожежа", "Велика").replace("section:", "story: great\nsection:")
    site_from(folder, {"content/articles/x.uk.md": text})
    assert translate("articles/x", "--lang", "en") == 0
    text = (folder / "content/articles/x.en.md").read_text(encoding="utf-8")
    assert "\nstory: articles/great\n" in text
    assert build(folder, strict=True, drafts=True).problems == ()


def test_language_that_was_not_meant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where `languages` does not name the new one, that is said, and not on standard output."""
    text = ORIGINAL.replace("section:", "languages: [uk, ru]\nsection:")
    site_from(folder, {FILE: text})
    assert translate(FILE, "--lang", "en") == 0
    out, err = capsys.readouterr()
    assert out == "content/articles/2025/fire.en.md\n"
    assert err == f"{FILE}:5:12: warning: `languages` does not name `en`; add it\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((FILE, "--lang", "uk"), "fire.uk.md exists already"),
        ((FILE, "--lang", "eng"), "did you mean `en`?"),
        ((FILE,), "--lang is missing; give one of `en`, `ru`"),
        (("articles/2025/fier", "--lang", "en"), "did you mean `articles/2025/fire.uk.md`?"),
        (("nothing", "--lang", "en"), "give the path of its file"),
        (("site.yaml", "--lang", "en"), "there is no article `site.yaml`"),
        ((FILE, "--lang", "en", "--section", "x"), "leave them out"),
        ((FILE, "--lang", "en", "\x07"), "control character U+0007"),
    ],
)
def test_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], said: str
) -> None:
    """What cannot be done is refused with what would be right, and nothing is written."""
    before = tree_of(folder)
    assert translate(*args) == 2
    assert said in capsys.readouterr().err
    assert tree_of(folder) == before


def test_version_published_elsewhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A version that is said to be elsewhere is not made here as well."""
    text = ORIGINAL.replace("section:", 'languages: {en: "https://b.example/fire"}\nsection:')
    site_from(folder, {FILE: text})
    assert translate(FILE, "--lang", "en") == 2
    assert "https://b.example/fire" in capsys.readouterr().err


def test_broken_original(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The errors of the original are told, and nothing is written."""
    site_from(folder, {FILE: ORIGINAL.replace("title:", "titel:")})
    assert translate(FILE, "--lang", "en") == 1
    assert "`title` is missing" in capsys.readouterr().err
    assert not (folder / "content/articles/2025/fire.en.md").exists()


def test_nothing_left_to_translate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--lang` the one language that is missing is meant; then there is none."""
    assert translate(FILE, "--lang", "en") == 0
    assert translate(FILE) == 0
    assert (folder / "content/articles/2025/fire.ru.md").is_file()
    assert translate(FILE) == 2
    assert "in all languages" in capsys.readouterr().err


def test_event(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program gets the path in an event."""
    assert (folder / FILE).is_file()
    assert translate(FILE, "--lang", "en", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"event": "created", "path": "content/articles/2025/fire.en.md"}
