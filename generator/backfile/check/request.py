"""
One request to one host, without its body.

The host is looked up first; addresses of private networks are refused, and the very
address that was looked up is connected to: whoever writes an article, or answers for
another site, shall not have this machine knock at doors that only it can reach.

Proxies of the environment are not used, nor are cookies and credentials sent.

Errors:  none; what goes wrong is an `Answer` without a status.
Source:  RFC 9110 §9.3 (HEAD), §10.2.3 (Retry-After).
Imports: model.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from contextlib import closing, suppress
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import SplitResult, quote

from backfile.model import Value

BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
LATER, PRIVATE = "later", "private"
"""Reasons that are codes: nobody could be asked now; the host is not public."""

PORTS = {"http": 80, "https": 443}
_KEPT_SIGNS = "/?=&%-._~!$'()*+,;:@[]"


class Manners(NamedTuple):
    """How to ask."""

    agent: str
    """Who asks, for `User-Agent`."""

    timeout_s: float = 10.0
    pause_s: float = 1.0
    """Between two requests to one host."""

    patience_s: float = 30.0
    """The longest that a host may ask to wait."""

    at_once: int = 16
    """Requests under way, each to another host."""

    redirects: int = 5
    private: bool = False
    """Addresses that are not public may be asked, too."""


class Answer(Value, frozen=True):
    """What came of asking for one address."""

    status: int
    """Of HTTP; 0 if there was none."""

    reason: str = ""
    """In words; of an answer without status, why, or one of the codes above."""

    moved: str = ""
    """Where it is for good, if every redirect said so."""


class Reply(NamedTuple):
    """What a host said to one request."""

    answer: Answer
    location: str = ""
    wait_s: float = 0.0
    """How long it wishes to be left alone."""

    @property
    def is_busy(self) -> bool:
        """Whether the host asks for patience."""
        return self.answer.status in BUSY


def send_request(method: str, split: SplitResult, manners: Manners) -> Reply:
    """Send one request to an address whose scheme and host are known to be there."""
    try:
        addresses = look_up(split.hostname or "", split.port or PORTS[split.scheme])
        if not manners.private and not all(is_public(address) for address, _ in addresses):
            return Reply(Answer(0, PRIVATE))
        with closing(_connect(addresses, manners.timeout_s)) as plain:
            return _exchange(method, split, plain, manners)
    except (OSError, HTTPException, ValueError) as error:
        return Reply(Answer(0, _reason_of(error)))


def look_up(host: str, port: int) -> list[tuple[str, int]]:
    """Return (address, port) of a host, all of them, best first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(place[0]), int(place[1])) for *_, place in found]


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that everybody can reach."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast


def _connect(addresses: list[tuple[str, int]], timeout_s: float) -> socket.socket:
    """Connect to the first address that can be reached."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection(address, timeout_s)
    return socket.create_connection(addresses[-1], timeout_s)


def _exchange(method: str, split: SplitResult, plain: socket.socket, manners: Manners) -> Reply:
    """Send the request over a socket, and read the head of what comes back."""
    path = quote(split.path or "/", safe=_KEPT_SIGNS)
    query = f"?{quote(split.query, safe=_KEPT_SIGNS)}" if split.query else ""
    headers = {"User-Agent": manners.agent, "Accept": "*/*", "Connection": "close"}
    with closing(_connection(split, plain, manners.timeout_s)) as connection:
        connection.request(method, path + query, headers=headers)
        response = connection.getresponse()
        return Reply(
            Answer(response.status, response.reason),
            response.headers.get("Location", ""),
            _seconds_of(response.headers.get("Retry-After", "")),
        )


def _connection(split: SplitResult, plain: socket.socket, timeout_s: float) -> HTTPConnection:
    """Return a connection over a socket that is open, so that nobody looks up the host again."""
    host = (split.hostname or "").encode("idna").decode()
    if split.scheme == "http":
        connection = HTTPConnection(host, split.port, timeout=timeout_s)
        connection.sock = plain
        return connection
    secure = HTTPSConnection(host, split.port, timeout=timeout_s, context=_context())
    secure.sock = _context().wrap_socket(plain, server_hostname=host)
    return secure


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _seconds_of(retry_after: str) -> float:
    """Return how long to wait; 0 if nothing is said, or nothing that can be read."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return 0.0


def _reason_of(error: Exception) -> str:
    """Say in a few words why there was no answer."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, UnicodeError):
        return "no host can have such a name"
    if isinstance(error, socket.gaierror):
        # Without a network every look-up fails for now, which says nothing of any host.
        return LATER if error.errno == socket.EAI_AGAIN else "no such host can be found"
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, OSError):
        return f"it cannot be reached ({error.strerror or error})"
    return "its answer cannot be read"
