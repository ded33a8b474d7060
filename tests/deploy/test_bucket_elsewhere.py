"""Buckets of other providers: what is asked of them, by a service that keeps objects."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from support import NOW, site_from

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy.run import Wish, deploy
from backfile.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("obstore")


class Service(ThreadingHTTPServer):
    """Keeps objects, and makes writes depend on what is there."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.methods: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Service

    def do_PUT(self) -> None:
        """Keep an object, unless there must be none."""
        data = self.rfile.read(int(self.headers["Content-Length"]))
        path = self._path()
        once = "x-goog-if-generation-match" in self.headers or "If-None-Match" in self.headers
        if once and path in self.server.objects:
            self._reply(412, b"")
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.objects[path] = (data, headers)
        self._reply(201, b"", data)

    def do_GET(self) -> None:
        """Return an object, or for a listing that there is none."""
        path, data = self._path(), None
        if path in self.server.objects:
            data = self.server.objects[path][0]
        elif "list-type" in self.path:
            self._reply(200, b"<ListBucketResult></ListBucketResult>")
            return
        elif "comp=list" in self.path:
            self._reply(200, b"<EnumerationResults><Blobs></Blobs></EnumerationResults>")
            return
        self._reply(404 if data is None else 200, data or b"", data)

    def do_DELETE(self) -> None:
        """Forget an object."""
        self.server.objects.pop(self._path(), None)
        self._reply(204, b"")

    def do_POST(self) -> None:
        """Forget the objects that a batch of Azure's names."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        paths = re.findall(r"^DELETE (\S+) ", body, re.MULTILINE)
        parts = []
        for number, path in enumerate(paths):
            self.server.objects.pop(unquote(urlsplit(path).path), None)
            parts.append(
                f"--b\r\nContent-Type: application/http\r\nContent-ID: {number}\r\n\r\n"
                "HTTP/1.1 202 Accepted\r\nx-ms-version: 1\r\n\r\n\r\n"
            )
        answer = ("".join(parts) + "--b--").encode()
        self.send_response_only(202)
        self.send_header("Content-Type", "multipart/mixed; boundary=b")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _path(self) -> str:
        self.server.methods.append(self.command)
        return unquote(urlsplit(self.path).path)

    def _reply(self, status: int, body: bytes, data: bytes | None = None) -> None:
        self.send_response_only(status)
        if data is not None:
            self.send_header("ETag", hashlib.md5(data, usedforsecurity=False).hexdigest())
            self.send_header("Last-Modified", "Mon, 01 Sep 2025 12:00:00 GMT")
            self.send_header("x-goog-generation", "1")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Service]:
    """Run the service."""
    with Service() as service:
        thread = Thread(target=service.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.shutdown()
            thread.join(10)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Run the service, with what stands for credentials."""
    for name in [name for name in os.environ if name.startswith(("GOOGLE_", "AZURE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GOOGLE_BEARER_TOKEN", "of-nothing")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "press")
    monkeypatch.setenv("AZURE_SKIP_SIGNATURE", "true")
    with serving() as service:
        yield service


@pytest.mark.parametrize(
    ("scheme", "cache_control", "digest"),
    [
        ("gs", "cache-control", "x-goog-meta-digest"),
        ("az", "x-ms-blob-cache-control", "x-ms-meta-digest"),
    ],
)
def test_deploy(
    tmp_path: Path, service: Service, scheme: str, cache_control: str, digest: str
) -> None:
    """Files arrive with their headers, and an unchanged site asks for the manifest only."""
    url = f"http://127.0.0.1:{service.server_port}"
    target = f'{{to: "{scheme}://bucket/pre", endpoint: "{url}"}}'
    article = "---\ntitle: One\ndate: 2025-01-02\n---\nText.\n"
    site = site_from(
        tmp_path, {"content/articles/one.en.md": article}, deploy=f"{{production: {target}}}"
    )
    options = Options(site_folder=site, now=NOW, jobs=1)
    deploy(options, Wish(), Silence(), lambda *_: None)
    page = next(path for path in service.objects if path.endswith("/pre/index.html"))
    data, headers = service.objects[page]
    assert data == (site / "public/index.html").read_bytes()
    assert headers[cache_control] == "max-age=60, stale-while-revalidate=600"
    assert len(headers[digest]) == 32
    assert not any(path.endswith("/lock") for path in service.objects)
    service.methods.clear()
    assert deploy(options, Wish(), Silence(), lambda *_: None).plan.is_empty
    assert service.methods == ["GET"]


@pytest.mark.parametrize("scheme", ["gs", "az"])
def test_redirect_objects_are_amazons(tmp_path: Path, scheme: str) -> None:
    """Redirect objects are refused where there are none."""
    target = f'{{to: "{scheme}://bucket/pre", redirects: true}}'
    site = site_from(tmp_path, {}, deploy=f"{{production: {target}}}")
    options = Options(site_folder=site, now=NOW, jobs=1)
    with pytest.raises(SiteError, match="is for s3:// targets"):
        deploy(options, Wish(), Silence(), lambda *_: None)
