"""
A server that is reached by rsync over ssh.

A release begins as hard links of the live one, made on the server; rsync is given the
list of what differs, and compares contents, never times.  It writes under another
name and renames, so that the releases before never change.  What a deploy left that
did not end is kept aside: what had arrived is linked, and not sent again.

Files have the time at which they arrive, in a later second than any file sent before,
by the clock of the server: servers tell versions apart by time and size.

Errors:  BackfileError with what the server said; what is live stays as it was.
Source:  rsync(1), `--link-dest`, `--files-from`.
Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from backfile.catalogue.ledger import Step
from backfile.deploy import releases
from backfile.deploy.lease import Lease
from backfile.deploy.listing import digest_of_file
from backfile.deploy.manifest import FOLDER, decode_manifest, encode_manifest, read_listing
from backfile.deploy.releases import CURRENT, GONE, NEXT, RELEASES
from backfile.deploy.remote import Shipment
from backfile.deploy.server_lease import held
from backfile.deploy.ssh import Server
from backfile.errors import BackfileError
from backfile.model import Item, Manifest

AT_ONCE: Final = 5000
"""Files that one call of rsync sends."""

CONNECTIONS: Final = 12
"""Commands of a deploy."""

STALLED: Final = f"{RELEASES}/.stalled"

LOST: Final = (10, 12, 30, 255)
"""Exit statuses of rsync for a connection that broke; asking again does no harm."""

PAUSES_S: Final = (1, 5)

_RSYNC: Final = (
    "rsync", "--protect-args", "--files-from=-", "--from0", "--copy-links", "--checksum",
    "--perms", "--chmod=D755,F644", "--compress", "--8-bit-output",
)  # fmt: skip

_READ: Final = """
cd "$1" 2>/dev/null || exit 0
live=$(readlink current) || exit 0
file=.backfile/"${live##*/}".json
if [ -f "$file" ]; then cat "$file"; fi
"""
_NAMES: Final = """
cd "$1" 2>/dev/null || exit 0
ls -A
ls -A releases 2>/dev/null | sed 's|^|releases/|' || true
"""
_BEGIN: Final = """
umask 022
mkdir -p "$1/releases" "$1/.backfile"
cd "$1"
command -v rsync >/dev/null || { echo 'rsync: command not found' >&2; exit 1; }
if [ -e current ] && [ ! -L current ]; then
  echo "$1/current is no symbolic link; move it away and deploy again" >&2
  exit 1
fi
for tries in 1 2 3; do
  if [ "$(date +%s)" -gt "$(cat .backfile/clock 2>/dev/null || echo 0)" ]; then break; fi
  sleep 1
done
rm -rf releases/.gone
if [ -d releases/.next ]; then rm -rf releases/.stalled; mv releases/.next releases/.stalled; fi
mkdir releases/.next
if [ -n "$2" ]; then
  rsync -rpt --link-dest="$PWD/releases/$2" "releases/$2/" releases/.next/
fi
if [ -d releases/.stalled ]; then echo stalled; fi
"""
_DELETE: Final = """
cd "$1/releases/.next"
xargs -0 rm -f --
find . -mindepth 1 -type d -empty -delete
"""
_WRITE: Final = """
umask 022
cd "$1"
cat > "$2.new"
mv -f "$2.new" "$2"
"""
_PENDING: Final = """
cd "$1" 2>/dev/null || exit 0
name=$(cat .backfile/pending 2>/dev/null || true)
live=$(readlink current 2>/dev/null || true)
if [ "$name" != "${live##*/}" ]; then printf '%s' "$name"; fi
"""
_FINISH: Final = """
cd "$1"
case $(cat .backfile/lock 2>/dev/null || true) in
  *"$3"*) ;;
  *) echo 'somebody else holds the lock by now; deploy again' >&2; exit 1 ;;
esac
date +%s > .backfile/clock
printf '%s' "$2" > .backfile/pending
rm -rf releases/.stalled
mv releases/.next "releases/$2"
sync
"""
_SWITCH: Final = """
cd "$1"
rm -f .current.new
ln -s "releases/$2" .current.new
mv -fT .current.new current 2>/dev/null || mv -fh .current.new current
rm -f .backfile/pending
"""
_PRUNE: Final = """
cd "$1"
shift
for name; do
  rm -rf releases/.gone
  if [ -d "releases/$name" ]; then mv "releases/$name" releases/.gone; fi
  rm -rf releases/.gone
  rm -f ".backfile/$name.json" ".backfile/$name.listing.gz"
done
"""


class RsyncServer:
    """A folder of a server, with releases in it."""

    is_atomic = True

    def __init__(self, shipment: Shipment) -> None:
        """Ask nothing yet."""
        self._shipment = shipment
        self._server = Server(shipment.target.to)
        self._is_stalled = False
        self._token = ""
        self._former = ""

    def _run(self, script: str, *arguments: str, data: bytes = b"") -> bytes:
        return self._server.run(script, self._server.root, *arguments, data=data)

    # ------------------------------------------------------------ looking

    def read(self) -> Manifest | None:
        """Return the manifest of the live release."""
        data = self._run(_READ)
        return decode_manifest(data, f"of {self._shipment.target.to}") if data else None

    def is_empty(self) -> bool:
        """Tell whether there is nothing but what a first deploy left that did not end."""
        pending = self._pending()
        beside = self._shipment.beside if pending else ()
        ours = {FOLDER, RELEASES, NEXT, STALLED, GONE, f"{RELEASES}/{pending}", *beside}
        return set(self._names()) <= ours

    def _live(self) -> str:
        return self._run('readlink "$1/current" || true').decode().strip().rpartition("/")[2]

    def _pending(self) -> str:
        """Return the name of a release that was made and did not become live."""
        name = self._run(_PENDING).decode(errors="replace")
        return name if releases.is_release(name) else ""

    def _names(self) -> list[str]:
        """Return the names in the folder, and those of the releases below `releases/`."""
        return self._run(_NAMES).decode(errors="surrogateescape").splitlines()

    def _releases(self) -> list[str]:
        found = (name.removeprefix(f"{RELEASES}/") for name in self._names())
        return sorted(name for name in found if releases.is_release(name))

    def listing(self, manifest: Manifest) -> Iterator[Item]:
        """Yield the files of a release, as they were written down."""
        path = f"{self._server.root}/{FOLDER}/{manifest.release}.listing.gz"
        pieces = self._server.pieces('cat "$1"', path)
        yield from read_listing(pieces, f"of {self._shipment.target.to}", manifest.listing)

    def altered(self, items: Iterable[Item]) -> Iterator[str]:
        """
        Yield the paths of files of the live release that are not as they were sent.

        Those that the output folder has are compared with these; the others, such as
        assets kept for a while, are fetched.
        """
        rest = iter(items)
        while batch := list(islice(rest, AT_ONCE)):
            same = {item.path for item in batch if self._has_here(item)}
            yield from self._differing([item for item in batch if item.path in same])
            yield from self._spoilt([item for item in batch if item.path not in same])

    def _has_here(self, item: Item) -> bool:
        file = self._shipment.file_of(item)
        return file.is_file() and digest_of_file(file).hex() == item.digest

    def _differing(self, items: list[Item]) -> Iterator[str]:
        """Yield the paths of files that differ from those in the output folder."""
        if not items:
            return
        said = self._rsync(self._shipment.output, items, CURRENT, "--dry-run", "--out-format=%n")
        names = {_unescaped(line) for line in said.decode(errors="surrogateescape").split("\n")}
        yield from (item.path for item in items if item.path in names)

    def _spoilt(self, items: list[Item]) -> Iterator[str]:
        """Fetch files, and yield the paths of those whose contents are not what was sent."""
        if not items:
            return
        with TemporaryDirectory(dir=self._shipment.state) as folder:
            source = f"{self._server.rsync_name}:{self._server.root}/{CURRENT}/"
            self._call(items, "--ignore-missing-args", source, f"{folder}/")
            for item in items:
                file = Path(folder) / item.path
                if not file.is_file() or digest_of_file(file).hex() != item.digest:
                    yield item.path

    def requests_of(self, steps: Iterable[Step]) -> int:
        """Return about how many commands are run on the server."""
        sent = sum(step.files for step in steps)
        return CONNECTIONS + sent // AT_ONCE if sent else 1

    # ------------------------------------------------------------ writing

    @contextmanager
    def hold(self) -> Iterator[Lease | None]:
        """Hold the lock of the folder."""
        with held(self._server, self._shipment.target.to) as own:
            self._token = own.token
            yield None

    def _forget_pending(self) -> None:
        """Remove a release that nobody ever saw."""
        name = self._pending()
        if name:
            self._run(f"{_PRUNE}rm -f .backfile/pending", name)

    def begin(self, live: Manifest | None) -> None:
        """Begin a release as hard links of the live one."""
        self._forget_pending()
        self._former = live.release if live else ""
        said = self._run(_BEGIN, self._former)
        self._is_stalled = said.strip().endswith(b"stalled")

    def send(self, items: Iterable[Item]) -> Iterator[Item]:
        """Send files into the release."""
        rest = iter(items)
        while batch := list(islice(rest, AT_ONCE)):
            ours = [item for item in batch if not item.source]
            made = [item for item in batch if item.source]
            stalled = (f"--link-dest={self._server.root}/{STALLED}",) if self._is_stalled else ()
            if ours:
                self._rsync(self._shipment.output, ours, NEXT, *stalled)
            if made:
                self._rsync(_under_their_paths(self._shipment, made), made, NEXT, *stalled)
            yield from batch

    def _rsync(self, source: Path, items: list[Item], folder: str, *options: str) -> bytes:
        """Send those of the files below *source* that differ, and return what rsync said."""
        target = f"{self._server.rsync_name}:{self._server.root}/{folder}/"
        return self._call(items, *options, f"{source}/", target)

    def _call(self, items: list[Item], *arguments: str) -> bytes:
        """Call rsync for the paths of *items*, again if the connection is lost."""
        names = b"".join(item.path.encode(errors="surrogateescape") + b"\0" for item in items)
        shell = shlex.join(self._server.ssh())
        command = [*_RSYNC, "--rsh", shell, *arguments]
        for pause_s in (*PAUSES_S, 0):
            done = subprocess.run(command, input=names, capture_output=True, check=False)
            if done.returncode not in LOST or not pause_s:
                break
            time.sleep(pause_s)
        if done.returncode:
            raise self._server.fault(_first_of(done.stderr), "rsync failed")
        return done.stdout

    def delete(self, paths: Iterable[str]) -> Iterator[str]:
        """Remove files from the release, and folders that are empty then."""
        gone = list(paths)
        names = b"".join(f"./{path}".encode(errors="surrogateescape") + b"\0" for path in gone)
        self._run(_DELETE, data=names)
        yield from gone

    def finish(self, manifest: Manifest, listing: Path) -> Manifest:
        """Switch to the release; older ones than are kept go."""
        existing = self._releases()
        name = releases.next_release(existing, datetime.now(UTC))
        manifest = msgspec.structs.replace(manifest, release=name, former=self._former)
        self._run(_WRITE, f"{FOLDER}/{name}.listing.gz", data=listing.read_bytes())
        self.settle(manifest)
        for beside, data in self._shipment.beside.items():
            self._run(_WRITE, beside, data=data)
        self._run(_FINISH + _SWITCH, name, self._token)
        self._tidy(name, [*existing, name])
        return manifest

    def _tidy(self, live: str, existing: list[str]) -> None:
        """Remove what is not kept; that it cannot be is no failure of what is live."""
        surplus = releases.to_remove(existing, live, self._shipment.target.keep)
        try:
            if surplus:
                self._run(_PRUNE, *surplus)
        except BackfileError as error:
            note = f"{live} is live, but older releases could not be removed: {error}"
            self._shipment.report.note(note)

    def settle(self, manifest: Manifest) -> None:
        """Write the manifest of a release."""
        self._run(_WRITE, f"{FOLDER}/{manifest.release}.json", data=encode_manifest(manifest))

    def roll_back(self) -> tuple[str, str]:
        """Switch to the release before the live one."""
        live = self._live()
        self._forget_pending()
        before = releases.release_before(self._releases(), live, self.read())
        if not before:
            where = self._shipment.target.to
            raise BackfileError(f"{where} has no release from before {live or 'now'}")
        self._run(_SWITCH, before)
        return live, before


def _under_their_paths(shipment: Shipment, items: list[Item]) -> Path:
    """Return a folder of links in which files have the paths that they shall have there."""
    folder = shipment.state / "links"
    for item in items:
        link = folder / item.path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(item.source)
    return folder


def _first_of(said: bytes) -> bytes:
    """Return what rsync said first: the last line is only its exit status."""
    lines = [line for line in said.splitlines() if not line.startswith(b"rsync error:")]
    return lines[0] if lines else said


def _unescaped(line: str) -> str:
    r"""Return a name as it is, in which rsync writes control characters as `\#012`."""
    return re.sub(r"\\#(\d{3})", lambda found: chr(int(found[1], 8)), line)
