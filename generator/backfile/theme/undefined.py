"""
What a template asks for and is not there: an error, with the nearest that is.

Jinja would say `'dict object' has no attribute 'latests'`; who writes a template knows
its values as mappings, lists and the kinds of the reference, such as `ArticlePage`.

Imports: yaml (wording).
"""

from __future__ import annotations

from jinja2 import StrictUndefined
from jinja2.utils import missing

from backfile.yaml.wording import listed, quoted, suggestion

MOST_FIELDS = 12
"""What has no more than these is shown whole where nothing in it is near."""

_KINDS = (
    (str, "a text"),
    (dict, "this mapping"),
    (list | tuple, "this list"),
    (type(None), "nothing"),
)


class NotThere(StrictUndefined):
    """A value that does not exist; whatever is done with it but asking whether it does, fails."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        """Jinja raises its error with this."""
        if self._undefined_hint:
            return self._undefined_hint
        return message_of(self._undefined_obj, self._undefined_name)


def message_of(thing: object, name: object) -> str:
    """Word that *thing* has no *name*; `missing` stands for the template itself."""
    if thing is missing:
        return f"{quoted(str(name))} is not defined"
    fields = _fields_of(thing)
    listing = f"it has {listed(fields)}" if 0 < len(fields) <= MOST_FIELDS else ""
    hint = suggestion(str(name), fields, listing)
    kinds = (word for kind, word in _KINDS if isinstance(thing, kind))
    message = f"{next(kinds, quoted(type(thing).__name__))} has no {quoted(str(name))}"
    return f"{message}; {hint}" if hint else message


def _fields_of(thing: object) -> list[str]:
    names = thing if isinstance(thing, dict) else getattr(thing, "__struct_fields__", ())
    return [name for name in names if isinstance(name, str)]
