"""
What only the whole site can tell of a source: do its links and terms hold?

Photos and translations are checked where their story is resolved; here are links
between sources, terms that are spelled in two ways, portraits and former
addresses of authors.

Source:  SPEC §2 "Markdown"; §8 on links to what is not published, and on terms.
Imports: catalogue, language, pages, source, errors.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from backfile.build import photos
from backfile.catalogue import articles, lists, records, sources
from backfile.catalogue.articles import PhotoUse
from backfile.catalogue.connection import Connection
from backfile.catalogue.lists import ListRow
from backfile.catalogue.sources import LinkReference
from backfile.errors import Problem
from backfile.model import Site
from backfile.pages.addresses import language_at
from backfile.pages.article import relinked_stems
from backfile.pages.changes import Changes
from backfile.yaml.wording import nearest


def paths_to_check(db: Connection, paths: Iterable[str], changes: Changes) -> set[str]:
    """Return the sources whose links may lead elsewhere now: changed, or linking to a change."""
    found = set(paths)
    for stem in relinked_stems(db, changes):
        found.update(sources.paths_linking_to(db, stem))
    return found


def check_links(db: Connection, paths: Iterable[str]) -> None:
    """Record what is wrong with the links of these sources."""
    for path in sorted(paths):
        problems = (_problem_of_link(db, path, link) for link in sources.links_of(db, path))
        sources.put_problems(db, f"link:{path}", [problem for problem in problems if problem])


def check_all_links(db: Connection) -> None:
    """Record what is wrong with any link, after a cold reading."""
    check_links(db, sources.paths_with_doubtful_links(db))


def _problem_of_link(db: Connection, path: str, link: LinkReference) -> Problem | None:
    story = sources.story_of_stem(db, link.target)
    if not story:
        if _names_a_file(link.written):
            return _link_to_file(path, link)
        if sources.has_source(db, link.target):
            return None  # it is there, but could not be read, which is reported
        names = {stem.rpartition("/")[2]: stem for stem in sources.stems_beside(db, link.target)}
        name = nearest(link.target.rpartition("/")[2], names)
        hint = f"did you mean `{name}`?" if name else "correct the path, or remove the link"
        message = f"the link leads to `{link.written}`, which does not exist; {hint}"
        return Problem(path, link.line, link.column, "link-missing", message)
    if articles.published_addresses(db, story):
        return None
    message = (
        f"the link leads to `{link.written}`, which is not published; its text stays without a link"
    )
    return Problem(path, link.line, link.column, "link-unpublished", message, "warning")


def _names_a_file(written: str) -> bool:
    """Tell whether a link has a suffix that no article has."""
    suffix = posixpath.splitext(written)[1]
    return suffix not in {"", ".md"} and suffix[1:].isalnum() and suffix[1:].islower()


def _link_to_file(path: str, link: LinkReference) -> Problem:
    name = posixpath.basename(link.written)
    message = (
        f"the link leads to `{link.written}`, which is no article;"
        f" put the file into content/static/ and link to `/{name}`"
    )
    return Problem(path, link.line, link.column, "link-missing", message)


def check_authors(db: Connection) -> None:
    """Report author keys that nobody has, but that are all but one's: they publish a new person."""
    keys = records.author_keys(db)
    problems = []
    for key in records.authors_without_record(db) if keys else ():
        near = nearest(key, keys) if "-" in key else ""
        if near:
            path, line, column = records.first_use(db, "authors", key, key)
            message = f"there is no author `{key}` in content/authors/; did you mean `{near}`?"
            problems.append(Problem(path, line, column, "author-unknown", message, "warning"))
    sources.put_problems(db, "authors", problems)


def check_spellings(db: Connection, changes: Changes, respelt: set[tuple[str, str]]) -> None:
    """Report terms without a record that are written in more than one way."""
    keys = None if changes.everything else changes.terms | respelt | _reshaped_terms(db, changes)
    if keys is None:
        sources.forget_problems_of(db, "term")
    for taxonomy, key in keys or ():
        sources.put_problems(db, f"term:{taxonomy}:{key}", ())
    for taxonomy, key in list(lists.spelt_twice(db, keys)):
        if not _has_record(db, taxonomy, key):
            problems = list(_other_spellings(db, taxonomy, key))
            sources.put_problems(db, f"term:{taxonomy}:{key}", problems)


def _reshaped_terms(db: Connection, changes: Changes) -> set[tuple[str, str]]:
    """Return the terms that won or lost an article: the first that writes them may be another."""
    rows = (lists.list_by_id(db, list_id) for list_id in changes.reshaped)
    return {(row.taxonomy, row.key) for row in rows}


def _has_record(db: Connection, taxonomy: str, key: str) -> bool:
    if taxonomy == "authors":
        return records.author_record(db, key) is not None
    return records.term_record(db, taxonomy, key) is not None


def _other_spellings(db: Connection, taxonomy: str, key: str) -> Iterator[Problem]:
    common, *others = records.spellings_of(db, taxonomy, key)
    for other in others:
        path, line, column = records.first_use(db, taxonomy, key, other)
        message = f"`{other}` is the same term as `{common}`; write it alike everywhere"
        yield Problem(path, line, column, "term-spelling", message, "warning")


def settle_authors(db: Connection, site: Site, changes: Changes) -> None:
    """Publish portraits and former addresses of authors with an article; report missing photos."""
    keys = {key for taxonomy, key in changes.terms if taxonomy == "authors"}
    for list_id in changes.reshaped:
        row = lists.list_by_id(db, list_id)
        if row.taxonomy == "authors":
            keys.add(row.key)
    if changes.everything:
        keys |= set(records.author_keys(db))
    for key in sorted(keys):
        changes.photos.update(_settle_portrait(db, key))
        _settle_aliases(db, site, key, changes)


def _settle_portrait(db: Connection, key: str) -> set[str]:
    owner, found = f"author:{key}", records.author_record(db, key)
    uses: set[PhotoUse] = set()
    problems = _same_authors(key, sources.paths_of_author(db, key))
    # The portrait stands beside articles too, also where authors have no pages.
    is_shown = any(row.own for row in lists.lists_of_key(db, "authors", key))
    if found:
        path, record = found
        problems += photos.problems_of_photos(db, path)
        focus = record.photo[0][1].focus or "" if record.photo else ""
        uses = photos.uses_by_author(db, path, focus) if is_shown else set()
    sources.put_problems(db, owner, problems)
    return articles.put_photo_uses(db, owner, uses)


def _same_authors(key: str, paths: list[str]) -> list[Problem]:
    message = f"`{key}` is the same author as in {paths[0]}; keep one of the files" if paths else ""
    return [Problem(path, 0, 0, "duplicate-term", message) for path in paths[1:]]


def _settle_aliases(db: Connection, site: Site, key: str, changes: Changes) -> None:
    """Lead the former addresses of an author to their page, each in its own language."""
    found = records.author_record(db, key)
    if found is None:
        return
    path, record = found
    rows = lists.lists_of_key(db, "authors", key)
    pages = {row.language: row for row in rows if row.own and row.url}
    redirects = (
        (alias, row.url, row.label)
        for alias in record.aliases
        if (row := _page_for(site, alias, pages))
    )
    articles.put_redirects(db, path, redirects)
    changes.owners.add(path)


def _page_for(site: Site, alias: str, pages: Mapping[str, ListRow]) -> ListRow | None:
    """
    Return the page that a former address leads to.

    That of the language whose prefix it has, where the author has one; else of the
    default language, else of the first language that there is.
    """
    own = language_at(site, f"{site.base}{alias}/")
    tags = [own.tag] if own else []
    tags += (site.default_language, *(language.tag for language in site.languages))
    return next((pages[tag] for tag in tags if tag in pages), None)
