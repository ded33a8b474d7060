"""site.yaml: what it may say, what it means, and everything wrong with it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.model import Language, MenuEntry, Site
from backfile.site import load_site

SMALL = "title: Horizon\nurl: https://horizon.example\nlanguages: {uk: , en: }\n"


def load(folder: Path, text: str) -> tuple[Site | None, list[str]]:
    """Load *text* as site.yaml; problems as `line:column: message`."""
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    site, problems = load_site(folder)
    return site, [str(problem).removeprefix("site.yaml:") for problem in problems]


def site_of(folder: Path, text: str) -> Site:
    """Load *text*, which has no problem."""
    site, problems = load(folder, text)
    assert problems == []
    assert site is not None
    return site


def problems_of(folder: Path, text: str) -> list[str]:
    """Return what is wrong with *text*, which gives no site."""
    site, problems = load(folder, text)
    assert site is None
    return problems


def test_a_small_site_has_defaults(tmp_path: Path) -> None:
    """Title, address and languages are enough."""
    assert site_of(tmp_path, SMALL) == Site(
        title=(("uk", "Horizon"), ("en", "Horizon")),
        description=(("uk", ""), ("en", "")),
        copyright=(("uk", ""), ("en", "")),
        origin="https://horizon.example",
        base="",
        timezone="UTC",
        default_language="uk",
        languages=(
            Language("uk", "uk", "UK", "Українська", "ltr"),
            Language("en", "en", "EN", "English", "ltr"),
        ),
        theme="default",
        permalink="{section}/{year}/{month}/{slug}",
        page_size=20,
        taxonomies=("tags", "authors", "sections"),
        menu=(),
        html=False,
        ascii_slugs=False,
        source_bytes_limit=2_000_000,
        image_widths=(480, 960, 1440),
        image_formats=("avif", "webp"),
        extra={},
    )


def test_a_site_with_everything(tmp_path: Path) -> None:
    """Every key is read, and lands where it belongs."""
    site = site_of(
        tmp_path,
        """\
title: {uk: Обрій, en: Horizon}
description: A magazine
copyright: {en: Ours}
url: https://Horizon.Example:8443/archive/
timezone: Europe/Kyiv
default_language: en
languages:
  uk: {path: ua, label: UA, name: Мова}
  en: {path: ""}
  ar: {label: ع, fallback: en}
theme: paper
permalink: /{year}-{month}/{name}/
slugs: ascii
page_size: 7
taxonomies: [tags, issues, series]
menu:
  - {to: /about/, label: {uk: Про нас, en: About}}
  - {to: "https://shop.example", label: Shop}
  - {to: /, label: Home}
markdown: {html: true}
images: {widths: [900, 300, 900], formats: [webp]}
feeds: {rss: true, hub: "https://hub.example/"}
robots: {user: refuse, training: refuse, search: allow}
limits: {source_bytes: 50000000}
deploy: {production: {to: "s3://bucket"}}
extra: {a: [1, true, x]}
""",
    )
    assert site.title == (("uk", "Обрій"), ("en", "Horizon"), ("ar", "Horizon"))
    assert site.copyright == (("uk", "Ours"), ("en", "Ours"), ("ar", "Ours"))
    assert (site.origin, site.base) == ("https://horizon.example:8443", "/archive")
    assert (site.timezone, site.default_language) == ("Europe/Kyiv", "en")
    assert (site.rss, site.hub) == (True, "https://hub.example/")
    assert site.refused_crawlers == ("training", "user")
    assert site.languages == (
        Language("uk", "ua", "UA", "Мова", "ltr"),
        Language("en", "", "EN", "English", "ltr"),
        Language("ar", "ar", "ع", "العربية", "rtl", "en"),
    )
    assert (site.theme, site.permalink) == ("paper", "{year}-{month}/{name}")
    assert (site.ascii_slugs, site.page_size, site.html) == (True, 7, True)
    assert site.taxonomies == ("tags", "issues", "series")
    assert site.menu[0] == MenuEntry(
        "/about/", (("uk", "Про нас"), ("en", "About"), ("ar", "About"))
    )
    assert [entry.to for entry in site.menu] == ["/about/", "https://shop.example", "/"]
    assert (site.image_widths, site.image_formats) == ((300, 900), ("webp",))
    assert site.source_bytes_limit == 50_000_000
    assert site.extra == {"a": [1, True, "x"]}


def test_every_problem_at_once(tmp_path: Path) -> None:
    """No problem hides another; each has its place and the nearest right word."""
    problems = problems_of(
        tmp_path,
        """\
titel: x
url: ftp://x
timezone: Europe/Kiyv
default_language: de
languages:
  uk: {path: ua, lable: UA, fallback: ru}
  en_US:
  ru: {path: UA, fallback: uk}
  pl: x
page_size: 0
permalink: "{slig}/{year}"
taxonomies: [tag, Foo, title, series, series]
menu: [{to: "javascript:x", label: A}, 3]
markdown: {html: yes}
slugs: asci
images: {widths: [0, a], formats: [avfi]}
limits: {source_bytes: '3'}
deploy: x
extra: {a: 99999999999999999999999}
""",
    )
    assert problems == [
        "1:1: `title` is missing; add `title: …`",
        "1:1: unknown key `titel`; did you mean `title`?",
        "2:6: `url` is `ftp://x`, which does not begin with `http:` or `https:`;"
        " write one such as `https://horizon.example`",
        "3:11: unknown timezone `Europe/Kiyv`; did you mean `Europe/Kyiv`?",
        "4:19: unknown language `de`; site.yaml has uk, ru, pl",
        "6:3: fallbacks run in a circle: uk → ru → uk; break it",
        "6:18: unknown key `languages.uk.lable`; did you mean `label`?",
        "7:3: `en_US` is not a language tag (BCP 47); did you mean `en-US`?",
        "8:3: fallbacks run in a circle: ru → uk → ru; break it",
        "8:14: `languages.ru.path` is `UA`, as is that of `uk`; write another",
        "9:7: `languages.pl` is `x`; write a mapping with path, label, name, direction, fallback",
        "10:12: `page_size` is 0; write a whole number, at least 1",
        "11:12: `permalink` does not tell articles apart; add {slug}, {name} or {id}",
        "11:12: `permalink` holds the unknown placeholder `{slig}`; did you mean `slug`?",
        "12:14: taxonomy `tag` is a key of front matter; did you mean `tags`?",
        "12:19: taxonomy `Foo` is not a name; use lower-case Latin letters, digits, `-` and `_`",
        "12:24: taxonomy `title` is a key of front matter; choose another name",
        "12:39: taxonomy `series` is named twice; name it once",
        "13:13: `menu[0].to` is `javascript:x`, which does not begin with `http:` or `https:`"
        " or `mailto:`; write a path such as `/about/`, or an absolute URL",
        "13:40: `menu[1]` is `3`; write a mapping with to, label",
        "14:18: `markdown.html` is `yes`; write true or false",
        "15:8: `slugs` is `asci`; did you mean `ascii`?",
        "16:19: an entry of `images.widths` is 0; write a whole number, from 1 to 10000",
        "16:22: an entry of `images.widths` is `a`; write a whole number, from 1 to 10000",
        "16:36: an entry of `images.formats` is `avfi`; did you mean `avif`?",
        "17:24: `limits.source_bytes` is `3`; write a whole number, at least 1",
        "18:9: `deploy` is `x`; write a mapping by target: {production: {to: …}}",
        "19:12: number `99999999999999999999999` is too large; quote it to keep it as text",
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A folder without site.yaml is told so, and does not crash."""
    site, problems = load_site(tmp_path)
    assert site is None
    assert [str(problem) for problem in problems] == [
        "site.yaml: site.yaml is missing; write one with at least `title`, `url` and `languages`"
    ]
    (tmp_path / "site.yaml").mkdir()
    site, problems = load_site(tmp_path)
    assert site is None
    assert [problem.code for problem in problems] == ["site-missing"]


def test_an_empty_file_lacks_what_is_required(tmp_path: Path) -> None:
    """Nothing written: title, address and languages are missing."""
    assert problems_of(tmp_path, "") == [
        "1:1: `languages` is missing; write a mapping by language tag: {uk: {}, en: {}}",
        "1:1: `title` is missing; add `title: …`",
        "1:1: `url` is missing; write one such as `https://horizon.example`",
    ]


@pytest.mark.parametrize("text", ["- a\n", "text\n", "~\n"])
def test_a_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    """A list or a text is one problem."""
    assert problems_of(tmp_path, text) == [
        "1:1: not a mapping; write lines of the form `key: value`"
    ]


def test_encoding_and_syntax_are_problems(tmp_path: Path) -> None:
    """A file that cannot be read says where."""
    (tmp_path / "site.yaml").write_bytes(b"title: \xff")
    site, problems = load_site(tmp_path)
    assert site is None
    assert [problem.code for problem in problems] == ["encoding"]
    assert problems_of(tmp_path, "title: a: b") == [
        "1:9: not valid YAML: mapping values are not allowed in this context;"
        " put a text that holds `: ` in quotes"
    ]


def test_base_url_replaces_url(tmp_path: Path) -> None:
    """With another address given, `url` may be missing; what is given must be one."""
    text = "title: x\nlanguages: {en: {}}\n"
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    site, problems = load_site(tmp_path, base_url="http://localhost:8000/x/")
    assert problems == []
    assert site is not None
    assert (site.origin, site.base) == ("http://localhost:8000", "/x")
    site, problems = load_site(tmp_path, base_url="localhost")
    assert site is None
    assert [str(problem) for problem in problems] == [
        "--base-url is `localhost`, which does not begin with `http:` or `https:`;"
        " write one such as `https://horizon.example`"
    ]


@pytest.mark.parametrize(
    ("url", "origin", "base"),
    [
        ("https://a.example", "https://a.example", ""),
        ("https://a.example/", "https://a.example", ""),
        ("HTTPS://A.Example/Ab/c", "https://a.example", "/Ab/c"),
        ("http://[::1]:80/", "http://[::1]:80", ""),
        ("https://Bücher.example", "https://xn--bcher-kva.example", ""),
    ],
)
def test_addresses_of_sites(tmp_path: Path, url: str, origin: str, base: str) -> None:
    """Host in lower case and ASCII; path as written, without its last slash."""
    site = site_of(tmp_path, f"title: x\nlanguages: {{en: }}\nurl: '{url}'\n")
    assert (site.origin, site.base) == (origin, base)


@pytest.mark.parametrize(
    "url",
    [
        *("/x", "example.com", "https://a.example/?q", "https://a.example/#x", "https://a/../b"),
        *("https://u:p@a.example", "https://a.example//b", "https://a..example", "javascript:x"),
        "https://a.example?",
    ],
)
def test_addresses_that_no_site_can_have(tmp_path: Path, url: str) -> None:
    """The address is absolute, http or https, without query, fragment or user name."""
    problems = problems_of(tmp_path, f"title: x\nlanguages: {{en: }}\nurl: '{url}'\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"3:6: `url` is `{url}`, which ")


@pytest.mark.parametrize(
    "tag", ["pt-BR", "zh-Hans", "sr-Latn-RS", "es-419", "de-1996", "sl-rozaj-biske", "en-x-plain"]
)
def test_language_tags(tmp_path: Path, tag: str) -> None:
    """Any well-formed tag of BCP 47 may be a language."""
    assert (
        site_of(tmp_path, f"title: x\nurl: https://a.b\nlanguages: {{{tag}: }}\n").languages[0].tag
        == tag
    )


@pytest.mark.parametrize("tag", ["u", "english", "uk_UA", "uk-", "-uk", "uk--UA", "1", "мова"])
def test_what_is_no_language_tag(tmp_path: Path, tag: str) -> None:
    """A malformed tag is an error at its key."""
    (problem,) = problems_of(tmp_path, f"title: x\nurl: https://a.b\nlanguages: {{'{tag}': }}\n")
    assert problem.startswith(f"3:13: `{tag}` is not a language tag (BCP 47); ")


def test_names_and_directions_of_languages(tmp_path: Path) -> None:
    """They come from CLDR, by the tag or its beginning; a tag unknown there names itself."""
    languages = "{pt-BR: , he: , uk-x-old: , qaa: , ar: {direction: ltr}}"
    text = f"title: x\nurl: https://a.b\nlanguages: {languages}\n"
    assert [(one.name, one.direction) for one in site_of(tmp_path, text).languages] == [
        ("Português (Brasil)", "ltr"),
        ("עברית", "rtl"),
        ("Українська", "ltr"),
        ("qaa", "ltr"),
        ("العربية", "ltr"),
    ]


@pytest.mark.parametrize(
    ("languages", "problem"),
    [
        (
            "{uk: {path: a/b}}",
            "`languages.uk.path` is `a/b`, which holds `/`; write one part, such as `uk`",
        ),
        (
            "{uk: {path: ..}}",
            "`languages.uk.path` is `..`, which holds `..`; write one part, such as `uk`",
        ),
        (
            "{uk: {path: assets}}",
            "`languages.uk.path` is `assets`, which is taken; write another, such as `uk`",
        ),
        (
            "{uk: {path: en}, en: }",
            "`languages.en.path` is `en`, as is that of `uk`; write another",
        ),
        (
            "{uk: {path: ''}, en: {path: ''}}",
            "`languages.en.path` is ``, as is that of `uk`; write another",
        ),
        ("{uk: {fallback: de}}", "unknown language `de`; site.yaml has uk"),
        ("{uk: {fallback: uk}}", "fallbacks run in a circle: uk → uk; break it"),
        ("{uk: {direction: left}}", "`languages.uk.direction` is `left`; write one of ltr, rtl"),
        ("{}", "`languages` names none; write a mapping by language tag: {uk: {}, en: {}}"),
        ("[uk, en]", "`languages` is a list; write a mapping by language tag: {uk: {}, en: {}}"),
    ],
)
def test_wrong_languages(tmp_path: Path, languages: str, problem: str) -> None:
    """Prefixes are single, unique parts; fallbacks are languages and lead somewhere."""
    (found,) = problems_of(tmp_path, f"title: x\nurl: https://a.b\nlanguages: {languages}\n")
    assert found.split(": ", 1)[1] == problem


@pytest.mark.parametrize(
    ("permalink", "fault"),
    [
        ("{year}/{month}", "`permalink` does not tell articles apart; add {slug}, {name} or {id}"),
        ("../{slug}", "`permalink` holds `..`; write it as `{section}/{year}/{month}/{slug}`"),
        ("a//{slug}", "`permalink` holds `//`; write it as `{section}/{year}/{month}/{slug}`"),
        (
            "{slug}}",
            "`permalink` holds an unpaired brace; write it as `{section}/{year}/{month}/{slug}`",
        ),
    ],
)
def test_wrong_permalinks(tmp_path: Path, permalink: str, fault: str) -> None:
    """A permalink is a path that tells articles apart."""
    (found,) = problems_of(tmp_path, f"{SMALL}permalink: '{permalink}'\n")
    assert found == f"4:12: {fault}"


@pytest.mark.parametrize("name", ["archive", "search", "page"])
def test_taxonomies_leave_other_lists_alone(tmp_path: Path, name: str) -> None:
    """A taxonomy at the address of another list is refused."""
    (found,) = problems_of(tmp_path, f"{SMALL}taxonomies: [{name}]\n")
    assert found == f"4:14: taxonomy `{name}` is the address of another list; choose another name"


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("Kyiv", "Europe/Kyiv"),
        ("new york", "America/New_York"),
        ("louisville", "America/Louisville"),
    ],
)
def test_a_city_is_told_its_timezone(tmp_path: Path, city: str, zone: str) -> None:
    """Who writes the last part of a zone's name is told the rest."""
    (found,) = problems_of(tmp_path, f"{SMALL}timezone: {city}\n")
    assert found == f"4:11: unknown timezone `{city}`; did you mean `{zone}`?"


@pytest.mark.parametrize("name", ["../etc/passwd", "Europe", "Mars/Olympus", "+03:00"])
def test_timezones_are_of_the_iana_list(tmp_path: Path, name: str) -> None:
    """Nothing but a name of the list is a time zone, and nothing else is opened."""
    (found,) = problems_of(tmp_path, f"{SMALL}timezone: '{name}'\n")
    assert found.startswith(f"4:11: unknown timezone `{name}`; ")


def test_texts_name_only_languages_of_the_site(tmp_path: Path) -> None:
    """A text in another language is an error."""
    assert problems_of(tmp_path, SMALL + "description: {uk: x, de: y}\n") == [
        "4:22: unknown language `de`; site.yaml has uk, en"
    ]
