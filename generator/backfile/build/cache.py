"""
The cache of pictures: what was made of photos once, and is copied ever after.

A file `.backfile/pictures/AB/REST` is named by a digest over the photo's bytes,
the rendition and the codecs, so that a photo that is renamed, or a catalogue that
is given up, costs no encoding.  It begins with the digest of the bytes that
follow, so that damage is seen whenever it is copied, and the picture made anew.

Writes are whole or not at all: a file is written under another name, then
renamed.  What a kill leaves half written goes at the next build.

Errors:  `PhotoError` for a photo that cannot be decoded; BackfileError if it was
         changed while the site was built; OSError if the folder cannot be written.
Memory:  one decoded photo.
Imports: images, fingerprint, errors, model.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from backfile.errors import BackfileError
from backfile.fingerprint import digest_of, fingerprint_of
from backfile.images.derive import derive
from backfile.images.facts import read_facts
from backfile.model import PictureFile

FOLDER = "pictures"
_HALF = "half"
_DIGEST_BYTES = 16


def name_of(picture: PictureFile) -> bytes:
    """Return the name that the bytes of *picture* have in the cache."""
    return fingerprint_of((picture.digest, picture.rendition, picture.codecs))


def path_of_name(cache: Path, name: bytes) -> Path:
    """Return where a name lies in the cache."""
    written = name.hex()
    return cache / written[:2] / written[2:]


def clear_half_written(cache: Path) -> None:
    """Remove what a build that was killed left half written."""
    shutil.rmtree(cache / _HALF, ignore_errors=True)


def read_picture(cache: Path, site_folder: Path, picture: PictureFile) -> memoryview:
    """Return the bytes of *picture*; what is missing or damaged in the cache is made anew."""
    path = path_of_name(cache, name_of(picture))
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        whole = b""
    data = memoryview(whole)[_DIGEST_BYTES:]
    if data and digest_of(data) == whole[:_DIGEST_BYTES]:
        return data
    make_pictures(cache, site_folder, [picture])
    return memoryview(path.read_bytes())[_DIGEST_BYTES:]


def make_pictures(cache: Path, site_folder: Path, pictures: Sequence[PictureFile]) -> None:
    """Make *pictures*, all of one photo, and keep them; the photo is decoded once."""
    source, digest = pictures[0].source, pictures[0].digest
    names = {picture.rendition: name_of(picture) for picture in pictures}
    data = read_unchanged(site_folder, source, digest)
    facts = read_facts(data, "." + source.rpartition(".")[2].lower())
    for rendition, made in derive(data, facts, tuple(names)):
        _keep(cache, names[rendition], made)


def read_unchanged(site_folder: Path, source: str, digest: bytes) -> bytes:
    """Return the bytes of a source, which must be those that were read first."""
    try:
        data = (site_folder / source).read_bytes()
    except FileNotFoundError:
        data = b""
    if digest_of(data) != digest:
        raise BackfileError(f"{source} was changed while the site was built; build again")
    return data


def _keep(cache: Path, name: bytes, data: bytes) -> None:
    path = path_of_name(cache, name)
    half = cache / _HALF / f"{os.getpid()}"
    half.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    with half.open("wb") as file:
        file.write(digest_of(data))
        file.write(data)
    half.replace(path)


def remove_names(cache: Path, names: Sequence[bytes]) -> None:
    """Remove files from the cache, and folders left empty."""
    for name in names:
        path = path_of_name(cache, name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def names_in(cache: Path) -> Iterator[bytes]:
    """Yield every name in the cache; what else lies there is left alone."""
    for folder in sorted(cache.glob("[0-9a-f][0-9a-f]")):
        for path in sorted(folder.iterdir()):
            written = folder.name + path.name
            if len(written) == 2 * _DIGEST_BYTES and set(written) <= set("0123456789abcdef"):
                yield bytes.fromhex(written)
