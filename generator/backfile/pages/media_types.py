"""
What a published file is, by its name: the same on every machine.

The table of the standard library reads files of the system, which differ.

Source:  the IANA registry of media types; RFC 4287 §7 (Atom), JSON Feed 1.1.
Imports: nothing of ours.
"""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "application/octet-stream"

_TEXTS: Final = {
    "css": "text/css",
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "js": "text/javascript",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "txt": "text/plain",
    "vtt": "text/vtt",
}
_OTHERS: Final = {
    "avif": "image/avif",
    "bmp": "image/bmp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eot": "application/vnd.ms-fontobject",
    "epub": "application/epub+zip",
    "geojson": "application/geo+json",
    "gif": "image/gif",
    "gz": "application/gzip",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "m4a": "audio/mp4",
    "map": "application/json",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "opus": "audio/ogg",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "ttf": "font/ttf",
    "wasm": "application/wasm",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
}
_FEEDS: Final = {
    "atom": "application/atom+xml",
    "feed": "application/feed+json",
    "rss": "application/rss+xml",
}
"""First part of the name of a feed, up to the number of an archive document."""

SUFFIXES: Final = (*_TEXTS, *_OTHERS)
"""Every suffix with a type, in lower case."""

FEED_NAMES: Final = ("atom.xml", "feed.json", "rss.xml")
"""Names whose type is not that of the suffix; archive documents are `atom-12.xml`."""


def media_type_of(path: str) -> str:
    """Return the type of the output *path*, with the character set of a text."""
    name = path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    suffix = suffix.lower()
    kind = stem.partition("-")[0]
    if suffix in {"xml", "json"} and kind in _FEEDS and _is_feed(stem, suffix):
        return f"{_FEEDS[kind]}; charset=utf-8"
    if suffix in _TEXTS:
        return f"{_TEXTS[suffix]}; charset=utf-8"
    return _OTHERS.get(suffix, UNKNOWN)


def _is_feed(stem: str, suffix: str) -> bool:
    """Tell whether a stem is `atom`, `feed-12` and the like, in its own format."""
    kind, dash, number = stem.partition("-")
    right = suffix == ("json" if kind == "feed" else "xml")
    return right and (not dash or number.isdecimal())
