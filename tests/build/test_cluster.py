"""A build whose pages are rendered on a Dask cluster publishes what a local one does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import support

import backfile

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("distributed", reason="Dask is not installed")

PACKAGE = Path(backfile.__file__).parent
NOW = ("--now", "2025-09-01T12:00:00Z")

DRIVER = """
import os, signal, sys
from backfile.build import cluster, crew, render
from backfile.cli import main

victims = int(os.environ["VICTIMS"])
cluster.BATCH = 25
crew.HANDFUL = 50
render_afar, render_here = cluster.Cluster.render, render.render_pages

def render_and_kill(self, pages):
    global victims
    for arrival in render_afar(self, pages):
        alive = self._client.run(os.getpid, on_error="ignore") if victims else {}
        if alive:
            victims -= 1
            os.kill(sorted(alive.values())[0], signal.SIGKILL)
        yield arrival

def render_copies_only(batch):
    assert {page.key.kind for page in batch} <= cluster.AT_HOME
    return render_here(batch)

cluster.Cluster.render = render_and_kill
render.render_pages = render_copies_only
main()
"""
"""The program with small batches, with nothing rendered here, and with hands on the workers."""


def newspaper(title: str = "Horizon") -> dict[str, str | bytes]:
    """Return the files of a site with articles in two languages, a photo and a theme."""
    files: dict[str, str | bytes] = {
        "content/static/robots-of-old.txt": "as it is",
        "content/photos/sign.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "themes/own/templates/article.html": '{% extends "super/article.html" %}\n',
        "themes/own/messages/uk.po": 'msgid "Related"\nmsgstr "Ще про це"\n',
    }
    for n in range(70):
        head = f"date: 2025-0{1 + n % 8}-1{n % 9}\ntags: [tag {n % 7}]\nauthor: Author {n % 5}\n"
        photo = 'photo: {src: /photos/sign.svg, alt: A sign, credit: ""}\n' if n == 3 else ""
        for language, more in (("uk", head + photo), ("en", "")):
            text = f"---\ntitle: {title} {n} {language}\n{more}---\n*Word* of {n}.\n"
            files[f"content/articles/s{n}.{language}.md"] = text
    return files


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """Run a scheduler on loopback; yield its address."""
    folder.mkdir(exist_ok=True)
    file = folder / "scheduler.json"
    command = ("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with running(folder, *command, "--scheduler-file", str(file)):
        wait_for(file.exists)
        yield json.loads(file.read_text())["address"].replace("tcp", "dask")


@contextmanager
def workers(folder: Path, address: str, count: int, **environment: str) -> Iterator[None]:
    """Run workers, each watched by a nanny that begins a new one when it is lost."""
    url = address.replace("dask", "tcp")
    command = ("dask_worker", url, "--nthreads", "2", "--nworkers", str(count), "--no-dashboard")
    with running(folder, *command, "--local-directory", str(folder), **environment):
        yield


@contextmanager
def running(folder: Path, program: str, *args: str, **environment: str) -> Iterator[None]:
    """Run a program of Dask."""
    with (folder / f"{program}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *args],
            env={**support.environment(), **environment}, stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(happens: object, seconds: float = 30) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not happens():  # type: ignore[operator]
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two workers on loopback, in processes of their own."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as address, workers(folder, address, 2):
        yield address


def build_on(
    site: Path, address: str, *options: str, victims: int = 0
) -> subprocess.CompletedProcess[str]:
    """Build a site on a cluster, of which so many workers are killed on the way."""
    command = [sys.executable, "-c", DRIVER, "build", *NOW, "--executor", address, *options]
    return subprocess.run(
        command, cwd=site, env={**support.environment(), "VICTIMS": str(victims)},
        capture_output=True, text=True, encoding="utf-8", timeout=90, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("sink", ["", "folder", "bucket"])
def test_a_cluster_publishes_what_this_machine_does(
    tmp_path: Path, cluster: str, sink: str
) -> None:
    """Whatever way pages take: same files, same bytes; then nothing is stale, and nothing left."""
    here = support.site_from(tmp_path / "here", newspaper(), theme="own", page_size="5")
    afar = support.site_from(tmp_path / "afar", newspaper(), theme="own", page_size="5")
    depot = tmp_path / "depot"
    depot.mkdir()
    place = {"": (), "folder": ("--sink", str(depot)), "bucket": ("--sink", depot.as_uri())}[sink]
    local = support.build(here)
    built = build_on(afar, cluster, *place)
    assert (built.returncode, built.stderr) == (0, "")
    assert support.tree_of(afar / "public") == support.tree_of(here / "public")
    assert support.build(afar).summary[:5] == (140, local.summary.pages, 0, local.summary.pages, 0)
    assert [path for path in depot.rglob("*") if path.is_file()] == []
    assert list((afar / ".backfile").glob("*.packed")) == []


def test_a_rebuild_on_a_cluster_writes_what_became_different(tmp_path: Path, cluster: str) -> None:
    """Files whose bytes stay the same are not touched, though all pages are rendered anew."""
    site = support.site_from(tmp_path, newspaper(), theme="own")
    support.build(site)
    template = '{% extends "super/article.html" %}\n{% block related %}{% endblock %}\n'
    support.site_from(site, {"themes/own/templates/article.html": template}, theme="own")
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*.xml")}
    built = build_on(site, cluster)
    assert (built.returncode, built.stderr) == (0, "")
    assert before == {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*.xml")}
    published = support.tree_of(site / "public")
    support.build(site, clean=True)
    assert support.tree_of(site / "public") == published


def test_a_lost_worker_costs_its_batch_again(tmp_path: Path, cluster: str) -> None:
    """A worker that is killed midway changes nothing about what is published."""
    here = support.site_from(tmp_path / "here", newspaper("Killed"), page_size="5")
    afar = support.site_from(tmp_path / "afar", newspaper("Killed"), page_size="5")
    support.build(here)
    built = build_on(afar, cluster, victims=2)
    assert (built.returncode, built.stderr) == (0, "")
    assert support.tree_of(afar / "public") == support.tree_of(here / "public")


def test_a_template_that_fails_afar_is_reported_as_here(tmp_path: Path, cluster: str) -> None:
    """The same lines, the same status, and nothing is published."""
    broken = "<!DOCTYPE html>\n<p>{{ page.nothing_like_it }}</p>\n"
    files = {**newspaper(), "themes/own/templates/article.html": broken}
    site = support.site_from(tmp_path, files, theme="own")
    afar, here = build_on(site, cluster), support.run_backfile(site, "build", *NOW)
    assert (afar.returncode, here.returncode) == (1, 1)
    assert "themes/own/templates/article.html:2" in afar.stderr
    assert afar.stderr == here.stderr
    assert support.tree_of(site / "public") == {}


def test_a_worker_with_another_environment_is_refused(tmp_path: Path) -> None:
    """Of a worker that has another Backfile it is said what differs; nothing is published."""
    other = tmp_path / "other"
    shutil.copytree(PACKAGE, other / "backfile", ignore=shutil.ignore_patterns("__pycache__"))
    path = other / "backfile" / "__init__.py"
    path.write_text(path.read_text().replace(backfile.__version__, "0.0.7"))
    site = support.site_from(tmp_path / "site", newspaper())
    with (
        scheduler(tmp_path / "cluster") as address,
        workers(tmp_path / "cluster", address, 1, PYTHONPATH=str(other)),
    ):
        built = build_on(site, address)
    assert built.returncode == 1
    assert f"backfile 0.0.7 (here {backfile.__version__})" in built.stderr
    assert built.stderr.count("\n") == 1
    assert support.tree_of(site / "public") == {}


def test_a_cluster_without_workers_is_one_clear_error(tmp_path: Path) -> None:
    """A scheduler that has nobody to send work to ends the build soon."""
    site = support.site_from(tmp_path / "site", newspaper())
    with scheduler(tmp_path / "cluster") as address:
        built = build_on(site, address)
    assert built.returncode == 1
    assert "has no workers" in built.stderr
    assert built.stderr.count("\n") == 1
    assert support.tree_of(site / "public") == {}


def test_a_scheduler_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    """It is said within seconds, before anything is read."""
    site = support.site_from(tmp_path, newspaper())
    ended = support.run_backfile(site, "build", "--executor", "dask://127.0.0.1:1")
    assert ended.returncode == 1
    assert "no Dask scheduler can be reached at 127.0.0.1:1" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (site / ".backfile").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--executor", "127.0.0.1:8786"), "write dask://HOST:PORT"),
        (("--executor", "dask://somewhere"), "write dask://HOST:PORT"),
        (("--executor", "dask://somewhere:http"), "write dask://HOST:PORT"),
        (("--sink", "somewhere"), "add --executor"),
        (("--executor", "dask://127.0.0.1:1", "--sink", "ftp://somewhere/"), "s3://"),
    ],
)
def test_wrong_usage_says_what_would_be_right(
    tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    """An address or a sink that is none ends with status 2, and names the form."""
    site = support.site_from(tmp_path, {})
    ended = support.run_backfile(site, "build", *options)
    assert ended.returncode == 2
    assert message in ended.stderr


def test_a_library_that_is_not_installed_is_named(tmp_path: Path) -> None:
    """Without Dask, the option says what to install."""
    site = support.site_from(tmp_path, {})
    without = "import sys; sys.modules['distributed'] = None; from backfile.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", without, "build", "--executor", "dask://127.0.0.1:1"],
        cwd=site, env=support.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "pip install 'backfile[dask]'" in ended.stderr
