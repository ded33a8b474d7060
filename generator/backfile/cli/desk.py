"""
`backfile init` and `backfile new`.

Imports: terminal, desk, errors.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click

from backfile.cli.asking import find_site
from backfile.errors import UsageError
from backfile.terminal import open_voice


@click.command("init")
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
        languages=answers.read_languages(
            ask(
                "Languages, such as uk,en",
                languages,
                answers.guess_language(),
                answers.language_fault,
            )
        ),
        timezone=ask(
            "Time zone, such as Europe/Kyiv",
            timezone,
            answers.guess_timezone(),
            answers.timezone_fault,
        ),
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


@click.command("new")
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


class _Ask(Protocol):
    """Asks for what was not given."""

    def __call__(
        self,
        question: str,
        given: str | None,
        default: str,
        fault_of: Callable[[str], str] = ...,
    ) -> str:
        """Return what was given, or answered, or the default."""


def _asker(*, is_silent: bool) -> _Ask:
    """Return what asks until the answer will do, or takes the default where nobody is asked."""

    def ask(
        question: str,
        given: str | None,
        default: str,
        fault_of: Callable[[str], str] = lambda _: "",
    ) -> str:
        if given is not None or is_silent:
            return given if given is not None else default
        while True:
            answer = str(click.prompt(question, default=default))
            fault = fault_of(answer)
            if not fault:
                return answer
            click.echo(fault, err=True)

    return ask
