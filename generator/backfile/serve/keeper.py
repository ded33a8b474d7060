"""
The keeper: brings the preview's catalogue up to date with what was saved.

It runs in a process of its own, without threads, so that it may fork workers, and
so that a long reading never keeps a page from being shown.

Whatever is wrong, the catalogue stays as it last was right.  If a source has an
error that was not there before, the source is *held*: taken for what it was, while
all else goes on.  If that does not help, nothing is taken in until it is mended.
Only a catalogue whose rows are made from nothing takes in a site with errors: there is
no better state to show.

Errors:  all are sent as problems; none ends the process.
Imports: build, catalogue, serve.messages, theme, errors.
"""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import msgspec

from backfile.build.content import Look, check_content_folder, update_content
from backfile.build.crew import Crew
from backfile.build.engine import engine_digest
from backfile.build.ingest import Intake
from backfile.build.near_terms import near_terms_of_queries
from backfile.build.nowhere import paths_to_nowhere
from backfile.build.opening import Options, has_errors, load, meaning_of, now_us, order_of
from backfile.build.pool import end_with_parent
from backfile.build.staleness import unfit_templates
from backfile.build.story import Moments
from backfile.build.worker import Order
from backfile.catalogue import articles, outputs, sources
from backfile.catalogue import connection as catalogue
from backfile.errors import BackfileError, Problem, SiteError
from backfile.serve.messages import Hint, Note, Outcome, Progress, Settle
from backfile.serve.seed import copy_catalogue
from backfile.theme.renderer import Renderer

FOLDER = "preview"
SHOWN_EDITS = 20
PROGRESS_S = 0.2
OF_THE_TREE = frozenset({"symbolic-link", "file-name"})
"""Errors of names, which no row depends on."""


@dataclass(frozen=True)
class Wish:
    """What the preview is asked to show."""

    options: Options
    """Its `now` is what counts as now."""

    is_live: bool
    """Whether now goes on with the clock."""

    future: bool
    copies: Path | None
    """Folder of the catalogue that the preview's own begins as a copy of, if it does."""


def keep(wish: Wish, hints: Pipe, answers: Pipe) -> None:
    """Follow *hints* until None comes, or the server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    if wish.copies is not None:
        copy_catalogue(wish.copies, wish.copies / FOLDER)
    keeper = _Keeper(wish, answers)
    try:
        while (hint := hints.recv()) is not None:
            keeper.follow(hint)
    except (EOFError, BrokenPipeError):
        pass
    finally:
        keeper.close()


def preview_order(order: Order) -> Order:
    """Return the order with the catalogue of the preview; pictures are shared with builds."""
    return order._replace(catalogue=order.catalogue / FOLDER)


class _Sender:
    """A report whose stages go to the server."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._stage: tuple[str, int | None] = ("", None)
        self._done, self._sent_s = 0, 0.0

    def begin(self, stage: str, total: int | None = None) -> None:
        """Tell that a stage begins."""
        self._stage, self._done = (stage, total), 0
        self._pipe.send(Progress(stage, 0, total))

    def advance(self, steps: int = 1) -> None:
        """Tell how far the stage is, now and then."""
        self._done += steps
        if time.monotonic() - self._sent_s > PROGRESS_S:
            self._sent_s = time.monotonic()
            stage, total = self._stage
            self._pipe.send(Progress(stage, self._done, total))

    def note(self, line: str) -> None:
        """Pass a line on."""
        self._pipe.send(Note(line))


@dataclass
class _Settings:
    """Site and theme in use."""

    order: Order
    renderer: Renderer
    problems: list[Problem]


@dataclass
class _Turn:
    """What one hint came to, so far."""

    look: Look
    adopt: bool
    faults: list[Problem] = field(default_factory=list)
    """Errors of sources that are held."""


class _Keeper:
    def __init__(self, wish: Wish, pipe: Pipe) -> None:
        self._wish, self._pipe = wish, pipe
        self._report = _Sender(pipe)
        self._settings: _Settings | None = None
        self._adopt = False
        """Whether the server has yet to read the settings that are in use here."""

        self._former: _Settings | None = None
        """The settings of the state that is in the catalogue."""

        self._stamp: tuple[object, ...] = ()
        """Of the files that settings were last read from."""

        self._faults: list[Problem] = []
        """Why the settings that were read last are not in use; those of content, at times."""

        self._db: catalogue.Connection | None = None
        self._is_first = False
        """Whether the catalogue is being made from nothing."""

        self._known: set[Problem] = set()
        """Errors of the state that is in the catalogue."""

        self._unsettled: frozenset[str] | None = frozenset()
        """Folders that hold what was not taken in; None for any."""

    def close(self) -> None:
        """Leave a catalogue that the next preview trusts."""
        if self._db is not None and self._settings is not None:
            catalogue.close_catalogue(self._db, self._settings.order.catalogue)

    def follow(self, hint: Hint) -> None:
        """Take in what changed, and send what came of it."""
        begun = time.monotonic()
        try:
            outcome = self._outcome_of(hint)
        except SiteError as error:
            outcome = self._failed(error.problems)
        except (BackfileError, OSError, sqlite3.OperationalError) as error:
            outcome = self._failed((Problem("", 0, 0, "stopped", str(error)),))
        except (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError):
            self._report.note("the catalogue of the preview is damaged; making it anew")
            self._discard()
            self.follow(Hint(None, settings=True))
            return
        self._pipe.send(outcome._replace(seconds=time.monotonic() - begun))
        if {fault.path for fault in self._faults} & set(outcome.edited):
            # What stood in the way of the new settings may be gone.
            self._stamp = ()
            self.follow(Hint(frozenset(), settings=True))

    def _outcome_of(self, hint: Hint) -> Outcome:
        if hint.settings or self._settings is None or not self._stamp:
            self._read_settings()
        if self._settings is None:
            return self._failed(self._faults)
        turn = _Turn(Look(_joined(hint.folders, self._unsettled)), self._adopt)
        self._unsettled = turn.look.folders
        outcome = self._take_in(self._settings, turn)
        if not turn.faults and outcome.is_ready:
            self._unsettled = frozenset()
        found = {*outcome.problems, *turn.faults, *self._faults}
        return outcome._replace(problems=tuple(sorted(found)))

    def _failed(self, problems: tuple[Problem, ...] | list[Problem]) -> Outcome:
        """Say that all stays as it is; what was to be looked at is looked at again."""
        if self._db is not None and self._db.in_transaction:
            if self._is_first:
                self._discard()  # it has no journal, and cannot be rolled back
            else:
                self._db.execute("ROLLBACK")
        self._unsettled = None
        ready = self._db is not None and bool(catalogue.read_meta(self._db, "moment"))
        found = tuple(sorted(problems))
        return Outcome(found, ready, is_new=False, adopt=False, edited=(), follow="", seconds=0.0)

    def _read_settings(self) -> None:
        """Read site.yaml and the theme, if they changed; if they are wrong, the old ones stay."""
        stamp = _stamp_of(self._wish.options.site_folder)
        if stamp == self._stamp:
            return
        self._stamp, self._faults = stamp, []
        engine = engine_digest()
        try:
            site, renderer, problems = load(self._wish.options, engine)
        except SiteError as error:
            self._faults = list(error.problems)
            return
        except (BackfileError, OSError):
            self._stamp = ()  # to be read again
            raise
        problems += renderer.template_problems()
        if has_errors(problems) and self._settings is not None:
            self._faults = problems
            return
        order = preview_order(order_of(self._wish.options, site, engine))
        self._settings = _Settings(order, renderer, problems)
        self._adopt = True

    def _take_in(self, settings: _Settings, turn: _Turn) -> Outcome:
        """Update the rows and keep them, or leave them as they are."""
        settings.order = settings.order._replace(now_us=self._now_us(settings))
        db = self._open(settings.order)
        self._is_first = not catalogue.read_meta(db, "moment") and not outputs.has_outputs(db)
        check_content_folder(db, settings.order)
        catalogue.choose_journal(db, cold=self._is_first)
        db.execute("BEGIN")
        intake, problems = self._update(db, settings, turn.look)
        wrong = {problem for problem in problems if problem.severity == "error"}
        new = {p for p in wrong - self._known if p.code not in OF_THE_TREE}
        if new and not (self._is_first or (intake.cold and self._former is None)):
            db.execute("ROLLBACK")
            turn.faults += [p for p in new if p not in turn.faults]
            if intake.cold:
                return self._back_to_former(settings, turn, problems)
            held = self._held_for(new, turn.look.held, intake)
            if held > turn.look.held:
                turn.look = turn.look._replace(held=held)
                return self._take_in(settings, turn)
            return self._failed([*settings.problems, *problems])
        return self._commit(db, settings, turn, intake, problems)

    def _held_for(self, new: set[Problem], held: frozenset[str], intake: Intake) -> frozenset[str]:
        """Return what must be taken for what it was: sources with errors, else what is gone."""
        named = held | {p.path for p in new if p.path.startswith("content/")}
        if named > held:
            return named
        folder = self._wish.options.site_folder
        return held | {path for path in intake.edited if not (folder / path).exists()}

    def _back_to_former(self, settings: _Settings, turn: _Turn, problems: list[Problem]) -> Outcome:
        """Go on with the settings of before, under which content had not these errors."""
        if self._former is None or not turn.adopt:  # nothing to go back to
            return self._failed([*settings.problems, *problems])
        self._settings, self._adopt = self._former, False
        self._faults = [p for p in problems if p.severity == "error"]
        return self._take_in(self._former, _Turn(turn.look, adopt=False))

    def _update(
        self, db: catalogue.Connection, settings: _Settings, look: Look
    ) -> tuple[Intake, list[Problem]]:
        meaning = meaning_of(settings.order)
        if catalogue.read_meta(db, "meaning") != meaning:
            catalogue.write_meta(db, "moment", b"")
            catalogue.forget_content(db)
            catalogue.write_meta(db, "meaning", meaning)
        moments = Moments(settings.order.now_us, self._wish.options.drafts, self._wish.future)
        crew = Crew(settings.order, settings.renderer, self._wish.options.jobs)
        try:
            intake = update_content(
                db, settings.order, settings.renderer, crew, moments, self._report, look
            )
        finally:
            crew.close()
        outputs.forget_orphans(db)
        problems = sources.all_problems(db)
        problems += near_terms_of_queries(db, settings.renderer.theme.queries)
        problems += paths_to_nowhere(db, settings.order)
        if not has_errors(settings.problems):
            problems += unfit_templates(db, settings.renderer)
        return intake, problems

    def _commit(
        self,
        db: catalogue.Connection,
        settings: _Settings,
        turn: _Turn,
        intake: Intake,
        problems: list[Problem],
    ) -> Outcome:
        """Keep the rows while the server renders nothing."""
        edited = tuple(intake.edited)
        is_new = turn.adopt or intake.cold or not intake.changes.is_empty() or bool(edited)
        if is_new:
            self._pipe.send(Settle())
            self._pipe.recv()
        catalogue.end_reading(db)
        catalogue.begin_publishing(db)
        self._known = {problem for problem in problems if problem.severity == "error"}
        self._adopt = False
        self._former = replace(settings)
        return Outcome(
            (*settings.problems, *problems),
            is_ready=True,
            is_new=is_new,
            adopt=turn.adopt,
            edited=edited[:SHOWN_EDITS],
            follow=_address_of(db, edited),
            seconds=0.0,
        )

    def _open(self, order: Order) -> catalogue.Connection:
        if self._db is None:
            reason = catalogue.reason_to_discard(order.catalogue)
            if reason:
                catalogue.discard_catalogue(order.catalogue)
            self._db = catalogue.open_catalogue(order.catalogue)
            stored = sources.all_problems(self._db)
            self._known = {problem for problem in stored if problem.severity == "error"}
        return self._db

    def _discard(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
        if self._settings is not None:
            catalogue.discard_catalogue(self._settings.order.catalogue)
        self._known = set()

    def _now_us(self, settings: _Settings) -> int:
        options = self._wish.options
        if self._wish.is_live:
            options = replace(options, now=datetime.now(UTC))
        return now_us(options.now, settings.order.site)


def _stamp_of(site_folder: Path) -> tuple[object, ...]:
    """Return what differs when site.yaml or a file of a theme does."""
    found: list[object] = []
    for path in (site_folder / "site.yaml", *sorted((site_folder / "themes").rglob("*"))):
        with suppress(OSError):  # gone meanwhile
            stat = path.stat()
            found.append((str(path), stat.st_size, stat.st_mtime_ns, stat.st_mode))
    return tuple(found) or ("nothing",)


def _joined(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


def _address_of(db: catalogue.Connection, edited: tuple[str, ...]) -> str:
    """Return the address of the only page that was edited; empty if there is no such thing."""
    return articles.address_of_path(db, edited[0]) if len(edited) == 1 else ""
