"""
Telling caches in front of a target what changed.

Errors:  BackfileError if one cannot be told; it has to be told again, then.
Imports: pages, errors, model.
"""

from __future__ import annotations

from pathlib import Path

from backfile.model import Site, Target


def tell_caches(site: Site, target: Target, paths: list[str], site_folder: Path) -> None:
    """Tell every cache of *target* which output paths have other contents, or are gone."""
