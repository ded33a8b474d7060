"""Rendering: where templates come from, what they may use, and what happens when they fail."""

from __future__ import annotations

import multiprocessing
import pickle
from typing import TYPE_CHECKING

import pytest
from theme.press import LANGUAGES, Press, site_at

from backfile.theme.chain import load_theme
from backfile.theme.failure import TemplateFailure
from backfile.theme.renderer import open_renderer

if TYPE_CHECKING:
    from theme.press import Themes

    from backfile.theme.renderer import Renderer


def _render(renderer: Renderer, template: str, press: Press) -> str:
    return renderer.render(template, press.article_page(), press.frame())


def test_a_file_shadows_the_one_of_the_theme_extended(themes: Themes, ukrainian: Press) -> None:
    """Every template of a theme can be replaced, also one that others include."""
    themes.write(
        {
            "a/templates/404.html": "mine",
            "a/templates/base.html": "<{% block main %}{% endblock %}>",
        }
    )
    renderer = themes.open("a")
    assert _render(renderer, "404.html", ukrainian) == "mine"
    assert _render(renderer, "chooser.html", ukrainian).startswith("<<nav")


def test_super_is_the_next_theme_up_that_has_the_file(themes: Themes, ukrainian: Press) -> None:
    """`super/NAME` climbs the chain from the theme in which the referring file lies."""
    themes.write(
        {
            "a/theme.yaml": "extends: b",
            "a/templates/x.html": '{% extends "super/x.html" %}'
            "{% block t %}a{{ super() }}{% endblock %}",
            "b/theme.yaml": "extends: c",
            "c/templates/x.html": '{% extends "super/x.html" %}'
            "{% block t %}c{{ super() }}{% endblock %}",
            "c/theme.yaml": "extends: d",
            "d/templates/x.html": '[{% block t %}d{% endblock %}{% include "y.html" %}]',
            "d/templates/y.html": "y",
            "a/templates/y.html": 'a{% include "super/y.html" %}',
        }
    )
    assert _render(themes.open("a"), "x.html", ukrainian) == "[acday]"


def test_everything_is_escaped_whatever_the_file_is_called(
    themes: Themes, ukrainian: Press
) -> None:
    """Escaping does not go by the suffix."""
    names = ("x.html", "x.svg", "x.atom", "x.html.j2", "x.txt")
    themes.write({f"a/templates/{name}": "{{ page.article.title }}" for name in names})
    renderer = themes.open("a")
    for name in names:
        assert _render(renderer, name, ukrainian) == "Kremlin finds &lt;new&gt; reasons"


def test_filters_and_messages_follow_the_language(themes: Themes) -> None:
    """One compiled template speaks each language, also where all of it is constant."""
    themes.write(
        {
            "a/templates/x.html": '{{ 12345|number }} {{ "2026-11-02"|long_date }} {{ _("Tags") }} '
            "{% trans n=2 %}One{% pluralize %}{{ n }} of 100%{% endtrans %} "
            '{{ ngettext("a","b",2) }}'
        }
    )
    renderer = themes.open("a")
    texts = {
        press.language.tag: _render(renderer, "x.html", press) for press in map(Press, LANGUAGES)
    }
    assert texts["en"] == "12,345 November 2, 2026 Tags 2 of 100% b"
    assert " ".join(texts["ru"].split()) == "12 345 2 ноября 2026 г. Теги 2 of 100% b"
    assert len(set(texts.values())) == len(LANGUAGES)


def test_phrases_escape_what_they_are_given(themes: Themes, ukrainian: Press) -> None:
    """A translation is HTML; a value put into it is text, unless it is HTML itself."""
    themes.write(
        {
            "a/templates/x.html": '{{ _("Updated %(time)s", time="<b>") }}'
            '{{ pgettext("c", "<i> 5%%") }}',
            "a/messages/uk.po": 'msgid ""\nmsgstr ""\n\n'
            'msgid "Updated %(time)s"\nmsgstr "<i>%(time)s</i>"\n',
        }
    )
    assert _render(themes.open("a"), "x.html", ukrainian) == "<i>&lt;b&gt;</i><i> 5%"


def test_messages_are_merged_one_by_one(themes: Themes, ukrainian: Press) -> None:
    """A theme's own words stand before those it inherits, which stay for the rest."""
    themes.write(
        {
            "a/templates/x.html": '{{ _("Tags") }} {{ _("Older") }}',
            "a/messages/uk.po": 'msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "Мітки"\n',
        }
    )
    assert _render(themes.open("a"), "x.html", ukrainian) == "Мітки Раніше"


def test_broken_messages_name_their_file(themes: Themes) -> None:
    """A bad message file is a problem with the path as its author knows it."""
    themes.write({"a/messages/uk.po": 'msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "%(x)s"\n'})
    _, problems = open_renderer(themes.load("a"), site_at())
    assert [(problem.path, problem.line) for problem in problems] == [
        ("themes/a/messages/uk.po", 4)
    ]


def test_nothing_changes_from_render_to_render(themes: Themes, ukrainian: Press) -> None:
    """Chance and filler text are not to be had."""
    themes.write({"a/templates/x.html": "{{ [1]|random }}", "a/templates/y.html": "{{ lipsum() }}"})
    renderer = themes.open("a")
    for name in ("x.html", "y.html"):
        with pytest.raises(TemplateFailure):
            _render(renderer, name, ukrainian)


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("\n{{ nothing }}", 2, "`nothing` is not defined"),
        ("{% if %}", 1, "Expected an expression, got 'end of statement block'"),
        ("\n\n{{ 1|nofilter }}", 3, "No filter named 'nofilter'."),
        (
            "\n{{ page.artcle }}",
            2,
            "`ArticlePage` has no `artcle`; did you mean `article`?",
        ),
        (
            "{% set queries = {'latest': 1} %}\n{{ queries.latests }}",
            2,
            "this mapping has no `latests`; did you mean `latest`?",
        ),
        ("{{ [1].first }}", 1, "this list has no `first`"),
        ("{{ 1 // 0 }}", 1, "ZeroDivisionError: integer division or modulo by zero"),
        (
            '\n{% include "artcle.html" %}',
            2,
            "the theme has no template `artcle.html`; did you mean `article.html`?",
        ),
        (
            '{{ asset("ste.css") }}',
            1,
            "the theme has no asset `ste.css`; did you mean `site.css`?",
        ),
        (
            '{% extends "super/x.html" %}',
            1,
            "the theme has no template `super/x.html`; did you mean `x.html`?",
        ),
        (
            '{% include "x.html" %}',
            1,
            "templates extend or include one another without end; to extend",
        ),
    ],
)
def test_failures_name_file_and_line(
    themes: Themes, ukrainian: Press, source: str, line: int, message: str
) -> None:
    """Whatever goes wrong in a template is reported where it stands, in one line."""
    themes.write({"a/templates/x.html": source})
    with pytest.raises(TemplateFailure) as caught:
        _render(themes.open("a"), "x.html", ukrainian)
    assert str(caught.value).startswith(f"themes/a/templates/x.html:{line}: {message}")
    assert "\n" not in str(caught.value)


def test_failures_travel_between_processes(themes: Themes, ukrainian: Press) -> None:
    """A worker can send back what went wrong in a template."""
    themes.write({"a/templates/x.html": "{{ nothing }}"})
    with pytest.raises(TemplateFailure) as caught:
        _render(themes.open("a"), "x.html", ukrainian)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_syntax_errors_name_the_included_file(themes: Themes, ukrainian: Press) -> None:
    """What cannot be compiled is named, not what includes it."""
    themes.write({"a/templates/x.html": '\n{% include "bad.html" %}'})
    themes.write({"a/templates/bad.html": "\n{% for x in y %}"})
    with pytest.raises(TemplateFailure, match=r"^themes/a/templates/bad\.html:2: Unexpected end"):
        _render(themes.open("a"), "x.html", ukrainian)


def test_failures_below_the_surface(themes: Themes, ukrainian: Press) -> None:
    """The innermost template is the one that is named: a macro that another file calls."""
    themes.write(
        {
            "a/templates/x.html": '{% import "m.html" as m %}\n{{ m.f() }}',
            "a/templates/m.html": "{% macro f() %}\n\n{{ gone }}{% endmacro %}",
        }
    )
    with pytest.raises(
        TemplateFailure, match=r"^themes/a/templates/m\.html:3: `gone` is not defined"
    ):
        _render(themes.open("a"), "x.html", ukrainian)


def test_a_template_that_does_not_exist(renderer: Renderer, ukrainian: Press) -> None:
    """An article may name a template; one that is not there is an error with the nearest."""
    assert renderer.has_template("article.html")
    assert not renderer.has_template("artikel.html")
    assert renderer.missing("artikel.html").endswith("did you mean `article.html`?")
    with pytest.raises(TemplateFailure, match=r"did you mean `article\.html`"):
        _render(renderer, "artikel.html", ukrainian)


def test_templates_that_are_not_utf8(themes: Themes, ukrainian: Press) -> None:
    """A template in another encoding is an error with its line."""
    themes.write({"a/templates/x.html": b"ok\n\xd0\n"})
    with pytest.raises(
        TemplateFailure, match=r"^themes/a/templates/x\.html:2: byte 3 is not UTF-8"
    ):
        _render(themes.open("a"), "x.html", ukrainian)


def test_compiling_everything_finds_what_no_page_uses(themes: Themes) -> None:
    """`compile_templates` fails at a template with an error, though nothing renders it."""
    themes.write({"a/templates/unused.html": "{% endif %}"})
    with pytest.raises(TemplateFailure, match=r"unused\.html:1"):
        themes.open("a").compile_templates()


def test_a_language_without_messages_is_reported(themes: Themes) -> None:
    """A page that would speak English by default is a warning, once for each language."""
    from msgspec.structs import replace

    from backfile.model import Language

    site = replace(
        site_at(), languages=(*LANGUAGES, Language("eo", "eo", "EO", "Esperanto", "ltr"))
    )
    theme, _ = load_theme(themes.folder, "default")
    assert theme is not None
    _, problems = open_renderer(theme, site)
    assert [(problem.severity, problem.code) for problem in problems] == [
        ("warning", "no-messages")
    ]


def test_closure_covers_what_a_template_draws_on(themes: Themes) -> None:
    """It changes with each file that the template reaches, and with no other."""
    files = {
        "a/templates/x.html": '{% extends "frame.html" %}{% import "m.html" as m %}'
        '{% include ["no.html", "in.html"] ignore missing %}',
        "a/templates/frame.html": '{{ asset("x.css") }}',
        "a/templates/m.html": "",
        "a/templates/in.html": "",
        "a/templates/other.html": '{{ asset("y.css") }}',
        "a/assets/x.css": "@font-face{src:url(f.woff2)}",
        "a/assets/f.woff2": "",
        "a/assets/y.css": "",
        "a/messages/uk.po": 'msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "A"\n',
    }
    themes.write(files)
    before = themes.open("a").closure_of("x.html", "uk")
    assert themes.open("a").closure_of("x.html", "uk") == before
    changes = {
        "a/templates/x.html": True,
        "a/templates/frame.html": True,
        "a/templates/m.html": True,
        "a/templates/in.html": True,
        "a/templates/no.html": True,
        "a/templates/other.html": False,
        "a/assets/x.css": True,
        "a/assets/f.woff2": True,
        "a/assets/y.css": False,
    }
    for name, matters in changes.items():
        themes.write(files)
        (themes.folder / "themes/a/templates/no.html").unlink(missing_ok=True)
        themes.write({name: files.get(name, "") + " "})
        assert (themes.open("a").closure_of("x.html", "uk") != before) == matters, name


def test_closure_covers_the_words_of_its_language(themes: Themes) -> None:
    """An edited message makes the pages of its language stale, and no others."""
    themes.write({"a/templates/x.html": ""})
    before = {tag: themes.open("a").closure_of("x.html", tag) for tag in ("uk", "en")}
    themes.write({"a/messages/uk.po": 'msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "A"\n'})
    after = {tag: themes.open("a").closure_of("x.html", tag) for tag in ("uk", "en")}
    assert before["uk"] != after["uk"]
    assert before["en"] == after["en"]


@pytest.mark.parametrize(
    "source",
    ["{% include page.name %}", '{% set f = asset %}{{ f("y.css") }}', "{{ asset(page.name) }}"],
)
def test_closure_of_computed_names_covers_everything(themes: Themes, source: str) -> None:
    """A name that only a render knows may mean any template, or any asset."""
    themes.write({"a/templates/x.html": source, "a/templates/y.html": "", "a/assets/y.css": ""})
    before = themes.open("a").closure_of("x.html", "uk")
    changed = "a/templates/y.html" if "include" in source else "a/assets/y.css"
    themes.write({changed: "b{}"})
    assert themes.open("a").closure_of("x.html", "uk") != before
    assert themes.open("a").closure_of("missing.html", "uk") != before


def test_closure_covers_the_asset_that_a_setting_names(themes: Themes) -> None:
    """`asset(site.settings.logo)` draws on that asset alone; `has_asset` on whether it is there."""
    files = {
        "a/theme.yaml": "settings: {logo: l.svg}\n",
        "a/templates/x.html": '{{ asset(site.settings.logo) }}{{ has_asset("h.css") }}',
        "a/assets/l.svg": "<svg/>",
    }
    themes.write(files)
    before = themes.open("a").closure_of("x.html", "uk")
    themes.write({"a/assets/y.css": ""})
    assert themes.open("a").closure_of("x.html", "uk") == before
    themes.write({"a/assets/l.svg": "<svg />"})
    changed = themes.open("a").closure_of("x.html", "uk")
    assert changed != before
    themes.write({"a/assets/h.css": ""})
    assert themes.open("a").closure_of("x.html", "uk") not in {before, changed}


def test_closure_survives_circles_and_errors(themes: Themes) -> None:
    """Templates that include one another, or do not parse, have a closure all the same."""
    themes.write(
        {
            "a/templates/x.html": '{% include "y.html" %}',
            "a/templates/y.html": '{% include "x.html" %}{% include "z.html" %}',
            "a/templates/z.html": "{% if %}",
        }
    )
    assert len(themes.open("a").closure_of("x.html", "uk")) == 16


def test_a_renderer_crosses_a_fork(renderer: Renderer, ukrainian: Press) -> None:
    """What the parent has compiled, a forked worker renders with, to the same bytes."""
    renderer.compile_templates()
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def work() -> None:
        there.send(_render(renderer, "article.html", ukrainian))

    worker = context.Process(target=work)
    worker.start()
    assert here.poll(30)
    assert here.recv() == _render(renderer, "article.html", ukrainian)
    worker.join()
