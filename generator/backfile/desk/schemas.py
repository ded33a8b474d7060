"""
JSON Schemas of site.yaml, front matter and records, for editors' programs.

A program that knows them completes keys, explains them, and marks what is wrong while it
is typed.  Keys and choices are the very tables that a build checks with; only the types
of values are written here.  What a build checks beyond that, such as whether a language
exists, a schema cannot tell.

Imports: desk.schema_types, site, source.
"""

from __future__ import annotations

import json

from backfile.desk.schema_types import (
    ANYTHING,
    BY_LANGUAGE,
    COUNT,
    DATE,
    FLAG,
    FOCUS,
    PATH_OR_URL,
    SITE_PATH,
    TEXT,
    URL,
    Schema,
    by_key,
    described,
    list_of,
    mapping,
    one_of,
    one_or_more,
)  # fmt: skip
from backfile.site import load, publisher, settings, targets
from backfile.site.crawlers import PURPOSES
from backfile.site.languages import DIRECTIONS, LANGUAGE_KEYS
from backfile.source.article import CORRECTION_KEYS
from backfile.source.checks import PHOTO_KEYS
from backfile.source.records import AUTHOR_KEYS, SECTION_KEYS, TERM_KEYS

FOLDER = "schemas"

PHOTO_TYPES = {"src": TEXT, "alt": TEXT, "caption": TEXT, "credit": TEXT, "focus": FOCUS}
PORTRAIT_TYPES = PHOTO_TYPES | dict.fromkeys(("alt", "caption", "credit"), BY_LANGUAGE)

LANGUAGE_TYPES = {
    "path": TEXT,
    "label": TEXT,
    "name": TEXT,
    "direction": one_of(DIRECTIONS),
    "fallback": TEXT,
}

PUBLISHER_TYPES = {
    "name": BY_LANGUAGE,
    "type": one_of(publisher.TYPES),
    "links": list_of(URL),
    "policies": mapping(
        tuple(publisher.POLICIES), dict.fromkeys(publisher.POLICIES, PATH_OR_URL)
    ),
}  # fmt: skip

MENU_TYPES: dict[str, Schema] = {"to": TEXT, "label": BY_LANGUAGE}
IMAGE_TYPES = {"widths": list_of(COUNT), "formats": list_of(one_of(settings.IMAGE_FORMATS))}

TARGET_TYPES: dict[str, Schema] = {
    "to": TEXT,
    "endpoint": URL,
    "region": TEXT,
    "keep": COUNT,
    "branch": TEXT,
    "orphan": FLAG,
    "cname": TEXT,
    "host": one_of(targets.HOSTS),
    "server": one_of(targets.SERVERS),
    "compress": list_of(one_of(targets.COMPRESSIONS)),
    "redirects": FLAG,
    "purge": mapping(targets.SERVICES, dict.fromkeys(targets.SERVICES, TEXT)),
}

SITE_TYPES: dict[str, Schema] = {
    "title": BY_LANGUAGE,
    "description": BY_LANGUAGE,
    "copyright": BY_LANGUAGE,
    "url": URL,
    "timezone": TEXT,
    "default_language": TEXT,
    "languages": by_key({"anyOf": [mapping(LANGUAGE_KEYS, LANGUAGE_TYPES), {"type": "null"}]}),
    "theme": TEXT,
    "permalink": TEXT,
    "slugs": one_of(load.SLUGS),
    "page_size": COUNT,
    "taxonomies": list_of(TEXT),
    "menu": list_of(mapping(settings.MENU_KEYS, MENU_TYPES, ("to", "label"))),
    "markdown": mapping(load.MARKDOWN_KEYS, {"html": FLAG}),
    "images": mapping(settings.IMAGE_KEYS, IMAGE_TYPES),
    "feeds": mapping(settings.FEED_KEYS, {"rss": FLAG, "hub": URL}),
    "robots": mapping(PURPOSES, dict.fromkeys(PURPOSES, one_of(("allow", "refuse")))),
    "limits": mapping(load.LIMIT_KEYS, {"source_bytes": COUNT}),
    "publisher": mapping(publisher.KEYS, PUBLISHER_TYPES),
    "deploy": by_key(mapping(targets.KEYS, TARGET_TYPES, ("to",))),
    "extra": ANYTHING,
}

ARTICLE_TYPES: dict[str, Schema] = {
    "title": TEXT,
    "date": DATE,
    "updated": DATE,
    "author": one_or_more(TEXT),
    "authors": one_or_more(TEXT),
    "translator": one_or_more(TEXT),
    "photo": {"anyOf": [{"type": "string"}, mapping(PHOTO_KEYS, PHOTO_TYPES)]},
    "languages": {"anyOf": [list_of(TEXT), by_key({"anyOf": [URL, {"type": "null"}]})]},
    "lang": TEXT,
    "story": TEXT,
    "original": TEXT,
    "tags": list_of(TEXT),
    "section": TEXT,
    "series": TEXT,
    "genre": one_of(settings.GENRES),
    "summary": TEXT,
    "slug": TEXT,
    "aliases": list_of(SITE_PATH),
    "corrections": list_of(mapping(CORRECTION_KEYS, {"date": DATE, "text": TEXT}, CORRECTION_KEYS)),
    "draft": FLAG,
    "expires": DATE,
    "template": {"type": "string", "pattern": "\\.html$"},
    "extra": ANYTHING,
}

AUTHOR_TYPES: dict[str, Schema] = {
    "name": BY_LANGUAGE,
    "sort_name": BY_LANGUAGE,
    "role": BY_LANGUAGE,
    "bio": BY_LANGUAGE,
    "photo": {"anyOf": [{"type": "string"}, mapping(PHOTO_KEYS, PORTRAIT_TYPES)]},
    "links": list_of({"type": "string", "pattern": "^(https?://|mailto:)"}),
    "slug": BY_LANGUAGE,
    "aliases": list_of(SITE_PATH),
}

SECTION_TYPES: dict[str, Schema] = {
    "label": BY_LANGUAGE,
    "slug": BY_LANGUAGE,
    "description": BY_LANGUAGE,
    "genre": one_of(settings.GENRES),
}

ABOUT_SITE = {
    "title": "Name of the site: text, or text by language.",
    "url": "Where the site will live; it may end in a path.",
    "timezone": "IANA name: dates without an offset are in this zone.",
    "default_language": "Of files that name none, and of readers of whom nothing is known.",
    "languages": "From language tag (BCP 47) to its settings, in order of preference.",
    "permalink": "Address of an article: {section}, {year}, {month}, {day}, {slug}, {name}, {id}.",
    "slugs": "`ascii` romanizes all scripts for which there is a table.",
    "taxonomies": "Ways of grouping that have pages; your own become keys of front matter.",
    "deploy": "Where `backfile deploy` publishes to, by name; never with credentials.",
    "menu": "Paths without language prefix, or absolute URLs, with their labels.",
}

ABOUT_ARTICLE = {
    "title": "Headline, as readers are to see it.",
    "date": "First published, such as 2025-08-23T10:00; without an offset in the site's zone.",
    "updated": "Last changed in substance.",
    "author": "Keys of content/authors/, or plain names.",
    "languages": "In which the story is meant to exist; a mapping gives addresses elsewhere.",
    "original": "Language of the original, where it is not the first one of site.yaml.",
    "summary": "Lead; otherwise the first paragraph.",
    "slug": "Last part of the address; otherwise made from the title.",
    "aliases": "Former addresses, which lead here.",
    "draft": "Left out of the site unless it is built with --drafts.",
    "expires": "Left out from then on.",
}


def schema_files(taxonomies: tuple[str, ...]) -> dict[str, bytes]:
    """Return path -> bytes of all schemas, for a site with these taxonomies."""
    schemas = {
        "site": site_schema(),
        "article": article_schema(taxonomies),
        "author": author_schema(),
        "sections": term_schema(SECTION_KEYS),
        "terms": term_schema(TERM_KEYS),
    }
    draft = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return {
        f"{FOLDER}/{name}.json": f"{json.dumps(draft | schema, indent=2)}\n".encode()
        for name, schema in schemas.items()
    }


def site_schema() -> Schema:
    """Return the schema of site.yaml."""
    return described(mapping(load.KEYS, SITE_TYPES, ("title", "url", "languages")), ABOUT_SITE)


def article_schema(taxonomies: tuple[str, ...]) -> Schema:
    """Return the schema of front matter; a site's own taxonomies are keys, too."""
    own = [name for name in taxonomies if name not in settings.BUILT_IN_TAXONOMIES]
    types = dict.fromkeys(own, one_or_more(TEXT)) | ARTICLE_TYPES
    keys = tuple(dict.fromkeys((*settings.FRONT_MATTER_KEYS, *own)))
    return described(mapping(keys, types, ("title",)), ABOUT_ARTICLE)


def author_schema() -> Schema:
    """Return the schema of an author's record."""
    return mapping(AUTHOR_KEYS, AUTHOR_TYPES, ("name",))


def term_schema(keys: tuple[str, ...]) -> Schema:
    """Return the schema of a file of terms: a label, labels by language, or these keys."""
    term = mapping(keys, SECTION_TYPES)
    return by_key({"anyOf": [term, BY_LANGUAGE, {"type": "null"}]})
