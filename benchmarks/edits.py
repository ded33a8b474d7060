"""
What an editor does between two builds: correct a text, publish, move to another tag.

Each edit writes one source of the Backfile site; `undo_edits` takes all of them back.

Imports: backfile_site, stories, output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import backfile_site
import stories

if TYPE_CHECKING:
    from output import Folder
    from stories import Recipe, Story


def correct_body(folder: Folder, recipe: Recipe) -> None:
    """Add a sentence to the end of one text in the middle of the archive."""
    story = _middle_story(recipe)
    language = story.slot.original
    text = story.texts[language]
    longer = text._replace(body=text.body + "\nThis sentence was added later.\n")
    changed = story._replace(texts=story.texts | {language: longer})
    backfile_site.write_version(folder, changed, language)


def publish_article(folder: Folder, recipe: Recipe) -> None:
    """Publish a new story, younger than all others, in its original language only."""
    story = stories.story_of(recipe, recipe.stories)
    language = story.slot.original
    alone = story._replace(texts={language: story.texts[language]})
    backfile_site.write_version(folder, alone, language)


def change_tag(folder: Folder, recipe: Recipe) -> None:
    """Give a story in the middle another tag in place of its first; translations inherit it."""
    story = _middle_story(recipe)
    other = next(tag for tag in range(10, stories.TAGS) if tag not in story.tags)
    retagged = story._replace(tags=(other, *story.tags[1:]))
    backfile_site.write_version(folder, retagged, story.slot.original)


def undo_edits(folder: Folder, recipe: Recipe) -> None:
    """Leave the sources as `write_corpus` made them."""
    story = _middle_story(recipe)
    backfile_site.write_version(folder, story, story.slot.original)
    added = stories.slot_of(recipe, recipe.stories)
    path = backfile_site.source_path(added, added.original)
    (folder.root / path).unlink(missing_ok=True)


def _middle_story(recipe: Recipe) -> Story:
    """Return the story that the edits are about."""
    return stories.story_of(recipe, recipe.stories // 2)
