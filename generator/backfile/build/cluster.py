"""
A build's pages rendered on an existing Dask cluster.

What goes out, once: a kit with the site, the theme and the packed catalogue.  What
comes back, batch by batch and in order: parcels of rows and bytes, from which files
are laid aside here (build.parcels).  So nothing about publishing differs, and a
worker that is lost costs its batches a second time.

Without a depot everything goes through the scheduler; with one, the catalogue and
the bytes of pages lie there on their way.

Errors:  UsageError for an address or a sink that is none, or a library that is not
         installed; BackfileError if there is no scheduler, no worker, or workers of
         another environment, or if they are lost for good.
Imports: build.depot, build.engine, build.far_worker, build.parcels, build.pool, build.snapshot,
         build.worker, catalogue, pages, theme, yaml, errors.
"""

from __future__ import annotations

import logging
import secrets
import socket
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from typing import Any

from backfile.build import snapshot
from backfile.build.depot import SCHEMES, Depot, open_depot
from backfile.build.engine import differences, environment_of
from backfile.build.parcels import Arrival
from backfile.build.pool import WINDOW, in_batches, map_batches
from backfile.build.worker import Order
from backfile.catalogue.connection import Connection, settle
from backfile.catalogue.outputs import Pending
from backfile.errors import BackfileError, UsageError
from backfile.pages import copied, picture
from backfile.theme.renderer import Renderer
from backfile.yaml.wording import quoted

BATCH = 400
"""Pages of a task: a third of a second of work, beside which a task's own cost is nothing."""

AT_HOME = frozenset((copied.STATIC, copied.PHOTO, copied.ASSET, picture.KIND))
"""Kinds whose bytes come from files of this machine."""

CONNECT_S = 5
WORKERS_S = 10
"""Seconds to wait for the scheduler, and for the first worker."""

_SCHEME = "dask://"
_LAST_PORT = 65_535
_LONGEST_GREETING = 1_000_000


class Cluster:
    """Workers on other machines, reached when there is something to render."""

    def __init__(self, address: str, place: str) -> None:
        """Name the scheduler, `HOST:PORT`, and the depot's place, empty for none."""
        self._address, self._place = address, place
        self._name = f"backfile-{secrets.token_hex(8)}"
        self._client: Any = None
        self._depot: Depot | None = open_depot(place, self._name) if place else None
        self._order: Order | None = None
        self._workers = 0

    def engage(self, db: Connection, order: Order, renderer: Renderer, jobs: int) -> None:
        """
        Connect, see that workers have this environment, and hand out the kit.

        Threads run from here on, so that no process can be forked any more.
        """
        self._order = order
        self._client = _connect(self._address)
        self._workers = _compare_environments(self._client, self._address, order.site.timezone)
        self._hand_out(db, order, renderer, jobs)

    def render(self, pending: Iterable[Pending]) -> Iterator[Arrival]:
        """Render pages afar; yield what came of each batch, in order."""
        from distributed import KilledWorker

        from backfile.build.far_worker import render_afar

        assert self._order, "engage comes first"
        output = self._order.output
        sent: deque[list[Pending]] = deque()
        executor = self._client.get_executor(pure=False)
        work = partial(render_afar, self._name)
        batches = _remember(in_batches(pending, BATCH), sent)
        try:
            for parcel in map_batches(executor, work, batches, self._workers * WINDOW):
                yield Arrival(parcel, sent.popleft(), output, self._place, self._name)
        except KilledWorker:
            message = "a batch of pages was lost with each worker that had it, perhaps for want of"
            raise BackfileError(f"{message} memory") from None
        except CancelledError:
            raise BackfileError(f"the scheduler at {self._address} was lost") from None
        finally:
            with suppress(Exception):  # of a scheduler that is lost nothing need be cancelled
                executor.shutdown(wait=False)

    def close(self) -> None:
        """Take the kit back, and leave; whatever was under way is not wanted any more."""
        if self._client is not None:
            with suppress(Exception):  # a scheduler or worker that is gone has nothing to give back
                if self._client.status == "running":
                    self._client.unregister_worker_plugin(self._name)
            with suppress(Exception):
                self._client.close(timeout=CONNECT_S)
            self._client = None
        if self._depot is not None:
            with suppress(BackfileError):  # the build's own outcome counts
                self._depot.clear()

    def _hand_out(self, db: Connection, order: Order, renderer: Renderer, jobs: int) -> None:
        from backfile.build.far_worker import CATALOGUE, Kit, pack_theme

        settle(db)
        packed = order.catalogue / "catalogue.packed"
        try:
            digest = snapshot.pack(order.catalogue / "catalogue.sqlite", packed, jobs)
            kit = Kit(self._name, order, pack_theme(renderer, order.site), digest)
            if self._depot:
                self._depot.put(CATALOGUE, packed)
                kit.place = self._place
            else:
                kit.packed = packed.read_bytes()
        finally:
            packed.unlink(missing_ok=True)
        self._client.register_plugin(kit, name=self._name)


def open_cluster(executor: str, sink: str) -> Cluster | None:
    """
    Return the cluster that the options name; None if they name none.

    That a scheduler is there, and what is wrong with a bucket's name, is seen now,
    before anything is read.
    """
    if not executor:
        if sink:
            raise UsageError("--sink is for pages rendered elsewhere; add --executor")
        return None
    host, port = _address_of(executor)
    scheme = sink.partition("://")[0] if "://" in sink else ""
    if scheme and scheme not in SCHEMES:
        known = ", ".join(f"{name}://" for name in SCHEMES)
        raise UsageError(f"--sink: {quoted(sink)} is no folder, nor one of {known}")
    for library, option in (("distributed", "--executor"), ("obstore", "--sink" if scheme else "")):
        if option and find_spec(library) is None:
            message = f"{option} needs `{library}`; install it: pip install 'backfile[dask]'"
            raise UsageError(message)
    _await_greeting(host, port)
    shown = f"[{host}]" if ":" in host else host
    return Cluster(f"{shown}:{port}", sink)


def _address_of(executor: str) -> tuple[str, int]:
    """Return (host, port) of `dask://HOST:PORT`."""
    host, colon, port = executor.removeprefix(_SCHEME).rstrip("/").rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_port = port.isascii() and port.isdecimal() and 0 < int(port) <= _LAST_PORT
    if not (executor.startswith(_SCHEME) and host and colon and is_port):
        raise UsageError(f"--executor: {quoted(executor)} is none; write dask://HOST:PORT")
    return host, int(port)


def _await_greeting(host: str, port: int) -> None:
    """
    See that a scheduler is at an address: it speaks first, with the length of what it says.

    Dask itself would wait for ever for a greeting that does not come.
    """
    message = f"--executor: no Dask scheduler can be reached at {host}:{port}"
    try:
        with socket.create_connection((host, port), CONNECT_S) as connection:
            length = int.from_bytes(connection.recv(8), "little")
    except OSError as error:
        raise BackfileError(f"{message}: {error.strerror or error}") from None
    if not 0 < length < _LONGEST_GREETING:
        raise BackfileError(f"{message}: something else is there")


def _connect(address: str) -> Any:
    from distributed import Client

    open_client: Any = Client  # whose types are not all there
    for name in ("distributed", "distributed.client"):  # what goes wrong is said once, by us
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = open_client(f"tcp://{address}", timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"the scheduler at {address} does not answer as this version of Dask does"
        raise BackfileError(message) from error
    try:
        client.wait_for_workers(1, timeout=WORKERS_S)
    except TimeoutError:
        client.close()
        message = f"the scheduler at {address} has no workers; start some with `dask worker`"
        raise BackfileError(message) from None
    return client


def _compare_environments(client: Any, address: str, timezone: str) -> int:
    """Return how many workers there are; BackfileError names each that differs, and in what."""
    here = environment_of(timezone)
    found = client.run(environment_of, timezone, on_error="return")
    wrong = []
    for worker, there in sorted(found.items()):
        differ = differences(here, there) if isinstance(there, dict) else f"no Backfile: {there}"
        if differ:
            wrong.append(f"{worker} has {differ}")
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        message = f"workers at {address} would not make the same pages: {wrong[0]}{more}"
        raise BackfileError(f"{message}; install there what is installed here")
    return len(found)


def _remember(
    batches: Iterable[list[Pending]], sent: deque[list[Pending]]
) -> Iterator[list[Pending]]:
    for batch in batches:
        sent.append(batch)
        yield batch
