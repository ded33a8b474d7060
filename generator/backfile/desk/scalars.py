"""
Text to YAML: a value that any reader of YAML takes for this text, and nothing else.

Backfile itself takes an unquoted `no` or `2024` for text, other programs do not; so those
are quoted, too.

Source:  YAML 1.2.2 §7.3; the words are those that YAML 1.1 reads as truth values.
Imports: yaml.decode, errors.
"""

from __future__ import annotations

import re

from backfile.errors import UsageError
from backfile.yaml.decode import CONTROL
from backfile.yaml.wording import quoted

# A letter first, maybe after a number: no sign, date or number.  Then anything but what
# would end the value or begin a comment, or would in a list or mapping on one line.
_PLAIN = re.compile(r"(?:[0-9]+ )?[^\W\d_](?:[^:#,\[\]{}\n]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LINE_BREAKS = re.compile(r"[ \t]*[\r\n]\s*")


def clean_text(text: str, what: str) -> str:
    """Return *text* on one line, without outer white space; *what* names it in errors."""
    found = CONTROL.search(text.translate({10: " ", 13: " "}))
    if found:
        raise UsageError(f"{what} holds the control character U+{ord(found[0]):04X}; remove it")
    bare = _LINE_BREAKS.sub(" ", text.strip())
    if not bare:
        raise UsageError(f"{what} is empty; write text")
    return bare


def scalar_of(text: str) -> str:
    """Return one line of text as YAML: plain where that is safe, else in quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and text == text.strip():
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def texts_of(texts: dict[str, str], indent: str) -> str:
    """Return a mapping from language tag to text, one line each."""
    return "".join(f"{indent}{scalar_of(tag)}: {scalar_of(text)}\n" for tag, text in texts.items())


def joined(words: tuple[str, ...]) -> str:
    """Return words as an error lists them."""
    return ", ".join(map(quoted, words))
