"""Which target is meant, and which one is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import NOW, run_backfile, site_from

from backfile.build.opening import Options
from backfile.build.report import Silence
from backfile.deploy import run
from backfile.deploy.choice import load_target
from backfile.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("folder", ["public", "public/live", "content/live", ".", "..", "link"])
def test_a_target_holds_nothing_of_the_site(tmp_path: Path, folder: str) -> None:
    """A folder that holds what is published, or lies in it, is refused before the build."""
    site = tmp_path / "site"
    to = (site / folder).resolve() if ".." in folder else site / folder
    site_from(site, {}, deploy=f'{{production: {{to: "file://{to}"}}}}')
    (site / "link").symlink_to("public")
    with pytest.raises(UsageError, match=r"overlaps with .*; publish to a folder apart from it"):
        run.deploy(Options(site, NOW, 1), run.Wish(), Silence(), lambda *_: None)
    assert not (site / "public").exists()


def test_a_rollback_is_no_dry_run(tmp_path: Path) -> None:
    """--rollback and --dry-run together do nothing, and say so."""
    site_from(tmp_path, {}, deploy='{production: {to: "file:///srv/www/horizon"}}')
    done = run_backfile(tmp_path, "deploy", "--rollback", "--dry-run")
    assert done.returncode == 2
    assert "--dry-run" in done.stderr


def test_a_repository_beside_the_site(tmp_path: Path) -> None:
    """The path of a repository is taken from the site's folder, wherever git runs."""
    (tmp_path / "site.git").mkdir()
    site = site_from(
        tmp_path / "site", {}, deploy='{production: {to: "../site.git", branch: pages}}'
    )
    _, target = load_target(Options(site, NOW, 1), "")
    assert target.to == str(site / "../site.git")
