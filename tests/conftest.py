"""
What holds for every test.

With BACKFILE_TEST_ALL set, a skip is a failure.

A test that needs a browser or Java skips itself where there is none, so that the
rest can be run anywhere.  Where everything is known to be installed, a skip would
hide that a test was never run.

Hypothesis sets no deadline to single examples: a busy machine is no failure, and
what must be fast has a test that says so.  Examples are drawn anew each time, and one
that fails is printed with what brings it back; where nothing may be skipped, they are
the same each time, so that a change is judged by itself.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator

MAY_SKIP = not os.environ.get("BACKFILE_TEST_ALL")

settings.register_profile("backfile", deadline=None, print_blob=True, derandomize=not MAY_SKIP)
settings.load_profile("backfile")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test that was skipped into one that failed; an expected failure is no skip."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for a module that skips itself while it is imported."""
    report = yield
    _forbid_skip(report)
    return report


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if MAY_SKIP or not report.skipped:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"{reason}\nBACKFILE_TEST_ALL is set, so that nothing may be skipped"
