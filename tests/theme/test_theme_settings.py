"""`settings` and `rules` in theme.yaml: which values a theme may give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.theme.chain import Theme, load_theme
from backfile.theme.css import is_colour, is_font, is_length

if TYPE_CHECKING:
    from theme.press import Themes

BELOW = """\
settings:
  layout: wide
  colours: {ink: black, paper: white}
  shown: true
  ratio: 1.5
  places: [Kyiv]
rules:
  layout: [wide, narrow]
  colours.ink: colour
"""


def problems_of(themes: Themes, text: str) -> list[str]:
    """Return what is wrong with a theme.yaml that extends the one above."""
    themes.write({"b/theme.yaml": BELOW, "a/theme.yaml": f"extends: b\n{text}"})
    found = load_theme(themes.folder, "a")[1]
    return [str(problem).removeprefix("themes/a/theme.yaml:") for problem in found]


def test_a_value_has_the_type_of_its_default(themes: Themes) -> None:
    """Whoever gives another type is told which one is right, and the default."""
    assert problems_of(
        themes,
        "settings:\n"
        "  secondaries: many\n"
        "  shown: yes\n"
        "  ratio: [1]\n"
        "  places: Kyiv\n"
        "  colours: red\n"
        "  layout: {a: 1}\n"
        "  logo: ~\n"
        "  colours2:\n",
    ) == [
        "3:16: `settings.secondaries` is `many`; write a number: the default is `4`",
        "4:10: `settings.shown` is `yes`; write true or false: the default is `true`",
        "5:10: `settings.ratio` is a list; write a number: the default is `1.5`",
        '6:11: `settings.places` is `Kyiv`; write a list: the default is `["Kyiv"]`',
        "7:12: `settings.colours` is `red`; write a mapping: the default is"
        ' `{"ink": "black", "paper": "white"}`',
        '8:11: `settings.layout` is a mapping; write text: the default is `"wide"`',
        '9:9: `settings.logo` is empty; write text: the default is `""`',
        "10:3: unknown setting `colours2`; did you mean `colours`?"
        " A new setting of that name needs a rule",
    ]


def test_values_of_the_right_type_are_taken(themes: Themes) -> None:
    """Numbers are one type, texts are as written, lists are replaced, mappings merged."""
    text = (
        "settings: {ratio: 2, layout: narrow, places: [], colours: {ink: '#123'}, shown: false}\n"
    )
    assert problems_of(themes, text) == []
    settings = themes.load("a").settings
    given = {key: settings[key] for key in ("ratio", "layout", "places", "colours", "shown")}
    assert given == {
        "ratio": 2,
        "layout": "narrow",
        "places": [],
        "colours": {"ink": "#123", "paper": "white"},
        "shown": False,
    }


def test_a_slip_in_a_name_is_an_error(themes: Themes) -> None:
    """A name nearly that of another setting is a slip, also within a mapping."""
    assert problems_of(themes, "settings: {secondary: 2, colours: {papper: red}}\n") == [
        "2:12: unknown setting `secondary`; did you mean `secondaries`?"
        " A new setting of that name needs a rule",
        "2:36: unknown setting `colours.papper`; did you mean `paper`?"
        " A new setting of that name needs a rule",
    ]


def test_new_settings_are_declared_by_giving_them(themes: Themes) -> None:
    """A new name needs nothing more; one that is near another needs a rule that says so."""
    assert problems_of(themes, "settings: {headlines: big}\n") == []
    near = "settings: {secondary: 2}\nrules: {secondary: 0..3}\n"
    assert problems_of(themes, near) == []
    assert themes.load("a").settings["secondary"] == 2
    assert problems_of(themes, "settings: {headlines: ~}\n") == [
        '2:23: `settings.headlines` is empty; write its default, such as ""'
    ]


def test_rules_hold_for_the_themes_above(themes: Themes) -> None:
    """A rule given once is kept by every theme that extends the one that gives it."""
    themes.write({"b/assets/logo.svg": "<svg/>"})
    assert problems_of(
        themes,
        "settings:\n"
        "  layout: middle\n"
        "  colours: {ink: reddish}\n"
        "  secondaries: 13\n"
        "  section_stories: 2.5\n"
        "  logo: logo.png\n"
        "  measure: 42\n"
        "  serif: Source Serif 4\n",
    ) == [
        '4:18: `settings.colours.ink` is `"reddish"`; write a colour, such as `#9b1c1f`,'
        " `rgb(155 28 31)` or `firebrick`",
        '3:11: `settings.layout` is `"middle"`; write one of wide, narrow',
        '7:9: `settings.logo` is `"logo.png"`; the theme has no asset `logo.png`;'
        " did you mean `logo.svg`?",
        '8:12: `settings.measure` is `"42"`; write a length with its unit, such as `42rem`',
        "5:16: `settings.secondaries` is `13`; write a whole number from 0 to 12",
        "6:20: `settings.section_stories` is `2.5`; write a whole number from 0 to 8",
        '9:10: `settings.serif` is `"Source Serif 4"`; write font families:'
        ' `Georgia, "PT Serif", serif`',
    ]
    assert problems_of(themes, "settings: {logo: logo.svg, secondaries: 0}\n") == []


def test_rules_are_checked(themes: Themes) -> None:
    """A rule of another form, for no setting, or against the default is reported at its place."""
    assert problems_of(
        themes,
        "settings: {top: 3}\n"
        "rules:\n"
        "  layout: color\n"
        "  accent: 5..1\n"
        "  sans: []\n"
        "  serif: {a: b}\n"
        "  acent: colour\n"
        "  top: 0..2\n"
        "  shown: [false]\n",
    ) == [
        "4:11: `rules.layout` is `color`; did you mean `colour`?",
        "5:11: `rules.accent` is `5..1`; write colour, font, length, asset, a list of values,"
        " or a range such as `0..12`",
        "6:9: `rules.sans` is a list; write colour, font, length, asset, a list of values,"
        " or a range such as `0..12`",
        "7:10: `rules.serif` is a mapping; write colour, font, length, asset, a list of values,"
        " or a range such as `0..12`",
        "8:3: there is no setting `acent`; did you mean `accent`?",
        "10:3: `settings.shown` is `true`; write one of false",
        "2:17: `settings.top` is `3`; write a whole number from 0 to 2",
    ]


def test_an_added_rule_joins_those_below(themes: Themes) -> None:
    """A theme may narrow a rule, and cannot widen it."""
    assert problems_of(themes, "rules: {secondaries: 0..99}\nsettings: {secondaries: 40}\n") == [
        "3:25: `settings.secondaries` is `40`; write a whole number from 0 to 12"
    ]


@pytest.mark.parametrize(
    "text",
    ["#fff", "#9B1C1F", "#9b1c1f80", "firebrick", "Transparent", "rgb(155 28 31)",
     "rgba(155, 28, 31, 0.5)", "rgb(60% 10% 12% / 50%)", "hsl(359deg 69% 36%)",
     "hsla(359, 69%, 36%, .5)", "oklch(0.45 0.16 25)", "oklch(45% none 25 / 0.5)"],
)  # fmt: skip
def test_colours(text: str) -> None:
    """The forms that CSS has for colours of one value."""
    assert is_colour(text)


@pytest.mark.parametrize(
    "text", ["#ff", "#fffff", "red;", "rgb(1 2)", "oklch(1, 2, 3)", "var(--x)"]
)
def test_no_colours(text: str) -> None:
    """What CSS would not take, or what is more than a colour."""
    assert not is_colour(text)


def test_fonts_and_lengths() -> None:
    """Families by name, in quotes where needed; numbers with units."""
    assert is_font("Georgia, \"PT Serif\", 'Source Serif 4', Noto Naskh Arabic, serif")
    assert is_font('"Шрифт", -apple-system')
    assert not any(map(is_font, ("", "4 fonts", "a,,b", '"open', "a\nb", '"a\\"b"', "a{}")))
    assert all(map(is_length, ("42rem", "0", "66ch", "-.5em", "12.5%", "100svw")))
    assert not any(map(is_length, ("42", "rem", "1 rem", "calc(1px)", "1px;", "")))


@given(
    st.text(
        alphabet=st.sampled_from(list("#a1 ,.%\"'();{}<>\\/*:-\n\trgbhslurloklch")), max_size=40
    )
)
def test_no_value_can_leave_its_declaration(text: str) -> None:
    """What passes holds nothing that ends a declaration, opens a block, or names an address."""
    if is_colour(text) or is_font(text) or is_length(text):
        assert not re.search(r"[{};<>\\\n:]|/\*|url\(", text)


def test_settings_become_custom_properties(themes: Themes) -> None:
    """What a theme gives of style is in one sheet, for light and for dark pages."""
    themes.write(
        {
            "a/theme.yaml": "settings:\n"
            "  accent: '#004080'\n"
            "  accent_dark: '#88bbff'\n"
            "  serif: Charter, serif\n"
            "  measure: 38rem\n"
            "  colours: {ink_soft: gray}\n"
            "rules: {colours.ink_soft: colour}\n"
        }
    )
    assert themes.load("a").stylesheet == (
        "/* Made from the settings in theme.yaml. */\n"
        ":root {\n"
        "  --accent: #004080;\n"
        "  --colours-ink-soft: gray;\n"
        "  --measure: 38rem;\n"
        "}\n"
        ":root,\n"
        "[dir] {\n"
        "  --serif: Charter, serif;\n"
        "}\n"
        "@media (prefers-color-scheme: dark) {\n"
        "  :root {\n"
        "    --accent: #88bbff;\n"
        "  }\n"
        "}\n"
    )


def test_the_dark_value_of_an_accent_follows_it(themes: Themes) -> None:
    """Whoever gives the light value alone gets a lighter one of it; either may be given alone."""
    themes.write({"a/theme.yaml": "settings: {accent: navy}\n"})
    assert "  --accent: color-mix(in oklab, navy 40%, white);" in themes.load("a").stylesheet
    themes.write({"a/theme.yaml": "settings: {accent_dark: pink}\n"})
    sheet = themes.load("a").stylesheet
    assert ":root {\n  --accent" not in sheet.partition("@media")[0]
    assert "    --accent: pink;" in sheet


def test_no_sheet_without_style(themes: Themes, built_in: Theme) -> None:
    """Nothing is made while the settings say nothing of style."""
    themes.write({"a/theme.yaml": "settings: {secondaries: 2, serif: ''}\n"})
    assert themes.load("a").stylesheet == built_in.stylesheet == ""
