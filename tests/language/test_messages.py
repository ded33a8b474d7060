"""Message tables from PO files."""

import pickle
from pathlib import Path

import pytest

from backfile.errors import Problem
from backfile.language.messages import Messages, load_messages

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURALS = (
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : '
    'n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
)
UKRAINIAN = (
    HEADER
    + PLURALS
    + """
# a comment
msgid "Tags"
msgstr "Теги"

msgctxt "verb"
msgid "Tags"
msgstr "Позначає"

msgid "%(num)s article"
msgid_plural "%(num)s articles"
msgstr[0] "%(num)s стаття"
msgstr[1] "%(num)s статті"
msgstr[2] "%(num)s статей"

#, fuzzy
msgid "Authors"
msgstr "Автори?"

msgid "Empty"
msgstr ""

#~ msgid "Old"
#~ msgstr "Старе"

msgid "Two "
"lines\\n"
msgstr "Два «рядки»\\n"
"100 %%"
"""
)


def write(folder: Path, name: str, text: str) -> Path:
    """Put a file into the folder of the test."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def ukrainian(tmp_path: Path) -> Messages:
    """Messages of one file without a mistake."""
    return load_messages([write(tmp_path, "uk.po", UKRAINIAN)], "uk")


def test_messages_are_translated(ukrainian: Messages) -> None:
    """A message is found by its English text and its context."""
    assert ukrainian.problems == ()
    assert ukrainian.is_translated
    assert ukrainian.gettext("Tags") == "Теги"
    assert ukrainian.pgettext("verb", "Tags") == "Позначає"
    assert ukrainian.gettext("Two lines\n") == "Два «рядки»\n100 %%"


def test_what_is_missing_is_english(ukrainian: Messages) -> None:
    """Unknown, fuzzy, empty and obsolete messages are said in English."""
    for message in ("Nothing", "Authors", "Empty", "Old"):
        assert ukrainian.gettext(message) == message
    assert ukrainian.pgettext("noun", "Tags") == "Tags"
    assert ukrainian.ngettext("one", "many", 1) == "one"
    assert ukrainian.npgettext("c", "one", "many", 21) == "many"


@pytest.mark.parametrize(
    ("n", "word"),
    [(1, "стаття"), (2, "статті"), (5, "статей"), (11, "статей"), (21, "стаття"), (0, "статей")],
)
def test_plural_forms(ukrainian: Messages, n: int, word: str) -> None:
    """The number picks the form by the rule of the file's header."""
    assert ukrainian.ngettext("%(num)s article", "%(num)s articles", n) == f"%(num)s {word}"


def test_plurals_without_a_header_are_those_of_the_language(tmp_path: Path) -> None:
    """A file that does not declare its plural forms has those of CLDR."""
    text = UKRAINIAN.replace(PLURALS, "")
    messages = load_messages([write(tmp_path, "uk.po", text)], "uk")
    assert messages.problems == ()
    assert messages.ngettext("%(num)s article", "", 3) == "%(num)s статті"


def test_later_files_come_first_message_by_message(tmp_path: Path) -> None:
    """A theme's file adds to the one it extends, and wins where both have a message."""
    parent = write(tmp_path, "parent.po", UKRAINIAN)
    child = write(tmp_path, "child.po", HEADER + '\nmsgid "Tags"\nmsgstr "Мітки"\n')
    messages = load_messages([parent, tmp_path / "missing.po", child], "uk")
    assert messages.gettext("Tags") == "Мітки"
    assert messages.pgettext("verb", "Tags") == "Позначає"
    assert messages.ngettext("%(num)s article", "", 5) == "%(num)s статей"


def test_without_files_everything_is_english(tmp_path: Path) -> None:
    """A language without messages says so, and speaks English."""
    messages = load_messages([tmp_path / "uk.po"], "uk")
    assert not messages.is_translated
    assert messages.problems == ()
    assert messages.gettext("Tags") == "Tags"


def test_the_digest_covers_what_is_said_and_nothing_else(tmp_path: Path) -> None:
    """Order of messages and comments leave the digest; a word or a rule changes it."""
    one, two = '\nmsgid "A"\nmsgstr "а"\n', '\nmsgid "B"\nmsgstr "б"\n'

    def digest(text: str) -> bytes:
        return load_messages([write(tmp_path, "uk.po", HEADER + text)], "uk").digest

    assert len(digest(one)) == 16
    assert digest(one + two) == digest("# note\n" + two + one)
    assert digest(one + two) != digest(one + two.replace("б", "в"))
    assert digest(one) != load_messages([], "uk").digest


def test_messages_travel_between_processes(ukrainian: Messages) -> None:
    """Workers get the table by pickle, and it still knows its plural rules."""
    copy = pickle.loads(pickle.dumps(ukrainian))
    assert copy == ukrainian
    assert copy.ngettext("%(num)s article", "", 22) == "%(num)s статті"


@pytest.mark.parametrize(
    ("text", "line", "code", "message"),
    [
        (
            HEADER + '\nmsgid "A"\nmsgfoo "x"\n',
            6,
            "bad-messages",
            "not a PO file: Unknown or misformatted keyword",
        ),
        (
            HEADER + PLURALS + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\n',
            6,
            "message-plurals",
            "plural forms missing; this language has 3",
        ),
        (
            HEADER + '\nmsgid "%(num)s of %(all)s"\nmsgstr "%(nun)s"\n',
            5,
            "message-placeholder",
            "unknown placeholder %(nun); the English text has %(all), %(num)",
        ),
        (
            HEADER + '\nmsgid "Full"\nmsgstr "на 100 %"\n',
            5,
            "message-placeholder",
            "unknown placeholder %; the English text has none",
        ),
    ],
)
def test_mistakes_are_found_with_their_line(
    tmp_path: Path,
    text: str,
    line: int,
    code: str,
    message: str,
) -> None:
    """What would fail at rendering is reported when the file is read, and left out."""
    path = write(tmp_path, "uk.po", text)
    messages = load_messages([path], "uk")
    (problem,) = messages.problems
    assert (problem.path, problem.line, problem.code) == (path.as_posix(), line, code)
    assert problem.message.startswith(message)
    assert not messages.entries


@pytest.mark.parametrize(
    "text",
    [
        HEADER + '"Plural-Forms: nplurals=x; plural=n;\\n"\n\nmsgid "A"\nmsgstr "а"\n',
        HEADER + '"Plural-Forms: nplurals=2; plural=__import__(n);\\n"\n\nmsgid "A"\nmsgstr "а"\n',
        '"stray"\n',
        "msgstr",
        'msgid "A"\n',
        'msgid "A"\nmsgstr[x] "b"\n',
        'msgid "A"\nmsgstr[0] "b"\nmsgstr[9] "c"\n',
        'msgstr "b"\n',
        'msgid_plural "b"\n',
        "<<<<<<< HEAD\n",
        'msgctxt "a"\n"b"\nmsgid',
        "msgid A\nmsgstr B\n",
        'msgid "A\nmsgstr "B\n',
        'msgid "A\\"\nmsgstr "B\\"\n',
    ],
)
def test_broken_files_never_raise(tmp_path: Path, text: str) -> None:
    """Whatever a file holds, the outcome is a table and a list of problems."""
    messages = load_messages([write(tmp_path, "uk.po", text)], "uk")
    assert all(isinstance(problem, Problem) for problem in messages.problems)
    assert isinstance(messages.gettext("A"), str)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is a problem that names the byte; a BOM is nothing."""
    path = tmp_path / "uk.po"
    path.write_bytes(b'msgid "A"\nmsgstr "\xe0"\n')
    (problem,) = load_messages([path], "uk").problems
    assert problem.message == "not UTF-8 at byte 18"
    path.write_bytes(b"\xef\xbb\xbf" + UKRAINIAN.encode())
    assert load_messages([path], "uk").gettext("Tags") == "Теги"


def test_unknown_languages_have_two_forms(tmp_path: Path) -> None:
    """A language that CLDR lacks has singular and plural, unless its file says more."""
    text = HEADER + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    messages = load_messages([write(tmp_path, "tlh.po", text)], "tlh")
    assert [messages.ngettext("a", "b", n) for n in (0, 1, 2)] == ["y", "x", "y"]
