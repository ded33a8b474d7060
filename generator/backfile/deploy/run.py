"""
A deploy, on one screen.

The site is built; what there is to deploy is written into the ledger of the target;
one request asks what is live; the ledger compares.  Rails may refuse.  Then files go
up phase by phase, each when the one before is done, caches are told, files that the
site has not any more are deleted, and last comes the manifest.  A failure anywhere
stops all that follows; the ledger has what was done, so that the next deploy goes on
from there.

A target that is atomic shows nothing of this before the end.

Errors:  SiteError if the site has errors or a rail refuses: nothing was sent;
         UsageError for a target that there is not; CatalogueError if a build is
         running; BackfileError if the target cannot be reached, or fails: what was
         sent stays, and nothing was deleted.
Imports: build, site, catalogue, deploy, errors, model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final, NamedTuple, TypeVar
from uuid import uuid4

import msgspec

import backfile
from backfile.build.lock import hold_lock
from backfile.build.opening import CATALOGUE, OUTPUT, Options
from backfile.build.pipeline import build
from backfile.build.report import Built, Report
from backfile.catalogue import ledger
from backfile.catalogue.connection import Connection
from backfile.deploy import lease, purge
from backfile.deploy.choice import load_target, refuse_overlap, state_folder
from backfile.deploy.freight import Freight, open_freight
from backfile.deploy.manifest import write_listing
from backfile.deploy.phases import DELETIONS, PHASES
from backfile.deploy.plan import Plan, compare, plan_of
from backfile.deploy.rails import faults_of_plan, foreign_fault, lifted, other_site_fault
from backfile.deploy.remote import Remote, Shipment, open_remote
from backfile.errors import BackfileError, SiteError, UsageError
from backfile.model import Item, Manifest, Target

T = TypeVar("T")

EXPECTED_AT_ONCE: Final = 500
"""Files of which it is written down together that they are about to be sent or deleted."""

CONFIRMED_AT_ONCE: Final = 100
"""Files whose arrival is written down together."""


@dataclass(frozen=True)
class Wish:
    """What the command line says of a deploy."""

    target: str = ""
    builds: bool = True
    dry_run: bool = False
    verify: bool = False
    """Whether to look at each file of the target, and not only at its manifest."""

    spare: bool = True
    """Whether assets that went out of use lately stay for a while."""

    max_deletes: int | None = None
    allowed: frozenset[str] = frozenset()
    """Codes of rails that are lifted."""


class Deployed(NamedTuple):
    """What came of a deploy."""

    target: Target
    plan: Plan
    built: Built | None
    """None if nothing was built."""

    seconds: float


Planned = Callable[[Target, Plan, Built | None], None]
"""Is told what is planned, and what was built for it, before anything is done."""


@dataclass
class Run:
    """One deploy under way."""

    freight: Freight
    remote: Remote
    wish: Wish
    live: Manifest | None
    plan: Plan

    @property
    def db(self) -> Connection:
        """The ledger of the target."""
        return self.freight.ledger

    @property
    def report(self) -> Report:
        """Who takes notice."""
        return self.freight.shipment.report

    @property
    def target(self) -> Target:
        """Where the site goes."""
        return self.freight.shipment.target


def deploy(options: Options, wish: Wish, report: Report, planned: Planned) -> Deployed:
    """Publish a site to a target; *planned* is told the plan before anything is done."""
    begun = time.monotonic()
    site, target = load_target(options, wish.target)
    refuse_overlap(options, target)
    built = build(options, report) if wish.builds else None
    with (
        hold_lock(options.site_folder / CATALOGUE),
        open_freight(options, site, target, report, wish.allowed) as freight,
    ):
        run = _look(freight, open_remote(freight.shipment), wish)
        planned(target, run.plan, built)
        _refuse(run)
        if not (wish.dry_run or run.plan.is_empty):
            purge.require_access(target)
            _publish_alone(run)
    return Deployed(target, run.plan, built, round(time.monotonic() - begun, 3))


def roll_back(options: Options, name: str, report: Report) -> tuple[Target, str, str]:
    """Make the release before the live one live again; return (target, before, now)."""
    site, target = load_target(options, name)
    if not target.keep:
        message = f"{target.to} keeps no releases; --rollback is for rsync:// and file:// targets"
        raise UsageError(message)
    state = state_folder((options.site_folder / CATALOGUE).absolute(), target)
    state.mkdir(parents=True, exist_ok=True)
    output = (options.output or options.site_folder / OUTPUT).absolute()
    remote = open_remote(Shipment(site, target, output, state, {}, {}, report))
    with hold_lock(options.site_folder / CATALOGUE), remote.hold():
        before, now = remote.roll_back()
    if target.purge:
        report.note("caches were told nothing: let them forget all, or wait until they ask again")
    return target, before, now


def _look(freight: Freight, remote: Remote, wish: Wish, *, verify: bool = False) -> Run:
    """Ask what is live, and make the plan."""
    db = freight.ledger
    freight.shipment.report.begin("comparing")
    live = remote.read()
    base = live.listing if live else ""
    if ledger.base_of(db) != base or not ledger.count_there(db):
        ledger.set_there(db, remote.listing(live) if live else (), base)
    if live and freight.shipment.target.purge:
        if remote.is_atomic:  # the manifest says it all, also what others did since
            ledger.forget_purges(db)
        ledger.add_purges(db, live.purge)
    if wish.verify or verify or _is_doubtful(db, live):
        _verify(freight, remote)
    compare(db, int(time.time()), spare=wish.spare)
    is_unfinished = ledger.has_moved(db) or (live is not None and live.unfinished != "")
    plan = plan_of(
        db,
        remote.requests_of(ledger.steps_of(db)),
        is_first=live is None,
        is_unfinished=is_unfinished,
    )
    return Run(freight, remote, wish, live, plan)


def _is_doubtful(db: Connection, live: Manifest | None) -> bool:
    """Tell whether a deploy did not end, and what it left is not known well enough here."""
    if live is None:
        # Nothing at the target says what a first deploy sent.
        return ledger.count_there(db) > 0
    return live.unfinished not in {"", ledger.token_of(db)}


def _verify(freight: Freight, remote: Remote) -> None:
    """Look at every file that should be there; those that are not as they should be go again."""
    report, db = freight.shipment.report, freight.ledger
    report.begin("verifying", ledger.count_there(db))
    known = (item for item in ledger.there_items(db) if item.digest)
    altered = sorted(remote.altered(known))
    if freight.shipment.target.purge:
        ledger.add_purges(db, altered)
    ledger.distrust(db, altered)
    if altered:
        report.note(f"{len(altered):,} files at the target are not as they were sent")


def _refuse(run: Run) -> None:
    """Raise SiteError with all that speaks against the plan, unless it does nothing."""
    if run.plan.is_empty:
        return
    there = ledger.count_there(run.db)
    languages = ledger.languages_of(run.db)
    faults = list(
        faults_of_plan(
            run.live, languages, run.freight.now_us, run.plan, run.wish.max_deletes, there
        )
    )
    if run.live is None and not there and not run.remote.is_empty():
        faults.append(foreign_fault(run.target.to))
    if run.live and run.live.site not in {"", _address_of(run)}:
        faults.append(other_site_fault(run.target.to, run.live.site))
    faults = lifted(faults, run.wish.allowed)
    if faults:
        raise SiteError(tuple(faults))


def _publish_alone(run: Run) -> None:
    """Publish with the lock held, by a plan that is true."""
    with run.remote.hold() as abandoned:
        verify = abandoned is not None and not run.remote.is_atomic
        if abandoned is not None and verify:
            run.report.note(f"the deploy of {abandoned.by} did not end; looking at every file")
        # What was verified for the plan is in the ledger by now.
        wish = replace(run.wish, verify=False)
        again = _look(run.freight, run.remote, wish, verify=verify)
        if again.live != run.live:
            now = again.live
            who = f"{now.by} at {now.deployed_at}" if now else "somebody"
            raise BackfileError(f"{run.target.to} was changed by {who} meanwhile; deploy again")
        _refuse(again)
        _publish(again)


def _publish(run: Run) -> None:
    if not run.plan.moves:
        _purge(run, run.live)
        return
    run.remote.begin(run.live)
    if run.remote.is_atomic:
        _delete(run)  # first, since a folder may take the place of a file
        _send_all(run)
        _purge(run, _finish(run))
    else:
        _mark_unfinished(run)
        _send_all(run)
        _purge(run, None)
        _delete(run)
        _finish(run)


def _mark_unfinished(run: Run) -> None:
    """Say at the target that its manifest is about to be untrue, for the next deploy to see."""
    if run.live is not None:
        token = uuid4().hex
        ledger.set_token(run.db, token)
        run.remote.settle(msgspec.structs.replace(run.live, unfinished=token))


def _send_all(run: Run) -> None:
    """Send phase by phase; where nothing shows before the end, all at once."""
    if run.remote.is_atomic:
        _send(run, "sending", range(DELETIONS))
        return
    for phase in range(DELETIONS):
        _send(run, PHASES[phase], (phase,))


def _send(run: Run, stage: str, phases: Sequence[int]) -> None:
    """Send all of some phases, and write down what has arrived."""
    total = sum(step.files for step in run.plan.steps if step.phase in phases)
    if not total:
        return
    run.report.begin(stage, total)
    for batch in _batches(run, run.remote.send(_sendings(run, phases))):
        if not run.remote.is_atomic:
            ledger.confirm_sent(run.db, batch)


def _sendings(run: Run, phases: Sequence[int]) -> Iterator[Item]:
    """Yield what some phases send, each written down before it may be at the target."""
    rest = chain.from_iterable(ledger.planned_items(run.db, phase) for phase in phases)
    while rows := list(islice(rest, EXPECTED_AT_ONCE)):
        if not run.remote.is_atomic:
            ledger.expect_sent(run.db, rows, purge=bool(run.target.purge))
        yield from (item for _, item in rows)


def _delete(run: Run) -> None:
    """Delete all that the site has not any more."""
    if not run.plan.deleted:
        return
    run.report.begin(PHASES[DELETIONS], run.plan.deleted)
    for batch in _batches(run, run.remote.delete(_deletions(run))):
        if not run.remote.is_atomic:
            ledger.confirm_deleted(run.db, batch)


def _deletions(run: Run) -> Iterator[str]:
    """Yield what is to be deleted, each written down before it may be gone."""
    rest = ledger.planned_paths(run.db, ledger.DELETED)
    while paths := list(islice(rest, EXPECTED_AT_ONCE)):
        if not run.remote.is_atomic:
            ledger.distrust(run.db, paths)
        yield from paths


def _batches(run: Run, done: Iterator[T]) -> Iterator[list[T]]:
    """Yield what is done in lists, the last one even if the target then fails."""
    batch: list[T] = []
    try:
        for one in done:
            batch.append(one)
            run.report.advance()
            if len(batch) == CONFIRMED_AT_ONCE:
                yield batch
                batch = []
    except (BackfileError, OSError, KeyboardInterrupt):
        yield batch
        raise
    yield batch


def _finish(run: Run) -> Manifest:
    """Make it live, and write down what is."""
    run.report.begin("manifest")
    if run.target.purge and run.remote.is_atomic:
        ledger.add_planned_purges(run.db)
    listing = run.freight.shipment.state / "listing.gz"
    with ledger.settling(run.db, int(time.time())):
        manifest = run.remote.finish(_manifest_of(run, write_listing(run.db, listing)), listing)
        ledger.set_base(run.db, manifest.listing)
    return manifest


def _address_of(run: Run) -> str:
    """Return the address of the site's front page, by which targets know it."""
    site = run.freight.shipment.site
    return f"{site.origin}{site.base}/"


def _manifest_of(run: Run, listing: str) -> Manifest:
    files, size = ledger.size_here(run.db)
    return Manifest(
        generator=f"Backfile {backfile.__version__}",
        by=lease.who(),
        site=_address_of(run),
        deployed_at=lease.stamp(),
        now_us=run.freight.now_us or (run.live.now_us if run.live else 0),
        listing=listing,
        files=files,
        size_bytes=size,
        languages=ledger.languages_of(run.db) or (run.live.languages if run.live else {}),
        purge=tuple(ledger.purges(run.db)),
    )


def _purge(run: Run, manifest: Manifest | None) -> None:
    """
    Tell caches what changed; write down that they were told in *manifest*, which is live.

    Before the deletions of a target that is not atomic, they are told of these, too: what
    they ask for again is gone a moment later.
    """
    if not run.target.purge:
        ledger.forget_purges(run.db)
    elif manifest is None:
        ledger.add_planned_purges(run.db)
    paths = ledger.purges(run.db)
    if not paths:
        return
    run.report.begin("telling caches", len(paths))
    shipment = run.freight.shipment
    purge.tell_caches(shipment.site, run.target, paths, run.freight.site_folder)
    ledger.forget_purges(run.db)
    if manifest is not None:
        run.remote.settle(msgspec.structs.replace(manifest, purge=()))
