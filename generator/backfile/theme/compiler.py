"""
How templates become code: Jinja's compiler, with short cuts where a page takes its time.

What a template means stays as it is; Jinja has a place for this, the environment's
`code_generator_class`.  What differs is how the code gets at things:

- an attribute is asked for once, in C, and by Jinja's own way only where it is not there;
- what needs no context is called at once; `Context.call` asks each callable every time;
- plain text is escaped where it stands, without a call in between;
- what says the same on every page of a language (`steady`) is rendered once.

The names that such code uses besides Jinja's are put into it by `compiled.py`.

Imports: theme.steady.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, optimizeconst

from backfile.theme.steady import Run, names_given, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2.compiler import Frame


DEEPEST = 12
"""Look-ups and calls within one another; Python reads no more than 200 parentheses."""


def _is_escaping(frame: Frame) -> bool:
    """Tell whether code in *frame* stands in a place that is known to escape."""
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


class ShortCode(CodeGenerator):
    """Jinja's code generator, with shorter ways to attributes, callables and escaped text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin a template, as Jinja does."""
        super().__init__(*args, **kwargs)
        self._shown: list[str] = []
        """Names of the values that are being written out, the innermost last."""

        self._steady_names: frozenset[str] = frozenset()
        self._steady_runs = 0
        self._depth = 0

    def visit_Template(  # noqa: N802
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write a template, whose steady names are found first."""
        self._steady_names = names_given(node)
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write statements, those that are steady so that they run once."""
        # Inside of macros and captured text `site` is whatever they were given, and what a
        # template that extends another says outside of its blocks is said nowhere.
        silent = frame.loop_frame or frame.require_output_check
        if frame.buffer is not None or silent or not _is_escaping(frame):
            super().blockvisit(nodes, frame)
            return
        for run in runs_of(nodes, self._steady_names):
            if run.names:
                self._write_steady(run, frame)
            else:
                super().blockvisit(run.body, frame)

    def _write_steady(self, run: Run, frame: Frame) -> None:
        """Write a run so that its text is kept, with what its names mean at that time."""
        self._steady_runs += 1
        key = f"{self.name}:{self._steady_runs}"
        kept, inner = self.temporary_identifier(), frame.copy()
        meanings = [self._meaning_of(name, frame) for name in run.names]
        self.writeline(f"{kept} = steady.get({key!r})", run.body[0])
        differ = (f"{kept}[{n}] is not {ref}" for n, ref in enumerate(meanings))
        self.writeline(f"if {kept} is None or {' or '.join(differ)}:")
        self.indent()
        self.buffer(inner)
        super().blockvisit(run.body, inner)
        self.writeline(f"{kept} = steady[{key!r}] = ")
        self.write(f"({', '.join(meanings)}, concat({inner.buffer}))")
        self.outdent()
        self.writeline(f"yield {kept}[-1]")

    def _meaning_of(self, name: str, frame: Frame) -> str:
        """Return the variable that holds what *name* means; one that only a loop uses is read."""
        known = frame.symbols.find_ref(name)
        if known is not None:
            return known
        read = self.temporary_identifier()
        self.writeline(f"{read} = {self.get_resolve_func()}({name!r})")
        return read

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write `node.attr`: the attribute, else the item of that name, else undefined."""
        if self._depth > DEEPEST:
            super().visit_Getattr(node, frame)
            return
        self._depth += 1
        thing, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({thing} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr({thing}, {node.attr!r}))")
        self._depth -= 1

    @optimizeconst
    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as the method that it replaces
    ) -> None:
        """Write a call, which goes through the context where the callable may want it."""
        named_only = not node.args and (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if forward_caller or named_only or self._depth > DEEPEST or not _is_escaping(frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self._depth += 1
        callee = self.temporary_identifier()
        self.write(f"({callee}.plain if ({callee} := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is Macro else {callee} if {callee}.__class__ in plain_callables")
        self.write(f" else partial(context.call, {callee}")
        self.write(", _loop_vars=_loop_vars" if frame.loop_frame else "")
        self.write(", _block_vars=_block_vars" if frame.block_frame else "")
        self.write("))(")
        if node.args:
            self.visit(node.args[0], frame)
        rest = nodes.Call(node.node, node.args[1:], node.kwargs, node.dyn_args, node.dyn_kwargs)
        self.signature(rest, frame)
        self.write(")")
        self._depth -= 1

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self._shown.append(self.temporary_identifier())
        self.write(f"(escape_text({self._shown[-1]}) if ({self._shown[-1]} := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
            return
        shown = self._shown.pop()
        self.write(f").__class__ is str else escape({shown}))")
