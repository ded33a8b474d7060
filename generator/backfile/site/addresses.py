"""
What may be an address: one part of a path, a whole path, an absolute URL.

Nothing is cleaned here.  A part that is refused would either lead out of the
output folder, or mean two things to two servers, or not be a file name on some
of them; its author is told, and chooses another.

Shape:   each function returns what is wrong as the end of a sentence ("holds a
         backslash"), and empty text when nothing is.
Cost:    under 1 µs for a part.
Source:  SPEC §8; RFC 3986 §3; names that Windows refuses, since a site is built
         there too.
Imports: nothing of ours.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

LONGEST_PART_BYTES = 200
"""Below the 255 of most file systems, with room for a suffix and a temporary name."""

LONGEST_PATH_BYTES = 1000
"""Below the 1,024 of object stores, with room for a prefix."""

# C0, C1, line separators, and marks that turn the direction of what follows.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SIGNS = (
    ("\\", "holds a backslash"),
    ("/", "holds `/`"),
    ("%", "holds `%`"),
    ("..", "holds `..`"),
    ("?", "holds `?`"),
    ("#", "holds `#`"),
    (":", "holds `:`"),
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def part_fault(part: str) -> str:
    """Say what is wrong with one part of a path, such as a folder's name."""
    # The common case, and nothing in the rest of this function can refuse it
    # but a device name.
    if len(part) > LONGEST_PART_BYTES // 4 or not _PLAIN.fullmatch(part):
        fault = _sign_fault(part)
        if fault:
            return fault
        if len(part.encode()) > LONGEST_PART_BYTES:
            return f"is longer than {LONGEST_PART_BYTES} bytes"
    return "is a device name on Windows" if _DEVICE.fullmatch(part) else ""


def slug_fault(slug: str) -> str:
    """Say what is wrong with a slug: one part, without white space."""
    return part_fault(slug) or ("holds white space" if _SPACE.search(slug) else "")


def path_fault(path: str) -> str:
    """Say what is wrong with a path of the site, such as `/old/story/`."""
    if not path.startswith("/"):
        return "does not begin with `/`"
    if "//" in path:
        return "holds `//`"
    parts = path.strip("/").split("/")
    if parts == [""]:
        return "names no page"
    if len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH_BYTES:
        return f"is longer than {LONGEST_PATH_BYTES} bytes"
    return next((fault for part in parts if (fault := part_fault(part))), "")


def url_fault(url: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """Say what is wrong with an absolute URL of one of these schemes."""
    if _CONTROL.search(url) or _SPACE.search(url) or "\\" in url:
        return "holds white space, a backslash or a control character"
    split = split_url(url)
    if split is None or split.scheme not in schemes:
        return f"does not begin with {' or '.join(f'`{scheme}:`' for scheme in schemes)}"
    if split.scheme == "mailto":
        return "" if "@" in split.path else "holds no address"
    return "" if split.hostname else "names no host"


def target_fault(target: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
    """Say what is wrong with a site path, maybe with a fragment, or an absolute URL."""
    if has_scheme(target):
        return url_fault(target, schemes)
    return path_fault(target.partition("#")[0])


def has_scheme(address: str) -> bool:
    """Tell whether an address is absolute, or begins with a host (`//host/x`)."""
    return address.startswith("//") or _SCHEME.match(address) is not None


def split_url(url: str) -> SplitResult | None:
    """Split a URL; None if its host or port cannot be read."""
    try:
        split = urlsplit(url)
        _ = split.port
    except ValueError:
        return None
    return split


def _sign_fault(part: str) -> str:
    if not part:
        return "is empty"
    if _CONTROL.search(part):
        return "holds a control character"
    for sign, fault in _SIGNS:
        if sign in part:
            return fault
    if part.startswith(".") or part.endswith((".", " ")):
        return "begins or ends with a full stop or a space"
    return ""
