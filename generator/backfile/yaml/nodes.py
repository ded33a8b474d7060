"""
Nodes of a YAML document, with positions, and what a plain scalar means.

Values are read as the core schema of YAML 1.2 has them, with three exceptions in
favour of text as written: a number with a leading zero (`010`, a phone number or
an issue), a number without a fixed size (`.inf`, `.nan`) and one beyond 64 bits
stay text.  So do `no`, `on`, `12:30` and dates, which YAML 1.1 would change.

Source:  YAML 1.2.2 §10.3.2.
Imports: nothing of ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import msgspec

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUES = frozenset({"true", "True", "TRUE"})
FALSES = frozenset({"false", "False", "FALSE"})
INTEGER_LIMIT = 2**63
"""Integers are below this and not below its negative; the catalogue holds 64 bits."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST_INTEGER = 40
"""In characters; far above 64 bits, far below what Python refuses to convert."""


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A text, number, boolean or null, as written."""

    value: str
    """The text after YAML's own escapes and folding."""

    plain: bool
    """Written without quotes, so that it may mean something else than text."""

    line: int
    column: int


class Sequence(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """Keys with their values, in the order of the file; no key occurs twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def is_null(node: Node) -> bool:
    """Tell whether nothing was given: an empty value, `~` or `null`."""
    return type(node) is Scalar and node.plain and node.value in NULLS


def integer_of(node: Node) -> int | None:
    """Return the integer that a plain scalar means, if it fits into 64 bits."""
    if type(node) is not Scalar or not node.plain or len(node.value) > _LONGEST_INTEGER:
        return None
    if not _INTEGER.fullmatch(node.value):
        return None
    number = int(node.value, 0)
    return number if -INTEGER_LIMIT <= number < INTEGER_LIMIT else None


def plain_value(node: Node) -> Any:
    """Return *node* as dicts, lists, text, numbers, booleans and None."""
    if type(node) is Mapping:
        return {key.value: plain_value(value) for key, value in node.entries}
    if type(node) is Sequence:
        return [plain_value(item) for item in node.items]
    return _scalar_value(node) if type(node) is Scalar else None


def oversized_numbers(node: Node) -> Iterator[Scalar]:
    """Yield the plain scalars that are written as numbers but stay text for their size."""
    if type(node) is Mapping:
        for _, value in node.entries:
            yield from oversized_numbers(value)
    elif type(node) is Sequence:
        for item in node.items:
            yield from oversized_numbers(item)
    elif type(node) is Scalar and node.plain and _is_oversized(node):
        yield node


def _is_oversized(node: Scalar) -> bool:
    written = _INTEGER.fullmatch(node.value) or _FLOAT.fullmatch(node.value)
    return written is not None and isinstance(_scalar_value(node), str)


def _scalar_value(node: Scalar) -> str | int | float | bool | None:
    text = node.value
    if not node.plain:
        return text
    if text in NULLS:
        return None
    if text in TRUES or text in FALSES:
        return text in TRUES
    if _INTEGER.fullmatch(text):
        number = integer_of(node)
        return text if number is None else number
    if _FLOAT.fullmatch(text):
        amount = float(text)
        return amount if math.isfinite(amount) else text
    return text
