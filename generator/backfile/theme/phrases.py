"""
The gettext family, as templates use it, in one language.

They do what Jinja's "newstyle" functions do: a translation is safe HTML, its
placeholders `%(name)s` are filled with what is handed in, which is escaped
unless it is safe itself, and `%%` stands for `%`.  They are our own because a
phrase without placeholders, which is most of them, is then made once and not
once a page; that is a fifth of the time an article takes.

Imports: language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backfile.language.messages import Messages


def phrases_of(messages: Messages) -> Mapping[str, Callable[..., Markup]]:
    """Return `gettext`, `_`, `ngettext`, `pgettext` and `npgettext` over *messages*."""
    plain: dict[tuple[str, str], Markup] = {}

    def pgettext(context: str, message: str, /, **values: Any) -> Markup:
        if values:
            return _filled(messages.pgettext(context, message), values)
        phrase = plain.get((context, message))
        if phrase is None:
            phrase = plain[context, message] = _filled(messages.pgettext(context, message), values)
        return phrase

    def gettext(message: str, /, **values: Any) -> Markup:
        return pgettext("", message, **values)

    def npgettext(context: str, one: str, many: str, num: int, /, **values: Any) -> Markup:
        return _filled(messages.npgettext(context, one, many, num), {"num": num} | values)

    def ngettext(one: str, many: str, num: int, /, **values: Any) -> Markup:
        return npgettext("", one, many, num, **values)

    return {
        "_": gettext,
        "gettext": gettext,
        "ngettext": ngettext,
        "pgettext": pgettext,
        "npgettext": npgettext,
    }


def _filled(phrase: str, values: Mapping[str, Any]) -> Markup:
    return Markup(phrase) % values  # noqa: S704 - message files are part of the theme
