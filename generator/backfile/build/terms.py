"""
Terms: one key in every language, with a label and an address in each.

What a term is called comes from its record, else from its commonest spelling.
A term is looked up once for each use of it in an article, so the answers are
kept; not all of them, since an archive may have a million.

Source:  SPEC §2 "Authors", "Tags, sections"; §8 on when terms are equal.
Imports: model, language, catalogue, pages.addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from backfile.catalogue import buckets, lists, records
from backfile.catalogue.connection import Connection
from backfile.language.collation import index_letter_of, sort_key_of
from backfile.language.slugs import slug_of
from backfile.language.terms import term_key_of
from backfile.model import AuthorRecord, Language, Site, TermLink, TermRecord
from backfile.pages.addresses import address_of
from backfile.pages.changes import Changes

KEPT = 50_000
"""Terms whose answer is kept, about 15 MB."""


class Term(NamedTuple):
    """A term in one language, with the list of its articles."""

    list_id: int
    key: str
    label: str
    slug: str
    url: str
    """Empty when its taxonomy has no pages on this site."""

    genre: str = ""
    """Of articles in this section that name none."""

    @property
    def link(self) -> TermLink:
        """The term as an article shows it."""
        return TermLink(self.key, self.label, self.url)


class Naming(NamedTuple):
    """What a term is called in one language."""

    label: str
    sort_name: str
    slug: str
    genre: str = ""


@dataclass
class TermBook:
    """The terms of a site, looked up in the catalogue and added to it on first use."""

    db: Connection
    site: Site
    kept: dict[tuple[str, str, str], Term] = field(default_factory=dict)

    def term(self, taxonomy: str, language: Language, written: str) -> Term:
        """Return the term that is *written* so, in *language*."""
        place = (taxonomy, language.tag, written)
        term = self.kept.get(place)
        if term is None:
            if len(self.kept) >= KEPT:
                self.kept.clear()
            term = self.kept[place] = self._look_up(taxonomy, language, term_key_of(written))
        return term

    def fixed_list(self, taxonomy: str, language: Language, key: str, url: str) -> int:
        """Return the list of a front page or month."""
        place = (taxonomy, language.tag, key)
        term = self.kept.get(place)
        if term is None:
            row = lists.list_by_key(self.db, taxonomy, key, language.tag)
            identity = (
                row.id if row else self._add(taxonomy, language, key, Naming("", "", ""), url)
            )
            term = self.kept[place] = Term(identity, key, "", "", url)
        return term.list_id

    def _look_up(self, taxonomy: str, language: Language, key: str) -> Term:
        naming = naming_of(self.db, self.site, taxonomy, language.tag, key)
        url = term_url(self.site, taxonomy, language, naming.slug)
        row = lists.list_by_key(self.db, taxonomy, key, language.tag)
        identity = row.id if row else self._add(taxonomy, language, key, naming, url)
        return Term(identity, key, naming.label, naming.slug, url, naming.genre)

    def _add(self, taxonomy: str, language: Language, key: str, naming: Naming, url: str) -> int:
        names = _index_names(naming, language.tag) if naming.label else (b"", "")
        row = (
            taxonomy,
            language.tag,
            key,
            naming.label,
            url,
            *names,
            buckets.bucket_of(key),
            naming.genre,
        )
        return lists.add_list(self.db, row)


def rename_terms(
    db: Connection, site: Site, changes: Changes, spelt: set[tuple[str, str]]
) -> set[str]:
    """
    Bring the lists of touched terms up to date with their records and spellings.

    *spelt* are terms that are written more or less often than before; those that
    are called something else by it join `changes.terms`.

    Returns:
        The stories that show a term which is called something else now.
    """
    stories: set[str] = set()
    for taxonomy, key in sorted(changes.terms | spelt):
        for row in lists.lists_of_key(db, taxonomy, key):
            language = site.language(row.language)
            naming = naming_of(db, site, taxonomy, row.language, key)
            url = term_url(site, taxonomy, language, naming.slug)
            # Without pages, a section's slug is in the addresses of its articles alone.
            unseen = taxonomy == "sections" and not url and (taxonomy, key) in changes.terms
            if unseen or (naming.label, url, naming.genre) != (row.label, row.url, row.genre):
                stories.update(lists.stories_in(db, row.id))
                changes.terms.add((taxonomy, key))
                if taxonomy == "authors":
                    stories.update(lists.stories_translated_by(db, key, row.language))
            if (taxonomy, key) in changes.terms:
                sort_name, letter = _index_names(naming, row.language)
                lists.rename_list(db, row.id, naming.label, url, sort_name, letter, naming.genre)
    return stories


def naming_of(db: Connection, site: Site, taxonomy: str, tag: str, key: str) -> Naming:
    """Return what the term *key* is called in the language *tag*."""
    record: AuthorRecord | TermRecord | None
    genre = ""
    if taxonomy == "authors":
        found = records.author_record(db, key)
        record = found[1] if found else None
        label = dict(record.name).get(tag, "") if record else ""
        sort_name = dict(record.sort_name).get(tag, "") if record else ""
    else:
        record = records.term_record(db, taxonomy, key)
        label = dict(record.label).get(tag, "") if record else ""
        sort_name = ""
        genre = record.genre if record else ""
    if not label:
        label = next(iter(records.spellings_of(db, taxonomy, key)), key)
    slug = (dict(record.slug).get(tag, "") if record else "") or _slug_of(site, label, tag, key)
    return Naming(label, sort_name or label, slug, genre)


def term_url(site: Site, taxonomy: str, language: Language, slug: str) -> str:
    """Return the address of a term: sections stand right below the front page."""
    if taxonomy not in site.taxonomies:
        return ""
    parts = (slug,) if taxonomy == "sections" else (taxonomy, slug)
    return address_of(site, language, *parts)


def _slug_of(site: Site, label: str, tag: str, key: str) -> str:
    slug = slug_of(label, tag, ascii_only=site.ascii_slugs, home=site.default_language)
    return slug or blake2b(key.encode(), digest_size=4).hexdigest()


def _index_names(naming: Naming, tag: str) -> tuple[bytes, str]:
    return sort_key_of(naming.sort_name, tag), index_letter_of(naming.sort_name, tag)
