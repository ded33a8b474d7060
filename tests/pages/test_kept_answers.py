"""What a reader keeps of its answers: the same pages with less asking, and nothing stale."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from backfile.catalogue.connection import open_for_reading
from backfile.catalogue.outputs import keys_of_kind
from backfile.model import PageKey
from backfile.pages import KINDS, cards
from backfile.pages.frame import frames_of
from backfile.pages.reader import Reader, kept
from backfile.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.catalogue.connection import Connection
    from backfile.model import Value

SHOWN = [kind for kind in KINDS if kind not in {"static", "photo", "asset", "picture"}]


def reader_of(folder: Path, db: Connection, *, is_settled: bool) -> Reader:
    """Return a reader of the site in *folder*."""
    site, _ = load_site(folder)
    assert site is not None
    reader = Reader(db, site, 0, is_settled=is_settled)
    reader.frames = frames_of(reader)
    return reader


def contexts_of(reader: Reader) -> dict[PageKey, Value]:
    """Return what every page shows, asked twice, so that the second time much is known."""
    keys = [key for kind in SHOWN for key in keys_of_kind(reader.db, kind)]
    return {key: KINDS[key.kind].context_of(reader, key)[0] for key in [*keys, *keys]}


@pytest.mark.parametrize("most", [cards.KEPT, 2])
def test_pages_are_the_same_with_answers_kept(
    gazette_folder: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Every page of the Gazette shows the same, however much its reader keeps."""
    monkeypatch.setattr(cards, "KEPT", most)
    with closing(open_for_reading(gazette_folder / ".backfile")) as db:
        forgetful = contexts_of(reader_of(gazette_folder, db, is_settled=False))
        reader = reader_of(gazette_folder, db, is_settled=True)
        assert contexts_of(reader) == forgetful
        assert len(forgetful) > 50
        hits = sum(answer.cache_info().hits for answer in reader.answers.values())  # type: ignore[attr-defined]
        assert hits > 20


def test_only_the_last_cards_are_kept(
    gazette_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After twice as many cards as are kept, those that were shown first are gone."""
    monkeypatch.setattr(cards, "KEPT", 2)
    with closing(open_for_reading(gazette_folder / ".backfile")) as db:
        reader = reader_of(gazette_folder, db, is_settled=True)
        identities = [row[0] for row in db.execute("SELECT id FROM articles LIMIT 9")]
        for identity in identities:
            cards.cards_of(reader, [identity])
            assert sum(map(len, reader.cards)) <= 2 * 2 + 1
        assert not any(identities[0] in generation for generation in reader.cards)


@pytest.mark.parametrize(("is_settled", "second"), [(False, "new"), (True, "old")])
def test_a_reader_of_changing_content_keeps_nothing(
    gazette_folder: Path, *, is_settled: bool, second: str
) -> None:
    """While content is taken in a question is asked each time, and only then."""
    answers = iter(("old", "new"))

    @kept(1)
    def answer_to(_reader: Reader, _question: str) -> str:
        return next(answers)

    with closing(open_for_reading(gazette_folder / ".backfile")) as db:
        reader = reader_of(gazette_folder, db, is_settled=is_settled)
        assert answer_to(reader, "what") == "old"
        assert answer_to(reader, "what") == second
        identity = db.execute("SELECT id FROM articles LIMIT 1").fetchone()[0]
        cards.cards_of(reader, [identity])
        assert any(reader.cards) is is_settled
