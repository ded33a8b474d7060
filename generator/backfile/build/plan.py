"""
Changes -> pending pages: what may be stale, and what is no more.

A complete plan claims every page that exists and drops the others; an
incremental one asks each kind of page what the changes may have touched.  Both
leave the same rows.  Two owners of one path are found here, before anything is
rendered.

Imports: build.clashes, catalogue, pages, model.
"""

from __future__ import annotations

from backfile.build.clashes import problem_of_clash
from backfile.catalogue import outputs, sources
from backfile.catalogue.clashes import find_clashes
from backfile.catalogue.connection import Connection, read_meta, write_meta
from backfile.model import PageKey
from backfile.pages import KINDS, MODULES
from backfile.pages.addresses import path_of
from backfile.pages.changes import Changes
from backfile.pages.reader import Reader


def plan_everything(reader: Reader) -> None:
    """Claim every page there is, and drop what is planned and is not."""
    db = reader.db
    seen = int.from_bytes(read_meta(db, "plan"), "big") + 1
    write_meta(db, "plan", seen.to_bytes(4, "big"))
    outputs.begin_plan(db)
    every = (
        (key, path_of(reader.site, url)) for module in MODULES for key, url in module.pages(reader)
    )
    if outputs.has_outputs(db):
        for key, path in every:
            outputs.claim_output(db, key, path, seen)
        outputs.drop_unseen(db, seen)
    else:
        outputs.claim_first_outputs(db, every, seen)


def plan_changes(reader: Reader, changes: Changes) -> None:
    """Claim the pages that *changes* may have touched, and drop those that are no more."""
    db = reader.db
    seen = int.from_bytes(read_meta(db, "plan"), "big")
    outputs.begin_plan(db)
    for key in sorted(_affected(reader, changes)):
        url = KINDS[key.kind].url_of(reader, key)
        if url is None:
            outputs.drop_output(db, key)
        else:
            outputs.claim_output(db, key, path_of(reader.site, url), seen)


def _affected(reader: Reader, changes: Changes) -> set[PageKey]:
    return {key for module in MODULES for key in module.affected(reader, changes)}


def record_clashes(db: Connection) -> None:
    """Record outputs that claim one path as problems of the sources they come from."""
    found = find_clashes(db)
    sources.forget_problems_of(db, "clash")
    for clash in found:
        problem = problem_of_clash(db, clash)
        if problem:
            sources.add_problem(db, f"clash:{clash.path}", problem)
