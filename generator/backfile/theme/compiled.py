"""
Compiled templates at run time: what their code calls besides the theme's own functions.

Jinja's classes, each without what a page of ours never needs:

- `PlainMacro` fills its arguments and calls, where code is known to stand in a place that
  escapes; Jinja's asks that each time, and does so still in a place that may not;
- `CompiledTemplate` is imported as it was evaluated first: Jinja looks whether the importing
  template has globals of its own, and there are none;
- `PageContext` is made without counting those globals.

Imports: theme.escaping.
"""

from __future__ import annotations

from functools import partial
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any

from jinja2 import Template
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.utils import missing

from backfile.theme.escaping import escape_text, escape_value, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from types import CodeType

    from jinja2 import Environment
    from jinja2.environment import TemplateModule


class PlainMacro(Macro):
    """A macro that can be called for a place which escapes without being told so."""

    def plain(self, *args: Any, **kwargs: Any) -> str:
        """Return the macro's text, which is safe; arguments by place or by name."""
        names = self.arguments
        if self.catch_kwargs or self.catch_varargs or self.caller or len(args) > len(names):
            return marked(super().__call__(*args, **kwargs))
        given = [*args, *[kwargs.pop(name, missing) for name in names[len(args) :]]]
        if kwargs:  # of an unknown name: Jinja words the error
            return marked(super().__call__(*args, **kwargs))
        return marked(self._func(*given))


PLAIN_CALLABLES = frozenset({BlockReference, FunctionType, BuiltinFunctionType})
"""
Classes of what is called as it is.

Functions come from `environment.globals` alone, and none there takes the context
(`open_environment` sees to that).
"""

SHORTCUTS = {
    "Macro": PlainMacro,
    "escape": escape_value,
    "escape_text": escape_text,
    "partial": partial,
    "plain_callables": PLAIN_CALLABLES,
}
"""What the code of `theme.compiler` means by these names."""


class PageContext(Context):
    """A context that tells templates which import each other nothing of globals."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return a variable of the template, else one that was handed in, else `missing`."""
        found = self.vars.get(key, missing)
        return found if found is not missing else self.parent.get(key, missing)


class CompiledTemplate(Template):
    """A template whose code was made by `theme.compiler`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - as Jinja names it
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Return the template of *code*, whose names are known to it."""
        template = super().from_code(environment, code, globals, uptodate)
        # A compiled template is a module of its own, which has imported Jinja's names.
        template.root_render_func.__globals__.update(SHORTCUTS, steady={})
        return template

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - as Jinja names it
        shared: bool = False,  # noqa: FBT001, FBT002
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """Return a context for *vars*; Jinja merges a chain of globals for each."""
        if shared or locals:
            return super().new_context(vars, shared, locals)
        parent = {**self.environment.globals, **(vars or {})}
        return PageContext(self.environment, parent, self.name, self.blocks)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        del ctx
        if self._module is None:
            self._module = self.make_module()
        return self._module
