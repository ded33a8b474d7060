"""Photos as renditions: made once, kept in a cache, exactly what pages use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import support
from PIL import Image, ImageStat
from site_edits import xmp_of

from backfile.build import cache, staleness
from backfile.errors import BackfileError, SiteError
from backfile.pages import picture as pages_of_pictures
from backfile.theme.chain import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ASSETS = {path.name for path in (BUILT_IN / "default/assets").iterdir()}
"""Of the theme that the sites here have."""

SMALL = "{widths: [16, 32], formats: [webp]}"


def picture(shade: int = 40, *, size: tuple[int, int] = (48, 32), form: str = "JPEG") -> bytes:
    """Return a photo whose left half is dark and whose right half is light."""
    image = Image.new("RGB", size, (shade, shade, shade))
    image.paste((240, 240, 240), (size[0] // 2, 0, *size))
    buffer = BytesIO()
    image.save(buffer, form, xmp=xmp_of("Anna").encode())
    return buffer.getvalue()


def article(photo: str = "{src: cat.jpg}", body: str = "", title: str = "A") -> str:
    """Return an article with a lead photo."""
    lead = f"photo: {photo}\n" if photo else ""
    return f"---\ntitle: {title}\ndate: 2025-01-01\n{lead}---\nText.\n\n{body}\n"


def site_with(folder: Path, files: dict[str, str | bytes], **overrides: str) -> Path:
    """Write a site with small renditions."""
    return support.site_from(folder, files, **{"images": SMALL, **overrides})


def usual(folder: Path, **overrides: str) -> Path:
    """Write a site with one article and its lead photo."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(),
        "content/photos/cat.jpg": picture(),
    }
    return site_with(folder, files, **overrides)


def pictures_in(folder: Path) -> dict[str, bytes]:
    """Return the published pictures but the theme's own: name without mark -> bytes."""
    paths = (folder / "public/assets").glob("*")
    named = {re.sub(r"\.[0-9a-f]{16}\.", ".", path.name): path.read_bytes() for path in paths}
    return {name: named[name] for name in sorted(named) if name not in ASSETS}


def cached(folder: Path) -> set[str]:
    """Return the names in the cache."""
    root = folder / ".backfile/pictures"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by each rendition made: what it is of, crop and format."""
    names: list[str] = []
    derive = cache.derive

    def counted(data: bytes, facts: Any, renditions: Iterable[Any]) -> Any:
        for rendition, result in derive(data, facts, tuple(renditions)):
            names.append(f"{rendition.crop}-{rendition.width}.{rendition.format}")
            yield rendition, result

    monkeypatch.setattr(cache, "derive", counted)
    return names


def test_a_lead_photo_is_published_whole_and_cut(tmp_path: Path) -> None:
    """Every width in each format and the fallback; the theme's crops; those for sharing."""
    site = usual(tmp_path)
    support.build(site)
    assert list(pictures_in(site)) == [
        "cat-16.jpg",
        "cat-16.webp",
        "cat-32.jpg",
        "cat-32.webp",
        "cat-card-48x32.jpg",
        "cat-card-48x32.webp",
        "cat-social-48x25.jpg",
        "cat-square-32x32.jpg",
        "cat-standard-42x32.jpg",
        "cat-wide-48x27.jpg",
    ]


def test_each_use_has_its_renditions(tmp_path: Path) -> None:
    """A photo of a body is not cut; what is both has all of it; a portrait has its own crop."""
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article("{src: cat.jpg}", "![](dog.jpg)\n\n![](cat.jpg)"),
        "content/articles/b.uk.md": article("").replace("title: A", "title: B\nauthor: ann"),
        "content/authors/ann.yaml": "name: Ann\nphoto: ann.jpg\n",
        **{f"content/photos/{name}.jpg": picture() for name in ("cat", "dog", "ann", "unused")},
    }
    site = site_with(tmp_path, files)
    support.build(site)
    crops: dict[str, set[str]] = {}
    for name in pictures_in(site):
        stem, _, rest = name.partition("-")
        crops.setdefault(stem, set()).add(rest.rpartition("-")[0])
    assert crops == {
        "cat": {"", "card", "social", "square", "standard", "wide"},
        "dog": {""},
        "ann": {"", "portrait"},
    }


def test_every_address_on_a_page_is_published(tmp_path: Path) -> None:
    """What `renditions` names, whole or cut, is there."""
    template = (
        "{% macro all(photo) %}{{ photo.url }} {% for crop in ('', 'card', 'social') %}"
        "{% set p = photo|renditions(crop) %}{{ p.url }} {{ p.srcset }}"
        "{% for source in p.sources %} {{ source.srcset }}{% endfor %} {% endfor %}{% endmacro %}"
        "{{ all(page.article.photo) }}"
    )
    site = usual(tmp_path, theme="own", url="https://horizon.example/archive")
    support.site_from(
        site,
        {
            "site.yaml": (site / "site.yaml").read_text(),
            "themes/own/templates/article.html": template,
            "content/articles/a.uk.md": article("{src: cat.jpg, focus: 20% 80%}"),
        },
    )
    support.build(site)
    page = next((site / "public/ua").rglob("a/index.html")).read_text()
    named = set(re.findall(r"/archive/(assets/\S+?\.\w+)[ ,\n]", page + " "))
    published = {path for path in support.tree_of(site / "public") if "assets/cat" in path}
    assert named
    assert named <= published
    assert {path for path in published if "card" in path or "social" in path} <= named


def test_a_second_build_makes_nothing(tmp_path: Path, made: list[str]) -> None:
    """Neither does one after `--clean`, without the catalogue, or without the output."""
    site = usual(tmp_path)
    support.build(site)
    before = support.tree_of(site / "public")
    assert len(made) == 10
    assert support.build(site).summary.written == 0
    assert support.build(site, clean=True).summary.written == 0
    (site / ".backfile/catalogue.sqlite").unlink()
    support.build(site)
    for path in (site / "public/assets").iterdir():
        path.unlink()
    support.build(site)
    assert support.tree_of(site / "public") == before
    assert len(made) == 10


def test_a_renamed_photo_is_not_made_again(tmp_path: Path, made: list[str]) -> None:
    """The cache knows a photo by its bytes."""
    site = usual(tmp_path)
    support.build(site)
    (site / "content/photos/cat.jpg").rename(site / "content/photos/tom.jpg")
    (site / "content/articles/a.uk.md").write_text(article("{src: tom.jpg}"))
    support.build(site)
    assert len(made) == 10
    assert all(name.startswith("tom-") for name in pictures_in(site))


def test_an_edited_photo_has_other_addresses(tmp_path: Path) -> None:
    """Its former renditions go, from the output and from the cache."""
    site = usual(tmp_path)
    support.build(site)
    before, kept = set(support.tree_of(site / "public/assets")), cached(site)
    (site / "content/photos/cat.jpg").write_bytes(picture(90))
    support.build(site)
    after = set(support.tree_of(site / "public/assets"))
    assert not {name for name in before & after if name.startswith("cat-")}
    assert len(after) == len(before)
    assert len(cached(site)) == len(kept) == 10
    assert not cached(site) & kept


def test_a_changed_focus_makes_the_crops_alone(tmp_path: Path, made: list[str]) -> None:
    """The whole picture stays; another point is kept in the crops."""
    site = usual(tmp_path)
    support.build(site)
    middle = pictures_in(site)["cat-square-32x32.jpg"]
    made.clear()
    (site / "content/articles/a.uk.md").write_text(article("{src: cat.jpg, focus: 100% 50%}"))
    support.build(site)
    assert made
    assert all(not name.startswith("-") for name in made)
    right = pictures_in(site)["cat-square-100-50-32x32.jpg"]
    assert _brightness(right) > _brightness(middle) + 20
    assert "cat-square-32x32.jpg" not in pictures_in(site)


def _brightness(data: bytes) -> float:
    return ImageStat.Stat(Image.open(BytesIO(data)).convert("L")).mean[0]


def test_other_widths_and_crops_are_planned_anew(tmp_path: Path) -> None:
    """A change of site.yaml or of the theme reaches the pictures, and the pages that name them."""
    site = usual(tmp_path, theme="own")
    theme = site / "themes/own/theme.yaml"
    theme.parent.mkdir(parents=True)
    theme.write_text('crops: {card: {ratio: "1:1", widths: [8]}}\n')
    support.build(site)
    assert "cat-card-8x8.webp" in pictures_in(site)
    theme.write_text('crops: {card: {ratio: "2:1", widths: [8]}}\n')
    support.build(site)
    assert "cat-card-8x4.webp" in pictures_in(site)
    assert "cat-card-8x8.webp" not in pictures_in(site)
    config = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(config.replace("[16, 32]", "[24]"))
    support.build(site)
    assert {"cat-24.webp", "cat-24.jpg"} < pictures_in(site).keys()
    assert "cat-16.webp" not in pictures_in(site)
    fresh = support.tree_of(site / "public")
    support.build(site, clean=True)
    assert support.tree_of(site / "public") == fresh


def test_what_is_no_photograph_is_published_as_it_is(tmp_path: Path) -> None:
    """Drawings and animations; and every photo where site.yaml asks for no widths."""
    frames = [Image.new("P", (4, 4), shade) for shade in (0, 1)]
    animation = BytesIO()
    frames[0].save(animation, "GIF", save_all=True, append_images=frames[1:])
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article("{src: a.svg}", "![](b.gif)\n\n![](cat.jpg)"),
        "content/photos/a.svg": drawing,
        "content/photos/b.gif": animation.getvalue(),
        "content/photos/cat.jpg": picture(),
    }
    site = site_with(tmp_path, files, images="{widths: []}")
    support.build(site)
    published = support.tree_of(site / "public/assets").values()
    assert {drawing, animation.getvalue(), picture()} <= set(published)
    assert list(pictures_in(site)) == ["a.svg", "b.gif", "cat.jpg"]
    assert cached(site) == set()


def test_a_photo_without_a_credit_is_a_warning(tmp_path: Path) -> None:
    """
    Lead and body photos, linked ones too, where neither source nor file says whose they are.

    Not pictures in a line of text, not portraits, not what a translation inherits.
    """
    bare = BytesIO()
    Image.new("RGB", (8, 8)).save(bare, "JPEG")
    body = '![](n.jpg)\n\nIn a ![](n.jpg) line.\n\n![](n.jpg){credit="C"}\n\n![](https://x.example/y.jpg)'
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article("{src: n.jpg}", body).replace("A\n", "A\nauthor: p\n"),
        "content/articles/a.en.md": "---\ntitle: B\n---\n",
        "content/articles/b.uk.md": article("{src: cat.jpg}", "![](cat.jpg)"),
        "content/articles/c.uk.md": article("{src: n.jpg, credit: ''}"),
        "content/articles/d.uk.md": article("https://x.example/y.jpg"),
        "content/authors/p.yaml": "name: P\nphoto: n.jpg\n",
        "content/photos/n.jpg": bare.getvalue(),
        "content/photos/cat.jpg": picture(),
    }
    site = site_with(tmp_path, files, permalink="'{name}'")
    built = support.build(site)
    path, why = "content/articles/a.uk.md", "has no credit, and its file names nobody"
    assert [str(problem) for problem in built.problems] == [
        f"{path}:5:14: the photo `n.jpg` {why}; write `credit: NAME` below `photo`",
        f'{path}:9:1: the photo `n.jpg` {why}; write `![…](n.jpg){{credit="NAME"}}`',
        f"{path}:15:1: the photo `https://x.example/y.jpg` has no credit;"
        ' write `![…](https://x.example/y.jpg){credit="NAME"}`',
        "content/articles/d.uk.md:4:8: the photo `https://x.example/y.jpg` has no credit;"
        " write `credit: NAME` below `photo`",
    ]
    assert {problem.code for problem in built.problems} == {"photo-credit"}
    assert support.build(site).problems == built.problems
    with pytest.raises(SiteError):
        support.build(site, strict=True)


def test_a_photo_that_cannot_be_decoded_publishes_nothing(tmp_path: Path) -> None:
    """Each is named, whatever their number; once they are mended all is published."""
    site = usual(tmp_path)
    files = {f"content/photos/{name}.png": picture(form="PNG") for name in ("x", "y")}
    broken = {path: data[:80] + bytes(60) + data[140:] for path, data in files.items()}
    support.site_from(
        site,
        {
            "site.yaml": (site / "site.yaml").read_text(),
            **broken,
            "content/articles/b.uk.md": article(
                "{src: x.png, credit: C}", '![](y.png){credit="C"}', "B"
            ),
        },
    )
    for _ in range(2):
        with pytest.raises(SiteError) as failed:
            support.build(site)
        errors = [problem for problem in failed.value.problems if problem.severity == "error"]
        assert [problem.path for problem in errors] == sorted(files)
        assert {problem.code for problem in errors} == {"photo"}
        assert support.tree_of(site / "public") == {}
    for path, data in files.items():
        (site / path).write_bytes(data)
    assert support.build(site).summary.articles == 2


def test_a_damaged_cache_is_mended(tmp_path: Path) -> None:
    """Empty, cut short or altered: the picture is made again, and never published broken."""
    site = usual(tmp_path)
    support.build(site)
    before = support.tree_of(site / "public")
    root = site / ".backfile/pictures"
    for number, name in enumerate(sorted(cached(site))):
        data = (root / name).read_bytes()
        damaged = (b"", data[:-9], data[:-1] + bytes([data[-1] ^ 1]), data[:16])[number % 4]
        (root / name).write_bytes(damaged)
    for path in (site / "public/assets").glob("cat-*"):
        path.unlink()
    support.build(site)
    assert support.tree_of(site / "public") == before
    support.build(site, clean=True)
    assert support.tree_of(site / "public") == before


def test_the_cache_holds_what_is_published_and_no_more(tmp_path: Path) -> None:
    """What another output is copied from stays; after `--clean` all that is unknown goes."""
    site = usual(tmp_path)
    same = {
        "site.yaml": (site / "site.yaml").read_text(),
        "content/photos/twin.jpg": picture(),
        "content/articles/b.uk.md": article("{src: twin.jpg}", title="B"),
    }
    support.site_from(site, same)
    support.build(site)
    assert len(cached(site)) == 10
    (site / "content/articles/b.uk.md").unlink()
    support.build(site)
    assert len(cached(site)) == 10
    unknown = site / ".backfile/pictures/ab" / ("c" * 30)
    unknown.parent.mkdir(exist_ok=True)
    unknown.write_bytes(b"of a former catalogue")
    support.build(site)
    assert unknown.exists()
    support.build(site, clean=True)
    assert not unknown.exists()
    (site / "content/articles/a.uk.md").unlink()
    support.build(site)
    assert cached(site) == set()


def test_the_number_of_workers_changes_no_byte(tmp_path: Path) -> None:
    """One process or two: the same pictures, and the same catalogue of them."""
    trees = []
    for jobs in (1, 2):
        site = usual(tmp_path / str(jobs))
        (site / "content/photos/dog.jpg").write_bytes(picture(70))
        (site / "content/articles/b.uk.md").write_text(article("{src: dog.jpg}", title="B"))
        support.build(site, jobs=jobs)
        trees.append(support.tree_of(site / "public"))
        assert support.build(site, jobs=jobs).summary.written == 0
    assert trees[0] == trees[1]


def test_a_kill_between_making_and_publishing_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    """What lies in the cache is used; what was half written goes."""
    from backfile.build import pipeline

    site = usual(tmp_path)

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "render_pending", killed)
        with pytest.raises(KeyboardInterrupt):
            support.build(site)
    half = site / ".backfile/pictures/half/1"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"x")
    assert support.tree_of(site / "public") == {}
    support.build(site)
    assert len(made) == 10
    assert len(pictures_in(site)) == 10
    assert not half.exists()


def test_a_photo_changed_meanwhile_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read first is what is published, or nothing."""
    from backfile.build import pictures

    site = usual(tmp_path)
    clear = cache.clear_half_written

    def meddle(folder: Path) -> None:
        clear(folder)
        (site / "content/photos/cat.jpg").write_bytes(picture(1))

    monkeypatch.setattr(pictures.cache, "clear_half_written", meddle)
    with pytest.raises(BackfileError, match=r"cat\.jpg was changed while the site was built"):
        support.build(site)
    assert support.tree_of(site / "public") == {}


def test_paths_with_any_sign(tmp_path: Path) -> None:
    """A photo's name may hold what separates the parts of a page key."""
    name = "a|card|x|jpeg.jpg"
    if os.name == "nt":
        pytest.skip("no such names on this disk")
    files: dict[str, str | bytes] = {
        "content/articles/a.uk.md": article(f'{{src: "{name}"}}'),
        f"content/photos/{name}": picture(),
        "content/photos/a": b"",
    }
    site = site_with(tmp_path, files)
    support.build(site)
    assert len(pictures_in(site)) == 10
    (site / "content/photos" / name).write_bytes(picture(90))
    assert support.build(site).summary.removed == 10


def test_an_unknown_crop_is_an_error_of_the_template(tmp_path: Path) -> None:
    """It names the template and the crops that there are."""
    site = usual(tmp_path, theme="own")
    template = site / "themes/own/templates/article.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ (page.article.photo|renditions('crad')).url }}")
    with pytest.raises(SiteError) as failed:
        support.build(site)
    assert "themes/own/templates/article.html:1" in str(failed.value)
    assert "no theme has a crop `crad`; did you mean `card`?" in str(failed.value)


@pytest.mark.parametrize(
    ("theme", "template", "message"),
    [
        ("", "article.html", "the crop `portrait` is made of each photo that shows an author;"
         " this one leads an article"),
        ("crops: {card: {of: portrait}}", "", "the crop `card` is made of each photo that shows an"
         " author; this one leads an article"),
        ("", "body", "this one stands in a text, and is shown whole"),
    ],
)  # fmt: skip
def test_a_crop_that_is_not_made_of_a_photo_is_an_error(
    tmp_path: Path, theme: str, template: str, message: str
) -> None:
    """Its files would not be there; the template is named, not a page with a gap published."""
    asked = "page.article.body[1].photo|renditions('card')"
    if template == "article.html":
        asked = "page.article.photo|renditions('portrait')"
    files: dict[str, str | bytes] = {"themes/own/theme.yaml": f"extends: default\n{theme}\n"}
    if template:
        files["themes/own/templates/article.html"] = f"{{{{ {asked} }}}}"
    site = site_with(
        tmp_path,
        {
            "content/articles/a.uk.md": article(body='![x](cat.jpg){credit="x"}'),
            "content/photos/cat.jpg": picture(),
            **files,
        },
        theme="own",
    )
    with pytest.raises(SiteError, match=re.escape(message)):
        support.build(site)


LOADED = """
import sys
from pathlib import Path
import support
print(support.build(Path(sys.argv[1])).summary.written, "PIL" in sys.modules)
"""


def test_a_build_that_makes_no_picture_loads_no_library_of_pictures(tmp_path: Path) -> None:
    """What encodes pictures is known by its files, unless they differ from before."""
    site = usual(tmp_path)
    support.build(site)
    path = os.pathsep.join(sys.path)
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, str(site)], check=True, capture_output=True, text=True,
        env={**support.environment(), "PYTHONPATH": path},
    )  # fmt: skip
    assert ended.stdout.split() == ["0", "False"]


@pytest.mark.parametrize("files", [b"", b"another wheel"])
def test_another_version_of_an_encoder_makes_pictures_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: bytes
) -> None:
    """Whether its files can be told, or it is the system's; equal bytes are not written."""
    site = usual(tmp_path)
    support.build(site)
    before = {path.name for path in (site / ".backfile/pictures").glob("*/*")}
    monkeypatch.setattr(staleness, "codecs_files_digest", lambda: files)
    assert support.build(site).summary.written == 0
    assert {path.name for path in (site / ".backfile/pictures").glob("*/*")} == before
    monkeypatch.setattr(staleness, "codecs_files_digest", lambda: files and b"a third one")
    monkeypatch.setattr(staleness, "codecs_digest", lambda: b"another version")
    monkeypatch.setattr(pages_of_pictures, "codecs_digest", lambda: b"another version")
    assert support.build(site).summary.written == 0
    after = {path.name for path in (site / ".backfile/pictures").glob("*/*")}
    assert len(after) == len(before)
    assert not after & before
