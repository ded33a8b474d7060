"""Rails: what is refused, with which message, and what lifts it; nothing is sent before."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from deploy.conftest import article
from support import NOW

from backfile.catalogue import outputs
from backfile.cli.deploy import RAILS
from backfile.deploy import freight
from backfile.deploy.rails import CODES, is_secret, limit_fault

if TYPE_CHECKING:
    from deploy.fake import Scene


def test_codes_of_the_command_line() -> None:
    """The command line knows each rail that can be lifted."""
    assert RAILS == CODES


def test_drafts(scene: Scene) -> None:
    """A build with drafts is refused."""
    from support import build

    text = article("Draft").replace("date:", "draft: true\ndate:")
    (scene.site / "content/articles/d.en.md").write_text(text, encoding="utf-8")
    build(scene.site, drafts=True)
    message = "the last build published 1 draft; build without --drafts (--allow drafts deploys"
    assert message in scene.refusal(builds=False)
    assert scene.deploy(builds=False, allowed=frozenset({"drafts"})).sent


def test_foreign(scene: Scene) -> None:
    """A place that holds what is not ours is refused, and taken with the option."""
    scene.place.foreign = True
    message = scene.refusal()
    assert "is not empty, and no manifest says" in message
    assert "--allow foreign" in message
    assert scene.deploy(allowed=frozenset({"foreign"})).sent


def test_another_site(scene: Scene) -> None:
    """Where another site is live nothing is deployed unasked, even if it would delete little."""
    scene.deploy()
    settings = scene.site / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("horizon.example", "dawn.example"), encoding="utf-8")
    said = scene.refusal()
    assert "https://horizon.example/ is live, which is another site" in said
    assert "--allow foreign" in said
    assert scene.deploy(allowed=frozenset({"foreign"})).sent
    assert scene.deploy().is_empty


def test_languages_that_are_not_known(scene: Scene) -> None:
    """Without a catalogue no language is missed, and the languages there stay known."""
    scene.deploy()
    languages = scene.place.short().languages
    (scene.site / ".backfile/catalogue.sqlite").unlink()
    (scene.site / "public/plain.txt").write_text("other\n", encoding="utf-8")
    assert scene.deploy(builds=False).sent
    assert scene.place.short().languages == languages


def test_front_page(scene: Scene) -> None:
    """A site without front page, or without the page of a missing address, is refused."""
    scene.deploy()
    for path in ("404.html", "ru/index.html"):
        (scene.site / "public" / path).unlink()
    message = scene.refusal(builds=False)
    assert "404.html, ru/index.html would be missing" in message
    assert scene.deploy(builds=False, allowed=frozenset({"front-page"})).deleted == 2


def test_incomplete(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that did not end is refused."""
    scene.deploy()
    monkeypatch.setattr(outputs, "is_complete", lambda _db: False)
    assert "the last build did not end; build again" in scene.refusal(builds=False)
    assert scene.deploy(builds=False, allowed=frozenset({"incomplete"})).is_empty


def test_language(scene: Scene) -> None:
    """A site that has lost a whole language is refused."""
    scene.deploy()
    manifest = scene.place.manifest.replace(b'"languages": {', b'"languages": {"uk": 3,')
    scene.place.manifest = manifest
    (scene.site / "content/static/new.txt").write_text("new\n", encoding="utf-8")
    assert "no article in uk would be left" in scene.refusal()
    assert scene.deploy(allowed=frozenset({"language"})).sent


def test_limits(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a host would not take is refused."""
    monkeypatch.setattr(freight, "limit_faults", lambda *_: [limit_fault("too many files")])
    assert scene.refusal() == "too many files (--allow limits deploys all the same)"
    assert scene.deploy(allowed=frozenset({"limits"})).sent


def test_older(scene: Scene) -> None:
    """A build of an earlier moment than what is live is refused, unless nothing differs."""
    scene.deploy()
    earlier = NOW - timedelta(hours=1)
    assert scene.deploy(now=earlier).is_empty
    (scene.site / "content/static/new.txt").write_text("new\n", encoding="utf-8")
    message = "the build is of 2025-09-01 11:00:00 UTC, and what is live of 2025-09-01 12:00:00 UTC"
    assert message in scene.refusal(now=earlier)
    assert scene.deploy(now=earlier, allowed=frozenset({"older"})).sent


@pytest.mark.parametrize(
    "path",
    [".env", "a/.env.local", ".git/config", "id_rsa", "keys/x.pem", ".htpasswd", "a.sqlite",
     "node_modules/x.js", "a/.hidden/b.txt", ".ssh/known_hosts", "X.PEM", "credentials.json"],
)  # fmt: skip
def test_secrets_by_name(path: str) -> None:
    """What is nothing for readers is known by its name."""
    assert is_secret(path)


@pytest.mark.parametrize(
    "path",
    [".nojekyll", ".well-known/security.txt", ".htaccess", "key/index.html", "environment.html",
     "a/keyboard.png", "id_rsa.html", "2025/sql/index.html"],
)  # fmt: skip
def test_no_secrets(path: str) -> None:
    """What is meant for readers is not taken for a secret."""
    assert not is_secret(path)


def test_secrets(scene: Scene) -> None:
    """A secret among the files is named, and refused."""
    scene.deploy()
    (scene.site / "public/.env").write_text("KEY=1\n", encoding="utf-8")
    assert ".env may hold secrets" in scene.refusal(builds=False)
    assert scene.deploy(builds=False, allowed=frozenset({"secrets"})).sent == 1


def test_links(scene: Scene) -> None:
    """Symbolic links are refused; with the option they are left out, never followed."""
    scene.deploy()
    (scene.site / "public/link.txt").symlink_to("/etc/hostname")
    (scene.site / "public/folder").symlink_to("/etc")
    assert "folder, link.txt: symbolic links are not published" in scene.refusal(builds=False)
    assert scene.deploy(builds=False, allowed=frozenset({"secrets"})).is_empty


def test_all_is_said_at_once(scene: Scene) -> None:
    """Two faults are told together."""
    scene.deploy()
    (scene.site / "public/.env").write_text("KEY=1\n", encoding="utf-8")
    (scene.site / "public/404.html").unlink()
    message = scene.refusal(builds=False)
    assert "404.html would be missing" in message
    assert ".env may hold secrets" in message


def test_deletions(scene: Scene) -> None:
    """More deletions than 256 and 5 % are refused; --max-deletes says how many may be."""
    many = scene.site / "content/static/many"
    many.mkdir(parents=True)
    for number in range(300):
        (many / f"{number}.txt").write_text("x", encoding="utf-8")
    scene.deploy()
    shutil.rmtree(many)
    message = scene.refusal()
    assert "300 of" in message
    assert "more than 256: many/0.txt, many/1.txt" in message
    assert "--max-deletes 300 allows it" in message
    assert scene.refusal(max_deletes=299)
    assert scene.deploy(max_deletes=300).deleted == 300


def test_fewest_deletions(scene: Scene) -> None:
    """--max-deletes 0 lets nothing be deleted."""
    scene.deploy()
    (scene.site / "content/static/plain.txt").unlink()
    assert "--max-deletes 1 allows it" in scene.refusal(max_deletes=0)
    assert scene.deploy().deleted == 1
