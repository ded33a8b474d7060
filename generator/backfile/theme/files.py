"""
Which files a theme's folder holds.

Names are relative to `templates/`, `assets/` or `messages/`, with POSIX
separators, in the order of code points.  Names that begin with a dot are left
out (editors and file managers leave such files behind).  A symbolic link that
leads out of the site folder is a problem, as it is anywhere in a site.

Imports: errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path


def find_files(folder: Path, border: Path, shown: str) -> tuple[tuple[str, ...], list[Problem]]:
    """
    List the files below *folder*, which need not exist.

    *border* is the folder that links may not leave, resolved; *shown* is how
    messages call *folder*.
    """
    names: list[str] = []
    problems: list[Problem] = []
    if folder.is_dir():
        _scan(folder, "", (border, shown), names, problems)
    return tuple(sorted(names)), problems


def _scan(
    folder: Path,
    prefix: str,
    place: tuple[Path, str],
    names: list[str],
    problems: list[Problem],
) -> None:
    border, shown = place
    for entry in sorted(folder.iterdir()):
        name = prefix + entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and (why := _refusal_of(entry, border)):
            problems.append(Problem(f"{shown}/{name}", 0, 0, "link-outside", why))
        elif entry.is_dir():
            _scan(entry, f"{name}/", place, names, problems)
        elif entry.is_file():
            names.append(name)


def _refusal_of(link: Path, border: Path) -> str:
    """Say why a symbolic link cannot be followed; empty when it can."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return "the symbolic link leads nowhere; remove it or mend it"
    if not target.is_relative_to(border):
        return "the symbolic link leaves the site folder; copy the file instead"
    if link.is_relative_to(target) or link.parent.resolve().is_relative_to(target):
        return "the symbolic link leads to a folder that it lies in; remove it"
    return ""
