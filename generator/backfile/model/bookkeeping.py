"""
What a build remembers of the things it publishes.

Imports: nothing of ours.
"""

from __future__ import annotations

from typing import NamedTuple


class PageKey(NamedTuple):
    """The identity of one thing to publish."""

    kind: str
    """`article`, `front`, `term`, …: the module of `pages` that knows it."""

    language: str
    """Empty for what belongs to the whole site."""

    subject: str
    """Story key, term, month, source path; what it means is the kind's business."""

    number: int
    """Of a numbered page or archive document; 0 otherwise."""


class Output(NamedTuple):
    """One published file, as the manifest remembers it."""

    path: str
    """Relative to the output folder, POSIX separators, no leading slash."""

    fingerprint: bytes
    """16 bytes over everything the file was made from."""

    digest: bytes
    """16 bytes (BLAKE2b) over the file's contents; deploy compares these."""

    size: int
    """Bytes on disk."""

    mtime_ns: int
    """Modification time of the file as we left it, nanoseconds since 1970."""
