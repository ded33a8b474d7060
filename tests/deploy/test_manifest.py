"""What is written down at a target."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import msgspec
import pytest

from backfile.catalogue import ledger
from backfile.deploy import manifest
from backfile.errors import BackfileError
from backfile.model import Item, Manifest

if TYPE_CHECKING:
    from pathlib import Path

SHORT = Manifest(
    generator="Backfile 1", by="ann@host", deployed_at="2025-09-01T12:00:00Z", now_us=1,
    listing="0" * 32, files=2, size_bytes=3, languages={"uk": 1}, purge=("a b/ü.html",),
)  # fmt: skip
ITEMS = [
    Item("a b/ü?#.html", "1" * 32, 1, "page", "uk", "12345678"),
    Item("c", "2" * 32, 2, "media"),
]


def test_short_file() -> None:
    """The short file is read as it was written."""
    assert manifest.decode_manifest(manifest.encode_manifest(SHORT), "x") == SHORT


@pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b'{"format": "a"}', b"\xff"])
def test_a_damaged_short_file(data: bytes) -> None:
    """A manifest that cannot be read says where it is and what can be done."""
    with pytest.raises(BackfileError, match=r"manifest s3://b cannot be read .* --allow foreign"):
        manifest.decode_manifest(data, "s3://b")


def test_a_newer_manifest() -> None:
    """A manifest of a newer Backfile is not guessed at."""
    newer = manifest.encode_manifest(msgspec.structs.replace(SHORT, format=99))
    with pytest.raises(BackfileError, match="of a newer Backfile"):
        manifest.decode_manifest(newer, "x")


def test_long_file(tmp_path: Path) -> None:
    """The long file is the same bytes for the same files, and is read piece by piece."""
    db = ledger.open_ledger(tmp_path / "ledger.sqlite")
    ledger.set_there(db, ITEMS, "base")
    digest = manifest.write_listing(db, tmp_path / "a.gz")
    assert manifest.write_listing(db, tmp_path / "b.gz") == digest
    data = (tmp_path / "a.gz").read_bytes()
    assert data == (tmp_path / "b.gz").read_bytes()
    pieces = [data[i : i + 7] for i in range(0, len(data), 7)]
    assert list(manifest.read_listing(pieces, "x")) == ITEMS
    db.close()


@pytest.mark.parametrize(
    "data", [b"no gzip", gzip.compress(b"[1]\n"), gzip.compress(b"x" * 99)[:-9]]
)
def test_a_damaged_long_file(data: bytes) -> None:
    """A listing that cannot be read says where it is."""
    with pytest.raises(BackfileError, match="listing s3://b cannot be read"):
        list(manifest.read_listing([data], "s3://b"))
