"""
What happens to a site between two builds: an editor's day, and a designer's.

Each edit writes one file of the Backfile site; `undo_edits` takes all of them back.
A story is *recent* or *old* because that is what the cost of moving it depends on:
lists are sealed from their oldest end, so an old article that leaves a list shifts
every page of that list that came after it.

Imports: backfile_site, stories, output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import backfile_site
import stories

if TYPE_CHECKING:
    from output import Folder
    from stories import Recipe, Story

RECENT: Final = 10
"""The recent story is this many before the end."""

COMMON_TAGS: Final = 10
"""A story is moved to the commonest tag it lacks that is rarer than these."""


def correct_body(folder: Folder, recipe: Recipe) -> None:
    """Add a sentence to the end of one text in the middle of the archive."""
    story = _corrected(_old_story(recipe))
    backfile_site.write_version(folder, story, story.slot.original)


def publish_article(folder: Folder, recipe: Recipe) -> None:
    """Publish a new story, younger than all others, in its original language only."""
    story = stories.story_of(recipe, recipe.stories)
    language = story.slot.original
    alone = story._replace(texts={language: story.texts[language]})
    backfile_site.write_version(folder, alone, language)


def retag_recent(folder: Folder, recipe: Recipe) -> None:
    """Give one of the newest stories another tag for its first; translations inherit it."""
    story = _retagged(_recent_story(recipe))
    backfile_site.write_version(folder, story, story.slot.original)


def retag_old(folder: Folder, recipe: Recipe) -> None:
    """Do the same to the story in the middle, whose text was corrected before."""
    story = _retagged(_corrected(_old_story(recipe)))
    backfile_site.write_version(folder, story, story.slot.original)


def edit_template(folder: Folder, edition: int) -> None:
    """Change what every article's page shows; *edition* 0 is what the site begins with."""
    backfile_site.write_template(folder, edition)


def undo_edits(folder: Folder, recipe: Recipe) -> None:
    """Leave the sources as `write_corpus` made them; the template stays as it is."""
    for story in (_old_story(recipe), _recent_story(recipe)):
        backfile_site.write_version(folder, story, story.slot.original)
    added = stories.slot_of(recipe, recipe.stories)
    path = backfile_site.source_path(added, added.original)
    (folder.root / path).unlink(missing_ok=True)


def _old_story(recipe: Recipe) -> Story:
    """Return the story in the middle of the archive."""
    return stories.story_of(recipe, recipe.stories // 2)


def _recent_story(recipe: Recipe) -> Story:
    """Return a story among the newest; of a tiny archive, its first."""
    return stories.story_of(recipe, max(0, recipe.stories - RECENT))


def _corrected(story: Story) -> Story:
    """Return *story* with a sentence more in its original."""
    language = story.slot.original
    text = story.texts[language]
    longer = text._replace(body=text.body + "\nThis sentence was added later.\n")
    return story._replace(texts=story.texts | {language: longer})


def _retagged(story: Story) -> Story:
    """Return *story* with another tag in place of its first."""
    other = next(tag for tag in range(COMMON_TAGS, stories.TAGS) if tag not in story.tags)
    return story._replace(tags=(other, *story.tags[1:]))
