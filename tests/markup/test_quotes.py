"""Typographic quotes: which marks pair, which stay, and that it never takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup.rendering import QUOTES, render

from backfile.markup import markdown

UKRAINIAN = [
    ('"слово"', "«слово»"),
    ('Він сказав: "Так". А потім: "Ні!"', "Він сказав: «Так». А потім: «Ні!»"),
    ('"а "б" в"', "«а „б“ в»"),
    ('""а" б"', "«„а“ б»"),
    ('"а "б""', "«а „б“»"),
    ('"а "б "в" г" ґ"', "«а „б «в» г“ ґ»"),
    ("м'ята, об'єкт, п’ять", "м’ята, об’єкт, п’ять"),
    ("'так' і \"'ні'\"", "„так“ і «„ні“»"),
    ('("а"), ["б"] — "в"—"г"…', "(«а»), [«б»] — «в»—«г»…"),
    ('"Так, — каже. — Ні"', "«Так, — каже. — Ні»"),
    ('«Газета "Обрій"» і "журнал «Схід»"', "«Газета „Обрій“» і «журнал «Схід»»"),
    ('"е\u0301" і е\u0301\'я', "«е\u0301» і е\u0301’я"),
    ('"*слово*" *"так"* **"а** б"', "«*слово*» *«так»* **«а** б»"),
    ('"[а](b.md)" [п\'ять "сот"](c.md)', "«[а](b.md)» [п’ять «сот»](c.md)"),
    ('"а\nб"', "«а\nб»"),
    ("*м*'ята", "*м*’ята"),
    ('"`код`"', "«`код`»"),
    ('"а[^1]"\n\n[^1]: "б"', "«а[^1]»\n\n[^1]: «б»"),
]
ENGLISH = [
    ('"Stop," he said.', "“Stop,” he said."),
    ("it's 'fine', isn't it", "it’s ‘fine’, isn’t it"),
    ("\"They said 'no', didn't they?\"", "“They said ‘no’, didn’t they?”"),
    ("the dogs' bone and 1990's", "the dogs’ bone and 1990’s"),
    ("He said 'I read \"it\"'", "He said ‘I read “it”’"),
    ("\"'a' b\" \"b 'a'\"", "“‘a’ b” “b ‘a’”"),
    ("'90s \"the dogs' bone\"", "'90s “the dogs’ bone”"),
    ('"the dogs\' "bone""', "“the dogs’ ‘bone’”"),
]
AS_WRITTEN = [
    ('"', '<p>"</p>'),
    ("'", "<p>'</p>"),
    ('" а "', '<p>" а "</p>'),
    ('"не закрито', '<p>"не закрито</p>'),
    ('не відкрито"', '<p>не відкрито"</p>'),
    ("'90 рік", "<p>'90 рік</p>"),
    ("5'10", "<p>5'10</p>"),
    ('12" труба', '<p>12" труба</p>'),
    ('а"б', '<p>а"б</p>'),
    ('`"код"` і ``"ще"``', '<p><code>"код"</code> і <code>"ще"</code></p>'),
    ('    "код"', '<pre tabindex="0" role="group"><code>"код"\n</code></pre>'),
    ('\\"а\\" &quot;б&quot;', '<p>"а" "б"</p>'),
    (
        "[а](//a.example/'b' \"назва 'г'\")",
        "<p><a href=\"//a.example/'b'\" title=\"назва 'г'\">а</a></p>",
    ),
    ("«вже» „так“ “and” ‘so’", "<p>«вже» „так“ “and” ‘so’</p>"),
]


def show(text: str, language: str) -> str:
    """Render *text*, with the straight quotes that are left as they are read."""
    return render(text, language)[0].html.replace("&quot;", '"')


def render_without_quotes(text: str) -> str:
    """Render *text* as if there were no rule for quotes."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(markdown, "set_quotes", lambda _children, _marks: None)
        return show(text, "uk")


@pytest.mark.parametrize(("text", "expected"), UKRAINIAN)
def test_ukrainian_quotes(text: str, expected: str) -> None:
    """Outer «…», inner „…“, by nesting and neighbours, across inline markup."""
    assert show(text, "uk") == show(expected, "uk")
    assert show(expected, "uk") == render_without_quotes(expected)


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_quotes(text: str, expected: str) -> None:
    """Outer “…”, inner ‘…’, and apostrophes that are neither."""
    assert show(text, "en") == render_without_quotes(expected)


def test_marks_may_hold_spaces() -> None:
    """French marks bring their no-break spaces along, and typed ones are still seen."""
    assert show('"a "b""', "fr") == "<p>«\u00a0a “b”\u00a0»</p>\n"
    assert show('« a "b" »', "fr") == "<p>« a “b” »</p>\n"


def test_opening_and_closing_marks_may_be_equal() -> None:
    """Swedish has one mark for both."""
    assert show('"a \'b\' "c""', "sv") == "<p>”a ’b’ ’c’”</p>\n"


@pytest.mark.parametrize(("text", "html"), AS_WRITTEN)
def test_some_marks_stay_as_written(text: str, html: str) -> None:
    """What has no partner, stands in code or an address, or is escaped, is not touched."""
    assert show(text, "uk").strip() == html


def test_titles_and_alternative_texts_stay_as_written() -> None:
    """Attributes are data: quotes in them are left to whoever shows them."""
    body = render('[а](b.md \'назва "б"\') ![в "г"](d.png)')[0]
    assert (body.links[0].title, body.images[0].alt) == ('назва "б"', 'в "г"')


def test_quotes_never_pair_across_blocks() -> None:
    """A quotation ends with its paragraph, item or cell."""
    text = '"а\n\nб"\n\n- "в\n- г"\n\n| "ґ | д" |\n|---|---|\n| "е" | є |'
    html = show(text, "uk")
    assert html.count('"') - html.count('="') * 2 == 6
    assert "<td>«е»</td>" in html


def test_raw_html_is_left_alone() -> None:
    """Attributes in raw HTML keep their quotes, and words around it get theirs."""
    html = render('"<b class="x" title=\'y\'>а</b>"', html=True)[0].html
    assert html == "<p>«<b class=\"x\" title='y'>а</b>»</p>\n"


MARKS = st.text(st.sampled_from("\"'«» аб.,(*\n-5"), max_size=60)


@given(MARKS)
def test_only_quotes_change(text: str) -> None:
    """Undoing the marks gives back the text, and every opened mark is closed in order."""
    straight, plain_html = show(text, "uk"), render_without_quotes(text)
    assert len(straight) == len(plain_html)
    opened: list[str] = []
    for new, old in zip(straight, plain_html, strict=True):
        if new == old:
            continue
        assert old in "\"'"
        if new == "’":
            assert old == "'"
        elif new in "«„":
            opened.append({"«": "»", "„": "“"}[new] + old)
        else:
            assert opened.pop() == new + old
    assert opened == []


@pytest.mark.parametrize(
    "unit", ['"', "'", "\"'", '"a ', 'a" ', " 'a", '("', '«"', '"\\"a\' "', "'a\" ", "*\"a*'"]
)
@pytest.mark.parametrize("language", sorted(QUOTES))
def test_quote_marks_take_linear_time(unit: str, language: str) -> None:
    """64 KB of quote marks take well under a second."""
    text = unit * (65_536 // len(unit))
    start = time.process_time()
    render(text, language)
    assert time.process_time() - start < 4
