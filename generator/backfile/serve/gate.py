"""
Which requests are answered at all.

A preview shows what is not published yet, so that no other web site, and nobody
else on the network, may read it: the name that a browser asks for must be this
machine's own (or a site could point its own name here), a page of another site
may not embed or fetch anything, and a preview that listens to the network wants
a token.

Source:  RFC 9110 §7.2 (Host); the Fetch standard (Origin, Sec-Fetch-Site); attacks
         by DNS rebinding on development servers, since 2017.
Imports: nothing of ours.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

COOKIE: Final = "backfile_preview"
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::([0-9]{1,5}))?")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f\\\\]")
_OF_OTHERS: Final = frozenset({"cross-site", "same-site"})


class Request(NamedTuple):
    """What was asked."""

    method: str
    target: str
    """As in the request line: path and query."""

    headers: Mapping[str, Sequence[str]]
    """Lower-case name -> values, in order."""

    def header(self, name: str) -> str:
        """Return the only value of a header; empty if it is not there, or there twice."""
        values = self.headers.get(name, ())
        return values[0] if len(values) == 1 else ""


class Refusal(NamedTuple):
    """Why a request is not answered."""

    status: int
    reason: str


class Gate(NamedTuple):
    """Who may ask."""

    port: int
    token: str
    """Wanted from everyone; empty where only this machine can ask."""


def refusal_of(gate: Gate, request: Request) -> Refusal | None:
    """Return why *request* must not be answered; None if it may be."""
    if request.method not in {"GET", "HEAD"}:
        return Refusal(405, "a preview can only be read")
    host = request.header("host")
    found = _HOST.fullmatch(host)
    if not found:
        return Refusal(400, "one Host header is wanted, with a host's name in it")
    if not gate.token and not _is_own(found[1], int(found[2] or 80), gate.port):
        return Refusal(403, f"the preview is not called {host}; ask for 127.0.0.1:{gate.port}")
    origin = request.headers.get("origin")
    if origin and [one.lower() for one in origin] != [f"http://{host.lower()}"]:
        return Refusal(403, "pages of other sites may not read the preview")
    is_visit = request.header("sec-fetch-mode") == "navigate"
    is_visit = is_visit and request.header("sec-fetch-dest") == "document"
    if request.header("sec-fetch-site") in _OF_OTHERS and not is_visit:
        return Refusal(403, "pages of other sites may not embed the preview")
    return None


def has_token(gate: Gate, request: Request) -> bool:
    """Tell whether a request shows the token, as a cookie."""
    try:
        cookie = SimpleCookie(request.header("cookie")).get(_cookie_name(gate))
    except CookieError:
        return False
    return not gate.token or (cookie is not None and _is_equal(cookie.value, gate.token))


def gives_token(gate: Gate, request: Request) -> bool:
    """Tell whether a request brings the token in its address, for the first time."""
    query = request.target.partition("?")[2]
    return any(name == "token" and _is_equal(value, gate.token) for name, value in parse_qsl(query))


def cookie_of(gate: Gate) -> str:
    """Return the header that lets a browser keep the token."""
    return f"{_cookie_name(gate)}={gate.token}; Path=/; HttpOnly; SameSite=Strict"


def _cookie_name(gate: Gate) -> str:
    """Return a name of this preview's own: cookies know nothing of ports."""
    return f"{COOKIE}_{gate.port}"


def path_of(target: str) -> str | Refusal:
    """
    Return the decoded path of a request target.

    It is decoded once.  What could mean another file to somebody is refused, not mended.
    """
    raw = target.partition("?")[0]
    if not raw.startswith("/") or "#" in raw or not raw.isascii() or _BAD_ESCAPE.search(raw):
        return Refusal(400, "this is not the path of a page")
    try:
        path = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return Refusal(400, "the path is not UTF-8")
    if _CONTROL.search(path):
        return Refusal(400, "the path holds a character that no address has")
    if any(part in {".", ".."} for part in path.split("/")) or "//" in path:
        return Refusal(404, "there is no such page")
    return path


def is_loopback(host: str) -> bool:
    """Tell whether a name or an IP address always means this machine."""
    name = host.strip("[]").lower().removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_own(name: str, port: int, own_port: int) -> bool:
    return port == own_port and is_loopback(name)


def _is_equal(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), token.encode())
