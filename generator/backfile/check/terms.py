"""
Terms without a record, and terms that are nearly one another.

Each is published with a page of its own, so a slip makes a second one.  Two terms that
both have a record are two: whoever wrote the records knew both.  What a build reports
of terms (`author-unknown`, `term-unknown`, `term-spelling`) is not told again.

Errors:  as warnings; codes `term-near`, `term-unrecorded`; that one as a note of a taxonomy
         without any record.
Memory:  all terms, and no article.
Imports: check, catalogue, language, errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from backfile.build.read import spellings_of
from backfile.catalogue import desk
from backfile.catalogue.connection import Connection
from backfile.catalogue.sources import Spelling
from backfile.check.findings import Fault
from backfile.check.likeness import skeleton_of, slips_among
from backfile.check.survey import Survey
from backfile.errors import Problem
from backfile.yaml.wording import quoted

TOLD_BY_BUILD = ("author-unknown", "term-unknown")

_NOUNS = {"tags": "tag", "authors": "author", "sections": "section"}


@dataclass
class Taxonomy:
    """The terms of one taxonomy, by folded key."""

    written: dict[str, str] = field(default_factory=dict)
    """How sources write each term that is in use, its commonest spelling."""

    uses: dict[str, int] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    """The key of each term with a record, as its file has it."""

    labels: list[tuple[str, str]] = field(default_factory=list)
    """(label, folded key) of each record, in any language."""


def term_problems(survey: Survey, told: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what is wrong with terms, besides what a build has *told*."""
    db, site = survey.db, survey.site
    known = [problem for problem in told if problem.code in TOLD_BY_BUILD]
    found: dict[Spelling, Fault] = {}
    for name, taxonomy in sorted(read_taxonomies(db).items()):
        near = near_terms(taxonomy, site.default_language)
        for key, written in taxonomy.written.items():
            spelling = Spelling(name, key, written)
            if key in near and not any(_tells_of(problem, name, written) for problem in known):
                found[spelling] = _near(taxonomy, key, near[key])
            elif taxonomy.records and key not in taxonomy.records and key not in near:
                found[spelling] = _unrecorded(name, written)
        if name in site.taxonomies and taxonomy.written and not taxonomy.records:
            yield _without_records(name, len(taxonomy.written))
    for spelling, place in first_uses(db, set(found)):
        yield found[spelling].at(*place)


def _tells_of(problem: Problem, taxonomy: str, written: str) -> bool:
    """Tell whether a build's problem is about that term: of authors, or of the file it names."""
    of_authors = problem.code == "author-unknown"
    right = taxonomy == "authors" if of_authors else taxonomy in problem.message
    return right and f"`{written}`" in problem.message


def read_taxonomies(db: Connection) -> dict[str, Taxonomy]:
    """Return what is known of every term that is in use or has a record."""
    found: dict[str, Taxonomy] = {}
    for (name, key, spelling), uses in desk.spellings_in_use(db):
        taxonomy = found.setdefault(name, Taxonomy())
        taxonomy.written.setdefault(key, spelling)
        taxonomy.uses[key] = taxonomy.uses.get(key, 0) + uses
    authors = found.setdefault("authors", Taxonomy())
    for key, _, author in desk.author_records(db):
        authors.records.setdefault(key, author.key)
        authors.labels += ((label, key) for _, label in author.name)
    for key, term in desk.term_records(db):
        taxonomy = found.setdefault(term.taxonomy, Taxonomy())
        taxonomy.records[key] = term.key
        taxonomy.labels += ((label, key) for _, label in term.label)
    return found


def near_terms(taxonomy: Taxonomy, language: str) -> dict[str, str]:
    """Return key -> key of the term that is probably meant, for terms without a record."""
    by_skeleton: dict[str, set[str]] = {}
    words = [*taxonomy.written.items(), *taxonomy.records.items()]
    words += ((key, label) for label, key in taxonomy.labels)
    for key, word in words:
        by_skeleton.setdefault(skeleton_of(word, language), set()).add(key)
    by_skeleton.pop("", None)
    near: dict[str, str] = {}
    for keys in by_skeleton.values():
        _note_near(taxonomy, near, combinations(sorted(keys), 2))
    for first, second in slips_among(by_skeleton):
        pairs = ((a, b) for a in by_skeleton[first] for b in by_skeleton[second])
        _note_near(taxonomy, near, sorted(pairs))
    return near


def _note_near(taxonomy: Taxonomy, near: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    """Note which term of each pair probably means the other: the rarer, without a record."""
    for pair in pairs:
        meant, slip = sorted(pair, key=lambda key: _weight(taxonomy, key), reverse=True)
        if meant != slip and slip not in taxonomy.records and slip in taxonomy.written:
            near.setdefault(slip, meant)


def _weight(taxonomy: Taxonomy, key: str) -> tuple[bool, int, str]:
    return key in taxonomy.records, taxonomy.uses.get(key, 0), key


def first_uses(
    db: Connection, wanted: set[Spelling]
) -> Iterator[tuple[Spelling, tuple[str, int, int]]]:
    """Yield (path, line, column) of the first text, by path, that writes each spelling."""
    if not wanted:
        return
    for path, fields in desk.texts_in_order(db):
        for spelling in spellings_of(fields):
            if spelling in wanted:
                wanted.discard(spelling)
                key = {"authors": "author", "sections": "section"}
                mark = key.get(spelling.taxonomy, spelling.taxonomy)
                yield spelling, (path, *fields.marks.get(mark, fields.marks.get("title", (1, 1))))
        if not wanted:
            return


def _near(taxonomy: Taxonomy, key: str, meant: str) -> Fault:
    other = taxonomy.records.get(meant) or taxonomy.written[meant]
    remedy = "write it alike everywhere"
    if meant in taxonomy.records:
        remedy = f"write {quoted(other)}, whose record has the labels of all languages"
    message = f"{quoted(taxonomy.written[key])} is nearly {quoted(other)}; {remedy}"
    return Fault("term-near", message, "warning")


def _unrecorded(name: str, written: str) -> Fault:
    noun = _NOUNS.get(name, f"entry of `{name}`")
    where = "content/authors/" if name == "authors" else f"content/{name}.yaml"
    message = f"the {noun} {quoted(written)} has no record in {where}; add one, or correct it"
    return Fault("term-unrecorded", message, "warning")


def _without_records(name: str, count: int) -> Problem:
    where = "content/authors/ has" if name == "authors" else f"content/{name}.yaml has"
    message = f"{where} no record of the {count:,} terms in `{name}`; they are shown as written"
    return Problem("", 0, 0, "term-unrecorded", message, "note")
