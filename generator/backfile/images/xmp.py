"""
XMP: reading what a packet says of a photo, and writing a packet of ours.

A packet is RDF in XML.  Read are the properties of its top level, as elements or
as attributes; what is below, such as the history of edits, speaks of other
pictures.  A packet with a document type is refused unread: entities are all that
can blow up a parser of this size, and XMP has none.

Errors:  none; a broken packet says nothing.
Source:  ISO 16684-1 (XMP); IPTC Photo Metadata Standard 2023; PLUS LDF 1.2.
Imports: images.statement, model.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from backfile.images.statement import (
    ANY_LANGUAGE,
    Statement,
    Texts,
    captions_of,
    clean_text,
    clean_url,
    join_names,
)
from backfile.model import PhotoFacts

_LONGEST_PACKET_READ = 16_000_000
_LONGEST_PACKET_WRITTEN = 60_000
"""Bytes; a JPEG holds 65,502 in one segment."""

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


class _RefusedError(Exception):
    """The packet declares a document type."""


def read_xmp(packet: bytes) -> Statement:
    """Read what an XMP packet says; nothing when it is broken."""
    try:
        properties = _properties_of(_parse(packet[:_LONGEST_PACKET_READ].strip(b"\0 \t\r\n")))
    except (ExpatError, _RefusedError, ValueError, LookupError):
        return Statement()

    def text(name: str) -> str:
        return next((text for _, text in _texts(properties.get(_expand(name)))), "")

    def texts(name: str) -> list[tuple[str, str]]:
        return list(_texts(properties.get(_expand(name))))

    rights = dict(reversed(texts("dc:rights")))
    return Statement(
        captions=captions_of(texts("dc:description")),
        alts=captions_of(texts("Iptc4xmpCore:AltTextAccessibility")),
        creator=join_names(text for _, text in texts("dc:creator")),
        credit=clean_text(text("photoshop:Credit")),
        source=clean_text(text("photoshop:Source")),
        copyright=clean_text(rights.get(ANY_LANGUAGE, text("dc:rights"))),
        license=clean_url(text("xmpRights:WebStatement")),
        acquire=clean_url(_licensor_url(properties.get(_expand("plus:Licensor")))),
        digital_source_type=clean_url(text("Iptc4xmpExt:DigitalSourceType")),
        data_mining=clean_url(text("plus:DataMining")),
    )


def write_xmp(facts: PhotoFacts) -> bytes:
    """Write a packet with what *facts* say and nothing else; empty when they say nothing."""
    packet = _packet(
        _listed("dc:description", "Alt", facts.captions),
        _listed("Iptc4xmpCore:AltTextAccessibility", "Alt", facts.alts),
        *_short_properties(facts),
    )
    # Only captions can be as long; then whose the photo is must still be said.
    return packet if len(packet) <= _LONGEST_PACKET_WRITTEN else _packet(*_short_properties(facts))


def _short_properties(facts: PhotoFacts) -> tuple[str, ...]:
    owner = ((ANY_LANGUAGE, facts.copyright),) if facts.copyright else ()
    licensor = (
        "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType='Resource'>"
        f"{_simple('plus:LicensorURL', facts.acquire)}</rdf:li></rdf:Seq></plus:Licensor>"
    )
    return (
        _listed("dc:creator", "Seq", (("", facts.creator),) if facts.creator else ()),
        _listed("dc:rights", "Alt", owner),
        _simple("photoshop:Credit", facts.credit),
        _simple("photoshop:Source", facts.source),
        _simple("xmpRights:WebStatement", facts.license),
        licensor if facts.acquire else "",
        _simple("Iptc4xmpExt:DigitalSourceType", facts.digital_source_type),
        _simple("plus:DataMining", facts.data_mining),
    )


def _packet(*properties: str) -> bytes:
    said = "".join(properties)
    if not said:
        return b""
    used = {name: uri for name, uri in _NAMESPACES.items() if f"<{name}:" in said}
    spaces = "".join(f' xmlns:{name}="{uri}"' for name, uri in used.items() if name != "rdf")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_NAMESPACES["rdf"]}">'
        f'<rdf:Description rdf:about=""{spaces}>{said}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def _simple(name: str, text: str) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>" if text else ""


def _listed(name: str, kind: str, texts: Texts) -> str:
    if not texts:
        return ""
    items = "".join(
        f"<rdf:li{f' xml:lang={tag!r}' if tag else ''}>{escape(text, quote=False)}</rdf:li>"
        for tag, text in texts
    )
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def _parse(packet: bytes) -> Element:
    """Parse XML; names come out as `URI local`."""
    parser = ParserCreate(namespace_separator=" ")
    builder = TreeBuilder()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(packet, True)  # noqa: FBT003 - expat's own way to say that this is all
    return builder.close()


def _refuse(*_declared: object) -> None:
    raise _RefusedError


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{_NAMESPACES[prefix]} {local}"


def _properties_of(root: Element) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for rdf in root.iter(_expand("rdf:RDF")):
        for description in rdf:
            for name, value in description.attrib.items():
                found.setdefault(name, _element(name, value))
            for child in description:
                found.setdefault(child.tag, child)
    return found


def _element(name: str, text: str) -> Element:
    element = Element(name)
    element.text = text
    return element


def _texts(node: Element | None) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of a property: of its list, or of itself."""
    if node is None:
        return
    for item in list(node.iter(_expand("rdf:li"))) or [node]:
        text = (item.text or "").strip() or item.get(_expand("rdf:resource"), "")
        if text:
            yield item.get(_LANGUAGE, ANY_LANGUAGE), text


def _licensor_url(node: Element | None) -> str:
    """Return the first address among the licensors, which are structures."""
    name = _expand("plus:LicensorURL")
    for part in [] if node is None else node.iter():
        url = part.text if part.tag == name else part.get(name)
        if url:
            return url
    return ""
