"""
Requests to services that hold caches: with time limits, and again when a service asks for it.

Errors:  BackfileError with what the service said; a token never stands in it.
Imports: errors.
"""

from __future__ import annotations

import os
import random
import time
from email.message import Message
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from backfile.errors import BackfileError

TIMEOUT_S: Final = 30
TRIES: Final = 5
FIRST_PAUSE_S: float = 1
"""Doubled from try to try."""

LONGEST_PAUSE_S: Final = 60
TOO_MANY: Final = 429
SERVER_ERROR: Final = 500
_READ_BYTES: Final = 100_000
_SHOWN: Final = 200


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: a token is for the service that it was given by."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        return None


_OPENER = build_opener(_Stay)


def token_of(service: str, variable: str) -> str:
    """Return the token that an environment variable has for a service."""
    token = os.environ.get(variable, "").strip()
    if not token:
        raise BackfileError(f"purging {service} needs a token; set {variable}")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise BackfileError(f"{variable} holds what no token has; set it to the token alone")
    return token


def post(service: str, url: str, headers: dict[str, str], data: bytes = b"") -> bytes:
    """Return what a service answers, after some tries if it is too busy or cannot be reached."""
    for left in reversed(range(TRIES)):
        try:
            return _once(url, headers, data)
        except HTTPError as error:
            with error:
                is_passing = error.code == TOO_MANY or error.code >= SERVER_ERROR
                if not (left and is_passing):
                    raise _refusal(service, error) from None
                _wait(TRIES - left - 1, error.headers)
        except (URLError, OSError, HTTPException) as error:
            if not left:
                raise BackfileError(f"{service} cannot be reached: {_reason_of(error)}") from None
            _wait(TRIES - left - 1, None)
    raise AssertionError


def _once(url: str, headers: dict[str, str], data: bytes) -> bytes:
    request = Request(url, data, headers, method="POST")  # noqa: S310  (our own addresses)
    with _OPENER.open(request, timeout=TIMEOUT_S) as answer:
        said: bytes = answer.read(_READ_BYTES)
        return said


def _wait(tries: int, headers: Message | None) -> None:
    """Wait as long as the service says, or twice as long as before."""
    said = headers.get("Retry-After", "") if headers else ""
    pause = float(said) if said.isdecimal() else FIRST_PAUSE_S * 2**tries
    pause *= 1 + random.random() / 4  # noqa: S311  (no secret)
    time.sleep(min(pause, LONGEST_PAUSE_S))


def _refusal(service: str, error: HTTPError) -> BackfileError:
    try:
        said = error.read(_READ_BYTES).decode("utf-8", "replace")
    except (OSError, HTTPException):
        said = ""
    line = "".join(sign for sign in " ".join(said.split()) if sign.isprintable())[:_SHOWN]
    return BackfileError(f"{service} answered {error.code} {error.reason}: {line}".rstrip(": "))


def _reason_of(error: Exception) -> str:
    reason = getattr(error, "reason", None)
    return str(reason or error) or type(error).__name__
