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


def names_of(requirements: list[str]) -> set[str]:
    """Return the names of distributions, without what is said of their versions."""
    return {re.split(r"[<>=!~\[ ]", requirement)[0].lower() for requirement in requirements}


def declared() -> set[str]:
    """Return the names of the runtime dependencies, those of extras included."""
    project = PROJECT["project"]
    extras = (names_of(names) for names in project["optional-dependencies"].values())
    return names_of(project["dependencies"]).union(*extras)


def imported(folder: str) -> set[str]:
    """Return the distributions that the imports of a folder's modules come from."""
    owners = packages_distributions()
    ours = {path.stem for path in (ROOT / folder).iterdir()} | {"backfile"}
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
            for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names:
                if name not in ours:
                    found.add(owners[name][0].lower())
    return found


def test_dependencies_are_declared_and_used() -> None:
    """An import that is not declared breaks installations; one not used burdens them."""
    assert imported("generator") == declared() - WITHOUT_IMPORT


def test_dependencies_of_tests_are_declared() -> None:
    """A fresh environment with the group `test` has all that the tests import."""
    group = names_of(PROJECT["dependency-groups"]["test"])
    assert imported("tests") <= group | declared()


def test_each_dependency_has_its_reason() -> None:
    """docs/architecture.md says of every dependency why it is there, and of no other."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## Dependencies")[2].partition("\n## ")[0]
    explained = {name.lower() for name in re.findall(r"^\| \[?`?([\w-]+)", section, re.MULTILINE)}
    assert explained - {"package", "---"} - {""} == declared()
