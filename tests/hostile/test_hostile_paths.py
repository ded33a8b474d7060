"""What names, links and addresses on disk must not do: lead out, run in circles, or crash."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from command import backfile_main
from support import build, site_from, tree_of

from backfile.errors import SiteError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARTICLE = "---\ntitle: A\ndate: 2025-01-01\n---\nText.\n"
GOOD = {"content/articles/a.uk.md": ARTICLE}
OUT = "a symbolic link leads out of the site folder; copy the file instead"
CIRCLE = "a symbolic link leads in a circle; remove the link"
NOTHING = "a symbolic link leads to nothing; correct or remove the link"
HIDDEN = "a symbolic link leads to what is hidden; copy the file if it may be published"


def problems_of(site: Path) -> list[str]:
    """Build a site that must fail, and return its problems as printed."""
    with pytest.raises(SiteError) as failed:
        build(site)
    assert tree_of(site / "public") == {}
    return str(failed.value).splitlines()


@pytest.mark.parametrize(
    ("link", "target", "fault"),
    [
        ("content/articles/x.uk.md", "/etc/passwd", OUT),
        ("content/static/x.txt", "/etc/passwd", OUT),
        ("content/static/etc", "/etc", OUT),
        ("content/photos/x.jpg", "../../../outside.jpg", OUT),
        ("content/articles/up", "..", CIRCLE),
        ("content/articles/here", ".", CIRCLE),
        ("content/articles/site", "../..", CIRCLE),
        ("content/articles/itself", "itself", CIRCLE),
        ("content/articles/b.uk.md", "missing.uk.md", NOTHING),
        ("content/static/2019", "../../archive/2019", NOTHING),
        ("content/static/g", "../../.git", HIDDEN),
        ("content/static/e", "../../.env", HIDDEN),
    ],
)
def test_links_that_are_refused(tmp_path: Path, link: str, target: str, fault: str) -> None:
    """A link out of the site, in a circle, to nothing or to hidden files is one error each."""
    (tmp_path / "outside.jpg").write_bytes(b"")
    site = site_from(tmp_path / "site", {**GOOD, ".git/config": "[secret]", ".env": "KEY=secret"})
    (site / link).parent.mkdir(parents=True, exist_ok=True)
    (site / link).symlink_to(target)
    assert problems_of(site) == [f"{link}: {fault}"]


def test_a_content_folder_elsewhere(tmp_path: Path) -> None:
    """The content folder itself may not be a link out of the site either."""
    site = site_from(tmp_path / "site", {})
    site_from(tmp_path / "other", GOOD)
    (site / "content").symlink_to("../other/content")
    assert problems_of(site) == [f"content: {OUT}"]


def test_folders_that_link_to_one_another(tmp_path: Path) -> None:
    """Many links between two folders end, though each way round is another path."""
    site = site_from(tmp_path, GOOD)
    for here, there in (("x", "y"), ("y", "x")):
        folder = site / "content/articles" / here
        folder.mkdir()
        for name in "abcdef":
            (folder / name).symlink_to(f"../{there}")
    problems = problems_of(site)
    assert len(problems) == 2 * 6 * 6
    assert all(problem.endswith(CIRCLE) for problem in problems)


def test_links_within_the_site_are_followed(tmp_path: Path) -> None:
    """A link to a file or folder of the site stands for it."""
    site = site_from(tmp_path, {**GOOD, "assets/logo/x.txt": "logo"})
    (site / "content/articles/a.en.md").symlink_to("a.uk.md")
    (site / "content/static").mkdir()
    (site / "content/static/logo").symlink_to("../../assets/logo")
    assert build(site).summary.articles == 2
    assert tree_of(site / "public")["logo/x.txt"] == b"logo"


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    """A pipe is not read, which would never end; a folder may be called like an article."""
    site = site_from(tmp_path, GOOD)
    os.mkfifo(site / "content/articles/pipe.uk.md")
    (site / "content/articles/folder.uk.md").mkdir()
    assert build(site).summary.articles == 1


@pytest.mark.parametrize(
    ("name", "printed", "fault"),
    [
        (b"\xff.uk.md", r"\xff.uk.md", "the file's name is not UTF-8; rename the file"),
        (b"a\nb.uk.md", r"a\nb.uk.md", "the file's name holds a control character"),
        (b"a\x1b[31mb.uk.md", r"a\x1b[31mb.uk.md", "the file's name holds a control character"),
        ("a\u202eb.uk.md".encode(), r"a\u202eb.uk.md", "the file's name holds a control character"),
        (b"\xff", r"\xff", "the file's name is not UTF-8; rename the file"),
    ],
)
@pytest.mark.parametrize("folder", ["content/articles", "content/static"])
@pytest.mark.parametrize("voice", [(), ("--json",)])
def test_names_that_no_message_can_hold(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    voice: tuple[str, ...],
    name: bytes,
    printed: str,
    fault: str,
) -> None:
    """A name that is no text, or would play tricks in a terminal, is an error that can be shown."""
    site = site_from(tmp_path, GOOD)
    (site / folder).mkdir(exist_ok=True)
    (site / os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(ARTICLE)
    assert backfile_main("build", "--site", str(site), *voice) == 1
    shown = "".join(capsys.readouterr())
    place = f"{folder}/{printed}"
    if voice:
        place = place.replace("\\", "\\\\")
    assert place in shown
    assert fault in shown
    assert "\x1b" not in shown


def test_odd_names_of_static_files_are_published_as_they_are(tmp_path: Path) -> None:
    """What a web server can serve is published, percent signs, question marks and all."""
    names = ["a?b#c.txt", "100%.txt", "a b.txt", "файл.txt", "a&<b>.txt"]
    site = site_from(tmp_path, {f"content/static/{name}": name for name in names})
    build(site)
    tree = tree_of(site / "public")
    assert {name: tree[name].decode() for name in names} == {name: name for name in names}


@pytest.mark.parametrize(
    "slug",
    ["../../escaped", "..", "/escaped", "a/../../../escaped", "a\\..\\..\\escaped", "%2e%2e/x"],
)
def test_nothing_is_written_outside_the_output(tmp_path: Path, slug: str) -> None:
    """Whatever a slug, alias, tag, section or author is called, files stay where they belong."""
    fields = f"slug: '{slug}'\naliases: ['{slug}', '/{slug}']"
    site = site_from(tmp_path / "site", {"content/articles/a.uk.md": _with(fields)})
    problems_of(site)
    terms = f"tags: ['{slug}']\nsection: '{slug}'\nauthor: '{slug}'\nseries: '{slug}'"
    site_from(site, {"content/articles/a.uk.md": _with(terms)})
    build(site)
    assert {path.name for path in tmp_path.iterdir()} == {"site"}
    assert {path.name for path in site.iterdir()} == {"site.yaml", "content", "public", ".backfile"}
    assert all(".." not in path.split("/") for path in tree_of(site / "public"))


def _with(fields: str) -> str:
    return ARTICLE.replace("date:", f"{fields}\ndate:")


@pytest.mark.parametrize("output", [".", "..", "content", "content/static/x", "themes/x"])
def test_outputs_among_the_sources_are_refused(tmp_path: Path, output: str) -> None:
    """An output folder that holds the site's own files would overwrite or publish them."""
    site = site_from(tmp_path / "site", GOOD)
    before = tree_of(tmp_path)
    with pytest.raises(UsageError, match="holds the site's own files; name another folder"):
        build(site, output=site / output)
    assert tree_of(tmp_path) == before


def _touches(site: Path) -> None:
    (site / "content/articles/b.uk.md").write_text(ARTICLE)


def _renames(site: Path) -> None:
    (site / "content/articles/b.uk.md").write_text(ARTICLE.replace("title: A", "title: B"))


@pytest.mark.parametrize(("edit", "is_mended"), [(_touches, False), (_renames, True)])
def test_a_clash_lasts_until_it_is_mended(
    tmp_path: Path, edit: Callable[[Path], None], is_mended: bool
) -> None:
    """Two articles at one address fail every build, also one that finds nothing changed."""
    site = site_from(tmp_path, {**GOOD, "content/articles/b.uk.md": ARTICLE})
    expected = [
        "content/articles/b.uk.md:2:8: the article has the address `/ua/2025/01/a/`,"
        " as has content/articles/a.uk.md; give one of them another `slug`"
    ]
    assert problems_of(site) == problems_of(site) == expected
    edit(site)
    if is_mended:
        assert build(site).summary.articles == 2
    else:
        assert problems_of(site) == expected
