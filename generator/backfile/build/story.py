"""
One story -> its articles: originals, inheritance, addresses, and what is wrong.

Pure but for looking up terms and photos: the texts of a story and the build's
idea of now go in, one `Resolved` for each language comes out.

Source:  SPEC §2 "Story", "Original and inheritance", `languages`; §4 addresses.
Imports: build.photos, build.terms, catalogue, pages.addresses, pages.photos, site, model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

from backfile.build.photos import LEAD, is_credited, lead_without_credit
from backfile.build.terms import Term, TermBook
from backfile.catalogue.articles import ArticleRow, encode_article, sort_key_of
from backfile.catalogue.lists import TRANSLATORS
from backfile.catalogue.sources import StoryText
from backfile.errors import Problem, Severity
from backfile.language.slugs import slug_of
from backfile.model import (
    Article,
    Card,
    Correction,
    Language,
    Moment,
    Person,
    Photo,
    PhotoFields,
    Site,
    SourceFields,
    StoredArticle,
)
from backfile.pages.addresses import address_of
from backfile.pages.photos import find_photo, show_photo

NO_DATE = Moment("", has_time=False)


class Moments(NamedTuple):
    """What decides whether an article is published."""

    now_us: int
    drafts: bool
    future: bool = False
    """Whether scheduled articles are shown as well: in a preview alone."""


class Resolved(NamedTuple):
    """One article of a story, ready for its rows."""

    row: ArticleRow
    month: str
    """`2025-08` in the site's time zone; empty for a static page."""

    terms: tuple[tuple[str, str], ...]
    """(taxonomy, as written) of every term, tags first; each key once."""

    photo: Photo | None
    photo_path: str
    """Site path of its file; empty without one, or when it is linked."""

    aliases: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...]


@dataclass
class StoryProblems:
    """Collects what is wrong with one story."""

    found: list[Problem]

    def at(
        self, text: StoryText, key: str, code: str, message: str, *, warning: bool = False
    ) -> None:
        """Report a problem at the value of *key* in one source."""
        line, column = text.fields.marks.get(key, (1, 1))
        severity: Severity = "warning" if warning else "error"
        self.found.append(Problem(text.path, line, column, code, message, severity))


def resolve_story(
    texts: list[StoryText], book: TermBook, moments: Moments
) -> tuple[list[Resolved], list[Problem]]:
    """Return the articles of a story in the order of the site's languages, and its problems."""
    problems = StoryProblems([])
    versions = _by_language(texts, problems)
    if not versions:
        return [], problems.found
    original = _original_of(texts, versions, book.site, problems)
    _check_languages(versions, original, problems)
    resolved = [
        _resolve(text, original, book, moments, problems)
        for language in book.site.languages
        if (text := versions.get(language.tag))
    ]
    return resolved, problems.found


def _by_language(texts: list[StoryText], problems: StoryProblems) -> dict[str, StoryText]:
    versions: dict[str, StoryText] = {}
    for text in texts:
        language = text.fields.language
        first = versions.setdefault(language, text)
        if first is not text:
            message = (
                f"the story has `{language}` already, in {first.path}; "
                "keep one, or give one of them another `story`"
            )
            problems.at(text, "story", "duplicate-language", message)
    return versions


def _original_of(
    texts: list[StoryText],
    versions: dict[str, StoryText],
    site: Site,
    problems: StoryProblems,
) -> StoryText:
    """Return the original: named by any file, else first in the order of site.yaml."""
    first = next(versions[lang.tag] for lang in site.languages if lang.tag in versions)
    naming = [text for text in texts if text.fields.original]
    if not naming:
        return first
    named = naming[0].fields.original or ""
    for other in naming[1:]:
        if other.fields.original != named:
            message = f"`original` is `{named}` in {naming[0].path}; name the same language"
            problems.at(other, "original", "original-conflict", message)
    if named not in versions:
        there = ", ".join(sorted(versions))
        message = f"`original` is `{named}`, but the story has no file in it; it has {there}"
        problems.at(naming[0], "original", "original-missing", message)
    return versions.get(named, first)


def _check_languages(
    versions: dict[str, StoryText], original: StoryText, problems: StoryProblems
) -> None:
    """Report languages that are meant and missing, and files that are not meant."""
    for text in versions.values():
        own = text.fields.languages
        meant = own if own is not None else original.fields.languages
        if meant is None:
            continue
        elsewhere = dict(text.fields.elsewhere)
        for tag in own or ():
            if tag not in versions and tag not in elsewhere:
                wanted = _path_in(tag, text)
                message = (
                    f"`languages` names `{tag}`, but there is no {wanted};"
                    f" write it, or take `{tag}` out"
                )
                problems.at(text, "languages", "translation-missing", message, warning=True)
        inherited = dict(original.fields.elsewhere) if own is None else elsewhere
        language = text.fields.language
        if language not in meant and not inherited:
            where = f" in {original.path}" if own is None else ""
            message = (
                f"this file is in `{language}`, which `languages`{where} does not name; add it"
            )
            problems.at(text, "languages", "language-not-meant", message, warning=True)


def _path_in(tag: str, text: StoryText) -> str:
    """Return where the translation of a source is looked for."""
    stem = text.path.removesuffix(".md").removesuffix(f".{text.fields.language}")
    return f"{stem}.{tag}.md"


class _Inherited(NamedTuple):
    """The fields that a translation takes from its original when it leaves them out."""

    date: Moment | None
    date_us: int | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    section: str
    series: str
    genre: str
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    elsewhere: tuple[tuple[str, str], ...]


def _inherit(own: SourceFields, original: SourceFields) -> _Inherited:
    given = own if own.date is not None else original
    terms = dict(original.terms)
    terms.update(own.terms)
    return _Inherited(
        date=given.date,
        date_us=given.date_us,
        authors=_given(own.authors, original.authors) or (),
        tags=_given(own.tags, original.tags) or (),
        section=_given(own.section, original.section) or "",
        series=_given(own.series, original.series) or "",
        genre=_given(own.genre, original.genre) or "",
        terms=tuple(terms.items()),
        elsewhere=own.elsewhere
        if own.languages is not None or own.elsewhere
        else original.elsewhere,
    )


def _given(own: Any, original: Any) -> Any:  # any field of SourceFields
    return own if own is not None else original


def _resolve(
    text: StoryText,
    original: StoryText,
    book: TermBook,
    moments: Moments,
    problems: StoryProblems,
) -> Resolved:
    """Return one article.  Kept whole: it is the list of what an article is made of."""
    fields, site = text.fields, book.site
    language = site.language(fields.language)
    inherited = _inherit(fields, original.fields)
    is_page = fields.kind == "page"
    if inherited.date is None and not is_page:
        _report_missing_date(text, original, problems)
    date, date_us = inherited.date or NO_DATE, inherited.date_us or 0
    names = _Names(book, language)
    section = names.one("sections", inherited.section)
    photo, photo_path = _photo_of(text, original, book, problems)
    lead = fields.summary or text.first_paragraph
    url = _address(text, language, site, date, section)
    authors = names.people(inherited.authors)
    card = Card(
        url=url,
        title=fields.title,
        date=date,
        summary=lead,
        language=language.tag,
        direction=language.direction,
        authors=authors,
        section=section.link if section else None,
        photo=photo,
        updated=fields.updated,
    )
    series = names.one("series", inherited.series)
    own_terms = tuple(
        (taxonomy, names.links(taxonomy, terms)) for taxonomy, terms in inherited.terms
    )
    article = Article(
        title=fields.title,
        summary=fields.summary or "",
        date=date,
        updated=fields.updated,
        authors=authors,
        translators=names.people(fields.translators),
        photo=photo,
        body=(),
        section=card.section,
        tags=names.links("tags", inherited.tags),
        series=series.link if series else None,
        terms=own_terms,
        corrections=_corrections(fields),
        story=fields.story,
        extra=fields.extra,
        genre=inherited.genre or (section.genre if section else ""),
    )
    stored = StoredArticle(article, inherited.elsewhere, lead)
    encoded_card, encoded_article = encode_article(card, stored)
    row = ArticleRow(
        path=text.path,
        story=fields.story,
        language=language.tag,
        kind=fields.kind,
        original=text is original,
        published=_is_published(fields, date_us, moments),
        draft=fields.draft,
        date_us=date_us,
        expires_us=fields.expires_us,
        sort_key=sort_key_of(date_us, text.path),
        url=url,
        template=fields.template or "",
        card=encoded_card,
        article=encoded_article,
    )
    terms = () if is_page else tuple(_terms_of(inherited, fields.translators))
    month = "" if is_page else date.iso[:7]
    return Resolved(row, month, terms, photo, photo_path, fields.aliases, inherited.elsewhere)


class _Names(NamedTuple):
    """Terms of one article in its language."""

    book: TermBook
    language: Language

    def one(self, taxonomy: str, written: str) -> Term | None:
        return self.book.term(taxonomy, self.language, written) if written else None

    def links(self, taxonomy: str, written: tuple[str, ...]) -> tuple[Any, ...]:
        terms = (self.book.term(taxonomy, self.language, term) for term in written)
        return tuple({term.key: term.link for term in terms}.values())

    def people(self, written: tuple[str, ...]) -> tuple[Person, ...]:
        terms = (self.book.term("authors", self.language, name) for name in written)
        by_key = {term.key: Person(term.label, term.url, term.key) for term in terms}
        return tuple(by_key.values())


def _terms_of(inherited: _Inherited, translators: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    groups = [
        ("tags", inherited.tags),
        ("authors", inherited.authors),
        ("sections", (inherited.section,) if inherited.section else ()),
        ("series", (inherited.series,) if inherited.series else ()),
        *((taxonomy, terms) for taxonomy, terms in inherited.terms if taxonomy != "series"),
        (TRANSLATORS, translators),
    ]
    for taxonomy, terms in groups:
        for term in terms:
            yield taxonomy, term


def _report_missing_date(text: StoryText, original: StoryText, problems: StoryProblems) -> None:
    if text is original:
        message = (
            "`date` is missing; write when the article was first published, `date: 2025-08-23`"
        )
        problems.at(text, "date", "missing-key", message)


def _is_published(fields: SourceFields, date_us: int, moments: Moments) -> bool:
    if fields.draft and not moments.drafts:
        return False
    if fields.expires_us is not None and fields.expires_us <= moments.now_us:
        return False
    return moments.future or date_us <= moments.now_us


def _photo_of(
    text: StoryText, original: StoryText, book: TermBook, problems: StoryProblems
) -> tuple[Photo | None, str]:
    """
    Merge the photo key by key; return it with the site path of its file.

    `src` is looked up from the source that gives it, and a credit is missed there.
    """
    own = text.fields.photo or PhotoFields()
    other = original.fields.photo or PhotoFields()
    giver = text if own.src is not None else original
    merged = PhotoFields(
        *(_given(getattr(own, k), getattr(other, k)) for k in own.__struct_fields__)
    )
    if text.fields.photo and not merged.src:
        message = "`photo` has no `src`, nor has the original's; write which file it is"
        problems.at(text, "photo", "missing-key", message)
    row = find_photo(book.db, giver.path, merged)
    photo = show_photo(book.site, merged, row, text.fields.language, LEAD)
    if giver is text and photo and merged.credit is None and not is_credited(row):
        problems.found += lead_without_credit(book.db, text.path)
    return photo, row.path if row else ""


def _corrections(fields: SourceFields) -> tuple[Correction, ...]:
    newest_first = sorted(fields.corrections, key=lambda c: c.date.iso, reverse=True)
    return tuple(Correction(c.date, c.text) for c in newest_first)


def _address(
    text: StoryText, language: Language, site: Site, date: Moment, section: Term | None
) -> str:
    fields = text.fields
    if fields.kind == "page":
        folders = text.stem.removeprefix("pages/").split("/")
        return address_of(site, language, *folders[:-1], fields.slug or folders[-1])
    values = {
        "section": section.slug if section else "",
        "year": date.iso[0:4],
        "month": date.iso[5:7],
        "day": date.iso[8:10],
        "slug": slug_in_address(fields, site),
        "name": fields.name,
        "id": blake2b(fields.story.encode(), digest_size=4).hexdigest(),
    }
    parts = (part.format_map(values) for part in site.permalink.strip("/").split("/"))
    return address_of(site, language, *parts)


def slug_in_address(fields: SourceFields, site: Site) -> str:
    """Return the slug of an article, given or made; its file's name where its title makes none."""
    made = fields.slug or slug_of(
        fields.title, fields.language, ascii_only=site.ascii_slugs, home=site.default_language
    )
    return made or fields.name
