"""
Changes -> pending pages: what may be stale, and what is no more.

A complete plan claims every page that exists and drops the others; an
incremental one asks each kind of page what the changes may have touched.  Both
leave the same rows.  Two owners of one path are found here, before anything is
rendered.

Imports: catalogue, pages, site, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator

from backfile.catalogue import outputs, sources
from backfile.catalogue.connection import Connection, read_meta, write_meta
from backfile.catalogue.outputs import Clash
from backfile.errors import Problem
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
    for module in MODULES:
        for key, url in module.pages(reader):
            outputs.claim_output(db, key, path_of(reader.site, url), seen)
    outputs.drop_unseen(db, seen)


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
    found = outputs.find_clashes(db)
    sources.put_problems(db, "clashes", [_problem_of_clash(db, clash) for clash in found])


def _problem_of_clash(db: Connection, clash: Clash) -> Problem:
    first, second = (list(_owner_of(db, key)) for key in (clash.first, clash.second))
    message = (
        f"{second[0]} and {first[0]} have one address, `/{clash.path.removesuffix('index.html')}`; "
        "give one of them another `slug`"
    )
    if {clash.first.kind, clash.second.kind} & {"redirect"}:
        message = message.replace("another `slug`", "another address or remove the alias")
    return Problem(second[1], 0, 0, "address-taken", message)


def _owner_of(db: Connection, key: PageKey) -> Iterator[str]:
    """Yield how to name the owner of a page, and the source to blame."""
    if key.kind in {"article", "page"}:
        texts = sources.texts_of_story(db, key.subject)
        paths = [text.path for text in texts if text.fields.language == key.language]
        yield paths[0] if paths else key.subject
        yield paths[0] if paths else ""
    elif key.kind == "redirect":
        yield f"an alias in {key.subject}"
        yield key.subject
    elif key.kind in {"static", "photo"}:
        yield key.subject
        yield key.subject
    else:
        name = f"the {key.kind} page" + (f" `{key.subject}`" if key.subject else "")
        yield f"{name} in `{key.language}`" if key.language else name
        yield ""
