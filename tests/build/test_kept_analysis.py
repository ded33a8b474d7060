"""What is known of templates is kept for the next build, and never believed too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import support

from backfile.theme import closure

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = '{% extends "super/article.html" %}{% block related %}one{% endblock %}'
SLIP = ARTICLE.replace("block related", "block relatd")
SITE = {
    "content/articles/a.uk.md": "---\ntitle: A\ndate: 2025-08-01\n---\nA.\n",
    "themes/own/templates/article.html": ARTICLE,
    "themes/own/theme.yaml": "",
}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Name the templates that are parsed."""
    names: list[str] = []
    read = closure.read_references

    def note(environment: object, loader: object, name: str) -> object:
        names.append(name)
        return read(environment, loader, name)  # type: ignore[arg-type]

    monkeypatch.setattr(closure, "read_references", note)
    return names


def test_templates_are_parsed_again_only_when_edited(tmp_path: Path, parsed: list[str]) -> None:
    """The second build parses none; after an edit, the one that was edited."""
    site = support.site_from(tmp_path, SITE, theme="own")
    support.build(site)
    assert len(parsed) > 10
    parsed.clear()
    support.build(site)
    assert parsed == []
    (site / "themes/own/templates/article.html").write_text(SLIP)
    problems = support.build(site).problems
    assert [problem.code for problem in problems] == ["unknown-block"]
    assert parsed == ["article.html"]
    parsed.clear()
    assert support.build(site).problems == problems
    assert parsed == []


@pytest.mark.parametrize("edit", ["themes/own/theme.yaml", "themes/own/templates/new.html"])
def test_another_theme_takes_nothing_over(tmp_path: Path, parsed: list[str], edit: str) -> None:
    """Settings name assets, and a new template may be what another one means."""
    site = support.site_from(tmp_path, SITE, theme="own")
    support.build(site)
    parsed.clear()
    (site / edit).write_text("settings: {logo: mark.svg}" if edit.endswith("yaml") else "new")
    (site / "themes/own/assets").mkdir()
    (site / "themes/own/assets/mark.svg").write_text("<svg/>")
    support.build(site)
    assert len(parsed) > 10


@pytest.mark.parametrize("damage", [b"", b"garbage", b"\0" * 400])
def test_what_is_damaged_holds_nothing(tmp_path: Path, parsed: list[str], damage: bytes) -> None:
    """Templates are parsed anew, and what was found is kept again."""
    site = support.site_from(tmp_path, SITE, theme="own")
    support.build(site)
    kept = site / ".backfile/templates"
    whole = kept.read_bytes()
    for data in (damage, whole[:-1], whole[:20] + b"\xff" + whole[21:]):
        kept.write_bytes(data)
        parsed.clear()
        support.build(site)
        assert len(parsed) > 10
        assert kept.read_bytes() == whole
