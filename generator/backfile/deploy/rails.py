"""
When a deploy is refused, before the first byte is sent.

Each rail has a code, and `--allow CODE` lifts it; that of deletions is lifted by
`--max-deletes`.  All that is wrong is said at once.

Imports: catalogue, deploy, errors, model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from backfile.catalogue import articles, ledger, outputs
from backfile.catalogue.connection import Connection
from backfile.deploy.plan import Plan
from backfile.errors import Problem
from backfile.model import Manifest, Site

CODES: Final = (
    "drafts", "foreign", "front-page", "incomplete", "language", "limits", "older", "secrets",
)  # fmt: skip
"""What `--allow` lifts."""

LEAST_DELETES: Final = 256
DELETES_SHARE: Final = 0.05

SHOWN: Final = 5

_HIDDEN_BUT_FINE: Final = (".nojekyll", ".well-known", ".htaccess")
_SECRET: Final = re.compile(
    r"""(?:^|/)(?:
        \.env(?:\..*)? | \.git(?:/.*)? | \.hg/.* | \.svn/.* | \.ssh/.* | \.aws/.* | \.netrc
      | \.npmrc | \.pypirc | \.htpasswd | id_(?:rsa|dsa|ecdsa|ed25519) | credentials(?:\.json)?
      | service-account.*\.json | node_modules/.* | .*\.(?:pem|key|p12|pfx|jks|kdbx|sqlite3?|sql)
    )$""",
    re.VERBOSE | re.IGNORECASE,
)


def faults_of_build(db: Connection) -> Iterator[Problem]:
    """Yield what is wrong with the output folder, as the catalogue knows it."""
    if not outputs.is_complete(db):
        yield _refusal(
            "incomplete",
            "the last build did not end; build again",
        )
    drafts = articles.count_published_drafts(db)
    if drafts:
        what = "1 draft" if drafts == 1 else f"{drafts:,} drafts"
        yield _refusal("drafts", f"the last build published {what}; build without --drafts")


def faults_of_files(db: Connection, site: Site, links: Iterable[str]) -> Iterator[Problem]:
    """Yield what is wrong with the files that are to be deployed, which the ledger has."""
    wanted = ["index.html", "404.html"]
    wanted += [f"{language.path}/index.html".lstrip("/") for language in site.languages]
    missing = [path for path in dict.fromkeys(wanted) if not ledger.has_here(db, path)]
    if missing:
        message = f"{_listed(missing)} would be missing; build the site"
        yield _refusal("front-page", message)
    secret = [item.path for item in ledger.here_items(db) if is_secret(item.path)]
    if secret:
        message = f"{_listed(secret)} may hold secrets; remove what is not meant for readers"
        yield _refusal("secrets", message)
    linked = list(links)
    if linked:
        message = f"{_listed(linked)}: symbolic links are not published; put files in their place"
        yield _refusal("secrets", message)


def is_secret(path: str) -> bool:
    """Tell whether a file, by its name, is nothing for readers."""
    if _SECRET.search(path):
        return True
    hidden = (part for part in path.split("/") if part.startswith("."))
    return any(part not in _HIDDEN_BUT_FINE for part in hidden)


def faults_of_plan(
    live: Manifest | None,
    languages: dict[str, int],
    now_us: int,
    plan: Plan,
    max_deletes: int | None,
    count_there: int,
) -> Iterator[Problem]:
    """
    Yield why a plan must not be carried out.

    Args:
        live: What is there now.
        languages: Tag -> articles of what is to be deployed; empty if that is not known.
        now_us: What was now for its build; 0 if that is not known.
        max_deletes: As the command line says; None for the default.
        count_there: Files at the target.
    """
    if live and now_us and now_us < live.now_us:
        message = (
            f"the build is of {_moment(now_us)}, and what is live of {_moment(live.now_us)}; "
            "build again"
        )
        yield _refusal("older", message)
    had = live.languages if live else {}
    gone = [tag for tag, articles_there in had.items() if articles_there and not languages.get(tag)]
    if languages and gone:
        message = (
            f"no article in {_listed(gone)} would be left; look at `languages` and at content/"
        )
        yield _refusal("language", message)
    most = max_deletes
    if most is None:
        most = max(LEAST_DELETES, int(count_there * DELETES_SHARE))
    if plan.deleted > most:
        message = (
            f"{plan.deleted:,} of {count_there:,} files would be deleted, more than {most:,}: "
            f"{_listed(plan.deletions, plan.deleted)}; --max-deletes {plan.deleted} allows it"
        )
        yield Problem("", 0, 0, "deletions", message)


def lifted(faults: Iterable[Problem], allowed: frozenset[str]) -> list[Problem]:
    """Return the faults that no `--allow` lifts."""
    return [fault for fault in faults if fault.code not in allowed]


def foreign_fault(place: str) -> Problem:
    """Say that a target holds what no deploy of ours left there."""
    message = (
        f"{place} is not empty, and no manifest says that a deploy of ours ended there; "
        "is it the right one?"
    )
    return _refusal("foreign", message)


def other_site_fault(place: str, live: str) -> Problem:
    """Say that a target holds another site."""
    message = f"{place} is where {live} is live, which is another site; is it the right one?"
    return _refusal("foreign", message)


def limit_fault(message: str) -> Problem:
    """Say that a host does not take as much."""
    return _refusal("limits", message)


def _refusal(code: str, message: str) -> Problem:
    return Problem("", 0, 0, code, f"{message} (--allow {code} deploys all the same)")


def _listed(names: Iterable[str], count: int = 0) -> str:
    every = list(names)
    shown = ", ".join(every[:SHOWN])
    more = max(count, len(every)) - min(len(every), SHOWN)
    return f"{shown} and {more:,} more" if more else shown


def _moment(us: int) -> str:
    return datetime.fromtimestamp(us / 1e6, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
