"""Splitting a source at its fences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.markup.front_matter import FrontMatter, split_front_matter


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", FrontMatter("", 1, "", 1)),
        ("body\n", FrontMatter("", 1, "body\n", 1)),
        ("---\n---\n", FrontMatter("", 2, "", 3)),
        ("---\na: b\n---", FrontMatter("a: b\n", 2, "", 4)),
        ("---\na: b\n---\nx\n---\ny\n", FrontMatter("a: b\n", 2, "x\n---\ny\n", 4)),
        ("--- \na: b\n---\t\nx", FrontMatter("a: b\n", 2, "x", 4)),
        ("---\na: x ---\nb: |\n  ---\n---\nx", FrontMatter("a: x ---\nb: |\n  ---\n", 2, "x", 6)),
        ("\n---\na: b\n---\n", FrontMatter("", 1, "\n---\na: b\n---\n", 1)),
        ("----\na\n", FrontMatter("", 1, "----\na\n", 1)),
        ("\ufeff---\na: b\n---\nx", FrontMatter("a: b\n", 2, "x", 4)),
    ],
)
def test_splitting(text: str, parts: FrontMatter) -> None:
    """`---` opens on the first line only, closes on the next such line, then is body."""
    assert split_front_matter(text, "a.md") == (parts, [])


def test_an_unclosed_fence_is_an_error() -> None:
    """Front matter without an end is reported where it begins, and lost nothing."""
    parts, problems = split_front_matter("---\ntitle: a\n", "a.md")
    assert parts.body == "---\ntitle: a\n"
    assert [str(problem) for problem in problems] == [
        "a.md:1:1: front matter is never closed; end it with a line `---`"
    ]


@given(st.lists(st.sampled_from(["---", "a: b", "", "x", "--- "]), max_size=8))
def test_line_ends_do_not_matter(lines: list[str]) -> None:
    """LF, CRLF and a lone CR give the same parts and lines."""
    expected = split_front_matter("\n".join(lines), "a.md")
    assert split_front_matter("\r\n".join(lines), "a.md") == expected
    assert split_front_matter("\r".join(lines), "a.md") == expected


@given(st.lists(st.sampled_from(["---", "a: b", "", "x"]), max_size=8))
def test_lines_are_those_of_the_file(lines: list[str]) -> None:
    """The line given for each part is the one on which it begins in the file."""
    text = "\n".join(lines)
    parts, _ = split_front_matter(text, "a.md")
    assert "\n".join(lines[parts.body_line - 1 :]) == parts.body
    if parts.yaml:
        assert text.split("\n")[parts.yaml_line - 1] == parts.yaml.split("\n")[0]
