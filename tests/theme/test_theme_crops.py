"""`crops` in theme.yaml: the shapes that photos are cut to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.model import Crop
from backfile.theme.chain import Theme, load_theme

if TYPE_CHECKING:
    from theme.press import Themes

CARD = Crop("card", (3, 2), (320, 640, 960), "lead")
PORTRAIT = Crop("portrait", (1, 1), (96, 192, 384), "portrait")


def problems_of(themes: Themes, text: str) -> list[str]:
    """Return what is wrong with a theme.yaml, without the name of the file."""
    themes.write({"a/theme.yaml": text})
    found = load_theme(themes.folder, "a")[1]
    return [str(problem).removeprefix("themes/a/theme.yaml:") for problem in found]


def test_built_in_crops(built_in: Theme) -> None:
    """The built-in theme cuts photos for cards and for people, in the order of names."""
    assert built_in.crops == (CARD, PORTRAIT)


def test_crops_are_merged_by_name_and_key(themes: Themes) -> None:
    """A theme adds crops, and changes keys of those below; what it does not name stays."""
    crops = '{card: {ratio: "16:8"}, banner: {ratio: 21:9, widths: [960, 480, 960]}}'
    themes.write({"a/theme.yaml": "extends: b\ncrops: {card: {formats: [webp], of: portrait}}\n"})
    themes.write({"b/theme.yaml": f"crops: {crops}\n"})
    assert themes.load("a").crops == (
        Crop("banner", (7, 3), (480, 960), "lead"),
        Crop("card", (2, 1), (320, 640, 960), "portrait", ("webp",)),
        PORTRAIT,
    )


def test_a_crop_is_taken_away_by_nothing(themes: Themes) -> None:
    """`~`, `null` and an empty value take a crop away; a theme above may give it anew."""
    themes.write({"a/theme.yaml": "extends: b\ncrops: {card: {ratio: '1:1', widths: [9]}}\n"})
    themes.write({"b/theme.yaml": "crops: {card: ~, portrait: }\n", "c/theme.yaml": "crops:\n"})
    assert themes.load("b").crops == ()
    assert themes.load("a").crops == (Crop("card", (1, 1), (9,), "lead"),)
    assert themes.load("c").crops == (CARD, PORTRAIT)


def test_everything_wrong_is_told_at_its_place(themes: Themes) -> None:
    """Each slip is reported, all at once, and says what would be right."""
    assert problems_of(
        themes,
        "crops:\n"
        "  Wide one: {ratio: '1:1', widths: [1]}\n"
        "  portrat: ~\n"
        "  card: {ratoi: '1:1', ratio: 3/2, widths: [], of: leed, formats: [gif]}\n"
        "  banner: {ratio: 0:1}\n"
        "  square: [1, 1]\n"
        "  tall: {ratio: 1:2, widths: [0, x]}\n",
    ) == [
        "2:3: `crops.Wide one` is no name; use a-z, 0-9, `-` and `_`",
        "3:3: no theme below has `crops.portrat`; did you mean `portrait`?",
        "4:10: unknown key `crops.card.ratoi`; did you mean `ratio`?",
        '4:31: `crops.card.ratio` is `3/2`; write it like "3:2"',
        "4:44: `crops.card.widths` is empty; write a list: [320, 640, 960]",
        "4:52: `crops.card.of` is `leed`; did you mean `lead`?",
        "4:68: an entry of `crops.card.formats` is `gif`; write one of avif, webp, jpeg, png",
        '5:19: `crops.banner.ratio` is `0:1`; write it like "3:2"',
        "5:11: `crops.banner.widths` is missing; add `widths: …`",
        "6:11: `crops.square` is a list; write a mapping with ratio, widths, of, formats",
        "7:31: an entry of `crops.tall.widths` is 0; write a whole number, from 1 to 10000",
        "7:34: an entry of `crops.tall.widths` is `x`; write a whole number, from 1 to 10000",
    ]
    assert problems_of(themes, "crops: [card]\n") == [
        "1:8: `crops` is a list; write a mapping by name: {NAME: {ratio: …}}"
    ]
