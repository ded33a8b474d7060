"""
A worker on a Dask cluster: what it is given, and what it gives back.

A `Kit` has all that pages are made from: settings, theme, and the catalogue as it
is between planning and rendering.  Dask brings it to every worker, those that
begin later included.  What is in it is laid out when the first batch comes.  A
batch becomes a `Parcel`: rows, and the bytes of the pages they are about, sent back
with them or left in the depot.  Whoever renders a batch again makes the same parcel
under the same name.

Files of the site cannot be read here: what is copied stays with the machine that
builds.

Functions of this module run in a process of the cluster, one batch at a time,
however many threads it has.

Errors:  BackfileError, with the worker's address.
Imports: build.depot, build.engine, build.parcels, build.sink, build.snapshot, build.worker,
         catalogue, pages, theme, language, errors, model.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from distributed import WorkerPlugin

from backfile.build import snapshot
from backfile.build.depot import open_depot
from backfile.build.engine import differences, environment_of
from backfile.build.parcels import Parcel, name_of_parcel
from backfile.build.sink import ParcelSink
from backfile.build.worker import Bench, Order, equip_reader, render_into
from backfile.catalogue.connection import open_snapshot
from backfile.catalogue.outputs import Pending
from backfile.errors import BackfileError
from backfile.language.messages import Messages, load_messages
from backfile.model import Site
from backfile.pages.reader import Reader
from backfile.theme.assets import Asset
from backfile.theme.chain import Theme
from backfile.theme.renderer import Renderer, message_files_of

CATALOGUE = "catalogue"
"""What the packed catalogue is called in a depot."""


class PackedTheme(NamedTuple):
    """A theme without its folders."""

    theme: Theme
    assets: dict[str, Asset]
    messages: dict[str, Messages]
    templates: dict[str, bytes]
    """`LAYER/NAME`, with the number of a layer -> source."""


def pack_theme(renderer: Renderer, site: Site) -> PackedTheme:
    """Read the templates and messages of an open theme."""
    theme = renderer.theme
    messages = {
        language.tag: load_messages(message_files_of(theme, language.tag), language.tag)
        for language in site.languages
    }
    templates = {
        f"{number}/{name}": Path(layer.folder, "templates", name).read_bytes()
        for number, layer in enumerate(theme.layers)
        for name in layer.templates
    }
    return PackedTheme(theme, dict(renderer.assets), messages, templates)


def unpack_theme(packed: PackedTheme, site: Site, folder: Path) -> Renderer:
    """Open a theme whose templates are written into *folder*."""
    for name, source in packed.templates.items():
        number, _, rest = name.partition("/")
        path = Path(folder, number, "templates", rest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source)
    layers = tuple(
        msgspec.structs.replace(layer, folder=str(folder / str(number)))
        for number, layer in enumerate(packed.theme.layers)
    )
    theme = msgspec.structs.replace(packed.theme, layers=layers)
    return Renderer(theme, site, packed.assets, packed.messages)


class Kit(WorkerPlugin):
    """What the workers of one build are given."""

    def __init__(self, name: str, order: Order, theme: PackedTheme, digest: bytes) -> None:
        """Put together what pages are made from; *digest* is that of the snapshot."""
        self.name = name
        self.order, self.theme, self.digest = order, theme, digest
        self.environment = environment_of(order.site.timezone)
        self.packed = b""
        """The packed catalogue, unless it lies in the depot."""

        self.place = ""
        """The depot, if there is one."""

    def setup(self, worker: Any) -> None:
        """Take the kit; it is laid out when work comes."""
        _kits[self.name] = self
        self.address = worker.address

    def teardown(self, worker: Any) -> None:
        """Put everything away: the build is over."""
        del worker
        with _at_work:
            _kits.pop(self.name, None)
            laid_out = _laid_out.pop(self.name, None)
            if laid_out:
                bench, folder = laid_out
                bench.close()
                shutil.rmtree(folder, ignore_errors=True)
            snapshot.forget(self.digest)

    def pieces(self) -> Iterator[bytes]:
        """Yield the packed catalogue."""
        if self.place:
            yield from open_depot(self.place, self.name).fetch(CATALOGUE)
        else:
            yield self.packed


_kits: dict[str, Kit] = {}
_laid_out: dict[str, tuple[Bench, Path]] = {}
_at_work = threading.Lock()
"""Held while a batch is rendered: tools are for one at a time."""


def render_afar(name: str, batch: list[Pending]) -> Parcel:
    """Render a batch with the kit of that name."""
    with _at_work:
        kit = _kits[name]
        sink = ParcelSink()
        try:
            rendered = render_into(sink, _bench_of(kit), batch)
        except (OSError, sqlite3.Error, BackfileError) as error:
            raise BackfileError(f"worker {kit.address}: {error}") from None
    data = sink.close()
    if not kit.place or not data:
        return Parcel(rendered, data)
    open_depot(kit.place, name).put(name_of_parcel(batch), data)
    return Parcel(rendered, None)


def _bench_of(kit: Kit) -> Bench:
    """Lay out the kit, once."""
    if kit.name in _laid_out:
        return _laid_out[kit.name][0]
    wrong = differences(kit.environment, environment_of(kit.order.site.timezone))
    if wrong:
        raise BackfileError(wrong)
    path = snapshot.unpack_once(kit.pieces(), kit.digest)
    kit.packed = b""
    folder = Path(tempfile.mkdtemp(prefix="backfile-theme-"))
    order = kit.order
    renderer = unpack_theme(kit.theme, order.site, folder)
    bench = Bench(order, renderer)
    reader = Reader(open_snapshot(path), order.site, order.now_us, is_settled=True)
    bench.use(equip_reader(reader, order, renderer))
    _laid_out[kit.name] = bench, folder
    return bench
