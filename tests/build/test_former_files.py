"""Files in the output folder that no catalogue answers for: what goes, and what is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import support

from backfile.errors import SiteError, UsageError


def article(title: str) -> str:
    """Return a small source."""
    return f"---\ntitle: {title}\ndate: 2025-03-01\nsection: news\n---\nText.\n"


def two_articles(folder: Path) -> Path:
    """Return a site with two articles."""
    names = ("one", "two")
    return support.site_from(
        folder, {f"content/articles/{name}.en.md": article(name) for name in names}
    )


def clean_tree(site: Path, folder: Path) -> dict[str, bytes]:
    """Return what a build into an empty folder with no catalogue gives."""
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("public", ".backfile", "out"))
    support.build(folder)
    return support.tree_of(folder / "public")


@pytest.mark.parametrize("target", [".", "content", ".."])
def test_an_output_that_leads_to_the_site_itself_is_refused(tmp_path: Path, target: str) -> None:
    """Also when `public` is a link to it, and then nothing of the site is touched."""
    site = two_articles(tmp_path / "site")
    (site / "public").symlink_to(target)
    before = support.tree_of(site / "content")
    with pytest.raises(UsageError, match="holds the site's own files"):
        support.build(site)
    assert support.tree_of(site / "content") == before


def test_a_first_build_leaves_what_it_finds(tmp_path: Path) -> None:
    """A folder that another program published, with its history, is not swept."""
    site = two_articles(tmp_path)
    kept = {"public/old.html": "old", "public/.git/HEAD": "ref", "public/CNAME": "example.org"}
    support.site_from(tmp_path, kept)
    support.build(site)
    assert all((site / name).read_text() == text for name, text in kept.items())


def test_a_forgotten_catalogue_leaves_no_former_page(tmp_path: Path) -> None:
    """Without .backfile the default folder is swept if it is ours, but of nothing hidden."""
    site = two_articles(tmp_path / "site")
    support.build(site)
    (site / "public/.htaccess").write_text("kept")
    shutil.rmtree(site / ".backfile")
    (site / "content/articles/two.en.md").unlink()
    assert support.build(site).summary.removed > 0
    assert (site / "public/.htaccess").read_text() == "kept"
    (site / "public/.htaccess").unlink()
    assert support.tree_of(site / "public") == clean_tree(site, tmp_path / "clean")


def test_clean_removes_what_was_published_and_nothing_else(tmp_path: Path) -> None:
    """In a folder of somebody else's, too."""
    site = two_articles(tmp_path / "site")
    elsewhere = tmp_path / "www"
    elsewhere.mkdir()
    (elsewhere / "other.html").write_text("another site")
    support.build(site, output=elsewhere)
    (site / "content/articles/two.en.md").unlink()
    support.build(site, output=elsewhere, clean=True)
    assert (elsewhere / "other.html").read_text() == "another site"
    (elsewhere / "other.html").unlink()
    assert support.tree_of(elsewhere) == clean_tree(site, tmp_path / "clean")


def test_another_output_folder_in_between_leaves_no_former_page(tmp_path: Path) -> None:
    """A page deleted while another folder was built goes when its own is built again."""
    site = two_articles(tmp_path / "site")
    support.build(site)
    (site / "content/articles/two.en.md").unlink()
    support.build(site, output=tmp_path / "out")
    support.build(site)
    assert support.tree_of(site / "public") == clean_tree(site, tmp_path / "clean")
    assert support.tree_of(tmp_path / "out") == support.tree_of(site / "public")


def test_a_damaged_catalogue_of_another_folder_leaves_no_former_page(tmp_path: Path) -> None:
    """What a catalogue published is written down before it is given up."""
    site, out = two_articles(tmp_path / "site"), tmp_path / "out"
    support.build(site, output=out)
    stamp = site / ".backfile/catalogue.stamp"
    stamp.write_bytes(b"\xff\xfe nonsense")
    (site / "content/articles/two.en.md").unlink()
    support.build(site, output=out)
    assert support.tree_of(out) == clean_tree(site, tmp_path / "clean")


def test_content_that_is_gone_is_no_wish_to_publish_nothing(tmp_path: Path) -> None:
    """A lost folder is an error, and the published site stays."""
    site = two_articles(tmp_path)
    support.build(site)
    before = support.tree_of(site / "public")
    (site / "content").rename(tmp_path / "moved")
    with pytest.raises(SiteError, match="there is no content/ folder any more"):
        support.build(site)
    assert support.tree_of(site / "public") == before
    (tmp_path / "moved").rename(site / "content")
    assert support.build(site).summary.written == 0
