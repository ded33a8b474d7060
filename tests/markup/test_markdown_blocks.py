"""Headings, tables, notes, code: the HTML that a body becomes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup.rendering import PATH, html_of, render

VOID = {"br", "hr", "img"}


class Outline(HTMLParser):
    """Checks that tags are balanced, and collects ids and the targets of links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.targets |= {value or "" for name, value in attrs if name == "href"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline_of(html: str) -> Outline:
    """Return the elements of a text whose tags are all closed."""
    outline = Outline()
    outline.feed(html)
    outline.close()
    assert outline.open == []
    return outline


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("## a\n### b", ["h2", "h3"]),
        ("# a\n## b", ["h2", "h3"]),
        ("## b\n# a", ["h3", "h2"]),
        ("> # a\n\n###### b", ["h2", "h6"]),
        ("a\n===\n\nb\n---", ["h2", "h3"]),
        ("b\n---", ["h2"]),
        ("#### only", ["h4"]),
    ],
)
def test_headings_start_at_h2(text: str, tags: list[str]) -> None:
    """A body with an h1 has all its headings one lower, h6 stays; any other keeps its levels."""
    html = html_of(text)
    assert re.findall(r"<(h\d) id=", html) == re.findall(r"</(h\d)>", html) == tags


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Етика {#ethics}", '<h2 id="ethics">Етика</h2>'),
        ("## Етика *і* право {#a.b_c-1} ##", '<h2 id="a.b_c-1">Етика <em>і</em> право</h2>'),
        ("Етика {#ethics}\n---", '<h2 id="ethics">Етика</h2>'),
        ('## "Етика" {#ethics}', '<h2 id="ethics">«Етика»</h2>'),
        ("## Етика {#no good}", '<h2 id="етика-no-good">Етика {#no good}</h2>'),
        ("## Етика \\{#x}", '<h2 id="етика-x">Етика {#x}</h2>'),
        ("## Етика `{#x}`", '<h2 id="етика-x">Етика <code>{#x}</code></h2>'),
        ("## {#x}", '<h2 id="x">{#x}</h2>'),
        ("Етика {#x}", "<p>Етика {#x}</p>"),
    ],
)
def test_a_heading_may_give_its_id(text: str, html: str) -> None:
    """An id in braces at the end is the heading's, and no text; one that is none stays text."""
    assert html_of(text) == f"{html}\n"


def test_given_ids_come_before_made_ones() -> None:
    """A link to a given id leads to its heading, whatever other headings are called."""
    html = html_of("## Ethics\n\n## Етика {#ethics}\n\n## Again {#ethics}")
    assert re.findall('id="([^"]+)"', html) == ["ethics-3", "ethics", "ethics-2"]


def test_heading_ids_are_unique_and_never_empty() -> None:
    """Equal headings are numbered, one without a slug is a section, notes keep their ids."""
    html = html_of(
        "## Мир\n## Мир\n## Мир 2\n## Мир\n## !\n## ?\n## fn1\n## *Мир* [і](b.md)[^1]\n\n[^1]: a"
    )
    ids = re.findall(r'<h2 id="([^"]+)"', html)
    assert ids == [
        "мир",
        "мир-2",
        "мир-2-2",
        "мир-3",
        "section",
        "section-2",
        "section-fn1",
        "мир-і",
    ]


@given(st.lists(st.sampled_from(["a", "a 2", "a-2", "a 2 2", "", "fn1", "section"]), max_size=12))
def test_heading_ids_never_meet(texts: list[str]) -> None:
    """Whatever headings a body has, no id occurs twice."""
    ids = outline_of(html_of("\n".join(f"## {text}" for text in texts))).ids
    assert len(ids) == len(set(ids)) == len(texts)


def test_tables_are_wrapped_and_aligned_by_class() -> None:
    """A table can be scrolled, with keys too, and needs no inline style for its alignment."""
    html = html_of("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | `|` \\| |\n")
    assert html.startswith(
        '<div class="table" tabindex="0" role="group">\n<table>\n<thead>\n<tr>\n<th>a</th>\n'
    )
    assert html.endswith("</tbody>\n</table>\n</div>\n")
    assert re.findall(r'<th class="([^"]+)"', html) == ["align-left", "align-center", "align-right"]
    assert "style" not in html
    outline_of(html)


def test_inline_markup() -> None:
    """Emphasis, strikethrough, code, breaks, entities and escapes, as CommonMark has them."""
    html = html_of("*a* __b__ ~~c~~ `d<` &copy; \\* <e> 1 < 2 & 3  \nf\\\ng\nh")
    assert html == (
        "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d&lt;</code> © * &lt;e&gt; "
        "1 &lt; 2 &amp; 3<br>\nf<br>\ng\nh</p>\n"
    )


def test_code_blocks_keep_their_text() -> None:
    """Quotes in code stay as they are, and a fence may name its language."""
    html = html_of('```py\nf("a", \'b\')  # <\n```\n\n    "x"\n')
    assert html == (
        '<pre tabindex="0" role="group"><code class="language-py">'
        "f(&quot;a&quot;, 'b')  # &lt;\n</code></pre>\n"
        '<pre tabindex="0" role="group"><code>&quot;x&quot;\n</code></pre>\n'
    )


def test_bare_addresses_are_no_links() -> None:
    """Only what is marked as a link is one; dashes and dots stay as written too."""
    assert html_of("see https://a.example -- and... (c)") == (
        "<p>see https://a.example -- and... (c)</p>\n"
    )


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "<script>alert(1)</script>", "<!-- x -->", "a <br> b"]
)
def test_raw_html_is_off_unless_asked_for(text: str) -> None:
    """Raw HTML is shown as text, or passes when the site allows it."""
    assert "<" not in html_of(text).replace("<p>", "").replace("</p>", "")
    assert text in html_of(text, html=True)


def test_footnotes_stand_at_the_end() -> None:
    """A note has one number, by first use, links back to every use, and may stand in place."""
    html = html_of(
        "a[^the-first-note] b[^the-first-note] c^[in *place*]\n\n"
        "[^the-first-note]: first\n\n    - list\n\nlast"
    )
    text, notes = html.split('<hr class="footnotes-sep">\n')
    assert re.findall(r">(\[[0-9:]+\])</a></sup>", text) == ["[1]", "[1]", "[2]"]
    assert notes.startswith('<div class="footnotes" role="doc-endnotes">\n')
    assert "<p>in <em>place</em> <a" in notes
    outline = outline_of(html)
    assert set(outline.ids) == {target[1:] for target in outline.targets}
    assert len(outline.ids) == len(set(outline.ids)) == 5


def test_notes_that_would_vanish_are_reported() -> None:
    """A note that nothing refers to, and one that is defined again, are named with their line."""
    _, problems = render("a[^1]\n\n[^1]: old\n[^2]: lost\n[^1]: new", first_line=10)
    assert [str(problem) for problem in sorted(problems)] == [
        f"{PATH}:12: footnote `1` is defined again below",
        f"{PATH}:13: no text refers to footnote `2`",
    ]
    assert {problem.severity for problem in problems} == {"warning"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"Так", — *каже*\n  `код` [вона](a.md).[^1]\n\nдалі\n\n[^1]: ні',
            "«Так», — каже код вона.",
        ),
        ("## Назва\n\n![alt](a.jpg)\n\n- пункт\n\nтекст ![alt](b.jpg) далі", "текст далі"),
        ("> цитата\n\n| a |\n|---|\n| b |", ""),
        ("- пункт^[примітка]", ""),
        ("a\u00a0b &amp; \\*c\\*  \nd", "a\u00a0b & *c* d"),
        ("", ""),
    ],
)
def test_first_paragraph_is_plain_text(text: str, expected: str) -> None:
    """The first paragraph of text, not of a list or quote, in one line without marks."""
    assert render(text)[0].first_paragraph == expected


def test_raw_html_is_not_in_the_first_paragraph() -> None:
    """A summary has the words between tags, not the tags."""
    assert render("<b>a</b> b", html=True)[0].first_paragraph == "a b"


def test_line_ends_of_every_system_are_the_same() -> None:
    """CRLF and CR count as line ends, and a NUL cannot pass for a marker."""
    body, _ = render("a\r\n\r\n[b](c.md)\rd\x00A0\x00")
    assert body == render("a\n\n[b](c.md)\nd\ufffdA0\ufffd")[0]
    assert (body.links[0].line, body.html.count("\x00")) == (3, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日本\n語", "日本語"),
        ("*日本*\n語。\n「か」", "<em>日本</em>語。「か」"),
        ("日本\nEnglish\n語", "日本\nEnglish\n語"),
        ("日本  \n語", "日本<br>\n語"),
        ("日\n![水](a.png)\n木", "日\n{P0}\n木"),
    ],
)
def test_line_ends_between_ideographs_are_no_spaces(text: str, expected: str) -> None:
    """In Japanese a line end between two wide characters goes; elsewhere it is a space."""
    assert html_of(text, "ja") == f"<p>{expected}</p>\n"


def test_line_ends_are_kept_in_other_languages() -> None:
    """Text in a language with spaces keeps its line ends, whatever it quotes."""
    assert html_of("日本\n語", "en") == "<p>日本\n語</p>\n"
