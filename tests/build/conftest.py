"""What holds for tests that build whole sites again and again: templates are parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import nodes


@pytest.fixture(autouse=True, scope="session")
def parse_once() -> Iterator[None]:
    """
    Let what a template refers to be found in a tree that is parsed once, not in each build.

    A tree follows from the text alone, and is only read.  It is half the cost of a small
    build; compiling, which alters its trees, has its own.
    """
    parse, trees = Environment.parse, {}

    def parse_if_new(self: Environment, *text: Any) -> nodes.Template:
        if text not in trees:
            trees[text] = parse(self, *text)
        return trees[text]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "parse", parse_if_new)
        yield
