"""
The translation of a story: a file beside the original, for a translator to overwrite.

It begins as a draft with the text of the version that is translated from, so that nothing
is published before it is ready.  What comes from the original is left out, and named in a
comment; what a translation has of its own (title, summary, texts of the photo) stands
there in the words to be translated.

Errors:  UsageError if there is no such story or language, or the translation exists;
         SiteError if the version to translate from cannot be read.
Imports: desk (article, scalars), source, yaml, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from backfile.desk.article import Created, language_fault, open_site, write_source
from backfile.desk.scalars import clean_text, joined, scalar_of
from backfile.errors import Problem, SiteError, UsageError
from backfile.model import Site, SourceFields, Value
from backfile.source.article import parse_article
from backfile.source.names import source_name_of
from backfile.yaml.wording import nearest_file, quoted

_INHERITED = ("date", "author", "section", "tags", "series", "genre", "languages")
_FOLDERS = ("content/articles/", "content/pages/")


class _Version(Value, frozen=True):
    """One file of a story."""

    path: str
    """From the site folder."""

    fields: SourceFields
    body: str


def write_translation(site_folder: Path, written: str, language: str, title: str) -> Created:
    """
    Write the file of a translation, and say where.

    Args:
        written: The path of any version, from the current folder, the site's, or content/.
        language: Empty: the only one that the story is not in.
        title: Empty: that of the version translated from, to be overwritten.
    """
    site = open_site(site_folder)
    path = _find_source(site_folder, site, written)
    versions = _versions_beside(site_folder, site, path)
    language = language or _only_missing(site, versions)
    _check_language(language, site, versions)
    source = next(version for version in versions.values() if version.path == path)
    original = _original_of(versions)
    bare = path.removesuffix(".md").removesuffix(f".{source_name_of(path, site).language}")
    text = "".join(_lines_of(site, source, original, language, title)) + source.body
    created = write_source(site_folder, site, site_folder / f"{bare}.{language}.md", text)
    return msgspec.structs.replace(created, warnings=tuple(_warnings_of(original, language)))


def _find_source(site_folder: Path, site: Site, written: str) -> str:
    """Return the path of a version, from the site folder; the language may be left out."""
    endings = ["", ".md", *(f".{tag}.md" for tag in _tags_of(site))]
    endings += [f"/index.{tag}.md" for tag in _tags_of(site)]
    for folder in (Path.cwd(), site_folder, site_folder / "content"):
        for ending in endings:
            file = (folder / f"{written.rstrip('/')}{ending}").resolve()
            if file.is_file() and file.is_relative_to(site_folder.resolve()):
                path = file.relative_to(site_folder.resolve()).as_posix()
                if path.startswith(_FOLDERS) and path.endswith(".md"):
                    return path
    raise UsageError(f"there is no article {quoted(written)}; {_hint_for(site_folder, written)}")


def _hint_for(site_folder: Path, written: str) -> str:
    for folder in (Path.cwd(), site_folder, site_folder / "content"):
        beside = sorted(path.name for path in (folder / written).parent.glob("*.md"))
        near = nearest_file(Path(written).name, beside)
        if near:
            return f"did you mean {quoted(str(Path(written).with_name(near)))}?"
    return "give the path of its file, such as `content/articles/2025/fire.uk.md`"


def _versions_beside(site_folder: Path, site: Site, path: str) -> dict[str, _Version]:
    """Read the versions of a story in one folder, by language, in the order of site.yaml."""
    story = source_name_of(path, site).story
    folder = (site_folder / path).parent
    paths = (file.relative_to(site_folder).as_posix() for file in sorted(folder.glob("*.md")))
    beside = [name for name in paths if source_name_of(name, site).story == story]
    read = [_read(site_folder, site, name) for name in beside]
    found = {version.fields.language: version for version in read}
    return {tag: found[tag] for tag in _tags_of(site) if tag in found}


def _tags_of(site: Site) -> list[str]:
    return [language.tag for language in site.languages]


def _read(site_folder: Path, site: Site, path: str) -> _Version:
    parsed = parse_article(path, (site_folder / path).read_bytes(), site)
    errors = tuple(problem for problem in parsed.problems if problem.severity == "error")
    if errors or parsed.fields is None:
        raise SiteError(errors)
    return _Version(path, parsed.fields, parsed.body_text)


def _original_of(versions: dict[str, _Version]) -> _Version:
    """Return the version that the others inherit from."""
    named = (version.fields.original for version in versions.values())
    tag = next((tag for tag in named if tag in versions), None)
    return versions[tag] if tag else next(iter(versions.values()))


def _only_missing(site: Site, versions: dict[str, _Version]) -> str:
    missing = [tag for tag in _tags_of(site) if tag not in versions]
    if len(missing) == 1:
        return missing[0]
    if not missing:
        raise UsageError("the story is there in all languages of the site; nothing is missing")
    raise UsageError(f"--lang is missing; give one of {joined(tuple(missing))}")


def _check_language(language: str, site: Site, versions: dict[str, _Version]) -> None:
    fault = language_fault(language, site)
    if not fault and language in versions:
        fault = f"{versions[language].path} exists already; choose another --lang"
    for version in versions.values():
        address = dict(version.fields.elsewhere).get(language)
        if address:
            said = f"`languages` of {version.path} says that this version is at {address}"
            fault = fault or f"{said}; take that out first"
    if fault:
        raise UsageError(fault)


def _lines_of(
    site: Site, source: _Version, original: _Version, language: str, title: str
) -> Iterator[str]:
    """Yield the lines of front matter, with their ends and fences."""
    fields = source.fields
    yield "---\n"
    yield f"# {fields.language}: {_flat(fields.title)}\n"
    yield f"title: {scalar_of(clean_text(title or fields.title, 'the title'))}\n"
    yield f"# {fields.language}: {_flat(fields.summary)}\n# summary: …\n" if fields.summary else ""
    yield "# translator: …\n"
    yield from _links_to_original(site, original, language)
    yield from _photo_lines(fields)
    yield "draft: true  # until it is translated\n---\n"


def _links_to_original(site: Site, original: _Version, language: str) -> Iterator[str]:
    """Yield what ties the file to its original, and what comes from there."""
    fields = original.fields
    path_story = source_name_of(original.path, site).story
    if fields.story != path_story:
        yield f"story: {scalar_of(fields.story)}\n"
    order = _tags_of(site)
    if fields.original is None and order.index(language) < order.index(fields.language):
        yield f"original: {scalar_of(fields.language)}\n"
    own = tuple(taxonomy for taxonomy, _ in fields.terms if taxonomy not in _INHERITED)
    given = [key for key in (*_INHERITED, *own) if key in fields.marks]
    if given:
        yield f"# From {original.path}, unless given here: {', '.join(given)}\n"


def _photo_lines(fields: SourceFields) -> Iterator[str]:
    """Yield the texts of the photo as comments, to be uncommented and translated."""
    photo = fields.photo
    texts = [(key, getattr(photo, key)) for key in ("alt", "caption")] if photo else []
    if any(text for _, text in texts):
        yield "# The photo is that of the original; its texts, to be translated:\n# photo:\n"
        yield from (f"#   {key}: {scalar_of(_flat(text))}\n" for key, text in texts if text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _warnings_of(original: _Version, language: str) -> Iterator[Problem]:
    meant = original.fields.languages
    if meant is not None and language not in meant:
        line, column = original.fields.marks.get("languages", (0, 0))
        message = f"`languages` does not name {quoted(language)}; add it"
        yield Problem(original.path, line, column, "language-not-meant", message, "warning")
