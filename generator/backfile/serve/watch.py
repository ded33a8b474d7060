"""
Events of the file system -> hints where to look.

An event is never taken for the truth: it names a folder that is looked into, and
what is found there counts.  So it does not matter how an editor saves (in place, by
another file and a rename, with a backup), or what is lost on the way.

Hints are collected until there is a moment of quiet, so that a save is one look and
a checkout of thousands of files one or two.

Cost:    on Linux one watch a folder; opening and closing are not listened to, since
         our own reading would cause such events without end.
Errors:  OSError if the system gives no more watches.
Imports: serve.messages.
"""

from __future__ import annotations

import os
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from backfile.serve.messages import Hint

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

DEEP: Final = ("content", "themes")
"""Folders that are watched with all that is below them."""

QUIET_S: Final = 0.05
LONGEST_WAIT_S: Final = 1.0
MANY_FOLDERS: Final = 500
"""Folders beyond which one look everywhere is cheaper than a look into each."""

LISTENED: Final[list[type[FileSystemEvent]]] = [
    FileModifiedEvent, FileCreatedEvent, FileDeletedEvent, FileMovedEvent,
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
]  # fmt: skip

POLLED: Final = frozenset(
    {"9p", "afpfs", "cifs", "drvfs", "fuse", "ncpfs", "nfs", "nfs4", "prl_fs", "smb2", "smb3",
     "smbfs", "vboxsf", "virtiofs", "vmhgfs"}
)  # fmt: skip
"""File systems that others write to without an event here."""


class Hints:
    """What may have changed, until somebody asks; for any number of threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._condition = threading.Condition()
        self._folders: set[str] = set()
        self._everywhere = self._settings = self._is_over = False
        self._last_s = 0.0

    def add(self, folder: str | None = None, *, settings: bool = False) -> None:
        """Note a folder below content/; everywhere, without one; or the settings."""
        with self._condition:
            if settings:
                self._settings = True
            elif folder is None or len(self._folders) >= MANY_FOLDERS:
                self._everywhere = True
            else:
                self._folders.add(folder)
            self._last_s = time.monotonic()
            self._condition.notify_all()

    def end(self) -> None:
        """Send everybody home."""
        with self._condition:
            self._is_over = True
            self._condition.notify_all()

    def wait(self, patience_s: float | None = None) -> Hint | None:
        """Wait for hints and then for quiet; None at the end, or if *patience_s* is over."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_over or self._is_any(), patience_s)
            first_s = time.monotonic()
            while not self._is_over and self._is_any():
                now_s = time.monotonic()
                quiet_s = self._last_s + QUIET_S - now_s
                left_s = first_s + LONGEST_WAIT_S - now_s
                if quiet_s <= 0 or left_s <= 0:
                    return self._take()
                self._condition.wait(min(quiet_s, left_s))
            return None

    @property
    def is_over(self) -> bool:
        """Whether no more hints will come."""
        return self._is_over

    def _is_any(self) -> bool:
        return bool(self._folders) or self._everywhere or self._settings

    def _take(self) -> Hint:
        folders = None if self._everywhere else frozenset(self._folders)
        hint = Hint(folders, self._settings)
        self._folders.clear()
        self._everywhere = self._settings = False
        return hint


class _Listener(FileSystemEventHandler):
    """Turns events into hints."""

    def __init__(self, site_folder: Path, hints: Hints, observer: BaseObserver) -> None:
        self._site, self._hints, self._observer = site_folder, hints, observer
        self._watches: dict[str, ObservedWatch] = {}

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note where something happened."""
        for place in filter(None, (event.src_path, event.dest_path)):
            path = Path(os.fsdecode(place))  # type: ignore[arg-type]  # text or bytes
            if not path.is_relative_to(self._site) or path == self._site:
                continue
            name = path.relative_to(self._site).as_posix()
            if name in DEEP and isinstance(event, (DirCreatedEvent, DirMovedEvent)):
                with suppress(OSError):  # gone again
                    self.watch_deeply(name)
            note_event(self._hints, name, event)

    def watch_deeply(self, name: str) -> None:
        """Watch a folder with all that is below it, if it is there; anew, if it came back."""
        former = self._watches.pop(name, None)
        if former is not None:
            self._observer.unschedule(former)
        if (self._site / name).is_dir():
            place = str(self._site / name)
            self._watches[name] = self._observer.schedule(
                self, place, recursive=True, event_filter=LISTENED
            )


def note_event(hints: Hints, path: str, event: FileSystemEvent) -> None:
    """Note what an event at a site path may mean."""
    top, _, rest = path.partition("/")
    is_folder = event.is_directory
    if path == "site.yaml" or top == "themes":
        if not _is_of_an_editor(path) and not isinstance(event, DirModifiedEvent):
            hints.add(settings=True)
    elif path == "content":
        if not isinstance(event, DirModifiedEvent):
            hints.add()
    elif top == "content" and rest and not (_is_of_an_editor(path) and not is_folder):
        hints.add(path.rpartition("/")[0])
        if is_folder:
            hints.add(path)


def _is_of_an_editor(path: str) -> bool:
    """Tell whether a name is one that editors and systems use for their own files."""
    name = path.rpartition("/")[2]
    is_hidden = name.startswith(".") and name not in {".well-known", ".nojekyll"}
    return is_hidden or name.endswith(("~", "___jb_tmp___", "___jb_old___")) or name == "4913"


def watch(site_folder: Path, hints: Hints) -> BaseObserver:
    """Begin to watch a site; the observer must be stopped."""
    # Said when a folder is made while the one above it is looked into; the watch is there.
    warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
    observer = Observer()
    listener = _Listener(site_folder, hints, observer)
    observer.start()
    observer.schedule(listener, str(site_folder), recursive=False, event_filter=LISTENED)
    for name in DEEP:
        listener.watch_deeply(name)
    return observer


def must_be_polled(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Tell whether *folder* is on a file system that gives no events of what others write."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        _, place, name, *_ = line.split(" ")
        place = place.encode().decode("unicode_escape")
        if len(place) >= len(best) and folder.resolve().is_relative_to(place):
            best, kind = place, name
    return kind.partition(".")[0] in POLLED
