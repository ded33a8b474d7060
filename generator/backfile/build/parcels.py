"""
Parcels: pages rendered on other machines, on their way and received.

Every parcel is compared with its batch: each page accounted for, each size and
digest as said; then its files are laid aside as if they had been rendered here.
Receiving is work for the processes of this machine like any other.

Cost:    about 50 µs a page of 13 kB, beside what it takes to fetch them.
Errors:  BackfileError if what arrived is not what was rendered.
Imports: build.depot, build.sink, build.worker, catalogue, errors, fingerprint.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from backfile.build.depot import open_depot
from backfile.build.sink import FolderSink
from backfile.build.worker import Rendered
from backfile.catalogue.outputs import Pending, Staged
from backfile.errors import BackfileError
from backfile.fingerprint import digest_of


class Parcel(NamedTuple):
    """What came of a batch on a worker."""

    rendered: Rendered
    data: bytes | None
    """The bytes of what is staged and written, in that order; None if they lie in the depot."""


class Arrival(NamedTuple):
    """A parcel, and what is known of it here."""

    parcel: Parcel
    batch: list[Pending]
    output: Path
    place: str
    """The depot, if there is one."""

    prefix: str


def name_of_parcel(batch: list[Pending]) -> str:
    """Return what the bytes of a batch are called in a depot: the same, whoever renders it."""
    return f"parcel-{batch[0].id}"


def receive(arrivals: list[Arrival]) -> Rendered:
    """Compare parcels with their batches, and lay their files aside."""
    done = Rendered([], [], [])
    for arrival in arrivals:
        rendered = arrival.parcel.rendered
        data = arrival.parcel.data
        if data is None:
            depot, name = open_depot(arrival.place, arrival.prefix), name_of_parcel(arrival.batch)
            data = b"".join(depot.fetch(name))
            depot.remove(name)
        _check_account(arrival.batch, rendered, len(data))
        done.fresh.extend(rendered.fresh)
        done.staged.extend(_lay_aside(arrival, data))
        done.failures.extend(rendered.failures)
    return done


def _lay_aside(arrival: Arrival, data: bytes) -> list[Staged]:
    sink = FolderSink(arrival.output)
    pages = {page.id: page for page in arrival.batch}
    staged: list[Staged] = []
    rest = memoryview(data)
    for one in arrival.parcel.rendered.staged:
        if not one.written:
            staged.append(one)
            continue
        piece, rest = rest[: one.size], rest[one.size :]
        page = pages[one.id]
        if digest_of(piece) != one.digest:
            raise BackfileError(f"{page.path} did not arrive as it was rendered; build again")
        laid = sink.lay_aside(page, piece, one.digest)
        staged.append(one._replace(mtime_ns=laid.mtime_ns, written=laid.written))
    return staged


def _check_account(batch: list[Pending], rendered: Rendered, size: int) -> None:
    """See that a parcel is about its batch: each page once, and as many bytes as it says."""
    failing = {path for _, path in rendered.failures}
    told = [*rendered.fresh, *(one.id for one in rendered.staged)]
    expected = [page.id for page in batch if page.path not in failing]
    said = sum(one.size for one in rendered.staged if one.written)
    if sorted(told) != sorted(expected) or said != size:
        raise BackfileError("a worker's account of its batch is not complete; build again")
