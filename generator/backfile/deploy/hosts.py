"""
What hosts take at most.

Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backfile.catalogue.connection import Connection
from backfile.errors import Problem
from backfile.model import Target


def limit_faults(
    target: Target, ledger: Connection, redirects: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield why a host would not take what the ledger has."""
    yield from ()
