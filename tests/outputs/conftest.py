"""The built sites that are read as search engines and other programs read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from demonstration import ARABIC_BASE, build_arabic, build_demonstration
from pages.published import Published
from support import tree_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the demonstration, published."""
    return Published(tree_of(build_demonstration(tmp_path_factory.mktemp("demonstration"))))


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the Arabic site, published below a path."""
    output: Path = build_arabic(tmp_path_factory.mktemp("arabic"))
    return Published(tree_of(output), origin="https://gazette.example", base=ARABIC_BASE)


@pytest.fixture(scope="session", params=["demonstration", "arabic"])
def published(request: pytest.FixtureRequest) -> Published:
    """Return each of them in turn."""
    found: Published = request.getfixturevalue(request.param)
    return found
