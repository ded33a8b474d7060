"""
The command line: arguments become one call, and what comes of it is shown.

The only place that prints or exits.  Exit status: 0 done; 1 the site has
errors; 2 wrong usage; 130 interrupted.

    asking   which site is meant, and what options say
    build, serve, check, deploy, desk   the commands

Imports: cli, errors.
"""

from __future__ import annotations

import io
import sys

import click

import backfile
from backfile.cli.asking import reason_of
from backfile.cli.build import build_command
from backfile.cli.check import check_command
from backfile.cli.deploy import deploy_command
from backfile.cli.desk import init_command, new_command
from backfile.cli.serve import serve_command
from backfile.errors import BackfileError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(backfile.__version__, prog_name="backfile")
def program() -> None:
    """Backfile turns an archive of Markdown articles into a multilingual static site."""


COMMANDS = (
    init_command, new_command, build_command, serve_command, check_command, deploy_command,
)  # fmt: skip
for command in COMMANDS:
    program.add_command(command)


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
        _die(reason_of(error), 1)


def _die(message: str, status: int) -> None:
    click.echo(f"backfile: {message}", err=True)
    sys.exit(status)
