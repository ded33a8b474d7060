"""
The translation desk: what is not translated, and what has fallen behind its original.

A language is *missing* in a story that is meant to exist in it: `languages` names it
(a build warns).  It is *absent* where `languages` says nothing.  What is published
elsewhere is neither, nor is a language that `languages` leaves out.

A translation is *older* than its original if the original says that it changed
(`updated`, the newest of `corrections`) later than the translation says that it did
(`updated`, `corrections`, its own `date`, else the date that both share).  Front
matter alone decides, never the time of a file.  If either says only a day, days are
compared, so that a translation brought up to date on the same day is not older.

A translation *is its original* if it begins with the same text: it was begun as a copy,
and published before it was written.

Errors:  as notes; codes `translation-absent`, `translation-older`; as a warning
         `translation-same`.
Imports: check.survey, catalogue.desk, yaml, errors, model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from backfile.catalogue.desk import DeskArticle
from backfile.check.survey import Survey
from backfile.errors import Problem
from backfile.model import Moment, SourceFields
from backfile.yaml.wording import listed, quoted

SHORTEST_TEXT = 20
"""Letters that two languages do not have in common by chance."""


@dataclass
class LanguageCounts:
    """How one language stands, in stories."""

    there: int = 0
    """With a file, be it a draft."""

    missing: int = 0
    absent: int = 0
    older: int = 0


@dataclass
class TranslationDesk:
    """Takes stories, one by one, and counts by language."""

    languages: dict[str, LanguageCounts] = field(default_factory=dict)

    def look_at(self, survey: Survey, story: list[DeskArticle]) -> Iterator[Problem]:
        """Yield what is absent or older in a story."""
        for language in survey.site.languages:
            self.languages.setdefault(language.tag, LanguageCounts())
        original = next((article for article in story if article.original), story[0])
        for article in story:
            self.languages[article.language].there += 1
            if article.is_due and is_older(article.fields, original.fields):
                self.languages[article.language].older += 1
                yield _older(article, original)
            if article.is_due and is_same(article, original):
                yield _same(article, original)
        yield from self._without(original, story)

    def _without(self, original: DeskArticle, story: list[DeskArticle]) -> Iterator[Problem]:
        there = {article.language for article in story}
        there |= {tag for article in story for tag, _ in article.stored.elsewhere}
        meant = _meant_in(story)
        without = [tag for tag in self.languages if tag not in there]
        for tag in without:
            if meant is None:
                self.languages[tag].absent += 1
            elif tag in meant:
                self.languages[tag].missing += 1
        if without and meant is None:
            yield _absent(original, without)


def _meant_in(story: list[DeskArticle]) -> set[str] | None:
    """Return the languages that the files of a story name; None if none says anything."""
    named = [article.fields.languages for article in story]
    if all(tags is None for tags in named):
        return None
    return {tag for tags in named for tag in tags or ()}


def is_same(translation: DeskArticle, original: DeskArticle) -> bool:
    """Tell whether a translation begins with the words of its original, whatever the quotes."""
    first, second = (
        "".join(filter(str.isalnum, article.stored.lead)) for article in (translation, original)
    )
    is_other = translation.language != original.language
    return is_other and first == second and len(first) >= SHORTEST_TEXT


def is_older(translation: SourceFields, original: SourceFields) -> bool:
    """Tell whether the original says that it changed after the translation did."""
    changed = _newest(_changes_of(original))
    if changed is None or translation.language == original.language:
        return False
    own = _newest((*_changes_of(translation), translation.date or original.date))
    return own is None or _is_before(own, changed)


def _changes_of(fields: SourceFields) -> tuple[Moment | None, ...]:
    return (fields.updated, *(correction.date for correction in fields.corrections))


def _newest(moments: tuple[Moment | None, ...]) -> Moment | None:
    known = [moment for moment in moments if moment is not None]
    return max(known, key=lambda moment: datetime.fromisoformat(moment.iso), default=None)


def _is_before(first: Moment, second: Moment) -> bool:
    if first.has_time and second.has_time:
        return datetime.fromisoformat(first.iso) < datetime.fromisoformat(second.iso)
    return first.iso[:10] < second.iso[:10]


def _older(article: DeskArticle, original: DeskArticle) -> Problem:
    changed = _newest(_changes_of(original.fields))
    day = changed.iso[:10] if changed else ""
    message = (
        f"{original.path} changed on {day}, after this translation;"
        " bring it up to date, and write `updated`"
    )
    marks = article.fields.marks
    place = marks.get("updated") or marks.get("title") or (1, 1)
    return Problem(article.path, *place, "translation-older", message, "note")


def _same(article: DeskArticle, original: DeskArticle) -> Problem:
    message = f"this translation begins with the text of {original.path}; translate it"
    place = article.fields.marks.get("title", (1, 1))
    return Problem(article.path, *place, "translation-same", message, "warning")


def _absent(original: DeskArticle, without: list[str]) -> Problem:
    tags = listed(quoted(tag) for tag in without)
    message = f"not translated into {tags}; translate it, or say in `languages` what is meant"
    place = original.fields.marks.get("title", (1, 1))
    return Problem(original.path, *place, "translation-absent", message, "note")
