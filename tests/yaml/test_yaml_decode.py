"""Bytes to text: UTF-8 alone, and no characters that no text needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.yaml import decode_source
from backfile.yaml.decode import position_of


@pytest.mark.parametrize(
    ("data", "printed"),
    [
        (
            "ключ: x".encode("utf-16-le").join([b"\xff\xfe", b""]),
            "a.md:1:1: the file is UTF-16 (byte offset 0); save it as UTF-8",
        ),
        (
            "ключ: x".encode("utf-16-be").join([b"\xfe\xff", b""]),
            "a.md:1:1: the file is UTF-16 (byte offset 0); save it as UTF-8",
        ),
        (
            b"title: a\r\ncaf\xe9",
            "a.md:2:4: byte 0xe9 at byte offset 13 is not UTF-8; save the file as UTF-8",
        ),
        (
            "є".encode() + b"\xed\xa0\x80",
            "a.md:1:2: byte 0xed at byte offset 2 is not UTF-8; save the file as UTF-8",
        ),
        (b"a\rb\x00", "a.md:2:2: control character U+0000 in the text; remove it"),
        ("a\n\u0085".encode(), "a.md:2:1: control character U+0085 in the text; remove it"),
        (b"\xef\xbb\xbf\x07", "a.md:1:1: control character U+0007 in the text; remove it"),
    ],
)
def test_what_is_not_plain_utf8_is_refused(data: bytes, printed: str) -> None:
    """Another encoding or a control character is an error that says where it is."""
    text, problems = decode_source(data, "a.md")
    assert text is None
    assert [str(problem) for problem in problems] == [printed]


def test_a_byte_order_mark_is_dropped() -> None:
    """UTF-8 with a byte order mark is the same text as without; line ends stay."""
    assert decode_source(b"\xef\xbb\xbf---\r\na\tb\rc\n", "a.md") == ("---\r\na\tb\rc\n", [])


@given(st.binary(max_size=40))
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    """Exactly one of text and problem is returned."""
    text, problems = decode_source(data, "a.md")
    assert (text is None) == (len(problems) == 1)


def test_positions_count_every_kind_of_line_end() -> None:
    """LF, CRLF and a lone CR each end one line."""
    assert position_of("a\r\nb\rc\nde", 8) == (4, 2)
