"""
Records: the files of content/authors/, tags.yaml, sections.yaml and their like.

Texts may be given once or by language.  Unknown keys are warnings, because a
record may carry notes of the editors' own; everything else wrong is an error.

Errors:  as problems; codes `bad-url`, `slug`, `alias`, `wrong-type` and those of
         `source.checks` and the `yaml` room.
Source:  SPEC §2 "Authors", "Tags, sections".
Imports: source.checks, site.settings, yaml, model, errors.
"""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyDict

from backfile.errors import Problem
from backfile.model import AuthorRecord, Site, TermRecord
from backfile.site.settings import GENRES
from backfile.source.checks import check_slug, check_url, read_aliases, read_portrait
from backfile.yaml.fields import Fields, Texts, fill_languages
from backfile.yaml.nodes import Mapping, Node, Scalar, is_null
from backfile.yaml.root import read_mapping

AUTHOR_KEYS = ("name", "sort_name", "role", "bio", "photo", "links", "slug", "aliases")
TERM_KEYS = ("label", "slug", "description")
SECTION_KEYS = (*TERM_KEYS, "genre")


def parse_author(path: str, data: bytes, site: Site) -> tuple[AuthorRecord | None, list[Problem]]:
    """Read one author; None if there is nothing to read or no name."""
    problems: list[Problem] = []
    node = read_mapping(data, path, problems)
    if node is None:
        return None, problems
    fields = Fields(node, path, problems, AUTHOR_KEYS, unknown="warning")
    if "name" not in fields.nodes:
        fields.report_missing("name")
    name = _texts(fields, "name", site)
    tags = tuple(language.tag for language in site.languages)
    if any(not text for _, text in name):
        fields.report(fields.nodes["name"], "empty-value", "`name` is empty; write text")
    record = AuthorRecord(
        key=path.rpartition("/")[2].removesuffix(".yaml"),
        name=name,
        sort_name=_texts(fields, "sort_name", site),
        role=_texts(fields, "role", site),
        bio=_texts(fields, "bio", site),
        photo=read_portrait(fields, tags, site.default_language),
        links=_read_links(fields),
        slug=_read_slug(fields, site),
        aliases=read_aliases(fields),
        marks=fields.marks(),
    )
    return (record if name else None), problems


def parse_terms(
    path: str, data: bytes, site: Site, taxonomy: str
) -> tuple[tuple[TermRecord, ...], list[Problem]]:
    """Read the records of one taxonomy, in the order of the file."""
    problems: list[Problem] = []
    node = read_mapping(data, path, problems)
    if node is None:
        return (), problems
    known = tuple(key.value for key, _ in node.entries)
    root = Fields(node, path, problems, known, unknown="warning")
    found = [_read_term(root, key, value, site, taxonomy) for key, value in node.entries]
    return tuple(record for record in found if record is not None), problems


def _read_term(
    root: Fields, key: Scalar, node: Node, site: Site, taxonomy: str
) -> TermRecord | None:
    term = key.value.strip()
    if not term:
        root.report(key, "empty-value", "a term without a key; write `key: label`")
        return None
    own_label: Texts = tuple((language.tag, term) for language in site.languages)
    if is_null(node):
        return TermRecord(taxonomy, term, own_label, (), (), key.line, key.column)
    if type(node) is not Mapping or _is_by_language(node, site):
        label = _label_of(root, term, node, site)
        return TermRecord(taxonomy, term, label or own_label, (), (), key.line, key.column)
    fields = root.mapping_of(node, term, SECTION_KEYS if taxonomy == "sections" else TERM_KEYS)
    assert fields is not None
    return TermRecord(
        taxonomy=taxonomy,
        key=term,
        label=_texts(fields, "label", site) or own_label,
        slug=_read_slug(fields, site),
        description=_texts(fields, "description", site),
        line=key.line,
        column=key.column,
        genre=(taxonomy == "sections" and fields.choice("genre", GENRES)) or "",
    )


def _is_by_language(node: Mapping, site: Site) -> bool:
    """Tell whether a term's mapping is its label by language, not its fields."""
    return bool(node.entries) and all(site.has_language(key.value) for key, _ in node.entries)


def _label_of(root: Fields, term: str, node: Node, site: Site) -> Texts:
    tags = tuple(language.tag for language in site.languages)
    scalars = root.scalars_by_language(node, root.name_of(term), tags)
    return _filled(scalars, site)


def _texts(fields: Fields, key: str, site: Site) -> Texts:
    tags = tuple(language.tag for language in site.languages)
    return fields.texts_by_language(key, tags, site.default_language)


def _filled(scalars: ReadOnlyDict[str, Scalar], site: Site) -> Texts:
    tags = tuple(language.tag for language in site.languages)
    given = {tag: scalar.value for tag, scalar in scalars.items()}
    return fill_languages(given, tags, site.default_language)


def _read_slug(fields: Fields, site: Site) -> Texts:
    node = fields.nodes.get("slug")
    if node is None:
        return ()
    tags = tuple(language.tag for language in site.languages)
    scalars = fields.scalars_by_language(node, fields.name_of("slug"), tags)
    # A slug for every language is one scalar here, and one problem.
    for scalar in dict.fromkeys(scalars.values()):
        check_slug(fields, scalar)
    return _filled(scalars, site)


def _read_links(fields: Fields) -> tuple[str, ...]:
    name = f"an entry of {fields.name_of('links')}"
    scalars = fields.scalars("links", alone=False) or ()
    for scalar in scalars:
        check_url(fields, scalar, name, ("http", "https", "mailto"))
    return tuple(dict.fromkeys(scalar.value for scalar in scalars))
