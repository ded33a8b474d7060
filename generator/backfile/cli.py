"""
The command line: arguments become one call, and what comes of it is shown.

The only place that prints or exits.  Exit status: 0 done; 1 the site has
errors; 2 wrong usage; 130 interrupted.

Imports: terminal, desk, build, errors.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

import backfile
from backfile.errors import BackfileError, CatalogueError, Problem, SiteError, UsageError
from backfile.terminal import open_voice


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


@program.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="The site's name.")
@click.option("--languages", metavar="TAGS", help="Such as uk,en,ru; uk:ua has another path.")
@click.option("--timezone", metavar="NAME", help="Such as Europe/Kyiv.")
@click.option("--url", metavar="URL", help="Where the site will live.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@click.option("--schemas", is_flag=True, help="Only write schemas/ of an existing site again.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
@click.option("--verbose", "-v", is_flag=True, help="Print each file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def init_command(
    *,
    folder: Path,
    title: str | None,
    languages: str | None,
    timezone: str | None,
    url: str | None,
    yes: bool,
    schemas: bool,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Make a new site that builds, in DIR or here."""
    from backfile.desk import answers, found
    from backfile.desk.scalars import clean_text

    voice = open_voice(quiet=quiet, verbose=verbose, as_json=as_json)
    if schemas:
        for path in found.write_schemas(find_site(folder)):
            voice.created(str(folder / path))
        return
    found.check_folder(folder)
    ask = _asker(is_silent=yes or as_json or not sys.stdin.isatty())
    given = answers.Answers(
        title=clean_text(ask("Title", title, answers.guess_title(folder)), "the title"),
        languages=answers.read_languages(ask("Languages", languages, answers.guess_language())),
        timezone=ask("Time zone", timezone, answers.guess_timezone()),
        url=url or answers.URL,
    )
    paths = found.found_site(folder, given, datetime.now(UTC))
    if as_json:
        voice.created(str(folder))
        return
    for path in paths if verbose else ():
        voice.note(str(folder / path))
    for line in found.next_steps(folder, given, paths):
        voice.note(line)


@program.command("new")
@click.argument("title", required=False, default="")
@click.option("--lang", metavar="TAG", default="", help="The language; default: the site's.")
@click.option("--section", metavar="KEY", default="", help="One of content/sections.yaml.")
@click.option("--author", "authors", metavar="KEY", multiple=True, help="May be given again.")
@click.option("--date", metavar="DATE", default="", help="When it appears; default: now.")
@click.option("--draft", is_flag=True, help="Leave it out of the site for now.")
@click.option("--page", is_flag=True, help="A page such as About, instead of an article.")
@click.option("--translate", metavar="PATH", default="", help="Translate that article to --lang.")
@click.option("--site", type=click.Path(path_type=Path), help="The site's folder.")
@click.option("--quiet", "-q", is_flag=True, help="Print the path and problems only.")
@click.option("--verbose", "-v", is_flag=True, help="Changes nothing here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def new_command(
    *,
    title: str,
    lang: str,
    section: str,
    authors: tuple[str, ...],
    date: str,
    draft: bool,
    page: bool,
    translate: str,
    site: Path | None,
    quiet: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Begin an article called TITLE, or a translation, and print the path of its file."""
    from backfile.desk.article import NewArticle, write_article
    from backfile.desk.translation import write_translation

    voice = open_voice(quiet=quiet, verbose=verbose, as_json=as_json)
    folder = find_site(site)
    if translate:
        if section or authors or date or page:
            message = "--translate takes section, author and date from the original; leave them out"
            raise UsageError(message)
        created = write_translation(folder, translate, lang, title)
    elif title:
        wanted = NewArticle(title, lang, section, authors, date, is_draft=draft, is_page=page)
        created = write_article(folder, wanted, datetime.now(UTC))
    else:
        raise UsageError('TITLE is missing; write it in quotes: backfile new "A headline"')
    for warning in created.warnings:
        voice.problem(warning)
    here = Path.cwd()
    path = created.path
    voice.created(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _asker(*, is_silent: bool) -> Callable[[str, str | None, str], str]:
    """Return what asks for what was not given, or takes the default where nobody is asked."""

    def ask(question: str, given: str | None, default: str) -> str:
        if given is not None or is_silent:
            return given if given is not None else default
        return str(click.prompt(question, default=default))

    return ask


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
