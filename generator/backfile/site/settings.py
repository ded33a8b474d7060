"""
Settings of site.yaml that have a grammar of their own.

Permalink, taxonomies, menu, images, feeds, robots: each function reads one key, reports what is
wrong, and returns the setting, or its default where it cannot be read.

Errors:  as problems; codes `permalink`, `taxonomy`, `menu`, `bad-url`,
         `bad-address` and those of `yaml.fields`.
Source:  SPEC §3, §8.
Imports: yaml, site.addresses, site.crawlers, model.
"""

from __future__ import annotations

import re

from backfile.model import MenuEntry
from backfile.site.addresses import part_fault, path_fault, target_fault, url_fault
from backfile.site.crawlers import PURPOSES
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Scalar
from backfile.yaml.wording import listed, quoted, suggestion

BUILT_IN_TAXONOMIES = ("tags", "authors", "sections")

FRONT_MATTER_KEYS = (
    "title", "date", "updated", "author", "authors", "translator", "photo", "languages",
    "lang", "story", "original", "tags", "section", "series", "genre", "summary", "slug", "aliases",
    "corrections", "draft", "expires", "template", "extra",
)  # fmt: skip
"""The keys of SPEC §2, in its order; a site's own taxonomies join them."""

GENRES = ("news", "reportage", "opinion", "analysis", "background", "review")
"""What an article may be."""

PLACEHOLDERS = ("section", "year", "month", "day", "slug", "name", "id")
NAMING_PLACEHOLDERS = ("slug", "name", "id")
"""At least one of these tells two articles of a day apart."""

DEFAULT_PERMALINK = "{section}/{year}/{month}/{slug}"
MENU_KEYS = ("to", "label")
IMAGE_KEYS = ("widths", "formats")
FEED_KEYS = ("rss", "hub")
IMAGE_FORMATS = ("avif", "webp", "jpeg", "png")
DEFAULT_WIDTHS = (480, 960, 1440)
DEFAULT_FORMATS = ("avif", "webp")
WIDEST_PX = 10_000

_TAXONOMY = re.compile(r"[a-z][a-z0-9_-]*")
_TAKEN_ADDRESSES = ("archive", "search", "page", "pages", "articles", "front", "month")
"""Lists of the program's own, beside which a taxonomy's would stand."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def read_permalink(root: Fields) -> str:
    """Read `permalink`, without slashes at its ends."""
    scalar = root.filled_scalar("permalink")
    if scalar is None:
        return DEFAULT_PERMALINK
    names = _PLACEHOLDER.findall(scalar.value)
    for name in names:
        if name not in PLACEHOLDERS:
            hint = suggestion(name, PLACEHOLDERS, f"known are {listed(PLACEHOLDERS)}")
            message = f"`permalink` holds the unknown placeholder {quoted(f'{{{name}}}')}; {hint}"
            root.report(scalar, "permalink", message)
    if not any(name in NAMING_PLACEHOLDERS for name in names):
        message = "`permalink` does not tell articles apart; add {slug}, {name} or {id}"
        root.report(scalar, "permalink", message)
    bare = _PLACEHOLDER.sub("x", scalar.value).strip("/")
    fault = "holds an unpaired brace" if re.search(r"[{}]", bare) else path_fault(f"/{bare}")
    if fault:
        message = f"`permalink` {fault}; write it as `{DEFAULT_PERMALINK}`"
        root.report(scalar, "permalink", message)
    return scalar.value.strip("/")


def read_taxonomies(root: Fields) -> tuple[str, ...]:
    """Read `taxonomies`: built-in ones and the site's own, in the order given."""
    scalars = root.scalars("taxonomies", alone=False)
    if scalars is None:
        return BUILT_IN_TAXONOMIES
    seen: dict[str, None] = {}
    for scalar in scalars:
        fault = _taxonomy_fault(scalar.value)
        if scalar.value in seen:
            fault = "is named twice; name it once"
        if fault:
            root.report(scalar, "taxonomy", f"taxonomy {quoted(scalar.value)} {fault}")
        seen[scalar.value] = None
    return tuple(seen)


def _taxonomy_fault(name: str) -> str:
    if name in BUILT_IN_TAXONOMIES or name == "series":
        return ""
    if not _TAXONOMY.fullmatch(name):
        return "is not a name; use lower-case Latin letters, digits, `-` and `_`"
    if name == "author" or f"{name}s" in BUILT_IN_TAXONOMIES:
        return f"is a key of front matter; did you mean `{name}s`?"
    if name in FRONT_MATTER_KEYS:
        return "is a key of front matter; choose another name"
    if name in _TAKEN_ADDRESSES:
        return "is the address of another list; choose another name"
    return ""


def read_menu(root: Fields, tags: tuple[str, ...], default: str) -> tuple[MenuEntry, ...]:
    """Read `menu`: site paths without language prefix, or absolute URLs, with labels."""
    entries = []
    hint = "write a list: [{to: /about/, label: About}]"
    for index, node in enumerate(root.items("menu", hint)):
        fields = root.mapping_of(node, f"menu[{index}]", MENU_KEYS)
        if fields is None:
            continue
        to = fields.required_scalar("to")
        if to is not None:
            _check_menu_address(fields, to)
        if "label" not in fields.nodes:
            fields.report_missing("label")
        label = fields.texts_by_language("label", tags, default)
        if to is not None:
            entries.append(MenuEntry(to.value, label))
    return tuple(entries)


def _check_menu_address(fields: Fields, to: Scalar) -> None:
    fault = "" if to.value == "/" else target_fault(to.value, ("http", "https", "mailto"))
    if fault:
        message = (
            f"{fields.name_of('to')} is {quoted(to.value)}, which {fault};"
            " write a path such as `/about/`, or an absolute URL"
        )
        fields.report(to, "menu", message)


def read_images(root: Fields) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Read `images`: (widths in pixels, ascending; formats, best first)."""
    fields = root.mapping("images", IMAGE_KEYS)
    if fields is None:
        return DEFAULT_WIDTHS, DEFAULT_FORMATS
    widths = fields.numbers("widths", DEFAULT_WIDTHS, least=1, most=WIDEST_PX)
    scalars = fields.scalars("formats", alone=False)
    if scalars is None:
        return tuple(sorted(set(widths))), DEFAULT_FORMATS
    formats: dict[str, None] = {}
    for scalar in scalars:
        if scalar.value in IMAGE_FORMATS:
            formats[scalar.value] = None
        else:
            name = f"an entry of {fields.name_of('formats')}"
            fields.report_unknown_value(scalar, name, IMAGE_FORMATS)
    return tuple(sorted(set(widths))), tuple(formats)


def read_feeds(root: Fields) -> tuple[bool, str]:
    """Read `feeds`: (whether there are RSS feeds, URL of the WebSub hub or empty)."""
    fields = root.mapping("feeds", FEED_KEYS)
    if fields is None:
        return False, ""
    hub = fields.filled_scalar("hub")
    fault = url_fault(hub.value) if hub else ""
    if hub and fault:
        message = (
            f"{fields.name_of('hub')} is {quoted(hub.value)}, which {fault};"
            " write the hub's address, such as `https://hub.example/`"
        )
        fields.report(hub, "bad-url", message)
    return fields.flag("rss"), "" if hub is None or fault else hub.value


def read_robots(root: Fields) -> tuple[str, ...]:
    """Read `robots`: the purposes for which crawlers are refused."""
    fields = root.mapping("robots", PURPOSES)
    if fields is None:
        return ()
    said = {purpose: fields.choice(purpose, ("allow", "refuse")) for purpose in PURPOSES}
    return tuple(purpose for purpose in PURPOSES if said[purpose] == "refuse")


def read_theme(root: Fields) -> str:
    """Read `theme`, the name of a folder of themes/ or of a built-in theme."""
    scalar = root.filled_scalar("theme")
    if scalar is None:
        return "default"
    fault = part_fault(scalar.value)
    if fault:
        message = f"`theme` is {quoted(scalar.value)}, which {fault}; write a folder's name"
        root.report(scalar, "bad-address", message)
    return scalar.value
