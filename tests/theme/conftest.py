"""Fixtures for the tests of themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from theme.press import LANGUAGES, Press, Themes, site_at

from backfile.theme.chain import Theme, load_theme
from backfile.theme.renderer import Renderer, open_renderer


@pytest.fixture(scope="session", params=LANGUAGES, ids=lambda language: language.tag)
def press(request: pytest.FixtureRequest) -> Press:
    """Each language in turn."""
    return Press(request.param)


@pytest.fixture(scope="session")
def ukrainian() -> Press:
    """Contexts in Ukrainian."""
    return Press(LANGUAGES[0])


@pytest.fixture(scope="session")
def arabic() -> Press:
    """Contexts in Arabic, for a site below /archive."""
    return Press(LANGUAGES[3], "/archive")


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """Return the theme of a site without themes/."""
    theme, problems = load_theme(tmp_path_factory.mktemp("site"), "default")
    assert theme is not None
    assert problems == []
    return theme


@pytest.fixture(scope="session")
def renderer(built_in: Theme) -> Renderer:
    """Return the built-in theme, open for a site at the root of its host."""
    opened, problems = open_renderer(built_in, site_at())
    assert problems == []
    return opened


@pytest.fixture(scope="session")
def renderer_with_pictures(built_in: Theme) -> Renderer:
    """Return the built-in theme, open for a site that makes renditions of its photos."""
    site = replace(site_at(), image_widths=(480, 960), image_formats=("avif", "webp"))
    return open_renderer(built_in, site)[0]


@pytest.fixture(scope="session")
def renderer_below(built_in: Theme) -> Renderer:
    """Return the built-in theme, open for a site below /archive."""
    return open_renderer(built_in, site_at("/archive"))[0]


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """Return an empty site folder."""
    return tmp_path


@pytest.fixture
def themes(site_folder: Path) -> Themes:
    """Themes of a site, to be written."""
    return Themes(site_folder)
