"""
What people wrote into a photograph's file, in one shape whatever held it.

XMP, IPTC and EXIF repeat one another, often in part: a statement is read from
each, and `merge_statements` takes each field from the first that has it.

Shape:   texts on one line, without control characters, not longer than fits into a
         packet of XMP; addresses are http or https, or empty.
Source:  IPTC Photo Metadata Standard 2023.
Imports: nothing of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

Texts = tuple[tuple[str, str], ...]
"""(language tag, or `x-default`, text)."""

ANY_LANGUAGE = "x-default"
"""Tag of a text whose language the file does not say (XMP, 8.2.2.4)."""

_LONGEST_TEXT = 500
_LONGEST_CAPTION = 5_000
_LONGEST_URL = 2_000

_URL = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SCRIPT_LETTERS = 4
_REGION_LETTERS = 2

_PLACEHOLDERS = frozenset({
    "_cuhk", "applemark", "burst", "camera", "cof", "created with gimp", "dav", "default",
    "digital camera", "digital still camera", "edf", "exif jpeg", "exif_jpeg_picture", "fznor",
    "hdr", "hdrpl", "image description", "jpeg", "konica minolta digital camera", "mde",
    "minolta digital camera", "nfb", "nor", "olympus digital camera", "oznor", "oznorwo",
    "ozphr", "photo", "ptr", "ptrpro", "qrf", "rbt", "rhdr", "rpt", "samsung",
    "samsung camera pictures", "samsung digital camera", "screenshot", "sdr", "sony dsc",
    "title", "untitled", "vtr",
})  # fmt: skip
"""What cameras and programs write where a caption belongs, in lower case."""

_FILE_NAME = re.compile(r"(dcim\b.*|(img|dsc|dscn|dscf|dji|gopr|pict|p)[-_ ]?[0-9]+(\.\w+)?)")
"""Names that cameras give to files, written as a caption."""


class Statement(NamedTuple):
    """What one kind of metadata says; the fields are those of `model.PhotoFacts`."""

    captions: Texts = ()
    alts: Texts = ()
    creator: str = ""
    credit: str = ""
    source: str = ""
    copyright: str = ""
    license: str = ""
    acquire: str = ""
    digital_source_type: str = ""
    data_mining: str = ""


def merge_statements(*statements: Statement) -> Statement:
    """Take each field from the first of *statements* that has it."""
    fields = zip(*statements, strict=True)
    return Statement._make(next(filter(None, values), values[0]) for values in fields)


def clean_text(text: str, longest: int = _LONGEST_TEXT) -> str:
    """Put *text* on one line: blanks collapsed, no control characters, cut where too long."""
    blank = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    kept = "".join(c for c in blank if unicodedata.category(c) not in {"Cs", "Cn"})
    return " ".join(kept.split())[:longest].rstrip()


def clean_url(text: str) -> str:
    """Return an address of the web; empty for anything else."""
    url = text.strip()
    return url if len(url) <= _LONGEST_URL and _URL.fullmatch(url) else ""


def join_names(names: Iterable[str]) -> str:
    """Join names, each once, as a byline would list them."""
    cleaned = (clean_text(name) for name in names)
    return clean_text(", ".join(dict.fromkeys(name for name in cleaned if name)))


def captions_of(texts: Iterable[tuple[str, str]]) -> Texts:
    """Clean captions, each under its language; what only a camera says is none."""
    found: dict[str, str] = {}
    for tag, text in texts:
        caption = clean_text(text, _LONGEST_CAPTION)
        if caption and not _is_placeholder(caption):
            found.setdefault(_language_of(tag), caption)
    return tuple(found.items())


def _is_placeholder(caption: str) -> bool:
    folded = caption.casefold()
    return folded in _PLACEHOLDERS or _FILE_NAME.fullmatch(folded) is not None


def _language_of(tag: str) -> str:
    """Write a language tag as BCP 47 recommends: `uk`, `uk-UA`, `zh-Hant`."""
    first, *others = clean_text(tag).replace("_", "-").split("-")
    parts = [first.lower()]
    for part in map(str.lower, others):
        if len(part) == _SCRIPT_LETTERS:
            parts.append(part.title())
        else:
            parts.append(part.upper() if len(part) == _REGION_LETTERS else part)
    known = "-".join(parts)
    return known if _TAG.fullmatch(known) else ANY_LANGUAGE
