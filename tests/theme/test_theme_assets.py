"""Assets: addresses that name their bytes, and references that follow them."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.fingerprint import digest_of
from backfile.theme.assets import assets_of, published_name_of, read_asset

if TYPE_CHECKING:
    from theme.press import Themes

    from backfile.theme.chain import Theme


def test_address_names_the_bytes(themes: Themes) -> None:
    """`/assets/NAME.DIGEST.EXT`, with 16 hexadecimal digits of BLAKE2b over the file."""
    themes.write({"a/assets/fonts/serif.min.woff2": b"font"})
    asset = assets_of(themes.load("a"))[0]["fonts/serif.min.woff2"]
    digest = hashlib.blake2b(b"font", digest_size=16)
    assert asset.digest == digest.digest()
    assert asset.url == f"/assets/fonts-serif.min.{digest.hexdigest()[:16]}.woff2"
    assert read_asset(asset) == b"font"


def test_references_follow_the_published_names(themes: Themes) -> None:
    """`url()` and `@import` in a stylesheet lead to the published assets."""
    sheet = (
        b'@import "base.css";\n/* url(absent.png) */\n'
        b"@font-face { src: url( '../fonts/a.woff2?#iefix' ), url(https://x.example/b.woff2) }\n"
        b"i { background: url(data:image/png;base64,AA) url(#clip) url(/favicon.ico) }\n"
    )
    themes.write(
        {"a/assets/css/x.css": sheet, "a/assets/css/base.css": "", "a/assets/fonts/a.woff2": "f"}
    )
    assets, problems = assets_of(themes.load("a"))
    assert problems == []
    font = assets["fonts/a.woff2"].output.removeprefix("assets/")
    base = assets["css/base.css"].output.removeprefix("assets/")
    expected = sheet.replace(b"../fonts/a.woff2", font.encode()).replace(b"base.css", base.encode())
    assert read_asset(assets["css/x.css"]) == expected
    assert assets["css/x.css"].digest == hashlib.blake2b(expected, digest_size=16).digest()


def test_a_changed_font_changes_its_stylesheets(themes: Themes) -> None:
    """The address of a stylesheet covers what it refers to, and nothing else."""
    themes.write({"a/assets/x.css": "@font-face{src:url(f.woff2)}", "a/assets/y.css": "b{}"})
    themes.write({"a/assets/f.woff2": "1"})
    before = assets_of(themes.load("a"))[0]
    themes.write({"a/assets/f.woff2": "2"})
    after = assets_of(themes.load("a"))[0]
    assert before["x.css"].url != after["x.css"].url
    assert before["y.css"].url == after["y.css"].url


def test_missing_references_have_their_line(themes: Themes) -> None:
    """A stylesheet that names an asset that is not there is an error."""
    themes.write(
        {"a/assets/x.css": "b{}\ni{background:url(pictur.png)}", "a/assets/picture.png": ""}
    )
    problems = assets_of(themes.load("a"))[1]
    assert [str(problem) for problem in problems] == [
        "themes/a/assets/x.css:2: the theme has no asset `pictur.png`; did you mean `picture.png`?"
    ]


def test_circles_of_stylesheets_are_errors(themes: Themes) -> None:
    """Sheets that import one another have no digest; the one that closes the circle says so."""
    themes.write({"a/assets/x.css": '@import "y.css";', "a/assets/y.css": '@import "x.css";'})
    problems = assets_of(themes.load("a"))[1]
    assert [problem.path for problem in problems] == ["themes/a/assets/y.css"]
    assert "break the circle" in problems[0].message


def test_references_cannot_leave_the_assets(themes: Themes) -> None:
    """`../` above assets/ is a missing asset, not a file of the machine."""
    themes.write({"a/assets/x.css": "i{background:url(../theme.yaml)}", "a/theme.yaml": "{}"})
    assert [problem.code for problem in assets_of(themes.load("a"))[1]] == ["asset-reference"]


def test_names_stand_in_addresses_as_they_are(themes: Themes) -> None:
    """A name that would need escaping in an address is refused."""
    themes.write({"a/assets/my font.woff2": ""})
    assert [problem.code for problem in assets_of(themes.load("a"))[1]] == ["asset-name"]


def test_a_file_shadows_the_one_of_the_same_path(themes: Themes) -> None:
    """A theme's own asset stands before that of the theme it extends."""
    themes.write({"a/assets/icon.svg": "<svg/>"})
    assert read_asset(assets_of(themes.load("a"))[0]["icon.svg"]) == b"<svg/>"


def test_settings_of_style_are_an_asset(themes: Themes) -> None:
    """`settings.css` is published under the digest of its bytes, unless a theme has its own."""
    themes.write({"a/theme.yaml": "settings: {accent: teal}\n"})
    asset = assets_of(themes.load("a"))[0]["settings.css"]
    data = read_asset(asset)
    assert b"--accent: teal;" in data
    assert asset.output == f"assets/{published_name_of('settings.css', asset.digest)}"
    assert asset.digest == digest_of(data)
    themes.write({"a/assets/settings.css": "b{}"})
    assert read_asset(assets_of(themes.load("a"))[0]["settings.css"]) == b"b{}"


@given(st.lists(st.from_regex(r"[a-z0-9_.]{1,8}", fullmatch=True), min_size=1, max_size=3))
def test_published_names_are_one_segment(parts: list[str]) -> None:
    """Whatever its folders, an asset lies directly in /assets/, with its suffix last."""
    name = "/".join(parts)
    published = published_name_of(name, b"\x01" * 16)
    assert "/" not in published
    assert ".0101010101010101" in published


def _sheets_of(theme: Theme) -> str:
    assets, problems = assets_of(theme)
    assert problems == []
    return "".join(read_asset(assets[name]).decode() for name in ("tokens.css", "site.css"))


def _rules_of(sheets: str) -> str:
    """Return *sheets* without comments and the conditions of `@media`."""
    return re.sub(r"/\*.*?\*/|@media[^{]*", "", sheets, flags=re.DOTALL)


def test_stylesheets_of_the_built_in_theme(built_in: Theme) -> None:
    """They are small, know no left and right, and ask no other host for anything."""
    sheets = _sheets_of(built_in)
    assert len(gzip.compress(sheets.encode(), mtime=0)) < 15_000
    rules = _rules_of(sheets)
    sided = r"(?<![-\w])(?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom):\s"
    assert re.findall(rf"{sided}|(?<![-\w])(?:width|height):\s", rules) == []
    assert re.findall(r"(?:float|clear|text-align):\s*(?:left|right)", rules) == [
        "text-align: left"
    ]
    assert "pre { overflow-x" in rules  # which is code, and the one that is aligned left
    assert "://" not in sheets
    for feature in ("prefers-color-scheme: dark", "@media print", ":focus-visible"):
        assert feature in sheets


def test_stylesheets_name_nothing_that_is_not_there(built_in: Theme) -> None:
    """Every property used is defined and every one defined is used; no class is unheard of."""
    rules = _rules_of(_sheets_of(built_in))
    defined = set(re.findall(r"(--[\w-]+):", rules))
    assert defined == set(re.findall(r"var\((--[\w-]+)", rules))
    layer = built_in.layers[-1].folder
    templates = " ".join(path.read_text() for path in sorted(Path(layer, "templates").iterdir()))
    markup = "table align-center align-right footnote-backref footnote-item footnote-ref"
    words = set(re.findall(r"[\w-]+", f"{templates} {markup} footnotes footnotes-sep"))
    made = r"(?:focus-[xy]|level|of)-[\w-]+"
    classes = set(re.findall(r"\.([a-z][\w-]*)(?![^{]*[;}])", rules))
    assert {name for name in classes if not re.fullmatch(made, name)} <= words


def _luminance_of(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_both_schemes(built_in: Theme, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: every colour of text has a contrast of 4.5 on every ground."""
    sheet = read_asset(assets_of(built_in)[0]["tokens.css"]).decode()
    light, dark = sheet.split("@media (prefers-color-scheme: dark)")[:2]
    part = dark.partition("@media")[0] if scheme == "dark" else light
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", part))
    for text in ("ink", "quiet", "accent"):
        for ground in ("paper", "shade"):
            pair = sorted(_luminance_of(colours[name]) for name in (text, ground))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (text, ground)
