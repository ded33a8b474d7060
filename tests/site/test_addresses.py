"""What may be an address: parts, paths and URLs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.site import part_fault, path_fault, slug_fault, url_fault


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("", "is empty"),
        ("..", "holds `..`"),
        ("a..b", "holds `..`"),
        (".", "begins or ends with a full stop or a space"),
        (".htaccess", "begins or ends with a full stop or a space"),
        ("a.", "begins or ends with a full stop or a space"),
        ("a/b", "holds `/`"),
        ("a\\b", "holds a backslash"),
        ("C:", "holds `:`"),
        ("%2e", "holds `%`"),
        ("a?b", "holds `?`"),
        ("a#b", "holds `#`"),
        ("a\x00", "holds a control character"),
        ("a\x85", "holds a control character"),
        ("a\u202eb", "holds a control character"),
        ("a\ud800", "holds a control character"),
        ("con", "is a device name on Windows"),
        ("LPT1.txt", "is a device name on Windows"),
        ("ї" * 101, "is longer than 200 bytes"),
    ],
)
def test_parts_that_are_refused(part: str, fault: str) -> None:
    """Nothing that leads out, or means two things, may be part of an address."""
    assert part_fault(part) == fault
    assert slug_fault(part) == fault


@pytest.mark.parametrize(
    "part", ["a", "zghorany-znovu", "згорани", "v1.2", "a_b", "012", "مقال", "a" * 200]
)
def test_parts_that_are_fine(part: str) -> None:
    """Letters of any script, digits, hyphens, inner full stops."""
    assert part_fault(part) == ""
    assert slug_fault(part) == ""


def test_white_space_is_for_paths_only() -> None:
    """A former address may hold a space; a slug may not."""
    assert part_fault("old story") == ""
    assert slug_fault("old story") == "holds white space"


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("old", "does not begin with `/`"),
        ("", "does not begin with `/`"),
        ("/", "names no page"),
        ("//host/x", "holds `//`"),
        ("/a//b", "holds `//`"),
        ("/a/../b", "holds `..`"),
        ("/a/./b", "begins or ends with a full stop or a space"),
        ("/a\\b", "holds a backslash"),
        ("/%2e%2e/x", "holds `%`"),
        ("/" + "abcd/" * 300, "is longer than 1000 bytes"),
    ],
)
def test_paths_that_are_refused(path: str, fault: str) -> None:
    """A path of the site begins at its root and stays below it."""
    assert path_fault(path) == fault


@pytest.mark.parametrize("path", ["/a", "/a/", "/2019/05/story.html", "/новини/пожежа/"])
def test_paths_that_are_fine(path: str) -> None:
    """With or without a slash at the end, in any script."""
    assert path_fault(path) == ""


@given(st.text(max_size=30))
def test_a_path_without_fault_stays_below_the_root(path: str) -> None:
    """No accepted path holds a part that a file system or a server would resolve."""
    if not path_fault(path):
        parts = path.strip("/").split("/")
        assert not {"", ".", ".."} & set(parts)
        assert not any(sign in path for sign in "\\%\x00?#")


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd"),
        *("//host/x", "/about/", "about", "", "https:", "https://", "http:///x", "https://[::1/"),
        *("https://a b/", "https://a/\n", "java\tscript:x", "https:\\\\a", "https://a:99999999/"),
        *("mailto:a@b.example", "ftp://a/"),
    ],
)
def test_urls_that_are_refused(url: str) -> None:
    """Only http and https with a host, as written without white space."""
    assert url_fault(url)


@pytest.mark.parametrize(
    "url",
    ["https://a.example", "HTTP://a.example:8000/x?y=1#z", "https://обрій.укр/", "https://[::1]/"],
)
def test_urls_that_are_fine(url: str) -> None:
    """Any host, port, path, query and fragment."""
    assert url_fault(url) == ""


def test_mail_addresses_where_they_are_allowed() -> None:
    """`mailto:` needs an address."""
    schemes = ("https", "mailto")
    assert url_fault("mailto:a@b.example", schemes) == ""
    assert url_fault("mailto:", schemes) == "holds no address"
    assert url_fault("ftp://a/", schemes) == "does not begin with `https:` or `mailto:`"
