"""
What a theme says in a language: gettext PO files to a table.

Message ids are the English texts, so that a missing message is English and
English needs no file.  Several files make one table, a later one before an
earlier one, message by message: a theme's own words before those of the theme it
extends.  Fuzzy, obsolete and empty entries count as missing.

Plural forms follow the `Plural-Forms` of the entry's own file, else the plurals of
its language (CLDR, as Babel has them).  What would fail while a page is rendered
is found here: a placeholder that the English text lacks, a wrong number of forms.

Cost: about 0.06 ms per message, and 20 ms once to import the parser.
Source: GNU gettext manual, "The Format of PO Files", "Plural forms".

Imports: errors, language.locales.
"""

from __future__ import annotations

import gettext
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backfile.errors import Problem
from backfile.language.locales import locale_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(%%)|(%)")
_ENGLISH_RULE = "n != 1"


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One translated message."""

    forms: tuple[str, ...]
    """One text, or one for each plural form of the language."""

    rule: str
    """C expression in n that picks the form."""


class Messages(msgspec.Struct, frozen=True):
    """What a theme says in one language; what is missing is said in English."""

    language: str
    entries: dict[tuple[str, str], Entry]
    """By context (empty without one) and English text in the singular."""

    digest: bytes
    """16 bytes over the entries, whatever the order and number of their files."""

    problems: tuple[Problem, ...] = ()
    """What is wrong with the files; the entries concerned are left out."""

    @property
    def is_translated(self) -> bool:
        """Tell whether there is any message: False says that the language has no PO file."""
        return bool(self.entries)

    def gettext(self, message: str) -> str:
        """Return the translation of *message*."""
        return self.pgettext("", message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the form for *n* things; placeholders stay for the caller to fill."""
        return self.npgettext("", one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of *message* as meant in *context*."""
        entry = self.entries.get((context, message))
        return entry.forms[0] if entry else message

    def npgettext(self, context: str, one: str, many: str, n: int) -> str:
        """Return the form for *n* things as meant in *context*."""
        entry = self.entries.get((context, one))
        if entry is None:
            return one if n == 1 else many
        form = plural_rule_of(entry.rule)(n) if len(entry.forms) > 1 else 0
        return entry.forms[form]


@cache
def plural_rule_of(expression: str) -> Callable[[int], int]:
    """Compile a C expression in n; ValueError if it is not one."""
    return gettext.c2py(expression)


def load_messages(paths: Sequence[Path], language: str) -> Messages:
    """
    Read the PO files at *paths*, later ones before earlier ones; missing files are skipped.

    Never raises for what a file says: see `Messages.problems`, whose paths are
    those given here.
    """
    entries: dict[tuple[str, str], Entry] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.is_file():
            for key, found in _read_file(path, language):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    entries[key] = found
    return Messages(language, entries, _digest_of(entries), tuple(sorted(problems)))


def _digest_of(entries: dict[tuple[str, str], Entry]) -> bytes:
    data = msgspec.msgpack.encode([(*key, entry) for key, entry in sorted(entries.items())])
    return hashlib.blake2b(data, digest_size=16).digest()


_Found = tuple[tuple[str, str], Entry | Problem]


def _read_file(path: Path, language: str) -> Iterator[_Found]:
    """Yield the entries of one file and its problems."""
    nowhere = ("", "")
    try:
        catalog = _parse(path.read_bytes().decode("utf-8-sig").splitlines(), language)
        plural_rule_of(catalog.plural_expr)
    except UnicodeDecodeError as error:
        yield nowhere, _problem(path, 0, "bad-messages", f"not UTF-8 at byte {error.start}")
    except _MalformedFileError as error:
        yield nowhere, _problem(path, error.line, "bad-messages", error.message)
    except ValueError as error:
        message = f"unusable header: {error}; see gettext, “Plural forms”"
        yield nowhere, _problem(path, 0, "bad-messages", message)
    else:
        yield from _read_catalog(catalog, path)


class _MalformedFileError(Exception):
    """A line that is not PO."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def _parse(lines: Iterable[str], language: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(lines, locale=locale_of(language), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        message = f"not a PO file: {error.args[0]}".rstrip(".")
        raise _MalformedFileError(error.lineno + 1, message) from error
    except (IndexError, AttributeError, TypeError, AssertionError) as error:
        # What Babel's parser does with quotes and brackets that are not closed.
        raise _MalformedFileError(0, "not a PO file") from error


def _read_catalog(catalog: Catalog, path: Path) -> Iterator[_Found]:
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            ids, forms = _texts_of(message.id), _texts_of(message.string)
            if any(forms):
                wrong = _problem_of(message, ids, forms, catalog, path)
                key = (message.context or "", ids[0])
                yield key, wrong or Entry(forms, catalog.plural_expr)


def _texts_of(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _problem_of(
    message: Message,
    ids: Sequence[str],
    forms: Sequence[str],
    catalog: Catalog,
    path: Path,
) -> Problem | None:
    """Return what would fail at rendering, if anything."""
    line = message.lineno or 0
    if len(ids) > 1 and not all(forms):
        text = f"plural forms missing; this language has {catalog.num_plurals}"
        return _problem(path, line, "message-plurals", text)
    known = set().union(*map(_placeholders_of, ids))
    for name in sorted(set().union(*map(_placeholders_of, forms)) - known):
        expected = ", ".join(sorted(known)) or "none"
        text = f"unknown placeholder {name}; the English text has {expected}"
        return _problem(path, line, "message-placeholder", text)
    return None


def _placeholders_of(text: str) -> set[str]:
    """Return names such as `%(count)s`, and a bare `%`, which formatting would trip over."""
    found = _PLACEHOLDER.finditer(text)
    return {f"%({part[1]})" if part[1] else "%" for part in found if not part[2]}


def _problem(path: Path, line: int, code: str, message: str) -> Problem:
    return Problem(path.as_posix(), line, 0, code, message)
