"""
Addresses as Markdown gives them: which lead into the site, and what they say.

markdown-it percent-encodes every address, and refuses the dangerous schemes
(`javascript:`, `vbscript:`, `file:`, and `data:` but for bitmap images) after
entities and escapes are resolved.  Sources and photos are named by people, so
the encoding is undone for them, unless that would make something else of it.

Imports: nothing of ours.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\#?]")
"""What a path must not gain by decoding: it would be cut, or read as something else."""


def is_site_address(href: str) -> bool:
    """Tell whether *href* names a source or a path of this site."""
    return bool(href) and href[0] not in "#?" and href[:2] != "//" and not _SCHEME.match(href)


def split_fragment(href: str) -> tuple[str, str]:
    """Return the address as written, and its fragment with the `#` (still encoded)."""
    target, mark, fragment = href.partition("#")
    return decode_address(target), mark + fragment


def decode_address(href: str) -> str:
    """
    Undo the percent-encoding of the path of a site address.

    It stays as it is where decoding would not give text, would smuggle in a
    control character or a delimiter, or would make a scheme of `javascript%3A`.
    """
    path, mark, query = href.partition("?")
    if "%" not in path:
        return href
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return href
    if _UNSAFE.search(decoded) or not is_site_address(decoded):
        return href
    return decoded + mark + query
