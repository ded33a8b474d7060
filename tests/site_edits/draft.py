"""
A whole site in memory, the dice that choose, and the first state of the site.

A `Draft` is written to a folder by `sync`.  Dice take their numbers from a tuple, so
that an edit is data: it can be drawn, shrunk and printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from site_edits.names import NOW

T = TypeVar("T")

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
    '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li>'
    "</rdf:Seq></dc:creator>{more}</rdf:Description></rdf:RDF></x:xmpmeta>"
)
CAPTION = (
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li>'
    '<rdf:li xml:lang="uk">{text} (uk)</rdf:li></rdf:Alt></dc:description>'
)


class Dice:
    """Choices from a tuple of numbers; once they are used up, always the first."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Begin with the first of *numbers*."""
        self._numbers: Iterator[int] = iter(numbers)

    def below(self, limit: int) -> int:
        """Return a number from 0 to *limit* - 1."""
        return next(self._numbers, 0) % limit

    def one(self, choices: Sequence[T]) -> T:
        """Return one of *choices*."""
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], most: int = 3) -> list[T]:
        """Return up to *most* of *choices*, each once."""
        return list(dict.fromkeys(self.one(choices) for _ in range(self.below(most + 1))))


@dataclass
class Text:
    """One Markdown file."""

    fields: dict[str, Any]
    body: str

    def written(self) -> str:
        """Return the file's contents; JSON is YAML too."""
        lines = [f"{key}: {json.dumps(v, ensure_ascii=False)}\n" for key, v in self.fields.items()]
        return f"---\n{''.join(lines)}---\n{self.body}"


@dataclass
class Draft:
    """A site in memory, and the circumstances of its next build."""

    texts: dict[str, Text] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Site path of a YAML file -> its contents."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    """Photos, static files, the theme: whatever is written as it is."""

    site: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    drafts: bool = False
    base_url: str | None = None
    tampering: list[tuple[str, int]] = field(default_factory=list)
    """(what, which) to do by hand before the next build."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the site's languages, in its order."""
        return tuple(self.site["languages"])

    def options(self) -> dict[str, Any]:
        """Return what the next build is told."""
        return {"now": self.now, "drafts": self.drafts, "base_url": self.base_url}

    def written(self) -> dict[str, str | bytes]:
        """Return every file of the site."""
        return {
            "site.yaml": _yaml(self.site),
            **{path: text.written() for path, text in self.texts.items()},
            **{path: _yaml(record) for path, record in self.records.items()},
            **self.files,
        }


def _yaml(record: dict[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(v, ensure_ascii=False)}\n" for key, v in record.items())


def xmp_of(creator: str, caption: str = "") -> str:
    """Return a packet with what a photo says of itself."""
    return XMP.format(creator=creator, more=CAPTION.format(text=caption) if caption else "")


@cache
def photo(width: int, shade: int, creator: str = "", caption: str = "") -> bytes:
    """Return a PNG of one colour, which may name its photographer and say what it shows."""
    buffer, texts = BytesIO(), PngInfo()
    if creator or caption:
        texts.add_itxt("XML:com.adobe.xmp", xmp_of(creator, caption))
    Image.new("L", (width, 8), shade).save(buffer, "PNG", pnginfo=texts)
    return buffer.getvalue()


def drawing(width: int, inside: str = "") -> str:
    """Return a photo in SVG; there is a warning if *inside* is script."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="2">{inside}</svg>'


def sync(folder: Path, files: dict[str, str | bytes]) -> None:
    """Bring the files of a site to *files*; what is equal is not touched."""
    roots = [folder / name for name in ("content", "themes")]
    present = {
        path.relative_to(folder).as_posix()
        for root in roots
        for path in root.rglob("*")
        if path.is_file()
    }
    for name in present - files.keys():
        (folder / name).unlink()
        for parent in (folder / name).parents:
            if any(parent.iterdir()):
                break
            parent.rmdir()
    for name, content in files.items():
        path, data = folder / name, content.encode() if isinstance(content, str) else content
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
