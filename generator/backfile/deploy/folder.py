"""
A folder of this machine, such as one that a web server serves.

A release begins as hard links of the live one.  What differs is copied under another
name and renamed, and its time is in a later second than that of any file sent before:
servers tell versions apart by time and size.  What a deploy left that did not
end is thrown away: nobody ever saw it, and copying costs no more than comparing.

Errors:  BackfileError if the folder cannot be written; what is live stays as it was.
Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from backfile.catalogue.ledger import Step
from backfile.deploy import lease, releases
from backfile.deploy.addresses import home_of
from backfile.deploy.lease import Lease
from backfile.deploy.listing import digest_of_file
from backfile.deploy.manifest import FOLDER, decode_manifest, encode_manifest, read_listing
from backfile.deploy.releases import CLOCK, CURRENT, GONE, NEXT, PENDING, RELEASES
from backfile.deploy.remote import Shipment
from backfile.errors import BackfileError
from backfile.model import Item, Manifest

FILE_MODE: Final = 0o644
FOLDER_MODE: Final = 0o755
"""Whatever the umask is: a web server reads what is published."""

SECOND_NS: Final = 1_000_000_000
PIECE_BYTES: Final = 1_000_000


class ReleaseFolder:
    """A folder with releases in it."""

    is_atomic = True

    def __init__(self, shipment: Shipment) -> None:
        """Look at nothing yet."""
        self._shipment = shipment
        self._root = Path(home_of(shipment.target))
        self._moment_ns = 0

    # ------------------------------------------------------------ looking

    def read(self) -> Manifest | None:
        """Return the manifest of the live release."""
        live = self._live()
        path = self._root / FOLDER / f"{live}.json"
        if not live or not path.exists():
            return None
        with _said(self._root):
            return decode_manifest(path.read_bytes(), str(path))

    def is_empty(self) -> bool:
        """Tell whether there is nothing but what a first deploy left that did not end."""
        if not self._root.exists():
            return True
        with _said(self._root):
            names = {path.name for path in self._root.iterdir()}
            if RELEASES in names:
                names |= {f"{RELEASES}/{path.name}" for path in (self._root / RELEASES).iterdir()}
            pending = self._pending()
            beside = self._shipment.beside if pending else ()
            return names <= {FOLDER, RELEASES, NEXT, GONE, f"{RELEASES}/{pending}", *beside}

    def listing(self, manifest: Manifest) -> Iterator[Item]:
        """Yield the files of a release, as they were written down."""
        path = self._root / FOLDER / f"{manifest.release}.listing.gz"
        with _said(self._root), path.open("rb") as file:
            pieces = iter(lambda: file.read(PIECE_BYTES), b"")
            yield from read_listing(pieces, str(path), manifest.listing)

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the paths of files of the live release that are not as they were sent."""
        live = self._root / CURRENT
        for item in items:
            file = live / item.path
            if not file.is_file() or digest_of_file(file).hex() != item.digest:
                yield item.path

    def requests_of(self, steps: Iterable[Step]) -> int:
        """Return that nobody is asked."""
        del steps
        return 0

    def _live(self) -> str:
        """Return the name of the live release; empty if there is none."""
        try:
            return Path(self._root / CURRENT).readlink().name
        except OSError:
            return ""

    def _pending(self) -> str:
        """Return the name of a release that was made and did not become live."""
        mark = self._root / PENDING
        name = mark.read_text("utf-8") if mark.exists() else ""
        return name if releases.is_release(name) and name != self._live() else ""

    def _releases(self) -> list[str]:
        try:
            names = [path.name for path in (self._root / RELEASES).iterdir()]
        except FileNotFoundError:
            return []
        return sorted(name for name in names if releases.is_release(name))

    # ------------------------------------------------------------ writing

    @contextmanager
    def hold(self) -> Iterator[Lease | None]:
        """Hold the lock, which the kernel gives back however the process ends."""
        path = self._root / FOLDER / "lock"
        with _said(self._root):
            make_folder(path.parent)
            file = path.open("a+b")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = lease.read_lease(file.read())
                if holder:
                    lease.refuse(holder, self._shipment.target.to)
                raise BackfileError(f"another deploy to {self._root} is under way") from None
            file.truncate(0)
            file.write(lease.encode_lease(lease.new_lease()))
            file.flush()
            yield None

    def begin(self, live: Manifest | None) -> None:
        """Begin a release as hard links of the live one."""
        following = self._root / NEXT
        current = self._root / CURRENT
        if current.exists() and not current.is_symlink():
            raise BackfileError(f"{current} is no symbolic link; move it away and deploy again")
        with _said(self._root):
            self._forget_pending()
            for left in (following, self._root / GONE):
                if left.exists():
                    shutil.rmtree(left)
            make_folder(following)
            self._moment_ns = self._next_second() * SECOND_NS
            if live is not None:
                _link_tree(self._root / RELEASES / live.release, following)

    def _next_second(self) -> int:
        """Return the time now in s, or the second after the last one that was given out."""
        clock = self._root / CLOCK
        last = int(clock.read_text("ascii")) if clock.exists() else 0
        second = max(int(time.time()), last + 1)
        self._write(CLOCK, str(second).encode())
        return second

    def send(self, items: Iterable[Item]) -> Iterator[Item]:
        """Copy files into the release."""
        for item in items:
            with _said(self._root):
                self._copy(item)
            yield item

    def _copy(self, item: Item) -> None:
        file = self._root / NEXT / item.path
        make_folder(file.parent)
        aside = file.with_name(f".{item.digest}.new")
        shutil.copyfile(self._shipment.file_of(item), aside)
        if digest_of_file(aside).hex() != item.digest:
            raise BackfileError(f"{item.path} was changed while it was deployed; deploy again")
        aside.chmod(FILE_MODE)
        os.utime(aside, ns=(self._moment_ns, self._moment_ns))
        aside.replace(file)

    def delete(self, paths: Iterable[str]) -> Iterator[str]:
        """Remove files from the release, and folders that are empty then."""
        following = self._root / NEXT
        for path in paths:
            with _said(self._root):
                (following / path).unlink(missing_ok=True)
                _remove_empty(following / path, following)
            yield path

    def finish(self, manifest: Manifest, listing: Path) -> Manifest:
        """Switch to the release; older ones than are kept go."""
        with _said(self._root):
            name = releases.next_release(self._releases(), datetime.now(UTC))
            manifest = msgspec.structs.replace(manifest, release=name, former=self._live())
            self._write(f"{FOLDER}/{name}.listing.gz", listing.read_bytes())
            self.settle(manifest)
            self._write(PENDING, name.encode())
            (self._root / NEXT).rename(self._root / RELEASES / name)
            for beside, data in self._shipment.beside.items():
                self._write(beside, data)
            os.sync()  # what becomes live is on the disk first
            self._switch(name)
        self._tidy(name)
        return manifest

    def settle(self, manifest: Manifest) -> None:
        """Write the manifest of a release."""
        with _said(self._root):
            self._write(f"{FOLDER}/{manifest.release}.json", encode_manifest(manifest))

    def roll_back(self) -> tuple[str, str]:
        """Switch to the release before the live one."""
        live = self._live()
        with _said(self._root):
            self._forget_pending()
        before = releases.release_before(self._releases(), live, self.read())
        if not before:
            raise BackfileError(f"{self._root} has no release from before {live or 'now'}")
        with _said(self._root):
            self._switch(before)
        return live, before

    def _switch(self, name: str) -> None:
        aside = self._root / f".{CURRENT}.new"
        aside.unlink(missing_ok=True)
        aside.symlink_to(f"{RELEASES}/{name}")
        aside.replace(self._root / CURRENT)

    def _tidy(self, live: str) -> None:
        """Remove what is not kept; that it cannot be is no failure of what is live."""
        try:
            (self._root / PENDING).unlink(missing_ok=True)
            for name in releases.to_remove(self._releases(), live, self._shipment.target.keep):
                self._remove(name)
        except OSError as error:
            note = f"{live} is live, but older releases could not be removed: {error}"
            self._shipment.report.note(note)

    def _forget_pending(self) -> None:
        """Remove a release that nobody ever saw."""
        name = self._pending()
        if name:
            self._remove(name)
        (self._root / PENDING).unlink(missing_ok=True)

    def _remove(self, name: str) -> None:
        folder, gone = self._root / RELEASES / name, self._root / GONE
        if folder.exists():
            folder.rename(gone)
            shutil.rmtree(gone)
        for suffix in ("json", "listing.gz"):
            (self._root / FOLDER / f"{name}.{suffix}").unlink(missing_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        file = self._root / name
        aside = file.with_name(f".{file.name}.new")
        aside.write_bytes(data)
        aside.chmod(FILE_MODE)
        aside.replace(file)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, all open to a web server."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir()
    folder.chmod(FOLDER_MODE)


def _link_tree(source: Path, target: Path) -> None:
    """Make of every file below *source* a hard link below *target*."""
    with os.scandir(source) as entries:
        for entry in entries:
            copy = target / entry.name
            if entry.is_dir(follow_symlinks=False):
                copy.mkdir()
                copy.chmod(FOLDER_MODE)
                _link_tree(Path(entry.path), copy)
            else:
                _link(entry.path, copy)


def _link(source: str, copy: Path) -> None:
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:  # too many links to one file, or a file system without them
        shutil.copy2(source, copy, follow_symlinks=False)


def _remove_empty(file: Path, top: Path) -> None:
    for folder in file.parents:
        if folder == top or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


@contextmanager
def _said(root: Path) -> Iterator[None]:
    """Say of which folder something went wrong."""
    try:
        yield
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        message = f"{root} cannot be used ({error.strerror or error}{where}); nothing live changed"
        raise BackfileError(message) from None
