"""
Addresses: what a page is called on the web, and where its file lies.

Addresses are percent-encoded paths that begin with the base path of the site;
output paths are the decoded rest.  Their parts were checked where they were read
(`site.addresses`).

Source:  SPEC §4 "Addresses and output", §8.
Imports: images.recipes, model.
"""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import quote, unquote

from backfile.images.recipes import photo_stem
from backfile.model import Language, Site

_SAFE = "/-._~!$'()*+,;=:@"


def prefix_of(site: Site, language: Language) -> str:
    """Return the address of a language's front page: `/ua/`, or `/` at the root."""
    return f"{site.base}/{language.path}/" if language.path else f"{site.base}/"


def language_at(site: Site, url: str) -> Language | None:
    """Return the language that an address is in, by the longest prefix; None for the site's own."""
    longest_first = sorted(site.languages, key=lambda language: len(language.path), reverse=True)
    return next((lang for lang in longest_first if url.startswith(prefix_of(site, lang))), None)


def address_of(site: Site, language: Language, *parts: str) -> str:
    """Return the address of the page at *parts* below a language's front page."""
    path = "/".join(part for part in parts if part)
    return prefix_of(site, language) + quote(path, safe=_SAFE) + ("/" if path else "")


def numbered_url(url: str, number: int) -> str:
    """Return the address of a numbered page of the list at *url*."""
    return f"{url}page/{number}/" if number else url


def path_of(site: Site, url: str) -> str:
    """Return the output path of an address: a folder's is its `index.html`."""
    path = unquote(url.removeprefix(site.base).removeprefix("/"))
    return f"{path}index.html" if not path or path.endswith("/") else path


def quoted_path(path: str) -> str:
    """Return an output path as addresses have it, percent-encoded."""
    return quote(path, safe=_SAFE)


def alias_url(site: Site, alias: str) -> str:
    """Return the address of a former path: with a slash unless it names a file."""
    last = alias.rpartition("/")[2]
    return site.base + quote(alias, safe=_SAFE) + ("/" if last and "." not in last else "")


def photo_name(path: str, digest: bytes) -> str:
    """
    Return the published name of a photo: its own, its content, its suffix.

    The digest covers the place as well, so that two equal photos do not claim
    one file.
    """
    suffix = path.rpartition(".")[2]
    mark = blake2b(path.encode() + digest, digest_size=8).hexdigest()
    return f"{photo_stem(path)}.{mark}.{suffix.lower()}"


def photo_url(site: Site, path: str, digest: bytes) -> str:
    """Return the address of a published photo."""
    return f"{site.base}/assets/{photo_name(path, digest)}"
