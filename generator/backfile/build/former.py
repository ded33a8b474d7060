"""
Files of former builds that no catalogue answers for any more.

A catalogue knows which files are its own.  Before one is given up (`--clean`,
damage, another version, another output folder) their paths are written down
beside it, one list for each output folder; the next build into that folder
removes those which it does not publish, and nothing else.

If the whole `.backfile` folder was deleted there is no list.  Then the default
output folder is swept, but only if it is plainly ours, and never of what begins
with a dot or of a host's `CNAME`.  What stands elsewhere is left alone.

Imports: build.publish, catalogue.
"""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from pathlib import Path

from backfile.build import publish
from backfile.catalogue import outputs
from backfile.catalogue.connection import Connection, open_for_reading, read_meta

OURS = ("robots.txt", "sitemap.xml", "sitemaps/news.xml")
"""Written by every build, whatever the theme."""


def remember_catalogue(folder: Path) -> None:
    """Write down what the catalogue in *folder* published, as far as it can be read."""
    if not (folder / "catalogue.sqlite").exists():
        return
    try:
        db = open_for_reading(folder)
        remember_published(db, folder)
        db.close()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def remember_published(db: Connection, folder: Path) -> None:
    """Write down what the open catalogue published into its last output folder."""
    place = read_meta(db, "output").decode()
    paths = outputs.published_paths(db) if place else []
    if paths:
        file = _list_for(folder, Path(place))
        known = set(file.read_text("utf-8").splitlines()) if file.exists() else set()
        file.write_text("\n".join(sorted(known | set(paths))) + "\n", "utf-8")


def is_plainly_ours(output: Path) -> bool:
    """Tell whether a folder was published by this program, by the files that it always writes."""
    return all((output / name).is_file() for name in OURS)


def remove_former(db: Connection, folder: Path, output: Path) -> int:
    """Remove the files written down for *output* that are not published now."""
    file = _list_for(folder, output)
    if not file.exists():
        return 0
    paths = (path for path in file.read_text("utf-8").splitlines() if _is_below(path))
    count = publish.remove_unplanned(db, output, (output / path for path in paths))
    file.unlink()
    return count


def has_list(folder: Path, output: Path) -> bool:
    """Tell whether former files of *output* are written down."""
    return _list_for(folder, output).exists()


def _is_below(path: str) -> bool:
    """Tell whether a path, which may come from a damaged catalogue, stays in its folder."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")


def _list_for(folder: Path, output: Path) -> Path:
    key = blake2b(str(output).encode(), digest_size=8).hexdigest()
    return folder / f"former-{key}.txt"
