"""Which requests a preview answers: its own, and nobody else's."""

from __future__ import annotations

import pytest

from backfile.serve.gate import (
    Gate,
    Refusal,
    Request,
    cookie_of,
    gives_token,
    has_token,
    is_loopback,
    path_of,
    refusal_of,
)

HOME = Gate(8000, "")
OPEN = Gate(8000, "secret")


def asked(target: str = "/", method: str = "GET", **headers: str | list[str]) -> Request:
    """Return a request as a browser on this machine makes it, but for *headers*."""
    given = {"host": "127.0.0.1:8000", **{k.replace("_", "-"): v for k, v in headers.items()}}
    lists = {name: [v] if isinstance(v, str) else v for name, v in given.items()}
    return Request(method, target, lists)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "news.localhost:8000", "[::1]:8000"],
)
def test_this_machine_is_let_in(host: str) -> None:
    """Every name that always means this machine is answered, at our own port."""
    assert refusal_of(HOME, asked(host=host)) is None


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 403),
        ("evil.example:8000", 403),
        ("127.0.0.1", 403),
        ("127.0.0.1:8001", 403),
        ("192.168.0.4:8000", 403),
        ("localhost.evil.example:8000", 403),
        ("", 400),
        ("127.0.0.1:8000, evil.example", 400),
        ("127.0.0.1:8000\x00", 400),
        ("[::1:8000", 400),
        ("a@127.0.0.1:8000", 400),
        ("127.0.0.1:8000/evil", 400),
    ],
)
def test_other_names_are_refused(host: str, status: int) -> None:
    """A site that points its own name at this machine learns nothing (DNS rebinding)."""
    refusal = refusal_of(HOME, asked(host=host))
    assert refusal is not None
    assert refusal.status == status


def test_two_hosts_are_none() -> None:
    """A request that names two hosts is malformed."""
    refusal = refusal_of(HOME, asked(host=["127.0.0.1:8000", "127.0.0.1:8000"]))
    assert refusal is not None
    assert refusal.status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_changed(method: str) -> None:
    """A preview is read and nothing else."""
    refusal = refusal_of(HOME, asked(method=method))
    assert refusal is not None
    assert refusal.status == 405


@pytest.mark.parametrize(
    ("headers", "is_answered"),
    [
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "https://127.0.0.1:8000"}, False),
        ({"origin": "null"}, False),
        ({"origin": ["http://127.0.0.1:8000", "http://evil.example"]}, False),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "cross-site", "sec_fetch_dest": "script"}, False),
        (
            {
                "sec_fetch_site": "cross-site",
                "sec_fetch_mode": "navigate",
                "sec_fetch_dest": "document",
            },
            True,
        ),
        (
            {
                "sec_fetch_site": "cross-site",
                "sec_fetch_mode": "navigate",
                "sec_fetch_dest": "iframe",
            },
            False,
        ),
        ({"sec_fetch_site": "same-site"}, False),
    ],
)
def test_pages_of_other_sites_read_nothing(
    headers: dict[str, str | list[str]], is_answered: bool
) -> None:
    """Another site may link to the preview; it may not fetch, embed or frame it."""
    refusal = refusal_of(HOME, asked(**headers))
    assert (refusal is None) == is_answered
    assert refusal is None or refusal.status == 403


def test_a_network_wants_the_token() -> None:
    """Where others can ask, any name will do, but only with the token, and only the whole."""
    assert refusal_of(OPEN, asked(host="192.168.0.4:8000")) is None
    assert not has_token(OPEN, asked())
    assert gives_token(OPEN, asked("/ua/?token=secret"))
    assert not gives_token(OPEN, asked("/ua/?token=secre"))
    assert not gives_token(OPEN, asked("/ua/?token=%D1%84"))
    cookie = cookie_of(OPEN)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert has_token(OPEN, asked(cookie=cookie.partition(";")[0]))
    assert not has_token(OPEN, asked(cookie="backfile_preview_8000=other"))
    assert not has_token(OPEN, asked(cookie='"\x00;;=='))


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", "/"),
        ("/ua/?a=/../b", "/ua/"),
        ("/%D1%83%D0%B0/", "/уа/"),
        ("/a%20b", "/a b"),
    ],
)
def test_paths_are_decoded_once(target: str, path: str) -> None:
    """An address is what it says."""
    assert path_of(target) == path


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/%2e%2e/etc/passwd", 404),
        ("/../etc/passwd", 404),
        ("/a/..%2f..%2fetc/passwd", 404),
        ("//etc/passwd", 404),
        ("/a//b", 404),
        ("/./a", 404),
        ("/..%5c..%5cetc", 400),
        ("/a%00.html", 400),
        ("/a%0d%0aX: 1", 400),
        ("/%zz", 400),
        ("/%", 400),
        ("/%ff", 400),
        ("/a#b", 400),
        ("http://127.0.0.1:8000/", 400),
        ("*", 400),
        ("", 400),
        ("/ф", 400),
    ],
)
def test_what_could_mean_another_file_is_refused(target: str, status: int) -> None:
    """Traversal in any form, NUL, broken escapes: refused, never mended."""
    refusal = path_of(target)
    assert isinstance(refusal, Refusal)
    assert refusal.status == status


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.0.4", "example.com", "", "10.1.2.3"],  # noqa: S104
)
def test_the_network_is_not_this_machine(host: str) -> None:
    """Whatever others can reach is no loopback."""
    assert not is_loopback(host)
