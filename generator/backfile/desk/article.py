"""
A new article or page: a file in the right folder, with its front matter filled in.

Errors:  UsageError for a language, author or section that is a slip, for a date that is
         none, and for a title that cannot be written; all of them at once.
Imports: desk (places, scalars, found), build.near_terms, source, site, yaml, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backfile.build.near_terms import LIKENESS
from backfile.desk.found import write_all
from backfile.desk.places import (
    ARTICLES,
    PAGE,
    PAGES,
    folder_of_section,
    free_place,
    name_of,
    usual_pattern,
)  # fmt: skip
from backfile.desk.scalars import clean_text, joined, scalar_of
from backfile.errors import Problem, SiteError, UsageError
from backfile.language.terms import term_key_of
from backfile.model import Site, Value
from backfile.site import load_site
from backfile.source.article import parse_article
from backfile.source.moments import moment_of
from backfile.source.records import parse_terms
from backfile.yaml.wording import nearest, quoted, suggestion


class NewArticle(Value, frozen=True):
    """What the command line says of a new article."""

    title: str
    language: str = ""
    """Empty: the site's default."""

    section: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    """As it will be written; empty: now."""

    is_draft: bool = False
    is_page: bool = False


class Created(Value, frozen=True):
    """A file that was written."""

    path: Path
    warnings: tuple[Problem, ...] = ()
    """What the site must be told besides, so that a build takes the file without a word."""


def open_site(site_folder: Path) -> Site:
    """Return the site; SiteError if site.yaml has errors."""
    site, problems = load_site(site_folder)
    if site is None:
        raise SiteError(tuple(problems))
    return site


def write_article(site_folder: Path, wanted: NewArticle, now: datetime) -> Created:
    """Write the file of a new article, and say where."""
    site = open_site(site_folder)
    article = _checked(site_folder, site, wanted, now)
    path, slug = _place_of(site_folder, site, article)
    text = _front_matter_of(article, slug)
    return write_source(site_folder, site, path, text)


def write_source(site_folder: Path, site: Site, path: Path, text: str) -> Created:
    """Write a source that is not there yet, after reading it as a build would."""
    name = path.relative_to(site_folder).as_posix()
    problems = parse_article(name, text.encode(), site).problems
    if problems:
        raise UsageError("\n".join(problem.message for problem in problems))
    write_all(site_folder, {name: text.encode()})
    return Created(path)


def _checked(site_folder: Path, site: Site, wanted: NewArticle, now: datetime) -> NewArticle:
    """Return the article with what was left to the site; UsageError with all that is wrong."""
    language = wanted.language or site.default_language
    today = now.astimezone(ZoneInfo(site.timezone)).strftime("%Y-%m-%dT%H:%M")
    date = wanted.date or today
    faults = [
        language_fault(language, site),
        _date_fault(date, site),
        _section_fault(site_folder, site, wanted.section),
        *(_author_fault(site_folder, author) for author in wanted.authors),
    ]
    if any(faults):
        raise UsageError("\n".join(filter(None, faults)))
    return NewArticle(
        title=clean_text(wanted.title, "the title"),
        language=language,
        section=wanted.section and clean_text(wanted.section, "--section"),
        authors=tuple(clean_text(author, "--author") for author in wanted.authors),
        date=date.strip(),
        is_draft=wanted.is_draft,
        is_page=wanted.is_page,
    )


def language_fault(tag: str, site: Site) -> str:
    """Say that the site has no such language, and which one is meant; empty if it has."""
    if site.has_language(tag):
        return ""
    # Whoever knows the addresses may give `ua` for `uk`.
    by_word = {language.path: language.tag for language in site.languages if language.path}
    by_word |= {language.tag: language.tag for language in site.languages}
    near = nearest(tag, by_word)
    tags = tuple(language.tag for language in site.languages)
    hint = f"did you mean {quoted(by_word[near])}?" if near else f"site.yaml has {joined(tags)}"
    return f"unknown language {quoted(tag)}; {hint}"


def _date_fault(date: str, site: Site) -> str:
    if moment_of(date.strip(), site.timezone) is not None:
        return ""
    return f"--date: {quoted(date)} is no date; write one such as 2025-08-23 or 2025-08-23T10:00"


def _section_fault(site_folder: Path, site: Site, section: str) -> str:
    """Say that a section has no record but is all but one that has; any other may be new."""
    file = site_folder / "content" / "sections.yaml"
    if not section or not file.is_file():
        return ""
    found, _ = parse_terms("content/sections.yaml", file.read_bytes(), site, "sections")
    keys = {term_key_of(label): record.key for record in found for _, label in record.label}
    keys |= {term_key_of(record.key): record.key for record in found}
    near = nearest(term_key_of(section), keys, LIKENESS)
    if not near or term_key_of(section) == term_key_of(keys[near]):
        return ""
    hint = f"did you mean {quoted(keys[near])}?"
    return f"--section: content/sections.yaml has no {quoted(section)}; {hint}"


def _author_fault(site_folder: Path, author: str) -> str:
    """Say that an author's key has no record, if there are any; names need none."""
    folder = site_folder / "content" / "authors"
    keys = tuple(sorted(path.stem for path in folder.glob("*.yaml")))
    is_name = " " in author.strip() or author != author.lower()
    if not keys or is_name or author in keys:
        return ""
    hint = suggestion(author, keys, "write one of its keys, or a name such as `John Smith`")
    return f"--author: there is no {quoted(author)} in content/authors/; {hint}"


def _place_of(site_folder: Path, site: Site, article: NewArticle) -> tuple[Path, str]:
    """Return (path, slug): the slug is empty unless another story has that of the title."""
    year, month, day = article.date[:10].split("-")
    known = {
        "name": name_of(article.title, article.language, site),
        "lang": article.language,
        "section": article.section and folder_of_section(article.section, article.language),
        "year": year,
        "month": month,
        "day": day,
    }
    if article.is_page:
        return free_place(site_folder / PAGES, PAGE, known)[0], ""
    pattern = usual_pattern(site_folder, site, known)
    if "{lang}" not in pattern and article.language != site.default_language:
        pattern = pattern.removesuffix(".md") + ".{lang}.md"
    path, name = free_place(site_folder / ARTICLES, pattern, known)
    return path, "" if name == known["name"] else name


def _front_matter_of(article: NewArticle, slug: str) -> str:
    lines = list(_page_lines(article) if article.is_page else _article_lines(article, slug))
    return "".join(f"{line}\n" for line in ["---", *lines, "---", ""])


def _page_lines(article: NewArticle) -> Iterator[str]:
    yield f"title: {scalar_of(article.title)}"
    yield "# summary: …"
    if article.is_draft:
        yield "draft: true"


def _article_lines(article: NewArticle, slug: str) -> Iterator[str]:
    """Yield the lines of front matter; what was not given is there as a comment."""
    yield f"title: {scalar_of(article.title)}"
    yield f"date: {article.date}"
    yield from _author_lines(article.authors)
    yield f"section: {scalar_of(article.section)}" if article.section else "# section: …"
    yield "tags: []"
    if slug:
        yield f"slug: {scalar_of(slug)}"
    yield from (
        "# summary: …",
        "# photo:",
        "#   src: photo.jpg",
        "#   alt: …",
        "#   caption: …",
        "#   credit: …",
    )
    if article.is_draft:
        yield "draft: true"


def _author_lines(authors: tuple[str, ...]) -> Iterator[str]:
    if not authors:
        yield "# author: …"
    elif len(authors) == 1:
        yield f"author: {scalar_of(authors[0])}"
    else:
        yield "author:"
        yield from (f"  - {scalar_of(author)}" for author in authors)
