"""
Sites on their way to targets in memory.

Imports: deploy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from deploy.fake import BUCKET, FOLDER, Place, Scene
from support import site_from

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "---\ntitle: {title}\ndate: 2025-08-0{day}\n---\nText of {title}.\n"


def article(title: str, day: int = 1) -> str:
    """Return a source."""
    return ARTICLE.format(title=title, day=day)


FILES = {
    "content/articles/a.en.md": article("First"),
    "content/articles/b.en.md": article("Second", 2),
    "content/static/plain.txt": "plain\n",
}


def scene_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, atomic: bool, more: str = ""
) -> Scene:
    """Return a small site with a target."""
    to = FOLDER if atomic else BUCKET
    site = site_from(
        folder / "site",
        FILES,
        deploy=f'{{production: {{to: "{to}"{more}}}}}',
        languages="{en: {}, ru: {}}",
        default_language="en",
        title="Horizon",
    )
    return Scene(site, Place(atomic), monkeypatch)


@pytest.fixture(params=[True, False], ids=["atomic", "in place"])
def scene(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Return a small site and a target of either sort."""
    return scene_of(tmp_path, monkeypatch, atomic=request.param)


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Return a small site and a target that is written in place."""
    return scene_of(tmp_path, monkeypatch, atomic=False)


@pytest.fixture(params=[True, False], ids=["atomic", "in place"])
def cached(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    """Return a small site and a target of either sort, with caches in front."""
    return scene_of(tmp_path, monkeypatch, atomic=request.param, more=", purge: {fastly: x}")
