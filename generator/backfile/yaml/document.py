"""
One YAML document -> nodes with positions, or what is wrong with it.

Strict on purpose: anchors, aliases, tags, merge keys, a second document, a key
given twice and more than 64 levels are refused, because each of them has either
surprised editors or been used to exhaust a program.  What may stand for what is
decided by the reader of a node (`nodes`, `fields`), never here.

The events come from libyaml, five to ten times faster than PyYAML's own parser.
There is no fallback: without libyaml the import fails.

Shape:   text in; (node, problems) out.  No node means an empty document if there
         is no problem, else one that could not be read.
Order:   problems in the order of the text.
Cost:    about 30 µs for a front matter of ten lines; linear in the text.
Errors:  as problems only.
Source:  YAML 1.2.2; SPEC "Strict YAML".
Imports: errors.
"""

from __future__ import annotations

import re
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from backfile.errors import Problem
from backfile.yaml.decode import CONTROL, position_of
from backfile.yaml.nodes import Mapping, Node, Scalar, Sequence, is_null
from backfile.yaml.wording import quoted

try:
    from yaml._yaml import CParser
except ImportError as error:  # pragma: no cover - depends on how PyYAML was built
    reason = "Backfile needs PyYAML built with libyaml; install its binary wheel"
    raise ImportError(reason) from error

MOST_REFUSED = 20
"""Problems of one document after which it is not read on: a bomb has thousands."""

DEEPEST = 64
"""Levels of lists and mappings; an honest file has five."""

# libyaml ends lines at U+2028 and U+2029, as YAML 1.1 did and 1.2 does not.
_UNREADABLE = re.compile(f"{CONTROL.pattern[:-1]}\u2028\u2029]")

_HINTS = (
    ("mapping values are not allowed", "put a text that holds `: ` in quotes"),
    ("tab character", "indent with spaces"),
    ("end of stream", "close the quote or bracket that opens here"),
    ("expected ':'", "write `key: value`"),
    ("alphabetic or numeric character", "put a text that begins with `*` or `&` in quotes"),
    ("expected ',' or", "close the bracket, or put the text in quotes"),
)
_OTHER_HINT = "check quotes, colons and indentation"


_QUOTED_START = re.compile(r"""\s*(?:- +)*(?:[^\s"'#][^"'#]*: +|- +)("[^"]*"|'[^']*')\s*""")
"""A line up to the end of a quoted value."""


class _UnreadableError(Exception):
    """Carries the problem after which nothing more can be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reading:
    """One pass over the events of a text; collects problems as it goes."""

    __slots__ = ("first_line", "next_event", "path", "problems")

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.next_event = CParser(text).get_event

    def place_of(self, event: Any) -> tuple[int, int]:
        mark = event.start_mark
        return mark.line + self.first_line, mark.column + 1

    def refuse(self, line: int, column: int, code: str, message: str) -> None:
        if len(self.problems) >= MOST_REFUSED:
            message = "and more of the like; correct what is above first"
            raise _UnreadableError(Problem(self.path, line, column, "yaml-problems", message))
        self.problems.append(Problem(self.path, line, column, code, message))


def parse_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """
    Read the one document in *text*.

    Args:
        path: Named in problems.
        first_line: The line of the file on which *text* begins.

    Returns:
        The root node, None if the document is empty or cannot be read, and
        everything that is wrong; after small faults the node is there too, so
        that its other values can still be checked.
    """
    found = _UNREADABLE.search(text)
    if found:
        return None, [_unreadable_character(text, found.start(), path, first_line)]
    reading = _Reading(text, path, first_line)
    try:
        return _read_document(reading), reading.problems
    except _UnreadableError as stop:
        return None, [*reading.problems, stop.problem]
    except YAMLError as error:
        return None, [*reading.problems, _syntax_problem(error, text, path, first_line)]


def _read_document(reading: _Reading) -> Node | None:
    root: Node | None = None
    documents = 0
    while True:
        event = reading.next_event()
        kind = type(event)
        if kind is StreamEndEvent:
            return root
        if kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                line, column = reading.place_of(event)
                message = "a second document begins here; keep one, without `---` inside"
                reading.refuse(line, column, "yaml-documents", message)
                return root
            root = _read_node(reading, reading.next_event(), 1)


def _read_node(reading: _Reading, event: Any, depth: int) -> Node:
    kind = type(event)
    if kind is AliasEvent:
        return _refuse_alias(reading, event)
    if event.anchor is not None or event.tag is not None:
        _refuse_properties(reading, event)
    mark = event.start_mark
    line, column = mark.line + reading.first_line, mark.column + 1
    if kind is ScalarEvent:
        value, style = event.value, event.style
        if style == '"' and CONTROL.search(value):
            message = f"control character in {quoted(value)}; remove its escape"
            reading.refuse(line, column, "control-character", message)
            value = CONTROL.sub("", value)
        return Scalar(value, not style, line, column)
    if depth > DEEPEST:
        message = f"more than {DEEPEST} levels of lists and mappings; use fewer"
        raise _UnreadableError(Problem(reading.path, line, column, "yaml-depth", message))
    if kind is SequenceStartEvent:
        return Sequence(_read_items(reading, depth), line, column)
    assert kind is MappingStartEvent
    return Mapping(_read_entries(reading, depth), line, column)


def _read_items(reading: _Reading, depth: int) -> tuple[Node, ...]:
    items = []
    event = reading.next_event()
    while type(event) is not SequenceEndEvent:
        items.append(_read_node(reading, event, depth + 1))
        event = reading.next_event()
    return tuple(items)


def _read_entries(reading: _Reading, depth: int) -> tuple[tuple[Scalar, Node], ...]:
    """Read keys and values; a key that is refused is left out with its value."""
    entries = []
    lines: dict[str, int] = {}
    problems = reading.problems
    event = reading.next_event()
    while type(event) is not MappingEndEvent:
        told = len(problems)
        key = _read_node(reading, event, depth + 1)
        if len(problems) == told:
            _check_key(reading, key, lines)
        refused = len(problems) > told
        value = _read_node(reading, reading.next_event(), depth + 1)
        if type(key) is Scalar and not refused:
            lines[key.value] = key.line
            entries.append((key, value))
        event = reading.next_event()
    return tuple(entries)


def _check_key(reading: _Reading, key: Node, lines: dict[str, int]) -> None:
    if type(key) is not Scalar or is_null(key):
        message = "a key that is not text; write `key: value`"
        reading.refuse(key.line, key.column, "yaml-key", message)
    elif key.value in lines:
        first = lines[key.value]
        where = f", in line {first} and in line {key.line}" if first != key.line else ""
        message = f"{quoted(key.value)} is given twice{where}; keep one"
        reading.refuse(key.line, key.column, "duplicate-key", message)
    elif key.value == "<<" and key.plain:
        message = "merge key `<<` is not allowed; write the keys out"
        reading.refuse(key.line, key.column, "yaml-merge-key", message)


def _refuse_alias(reading: _Reading, event: Any) -> Scalar:
    """Report an alias, and return it as text, so that no second problem follows."""
    line, column = reading.place_of(event)
    written = f"*{event.anchor}"
    message = (
        f"alias {quoted(written)} is not allowed; write the value out,"
        " or put a text that begins with `*` in quotes"
    )
    reading.refuse(line, column, "yaml-alias", message)
    return Scalar(written, plain=False, line=line, column=column)


def _refuse_properties(reading: _Reading, event: Any) -> None:
    line, column = reading.place_of(event)
    if event.anchor is not None:
        message = (
            f"anchor {quoted('&' + event.anchor)} is not allowed; remove it,"
            " or put a text that begins with `&` in quotes"
        )
        reading.refuse(line, column, "yaml-anchor", message)
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        message = (
            f"tag {quoted(tag)} is not allowed; remove it,"
            " or put a text that begins with `!` in quotes"
        )
        reading.refuse(line, column, "yaml-tag", message)


def _unreadable_character(text: str, index: int, path: str, first_line: int) -> Problem:
    line, column = position_of(text, index)
    message = f"control character U+{ord(text[index]):04X} in the text; remove it"
    return Problem(path, line + first_line - 1, column, "control-character", message)


def _syntax_problem(error: YAMLError, text: str, path: str, first_line: int) -> Problem:
    """Word libyaml's complaint; it marks where it gave up, or where that began."""
    fault = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable"
    mark = None
    if isinstance(error, MarkedYAMLError):
        opened = "end of stream" in fault or "expected ',' or" in fault
        mark = (opened and error.context_mark) or error.problem_mark
    hint = next((hint for sign, hint in _HINTS if sign in fault), _OTHER_HINT)
    if mark and "cannot start any token" in fault:
        fault, hint = _stray_sign(text[mark.index : mark.index + 1])
    line = mark.line + first_line if mark else first_line
    column = mark.column + 1 if mark else 0
    glued = _glued_key(text, mark.line) if mark and "mapping values" in fault else None
    if glued:
        line, column = glued[0] + first_line, glued[1]
        fault, hint = "a space is missing after the colon", "write `key: value`"
    half_quoted = _half_quoted(text, mark) if mark else None
    if half_quoted:
        column, value = half_quoted
        fault = "a value that begins with a quote must end with it"
        hint = f"put all of it in the other quotes: {quoted(_in_other_quotes(value))}"
    return Problem(path, line, column, "yaml-syntax", f"not valid YAML: {fault}; {hint}")


def _half_quoted(text: str, mark: Any) -> tuple[int, str] | None:
    """Find a value such as `"Fire" again`, right where libyaml complains: (column, value)."""
    line = "".join(text.split("\n")[mark.line : mark.line + 1])
    found = _QUOTED_START.fullmatch(line[: mark.column])
    return (found.start(1) + 1, line[found.start(1) :].rstrip()) if found else None


def _in_other_quotes(value: str) -> str:
    if value.startswith("'") and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _glued_key(text: str, before: int) -> tuple[int, int] | None:
    """Find a line such as `title:Fire`, right before the one that libyaml complains of."""
    lines = text.split("\n")
    found = re.match(r"\s*[A-Za-z_]\w*:(?=[^\s/:])", lines[before - 1]) if before else None
    return (before - 1, found.end()) if found else None


def _stray_sign(sign: str) -> tuple[str, str]:
    if sign == "\t":
        return "a tab indents this line", "indent with spaces"
    return f"a text begins with {quoted(sign)}", "put it in quotes"
