"""
Documents that are no pages are well-formed, and the web manifest follows its format.

What feeds, sitemaps and robots.txt must hold is judged in `tests/outputs`.

Source:  "Web Application Manifest".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from pathlib import Path


def test_xml_is_well_formed(output: Path) -> None:
    """Every XML file parses, says that it is UTF-8, and begins with that."""
    found = list(output.rglob("*.xml"))
    assert len(found) > 10
    for path in found:
        assert path.read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        ElementTree.parse(path)


def test_web_manifest(output: Path) -> None:
    """A name, and addresses inside its scope."""
    manifest = json.loads((output / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"]
    assert manifest["start_url"].startswith(manifest["scope"])
    assert manifest["dir"] in {"ltr", "rtl"}
