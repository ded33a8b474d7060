"""Every published page passes the Nu Html Checker, without an error or a warning."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from demonstration import TOOLS

if TYPE_CHECKING:
    from pathlib import Path

JAR = TOOLS / "vnu-jar/build/dist/vnu.jar"


@pytest.mark.timeout(300)
def test_pages_are_valid(output: Path) -> None:
    """HTML, ARIA and microsyntaxes; the checker runs once over the whole tree."""
    java = shutil.which("java")
    if java is None or not JAR.exists():
        pytest.skip("needs java and `npm install`")
    command = [java, "-Xss2m", "-jar", str(JAR), "--format", "json", "--skip-non-html", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [(message["url"], message["message"]) for message in messages] == []
    assert done.returncode == 0
