"""
The preview's catalogue: its own of last time, else a copy of the one of the last build.

It lies in `.backfile/preview/`, since a preview with drafts knows other articles
than what is published.  A copy of a fit catalogue spares reading all sources.

Errors:  none; what cannot be copied is not.
Imports: build, catalogue, errors.
"""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from pathlib import Path

from backfile.build.lock import hold_lock
from backfile.build.opening import meaning_of
from backfile.build.worker import Order
from backfile.catalogue import connection as catalogue
from backfile.errors import CatalogueError


def fit_catalogue(order: Order) -> Path | None:
    """Return the folder of a catalogue that can be read at once; None if there is none."""
    folders = (order.catalogue, order.catalogue.parent)
    return next((folder for folder in folders if _is_fit(folder, order)), None)


def copy_catalogue(built: Path, own: Path) -> None:
    """Copy the catalogue of the last build; without, all is read again."""
    own.mkdir(parents=True, exist_ok=True)
    catalogue.discard_catalogue(own)
    # While a build is under way, what it leaves is not known yet.
    with suppress(CatalogueError, OSError), hold_lock(built):
        if not catalogue.reason_to_discard(built):
            for name in ("catalogue.sqlite", "catalogue.stamp"):
                shutil.copy2(built / name, own / name)


def _is_fit(folder: Path, order: Order) -> bool:
    """Tell whether the catalogue in *folder* is whole, and means what site.yaml says now."""
    stamp = folder / "catalogue.stamp"
    if catalogue.reason_to_discard(folder) or not stamp.exists():
        return False
    with closing(catalogue.open_for_reading(folder)) as db:
        meaning = catalogue.read_meta(db, "meaning")
        return bool(catalogue.read_meta(db, "moment")) and meaning == meaning_of(order)
