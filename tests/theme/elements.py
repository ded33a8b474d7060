"""Elements of an HTML page, for tests that speak of its markup; by `html.parser` alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")


@dataclass
class Element:
    """One element, with what it stands in and what stands in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    parts: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, whitespace collapsed."""
        texts = [part if isinstance(part, str) else part.raw_text for part in self.parts]
        return " ".join("".join(texts).split())

    @property
    def raw_text(self) -> str:
        """All text inside, as it is."""
        return "".join(part if isinstance(part, str) else part.raw_text for part in self.parts)

    def find(self, path: str) -> list[Element]:
        """Return the elements below that match steps such as `nav.pager a[rel=next]`."""
        found = [self]
        for step in path.split():
            found = [part for part in _descendants_of(found) if _matches(part, step)]
        return found


def parse_html(text: str) -> Element:
    """Return a root that holds the page; AssertionError where tags do not pair."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    assert parser.here is parser.root, f"<{parser.here.tag}> is not closed"
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.parts.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.here.tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.parts.append(data)


def _descendants_of(elements: list[Element]) -> list[Element]:
    found: dict[int, Element] = {}
    for element in elements:
        for part in element.parts:
            if isinstance(part, Element):
                found[id(part)] = part
                found.update({id(below): below for below in _descendants_of([part])})
    return list(found.values())


def _matches(element: Element, step: str) -> bool:
    name, *conditions = step.replace("]", "").split("[")
    tag, *classes = name.split(".")
    own = element.attributes.get("class", "").split()
    if (tag and tag != element.tag) or not set(classes) <= set(own):
        return False
    for condition in conditions:
        key, _, value = condition.partition("=")
        if key not in element.attributes or (value and element.attributes[key] != value):
            return False
    return True
