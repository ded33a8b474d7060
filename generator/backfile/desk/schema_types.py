"""
The types of values that site.yaml, front matter and records hold, as JSON Schema.

Backfile takes an unquoted number or truth value for the text that it looks like, so a
schema lets them pass where text belongs.  Dates are text with a pattern: editors' programs
read YAML 1.2, which has no type for them.

Source:  JSON Schema, draft 7, which editors' programs know best.
Imports: nothing of ours.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
FLAG: Schema = {"type": "boolean"}
ANYTHING: Schema = {"type": "object"}
URL: Schema = {"type": "string", "pattern": "^https?://"}
SITE_PATH: Schema = {"type": "string", "pattern": "^/"}
PATH_OR_URL: Schema = {"type": "string", "pattern": "^(/|https?://)"}
DATE: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"}
FOCUS: Schema = {"type": "string", "pattern": "^[0-9.]+% [0-9.]+%$"}
COUNT: Schema = {"type": "integer", "minimum": 1}


def list_of(entry: Schema) -> Schema:
    """Return the type of a list."""
    return {"type": "array", "items": entry}


def one_or_more(entry: Schema) -> Schema:
    """Return the type of a value, or a list of such."""
    return {"anyOf": [entry, list_of(entry)]}


def one_of(values: tuple[str, ...]) -> Schema:
    """Return the type of a text that must be one of these."""
    return {"enum": list(values)}


def by_key(value: Schema) -> Schema:
    """Return the type of a mapping whose keys are free."""
    return {"type": "object", "additionalProperties": value}


def mapping(
    keys: tuple[str, ...], types: dict[str, Schema], required: tuple[str, ...] = ()
) -> Schema:
    """
    Return the type of a mapping with these keys and no others.

    *keys* are the program's own; one without a type here is a KeyError, which a test meets.
    """
    known: Schema = {"type": "object", "properties": {key: types[key] for key in keys}}
    return known | {"additionalProperties": False, "required": list(required)}


def described(schema: Schema, texts: dict[str, str]) -> Schema:
    """Return a mapping's schema with a sentence on each key, which editors' programs show."""
    properties = {
        key: {**value, "description": texts[key]} if key in texts else value
        for key, value in schema["properties"].items()
    }
    return schema | {"properties": properties}


BY_LANGUAGE: Schema = {"anyOf": [TEXT, by_key(TEXT)]}
"""Text, or text by language."""
