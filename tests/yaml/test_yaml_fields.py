"""Typed reading: every problem of a mapping at once, with the nearest right word."""

from __future__ import annotations

import pytest

from backfile.errors import Problem
from backfile.yaml import Fields
from backfile.yaml.fields import fill_languages
from backfile.yaml.root import parse_mapping
from backfile.yaml.wording import quoted

KNOWN = ("title", "author", "tags", "draft", "size", "photo", "kind", "extra")


def fields_of(text: str, known: tuple[str, ...] = KNOWN) -> tuple[Fields, list[Problem]]:
    """Begin to read *text*; the list takes the problems."""
    problems: list[Problem] = []
    node = parse_mapping(text, "a.yaml", problems)
    assert node is not None
    return Fields(node, "a.yaml", problems, known), problems


def printed(problems: list[Problem]) -> list[str]:
    """Return the problems without their path."""
    return [str(problem).removeprefix("a.yaml:") for problem in problems]


def test_unknown_keys_name_the_nearest() -> None:
    """A misspelt key is reported with the key that is probably meant."""
    _, problems = fields_of("auhtor: x\nTITEL: y\nqqq: z")
    assert printed(problems) == [
        "1:1: unknown key `auhtor`; did you mean `author`?",
        "2:1: unknown key `TITEL`; did you mean `title`?",
        f"3:1: unknown key `qqq`; known keys are {', '.join(KNOWN)}",
    ]


def test_keys_within_are_named_in_full() -> None:
    """A key of a mapping within is shown with the way to it, and is as grave."""
    problems: list[Problem] = []
    node = parse_mapping("photo: {atl: x, src: [1]}", "a.yaml", problems)
    assert node is not None
    photo = Fields(node, "a.yaml", problems, KNOWN, unknown="warning").mapping(
        "photo", ("src", "alt")
    )
    assert photo is not None
    assert photo.text("src") is None
    assert printed(problems) == [
        "1:9: unknown key `photo.atl`; did you mean `alt`?",
        "1:22: `photo.src` is a list; write text, or leave the key out",
    ]
    assert [problem.severity for problem in problems] == ["warning", "error"]


@pytest.mark.parametrize(
    "written", ["010", "no", "1:20", "2024-01-02", "true", "1e3", "0x1F", "'null'"]
)
def test_text_is_taken_as_written(written: str) -> None:
    """An unquoted scalar in a text field is the text that was typed."""
    fields, problems = fields_of(f"title: {written}")
    assert fields.text("title") == written.strip("'")
    assert problems == []


@pytest.mark.parametrize(
    ("written", "described"),
    [("~", "empty"), ("", "empty"), ("[a]", "a list"), ("{a: b}", "a mapping")],
)
def test_null_and_collections_are_no_text(written: str, described: str) -> None:
    """A text field that holds nothing, a list or a mapping is an error."""
    fields, problems = fields_of(f"title: {written}")
    assert fields.required_scalar("title") is None
    assert [problem.message for problem in problems] == [f"`title` is {described}; write text"]


def test_required_text_must_be_there_and_filled() -> None:
    """A required key that is missing or blank is an error."""
    fields, problems = fields_of("author: '  '")
    assert fields.required_scalar("title") is None
    assert fields.required_scalar("author") is None
    assert printed(problems) == [
        "1:1: `title` is missing; add `title: …`",
        "1:9: `author` is empty; write text",
    ]


def test_block_scalars_lose_their_last_line_break() -> None:
    """`>` ends with a line break that nobody means."""
    fields, _ = fields_of("title: >\n  a\n  b\n")
    assert fields.text("title") == "a b"


def test_lists_of_text() -> None:
    """Entries come in order, without repetitions; one text alone only where allowed."""
    fields, problems = fields_of("tags: [b, a, b, 1]\nauthor: x")
    assert fields.texts("tags") == ("b", "a", "1")
    assert fields.texts("author", alone=True) == ("x",)
    assert fields.texts("title") is None
    assert problems == []
    assert fields.texts("author") is None
    assert printed(problems) == ["2:9: `author` is `x`; write a list: `[x]`"]


def test_wrong_entries_of_a_list_are_reported_each() -> None:
    """A list with wrong entries gives the right ones, and a problem for each other."""
    fields, problems = fields_of("tags: [a, ~, [b], '', c]")
    assert fields.texts("tags") == ("a", "c")
    assert printed(problems) == [
        "1:11: an entry of `tags` is empty; write text, or leave the key out",
        "1:14: an entry of `tags` is a list; write text, or leave the key out",
        "1:19: an entry of `tags` is empty; write text, or remove it",
    ]


@pytest.mark.parametrize(("written", "value"), [("true", True), ("false", False)])
def test_flags(written: str, value: bool) -> None:
    """Only true and false are flags."""
    fields, problems = fields_of(f"draft: {written}")
    assert fields.flag("draft", default=not value) is value
    assert problems == []


@pytest.mark.parametrize("written", ["yes", "'true'", "1", "~", "[true]"])
def test_other_things_are_no_flags(written: str) -> None:
    """Anything else is an error, and the default holds."""
    fields, problems = fields_of(f"draft: {written}")
    assert fields.flag("draft", default=True) is True
    assert problems[0].message.endswith("; write true or false")


def test_numbers_have_limits() -> None:
    """An integer must be one, and between its limits."""
    fields, problems = fields_of("size: 0\nkind: 9" + "9" * 5000)
    assert fields.number("size", 20, least=1) == 20
    assert fields.number("kind", 20, least=1, most=50) == 20
    assert fields.number("title", 20, least=1) == 20
    assert problems[0].message == "`size` is 0; write a whole number, at least 1"
    assert problems[1].message.endswith("…`; write a whole number, from 1 to 50")


def test_choices_name_the_nearest() -> None:
    """A text that is not one of the known ones is reported with the nearest."""
    fields, problems = fields_of("kind: asci\ntitle: x")
    assert fields.choice("kind", ("ascii", "native")) is None
    assert fields.choice("title", ("ascii", "native")) is None
    assert printed(problems) == [
        "1:7: `kind` is `asci`; did you mean `ascii`?",
        "2:8: `title` is `x`; write one of ascii, native",
    ]


def test_free_mappings_refuse_numbers_without_room() -> None:
    """`extra` takes anything but a number that would not survive as one."""
    fields, problems = fields_of(f"extra: {{a: 1, b: {'9' * 30}}}")
    assert fields.free("extra")["a"] == 1
    assert printed(problems) == [
        f"1:18: number `{'9' * 30}` is too large; quote it to keep it as text"
    ]


def test_text_by_language() -> None:
    """One text serves all; a language left out takes the default's, else the first given."""
    fields, problems = fields_of("title: x\nauthor: {en: E, ru: R}\ntags: {ru: R}")
    tags = ("uk", "en", "ru")
    assert fields.texts_by_language("title", tags, "en") == (("uk", "x"), ("en", "x"), ("ru", "x"))
    assert fields.texts_by_language("author", tags, "en") == (("uk", "E"), ("en", "E"), ("ru", "R"))
    assert fields.texts_by_language("tags", tags, "en") == (("uk", "R"), ("en", "R"), ("ru", "R"))
    assert fields.texts_by_language("photo", tags, "en") == ()
    assert problems == []


def test_text_in_a_language_the_site_has_not() -> None:
    """Each unknown language is an error at its key."""
    fields, problems = fields_of("title: {de: D, en: [x]}")
    assert fields.texts_by_language("title", ("uk", "en"), "uk") == ()
    assert printed(problems) == [
        "1:9: unknown language `de`; site.yaml has uk, en",
        "1:20: `title` in `en` is a list; write text, or leave the key out",
    ]


def test_filling_prefers_an_empty_default() -> None:
    """An empty text of the default language was given, and is taken."""
    assert fill_languages({"en": "", "uk": "x"}, ("uk", "ru"), "en") == (("uk", "x"), ("ru", ""))


def test_thousands_of_unknown_keys_are_quick() -> None:
    """Suggestions stop, reports do not."""
    _, problems = fields_of("\n".join(f"k{n}: x" for n in range(5_000)))
    assert len(problems) == 5_000


def test_quotations_stay_on_one_line() -> None:
    """Whatever the file holds, a message is one printable line."""
    assert quoted("a\nb\u2028") == "`a\\nb\\u2028`"
    assert quoted("x" * 100) == f"`{'x' * 60}…`"
