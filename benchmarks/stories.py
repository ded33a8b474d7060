r"""
What the synthetic archive says: story N of a recipe, whatever was made before it.

A story is a function of (recipe, index) alone, so an archive of any size is
made in one pass, in constant memory, and story N + 1 can be added later.  What
one story needs of another to link to it is its `Slot`, which is cheap.

Shapes: bodies are Markdown, with `\x01K\x01` where the address of link K goes,
because Backfile and Hugo spell those differently.
Cost: about 0.1 ms for each language of a story of 2,300 characters.

Imports: words.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

import words
from words import LANGUAGES

TAGS: Final = 2000
AUTHORS: Final = 300
PHOTOS: Final = 50
TAGS_EACH: Final = (3, 4, 5)

FIRST_DAY: Final = dt.date(2005, 11, 1)
DAYS: Final = 20 * 365 + 5
"""Twenty years: all dates lie in the past, so nothing waits for its hour."""

MISSING: Final = 0.15
WITH_PHOTO: Final = 0.6
WITH_SUMMARY: Final = 0.7
WITH_UPDATE: Final = 0.08
WITH_CORRECTION: Final = 0.02
WITH_COAUTHOR: Final = 0.15
WITH_TRANSLATOR: Final = 0.5
WITH_SOURCE_LINK: Final = 0.4
BODY_SPREAD: Final = 0.5
BODY_MEAN: Final = 2300
SHORT_BODY_MEAN: Final = 300


class Recipe(NamedTuple):
    """All that decides an archive."""

    stories: int
    seed: int
    is_short: bool


class Slot(NamedTuple):
    """What any other story may know of a story."""

    number: int
    name: str
    """File name without language: Latin, unlike any other."""

    section: str
    moment: dt.datetime
    """Without an offset, in the time zone of the site, at an hour that every day has."""

    original: str

    @property
    def folder(self) -> str:
        """Year and month, as the sources are filed."""
        return f"{self.moment:%Y/%m}"


class Text(NamedTuple):
    """A story in one language."""

    title: str
    summary: str
    """Empty when the first paragraph has to do."""

    alt: str
    caption: str
    translator: int | None
    body: str
    links: tuple[Slot, ...]
    """Targets of the marks in `body`, in order."""


class Story(NamedTuple):
    """All versions of one story, the original first."""

    slot: Slot
    authors: tuple[int, ...]
    tags: tuple[int, ...]
    photo: int | None
    credit: str
    updated: dt.datetime | None
    correction: bool
    texts: dict[str, Text]


def slot_of(recipe: Recipe, index: int) -> Slot:
    """Return the slot of story *index*; that of index N lies after all N stories."""
    rng = random.Random(recipe.seed << 40 | index << 1)
    day = int((index + rng.random()) / recipe.stories * DAYS)
    if index >= recipe.stories:
        day = DAYS + index - recipe.stories
    moment = dt.datetime.combine(
        FIRST_DAY + dt.timedelta(days=day),
        dt.time(rng.randrange(6, 23), rng.randrange(60), rng.randrange(60)),
    )
    topic = words.slug_of(rng.choice(words.TOPICS)["en"], "en")
    draw = rng.random()
    original = "uk" if draw < 0.85 else "en" if draw < 0.93 else "ru"
    section = rng.choice(tuple(words.SECTIONS))
    return Slot(index, f"{topic}-{index:06}", section, moment, original)


def story_of(recipe: Recipe, index: int) -> Story:
    """Return story *index* in full."""
    slot = slot_of(recipe, index)
    rng = random.Random(recipe.seed << 40 | index << 1 | 1)
    languages = [slot.original]
    languages += [
        language for language in LANGUAGES if language != slot.original and rng.random() >= MISSING
    ]
    has_photo = rng.random() < WITH_PHOTO
    place = words.place_of(rng.randrange(59_000))
    return Story(
        slot=slot,
        authors=_draw_distinct(rng, _author_weights(), 2 if rng.random() < WITH_COAUTHOR else 1),
        tags=_draw_distinct(rng, _tag_weights(), rng.choice(TAGS_EACH)),
        photo=rng.randrange(PHOTOS) if has_photo else None,
        credit=rng.choice(words.CREDITS),
        updated=_draw_update(rng, slot),
        correction=rng.random() < WITH_CORRECTION,
        texts={language: _write_text(rng, recipe, slot, language, place) for language in languages},
    )


def _draw_update(rng: random.Random, slot: Slot) -> dt.datetime | None:
    """Draw the time of an update within the next days; None for most stories."""
    if rng.random() >= WITH_UPDATE:
        return None
    return slot.moment + dt.timedelta(days=rng.randrange(1, 9))


@cache
def _tag_weights() -> tuple[float, ...]:
    """Return cumulative Zipf weights: tag 0 is the commonest."""
    return tuple(accumulate(1 / rank for rank in range(1, TAGS + 1)))


@cache
def _author_weights() -> tuple[float, ...]:
    """Return cumulative Zipf weights: author 0 writes most."""
    return tuple(accumulate(1 / rank for rank in range(1, AUTHORS + 1)))


def _draw_distinct(rng: random.Random, weights: tuple[float, ...], count: int) -> tuple[int, ...]:
    """Draw *count* different indices by cumulative *weights*."""
    drawn: dict[int, None] = {}
    while len(drawn) < count:
        drawn[rng.choices(range(len(weights)), cum_weights=weights)[0]] = None
    return tuple(drawn)


@cache
def _vocabulary(language: str) -> list[str]:
    """Return the words that sentences are drawn from, linking words more than once."""
    topics = [topic[language] for topic in words.TOPICS]
    return topics + words.OTHER[language] + words.LINKING[language] * 3


def _write_text(
    rng: random.Random, recipe: Recipe, slot: Slot, language: str, place: dict[str, str]
) -> Text:
    """Write one version of a story."""
    body, links = _write_body(rng, recipe, slot, language)
    return Text(
        title=f"{place[language]}: {_phrase(rng, language, rng.randrange(3, 7))}",
        summary=_sentence(rng, language) if rng.random() < WITH_SUMMARY else "",
        alt=_phrase(rng, language, 6),
        caption=_sentence(rng, language),
        translator=None
        if language == slot.original or rng.random() >= WITH_TRANSLATOR
        else rng.randrange(AUTHORS),
        body=body,
        links=links,
    )


def _write_body(
    rng: random.Random, recipe: Recipe, slot: Slot, language: str
) -> tuple[str, tuple[Slot, ...]]:
    """Write paragraphs and other blocks until a log-normal length is reached."""
    mean = SHORT_BODY_MEAN if recipe.is_short else BODY_MEAN
    wanted = rng.lognormvariate(math.log(mean) - BODY_SPREAD**2 / 2, BODY_SPREAD)
    blocks = [_paragraph(rng, language, wanted)]
    length = len(blocks[0])
    while length < wanted:
        block = _block(rng, language, wanted - length)
        length += len(block)
        blocks.append(block)
    links: tuple[Slot, ...] = ()
    if slot.number and rng.random() < WITH_SOURCE_LINK:
        links = (slot_of(recipe, rng.randrange(slot.number)),)
        blocks[-1] += f"\n\n[{_phrase(rng, language, 4)}](\x010\x01) {_sentence(rng, language)}"
    return "\n\n".join(blocks) + "\n", links


def _block(rng: random.Random, language: str, room: float) -> str:
    """Write a paragraph, or now and then something else."""
    draw = rng.random()
    if draw < 0.82:
        return _paragraph(rng, language, room)
    if draw < 0.90:
        heading = _phrase(rng, language, rng.randrange(2, 6))
        return f"## {heading}\n\n{_paragraph(rng, language, room)}"
    if draw < 0.95:
        return "> " + _paragraph(rng, language, min(room, 300)).replace("\n", "\n> ")
    mark = "- " if draw < 0.98 else "1. "
    return "\n".join(mark + _sentence(rng, language) for _ in range(rng.randrange(3, 6)))


def _paragraph(rng: random.Random, language: str, room: float) -> str:
    """Write two to five sentences, one to a line; fewer when *room* is short."""
    sentences: list[str] = []
    for _ in range(rng.randrange(2, 6)):
        sentences.append(_decorated_sentence(rng, language))
        room -= len(sentences[-1])
        if room <= 0:
            break
    return "\n".join(sentences)


def _decorated_sentence(rng: random.Random, language: str) -> str:
    """Write a sentence, every fourth one with a quote, emphasis or a link in it."""
    draw = rng.random()
    if draw > 0.26:
        return _sentence(rng, language)
    start, middle = _phrase(rng, language, rng.randrange(2, 7)), _words(rng, language, 3)
    if draw < 0.10:
        inner = f'"{middle}"'
    elif draw < 0.16:
        inner = f"*{middle}*"
    elif draw < 0.20:
        inner = f"**{middle}**"
    else:
        inner = f"[{middle}](https://example.org/{rng.randrange(1_000_000)}/report.html)"
    return f"{start} {inner} {_words(rng, language, rng.randrange(2, 7))}."


def _words(rng: random.Random, language: str, count: int) -> str:
    """Draw *count* words."""
    return " ".join(rng.choices(_vocabulary(language), k=count))


def _phrase(rng: random.Random, language: str, count: int) -> str:
    """Draw *count* words, the first with a capital."""
    text = _words(rng, language, count)
    return text[0].upper() + text[1:]


def _sentence(rng: random.Random, language: str) -> str:
    """Write a plain sentence; one in three has a comma."""
    text = _phrase(rng, language, rng.randrange(5, 15))
    if rng.random() < 0.33:
        text = f"{text}, {_words(rng, language, rng.randrange(3, 7))}"
    return text + "."


def author_key(index: int) -> str:
    """Return the key of an author, which is the name of their record."""
    return words.slug_of(author_name(index, "en"), "en")


@cache
def author_name(index: int, language: str) -> str:
    """Return the name of an author; no two authors share one."""
    first_names = len(words.FIRST_NAMES)
    pair = index * 5 % (first_names * len(words.LAST_NAMES))
    first, last = words.FIRST_NAMES[pair % first_names], words.LAST_NAMES[pair // first_names]
    return f"{first[language]} {last[language]}"


@cache
def tag_label(index: int, language: str) -> str:
    """Return the label of a tag: a topic and a place; no two tags share one."""
    topic = words.TOPICS[index % len(words.TOPICS)][language]
    return f"{topic} {words.place_of(index * 29)[language]}"


@cache
def tag_key(index: int) -> str:
    """Return the key of a tag."""
    return words.slug_of(tag_label(index, "en"), "en")
