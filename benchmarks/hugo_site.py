"""
The synthetic archive as a Hugo site: the same articles, below content/LANGUAGE/.

Hugo has no inheritance between translations, so each file has its full front
matter; nor does it romanize, so articles and terms come with slugs made here.
Configuration and templates are copied from the folder hugo/ beside this module.

Imports: photos, stories, output, words.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import stories
import words
from output import flow, quote
from photos import photo_name
from words import LANGUAGES

if TYPE_CHECKING:
    from output import Folder
    from stories import Slot, Story

SKELETON: Final = Path(__file__).parent / "hugo"

Used = set[tuple[str, str, int]]
"""(language, taxonomy, number) of the terms that some article names."""


def copy_skeleton(root: Path) -> None:
    """Copy the configuration, templates, styles and messages to *root*."""
    shutil.copytree(SKELETON, root, dirs_exist_ok=True)


def write_story(folder: Folder, story: Story, used: Used) -> None:
    """Write all versions of *story*, and note in *used* the terms it names."""
    slot = story.slot
    for language in story.texts:
        path = f"content/{language}{_page_path(slot)}.md"
        folder.write(path, f"---\n{_front_matter(story, language)}---\n\n{_body(story, language)}")
        used.update((language, "tags", tag) for tag in story.tags)
        used.update((language, "authors", author) for author in story.authors)
        translator = story.texts[language].translator
        if translator is not None:
            used.add((language, "authors", translator))


def _page_path(slot: Slot) -> str:
    """Return the path that Hugo knows a page by, whatever its language."""
    return f"/{slot.section}/{slot.folder}/{slot.name}"


def _front_matter(story: Story, language: str) -> str:
    """Return the front matter of one version, in full."""
    slot, text = story.slot, story.texts[language]
    lines = [
        f"title: {quote(text.title)}",
        f"date: {slot.moment:%Y-%m-%dT%H:%M:%S}",
        f"slug: {words.slug_of(text.title, language)}",
        f"translationKey: {slot.name}",
        f"authors: {flow(map(stories.author_key, story.authors))}",
        f"tags: {flow(map(stories.tag_key, story.tags))}",
        f'months: ["{slot.moment:%Y-%m}"]',
        f"original: {slot.original}",
    ]
    if text.summary:
        lines.append(f"summary: {quote(text.summary)}")
    if text.translator is not None:
        lines.append(f"translators: [{stories.author_key(text.translator)}]")
    if story.photo is not None:
        lines += [
            "photo:",
            f"  src: photos/{photo_name(story.photo)}",
            f"  alt: {quote(text.alt)}",
            f"  caption: {quote(text.caption)}",
            f"  credit: {quote(story.credit)}",
        ]
    if language == slot.original:
        lines += _original_lines(story)
    return "\n".join(lines) + "\n"


def _original_lines(story: Story) -> list[str]:
    """Return what belongs to the original alone."""
    lines = []
    if story.updated:
        lines.append(f"lastmod: {story.updated:%Y-%m-%dT%H:%M:%S}")
    if story.correction:
        day = f"{story.slot.moment:%Y-%m-%d}"
        lines += ["corrections:", f"  - {{date: {day}, text: {quote(story.credit)}}}"]
    return lines


def _body(story: Story, language: str) -> str:
    """Return the body, links spelled as the paths of Hugo's pages."""
    text = story.texts[language]
    body = text.body
    for number, target in enumerate(text.links):
        body = body.replace(f"\x01{number}\x01", _page_path(target))
    return body


def write_terms(folder: Folder, used: Used) -> None:
    """Write the labels of sections and of the terms in *used*."""
    for language in LANGUAGES:
        for section, labels in words.SECTIONS.items():
            folder.write(
                f"content/{language}/{section}/_index.md", f"---\ntitle: {labels[language]}\n---\n"
            )
    for language, taxonomy, number in sorted(used):
        if taxonomy == "tags":
            _write_tag(folder, language, number)
        else:
            _write_author(folder, language, number)


def _write_tag(folder: Folder, language: str, number: int) -> None:
    """Write the label of one tag."""
    label = stories.tag_label(number, language)
    folder.write(
        f"content/{language}/tags/{stories.tag_key(number)}/_index.md",
        f"---\ntitle: {quote(label)}\nslug: {words.slug_of(label, language)}\n---\n",
    )


def _write_author(folder: Folder, language: str, number: int) -> None:
    """Write the record of one author."""
    name = stories.author_name(number, language)
    role = words.ROLES[number % len(words.ROLES)][language]
    folder.write(
        f"content/{language}/authors/{stories.author_key(number)}/_index.md",
        f"---\ntitle: {quote(name)}\nrole: {quote(role)}\n"
        f"slug: {words.slug_of(name, language)}\n---\n\n**{name}** — {role}.\n",
    )
