"""Records of authors and terms."""

from __future__ import annotations

import pytest

from backfile.model import AuthorRecord, PhotoFields, Site, TermRecord
from backfile.site import load_site
from backfile.source.records import parse_author, parse_terms

AUTHOR = "content/authors/daryna-vialko.yaml"
TAGS = "content/tags.yaml"


@pytest.fixture(scope="session", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    text = "title: x\nurl: https://horizon.example\nlanguages: {uk: , en: }\n"
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    site, _ = load_site(folder)
    assert site is not None
    return site


def author_problems(site: Site, text: str) -> list[tuple[str, str]]:
    """Return the problems of a record as (`line:column: message`, severity)."""
    _, problems = parse_author(AUTHOR, text.encode(), site)
    return [(str(one).removeprefix(f"{AUTHOR}:"), one.severity) for one in problems]


def both(text: str) -> tuple[tuple[str, str], ...]:
    """Return the same text in both languages of the site."""
    return (("uk", text), ("en", text))


def test_an_author_with_everything(site: Site) -> None:
    """Every key is read; texts are there for every language."""
    text = """\
name: {uk: Дарина Вялко, en: Daryna Vialko}
sort_name: {uk: Вялко Дарина}
role: editor
bio: Пише.
photo: {src: /photos/d.jpg, alt: {uk: Портрет, en: Portrait}, credit: АП, focus: "1% 2%"}
links: ["https://a.example/", "mailto:d@a.example"]
slug: {en: daryna-vialko}
aliases: [/people/daryna/]
"""
    record, problems = parse_author(AUTHOR, text.encode(), site)
    assert problems == []
    assert record is not None
    assert record == AuthorRecord(
        key="daryna-vialko",
        name=(("uk", "Дарина Вялко"), ("en", "Daryna Vialko")),
        sort_name=both("Вялко Дарина"),
        role=both("editor"),
        bio=both("Пише."),
        photo=(
            ("uk", PhotoFields("/photos/d.jpg", "Портрет", None, "АП", "1% 2%")),
            ("en", PhotoFields("/photos/d.jpg", "Portrait", None, "АП", "1% 2%")),
        ),
        links=("https://a.example/", "mailto:d@a.example"),
        slug=both("daryna-vialko"),
        aliases=("/people/daryna/",),
        marks=record.marks,
    )
    assert record.marks["name"] == (1, 7)


def test_a_name_is_enough(site: Site) -> None:
    """What is left out is empty."""
    record, problems = parse_author(AUTHOR, b"name: D", site)
    assert problems == []
    assert record is not None
    assert (record.sort_name, record.role, record.bio, record.slug) == ((),) * 4
    assert (record.photo, record.links, record.aliases) == ((), (), ())


def test_wrong_authors(site: Site) -> None:
    """Every problem at once; an unknown key is a warning only."""
    text = "naem: D\nlinks: ['javascript:x', ftp://x]\nslug: a/b\naliases: [x]\nphoto: 'data:x'\n"
    url = "which does not begin with `http:` or `https:`"
    mail = f"{url} or `mailto:`; write one such as `https://horizon.example/`"
    assert sorted(author_problems(site, text)) == [
        ("1:1: `name` is missing; add `name: …`", "error"),
        ("1:1: unknown key `naem`; did you mean `name`?", "warning"),
        (f"2:25: an entry of `links` is `ftp://x`, {mail}", "error"),
        (f"2:9: an entry of `links` is `javascript:x`, {mail}", "error"),
        ("3:7: `slug` is `a/b`, which holds `/`; use letters, digits and hyphens", "error"),
        (
            "4:11: an entry of `aliases` is `x`, which does not begin with `/`;"
            " write a path of this site, such as `/old/story/`",
            "error",
        ),
        (f"5:8: `photo` is `data:x`, {url}; write one such as `https://horizon.example/`", "error"),
    ]


@pytest.mark.parametrize(
    "data", [b"- a", b"\xff", b"name: &a x", b"name: {de: x}", b"name: ''", b""]
)
def test_records_that_cannot_stand(site: Site, data: bytes) -> None:
    """Whatever is wrong is a problem, never an exception."""
    _, problems = parse_author(AUTHOR, data, site)
    assert len([problem for problem in problems if problem.severity == "error"]) == 1


def test_terms(site: Site) -> None:
    """A term is a key with a label, or with label, slug and description."""
    text = """\
politics: Політика
fire: {uk: Пожежа, en: Fire}
2024:
art:
  label: {en: Art}
  slug: {uk: mystetstvo, en: art}
  description: Про мистецтво
"""
    records, problems = parse_terms(TAGS, text.encode(), site, "tags")
    assert problems == []
    assert records == (
        TermRecord("tags", "politics", both("Політика"), (), (), 1, 1),
        TermRecord("tags", "fire", (("uk", "Пожежа"), ("en", "Fire")), (), (), 2, 1),
        TermRecord("tags", "2024", both("2024"), (), (), 3, 1),
        TermRecord(
            taxonomy="tags",
            key="art",
            label=both("Art"),
            slug=(("uk", "mystetstvo"), ("en", "art")),
            description=both("Про мистецтво"),
            line=4,
            column=1,
        ),
    )


def test_genres_are_of_sections(site: Site) -> None:
    """A section may say what its articles are; a tag may not, and the word must be known."""
    text = "a: {label: A, genre: opinion}\nb: {label: B, genre: opinon}\n"
    records, problems = parse_terms("content/sections.yaml", text.encode(), site, "sections")
    assert [record.genre for record in records] == ["opinion", ""]
    assert [problem.message for problem in problems] == [
        "`b.genre` is `opinon`; did you mean `opinion`?"
    ]
    records, problems = parse_terms(TAGS, text.encode(), site, "tags")
    assert {record.genre for record in records} == {""}
    assert {problem.code for problem in problems} == {"unknown-key"}


def test_wrong_terms(site: Site) -> None:
    """Every problem of every term, and the right terms all the same."""
    text = "a: {lable: x, slug: a b}\nb: [x]\nc: {label: {de: x}}\nd: D\n"
    records, problems = parse_terms(TAGS, text.encode(), site, "tags")
    assert [record.key for record in records] == ["a", "b", "c", "d"]
    assert [(str(one).removeprefix(f"{TAGS}:"), one.severity) for one in problems] == [
        ("1:5: unknown key `a.lable`; did you mean `label`?", "warning"),
        (
            "1:21: `a.slug` is `a b`, which holds white space; use letters, digits and hyphens",
            "error",
        ),
        ("2:4: `b` is a list; write text, or texts by language, or leave the key out", "error"),
        ("3:13: unknown language `de`; site.yaml has uk, en", "error"),
    ]


def test_a_file_without_terms(site: Site) -> None:
    """An empty file has no terms and no problem."""
    assert parse_terms(TAGS, b"# none yet\n", site, "tags") == ((), [])
