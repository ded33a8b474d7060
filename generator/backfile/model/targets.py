"""
Where a site is published to, as configured.

Imports: model.value.
"""

from __future__ import annotations

from typing import Literal

from backfile.model.value import Value

Kind = Literal["bucket", "rsync", "git", "folder"]


class Purge(Value, frozen=True):
    """A cache in front of a target, which must be told what changed."""

    service: str
    """`cloudfront`, `cloudflare`, `fastly`, or `file` for a list that others read."""

    subject: str
    """Distribution, zone or service; of `file`, the path of the list in the site folder."""


class Target(Value, frozen=True):
    """One entry of `deploy` in site.yaml."""

    name: str
    """Of the entry: lower-case Latin letters, digits, `-` and `_`."""

    kind: Kind
    to: str
    """As written: a URL, or what git calls a remote.  Never holds a password."""

    endpoint: str = ""
    """URL of a service that speaks S3; empty for Amazon's own."""

    region: str = ""
    keep: int = 0
    """Releases that stay, the live one among them; 0 where there are none."""

    branch: str = ""
    orphan: bool = False
    """Whether a branch holds one commit only."""

    cname: str = ""
    """Host name that GitHub Pages is told; empty for none."""

    host: str = ""
    """Who serves it, whose limits and files are known; empty for anybody."""

    server: str = ""
    """`nginx` or `caddy`: whose settings are written beside the releases; empty for none."""

    compress: tuple[str, ...] = ()
    """Endings of compressed siblings: `br`, `gz`, `zst`."""

    redirects: bool = False
    """Whether a bucket's former addresses become redirect objects of S3."""

    purge: tuple[Purge, ...] = ()
