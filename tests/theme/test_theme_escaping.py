"""What replaces the library's escaping and JSON in compiled templates, beside the library's own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from backfile.theme.compiled import CompiledTemplate
from backfile.theme.compiler import ShortCode
from backfile.theme.escaping import to_json


class Loud(str):
    """A text of another class, as libraries make them."""

    __slots__ = ()


class Safe:
    """Something that says itself what it is in HTML."""

    def __html__(self) -> str:
        """Return it."""
        return "<i>safe</i>"


class Plain:
    """Something that has a text, which needs escaping."""

    def __str__(self) -> str:
        """Return it."""
        return "<plain> & 'more'"


VALUES: tuple[Any, ...] = (
    "", "text", "& < > \" '", "<script>\u2028</script>", Markup("<b>&amp;</b>"), Loud("<a>"),
    None, True, 0, -1.5, date(2025, 8, 23), ["<", Markup("<")], {"<": 1}, Safe(), Plain(),
)  # fmt: skip

LINES = (
    "{{ value }}",
    "{{ value|safe }}",
    "{{ value|upper }}",
    "{{ value ~ '<' ~ value }}",
    "{{ value|string|escape|escape }}",
    "{% autoescape false %}{{ value }}{{ '<'|escape }}{% endautoescape %}",
    "{% set kept %}{{ value }}<{% endset %}{{ kept }}{{ kept|length }}{{ kept|escape }}",
    "{% filter upper %}{{ value }}<{% endfilter %}",
    "{% macro show(x) %}<p>{{ x }}{{ caller() }}</p>{% endmacro %}"
    "{% call show(value) %}{{ value }}{% endcall %}",
    "{% import 'part' as part %}{{ part.show(value) }}{% include 'part' %}",
    "{% for one in [value, value] %}{{ loop.cycle('<', '>') }}{{ one }}{% endfor %}",
    "{{ [value, '<']|join(', ') }}{{ (value, '&')|list }}",
)
PART = "{% macro show(x) %}<q>{{ x }}</q>{% endmacro %}{{ value }}"


def _render(line: str, value: Any, template_class: type[Any] | None) -> str:
    environment = Environment(loader=DictLoader({"line": line, "part": PART}), autoescape=True)
    if template_class:
        environment.template_class = template_class
        environment.code_generator_class = ShortCode
    return environment.get_template("line").render(value=value)


@pytest.mark.parametrize("line", LINES)
def test_templates_give_what_the_library_gives(line: str) -> None:
    """Whatever is escaped, and however a template goes about it."""
    for value in VALUES:
        assert _render(line, value, CompiledTemplate) == _render(line, value, None)


def test_json_takes_what_is_safe_in_html_as_text() -> None:
    """A message, or what a macro made, is text like any other; its signs stay escaped."""
    assert to_json(Markup("<b>")) == '"\\u003cb\\u003e"'
    assert json.loads(to_json({"a": [Markup("x"), Loud("y")]})) == {"a": ["x", "y"]}
    line = "{% macro show() %}<q>{% endmacro %}{{ show()|tojson }}"
    environment = Environment(autoescape=True)
    environment.filters["tojson"] = to_json
    assert environment.from_string(line).render() == '"\\u003cq\\u003e"'


def test_json_can_be_laid_out() -> None:
    """As the library's filter can."""
    assert to_json({"a": [1, "</script>"]}, 2) == (
        '{\n  "a": [\n    1,\n    "\\u003c/script\\u003e"\n  ]\n}'
    )


def test_json_refuses_what_it_has_no_form_for() -> None:
    """A thing of no known kind is an error, not a guess."""
    with pytest.raises(TypeError, match="Plain has no form in JSON"):
        to_json([Plain()])
