"""
What there is to deploy, made ready: the ledger filled, and what rails say of it.

Errors:  SiteError if a rail refuses; OSError if the output folder cannot be read.
Imports: build, site, catalogue, deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from backfile.build.opening import CATALOGUE, OUTPUT, Options
from backfile.build.report import Report
from backfile.catalogue import articles, ledger
from backfile.catalogue.connection import Connection, open_for_reading, read_meta
from backfile.deploy.choice import state_folder
from backfile.deploy.compress import siblings
from backfile.deploy.extras import beside_files, extra_files
from backfile.deploy.headers import headers_digest
from backfile.deploy.hosts import limit_faults, limit_notes
from backfile.deploy.listing import HeadersDigest, items_below, links_below
from backfile.deploy.rails import faults_of_build, faults_of_files, lifted
from backfile.deploy.remote import Shipment
from backfile.errors import Problem, SiteError, UsageError
from backfile.fingerprint import digest_of
from backfile.model import Item, Site, Target
from backfile.pages.addresses import alias_url, path_of


@dataclass(frozen=True)
class Freight:
    """What there is to deploy."""

    shipment: Shipment
    ledger: Connection
    now_us: int
    """What was now for the build; 0 if that is not known."""

    site_folder: Path


@contextmanager
def open_freight(
    options: Options, site: Site, target: Target, report: Report, allowed: frozenset[str]
) -> Iterator[Freight]:
    """Write what there is to deploy into the ledger of the target."""
    output = (options.output or options.site_folder / OUTPUT).absolute()
    if not output.is_dir():
        raise UsageError(f"{output} is no folder; deploy without --no-build")
    state = state_folder((options.site_folder / CATALOGUE).absolute(), target)
    report.begin("looking at files")
    with closing(ledger.open_ledger(state / "ledger.sqlite")) as book:
        faults, now_us, redirects = _take_stock(options, site, target, output, book)
        extras = extra_files(site, target, redirects)
        ledger.add_here(book, _write_extras(extras, state / "extras", target))
        ledger.add_here(book, siblings(book, target.compress, output, state.parent, report))
        faults += faults_of_files(book, site, links_below(output))
        faults += limit_faults(target, book)
        faults = lifted(faults, allowed)
        if faults:
            raise SiteError(tuple(faults))
        if not now_us:
            report.note(f"{output} is not of the last build here: its redirects are not known")
        for line in limit_notes(site, target, book, redirects):
            report.note(line)
        beside = beside_files(site, target, redirects)
        shipment = Shipment(site, target, output, state, redirects, beside, report)
        yield Freight(shipment, book, now_us, options.site_folder)


def _take_stock(
    options: Options, site: Site, target: Target, output: Path, book: Connection
) -> tuple[list[Problem], int, dict[str, str]]:
    """List the files; return what is wrong with the build, its moment, and all redirects."""
    db = _open_catalogue(options.site_folder / CATALOGUE, output)
    if db is None:
        ledger.set_here(book, items_below(output, None, _rule_of(target, {})))
        return [], 0, {}
    with closing(db):
        words = read_meta(db, "moment").decode().split()
        redirects = {
            path_of(site, alias_url(site, alias)): url
            for alias, url in articles.redirect_targets(db)
        }
        ledger.set_here(book, items_below(output, db, _rule_of(target, redirects)))
        return list(faults_of_build(db)), int(words[0]) if words else 0, redirects


def _rule_of(target: Target, redirects: Mapping[str, str]) -> HeadersDigest:
    """Return what the digest of a file's headers is, at a target."""
    if target.kind != "bucket":
        return lambda _path, _sort: ""
    if not target.redirects:
        return headers_digest
    return lambda path, sort: headers_digest(
        path, sort, redirects.get(path, "") if sort == "redirect" else ""
    )


def _open_catalogue(folder: Path, output: Path) -> Connection | None:
    """Open the catalogue, if there is one and it is about that output folder."""
    if not (folder / "catalogue.sqlite").exists():
        return None
    db = open_for_reading(folder)
    if read_meta(db, "output") == str(output).encode():
        return db
    db.close()
    return None


def _write_extras(files: dict[str, bytes], folder: Path, target: Target) -> Iterator[Item]:
    """Lay the files aside from which they are sent."""
    for path, data in sorted(files.items()):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        headers = headers_digest(path, "media") if target.kind == "bucket" else ""
        yield Item(path, digest_of(data).hex(), len(data), "media", "", headers, 0, str(file))
