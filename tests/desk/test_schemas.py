"""The schemas for editors' programs: of the same keys as the program, and true of content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command import backfile_main
from docs.reading import blocks, document
from support import site_from

from backfile.desk import schemas
from backfile.markup.front_matter import split_front_matter
from backfile.site import load, publisher, settings, targets
from backfile.site.languages import LANGUAGE_KEYS
from backfile.source.checks import PHOTO_KEYS
from backfile.source.records import AUTHOR_KEYS, SECTION_KEYS, TERM_KEYS
from backfile.yaml.nodes import plain_value
from backfile.yaml.root import parse_mapping

ROOT = Path(__file__).parents[2]

TYPES = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict,
    "array": list, "null": type(None),
}  # fmt: skip


def faults_in(value: Any, schema: dict[str, Any], place: str = "$") -> list[str]:
    """Say where *value* breaks *schema*, as far as our schemas use the language of schemas."""
    if "anyOf" in schema:
        tried = [faults_in(value, one, place) for one in schema["anyOf"]]
        return min(tried, key=len) if all(tried) else []
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{place}: {value!r} is no choice"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(is_of(value, kind) for kind in kinds):
        return [f"{place}: {value!r} is no {' or '.join(kinds)}"]
    if isinstance(value, dict):
        return faults_in_mapping(value, schema, place)
    if isinstance(value, list):
        return [fault for item in value for fault in faults_in(item, schema["items"], f"{place}[]")]
    fits = not isinstance(value, str) or re.search(schema.get("pattern", ""), value)
    return [] if fits else [f"{place}: {value!r} does not match"]


def is_of(value: Any, kind: str) -> bool:
    """Tell whether a value is of a type; true and false are no numbers."""
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def faults_in_mapping(value: dict[str, Any], schema: dict[str, Any], place: str) -> list[str]:
    """Say where a mapping breaks its schema."""
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{place}: {key} is missing" for key in schema.get("required", ()) if key not in value]
    for key, inner in value.items():
        inner_schema = known.get(key, others)
        if inner_schema is False:
            found.append(f"{place}: {key} is unknown")
        elif inner_schema is not True:
            found += faults_in(inner, inner_schema, f"{place}.{key}")
    return found


def value_of(text: str) -> Any:
    """Return the plain value of a text of YAML."""
    node = parse_mapping(text, "a.yaml", [])
    assert node
    return plain_value(node)


def test_keys_are_those_of_the_program() -> None:
    """Each table of types has the keys that a build knows, no more and no fewer."""
    own = {"series"}  # a taxonomy that is a key of front matter by itself, too
    for types, keys in (
        (schemas.SITE_TYPES, load.KEYS),
        (schemas.LANGUAGE_TYPES, LANGUAGE_KEYS),
        (schemas.PUBLISHER_TYPES, publisher.KEYS),
        (schemas.MENU_TYPES, settings.MENU_KEYS),
        (schemas.IMAGE_TYPES, settings.IMAGE_KEYS),
        (schemas.TARGET_TYPES, targets.KEYS),
        (schemas.ARTICLE_TYPES, settings.FRONT_MATTER_KEYS),
        (schemas.PHOTO_TYPES, PHOTO_KEYS),
        (schemas.PORTRAIT_TYPES, PHOTO_KEYS),
        (schemas.AUTHOR_TYPES, AUTHOR_KEYS),
        (schemas.SECTION_TYPES, SECTION_KEYS),
    ):
        assert list(types) == list(keys) or set(types) == set(keys)
    assert set(TERM_KEYS) < set(SECTION_KEYS)
    article = schemas.article_schema((*settings.BUILT_IN_TAXONOMIES, "series", "places"))
    assert set(article["properties"]) == {*settings.FRONT_MATTER_KEYS, "places"} | own
    assert set(schemas.site_schema()["properties"]) == set(load.KEYS)


def test_what_is_said_is_said_of_keys() -> None:
    """A sentence on a key is about one that there is."""
    assert set(schemas.ABOUT_SITE) <= set(load.KEYS)
    assert set(schemas.ABOUT_ARTICLE) <= set(settings.FRONT_MATTER_KEYS)


def test_schemas_are_true_of_the_demonstration() -> None:
    """Every file of the demonstration is as its schema has it."""
    content = ROOT / "content"
    site = value_of((ROOT / "site.yaml").read_text(encoding="utf-8"))
    found = faults_in(site, schemas.site_schema())
    article = schemas.article_schema(tuple(site["taxonomies"]))
    for folder in ("articles", "pages"):
        for path in sorted((content / folder).rglob("*.md")):
            parts, _ = split_front_matter(path.read_text(encoding="utf-8"), path.name)
            found += faults_in(value_of(parts.yaml), article, path.name)
    for path in sorted((content / "authors").glob("*.yaml")):
        found += faults_in(value_of(path.read_text("utf-8")), schemas.author_schema(), path.name)
    for name, keys in (("sections", SECTION_KEYS), ("tags", TERM_KEYS), ("series", TERM_KEYS)):
        text = (content / f"{name}.yaml").read_text(encoding="utf-8")
        found += faults_in(value_of(text), schemas.term_schema(keys), name)
    assert found == []


@pytest.mark.parametrize("code", blocks(document("site-yaml.md"), "yaml site"))
def test_schema_is_true_of_documented_sites(code: str) -> None:
    """Every site.yaml in the documentation is as its schema has it."""
    assert faults_in(value_of(code), schemas.site_schema()) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("auhtor: x", "auhtor is unknown"),
        ("title: [a]", "$.title"),
        ("date: soon", "$.date"),
        ("draft: maybe", "$.draft"),
        ("photo: {source: a.jpg}", "$.photo"),
        ("genre: gossip", "$.genre"),
        ("tags: news", "$.tags"),
        ("summary: x", "title is missing"),
    ],
)
def test_schema_marks_what_is_wrong(text: str, fault: str) -> None:
    """A slip that a build would report is seen while it is typed."""
    value = {"title": "T"} | value_of(text) if "missing" not in fault else value_of(text)
    [found] = faults_in(value, schemas.article_schema(()))
    assert fault in found


def test_new_site_names_its_schema(tmp_path: Path) -> None:
    """VS Code finds the schema of site.yaml by its first line, and the others by its settings."""
    backfile_main("init", str(tmp_path), "--yes", "--languages", "uk,en", "--timezone", "UTC")
    text = (tmp_path / "site.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=schemas/site.json\n")
    schema = json.loads((tmp_path / "schemas/site.json").read_text(encoding="utf-8"))
    assert faults_in(value_of(text), schema) == []
    settings_file = json.loads((tmp_path / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert all((tmp_path / path).is_file() for path in settings_file["yaml.schemas"])


def test_schemas_can_be_written_again(tmp_path: Path) -> None:
    """`init --schemas` brings those of a site up to date, with the taxonomies that it has."""
    site_from(tmp_path, {"schemas/article.json": "old"}, taxonomies="[tags, places]")
    assert backfile_main("init", str(tmp_path), "--schemas") == 0
    schema = json.loads((tmp_path / "schemas/article.json").read_text(encoding="utf-8"))
    assert faults_in({"title": "T", "places": ["Kyiv"]}, schema) == []
    assert backfile_main("init", str(tmp_path / "nowhere"), "--schemas") == 2


def test_commented_targets_of_a_new_site(tmp_path: Path) -> None:
    """The targets that a new site has as a comment are as their schema and the build have them."""
    backfile_main("init", str(tmp_path), "--yes", "--languages", "en", "--timezone", "UTC")
    path = tmp_path / "site.yaml"
    text = path.read_text(encoding="utf-8")
    block = text[text.index("# deploy:") :].partition("\n\n")[0]
    live = re.sub("^# ?", "", block, flags=re.MULTILINE)
    path.write_text(text.replace(block, live), encoding="utf-8")
    site, problems = load.load_site(tmp_path)
    assert problems == []
    assert site
    assert {target.kind for target in site.targets} == {"rsync", "git", "bucket"}
    assert faults_in(value_of(path.read_text(encoding="utf-8")), schemas.site_schema()) == []
