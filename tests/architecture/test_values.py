"""What the values that cross rooms may hold: nothing that could change, or has no order."""

from __future__ import annotations

import ast
import inspect
import typing
from pathlib import Path

import msgspec
import pytest

import backfile.model as values
from backfile import errors, model

_MODEL = Path(model.__file__).parent
UNORDERED = {"set", "frozenset", "Set", "AbstractSet", "FrozenSet", "MutableSet"}
CHANGEABLE = {"list", "bytearray", "List", "Sequence", "Iterable"}


def names_in_annotations(module: Path) -> dict[str, set[str]]:
    """Return `Class.field` -> every name that its annotation uses."""
    found: dict[str, set[str]] = {}
    for owner in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(owner, ast.ClassDef):
            continue
        for field in owner.body:
            if isinstance(field, ast.AnnAssign):
                nodes = ast.walk(field.annotation)
                names = {node.id for node in nodes if isinstance(node, ast.Name)}
                found[f"{owner.name}.{ast.unparse(field.target)}"] = names
    return found


@pytest.mark.parametrize("module", sorted(_MODEL.glob("*.py")), ids=lambda path: path.stem)
def test_values_hold_nothing_unordered(module: Path) -> None:
    """A set has no order, so a fingerprint over it would depend on the hash seed."""
    for field, names in names_in_annotations(module).items():
        assert not names & UNORDERED, field


@pytest.mark.parametrize("module", sorted(_MODEL.glob("*.py")), ids=lambda path: path.stem)
def test_values_hold_nothing_changeable(module: Path) -> None:
    """What a template or a worker is handed cannot be altered by it; `extra` is the exception."""
    for field, names in names_in_annotations(module).items():
        assert not names & CHANGEABLE, field


def structs() -> list[type[msgspec.Struct]]:
    """Return every class of value that the model offers, and problems."""
    found = [value for value in vars(values).values() if inspect.isclass(value)]
    return [errors.Problem, *(value for value in found if issubclass(value, msgspec.Struct))]


@pytest.mark.parametrize("struct", structs(), ids=lambda struct: struct.__name__)
def test_values_are_frozen_and_described(struct: type[msgspec.Struct]) -> None:
    """Each kind of value refuses changes, can be resolved, and says what it is."""
    assert struct.__struct_config__.frozen
    assert struct.__doc__
    assert typing.get_type_hints(struct) is not None
