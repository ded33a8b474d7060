"""
site.yaml -> Site, or everything that is wrong with it, at once.

Languages come first, since every text may be given by language; the rest is read
key by key, and no problem hides another.

Errors:  as problems, sorted; a missing file is one, too.  Codes `site-missing`,
         `missing-key`, `bad-url`, `timezone`, and those of `site.languages`,
         `site.settings`, `site.publisher`, `site.targets`, `yaml`.
Cost:    about 1 ms, and 5 ms a language that CLDR is asked for.
Source:  SPEC §3, §8.
Imports: yaml, site, model, errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from backfile.errors import Problem
from backfile.model import Language, Site
from backfile.site.addresses import path_fault, split_url, url_fault
from backfile.site.languages import read_default_language, read_languages
from backfile.site.publisher import read_publisher
from backfile.site.settings import (
    read_feeds,
    read_images,
    read_menu,
    read_permalink,
    read_robots,
    read_taxonomies,
    read_theme,
)
from backfile.site.targets import read_targets
from backfile.yaml.fields import Fields, Texts
from backfile.yaml.nodes import Mapping, Node, Sequence
from backfile.yaml.root import read_mapping
from backfile.yaml.wording import quoted, suggestion

FILE = "site.yaml"

KEYS = (
    "title", "description", "copyright", "url", "timezone", "default_language", "languages",
    "theme", "permalink", "slugs", "page_size", "taxonomies", "menu", "markdown", "images",
    "feeds", "robots", "limits", "publisher", "deploy", "extra",
)  # fmt: skip

MARKDOWN_KEYS = ("html",)
LIMIT_KEYS = ("source_bytes",)
SLUGS = ("ascii", "native")
"""What `slugs` may be."""

DEFAULT_SOURCE_BYTES = 2_000_000
DEFAULT_PAGE_SIZE = 20
_ZONE_HINT = "write one of the IANA list"
_URL_HINT = "write one such as `https://horizon.example`"


def load_site(folder: Path, *, base_url: str | None = None) -> tuple[Site | None, list[Problem]]:
    """
    Read and validate `site.yaml` in *folder*.

    Args:
        base_url: Replaces `url`, which need not be in the file then.

    Returns:
        The site, None if there is an error; and all problems, sorted.
    """
    problems: list[Problem] = []
    node = _read_root(folder / FILE, problems)
    site = None
    if node is not None:
        site = _read_site(Fields(node, FILE, problems, KEYS), base_url)
    failed = any(problem.severity == "error" for problem in problems)
    return None if failed else site, sorted(problems)


def place_in_site(folder: Path, *keys: str | int) -> tuple[int, int]:
    """
    Return line and column of a value in `site.yaml`, for problems found later; else (0, 0).

    *keys* lead to it: names within mappings, numbers within lists.
    """
    node: Node | None = _read_root(folder / FILE, [])
    for key in keys:
        inner: dict[str | int, Node] = {}
        if type(node) is Mapping:
            inner = {name.value: value for name, value in node.entries}
        elif type(node) is Sequence:
            inner = dict(enumerate(node.items))
        node = inner.get(key)
    return (node.line, node.column) if node else (0, 0)


def _read_root(file: Path, problems: list[Problem]) -> Mapping | None:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        message = "site.yaml is missing; write one with at least `title`, `url` and `languages`"
        problems.append(Problem(FILE, 0, 0, "site-missing", message))
        return None
    except OSError as error:
        message = f"site.yaml cannot be read ({error.strerror}); check what it is"
        problems.append(Problem(FILE, 0, 0, "site-missing", message))
        return None
    return read_mapping(data, FILE, problems)


def _read_site(root: Fields, base_url: str | None) -> Site:
    languages = read_languages(root)
    tags = tuple(language.tag for language in languages)
    default = read_default_language(root, tags)
    origin, base = _read_address(root, base_url)
    widths, formats = read_images(root)
    rss, hub = read_feeds(root)
    markdown = root.mapping("markdown", MARKDOWN_KEYS)
    limits = root.mapping("limits", LIMIT_KEYS)
    return Site(
        title=_read_title(root, tags, default),
        description=_texts_or_empty(root, "description", languages, default),
        copyright=_texts_or_empty(root, "copyright", languages, default),
        origin=origin,
        base=base,
        timezone=_read_timezone(root),
        default_language=default,
        languages=languages,
        theme=read_theme(root),
        permalink=read_permalink(root),
        page_size=root.number("page_size", DEFAULT_PAGE_SIZE, least=1),
        taxonomies=read_taxonomies(root),
        menu=read_menu(root, tags, default),
        html=markdown.flag("html") if markdown else False,
        ascii_slugs=root.choice("slugs", SLUGS) == "ascii",
        source_bytes_limit=_read_source_limit(limits),
        image_widths=widths,
        image_formats=formats,
        extra=root.free("extra"),
        publisher=read_publisher(root, tags, default),
        refused_crawlers=read_robots(root),
        rss=rss,
        hub=hub,
        targets=read_targets(root),
    )


def _read_title(root: Fields, tags: tuple[str, ...], default: str) -> Texts:
    if "title" not in root.nodes:
        root.report_missing("title")
    title = root.texts_by_language("title", tags, default)
    if any(not text for _, text in title):
        root.report(root.nodes["title"], "empty-value", "`title` is empty; write text")
    return title


def _texts_or_empty(root: Fields, key: str, languages: tuple[Language, ...], default: str) -> Texts:
    """Return texts for every language; empty ones if the key is not given."""
    tags = tuple(language.tag for language in languages)
    return root.texts_by_language(key, tags, default) or tuple((tag, "") for tag in tags)


def _read_source_limit(limits: Fields | None) -> int:
    if limits is None:
        return DEFAULT_SOURCE_BYTES
    return limits.number("source_bytes", DEFAULT_SOURCE_BYTES, least=1)


def _read_timezone(root: Fields) -> str:
    scalar = root.filled_scalar("timezone")
    if scalar is None:
        return "UTC"
    from zoneinfo import ZoneInfo, available_timezones  # costs 10 ms

    try:
        return ZoneInfo(scalar.value).key
    except (KeyError, ValueError, OSError):
        zone = _zone_of_city(scalar.value, available_timezones())
        # Sorted, since the nearest of two equally near names would depend on the hash seed.
        hint = suggestion(scalar.value, sorted(available_timezones()), _ZONE_HINT)
        hint = f"did you mean `{zone}`?" if zone else hint
    root.report(scalar, "timezone", f"unknown timezone {quoted(scalar.value)}; {hint}")
    return "UTC"


def _zone_of_city(city: str, zones: Iterable[str]) -> str:
    """Return the zone whose last part is *city*, `Europe/Kyiv` for `Kyiv`; empty without one."""
    name = city.strip().replace(" ", "_").casefold()
    found = [zone for zone in zones if zone.casefold().endswith(f"/{name}")]
    return min(found, key=lambda zone: (zone.count("/"), zone), default="")


def _read_address(root: Fields, base_url: str | None) -> tuple[str, str]:
    """Return (origin, base) of `url`, or of the address that replaces it."""
    origin_and_base = ("", "")
    if "url" in root.nodes:
        scalar = root.scalar("url")
        if scalar is not None:
            fault = base_url_fault(scalar.value)
            if fault:
                message = f"`url` is {quoted(scalar.value)}, which {fault}; {_URL_HINT}"
                root.report(scalar, "bad-url", message)
            else:
                origin_and_base = _split_base_url(scalar.value)
    elif base_url is None:
        root.report(root, "missing-key", f"`url` is missing; {_URL_HINT}")
    if base_url is None:
        return origin_and_base
    fault = base_url_fault(base_url)
    if fault:
        message = f"--base-url is {quoted(base_url)}, which {fault}; {_URL_HINT}"
        root.problems.append(Problem("", 0, 0, "bad-url", message))
        return "", ""
    return _split_base_url(base_url)


def base_url_fault(url: str) -> str:
    """Say what is wrong with the address where a site will live; empty if nothing is."""
    fault = url_fault(url)
    split = split_url(url)
    if fault or split is None:
        return fault
    if "?" in url or "#" in url:
        return "holds a query or fragment"
    if "@" in split.netloc:
        return "holds a user name"
    try:
        (split.hostname or "").encode("idna")
    except UnicodeError:
        return "names no host"
    path = split.path.rstrip("/")
    return path_fault(path) if path else ""


def _split_base_url(url: str) -> tuple[str, str]:
    """Return (origin, path without its last slash) of an address without fault."""
    split = split_url(url)
    assert split is not None
    host = split.hostname or ""
    # Browsers and sitemaps want the ASCII form of an international name.
    host = host if host.isascii() else host.encode("idna").decode()
    host = f"[{host}]" if ":" in host else host
    port = "" if split.port is None else f":{split.port}"
    return f"{split.scheme}://{host}{port}", split.path.rstrip("/")
