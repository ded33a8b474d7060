"""
A check, on one screen.

The rows are brought up to date as for a build, and what a build would report is
sorted into kinds; then one pass over stories and one over bodies ask what is wrong
with each, and terms are compared.  Nothing is published, and the next build goes on
from these rows.

Errors:  CatalogueError if a build is running; OSError if a folder cannot be written.
         What is wrong with the site is found, not raised.
Imports: build, catalogue, check, errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from backfile.build.crew import Crew
from backfile.build.opening import CATALOGUE, Options
from backfile.build.pipeline import Job, begin, bring_up_to_date, with_catalogue
from backfile.build.report import Report
from backfile.catalogue import articles, desk
from backfile.catalogue.connection import Connection
from backfile.catalogue.desk import DeskArticle, DeskBody
from backfile.check import external
from backfile.check.anchors import Anchors
from backfile.check.findings import Findings, as_checked, kind_of
from backfile.check.gather import ExternalLinks
from backfile.check.links import broken_links, half_dead_menu
from backfile.check.metadata import gaps_of_story
from backfile.check.photos import leads_without_text, pictures_without_text
from backfile.check.survey import Survey
from backfile.check.terms import term_problems
from backfile.check.translations import LanguageCounts, TranslationDesk
from backfile.errors import Problem, SiteError
from backfile.model import Site

StoryCheck = Callable[[Survey, list[DeskArticle]], Iterable[Problem]]
BodyCheck = Callable[[Survey, DeskBody], Iterable[Problem]]


class Checked(NamedTuple):
    """What a check looked at."""

    languages: Mapping[str, LanguageCounts]
    """Empty unless translations were looked at."""

    articles: int
    """Published ones, each language counted."""

    seconds: float


class _Looked(NamedTuple):
    """What remains of a look at the catalogue once it is closed."""

    site: Site
    articles: int
    languages: Mapping[str, LanguageCounts]
    links: Mapping[str, Iterable[str]]
    """External address -> the sources that lead there."""


def check(options: Options, findings: Findings, report: Report) -> Checked:
    """Find what is wrong with a site, and publish nothing."""
    begun = time.monotonic()
    looked = None
    try:
        looked = with_catalogue(options, report, partial(_look, findings))
    except SiteError as error:
        # Without site.yaml or content/ there is nothing else to look at.
        for problem in error.problems:
            findings.take("site", problem)
    if looked and looked.links:
        cache = options.site_folder / CATALOGUE
        found = external.external_problems(
            options.site_folder, cache, looked.links, report, external.manners_for(looked.site)
        )
        for problem in found:
            findings.add("external", problem)
    seconds = round(time.monotonic() - begun, 3)
    return Checked(looked.languages if looked else {}, looked.articles if looked else 0, seconds)


def _look(findings: Findings, db: Connection, crew: Crew, job: Job) -> _Looked:
    begin(db, job, publishes=False)
    problems = set(bring_up_to_date(db, crew, job))
    if "site" in findings.wanted:
        problems.update(job.renderer.template_problems())
    for problem in sorted(problems):
        findings.add(kind_of(problem), as_checked(problem))
    survey = Survey(db, job.order, job.renderer, job.options.drafts)
    translations, outgoing = TranslationDesk(), ExternalLinks(survey)
    _look_at_stories(survey, findings, job.report, translations, outgoing)
    _look_at_bodies(survey, findings, job.report, outgoing)
    if "links" in findings.wanted:
        _take(findings, "links", half_dead_menu(survey))
    if "terms" in findings.wanted:
        job.report.begin("comparing terms")
        _take(findings, "terms", term_problems(survey, problems))
    if "external" in findings.wanted:
        outgoing.add_records()
    count = articles.count_published(db)
    return _Looked(job.order.site, count, translations.languages, outgoing.found)


def _look_at_stories(
    survey: Survey,
    findings: Findings,
    report: Report,
    translations: TranslationDesk,
    outgoing: ExternalLinks,
) -> None:
    """Ask all that is asked of a story, in one pass."""
    every: dict[str, StoryCheck] = {
        "photos": leads_without_text,
        "translations": translations.look_at,
        "metadata": gaps_of_story,
        "external": outgoing.add_story,
    }
    asked = {kind: look for kind, look in every.items() if kind in findings.wanted}
    if asked:
        report.begin("looking at stories")
        for story in desk.stories_on_desk(survey.db, survey.order.now_us, drafts=survey.drafts):
            for kind, look in asked.items():
                _take(findings, kind, look(survey, story))
            report.advance()


def _look_at_bodies(
    survey: Survey, findings: Findings, report: Report, outgoing: ExternalLinks
) -> None:
    """Ask all that is asked of a body, in one pass."""
    every: dict[str, BodyCheck] = {
        "links": partial(broken_links, anchors=Anchors(survey)),
        "photos": pictures_without_text,
        "external": outgoing.add_body,
    }
    asked = {kind: look for kind, look in every.items() if kind in findings.wanted}
    if not asked:
        return
    report.begin("looking at bodies")
    bodies = desk.bodies_on_desk(survey.db, survey.order.now_us, drafts=survey.drafts)
    for _, same in groupby(bodies, key=attrgetter("path")):
        versions = list(same)  # of a biography, one a language, often of the same text
        for kind, look in asked.items():
            _take(findings, kind, (problem for body in versions for problem in look(survey, body)))
        report.advance()


def _take(findings: Findings, kind: str, problems: Iterable[Problem]) -> None:
    """Take what one question found, each thing once."""
    taken: set[Problem] = set()
    for problem in problems:
        if problem not in taken:
            taken.add(problem)
            findings.add(kind, problem)
