"""
The preview's catalogue: its own of last time, else a copy of the one of the last build.

It lies in `.backfile/preview/`, since a preview with drafts knows other articles
than what is published.  A copy of a fit catalogue spares reading all sources.

Errors:  OSError if the folder cannot be written.
Imports: build, catalogue, errors.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from backfile.build.lock import hold_lock
from backfile.build.opening import meaning_of
from backfile.build.worker import Order
from backfile.catalogue import connection as catalogue
from backfile.errors import CatalogueError


def seed_catalogue(order: Order, built: Path) -> bool:
    """
    Make sure that a catalogue that can be read is in its place; return whether there is one.

    *built* is the folder of the catalogue that builds keep.
    """
    own = order.catalogue
    if _is_fit(own, order):
        return True
    if not (built / "catalogue.sqlite").exists():
        return False
    try:
        with hold_lock(built):
            if not _is_fit(built, order):
                return False
            own.mkdir(parents=True, exist_ok=True)
            catalogue.discard_catalogue(own)
            for name in ("catalogue.sqlite", "catalogue.stamp"):
                shutil.copy2(built / name, own / name)
    except CatalogueError:
        return False  # a build is under way; what it leaves is not known yet
    return True


def _is_fit(folder: Path, order: Order) -> bool:
    """Tell whether the catalogue in *folder* is whole, and means what site.yaml says now."""
    stamp = folder / "catalogue.stamp"
    if catalogue.reason_to_discard(folder) or not stamp.exists():
        return False
    with closing(catalogue.open_for_reading(folder)) as db:
        meaning = catalogue.read_meta(db, "meaning")
        return bool(catalogue.read_meta(db, "moment")) and meaning == meaning_of(order)
