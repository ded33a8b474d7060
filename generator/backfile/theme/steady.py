"""
Which parts of a template say the same on every page of a language.

A part is *steady* if all it names is `site`, macros of imported templates, and functions
that every template has: masthead, icons, stylesheets, the foot of the page.  Such a part is
rendered once for each language, and what came of it stands in all pages.

Whoever reads a name decides what it means, so the code compares what each name of a part
means with what it meant before; here it is enough that the template itself gives none of
them another meaning.

Imports: nothing of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STEADY_NAMES = frozenset(
    {
        "site", "asset", "has_asset", "language_marker",
        "_", "gettext", "ngettext", "pgettext", "npgettext", "range", "dict",
    }
)  # fmt: skip
"""What means the same on all pages of a language; functions of these names are pure."""

_PARTS = (nodes.Output, nodes.If, nodes.For)
"""Statements that do nothing but write."""

_INNER = (nodes.Expr, nodes.Helper, *_PARTS)
_NEVER = (nodes.NSRef, nodes.ContextReference, nodes.DerivedContextReference)


class Run(NamedTuple):
    """Statements one after another that are all steady, or none of them."""

    body: list[nodes.Node]
    names: tuple[str, ...]
    """What a steady run names, sorted; empty for another run."""


def names_given(template: nodes.Template) -> frozenset[str]:
    """Return the steady names that *template* may use: not those it gives another meaning."""
    stored = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
    imported = {
        node.target
        for node in template.body
        if isinstance(node, nodes.Import) and not node.with_context
    }
    aliases = [node.target for node in template.find_all(nodes.Import)]
    imported = {name for name in imported if aliases.count(name) == 1}
    macros = {macro.name for macro in template.find_all(nodes.Macro)}
    return frozenset((STEADY_NAMES | imported) - stored - macros)


def runs_of(body: Iterable[nodes.Node], known: frozenset[str]) -> Iterator[Run]:
    """Cut *body* into runs, in order; a text beside a steady part belongs to it."""
    run: list[nodes.Node] = []
    names: set[str] = set()
    steady = True
    for node in _single(body):
        found = _names_in(node, known)
        if run and (found is not None) != steady:
            yield _run_of(run, names)
            run, names = [], set()
        steady = found is not None
        run.append(node)
        names |= found or set()
    if run:
        yield _run_of(run, names)


def _run_of(body: list[nodes.Node], names: set[str]) -> Run:
    return Run(body, tuple(sorted(names)))


def _single(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield each statement, of an output each of its children by itself."""
    for node in body:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                yield nodes.Output([child], lineno=child.lineno, environment=node.environment)
        else:
            yield node


def _names_in(node: nodes.Node, known: frozenset[str]) -> set[str] | None:
    """Return the names that a steady statement uses from outside; None if it is not steady."""
    if not isinstance(node, _PARTS):
        return None
    used: set[str] = set()
    return used if _is_steady(node, known, frozenset(), used) else None


def _is_steady(
    node: nodes.Node, known: frozenset[str], own: frozenset[str], used: set[str]
) -> bool:
    """Tell whether *node* is steady, where *own* are names of loops around it; add to *used*."""
    if isinstance(node, nodes.Name):
        if node.name in own or node.ctx != "load":
            return True
        used.add(node.name)
        return node.name in known
    if isinstance(node, _NEVER) or not isinstance(node, _INNER):
        return False
    if isinstance(node, nodes.For):
        return _is_steady_loop(node, known, own, used)
    return all(_is_steady(child, known, own, used) for child in node.iter_child_nodes())


def _is_steady_loop(
    loop: nodes.For, known: frozenset[str], own: frozenset[str], used: set[str]
) -> bool:
    """Tell so of a loop, whose names mean nothing in what it goes through, nor in its `else`."""
    targets = [loop.target] if isinstance(loop.target, nodes.Name) else []
    named = [name.name for name in (*targets, *loop.target.find_all(nodes.Name))]
    inner = own | {"loop", *named}
    test = [loop.test] if loop.test else []
    outside = (_is_steady(node, known, own, used) for node in (loop.iter, *loop.else_))
    inside = (_is_steady(node, known, inner, used) for node in (*test, *loop.body))
    return all(outside) and all(inside)
