"""
Terms that are all but one with a record: a slip publishes a section of its own.

Sections and series are compared with their records, where there are any; tags are
not, since there are too many of them that are alike.  A query of the theme is
compared with all terms of its taxonomy, since what it names should be there.

Errors:  as warnings; code `term-unknown`.
Cost:    nothing while every term has a record; at most `MOST` comparisons else.
Imports: catalogue, language, errors, model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from backfile.catalogue import records, sources
from backfile.catalogue.connection import Connection
from backfile.errors import Problem
from backfile.language.terms import term_key_of
from backfile.model import Query
from backfile.yaml.wording import nearest, quoted

TAXONOMIES = ("sections", "series")
LIKENESS = 0.8
"""How near two terms are that are rather one: `cultur` and `culture`, not `nature`."""

MOST = 50
"""Terms without a record that are compared; a site with more does not describe its terms."""

MOST_RECORDS = 500


def check_near_terms(db: Connection) -> None:
    """Record the terms without a record that are nearly one with a record."""
    problems = [problem for name in TAXONOMIES for problem in _problems_in(db, name)]
    sources.put_problems(db, "near-terms", problems)


def _problems_in(db: Connection, taxonomy: str) -> Iterator[Problem]:
    known = _recorded(db, taxonomy)
    for key in records.terms_without_record(db, taxonomy, MOST) if known else ():
        near = known.get(key) or _near(key, known)
        if near:
            spelling = next(iter(records.spellings_of(db, taxonomy, key)), key)
            place = records.first_use(db, taxonomy, key, spelling)
            where = f"content/{taxonomy}.yaml"
            message = f"{where} has no {quoted(spelling)}; did you mean {quoted(near)}?"
            yield Problem(*place, "term-unknown", message, "warning")


def _recorded(db: Connection, taxonomy: str) -> dict[str, str]:
    """Return folded key or label -> key, as written, of the terms that have a record."""
    found = records.term_records_of(db, taxonomy, MOST_RECORDS)
    labels = {term_key_of(label): record.key for record in found for _, label in record.label}
    return labels | {term_key_of(record.key): record.key for record in found}


def _near(key: str, known: dict[str, str]) -> str:
    """Return the key that *key* probably stands for; numbers make two terms different."""
    near = nearest(key, known, LIKENESS)
    return known[near] if near and _numbers_in(near) == _numbers_in(key) else ""


def _numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def near_terms_of_queries(db: Connection, queries: Iterable[Query]) -> list[Problem]:
    """Return a warning for each query of a term that is not there, but all but one that is."""
    problems = []
    for query in queries:
        taxonomy, _, written = query.of.partition(":")
        if not written or _is_known(db, taxonomy, term_key_of(written)):
            continue
        known = {key: key for key in records.keys_in_use(db, taxonomy, MOST_RECORDS)}
        known |= _recorded(db, taxonomy)
        near = known.get(term_key_of(written)) or _near(term_key_of(written), known)
        if near:
            message = f"`{taxonomy}` has no {quoted(written)}; did you mean {quoted(near)}?"
            problems.append(Problem(*query.place, "term-unknown", message, "warning"))
    return problems


def _is_known(db: Connection, taxonomy: str, key: str) -> bool:
    if records.spellings_of(db, taxonomy, key) or records.term_record(db, taxonomy, key):
        return True
    return taxonomy == "authors" and records.author_record(db, key) is not None
