"""
The synthetic archive as a Backfile site.

Translations leave out what they inherit; the records of authors, tags and
sections have labels in every language and no slugs, so Backfile makes those.
One template shadows that of the theme and adds a comment to each article's page:
what it costs to change a template is measured by changing that comment.

Imports: photos, stories, output, words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import stories
import words
from output import flow, quote
from photos import photo_name
from words import LANGUAGES

if TYPE_CHECKING:
    from output import Folder
    from stories import Slot, Story

SITE = """\
title: {uk: Синтетичний архів, en: Synthetic archive, ru: Синтетический архив}
description: {uk: Архів для вимірювань, en: An archive to measure with, ru: Архив для измерений}
url: https://archive.example
timezone: Europe/Kyiv
default_language: uk
languages:
  uk: {label: UA, name: Українська}
  en: {label: EN, name: English}
  ru: {label: RU, name: Русский}
permalink: "{section}/{year}/{month}/{slug}"
page_size: 20
images: {widths: []}
taxonomies: [tags, authors, sections]
"""

TEMPLATE_PATH = "themes/default/templates/article.html"
TEMPLATE = """\
{%% extends "super/article.html" %%}
{%% block related %%}{{ super() }}<!-- edition %d -->{%% endblock %%}
"""


def source_path(slot: Slot, language: str) -> str:
    """Return the path of an article's source below the site folder."""
    return f"content/articles/{slot.folder}/{slot.name}.{language}.md"


def write_story(folder: Folder, story: Story) -> None:
    """Write all versions of *story*."""
    for language in story.texts:
        write_version(folder, story, language)


def write_version(folder: Folder, story: Story, language: str) -> None:
    """Write *story* in one language."""
    head = _front_matter(story, language)
    folder.write(source_path(story.slot, language), f"---\n{head}---\n\n{_body(story, language)}")


def _front_matter(story: Story, language: str) -> str:
    """Return the front matter: in full for the original, else what is not inherited."""
    text = story.texts[language]
    lines = [f"title: {quote(text.title)}"]
    if text.summary:
        lines.append(f"summary: {quote(text.summary)}")
    if text.translator is not None:
        lines.append(f"translator: {stories.author_key(text.translator)}")
    if language == story.slot.original:
        lines += _inherited_lines(story)
    if story.photo is not None:
        lines += _photo_lines(story, language)
    return "\n".join(lines) + "\n"


def _inherited_lines(story: Story) -> list[str]:
    """Return what translations take from the original."""
    slot = story.slot
    lines = [
        f"date: {slot.moment:%Y-%m-%dT%H:%M:%S}",
        f"author: {flow(map(stories.author_key, story.authors))}",
        f"tags: {flow(map(stories.tag_key, story.tags))}",
        f"section: {slot.section}",
    ]
    if slot.original != LANGUAGES[0]:
        lines.append(f"original: {slot.original}")
    if len(story.texts) < len(LANGUAGES):
        lines.append(f"languages: {flow(sorted(story.texts))}")
    if story.updated:
        lines.append(f"updated: {story.updated:%Y-%m-%dT%H:%M:%S}")
    if story.correction:
        day = f"{story.slot.moment:%Y-%m-%d}"
        lines += ["corrections:", f"  - {{date: {day}, text: {quote(story.credit)}}}"]
    return lines


def _photo_lines(story: Story, language: str) -> list[str]:
    """Return the lead photo; a translation gives its own alt and caption only."""
    text = story.texts[language]
    lines = ["photo:", f"  alt: {quote(text.alt)}", f"  caption: {quote(text.caption)}"]
    if language == story.slot.original and story.photo is not None:
        lines += [f"  src: {photo_name(story.photo)}", f"  credit: {quote(story.credit)}"]
    return lines


def _body(story: Story, language: str) -> str:
    """Return the body, links spelled as paths from this source to another."""
    text = story.texts[language]
    body = text.body
    for number, target in enumerate(text.links):
        path = f"../../{target.folder}/{target.name}"
        suffix = f".{target.original}.md" if target.number % 2 else ""
        body = body.replace(f"\x01{number}\x01", path + suffix)
    return body


def write_records(folder: Folder) -> None:
    """Write site.yaml, the template and the records of authors, tags and sections."""
    folder.write("site.yaml", SITE)
    write_template(folder, 0)
    for index in range(stories.AUTHORS):
        folder.write(f"content/authors/{stories.author_key(index)}.yaml", _author_record(index))
    folder.write(
        "content/tags.yaml",
        "".join(
            f"{stories.tag_key(index)}: {{label: {_by_language(_tag_labels(index))}}}\n"
            for index in range(stories.TAGS)
        ),
    )
    folder.write(
        "content/sections.yaml",
        "".join(
            f"{key}: {{label: {_by_language(labels)}}}\n" for key, labels in words.SECTIONS.items()
        ),
    )


def write_template(folder: Folder, edition: int) -> None:
    """Write the template of articles, which says in a comment which edition it is."""
    folder.write(TEMPLATE_PATH, TEMPLATE % edition)


def _author_record(index: int) -> str:
    """Return one record: a name and a role in each language, a short biography."""
    names = {language: stories.author_name(index, language) for language in LANGUAGES}
    role = words.ROLES[index % len(words.ROLES)]
    bio = {language: f"**{names[language]}** — {role[language]}." for language in LANGUAGES}
    return f"name: {_by_language(names)}\nrole: {_by_language(role)}\nbio: {_by_language(bio)}\n"


def _tag_labels(index: int) -> dict[str, str]:
    """Return the label of a tag in each language."""
    return {language: stories.tag_label(index, language) for language in LANGUAGES}


def _by_language(texts: dict[str, str]) -> str:
    """Return a YAML flow mapping from language to text."""
    return f"{{{', '.join(f'{language}: {quote(texts[language])}' for language in LANGUAGES)}}}"
