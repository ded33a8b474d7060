"""External links: asked politely, remembered, and never at doors that are not public."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import msgspec
import pytest
from check.checking import article, look_at, site_with
from check.hosts import Host, Said, serving

import backfile
from backfile.build.report import Silence
from backfile.check import external
from backfile.check.answers import BROKEN_S, FILE, GOOD_S, Kept, read_answers, write_answers
from backfile.check.ask import ask
from backfile.check.external import ask_all, hosts_in_turn
from backfile.check.request import LATER, PRIVATE, Answer, Manners, is_public
from backfile.check.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backfile.errors import Problem

HASTY = Manners("Test", timeout_s=5.0, pause_s=0.0, patience_s=2.0, private=True)


def say(method: str, path: str, before: int) -> Said:
    """Answer as paths wish: `/404`, `/301/x`, `/get-only`, `/busy/1`, `/always-busy/600`."""
    _, word, *rest = path.split("/")
    if word == "get-only":
        return (200 if method == "GET" else 405), {}
    if word == "busy":
        return (200 if before else 429), {"Retry-After": rest[0]}
    if word == "always-busy":
        return 503, {"Retry-After": rest[0]}
    if word in {"301", "302", "308"}:
        return int(word), {"Location": "/" + "/".join(rest)}
    return (int(word) if word.isdecimal() else 200), {}


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a server that answers as paths wish."""
    with serving(say) as server:
        yield server


def answer_of(url: str, manners: Manners = HASTY) -> Answer:
    """Ask for one address."""
    return ask(url, manners, Turns(manners.pause_s))


def test_head_is_enough(host: Host) -> None:
    """What answers HEAD is not asked for its body."""
    assert answer_of(f"{host.url}/ok") == Answer(200, "OK")
    assert host.asked == [("HEAD", "/ok")]


def test_get_where_head_is_refused(host: Host) -> None:
    """A server that does not know HEAD is asked by GET; so is one that has nothing."""
    assert answer_of(f"{host.url}/get-only").status == 200
    assert answer_of(f"{host.url}/404").status == 404
    assert host.asked[1:] == [("GET", "/get-only"), ("HEAD", "/404"), ("GET", "/404")]


def test_redirects(host: Host) -> None:
    """Redirects are followed; only a chain that is all for good says where it has moved."""
    assert answer_of(f"{host.url}/301/308/ok") == Answer(200, "OK", f"{host.url}/ok")
    assert answer_of(f"{host.url}/301/302/ok") == Answer(200, "OK")
    assert answer_of(f"{host.url}/302/404").status == 404


def test_endless_redirects() -> None:
    """A circle of redirects ends."""
    with serving(lambda _method, path, _before: (302, {"Location": path})) as host:
        answer = answer_of(f"{host.url}/x")
        assert answer == Answer(0, "more than 5 redirects")
        assert len(host.asked) == HASTY.redirects + 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://a.example/", "http://["])
def test_redirect_to_what_is_no_address(location: str) -> None:
    """A redirect to another scheme, or to nothing that can be read, is not followed."""
    with serving(lambda *_: (302, {"Location": location})) as host:
        answer = answer_of(f"{host.url}/x")
        assert (answer.status, len(host.asked)) == (0, 1)


def test_retry_after_is_honoured(host: Host) -> None:
    """A host that asks for a second gets it, and is asked again."""
    begun = time.monotonic()
    assert answer_of(f"{host.url}/busy/1").status == 200
    assert time.monotonic() - begun >= 1
    assert host.asked == [("HEAD", "/busy/1")] * 2


def test_host_that_asks_for_too_much_is_left_alone(host: Host) -> None:
    """A host that asks for more than we have is asked nothing more."""
    answers = dict(
        ask_all([f"{host.url}/always-busy/600", f"{host.url}/ok"], HASTY._replace(at_once=1))
    )
    assert set(answers.values()) == {Answer(0, LATER)}
    assert len(host.asked) == 1


def test_silent_host_is_left_alone() -> None:
    """A host that does not answer, time after time, is given up."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        manners = HASTY._replace(timeout_s=0.1)
        answers = dict(ask_all([f"{url}/{n}" for n in range(50)], manners))
    assert {answer.reason for answer in answers.values()} == {"it does not answer in time"}
    assert time.monotonic() - begun < 0.1 * 50 - 1


def test_one_at_a_time_for_each_host() -> None:
    """Requests to one host stand in line with a pause in between; hosts are asked side by side."""
    with serving(say, 0.02) as one, serving(say, 0.02) as other:
        urls = [f"{host.url}/{n}" for host in (one, other) for n in range(200, 205)]
        assert len(dict(ask_all(urls, HASTY._replace(pause_s=0.05)))) == 10
    for host in (one, other):
        assert host.most_at_once == 1
        pauses = [b - a for a, b in zip(host.begun_s, host.begun_s[1:], strict=False)]
        assert min(pauses) >= 0.05
    assert one.begun_s[0] < other.begun_s[-1]
    assert other.begun_s[0] < one.begun_s[-1]


def test_hosts_in_turn() -> None:
    """Addresses of one host stand apart, whatever their order was."""
    urls = ["http://a/1", "http://a/2", "http://a/3", "https://b/1"]
    assert hosts_in_turn(urls) == ["http://a/1", "https://b/1", "http://a/2", "http://a/3"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://[::ffff:127.0.0.1]:{}/"]
)
def test_private_addresses_are_not_contacted(host: Host, url: str) -> None:
    """Without leave no door is knocked at that is not public, however it is written."""
    port = host.url.rpartition(":")[2]
    assert answer_of(url.format(port), HASTY._replace(private=False)).reason == PRIVATE
    assert host.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:4700::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("::ffff:10.0.0.1", False), ("::ffff:93.184.215.14", True),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    """Loopback, private, link-local, shared, multicast: none of them is public."""
    assert is_public(address) == public


def test_failures_in_words() -> None:
    """What goes wrong is said in words, and never raised."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        refusing = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert answer_of(refusing).reason.startswith("it cannot be reached")
    assert answer_of("http://127.0.0.1:99999/").reason == "`http://127.0.0.1:99999/` is no address"
    assert answer_of(f"http://{'a' * 70}.example/").reason == "no host can have such a name"


def test_garbled_answer() -> None:
    """A server that speaks no HTTP is one whose answer cannot be read."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(5)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"

        def speak() -> None:
            visitor, _ = server.accept()
            with visitor:
                visitor.recv(1000)
                visitor.sendall(b"\x00\x01 nonsense\r\n\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        assert answer_of(url).reason == "its answer cannot be read"
        thread.join()


# ---------------------------------------------------------------- kept answers


def test_answers_are_kept_for_a_while(tmp_path: Path) -> None:
    """Good answers count for a week, bad ones for a day, and what was none is not kept."""
    kept = {
        "good": Kept(1000, Answer(200)),
        "bad": Kept(1000, Answer(404)),
        "later": Kept(1000, Answer(0, LATER)),
        "private": Kept(1000, Answer(0, PRIVATE)),
    }
    write_answers(tmp_path, kept)
    assert read_answers(tmp_path, 1000 + BROKEN_S - 1).keys() == {"good", "bad"}
    assert read_answers(tmp_path, 1000 + BROKEN_S).keys() == {"good"}
    assert read_answers(tmp_path, 1000 + GOOD_S) == {}
    assert read_answers(tmp_path, 0) == {}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"u": 1}', b"\xff", b'{"u": [1, [200, "", 5]]}'])
def test_damaged_file_is_none(tmp_path: Path, data: bytes) -> None:
    """A file of answers that cannot be read is forgotten."""
    (tmp_path / FILE).write_bytes(data)
    assert read_answers(tmp_path, 0) == {}


# ---------------------------------------------------------------- whole checks


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a check not pause between requests."""
    with_pauses = external.manners_for
    monkeypatch.setattr(external, "manners_for", lambda site: with_pauses(site)._replace(pause_s=0))


def external_of(folder: Path) -> list[Problem]:
    """Return what a check finds of external links."""
    findings, _ = look_at(folder, "external")
    return sorted(findings.kept.get("external", []))


@pytest.mark.usefixtures("hasty")
def test_all_places_of_links(tmp_path: Path, host: Host) -> None:
    """Bodies, front matter, authors and site.yaml: each dead link is told at each source."""
    url = host.url
    away = "{ru: 'URL/404/away', uk: }".replace("URL", url)
    body = f"[a]({url}/404/a) [b]({url}/ok#x) <{url}/403> ![A]({url}/404/p.jpg)\n"
    files = {
        "articles/a.uk.md": article(body, languages=away, author="d"),
        "articles/b.uk.md": article(f"[a]({url}/404/a)\n", title="B"),
        "articles/draft.uk.md": article(f"[a]({url}/404/draft)\n", draft="true"),
        "authors/d.yaml": (
            f"name: D\nbio: '[m]({url}/301/ok)'\nlinks: ['{url}/404/d', 'mailto:a@b.example']\n"
        ),
    }
    menu = f"[{{to: '{url}/404/menu', label: M}}]"
    site = site_with(tmp_path, files, menu=menu, url="http://127.0.0.1:1")
    found = external_of(site)
    assert [(p.path.removeprefix("content/"), p.line, p.code, p.severity) for p in found] == [
        ("articles/a.uk.md", 4, "external-broken", "warning"),
        ("articles/a.uk.md", 7, "external-broken", "warning"),
        ("articles/a.uk.md", 7, "external-unsure", "note"),
        ("articles/a.uk.md", 7, "external-broken", "warning"),
        ("articles/b.uk.md", 5, "external-broken", "warning"),
        ("authors/d.yaml", 2, "external-moved", "note"),
        ("authors/d.yaml", 3, "external-broken", "warning"),
        ("site.yaml", 8, "external-broken", "warning"),
    ]
    assert host.agents == {f"Backfile/{backfile.__version__} (link check of http://127.0.0.1:1)"}
    assert host.asked.count(("HEAD", "/404/a")) == 1


@pytest.mark.usefixtures("hasty")
def test_second_check_asks_nothing(tmp_path: Path, host: Host) -> None:
    """What was asked lately is known, and told again all the same."""
    text = article(f"[a]({host.url}/404) [b]({host.url}/ok)\n")
    site = site_with(tmp_path, {"articles/a.uk.md": text}, url="http://127.0.0.1:1")
    first = external_of(site)
    asked = len(host.asked)
    assert external_of(site) == first
    assert len(host.asked) == asked
    kept = msgspec.json.decode((site / ".backfile" / FILE).read_bytes())
    assert kept.keys() == {f"{host.url}/404", f"{host.url}/ok"}


def test_public_site_does_not_knock_at_private_doors(tmp_path: Path, host: Host) -> None:
    """On a site for everybody a link to a private address is broken, and nobody tries it."""
    text = article(f"[a]({host.url}/ok)\n")
    [problem] = external_of(
        site_with(tmp_path, {"articles/a.uk.md": text}, url="http://93.184.215.14")
    )
    assert (problem.code, problem.severity) == ("external-private", "warning")
    assert host.asked == []


def test_links_are_not_asked_unless_wished(tmp_path: Path, host: Host) -> None:
    """A check of all but external links asks nobody."""
    text = article(f"[a]({host.url}/404)\n")
    findings, _ = look_at(site_with(tmp_path, {"articles/a.uk.md": text}, url="http://127.0.0.1:1"))
    assert "external" not in findings.counts
    assert host.asked == []


def test_broken_off_check_keeps_what_it_knows(tmp_path: Path, host: Host) -> None:
    """An interrupt ends the waiting of all threads, and what was answered is kept."""

    class Impatient(Silence):
        def advance(self, steps: int = 1) -> None:
            assert steps == 1
            raise KeyboardInterrupt

    begun = time.monotonic()
    links = {f"{host.url}/ok": ["a"], f"{host.url}/ok/2": ["a"], f"{host.url}/ok/3": ["a"]}
    asking = external.external_problems(
        tmp_path, tmp_path, links, Impatient(), Manners("Test", pause_s=60, private=True)
    )
    with pytest.raises(KeyboardInterrupt):
        list(asking)
    assert time.monotonic() - begun < 10
    assert read_answers(tmp_path, time.time()).keys() == {f"{host.url}/ok"}
