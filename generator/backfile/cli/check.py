"""
`backfile check`.

Imports: terminal, check, build, errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backfile.check.findings import KINDS
from backfile.cli.asking import cpus, find_site, moment_of, reason_of
from backfile.errors import CatalogueError, Problem
from backfile.terminal import JsonVoice, Voice, open_voice

if TYPE_CHECKING:
    from backfile.check.findings import Findings
    from backfile.check.run import Checked


@click.command("check")
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
    options = Options(find_site(site), moment_of(now), cpus(), drafts=drafts, strict=strict)
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
            findings.take("site", Problem("", 0, 0, "stopped", reason_of(error)))
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
