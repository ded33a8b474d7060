"""Caches are told what changed: by Cloudflare's and Fastly's ways, in a file, all of them."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from support import site_from

from backfile.deploy import cloudflare, fastly, purge, purge_requests
from backfile.deploy.purge_paths import MOST_SINGLE
from backfile.errors import BackfileError
from backfile.model import Purge, Site, Target
from backfile.site import load_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORIGIN = "https://horizon.example"
SECRET = "token-that-nobody-may-see"  # noqa: S105  (of nobody)
PATHS = ["index.html", "ua/index.html", "ua/новини/a b.html", "404.html"]
ADDRESSES = [
    "/archive/", "/archive/404.html", "/archive/ua/",
    "/archive/ua/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/a%20b.html",
]  # fmt: skip


@dataclass
class Service:
    """A server that stands in for the services, and what it was asked."""

    url: str = ""
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    """Given in turn; then it is content."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Run a server in place of both services."""
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.asked.append((self.path, headers, json.loads(body) if body else None))
            code, said = state.answers.pop(0) if state.answers else (200, b'{"success": true}')
            self.send_response(code)
            self.send_header("Content-Length", str(len(said)))
            if code in {301, 307}:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    for module in (cloudflare, fastly):
        monkeypatch.setattr(module, "API", state.url)
    monkeypatch.setattr(purge_requests, "FIRST_PAUSE_S", 0.001)
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", SECRET)
    monkeypatch.setenv("FASTLY_API_TOKEN", SECRET)
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site below a path."""
    loaded, problems = load_site(site_from(tmp_path, {}, url=f"{ORIGIN}/archive"))
    assert loaded, problems
    return loaded


def target_of(*caches: tuple[str, str], compress: tuple[str, ...] = ()) -> Target:
    """Return a target with caches."""
    return Target(name="production", kind="bucket", to="s3://b", compress=compress,
                  purge=tuple(Purge(*cache) for cache in caches))  # fmt: skip


def test_file(site: Site, tmp_path: Path) -> None:
    """The list has an address a line, absolute, encoded, and replaces the one before."""
    target = target_of(("file", "lists/changed.txt"), compress=("br",))
    for paths in (["old.html"], [*PATHS, "index.html.br", "data.br", "404.html.br"]):
        purge.tell_caches(site, target, paths, tmp_path)
    text = (tmp_path / "lists/changed.txt").read_text(encoding="utf-8")
    assert text.splitlines() == [ORIGIN + one for one in sorted([*ADDRESSES, "/archive/data.br"])]
    assert text.endswith("\n")
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["changed.txt"]


def test_cloudflare(site: Site, service: Service, tmp_path: Path) -> None:
    """A zone is told of all addresses, 30 at a time, with the token of the environment."""
    paths = [f"{number:03}.html" for number in range(70)]
    purge.tell_caches(site, target_of(("cloudflare", "z1")), paths, tmp_path)
    assert [len(body["files"]) for _, _, body in service.asked] == [30, 30, 10]
    assert {path for path, _, _ in service.asked} == {"/zones/z1/purge_cache"}
    assert service.asked[0][1]["authorization"] == f"Bearer {SECRET}"
    told = [url for _, _, body in service.asked for url in body["files"]]
    assert told == [f"{ORIGIN}/archive/{path}" for path in paths]


def test_cloudflare_everything(site: Site, service: Service, tmp_path: Path) -> None:
    """With too many addresses all of a zone is purged."""
    paths = [f"{number}.html" for number in range(MOST_SINGLE + 1)]
    purge.tell_caches(site, target_of(("cloudflare", "z1")), paths, tmp_path)
    assert [body for _, _, body in service.asked] == [{"purge_everything": True}]


def test_fastly(site: Site, service: Service, tmp_path: Path) -> None:
    """Each address is purged softly."""
    purge.tell_caches(site, target_of(("fastly", "s1")), PATHS, tmp_path)
    asked = sorted(path for path, _, _ in service.asked)
    assert asked == [f"/purge/horizon.example{one}" for one in ADDRESSES]
    for _, headers, _ in service.asked:
        assert (headers["fastly-key"], headers["fastly-soft-purge"]) == (SECRET, "1")


def test_fastly_everything(site: Site, service: Service, tmp_path: Path) -> None:
    """With too many addresses all of a service is purged, which cannot be done softly."""
    paths = [f"{number}.html" for number in range(MOST_SINGLE + 1)]
    purge.tell_caches(site, target_of(("fastly", "s1")), paths, tmp_path)
    [(path, headers, _)] = service.asked
    assert path == "/service/s1/purge_all"
    assert "fastly-soft-purge" not in headers


@pytest.mark.parametrize("code", [429, 500, 503])
def test_busy_services_are_asked_again(
    site: Site, service: Service, tmp_path: Path, code: int
) -> None:
    """A service that is too busy is asked again."""
    service.answers = [(code, b"busy")] * (purge_requests.TRIES - 1)
    purge.tell_caches(site, target_of(("cloudflare", "z1")), PATHS, tmp_path)
    assert len(service.asked) == purge_requests.TRIES


@pytest.mark.parametrize("name", ["cloudflare", "fastly"])
@pytest.mark.parametrize("code", [301, 307, 400, 403, 503])
def test_refusals(site: Site, service: Service, tmp_path: Path, name: str, code: int) -> None:
    """What a service refuses is told with its words, never with the token."""
    service.answers = [(code, b"no\x1b[31m such\nzone")] * 99
    with pytest.raises(BackfileError) as failed:
        purge.tell_caches(site, target_of((name, "x")), ["a.html"], tmp_path)
    message = str(failed.value)
    assert message.startswith("what was sent to s3://b is live, but caches may show former")
    assert f"answered {code}" in message
    assert ": no[31m such zone; the next deploy tells them again" in message
    assert SECRET not in message
    assert not any(path == "/elsewhere" for path, _, _ in service.asked)


@pytest.mark.parametrize("said", [b'{"success": false}', b"<html>", b"[]"])
def test_refusal_with_status_200(site: Site, service: Service, tmp_path: Path, said: bytes) -> None:
    """Cloudflare has purged only if it says so."""
    service.answers = [(200, said)]
    with pytest.raises(BackfileError, match="did not say that it purged; is `z1` the zone's ID"):
        purge.tell_caches(site, target_of(("cloudflare", "z1")), PATHS, tmp_path)


def test_all_caches_are_told(site: Site, service: Service, tmp_path: Path) -> None:
    """A cache that cannot be told keeps none of the others from it, and all failures are said."""
    service.answers = [(403, b"first")]
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    target = target_of(("cloudflare", "z1"), ("file", "taken/x"), ("fastly", "s1"))
    with pytest.raises(BackfileError) as failed:
        purge.tell_caches(site, target, ["a.html"], tmp_path)
    assert "Cloudflare answered 403" in str(failed.value)
    assert "taken" in str(failed.value)
    assert [path for path, _, _ in service.asked][-1].startswith("/purge/")


def test_unreachable(
    site: Site, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that cannot be reached is named."""
    assert service.asked == []
    monkeypatch.setattr(fastly, "API", "http://127.0.0.1:1")
    with pytest.raises(BackfileError, match="Fastly cannot be reached: "):
        purge.tell_caches(site, target_of(("fastly", "s1")), ["a.html"], tmp_path)


@pytest.mark.parametrize("value", ["", "  ", "two words", "line\nbreak", "ü"])
def test_tokens_are_looked_at_first(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing for any cache is said at once, before anything is sent."""
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", value)
    monkeypatch.setenv("FASTLY_API_TOKEN", value)
    target = target_of(("cloudflare", "z"), ("fastly", "s"), ("file", "x"))
    with pytest.raises(BackfileError) as failed:
        purge.require_access(target)
    assert str(failed.value).startswith("nothing was sent: ")
    assert "CLOUDFLARE_API_TOKEN" in str(failed.value)
    assert "FASTLY_API_TOKEN" in str(failed.value)
    assert value.strip() == "" or value not in str(failed.value)
