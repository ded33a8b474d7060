"""What the package draws on: each dependency is declared, used, and has its reason."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

WITHOUT_IMPORT = {"tzdata"}
"""Data that the standard library's zoneinfo finds by itself."""


def declared() -> set[str]:
    """Return the names of the runtime dependencies."""
    wanted = PROJECT["project"]["dependencies"]
    return {re.split(r"[<>=!~\[ ]", requirement)[0].lower() for requirement in wanted}


def imported() -> set[str]:
    """Return the distributions that the package's imports come from."""
    owners = packages_distributions()
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names:
                if name != "backfile":
                    found.add(owners[name][0].lower())
    return found


def test_dependencies_are_declared_and_used() -> None:
    """An import that is not declared breaks installations; one not used burdens them."""
    assert imported() == declared() - WITHOUT_IMPORT


def test_each_dependency_has_its_reason() -> None:
    """docs/architecture.md says of every dependency why it is there, and of no other."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## Dependencies")[2].partition("\n## ")[0]
    explained = {name.lower() for name in re.findall(r"^\| \[?`?([\w-]+)", section, re.MULTILINE)}
    assert explained - {"package", "---"} - {""} == declared()
