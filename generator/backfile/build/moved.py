"""
Addresses that die: an article is published elsewhere now, and nothing leads there.

A corrected headline, date or section moves an article.  What is published may not
depend on what was built before, so no redirect is made by itself; but the editor is
told before the old page goes, as long as it is there.

Errors:  as warnings; code `address-lost`.
Cost:    a look-up for each file that is about to be removed.
Imports: build.story, catalogue, site, errors, model.
"""

from __future__ import annotations

import re

from backfile.build.story import slug_in_address
from backfile.catalogue import outputs, sources
from backfile.catalogue.connection import Connection
from backfile.catalogue.outputs import Move
from backfile.catalogue.sources import StoryText
from backfile.errors import Problem
from backfile.model import Site
from backfile.site.addresses import slug_fault

MOST = 20
"""Moves that are told one by one; more have one cause, which is in no article."""

EXAMPLES = 3

_PLAIN = re.compile(r"[^\W_][\w./-]*")
"""What needs no quotes in YAML."""


def lost_addresses(db: Connection, site: Site) -> list[Problem]:
    """Return a warning for each address that nothing leads to, or one for very many."""
    moves = list(outputs.moved_texts(db))
    if len(moves) > MOST:
        return [_summary(moves)]
    return [_problem_of(db, site, move) for move in moves]


def _summary(moves: list[Move]) -> Problem:
    examples = ", ".join(f"`{_shown(m.old)}` to `{_shown(m.new)}`" for m in moves[:EXAMPLES])
    message = (
        f"{len(moves):,} articles and pages moved, and links to their old addresses will fail"
        f" ({examples}, …); take back what moved them, such as `permalink` in site.yaml or the"
        " slug of a section, or write `aliases` in each"
    )
    return Problem("", 0, 0, "address-lost", message, "warning")


def _problem_of(db: Connection, site: Site, move: Move) -> Problem:
    texts = sources.texts_of_story(db, move.story)
    text = next(text for text in texts if text.fields.language == move.language)
    marks = text.fields.marks
    line, column = marks.get("slug") or marks.get("title") or (1, 1)
    old = _shown(move.old)
    remedy = f"write `aliases: [{_in_yaml(old)}]`"
    if text.fields.aliases:
        remedy = f"add `{old}` to `aliases`"
    slug = _former_slug(site, move, text)
    if slug:
        remedy += f", or keep it with `slug: {_in_yaml(slug)}`"
    message = (
        f"the {move.kind} moved from `{old}` to `{_shown(move.new)}`,"
        f" and links to the old address will fail; {remedy}"
    )
    return Problem(text.path, line, column, "address-lost", message, "warning")


def _former_slug(site: Site, move: Move, text: StoryText) -> str:
    """Return the slug that would keep the old address; empty if more than the slug changed."""
    old, new = move.old.split("/"), move.new.split("/")
    differing = [
        index for index, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1
    ]
    if len(old) != len(new) or len(differing) != 1:
        return ""
    former, now = old[differing[0]], new[differing[0]]
    return former if now == _slug_now(site, move, text) and not slug_fault(former) else ""


def _slug_now(site: Site, move: Move, text: StoryText) -> str:
    """Return the part of the new address that `slug` decides about; empty if there is none."""
    fields = text.fields
    if move.kind == "page":
        return fields.slug or text.stem.rpartition("/")[2]
    has_own_part = "{slug}" in site.permalink.split("/")
    return slug_in_address(fields, site) if has_own_part else ""


def _shown(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def _in_yaml(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text.removeprefix("/")) and text.lower() != "null"
    return text if is_plain else f'"{text}"'
