"""
`backfile build`.

Imports: terminal, build, errors.
"""

from __future__ import annotations

from pathlib import Path

import click

from backfile.cli.asking import cpus, find_site, moment_of, place_of, reason_of
from backfile.errors import CatalogueError, Problem, SiteError
from backfile.terminal import open_voice


@click.command("build")
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
        now=moment_of(now),
        jobs=jobs or cpus(),
        output=output,
        clean=clean,
        drafts=drafts,
        base_url=base_url,
        strict=strict,
        explain=explain or "",
        executor=executor or "",
        sink=place_of(sink or ""),
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
            voice.fail((Problem("", 0, 0, "stopped", reason_of(error)),), strict=False)
            raise SystemExit(1) from None
        voice.finish(built)
