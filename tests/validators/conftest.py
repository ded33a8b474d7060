"""The built sites that validators look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from demonstration import build_arabic, build_demonstration

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session", params=[build_demonstration, build_arabic])
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the demonstration, and of the Arabic site."""
    folder: Path = request.param(tmp_path_factory.mktemp("site"))
    return folder
