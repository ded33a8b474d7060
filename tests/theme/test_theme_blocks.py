"""Blocks of templates that nothing would show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from theme.press import site_at

from backfile.theme.renderer import open_renderer

if TYPE_CHECKING:
    from theme.press import Themes


def warnings_of(themes: Themes, files: dict[str, str]) -> list[str]:
    """Return what is said of the templates of a theme."""
    themes.write({f"a/templates/{name}": text for name, text in files.items()})
    problems = open_renderer(themes.load("a"), site_at())[1]
    assert {problem.severity for problem in problems} <= {"warning"}
    return [str(problem) for problem in problems if problem.code == "unknown-block"]


def test_a_slip_in_the_name_of_a_block_is_a_warning(themes: Themes) -> None:
    """The line of the block is named, and the block that was meant."""
    source = '{% extends "super/article.html" %}\n\n{% block kiker %}\nx{% endblock %}\n'
    assert warnings_of(themes, {"article.html": source}) == [
        "themes/a/templates/article.html:3: nothing shows the block `kiker`:"
        " the template extended has none; did you mean `kicker`?"
    ]


def test_all_that_is_extended_counts(themes: Themes) -> None:
    """A block may come from any template up the chain, or stand within another block."""
    files = {
        "x.html": '{% extends "y.html" %}{% block one %}{% block new %}{% endblock %}{% endblock %}'
        "{% block two %}{% endblock %}{% block zzz %}{% endblock %}",
        "y.html": '{% extends "z.html" %}'
        "{% block one %}{% block two %}{% endblock %}{% endblock %}",
        "z.html": "{% block one %}{% endblock %}",
    }
    assert warnings_of(themes, files) == [
        "themes/a/templates/x.html:1: nothing shows the block `zzz`:"
        " the template extended has none; its blocks are one, two"
    ]


def test_what_only_a_render_knows_is_left_alone(themes: Themes) -> None:
    """Nothing is said where the parent is computed, missing, broken, or runs in a circle."""
    block = "{% block zzz %}{% endblock %}"
    files = {
        "a.html": f'{{% extends "a" ~ ".html" %}}{block}',
        "b.html": f'{{% extends "none.html" %}}{block}',
        "c.html": f'{{% extends "d.html" %}}{block}',
        "d.html": "{% if %}",
        "e.html": f'{{% extends "e.html" %}}{block}',
        "f.html": f'{{% extends "a.html" %}}{block}',
        "g.html": block,
    }
    assert warnings_of(themes, files) == []


def test_a_frame_may_have_fewer_blocks(themes: Themes) -> None:
    """Who replaces the frame need not keep what the templates below fill."""
    assert warnings_of(themes, {"base.html": "{% block main %}{% endblock %}"}) == []


def test_shadowed_templates_are_looked_at_too(themes: Themes) -> None:
    """A file that another theme shadows is named as the one that it is."""
    themes.write(
        {
            "a/theme.yaml": "extends: b\n",
            "b/templates/page.html": '{% extends "base.html" %}{% block qqq %}{% endblock %}',
        }
    )
    source = '{% extends "super/page.html" %}{% block qqq %}{% endblock %}'
    [warning] = warnings_of(themes, {"page.html": source})
    assert warning.startswith("themes/b/templates/page.html:1: nothing shows the block `qqq`")
