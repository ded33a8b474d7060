"""`load_theme`: which themes make up the one that a site names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from backfile.theme.chain import BUILT_IN, Theme, load_theme
from backfile.theme.description import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from theme.press import Themes


def _names(theme: Theme) -> list[str]:
    return [layer.shown for layer in theme.layers]


def test_a_site_needs_no_themes_folder(site_folder: Path) -> None:
    """The built-in theme is there without any file in the site."""
    theme, problems = load_theme(site_folder, "default")
    assert problems == []
    assert theme is not None
    assert _names(theme) == ["backfile/themes/default"]
    assert "base.html" in theme.layers[0].templates


def test_a_theme_without_description_extends_default(themes: Themes) -> None:
    """theme.yaml may be missing."""
    themes.write({"horizon/templates/article.html": ""})
    assert _names(themes.load("horizon")) == ["themes/horizon", "backfile/themes/default"]


def test_chain_follows_extends(themes: Themes) -> None:
    """NAME, what it extends, and so on, down to the built-in theme."""
    themes.write({"a/theme.yaml": "extends: b\n", "b/theme.yaml": "extends: default\n"})
    theme = themes.load("a")
    assert _names(theme) == ["themes/a", "themes/b", "backfile/themes/default"]
    assert theme.layers[0].folder == str((themes.folder / "themes/a").resolve())


def test_own_default_extends_the_built_in_one(themes: Themes) -> None:
    """A site's themes/default shadows the built-in theme, and other themes extend it."""
    themes.write({"default/theme.yaml": "extends: default\n", "a/theme.yaml": "settings: {}\n"})
    assert _names(themes.load("default")) == ["themes/default", "backfile/themes/default"]
    assert _names(themes.load("a")) == ["themes/a", "themes/default", "backfile/themes/default"]


def test_settings_are_merged_mapping_by_mapping(themes: Themes) -> None:
    """The theme nearest to the site wins, key by key."""
    themes.write(
        {
            "a/theme.yaml": "extends: b\nsettings: {colours: {ink: red}, secondaries: 2}\n",
            "b/theme.yaml": "settings:\n  colours: {ink: black, paper: white}\n",
        }
    )
    settings = themes.load("a").settings
    assert settings["secondaries"] == 2
    assert settings["colours"] == {"ink": "red", "paper": "white"}


def test_unknown_theme_names_the_nearest(site_folder: Path) -> None:
    """A slip in site.yaml is answered with the theme that was meant."""
    theme, problems = load_theme(site_folder, "defualt")
    assert theme is None
    assert [str(problem) for problem in problems] == [
        "site.yaml: there is no theme `defualt`; did you mean `default`?"
    ]


def test_unknown_parent_has_its_place(themes: Themes) -> None:
    """A slip in `extends` is reported at the value."""
    themes.write({"horizon/theme.yaml": "settings: {}\nextends: horizom\n"})
    theme, problems = load_theme(themes.folder, "horizon")
    assert theme is None
    assert str(problems[0]) == (
        "themes/horizon/theme.yaml:2:10: there is no theme `horizom`; did you mean `horizon`?"
    )


def test_a_name_is_never_a_path(site_folder: Path) -> None:
    """Theme names cannot reach outside the folders of themes."""
    for name in ("../default", "..", ".", "", "/", "default/../default"):
        assert load_theme(site_folder, name or "./")[0] is None


def test_circles_are_named(themes: Themes) -> None:
    """Themes that extend one another are an error with the whole circle."""
    themes.write({"a/theme.yaml": "extends: b\n", "b/theme.yaml": "extends: a\n"})
    theme, problems = load_theme(themes.folder, "a")
    assert theme is None
    assert str(problems[0]) == (
        "themes/b/theme.yaml:1:10: themes extend one another in a circle: a → b → a; break it"
    )


def test_unknown_keys_are_errors(themes: Themes) -> None:
    """Every unknown key is reported, with the nearest known one."""
    themes.write({"a/theme.yaml": "extend: default\nsettings: {}\nphotos: []\n"})
    _, problems = load_theme(themes.folder, "a")
    assert [str(problem) for problem in problems] == [
        "themes/a/theme.yaml:1:1: unknown key `extend`; did you mean `extends`?",
        f"themes/a/theme.yaml:3:1: unknown key `photos`; known keys are {', '.join(KEYS)}",
    ]
    assert {problem.severity for problem in problems} == {"error"}


def test_wrong_types_are_errors(themes: Themes) -> None:
    """A list of themes or a text of settings is refused; empty settings are none."""
    themes.write({"a/theme.yaml": "extends: [default]\nsettings: dark\n"})
    themes.write({"b/theme.yaml": "- default\n", "c/theme.yaml": "settings:\n"})
    codes = [(p.line, p.code) for p in load_theme(themes.folder, "a")[1]]
    assert codes == [(1, "wrong-type"), (2, "wrong-type")]
    assert [p.code for p in load_theme(themes.folder, "b")[1]] == ["wrong-type"]
    assert load_theme(themes.folder, "c")[1] == []


def test_links_may_not_leave_the_site(themes: Themes) -> None:
    """A symbolic link in a theme stays inside the site folder, and ends somewhere."""
    themes.write({"a/templates/x.html": "", "a/assets/a.css": ""})
    folder = themes.folder / "themes/a"
    (folder / "templates/out.html").symlink_to(BUILT_IN / "default/templates/base.html")
    (folder / "templates/gone.html").symlink_to(folder / "nowhere")
    (folder / "templates/round").symlink_to(folder / "templates")
    (folder / "templates/y.html").symlink_to(folder / "templates/x.html")
    theme, problems = load_theme(themes.folder, "a")
    assert theme is not None
    assert theme.layers[0].templates == ("x.html", "y.html")
    assert [problem.path for problem in problems] == [
        "themes/a/templates/gone.html",
        "themes/a/templates/out.html",
        "themes/a/templates/round",
    ]


def test_hidden_files_are_left_out(themes: Themes) -> None:
    """What editors and file managers leave behind is not published."""
    themes.write({"a/assets/.DS_Store": "", "a/assets/css/x.css": "", "a/assets/.git/x": ""})
    assert themes.load("a").layers[0].assets == ("css/x.css",)


def test_a_theme_can_be_sent_to_another_process(built_in: Theme) -> None:
    """A theme is a plain value."""
    data = msgspec.msgpack.encode(built_in)
    assert msgspec.msgpack.decode(data, type=Theme) == built_in
