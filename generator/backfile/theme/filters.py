"""
How templates write dates, numbers, names and addresses.

========================  =====================================================
`moment|long_date`        November 2, 2026
`moment|short_date`       11/2/2026
`moment|date_time`        the long date, with the time where the source gave one
`moment|time_of_day`      10:00; empty where the source gave a bare date
`moment|day_of_month`     2
`month|month_and_year`    November 2026; of anything with `year` and `month`
`month|month_name`        November
`dates|year_span`         2021–2025; of moments, or of anything with `year`
`count|number`            12,345
`people|list_of_links`    linked names joined as the language joins them; `rel=`
`address|absolute`        with scheme and host, and of ASCII only (RFC 3987 §3.1)
`focus|focus_class`       `30% 60%` to class names, for CSP forbids `style=`
`tag|open_graph_locale`   `uk` to `uk_UA`
`url|media_type`          of a picture: `image/jpeg`; empty where its name says none
`photo|renditions`        addresses for `<picture>`; of a crop by its name
`html|portable(address)`  HTML that can stand elsewhere than at that address
`moment|mail_date`        Mon, 02 Nov 2026 10:00:00 +0200, whatever the language
`count|level(most)`       0 to 5: how much of the most, for a class name
========================  =====================================================

A moment is a `Moment` or ISO 8601 text.  Months take `capital=true` where they
begin a heading or an entry.  Filters that speak a language ignore
the context that Jinja hands them: taking it keeps them from being computed
while a template is compiled, which happens once for all languages.

Imports: language, theme.pictures, theme.portable, model.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlsplit

from jinja2 import pass_context
from markupsafe import Markup, escape

from backfile.language import dates, numbers
from backfile.model import Moment
from backfile.theme.pictures import PictureRules, renditions_by
from backfile.theme.portable import portable_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


_PICTURES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
"""Suffix of a picture -> its media type."""

NO_PICTURES = PictureRules()
"""Where no renditions are made."""

_AXES = "xy"
_MIDDLE = 50

_LEVELS = 5

_URI_SIGNS = "%:/?#[]@!$&'()*+,;=~"
"""Signs that stand in an address for what they are (RFC 3986 §2.2, and `%`)."""


class _Year(Protocol):
    @property
    def year(self) -> int: ...


class _Month(_Year, Protocol):
    @property
    def month(self) -> int: ...


def filters_of(
    language: str, origin: str, rules: PictureRules = NO_PICTURES
) -> Mapping[str, Callable[..., Any]]:
    """Return the filters for pages in *language* of the site at *origin*."""
    return {
        **_date_filters_of(language),
        **_text_filters_of(language, origin),
        "renditions": renditions_by(rules),
    }


def _date_filters_of(language: str) -> dict[str, Callable[..., Any]]:
    @pass_context
    def long_date(_context: object, moment: Moment | str) -> str:
        return dates.long_date(_iso_of(moment), language)

    @pass_context
    def short_date(_context: object, moment: Moment | str) -> str:
        return dates.short_date(_iso_of(moment), language)

    @pass_context
    def date_time(_context: object, moment: Moment | str) -> str:
        write = dates.date_time if _has_time(moment) else dates.long_date
        return write(_iso_of(moment), language)

    @pass_context
    def time_of_day(_context: object, moment: Moment | str) -> str:
        return dates.time_of_day(_iso_of(moment), language) if _has_time(moment) else ""

    @pass_context
    def day_of_month(_context: object, moment: Moment | str) -> str:
        return dates.day_of_month(_iso_of(moment), language)

    @pass_context
    def year_span(_context: object, dated: Iterable[Moment | str | _Year | None]) -> str:
        years = [_year_of(one) for one in dated if one]
        return dates.year_span(min(years), max(years), language) if years else ""

    @pass_context
    def month_and_year(_context: object, month: _Month, *, capital: bool = False) -> str:
        return dates.month_and_year(month.year, month.month, language, capital=capital)

    @pass_context
    def month_name(_context: object, month: _Month, *, capital: bool = False) -> str:
        return dates.month_name(month.month, language, capital=capital)

    return {
        "long_date": long_date,
        "short_date": short_date,
        "date_time": date_time,
        "time_of_day": time_of_day,
        "day_of_month": day_of_month,
        "year_span": year_span,
        "month_and_year": month_and_year,
        "month_name": month_name,
    }


def _text_filters_of(language: str, origin: str) -> dict[str, Callable[..., Any]]:
    @pass_context
    def number(_context: object, count: int) -> str:
        return numbers.format_number(count, language)

    @pass_context
    def list_of_links(_context: object, links: Iterable[Any], rel: str = "") -> Markup:
        words = [str(link_to(link, rel)) for link in links]
        return Markup(numbers.list_of(words, language))  # noqa: S704 - the words are escaped

    def absolute(url: str) -> str:
        if url.startswith("/") and not url.startswith("//"):
            url = origin + url
        return url if url.isascii() else quote(url, safe=_URI_SIGNS)

    def portable(html: str, address: str) -> str:
        return portable_html(str(html), absolute(address))

    return {
        "number": number,
        "list_of_links": list_of_links,
        "absolute": absolute,
        "focus_class": focus_class,
        "media_type": media_type,
        "open_graph_locale": open_graph_locale,
        "portable": portable,
        "mail_date": mail_date,
        "level": level,
    }


def media_type(url: str) -> str:
    """Return the media type of the picture at *url* by its suffix; empty for another one."""
    return _PICTURES.get(urlsplit(url).path.rpartition(".")[2].lower(), "")


def mail_date(moment: Moment | str) -> str:
    """Return a date as e-mail and RSS write it (RFC 822, RFC 5322): always in English."""
    # Imported here because few templates need it, and it draws in all of e-mail.
    from email.utils import format_datetime

    return format_datetime(datetime.fromisoformat(_iso_of(moment)))


def link_to(link: Any, rel: str) -> Markup:
    """
    Return a name or label, as a link where it has an address.

    The name stands in `bdi`: its script may run the other way than the page's.
    """
    name = f"<bdi>{escape(link.name if hasattr(link, 'name') else link.label)}</bdi>"
    if not link.url:
        return Markup(name)  # noqa: S704 - escaped here, as below
    mark = f' rel="{escape(rel)}"' if rel else ""
    return Markup(f'<a{mark} href="{escape(link.url)}">{name}</a>')  # noqa: S704


@lru_cache(maxsize=1024)
def focus_class(focus: str) -> str:
    """
    Return `focus-x-30 focus-y-60` for `30% 60%`, in steps of ten; empty for the middle.

    An axis in the middle gets no class.  Text of another form counts as the middle.
    """
    parts = focus.split()
    if len(parts) != len(_AXES) or not all(_is_percentage(part) for part in parts):
        return ""
    steps = [min(100, round(float(part[:-1]) / 10) * 10) for part in parts]
    named = zip(_AXES, steps, strict=True)
    return " ".join(f"focus-{axis}-{step}" for axis, step in named if step != _MIDDLE)


def level(count: int, most: int) -> int:
    """
    Return in which fifth of *most* a count is: 0 for none, 1 to 5.

    Bars and shades are classes, since CSP forbids `style=`.  Whatever is there at
    all is at least 1; whatever exceeds *most* is 5.
    """
    return min(_LEVELS, -(-count * _LEVELS // most)) if count > 0 and most > 0 else 0


@lru_cache(maxsize=256)
def open_graph_locale(tag: str) -> str:
    """
    Return the locale in the form that Open Graph wants: `uk` to `uk_UA`.

    The territory is the likeliest by CLDR where the tag names none; a language
    that CLDR does not know stays as it is.
    """
    # Imported here because commands that render nothing do not need it.
    from babel.core import get_global, parse_locale

    try:
        language, territory, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return tag
    if not territory:
        likely: Mapping[str, str] = get_global("likely_subtags")
        full = likely.get(f"{language}_{script}") or likely.get(language, "")
        territory = full.rpartition("_")[2]
    return f"{language}_{territory}" if territory else language


def _iso_of(moment: Moment | str) -> str:
    return moment if isinstance(moment, str) else moment.iso


def _year_of(dated: Moment | str | _Year) -> int:
    if isinstance(dated, str | Moment):
        return int(_iso_of(dated)[:4])
    return dated.year


def _has_time(moment: Moment | str) -> bool:
    return "T" in moment if isinstance(moment, str) else moment.has_time


def _is_percentage(text: str) -> bool:
    return text.endswith("%") and text[:-1].replace(".", "", 1).isdecimal()
