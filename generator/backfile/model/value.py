"""
The base of every value that crosses a room's border.

Imports: nothing of ours.
"""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of everything here: immutable, and encoded by position."""
