"""
Where a new article belongs: the folder and name that the site's newest ones have.

From the path of an article and what its front matter says comes a *pattern*, such as
`{year}/{month}/{name}.{lang}.md` or `{section}/{name}/index.{lang}.md`; the one that most of
the newest articles follow is followed.

Cost:    at most `MOST_READ` articles are read, those of the last folders by name: some
         tens of milliseconds in any archive.
Imports: source, language, site, model.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from backfile.language.slugs import slug_of
from backfile.language.terms import term_key_of
from backfile.model import Site, SourceFields
from backfile.site.addresses import slug_fault
from backfile.source.article import parse_article
from backfile.source.names import source_name_of

ARTICLES = "content/articles"
PAGES = "content/pages"
USUAL = "{year}/{name}.{lang}.md"
"""The pattern of a site that has no articles yet."""

PAGE = "{name}.{lang}.md"

MOST_READ = 200
MOST_COUNTED = 40
"""How many of the newest say what is usual."""

_LONGEST = 80
"""In characters."""

_NAME = "{name}"
_TAKEN = frozenset({"index"})
"""Names that mean something else."""


def usual_pattern(site_folder: Path, site: Site, known: Mapping[str, str]) -> str:
    """Return the commonest pattern of the newest articles whose parts are known."""
    found = sorted(_patterns_in(site_folder, site), reverse=True)[:MOST_COUNTED]
    for pattern, _ in Counter(pattern for _, pattern in found).most_common():
        if known["section"] or "{section}" not in pattern:
            return pattern
    return USUAL


def _patterns_in(site_folder: Path, site: Site) -> Iterator[tuple[int, str]]:
    """Yield (date in µs, pattern) of the articles that say when they were published."""
    for path in islice(_sources_below(site_folder / ARTICLES), MOST_READ):
        name = path.relative_to(site_folder).as_posix()
        fields = parse_article(name, path.read_bytes(), site).fields
        if fields and fields.date_us is not None:
            yield fields.date_us, pattern_of(name, fields, site)


def _sources_below(folder: Path) -> Iterator[Path]:
    """Yield the articles below a folder from the last name to the first: newest years first."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name, reverse=True)
    for entry in listed:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _sources_below(Path(entry.path))
        elif entry.name.endswith(".md"):
            yield Path(entry.path)


def pattern_of(path: str, fields: SourceFields, site: Site) -> str:
    """Return the pattern that an article's path follows."""
    name = source_name_of(path, site)
    *folders, file = path.removeprefix(f"{ARTICLES}/").split("/")
    suffix = ".{lang}.md" if name.language else ".md"
    is_bundle = file.partition(".")[0] == "index" and bool(folders)
    last = [_NAME, f"index{suffix}"] if is_bundle else [f"{_NAME}{suffix}"]
    above = folders[:-1] if is_bundle else folders
    return "/".join([*(_placeholder_of(folder, fields) for folder in above), *last])


def _placeholder_of(folder: str, fields: SourceFields) -> str:
    """Return what a folder's name stands for: a part of the date, the section, or itself."""
    year, month, day = fields.date.iso[:10].split("-") if fields.date else ("", "", "")
    meanings = {
        year: "{year}",
        month: "{month}",
        f"{year}-{month}": "{year}-{month}",
        f"{year}-{month}-{day}": "{year}-{month}-{day}",
        day: "{day}",
    }
    if fields.section and folder == folder_of_section(fields.section, fields.language):
        return "{section}"
    return meanings.get(folder) or folder.replace("{", "{{").replace("}", "}}")


def folder_of_section(section: str, language: str) -> str:
    """Return the name of a section's folder: its key, or a slug where that is no name."""
    return slug_of(section, language) if slug_fault(section) else section


def name_of(title: str, language: str, site: Site) -> str:
    """Return the name of a file for a title; never empty, never too long for an address."""
    for limit in (_LONGEST, _LONGEST // 2):  # the second fits in any script
        slug = slug_of(
            title, language, ascii_only=site.ascii_slugs, home=site.default_language, limit=limit
        )
        if len(slug.encode()) <= 2 * _LONGEST:
            break
    return slug or "article"


def free_place(folder: Path, pattern: str, known: Mapping[str, str]) -> tuple[Path, str]:
    """
    Return (path, name): a place where no story is yet, in any language.

    The name is that of *known*, or with a number behind it, as in `fire-2`.
    """
    above, _, below = pattern.rpartition(_NAME)
    container = folder / above.format_map(known)
    taken = _stories_in(container) | _TAKEN
    number, name = 1, known["name"]
    # A slug is short enough that no number makes it too long.
    while slug_fault(name) or term_key_of(name) in taken:
        number += 1
        name = f"{known['name']}-{number}"
    return container / f"{name}{below.format_map(known)}", name


def _stories_in(folder: Path) -> set[str]:
    """Return the names of the stories in a folder, as file systems compare them."""
    if not folder.is_dir():
        return set()
    return {term_key_of(entry.name.partition(".")[0]) for entry in folder.iterdir()}
