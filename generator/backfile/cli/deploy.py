"""
`backfile deploy`.

Imports: terminal, deploy, build, errors.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backfile.cli.asking import cpus, find_site, moment_of, reason_of
from backfile.errors import BackfileError, Problem, SiteError, UsageError
from backfile.terminal import JsonVoice, Voice, open_voice, summary_line

if TYPE_CHECKING:
    from backfile.build.opening import Options
    from backfile.build.report import Built
    from backfile.deploy.plan import Plan
    from backfile.deploy.run import Deployed, Wish
    from backfile.model import Target

RAILS = ("drafts", "foreign", "front-page", "incomplete", "language", "limits", "older", "secrets")


@click.command("deploy")
@click.argument("target", metavar="[TARGET]", required=False, default="")
@click.option("--site", type=click.Path(path_type=Path), help="The site's folder.")
@click.option("--dry-run", is_flag=True, help="Build, say what would be sent, and send nothing.")
@click.option("--no-build", is_flag=True, help="Publish the output folder as it is.")
@click.option("--rollback", is_flag=True, help="Make the release before the live one live again.")
@click.option("--max-deletes", type=click.IntRange(min=0), metavar="N",
              help="Delete so many at most; default: 256, or 5 % if that is more.")  # fmt: skip
@click.option("--allow", type=click.Choice(RAILS), multiple=True, help="Deploy in spite of that.")
@click.option("--verify", is_flag=True, help="Look at every file of the target.")
@click.option(
    "--no-grace", is_flag=True, help="Delete style sheets and scripts out of use at once."
)
@click.option("--output", type=click.Path(path_type=Path), help="What to publish [public].")
@click.option("--now", metavar="TIMESTAMP", help="What is now, for the build.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: the CPUs.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@click.option("--verbose", "-v", is_flag=True, help="Print each stage.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def deploy_command(
    *,
    target: str,
    site: Path | None,
    dry_run: bool,
    no_build: bool,
    rollback: bool,
    max_deletes: int | None,
    allow: tuple[str, ...],
    verify: bool,
    no_grace: bool,
    output: Path | None,
    now: str | None,
    jobs: int | None,
    strict: bool,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Publish the site to TARGET of site.yaml: the only one, or `production`."""
    from backfile.build.opening import Options
    from backfile.deploy.run import Wish

    if rollback and dry_run:
        raise UsageError("--rollback makes no plan that --dry-run could show; leave one away")
    voice = open_voice(quiet=quiet, verbose=verbose, as_json=as_json)
    options = Options(find_site(site), moment_of(now), jobs or cpus(), output=output, strict=strict)
    wish = Wish(
        target=target,
        builds=not no_build,
        dry_run=dry_run,
        verify=verify,
        spare=not no_grace,
        max_deletes=max_deletes,
        allowed=frozenset(allow),
    )
    done: Deployed | None = None
    with voice:
        try:
            if rollback:
                _roll_back(voice, options, target)
            else:
                done = _deploy(voice, options, wish)
        except SiteError as error:
            voice.fail(error.problems, strict=strict)
            raise SystemExit(1) from None
        except (BackfileError, OSError) as error:
            if not as_json or isinstance(error, UsageError):
                raise
            voice.fail((Problem("", 0, 0, "stopped", reason_of(error)),), strict=False)
            raise SystemExit(1) from None
    if done:  # once no bar is in the way
        _show_end(voice, done, dry_run=dry_run)


def _deploy(voice: Voice, options: Options, wish: Wish) -> Deployed:
    from backfile.deploy.run import deploy

    def planned(target: Target, plan: Plan, built: Built | None) -> None:
        _let_go_when_told_to_end()
        _show_plan(voice, target, plan, built, details=wish.dry_run)

    return deploy(options, wish, voice, planned)


def _let_go_when_told_to_end() -> None:
    """
    End as on Ctrl-C when a CI service or a closed terminal ends the program: with the lock free.

    Not before the build is over, whose processes are ended by such a signal.
    """
    for name in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(name) is signal.SIG_DFL:
            signal.signal(name, signal.default_int_handler)


def _show_plan(
    voice: Voice, target: Target, plan: Plan, built: Built | None, *, details: bool
) -> None:
    from backfile.deploy import wording

    for problem in built.problems if built else ():
        voice.problem(problem)
    if isinstance(voice, JsonVoice):
        fields = wording.plan_fields(target, plan)
        voice.event({"event": "plan", **fields, "phases": wording.phase_fields(plan)})
        return
    if built:
        voice.note(summary_line(built))
    for line in wording.plan_lines(target, plan, details=details or voice.verbose):
        voice.note(line)


def _show_end(voice: Voice, done: Deployed, *, dry_run: bool) -> None:
    from backfile.deploy import wording

    if isinstance(voice, JsonVoice):
        fields = wording.plan_fields(done.target, done.plan)
        warnings = done.built.summary.warnings if done.built else 0
        counts = {"warnings": warnings, "errors": 0, "seconds": done.seconds}
        voice.event({"event": "summary", **fields, "dry_run": dry_run, **counts})
        return
    voice.note(wording.end_line(done.target, done.plan, done.seconds, dry_run=dry_run))


def _roll_back(voice: Voice, options: Options, name: str) -> None:
    from backfile.deploy.run import roll_back

    target, before, now = roll_back(options, name, voice)
    if isinstance(voice, JsonVoice):
        voice.event({"event": "rolled-back", "target": target.name, "before": before, "now": now})
        return
    voice.note(f"{target.name} is at release {now} again; it was at {before}")
