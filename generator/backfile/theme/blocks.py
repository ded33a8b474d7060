"""
Blocks that fill nothing: a template gives one that none of its parents has.

Jinja leaves such a block out without a word, so that an override with a slip in its
name looks as if it had no effect.  A block within another one is new, and is shown
with it.

Errors:  warnings `unknown-block`, at the line of the block.
Imports: yaml (wording), theme (closure, environment, failure), errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.errors import Problem
from backfile.theme.closure import references_of
from backfile.theme.failure import TemplateFailure
from backfile.yaml.wording import listed, quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment

    from backfile.theme.closure import References
    from backfile.theme.environment import ThemeLoader

    Lookup = Callable[[str], References | None]


def unknown_blocks(
    environment: Environment, loader: ThemeLoader, known: dict[str, References | None]
) -> list[Problem]:
    """Return a warning for each block that no parent has; *known* as `closure_of` keeps it."""

    def look_up(name: str) -> References | None:
        try:
            return references_of(environment, loader, known, name)
        except TemplateFailure:  # no text at all, which is told where it is compiled
            return None

    return [
        problem
        for number, layer in enumerate(loader.theme.layers)
        for name in layer.templates
        if (template := look_up(loader.name_in(number, name)))
        for problem in _problems_of(template, f"{layer.shown}/templates/{name}", loader, look_up)
    ]


def _problems_of(
    template: References, shown: str, loader: ThemeLoader, look_up: Lookup
) -> Iterator[Problem]:
    blocks = _blocks_above(template, loader, look_up)
    for block, line in template.filled:
        if blocks is not None and block not in blocks:
            hint = f"its blocks are {listed(blocks)}" if blocks else "give it one"
            hint = suggestion(block, blocks, hint)
            message = f"nothing shows the block {quoted(block)}: the template extended has none"
            yield Problem(shown, line, 0, "unknown-block", f"{message}; {hint}", "warning")


def _blocks_above(template: References, loader: ThemeLoader, look_up: Lookup) -> list[str] | None:
    """
    Return the blocks of all that a template extends; None if that is nothing, or not known.

    A theme that replaces a template may leave blocks out on purpose, which those of
    the theme below fill; so the files that it shadows count as well.
    """
    blocks: set[str] = set()
    seen: set[str] = set()
    parent = template.parent
    while parent:
        found = None if parent in seen else look_up(parent)
        if found is None:
            return None
        seen.add(parent)
        for name in loader.names_from(parent):
            shadowed = look_up(name)
            blocks.update(shadowed.blocks if shadowed else ())
        parent = found.parent
    return sorted(blocks) if seen and parent is not None else None
