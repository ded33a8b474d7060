"""Deploys to a branch of a git repository."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support import NOW, site_from, tree_of

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy.git_commands import fault_of, without_password
from backfile.deploy.run import Deployed, Wish, deploy
from backfile.errors import BackfileError, SiteError

if TYPE_CHECKING:
    from pathlib import Path

if not shutil.which("git"):
    pytest.skip("git is not installed", allow_module_level=True)

ARTICLE = "content/articles/a.en.md"


class Pages:
    """A site, and the repository that it is deployed to."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote = folder, folder / "remote.git"
        self.git("init", "--quiet", "--bare", str(self.remote))

    def make(self, name: str = "site", more: str = "", branch: str = "pages") -> Path:
        """Write a site that is deployed there."""
        to = f'{{production: {{to: "file://{self.remote}", branch: {branch}{more}}}}}'
        files = {
            ARTICLE: article("First."),
            "content/static/lines.txt": "one\r\ntwo\r\n",
            "content/static/It's «що» $(odd)/-f.txt": "odd",
        }
        return site_from(self.folder / name, files, deploy=to)

    def git(self, *args: str) -> str:
        """Ask the remote."""
        where = ["--git-dir", str(self.remote)] if args[0] != "init" else []
        done = subprocess.run(["git", *where, *args], capture_output=True, check=True, timeout=30)
        return done.stdout.decode().strip()

    def tree(self, branch: str = "pages") -> dict[str, bytes]:
        """Return what a clone of the branch has."""
        clone = self.folder / "clone"
        shutil.rmtree(clone, ignore_errors=True)
        command = ["git", "clone", "-q", "-c", "core.autocrlf=false", "-b", branch]
        subprocess.run([*command, str(self.remote), str(clone)], check=True, timeout=30)
        shutil.rmtree(clone / ".git")
        return tree_of(clone)

    def commits(self) -> int:
        """Count the commits of the branch."""
        return int(self.git("rev-list", "--count", "pages"))


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Return an empty repository; the user has no settings."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Pages(tmp_path)


def article(body: str) -> str:
    """Return an article."""
    return f"---\ntitle: A\ndate: 2025-01-02\n---\n{body}\n"


def publish(site: Path, **wish: object) -> Deployed:
    """Deploy in this process."""
    options = Options(site_folder=site, now=NOW, jobs=1)
    return deploy(options, Wish(**wish), Silence(), lambda *_: None)  # type: ignore[arg-type]


def test_branch_is_the_output_folder(pages: Pages) -> None:
    """The branch has what was built, byte for byte, and what tells the host to leave it so."""
    site = pages.make(more=", cname: horizon.example")
    publish(site)
    extras = {".nojekyll": b"", "CNAME": b"horizon.example\n"}
    assert pages.tree() == {**tree_of(site / "public"), **extras}
    assert pages.commits() == 1


def test_settings_of_the_user_change_nothing(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line endings, attributes, signatures, hooks and a surrounding repository have no say."""
    home = pages.folder / "home"
    home.mkdir()
    (home / "hooks").mkdir()
    hook = home / "hooks" / "pre-push"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    (home / "attributes").write_text("* text=auto eol=crlf\n")
    settings = ("[core]\nautocrlf = true\nhooksPath = {0}/hooks\nattributesFile = {0}/attributes\n"
                "[commit]\ngpgSign = true\n"
                "[user]\nname = Ona\nemail = ona@horizon.example\n")  # fmt: skip
    (home / ".gitconfig").write_text(settings.format(home))
    monkeypatch.setenv("GIT_DIR", str(home / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(home / "nowhere"))
    site = pages.make()
    (site / "content/static/attributes.txt").write_text("x\r\n")
    publish(site)
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert pages.git("log", "-1", "--format=%an <%ae>", "pages") == "Ona <ona@horizon.example>"
    (home / ".gitconfig").unlink()
    assert pages.tree() == {**tree_of(site / "public"), ".nojekyll": b""}


def test_an_edit_is_one_commit(pages: Pages) -> None:
    """An edit adds one commit of just what differs; what is gone is gone."""
    site = pages.make()
    publish(site)
    (site / ARTICLE).write_text(article("Other."))
    (site / "content/static/lines.txt").unlink()
    done = publish(site)
    assert pages.commits() == 2
    changed = pages.git("diff", "--name-only", "pages~1", "pages").splitlines()
    assert len(changed) == done.plan.sent + done.plan.deleted
    assert "lines.txt" in changed
    assert pages.tree() == {**tree_of(site / "public"), ".nojekyll": b""}


def test_nothing_changed_is_one_question(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing changed the remote is asked once, for its refs, and no commit is made."""
    site = pages.make()
    publish(site)
    trace = pages.folder / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    assert publish(site).plan.is_empty
    asked = [line for line in trace.read_text().splitlines() if "built-in: git" in line]
    assert sum(" ls-remote " in line for line in asked) == 1
    assert not [line for line in asked if " fetch " in line or " push " in line]
    assert pages.commits() == 1


def test_orphan_keeps_no_history(pages: Pages) -> None:
    """With `orphan` the branch is one commit, whatever was there."""
    site = pages.make(more=", orphan: true")
    publish(site)
    (site / ARTICLE).write_text(article("Other."))
    publish(site)
    assert pages.commits() == 1
    assert pages.tree() == {**tree_of(site / "public"), ".nojekyll": b""}


def test_another_machine_goes_on(pages: Pages) -> None:
    """A machine without memory finds the manifest at the remote, and sends what differs."""
    site = pages.make()
    publish(site)
    shutil.rmtree(site / ".backfile" / "deploy")
    assert publish(site).plan.is_empty
    shutil.rmtree(site / ".backfile" / "deploy")
    (site / ARTICLE).write_text(article("Other."))
    done = publish(site)
    assert done.plan.unchanged > done.plan.sent
    assert pages.commits() == 2
    assert pages.tree() == {**tree_of(site / "public"), ".nojekyll": b""}


def test_deploy_in_between_is_named(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """A push that somebody forestalled changes nothing, and says who that was and when."""
    from backfile.deploy.git import GitBranch

    site, other = pages.make(), pages.make("other")
    publish(site)
    (site / ARTICLE).write_text(article("Mine."))
    (other / ARTICLE).write_text(article("Theirs."))
    push = GitBranch._push  # noqa: SLF001 - the moment before it is meant

    def forestalled(self: GitBranch, moves: dict[str, tuple[str, str]]) -> None:
        monkeypatch.setattr(GitBranch, "_push", push)
        monkeypatch.setenv("GIT_COMMITTER_NAME", "Olena")
        monkeypatch.setenv("GIT_AUTHOR_NAME", "Olena")
        publish(other)
        push(self, moves)

    monkeypatch.setattr(GitBranch, "_push", forestalled)
    with pytest.raises(BackfileError, match=r"Olena at .* deployed to pages meanwhile"):
        publish(site)
    assert b"Theirs." in b"".join(pages.tree().values())
    publish(site)
    assert pages.tree() == {**tree_of(site / "public"), ".nojekyll": b""}


def test_foreign_branch_is_refused(pages: Pages) -> None:
    """A branch that no deploy made is left alone, unless that is allowed."""
    site = pages.make(branch="main")
    work = pages.folder / "work"
    subprocess.run(["git", "init", "-q", "-b", "main", str(work)], check=True, timeout=30)
    (work / "source.c").write_text("int main;")
    commit = ["git", "-C", str(work), "-c", "user.name=A", "-c", "user.email=a@b"]
    subprocess.run([*commit, "add", "."], check=True, timeout=30)
    subprocess.run([*commit, "commit", "-qm", "Begin"], check=True, timeout=30)
    push = ["git", "-C", str(work), "push", "-q", str(pages.remote), "main"]
    subprocess.run(push, check=True, timeout=30)
    with pytest.raises(SiteError, match="no manifest says"):
        publish(site)
    assert pages.tree("main") == {"source.c": b"int main;"}
    publish(site, allowed=frozenset({"foreign"}))
    assert pages.tree("main") == {**tree_of(site / "public"), ".nojekyll": b""}
    assert pages.git("rev-list", "--count", "main") == "2"


def test_branch_that_somebody_changed_is_made_good(pages: Pages) -> None:
    """A commit by hand on top of ours is refused; if that is allowed, it stays in the history."""
    site = pages.make()
    publish(site)
    clone = pages.folder / "byhand"
    subprocess.run(
        ["git", "clone", "-q", "-b", "pages", str(pages.remote), str(clone)], check=True, timeout=30
    )
    (clone / "404.html").write_text("by hand")
    commit = ["git", "-C", str(clone), "-c", "user.name=A", "-c", "user.email=a@b"]
    subprocess.run([*commit, "commit", "-qam", "By hand"], check=True, timeout=30)
    subprocess.run([*commit, "push", "-q"], check=True, timeout=30)
    with pytest.raises(SiteError, match="is it the right one"):
        publish(site)
    publish(site, allowed=frozenset({"foreign"}))
    assert pages.tree() == {**tree_of(site / "public"), ".nojekyll": b""}
    assert pages.commits() == 3


def test_dry_run_writes_nothing(pages: Pages) -> None:
    """A dry run leaves the remote as it was."""
    site = pages.make()
    assert publish(site, dry_run=True).plan.sent
    assert not pages.git("for-each-ref")


def test_missing_repository_is_told(pages: Pages) -> None:
    """A remote that is not there gives one clear error, at once."""
    site = pages.make()
    shutil.rmtree(pages.remote)
    with pytest.raises(BackfileError, match=r"git ls-remote: fatal: .*; nothing live changed"):
        publish(site)


def test_passwords_are_not_shown() -> None:
    """What git says of an address is shown without user and password."""
    said = b"fatal: unable to access 'https://me:geheim@git.example/x.git/': 403"
    assert "geheim" not in fault_of("push", said)
    assert without_password("https://me:p@h/x") == "https://…@h/x"


def test_verify_finds_nothing_wrong(pages: Pages) -> None:
    """Contents are known by their names: a look at each file finds them as they are."""
    site = pages.make()
    publish(site)
    assert publish(site, verify=True).plan.is_empty


def test_orphan_sends_only_what_differs(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit without parents brings no file again that the remote has."""
    site = pages.make(more=", orphan: true")
    for number in range(50):
        (site / f"content/static/{number}.txt").write_text(f"{number}")
    publish(site)
    (site / ARTICLE).write_text(article("Other."))
    trace = pages.folder / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    publish(site)
    sent = re.findall(r'"key":"write_pack_file/wrote","value":"(\d+)"', trace.read_text())
    assert [count for count in map(int, sent) if count >= 50] == []
    assert sent


def test_remote_that_cannot_move_two_refs_at_once(pages: Pages) -> None:
    """Where no push is all or nothing, the refs are moved one after the other."""
    pages.git("config", "receive.advertiseAtomic", "false")
    site = pages.make()
    publish(site)
    assert publish(site).plan.is_empty


def test_settings_of_the_checkout_count(pages: Pages) -> None:
    """Who commits and how ssh is called is as git has it in the site's folder."""
    site, called = pages.make(), pages.folder / "called"
    ssh = pages.folder / "own-ssh"
    ssh.write_text(f"#!/bin/sh\ntouch {called}\nexit 1\n")
    ssh.chmod(0o755)
    subprocess.run(["git", "init", "-q"], cwd=site, check=True, timeout=30)
    settings = {
        "user.name": "Олена",
        "user.email": "o@horizon.example",
        "core.sshCommand": str(ssh),
        "i18n.commitEncoding": "koi8-u",
    }
    for key, value in settings.items():
        subprocess.run(["git", "config", key, value], cwd=site, check=True, timeout=30)
    publish(site)
    assert pages.git("log", "-1", "--format=%an: %s", "pages") == "Олена: Publish Обрій"
    text = (site / "site.yaml").read_text()
    place = f"file://{pages.remote}"
    (site / "site.yaml").write_text(text.replace(place, "ssh://git@localhost:1/site.git"))
    with pytest.raises(BackfileError):
        publish(site)
    assert called.exists()


def test_verify_after_an_edit(pages: Pages, capsys: pytest.CaptureFixture[str]) -> None:
    """What was edited here since the last deploy is not taken for damage at the target."""
    from backfile.terminal import Voice

    site = pages.make()
    publish(site)
    (site / ARTICLE).write_text(article("Other."))
    options = Options(site_folder=site, now=NOW, jobs=1)
    deploy(options, Wish(verify=True), Voice(), lambda *_: None)
    assert "not as they were sent" not in capsys.readouterr().out
