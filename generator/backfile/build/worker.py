"""
What a worker does: read sources, render pages, put files in their places.

A worker opens the catalogue read-only when its first page comes, by which time
everything that was read is committed.  It keeps one Jinja environment a language
and hands the bytes of pages to a sink; only rows go back.

Functions of this module run in worker processes, where `_bench` is what
`start_worker` laid out, and in the main process when a pool is not worth it.

Imports: build.cache, build.pool, build.read, build.sink, catalogue, pages, theme, images, errors,
         fingerprint, model.
"""

from __future__ import annotations

import gc
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from backfile.build.cache import make_pictures, read_picture, read_unchanged
from backfile.build.pool import end_with_parent
from backfile.build.read import Reading, Suspect, read_source
from backfile.build.sink import Buffer, FolderSink, Sink
from backfile.catalogue.connection import one_look, open_for_reading
from backfile.catalogue.outputs import Pending, Staged
from backfile.errors import Problem, SiteError
from backfile.fingerprint import digest_of, fingerprint_of, parts_of
from backfile.images.probe import PhotoError
from backfile.model import CopiedFile, PictureFile, Site, Value
from backfile.pages import KINDS
from backfile.pages.frame import frames_of
from backfile.pages.reader import Reader
from backfile.theme.assets import Asset, read_asset
from backfile.theme.failure import TemplateFailure
from backfile.theme.renderer import Renderer


class Order(NamedTuple):
    """What every worker of a build is told."""

    site_folder: Path
    catalogue: Path
    output: Path
    pictures: Path
    """The cache of renditions."""

    site: Site
    now_us: int
    engine: bytes
    """Digest of the program and of the libraries that shape what it writes."""

    generator: str


class Task(NamedTuple):
    """What is to be made of one photo."""

    pending: int
    """Pending pictures of the photo, those that need not be made included."""

    pictures: tuple[PictureFile, ...]


class Made(NamedTuple):
    """What came of a batch of photos."""

    pending: int
    problems: tuple[Problem, ...]


class Rendered(NamedTuple):
    """What came of a batch of pending pages."""

    fresh: list[int]
    staged: list[Staged]
    failures: list[tuple[Problem, str]]
    """(what is wrong with a template, the page that showed it)."""


@dataclass
class Bench:
    """A worker's tools."""

    order: Order
    renderer: Renderer
    opened: Reader | None = None
    frame_digests: dict[str, bytes] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)

    @property
    def reader(self) -> Reader:
        """The catalogue, opened on first use."""
        if self.opened is None:
            return self.use(open_reader(self.order, self.renderer))
        return self.opened

    def use(self, reader: Reader) -> Reader:
        """Read from a catalogue that is open."""
        self.opened = reader
        self.frame_digests = {tag: fingerprint_of(frame) for tag, frame in reader.frames.items()}
        self.assets = {asset_name(a): a for a in self.renderer.assets.values()}
        return reader

    def close(self) -> None:
        """Close the catalogue."""
        if self.opened is not None:
            self.opened.db.close()
            self.opened = None


_bench: Bench | None = None


def start_worker(order: Order, renderer: Renderer) -> None:
    """Lay out the tools of this process."""
    global _bench  # noqa: PLW0603 - an executor gives its workers no other place
    _bench = Bench(order, renderer)


def start_worker_process(order: Order, renderer: Renderer) -> None:
    """Lay out the tools of a process made for the purpose, which the parent interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    gc.freeze()
    start_worker(order, renderer)


def stop_worker() -> None:
    """Close what this process has open."""
    if _bench is not None:
        _bench.close()


def open_reader(order: Order, renderer: Renderer, *, threads: bool = False) -> Reader:
    """Open the catalogue for reading, with the frames of all languages."""
    db = open_for_reading(order.catalogue, threads=threads)
    reader = Reader(db, order.site, order.now_us, is_settled=True)
    return equip_reader(reader, order, renderer)


def equip_reader(reader: Reader, order: Order, renderer: Renderer) -> Reader:
    """Give *reader* what pages see of the theme, and the frames."""
    reader.assets = {asset_name(a): a.digest for a in renderer.assets.values()}
    reader.settings = renderer.theme.settings
    reader.logo = renderer.logo_url()
    reader.queries = renderer.theme.queries
    reader.generator = order.generator
    reader.crops = renderer.crops
    reader.frames = frames_of(reader)
    return reader


def asset_name(asset: Asset) -> str:
    """Return the published name of an asset, without its folder."""
    return asset.output.removeprefix("assets/")


def _tools() -> Bench:
    assert _bench is not None, "start_worker comes first"
    return _bench


def read_sources(suspects: list[Suspect]) -> list[Reading]:
    """Read a batch of sources."""
    order = _tools().order
    return [read_source(order.site_folder, order.site, suspect) for suspect in suspects]


def make_of_photos(batch: list[Task]) -> Made:
    """Make pictures of a batch of photos, and keep them in the cache."""
    order, problems = _tools().order, []
    for task in batch:
        try:
            make_pictures(order.pictures, order.site_folder, task.pictures)
        except PhotoError as error:
            problems.append(_undecodable(task.pictures[0], error))
    return Made(sum(task.pending for task in batch), tuple(problems))


def _undecodable(picture: PictureFile, error: PhotoError) -> Problem:
    return Problem(picture.source, 0, 0, "photo", str(error))


def render_pages(batch: list[Pending]) -> Rendered:
    """Render the stale pages of a batch and lay their files aside."""
    bench = _tools()
    return render_into(FolderSink(bench.order.output), bench, batch)


def render_into(sink: Sink, bench: Bench, batch: list[Pending]) -> Rendered:
    """Render the stale pages of a batch, and hand their bytes to *sink*."""
    done = Rendered([], [], [])
    for pending in batch:
        try:
            staged = _render(sink, bench, pending)
        except TemplateFailure as failure:
            done.failures.append((failure.problem, pending.path))
            continue
        except SiteError as failure:
            done.failures.extend((problem, pending.path) for problem in failure.problems)
            continue
        if staged is None:
            done.fresh.append(pending.id)
        else:
            done.staged.append(staged)
    return done


def _render(sink: Sink, bench: Bench, pending: Pending) -> Staged | None:
    """Render one page; None if its fingerprint says that it is fresh."""
    reader = bench.reader
    with one_look(reader.db):
        context, template = KINDS[pending.key.kind].context_of(reader, pending.key)
    language = pending.key.language or bench.order.site.default_language
    inputs = inputs_of(bench, template, language)
    fingerprint, parts = parts_of(inputs, context)
    if fingerprint == pending.fingerprint:
        return None
    data = bytes_of(bench, context, template, language)
    digest = digest_of(data)
    return Staged(pending.id, fingerprint, parts, digest, *sink.lay_aside(pending, data, digest))


def inputs_of(bench: Bench, template: str, language: str) -> tuple[bytes, ...]:
    """Return the digests of what a page is made from besides its context."""
    if not template:
        return ()
    closure = bench.renderer.closure_of(template, language)
    return bench.order.engine, closure, bench.frame_digests[language]


def bytes_of(bench: Bench, context: Value, template: str, language: str) -> Buffer:
    """Return what is to be published of a context."""
    if isinstance(context, PictureFile):
        return _picture_bytes(bench.order, context)
    if not isinstance(context, CopiedFile):
        return bench.renderer.render(template, context, bench.reader.frames[language]).encode(
            errors="replace"  # a lone surrogate, which no encoding has
        )
    if context.source.startswith("theme:"):
        return read_asset(bench.assets[context.source.removeprefix("theme:")])
    return read_unchanged(bench.order.site_folder, context.source, context.digest)


def _picture_bytes(order: Order, picture: PictureFile) -> memoryview:
    try:
        return read_picture(order.pictures, order.site_folder, picture)
    except PhotoError as error:
        raise SiteError((_undecodable(picture, error),)) from None


def place_files(batch: list[tuple[int, str]]) -> int:
    """Put staged files in their places; return how many."""
    return FolderSink(_tools().order.output).place(batch)
