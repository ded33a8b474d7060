"""
A new site: its files are written into a folder, all of them or none.

What may stand in the folder already is what belongs to no site: hidden files and folders,
an environment of Python, a licence.  A README and a .gitignore are kept as they are.  All
that is in the way is named at once, before anything is written; a file that appears
meanwhile is not overwritten either.

Errors:  UsageError, with everything that is in the way, or wrong with the answers.
Imports: desk (answers, starter, schemas), site.load, errors.
"""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backfile.desk.answers import Answers
from backfile.desk.scalars import joined
from backfile.desk.schemas import schema_files
from backfile.desk.starter import site_yaml, starter_files
from backfile.errors import SiteError, UsageError
from backfile.site import load_site

KEPT = ("README.md", ".gitignore")
"""Files of the new site that are left out where they exist."""

_NO_SITES = ("readme", "license", "licence", "copying")
"""What a file may be called, with any suffix, that stands in the folder already."""


def found_site(folder: Path, answers: Answers, now: datetime) -> tuple[str, ...]:
    """Write the files of a new site into *folder*, and return their paths."""
    check_answers(answers)
    # A day that has not begun in the site's own zone would not be published yet.
    today = now.astimezone(ZoneInfo(answers.timezone)).date()
    wanted = starter_files(answers, today)
    new = {
        path: data
        for path, data in wanted.items()
        if path not in KEPT or not os.path.lexists(folder / path)
    }
    check_folder(folder, new)
    write_all(folder, new)
    return tuple(new)


def next_steps(folder: Path, answers: Answers, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that say what was made, and what to do next."""
    kept = [name for name in KEPT if name not in paths]
    notes = [f"{name} was there, and was kept as it is." for name in kept]
    steps = [] if folder.resolve() == Path.cwd() else [f"  cd {shlex.quote(str(folder))}"]
    return (
        f"{answers.title} is made: {len(paths)} files.",
        *notes,
        "Next:",
        *steps,
        "  backfile serve                # see it, while you edit",
        '  backfile new "A headline"     # begin an article',
        "  backfile build                # content/ becomes public/",
    )


def check_answers(answers: Answers) -> None:
    """Read the site.yaml to be as a build would: what is wrong with it is wrong with them."""
    if not answers.languages:
        raise UsageError("--languages names none; write tags such as `uk,en,ru`")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "site.yaml").write_text(site_yaml(answers), encoding="utf-8")
        _, problems = load_site(Path(folder))
    if problems:
        raise UsageError("\n".join(problem.message for problem in problems))


def check_folder(folder: Path, wanted: Iterable[str] = ()) -> None:
    """Refuse a folder in which something is in the way of a site, or of the files *wanted*."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; give the name of a new one")
    strangers = [entry.name for entry in folder.iterdir() if not _may_stay(entry)]
    taken = [path for path in wanted if os.path.lexists(folder / path)]
    in_the_way = tuple(sorted({*strangers, *taken}))
    if in_the_way:
        hint = "choose a new folder, or move them away"
        raise UsageError(f"{folder} is not empty: it holds {joined(in_the_way)}; {hint}")


def _may_stay(entry: Path) -> bool:
    is_known = entry.name.partition(".")[0].lower() in _NO_SITES
    return entry.name.startswith(".") or is_known or (entry / "pyvenv.cfg").is_file()


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    """Write new files; if one of them cannot be written, take away those that were."""
    made: list[Path] = []
    try:
        for path, data in files.items():
            _make_folders((folder / path).parent, made)
            with (folder / path).open("xb") as file:
                made.append(folder / path)
                file.write(data)
    except BaseException:
        for one in reversed(made):
            one.rmdir() if one.is_dir() else one.unlink()
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder with those above it, noting each that was not there."""
    missing = [part for part in (folder, *folder.parents) if not part.is_dir()]
    for part in reversed(missing):
        part.mkdir()
        made.append(part)


def write_schemas(folder: Path) -> tuple[str, ...]:
    """Write the schemas of an existing site again, and return their paths."""
    site, problems = load_site(folder)
    if site is None:
        raise SiteError(tuple(problems))
    files = schema_files(site.taxonomies)
    for path, data in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    return tuple(files)
