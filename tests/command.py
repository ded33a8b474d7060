"""
The command line for tests, in this process: fast, and with what it prints at hand.

Imports: support; cli.
"""

from __future__ import annotations

import sys
from unittest.mock import patch

from support import NOW

from backfile.cli import main


def backfile_main(*args: str) -> int:
    """
    Run `backfile ARGS` and return its exit status; `capsys` has what it prints.

    A build is told what is now, and to use one process.
    """
    more = ["--now", NOW.isoformat(), "--jobs", "1"] if args[:1] == ("build",) else []
    with patch.object(sys, "argv", ["backfile", *args, *more]):
        try:
            main()
        except SystemExit as stop:
            return int(stop.code or 0)
    return 0
