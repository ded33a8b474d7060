"""
What the bar of the preview says of a page: its source, its translations, its problems.

Imports: catalogue, serve, errors, model.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from backfile.catalogue import articles
from backfile.catalogue.articles import State
from backfile.catalogue.connection import one_look
from backfile.errors import Problem
from backfile.model import PageKey, Site
from backfile.serve.frames import framed
from backfile.serve.preview import Preview

WRITTEN = frozenset({"article", "page"})
"""Kinds of pages that have a source of their own."""

MOST_PROBLEMS = 100


class _Page(NamedTuple):
    source: str
    badge: str
    translations: list[dict[str, str]]


def about_page(preview: Preview, path: str, key: PageKey | None) -> dict[str, object]:
    """Return what the bar shows of the page at an output path, as plain values for JSON."""
    page = _page_of(preview, key) if key else _Page("", "", [])
    known = preview.problems
    of_site = (problem for problem in known if problem.severity == "error")
    errors = list(dict.fromkeys((*preview.faults_of(path), *of_site)))
    own = [p for p in known if p.severity == "warning" and page.source and p.path == page.source]
    folder = preview.order.site_folder
    return {
        "ready": preview.is_ready,
        "source": page.source,
        "badge": page.badge,
        "translations": page.translations,
        "errors": framed(folder, errors[:MOST_PROBLEMS]),
        "more": max(0, len(errors) - MOST_PROBLEMS),
        "warnings": framed(folder, own),
        "elsewhere": sum(problem.severity == "warning" for problem in known) - len(own),
        "progress": _progress_of(preview),
    }


def _page_of(preview: Preview, key: PageKey) -> _Page:
    if key.kind not in WRITTEN:
        return _Page("", "", [])
    with preview.reading() as bench, one_look(bench.reader.db):
        states = {s.language: s for s in articles.states_of(bench.reader.db, key.subject)}
        site, now_us = bench.order.site, bench.order.now_us
    own = states.get(key.language)
    if own is None:
        return _Page("", "", [])
    versions = [
        {
            "label": language.label,
            "name": language.name,
            "lang": language.tag,
            "url": state.url if (state := states.get(language.tag)) and state.published else "",
            "state": _state_in_words(states.get(language.tag)),
        }
        for language in site.languages
    ]
    return _Page(own.path, _badge_of(own, now_us, site), versions)


def _state_in_words(state: State | None) -> str:
    if state is None:
        return "missing"
    return "there" if state.published else "not shown"


def _badge_of(state: State, now_us: int, site: Site) -> str:
    """Say why the page is not public yet; empty if it is."""
    if state.draft:
        return "Draft"
    if state.date_us > now_us:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=state.date_us)
        return f"Scheduled for {moment.astimezone(ZoneInfo(site.timezone)):%Y-%m-%d %H:%M}"
    return ""


def _progress_of(preview: Preview) -> str:
    progress = preview.progress
    if progress is None:
        return ""
    done = f" {progress.done:,}" if progress.done else ""
    total = f" of {progress.total:,}" if progress.total else ""
    return f"{progress.stage}{done}{total}"


def errors_in(problems: tuple[Problem, ...]) -> int:
    """Count the errors."""
    return sum(problem.severity == "error" for problem in problems)
