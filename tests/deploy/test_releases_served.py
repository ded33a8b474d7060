"""Releases as readers see them, through nginx: while they are switched, and after an edit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from http.client import HTTPConnection
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote

import pytest
from deploy.shipping import free_port, wait_for
from deploy.sshd import sshd
from support import NOW, site_from

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy.remote import Remote, Shipment, open_remote
from backfile.deploy.run import Wish, deploy
from backfile.model import Item, Manifest, Target
from backfile.site import load_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
SWITCHES = {"folder": 100, "rsync": 4}
PAGES = ("index.html", "a/index.html", "b/index.html")
READERS = 3
ARTICLE = "content/articles/a.en.md"
_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root "{root}/current"; index index.html; }}
}}
"""


class Place(NamedTuple):
    """A folder with releases, its address, and the port at which it is served."""

    kind: str
    root: Path
    to: str
    port: int


@pytest.fixture(params=["folder", "rsync"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """Serve a folder that is deployed to directly, or over ssh."""
    if not NGINX:
        pytest.skip("nginx is not installed")
    root = tmp_path / "www"
    tmp_path.chmod(0o755)
    with ExitStack() as stack:
        to = f"file://{quote(str(root))}"
        if request.param == "rsync":
            found = stack.enter_context(sshd())
            monkeypatch.setenv("PATH", f"{found.bin}:{os.environ['PATH']}")
            to = f"rsync://127.0.0.1:{found.port}{quote(str(root))}"
        port = stack.enter_context(served(root, tmp_path))
        yield Place(str(request.param), root, to, port)


@contextmanager
def served(root: Path, folder: Path) -> Iterator[int]:
    """Run nginx for what is live below *root*, as whoever runs the test."""
    port = free_port()
    settings = folder / "nginx-main.conf"
    user = "user root;\n" if os.getuid() == 0 else ""
    settings.write_text(user + _NGINX.format(folder=folder, root=root, port=port))
    command = [NGINX or "", "-e", "stderr", "-p", str(folder), "-c", str(settings)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(10)


class Readers:
    """Threads that read pages and their style sheets until they are stopped."""

    def __init__(self, port: int) -> None:
        self._port, self._stopped = port, Event()
        self.faults: list[str] = []
        self.read = [0] * READERS
        self._threads = [Thread(target=self._go_on, args=(n,)) for n in range(READERS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(30)

    def _go_on(self, number: int) -> None:
        while not self._stopped.is_set():
            path = PAGES[self.read[number] % len(PAGES)]
            self.faults += self._faults_of(path)
            self.read[number] += 1

    def _faults_of(self, path: str) -> Iterator[str]:
        """Yield what is wrong with a page, or with the style sheet that it names."""
        status, page, _ = ask(self._port, f"/{path.removesuffix('index.html')}")
        if status != 200:
            yield f"{path}: {status}"
            return
        version, sheet = re.findall(r"version (\d+) \S+ href=(\S+) end", page.decode())[0]
        status, style, _ = ask(self._port, sheet)
        if status != 200 or style != style_of(int(version)):
            yield f"{path} of version {version}: {sheet} is {status}, {style[:40]!r}"


def ask(port: int, path: str, tag: str = "") -> tuple[int, bytes, str]:
    """Return status, body and ETag."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"If-None-Match": tag} if tag else {})
        response = connection.getresponse()
        return response.status, response.read(), response.headers["ETag"] or ""
    finally:
        connection.close()


def style_of(version: int) -> bytes:
    """Return a style sheet that says which it is."""
    return f"/* {version:04} */".encode() * 400


def sheet_of(version: int) -> str:
    """Return its name, which holds its digest."""
    return f"assets/site.{blake2b(style_of(version), digest_size=8).hexdigest()}.css"


def files_of(version: int) -> dict[str, bytes]:
    """Return a site all of whose pages name the style sheet of a version."""
    said = f"version {version:04} page href=/{sheet_of(version)} end\n".encode() * 300
    return {sheet_of(version): style_of(version), **dict.fromkeys(PAGES, said)}


def publish(remote: Remote, output: Path, version: int) -> None:
    """Send a version as a deploy does, which keeps the style sheets of former ones."""
    live = remote.read()
    items = []
    for path, data in files_of(version).items():
        file = output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        digest = blake2b(data, digest_size=16).hexdigest()
        items.append(Item(path, digest, len(data), "page"))
    manifest = Manifest(
        generator="Backfile", by="a@b", deployed_at="2025-09-01T12:00:00Z", now_us=0,
        listing=f"{version:032}", files=len(items), size_bytes=1, languages={},
    )  # fmt: skip
    listing = output.parent / "listing.gz"
    listing.write_bytes(b"")
    with remote.hold():
        remote.begin(live)
        assert len(list(remote.send(items))) == len(items)
        remote.finish(manifest, listing)


def test_switches_are_not_seen(place: Place, tmp_path: Path) -> None:
    """While releases are switched, each page answers, and so does the style sheet it names."""
    site, problems = load_site(site_from(tmp_path / "site", {}))
    assert site, problems
    kind = "folder" if place.kind == "folder" else "rsync"
    target = Target(name="t", kind=kind, to=place.to, keep=2)
    output, state = tmp_path / "out", tmp_path / "state"
    state.mkdir()
    remote = open_remote(Shipment(site, target, output, state, {}, {}, Silence()))
    publish(remote, output, 0)
    with Readers(place.port) as readers:
        for version in range(1, SWITCHES[place.kind] + 1):
            publish(remote, output, version)
    assert readers.faults == []
    assert all(readers.read)
    assert len([*(place.root / "releases").iterdir()]) == 2


def test_equal_length_edit_is_seen(place: Place, tmp_path: Path) -> None:
    """A reader who has a page asks whether it changed, and gets an edit of the same length."""
    deploy_to = f'{{production: {{to: "{place.to}"}}}}'
    site = site_from(tmp_path / "site", {ARTICLE: text("First.")}, deploy=deploy_to)
    options = Options(site_folder=site, now=NOW, jobs=1)
    deploy(options, Wish(), Silence(), lambda *_: None)
    status, body, tag = ask(place.port, "/en/2025/01/a/")
    assert (status, b"First." in body) == (200, True)
    assert ask(place.port, "/en/2025/01/a/", tag)[0] == 304
    same = ask(place.port, "/404.html")[2]
    (site / ARTICLE).write_text(text("Third."))
    deploy(options, Wish(), Silence(), lambda *_: None)
    status, later, _ = ask(place.port, "/en/2025/01/a/", tag)
    assert (status, len(later), b"Third." in later) == (200, len(body), True)
    assert ask(place.port, "/404.html", same)[0] == 304


def text(body: str) -> str:
    """Return an article."""
    return f"---\ntitle: A\ndate: 2025-01-02\n---\n{body}\n"
