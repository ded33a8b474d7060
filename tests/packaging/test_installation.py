"""
What a user gets who installs Backfile: from a wheel, or in place from a clone.

Packages are built without the network and installed into environments of their
own, which see the dependencies of this one but not its Backfile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import backfile

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generator" / "backfile"

SITE = {
    "site.yaml": "title: Tiny\nurl: https://tiny.example\nlanguages: {en: {}}\n",
    "content/articles/first.en.md": "---\ntitle: First\ndate: 2025-08-23\n---\nHello.\n",
}


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in *folder*, without what pytest or the shell would lend it."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip


def build_distribution(kind: str, folder: Path) -> Path:
    """Return the wheel or sdist of this tree, made in *folder*."""
    made = run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, folder=ROOT)
    assert made.returncode == 0, made.stderr
    [found] = folder.iterdir()
    return found


def environment_with(*requirement: str | Path, folder: Path) -> Path:
    """Return the `bin` of a new environment in which *requirement* is installed."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    place = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=ROOT)
    # A path that a .pth file adds is not searched for further .pth files, so the
    # Backfile installed in place beside the dependencies stays out of sight.
    borrowed = sysconfig.get_path("purelib")
    (Path(place.stdout.strip()) / "dependencies.pth").write_text(borrowed, encoding="utf-8")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    command = [sys.executable, "-m", "pip", "--python", python, "install", *options, *requirement]
    installed = run(*command, folder=ROOT)
    assert installed.returncode == 0, installed.stderr
    return python.parent


def packaged_files() -> set[str]:
    """Return every file of the package, as it stands below `generator/`."""
    return {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and not {"__pycache__", ".ruff_cache", ".mypy_cache"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built once."""
    return build_distribution("wheel", tmp_path_factory.mktemp("wheel"))


def check_environment(programs: Path, folder: Path, home: Path) -> None:
    """Build a site with the Backfile in *programs*, which must come from below *home*."""
    version = run(programs / "backfile", "--version", folder=folder)
    assert version.stdout == f"backfile, version {backfile.__version__}\n"
    where = run(programs / "python", "-c", "import backfile; print(backfile.__file__)", folder=home)
    assert Path(where.stdout.strip()).is_relative_to(home)
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    built = run(programs / "python", "-m", "backfile", "build", folder=folder)
    assert (built.returncode, built.stderr) == (0, "")
    assert "First" in (folder / "public/en/index.html").read_text(encoding="utf-8")
    assert list((folder / "public/assets").glob("site.*.css"))


def test_wheel_holds_package_and_nothing_else(wheel: Path) -> None:
    """Templates, styles, messages and the typing marker are in; tests and sites are not."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == packaged_files()
    assert "backfile/py.typed" in names
    assert "backfile/themes/default/templates/article.html" in names


def test_wheel_is_same_each_time(wheel: Path, tmp_path: Path) -> None:
    """Two builds of one tree give the same bytes, whatever the clock says."""
    assert build_distribution("wheel", tmp_path).read_bytes() == wheel.read_bytes()


def test_installed_wheel_builds_site(wheel: Path, tmp_path: Path) -> None:
    """`pip install` of the wheel gives both commands, and the theme that ships in it."""
    home = tmp_path / "environment"
    site = tmp_path / "site"
    site.mkdir()
    check_environment(environment_with(wheel, folder=home), site, home)


def test_installation_in_place_builds_site(tmp_path: Path) -> None:
    """`pip install -e .` runs the code of the clone."""
    programs = environment_with("--editable", ROOT, folder=tmp_path / "environment")
    site = tmp_path / "site"
    site.mkdir()
    check_environment(programs, site, ROOT)


def test_source_distribution_builds_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """What is published as source is enough to build from."""
    (tmp_path / "sdist").mkdir()
    (tmp_path / "wheel").mkdir()
    with tarfile.open(build_distribution("sdist", tmp_path / "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    [folder] = tmp_path.glob("backfile-*")
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "wheel")
    assert run(*command, folder=folder).returncode == 0
    [rebuilt] = (tmp_path / "wheel").iterdir()
    assert rebuilt.read_bytes() == wheel.read_bytes()
