"""Settings of a theme without a stylesheet of its own, as published pages have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import support

if TYPE_CHECKING:
    from pathlib import Path


def test_an_accent_takes_one_line_of_theme_yaml(tmp_path: Path) -> None:
    """Every page links the sheet with the settings after the theme's own, and drops it again."""
    article = "---\ntitle: Fire\ndate: 2025-01-01\n---\nText.\n"
    yaml = "themes/horizon/theme.yaml"
    files: dict[str, str | bytes] = {"content/articles/a.uk.md": article, yaml: "settings: {}\n"}
    site = support.site_from(tmp_path, files, theme="horizon")
    assert sheets_of(site) == ["tokens.css", "site.css"]
    (site / yaml).write_text("settings: {accent: navy}\n", encoding="utf-8")
    assert sheets_of(site) == ["tokens.css", "site.css", "settings.css"]
    [sheet] = (site / "public/assets").glob("settings.*.css")
    assert "--accent: navy;" in sheet.read_text(encoding="utf-8")
    (site / yaml).write_text("settings: {}\n", encoding="utf-8")
    assert sheets_of(site) == ["tokens.css", "site.css"]
    assert not sheet.exists()


def sheets_of(site: Path) -> list[str]:
    """Build *site*; return the stylesheets that each of its pages links, without digests."""
    support.build(site)
    found = {
        tuple(re.findall(r'<link rel="stylesheet" href="/assets/([^"]*)"', data.decode()))
        for name, data in support.tree_of(site / "public").items()
        if name.endswith(".html") and b'<link rel="stylesheet"' in data
    }
    assert len(found) == 1
    linked = found.pop()
    assert all((site / "public/assets" / name).is_file() for name in linked)
    return [re.sub(r"\.[0-9a-f]{16}\.", ".", name) for name in linked]
