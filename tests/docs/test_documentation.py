"""The documentation and the program agree: what one names, the other has, both ways."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from docs.reading import DOCS, ROOT, blocks, document, first_column, links, section

from backfile import model
from backfile.build.staleness import KINDS_OF_TEMPLATE
from backfile.cli import program
from backfile.language.messages import load_messages
from backfile.model import Site
from backfile.site import load_site
from backfile.site.languages import LANGUAGE_KEYS
from backfile.site.load import KEYS as SITE_KEYS
from backfile.site.publisher import KEYS as PUBLISHER_KEYS
from backfile.site.publisher import POLICIES, TYPES
from backfile.site.settings import DEFAULT_PERMALINK, FRONT_MATTER_KEYS, PLACEHOLDERS
from backfile.site.targets import COMPRESSIONS, DEFAULT_KEEP, HOSTS, KEYS_OF, SERVERS, SERVICES
from backfile.site.targets import KEYS as TARGET_KEYS
from backfile.source.article import parse_article
from backfile.source.records import AUTHOR_KEYS, parse_author, parse_terms
from backfile.theme.chain import load_theme
from backfile.theme.crops import CROP_KEYS
from backfile.theme.description import KEYS as THEME_KEYS
from backfile.theme.filters import filters_of
from backfile.theme.phrases import phrases_of
from backfile.theme.queries import ON, QUERY_KEYS
from backfile.theme.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = ROOT / "generator" / "backfile"
DOCUMENTS = ["README.md", *sorted(path.name for path in DOCS.glob("*.md"))]

SITE_YAML = """
title: Horizon
url: https://horizon.example
languages: {uk: {}, en: {}, ru: {}}
taxonomies: [tags, authors, sections, series]
"""


@cache
def example_site(folder: Path) -> Site:
    """Return a site with the languages that the examples use."""
    (folder / "site.yaml").write_text(SITE_YAML, encoding="utf-8")
    site, problems = load_site(folder)
    assert site, problems
    return site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with the languages that the examples use."""
    return example_site(tmp_path)


def test_front_matter_keys() -> None:
    """content.md explains every key of front matter, and no other."""
    text = section(document("content.md"), "## Front matter")
    assert sorted(first_column(text, "key")) == sorted(FRONT_MATTER_KEYS)


def test_author_keys() -> None:
    """content.md explains every key of an author's record, and no other."""
    text = section(document("content.md"), "## Authors")
    assert sorted(first_column(text, "key")) == sorted(AUTHOR_KEYS)


def test_site_keys() -> None:
    """site-yaml.md explains every key of site.yaml, those within others too, and no other."""
    text = document("site-yaml.md")
    assert sorted(first_column(text, "key")) == sorted(SITE_KEYS)
    within = first_column(text, "key within")
    languages = {key for key in within if key.startswith("languages.")}
    assert {key for key in languages if "TAG." in key} == {
        f"languages.TAG.{key}" for key in LANGUAGE_KEYS
    }
    assert {key for key in within if key.startswith("publisher.")} == {
        f"publisher.{key}" for key in PUBLISHER_KEYS
    }


def test_keys_of_targets() -> None:
    """site-yaml.md explains every key of a target, with the kinds it is for, and no other."""
    text = document("site-yaml.md")
    assert first_column(text, "key of a target") == list(TARGET_KEYS)
    rows = dict(re.findall(r"^\| `(\w+)` \| ((?:\w+, )*\w+) \|", text, re.MULTILINE))
    for key in TARGET_KEYS:
        kinds = [kind for kind, keys in KEYS_OF.items() if key in keys]
        assert rows[key] == ("all" if len(kinds) == len(KEYS_OF) else ", ".join(kinds))
    assert first_column(text, "key of `purge`") == list(SERVICES)
    for key, values in (("host", HOSTS), ("server", SERVERS), ("compress", COMPRESSIONS)):
        [row] = [line for line in text.splitlines() if line.startswith(f"| `{key}`")]
        assert re.findall(r"`([\w-]+)`", row)[1:] == list(values)
    assert f"| `keep` | rsync, folder | `{DEFAULT_KEEP}` |" in text


def test_policies_of_publisher() -> None:
    """site-yaml.md names every policy with its property, and every type, and no other."""
    text = document("site-yaml.md")
    rows = re.findall(r"^\| `(\w+)` \| [^|]*\(`(\w+)`\)", text, re.MULTILINE)
    assert dict(rows) == POLICIES
    [types] = [line for line in text.splitlines() if line.startswith("| `publisher.type`")]
    assert set(re.findall(r"`(\w+)`", types)) == set(TYPES)


def test_defaults_of_site(tmp_path: Path) -> None:
    """The defaults that site-yaml.md gives are those of the smallest site."""
    smallest = blocks(document("site-yaml.md"), "yaml site")[0]
    (tmp_path / "site.yaml").write_text(smallest, encoding="utf-8")
    site, problems = load_site(tmp_path)
    assert site
    assert problems == []
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \|", document("site-yaml.md"), re.MULTILINE)
    said = {key: default.replace("`", "") for key, default in rows}
    assert said["permalink"] == site.permalink == DEFAULT_PERMALINK
    assert said["timezone"] == site.timezone
    assert said["theme"] == site.theme
    assert said["page_size"] == str(site.page_size)
    assert said["taxonomies"] == ", ".join(site.taxonomies)
    assert said["slugs"] == ("ascii" if site.ascii_slugs else "native")
    assert said["limits.source_bytes"] == str(site.source_bytes_limit)
    assert said["images.widths"] == ", ".join(map(str, site.image_widths))
    assert said["images.formats"] == ", ".join(site.image_formats)
    assert said["markdown.html"] == str(site.html).lower()


def test_placeholders_of_permalink() -> None:
    """site-yaml.md names every placeholder, and no other."""
    [row] = [
        line for line in document("site-yaml.md").splitlines() if line.startswith("| `permalink`")
    ]
    assert set(re.findall(r"\{(\w+)\}", row)) == set(PLACEHOLDERS)


@pytest.mark.parametrize("code", blocks(document("deploy.md"), "yaml deploy"))
def test_examples_of_targets(code: str, tmp_path: Path) -> None:
    """Every target in the documentation is one that the program takes without a word."""
    text = f"title: T\nurl: https://t.example\nlanguages: {{en: {{}}}}\n{code}"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    site, problems = load_site(tmp_path)
    assert problems == []
    assert site is not None
    assert site.targets


@pytest.mark.parametrize("code", blocks(document("site-yaml.md"), "yaml site"))
def test_examples_of_site_yaml(code: str, tmp_path: Path) -> None:
    """Every site.yaml in the documentation is one that the program takes without a word."""
    (tmp_path / "site.yaml").write_text(code, encoding="utf-8")
    assert load_site(tmp_path)[1] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_examples_of_content(name: str, site: Site) -> None:
    """Every front matter and record in the documentation is one that is read without a word."""
    for code in blocks(document(name), "yaml article"):
        parsed = parse_article("content/articles/a.en.md", f"---\n{code}---\n".encode(), site)
        assert parsed.problems == ()
    for code in blocks(document(name), "yaml author"):
        assert parse_author("content/authors/a.yaml", code.encode(), site)[1] == []
    for code in blocks(document(name), "yaml terms"):
        assert parse_terms("content/tags.yaml", code.encode(), site, "tags")[1] == []


def test_example_of_front_matter_is_complete(site: Site) -> None:
    """The example of content.md has every key that can stand beside the others."""
    [code] = blocks(document("content.md"), "yaml article")
    fields = parse_article("content/articles/a.en.md", f"---\n{code}---\n".encode(), site).fields
    assert fields
    left_out = {"authors", "lang", "story", "original", "template"}
    named = {key.partition(".")[0] for key in fields.marks}
    assert named == set(FRONT_MATTER_KEYS) - left_out


@pytest.mark.parametrize("code", blocks(document("themes.md"), "yaml theme"))
def test_examples_of_theme(code: str, tmp_path: Path) -> None:
    """Every theme.yaml in themes.md is one that the program takes without a word."""
    folder = tmp_path / "themes" / "horizon"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(code, encoding="utf-8")
    assert load_theme(tmp_path, "horizon")[1] == []


def test_keys_of_theme() -> None:
    """themes.md explains every key of theme.yaml, those of crops and queries too, and no other."""
    text = section(document("themes.md"), "## theme.yaml")
    assert sorted(first_column(text, "key")) == sorted(THEME_KEYS)
    assert sorted(first_column(text, "key within a crop")) == sorted(CROP_KEYS)
    assert sorted(first_column(text, "key within a query")) == sorted(QUERY_KEYS)
    [on] = [line for line in text.splitlines() if line.startswith("| `on`")]
    assert re.findall(r"`([\w-]+)`", on)[1:] == list(ON)


def test_settings_of_theme(tmp_path: Path) -> None:
    """themes.md explains every setting of the built-in theme with its default, and every rule."""
    text = section(document("themes.md"), "### Settings")
    theme, _ = load_theme(tmp_path, "default")
    assert theme
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`|empty) \|", text, re.MULTILINE)
    assert rows == [(name, str(value)) for name, value in theme.settings.items()]
    assert set(RULES) <= set(first_column(text, "rule"))


def test_options() -> None:
    """commands.md explains every option of every command, and no other."""
    text = document("commands.md")
    assert isinstance(program, click.Group)
    known = {
        option
        for command in program.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    said = {option.split()[0] for option in first_column(text, "option")}
    assert said == known


def test_commands() -> None:
    """commands.md shows every command, and no other."""
    assert isinstance(program, click.Group)
    shown = re.findall(r"^backfile (\w+)", document("commands.md"), re.MULTILINE)
    assert set(shown) == set(program.commands)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_calls_exist(name: str) -> None:
    """Every call of the program in the documentation is one that it understands."""
    assert isinstance(program, click.Group)
    text = section_removed(document(name), "## What is not there yet")
    for command, rest in re.findall(r"(?<![\w-])backfile ([a-z]+)\b([^`\n]*)", text):
        if f"`backfile {command}" not in text and f"\nbackfile {command}" not in text:
            continue  # prose
        assert command in program.commands, f"backfile {command}"
        known = {
            option for parameter in program.commands[command].params for option in parameter.opts
        }
        used = re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)
        assert set(used) <= known | {"--help"}


def section_removed(text: str, heading: str) -> str:
    """Return *text* without what stands below *heading*."""
    return text.replace(section(text, heading), "") if f"\n{heading}\n" in text else text


def test_make_targets_exist() -> None:
    """Every `make TARGET` in the documentation is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in [*DOCUMENTS, "../CONTRIBUTING.md"]:
        called = set(re.findall(r"(?:`|^)make ([a-z]+)", document(name), re.MULTILINE))
        assert called <= known, name


def test_templates() -> None:
    """themes.md lists every template of the built-in theme, and no other."""
    folder = PACKAGE / "themes" / "default" / "templates"
    shipped = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    listed = set(first_column(document("themes.md"), "template"))
    assert listed == shipped
    assert set(KINDS_OF_TEMPLATE) <= listed


def test_contexts() -> None:
    """themes.md names the context of each template as the program calls it."""
    table = section(document("themes.md"), "## Templates")
    rows = [line.rsplit(" | ", 1)[-1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row) if name[0].isupper()}
    contexts = {name for name in vars(model.contexts) if re.fullmatch(r"\w+(Page|Document)", name)}
    assert contexts <= named
    assert all(hasattr(model, name) or hasattr(model.contexts, name) for name in named)


def test_fields_of_frame() -> None:
    """themes.md names every field of `site` and of `page.head`, and no other."""
    text = document("themes.md")
    for start, owner in (("- `page.head`: ", model.Head), ("- `site`: ", model.Frame)):
        sentence = text.partition(start)[2].partition("\n-")[0].partition("\n\n")[0]
        listed = re.findall(r"`(\w+)`", sentence)
        assert sorted(listed) == sorted(owner.__struct_fields__)


def test_blocks_of_base() -> None:
    """themes.md lists every block of the frame, and no other."""
    source = (PACKAGE / "themes/default/templates/base.html").read_text(encoding="utf-8")
    known = set(re.findall(r"\{%-? block (\w+)", source))
    text = section(document("themes.md"), "### Blocks of base.html").partition(". Each")[0]
    assert set(re.findall(r"`(\w+)`", text)) == known


def test_filters_and_functions() -> None:
    """themes.md explains every filter and function of ours, and no other."""
    text = section(document("themes.md"), "### Filters and functions")
    assert set(first_column(text, "filter")) == set(filters_of("en", "https://horizon.example"))
    functions = {name.partition("(")[0] for name in first_column(text, "function")}
    assert functions == {
        *phrases_of(load_messages((), "en")),
        "asset",
        "has_asset",
        "language_marker",
        "structured_data",
    }


def codes_in_program() -> set[str]:
    """
    Return every problem code that stands in the program.

    A code is handed to `Problem`, or to a function that has a parameter `code`; or
    it is given to a variable of that name, or yielded with a line and a message.
    """
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
    takers = {"Problem": 3, "Flaw": 1, "Fault": 0}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            if "code" in names:
                takers[node.name] = names.index("code")
    return {code for tree in trees for node in ast.walk(tree) for code in codes_in(node, takers)}


def codes_in(node: ast.AST, takers: dict[str, int]) -> Iterator[str]:
    """Yield the codes that one node of a syntax tree holds."""
    found: list[ast.expr] = []
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in takers:
            found += code_argument(node, takers[name])
        case ast.Assign(targets=[ast.Name(id="CODE" | "code")]):
            found.append(node.value)
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id="code"), *_])], value=ast.Tuple()):
            found.append(node.value.elts[0])
        case ast.Yield(value=ast.Tuple(elts=[_, ast.Constant() as code, ast.JoinedStr()])):
            found.append(code)
    for value in found:
        if isinstance(value, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z]+)*", str(value.value)):
            yield str(value.value)


def code_argument(call: ast.Call, position: int) -> list[ast.expr]:
    """Return the argument at *position*, or by name; a starred place counts for all before it."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    if named:
        return named
    for index, argument in enumerate(call.args):
        if isinstance(argument, ast.Starred):
            return call.args[index + 1 : index + 2]
        if index == position:
            return [argument]
    return []


def test_problem_codes() -> None:
    """commands.md explains every problem code, and no other; each once, in order."""
    listed = first_column(document("commands.md"), "code")
    assert listed == sorted(set(listed))
    # Parsers of the libraries have methods of the same names.
    assert codes_in_program() - {"image", "link", "emphasis"} == set(listed)


def test_json_fields() -> None:
    """commands.md names the fields of a problem and of the summary as `--json` has them."""
    from backfile.build.report import Summary
    from backfile.errors import Problem

    table = section(document("commands.md"), "## `--json`")
    rows = {line.split(" | ")[0]: line for line in table.splitlines() if line.startswith("| `")}
    problem = set(re.findall(r"`(\w+)`", rows["| `warning`, `error`"]))
    assert problem - {"warning", "error"} == set(Problem.__struct_fields__) - {"severity"}
    assert set(re.findall(r"`(\w+)`", rows["| `summary`"])) - {"summary"} == set(Summary._fields)


def test_json_fields_of_check() -> None:
    """commands.md names the fields of a check's events as `--json` has them."""
    from backfile.check.findings import KINDS, Findings
    from backfile.check.translations import LanguageCounts
    from backfile.check.wording import closing_events, event_of
    from backfile.errors import Problem

    said = section(document("commands.md"), "## `--json` of a check")
    problem = Problem("", 0, 0, "code", "message")
    closing = closing_events(Findings(), {"en": LanguageCounts()}, 0, 0.0)
    events = [event_of("site", problem), *closing]
    rows = [line for line in said.splitlines() if line.startswith("| `")]
    for event, row in zip(events, rows, strict=True):
        named = set(re.findall(r"`(\w+)`", row.split(" | ")[1]))
        assert named - {"errors", "warnings", "notes"} <= set(event) <= named | {"event"}
    assert set(first_column(document("check.md"), "kind")) == set(KINDS)


def test_json_fields_of_deploy() -> None:
    """commands.md names the fields of a deploy's events as `--json` has them."""
    from backfile.catalogue.ledger import Step
    from backfile.deploy.plan import Plan
    from backfile.deploy.wording import phase_fields, plan_fields

    said = section(document("commands.md"), "## `--json` of a deploy")
    rows = {line.split(" | ")[0]: line for line in said.splitlines() if line.startswith("| `")}
    named = {event: re.findall(r"`(\w+)`", row.split(" | ")[1]) for event, row in rows.items()}
    plan = Plan((Step(0, "new", 1, 1),), 0, 1, (), purges=False, is_first=True)
    target = model.Target(name="production", kind="bucket", to="s3://b")
    fields, [phase] = list(plan_fields(target, plan)), phase_fields(plan)
    assert named["| `plan`"] == [*fields, "phases", *phase]
    assert named["| `summary`"] == [*fields, "dry_run", "warnings", "errors", "seconds"]


def test_rails() -> None:
    """commands.md explains every rail that can be lifted, and no other."""
    from backfile.deploy.rails import CODES

    assert first_column(document("commands.md"), "rail") == list(CODES)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents(name: str) -> None:
    """A link or picture in the documentation leads to a file that exists, and to its heading."""
    base = ROOT if name == "README.md" else DOCS
    for address in links(document(name)):
        if re.match(r"[a-z]+:", address):
            continue
        path, _, fragment = address.partition("#")
        target = (base / path) if path else base / name
        assert target.exists(), address
        if fragment:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            known = {
                re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings
            }
            assert fragment in known, address
