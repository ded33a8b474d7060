"""Strict YAML: what is read, what is refused, where, and how fast."""

from __future__ import annotations

import time

import pytest
import yaml as pyyaml
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.yaml import Mapping, Scalar, Sequence, parse_yaml, plain_value


def refusals(text: str) -> list[str]:
    """Return the problems of *text* as `line:column code`."""
    _, problems = parse_yaml(text, "a.yaml")
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in problems]


def message_of(text: str) -> str:
    """Return the one problem of *text* as it is printed."""
    _, problems = parse_yaml(text, "a.yaml")
    assert len(problems) == 1
    return str(problems[0])


def test_nodes_carry_values_and_places() -> None:
    """Every node knows its 1-based line and column, and whether it was quoted."""
    node, problems = parse_yaml("a: 'x'\nb:\n  - y\n  - {c: z}\n", "a.yaml")
    assert problems == []
    key_c = Scalar("c", plain=True, line=4, column=6)
    items = (
        Scalar("y", plain=True, line=3, column=5),
        Mapping(((key_c, Scalar("z", plain=True, line=4, column=9)),), 4, 5),
    )
    assert node == Mapping(
        (
            (Scalar("a", plain=True, line=1, column=1), Scalar("x", plain=False, line=1, column=4)),
            (Scalar("b", plain=True, line=2, column=1), Sequence(items, 3, 3)),
        ),
        1,
        1,
    )


def test_columns_count_characters() -> None:
    """Letters of two bytes and signs beyond the basic plane are one column each."""
    node, _ = parse_yaml("{ключ🔥: ок, b: x}", "a.yaml")
    assert isinstance(node, Mapping)
    assert [key.column for key, _ in node.entries] == [2, 13]


def test_first_line_shifts_places() -> None:
    """A front matter that begins on line 2 of its file is reported there."""
    node, _ = parse_yaml("a: b", "a.md", first_line=2)
    assert isinstance(node, Mapping)
    assert node.line == 2
    assert node.entries[0][1].line == 2
    _, problems = parse_yaml("a: 1\na: 2", "a.md", first_line=2)
    assert str(problems[0]).startswith("a.md:3:1: `a` is given twice, in line 2 and in line 3")
    _, problems = parse_yaml("a: 1\nb: \x07", "a.md", first_line=2)
    assert (problems[0].line, problems[0].column) == (3, 4)
    _, problems = parse_yaml("a: b: c", "a.md", first_line=2)
    assert (problems[0].line, problems[0].column) == (2, 5)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_document_is_no_problem(text: str) -> None:
    """Nothing written means no node and no problem."""
    assert parse_yaml(text, "a.yaml") == (None, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x b", ["1:4 yaml-anchor"]),
        ("a: &x [*x]", ["1:4 yaml-anchor", "1:8 yaml-alias"]),
        ("*a : b", ["1:1 yaml-alias"]),
        ("a: !!str 1", ["1:4 yaml-tag"]),
        ("a: !!python/object:os.system x", ["1:4 yaml-tag"]),
        ("a: ! b", ["1:4 yaml-tag"]),
        ("<<: {a: b}", ["1:1 yaml-merge-key"]),
        ("<<: *x", ["1:1 yaml-merge-key", "1:5 yaml-alias"]),
        ("a: 1\n---\nb: 2", ["2:1 yaml-documents"]),
        ("? [a]\n: b", ["1:3 yaml-key"]),
        ("{a: b}: c", ["1:1 yaml-key"]),
        ("~: b", ["1:1 yaml-key"]),
        ("a: 1\nb: 2\na: 3", ["3:1 duplicate-key"]),
        ("x: {a: 1, 'a': 2}", ["1:11 duplicate-key"]),
        ("a: 1\na: 2\na: 3", ["2:1 duplicate-key", "3:1 duplicate-key"]),
        ('a: "\\x00"', ["1:4 control-character"]),
        ('a: "\\x85"', ["1:4 control-character"]),
        ("a: b\u2028c", ["1:5 control-character"]),
        ("a: \ud800", ["1:4 control-character"]),
        ('a: "\\ud800"', ["1:7 yaml-syntax"]),
        ("a: b: c", ["1:5 yaml-syntax"]),
        ("a: 'x\nb: y", ["1:4 yaml-syntax"]),
        ("a: [1, 2\nb: y\n", ["1:4 yaml-syntax"]),
        ("a: @x", ["1:4 yaml-syntax"]),
        ("a: b\n\tc: d", ["2:1 yaml-syntax"]),
        ("%YAML 1.3\n---\na: b", ["1:1 yaml-syntax"]),
    ],
)
def test_refusals_have_code_and_place(text: str, expected: list[str]) -> None:
    """What strict YAML refuses is a problem with a stable code, where it stands."""
    assert refusals(text) == expected


def test_messages_say_what_would_be_right() -> None:
    """A message names the fault and the way out."""
    assert message_of("a: 1\nb: 2\na: 3") == (
        "a.yaml:3:1: `a` is given twice, in line 1 and in line 3; keep one"
    )
    assert message_of("summary: *Word\n") == (
        "a.yaml:1:10: alias `*Word` is not allowed; write the value out,"
        " or put a text that begins with `*` in quotes"
    )
    assert message_of("title: War: a history") == (
        "a.yaml:1:11: not valid YAML: mapping values are not allowed in this context;"
        " put a text that holds `: ` in quotes"
    )


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        ('title: "Fire" again', "1:8", "'\"Fire\" again'"),
        ("a: b\ntitle: 'Fire' again # and again", "2:8", "\"'Fire' again # and again\""),
        ('tags:\n  - "Fire" isn\'t', "2:5", "'\"Fire\" isn''t'"),
    ],
)
def test_a_value_that_is_quoted_in_part(text: str, place: str, right: str) -> None:
    """A headline that begins with a quotation is shown as YAML can read it."""
    assert message_of(text) == (
        f"a.yaml:{place}: not valid YAML: a value that begins with a quote must end with it;"
        f" put all of it in the other quotes: `{right}`"
    )
    node, problems = parse_yaml(f"a: {right}", "a.yaml")
    assert problems == []
    assert node


def test_after_small_faults_reading_goes_on() -> None:
    """A duplicate key keeps its first value; the rest of the document is there."""
    node, problems = parse_yaml("a: 1\na: 2\nb: &x 3\n", "a.yaml")
    assert [problem.code for problem in problems] == ["duplicate-key", "yaml-anchor"]
    assert node is not None
    assert plain_value(node) == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "a: " + "[" * 100_000,
        "{a: " * 10_000,
        "- " * 10_000,
        "? " * 10_000,
        "\n".join(" " * depth + "a:" for depth in range(2_000)),
    ],
    ids=["flow", "flow-value", "flow-mapping", "compact", "complex-keys", "block"],
)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    """Ten thousand levels are one problem in well under a second, never a crash."""
    begin = time.perf_counter()
    node, problems = parse_yaml(text, "a.yaml")
    assert time.perf_counter() - begin < 0.5
    assert node is None
    assert [problem.code for problem in problems] == ["yaml-depth"]


def test_the_limit_of_depth_is_64() -> None:
    """64 levels are read, 65 are not."""
    node, problems = parse_yaml("[" * 64 + "]" * 64, "a.yaml")
    assert problems == []
    assert node is not None
    assert refusals("[" * 65 + "]" * 65) == ["1:65 yaml-depth"]


def test_an_alias_bomb_costs_nothing() -> None:
    """Aliases are refused where they stand and never followed."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    begin = time.perf_counter()
    problems = parse_yaml("\n".join(lines), "a.yaml")[1]
    assert time.perf_counter() - begin < 0.5
    assert {problem.code for problem in problems[:20]} == {"yaml-anchor", "yaml-alias"}
    assert [problem.message for problem in problems[20:]] == [
        "and more of the like; correct what is above first"
    ]


@given(st.text(max_size=60))
@example("\ufeff")
@example("a: \ufffe")
@example("? ? ?")
@example("'\\ud800'")
@example("- - *\n%")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises; every problem has a line, a code and a message of one line."""
    node, problems = parse_yaml(text, "a.yaml")
    if node is not None:
        plain_value(node)
    for problem in problems:
        assert problem.line >= 1
        assert problem.code
        assert "\n" not in problem.message


@given(st.text(alphabet="ab:-?[]{},'\"&*!|>%@#~ \n\t<0.", max_size=40))
def test_any_punctuation_is_read_or_refused(text: str) -> None:
    """YAML's own signs in any order raise nothing."""
    parse_yaml(text, "a.yaml")


_TEXT = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12)
_TREE = st.recursive(
    _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=12,
)


@given(_TREE)
def test_quoted_text_comes_back(tree: object) -> None:
    """Whatever another writer quotes is read back as the same text."""
    text = pyyaml.safe_dump(tree, default_style='"', allow_unicode=True, sort_keys=False)
    node, problems = parse_yaml(text.replace("!!null ", ""), "a.yaml")
    assert problems == []
    assert node is not None
    assert plain_value(node) == tree


def test_front_matter_is_read_fast() -> None:
    """Ten lines take far less than PyYAML's own parser needs (over 1 ms)."""
    text = "title: Згорани\ndate: 2025-08-23T10:00\nauthor: x\ntags: [a, b]\nphoto:\n  src: a.jpg\n"
    text += "  alt: Пожежа\n  caption: Пожежа\nsection: politics\nsummary: Коротко\n"
    runs = []
    for _ in range(20):
        begin = time.perf_counter()
        parse_yaml(text, "a.md")
        runs.append(time.perf_counter() - begin)
    assert min(runs) < 0.000_3
