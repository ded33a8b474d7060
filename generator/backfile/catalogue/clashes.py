"""
Outputs that cannot both be: they claim one path, or one a path inside the other's file.

Cost:    a look-up for each path claimed since the plan began, whatever the archive; joins
         say that these come first, for SQLite has no idea how few they are.
Imports: model, catalogue.connection.
"""

from __future__ import annotations

from typing import NamedTuple

from backfile.catalogue.connection import Connection
from backfile.model import PageKey


class Clash(NamedTuple):
    """Two outputs that cannot both be."""

    path: str
    first: PageKey
    second: PageKey


def find_clashes(db: Connection) -> list[Clash]:
    """
    Find outputs that claim one path, or a path inside another's file.

    Only paths claimed since `begin_plan`, and those that clashed before, are looked at.
    """
    rows = db.execute(
        "SELECT o.folded FROM claimed c CROSS JOIN outputs o USING (folded) "
        "GROUP BY o.folded HAVING count(*) > 1 ORDER BY o.folded"
    ).fetchall()
    clashes = []
    for (folded,) in rows:
        first, *others = owners_of(db, folded)
        clashes += [Clash(folded, first, other) for other in others]
    for outer, inner in sorted(_files_as_folders(db)):
        both = sorted((owners_of(db, outer)[0], owners_of(db, inner)[0]))
        clashes.append(Clash(outer, *both))
    return clashes


def _files_as_folders(db: Connection) -> set[tuple[str, str]]:
    """Return (file, a path inside it): either may be new, and a feed's name has a dot."""
    inside = (
        "(SELECT min(i.folded) FROM outputs i "
        "WHERE i.folded > o.folded || '/' AND i.folded < o.folded || '0') AS inner"
    )
    not_index = "o.folded NOT LIKE '%/index.html' AND inner IS NOT NULL"
    found = {
        *db.execute(
            f"SELECT o.folded, {inside} FROM claimed CROSS JOIN outputs o USING (folded) "  # noqa: S608
            f"WHERE {not_index}"
        ),
        *db.execute(
            f"SELECT o.folded, {inside} FROM outputs o "  # noqa: S608
            f"WHERE o.kind IN ('static', 'redirect') AND {not_index}"
        ),
    }
    dotted = db.execute("SELECT folded FROM claimed WHERE folded GLOB '*.*/*'").fetchall()
    outers = {outer for (path,) in dotted for outer in _folders_of(path) if owners_of(db, outer)}
    select = f"SELECT folded, {inside} FROM outputs o WHERE folded = ? AND inner IS NOT NULL"  # noqa: S608
    return found.union(*(db.execute(select, (outer,)) for outer in outers))


def _folders_of(path: str) -> list[str]:
    """Return the folders that a path is in, as far as their names have a dot."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n, part in enumerate(parts) if "." in part]


def owners_of(db: Connection, folded: str) -> list[PageKey]:
    """Return the keys of the outputs that claim a path, as it is folded."""
    rows = db.execute(
        "SELECT kind, language, subject, number FROM outputs WHERE folded = ? ORDER BY 1, 2, 3, 4",
        (folded,),
    )
    return [PageKey(*row) for row in rows]
