"""
Measure deploys beside the plain tools people would use: `python benchmarks/deploy.py`.

An archive of some 10,000 files goes to each kind of target, all of them real servers
on this machine: a bucket (moto's server), rsync over ssh (sshd), a branch of a bare git
repository, and a folder.  Timed are the first deploy, one with nothing changed, and one
after a text was corrected; by Backfile from the output folder as it is, and by

    aws s3 sync        for the bucket
    rsync -a --delete  over ssh, and into the folder
    ghp-import -p      for the branch

Tools that are not on the path are left out.  Prints a table of medians.

Imports: corpus, edits, stories, output.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

import corpus
import edits
import stories
from output import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
STEPS: Final = ("first", "nothing changed", "one text corrected")
PATIENCE_S: Final = 30
ENVIRONMENT: Final = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "generator"),
    "AWS_ACCESS_KEY_ID": "benchmark",
    "AWS_SECRET_ACCESS_KEY": "benchmark",
    "AWS_DEFAULT_REGION": "us-east-1",
    "GIT_AUTHOR_NAME": "Benchmark",
    "GIT_AUTHOR_EMAIL": "benchmark@localhost",
    "GIT_COMMITTER_NAME": "Benchmark",
    "GIT_COMMITTER_EMAIL": "benchmark@localhost",
}


class Way(NamedTuple):
    """One way to publish the output folder."""

    target: str
    tool: str
    command: list[str]
    clear: Callable[[], object]
    """Empties the target, and forgets what is remembered of it."""


class Places(NamedTuple):
    """Where the site goes."""

    folder: Path
    site: Path
    s3: str
    """URL of the server of buckets; empty if there is none."""

    ssh: str
    """The command that reaches sshd; empty if there is none."""

    port: int


def main() -> None:
    """Measure every way, and print what it took."""
    arguments = _parse()
    with (
        tempfile.TemporaryDirectory(dir=arguments.dir, prefix="deploys-") as name,
        ExitStack() as stack,
    ):
        folder = Path(name)
        recipe = stories.Recipe(arguments.stories, 1, is_short=False)
        corpus.write_corpus(recipe, folder / "site", None)
        port = _free_port()
        ssh = stack.enter_context(_sshd(folder, port)) if _sshd_command() else ""
        s3 = stack.enter_context(_buckets(_free_port()))
        places = Places(folder, folder / "site", s3, ssh, port)
        _name_targets(places)
        _build(places.site)
        count = sum(len(files) for _, _, files in os.walk(places.site / "public"))
        print(f"{count:,} files; medians of {arguments.rounds}\n", flush=True)
        print("| target | tool | " + " | ".join(STEPS) + " |")
        print("| --- | --- |" + " ---: |" * len(STEPS))
        for way in _ways(places):
            runs = [_measure(way, places, recipe) for _ in range(arguments.rounds)]
            cells = (f"{median(column):.2f} s" for column in zip(*runs, strict=True))
            print(f"| {way.target} | {way.tool} | " + " | ".join(cells) + " |", flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure deploys.")
    parser.add_argument("--stories", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dir", default="/dev/shm", help="where the site and the targets are")
    return parser.parse_args()


def _measure(way: Way, places: Places, recipe: stories.Recipe) -> list[float]:
    """Return the seconds of each step, from an empty target on."""
    folder = Folder(places.site)
    way.clear()
    seconds = [_timed(way, places), _timed(way, places)]
    edits.correct_body(folder, recipe)
    _build(places.site)
    seconds.append(_timed(way, places))
    edits.undo_edits(folder, recipe)
    _build(places.site)
    return seconds


def _timed(way: Way, places: Places) -> float:
    begun = time.perf_counter()
    _run(way.command, places.site)
    return time.perf_counter() - begun


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout[-500:]}{done.stderr[-500:]}")


def _build(site: Path) -> None:
    _run([sys.executable, "-m", "backfile", "build", "--quiet", "--now", "2026-01-01T00:00Z"], site)


def _name_targets(places: Places) -> None:
    """Write the targets into site.yaml."""
    remote = places.folder / "site.git"
    _run(["git", "init", "--quiet", "--bare", str(remote)], places.folder)
    targets = {
        "bucket": {"to": "s3://backfile", "endpoint": places.s3, "region": "us-east-1"},
        "branch": {"to": str(remote), "branch": "gh-pages"},
        "folder": {"to": f"file://{places.folder}/folder"},
    }
    if places.ssh:
        where = f"rsync://localhost:{places.port}{places.folder}/server"
        targets["server"] = {"to": where}
    with (places.site / "site.yaml").open("a", encoding="utf-8") as file:
        file.write(f"deploy: {json.dumps(targets)}\n")


def _ways(places: Places) -> Iterator[Way]:
    """Yield every way that this machine has the tools for."""
    folder, remote = places.folder, places.folder / "site.git"
    yield _ours(places, "bucket", lambda: _empty_bucket(places.s3, "backfile"))
    if shutil.which("aws"):
        sync = ["aws", "s3", "sync", "--delete", "--only-show-errors", "--endpoint-url", places.s3]
        command = [*sync, "public", "s3://plain"]
        yield Way("bucket", "aws s3 sync", command, lambda: _empty_bucket(places.s3, "plain"))
    if places.ssh:
        yield _ours(places, "server", lambda: _remove(folder / "server"))
        plain = [
            "rsync",
            "-a",
            "--delete",
            "-e",
            places.ssh,
            "public/",
            f"localhost:{folder}/plain/",
        ]
        yield Way("server", "rsync -a --delete", plain, lambda: _remove(folder / "plain"))
    yield _ours(places, "branch", lambda: _empty_repository(remote, places))
    if shutil.which("ghp-import"):
        push = ["ghp-import", "--no-jekyll", "--push", "--force", "public"]
        yield Way("branch", "ghp-import -p", push, lambda: _empty_repository(remote, places))
    yield _ours(places, "folder", lambda: _remove(folder / "folder"))
    copy = ["rsync", "-a", "--delete", "public/", f"{folder}/copy/"]
    yield Way("folder", "rsync -a --delete", copy, lambda: _remove(folder / "copy"))


def _ours(places: Places, target: str, clear: Callable[[], object]) -> Way:
    command = [sys.executable, "-m", "backfile", "deploy", target, "--no-build", "--quiet"]

    def forget() -> None:
        clear()
        _remove(places.site / ".backfile/deploy")

    return Way(target, "backfile deploy", command, forget)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _empty_bucket(server: str, name: str) -> None:
    """Make the bucket anew."""
    import boto3

    bucket = boto3.resource(
        "s3",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="benchmark",
        aws_secret_access_key="benchmark",  # noqa: S106 - moto takes any
    ).Bucket(name)
    bucket.create()
    bucket.objects.all().delete()


def _empty_repository(remote: Path, places: Places) -> None:
    """Make the remote anew, and a repository around the site for the tool that wants one."""
    _remove(remote)
    _remove(places.site / ".git")
    _run(["git", "init", "--quiet", "--bare", str(remote)], places.folder)
    _run(["git", "init", "--quiet"], places.site)
    _run(["git", "remote", "add", "origin", str(remote)], places.site)


@contextmanager
def _buckets(port: int) -> Iterator[str]:
    """Run moto's server of buckets; yield its URL."""
    command = [sys.executable, "-m", "moto.server", "-p", str(port)]
    with _running(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _sshd(folder: Path, port: int) -> Iterator[str]:
    """Run sshd with keys of its own; yield the command that reaches it."""
    keys = folder / "ssh"
    keys.mkdir(mode=0o700)
    for name in ("host", "user"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)]
        _run(make, folder)
    shutil.copyfile(keys / "user.pub", keys / "authorized_keys")
    settings = {
        "Port": str(port),
        "ListenAddress": "127.0.0.1",
        "HostKey": str(keys / "host"),
        "AuthorizedKeysFile": str(keys / "authorized_keys"),
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "SetEnv": "SHLVL=5",  # so that bash does not read what the user has for logins
    }
    lines = [f"{name} {value}\n" for name, value in settings.items()]
    (keys / "sshd_config").write_text("".join(lines))
    known = (keys / "host.pub").read_text()
    (keys / "known_hosts").write_text(f"[localhost]:{port} {known}")
    options = f"-i {keys}/user -o UserKnownHostsFile={keys}/known_hosts -o IdentitiesOnly=yes"
    wrapper = folder / "bin" / "ssh"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} {options} "$@"\n')
    wrapper.chmod(0o755)
    ENVIRONMENT["PATH"] = f"{wrapper.parent}:{ENVIRONMENT['PATH']}"
    with _running([_sshd_command(), "-D", "-f", str(keys / "sshd_config")], port):
        yield f"ssh -p {port}"


def _sshd_command() -> str:
    """Return the whole path of sshd, which it wants to be called by; empty without one."""
    return shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or ""


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    """Run a server until it is not needed any more, from when it answers."""
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"deploy: no server on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
