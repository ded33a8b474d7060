"""Deploys to a bucket: a real one, of moto, behind a proxy that can make requests fail."""

from __future__ import annotations

import gzip
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from deploy.proxy import BREAK, HALF, Proxy, proxy_before
from support import NOW, environment, site_from

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy import bucket, bucket_access, bucket_store, headers, lease
from backfile.deploy.bucket_access import Patience
from backfile.deploy.flight import AT_ONCE
from backfile.deploy.run import CONFIRMED_AT_ONCE, Deployed, Wish, deploy
from backfile.errors import BackfileError, SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

boto3 = pytest.importorskip("boto3")
pytest.importorskip("obstore")
pytest.importorskip("moto.server")

SECRET = "not-to-be-seen-4711"  # noqa: S105  (of nothing)
ARTICLES = 3


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """Run a bucket service, and return its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def proxy(moto: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Proxy]:
    """Run a proxy before the service, with credentials and little patience."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "GOOGLE_", "AZURE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setattr(bucket_access, "PATIENCE", Patience(10, 10, 4, 0.01, 0.05, 20))
    with proxy_before(moto) as proxy:
        yield proxy


@pytest.fixture
def client(moto: str, proxy: Proxy) -> Iterator[Any]:
    """Return another tool, which looks at an empty bucket, and alters it."""
    assert proxy
    client = boto3.client("s3", endpoint_url=moto, region_name="us-east-1")
    client.create_bucket(Bucket="bucket")
    yield client
    for key in keys_of(client):
        client.delete_object(Bucket="bucket", Key=key)
    client.close()


def make_site(folder: Path, proxy: Proxy, more: str = "", count: int = ARTICLES) -> Path:
    """Write a site with a bucket for its target."""
    articles = {
        f"content/articles/a{number:03}.en.md": (
            f"---\ntitle: Article {number}\ndate: 2025-01-02\nslug: a{number:03}\n---\nText.\n"
        )
        for number in range(count)
    }
    to = f'{{to: "s3://bucket/pre/fix", endpoint: "{proxy.url}"{more}}}'
    return site_from(
        folder, {**articles, "content/static/map.pdf": b"%PDF"}, deploy=f"{{production: {to}}}"
    )


def publish(site: Path, wish: Wish | None = None) -> Deployed:
    """Deploy the site in this process."""
    options = Options(site_folder=site, now=NOW, jobs=1)
    return deploy(options, wish or Wish(), Silence(), lambda *_: None)


def keys_of(client: Any) -> list[str]:
    """Return the keys of all objects."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="bucket")
    return [one["Key"] for page in pages for one in page.get("Contents", [])]


def sent(proxy: Proxy) -> list[str]:
    """Return the paths of the site's files that were sent, in order."""
    return [path.removeprefix("/bucket/pre/fix/") for path in proxy.done("PUT")
            if "/.backfile/" not in path]  # fmt: skip


def test_first_deploy(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """All of the output arrives, under the prefix, and the manifest is written last."""
    site = make_site(tmp_path, proxy)
    publish(site)
    output = site / "public"
    files = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    ours = {key for key in keys_of(client) if ".backfile" in key}
    assert {key.removeprefix("pre/fix/") for key in set(keys_of(client)) - ours} == files
    assert "pre/fix/.backfile/lock" not in ours
    assert proxy.done("PUT")[-1] == "/bucket/pre/fix/.backfile/manifest.json"
    paths = sent(proxy)
    first_page = next(i for i, path in enumerate(paths) if path.endswith(".html"))
    assert all(not path.startswith("assets/") for path in paths[first_page:])


def test_headers(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """Each object has its type, how long caches keep it, and the digest of its bytes."""
    publish(make_site(tmp_path, proxy))
    page = client.head_object(Bucket="bucket", Key="pre/fix/index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert page["CacheControl"] == "max-age=60, stale-while-revalidate=600"
    assert len(page["Metadata"]["digest"]) == 32
    style = next(key for key in keys_of(client) if key.endswith(".css"))
    found = client.head_object(Bucket="bucket", Key=style)
    assert found["CacheControl"] == "max-age=31536000, immutable"
    assert found["ContentType"].startswith("text/css")
    assert client.head_object(Bucket="bucket", Key="pre/fix/map.pdf")["ContentType"] == (
        "application/pdf"
    )


def test_unchanged_deploy_is_one_request(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """With nothing changed a deploy asks for the manifest, and for nothing else."""
    assert client
    site = make_site(tmp_path, proxy)
    publish(site)
    proxy.forget()
    assert publish(site).plan.is_empty
    assert [(one.method, one.path) for one in proxy.requests] == [
        ("GET", "/bucket/pre/fix/.backfile/manifest.json")
    ]


def test_other_machine(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A machine that never deployed reads the listing, and has nothing to do."""
    assert client
    publish(make_site(tmp_path / "one", proxy))
    proxy.forget()
    assert publish(make_site(tmp_path / "other", proxy)).plan.is_empty
    assert [one.method for one in proxy.requests] == ["GET", "GET"]


def test_listing_that_breaks_off(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A listing that arrives in part is asked for again, or is an error; never half a truth."""
    assert client
    publish(make_site(tmp_path / "one", proxy))
    proxy.forget()
    proxy.fail(".gz", HALF, 1 << 30, "GET")
    with pytest.raises(BackfileError):
        publish(make_site(tmp_path / "other", proxy))
    assert not proxy.done("PUT")


def test_listing_of_another_manifest(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A listing that is not the one the manifest names is refused."""
    publish(make_site(tmp_path / "one", proxy))
    key = next(key for key in keys_of(client) if "listing-" in key)
    client.put_object(Bucket="bucket", Key=key, Body=gzip.compress(b""))
    with pytest.raises(BackfileError, match="not the one that the manifest names"):
        publish(make_site(tmp_path / "other", proxy))


def test_dry_run_writes_nothing(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A dry run only reads."""
    publish(make_site(tmp_path, proxy), Wish(dry_run=True))
    assert not keys_of(client)
    assert {one.method for one in proxy.requests} == {"GET"}


@pytest.mark.parametrize("fault", [503, 429, 500, BREAK])
def test_passing_fault(tmp_path: Path, proxy: Proxy, client: Any, fault: int) -> None:
    """What fails three times is tried a fourth time."""
    proxy.fail(".css", fault, 3)
    publish(make_site(tmp_path, proxy))
    assert any(key.endswith(".css") for key in keys_of(client))
    assert "pre/fix/index.html" in keys_of(client)


def test_lasting_fault(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """Without its style sheet no page is sent, and nothing is deleted."""
    site = make_site(tmp_path, proxy)
    publish(site)
    before = client.get_object(Bucket="bucket", Key="pre/fix/index.html")["Body"].read()
    (site / "content/articles/a001.en.md").unlink()
    (site / "content/static/x.css").write_text("p { color: red }")
    proxy.forget()
    proxy.fail(".css", 503)
    with pytest.raises(BackfileError, match=r"x\.css: SlowDown: Please reduce"):
        publish(site)
    assert not [path for path in sent(proxy) if path.endswith(".html")]
    assert client.get_object(Bucket="bucket", Key="pre/fix/index.html")["Body"].read() == before
    assert any("a001" in key for key in keys_of(client))
    proxy.forget()
    publish(site)
    assert not any("a001" in key for key in keys_of(client))


def test_killed_deploy(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """After a deploy that was killed the next one sends only what is missing."""
    site = make_site(tmp_path, proxy, count=200)
    proxy.delay_s = 0.05
    kill_deploy_after(site, proxy, 180)
    assert "pre/fix/.backfile/manifest.json" not in keys_of(client)
    first = sent(proxy)
    proxy.forget()
    publish(site)
    second = sent(proxy)
    output = site / "public"
    files = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    assert set(first + second) == files
    # What arrived and was not written down goes again: part of a batch, and those under way.
    assert len(set(first) & set(second)) < CONFIRMED_AT_ONCE + AT_ONCE
    assert len(second) <= len(files) - CONFIRMED_AT_ONCE
    assert not [path for path in second if path.startswith("assets/")]
    assert proxy.done("PUT")[-1] == "/bucket/pre/fix/.backfile/manifest.json"


def kill_deploy_after(site: Path, proxy: Proxy, count: int) -> None:
    """Deploy in a process of its own, and kill that after so many files."""
    command = [sys.executable, "-m", "backfile", "deploy", "--now", NOW.isoformat(), "--jobs", "1"]
    process = subprocess.Popen(
        command, cwd=site, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 60
        while len(sent(proxy)) < count and time.monotonic() < until:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait(10)
    # Requests that are still with the proxy come to their end.
    time.sleep(5 * proxy.delay_s)


def test_deletions_are_limited(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """More deletions than allowed are refused before the first byte; the option allows them."""
    site = make_site(tmp_path, proxy, count=10)
    publish(site)
    for number in range(5):
        (site / f"content/articles/a{number:03}.en.md").unlink()
    proxy.forget()
    with pytest.raises(SiteError, match="--max-deletes"):
        publish(site, Wish(max_deletes=2))
    assert not proxy.done("PUT", "POST", "DELETE")
    publish(site, Wish(max_deletes=500))
    assert not any("a004" in key for key in keys_of(client))
    methods = [one.method for one in proxy.requests if ".backfile" not in one.path]
    assert methods.index("POST") > max(i for i, m in enumerate(methods) if m == "PUT")


def test_other_header_rule(
    tmp_path: Path, proxy: Proxy, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that changed sends exactly the objects again that it concerns."""
    site = make_site(tmp_path, proxy)
    publish(site)
    monkeypatch.setattr(headers, "AN_HOUR", "max-age=7200")
    proxy.forget()
    publish(site)
    assert "map.pdf" in sent(proxy)
    assert not [path for path in sent(proxy) if path.endswith((".html", ".css"))]
    found = client.head_object(Bucket="bucket", Key="pre/fix/map.pdf")
    assert found["CacheControl"] == "max-age=7200"


def test_altered_object(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """An object that another tool altered, or deleted, is found and sent again."""
    site = make_site(tmp_path, proxy)
    publish(site)
    page = client.get_object(Bucket="bucket", Key="pre/fix/index.html")["Body"].read()
    client.put_object(Bucket="bucket", Key="pre/fix/index.html", Body=page[::-1])
    client.delete_object(Bucket="bucket", Key="pre/fix/map.pdf")
    assert publish(site).plan.is_empty
    proxy.forget()
    publish(site, Wish(verify=True))
    assert sorted(sent(proxy)) == ["index.html", "map.pdf"]
    assert not [one for one in proxy.requests if one.method == "HEAD"]
    assert client.get_object(Bucket="bucket", Key="pre/fix/index.html")["Body"].read() == page


def test_object_in_parts(
    tmp_path: Path, proxy: Proxy, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file goes in parts; its ETag is no MD5, and its digest is asked instead."""
    monkeypatch.setattr(bucket, "MULTIPART_BYTES", 100_000)
    monkeypatch.setattr(bucket_store, "PART_BYTES", 5 * 1024 * 1024)
    site = make_site(tmp_path, proxy)
    (site / "content/static/film.mp4").write_bytes(bytes(6 * 1024 * 1024))
    publish(site)
    head = client.head_object(Bucket="bucket", Key="pre/fix/film.mp4")
    assert head["ETag"].endswith('-2"')
    assert (head["ContentType"], head["CacheControl"]) == ("video/mp4", headers.AN_HOUR)
    proxy.forget()
    assert publish(site, Wish(verify=True)).plan.is_empty
    asked = [one.path for one in proxy.requests if one.method == "HEAD"]
    assert asked == ["/bucket/pre/fix/film.mp4"]


def test_file_that_changes_meanwhile(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A file that is not any more what was planned is not sent."""
    site = make_site(tmp_path, proxy)
    options = Options(site_folder=site, now=NOW, jobs=1)

    def meddle(*_plan: object) -> None:
        (site / "public/map.pdf").write_bytes(b"%PDX")

    with pytest.raises(BackfileError, match=r"map\.pdf was changed while it was deployed"):
        deploy(options, Wish(), Silence(), meddle)
    assert "pre/fix/map.pdf" not in keys_of(client)


def put_lock(client: Any, **fields: Any) -> None:
    """Leave a lease at the bucket."""
    held = msgspec.structs.replace(lease.new_lease(), **fields)
    client.put_object(Bucket="bucket", Key="pre/fix/.backfile/lock", Body=lease.encode_lease(held))


def test_second_deploy_is_refused(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """While somebody deploys nobody else does, and is told who and since when."""
    put_lock(client, by="ann@desk", since="2026-01-02T03:04:05Z")
    with pytest.raises(BackfileError, match=r"ann@desk .* since 2026-01-02T03:04:05Z"):
        publish(make_site(tmp_path, proxy))
    assert not sent(proxy)
    assert keys_of(client) == ["pre/fix/.backfile/lock"]


def test_lease_that_ended(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A lease of another machine that ended is taken over, and every file looked at."""
    site = make_site(tmp_path, proxy)
    publish(site)
    put_lock(client, by="ann@desk", until_s=int(datetime.now(UTC).timestamp()) - 5)
    client.delete_object(Bucket="bucket", Key="pre/fix/map.pdf")
    (site / "content/static/new.txt").write_text("new")
    proxy.forget()
    publish(site)
    assert {"map.pdf", "new.txt"} <= set(sent(proxy))
    assert "pre/fix/.backfile/lock" not in keys_of(client)


def test_lease_that_was_lost(
    tmp_path: Path, proxy: Proxy, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deploy whose lock is somebody else's by now stops, and leaves that lock alone."""
    monkeypatch.setattr(lease, "RENEWED_S", 0.05)
    proxy.delay_s = 0.03

    def rule(method: str, path: str) -> None:
        if method == "PUT" and path.endswith(".css"):
            put_lock(client, by="ann@desk")

    proxy.rule = rule
    with pytest.raises(BackfileError, match="went to another deploy"):
        publish(make_site(tmp_path, proxy, count=60))
    assert "pre/fix/.backfile/lock" in keys_of(client)
    assert "pre/fix/.backfile/manifest.json" not in keys_of(client)


def test_foreign_bucket(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A bucket that holds what is not ours is refused before the first byte."""
    client.put_object(Bucket="bucket", Key="pre/fix/payroll.csv", Body=b"1")
    with pytest.raises(SiteError, match="--allow foreign"):
        publish(make_site(tmp_path, proxy))
    assert not proxy.done("PUT")


def test_missing_bucket(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """A bucket that there is not is said to be missing, in one line."""
    assert client
    site = make_site(tmp_path, proxy)
    text = (site / "site.yaml").read_text().replace("s3://bucket/", "s3://nowhere/")
    (site / "site.yaml").write_text(text)
    with pytest.raises(BackfileError, match=r"NoSuchBucket: .*; make it, or look at") as caught:
        publish(site)
    assert "\n" not in str(caught.value)


def test_wrong_credentials(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """Credentials that are refused are said to be, and not shown."""
    assert client
    proxy.rule = lambda _method, _path: 403
    with pytest.raises(BackfileError) as caught:
        publish(make_site(tmp_path, proxy))
    assert SECRET not in str(caught.value)
    assert "AKIATEST" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_credentials(
    tmp_path: Path, proxy: Proxy, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without credentials it is said at once which would do."""
    assert client
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(BackfileError, match="no credentials for s3:// were found"):
        publish(make_site(tmp_path, proxy))
    assert not proxy.requests


def test_profile(
    tmp_path: Path, proxy: Proxy, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A profile of ~/.aws/credentials is as good as the environment."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_PROFILE", "press")
    file = tmp_path / "home/.aws/credentials"
    file.parent.mkdir(parents=True)
    file.write_text("[press]\naws_access_key_id = AKIAPRESS\naws_secret_access_key = x\n")
    publish(make_site(tmp_path / "site", proxy))
    assert "pre/fix/index.html" in keys_of(client)
    assert "AKIAPRESS" in proxy.requests[0].headers["authorization"]


def test_redirect_objects(tmp_path: Path, proxy: Proxy, client: Any) -> None:
    """Where it is asked for, former addresses become redirect objects; nothing else goes again."""
    site = make_site(tmp_path, proxy)
    article = site / "content/articles/a000.en.md"
    text = article.read_text()
    article.write_text(text.replace("slug:", "aliases: [/old/]\nslug:"))
    publish(site)
    head = client.head_object(Bucket="bucket", Key="pre/fix/old/index.html")
    assert "WebsiteRedirectLocation" not in head
    make_site(tmp_path, proxy, ", redirects: true")
    article.write_text(text.replace("slug:", "aliases: [/old/]\nslug:"))
    proxy.forget()
    publish(site)
    assert sent(proxy) == ["old/index.html"]
    head = client.head_object(Bucket="bucket", Key="pre/fix/old/index.html")
    assert head["WebsiteRedirectLocation"].endswith("/a000/")
    assert head["CacheControl"] == headers.SHORT
    assert head["Metadata"]["digest"]


@pytest.mark.parametrize("scheme", ["gs", "az"])
def test_no_credentials_elsewhere(
    tmp_path: Path, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """The same holds for the other providers, without waiting for a service that is not there."""

    def refuse(*_args: object, **_named: object) -> socket.socket:
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refuse)
    site = make_site(tmp_path, proxy)
    text = (site / "site.yaml").read_text().replace("s3://", f"{scheme}://")
    (site / "site.yaml").write_text(text)
    with pytest.raises(BackfileError, match=f"no credentials for {scheme}:// were found"):
        publish(site)
