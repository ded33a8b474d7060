"""
Texts of the pages for languages that the built-in theme does not speak.

A new site in such a language gets a PO file with every text, in English for now, in the
place where the site's own theme would have it; so a translator finds one file to fill.

Imports: theme.chain, language.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.language.locales import locale_of
from backfile.theme.chain import BUILT_IN, DEFAULT

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_MODEL = "uk"
"""A language of the built-in theme, in whose file every text stands."""


def message_files(tags: tuple[str, ...]) -> dict[str, bytes]:
    """Return path -> bytes of a PO file for each language that has none."""
    wanted = [tag for tag in tags if not _is_spoken(tag)]
    return {f"themes/{DEFAULT}/messages/{tag}.po": _english_in(tag) for tag in wanted}


def _is_spoken(tag: str) -> bool:
    """Tell whether the built-in theme has messages in the language, or in a wider one."""
    parts = tag.split("-")
    names = ("-".join(parts[:count]) for count in range(1, len(parts) + 1))
    return any(_file_of(name).is_file() for name in names)


def _file_of(tag: str) -> Path:
    return BUILT_IN / DEFAULT / "messages" / f"{tag}.po"


def _english_in(tag: str) -> bytes:
    """Return every text of the theme in English, with as many plurals as the language has."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    catalog = Catalog(locale=locale_of(tag))
    for message in read_po(io.BytesIO(_file_of(_MODEL).read_bytes()), locale=_MODEL):
        if message.id:
            text = message.id if isinstance(message.id, str) else _forms_of(message.id, catalog)
            catalog.add(
                message.id, text, user_comments=message.user_comments, context=message.context
            )
    out = io.BytesIO()
    write_po(out, catalog, omit_header=True, width=0)
    return _header_of(tag, catalog).encode() + out.getvalue()


def _forms_of(texts: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """Return the English text for one, then that for many as often as the language needs."""
    one, many = texts
    count = catalog.num_plurals
    return (many,) if count == 1 else (one, *[many] * (count - 1))


def _header_of(tag: str, catalog: Catalog) -> str:
    # Written by hand: Babel's has the time in it, and the same answers make the same files.
    return (
        "# What pages say, in English for now: translate what stands behind each msgstr.\n"
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {tag}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
