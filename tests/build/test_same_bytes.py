"""Output depends on content, theme, site.yaml, the version and `--now` alone."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self

import support

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SITE = """\
title: {uk: Обрій, en: Horizon, ru: Горизонт}
url: https://horizon.example
timezone: Europe/Kyiv
default_language: uk
languages:
  uk: {path: ua}
  en: {}
  ru: {fallback: uk}
page_size: 4
"""


def newspaper(count: int) -> dict[str, str | bytes]:
    """Return the files of a site with *count* stories, in up to three languages."""
    files: dict[str, str | bytes] = {"site.yaml": SITE}
    for number in range(count):
        tags = f"[тег {number % 7}, Тег {number % 5}, п'ять]"
        head = f"date: 2025-0{1 + number % 8}-1{number % 9}\ntags: {tags}\nauthor: [Їжак, Zoë]\n"
        for language in ("uk", "en", "ru")[: 1 + number % 3]:
            title = f"title: “Стаття” {number} — {language}\n"
            text = f'---\n{title}{head if language == "uk" else ""}---\nСлово *слово* "тут".\n'
            files[f"content/articles/{number % 4}/s{number}.{language}.md"] = text
    return files


def run_in(site: Path, **environment: str) -> dict[str, bytes]:
    """Build *site* in a process of its own with another environment; return what it published."""
    command = [sys.executable, "-m", "backfile", "build", "--now", "2025-09-01T12:00:00Z"]
    subprocess.run(
        [*command, "--clean"], cwd=site, env={**os.environ, **environment}, check=True,
        capture_output=True, timeout=100,
    )  # fmt: skip
    return support.tree_of(site / "public")


def test_any_number_of_workers_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process and a pool of four publish the same, and an incremental pool does so too."""
    one = support.site_from(tmp_path / "one", newspaper(120))
    four = support.site_from(tmp_path / "four", newspaper(120))
    support.let_few_need_a_pool(monkeypatch)
    alone, together = support.build(one, jobs=1), support.build(four, jobs=4)
    assert alone.summary[:5] == together.summary[:5]
    assert together.summary.pages > 500
    assert support.tree_of(one / "public") == support.tree_of(four / "public")
    for site, jobs in ((one, 1), (four, 4)):
        path = site / "site.yaml"
        path.write_text(SITE.replace("Обрій", "Небокрай").replace("page_size: 4", "page_size: 5"))
        support.build(site, jobs=jobs)
    assert support.tree_of(one / "public") == support.tree_of(four / "public")


def test_place_zone_locale_and_hash_seed_do_not_matter(tmp_path: Path) -> None:
    """Another checkout, time zone, locale or hash seed changes no byte."""
    here = support.site_from(tmp_path / "here", newspaper(20))
    there = tmp_path / "elsewhere" / "deep" / "сайт тут"
    shutil.copytree(here, there)
    first = run_in(here, TZ="UTC", LANG="C.UTF-8", PYTHONHASHSEED="1")
    for seed, zone, locale in (
        ("2", "Pacific/Auckland", "C"),
        ("3", "America/New_York", "tr_TR.UTF-8"),
    ):
        environment = {"TZ": zone, "LANG": locale, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        assert run_in(there, **environment) == first


def test_order_of_creation_does_not_matter(tmp_path: Path) -> None:
    """Files written in the opposite order, with other times, publish the same."""
    files = newspaper(20)
    one = support.site_from(tmp_path / "one", files)
    two = support.site_from(tmp_path / "two", dict(reversed(files.items())))
    for number, path in enumerate(sorted((two / "content").rglob("*.md"))):
        os.utime(path, (1_000_000 + number, 1_000_000 - number))
    support.build(one)
    support.build(two)
    assert support.tree_of(one / "public") == support.tree_of(two / "public")


class Shuffled:
    """What `os.scandir` returns, in another order each time."""

    def __init__(self, entries: Any, dice: random.Random) -> None:
        """Take all of *entries*, shuffled by *dice*."""
        with entries:
            self.entries = iter(sorted(entries, key=lambda _: dice.random()))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close nothing."""

    def __iter__(self) -> Shuffled:
        """Go through the entries."""
        return self

    def __next__(self) -> os.DirEntry[str]:
        """Return the next one."""
        return next(self.entries)


def shuffle_folders(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Let no folder of this process be listed in the same order twice."""
    scandir, listdir, dice = os.scandir, os.listdir, random.Random(seed)
    monkeypatch.setattr(os, "scandir", lambda *a: Shuffled(scandir(*a), dice))
    monkeypatch.setattr(os, "listdir", lambda *a: sorted(listdir(*a), key=lambda _: dice.random()))


def test_order_of_file_systems_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    However a file system lists its folders, the same is published.

    So it is for a first build, an incremental one, and one that sweeps former files; and
    the same is said of files that lie where they should not.
    """
    odd = {"content/articles/x.markdown": "x", "content/odd.yml": "x", "content/y.md": "y"}
    built = []
    for seed in range(4):
        folder = tmp_path / str(seed)
        with monkeypatch.context() as patch:
            if seed:
                shuffle_folders(patch, seed)
            site = support.site_from(folder, {**newspaper(16), **odd})
            first = support.build(site)
            trees = [support.tree_of(site / "public")]
            for story in ("0/s0", "2/s6", "1/s9"):
                (site / f"content/articles/{story}.uk.md").unlink()
            second = support.build(site)
            trees.append(support.tree_of(site / "public"))
            shutil.rmtree(site / ".backfile")
            shutil.rmtree(site / "content/articles/3")
            third = support.build(site)
            trees.append(support.tree_of(site / "public"))
        said = [(one.problems, one.summary[:5]) for one in (first, second, third)]
        built.append((trees, said))
    assert built[0][1][0][0], "files where they should not be are reported"
    assert all(other == built[0] for other in built[1:])


def test_the_clock_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same `--now`, a build at another time publishes the same."""
    site = support.site_from(tmp_path, newspaper(10))
    support.build(site)
    first = support.tree_of(site / "public")
    monkeypatch.setattr("time.time", lambda: 4e9)
    monkeypatch.setattr("time.time_ns", lambda: 4 * 10**18)
    support.build(site, clean=True)
    assert support.tree_of(site / "public") == first
