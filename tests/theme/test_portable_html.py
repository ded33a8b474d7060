"""HTML for feeds: what stays, what goes, and where its addresses lead."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputs.common_rules import FORBIDDEN, html_findings

from backfile.theme.filters import filters_of, mail_date, media_type
from backfile.theme.portable import portable_html

PAGE = "https://h.example/ua/a/"

PIECES = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div onclick=x>", "</div>", "<a href='", "#x", "/y",
         "jav&#9;ascript:z", "'>", "</a>", "<script>", "</script>", "<style>", "<!--",
         "-->", "<svg>", "<math>", "<mtext>", "</svg>", "<table>", "<img alt='' src=//x/y ",
         ">", '"', "<", "&lt;", "&#0;", "&#12;", "text", "<noscript>", "<form>",
         "<textarea>", "<template>", "ї", "\ufffe", "<![CDATA[", "]]>"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#fn1" id="x">1</a>', f'<a href="{PAGE}#fn1">1</a>'),
        ('<a href="?q">1</a>', f'<a href="{PAGE}?q">1</a>'),
        ('<a href="/en/">1</a>', '<a href="https://h.example/en/">1</a>'),
        ('<a href="../b/щ">1</a>', '<a href="https://h.example/ua/b/%D1%89">1</a>'),
        ('<a href="//c.example/x">1</a>', '<a href="https://c.example/x">1</a>'),
        ('<a href="mailto:a@h.example">1</a>', '<a href="mailto:a@h.example">1</a>'),
        ('<a href="javascript:x">1</a>', "<a>1</a>"),
        ('<q lang="en" class="x" style="y">1</q>', '<q lang="en">1</q>'),
        ("<div>1<script>2</script><form>3</form></div>", "<div>1</div>"),
        ("<center>1</center>", "1"),
        ('<td>1</td><ol start="3"><li>2</ol>', '1<ol start="3"><li>2</li></ol>'),
        ("<!-- 1 --> &#12;&lt;b&gt; ", "&lt;b&gt;"),
    ],
)
def test_portable(html: str, expected: str) -> None:
    """Addresses become absolute, what carries text stays, the rest goes."""
    assert portable_html(html, PAGE) == expected


@given(PIECES)
def test_whatever_comes_in_is_fit_for_feeds(html: str) -> None:
    """No script, no form, no relative address, all closed; once is enough; XML can hold it."""
    text = portable_html(html, PAGE)
    findings = [finding for finding in html_findings("", text) if "without alt" not in finding]
    assert findings == []
    assert not any(f"<{tag}" in text for tag in FORBIDDEN)
    assert portable_html(text, PAGE) == text
    element = ElementTree.Element("content")
    element.text = text
    assert ElementTree.fromstring(ElementTree.tostring(element)).text == (text or None)


def test_the_filter_takes_an_address_of_the_site() -> None:
    """With scheme and host, and percent-encoded, before anything is seen from it."""
    portable = filters_of("uk", "https://h.example")["portable"]
    assert portable('<a href="#x">1</a>', "/ua/щ/") == (
        '<a href="https://h.example/ua/%D1%89/#x">1</a>'
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/assets/a.jpg", "image/jpeg"),
        ("https://h.example/A.PNG?x=1.gif", "image/png"),
        ("/a.svg", "image/svg+xml"),
        ("/photo", ""),
        ("/a.jpg/view", ""),
    ],
)
def test_media_types(address: str, expected: str) -> None:
    """By the suffix of the path alone."""
    assert media_type(address) == expected


def test_dates_of_mail_are_english() -> None:
    """In the source's own offset, whatever the locale or the language of the page."""
    assert mail_date("2026-11-02T12:30:00+02:00") == "Mon, 02 Nov 2026 12:30:00 +0200"
    assert mail_date("0999-01-05T00:00:00+00:00") == "Sat, 05 Jan 0999 00:00:00 +0000"
