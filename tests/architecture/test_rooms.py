"""How the package is divided: who imports whom, and what every module has."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generator" / "backfile"

STEPS = (
    ("__main__",),
    ("cli",),
    ("terminal",),
    ("check", "deploy", "desk", "serve"),
    ("build",),
    ("pages", "theme"),
    ("source", "catalogue", "images"),
    ("markup",),
    ("language",),
    ("site",),
    ("yaml",),
    ("fingerprint",),
    ("model",),
    ("errors",),
    ("__init__",),
)
"""The rooms from the top down.  Each may import those on lower steps only."""

STEP_OF = {room: number for number, step in enumerate(STEPS) for room in step}
LONGEST_LINES = 400

MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@cache
def tree_of(module: str) -> ast.Module:
    """Return the syntax tree of `build/plan.py` and its like."""
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


def room_of(module: str) -> str:
    """Return the room that a module stands in: the folder, or the module itself."""
    return module.partition("/")[0].removesuffix(".py")


def imported_by(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their module in full"
            yield from (
                (node.lineno, f"{node.module}.{alias.name}" if node.module == "backfile"
                 else str(node.module))
                for alias in node.names
            )  # fmt: skip


def rooms_imported_by(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, room) of every import from this package."""
    for line, name in imported_by(tree):
        package, _, rest = name.partition(".")
        if package == "backfile":
            room = rest.partition(".")[0]
            yield line, room if room in STEP_OF else "__init__"


def wrong_imports(module: str, tree: ast.AST) -> list[str]:
    """Return what *module* imports from above, or from beside."""
    own = room_of(module)
    return [
        f"{module}:{line} imports {room}"
        for line, room in rooms_imported_by(tree)
        if room != own and STEP_OF[room] <= STEP_OF[own]
    ]


def test_every_room_has_its_step() -> None:
    """A new room must be given its place in the order before anything imports it."""
    assert {room_of(module) for module in MODULES} == set(STEP_OF)


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    """A room imports only rooms below it, inside functions and for types as well."""
    assert wrong_imports(module, tree_of(module)) == []


@pytest.mark.parametrize(
    "code",
    [
        "from backfile.build.pipeline import build",
        "import backfile.theme.chain",
        "from backfile import theme",
        "if TYPE_CHECKING:\n    from backfile.theme.chain import Theme",
        "def read() -> None:\n    import backfile.cli",
    ],
)
def test_wrong_import_is_seen(code: str) -> None:
    """The check above sees each way of writing an import: a room above, and one beside."""
    assert wrong_imports("pages/article.py", ast.parse(code))


@pytest.mark.parametrize("module", MODULES)
def test_module_explains_itself(module: str) -> None:
    """Every module says what it is for; one with imports of ours says so at the end."""
    docstring = ast.get_docstring(tree_of(module))
    assert docstring, f"{module} has no docstring"


@pytest.mark.parametrize("module", MODULES)
def test_module_is_short(module: str) -> None:
    """No module is too long to be read at one sitting."""
    count = len((PACKAGE / module).read_text(encoding="utf-8").splitlines())
    assert count <= LONGEST_LINES


def test_map_of_rooms_is_true() -> None:
    """The package's docstring names every room once, each below what it may import."""
    docstring = ast.get_docstring(tree_of("__init__.py")) or ""
    rooms = [line.split()[0] for line in docstring.splitlines() if line.startswith("    ")]
    assert sorted(rooms) == sorted(STEP_OF.keys() - {"__init__", "__main__"})
    steps = [STEP_OF[room] for room in rooms]
    assert steps == sorted(steps, reverse=True)


def test_module_can_be_imported_alone() -> None:
    """No module relies on another one having been imported before: no circles."""
    names = [module.removesuffix(".py").replace("/", ".") for module in MODULES]
    names = [name.removesuffix(".__init__") for name in names if name != "__main__"]
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALONE, *names],
        capture_output=True, text=True, check=False, timeout=100,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


_IMPORT_ALONE = """
import importlib, os, sys
# Loaded once for all, so that each child has only our modules to import.
import babel.dates, click, jinja2, markdown_it, msgspec, PIL.Image, rich.progress, sqlite3, yaml

for name in sys.argv[1:]:
    assert "backfile" not in sys.modules
    child = os.fork()
    if child == 0:
        status = 0
        try:
            importlib.import_module("backfile" if name == "__init__" else f"backfile.{name}")
        except BaseException as error:
            print(f"{name}: {error!r}", flush=True)
            status = 1
        os._exit(status)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit(1)
"""


def test_command_line_starts_light() -> None:
    """Asking for the version loads neither templates nor Markdown, CLDR or pictures."""
    heavy = ("jinja2", "markdown_it", "babel", "PIL", "rich", "sqlite3", "pyuca")
    code = (
        "import sys, backfile.cli\n"
        f"print(*sorted(set({heavy!r}) & set(sys.modules)))"
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, timeout=100,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    assert done.stdout.strip() == ""
