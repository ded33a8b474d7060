"""The translation desk: there, missing, absent, older."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from check.checking import article, found_in, lines_of, look_at, site_with

if TYPE_CHECKING:
    from pathlib import Path


def counts(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Return (there, missing, absent, older) by language."""
    _, checked = look_at(folder, "translations")
    return {
        tag: (row.there, row.missing, row.absent, row.older)
        for tag, row in checked.languages.items()
    }


def test_table(tmp_path: Path) -> None:
    """What is meant and missing is told from what nobody spoke of, and from what is elsewhere."""
    files = {
        "articles/plain.uk.md": article(),
        "articles/meant.uk.md": article(title="B", languages="[uk, en]"),
        "articles/home.uk.md": article(title="C", languages="[uk]"),
        "articles/away.uk.md": article(title="D", languages="{ru: 'https://r.example/', en: }"),
        "articles/draft.uk.md": article(title="E"),
        "articles/draft.en.md": article(title="E", draft="true"),
    }
    site = site_with(tmp_path, files)
    assert counts(site) == {"uk": (5, 0, 0, 0), "en": (1, 2, 1, 0), "ru": (0, 0, 2, 0)}
    found = found_in(site, "translations")
    assert [(p.path[17:], p.code, p.severity) for p in found] == [
        ("away.uk.md", "translation-missing", "warning"),
        ("draft.uk.md", "translation-absent", "note"),
        ("meant.uk.md", "translation-missing", "warning"),
        ("plain.uk.md", "translation-absent", "note"),
    ]
    assert "not translated into `en`, `ru`;" in found[-1].message


@pytest.mark.parametrize(
    ("original", "translation", "older"),
    [
        ("", "", False),
        ("updated: 2025-02-01", "", True),
        ("updated: 2025-02-01", "updated: 2025-01-31", True),
        ("updated: 2025-02-01", "updated: 2025-02-01", False),
        ("updated: 2025-02-01", "date: 2025-03-01", False),
        ("updated: 2025-02-01T10:00", "updated: 2025-02-01", False),
        ("updated: 2025-02-01T10:00", "updated: 2025-02-01T09:59", True),
        ("updated: 2025-02-01T10:00+02:00", "updated: 2025-02-01T08:01Z", False),
        ("corrections: [{date: 2025-02-01, text: A}]", "", True),
        ("corrections: [{date: 2025-02-01, text: A}]",
         "corrections: [{date: 2025-02-02, text: A}]", False),
        ("updated: 2025-02-01\ncorrections: [{date: 2025-03-01, text: A}]",
         "updated: 2025-02-15", True),
        ("", "updated: 2025-02-01", False),
    ],
)  # fmt: skip
def test_older(tmp_path: Path, original: str, translation: str, older: bool) -> None:
    """The front matter of both decides; where one gives a day only, days do."""
    files = {
        "articles/a.uk.md": f"---\ntitle: A\ndate: 2025-01-01\n{original}\n---\n",
        "articles/a.en.md": f"---\ntitle: A\n{translation}\n---\n",
        "articles/a.ru.md": "---\ntitle: A\nupdated: 2025-12-01\n---\n",
    }
    site = site_with(tmp_path, files)
    assert counts(site)["en"][3] == int(older)
    found = [line for line in lines_of(found_in(site, "translations")) if "older" in line]
    line = 3 if translation.startswith("updated") else 2
    column = len("updated: ") + 1 if line == 3 else len("title: ") + 1
    assert found == ([f"articles/a.en.md:{line}:{column} translation-older"] if older else [])


def test_page_without_dates(tmp_path: Path) -> None:
    """A static page needs no date; its translation is older once the page has been updated."""
    files = {
        "pages/a.uk.md": "---\ntitle: A\nupdated: 2025-02-01\n---\n",
        "pages/a.en.md": "---\ntitle: A\n---\n",
        "pages/a.ru.md": "---\ntitle: A\nupdated: 2025-02-01\n---\n",
    }
    assert lines_of(found_in(site_with(tmp_path, files), "translations")) == [
        "pages/a.en.md:2:8 translation-older"
    ]


@pytest.mark.parametrize(
    ("body", "is_same"),
    [
        ("«Перший» абзац, довгий і неперекладений.\n", True),
        ("“Перший” абзац, довгий і неперекладений.\n", True),
        ("The first paragraph, long and translated.\n", False),
    ],
)
def test_a_copy_is_no_translation(tmp_path: Path, body: str, *, is_same: bool) -> None:
    """A translation that still has its original's text is reported, unless it is a draft."""
    text = "«Перший» абзац, довгий і неперекладений.\n"
    files = {
        "articles/a.uk.md": article(text),
        "articles/a.en.md": article(body, title="A", languages="[uk, en]"),
        "articles/b.uk.md": article("Так.\n", title="B"),
        "articles/b.en.md": article("Так.\n", title="B", languages="[uk, en]"),
        "articles/c.uk.md": article(text, title="C"),
        "articles/c.en.md": article(text, title="C", draft="true", languages="[uk, en]"),
    }
    found = found_in(site_with(tmp_path, files), "translations")
    same = [problem.path for problem in found if problem.code == "translation-same"]
    assert same == (["content/articles/a.en.md"] if is_same else [])
