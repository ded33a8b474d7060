"""
A digest over everything that one template draws on, apart from its context.

That is its own source, the sources of all that it extends, includes and
imports, and the assets that they name by `asset("…")`: an edited stylesheet
makes exactly those pages stale whose templates use it.  `asset(site.settings.logo)`
names the asset that the theme's settings say.  Where a name is computed in another
way, all of the kind count: every template, or every asset.

Cost:    parses each template once, a millisecond or two; results are kept (`analysis`).
Imports: fingerprint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, meta, nodes

from backfile.fingerprint import digest_of
from backfile.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backfile.theme.assets import Asset
    from backfile.theme.environment import ThemeLoader


FUNCTIONS = ("asset", "has_asset")
"""What templates ask for assets."""


class References(Value, frozen=True):
    """What one template names; of names computed at run time, only that there are some."""

    source: bytes
    """Digest of its source."""

    templates: tuple[str, ...]
    """As called inside Jinja, in order of appearance."""

    any_template: bool
    assets: tuple[str, ...]
    any_asset: bool
    parent: str | None = ""
    """What it extends, as called inside Jinja; empty for nothing, None if a render decides."""

    blocks: tuple[str, ...] = ()
    """Names of all its blocks."""

    filled: tuple[tuple[str, int], ...] = ()
    """(name, line) of the blocks that stand in no other: those that its parent must have."""


def closure_of(
    environment: Environment,
    loader: ThemeLoader,
    assets: Mapping[str, Asset],
    known: dict[str, References | None],
    template: str,
) -> bytes:
    """
    Return 16 bytes over *template* and all that it draws on.

    *known* keeps what was parsed between calls.  A template that does not exist
    counts by its absence, so that adding it later makes its users stale; one
    with an error counts by its source, and fails where it is rendered.
    """
    reached: dict[str, References | None] = {}
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        found = reached[name] = references_of(environment, loader, known, name)
        if found is not None:
            waiting += found.templates
            waiting += loader.list_templates() if found.any_template else []
    return digest_of(_account_of(reached, assets))


def _account_of(reached: Mapping[str, References | None], assets: Mapping[str, Asset]) -> bytes:
    lines = [f"template {name} {found.source.hex()}" for name, found in reached.items() if found]
    lines += [f"template {name} absent" for name, found in reached.items() if not found]
    present = [found for found in reached.values() if found]
    names = {name for found in present for name in found.assets}
    if any(found.any_asset for found in present):
        names.update(assets)
    lines += [f"asset {name} {assets[name].output}" for name in names if name in assets]
    lines += [f"asset {name} absent" for name in names if name not in assets]
    return "\n".join(sorted(lines)).encode()


def references_of(
    environment: Environment,
    loader: ThemeLoader,
    known: dict[str, References | None],
    name: str,
) -> References | None:
    """Return what a template names; None if there is no such template.  *known* as above."""
    if name not in known:
        known[name] = read_references(environment, loader, name)
    return known[name]


def digest_of_source(source: str) -> bytes:
    """Return the digest by which a template's text is known."""
    return digest_of(source.encode())


def read_references(environment: Environment, loader: ThemeLoader, name: str) -> References | None:
    """Parse one template; None if there is no such template."""
    try:
        source, shown, _ = loader.get_source(environment, name)
    except TemplateNotFound:
        return None
    digest = digest_of_source(source)
    try:
        tree = environment.parse(source, name, shown)
    except TemplateSyntaxError:
        return References(digest, (), any_template=False, assets=(), any_asset=False, parent=None)
    templates = list(meta.find_referenced_templates(tree))
    literal, any_asset = _assets_named_in(tree, loader.theme.settings)
    return References(
        digest,
        tuple(loader.resolve(other, name) for other in templates if other is not None),
        None in templates,
        literal,
        any_asset,
        _parent_of(tree, loader, name),
        tuple(sorted({block.name for block in tree.find_all(nodes.Block)})),
        tuple((node.name, node.lineno) for node in tree.body if isinstance(node, nodes.Block)),
    )


def _parent_of(tree: nodes.Template, loader: ThemeLoader, name: str) -> str | None:
    found = list(tree.find_all(nodes.Extends))
    if not found:
        return ""
    [parent, *others] = found
    if others or parent not in tree.body or not isinstance(parent.template, nodes.Const):
        return None
    return loader.resolve(str(parent.template.value), name)


def _assets_named_in(
    tree: nodes.Template, settings: Mapping[str, Any]
) -> tuple[tuple[str, ...], bool]:
    """Return (assets named by a text or a setting, whether any is named in another way)."""
    named = []
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in FUNCTIONS and call.args:
            name = _name_given(call.args[0], settings)
            if name is not None:
                named.append(name)
    uses = sum(name.name in FUNCTIONS for name in tree.find_all(nodes.Name))
    return tuple(sorted(set(named))), uses > len(named)


def _name_given(argument: nodes.Expr, settings: Mapping[str, Any]) -> str | None:
    """Return the asset that an argument names; None if only a render can tell."""
    value: Any = None
    if isinstance(argument, nodes.Const):
        value = argument.value
    elif isinstance(argument, nodes.Getattr) and _is_settings(argument.node):
        value = settings.get(argument.attr)
    return value if isinstance(value, str) else None


def _is_settings(node: nodes.Expr) -> bool:
    if not isinstance(node, nodes.Getattr) or node.attr != "settings":
        return False
    return isinstance(node.node, nodes.Name) and node.node.name == "site"
