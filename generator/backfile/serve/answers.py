"""
A request -> a response, without sockets: what the server says, and never more.

Only outputs of the site are served, found in the table of outputs; an address is
never joined to a folder.  Pages get one more script, the preview's own.

Imports: pages, serve.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from http import HTTPStatus
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import parse_qs, quote

from backfile.pages.media_types import media_type_of
from backfile.serve import gate as gates
from backfile.serve.about import about_page
from backfile.serve.gate import Gate, Refusal, Request
from backfile.serve.preview import NOT_FOUND, Preview

OWN = "/.backfile/"
"""No output has a name that begins with a dot here, so that nothing of the site is hidden."""

EVENTS = f"{OWN}events"
MORPH = "backfile-morph"
"""Header of a request by our own script, which wants the page as it is published."""

COMMON = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
)
POLICY = ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
_HTML = "text/html; charset=utf-8"
_SHELL = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{title}</title><link rel="stylesheet" href="{own}shell.css"></head>'
    "<body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
)


class Response(NamedTuple):
    """What is sent back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


class Manner(NamedTuple):
    """How the preview behaves, as its script must know."""

    follow: bool


def answer(request: Request, preview: Preview, gate: Gate, manner: Manner) -> Response:
    """Answer one request; that for `EVENTS` only if it is refused (else the status is 200)."""
    refusal = gates.refusal_of(gate, request)
    path = gates.path_of(request.target)
    if refusal or isinstance(path, Refusal):
        return _refuse(refusal or path)  # type: ignore[arg-type]  # one of them is a Refusal
    if gate.token and not gates.has_token(gate, request):
        if not gates.gives_token(gate, request):
            return _refuse(Refusal(403, "the address with the token is in the terminal"))
        return _redirect(quote(path), ("Set-Cookie", gates.cookie_of(gate)))
    if path.startswith(OWN):
        return _answer_own(path, request, preview)
    # Asked before the page is rendered: one that is older than it says would never be renewed.
    version, is_ready = preview.news.state.version, preview.is_ready
    page = _answer_page(path, request, preview)
    is_page = page.headers and page.headers[0] == ("Content-Type", _HTML)
    if not is_page or request.header(MORPH):
        return page
    return page._replace(body=_with_script(page.body, version, manner, is_ready=is_ready))


def _answer_own(path: str, request: Request, preview: Preview) -> Response:
    if path == EVENTS:
        return _response(200, "text/event-stream", b"")
    if path == f"{OWN}about":
        address = parse_qs(request.target.partition("?")[2]).get("path", [""])[0]
        place = gates.path_of(address)
        output = "" if isinstance(place, Refusal) else _output_at(place, preview)
        key = preview.key_at(output) if output and preview.is_ready else None
        if key is None and preview.is_ready:
            output, key = NOT_FOUND, preview.key_at(NOT_FOUND)
        about = {**about_page(preview, output, key), "version": preview.news.state.version}
        return _response(200, "application/json", json.dumps(about).encode())
    name = path.removeprefix(OWN)
    data = _browser_files().get(name)
    if data is None:
        return _refuse(Refusal(404, "there is no such page"))
    return _response(200, media_type_of(name), data)


def _answer_page(path: str, request: Request, preview: Preview) -> Response:
    base = preview.base
    if not preview.is_ready:
        text = "The archive is being read for the first time. This page becomes the site."
        return _shell(503, "One moment", text)
    if base and path in {"/", base}:
        return _redirect(f"{base}/")
    output = _output_at(path, preview)
    key = preview.key_at(output) if output else None
    if key is None:
        if output and not path.endswith("/") and preview.key_at(f"{output}/index.html"):
            query = request.target.partition("?")[2]
            return _redirect(quote(f"{path}/") + (f"?{query}" if query else ""))
        status, output, key = 404, NOT_FOUND, preview.key_at(NOT_FOUND)
    else:
        status = 200
    if key is None:
        return _shell(404, "Not found", "The site has no page here.")
    data = preview.show(output, key)
    if data:
        return _response(status, media_type_of(output), data)
    return _shell(500, "This page cannot be shown", "What is wrong is said below.")


def _output_at(path: str, preview: Preview) -> str:
    """Return the output path of a decoded path; empty if it is outside of the site."""
    base = preview.base
    if base and not path.startswith(f"{base}/"):
        return ""
    return preview.path_of(quote(path))


def _with_script(page: bytes, version: int, manner: Manner, *, is_ready: bool) -> bytes:
    waiting = "" if is_ready else " data-waiting"
    follow = " data-follow" if manner.follow else ""
    script = (
        f'<script src="{OWN}preview.js" data-backfile data-version="{version}"'
        f"{follow}{waiting} defer></script>"
    ).encode()
    head, end, rest = page.partition(b"</head>")
    return head + script + end + rest if end else page + script


def _shell(status: int, title: str, text: str) -> Response:
    page = _SHELL.format(title=escape(title), text=escape(text), own=OWN)
    return _response(status, _HTML, page.encode())


def _refuse(refusal: Refusal) -> Response:
    more = (("Allow", "GET, HEAD"),) if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED else ()
    text = f"{refusal.reason}\n".encode()
    return _response(refusal.status, "text/plain; charset=utf-8", text, *more)


def _redirect(address: str, *more: tuple[str, str]) -> Response:
    return _response(302, "text/plain; charset=utf-8", b"", ("Location", address), *more)


def _response(status: int, media_type: str, body: bytes, *more: tuple[str, str]) -> Response:
    policy = (POLICY,) if media_type == _HTML else ()
    return Response(status, (("Content-Type", media_type), *COMMON, *policy, *more), body)


@cache
def _browser_files() -> dict[str, bytes]:
    """Return what runs in an open page: name -> bytes."""
    folder = files("backfile.serve").joinpath("browser")
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
