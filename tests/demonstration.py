"""
Built sites that validators and browsers look at: the demonstration, and one in Arabic.

The demonstration is the repository's own site; the Arabic one, below a path, lies in
`tests/right_to_left`, and shows photos of the demonstration.

Imports: support.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from support import build

REPOSITORY = Path(__file__).parent.parent
TOOLS = REPOSITORY / "node_modules"
NOW = datetime.fromisoformat("2026-01-01T00:00:00+02:00")
ARABIC_BASE = "/archive"


def build_demonstration(folder: Path) -> Path:
    """Build the demonstration in *folder*; return the output folder."""
    shutil.copytree(REPOSITORY / "content", folder / "content")
    shutil.copy(REPOSITORY / "site.yaml", folder)
    if (REPOSITORY / "themes").is_dir():
        shutil.copytree(REPOSITORY / "themes", folder / "themes")
    build(folder, now=NOW, jobs=os.cpu_count() or 1)  # there are photos to encode
    return folder / "public"


def build_arabic(folder: Path) -> Path:
    """Build the Arabic site in *folder*; return the output folder."""
    shutil.copytree(REPOSITORY / "tests/right_to_left", folder, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "content/photos", folder / "content/photos")
    build(folder, now=NOW, jobs=os.cpu_count() or 1)
    return folder / "public"
