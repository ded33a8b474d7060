"""Terms: which have no record, and which are probably one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from check.checking import article, found_in, site_with
from hypothesis import given
from hypothesis import strategies as st

from backfile.check.likeness import is_slip, skeleton_of, slips_among

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.errors import Problem


def terms(folder: Path, written: list[str], key: str = "tags", **more: str) -> list[Problem]:
    """Return what is found of terms, each used as often as it is written."""
    files = {
        f"articles/{n:02}.uk.md": article(title=f"A{n}", **{key: f"[{term}]"})
        for n, term in enumerate(written)
    }
    return found_in(site_with(folder, {**files, **more}), "terms")


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        ("театр", "театор"), ("вибори", "виброи"), ("Одеса", "Одесса"), ("корупція", "коррупція"),
        ("онлайн", "он-лайн"), ("Kyiv", "Київ"), ("об'єкт", "об`єкт"),
    ],
)  # fmt: skip
def test_near_terms(tmp_path: Path, common: str, rare: str) -> None:
    """The rarer of two terms that are nearly one is named, where it is first written."""
    found = [p for p in terms(tmp_path, [common, common, rare]) if p.code == "term-near"]
    assert [(p.path, p.line, p.column, p.severity) for p in found] == [
        ("content/articles/02.uk.md", 4, 7, "warning")
    ]
    assert f"`{rare}` is nearly `{common}`" in found[0].message


@pytest.mark.parametrize(
    ("first", "second"), [("2024", "2025"), ("G20", "G7"), ("мова", "нова"), ("вибори", "виборець")]
)
def test_terms_that_are_two(tmp_path: Path, first: str, second: str) -> None:
    """Numbers, short words, and words that differ in more than a letter are different."""
    assert [p.code for p in terms(tmp_path, [first, second])] == ["term-unrecorded"]


def test_record_says_which_is_meant(tmp_path: Path) -> None:
    """A term with a record is the one that is meant, however rare, by its labels, too."""
    found = terms(
        tmp_path, ["Київ", "Київ", "kyiv", "Kyïv"], **{"tags.yaml": "kyiv: {uk: Київ, en: Kyiv}\n"}
    )
    assert [p.code for p in found] == ["term-near", "term-near"]
    assert "write `kyiv`, whose record has the labels of all languages" in found[0].message


def test_two_with_records_are_two(tmp_path: Path) -> None:
    """Records of both say that both are meant; then nothing is wrong."""
    assert terms(tmp_path, ["театр", "театри"], **{"tags.yaml": "театр:\nтеатри:\n"}) == []


def test_terms_without_record(tmp_path: Path) -> None:
    """Once there are records, a term without one is a warning; without any there is one note."""
    [note] = terms(tmp_path, ["one", "two"])
    assert (note.code, note.severity, note.path) == ("term-unrecorded", "note", "")
    [warning] = terms(tmp_path, ["one", "two"], **{"tags.yaml": "one: One\n"})
    assert (warning.path, warning.severity) == ("content/articles/01.uk.md", "warning")
    assert "the tag `two` has no record in content/tags.yaml" in warning.message


def test_authors(tmp_path: Path) -> None:
    """A name that is an author's is that author; what a build says of a key is not said twice."""
    written = ["daryna-vialko", "Дарина Вялко", "daryna-vjalko", "Somebody Else"]
    found = terms(
        tmp_path, written, "author", **{"authors/daryna-vialko.yaml": "name: Daryna Vialko\n"}
    )
    assert [(p.path[17:19], p.code) for p in found] == [
        ("01", "term-near"),
        ("02", "author-unknown"),
        ("03", "term-unrecorded"),
    ]


def test_skeletons() -> None:
    """Case, hyphens, spaces, apostrophes and script do not tell words apart."""
    words = ["Івано-Франківськ", "івано франківськ", "ІВАНОФРАНКІВСЬК"]
    assert len({skeleton_of(word, "uk") for word in words}) == 1
    assert skeleton_of("Харків", "uk") == skeleton_of("Kharkiv", "uk")
    assert skeleton_of("!?", "uk") == ""


def edits_of(word: str) -> set[str]:
    """Return every word that is one slip away, by doing each."""
    letters = "abc"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + letter + b for a, b in cuts for letter in letters}
    found |= {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return found - {word}


words_of_letters = st.text("abc", min_size=5, max_size=8)


@given(words_of_letters)
def test_every_slip_is_seen(word: str) -> None:
    """Each way to write one letter wrongly is a slip, whichever word comes first."""
    for other in edits_of(word):
        assert is_slip(word, other)
        assert is_slip(other, word)
        if len(other) >= 5:
            assert list(slips_among([word, other])) == [tuple(sorted((word, other)))]


@given(words_of_letters, words_of_letters)
def test_nothing_else_is_a_slip(first: str, second: str) -> None:
    """What no single slip makes is no slip."""
    if first != second:
        assert is_slip(first, second) == (second in edits_of(first))


def test_a_slip_in_two_fields_is_told_of_both(tmp_path: Path) -> None:
    """What a build says of a section does not hide the same slip in an author's name."""
    text = article(section="newsrom", authors="[Newsroom, newsrom]")
    files = {"articles/a.uk.md": text, "sections.yaml": "newsroom: Newsroom\n"}
    found = found_in(site_with(tmp_path, files), "terms")
    told = sorted(p.code for p in found if "`newsrom`" in p.message)
    assert told == ["term-near", "term-unknown"]
