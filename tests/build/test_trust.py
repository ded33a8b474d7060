"""Published files are looked at beside the sources, in a process that is never missed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import support

from backfile.build import trust
from backfile.build.pool import begin_apart

if TYPE_CHECKING:
    from pathlib import Path


def test_altered_files_are_found_by_the_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was altered or removed by hand is written again, whoever looks for it."""
    monkeypatch.setattr(trust, "MANY_OUTPUTS", 1)
    article = "---\ntitle: One\ndate: 2025-03-01\n---\nText.\n"
    site = support.site_from(tmp_path, {"content/articles/one.en.md": article})
    support.build(site, jobs=2)
    page, feed = site / "public/en/index.html", site / "public/en/atom.xml"
    whole = page.read_bytes()
    page.write_bytes(b"altered")
    feed.unlink()
    assert support.build(site, jobs=2).summary.written == 2
    assert page.read_bytes() == whole
    assert feed.exists()
    assert support.build(site, jobs=2).summary.written == 0


def test_work_of_a_lost_process_is_done_here(capfd: pytest.CaptureFixture[str]) -> None:
    """If the other process fails, the work is done in this one, and nothing is printed."""
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            raise RuntimeError("not here")
        return number + 1

    assert begin_apart(work, 1)() == 2
    assert capfd.readouterr() == ("", "")


def test_what_is_wrong_is_raised_here() -> None:
    """An error of the work reaches the one who waits for its result."""

    def work() -> None:
        raise ValueError("wrong")

    wait = begin_apart(work)
    with pytest.raises(ValueError, match="wrong"):
        wait()
