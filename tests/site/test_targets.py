"""`deploy` of site.yaml: what is read, and each fault with its place and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backfile.model import Purge, Target
from backfile.site import load_site
from backfile.site.targets import KEYS, KEYS_OF

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = "title: T\nurl: https://horizon.example\nlanguages: {en: {}}\n"
SECRET = "s3cr"  # noqa: S105  (of nobody)


def faults_in(folder: Path, deploy: str) -> list[str]:
    """Return the problems of a site with that `deploy`, which begins at line 4."""
    (folder / "site.yaml").write_text(f"{BEFORE}deploy: {deploy}\n", encoding="utf-8")
    return [str(problem).removeprefix("site.yaml:") for problem in load_site(folder)[1]]


def target_from(folder: Path, settings: str) -> Target:
    """Return the only target, read without a word."""
    assert faults_in(folder, f"{{production: {{{settings}}}}}") == []
    site, _ = load_site(folder)
    assert site
    [target] = site.targets
    return target


def test_bucket(tmp_path: Path) -> None:
    """A bucket with all that it may have."""
    settings = (
        'to: "s3://bucket/pre/fix", endpoint: "https://s3.example/", region: auto, '
        "redirects: true, host: cloudflare-pages, "
        "purge: {file: lists/changed.txt, cloudfront: E1, fastly: f1, cloudflare: c1}"
    )
    assert target_from(tmp_path, settings) == Target(
        name="production", kind="bucket", to="s3://bucket/pre/fix",
        endpoint="https://s3.example", region="auto", redirects=True, host="cloudflare-pages",
        purge=(Purge("cloudfront", "E1"), Purge("cloudflare", "c1"), Purge("fastly", "f1"),
               Purge("file", "lists/changed.txt")),
    )  # fmt: skip


def test_rsync(tmp_path: Path) -> None:
    """A server keeps five releases unless it is told another number."""
    to = "rsync://user@host.example:22/var/www/horizon"
    plain = target_from(tmp_path, f'to: "{to}"')
    assert (plain.kind, plain.keep) == ("rsync", 5)
    full = target_from(tmp_path, f'to: "{to}", keep: 1, server: nginx, compress: [zst, br]')
    assert (full.keep, full.server, full.compress) == (1, "nginx", ("br", "zst"))


@pytest.mark.parametrize(
    "to",
    ["git@github.com:me/site.git", "ssh://git@host.example/me/site.git", "/srv/site.git",
     "site.git", "https://host.example/me/site.git", "../site.git", "file:///srv/site.git", "rsync://h/x"],
)  # fmt: skip
def test_git(tmp_path: Path, to: str) -> None:
    """A branch makes a git target of whatever git understands."""
    settings = f'to: "{to}", branch: gh-pages, orphan: true, cname: horizon.example'
    target = target_from(tmp_path, settings)
    assert (target.kind, target.to, target.keep) == ("git", to, 0)
    assert (target.branch, target.orphan, target.cname) == ("gh-pages", True, "horizon.example")


@pytest.mark.parametrize("to", ["file:///srv/www/horizon", "file://localhost/srv/www"])
def test_folder(tmp_path: Path, to: str) -> None:
    """A folder of this machine."""
    assert target_from(tmp_path, f'to: "{to}"').kind == "folder"


@pytest.mark.parametrize("to", ["gs://bucket", "az://container/a", "s3://b.example_1"])
def test_buckets_of_others(tmp_path: Path, to: str) -> None:
    """Buckets of the three providers."""
    assert target_from(tmp_path, f'to: "{to}"').kind == "bucket"


def test_order_is_that_of_the_file(tmp_path: Path) -> None:
    """Targets come as they are written."""
    deploy = '{b: {to: "s3://b"}, a-1_x: {to: "s3://a"}}'
    assert faults_in(tmp_path, deploy) == []
    site, _ = load_site(tmp_path)
    assert site
    assert [target.name for target in site.targets] == ["b", "a-1_x"]


@pytest.mark.parametrize(
    ("deploy", "faults"),
    [
        ("s3", ["4:9: `deploy` is `s3`; write a mapping by target: {production: {to: …}}"]),
        ("{x: s3}", ["4:13: `deploy.x`"]),
        ("{x: {}}", ["4:13: `deploy.x.to` is missing; add `to: …`"]),
        ('{x: {to: ""}}', ["4:18: `deploy.x.to` is empty; write text"]),
        ('{Live: {to: "s3://b"}}', ["4:10: target `Live` is not a name; use lower-case Latin"]),
        ('{x: {to: "s3://b", kep: 3}}', ["4:28: unknown key `deploy.x.kep`; did you mean `keep`?"]),
        ('{x: {to: "ftp://h/x"}}', ["4:18: `deploy.x.to` is `ftp://h/x`, which is of no known"]),
        ('{x: {to: "git@h:x.git"}}', ["4:18: `deploy.x.to`"]),
        ('{x: {to: "s3://"}}', ["4:18: `deploy.x.to` is `s3://`, which names no bucket; write"]),
        ('{x: {to: "s3://b:80"}}', ["which names no bucket"]),
        ('{x: {to: "s3://b/a?x"}}', ["which holds a query or fragment"]),
        ('{x: {to: "s3://b/../a"}}', ["which holds `..`"]),
        ('{x: {to: "rsync:///var"}}', ["which names no host"]),
        ('{x: {to: "rsync://h"}}', ["which names no folder; write one such as `rsync://user@"]),
        ('{x: {to: "rsync://-oProxyCommand=x/y"}}', ["which names no host"]),
        ('{x: {to: "rsync://-a@h/y"}}', ["which names no host"]),
        ('{x: {to: "rsync://h/a%2F../../b"}}', ["which holds `..`"]),
        ('{x: {to: "https://h/a.git?token=s3cr", branch: b}}', ["which holds a query"]),
        ('{x: {to: "rsync://h/a#b"}}', ["which holds a query or fragment"]),
        ('{x: {to: "rsync://h:port/a"}}', ["which names no host"]),
        ('{x: {to: "file:///"}}', ["which names no folder"]),
        ('{x: {to: "file://srv/www"}}', ["which names a host; write one such as `file:///srv"]),
        ('{x: {to: "file:///srv/a\\tb"}}', ["which holds a control character"]),
        ('{x: {to: "--upload-pack=x", branch: b}}', ["which is an option of git"]),
        ('{x: {to: "s3://b", endpoint: s3.example}}', ["4:38: `deploy.x.endpoint` is"]),
        ('{x: {to: "s3://b", region: "eu west"}}', ["4:36: `deploy.x.region` is `eu west`, which"]),
        ('{x: {to: "s3://b", keep: 0}}', ["4:34: `deploy.x.keep` means nothing for a bucket"]),
        ('{x: {to: "file:///a", keep: 0}}', ["4:37: `deploy.x.keep` is 0; write a whole number"]),
        ('{x: {to: "file:///a", server: apache}}', ["4:39: `deploy.x.server` is `apache`"]),
        ('{x: {to: "file:///a", compress: [br, lz]}}', ["an entry of `deploy.x.compress` is `lz`"]),
        (
            '{x: {to: o.git, branch: "a..b"}}',
            ["4:33: `deploy.x.branch` is `a..b`, which is no branch"],
        ),
        ('{x: {to: o.git, branch: "-f"}}', ["which is no branch's name"]),
        (
            '{x: {to: o.git, branch: b, cname: "https://h"}}',
            ["which is no host name; write one such"],
        ),
        ('{x: {to: "s3://b", host: s3}}', ["4:34: `deploy.x.host` is `s3`"]),
        ('{x: {to: "s3://b", purge: {akamai: x}}}', ["unknown key `deploy.x.purge.akamai`"]),
        ('{x: {to: "s3://b", purge: {fastly: "a/b"}}}', ["which is no identifier; write the serv"]),
        ('{x: {to: "s3://b", purge: {file: /etc/x}}}', ["which is no path in the site's folder"]),
        ('{x: {to: "s3://b", purge: {file: ../x}}}', ["which holds `..`"]),
        ('{x: {to: "s3://b", purge: {file: site.yaml}}}', ["which lies where the site itself is"]),
        ('{x: {to: "s3://b", purge: {file: Content/a}}}', ["which lies where the site itself is"]),
        ('{x: {to: "s3://b", purge: {file: a/}}}', ["which is a folder"]),
        (
            '{x: {to: "s3://"}, y: {to: "file:///a", keep: x, orphan: true}}',
            ["`deploy.x.to`", "`deploy.y.keep`", "`deploy.y.orphan` means nothing for a folder"],
        ),
    ],
)
def test_faults(tmp_path: Path, deploy: str, faults: list[str]) -> None:
    """Each fault is told with its place, and with what would be right; all at once."""
    found = faults_in(tmp_path, deploy)
    assert len(found) == len(faults), found
    for fault in faults:
        assert any(fault in one for one in found), found
    assert all(one.startswith("4:") for one in found)


@pytest.mark.parametrize(
    "settings",
    [
        f'to: "s3://key:{SECRET}@bucket"',
        f'to: "s3://bucket?secret={SECRET}"',
        f'to: "rsync://user:{SECRET}@host/x"',
        f'to: "rsync://user:a@{SECRET}@host/x"',
        f'to: "rsync://user:a/{SECRET}@host/x"',
        f'to: "ftp://user:{SECRET}@host/x"',
        f'to: "user:{SECRET}@host/x"',
        f'to: "https://user:{SECRET}@host/x.git", branch: b',
        f'to: "https://{SECRET}@host/x.git", branch: b',
        f'to: "ssh://git:{SECRET}@host/x.git", branch: b',
        f'to: "https://user:a/{SECRET}@host/x.git", branch: b',
        f'to: "s3://b", endpoint: "https://{SECRET}@host"',
        f'to: "s3://b", endpoint: "https://key:a/{SECRET}@host"',
        f'to: "s3://b", password: {SECRET}',
    ],
)
def test_passwords_are_never_shown(tmp_path: Path, settings: str) -> None:
    """A password or token is refused, and stands in no message."""
    [fault] = faults_in(tmp_path, f"{{x: {{{settings}}}}}")
    assert SECRET not in fault


VALUES = {
    "endpoint": '"https://s3.example"', "region": "auto", "keep": "3", "branch": "b",
    "orphan": "true", "cname": "horizon.example", "host": "netlify", "server": "caddy",
    "compress": "[br]", "redirects": "true", "purge": "{fastly: x}",
}  # fmt: skip
PLACES = {
    "bucket": 'to: "s3://b"', "rsync": 'to: "rsync://h/x"', "folder": 'to: "file:///x"',
    "git": "to: site.git, branch: b",
}  # fmt: skip


@pytest.mark.parametrize("kind", KEYS_OF)
@pytest.mark.parametrize("key", [key for key in KEYS if key not in {"to", "branch"}])
def test_keys_of_a_kind(tmp_path: Path, kind: str, key: str) -> None:
    """A key that means nothing for a kind of target is one error that says where it does."""
    found = faults_in(tmp_path, f"{{x: {{{PLACES[kind]}, {key}: {VALUES[key]}}}}}")
    if key in KEYS_OF[kind]:  # type: ignore[index]
        assert found == []
    else:
        [fault] = found
        assert f"`deploy.x.{key}` means nothing for a {kind} target; it is for " in fault
