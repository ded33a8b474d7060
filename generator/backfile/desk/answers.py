"""
What a new site is asked: title, languages, time zone, address; and what it would answer.

The guesses come from the folder's name and from the system.  What is answered is not
checked here but by reading the site.yaml that is made of it: see `found`.

Imports: language, model.
"""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from backfile.language.locales import known_locale_of, primary_of
from backfile.model import Value

URL = "https://example.org"
"""An address that is nobody's, for a site that has none yet."""

USUAL_PATHS = {"uk": "ua"}
"""First parts of addresses that readers know better than the tag."""


class NewLanguage(Value, frozen=True):
    """One language of a new site."""

    tag: str
    path: str

    @property
    def name(self) -> str:
        """The language in itself: `Українська`; its tag where CLDR has no name."""
        locale = known_locale_of(self.tag)
        name = (locale and locale.get_display_name()) or self.tag
        return name[0].upper() + name[1:]


class Answers(Value, frozen=True):
    """What a new site is made of."""

    title: str
    languages: tuple[NewLanguage, ...]
    """Not empty; the first one is that of originals."""

    timezone: str
    url: str = URL


def read_languages(written: str) -> tuple[NewLanguage, ...]:
    """Read `uk:ua,en,ru`: tags with the paths of their addresses, where these differ."""
    found: dict[str, NewLanguage] = {}
    for part in written.replace(",", " ").split():
        tag, colon, path = part.partition(":")
        found[tag] = NewLanguage(tag, path if colon else USUAL_PATHS.get(tag, tag))
    return tuple(found.values())


def language_fault(written: str) -> str:
    """Say what is wrong with an answer for `read_languages`; empty if nothing is."""
    found = read_languages(written)
    unknown = [language.tag for language in found if not known_locale_of(language.tag)]
    if unknown:
        return f"`{unknown[0]}` is no language that is known; write tags such as `uk,en`"
    return "" if found else "write at least one tag, such as `en`"


def timezone_fault(written: str) -> str:
    """Say what is wrong with a time zone; empty if nothing is."""
    return "" if _is_zone(written) else f"`{written}` is no time zone; write such as `Europe/Kyiv`"


def guess_title(folder: Path) -> str:
    """Return the folder's name as a title: `My paper` for `my-paper`."""
    name = folder.absolute().name.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:] or "My archive"


def guess_language() -> str:
    """Return the system's language, English where it has none."""
    names = (os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "C")
    tag = primary_of(locale.partition(".")[0].replace("_", "-"))
    return tag if known_locale_of(tag) else "en"


def guess_timezone() -> str:
    """Return the system's time zone, `UTC` where it cannot be told."""
    link = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").removeprefix(":"), link):
        if name and _is_zone(name):
            return name.removeprefix("Etc/")
    return "UTC"


def _is_zone(name: str) -> bool:
    try:
        return ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):
        return False
