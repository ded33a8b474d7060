"""
The files of a new site, each with its bytes.

The texts lie in the folder `starter/`: stories and pages in a few languages, of which any
may become the original, and the rest of the files.  What versions of a story share
(date, author, section, tags, the photo) is put into the original alone; a language without
texts of its own is given the English ones, and says so.

Order:   as in the folder that they make, outermost first.
Imports: desk (answers, messages, scalars, schemas), language, site, yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from string import Template

import backfile
from backfile.desk.answers import Answers, NewLanguage
from backfile.desk.messages import message_files
from backfile.desk.scalars import scalar_of, texts_of
from backfile.desk.schemas import schema_files
from backfile.language.locales import primary_of
from backfile.site.settings import BUILT_IN_TAXONOMIES
from backfile.yaml.nodes import plain_value
from backfile.yaml.root import read_mapping

Texts = dict[str, dict[str, str]]
"""What it is -> language -> text."""

WRITTEN_IN = ("en", "uk", "ru")
"""The languages that the stories are written in."""

STORIES = {
    "where-everything-is": ("espresso.jpg", "Rachel Michetti"),
    "a-photograph-and-its-credit": ("photographer.jpg", "Lav Varshney"),
}
"""Name -> (photo, who took it), newest first."""

PHOTOS = tuple(f"content/photos/{file}" for file, _ in STORIES.values())

_SHORT = 2
"""Characters of a path that can stand in the switcher, too: `UA`."""

_AS_THEY_ARE = {
    ".gitignore": "gitignore",
    ".gitlab-ci.yml": "workflows/gitlab.yml",
    ".github/workflows/publish.yml": "workflows/github.yml",
    ".vscode/extensions.json": "vscode/extensions.json",
    ".vscode/settings.json": "vscode/settings.json",
    **{path: path for path in PHOTOS},
}
"""Path in the site -> path in the folder of texts, where a leading dot would hide it."""


def starter_files(answers: Answers, today: date) -> dict[str, bytes]:
    """Return path -> bytes of every file of the new site; *today* dates its newest story."""
    texts = _site_texts(answers) | dict(_records(answers)) | dict(_stories(answers, today))
    files_of = {path: text.encode() for path, text in texts.items()}
    as_they_are = {path: _bytes_of(name) for path, name in _AS_THEY_ARE.items()}
    tags = tuple(language.tag for language in answers.languages)
    return {
        **files_of,
        **as_they_are,
        **message_files(tags),
        **schema_files(BUILT_IN_TAXONOMIES),
    }


def _bytes_of(name: str) -> bytes:
    return files(__package__).joinpath("starter", name).read_bytes()


def _text_of(name: str) -> str:
    return _bytes_of(name).decode()


def site_yaml(answers: Answers) -> str:
    """Return the settings of the new site, with comments on what else there is."""
    return Template(_text_of("site.yaml")).substitute(
        title=scalar_of(answers.title),
        url=scalar_of(answers.url),
        timezone=scalar_of(answers.timezone),
        languages="\n".join(map(_language_lines, answers.languages)),
        default=scalar_of(answers.languages[0].tag),
    )


def _site_texts(answers: Answers) -> dict[str, str]:
    """Return the files in which the answers stand."""
    requirements = Template(_text_of("requirements.txt"))
    return {
        "site.yaml": site_yaml(answers),
        "README.md": Template(_text_of("README.md")).substitute(title=answers.title),
        "requirements.txt": requirements.substitute(version=backfile.__version__),
    }


def _language_lines(language: NewLanguage) -> str:
    label = language.path if len(language.path) == _SHORT else language.tag
    lines = [
        f"{scalar_of(language.tag)}:",
        f"  path: {scalar_of(language.path)}",
        f"  label: {scalar_of(label.upper())}",
        f"  name: {scalar_of(language.name)}",
    ]
    return "\n".join(f"  {line}" for line in lines)


def _records(answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield the records of an author, a section and a tag, with their names by language."""
    name, role, bio, section, description, tag = (
        {language.tag: by_language[_version_for(language)] for language in answers.languages}
        for by_language in _words().values()
    )
    author = [("name", name), ("role", role), ("bio", bio)]
    yield (
        "content/authors/newsroom.yaml",
        "".join(f"{key}:\n{texts_of(texts, '  ')}" for key, texts in author),
    )
    yield (
        "content/sections.yaml",
        (
            "# One slug in every language, so that a menu can name the section by a single path.\n"
            f"newsroom:\n  slug: newsroom\n  label:\n{texts_of(section, '    ')}"
            f"  description:\n{texts_of(description, '    ')}"
        ),
    )
    yield "content/tags.yaml", f"how-to:\n  slug: how-to\n  label:\n{texts_of(tag, '    ')}"


def _words() -> Texts:
    name = "words.yaml"
    node = read_mapping(_bytes_of(name), name, [])
    assert node is not None, name
    words: Texts = plain_value(node)
    return words


def _version_for(language: NewLanguage) -> str:
    """Return the language of the texts that a language is given."""
    primary = primary_of(language.tag)
    return primary if primary in WRITTEN_IN else "en"


def _stories(answers: Answers, today: date) -> Iterator[tuple[str, str]]:
    """Yield the versions of each story and page."""
    for language in answers.languages:
        is_original = language == answers.languages[0]
        for age, story in enumerate(STORIES):
            text = _version_of(f"content/articles/{story}", language)
            if is_original:
                text = _with_shared(text, today - timedelta(days=age), *STORIES[story])
            yield f"content/articles/{today.year}/{story}.{language.tag}.md", f"---\n{text}"
        about = _version_of("content/pages/about", language)
        yield f"content/pages/about.{language.tag}.md", f"---\n{about}"


def _version_of(source: str, language: NewLanguage) -> str:
    """Return a text in a language, with links to the files of that language."""
    version = _version_for(language)
    text = _text_of(f"{source}.{version}.md").replace(f".{version}.md)", f".{language.tag}.md)")
    if version == primary_of(language.tag):
        return text
    return f"# In English for now; to be written in this language: {language.name}\n{text}"


def _with_shared(text: str, day: date, photo: str, credit: str) -> str:
    """Add to the front matter of an original what its translations take from it."""
    head, fence, body = text.partition("---\n")
    shared = f"date: {day}\nauthor: newsroom\nsection: newsroom\ntags: [how-to]\n"
    head = head.replace("summary:", f"{shared}summary:", 1)
    head = head.replace("photo:\n", f"photo:\n  src: {photo}\n  credit: {credit}\n")
    return head + fence + body
