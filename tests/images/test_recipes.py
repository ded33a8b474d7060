"""Which renditions a photo has, how they are called, and what HTML says of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.images import recipes
from backfile.images.recipes import (
    SHARING,
    fallback_suffix,
    focus_mark,
    photo_stem,
    picture_of,
    recipe_mark,
    rendition_name,
    renditions_of,
    widths_of,
)
from backfile.model import Crop, Photo, PhotoFacts, Picture, PictureSource, Rendition

MARK = "0123456789abcdef"
CARD = Crop("card", (3, 2), (320, 640), "lead")
FORMATS = ("avif", "webp")


def photo(width: int, height: int, focus: str = "", suffix: str = "jpg") -> Photo:
    """Return a photo of which renditions are made."""
    return Photo("/x.jpg", width, height, "", "", "", focus=focus, name="cat", mark=MARK,
                 suffix=suffix)  # fmt: skip


@pytest.mark.parametrize(
    ("own", "wanted", "made"),
    [
        (2000, (480, 960, 1440), (480, 960, 1440)),
        (1440, (480, 960, 1440), (480, 960, 1440)),
        (800, (480, 960, 1440), (480, 800)),
        (300, (480, 960, 1440), (300,)),
        (1, (480,), (1,)),
        (500, (960, 480, 480), (480, 500)),
        (500, (), (500,)),
    ],
)
def test_widths(own: int, wanted: tuple[int, ...], made: tuple[int, ...]) -> None:
    """Never enlarged, at least one, and the own width where more was wanted."""
    assert widths_of(own, wanted) == made


def test_renditions_of_a_whole_picture() -> None:
    """Every width in every format of the site and in the one that every browser reads."""
    facts = PhotoFacts(800, 601, "jpeg", derivable=True)
    found = renditions_of(facts, "50% 30%", (), (480, 960), FORMATS, whole=True)
    assert found == tuple(
        Rendition("", "", form, width, height)
        for width, height in ((480, 361), (800, 601))
        for form in ("avif", "webp", "jpeg")
    )
    assert renditions_of(facts, "", (), (480,), FORMATS, whole=False) == ()


def test_renditions_of_crops() -> None:
    """The largest area of the shape is the limit; a crop's own formats are all it has."""
    facts = PhotoFacts(600, 300, "jpeg", derivable=True)
    share = Crop("square", (1, 1), (1200,), "lead", ("jpeg",))
    found = renditions_of(facts, "12.5% 100%", (CARD, share), (480,), ("webp",), whole=False)
    assert found == (
        Rendition("card", "12-100", "webp", 320, 213),
        Rendition("card", "12-100", "jpeg", 320, 213),
        Rendition("card", "12-100", "webp", 450, 300),
        Rendition("card", "12-100", "jpeg", 450, 300),
        Rendition("square", "12-100", "jpeg", 300, 300),
    )


def test_shapes_that_other_programs_show() -> None:
    """Of a large photo there are 1200 pixels of each shape, in JPEG alone."""
    facts = PhotoFacts(4000, 3000, "png", derivable=True, alpha=True)
    found = renditions_of(facts, "", SHARING, (), FORMATS, whole=False)
    sizes = {made.crop: (made.format, made.width, made.height) for made in found}
    assert sizes == {
        "social": ("jpeg", 1200, 630),
        "wide": ("jpeg", 1200, 675),
        "standard": ("jpeg", 1200, 900),
        "square": ("jpeg", 1200, 1200),
    }


@pytest.mark.parametrize(
    ("form", "alpha", "suffix"),
    [("jpeg", False, "jpg"), ("webp", False, "jpg"), ("avif", False, "jpg"), ("png", False, "png"),
     ("gif", False, "png"), ("webp", True, "png"), ("avif", True, "png")],
)  # fmt: skip
def test_what_every_browser_reads(form: str, alpha: bool, suffix: str) -> None:
    """JPEG, unless the picture is a drawing or transparent; asking for both changes nothing."""
    facts = PhotoFacts(100, 80, form, derivable=True, alpha=alpha)
    assert fallback_suffix(facts) == suffix
    found = renditions_of(facts, "", (), (50,), ("png", "webp", "jpeg"), whole=True)
    assert [made.format for made in found] == ["webp", {"jpg": "jpeg"}.get(suffix, suffix)]


def test_too_tall_for_a_format() -> None:
    """An infographic higher than a WebP can be has no WebP, also not of its smaller widths."""
    facts = PhotoFacts(1000, 17000, "jpeg", derivable=True)
    found = renditions_of(facts, "", (CARD,), (200, 1000), FORMATS, whole=True)
    assert {made.format for made in found if not made.crop} == {"avif", "jpeg"}
    assert {made.format for made in found if made.crop} == {"avif", "webp", "jpeg"}
    sources = picture_of(photo(1000, 17000), None, (200, 1000), FORMATS, "").sources
    assert [source.type for source in sources] == ["image/avif"]


def test_names() -> None:
    """A name says which crop, around what, and how wide; of a crop, the shape as well."""
    assert rendition_name("cat", MARK, Rendition("", "", "avif", 960, 640)) == (
        f"cat-960.{MARK}.avif"
    )
    assert rendition_name("cat", MARK, Rendition("card", "30-60", "jpeg", 320, 213)) == (
        f"cat-card-30-60-320x213.{MARK}.jpg"
    )
    assert rendition_name("cat", MARK, Rendition("card", "", "png", 320, 213)) == (
        f"cat-card-320x213.{MARK}.png"
    )


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("content/photos/fire_2.jpg", "fire_2"),
        ("content/photos/Пожежа.jpg", "photo"),
        ("content/photos/a b&c<d>.e.PNG", "a-b-c-d--e"),
        ("content/photos/-x-.gif", "x"),
    ],
)
def test_stems_are_safe_in_addresses(path: str, stem: str) -> None:
    """Of a photo's own name there stays what needs no quoting anywhere."""
    assert photo_stem(path) == stem


def test_marks_change_with_what_they_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other bytes, another place, another way of encoding: another address."""
    first = recipe_mark("a.jpg", b"1" * 16)
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert recipe_mark("a.jpg", b"1" * 16) == first
    assert recipe_mark("b.jpg", b"1" * 16) != first
    assert recipe_mark("a.jpg", b"2" * 16) != first
    monkeypatch.setattr(recipes, "RECIPE", recipes.RECIPE + 1)
    assert recipe_mark("a.jpg", b"1" * 16) != first


@pytest.mark.parametrize(
    ("focus", "mark"),
    [("", ""), ("50% 50%", ""), ("50.0% 50%", ""), ("50% 30%", "50-30"), ("0% 100%", "0-100")],
)
def test_focus_in_names(focus: str, mark: str) -> None:
    """The middle is not named, however it is written."""
    assert focus_mark(focus) == mark


def test_picture() -> None:
    """Sources best first; the fallback apart, with its size."""
    assert picture_of(photo(800, 600), None, (480, 960), FORMATS, "/archive") == Picture(
        (
            PictureSource("image/avif", f"/archive/assets/cat-480.{MARK}.avif 480w, "
                                        f"/archive/assets/cat-800.{MARK}.avif 800w"),
            PictureSource("image/webp", f"/archive/assets/cat-480.{MARK}.webp 480w, "
                                        f"/archive/assets/cat-800.{MARK}.webp 800w"),
        ),
        f"/archive/assets/cat-800.{MARK}.jpg",
        f"/archive/assets/cat-480.{MARK}.jpg 480w, /archive/assets/cat-800.{MARK}.jpg 800w",
        800,
        600,
    )  # fmt: skip


def test_picture_of_one_width() -> None:
    """Where there is nothing to choose from, `src` says it all."""
    social = SHARING[0]
    assert picture_of(photo(300, 200, "0% 0%"), social, (480,), FORMATS, "") == Picture(
        (), f"/assets/cat-social-0-0-300x158.{MARK}.jpg", "", 300, 158
    )


def test_picture_published_as_it_is() -> None:
    """A linked photo, an SVG, an animation: one address, and its own size, also as a crop."""
    linked = Photo("https://example.org/a.jpg", 0, 0, "", "", "")
    for crop in (None, CARD):
        assert picture_of(linked, crop, (480,), FORMATS, "/x") == Picture(
            (), "https://example.org/a.jpg", "", 0, 0
        )


sides = st.integers(1, 20_000) | st.integers(1, 60)
crops = st.builds(
    Crop,
    st.just("card"),
    st.tuples(st.integers(1, 50), st.integers(1, 50)),
    st.lists(st.integers(1, 3000), min_size=1, max_size=3).map(lambda w: tuple(sorted(w))),
    st.just("lead"),
    st.sampled_from([(), ("jpeg",), ("avif", "png")]),
)
focuses = st.sampled_from(["", "50% 50%", "0% 100%", "12.5% 30%"])


@given(
    width=sides, height=sides, crop=st.none() | crops, focus=focuses,
    form=st.sampled_from(["jpeg", "png", "webp"]), alpha=st.booleans(),
    widths=st.lists(st.integers(1, 3000), max_size=3).map(tuple),
    formats=st.sampled_from([("avif", "webp"), (), ("jpeg",), ("webp", "png")]),
)  # fmt: skip
def test_pictures_name_exactly_what_is_made(
    width: int, height: int, crop: Crop | None, focus: str, form: str, alpha: bool,
    widths: tuple[int, ...], formats: tuple[str, ...],
) -> None:  # fmt: skip
    """HTML leads to every rendition that is made, to no other, and says its true width."""
    facts = PhotoFacts(width, height, form, derivable=True, alpha=alpha)
    made = renditions_of(facts, focus, (crop,) if crop else (), widths, formats, whole=crop is None)
    shown = photo(width, height, focus, fallback_suffix(facts))
    picture = picture_of(shown, crop, widths, formats, "")
    named = {picture.url.removeprefix("/assets/"): picture.width}
    for srcset in (picture.srcset, *(source.srcset for source in picture.sources)):
        for entry in filter(None, srcset.split(", ")):
            url, _, step = entry.partition(" ")
            named[url.removeprefix("/assets/")] = int(step.removesuffix("w"))
    assert named == {rendition_name("cat", MARK, one): one.width for one in made}
    assert len({rendition_name("cat", MARK, one) for one in made}) == len(made)
    for one in made:
        assert 1 <= one.width <= width
        assert 1 <= one.height <= height
