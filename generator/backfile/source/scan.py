"""
The files below content/, and which of them may have changed.

A file is a *suspect* if its size or time differs from what the catalogue knows,
or if it was written within two seconds of the last scan, when a second edit may
have left the same time (the "racily clean" rule of git).  Whether a suspect
really changed, only its bytes tell; the reader of the bytes decides.

Shape:   one `Change` a suspect or lost file, folder by folder.
Order:   folders and names by code point, whatever the file system says.
Memory:  the names of one folder, and the paths of all folders.
Cost:    one stat a file, about 2 µs.
Errors:  a `Problem` for each symbolic link that leaves the site, runs in circles,
         or leads to nothing or to what is hidden, and for each name that is no
         text; the rest of the tree is read all the same.  Codes `symbolic-link`
         and `file-name`.
Imports: errors.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from backfile.errors import Problem

PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"})
PUBLISHED_DOT_NAMES = frozenset({".well-known", ".nojekyll"})
RACY_NS = 2_000_000_000

_CIRCLE = "a symbolic link leads in a circle; remove the link"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_LIKE_SOURCES = {
    ".md": ".md",
    ".markdown": ".md",
    ".mdown": ".md",
    ".yml": ".yaml",
    ".yaml": ".yaml",
}

Known = dict[str, tuple[int, int]]
"""Path -> (size in bytes, mtime in ns) of the sources in one folder."""


class Change(NamedTuple):
    """A source that may have been added, edited or removed since the last build."""

    path: str
    """Relative to the site folder."""

    kind: str
    """`article`, `page`, `author`, `terms`, `photo` or `static`."""

    removed: bool
    size: int
    mtime_ns: int


def scan(
    site_folder: Path,
    known_in: Callable[[str], Known],
    known_folders: set[str],
    scanned_ns: int,
    problems: list[Problem],
    only: Collection[str] | None = None,
) -> Iterator[Change]:
    """
    Yield what may have changed below `content/`.

    Args:
        known_in: What the catalogue knows of one folder.
        known_folders: All folders that the catalogue knows.
        scanned_ns: When the last scan began.
        problems: Takes what is wrong with the tree itself.
        only: Folders to look into, by someone who knows where changes are; what is below
            them is looked into where it is new or gone.
    """
    stack = _root_of(site_folder, problems)
    lost = set(known_folders)
    if only is not None:
        here = [folder for folder in only if stack and (site_folder / folder).is_dir()]
        gone = tuple(f"{folder}/" for folder in only if folder not in here)
        lost = {folder for folder in known_folders if f"{folder}/".startswith(gone)}
        stack = sorted(here, reverse=True)
    while stack:
        folder = stack.pop()
        lost.discard(folder)
        known = known_in(folder)
        folders: list[str] = []
        for entry in sorted(_entries_of(site_folder, folder), key=lambda entry: entry.name):
            path = f"{folder}/{entry.name}"
            if path in known and _is_as_known(entry, known[path], scanned_ns):
                del known[path]
                continue
            if _is_ignored(path, entry.name) or _is_refused(entry, path, site_folder, problems):
                continue
            if entry.is_dir():
                if only is None or (path not in known_folders and path not in only):
                    folders.append(path)
            elif change := _change_of(entry, path, known, scanned_ns, problems):
                yield change
        stack.extend(reversed(folders))
        yield from _removed(known)
    for folder in sorted(lost):
        yield from _removed(known_in(folder))


def _is_as_known(entry: os.DirEntry[str], known: tuple[int, int], scanned_ns: int) -> bool:
    """Tell whether a plain file is as it was: then nothing else about it need be asked."""
    if not entry.is_file(follow_symlinks=False):
        return False
    return not _is_suspect(known, entry.stat(follow_symlinks=False), scanned_ns)


def _change_of(
    entry: os.DirEntry[str], path: str, known: Known, scanned_ns: int, problems: list[Problem]
) -> Change | None:
    """Return a file as a suspect; None if it is as before. Takes it out of *known*."""
    kind = kind_of(path)
    if not kind:
        problems += _unread(path)
    if not kind or not entry.is_file():
        return None
    stat = entry.stat()
    if not _is_suspect(known.pop(path, None), stat, scanned_ns):
        return None
    return Change(path, kind, removed=False, size=stat.st_size, mtime_ns=stat.st_mtime_ns)


def _removed(known: Known) -> Iterator[Change]:
    for path in known:
        yield Change(path, kind_of(path), removed=True, size=0, mtime_ns=0)


def kind_of(path: str) -> str:
    """Tell what a path below content/ holds; empty for what Backfile does not read."""
    _, *folders, name = path.split("/")
    place = folders[0] if folders else ""
    suffix = os.path.splitext(name)[1].lower()
    if place == "static":
        return "static"
    if place in {"articles", "pages"} and path.endswith(".md"):
        return place[:-1]
    if folders == ["authors"] and suffix == ".yaml":
        return "author"
    if not place and suffix == ".yaml":
        return "terms"
    if place in {"articles", "pages", "photos", "authors"} and suffix in PHOTO_SUFFIXES:
        return "photo"
    return ""


def _unread(path: str) -> list[Problem]:
    """Report a file that looks like a source and is none, for its name or its place."""
    stem, suffix = os.path.splitext(path)
    wanted = _LIKE_SOURCES.get(suffix.lower())
    if wanted is None:
        return []
    hint = f"name it `{stem.rpartition('/')[2]}{wanted}`"
    if suffix == wanted:
        hint = "articles belong in content/articles/, static pages in content/pages/"
        if wanted == ".yaml":
            hint = "authors belong in content/authors/, terms in content/tags.yaml and so on"
    return [Problem(path, 0, 0, "file-unread", f"this file is not read; {hint}", "warning")]


def _entries_of(site_folder: Path, folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(site_folder / folder) as entries:
        return list(entries)


def _is_ignored(path: str, name: str) -> bool:
    if name.startswith("."):
        return not (path.startswith("content/static/") and name in PUBLISHED_DOT_NAMES)
    return name.endswith("~")


def _root_of(site_folder: Path, problems: list[Problem]) -> list[str]:
    """Return where to begin; nowhere without a content folder."""
    content = site_folder / "content"
    fault = _link_fault(content, "content", site_folder) if content.is_symlink() else ""
    if fault:
        problems.append(Problem("content", 0, 0, "symbolic-link", fault))
    return ["content"] if content.is_dir() and not fault else []


def _is_refused(
    entry: os.DirEntry[str], path: str, site_folder: Path, problems: list[Problem]
) -> bool:
    """Tell whether what stands in a folder cannot be read, and report it."""
    code, fault = "file-name", _name_fault(entry.name)
    if not fault and entry.is_symlink():
        code, fault = "symbolic-link", _link_fault(Path(entry.path), path, site_folder)
    if fault:
        problems.append(Problem(_printable(path), 0, 0, code, fault))
    return bool(fault)


def _name_fault(name: str) -> str:
    """Say what is wrong with a name that no message, feed or catalogue could hold."""
    if name.isprintable():
        return ""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "the file's name is not UTF-8; rename the file"
    found = _CONTROL.search(name)
    return "the file's name holds a control character; rename the file" if found else ""


def _printable(path: str) -> str:
    """Return a path that can be shown, with escapes for what cannot."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda found: ascii(found.group())[1:-1], text)


def _link_fault(link: Path, path: str, site_folder: Path) -> str:
    root = site_folder.resolve()
    try:
        target = Path(os.path.realpath(link, strict=True))
    except FileNotFoundError:
        return "a symbolic link leads to nothing; correct or remove the link"
    except OSError:  # ELOOP: a link to itself, or links that lead to one another
        return _CIRCLE
    if not target.is_relative_to(root):
        return "a symbolic link leads out of the site folder; copy the file instead"
    # Every folder on the way counts, so that links which lead to one another end too.
    folders = (site_folder / folder for folder in PurePosixPath(path).parents)
    if any(folder.resolve().is_relative_to(target) for folder in folders):
        return _CIRCLE
    if any(part.startswith(".") for part in target.relative_to(root).parts):
        return "a symbolic link leads to what is hidden; copy the file if it may be published"
    return ""


def _is_suspect(known: tuple[int, int] | None, stat: os.stat_result, scanned_ns: int) -> bool:
    if known is None or known != (stat.st_size, stat.st_mtime_ns):
        return True
    return stat.st_mtime_ns >= scanned_ns - RACY_NS
