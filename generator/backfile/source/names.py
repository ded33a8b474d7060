"""
What a source's path says of it: kind, story, name, language.

`content/articles/2025/fire.uk.md` is the Ukrainian file of the story
`articles/2025/fire`, and so is `content/articles/2025/fire/index.uk.md`.  A last
dotted part that could be a language tag but is none of the site's is a mistake
rather than a name: `fire.de.md` on a site without German would otherwise be
published as a second article in the default language.

Source:  SPEC §2 "File names", "Story".
Imports: source.paths, model.
"""

from __future__ import annotations

import re

from backfile.model import Site, Value
from backfile.source.paths import stem_of

_LIKE_A_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class SourceName(Value, frozen=True):
    """What a path says."""

    kind: str
    """`article` or `page`."""

    story: str
    name: str
    """Last part of the story key."""

    language: str
    """Empty when the path names none."""

    unknown: str
    """What looks like a language but is none of the site's; mostly empty."""


def source_name_of(path: str, site: Site) -> SourceName:
    """Read a path such as `content/articles/2025/fire.uk.md`."""
    story = stem_of(path, site)
    kind = "page" if path.startswith("content/pages/") else "article"
    _, dot, tail = path.rpartition("/")[2].removesuffix(".md").rpartition(".")
    language = tail if dot and site.has_language(tail) else ""
    unknown = tail if dot and not language and _LIKE_A_TAG.fullmatch(tail) else ""
    return SourceName(kind, story, story.rpartition("/")[2], language, unknown)
