"""Compressed siblings: right, equal everywhere, made once."""

from __future__ import annotations

import gzip
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.build.report import Silence
from backfile.catalogue import ledger
from backfile.deploy.compress import siblings
from backfile.deploy.listing import items_below
from backfile.errors import BackfileError
from backfile.fingerprint import digest_of

if TYPE_CHECKING:
    from backfile.model import Item

TEXT = b"<p>The same words again and again.</p>\n" * 100
NOISE = os.urandom(3000).hex().encode()


def made_of(folder: Path, files: dict[str, bytes], *endings: str) -> dict[str, Item]:
    """Write *files* and return the siblings by path."""
    output = folder / "public"
    for path, data in files.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data)
    with closing(ledger.open_ledger(folder / "ledger.sqlite")) as book:
        ledger.set_here(book, items_below(output, None, lambda _path, _sort: ""))
        found = siblings(book, endings, output, folder / "cache", Silence())
        ledger.add_here(book, found)
        items = {item.path: item for item in ledger.here_items(book)}
    return {path: item for path, item in items.items() if item.source}


def bytes_of(item: Item) -> bytes:
    """Return what is sent."""
    return Path(item.source).read_bytes()


def test_siblings_hold_the_same_contents(tmp_path: Path) -> None:
    """Each ending gives the original back, with digest, size and sort of its own."""
    brotli = pytest.importorskip("brotli")
    zstandard = pytest.importorskip("zstandard")
    made = made_of(tmp_path, {"a/index.html": TEXT}, "br", "gz", "zst")
    ways = {
        "br": brotli.decompress,
        "gz": gzip.decompress,
        "zst": zstandard.ZstdDecompressor().decompress,
    }
    assert sorted(made) == [f"a/index.html.{ending}" for ending in ways]
    for path, item in made.items():
        data = bytes_of(item)
        assert ways[path.rpartition(".")[2]](data) == TEXT
        assert (item.digest, item.size) == (digest_of(data).hex(), len(data))
        assert item.sort == "page"


def test_only_texts_that_gain_have_siblings(tmp_path: Path) -> None:
    """Small files, pictures, and what does not get smaller by a tenth have none."""
    packed = gzip.compress(os.urandom(5000))
    files = {"small.html": b"x" * 999, "p.avif": TEXT, "noise.txt": packed, "big.txt": TEXT}
    assert list(made_of(tmp_path, files, "gz")) == ["big.txt.gz"]


def test_no_time_and_no_name_is_in_a_sibling(tmp_path: Path) -> None:
    """The bytes are the same whenever and wherever they are made."""
    data = bytes_of(made_of(tmp_path, {"a.txt": TEXT}, "gz")["a.txt.gz"])
    assert data[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def test_only_what_changed_is_compressed_again(tmp_path: Path) -> None:
    """A sibling stays while its original does, and goes from the cache with it."""
    files = {"a.txt": TEXT, "b.txt": TEXT + b"b", "noise.txt": NOISE[:100] + os.urandom(3000)}
    first = made_of(tmp_path, files, "gz")
    kept = {item.source: Path(item.source).stat().st_mtime_ns for item in first.values()}
    again = made_of(tmp_path, {"b.txt": TEXT + b"c"}, "gz")
    assert again["a.txt.gz"] == first["a.txt.gz"]
    assert Path(again["a.txt.gz"].source).stat().st_mtime_ns == kept[first["a.txt.gz"].source]
    assert again["b.txt.gz"].digest != first["b.txt.gz"].digest
    assert not Path(first["b.txt.gz"].source).exists()
    assert not list((tmp_path / "cache").rglob("*.part"))


def test_two_equal_files_share_one_sibling(tmp_path: Path) -> None:
    """Equal contents are compressed to one file, whichever thread comes first."""
    made = made_of(tmp_path, {f"{number}.txt": TEXT for number in range(20)}, "gz")
    assert len(made) == 20
    assert len({item.source for item in made.values()}) == 1


def test_a_sibling_of_the_sites_own_stands(tmp_path: Path) -> None:
    """What content/static/ holds under that name is what is sent."""
    made = made_of(tmp_path, {"a.txt": TEXT, "a.txt.gz": b"own"}, "gz")
    assert made == {}


def test_without_endings_nothing_is_made(tmp_path: Path) -> None:
    """A target that wants no siblings has none."""
    assert made_of(tmp_path, {"a.txt": TEXT}) == {}
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(("ending", "library"), [("br", "brotli"), ("zst", "zstandard")])
def test_a_library_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, library: str
) -> None:
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BackfileError, match=r'pip install "backfile\[deploy\]"'):
        made_of(tmp_path, {"a.txt": TEXT}, ending)
