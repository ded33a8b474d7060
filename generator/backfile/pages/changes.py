"""
What an incremental build has touched, as the kinds of pages need to know it.

Filled while stories are resolved again and windows are found again; read by
each kind's `affected`, which names a superset of the pages that may differ.
Sort keys of *both* the old and the new state are in `places`, so that a page
that showed an article and one that shows it now are both reached.

Imports: nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Changes:
    """Everything touched since the last build; `everything` makes the rest moot."""

    everything: bool = False
    articles: set[tuple[str, str, str]] = field(default_factory=set)
    """(kind, language, story) of articles and static pages seen before or now."""

    relinked: set[str] = field(default_factory=set)
    """Stories whose addresses or existence changed: whoever links to them is stale."""

    moved_stems: set[str] = field(default_factory=set)
    """Stems that belong to another story than before, or to none."""

    places: dict[int, set[bytes]] = field(default_factory=dict)
    """List -> sort keys at which a card came, went or changed."""

    reshaped: set[int] = field(default_factory=set)
    """Lists that won or lost a member."""

    numbers: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    """(list, window size) -> numbered pages that may differ; 0 is the list's own address."""

    terms: set[tuple[str, str]] = field(default_factory=set)
    """(taxonomy, key) of terms whose record, label or address changed."""

    owners: set[str] = field(default_factory=set)
    """Sources whose aliases may have changed."""

    photos: set[str] = field(default_factory=set)
    """Photos whose bytes or use changed."""

    statics: set[str] = field(default_factory=set)
    """Static files that came, went or changed."""

    def touch_place(self, list_id: int, sort_key: bytes, *, member: bool) -> None:
        """Note that a list shows something else at *sort_key*."""
        self.places.setdefault(list_id, set()).add(sort_key)
        if member:
            self.reshaped.add(list_id)

    def turns(self, list_id: int, own: int) -> bool:
        """
        Tell whether a list may have won its first article, or lost its last.

        *own* is how many it has now in its own language.  With the first it has
        pages, and with the last it loses them, whatever stands in for it.
        """
        return list_id in self.reshaped and own <= len(self.places.get(list_id, ()))

    def is_empty(self) -> bool:
        """Tell whether nothing was touched."""
        return not (
            self.everything
            or self.articles
            or self.places
            or self.terms
            or self.owners
            or self.photos
            or self.statics
        )
