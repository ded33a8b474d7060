"""
Sitemaps of months and terms: lists dealt into files, long lists cut.

The lists of one group (the months, or a taxonomy) are dealt into files by a hash of
their key, the more files the more addresses there are, so that a new term changes one
file.  A list brings its own address and those of its numbered pages.  Numbered pages
never change, so of a long list each full `BLOCK` of them has a file of its own, which
never changes either: a file's part of any one list stays bounded, and publishing
touches none of what is full.

Subject: `GROUP:DIGITS`, leading hex digits of the hash; `#GROUP:KEY` for the blocks
         of one list, numbered from the oldest.
Source:  sitemaps.org (50,000 addresses a file).
Imports: model, catalogue, pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from backfile.catalogue import buckets, lists, outputs
from backfile.catalogue.lists import ListRow
from backfile.model import PageKey, SitemapEntry
from backfile.pages import listing
from backfile.pages.addresses import numbered_url
from backfile.pages.changes import Changes
from backfile.pages.head import alternates_of
from backfile.pages.reader import Reader

KIND = "sitemap"
BLOCK = 1000
"""Numbered pages of one list in a file of their own."""

ADDRESSES_A_FILE = 2000
"""On average; chance and long lists leave a file far below 50,000."""

_MARK = "#"
"""Begins the subject of a block: no group's name does."""

_NAMES = {"news": "news-terms"}
"""Names of files where that of the group is taken: `uk-news.xml` is the news sitemap."""


def documents(reader: Reader, language: str) -> Iterator[tuple[str, int]]:
    """Yield (subject, number) of every sitemap of lists in a language."""
    for group in _groups(reader):
        for digits in _files_of(reader, group, language):
            if buckets.has_in_buckets(reader.db, group, language, *_range_of(digits)):
                yield f"{group}:{digits}", 0
    least = (BLOCK + 1) * reader.site.page_size
    for row in buckets.long_lists(reader.db, language, least):
        for number in range(1, _blocks_of(reader, row) + 1):
            yield _block_subject(row.taxonomy, row.key), number


def affected(reader: Reader, changes: Changes) -> Iterator[PageKey]:
    """Yield the sitemaps of lists that *changes* may have touched."""
    touched = set(_touched(reader, changes))
    if not touched:
        return
    planned = outputs.keys_of_kind(reader.db, KIND)
    for language in reader.site.languages:
        own = [key for key in planned if key.language == language.tag]
        for group in _groups(reader):
            keys = [key for other, key in touched if other == group]
            if keys:
                yield from _touched_files(reader, language.tag, group, keys, own)
        for group, key in touched:
            renamed = (group, key) in changes.terms
            yield from _touched_blocks(reader, language.tag, group, key, own, renamed=renamed)


def exists(reader: Reader, key: PageKey) -> bool:
    """Tell whether there is such a file: each has at least one address."""
    if key.subject.startswith(_MARK):
        row = _list_of_block(reader, key)
        return row is not None and 0 < key.number <= _blocks_of(reader, row)
    group, _, digits = key.subject.partition(":")
    if group not in _groups(reader) or digits not in _files_of(reader, group, key.language):
        return False
    return buckets.has_in_buckets(reader.db, group, key.language, *_range_of(digits))


def entries(reader: Reader, key: PageKey) -> Iterator[SitemapEntry]:
    """Yield what a sitemap of lists holds."""
    if key.subject.startswith(_MARK):
        row = _list_of_block(reader, key)
        assert row is not None, key
        last = key.number * BLOCK
        yield from _numbered(reader, row, last - BLOCK + 1, last)
        return
    group, _, digits = key.subject.partition(":")
    for row in buckets.lists_in_buckets(reader.db, group, key.language, *_range_of(digits)):
        yield from entries_of_list(reader, row)


def entries_of_list(reader: Reader, row: ListRow) -> Iterator[SitemapEntry]:
    """Yield a list's own address, and the numbered pages that are not in blocks."""
    versions = listing.versions_of_list(reader, row)
    x_default = f"{reader.site.base}/" if row.taxonomy == lists.FRONT else ""
    yield SitemapEntry(row.url, "", alternates_of(reader, versions, x_default=x_default))
    first = _blocks_of(reader, row) * BLOCK + 1
    yield from _numbered(reader, row, first, _numbered_pages(reader, row))


def name_of(subject: str) -> str:
    """Return the name of a sitemap's file, without language, number and suffix."""
    group, _, rest = subject.partition(":")
    if not subject.startswith(_MARK):
        name = _NAMES.get(group, group)
        return f"{name}-{rest}" if rest else name
    # A key may hold any letter: the front page's is empty, the others go by their digest.
    mark = blake2b(rest.encode(), digest_size=8).hexdigest()
    return f"{group[1:]}-{mark}" if rest else group[1:]


# ---------------------------------------------------------------- what is touched


def _touched(reader: Reader, changes: Changes) -> Iterator[tuple[str, str]]:
    """Yield (group, key) of the lists with another address, or more or less pages."""
    yield from changes.terms
    for list_id in changes.reshaped:
        row = lists.list_by_id(reader.db, list_id)
        yield row.taxonomy, row.key


def _touched_files(
    reader: Reader, language: str, group: str, keys: list[str], planned: list[PageKey]
) -> Iterator[PageKey]:
    """Yield the files that hold these lists; all files, if they are dealt otherwise than before."""
    names = _files_of(reader, group, language)
    digits = len(names[0]) if names else 0
    start = f"{group}:"
    before = {key.subject.removeprefix(start) for key in planned if key.subject.startswith(start)}
    wanted = {f"{buckets.bucket_of(key):02x}"[:digits] for key in keys}
    if any(len(name) != digits for name in before):
        wanted |= before | set(names)
    for name in sorted(wanted):
        yield PageKey(KIND, language, start + name, 0)


def _touched_blocks(
    reader: Reader, language: str, group: str, key: str, planned: list[PageKey], *, renamed: bool
) -> Iterator[PageKey]:
    """Yield the blocks of a list that came or went; all of them, if it has another address."""
    subject = _block_subject(group, key)
    before = {other.number for other in planned if other.subject == subject}
    row = listing.row_with_page(reader, group, key, language)
    now = set(range(1, _blocks_of(reader, row) + 1)) if row else set()
    for number in sorted(before | now if renamed else before ^ now):
        yield PageKey(KIND, language, subject, number)


# ---------------------------------------------------------------- files


def _groups(reader: Reader) -> tuple[str, ...]:
    return (lists.MONTH, *reader.site.taxonomies)


def _files_of(reader: Reader, group: str, language: str) -> list[str]:
    """Return the files that a group is dealt into, named by leading hex digits."""
    count = buckets.count_addresses(reader.db, group, language, reader.site.page_size, BLOCK)
    if count == 0:
        return []
    if count <= ADDRESSES_A_FILE:
        return [""]
    if count <= 16 * ADDRESSES_A_FILE:
        return [f"{digit:x}" for digit in range(16)]
    return [f"{digits:02x}" for digits in range(256)]


def _range_of(digits: str) -> tuple[int, int]:
    return int((digits + "00")[:2], 16), int((digits + "ff")[:2], 16)


def _block_subject(group: str, key: str) -> str:
    return f"{_MARK}{group}:{key}"


def _list_of_block(reader: Reader, key: PageKey) -> ListRow | None:
    group, _, name = key.subject.removeprefix(_MARK).partition(":")
    if group not in {lists.FRONT, *_groups(reader)}:
        return None
    return listing.row_with_page(reader, group, name, key.language)


# ---------------------------------------------------------------- numbered pages


def _numbered_pages(reader: Reader, row: ListRow) -> int:
    """Return how many numbered pages a list has (SPEC §4)."""
    return max(0, row.size // reader.site.page_size - 1)


def _blocks_of(reader: Reader, row: ListRow) -> int:
    """Return how many full blocks of numbered pages a list has."""
    return _numbered_pages(reader, row) // BLOCK


def _numbered(reader: Reader, row: ListRow, first: int, last: int) -> Iterator[SitemapEntry]:
    for number in range(first, last + 1):
        url = numbered_url(row.url, number)
        yield SitemapEntry(url, "", alternates_of(reader, {row.language: url}))
