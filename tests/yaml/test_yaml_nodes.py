"""What a plain scalar means: YAML 1.2 core, and text wherever in doubt."""

from __future__ import annotations

import pytest

from backfile.yaml import Node, parse_yaml, plain_value
from backfile.yaml.nodes import oversized_numbers


def node_of(text: str) -> Node:
    """Return the root node of *text*, which has no problem."""
    node, problems = parse_yaml(text, "a.yaml")
    assert problems == []
    assert node is not None
    return node


@pytest.mark.parametrize(
    "text",
    [
        *("no", "off", "on", "yes", "NO", "y", "tRue", "1:20", "12:30", "1:20:30", "010", "08"),
        *("0x", "1_000", "2024-01-02", "2024-01-02T10:00:00Z", "2024-13-45", "=", "-x", "1e", "+"),
        *(".inf", "-.INF", ".nan", "1e999", "١٢", "9" * 5000, "9223372036854775808"),
    ],
)
def test_these_stay_text(text: str) -> None:
    """What YAML 1.1 turned into something else, and what has no fixed size, is text."""
    assert plain_value(node_of(f"a: {text}")) == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("true", True), ("True", True), ("FALSE", False), ("~", None), ("Null", None)),
        *(("", None), ("0", 0), ("-12", -12), ("+7", 7), ("0x1F", 31), ("0o17", 15)),
        *(("1.50", 1.5), ("1e3", 1000.0), (".5", 0.5), ("-3.", -3.0)),
        *(("9223372036854775807", 2**63 - 1), ("-9223372036854775808", -(2**63))),
    ],
)
def test_these_are_values(text: str, value: object) -> None:
    """The core schema's booleans, nulls, integers and floats, with their types."""
    found = plain_value(node_of(f"a: {text}"))["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["true", "1", "null", "", "1.5"])
def test_quoted_scalars_are_text(text: str) -> None:
    """Quotes make text of anything."""
    assert plain_value(node_of(f'a: "{text}"')) == {"a": text}


def test_collections_keep_their_order() -> None:
    """Lists and mappings come as lists and dicts in the order of the file."""
    value = plain_value(node_of("b: [1, {d: x, c: y}]\na: {}\n"))
    assert value == {"b": [1, {"d": "x", "c": "y"}], "a": {}}
    assert list(value) == ["b", "a"]
    assert list(value["b"][1]) == ["d", "c"]


def test_numbers_without_room_are_found() -> None:
    """Numbers that stay text for their size are named; text and quoted digits are not."""
    node = node_of(f"a: [{'9' * 20}, '{'8' * 20}', 010]\nb: {{c: 1e999}}\n")
    assert [scalar.value for scalar in oversized_numbers(node)] == ["9" * 20, "1e999"]
