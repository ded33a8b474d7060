"""Limits of hosts are known before the first byte is sent."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from deploy.shipping import site_of, target_at

from backfile.catalogue import ledger
from backfile.deploy.hosts import limit_faults, limit_notes
from backfile.model import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.catalogue.connection import Connection


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Connection]:
    """Open an empty ledger."""
    with closing(ledger.open_ledger(tmp_path / "ledger.sqlite")) as db:
        yield db


def fill(book: Connection, files: int, size: int = 1, folder: str = "") -> None:
    """Let the site have so many files of a size."""
    ledger.set_here(book, (Item(f"{folder}{n:06}.html", "", size, "page") for n in range(files)))


@pytest.mark.parametrize(
    ("host", "files", "size", "message"),
    [
        ("cloudflare-pages", 100_001, 1, "100,001 files: Cloudflare Pages takes at most 100,000"),
        ("cloudflare-pages", 1, 26_214_401, "000000.html of 26,214,401 bytes: Cloudflare Pages"),
        ("github-pages", 11, 100_000_000, "1,100,000,000 bytes: GitHub Pages takes at most 1,000"),
        ("github-pages", 1, 104_857_601, "000000.html of 104,857,601 bytes: GitHub Pages"),
    ],
)
def test_over_a_limit_is_refused(
    book: Connection, tmp_path: Path, host: str, files: int, size: int, message: str
) -> None:
    """The message names the limit, what is over it, and how to lift the rail."""
    fill(book, files, size)
    (fault,) = limit_faults(target_at(tmp_path, host=host), book)
    assert fault.code == "limits"
    assert fault.message.startswith(message)
    assert "--allow limits" in fault.message


@pytest.mark.parametrize("host", ["", "cloudflare-pages", "netlify", "github-pages"])
def test_a_small_site_is_fine_anywhere(book: Connection, tmp_path: Path, host: str) -> None:
    """Within all limits there is nothing to say."""
    fill(book, 100, 1000)
    target = target_at(tmp_path, host=host)
    assert not list(limit_faults(target, book))
    assert not list(limit_notes(site_of(tmp_path), target, book, {"a": "/"}))


@pytest.mark.parametrize("host", ["cloudflare-pages", "netlify"])
def test_what_depends_on_the_plan_is_told(book: Connection, tmp_path: Path, host: str) -> None:
    """More files than a free plan takes, or than went well for others, are a note."""
    fill(book, 20_001)
    target = target_at(tmp_path, host=host)
    assert not list(limit_faults(target, book))
    (note,) = limit_notes(site_of(tmp_path), target, book, {})
    assert note.startswith("20,001 files, 1 more than ")


def test_redirects_left_out_are_told(book: Connection, tmp_path: Path) -> None:
    """Redirects over the limit of a host are pages only, and that is said."""
    target = target_at(tmp_path, host="cloudflare-pages")
    redirects = {f"{number}/index.html": "/" for number in range(2200)}
    (note,) = limit_notes(site_of(tmp_path), target, book, redirects)
    assert note.startswith("_redirects has 2,000 of 2,200 redirects")


def test_a_file_in_assets_without_a_digest_is_told(book: Connection, tmp_path: Path) -> None:
    """Hosts know rules by folder only, so that such a file would be kept for a year."""
    fill(book, 1, folder="assets/")
    target = target_at(tmp_path, host="netlify")
    (note,) = limit_notes(site_of(tmp_path), target, book, {})
    assert note.startswith("assets/000000.html is kept by caches for a year")


def test_a_sibling_of_an_asset_is_fine(book: Connection, tmp_path: Path) -> None:
    """A compressed sibling is asked for by the name of the asset, which holds the digest."""
    path = "assets/site.0123456789abcdef.css.br"
    ledger.set_here(book, [Item(path, "", 9, "asset", source="/cache/a.br")])
    target = target_at(tmp_path, host="netlify")
    assert not list(limit_notes(site_of(tmp_path), target, book, {}))
