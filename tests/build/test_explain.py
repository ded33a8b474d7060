"""`--explain PATH` names what an output is made from that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import support

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "ua/2025/03/second/index.html"


def written(title: str, day: int, body: str = "Words.") -> str:
    """Return an article."""
    return f"---\ntitle: {title}\nslug: {title.lower()}\ndate: 2025-03-{day:02}\n---\n{body}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a built site of three articles, with a theme of its own."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": written("First", 1),
        "content/articles/b.uk.md": written("Second", 2),
        "content/articles/c.uk.md": written("Third", 3),
        "themes/own/theme.yaml": "settings: {shade: 1}\n",
    }
    folder = support.site_from(tmp_path, files, theme="own")
    support.build(folder)
    return folder


def explained(site: Path, path: str = PAGE) -> str:
    """Return what a build says of an output before it writes."""
    return support.build(site, explain=path).explanation


def test_an_output_that_nothing_reached_is_fresh(site: Path) -> None:
    """Without a change the output is fresh, and the page is named."""
    text = explained(site)
    assert "article articles/b in uk" in text
    assert "fresh: not reached by any change" in text


def test_an_address_or_a_path_on_disk_will_do(site: Path) -> None:
    """The output may be given as a path, an address or a URL."""
    forms = (PAGE, "/ua/2025/03/second/", "https://horizon.example/ua/2025/03/second/")
    for form in (*forms, str(site / "public" / PAGE)):
        assert "article articles/b in uk" in explained(site, form)


def test_an_unknown_output_is_said_to_be_unknown(site: Path) -> None:
    """No such output is an answer too."""
    assert "no such output" in explained(site, "ua/nowhere/")


def test_its_own_text(site: Path) -> None:
    """An edited body is a changed article."""
    (site / "content/articles/b.uk.md").write_text(written("Second", 2, "Words.\n\nMore."))
    assert "stale: page.article changed" in explained(site)
    assert "fresh" in explained(site)


def test_the_title_of_a_neighbour(site: Path) -> None:
    """A neighbour's headline is on the page: the neighbour is named, and nothing else."""
    edited = written("Third", 3).replace("title: Third", "title: The third")
    (site / "content/articles/c.uk.md").write_text(edited)
    text = explained(site)
    assert "stale: page.next changed" in text
    assert text.count("stale") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("templates/article.html", "{% extends 'base.html' %}\n"),
        ("messages/uk.po", 'msgid "Tags"\nmsgstr "Ярлики"\n'),
    ],
)
def test_the_theme(site: Path, name: str, content: str) -> None:
    """A template or a message that changed is named as such."""
    support.site_from(site, {f"themes/own/{name}": content}, theme="own")
    text = explained(site)
    assert "stale: the template, its assets or messages changed" in text
    assert text.count("stale") == 1


def test_the_title_of_the_site(site: Path) -> None:
    """What every page shows of the site is its frame."""
    support.site_from(site, {}, theme="own", title="Another title")
    assert "stale: the site's frame changed" in explained(site)


def test_a_file_altered_by_hand(site: Path) -> None:
    """An output that is not as it was left is stale."""
    (site / "public" / PAGE).write_text("mine")
    assert "stale: it was never written, or its file was altered" in explained(site)
