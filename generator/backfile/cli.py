"""
The command line: arguments become one call, and what comes of it is shown.

The only place that prints or exits.  Exit status: 0 done; 1 the site has
errors; 2 wrong usage; 130 interrupted.

Imports: terminal, check, build, errors.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

import backfile
from backfile.check.findings import KINDS
from backfile.errors import BackfileError, CatalogueError, Problem, SiteError, UsageError
from backfile.terminal import JsonVoice, Voice, open_voice

if TYPE_CHECKING:
    from backfile.check.findings import Findings
    from backfile.check.run import Checked


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(backfile.__version__, prog_name="backfile")
def program() -> None:
    """Backfile turns an archive of Markdown articles into a multilingual static site."""


@program.command("build")
@click.option("--site", type=click.Path(path_type=Path), help="The site's folder.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to publish [public].")
@click.option("--clean", is_flag=True, help="Forget the catalogue and build from nothing.")
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--now", metavar="TIMESTAMP", help="What is now, for scheduled articles and news.")
@click.option("--base-url", metavar="URL", help="Where the site will live, instead of `url`.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: the CPUs.")
@click.option("--executor", metavar="URL", help="Render on a cluster: dask://HOST:PORT.")
@click.option("--sink", metavar="PLACE", help="Folder or bucket that the cluster reaches too.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--explain", metavar="PATH", help="Say why that output is stale or fresh.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@click.option("--verbose", "-v", is_flag=True, help="Print each stage.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def build_command(
    *,
    site: Path | None,
    output: Path | None,
    clean: bool,
    drafts: bool,
    now: str | None,
    base_url: str | None,
    jobs: int | None,
    executor: str | None,
    sink: str | None,
    strict: bool,
    explain: str | None,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Build the site: content/ becomes public/."""
    from backfile.build.opening import Options
    from backfile.build.pipeline import build

    voice = open_voice(quiet=quiet, verbose=verbose, as_json=as_json)
    options = Options(
        site_folder=find_site(site),
        now=_moment(now),
        jobs=jobs or _cpus(),
        output=output,
        clean=clean,
        drafts=drafts,
        base_url=base_url,
        strict=strict,
        explain=explain or "",
        executor=executor or "",
        sink=_place(sink or ""),
    )
    with voice:
        try:
            built = build(options, voice)
        except SiteError as error:
            voice.fail(error.problems, strict=strict)
            raise SystemExit(1) from None
        except (CatalogueError, OSError) as error:
            if not as_json:
                raise
            voice.fail((Problem("", 0, 0, "stopped", _reason_of(error)),), strict=False)
            raise SystemExit(1) from None
        voice.finish(built)


@program.command("serve")
@click.option("--site", type=click.Path(path_type=Path), help="The site's folder.")
@click.option("--host", default="127.0.0.1", help="Where to listen [127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="[8000], or the next.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--future", is_flag=True, help="Show scheduled articles too.")
@click.option("--follow", is_flag=True, help="Go to the page that is edited.")
@click.option("--poll", is_flag=True, help="Look for changes, where the system tells of none.")
@click.option("--now", metavar="TIMESTAMP", help="What is now; default: the clock.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: the CPUs.")
@click.option("--quiet", "-q", is_flag=True, help="Print the address and problems only.")
@click.option("--verbose", "-v", is_flag=True, help="Print each stage.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def serve_command(
    *,
    site: Path | None,
    host: str,
    port: int,
    open_browser: bool,
    drafts: bool,
    future: bool,
    follow: bool,
    poll: bool,
    now: str | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Preview the site, and show at once what is saved."""
    from backfile.build.opening import Options
    from backfile.serve.session import ServeOptions, serve

    voice = open_voice(quiet=quiet, verbose=verbose, as_json=as_json)
    build_options = Options(find_site(site), _moment(now), jobs or _cpus(), drafts=drafts)
    options = ServeOptions(
        build_options, now is None, future, host, port, open_browser, poll, follow
    )
    try:
        serve(options, voice)
    except SiteError as error:
        voice.refuse(error.problems)
        raise SystemExit(1) from None


@program.command("check")
@click.option("--site", type=click.Path(path_type=Path), help="The site's folder.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, help="Report this kind alone.")
@click.option("--external", is_flag=True, help="Ask whether links that leave the site are alive.")
@click.option("--drafts", is_flag=True, help="Look at drafts too.")
@click.option("--now", metavar="TIMESTAMP", help="What is now, for scheduled articles.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors and warnings only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def check_command(
    *,
    site: Path | None,
    only: tuple[str, ...],
    external: bool,
    drafts: bool,
    now: str | None,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Check links, photos, terms, translations and metadata, and publish nothing."""
    from backfile.build.opening import Options
    from backfile.check.findings import Findings
    from backfile.check.run import Checked, check
    from backfile.check.wording import SHOWN, event_of

    voice = open_voice(quiet=quiet, verbose=False, as_json=as_json)
    options = Options(find_site(site), _moment(now), _cpus(), drafts=drafts, strict=strict)
    findings = Findings(_wanted(only, external=external), strict=strict)
    if isinstance(voice, JsonVoice):
        findings.most = 0
        findings.told = lambda kind, problem: voice.event(event_of(kind, problem))
    elif not (only or quiet):
        findings.most = SHOWN
    checked = Checked({}, 0, 0.0)
    with voice:
        try:
            checked = check(options, findings, voice)
        except (CatalogueError, OSError) as error:
            if not as_json:
                raise
            findings.take("site", Problem("", 0, 0, "stopped", _reason_of(error)))
    _show_checked(voice, findings, checked)
    raise SystemExit(1 if findings.count("error") else 0)


def _wanted(only: tuple[str, ...], *, external: bool) -> frozenset[str]:
    """Return the kinds to report; other people's servers are asked only if that is wished."""
    wanted = frozenset(only) or frozenset(KINDS) - {"external"}
    return wanted | {"external"} if external else wanted


def _show_checked(voice: Voice, findings: Findings, checked: Checked) -> None:
    from backfile.check import wording

    if isinstance(voice, JsonVoice):
        for event in wording.closing_events(findings, *checked):
            voice.event(event)
        return
    lines = wording.problem_lines(findings)
    if not voice.quiet:
        lines = wording.report_lines(findings, checked.languages)
    for line in lines:
        voice.line(line)
    voice.note(wording.closing_line(findings, checked.articles, checked.seconds))


def find_site(given: Path | None) -> Path:
    """Return the folder at or above *given* (or the current one) that has site.yaml."""
    start = (given or Path.cwd()).absolute()
    if given is not None:
        if not start.is_dir():
            raise UsageError(f"{given} is not a folder")
        return start
    for folder in (start, *start.parents):
        if (folder / "site.yaml").is_file():
            return folder
    message = f"no site.yaml in {start} or above; go to the site's folder or give --site DIR"
    raise UsageError(message)


def _moment(text: str | None) -> datetime:
    """Return the timestamp of `--now`, or what the clock says."""
    if text is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        hint = "write it as 2025-08-23T10:00:00+03:00"
        raise UsageError(f"--now: `{text}` is not a timestamp; {hint}") from None


def _place(sink: str) -> str:
    """Return a bucket's URL as it is, and a folder with its whole path."""
    return sink if "://" in sink or not sink else str(Path(sink).absolute())


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main() -> None:
    """Run the program; what stops it becomes a line and an exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # whatever the locale can show
    try:
        program(standalone_mode=False)
    except UsageError as error:
        _die(str(error), 2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _die("interrupted", 130)
    except BackfileError as error:
        _die(str(error), 1)
    except OSError as error:
        _die(_reason_of(error), 1)


def _reason_of(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _die(message: str, status: int) -> None:
    click.echo(f"backfile: {message}", err=True)
    sys.exit(status)
