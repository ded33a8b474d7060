"""Sites that the tests of pages share; built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import gazette as site
from pages.published import Published, publish, published_in
from support import build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def gazette_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the Gazette, built; nothing may be changed in it."""
    folder = tmp_path_factory.mktemp("gazette")
    publish(folder, site.FILES, **site.OVERRIDES)
    return folder


@pytest.fixture(scope="session")
def gazette(gazette_folder: Path) -> Published:
    """Return the Gazette, published."""
    return published_in(gazette_folder)


@pytest.fixture(scope="session")
def rooted(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the Gazette below `/archive/`, with Ukrainian at the root and an Arabic page."""
    folder = tmp_path_factory.mktemp("rooted")
    arabic = {"content/articles/2024/steel.ar.md": "---\ntitle: الحديد\n---\n\nنص.\n"}
    languages = """
  uk: {path: "", label: UA, name: Українська}
  en: {path: edition, label: EN, name: English}
  ru: {label: RU, name: Русский, fallback: uk}
  ar: {label: ع, name: العربية}"""
    overrides = {**site.OVERRIDES, "url": "https://horizon.example/archive", "languages": languages}
    publish(folder, {**site.FILES, **arabic}, **overrides)
    build(folder)
    return published_in(folder, base="/archive")
