"""One source: what it says, and every mistake in it with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import CorrectionFields, Moment, PhotoFields, Site, SourceFields
from backfile.site import load_site
from backfile.source.article import ParsedArticle, parse_article

PATH = "content/articles/2025/fire.uk.md"


def make_site(folder: Path, more: str = "") -> Site:
    """Return a site in Ukrainian, English and Russian, with issues as its own taxonomy."""
    text = (
        "title: Обрій\nurl: https://horizon.example\ntimezone: Europe/Kyiv\n"
        "languages: {uk: {path: ua}, en: , ru: }\n"
        "taxonomies: [tags, authors, sections, series, issues]\n"
    )
    (folder / "site.yaml").write_text(text + more, encoding="utf-8")
    site, problems = load_site(folder)
    assert problems == []
    assert site is not None
    return site


@pytest.fixture(scope="session", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("site"))


def parse(site: Site, front_matter: str, path: str = PATH) -> ParsedArticle:
    """Parse a source with this front matter and the body `Text.`."""
    return parse_article(path, f"---\n{front_matter}\n---\nText.\n".encode(), site)


def problems_of(site: Site, front_matter: str, path: str = PATH) -> list[str]:
    """Return the problems as `line:column: message`."""
    parsed = parse(site, front_matter, path)
    return [str(problem).removeprefix(f"{path}:") for problem in parsed.problems]


def fields_of(site: Site, front_matter: str, path: str = PATH) -> SourceFields:
    """Return what a source without problems says."""
    parsed = parse(site, front_matter, path)
    assert parsed.problems == ()
    assert parsed.fields is not None
    return parsed.fields


def test_a_source_with_everything(site: Site) -> None:
    """Every key of the table is read, with its type."""
    fields = fields_of(
        site,
        """\
title: Згорани знову в огні
date: 2025-08-23T10:00
updated: 2025-08-24
author: [daryna-vialko, Іван Сич]
translator: x
photo: {src: fire.jpg, alt: Пожежа, caption: Дим, credit: Getty, focus: 50% 30.5%}
languages: {uk: , ru: "https://other.example/x"}
lang: uk
story: fire
original: en
tags: [пожежа, громада, пожежа]
section: politics
series: Літо
genre: reportage
issues: 5
summary: >
  Коротко
  про головне.
slug: zghorany
aliases: [/old/fire.html]
corrections: [{date: 2025-08-25, text: Виправлено}]
draft: true
expires: 2026-01-01T00:00Z
template: longread.html
extra: {a: [1, x]}""",
    )
    assert fields == SourceFields(
        kind="article",
        story="articles/fire",
        name="fire",
        language="uk",
        title="Згорани знову в огні",
        date=Moment("2025-08-23T10:00:00+03:00", has_time=True),
        date_us=1_755_932_400_000_000,
        updated=Moment("2025-08-24T00:00:00+03:00", has_time=False),
        authors=("daryna-vialko", "Іван Сич"),
        translators=("x",),
        photo=PhotoFields("fire.jpg", "Пожежа", "Дим", "Getty", "50% 30.5%"),
        languages=("uk", "ru"),
        elsewhere=(("ru", "https://other.example/x"),),
        original="en",
        tags=("пожежа", "громада"),
        section="politics",
        series="Літо",
        terms=(("series", ("Літо",)), ("issues", ("5",))),
        summary="Коротко про головне.",
        slug="zghorany",
        aliases=("/old/fire.html",),
        corrections=(
            CorrectionFields(Moment("2025-08-25T00:00:00+03:00", has_time=False), "Виправлено"),
        ),
        draft=True,
        expires_us=1_767_225_600_000_000,
        template="longread.html",
        extra={"a": [1, "x"]},
        marks=fields.marks,
        genre="reportage",
    )
    assert fields.marks["title"] == (2, 8)
    assert fields.marks["photo.src"] == (7, 14)
    assert fields.marks["aliases.0"] == (21, 11)


def test_a_genre_is_one_that_is_known(site: Site) -> None:
    """Another word is an error that names all of them."""
    parsed = parse_article("content/articles/a.uk.md", b"---\ntitle: x\ngenre: poem\n---\n", site)
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (
            3,
            "`genre` is `poem`; write one of news, reportage, opinion, analysis, background,"
            " review",
        )
    ]


def test_what_is_left_out_is_none(site: Site) -> None:
    """A translation may say its title alone; the rest is open for its original."""
    fields = fields_of(site, "title: x")
    assert (fields.date, fields.date_us, fields.updated, fields.expires_us) == (None,) * 4
    assert (fields.authors, fields.photo, fields.languages, fields.tags) == (None,) * 4
    assert (fields.section, fields.series, fields.original, fields.slug) == (None,) * 4
    assert (fields.summary, fields.template, fields.genre) == (None,) * 3
    assert (fields.translators, fields.elsewhere, fields.terms, fields.aliases) == ((),) * 4
    assert (fields.corrections, fields.draft, fields.extra) == ((), False, {})
    assert fields.marks == {"title": (2, 8)}


def test_what_is_given_as_empty_is_not_none(site: Site) -> None:
    """An empty list or section was said, and is not taken from the original."""
    fields = fields_of(site, 'title: x\ntags: []\nauthor: []\nsection: ""\nphoto: {alt: ""}')
    assert (fields.tags, fields.authors, fields.section) == ((), (), "")
    assert fields.photo == PhotoFields(alt="")


@pytest.mark.parametrize(
    ("path", "kind", "story", "name", "language"),
    [
        ("content/articles/fire.en.md", "article", "articles/fire", "fire", "en"),
        ("content/articles/2025/08/fire.uk.md", "article", "articles/2025/08/fire", "fire", "uk"),
        ("content/articles/2025/fire/index.ru.md", "article", "articles/2025/fire", "fire", "ru"),
        ("content/articles/fire/index.md", "article", "articles/fire", "fire", "uk"),
        ("content/articles/fire.md", "article", "articles/fire", "fire", "uk"),
        ("content/articles/fire.v2.md", "article", "articles/fire.v2", "fire.v2", "uk"),
        ("content/articles/fire.v2.en.md", "article", "articles/fire.v2", "fire.v2", "en"),
        ("content/articles/fire.2025.md", "article", "articles/fire.2025", "fire.2025", "uk"),
        ("content/articles/a.b/fire.md", "article", "articles/a.b/fire", "fire", "uk"),
        ("content/pages/about.uk.md", "page", "pages/about", "about", "uk"),
        ("content/pages/team/jobs.en.md", "page", "pages/team/jobs", "jobs", "en"),
    ],
)
def test_names(site: Site, path: str, kind: str, story: str, name: str, language: str) -> None:
    """Kind, story, name and language come from the path, the language else by default."""
    fields = fields_of(site, "title: x", path)
    assert (fields.kind, fields.story, fields.name, fields.language) == (
        kind,
        story,
        name,
        language,
    )


@pytest.mark.parametrize("tail", ["de", "UK", "pt-BR", "zh-Hans"])
def test_an_unknown_language_in_a_name(site: Site, tail: str) -> None:
    """What looks like a language and is none of the site's is an error, not a name."""
    path = f"content/articles/fire.{tail}.md"
    parsed = parse(site, "title: x\nauthor: [", path)
    assert parsed.fields is None
    parsed = parse(site, "title: x", path)
    assert parsed.fields is None
    assert [str(problem) for problem in parsed.problems] == [
        f"{path}: unknown language `{tail}`; site.yaml has uk, en, ru"
    ]


def test_lang_names_the_language_where_the_name_does_not(site: Site) -> None:
    """`lang` stands in for the name, may repeat it, and must not contradict it."""
    assert fields_of(site, "title: x\nlang: en", "content/articles/a.md").language == "en"
    assert fields_of(site, "title: x\nlang: uk").language == "uk"
    assert problems_of(site, "title: x\nlang: en") == [
        "3:7: `lang` is `en`, but the file's name says `uk`; remove one of them"
    ]
    parsed = parse(site, "title: x\nlang: no", "content/articles/a.md")
    assert parsed.fields is None
    assert [problem.message for problem in parsed.problems] == [
        "unknown language `no`; site.yaml has uk, en, ru"
    ]


@pytest.mark.parametrize("written", ["fire", "articles/fire"])
def test_stories_are_joined_by_key(site: Site, written: str) -> None:
    """`story` names a key, with its folder or without."""
    assert fields_of(site, f"title: x\nstory: {written}").story == "articles/fire"


@pytest.mark.parametrize("written", ["../x", "/x", "x/", "a//b", "a\\b"])
def test_stories_are_paths(site: Site, written: str) -> None:
    """A key that is no path is an error."""
    (problem,) = problems_of(site, f"title: x\nstory: {written}")
    assert problem.startswith(f"3:8: `story` is `{written}`, which ")


@pytest.mark.parametrize(
    ("slug", "fault"),
    [
        ("../../etc/x", "holds `/`"),
        ("a/../../b", "holds `/`"),
        ("/abs", "holds `/`"),
        ("C:\\x", "holds a backslash"),
        ("a\\..\\b", "holds a backslash"),
        ("%2e%2e", "holds `%`"),
        ("..", "holds `..`"),
        ("a b", "holds white space"),
    ],
)
def test_slugs_that_lead_away(site: Site, slug: str, fault: str) -> None:
    """A slug is one part of an address, and is never cleaned in silence."""
    assert problems_of(site, f"title: x\nslug: '{slug}'") == [
        f"3:7: `slug` is `{slug}`, which {fault}; use letters, digits and hyphens"
    ]


def test_an_empty_slug(site: Site) -> None:
    """An empty slug is an error rather than a page at its folder's address."""
    assert problems_of(site, "title: x\nslug: ''") == [
        "3:7: `slug` is empty; write text, or leave the key out"
    ]


@pytest.mark.parametrize(
    ("alias", "fault"),
    [
        ("old", "does not begin with `/`"),
        ("/a/../b", "holds `..`"),
        ("//evil.example", "holds `//`"),
        ("/%2e%2e/x", "holds `%`"),
        ("/a\\b", "holds a backslash"),
        ("/", "names no page"),
        ("https://a.example/x", "does not begin with `/`"),
    ],
)
def test_aliases_that_lead_away(site: Site, alias: str, fault: str) -> None:
    """An alias is a path of the site."""
    assert problems_of(site, f"title: x\naliases: [/ok/, '{alias}']") == [
        f"3:17: an entry of `aliases` is `{alias}`, which {fault};"
        " write a path of this site, such as `/old/story/`"
    ]


@pytest.mark.parametrize("opening", ["[" * 10_000, "[" * 10_000 + "]" * 10_000])
def test_deep_front_matter(site: Site, opening: str) -> None:
    """Ten thousand brackets are one error with file and line, at once."""
    begin = time.perf_counter()
    assert problems_of(site, f"title: x\ntags: {opening}") == [
        "3:70: more than 64 levels of lists and mappings; use fewer"
    ]
    assert time.perf_counter() - begin < 0.5


def test_anchors_and_duplicates(site: Site) -> None:
    """Aliases are refused, bombs or not; a duplicate key names both lines."""
    assert problems_of(site, "title: &a x\nsummary: *a\ntitle: y") == [
        "2:8: anchor `&a` is not allowed; remove it, or put a text that begins with `&` in quotes",
        "3:10: alias `*a` is not allowed; write the value out,"
        " or put a text that begins with `*` in quotes",
        "4:1: `title` is given twice, in line 2 and in line 4; keep one",
    ]


@pytest.mark.parametrize("written", ["1:20", "010", "2024-01-02", "no", "1e3", "0x1F", "true"])
def test_text_stays_as_written(site: Site, written: str) -> None:
    """An unquoted scalar in a text field is what was typed."""
    fields = fields_of(
        site, f"title: {written}\nslug: {written.replace(':', '-')}\ntags: [{written}]"
    )
    assert fields.title == written
    assert fields.slug == written.replace(":", "-")
    assert fields.tags == (written,)


@pytest.mark.parametrize(
    ("front_matter", "problem"),
    [
        ("title: ~", "2:8: `title` is empty; write text"),
        ("title: [a]", "2:8: `title` is a list; write text"),
        ("title: ''", "2:8: `title` is empty; write text"),
        ("summary: x", "2:1: `title` is missing; add `title: …`"),
        ("title: x\ntags: yes", "3:7: `tags` is `yes`; write a list: `[yes]`"),
        ("title: x\ntags:", "3:6: `tags` is empty; write a list, or leave the key out"),
        (
            "title: x\nauthor: {a: b}",
            "3:9: `author` is a mapping; write text or a list, or leave the key out",
        ),
        (
            "title: x\nauthor: a\nauthors: [b]",
            "4:10: `author` and `authors` are both given; keep one, with a list if need be",
        ),
        ("title: x\ndraft: yes", "3:8: `draft` is `yes`; write true or false"),
        (
            "title: x\ndate: 2024-13-45",
            "3:7: `date` is `2024-13-45`, which is no date;"
            " write one such as `2025-08-23` or `2025-08-23T10:00`",
        ),
        (
            "title: x\ndate: [2024]",
            "3:7: `date` is a list; write one such as `2025-08-23` or `2025-08-23T10:00`",
        ),
        ("title: x\noriginal: de", "3:11: unknown language `de`; site.yaml has uk, en, ru"),
        ("title: x\nlanguages: [uk, de]", "3:17: unknown language `de`; site.yaml has uk, en, ru"),
        ("title: x\nlanguages: uk", "3:12: `languages` is text; write a list: `[uk, en, ru]`"),
        (
            "title: x\nlanguages: {ru: 'javascript:x'}",
            "3:17: `languages.ru` is `javascript:x`, which does not begin with `http:` or"
            " `https:`; write one such as `https://horizon.example/`",
        ),
        (
            "title: x\nphoto: JavaScript:alert(1)",
            "3:8: `photo` is `JavaScript:alert(1)`, which does not begin with `http:` or"
            " `https:`; write one such as `https://horizon.example/`",
        ),
        (
            "title: x\nphoto: {src: //evil.example/x.jpg}",
            "3:14: `photo.src` is `//evil.example/x.jpg`, which does not begin with `http:` or"
            " `https:`; write one such as `https://horizon.example/`",
        ),
        (
            "title: x\nphoto: {focus: 101% 3%}",
            '3:16: `photo.focus` is `101% 3%`, which is no point; write "X% Y%", such as "50% 30%"',
        ),
        (
            "title: x\ntemplate: ../x.html",
            "3:11: `template` is `../x.html`, which is no template's name;"
            " write a file of templates/, such as `longread.html`",
        ),
        (
            "title: x\ntemplate: x.jinja",
            "3:11: `template` is `x.jinja`, which is no template's name;"
            " write a file of templates/, such as `longread.html`",
        ),
        (
            "title: x\ncorrections: [5]",
            "3:15: `corrections[0]` is `5`; write a mapping with date, text",
        ),
        (
            "title: x\ncorrections: [{date: 2025-01-01}]",
            "3:15: `corrections[0].text` is missing; add `text: …`",
        ),
        ("title: x\nextra: [a]", "3:8: `extra` is a list; write a mapping"),
        ("title: x\nseries: [a]", "3:9: `series` is a list; write text, or leave the key out"),
        ('title: "a\\0b"', "2:8: control character in `a\\x00b`; remove its escape"),
        ("- title", "2:1: not a mapping; write lines of the form `key: value`"),
    ],
)
def test_wrong_values(site: Site, front_matter: str, problem: str) -> None:
    """Each wrong value is one error, at its place, that says what would be right."""
    assert problems_of(site, front_matter) == [problem]
    assert {one.severity for one in parse(site, front_matter).problems} == {"error"}


def test_unknown_keys_are_warnings(site: Site) -> None:
    """A misspelt key does not stop the build, and is told with the nearest known one."""
    parsed = parse(site, "title: x\nauhtor: y\nphoto: {captoin: z}\nisues: 5")
    assert [(str(one).removeprefix(f"{PATH}:"), one.severity) for one in parsed.problems] == [
        ("3:1: unknown key `auhtor`; did you mean `author`?", "warning"),
        ("5:1: unknown key `isues`; did you mean `issues`?", "warning"),
        ("4:9: unknown key `photo.captoin`; did you mean `caption`?", "warning"),
    ]
    assert parsed.fields is not None


def test_errors_do_not_hide_one_another(site: Site) -> None:
    """All that is wrong with a source is told, and what is right is there."""
    parsed = parse(site, "title: x\ndate: soon\nslug: a/b\ndraft: perhaps")
    assert [problem.code for problem in parsed.problems] == ["bad-date", "slug", "wrong-type"]
    assert parsed.fields is not None
    assert (parsed.fields.title, parsed.fields.story) == ("x", "articles/2025/fire")


@pytest.mark.parametrize(
    ("data", "printed"),
    [
        (b"", "1:1: the file is empty; write `title: …` between two lines `---`"),
        (b"Text.", "1:1: no front matter; begin the file with `title: …` between two lines `---`"),
        (
            b"\n\n---\ntitle: x\n---\n",
            "3:1: front matter begins here; remove what stands before it",
        ),
        (b"+++\n", "1:1: front matter in TOML; write it in YAML, between two lines `---`"),
        (b"---\n---\n", "2:1: `title` is missing; add `title: …`"),
        (b"---\ntitle: x\n", "1:1: front matter is never closed; end it with a line `---`"),
        (
            "\ufeff---\ntitle: x\n---\n".encode("utf-16-le"),
            "1:1: the file is UTF-16 (byte offset 0); save it as UTF-8",
        ),
        (
            "\ufeff---\ntitle: x\n---\n".encode("utf-16-be"),
            "1:1: the file is UTF-16 (byte offset 0); save it as UTF-8",
        ),
        (
            b"---\ntitle: caf\xe9\n---\n",
            "2:11: byte 0xe9 at byte offset 14 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"---\ntitle: x\n---\n\xed\xa0\x80",
            "4:1: byte 0xed at byte offset 17 is not UTF-8; save the file as UTF-8",
        ),
        (
            b"---\ntitle: x\n---\na\x00",
            "4:2: control character U+0000 in the text; remove it",
        ),
    ],
)
def test_sources_that_cannot_be_read(site: Site, data: bytes, printed: str) -> None:
    """Each is one error, with line and column or byte."""
    parsed = parse_article(PATH, data, site)
    assert [str(problem) for problem in parsed.problems] == [f"{PATH}:{printed}"]


def test_front_matter_alone(site: Site) -> None:
    """A source may have no body."""
    parsed = parse_article(PATH, b"---\ntitle: x\n---", site)
    assert (parsed.problems, parsed.body_text) == ((), "")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks_change_nothing(site: Site, mark: bytes, end: str) -> None:
    """The same source saved by another editor is the same article."""
    text = "---\ntitle: x\nsummary: >\n  a\n  b\nslug: y\n---\n# a\n---\nb\n"
    parsed = parse_article(PATH, mark + text.replace("\n", end).encode(), site)
    assert parsed == parse_article(PATH, text.encode(), site)
    assert (parsed.body_text, parsed.body_line) == ("# a\n---\nb\n", 8)


def test_large_sources_are_refused_by_limit(site: Site, tmp_path: Path) -> None:
    """Over the limit is an error that names it; with the limit raised it is read."""
    data = b"---\ntitle: x\n---\n" + b"text " * 600_000
    parsed = parse_article(PATH, data, site)
    assert parsed.fields is None
    assert [str(problem) for problem in parsed.problems] == [
        f"{PATH}: the source has 3,000,017 bytes, more than the limit of 2,000,000;"
        " shorten it, or raise `limits.source_bytes` in site.yaml"
    ]
    raised = make_site(tmp_path, "limits: {source_bytes: 50000000}\n")
    assert parse_article(PATH, data, raised).problems == ()


def test_names_that_cannot_stand_in_an_address(site: Site, tmp_path: Path) -> None:
    """A name counts where it becomes an address: pages, and permalinks with {name}."""
    named = make_site(tmp_path, 'permalink: "{year}/{name}"\n')
    article, page = "content/articles/100%.uk.md", "content/pages/100%.uk.md"
    message = "the file's name holds `%`, and is part of an address; rename the file"
    assert problems_of(site, "title: x", article) == []
    assert problems_of(named, "title: x", article) == [f" {message}"]
    assert problems_of(site, "title: x", page) == [f" {message}"]


@given(st.binary(max_size=80))
def test_any_bytes_give_an_article_or_problems(site: Site, data: bytes) -> None:
    """Nothing in a source raises; without fields there is an error."""
    for source in (data, b"---\n" + data + b"\n---\n"):
        parsed = parse_article(PATH, source, site)
        errors = [problem for problem in parsed.problems if problem.severity == "error"]
        assert errors or parsed.fields is not None


_VALUES = [
    "",
    "~",
    "x",
    "[]",
    "{}",
    "[x]",
    "[~]",
    "[[x]]",
    "{src: x}",
    "{src: [x]}",
    "{uk: x}",
    "true",
    "{date: x}",
    "2025-01-01",
    "'",
    "*a",
    "[{date: 2025-01-01, text: x}]",
    '"\\0"',
    "99999999999999999999",
]
_KEYS = [
    "title",
    "date",
    "updated",
    "author",
    "authors",
    "translator",
    "photo",
    "languages",
    "lang",
    "story",
    "original",
    "tags",
    "section",
    "series",
    "summary",
    "slug",
    "aliases",
    "issues",
    "corrections",
    "draft",
    "expires",
    "template",
    "extra",
    "other",
]
_MAPPINGS = st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_VALUES), max_size=6)


@given(_MAPPINGS)
def test_any_value_of_any_key_is_read_or_refused(site: Site, keys: dict[str, str]) -> None:
    """No type of any key raises; every problem is one line with a code."""
    parsed = parse(site, "\n".join(f"{key}: {value}" for key, value in keys.items()))
    for problem in parsed.problems:
        assert problem.code
        assert problem.message.isprintable()
