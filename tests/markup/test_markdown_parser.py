"""The fast parser is markdown-it's parser: same tokens, same HTML, only sooner."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markup.rendering import render

from backfile.markup import markdown
from backfile.markup.parser import build_parser, parse_body, parser_of
from backfile.markup.states import BlockState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.model import Body

PIECES = [
    "a", "б", "слово", "1", " ", " ", "  ", "    ", "\t", "\n", "\n", "\n\n", "\n\n",
    "- ", "* ", "+ ", "1. ", "2) ", "> ", ">", "# ", "## ", "###", "===", "---", "***", "___",
    "*", "**", "_", "__", "~~", "~", "`", "``", "```", "~~~", "[", "]", "(", ")", "![", "](",
    "[^1]", "[^1]: ", "^[", "<", "</b>", "<b>", "<div>", "<!--", "-->", "&amp;", "&", "\\",
    "|", "|-|", "| a | b |\n|---|:-:|\n| c | d |\n", ":-", '"', "'", "!", "{.c}", '{credit="x"}',
    "https://a.example/c", "<http://a.example>", "<a@b.example>", "[ref]: /url 'x'\n", "[ref]",
    "[a](b.md)", "[w x](http://a.example)", "![i](j.png)", "*a*", "**b c**", "_d_", "__e__",
    " *", "* ", "«", "(", "—", "=", "-", ".", ",",
    "\u00a0", "\u0301", "\u200d", "\x0b", "\x0c", "\x1f", "\x85", "\u2028", "²", "€",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def shape_of(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Describe tokens for comparison, children included."""
    return [
        dict(token.as_dict(children=False), children=shape_of_children(token.children))
        for token in tokens
    ]


def shape_of_children(children: Sequence[Token] | None) -> list[dict[str, Any]]:
    """
    Describe inline tokens, neighbouring texts as one.

    markdown-it leaves empty texts where delimiters were, and makes tokens of their own of
    line ends; offsets are ours alone.
    """
    shapes: list[dict[str, Any]] = []
    for child in children or ():
        is_line_end = child.type == "softbreak"
        token = Token("text", "", 0, content="\n") if is_line_end else child
        if token.type == "text" and shapes and shapes[-1]["type"] == "text":
            shapes[-1]["content"] += token.content
        elif token.type != "text" or token.content:
            meta = {key: value for key, value in token.meta.items() if key != "at"}
            shape = token.as_dict(children=False)
            del shape["level"]
            shapes.append(dict(shape, meta=meta, children=shape_of_children(token.children)))
    return shapes


CONTAINERS = st.sampled_from(["", "", "> ", ">", "- ", "  ", "    ", "9. ", "   ", "[^1]: ", "\t"])
CONTENTS = st.sampled_from(
    ["", "a", "b[^1]", "===", "---", "| a |", "|---|", "c | d", "# e", "```", "~~~", "<div>",
     "* * *", "[r]: /u", "[r]", "1. f", "2. g", "+", "-", "[^1]: h", "    i", "> j", "8) k",
     "_ _ _", "#", "|-"]
)  # fmt: skip
DOCUMENTS = st.lists(st.tuples(CONTAINERS, CONTAINERS, CONTENTS).map("".join), max_size=10).map(
    "\n".join
)


def slow_body(text: str, *, html: bool, monkeypatch: pytest.MonkeyPatch) -> Body:
    """Render with markdown-it's own loops and all its rules."""
    monkeypatch.setattr(markdown, "parser_of", lambda *, html: build_parser(html=html))
    body = render(text, html=html)[0]
    monkeypatch.undo()
    return body


@settings(max_examples=600, deadline=None)
@example("> a\n[^1]: b\n\nc[^1]", False)
@example("a\n| b |\n|---|\n| c |", False)
@example("9. a\n\n8) b", False)
@example("> a\n===\n- b\n===\n", False)
@given(TEXTS | DOCUMENTS, st.booleans())
def test_leaving_rules_out_changes_no_token(text: str, raw: bool) -> None:
    """On any text the fast parser makes the tokens that trying every rule everywhere makes."""
    fast, fast_flaws = parse_body(text, parser_of(html=raw))
    slow, slow_flaws = parse_body(text, build_parser(html=raw))
    assert shape_of(fast) == shape_of(slow)
    assert fast_flaws == slow_flaws


@settings(max_examples=300, deadline=None)
@example("a\n\t b\n \t")
@given(TEXTS | DOCUMENTS)
def test_lines_are_found_as_markdown_it_finds_them(text: str) -> None:
    """The short way to the lines of a text leads to the same places, indents and cuts."""
    md = parser_of(html=False)
    ours, theirs = BlockState(text, md, {}, []), StateBlock(text, md, {}, [])
    for name in ("bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax", "_code_enabled"):
        assert getattr(ours, name) == getattr(theirs, name)
    for first in range(ours.lineMax):
        cuts = [(first, last, 0, False) for last in range(first, ours.lineMax + 1)]
        assert [ours.getLines(*cut) for cut in cuts] == [theirs.getLines(*cut) for cut in cuts]


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.booleans())
def test_leaving_rules_out_changes_no_body(text: str, raw: bool) -> None:
    """The rendered body is the same too, but for columns, which only the fast parser knows."""
    fast = render(text, html=raw)[0]
    with pytest.MonkeyPatch.context() as monkeypatch:
        slow = slow_body(text, html=raw, monkeypatch=monkeypatch)
    assert fast.html == slow.html
    assert fast.first_paragraph == slow.first_paragraph
    assert [msgspec.structs.astuple(link)[:3] for link in fast.links] == [
        msgspec.structs.astuple(link)[:3] for link in slow.links
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_body_does_not_depend_on_those_before_it(texts: list[str]) -> None:
    """The order of rendering leaves no trace: references and notes stay in their text."""
    alone = [render(text) for text in texts]
    assert [render(text) for text in reversed(texts)] == alone[::-1]


ADDRESSES = st.text(st.sampled_from("abcXYZ019/._#?=+,-"), max_size=30)


@given(ADDRESSES, st.sampled_from(["", "https://a.example/", "http://xn--80ak6aa92e.example"]))
def test_plain_addresses_are_their_own_normal_form(path: str, origin: str) -> None:
    """The short way for links takes no address that markdown-it would write differently."""
    tokens, _ = parse_body(f"[a]({origin}{path})", parser_of(html=False))
    links = [token for token in tokens[1].children or () if token.type == "link_open"]
    assert [token.attrs["href"] for token in links] == [normalizeLink(origin + path)]


def test_common_markup_takes_the_short_way() -> None:
    """Plain links and emphasis leave no delimiters behind, which shows that the patterns match."""
    tokens, _ = parse_body("a *b* **в г** [д](e.md) «_є_», (__ж__).", parser_of(html=False))
    empty = [
        token for token in tokens[1].children or () if token.type == "text" and not token.content
    ]
    assert empty == []


# ---------------------------------------------------------------- markdown-it's HTML


def plain_html(text: str) -> str:
    """Render as CommonMark would: links and images written out, headings not moved."""
    body = render_plain(text)
    body = body.replace('<pre tabindex="0" role="group">', "<pre>")
    return re.sub(r'(<h\d) id="[^"]*"', r"\1", body)


def render_plain(text: str) -> str:
    """Fill the gaps of a body as markdown-it would have."""
    body = render_straight(text)

    def link(match: re.Match[str]) -> str:
        found = body.links[int(match[1])]
        href = html.escape(normalizeLink(found.target) + found.fragment)
        return f'<a href="{href}"' + title(found.title) + ">"

    def image(match: re.Match[str]) -> str:
        found = body.images[int(match[1])]
        src = html.escape(normalizeLink(found.src))
        tag = f'<img src="{src}" alt="{html.escape(found.alt)}"{title(found.caption)}>'
        return tag if found.inline else f"<p>{tag}</p>"

    def title(text: str) -> str:
        return f' title="{text.replace("&", "&amp;").replace(chr(34), "&quot;")}"' if text else ""

    filled = re.sub("\x00A([0-9]+)\x00", link, body.html)
    return re.sub("\x00P([0-9]+)\x00", image, re.sub("\x00Z[0-9]+\x00", "</a>", filled))


def render_straight(text: str) -> Body:
    """Render without touching quotes or the levels of headings."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(markdown, "set_quotes", lambda _children, _marks: None)
        monkeypatch.setattr(markdown, "level_shift_of", lambda _tokens: 0)
        return render(text, html=True)[0]


STOCK = MarkdownIt("commonmark", {"xhtmlOut": False})
SAMPLES = [
    "# a\n\nb\nc  \nd\n\n***\n\n- e\n- f\n\n  g\n1) h\n",
    "> a\nb\n> - c\n>\n> d\n---\n",
    "a\n===\nb\n---\n    code\n\n\tcode\n",
    "- a\n  - b\n\n    c\n- d\n  > e\n  ```x y\n  f\n  ```\n",
    "*a **b** c* `d` <e@f.example> <g> &copy; \\* [h](/i \"j\") ![k *l*](m.png 'n')\n",
    "<div>\n*a*\n\n*b*\n</div>\n<!-- c -->\n",
    "2. a\n3. b\n\n10. c\n",
    "[a]: /b 'c'\n\n[a] [d][a] [e][] ![a]\n",
    "-\n- \n\n1.\n\n>\n",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_layout_is_that_of_markdown_it(text: str) -> None:
    """With the gaps filled, the HTML is what markdown-it's renderer writes."""
    assert plain_html(text) == STOCK.render(text)


def commonmark_examples() -> list[tuple[str, str]]:
    """
    Read the examples of the CommonMark specification, where a copy is at hand.

    Its licence keeps it out of this repository.  `npm install commonmark-spec` in
    the root puts it where it is found; `COMMONMARK_SPEC` names another file.
    """
    place = Path(__file__).parents[2] / "node_modules" / "commonmark-spec" / "spec.txt"
    path = Path(os.environ.get("COMMONMARK_SPEC", place))
    if not path.is_file():
        return []
    text = path.read_text("utf-8").partition("<!-- END TESTS -->")[0].replace("→", "\t")
    return re.findall(r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$", text, re.MULTILINE)


def test_commonmark_suite() -> None:
    """Every example of the specification gives its HTML, and the same tokens as the slow parser."""
    examples = commonmark_examples()
    if not examples:
        pytest.skip("no copy of the CommonMark specification is installed")
    assert len(examples) > 600
    for text, _ in examples:
        fast, slow = (
            parse_body(text, parser)[0]
            for parser in (parser_of(html=True), build_parser(html=True))
        )
        assert shape_of(fast) == shape_of(slow), text
        assert plain_html(text) == STOCK.render(text), text
