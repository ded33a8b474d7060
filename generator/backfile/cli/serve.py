"""
`backfile serve`.

Imports: terminal, serve, build, errors.
"""

from __future__ import annotations

from pathlib import Path

import click

from backfile.cli.asking import cpus, find_site, moment_of
from backfile.errors import SiteError
from backfile.terminal import open_voice


@click.command("serve")
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
    build_options = Options(find_site(site), moment_of(now), jobs or cpus(), drafts=drafts)
    options = ServeOptions(
        build_options, now is None, future, host, port, open_browser, poll, follow
    )
    try:
        serve(options, voice)
    except SiteError as error:
        voice.refuse(error.problems)
        raise SystemExit(1) from None
