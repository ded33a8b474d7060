"""The built-in theme's words, in every language that it speaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2.ext import babel_extract

from backfile.language.messages import Messages, load_messages
from backfile.theme.chain import BUILT_IN
from backfile.theme.renderer import message_files_of

if TYPE_CHECKING:
    from theme.press import Themes

DEFAULT = BUILT_IN / "default"
FUNCTIONS = ("_", "gettext", "ngettext", "pgettext", "npgettext")
MARKER = ("language marker", "In this language")


def _messages_in_templates() -> set[tuple[str, str]]:
    """Return (context, text) of every message; without a context it is empty."""
    found = set()
    for path in sorted((DEFAULT / "templates").iterdir()):
        with path.open("rb") as file:
            for _, function, text, _ in babel_extract(file, FUNCTIONS, (), {"encoding": "utf-8"}):
                words = text if isinstance(text, tuple) else (text,)
                context, first = words[:2] if "pgettext" in function else ("", words[0])
                if first is not None:  # the name of a site's own taxonomy: no table can hold it
                    found.add((context, first))
    return found


def _table(language: str) -> Messages:
    table = load_messages([DEFAULT / f"messages/{language}.po"], language)
    assert table.problems == ()
    return table


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_every_message_is_translated(language: str) -> None:
    """What the templates say, the tables say; and nothing else."""
    assert set(_table(language).entries) == _messages_in_templates() | {MARKER}


@pytest.mark.parametrize("language", ["uk", "ru", "ar", "en"])
def test_every_language_names_itself(language: str) -> None:
    """The marker of an article that stands in for a translation is in its own language."""
    assert _table(language).pgettext(*MARKER) != MARKER[1]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", ["статей", "стаття", "статті", "статей", "статей", "стаття", "статті"]),
        ("ru", ["статей", "статья", "статьи", "статей", "статей", "статья", "статьи"]),
    ],
)
def test_plurals_of_slavic_languages(language: str, expected: list[str]) -> None:
    """0, 1, 2, 5, 11, 21 and 102 articles."""
    forms = [_count(language, number) for number in (0, 1, 2, 5, 11, 21, 102)]
    assert forms == [f"%(amount)s {word}" for word in expected]


def test_plurals_of_arabic() -> None:
    """None, one and two have forms of their own, which need no figure."""
    forms = [_count("ar", number) for number in (0, 1, 2, 3, 11, 100)]
    assert len(set(forms)) == 6
    assert [("%(amount)s" in form) for form in forms] == [False, False, False, True, True, True]


def _count(language: str, number: int) -> str:
    return _table(language).ngettext("%(amount)s article", "%(amount)s articles", number)


def test_files_from_the_general_to_the_particular(themes: Themes) -> None:
    """The theme extended comes first; within a theme, the language before its region."""
    themes.write({"a/messages/pt.po": "", "a/messages/pt-BR.po": "", "b/messages/pt-BR.po": ""})
    themes.write({"b/theme.yaml": "extends: a"})
    paths = message_files_of(themes.load("b"), "pt-BR")
    root = (themes.folder / "themes").resolve()
    assert [Path(path).relative_to(root).as_posix() for path in paths] == [
        "a/messages/pt.po",
        "a/messages/pt-BR.po",
        "b/messages/pt-BR.po",
    ]
