"""
`rules` in theme.yaml: what the values of settings must be.

=================  ==========================================================
`colour`           a colour of CSS; empty: as the stylesheet has it
`font`             a list of font families; empty as above
`length`           a number with a unit; empty as above
`asset`            the name of an asset of the theme; empty for none
`[wide, narrow]`   one of these
`0..12`            a whole number from 0 to 12
=================  ==========================================================

Errors:  as problems; `unknown-value` for a rule that is none.
Imports: yaml, theme (css, assets), model.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from backfile.model import Value
from backfile.theme.assets import missing_asset
from backfile.theme.css import is_colour, is_font, is_length
from backfile.yaml.fields import Fields, described
from backfile.yaml.nodes import Node, Scalar, Sequence, is_null
from backfile.yaml.wording import listed, quoted, suggestion

STYLES: dict[str, tuple[Callable[[str], bool], str]] = {
    "colour": (is_colour, "write a colour, such as `#9b1c1f`, `rgb(155 28 31)` or `firebrick`"),
    "font": (is_font, 'write font families: `Georgia, "PT Serif", serif`'),
    "length": (is_length, "write a length with its unit, such as `42rem`"),
}
"""Rules whose settings are properties of CSS: (test, what would be right)."""

ASSET = "asset"
RULES = (*STYLES, ASSET)
_RANGE = re.compile(r"(-?[0-9]{1,9})\.\.(-?[0-9]{1,9})")
_HINT = "write colour, font, length, asset, a list of values, or a range such as `0..12`"


class Rule(Value, frozen=True):
    """What the value of a setting must be."""

    kind: str
    """`colour`, `font`, `length`, `asset`, `choice` or `range`."""

    choices: tuple[str, ...] = ()
    """As written in theme.yaml."""

    least: int = 0
    most: int = 0


def read_rules(root: Fields) -> dict[str, tuple[Scalar, Rule]]:
    """Return name of a setting -> (where the rule is given, the rule); `colours.ink` is nested."""
    found = {}
    for key, node in root.entries("rules", "write a mapping by setting: {accent: colour}"):
        rule = _rule_of(node)
        if rule is None:
            hint = suggestion(node.value, RULES, _HINT) if type(node) is Scalar else _HINT
            message = f"{quoted(f'rules.{key.value}')} is {described(node)}; {hint}"
            root.report(node, "unknown-value", message)
        else:
            found[key.value] = key, rule
    return found


def _rule_of(node: Node) -> Rule | None:
    if type(node) is Sequence:
        texts = [item.value for item in node.items if type(item) is Scalar and not is_null(item)]
        return Rule("choice", tuple(texts)) if texts and len(texts) == len(node.items) else None
    if type(node) is not Scalar:
        return None
    limits = _RANGE.fullmatch(node.value)
    if limits and int(limits[1]) <= int(limits[2]):
        return Rule("range", (), int(limits[1]), int(limits[2]))
    return Rule(node.value) if node.value in RULES else None


def fault_of(rule: Rule, value: Any, assets: tuple[str, ...]) -> str:
    """Say what would be right instead of *value*; empty if it keeps to the rule."""
    if rule.kind == "choice":
        return "" if _written(value) in rule.choices else f"write one of {listed(rule.choices)}"
    if rule.kind == "range":
        fits = type(value) is int and rule.least <= value <= rule.most
        return "" if fits else f"write a whole number from {rule.least} to {rule.most}"
    if value == "":
        return ""
    if rule.kind == ASSET:
        return "" if value in assets else missing_asset(_written(value), assets)
    fits_style, hint = STYLES[rule.kind]
    return "" if isinstance(value, str) and fits_style(value) else hint


def _written(value: Any) -> str:
    """Return a value as theme.yaml writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
