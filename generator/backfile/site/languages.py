"""
The languages of a site: tags, prefixes, names, directions, fallbacks.

Names and directions that site.yaml leaves out come from CLDR through Babel: the
language's name in itself, with a capital as a title has it.

Errors:  as problems; codes `language-tag`, `language-path`, `fallback`,
         `missing-key`, `unknown-language` and those of `yaml.fields`.
Cost:    about 5 ms a language, for the locale data of Babel.
Source:  BCP 47 (RFC 5646 §2.1) for tags; SPEC §3, §4.
Imports: yaml, site.addresses, model.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from backfile.model import Language
from backfile.site.addresses import slug_fault
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Mapping, Node, Scalar, is_null
from backfile.yaml.wording import quoted

LANGUAGE_KEYS = ("path", "label", "name", "direction", "fallback")
DIRECTIONS = ("ltr", "rtl")
RESERVED_PATHS = ("assets", "sitemaps", "page")
"""First parts of addresses that belong to the whole site, or to the root's own lists."""

_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}"  # language, extended languages
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)


def read_languages(root: Fields) -> tuple[Language, ...]:
    """Read `languages`; what is wrong with one does not hide another."""
    hint = "write a mapping by language tag: {uk: {}, en: {}}"
    if "languages" not in root.nodes:
        root.report(root, "missing-key", f"`languages` is missing; {hint}")
    entries = root.entries("languages", hint)
    node = root.nodes.get("languages")
    if type(node) is Mapping and not entries:
        root.report(node, "empty-value", f"`languages` names none; {hint}")
    tags = tuple(key.value for key, _ in entries if _is_tag(root, key))
    taken: dict[str, str] = {}
    languages = []
    for key, node in entries:
        name = f"languages.{key.value}"
        fields = None if is_null(node) else root.mapping_of(node, name, LANGUAGE_KEYS)
        if key.value in tags:
            languages.append(_read_language(root, key, fields, tags, taken))
    _check_fallbacks(root, entries, {language.tag: language.fallback for language in languages})
    return tuple(languages)


def read_default_language(root: Fields, tags: tuple[str, ...]) -> str:
    """Read `default_language`, which is the first language unless said otherwise."""
    scalar = root.scalar("default_language")
    first = tags[0] if tags else ""
    if scalar is None or not tags:
        return first
    return root.language(scalar, tags) or first


def _is_tag(root: Fields, key: Scalar) -> bool:
    if _TAG.fullmatch(key.value):
        return True
    near = key.value.replace("_", "-")
    hint = f"did you mean `{near}`?" if _TAG.fullmatch(near) else "write one such as `uk`"
    message = f"{quoted(key.value)} is not a language tag (BCP 47); {hint}"
    root.report(key, "language-tag", message)
    return False


def _read_language(
    root: Fields,
    key: Scalar,
    fields: Fields | None,
    tags: tuple[str, ...],
    taken: dict[str, str],
) -> Language:
    tag = key.value
    known_direction, known_name = _cldr_of(tag)
    path_scalar = fields.scalar("path") if fields else None
    path = tag if path_scalar is None else path_scalar.value
    _check_path(root, path_scalar or key, tag, path, taken)
    fallback = ""
    if fields and (scalar := fields.scalar("fallback")) is not None:
        fallback = fields.language(scalar, tags) or ""
    return Language(
        tag=tag,
        path=path,
        label=(fields and fields.text("label")) or tag.upper(),
        name=(fields and fields.text("name")) or known_name,
        direction=(fields and fields.choice("direction", DIRECTIONS)) or known_direction,
        fallback=fallback,
    )


def _check_path(root: Fields, at: Scalar, tag: str, path: str, taken: dict[str, str]) -> None:
    name = f"`languages.{tag}.path`"
    fault = slug_fault(path) if path else ""
    if fault:
        message = f"{name} is {quoted(path)}, which {fault}; write one part, such as `{tag}`"
        root.report(at, "language-path", message)
    elif path in RESERVED_PATHS:
        message = f"{name} is {quoted(path)}, which is taken; write another, such as `{tag}`"
        root.report(at, "language-path", message)
    key = normalize("NFC", path).casefold()
    owner = taken.setdefault(key, tag)
    if owner != tag:
        message = f"{name} is {quoted(path)}, as is that of {quoted(owner)}; write another"
        root.report(at, "language-path", message)


def _check_fallbacks(
    root: Fields, entries: tuple[tuple[Scalar, Node], ...], fallbacks: dict[str, str]
) -> None:
    """Report each language whose fallbacks lead back to itself."""
    for key, _ in entries:
        chain = [key.value]
        while (following := fallbacks.get(chain[-1], "")) and following not in chain:
            chain.append(following)
        if following == key.value:
            message = f"fallbacks run in a circle: {' → '.join([*chain, following])}; break it"
            root.report(key, "fallback", message)


def _cldr_of(tag: str) -> tuple[str, str]:
    """Return (direction, name in the language itself) of a tag, as CLDR has them."""
    # Imported here because a site that is only published never asks CLDR.
    from babel import Locale, UnknownLocaleError

    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        try:
            locale = Locale.parse("-".join(parts[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        name = locale.get_display_name() or tag
        return locale.text_direction, name[0].upper() + name[1:]
    return "ltr", tag
