"""
Rows about articles after inheritance, and questions that pages ask of them.

Order:   by `sort_key`, unique within a language, so that neighbours are one step
         in one index.
Imports: model, fingerprint, catalogue.connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from backfile.catalogue.connection import Connection
from backfile.fingerprint import encode
from backfile.model import Card, SourceFields, StoredArticle

decode_card = msgspec.msgpack.Decoder(Card).decode
_marks_of = msgspec.msgpack.Decoder(SourceFields).decode
_article_of = msgspec.msgpack.Decoder(StoredArticle).decode


class ArticleRow(NamedTuple):
    """What the catalogue keeps of one article, encoded values apart."""

    path: str
    story: str
    language: str
    kind: str
    original: bool
    published: bool
    draft: bool
    date_us: int
    expires_us: int | None
    sort_key: bytes
    url: str
    template: str
    card: bytes
    """Encoded Card."""

    article: bytes
    """Encoded StoredArticle."""


class Version(NamedTuple):
    """One article of a story, as the others know it."""

    id: int
    path: str
    language: str
    original: bool
    published: bool
    sort_key: bytes
    url: str
    card: bytes
    elsewhere: tuple[tuple[str, str], ...]
    """(language, absolute URL) of versions published elsewhere."""


class PhotoUse(NamedTuple):
    """One way in which something published shows a photo."""

    photo: str
    role: str
    """`lead`, `body` or `portrait`: what renditions are made for it."""

    focus: str
    """As written, of a photo that is cut; empty for the middle."""


def put_article(db: Connection, row: ArticleRow, identity: int | None = None) -> int:
    """Record an article, under its old *identity* if it had one; return its id."""
    cursor = db.execute(
        "REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (identity, *row),
    )
    return int(cursor.lastrowid or 0)


def forget_article(db: Connection, identity: int) -> None:
    """Remove an article."""
    db.execute("DELETE FROM articles WHERE id = ?", (identity,))


def versions_of(db: Connection, story: str) -> list[Version]:
    """Return the articles of a story, unpublished ones too, by language tag."""
    rows = db.execute(
        "SELECT id, path, language, original, published, sort_key, url, card, article "
        "FROM articles WHERE story = ? ORDER BY language",
        (story,),
    )
    return [Version._make((*row[:-1], _article_of(row[-1]).elsewhere)) for row in rows]


def published_addresses(db: Connection, story: str) -> list[tuple[str, str, bool]]:
    """Return (language, url, original) of the published articles of a story."""
    rows = db.execute(
        "SELECT language, url, original FROM articles WHERE story = ? AND published "
        "ORDER BY language",
        (story,),
    )
    return list(rows)


def is_dated_from(db: Connection, story: str, language: str, first: bytes) -> bool:
    """Tell whether an article is published and not older than the sort key *first*."""
    row = db.execute(
        "SELECT 1 FROM articles WHERE story = ? AND language = ? AND published "
        "AND kind = 'article' AND sort_key >= ?",
        (story, language, first),
    ).fetchone()
    return row is not None


def pages_of_kind(db: Connection, kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield (story, language, url) of every published article, or static page."""
    yield from db.execute(
        "SELECT story, language, url FROM articles WHERE published AND kind = ?", (kind,)
    )


def static_pages_in(db: Connection, language: str) -> list[tuple[str, str]]:
    """Return (story, url) of the static pages of a language, by address."""
    rows = db.execute(
        "SELECT story, url FROM articles "
        "WHERE language = ? AND published AND kind = 'page' ORDER BY url",
        (language,),
    )
    return list(rows)


def neighbours(db: Connection, language: str, sort_key: bytes) -> tuple[int | None, int | None]:
    """Return the ids of the next older and the next newer article of a language."""
    older = db.execute(
        "SELECT id FROM articles INDEXED BY articles_in_order "
        "WHERE language = ? AND published AND kind = 'article' AND sort_key < ? "
        "ORDER BY sort_key DESC LIMIT 1",
        (language, sort_key),
    ).fetchone()
    newer = db.execute(
        "SELECT id FROM articles INDEXED BY articles_in_order "
        "WHERE language = ? AND published AND kind = 'article' AND sort_key > ? "
        "ORDER BY sort_key LIMIT 1",
        (language, sort_key),
    ).fetchone()
    return older and older[0], newer and newer[0]


def stories_turning(db: Connection, before_us: int, after_us: int) -> Iterator[str]:
    """Yield the stories with a date or an expiry between two moments."""
    earlier, later = sorted((before_us, after_us))
    yield from (
        story
        for (story,) in db.execute(
            "SELECT story FROM articles WHERE date_us > ?1 AND date_us <= ?2 UNION "
            "SELECT story FROM articles WHERE expires_us > ?1 AND expires_us <= ?2 ORDER BY 1",
            (earlier, later),
        )
    )


def stories_in_draft(db: Connection) -> list[str]:
    """Return the stories that have a draft."""
    rows = db.execute("SELECT DISTINCT story FROM articles WHERE draft ORDER BY story")
    return [story for (story,) in rows]


def story_of_path(db: Connection, path: str) -> str:
    """Return the story that a source's article belongs to; empty if it has none."""
    row = db.execute("SELECT story FROM articles WHERE path = ?", (path,)).fetchone()
    return row[0] if row else ""


def address_of_path(db: Connection, path: str) -> str:
    """Return the address of a source's published page; empty if it has none."""
    row = db.execute("SELECT url FROM articles WHERE path = ? AND published", (path,)).fetchone()
    return row[0] if row else ""


class State(NamedTuple):
    """Where one article of a story comes from, and why it may not be public yet."""

    path: str
    language: str
    url: str
    published: bool
    draft: bool
    date_us: int
    expires_us: int | None


def states_of(db: Connection, story: str) -> list[State]:
    """Return the state of every article of a story, by language tag."""
    rows = db.execute(
        "SELECT path, language, url, published, draft, date_us, expires_us FROM articles "
        "WHERE story = ? ORDER BY language",
        (story,),
    )
    return [State(*row) for row in rows]


def recent_cards(
    db: Connection, language: str, since_us: int, limit: int
) -> list[tuple[bytes, bytes]]:
    """Return (sort key, card) of a language's articles dated after a moment, newest first."""
    rows = db.execute(
        "SELECT sort_key, card FROM articles INDEXED BY articles_in_order "
        "WHERE language = ? AND published AND kind = 'article' AND sort_key > ? "
        "ORDER BY sort_key DESC LIMIT ?",
        (language, sort_key_of(since_us, ""), limit),
    )
    return list(rows)


def sort_key_of(date_us: int, path: str) -> bytes:
    """
    Return the key that orders articles: the instant, then the source's path.

    Eight bytes, big-endian, shifted so that dates before 1970 sort first.
    """
    return (date_us + 2**63).to_bytes(8, "big") + path.encode()


def instant_of(sort_key: bytes) -> int:
    """Return the instant of a sort key, in microseconds since 1970 UTC."""
    return int.from_bytes(sort_key[:8], "big") - 2**63


# ---------------------------------------------------------------- what follows from a story


def put_redirects(db: Connection, owner: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Replace the aliases that the source *owner* names: (alias, url, title) each."""
    db.execute("DELETE FROM redirects WHERE owner = ?", (owner,))
    numbered = ((owner, number, *row) for number, row in enumerate(rows))
    db.executemany("INSERT INTO redirects VALUES (?, ?, ?, ?, ?)", numbered)


def redirects_of(db: Connection, owner: str) -> list[tuple[int, str, str, str]]:
    """Return (number, alias, url, title) of the aliases that a source names."""
    rows = db.execute(
        "SELECT number, alias, url, title FROM redirects WHERE owner = ? ORDER BY number", (owner,)
    )
    return list(rows)


def all_redirects(db: Connection) -> Iterator[tuple[str, int, str]]:
    """Yield (owner, number, alias) of every alias."""
    yield from db.execute("SELECT owner, number, alias FROM redirects")


def put_photo_uses(db: Connection, owner: str, uses: set[PhotoUse]) -> set[str]:
    """Replace the uses that *owner* makes of photos; return the photos whose use has changed."""
    rows = db.execute("SELECT photo, role, focus FROM photo_uses WHERE owner = ?", (owner,))
    before = {PhotoUse(*row) for row in rows}
    if before != uses:
        db.execute("DELETE FROM photo_uses WHERE owner = ?", (owner,))
        db.executemany(
            "INSERT INTO photo_uses VALUES (?, ?, ?, ?)", ((owner, *use) for use in sorted(uses))
        )
    return {use.photo for use in before ^ uses}


def used_photos(db: Connection) -> Iterator[str]:
    """Yield the path of every photo that something published shows."""
    for (photo,) in db.execute("SELECT DISTINCT photo FROM photo_uses ORDER BY photo"):
        yield photo


def uses_of_photo(db: Connection, photo: str) -> list[tuple[str, str]]:
    """Return the (role, focus) in which something published shows a photo, each once."""
    rows = db.execute(
        "SELECT DISTINCT role, focus FROM photo_uses WHERE photo = ? ORDER BY role, focus", (photo,)
    )
    return list(rows)


def is_photo_used(db: Connection, photo: str) -> bool:
    """Tell whether something published shows a photo."""
    row = db.execute("SELECT 1 FROM photo_uses WHERE photo = ? LIMIT 1", (photo,)).fetchone()
    return row is not None


def encode_article(card: Card, stored: StoredArticle) -> tuple[bytes, bytes]:
    """Encode what an ArticleRow keeps encoded."""
    return encode(card), encode(stored)


def planned_redirects(db: Connection, owner: str) -> int:
    """Return one more than the highest number of the redirects planned for a source."""
    row = db.execute(
        "SELECT max(number) FROM outputs WHERE kind = 'redirect' AND language = '' AND subject = ?",
        (owner,),
    ).fetchone()
    return 0 if row[0] is None else row[0] + 1


def templates_named(db: Connection) -> list[str]:
    """Return the templates that sources name."""
    rows = db.execute(
        "SELECT DISTINCT template FROM articles WHERE template != '' ORDER BY template"
    )
    return [name for (name,) in rows]


def naming_template(db: Connection, template: str) -> list[tuple[str, int, int]]:
    """Return (path, line, column) where sources name a template."""
    rows = db.execute(
        "SELECT t.path, t.fields FROM articles a JOIN texts t ON t.path = a.path "
        "WHERE a.template = ? AND a.template != '' ORDER BY t.path",
        (template,),
    )
    return [(path, *_marks_of(fields).marks.get("template", (0, 0))) for path, fields in rows]


def count_published(db: Connection) -> int:
    """Count the published articles, each language by itself."""
    row = db.execute(
        "SELECT count(*) FROM articles INDEXED BY articles_in_order "
        "WHERE published AND kind = 'article'"
    ).fetchone()
    return int(row[0])


def count_published_drafts(db: Connection) -> int:
    """Count the drafts that are published, as a build with drafts does."""
    query = "SELECT count(*) FROM articles INDEXED BY articles_in_draft WHERE draft AND published"
    return int(db.execute(query).fetchone()[0])


def redirect_targets(db: Connection) -> Iterator[tuple[str, str]]:
    """Yield (alias, url) of every alias."""
    yield from db.execute("SELECT alias, url FROM redirects ORDER BY alias")


def count_held_back(db: Connection, now_us: int) -> tuple[int, int, int]:
    """Count the articles and pages that are (draft, scheduled, expired), each under the first."""
    row = db.execute(
        "SELECT sum(draft), sum(NOT draft AND date_us > ?1), "
        "sum(NOT draft AND date_us <= ?1 AND expires_us <= ?1) FROM articles "
        "INDEXED BY articles_held_back WHERE NOT published",
        (now_us,),
    ).fetchone()
    return row[0] or 0, row[1] or 0, row[2] or 0
