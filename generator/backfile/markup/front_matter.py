"""
A source's text -> its front matter and its body, each with its first line.

Front matter begins with a line `---` that is the first of the file, and ends with
the next such line; `---` further down belongs to the body.  Line ends (LF, CRLF,
a lone CR) become LF here, once, so that no later rule meets another.

Errors:  code `front-matter-unclosed`, as a problem; `decode_source` has its own.
Cost:    a few µs; nothing is copied but the two parts.
Source:  SPEC §2 "Front matter".
Imports: yaml, model, errors.
"""

from __future__ import annotations

import re

from backfile.errors import Problem
from backfile.model import Value
from backfile.yaml.decode import decode_source

__all__ = ["FrontMatter", "decode_source", "split_front_matter"]

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class FrontMatter(Value, frozen=True):
    """The two parts of a source; line ends are LF."""

    yaml: str
    """Without the fences; empty when there is no front matter."""

    yaml_line: int
    """The line of the file on which `yaml` begins, 1-based."""

    body: str
    body_line: int


def split_front_matter(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """
    Split a source at its fences.

    With front matter that is never closed the whole text is body, and a problem.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _FENCE.match(text)
    if opening is None:
        return FrontMatter("", 1, text, 1), []
    start = opening.end() + 1
    closing = _FENCE.search(text, start)
    if closing is None:
        message = "front matter is never closed; end it with a line `---`"
        problem = Problem(path, 1, 1, "front-matter-unclosed", message)
        return FrontMatter("", 1, text, 1), [problem]
    yaml = text[start : closing.start()]
    body_line = 3 + yaml.count("\n")
    return FrontMatter(yaml, 2, text[closing.end() + 1 :], body_line), []
