"""
The usual way in: a document that must be a mapping, empty or not.

Errors:  as problems, appended to the list given; `wrong-type` for another root,
         and those of `decode` and `document`.
Imports: yaml.decode, yaml.document, errors.
"""

from __future__ import annotations

from backfile.errors import Problem
from backfile.yaml.decode import decode_source
from backfile.yaml.document import parse_yaml
from backfile.yaml.nodes import Mapping


def read_mapping(data: bytes, path: str, problems: list[Problem]) -> Mapping | None:
    """Read a file that holds a mapping; None if it cannot be read."""
    text, faults = decode_source(data, path)
    problems.extend(faults)
    return None if text is None else parse_mapping(text, path, problems)


def parse_mapping(
    text: str, path: str, problems: list[Problem], *, first_line: int = 1
) -> Mapping | None:
    """Read a text that holds a mapping; an empty one is a mapping without keys."""
    node, faults = parse_yaml(text, path, first_line=first_line)
    problems.extend(faults)
    if type(node) is Mapping:
        return node
    if node is not None:
        message = "not a mapping; write lines of the form `key: value`"
        problems.append(Problem(path, node.line, node.column, "wrong-type", message))
        return None
    return None if faults else Mapping((), first_line, 1)
