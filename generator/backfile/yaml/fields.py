"""
Typed reading of a mapping: each key by its type, each problem with its place.

A `Fields` is made of one mapping and the keys that are known there; it reports
the unknown ones at once, and every method that reads a key reports what is wrong
with it and returns what it would return for a key that is not there.  So a
caller reads all it wants in one go and looks at the problems afterwards.

In a text an unquoted scalar is taken as written: `title: 010` is "010", `no` is
"no".  Null, lists and mappings are wrong there.  Outer white space goes, because
block scalars (`>`) end with a line break that nobody means.

Errors:  as problems, appended to the list given; codes `unknown-key`,
         `missing-key`, `wrong-type`, `empty-value`, `number-range`,
         `unknown-value`, `unknown-language`.
Cost:    about 1 µs a key.
Source:  SPEC §2 "Front matter", §8.
Imports: errors.
"""

from __future__ import annotations

from typing import Any

from backfile.errors import Problem, Severity
from backfile.yaml.nodes import (
    FALSES,
    INTEGER_LIMIT,
    TRUES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    integer_of,
    is_null,
    oversized_numbers,
    plain_value,
)
from backfile.yaml.wording import listed, quoted, suggestion

Texts = tuple[tuple[str, str], ...]
"""(language tag, text) for every language, or empty when nothing was given."""

_TEXT_HINT = "write text, or leave the key out"
_MOST_SUGGESTIONS = 20
"""Unknown keys of one mapping that are compared with the known ones, which is slow."""


class Fields:
    """The keys of one mapping that is being read."""

    __slots__ = ("column", "line", "name", "nodes", "path", "problems", "unknown")

    def __init__(
        self,
        node: Mapping,
        path: str,
        problems: list[Problem],
        known: tuple[str, ...],
        *,
        name: str = "",
        unknown: Severity = "error",
    ) -> None:
        """
        Begin to read *node*.

        Args:
            path: Of the file, for problems.
            problems: Takes what is wrong.
            known: The keys that may stand here, likeliest meaning first.
            name: Of the mapping itself within the file; empty for the root.
            unknown: How grave an unknown key is, here and in mappings within.
        """
        self.path = path
        self.problems = problems
        self.name = name
        self.unknown: Severity = unknown
        self.line = node.line
        self.column = node.column
        self.nodes: dict[str, Node] = {}
        unknown_keys = []
        for key, value in node.entries:
            if key.value in known:
                self.nodes[key.value] = value
            else:
                unknown_keys.append(key)
        if unknown_keys:
            self._report_unknown(unknown_keys, known)

    # ------------------------------------------------------------ reporting

    def report(
        self, at: Node | Fields, code: str, message: str, severity: Severity = "error"
    ) -> None:
        """Add a problem at the place of a node."""
        self.problems.append(Problem(self.path, at.line, at.column, code, message, severity))

    def name_of(self, key: str) -> str:
        """Return the name of a key as messages show it, such as `photo.src`."""
        return quoted(f"{self.name}.{key}" if self.name else key)

    def marks(self) -> dict[str, tuple[int, int]]:
        """Return (line, column) of the value of every known key that is given."""
        return {key: (node.line, node.column) for key, node in self.nodes.items()}

    # ------------------------------------------------------------ text

    def scalar(self, key: str, hint: str = _TEXT_HINT) -> Scalar | None:
        """Return a text with its place, stripped; None when it is not given."""
        node = self.nodes.get(key)
        return None if node is None else self.scalar_of(node, self.name_of(key), hint)

    def scalar_of(self, node: Node, name: str, hint: str = _TEXT_HINT) -> Scalar | None:
        """Return *node* if it is a text; *name* is how messages call it."""
        if type(node) is Scalar and not is_null(node):
            text = node.value.strip()
            if text == node.value:
                return node
            return Scalar(text, node.plain, node.line, node.column)
        self._report_type(node, name, hint)
        return None

    def text(self, key: str) -> str | None:
        """Return a text; None when it is not given."""
        scalar = self.scalar(key)
        return None if scalar is None else scalar.value

    def required_scalar(self, key: str) -> Scalar | None:
        """Return a text that must be there and not be empty."""
        if key not in self.nodes:
            self.report_missing(key)
            return None
        return self.filled_scalar(key, "write text")

    def filled_scalar(self, key: str, hint: str = _TEXT_HINT) -> Scalar | None:
        """Return a text that must not be empty if it is there."""
        scalar = self.scalar(key, hint)
        if scalar is None or scalar.value:
            return scalar
        self.report(scalar, "empty-value", f"{self.name_of(key)} is empty; {hint}")
        return None

    def report_missing(self, key: str) -> None:
        """Report that a key is missing, at the beginning of its mapping."""
        message = f"{self.name_of(key)} is missing; add `{key}: …`"
        self.report(self, "missing-key", message)

    def scalars(self, key: str, *, alone: bool) -> tuple[Scalar, ...] | None:
        """
        Return a list of texts; None when it is not given.

        With *alone*, one text stands for a list of one.  Texts that are empty or
        of another type are reported and left out.
        """
        node = self.nodes.get(key)
        if node is None:
            return None
        if type(node) is Scalar and not is_null(node) and alone:
            scalar = self.filled_scalar(key)
            return () if scalar is None else (scalar,)
        if type(node) is not Sequence:
            self._report_type(node, self.name_of(key), _list_hint(node, alone=alone))
            return None
        name = f"an entry of {self.name_of(key)}"
        return tuple(
            scalar for item in node.items if (scalar := self._entry_of(item, name)) is not None
        )

    def texts(self, key: str, *, alone: bool = False) -> tuple[str, ...] | None:
        """Return a list of texts without repetitions; see `scalars`."""
        scalars = self.scalars(key, alone=alone)
        if scalars is None:
            return None
        return tuple(dict.fromkeys([scalar.value for scalar in scalars]))

    def _entry_of(self, item: Node, name: str) -> Scalar | None:
        scalar = self.scalar_of(item, name)
        if scalar is not None and not scalar.value:
            self.report(scalar, "empty-value", f"{name} is empty; write text, or remove it")
            return None
        return scalar

    # ------------------------------------------------------------ other scalars

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a boolean: `true` or `false` without quotes, nothing else."""
        node = self.nodes.get(key)
        if node is None:
            return default
        if type(node) is Scalar and node.plain:
            if node.value in TRUES:
                return True
            if node.value in FALSES:
                return False
        self._report_type(node, self.name_of(key), "write true or false")
        return default

    def number(self, key: str, default: int, *, least: int, most: int = INTEGER_LIMIT - 1) -> int:
        """Return an integer between *least* and *most*."""
        node = self.nodes.get(key)
        if node is None:
            return default
        number = self._number_of(node, self.name_of(key), least, most)
        return default if number is None else number

    def numbers(
        self, key: str, default: tuple[int, ...], *, least: int, most: int
    ) -> tuple[int, ...]:
        """Return a list of integers between *least* and *most*, as written."""
        node = self.nodes.get(key)
        if node is None:
            return default
        if type(node) is not Sequence:
            self._report_type(node, self.name_of(key), "write a list: [480, 960]")
            return default
        name = f"an entry of {self.name_of(key)}"
        found = [self._number_of(item, name, least, most) for item in node.items]
        return tuple(number for number in found if number is not None)

    def _number_of(self, node: Node, name: str, least: int, most: int) -> int | None:
        number = integer_of(node)
        limits = f"at least {least}" if most == INTEGER_LIMIT - 1 else f"from {least} to {most}"
        if number is None:
            self._report_type(node, name, f"write a whole number, {limits}")
        elif not least <= number <= most:
            message = f"{name} is {number}; write a whole number, {limits}"
            self.report(node, "number-range", message)
        else:
            return number
        return None

    def choice(self, key: str, known: tuple[str, ...]) -> str | None:
        """Return a text that must be one of the known ones."""
        scalar = self.scalar(key)
        if scalar is None or scalar.value in known:
            return None if scalar is None else scalar.value
        self.report_unknown_value(scalar, self.name_of(key), known)
        return None

    def report_unknown_value(self, at: Scalar, name: str, known: tuple[str, ...]) -> None:
        """Report a text that is not one of the known ones."""
        hint = suggestion(at.value, known, f"write one of {listed(known)}")
        self.report(at, "unknown-value", f"{name} is {quoted(at.value)}; {hint}")

    def language(self, at: Scalar, tags: tuple[str, ...]) -> str | None:
        """Return the language that a text names, if the site has it."""
        if at.value in tags:
            return at.value
        message = f"unknown language {quoted(at.value)}; site.yaml has {listed(tags)}"
        self.report(at, "unknown-language", message)
        return None

    # ------------------------------------------------------------ collections

    def mapping(self, key: str, known: tuple[str, ...]) -> Fields | None:
        """Return the mapping under *key*, ready to be read; None when it is not given."""
        node = self.nodes.get(key)
        return None if node is None else self.mapping_of(node, key, known)

    def mapping_of(self, node: Node, name: str, known: tuple[str, ...]) -> Fields | None:
        """Return *node*, ready to be read, if it is a mapping; *name* is within this one."""
        if type(node) is not Mapping:
            hint = f"write a mapping with {listed(known)}" if known else "write a mapping"
            self._report_type(node, self.name_of(name), hint)
            return None
        full = f"{self.name}.{name}" if self.name else name
        return Fields(node, self.path, self.problems, known, name=full, unknown=self.unknown)

    def items(self, key: str, hint: str) -> tuple[Node, ...]:
        """Return the nodes of a list; *hint* says what would be right instead of another type."""
        node = self.nodes.get(key)
        if type(node) is Sequence:
            return node.items
        if node is not None:
            self._report_type(node, self.name_of(key), hint)
        return ()

    def entries(self, key: str, hint: str) -> tuple[tuple[Scalar, Node], ...]:
        """Return the keys and nodes of a mapping whose keys are free."""
        node = self.nodes.get(key)
        if type(node) is Mapping:
            return node.entries
        if node is not None:
            self._report_type(node, self.name_of(key), hint)
        return ()

    def free(self, key: str) -> dict[str, Any]:
        """Return a mapping of anything, as plain values."""
        node = self.nodes.get(key)
        if node is None:
            return {}
        if type(node) is not Mapping:
            self._report_type(node, self.name_of(key), "write a mapping")
            return {}
        for scalar in oversized_numbers(node):
            message = f"number {quoted(scalar.value)} is too large; quote it to keep it as text"
            self.report(scalar, "number-range", message)
        value: dict[str, Any] = plain_value(node)
        return value

    def texts_by_language(self, key: str, tags: tuple[str, ...], default: str) -> Texts:
        """
        Return a text for every language, in the order of *tags*.

        One text serves every language.  In a mapping by language, a language
        left out takes the text of *default*, else the first one given.
        """
        node = self.nodes.get(key)
        if node is None:
            return ()
        scalars = self.scalars_by_language(node, self.name_of(key), tags)
        return fill_languages({tag: scalar.value for tag, scalar in scalars.items()}, tags, default)

    def scalars_by_language(
        self, node: Node, name: str, tags: tuple[str, ...]
    ) -> dict[str, Scalar]:
        """Return the texts of *node* by language, only those that are given."""
        if type(node) is not Mapping:
            if type(node) is not Scalar or is_null(node):
                hint = "write text, or texts by language, or leave the key out"
                self._report_type(node, name, hint)
                return {}
            scalar = self.scalar_of(node, name)
            return {} if scalar is None else dict.fromkeys(tags, scalar)
        if not node.entries:
            self.report(node, "empty-value", f"{name} is empty; {_TEXT_HINT}")
        found = {}
        for key, value in node.entries:
            # Without tags the languages themselves are wrong, which has been told.
            if tags and self.language(key, tags):
                scalar = self.scalar_of(value, f"{name} in {quoted(key.value)}")
                if scalar is not None:
                    found[key.value] = scalar
        return found

    # ------------------------------------------------------------ wording

    def _report_type(self, node: Node, name: str, hint: str) -> None:
        self.report(node, "wrong-type", f"{name} is {described(node)}; {hint}")

    def _report_unknown(self, keys: list[Scalar], known: tuple[str, ...]) -> None:
        all_known = f"known keys are {listed(known)}"
        for number, key in enumerate(keys):
            candidates = known if number < _MOST_SUGGESTIONS else ()
            hint = suggestion(key.value, candidates, all_known)
            message = f"unknown key {self.name_of(key.value)}; {hint}"
            self.report(key, "unknown-key", message, self.unknown)


def fill_languages(given: dict[str, str], tags: tuple[str, ...], default: str) -> Texts:
    """Return a text for every language: its own, the default's, or the first one given."""
    if not given:
        return ()
    rest = given.get(default)
    if rest is None:
        rest = next(iter(given.values()))
    return tuple((tag, given.get(tag, rest)) for tag in tags)


def described(node: Node) -> str:
    """Return what messages call a value that is of the wrong type."""
    if type(node) is Sequence:
        return "a list"
    if type(node) is Mapping:
        return "a mapping"
    return "empty" if is_null(node) else quoted(node.value) if type(node) is Scalar else ""


def _list_hint(node: Node, *, alone: bool) -> str:
    if alone:
        return "write text or a list, or leave the key out"
    if type(node) is Scalar and not is_null(node):
        return f"write a list: {quoted(f'[{node.value}]')}"
    return "write a list, or leave the key out"
