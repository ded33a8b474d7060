"""Real servers, told what Backfile writes for them, serve a site as they should."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

import pytest
from deploy.shipping import (
    ASSET,
    FILES,
    REDIRECTS,
    ask,
    free_port,
    lay_out,
    site_of,
    target_at,
    wait_for,
)

from backfile.deploy.addresses import steps_for_base
from backfile.deploy.extras import beside_files
from backfile.deploy.headers import headers_of
from backfile.deploy.security import security_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.model import Site

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
CADDY = shutil.which("caddy")
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"


class Served(NamedTuple):
    """A site that a server serves."""

    site: Site
    port: int
    server: str


@pytest.fixture(params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest) -> str:
    """Return the name of a server that is installed."""
    name = str(request.param)
    if not {"nginx": NGINX, "caddy": CADDY}[name]:
        pytest.skip(f"{name} is not installed")
    if name == "nginx" and not Path(BROTLI).exists():
        pytest.skip("nginx has no brotli_static")
    return name


@pytest.fixture(params=["https://horizon.example", "https://horizon.example/arch/ive"])
def served(request: pytest.FixtureRequest, server: str, tmp_path: Path) -> Iterator[Served]:
    """Serve the site at the root, and below a base path."""
    site = site_of(tmp_path / "site", url=str(request.param))
    home = tmp_path / "www"
    target = target_at(home, server=server, compress=("br", "gz"))
    lay_out(home)
    for step in steps_for_base(site, target):
        subprocess.run(["/bin/sh", "-c", step], check=True, timeout=10)
    moved = {path: site.base + url for path, url in REDIRECTS.items()}
    for name, data in beside_files(site, target, moved).items():
        (tmp_path / name).write_bytes(data)
    port = free_port()
    process = _start(server, tmp_path, port)
    try:
        wait_for(port)
        yield Served(site, port, server)
    finally:
        process.terminate()
        process.wait(10)


def _start(server: str, folder: Path, port: int) -> subprocess.Popen[bytes]:
    if server == "nginx":
        settings = folder / "main.conf"
        settings.write_text(_NGINX.format(folder=folder, port=port, brotli=BROTLI))
        command = [NGINX or "", "-e", "stderr", "-p", str(folder), "-c", str(settings)]
        tried = subprocess.run([*command, "-t"], capture_output=True, timeout=10, check=False)
        assert tried.returncode == 0, tried.stderr
    else:
        settings = folder / "main.caddy"
        settings.write_text(_CADDY.format(folder=folder, port=port))
        command = [CADDY or "", "run", "--adapter", "caddyfile", "--config", str(settings)]
    log = (folder / "log").open("wb")
    with log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"}
        )


_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;
load_module {brotli};
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
    fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; include {folder}/nginx.conf; }}
}}
"""
_CADDY = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    import {folder}/Caddyfile
}}
"""


def _address(site: Site, path: str) -> str:
    folder = path.removesuffix("index.html") if path.endswith("index.html") else path
    return f"{site.base}/{folder}"


def test_every_file_is_served_with_the_headers_of_the_table(served: Served) -> None:
    """Type, lifetime and security headers are those of the one table, once each."""
    for path, data in FILES.items():
        if path in REDIRECTS:
            continue
        status, headers, body = ask(served.port, _address(served.site, path))
        assert (status, body) == (200, data), path
        wanted = dict((*headers_of(path, ""), *security_headers(served.site)))
        assert {name: headers.get(name.lower()) for name in wanted} == wanted, path


def test_former_addresses_lead_on(served: Served) -> None:
    """An alias answers 301, also with letters and signs that mean something to servers."""
    for path, url in REDIRECTS.items():
        address = _address(served.site, quote(path))
        status, headers, _ = ask(served.port, address)
        assert status == 301, path
        assert unquote(headers["location"]) == unquote(served.site.base + url)
        assert headers["x-content-type-options"] == "nosniff"


def test_what_is_not_there_is_404(served: Served) -> None:
    """The site's own page comes with status 404, and nobody keeps it for long."""
    for path in ("/none", "/none/", "/assets/x.0123456789abcdef.css"):
        status, headers, body = ask(served.port, served.site.base + path)
        assert (status, body) == (404, FILES["404.html"]), path
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert "cache-control" not in headers
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_siblings_are_sent_to_those_who_can_read_them(served: Served, coding: str) -> None:
    """A compressed sibling is sent with the type and lifetime of the original."""
    address = f"{served.site.base}/{ASSET}"
    status, headers, body = ask(served.port, address, Accept_Encoding=coding)
    assert (status, headers["content-encoding"]) == (200, coding)
    assert body == coding[:2].encode()
    assert dict(headers_of(ASSET, "")) == {
        "Cache-Control": headers["cache-control"],
        "Content-Type": headers["content-type"],
    }
    assert headers["vary"].lower() == "accept-encoding"


def test_a_folder_without_its_slash_leads_to_it(served: Served) -> None:
    """An address without the slash at its end is not lost."""
    status, headers, _ = ask(served.port, f"{served.site.base}/en/a")
    assert status in {301, 308}
    assert headers["location"].endswith("/en/a/")
