"""Rendering bodies in tests, with marks and slugs that need no other room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.markup.markdown import render_body

if TYPE_CHECKING:
    from backfile.errors import Problem
    from backfile.language.spacing import Spacing
    from backfile.markup.quotes import QuoteMarks
    from backfile.model import Body

PATH = "content/articles/bridge.uk.md"
QUOTES: dict[str, QuoteMarks] = {
    "uk": ("«", "»", "„", "“"),
    "ru": ("«", "»", "„", "“"),
    "en": ("“", "”", "‘", "’"),
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "sv": ("”", "”", "’", "’"),
    "ja": ("「", "」", "『", "』"),
}


def slug_of(text: str) -> str:
    """A slug that keeps letters of any script."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def render(
    text: str,
    language: str = "uk",
    *,
    html: bool = False,
    first_line: int = 1,
    spacing: Spacing | None = None,
) -> tuple[Body, list[Problem]]:
    """Render *text* with the quotes of *language*, and its spaces as written."""
    return render_body(
        text,
        language=language,
        path=PATH,
        first_line=first_line,
        html=html,
        slug_of=slug_of,
        quotes=QUOTES[language],
        spacing=spacing,
    )


def html_of(text: str, language: str = "uk", *, html: bool = False) -> str:
    """Render *text*, which must be free of problems; markers are shown as `{A0}`."""
    body, problems = render(text, language, html=html)
    assert problems == []
    return show_markers(body.html)


def show_markers(html: str) -> str:
    """Make the markers of links and images visible."""
    return re.sub("\x00([AZP][0-9]+)\x00", r"{\1}", html)
