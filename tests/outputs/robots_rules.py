"""
robots.txt: the grammar of RFC 9309, and `Sitemap`.

`robots_findings` returns what is wrong with a file, in words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outputs.common_rules import address_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = ("allow", "disallow")
BYTES_LIMIT = 500 * 1024
"""What crawlers must read at least (§2.5)."""

_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_PATH = re.compile(r"/[^\s#]*|")


def robots_findings(data: bytes) -> list[str]:
    """Find what is wrong with a robots.txt."""
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError:
        return ["not UTF-8"]
    findings = [] if len(data) <= BYTES_LIMIT else [f"more than {BYTES_LIMIT} bytes"]
    contents = [content for line in lines if (content := line.partition("#")[0].strip())]
    findings += [f"no key and value: {text!r}" for text in contents if ":" not in text]
    pairs = [text.partition(":")[::2] for text in contents if ":" in text]
    findings += _findings_of([(key.strip().lower(), value.strip()) for key, value in pairs])
    return findings


def _findings_of(pairs: list[tuple[str, str]]) -> Iterator[str]:
    keys = [key for key, _ in pairs if key != "sitemap"]
    for key, following in zip(["", *keys], [*keys, ""], strict=True):
        if key == "user-agent" and following not in {"user-agent", *RULES}:
            yield "a group without a rule"
        if not key and following in RULES:
            yield "a rule before any user-agent"
    agents = [value.lower() for key, value in pairs if key == "user-agent"]
    yield from (f"{agent} has two groups" for agent in set(agents) if agents.count(agent) > 1)
    for key, value in pairs:
        if key == "user-agent" and not _TOKEN.fullmatch(value):
            yield f"no product token: {value!r}"
        elif key in RULES and not _PATH.fullmatch(value):
            yield f"no path: {value!r}"
        elif key == "sitemap":
            yield from address_findings("sitemap", value)
        elif key not in {"user-agent", *RULES}:
            yield f"unknown key: {key!r}"
