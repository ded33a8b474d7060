"""
Where links and photo references between sources lead.

A *stem* is a source's path without `content/`, language and suffix:
`articles/2025/story` for `content/articles/2025/story.uk.md` as for the bundle
`content/articles/2025/story/index.uk.md`.  Translations share it.

Source:  SPEC §2, "File names" and "Markdown".
Imports: model.
"""

from __future__ import annotations

import posixpath

from backfile.model import Site


def stem_of(path: str, site: Site) -> str:
    """Return the stem of a source's path, or of a link's target below content/."""
    stem = path.removeprefix("content/").removesuffix(".md")
    head, dot, tail = stem.rpartition(".")
    if dot and "/" not in tail and site.has_language(tail):
        stem = head
    return stem.removesuffix("/index")


def stem_of_link(path: str, target: str, site: Site) -> str:
    """Return the stem that a relative link in the source *path* leads to."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return stem_of(joined, site)


def photo_candidates(path: str, written: str) -> tuple[str, str]:
    """
    Return (beside, shared): the two site paths where a photo is looked up.

    `/photos/x.jpg` is from content/, and then both are the same.
    """
    if written.startswith("/"):
        absolute = posixpath.normpath("content" + written)
        return absolute, absolute
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    return beside, posixpath.normpath(f"content/photos/{written}")
