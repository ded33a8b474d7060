"""
`settings` in theme.yaml: values that templates see as `site.settings`.

A theme that first gives a setting declares it: its value is the default, and its
type holds for all themes above.  Those may give another value of that type; a
mapping is merged key by key.  A setting that no theme below has is a new one,
unless its name is so near to one that exists that a slip is likelier; a rule for
it in the same file says that it is meant.

Errors:  as problems; `unknown-key` for a slip in a name, `wrong-type` with the
         type and the default, `setting` for a value against a rule.
Imports: yaml, theme.rules, model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from backfile.theme.rules import Rule, fault_of, read_rules
from backfile.yaml.fields import Fields, described
from backfile.yaml.nodes import Mapping, Node, Scalar, is_null, oversized_numbers, plain_value
from backfile.yaml.wording import nearest, quoted, suggestion

_LIKENESS = 0.75
"""How near two names are that are rather one: `secondary` and `secondaries`."""

_TYPES = ((bool, "true or false"), (int | float, "a number"), (str, "text"), (list, "a list"))


@dataclass(frozen=True)
class Settings:
    """The settings of a chain of themes, as far as it has been read."""

    values: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Name of a setting, `colours.ink` within a mapping -> rules, all of which hold."""

    given: frozenset[str] = frozenset()
    """Names of the settings that themes above the lowest one give."""


@dataclass
class _Reading:
    """The settings of one theme.yaml while they are read."""

    root: Fields
    meant: frozenset[str]
    """Names that have a rule in this file."""

    given: dict[str, Node] = field(default_factory=dict)
    """Name -> its value, where that has the right type."""


def add_settings(root: Fields, below: Settings | None, assets: tuple[str, ...]) -> Settings:
    """
    Return the settings of the theme that *root* describes, laid upon those *below*.

    None stands for the lowest theme.  *assets* are the names in the whole chain.
    """
    before = below or Settings()
    rules = read_rules(root)
    reading = _Reading(root, frozenset(rules))
    node = root.nodes.get("settings")
    if node is not None and type(node) is not Mapping:
        message = f"`settings` is {described(node)}; write a mapping: {{secondaries: 4}}"
        root.report(node, "wrong-type", message)
    values = _merged(reading, "", node, before.values) if type(node) is Mapping else before.values
    after = Settings(
        values,
        _joined(before.rules, {name: rule for name, (_, rule) in rules.items()}),
        before.given | reading.given.keys() if below else before.given,
    )
    _check_rules(reading, after, {name: key for name, (key, _) in rules.items()}, assets)
    return after


def named_values(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (name, value) of every setting, and of those within mappings."""
    for key, value in values.items():
        yield prefix + key, value
        if isinstance(value, dict):
            yield from named_values(value, f"{prefix}{key}.")


def _joined(
    below: dict[str, tuple[Rule, ...]], own: dict[str, Rule]
) -> dict[str, tuple[Rule, ...]]:
    return below | {name: (*below.get(name, ()), rule) for name, rule in own.items()}


def _merged(reading: _Reading, prefix: str, node: Mapping, below: dict[str, Any]) -> dict[str, Any]:
    values = dict(below)
    for key, value in node.entries:
        name = prefix + key.value
        if key.value in below:
            values[key.value] = _replaced(reading, name, value, below[key.value])
        elif _is_new(reading, name, key, below):
            values[key.value] = _declared(reading, name, value)
    return values


def _is_new(reading: _Reading, name: str, key: Scalar, below: dict[str, Any]) -> bool:
    near = "" if name in reading.meant else nearest(key.value, below, _LIKENESS)
    if near:
        message = (
            f"unknown setting {quoted(name)}; did you mean `{near}`?"
            " A new setting of that name needs a rule"
        )
        reading.root.report(key, "unknown-key", message)
    return not near


def _declared(reading: _Reading, name: str, node: Node) -> Any:
    """Return the value of a new setting."""
    if is_null(node):
        message = f'{_shown(name)} is empty; write its default, such as ""'
        reading.root.report(node, "wrong-type", message)
        return ""
    for scalar in oversized_numbers(node):
        message = f"number {quoted(scalar.value)} is too large; quote it to keep it as text"
        reading.root.report(scalar, "number-range", message)
    _note_given(reading, name, node)
    return plain_value(node)


def _note_given(reading: _Reading, name: str, node: Node) -> None:
    reading.given[name] = node
    if type(node) is Mapping:
        for key, value in node.entries:
            _note_given(reading, f"{name}.{key.value}", value)


def _replaced(reading: _Reading, name: str, node: Node, below: Any) -> Any:
    """Return the value of a setting that a theme below declares."""
    if isinstance(below, dict) and type(node) is Mapping:
        return _merged(reading, f"{name}.", node, below)
    value = plain_value(node)
    if isinstance(below, str) and type(node) is Scalar and not is_null(node):
        value = node.value.strip()  # a text is taken as written: 010, no
    if isinstance(below, dict) or _type_of(value) != _type_of(below):
        default = quoted(json.dumps(below, ensure_ascii=False))
        wanted = f"write {_type_of(below)}: the default is {default}"
        reading.root.report(node, "wrong-type", f"{_shown(name)} is {described(node)}; {wanted}")
        return below
    reading.given[name] = node
    return value


def _type_of(value: Any) -> str:
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "a mapping")


def _check_rules(
    reading: _Reading, after: Settings, own: dict[str, Scalar], assets: tuple[str, ...]
) -> None:
    """Report values of this file against any rule, and rules of it against any value."""
    values = dict(named_values(after.values))
    for name, key in own.items():
        if name not in values:
            hint = suggestion(name, values, "give it a default under `settings`")
            message = f"there is no setting {quoted(name)}; {hint}"
            reading.root.report(key, "unknown-key", message)
    for name in sorted(values.keys() & {*reading.given, *own}):
        faults = [fault_of(rule, values[name], assets) for rule in after.rules.get(name, ())]
        fault = next(filter(None, faults), "")
        if fault:
            node = reading.given.get(name) or own[name]
            shown = quoted(json.dumps(values[name], ensure_ascii=False))
            reading.root.report(node, "setting", f"{_shown(name)} is {shown}; {fault}")


def _shown(name: str) -> str:
    return quoted(f"settings.{name}")
