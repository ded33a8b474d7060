"""
Compressed siblings, for servers that send them: `x.html.br` beside `x.html`.

Imports: build, catalogue, model.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backfile.build.report import Report
from backfile.catalogue.connection import Connection
from backfile.model import Item


def siblings(
    ledger: Connection, endings: tuple[str, ...], output: Path, cache: Path, report: Report
) -> Iterator[Item]:
    """
    Yield the siblings of what the ledger has.

    Args:
        endings: `br`, `gz`, `zst`.
        cache: Folder in which they are kept from deploy to deploy.
    """
    yield from ()
