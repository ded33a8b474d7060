"""
The frame: what every page of one language shows of the site.

Its menu is the configured one, where a path that names a section or a static
page leads to that section or page in the reader's language; without a menu, the
sections that have articles.  What does not exist in a language is left out, and so
are policies of the publisher that cannot be read in it.

Cost:    a few queries a language, once a build and worker.
Imports: model, catalogue, pages.addresses, pages.reader.
"""

from __future__ import annotations

from urllib.parse import quote

from backfile.catalogue.articles import published_addresses
from backfile.catalogue.lists import list_by_key, lists_in_order
from backfile.catalogue.records import spellings_of, term_record
from backfile.catalogue.sources import digest_of_source
from backfile.language.terms import term_key_of
from backfile.model import Frame, Language, Link, MenuEntry, Publisher
from backfile.pages.addresses import address_of, prefix_of
from backfile.pages.reader import Reader


def frames_of(reader: Reader) -> dict[str, Frame]:
    """Return the frame of every language of the site."""
    return {language.tag: _frame_of(reader, language) for language in reader.site.languages}


def _frame_of(reader: Reader, language: Language) -> Frame:
    site = reader.site
    home = prefix_of(site, language)
    indexes = [(name, address_of(site, language, name)) for name in site.taxonomies]
    indexes.append(("archive", address_of(site, language, "archive")))
    tag = language.tag
    return Frame(
        language=language,
        languages=site.languages,
        title=dict(site.title).get(tag, ""),
        description=dict(site.description).get(tag, ""),
        copyright=dict(site.copyright).get(tag, ""),
        origin=site.origin,
        base=site.base,
        home=home,
        menu=_menu_of(reader, language),
        indexes=tuple(indexes),
        atom_url=home + "atom.xml",
        json_url=home + "feed.json",
        rss_url=home + "rss.xml" if site.rss else "",
        timezone=site.timezone,
        extra=site.extra,
        settings=reader.settings,
        generator=reader.generator,
        publisher=_publisher_of(reader, language),
        titles=site.title,
    )


def _publisher_of(reader: Reader, language: Language) -> Publisher:
    fields = reader.site.publisher
    policies = (
        (name, address)
        for name, target in fields.policies
        if (address := _policy_address(reader, language, target))
    )
    return Publisher(
        name=dict(fields.name or reader.site.title).get(language.tag, ""),
        kind=fields.kind,
        logo=reader.logo,
        links=fields.links,
        policies=tuple(policies),
    )


def _policy_address(reader: Reader, language: Language, target: str) -> str:
    """Return where a policy can be read in one language; empty where it is not published."""
    if not target.startswith("/"):
        return target
    path, sign, fragment = target.strip("/").partition("#")
    if digest_of_source(reader.db, f"content/static/{path}"):
        return f"{reader.site.base}/{quote(path)}{sign}{fragment}"
    rows = published_addresses(reader.db, f"pages/{path.strip('/')}")
    url = {tag: url for tag, url, _ in rows}.get(language.tag, "")
    return f"{url}{sign}{fragment}" if url else ""


def _menu_of(reader: Reader, language: Language) -> tuple[Link, ...]:
    if reader.site.menu:
        links = (_menu_link(reader, language, entry) for entry in reader.site.menu)
        return tuple(link for link in links if link)
    if "sections" not in reader.site.taxonomies:
        return ()
    rows = lists_in_order(reader.db, "sections", language.tag)
    return tuple(Link(row.label, row.url) for row in rows)


def _menu_link(reader: Reader, language: Language, entry: MenuEntry) -> Link | None:
    label = dict(entry.label)[language.tag]
    if not entry.to.startswith("/"):
        return Link(label, entry.to)
    path, sign, fragment = entry.to.partition("#")
    url = address_in(reader, language, path.strip("/"))
    return Link(label, f"{url}{sign}{fragment}") if url else None


def address_in(reader: Reader, language: Language, path: str) -> str:
    """Return where a menu's path leads in one language; empty if nowhere."""
    site, db = reader.site, reader.db
    key = term_key_of(path)
    row = list_by_key(db, "sections", key, language.tag)
    if row is not None and row.own:
        return row.url
    if term_record(db, "sections", key) is not None or spellings_of(db, "sections", key):
        return ""
    versions = {tag: url for tag, url, _ in published_addresses(db, f"pages/{path}")}
    if versions:
        return versions.get(language.tag, "")
    if any(path == other.path or path.startswith(f"{other.path}/") for other in site.languages):
        return f"{site.base}/{path}/"
    return address_of(site, language, path)
