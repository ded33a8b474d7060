"""The synthetic archive: the same each time, and again after an editor's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.scripts import corpus, edits, output, stories
from support import tree_of

if TYPE_CHECKING:
    from pathlib import Path

RECIPE = stories.Recipe(24, 1, is_short=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small archive, which every test leaves as it was."""
    folder = tmp_path_factory.mktemp("archive")
    corpus.write_corpus(RECIPE, folder, None)
    return folder


def test_corpus_is_deterministic(site: Path, tmp_path: Path) -> None:
    """The same recipe gives the same bytes, whether or not Hugo's form is made as well."""
    corpus.write_corpus(RECIPE, tmp_path / "site", tmp_path / "hugo")
    assert tree_of(tmp_path / "site") == tree_of(site)
    corpus.write_corpus(RECIPE, tmp_path / "second", tmp_path / "second-hugo")
    assert tree_of(tmp_path / "second-hugo") == tree_of(tmp_path / "hugo")


@pytest.mark.parametrize(
    "edit", [edits.correct_body, edits.publish_article, edits.retag_recent, edits.retag_old]
)
def test_edit_is_one_file_and_is_undone(site: Path, edit: object) -> None:
    """Each edit changes or adds one source, and is taken back to the byte."""
    assert callable(edit)
    before = tree_of(site)
    edit(output.Folder(site), RECIPE)
    after = tree_of(site)
    assert len([path for path, data in after.items() if before.get(path) != data]) == 1
    edits.undo_edits(output.Folder(site), RECIPE)
    assert tree_of(site) == before


def test_retagged_stories_differ_in_age(site: Path) -> None:
    """The recent story and the old one are different sources, years apart."""
    before = tree_of(site)
    edits.retag_recent(output.Folder(site), RECIPE)
    edits.retag_old(output.Folder(site), RECIPE)
    changed = [path for path, data in tree_of(site).items() if before.get(path) != data]
    edits.undo_edits(output.Folder(site), RECIPE)
    assert len(changed) == 2


def test_template_is_edited_and_undone(site: Path) -> None:
    """A later edition changes the template of articles alone; edition 0 is what it was."""
    before = tree_of(site)
    edits.edit_template(output.Folder(site), 1)
    after = tree_of(site)
    changed = [path for path, data in after.items() if before.get(path) != data]
    assert changed == ["themes/default/templates/article.html"]
    edits.edit_template(output.Folder(site), 0)
    assert tree_of(site) == before
