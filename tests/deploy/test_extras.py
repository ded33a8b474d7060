"""Files that hosts and servers want beside those of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from deploy.shipping import ASSET, REDIRECTS, site_of, target_at

from backfile.deploy.extras import beside_files, extra_files
from backfile.deploy.headers import headers_of
from backfile.deploy.host_files import count_within
from backfile.deploy.security import security_headers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the site and of its releases."""
    return tmp_path


def headers_at(text: str, address: str) -> dict[str, str]:
    """Read `_headers` as its hosts do: a later, narrower rule takes the place of a wider one."""
    found: dict[str, str] = {}
    applies = False
    for line in text.splitlines():
        if not line.startswith(" "):
            applies = address.startswith(line.removesuffix("*"))
        elif applies and ": " in line:
            name, _, value = line.strip().partition(": ")
            found[name] = value
    return found


@pytest.mark.parametrize("host", ["cloudflare-pages", "netlify"])
def test_headers_file_says_what_the_table_says(folder: Path, host: str) -> None:
    """`_headers` gives pages, feeds and assets the lifetimes and security of every server."""
    site = site_of(folder)
    text = extra_files(site, target_at(folder, host=host), {})["_headers"].decode()
    for path in ("index.html", "en/a/index.html", "atom.xml", "sitemap.xml", "robots.txt", ASSET):
        wanted = dict((*headers_of(path, ""), *security_headers(site)))
        del wanted["Content-Type"]
        assert headers_at(text, f"/{path}") == wanted


def test_cloudflare_is_told_to_replace_a_value(folder: Path) -> None:
    """Cloudflare Pages joins values, unless the wider one is taken away; Netlify does not."""
    site = site_of(folder)
    line = "/assets/*\n  ! Cache-Control\n  Cache-Control: max-age=31536000, immutable\n"
    texts = {
        host: extra_files(site, target_at(folder, host=host), {})["_headers"].decode()
        for host in ("cloudflare-pages", "netlify")
    }
    assert line in texts["cloudflare-pages"]
    assert "!" not in texts["netlify"]


@pytest.mark.parametrize(("host", "status"), [("cloudflare-pages", "301"), ("netlify", "301!")])
def test_redirects_file(folder: Path, host: str, status: str) -> None:
    """Every alias is a line, encoded, with the base path, and goes before the page there."""
    site = site_of(folder, url="https://horizon.example/arch")
    redirects = {"a b/index.html": "/arch/en/", "стара/index.html": "/arch/ua/"}
    files = extra_files(site, target_at(folder, host=host), redirects)
    assert files["_redirects"].decode() == (
        f"/arch/a%20b/ /arch/en/ {status}\n"
        f"/arch/%D1%81%D1%82%D0%B0%D1%80%D0%B0/ /arch/ua/ {status}\n"
    )


def test_gitlab_gets_no_file_that_does_nothing(folder: Path) -> None:
    """GitLab Pages prefers a page to a redirect, and each redirect is a page."""
    assert not extra_files(site_of(folder), target_at(folder, host="gitlab-pages"), REDIRECTS)


@pytest.mark.parametrize(("host", "most"), [("cloudflare-pages", 2000), ("netlify", 3000)])
def test_redirects_stay_within_the_limit(folder: Path, host: str, most: int) -> None:
    """What a host would not take is left to the pages, and counted."""
    site = site_of(folder)
    redirects = {f"{number:04}/index.html": "/" for number in range(3000)}
    files = extra_files(site, target_at(folder, host=host), redirects)
    assert files["_redirects"].count(b"\n") == most == count_within(site, host, redirects)


def test_a_line_is_not_too_long_for_cloudflare(folder: Path) -> None:
    """A redirect of more than 1,000 characters is a page only."""
    site = site_of(folder)
    redirects = {"a" * 1000 + "/index.html": "/", "b/index.html": "/"}
    files = extra_files(site, target_at(folder, host="cloudflare-pages"), redirects)
    assert files["_redirects"] == b"/b/ / 301\n"


def test_github_gets_its_two_files_only(folder: Path) -> None:
    """GitHub Pages knows neither headers nor redirects."""
    target = target_at(folder, kind="git", host="github-pages", cname="horizon.example")
    files = extra_files(site_of(folder), target, REDIRECTS)
    assert files == {".nojekyll": b"", "CNAME": b"horizon.example\n"}


def test_no_host_and_no_server_get_nothing(folder: Path) -> None:
    """A bare folder holds the site and nothing else."""
    site, target = site_of(folder), target_at(folder)
    assert extra_files(site, target, REDIRECTS) == {}
    assert beside_files(site, target, REDIRECTS) == {}


@pytest.mark.parametrize(("server", "name"), [("nginx", "nginx.conf"), ("caddy", "Caddyfile")])
def test_siblings_are_looked_for_only_where_there_are_any(
    folder: Path, server: str, name: str
) -> None:
    """Settings name compression if the target has it, and the folder of the live release."""
    site = site_of(folder)
    plain = beside_files(site, target_at(folder, server=server), {})[name].decode()
    both = target_at(folder, server=server, compress=("br", "gz", "zst"))
    compressed = beside_files(site, both, {})[name].decode()
    assert f"{folder}/current" in plain
    assert not any(word in plain for word in ("gzip_static", "brotli_static", "precompressed"))
    assert any(word in compressed for word in ("brotli_static", "precompressed br gzip zstd"))
