"""
Compressed siblings, for servers that send them: `x.html.br` beside `x.html`.

The bytes depend on the contents and on the libraries only.  What was made once lies
in a folder, by digest of what it was made from; what is not asked for any more is
removed from it.  The libraries let go of the interpreter's lock, so that threads
share the work.

Errors:  BackfileError if a library is missing.
Cost:    0.2 ms of a processor for a page of 11 kB and an ending: 20 s for 100,000.
         Brotli's level 11 is smaller by an eighth, and takes fifty times as long.
Imports: build, catalogue, errors, fingerprint, model.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from backfile.build.report import Report
from backfile.catalogue.connection import Connection
from backfile.catalogue.ledger import here_items
from backfile.errors import BackfileError
from backfile.fingerprint import digest_of
from backfile.model import Item

LEAST_BYTES: Final = 1000
MOST_BYTES: Final = 64 << 20
"""Larger ones are no texts to be read, and would fill the memory."""

GAIN: Final = 0.9
"""A sibling is worth it if it is at most so much of the original."""

TEXTS: Final = frozenset(
    ("css", "csv", "htm", "html", "ics", "js", "json", "jsonld", "map", "md", "mjs", "svg",
     "txt", "vtt", "wasm", "webmanifest", "xml"),
)  # fmt: skip

FOLDER: Final = "compressed"
BATCH: Final = 256
_RECIPE: Final = {"br": "br5", "gz": "gz6", "zst": "zst9"}
"""Ending -> library and level: part of the names in the cache."""

Compress = Callable[[bytes], bytes]


class Work(NamedTuple):
    """One sibling to be made, or found in the cache."""

    item: Item
    ending: str
    source: Path
    kept: Path


def siblings(
    ledger: Connection, endings: tuple[str, ...], output: Path, cache: Path, report: Report
) -> Iterator[Item]:
    """
    Yield the siblings of what the ledger has.

    Args:
        endings: `br`, `gz`, `zst`.
        cache: Folder in which they are kept from deploy to deploy.
    """
    if not endings:
        return
    # The ledger is written to while this is read: what is there is listed first.
    items = [item for item in here_items(ledger) if _is_worth_trying(item)]
    works = [_work_of(item, ending, output, cache) for item in items for ending in endings]
    ways = {ending: _compressor(ending) for ending in endings}
    report.begin("compressing", len(works))
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        rest = iter(works)
        while batch := list(islice(rest, BATCH)):
            for made in pool.map(lambda work: _sibling(work, ways[work.ending]), batch):
                report.advance()
                if made:
                    yield made
    _prune(cache / FOLDER, {work.kept.name for work in works}, endings)


def _is_worth_trying(item: Item) -> bool:
    suffix = item.path.rpartition(".")[2].lower()
    return suffix in TEXTS and LEAST_BYTES <= item.size <= MOST_BYTES


def _work_of(item: Item, ending: str, output: Path, cache: Path) -> Work:
    source = Path(item.source) if item.source else output / item.path
    folder = cache / FOLDER / item.digest[:2]
    return Work(item, ending, source, folder / f"{item.digest}.{_RECIPE[ending]}.{ending}")


def _sibling(work: Work, compress: Compress) -> Item | None:
    """Return the sibling; an empty file in the cache says that it is not worth it."""
    if not work.kept.exists():
        _make(work, compress)
    data = work.kept.read_bytes()
    if not data:
        return None
    path = f"{work.item.path}.{work.ending}"
    digest = digest_of(data).hex()
    return Item(path, digest, len(data), work.item.sort, "", "", 0, str(work.kept))


def _make(work: Work, compress: Compress) -> None:
    original = work.source.read_bytes()
    data = compress(original)
    work.kept.parent.mkdir(parents=True, exist_ok=True)
    # Two equal files may be at it at once: each writes its own, and the last one stays.
    aside = work.kept.with_name(f"{digest_of(work.item.path.encode()).hex()}.{work.ending}.part")
    aside.write_bytes(data if len(data) <= GAIN * len(original) else b"")
    aside.replace(work.kept)


def _prune(folder: Path, wanted: set[str], endings: tuple[str, ...]) -> None:
    """Remove what was not asked for; what another target asks for with other endings stays."""
    suffixes = {f".{ending}" for ending in endings} | {".part"}
    for file in folder.glob("*/*"):
        if file.name not in wanted and file.suffix in suffixes:
            file.unlink()


def _compressor(ending: str) -> Compress:
    try:
        return _WAYS[ending]()
    except ImportError:
        message = f'compressing to .{ending} needs a library: pip install "backfile[deploy]"'
        raise BackfileError(message) from None


def _gzip() -> Compress:
    return _gzipped


def _gzipped(data: bytes) -> bytes:
    made = gzip.compress(data, 6, mtime=0)
    # The tenth byte names the system, by some versions of Python: 255 is "unknown".
    return made[:9] + b"\xff" + made[10:]


def _brotli() -> Compress:
    import brotli

    return lambda data: bytes(brotli.compress(data, quality=5))


def _zstandard() -> Compress:
    import zstandard

    return lambda data: zstandard.ZstdCompressor(level=9).compress(data)


_WAYS: Final[dict[str, Callable[[], Compress]]] = {"br": _brotli, "gz": _gzip, "zst": _zstandard}
