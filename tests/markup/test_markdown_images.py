"""Images of a body: figures and pictures in a line, and their attributes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup.rendering import PATH, html_of, render

from backfile.markup.attributes import KNOWN_ATTRIBUTES, read_attributes
from backfile.model import ImageFields


def test_an_image_is_described_whole() -> None:
    """Alternative text, caption, credit, focus, classes and place are handed on as written."""
    text = (
        'a\n\n![Міст *"узимку"*](<фото/м іст.jpg> "Міст \'26")'
        '{.wide .dark #x credit="Ірина \\"Лис\\" Ко" focus="50% 30%"}'
    )
    body, problems = render(text, first_line=7)
    assert problems == []
    assert body.html == "<p>a</p>\n\x00P0\x00\n"
    assert body.images == (
        ImageFields(
            src="фото/м іст.jpg",
            alt='Міст "узимку"',
            caption="Міст '26",
            credit='Ірина "Лис" Ко',
            focus="50% 30%",
            style="wide dark",
            inline=False,
            line=9,
            column=1,
        ),
    )


def test_a_caption_attribute_wins_over_the_title() -> None:
    """`caption` is for captions too long or too quoted for a title."""
    image = render('![a](b.jpg "title"){caption="longer\n  one" credit=Reuters}')[0].images[0]
    assert (image.caption, image.credit) == ("longer one", "Reuters")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![a](a.jpg)", "{P0}\n"),
        ("![a](a.jpg)\n![b](b.jpg){.x}\n![c](c.jpg)", "{P0}\n{P1}\n{P2}\n"),
        ("![a](a.jpg)  \n![b](b.jpg)", "{P0}\n{P1}\n"),
        ("- ![a](a.jpg)\n- b", "<ul>\n<li>{P0}</li>\n<li>b</li>\n</ul>\n"),
        ("> ![a](a.jpg)", "<blockquote>\n{P0}\n</blockquote>\n"),
        ("![a][r]\n\n[r]: a.jpg", "{P0}\n"),
    ],
)
def test_images_on_lines_of_their_own_are_figures(text: str, html: str) -> None:
    """Such an image replaces its paragraph."""
    assert html_of(text) == html
    assert not any(image.inline for image in render(text)[0].images)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a ![a](a.jpg)", "<p>a {P0}</p>\n"),
        ("![a](a.jpg) ![b](b.jpg)", "<p>{P0} {P1}</p>\n"),
        ("![a](a.jpg)\ntext", "<p>{P0}\ntext</p>\n"),
        ("[![a](a.jpg)](b.md)", "<p>{A0}{P0}{Z0}</p>\n"),
        ("*![a](a.jpg)*", "<p><em>{P0}</em></p>\n"),
        ("## ![a](a.jpg)", '<h2 id="section">{P0}</h2>\n'),
        ("![a](a.jpg) {.x}", "<p>{P0} {.x}</p>\n"),
        ("![a](a.jpg){oops!}", "<p>{P0}{oops!}</p>\n"),
        ("![a](a.jpg){}", "<p>{P0}{}</p>\n"),
    ],
)
def test_other_images_are_part_of_their_line(text: str, html: str) -> None:
    """An image in a line of text, a heading or a link stays in it."""
    assert html_of(text) == html
    assert all(image.inline for image in render(text)[0].images)


def test_an_image_alone_in_a_note_leaves_room_for_the_way_back() -> None:
    """The link back to the text needs the paragraph."""
    assert "<p>{P0} <a href=" in html_of("a[^1]\n\n[^1]: ![b](c.png)")


@pytest.mark.parametrize("name", ["style", "onclick", "ONLOAD", "src", "href", "width"])
def test_unknown_attributes_are_dropped_and_reported(name: str) -> None:
    """Only attributes of the allow-list are known; others are named, with their place."""
    body, problems = render(f'x ![a](b.jpg){{{name}="alert(1)" credit=c}}')
    assert "alert" not in repr(body)
    assert body.images[0].credit == "c"
    assert [str(problem) for problem in problems] == [
        f"{PATH}:1:3: `{name}` is no attribute of images; known are {', '.join(KNOWN_ATTRIBUTES)}"
    ]
    assert problems[0].severity == "warning"


def test_attributes_are_for_images_only() -> None:
    """Braces behind anything else are text, but for the id of a heading."""
    assert html_of("[a](b.md){.x} `c`{.y} *d*{.z}\n\n# e {.f}") == (
        '<p>{A0}a{Z0}{.x} <code>c</code>{.y} <em>d</em>{.z}</p>\n<h2 id="e-f">e {.f}</h2>\n'
    )


def test_a_bracket_in_an_attribute_does_not_end_a_link() -> None:
    """An image with attributes may stand in a link, whatever its caption holds."""
    body, _ = render('[![a](a.jpg){caption="[1] ](x"} b](c.md)')
    assert body.html == "<p>\x00A0\x00\x00P0\x00 b\x00Z0\x00</p>\n"
    assert body.images[0].caption == "[1] ](x"


NAMES = st.sampled_from(["class", "credit", "caption", "focus", "id"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


@given(st.dictionaries(NAMES, TEXTS, min_size=1))
def test_quoted_attributes_are_read_back(values: dict[str, str]) -> None:
    """Any value can be written in quotes, with a backslash before quotes and backslashes."""
    pairs = (
        f'{name}="{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'
        for name, value in values.items()
    )
    text = "{" + "  ".join(pairs) + " }"
    attributes = read_attributes(text + "tail", 0, len(text) + 4)
    assert attributes is not None
    assert (attributes.known, attributes.end) == (values, len(text))
