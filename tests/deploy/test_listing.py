"""What there is to deploy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support import build, site_from

from backfile.build.opening import CATALOGUE
from backfile.catalogue.connection import open_for_reading
from backfile.deploy.listing import files_below, items_below, links_below, sort_of
from backfile.fingerprint import digest_of

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["a.b/x", "a/x", "a b.txt", "ü/é.html", "a-b/x", "a", "percent%20.txt", "q?#.txt", "'\".x"]


def test_files_in_order_of_path(tmp_path: Path) -> None:
    """Files come in the order of whole paths, whatever they are called; leavings do not."""
    names = [name for name in NAMES if name != "a"]
    for name in [*names, ".DS_Store", ".backfile-staging/x", "a/.DS_Store"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert [file.path for file in files_below(str(tmp_path))] == sorted(names)
    items = list(items_below(tmp_path, None, lambda _path, _sort: ""))
    assert {item.path: item.digest for item in items} == {
        name: digest_of(name.encode()).hex() for name in names
    }


def test_links_are_not_files(tmp_path: Path) -> None:
    """Links to files, to folders and to nothing are told apart, and never followed."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, to in (("one", "file"), ("loop", "."), ("nothing", "away")):
        (tmp_path / name).symlink_to(to)
    assert list(links_below(tmp_path)) == ["loop", "nothing", "one"]
    assert [item.path for item in items_below(tmp_path, None, lambda *_: "")] == ["file"]


@pytest.mark.parametrize(
    ("path", "kind", "sort"),
    [
        ("ua/a/index.html", "article", "article"),
        ("assets/a.css", "asset", "asset"),
        ("a.jpg", "photo", "media"),
        ("sitemap.xml", "sitemap-index", "feed"),
        ("old/index.html", "redirect", "redirect"),
        ("ua/index.html", "front", "page"),
        ("plain.txt", "", "media"),
        ("by-hand.html", "", "page"),
        ("a/CNAME", "", "page"),
    ],
)
def test_sorts(path: str, kind: str, sort: str) -> None:
    """A file is of the sort of its page, or else of what its name says."""
    assert sort_of(path, kind) == sort


def test_digests_are_true_of_altered_files(tmp_path: Path) -> None:
    """A file that was altered after the build has its own digest, even of an equal length."""
    site = site_from(tmp_path, {"content/static/a.txt": "one"})
    build(site)
    file = site / "public/a.txt"
    file.write_text("two", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    db = open_for_reading(site / CATALOGUE)
    found = {item.path: item for item in items_below(site / "public", db, lambda *_: "h")}
    db.close()
    for path, item in found.items():
        assert item.digest == digest_of((site / "public" / path).read_bytes()).hex()
    assert found["ua/index.html"].language == "uk"
    assert found["a.txt"].language == ""
