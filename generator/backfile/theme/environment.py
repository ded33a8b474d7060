"""
The Jinja environment: where templates come from, and what they may use.

There is one environment per language, so that filters and messages are bound
to it once and a render binds nothing.  The code of a template is compiled once
for all of them: filters that speak a language take the context, which keeps
Jinja from computing `{{ 5|number }}` while it compiles.

**Names.**  `article.html` is the file of that path nearest to the theme in use.
A template that shadows another reaches it as `super/article.html`: the file of
that path in the next theme up the chain that has one, seen from the theme in
which the *referring* file lies::

    {# themes/horizon/templates/article.html #}
    {% extends "super/article.html" %}
    {% block byline %}{{ super() }} …{% endblock %}

**Not there.**  Whatever would make the same input give other bytes: the filter
`random`, the global `lipsum`.  There is no clock.  Undefined names are errors.

Imports: language, model, errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, BytecodeCache, Environment, Template, TemplateNotFound

from backfile.errors import Problem
from backfile.theme.compiled import CompiledTemplate
from backfile.theme.compiler import ShortCode
from backfile.theme.escaping import to_json
from backfile.theme.failure import CODE, TemplateFailure
from backfile.theme.phrases import phrases_of
from backfile.theme.undefined import NotThere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from types import CodeType

    from jinja2.bccache import Bucket

    from backfile.language.messages import Messages
    from backfile.theme.chain import Theme

SUPER = "super/"
"""Prefix by which a template names what it shadows."""

_EXTENSIONS = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]


class ThemeLoader(BaseLoader):
    """
    Finds templates along the chain of a theme.

    Inside Jinja, a file reached by `super/` is called `super:LAYER/NAME`, with
    the number of its layer, because one name must always mean one file.
    """

    def __init__(self, theme: Theme) -> None:
        """Serve the templates of *theme*."""
        self.theme = theme

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """Return (source, file name for messages, None: never checked again)."""
        del environment
        layer, name = self.locate(template)
        shown = f"{self.theme.layers[layer].shown}/templates/{name}"
        data = Path(self.theme.layers[layer].folder, "templates", name).read_bytes()
        try:
            return data.decode("utf-8-sig"), shown, None
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"byte {error.start} is not UTF-8; save the template as UTF-8"
            raise TemplateFailure(Problem(shown, line, 0, CODE, message)) from None

    def list_templates(self) -> list[str]:
        """Return the name of every template, sorted; shadowed ones once."""
        return sorted({name for layer in self.theme.layers for name in layer.templates})

    def locate(self, template: str) -> tuple[int, str]:
        """Return (layer, name in its templates/), or raise TemplateNotFound."""
        if template.startswith("super:"):
            number, _, name = template.removeprefix("super:").partition("/")
            return int(number), name
        for index, layer in enumerate(self.theme.layers):
            if template in layer.templates:
                return index, template
        raise TemplateNotFound(template)

    def name_in(self, layer: int, template: str) -> str:
        """Return what the file *template* of a layer is called inside Jinja."""
        return template if self.locate(template)[0] == layer else f"super:{layer}/{template}"

    def names_from(self, template: str) -> list[str]:
        """Return what a template, and those that it shadows, are called inside Jinja."""
        first, name = self.locate(template)
        layers = enumerate(self.theme.layers[first:], first)
        return [self.name_in(index, name) for index, layer in layers if name in layer.templates]

    def resolve(self, template: str, parent: str) -> str:
        """Return what *template* is called inside Jinja when *parent* refers to it."""
        if not template.startswith(SUPER):
            return template
        name = template.removeprefix(SUPER)
        below = self.locate(parent)[0] + 1
        for index, layer in enumerate(self.theme.layers[below:], below):
            if name in layer.templates:
                return f"super:{index}/{name}"
        return template  # which no theme has: Jinja says so, where it is named


class _ThemeEnvironment(Environment):
    """An environment in which `super/` works."""

    template_class = CompiledTemplate
    code_generator_class = ShortCode

    def __init__(self, **options: Any) -> None:
        """Begin with no template loaded."""
        super().__init__(**options)
        self._loaded: dict[tuple[str, str | None], Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as Jinja names it
    ) -> Template:
        """Return the template that *parent* means by *name*; what was returned once stays."""
        if not isinstance(name, str):
            return name
        template = self._loaded.get((name, parent))
        if template is None:
            template = self._loaded[name, parent] = super().get_template(name, parent, globals)
        return template

    def join_path(self, template: str, parent: str) -> str:
        """Resolve *template* as *parent* means it."""
        assert isinstance(self.loader, ThemeLoader)
        return self.loader.resolve(template, parent)


class CompiledTemplates(BytecodeCache):
    """Compiled code, shared by the environments of all languages; in memory only."""

    def __init__(self) -> None:
        """Begin with nothing compiled."""
        self._codes: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket* when another language has compiled the template."""
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key] = bucket.code


def open_environment(
    loader: ThemeLoader,
    compiled: CompiledTemplates,
    messages: Messages,
    filters: Mapping[str, Callable[..., Any]],
    functions: Mapping[str, Callable[..., Any]],
) -> Environment:
    """Return the environment of one language; *filters* and *functions* are bound to it."""
    environment = _ThemeEnvironment(
        loader=loader,
        bytecode_cache=compiled,
        extensions=_EXTENSIONS,
        autoescape=True,
        undefined=NotThere,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    del environment.filters["random"], environment.globals["lipsum"]
    # Half of a filter that takes lists looks whether the environment is asynchronous.
    environment.filters.update(
        {
            name: f.__wrapped__
            for name, f in environment.filters.items()
            if hasattr(f, "jinja_async_variant")
        }
    )
    environment.filters["tojson"] = to_json
    environment.filters.update(filters)
    environment.globals.update(functions)
    environment.globals.update(phrases_of(messages))
    takers = [name for name, f in environment.globals.items() if hasattr(f, "jinja_pass_arg")]
    assert not takers, f"{takers} would be called without the context that they want"
    vars(environment)["newstyle_gettext"] = True  # what `phrases` is, for {% trans %}
    return environment
