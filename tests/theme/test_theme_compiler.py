"""The short cuts of compiled templates, beside what the library's own compiler makes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, pass_context
from markupsafe import Markup

from backfile.theme.compiled import CompiledTemplate
from backfile.theme.compiler import ShortCode

BASE = """\
{% import "macros" as m %}
<html lang="{{ site.tag }}">{% block title %}{{ page.title }}{% endblock %}
{% block head %}<b>{{ site.name }}</b>
{% for x in site.menu %}<i>{{ x }}{{ m.wrap(x) }}{{ loop.index }}{% endfor %}
{% if site.open %}open{% else %}{{ asset("shut") }}{% endif %}{% endblock %}
{% block main %}{% endblock %}{{ m.both(page.title, site=site) }}{{ asset("icon") }}</html>
"""
MACROS = """\
{% macro wrap(x, y="<y>") %}<q title="{{ y }}">{{ x }}</q>{% endmacro %}
{% macro both(x, site) %}{{ wrap(x, y=site.name) }}{{ wrap(y=x, x="&") }}{% endmacro %}
{% macro tagged(y) %}<a{{ kwargs|xmlattr }}>{{ y }}{{ varargs|join }}</a>{% endmacro %}
{% macro maybe(x, caller=none) %}<s>{{ x }}{{ caller() if caller }}</s>{% endmacro %}
{% macro counted() %}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}
{% macro within() %}<u>{{ caller("<") }}</u>{% endmacro %}
"""
IMPORT = '{% import "macros" as m %}'
EXTENDS = '{% extends "base" %}'
TEMPLATES = (
    EXTENDS
    + '{% block main %}{{ page.title }}{{ page.parts.a }}{{ page["parts"].b }}{% endblock %}',
    EXTENDS + "{% block head %}{{ super() }}{{ self.title() }}{{ site.name }}{% endblock %}",
    EXTENDS + "{% set site = other %}{% block main %}{{ site.name }}{% endblock %}",
    EXTENDS + "{% block title %}{% set site = other %}{{ site.name }}{% endblock %}",
    IMPORT + "{% for site in sites %}{{ site.name }}{{ m.wrap(site.name) }}{% endfor %}",
    "{% for other in sites %}{% set inner = other.name %}{{ inner }}{{ site.name }}{% endfor %}",
    '{% macro asset(x) %}mine {{ x }}{% endmacro %}{{ asset("a") }}{{ site.name }}',
    IMPORT + "{{ m.counted(1, 2, a=3) }}",
    IMPORT + "{% call(x) m.within() %}{{ x }}{{ site.tag }}{% endcall %}",
    "{% set text %}{{ site.name }}{{ page.title }}{% endset %}{{ text }}{{ text.upper() }}",
    '{{ page.x is defined }}{{ page.x|default("none") }}{{ page.parts.x is defined }}',
    '{{ named("a") }}{{ "a,b".split(",")|join("-") }}{{ page.parts.get("a") }}',
    '{% for x in [1, 2] %}{{ loop.cycle("a", "b") }}{{ named(x, word=site.name) }}{% endfor %}',
    "{% for x in page.list recursive %}{{ x.n }}{{ loop(x.list) if x.list else '.' }}{% endfor %}",
    '{% with site = other %}{{ site.name }}{% endwith %}{{ site.name }}{% include "part" %}',
    "{% autoescape false %}{{ page.title }}{{ site.name }}{% endautoescape %}{{ site.name }}",
    "{% if page.title %}{{ site.name }}{{ asset(site.tag) }}{% elif site.tag %}x{% endif %}",
    "{% for x in site.menu if x != page.title %}{{ x }}{% else %}none{% endfor %}",
    "{{ site.name }}{% for page in page.words %}{{ page }}{% endfor %}",
    "{% set tag = page.words %}{{ site.name }}{% for tag in tag %}{{ tag }}{% endfor %}",
    "{% with m = page.words %}{{ site.name }}{% for m in m %}{{ m }}{% endfor %}{% endwith %}",
    "{% set x = page.title %}{{ site.name }}{% for x in site.kids %}{% else %}{{ x }}{% endfor %}",
    "{% for p in page.words %}{% with %}{% for y in site.menu[:loop.index] %}{{ y }}{% endfor %}"
    "{% endwith %}{% endfor %}",
    "{% autoescape page.raw %}{% if page.title %}{{ site.name }}{% endif %}{% endautoescape %}",
    IMPORT
    + "{% autoescape false %}{{ m.wrap('<')|e }}{{ m.wrap('a') + '<b>' }}{% endautoescape %}",
    IMPORT + "{{ m.tagged('<', 1, 2, href='/x') }}{{ m.maybe('<') }}{{ m.maybe(x='&') }}",
    IMPORT + "{{ m.tagged(*page.words) }}{% call m.maybe('<') %}{{ m.wrap('>') }}{% endcall %}",
    "{{ page.title" + ".replace('a', 'b')" * 60 + " }}{{ page.deep" + ".deep" * 60 + ".end }}",
    "{{ site.menu|length }}{{ site.menu[0] }}{{ site.menu|map('upper')|list }}",
)
FAILING = (
    "{{ page.nothing }}", "{{ page.parts.nothing.more }}", "{{ site.nothing }}", "{{ nothing() }}",
    IMPORT + "{{ m.nothing() }}", IMPORT + "{{ m.wrap() }}",
    IMPORT + "{{ m.wrap('a', z='b') }}", IMPORT + "{{ m.wrap(1, 2, 3) }}",
    "{{ page.title() }}", "{% for x in site.nothing %}{{ x }}{% endfor %}",
)  # fmt: skip


@pass_context
def named(context: Any, x: object, word: str = "") -> str:
    """Return something that only a context knows; it is called through one."""
    return f"<{context['page'].title} {x} {word}>"


def environment_of(template: str, *, short: bool) -> Environment:
    """Return an environment of the library, with its compiler or with ours."""
    files = {
        "it": template,
        "base": BASE,
        "macros": MACROS,
        "part": "{{ page.title }}{{ site.tag }}",
    }
    environment = Environment(loader=DictLoader(files), autoescape=True, undefined=StrictUndefined)
    if short:
        environment.template_class = CompiledTemplate
        environment.code_generator_class = ShortCode
    environment.globals.update(asset=lambda name: f"/assets/{name}?a&b", named=Named())
    return environment


class Named:
    """A callable that is no plain function, as what takes the context must not be."""

    @pass_context
    def __call__(self, context: Any, x: object, word: str = "") -> str:
        """Return what `named` returns."""
        return named(context, x, word)


def site_of(name: str) -> SimpleNamespace:
    """Return something to stand for a frame."""
    return SimpleNamespace(
        tag="uk", name=name, menu=["<one>", Markup("<b>two</b>")], open=False, kids=()
    )


def values_of(name: str, title: str) -> dict[str, Any]:
    """Return what a template is rendered with."""
    nested = [{"n": 1, "list": [{"n": 2, "list": []}]}]
    deep = SimpleNamespace(end="end")
    deep.deep = deep
    more = {"words": list(title), "raw": title == "A", "deep": deep}
    page = SimpleNamespace(**more, title=title, parts={"a": "<a>", "b": Markup("<b>")}, list=nested)
    return {
        "page": page,
        "site": site_of(name),
        "other": site_of("Other"),
        "sites": [site_of("1"), site_of("2")],
    }


def outcomes_of(template: str, *, short: bool) -> list[str]:
    """Render pages one after another, of one site, of another, and of the first again."""
    environment = environment_of(template, short=short)
    found, first = [], values_of("Обрій & more", "A")
    second = first | {"page": values_of("", "<B>")["page"]}
    for values in (first, second, values_of("Next", "C"), first):
        try:
            found.append(environment.get_template("it").render(values))
        except (TemplateError, TypeError) as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


@pytest.mark.parametrize("template", TEMPLATES)
def test_short_cuts_change_nothing(template: str) -> None:
    """Whatever a template names, sets, extends, imports or calls, whichever page comes next."""
    expected = outcomes_of(template, short=False)
    assert not any(text.startswith(("TypeError", "Undefined")) for text in expected)
    assert outcomes_of(template, short=True) == expected


@pytest.mark.parametrize("template", FAILING)
def test_what_fails_fails_in_the_same_words(template: str) -> None:
    """Undefined names, and macros that are called as they cannot be."""
    expected = outcomes_of(template, short=False)
    assert all(": " in text for text in expected)
    assert outcomes_of(template, short=True) == expected


def test_what_is_steady_is_rendered_once() -> None:
    """A part that names the frame alone is not evaluated again for the next page, others are."""
    asked: list[str] = []
    environment = environment_of(
        '{{ asset("a") }}{{ page.title }}{{ asset(page.title) }}', short=True
    )
    environment.globals["asset"] = lambda name: asked.append(name) or name
    template, site = environment.get_template("it"), site_of("Обрій")
    for title in ("one", "two"):
        page = SimpleNamespace(title=title)
        assert template.render(page=page, site=site) == f"a{title}{title}"
    assert asked == ["a", "one", "two"]
