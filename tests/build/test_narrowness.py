"""What a build writes after one edit: as little as the edit can be seen in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import support

if TYPE_CHECKING:
    from pathlib import Path


def article(day: int, *, tags: str = "[moon]", body: str = "Words.", title: str = "") -> str:
    """Return a Ukrainian article of one day in March."""
    head = f"title: {title or f'Story {day}'}\ndate: 2025-03-{day:02}\ntags: {tags}\n"
    return f"---\n{head}author: anna\nsection: news\n---\n{body}\n"


def press(folder: Path) -> Path:
    """Return a built site of 14 articles, with numbered pages of 3."""
    files: dict[str, str | bytes] = {
        f"content/articles/s{day:02}.uk.md": article(day) for day in range(1, 15)
    }
    site = support.site_from(folder, files, page_size="3")
    support.build(site)
    return site


def written_by(site: Path, **edits: str | None) -> set[str]:
    """Apply *edits* (name -> text, or None to delete), build, and return what became different."""
    public = site / "public"
    before = {name: (public / name).stat() for name in support.tree_of(public)}
    for name, text in edits.items():
        path = site / "content" / "articles" / f"{name}.uk.md"
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    built = support.build(site)
    after = {name: (public / name).stat() for name in support.tree_of(public)}
    changed = {
        name
        for name, stat in after.items()
        if name not in before
        or (stat.st_mtime_ns, stat.st_ino) != (before[name].st_mtime_ns, before[name].st_ino)
    }
    assert built.summary.written == len(changed)
    return changed | (before.keys() - after.keys())


def test_nothing_changed_writes_nothing(tmp_path: Path) -> None:
    """A build without an edit writes no file, and touches none."""
    assert written_by(press(tmp_path)) == set()


def test_touched_sources_write_nothing(tmp_path: Path) -> None:
    """New times of all sources are no edits: their bytes decide."""
    site = press(tmp_path)
    for path in (site / "content").rglob("*"):
        os.utime(path)
    assert written_by(site) == set()


WHOLE = {"ua/atom.xml", "ua/feed.json"}
"""The feeds that hold whole articles."""


def test_an_edited_body_writes_its_page_and_the_feed_that_holds_it(tmp_path: Path) -> None:
    """What no other page shows makes one page stale; the lead is the first paragraph."""
    site = press(tmp_path)
    first = written_by(site, s07=article(7, body="Words.\n\nA second paragraph."))
    assert first == {"ua/news/2025/03/story-7/index.html"} | WHOLE


def test_an_edited_old_body_writes_one_page(tmp_path: Path) -> None:
    """An article that is in an archive document, as a summary, touches no feed."""
    files: dict[str, str | bytes] = {
        f"content/articles/s{day:02}.uk.md": article(1 + day % 28, title=f"Story {day}")
        for day in range(101)
    }
    site = support.site_from(tmp_path, files)
    support.build(site)
    atom = support.tree_of(site / "public")["ua/atom.xml"].decode()
    whole = [day for day in range(101) if f"/story-{day}/" in atom]
    assert len(whole) == 51
    old, new = min(set(range(101)) - set(whole)), whole[0]
    for day, feeds in ((old, set()), (new, WHOLE)):
        text = article(1 + day % 28, title=f"Story {day}", body="Words.\n\nMore of them.")
        pages = written_by(site, **{f"s{day:02}": text})
        assert pages == {f"ua/news/2025/03/story-{day}/index.html"} | feeds


def test_a_new_article_writes_what_shows_the_newest(tmp_path: Path) -> None:
    """
    An article at the end of its lists writes itself, its neighbour, and the ends of lists.

    No numbered page that was full before is written, but for the newest's link to
    its successor.
    """
    site = press(tmp_path)
    names = ("", "news/", "authors/anna/", "tags/moon/")
    ends = {f"ua/{name}{end}" for name in names for end in ("index.html", "atom.xml", "feed.json")}
    others = {f"ua/{name}/index.html" for name in ("tags", "authors", "sections")}
    archive = {f"ua/archive/{name}index.html" for name in ("", "2025/", "2025/03/")}
    # The 15th article fills page 4 of 3: its predecessor links to it, sitemaps name it.
    lists = (*names, "archive/2025/03/")
    pages = {f"ua/{name}page/{number}/index.html" for name in lists for number in (3, 4)}
    sitemaps = {
        f"sitemaps/uk-{name}.xml"
        for name in ("articles", "pages", "month", "sections", "tags", "authors")
    }
    own = {f"ua/news/2025/03/story-{day}/index.html" for day in (14, 15)}
    assert written_by(site, s15=article(15)) == ends | others | archive | pages | sitemaps | own


def test_another_tag_writes_the_article_and_its_lists(tmp_path: Path) -> None:
    """A tag added to one article writes it, its feed, the tag's own pages, and their indexes."""
    site = press(tmp_path)
    tag = {f"ua/tags/sea/{name}" for name in ("index.html", "atom.xml", "feed.json")}
    around = {"ua/news/2025/03/story-7/index.html", "ua/tags/index.html", "sitemaps/uk-tags.xml"}
    assert written_by(site, s07=article(7, tags="[moon, sea]")) == tag | around | WHOLE


def test_a_new_title_writes_who_shows_it(tmp_path: Path) -> None:
    """
    A headline is on cards: of the lists' page that has it, neighbours and related articles.

    It is on the front page, too, while it is among the newest of its section.
    """
    site = press(tmp_path)
    edited = article(7, title="Another").replace("---\nWords", "slug: story-7\n---\nWords")
    pages = written_by(site, s07=edited)
    lists = ("ua", "ua/news", "ua/authors/anna", "ua/tags/moon", "ua/archive/2025/03")
    numbered = {f"{name}/page/3/index.html" for name in lists}
    feeds = {f"{name}/{feed}" for name in lists[:-1] for feed in ("atom.xml", "feed.json")}
    days = {f"ua/news/2025/03/story-{day}/index.html" for day in range(1, 15)}
    assert numbered | feeds <= pages
    assert pages - numbered - feeds - {"ua/index.html"} <= days
    assert not pages & {f"ua/news/2025/03/story-{day}/index.html" for day in range(1, 6)}


def test_full_numbered_pages_are_sealed(tmp_path: Path) -> None:
    """Whatever is published later, a numbered page before the newest stays as it was."""
    site = press(tmp_path)
    public = site / "public"
    sealed = {name: public / name for name in ("ua/page/1/index.html", "ua/page/2/index.html")}
    before = {name: path.read_bytes() for name, path in sealed.items()}
    for day in range(15, 25):
        pages = written_by(site, **{f"s{day}": article(day)})
        assert not pages & sealed.keys()
    assert {name: path.read_bytes() for name, path in sealed.items()} == before


def test_a_deleted_article_leaves_no_trace(tmp_path: Path) -> None:
    """The page goes, with folders left empty, and so does every mention of it."""
    site = press(tmp_path)
    pages = written_by(site, s07=None)
    assert "ua/news/2025/03/story-7/index.html" in pages
    assert not (site / "public/ua/news/2025/03/story-7").exists()
    assert not [
        name for name, data in support.tree_of(site / "public").items() if b"story-7/" in data
    ]
