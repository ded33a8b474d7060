"""
Stories -> rows of articles and lists, and what differs from before.

Each touched story is resolved anew and compared with its old rows; only real
differences reach `Changes`, so that an edited body makes one page stale.  In a
cold build there is nothing to compare with, and every page is pending anyway.

Memory:  one story; the counts of lists that changed.
Imports: build.photos, build.story, build.terms, catalogue, pages, site, model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from backfile.build import photos
from backfile.build.report import Report
from backfile.build.story import Moments, Resolved, resolve_story
from backfile.build.terms import TermBook
from backfile.catalogue import articles, lists, sources
from backfile.catalogue.articles import Version
from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import StoryText
from backfile.model import Language, Site
from backfile.pages.addresses import address_of, prefix_of
from backfile.pages.changes import Changes

Place = tuple[int, bytes, int]
"""(list, sort key, fallback)."""


@dataclass
class Resolution:
    """The state of one build's resolving."""

    db: Connection
    site: Site
    moments: Moments
    changes: Changes
    cold: bool
    book: TermBook = field(init=False)
    sizes: Counter[int] = field(default_factory=Counter)
    own_sizes: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Open the book of terms."""
        self.book = TermBook(self.db, self.site)


def resolve_stories(resolution: Resolution, stories: Iterable[str], report: Report) -> None:
    """Resolve each of *stories* and write what follows."""
    for language in resolution.site.languages:
        url = prefix_of(resolution.site, language)
        resolution.book.fixed_list(lists.FRONT, language, "", url)
    for story in stories:
        _resolve_one(resolution, story)
        report.advance()
    _settle_sizes(resolution)


def _resolve_one(resolution: Resolution, story: str) -> None:
    db = resolution.db
    before = [] if resolution.cold else articles.versions_of(db, story)
    texts = sources.texts_of_story(db, story)
    resolved, problems = resolve_story(texts, resolution.book, resolution.moments)
    if problems and _is_partly_unread(db, texts):
        problems = []  # what could not be read is reported, and may be all that is missing
    problems += (p for text in texts for p in photos.problems_of_photos(db, text.path))
    if problems or not resolution.cold:
        sources.put_problems(db, f"story:{story}", problems)
    old_places = {version.id: lists.memberships_of(db, version.id) for version in before}
    now = _put_articles(resolution, before, resolved)
    new_places = _places_of(resolution, resolved, now)
    _move(resolution, old_places, new_places)
    _put_photo_uses(resolution, story, resolved)
    if not resolution.cold:
        _note_changes(resolution, story, before, resolved, old_places, new_places)


def _is_partly_unread(db: Connection, texts: list[StoryText]) -> bool:
    return any(sources.has_unread_version(db, text.stem) for text in texts)


def _put_articles(
    resolution: Resolution, before: list[Version], resolved: list[Resolved]
) -> dict[str, int]:
    """Write the rows of a story; return language -> article id."""
    known = {version.language: version.id for version in before}
    now = {}
    for item in resolved:
        row = item.row
        now[row.language] = articles.put_article(resolution.db, row, known.pop(row.language, None))
        if item.aliases or not resolution.cold:
            title = articles.decode_card(row.card).title
            rows = ((alias, row.url, title) for alias in item.aliases)
            articles.put_redirects(resolution.db, row.path, rows if row.published else ())
            resolution.changes.owners.add(row.path)
    for identity in known.values():
        articles.forget_article(resolution.db, identity)
    _forget_lost_redirects(resolution, before, resolved)
    return now


def _forget_lost_redirects(
    resolution: Resolution, before: list[Version], resolved: list[Resolved]
) -> None:
    for path in {version.path for version in before} - {item.row.path for item in resolved}:
        resolution.changes.owners.add(path)
        if not articles.story_of_path(resolution.db, path):
            articles.put_redirects(resolution.db, path, ())


def _places_of(
    resolution: Resolution, resolved: list[Resolved], now: dict[str, int]
) -> dict[int, list[Place]]:
    """Return article id -> its places in lists, as itself and standing in for others."""
    published = {item.row.language: item for item in resolved if item.row.published and item.month}
    places: dict[int, list[Place]] = {now[tag]: [] for tag in published}
    for language in resolution.site.languages:
        shown = _version_for(resolution.site, language, published)
        if shown:
            fallback = int(shown.row.language != language.tag)
            ids = _lists_of(resolution, language, shown)
            key = shown.row.sort_key
            places[now[shown.row.language]] += ((list_id, key, fallback) for list_id in ids)
    return places


def _version_for(site: Site, language: Language, published: dict[str, Resolved]) -> Resolved | None:
    """Return a story's article in *language*, else the one that stands in for it."""
    tag: str = language.tag
    while tag:
        if tag in published:
            return published[tag]
        tag = site.language(tag).fallback
    return None


def _lists_of(resolution: Resolution, language: Language, item: Resolved) -> list[int]:
    """Return the lists of *language* that show an article, each once."""
    site, book = resolution.site, resolution.book
    year, month = item.month.split("-")
    ids = [
        book.fixed_list(lists.FRONT, language, "", prefix_of(site, language)),
        book.fixed_list(
            lists.MONTH, language, item.month, address_of(site, language, "archive", year, month)
        ),
    ]
    ids += (book.term(taxonomy, language, term).list_id for taxonomy, term in item.terms)
    return list(dict.fromkeys(ids))


def _move(resolution: Resolution, old: dict[int, list[Place]], new: dict[int, list[Place]]) -> None:
    """Bring members from the old places of a story's articles to the new ones."""
    before = {(place, article) for article, places in old.items() for place in places}
    after = {(place, article) for article, places in new.items() for place in places}
    gone, come = before - after, after - before
    if gone:
        lists.remove_members(resolution.db, [(*place[:2], article) for place, article in gone])
    rows = sorted((list_id, key, article, fallback) for (list_id, key, fallback), article in come)
    if not resolution.cold:
        # A source that went to another story leaves its places to that one.
        for list_id, key, _, _ in rows:
            for fallback in lists.clear_place(resolution.db, list_id, key):
                _count(resolution, list_id, fallback, -1)
    lists.add_members(resolution.db, rows)
    for sign, some in ((-1, gone), (1, come)):
        for (list_id, _, fallback), _ in some:
            _count(resolution, list_id, fallback, sign)


def _count(resolution: Resolution, list_id: int, fallback: int, sign: int) -> None:
    resolution.sizes[list_id] += sign
    resolution.own_sizes[list_id] += 0 if fallback else sign


def _settle_sizes(resolution: Resolution) -> None:
    deltas = ((i, n, resolution.own_sizes[i]) for i, n in resolution.sizes.items())
    lists.add_to_sizes(resolution.db, deltas)


def _put_photo_uses(resolution: Resolution, story: str, resolved: list[Resolved]) -> None:
    published = (item for item in resolved if item.row.published)
    uses = photos.uses_of(
        resolution.db,
        (photos.Shown(item.row.path, item.photo_path, item.photo) for item in published),
    )
    if uses or not resolution.cold:
        resolution.changes.photos.update(articles.put_photo_uses(resolution.db, story, uses))


def _note_changes(
    resolution: Resolution,
    story: str,
    before: list[Version],
    resolved: list[Resolved],
    old: dict[int, list[Place]],
    new: dict[int, list[Place]],
) -> None:
    """Note in `Changes` what differs between the old and the new rows of a story."""
    changes = resolution.changes
    tags = {version.language for version in before} | {item.row.language for item in resolved}
    changes.articles.update((kind, tag, story) for kind in ("article", "page") for tag in tags)
    old_cards = {v.language: v.card for v in before if v.published}
    new_cards = {item.row.language: item.row.card for item in resolved if item.row.published}
    old_urls = {(v.language, v.url) for v in before if v.published}
    new_urls = {(item.row.language, item.row.url) for item in resolved if item.row.published}
    old_elsewhere = {(v.language, v.elsewhere) for v in before}
    readdressed = old_urls != new_urls or old_elsewhere != {
        (item.row.language, item.elsewhere) for item in resolved
    }
    if readdressed or {v.language for v in before if v.original} != {
        item.row.language for item in resolved if item.row.original
    }:
        changes.relinked.add(story)
        readdressed = True
    recarded = old_cards != new_cards
    for list_id, key, _ in _differing(old, new, everything=recarded or readdressed):
        changes.touch_place(list_id, key, member=False)
    for list_id, key, _ in _differing(old, new, everything=False):
        changes.touch_place(list_id, key, member=True)


def _differing(
    old: dict[int, list[Place]], new: dict[int, list[Place]], *, everything: bool
) -> Iterator[Place]:
    """Yield the places that only one side has, or with *everything* those of both."""
    before = {place for places in old.values() for place in places}
    after = {place for places in new.values() for place in places}
    yield from sorted(before | after if everything else before ^ after)
