"""
`queries` in theme.yaml: lists of articles that a theme wants beside its pages.

A theme adds queries to those of the theme below it, changes single keys of one, or
takes one away by giving it nothing::

    queries:
      sections: {on: [front], of: sections, limit: 8}
      latest: {on: [article, not-found], of: front, limit: 5}
      opinion: {on: [front], of: "sections:opinion", limit: 3}

What a query finds is `page.head.queries.NAME`, on the kinds of pages that it names.

Errors:  as problems; codes `query`, `unknown-taxonomy` and those of `yaml.fields`.
Imports: yaml, theme.description, model, errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from backfile.errors import Problem
from backfile.model import Query, Site
from backfile.theme.description import lay_upon
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Scalar
from backfile.yaml.wording import nearest, quoted

QUERY_KEYS = ("on", "of", "limit", "terms")
ON = ("front", "article", "page", "term", "month", "terms", "archive", "not-found")
"""Kinds of pages that may show what a query finds."""

WHOLE = "front"
DEFAULT_LIMIT = 5
MOST = 50
_OF = re.compile(r"front|[a-z][a-z0-9_-]*(?::[^:\s](?:.*\S)?)?")


def add_queries(root: Fields, below: dict[str, Query]) -> dict[str, Query]:
    """Return the queries of the theme that *root* describes, given those of the theme below."""
    return lay_upon(below, root, "queries", QUERY_KEYS, "query", _read_query)


def _read_query(fields: Fields, name: str, below: Query | None) -> Query | None:
    """Read one query; None if it is new and lacks what it must say."""
    if hasattr(dict, name):
        message = f"{quoted(fields.name)} has a name of Jinja's own; choose another one"
        fields.report(fields, "query", message)
    on = _read_on(fields)
    of = _read_of(fields)
    default = below or Query(name, (), "", DEFAULT_LIMIT, MOST, ("", 0, 0))
    limit = fields.number("limit", default.limit, least=1, most=MOST)
    terms = fields.number("terms", default.terms, least=1, most=MOST)
    if below is None:
        for key in ("on", "of"):
            if key not in fields.nodes:
                fields.report_missing(key)
        # Where no kind of page is known its list is checked all the same.
        if "on" not in fields.nodes or of is None:
            return None
    query = msgspec.structs.replace(default, on=on or default.on, limit=limit, terms=terms)
    if of is None:
        return query
    return msgspec.structs.replace(query, of=of.value, place=(fields.path, of.line, of.column))


def _read_on(fields: Fields) -> tuple[str, ...]:
    """Read `on`, in the order of `ON`."""
    scalars = fields.scalars("on", alone=True) or ()
    for scalar in scalars:
        if scalar.value not in ON:
            fields.report_unknown_value(scalar, f"an entry of {fields.name_of('on')}", ON)
    named = {scalar.value for scalar in scalars}
    return tuple(kind for kind in ON if kind in named)


def _read_of(fields: Fields) -> Scalar | None:
    scalar = fields.filled_scalar("of", "write front, a taxonomy, or `sections:KEY`")
    if scalar is None or (_OF.fullmatch(scalar.value) and not scalar.value.startswith("front:")):
        return scalar
    hint = "write front, a taxonomy such as sections, or one term: `sections:KEY`"
    message = f"{fields.name_of('of')} is {quoted(scalar.value)}; {hint}"
    fields.report(scalar, "query", message)
    return None


def query_problems(queries: Iterable[Query], site: Site) -> list[Problem]:
    """
    Warn of queries whose taxonomy is nearly one that the site has.

    A taxonomy that it has not is no mistake otherwise: themes are for many sites.
    """
    problems = []
    for query in queries:
        taxonomy = query.of.partition(":")[0]
        known = (WHOLE, *site.taxonomies)
        near = "" if taxonomy in known else nearest(taxonomy, known)
        if near:
            message = f"the site has no taxonomy {quoted(taxonomy)}; did you mean `{near}`?"
            problems.append(Problem(*query.place, "unknown-taxonomy", message, "warning"))
    return problems
