"""
An error in a template, found while it is compiled or runs, with its place.

Jinja gives the frames of a traceback the file names of the templates, which
our loader sets to what the reader should see (`themes/NAME/templates/x.html`);
the innermost such frame is where the template went wrong.

Imports: yaml (wording), errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError

from backfile.errors import BackfileError, Problem
from backfile.yaml.wording import nearest_file, quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from types import TracebackType

CODE = "template-error"
_HINT = 'to extend the one that a template shadows, write `{% extends "super/NAME" %}`'


class TemplateFailure(BackfileError):  # noqa: N818 - as the site's people would call it
    """A template cannot be compiled or does not run; nothing may be published."""

    def __init__(self, problem: Problem) -> None:
        """Keep *problem*, whose path and line are those of the template."""
        self.problem = problem
        super().__init__(problem)  # the only argument, so that workers can send it back

    def __str__(self) -> str:
        """Render as `themes/NAME/templates/file.html:line: message`."""
        return str(self.problem)


def failure_of(
    error: Exception, template: str, shown: Container[str], names: Sequence[str]
) -> TemplateFailure:
    """
    Return what went wrong in *template*, given the exception that Jinja let out.

    *shown* holds the file names of all templates, as tracebacks have them;
    *names* are what templates call one another.
    """
    if isinstance(error, TemplateFailure):
        return error
    if isinstance(error, TemplateSyntaxError):
        path, line = error.filename or template, error.lineno
    else:
        path, line = _innermost(error.__traceback__, shown) or (template, 0)
    return TemplateFailure(Problem(path, line, 0, CODE, _message_of(error, names)))


def missing_template(name: str, known: Iterable[str]) -> str:
    """Word that the theme has no template of that name."""
    near = nearest_file(name, known)
    hint = f"did you mean `{near}`?" if near else "add the file"
    return f"the theme has no template {quoted(name)}; {hint}"


def _innermost(traceback: TracebackType | None, shown: Container[str]) -> tuple[str, int] | None:
    found = None
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name in shown:
            found = name, traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _message_of(error: Exception, names: Sequence[str]) -> str:
    if isinstance(error, TemplateNotFound):
        return missing_template(str(error.name), names)
    if isinstance(error, RecursionError):
        return "templates extend or include one another without end; " + _HINT
    text = " ".join(str(error).split())
    if type(error).__module__.startswith("jinja2"):
        return text or type(error).__name__
    if type(error) is LookupError:  # our own functions say so in words
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
