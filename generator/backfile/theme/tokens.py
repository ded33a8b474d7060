"""
Settings that are custom properties of CSS: the generated stylesheet `settings.css`.

A setting with the rule `colour`, `font` or `length` is the property of its name,
`_` and `.` being hyphens: `accent` is `--accent`.  The built-in theme's own values
are in its stylesheet; what another theme gives is put here, which pages link after
that one.  `accent_dark` beside a colour `accent` is its value on dark pages.

Fonts are set for each direction of writing, since the stylesheet has its own there.

Imports: theme (rules, settings).
"""

from __future__ import annotations

import re
from typing import Any

from backfile.theme.rules import STYLES
from backfile.theme.settings import Settings, named_values

_DARK = "_dark"
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


def stylesheet_of(settings: Settings) -> str:
    """Return `settings.css`; empty when only the lowest theme says anything of style."""
    values = dict(named_values(settings.values))
    kinds = {
        name: rule.kind
        for name, rules in settings.rules.items()
        for rule in rules
        if rule.kind in STYLES and name in values and _PROPERTY.fullmatch(name)
    }
    dark = {name for name in kinds if _is_dark(name, kinds)}
    chosen = [n for n in sorted(kinds) if n in settings.given and values[n] and n not in dark]
    fonts = {name: values[name] for name in chosen if kinds[name] == "font"}
    others = {name: values[name] for name in chosen if kinds[name] != "font"}
    darkened = {
        name.removesuffix(_DARK): value
        for name in sorted(dark)
        if (value := _dark_value(name, values, settings.given))
    }
    rules = _block(":root", others) + _block(":root,\n[dir]", fonts) + _dark_block(darkened)
    return f"/* Made from the settings in theme.yaml. */\n{rules}" if rules else ""


def _is_dark(name: str, kinds: dict[str, str]) -> bool:
    return kinds[name] == "colour" == kinds.get(name.removesuffix(_DARK)) and name.endswith(_DARK)


def _dark_value(name: str, values: dict[str, Any], given: frozenset[str]) -> str:
    """Return a colour on dark pages; one of which only the light value is given is made lighter."""
    light = name.removesuffix(_DARK)
    if name in given and values[name]:
        return str(values[name])
    if light in given and values[light]:
        return f"color-mix(in oklab, {values[light]} 40%, white)"
    return ""


def _block(selector: str, values: dict[str, Any]) -> str:
    if not values:
        return ""
    lines = "".join(f"  {_property_of(name)}: {value};\n" for name, value in values.items())
    return f"{selector} {{\n{lines}}}\n"


def _dark_block(values: dict[str, Any]) -> str:
    block = "".join(f"  {line}\n" for line in _block(":root", values).splitlines())
    return f"@media (prefers-color-scheme: dark) {{\n{block}}}\n" if block else ""


def _property_of(name: str) -> str:
    return "--" + re.sub(r"[_.]", "-", name)
