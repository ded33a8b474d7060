"""
One source under articles/ or pages/ -> what it says, before inheritance.

The bytes are decoded, split, and the front matter read key by key against the
table of SPEC §2; the body is handed on untouched.  Nothing outside the one file
is looked at: whether a photo, an author or a translation exists, whether the
original gives the date, and whether two addresses collide, is known only to
those who see the whole site, and they find their places in `marks`.

Shape:   (path, bytes, site) in; a `ParsedArticle` out, always.
Errors:  as problems.  Codes `source-too-large`, `front-matter-missing`, `unknown-language`,
         `language-conflict`, `author-conflict`, `story`, `template`,
         `file-name`, `correction`, those of `source.checks` and of the `yaml` room.
Cost:    about 70 µs for a front matter of ten lines.
Source:  SPEC §2, §8.
Imports: source.names, source.checks, markup.front_matter, site, yaml, model, errors.
"""

from __future__ import annotations

import re
from functools import lru_cache

from backfile.errors import Problem
from backfile.markup.front_matter import FrontMatter, decode_source, split_front_matter
from backfile.model import CorrectionFields, Marks, Site, SourceFields, Value
from backfile.site.addresses import part_fault, path_fault
from backfile.site.settings import BUILT_IN_TAXONOMIES, FRONT_MATTER_KEYS, GENRES
from backfile.source.checks import check_slug, check_url, read_aliases, read_date, read_photo
from backfile.source.names import SourceName, source_name_of
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Mapping, Node, Scalar, Sequence, is_null
from backfile.yaml.root import parse_mapping
from backfile.yaml.wording import listed, quoted

CORRECTION_KEYS = ("date", "text")

_TEMPLATE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.html")
_LINE_BREAKS = re.compile(r"[ \t]*\n\s*")


class ParsedArticle(Value, frozen=True):
    """What one source says, and everything that is wrong with it alone."""

    fields: SourceFields | None
    """None if story or language cannot be told; incomplete if there are errors."""

    body_text: str
    """Line ends are LF."""

    body_line: int
    """The line of the file on which the body begins, 1-based."""

    problems: tuple[Problem, ...]
    """In the order of discovery."""


def parse_article(path: str, data: bytes, site: Site) -> ParsedArticle:
    """
    Read one source.

    Args:
        path: Relative to the site folder: `content/articles/2025/fire.uk.md`.
        data: The file as it is on disk.
    """
    problems: list[Problem] = []
    parts = _read_parts(path, data, site.source_bytes_limit, problems)
    if parts is None:
        return ParsedArticle(None, "", 1, tuple(problems))
    if parts.yaml_line == 1 and not problems:
        problems.append(_missing_front_matter(path, parts.body))
    told = len(problems)
    node = parse_mapping(parts.yaml, path, problems, first_line=parts.yaml_line)
    fields = None
    # Without its front matter all keys would be missing, which is not what is wrong.
    if node is not None and not told:
        fields = _read_source(node, path, site, problems)
    return ParsedArticle(fields, parts.body, parts.body_line, tuple(problems))


def _read_parts(path: str, data: bytes, limit: int, problems: list[Problem]) -> FrontMatter | None:
    if len(data) > limit:
        message = (
            f"the source has {len(data):,} bytes, more than the limit of {limit:,};"
            " shorten it, or raise `limits.source_bytes` in site.yaml"
        )
        problems.append(Problem(path, 0, 0, "source-too-large", message))
        return None
    text, faults = decode_source(data, path)
    problems.extend(faults)
    if text is None:
        return None
    parts, faults = split_front_matter(text, path)
    problems.extend(faults)
    return parts


def _missing_front_matter(path: str, body: str) -> Problem:
    """Word that a file does not begin with `---`, for what it begins with instead."""
    text = body.lstrip()
    line = body[: len(body) - len(text)].count("\n") + 1
    if not text:
        line, message = 1, "the file is empty; write `title: …` between two lines `---`"
    elif text.startswith("---"):
        message = "front matter begins here; remove what stands before it"
    elif text.startswith("+++"):
        message = "front matter in TOML; write it in YAML, between two lines `---`"
    else:
        message = "no front matter; begin the file with `title: …` between two lines `---`"
    return Problem(path, line, 1, "front-matter-missing", message)


@lru_cache(maxsize=8)
def _keys_of(taxonomies: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (known keys, the site's own taxonomies)."""
    own = tuple(name for name in taxonomies if name not in BUILT_IN_TAXONOMIES)
    return tuple(dict.fromkeys((*FRONT_MATTER_KEYS, *own))), own


def _read_source(
    node: Mapping, path: str, site: Site, problems: list[Problem]
) -> SourceFields | None:
    """Read every key once.  Kept whole: it is the table of the SPEC, row by row."""
    known, own = _keys_of(site.taxonomies)
    fields = Fields(node, path, problems, known, unknown="warning")
    tags = tuple([language.tag for language in site.languages])
    name = source_name_of(path, site)
    _check_name(path, name, site, problems)
    language = _read_language(fields, name, tags, site.default_language)
    date = read_date(fields, "date", site.timezone)
    updated = read_date(fields, "updated", site.timezone)
    expires = read_date(fields, "expires", site.timezone)
    languages, elsewhere = _read_languages(fields, tags)
    original = fields.scalar("original")
    result = SourceFields(
        kind=name.kind,
        story=_read_story(fields, name),
        name=name.name,
        language=language or "",
        title=_read_title(fields),
        date=date[0] if date else None,
        date_us=date[1] if date else None,
        updated=updated[0] if updated else None,
        authors=_read_authors(fields),
        translators=fields.texts("translator", alone=True) or (),
        photo=read_photo(fields),
        languages=languages,
        elsewhere=elsewhere,
        original=None if original is None else fields.language(original, tags),
        tags=fields.texts("tags"),
        section=fields.text("section"),
        series=fields.text("series"),
        terms=_read_terms(fields, own),
        summary=fields.text("summary"),
        slug=_read_slug(fields),
        aliases=read_aliases(fields),
        corrections=_read_corrections(fields, site.timezone),
        draft=fields.flag("draft"),
        expires_us=expires[1] if expires else None,
        template=_read_template(fields),
        extra=fields.free("extra"),
        marks=_marks_of(fields),
        genre=fields.choice("genre", GENRES),
    )
    return result if language else None


def _check_name(path: str, name: SourceName, site: Site, problems: list[Problem]) -> None:
    """Report a name whose language is unknown, or that cannot stand in its address."""
    if name.unknown:
        message = f"unknown language {quoted(name.unknown)}; {_language_hint(path, name, site)}"
        problems.append(Problem(path, 0, 0, "unknown-language", message))
    in_address = name.story if name.kind == "page" else name.name
    if name.kind == "page" or "{name}" in site.permalink:
        fault = path_fault(f"/{in_address}")
        if fault:
            message = f"the file's name {fault}, and is part of an address; rename the file"
            problems.append(Problem(path, 0, 0, "file-name", message))


def _language_hint(path: str, name: SourceName, site: Site) -> str:
    """Say which languages there are, or which one has what the name says as its path."""
    tags = {language.path: language.tag for language in site.languages}
    tag = tags.get(name.unknown)
    if tag is None:
        return f"site.yaml has {listed(language.tag for language in site.languages)}"
    right = f"{path.rpartition('/')[2].removesuffix(f'.{name.unknown}.md')}.{tag}.md"
    return f"that is the path of {quoted(tag)} in addresses; name the file {quoted(right)}"


def _read_language(
    fields: Fields, name: SourceName, tags: tuple[str, ...], default: str
) -> str | None:
    """Return the source's language; None if it names one that the site has not."""
    scalar = fields.filled_scalar("lang")
    if scalar is None:
        return None if name.unknown else name.language or default
    language = fields.language(scalar, tags)
    if name.unknown:
        return None
    if language and name.language and language != name.language:
        message = (
            f"`lang` is {quoted(language)}, but the file's name says"
            f" {quoted(name.language)}; remove one of them"
        )
        fields.report(scalar, "language-conflict", message)
    return name.language or language


def _read_story(fields: Fields, name: SourceName) -> str:
    """
    Return the story key, which begins with its folder: `articles/…` or `pages/…`.

    `story:` may leave the folder out, so that it can be a word of its own.
    """
    scalar = fields.filled_scalar("story")
    if scalar is None:
        return name.story
    fault = path_fault(f"/{scalar.value}")
    if fault or scalar.value.endswith("/"):
        message = (
            f"`story` is {quoted(scalar.value)}, which {fault or 'ends with `/`'};"
            f" write a key such as {quoted(name.story)}"
        )
        fields.report(scalar, "story", message)
        return name.story
    folder = f"{name.kind}s/"
    return scalar.value if scalar.value.startswith(folder) else folder + scalar.value


def _read_title(fields: Fields) -> str:
    scalar = fields.required_scalar("title")
    return "" if scalar is None else _LINE_BREAKS.sub(" ", scalar.value)


def _read_authors(fields: Fields) -> tuple[str, ...] | None:
    if "author" in fields.nodes and "authors" in fields.nodes:
        message = "`author` and `authors` are both given; keep one, with a list if need be"
        fields.report(fields.nodes["authors"], "author-conflict", message)
    key = "author" if "author" in fields.nodes else "authors"
    return fields.texts(key, alone=True)


def _read_languages(
    fields: Fields, tags: tuple[str, ...]
) -> tuple[tuple[str, ...] | None, tuple[tuple[str, str], ...]]:
    """Return (languages named, addresses of those published elsewhere)."""
    node = fields.nodes.get("languages")
    if type(node) is Mapping:
        named = [key.value for key, _ in node.entries if fields.language(key, tags)]
        return tuple(named), _read_elsewhere(fields, node, named)
    if node is not None and type(node) is not Sequence:
        message = (
            f"`languages` is {'empty' if is_null(node) else 'text'};"
            f" write a list: `[{listed(tags)}]`"
        )
        fields.report(node, "wrong-type", message)
        return None, ()
    scalars = fields.scalars("languages", alone=False)
    if scalars is None:
        return None, ()
    found = [language for scalar in scalars if (language := fields.language(scalar, tags))]
    return tuple(dict.fromkeys(found)), ()


def _read_elsewhere(fields: Fields, node: Mapping, named: list[str]) -> tuple[tuple[str, str], ...]:
    """Read the addresses; a language without one is meant to exist here."""
    found = []
    for key, value in node.entries:
        if key.value not in named or is_null(value):
            continue
        name = fields.name_of(f"languages.{key.value}")
        scalar = fields.scalar_of(value, name)
        if scalar is not None:
            check_url(fields, scalar, name)
            found.append((key.value, scalar.value))
    return tuple(found)


def _read_terms(fields: Fields, own: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the site's own taxonomies; `series` is one text wherever it stands."""
    found = []
    for taxonomy in own:
        if taxonomy not in fields.nodes:
            continue
        if taxonomy == "series":
            # Its type has been reported when the field of that name was read.
            node = fields.nodes[taxonomy]
            terms = _filled_text(node)
        else:
            terms = fields.texts(taxonomy, alone=True) or ()
        found.append((taxonomy, terms))
    return tuple(found)


def _filled_text(node: Node) -> tuple[str, ...]:
    if type(node) is Scalar and not is_null(node) and node.value.strip():
        return (node.value.strip(),)
    return ()


def _read_slug(fields: Fields) -> str | None:
    scalar = fields.filled_scalar("slug")
    if scalar is None:
        return None
    check_slug(fields, scalar)
    return scalar.value


def _read_corrections(fields: Fields, timezone: str) -> tuple[CorrectionFields, ...]:
    hint = "write a list: [{date: 2025-08-23, text: …}]"
    found = []
    for index, node in enumerate(fields.items("corrections", hint)):
        entry = fields.mapping_of(node, f"corrections[{index}]", CORRECTION_KEYS)
        if entry is None:
            continue
        if "date" not in entry.nodes:
            entry.report_missing("date")
        date = read_date(entry, "date", timezone)
        text = entry.required_scalar("text")
        if date is not None and text is not None:
            found.append(CorrectionFields(date[0], text.value))
    return tuple(found)


def _read_template(fields: Fields) -> str | None:
    scalar = fields.filled_scalar("template")
    if scalar is None:
        return None
    if not _TEMPLATE.fullmatch(scalar.value) or part_fault(scalar.value):
        message = (
            f"`template` is {quoted(scalar.value)}, which is no template's name;"
            " write a file of templates/, such as `longread.html`"
        )
        fields.report(scalar, "template", message)
    return scalar.value


def _marks_of(fields: Fields) -> Marks:
    """
    Return where each key's value stands.

    `authors` is filed as `author`; besides the keys there are `photo.src` and
    `aliases.0`, `aliases.1`, … where they are given, each once.
    """
    marks = fields.marks()
    if "authors" in marks:
        marks.setdefault("author", marks.pop("authors"))
    photo = fields.nodes.get("photo")
    if type(photo) is Mapping:
        for key, value in photo.entries:
            if key.value == "src":
                marks["photo.src"] = (value.line, value.column)
    aliases = fields.nodes.get("aliases")
    if type(aliases) is Sequence:
        written = {item.value: item for item in reversed(aliases.items) if type(item) is Scalar}
        places = sorted((item.line, item.column) for item in written.values())
        marks.update((f"aliases.{index}", place) for index, place in enumerate(places))
    return marks
