"""Hostile and deeply nested bodies: never a crash, never lost text, never long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markup.rendering import PATH, html_of, render


def test_deep_lists_and_quotes_keep_their_text() -> None:
    """Lists 12 deep and quotes 60 deep are rendered whole."""
    lists = html_of("".join("  " * depth + f"- item{depth}\n" for depth in range(12)))
    assert all(f"item{depth}" in lists for depth in range(12))
    quotes = html_of("".join("> " * depth + f"line{depth}\n\n" for depth in range(1, 61)))
    assert all(f"line{depth}\n" in quotes or f"line{depth}<" in quotes for depth in range(1, 61))
    assert quotes.count("<blockquote>") == quotes.count("</blockquote>")


@pytest.mark.parametrize("depth", range(1, 60))
def test_lists_are_whole_or_reported(depth: int) -> None:
    """At every depth of lists the text is there, or an error says that it is not."""
    body, problems = render("".join("  " * level + f"- item{level};\n" for level in range(depth)))
    is_whole = all(f"item{level};" in body.html for level in range(depth))
    assert is_whole == (not problems)
    assert is_whole or depth > 45


@pytest.mark.parametrize("depth", [60, 97, 98, 99, 100, 101, 150])
def test_quotes_are_whole_or_reported(depth: int) -> None:
    """At every depth of quotes the text is there, or an error says that it is not."""
    body, problems = render("> " * depth + "text")
    assert ("text" in body.html) == (not problems)


def test_what_is_too_deep_is_an_error_with_its_line() -> None:
    """The error names the line at which the text is lost."""
    _, problems = render("a\n\n" + ">" * 200 + " b", first_line=5)
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [
        (7, "nesting-too-deep", "error")
    ]
    assert str(problems[0]).startswith(f"{PATH}:7: nested too deep")


@pytest.mark.parametrize("text", ["![" * 300 + "](a)" * 300, "^[" * 300 + "]" * 300])
def test_texts_within_texts_have_a_limit_too(text: str) -> None:
    """Images within alternative texts and notes within notes cannot exhaust the stack."""
    _, problems = render(f"a\n\n{text}")
    assert [(problem.line, problem.code) for problem in problems] == [(3, "nesting-too-deep")]


HOSTILE = {
    "brackets": "[" * 50_000,
    "bracket pairs": "[" * 25_000 + "a" + "]" * 25_000,
    "emphasis": "*a " * 50_000,
    "mixed emphasis": "*a **b " * 10_000 + "c** d*" * 10_000,
    "tags": "<a " * 50_000,
    "less": "<" * 50_000,
    "quotes and escapes": '"\\"a\' "' * 16_000,
    "image openers": "![" * 25_000,
    "notes in place": "^[" * 25_000,
    "note references": "[^a]: x\n\n" + "[^a" * 25_000,
    "code": "".join("a" + "`" * length for length in range(400)),
    "entities": "&" * 50_000,
    "backslashes": "\\" * 50_001,
    "quote markers": ">" * 50_000,
    "list markers": "- " * 5_000 + "a",
    "quoted lines": ("> " * 60 + "a\n") * 200,
    "bars": "|" * 50_000,
    "table": "|a" * 100 + "\n" + "|-" * 100 + "\n" + ("|b" * 100 + "\n") * 200,
    "headings": "# a\n" * 20_000,
    "one paragraph": "a\n" * 50_000,
    "paragraphs": "a\n\n" * 20_000,
    "underlines": ("a\n" * 50 + "===\n") * 200,
    "references": "[a\n" * 20_000,
    "images on lines": "![a](b)\n" * 20_000,
    "links in a line": "[a](b.md) " * 20_000,
    "links on lines": "[a b](<c.md>)\n" * 10_000,
    "links in cells": "|a|b|\n|-|-|\n" + "|[a](b)|[a](b)|\n" * 2_000,
    "attributes": '![](a){"' * 16_000,
    "open attributes": '![](a){x="' * 16_000,
    "many attributes": "![](a){" + ".a " * 50_000 + "}",
    "comments": "<!-- " * 30_000,
    "tabs": "\t" * 50_000 + "a",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_are_soon_done(name: str) -> None:
    """Tens of thousands of openers without an end take well under ten seconds."""
    start = time.process_time()
    render(HOSTILE[name], "ja", html="<" in HOSTILE[name])
    assert time.process_time() - start < 10


def test_time_grows_with_length() -> None:
    """Four times the links take about four times as long, not sixteen times."""

    def seconds(count: int) -> float:
        start = time.process_time()
        render("[a b](<c.md>)\n" * count)
        return time.process_time() - start

    seconds(100)
    few, many = (min(seconds(count) for _ in range(3)) for count in (2_000, 8_000))
    assert many < 9 * max(few, 0.01)


MARKS = "[]()!*_`~^<>&\\|#-+=1.\"'{}:/ \t\n\r\x00аб\u00a0\u0301"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(MARKS), max_size=120), st.booleans())
def test_any_text_can_be_rendered(text: str, raw: bool) -> None:
    """No text crashes the renderer; markers are numbered without a gap, and links are closed."""
    body, _ = render(text, html=raw)
    for letter, count in (("A", len(body.links)), ("Z", len(body.links)), ("P", len(body.images))):
        assert all(body.html.count(f"\x00{letter}{number}\x00") == 1 for number in range(count))
    assert body.html.count("\x00") == 4 * len(body.links) + 2 * len(body.images)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [(link.line, link.column) for link in body.links]
    for line, column in [*places, *((image.line, image.column) for image in body.images)]:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
