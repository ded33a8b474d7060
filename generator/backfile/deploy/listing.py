"""
What there is to deploy: every file of the output folder, with its digest.

The digest comes from the catalogue as long as a file is as the build left it;
another file is read.  Nothing is told by times alone.

Errors:  OSError if the folder cannot be read.
Cost:    a look at each file; about 10 s for a million.
Memory:  one folder's names.
Imports: catalogue, fingerprint, model.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from backfile.catalogue import outputs
from backfile.catalogue.connection import Connection
from backfile.model import Item

SKIPPED: Final = (".backfile-staging", ".DS_Store")
"""What lies in an output folder and is not part of the site."""

PIECE_BYTES: Final = 1_000_000

_SORT_OF_KIND: Final = {
    "article": "article",
    "asset": "asset",
    "picture": "media",
    "photo": "media",
    "feed": "feed",
    "sitemap": "feed",
    "sitemap-index": "feed",
    "news": "feed",
    "robots": "feed",
    "redirect": "redirect",
}
"""Kind of page -> sort; the kinds not named here are pages, or files of content/static/."""

_HTML: Final = (".html", ".htm")

HeadersDigest = Callable[[str, str], str]
"""(path, sort) -> digest of the headers with which a file is sent."""


class File(NamedTuple):
    """One file found in the output folder."""

    path: str
    size: int
    mtime_ns: int
    is_link: bool


def items_below(
    output: Path, db: Connection | None, headers_digest: HeadersDigest
) -> Iterator[Item]:
    """
    Yield what lies in the output folder, in order of path; links are not followed.

    Args:
        db: The catalogue; None if there is none, and every file is read.
    """
    for file in files_below(str(output)):
        if not file.is_link:
            yield _item_of(output, file, db, headers_digest)


def links_below(output: Path) -> Iterator[str]:
    """Yield the paths of symbolic links."""
    yield from (file.path for file in files_below(str(output)) if file.is_link)


def _item_of(
    output: Path, file: File, db: Connection | None, headers_digest: HeadersDigest
) -> Item:
    known = outputs.known_file(db, file.path) if db else None
    as_left = known is not None and (known.size, known.mtime_ns) == (file.size, file.mtime_ns)
    digest = known.digest if known and as_left else digest_of_file(output / file.path)
    sort = sort_of(file.path, known.kind if known else "")
    language = known.language if known and sort in {"article", "page"} else ""
    headers = headers_digest(file.path, sort)
    return Item(file.path, digest.hex(), file.size, sort, language, headers)


def sort_of(path: str, kind: str) -> str:
    """Return the sort of a file, by the kind of page it is, or else by its name."""
    if kind in _SORT_OF_KIND:
        return _SORT_OF_KIND[kind]
    return "page" if path.endswith(_HTML) or not _has_suffix(path) else "media"


def _has_suffix(path: str) -> bool:
    return "." in path.rpartition("/")[2]


def digest_of_file(path: Path) -> bytes:
    """Return the digest of a file, read piece by piece."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
    return digest.digest()


def files_below(folder: str, prefix: str = "") -> Iterator[File]:
    """Yield every file below *folder*, in order of path."""
    with os.scandir(folder) as found:
        entries = [(entry, entry.is_dir(follow_symlinks=False)) for entry in found]
    # A slash after a folder's name brings its files into the order of whole paths.
    entries.sort(key=lambda pair: pair[0].name + ("/" if pair[1] else ""))
    for entry, is_folder in entries:
        if entry.name in SKIPPED:
            continue
        if is_folder:
            yield from files_below(entry.path, f"{prefix}{entry.name}/")
        else:
            stat = entry.stat(follow_symlinks=False)
            path = f"{prefix}{entry.name}"
            yield File(path, stat.st_size, stat.st_mtime_ns, entry.is_symlink())
