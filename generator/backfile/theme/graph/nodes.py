"""
Nodes that several kinds of pages have: publisher, site, way, people, pictures.

A part that has nothing to say is left out, never empty.

Source:  schema.org; Google Search Central, "Image metadata", "Breadcrumb".
Imports: model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.model import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backfile.model import Frame, Head, Person, Photo, Picture

Node = dict[str, Any]
"""One object of JSON-LD."""

LEAD_SHAPES = ("wide", "standard", "square", "")
"""Shapes in which search engines want the lead photo: 16:9, 4:3, 1:1; and whole."""


class Scene(NamedTuple):
    """What every node may draw on."""

    site: Frame
    heading: str
    """What the page is called."""

    archive: str
    """What the archive is called."""

    absolute: Callable[[str], str]
    renditions: Callable[[Photo, str], Picture]
    portrait: str
    """The crop in which portraits are published; empty where they are whole."""

    @property
    def root(self) -> str:
        """The address at which the site begins."""
        return f"{self.site.origin}{self.site.base}/"


def without_empty(node: Node) -> Node:
    """Leave out what has nothing to say."""
    return {key: value for key, value in node.items() if value}


def reference(identity: str) -> Node:
    """Return a node that only names another one."""
    return {"@id": identity}


def publisher_id(scene: Scene) -> str:
    """Return what the publisher is known by on every page, whatever its language."""
    return f"{scene.root}#publisher"


def publisher_node(scene: Scene) -> Node:
    """Return who publishes the site: enough to name it and to show its logo."""
    publisher = scene.site.publisher
    assert publisher is not None, "a frame names the publisher"
    node = {"@type": publisher.kind, "@id": publisher_id(scene), "name": publisher.name}
    if publisher.logo:
        logo = scene.absolute(publisher.logo)
        return {**node, "url": scene.root, "logo": {"@type": "ImageObject", "url": logo}}
    return {**node, "url": scene.root}


def full_publisher_node(scene: Scene) -> Node:
    """Return all that is known of the publisher, for the front page."""
    publisher = scene.site.publisher
    assert publisher is not None, "a frame names the publisher"
    policies = {name: scene.absolute(url) for name, url in publisher.policies}
    return without_empty(
        {**publisher_node(scene), "sameAs": list(map(scene.absolute, publisher.links)), **policies}
    )


def website_id(scene: Scene) -> str:
    """Return what the site is known by in the language of the page."""
    return f"{scene.absolute(scene.site.home)}#website"


def website_node(scene: Scene) -> Node:
    """Return the site in the language of the page, as other nodes are part of it."""
    return {
        "@type": "WebSite",
        "@id": website_id(scene),
        "name": scene.site.title,
        "url": scene.absolute(scene.site.home),
    }


def full_website_node(scene: Scene, identity: str, url: str, languages: list[str]) -> Node:
    """Return all that is known of the site, in one language or in all of them."""
    site = scene.site
    others = dict.fromkeys(title for _, title in site.titles if title and title != site.title)
    return without_empty(
        {
            "@type": "WebSite",
            "@id": identity,
            "name": site.title,
            "alternateName": list(others),
            "url": url,
            "description": site.description,
            "inLanguage": languages if len(languages) > 1 else languages[0],
            "publisher": reference(publisher_id(scene)),
        }
    )


def page_node(kind: str, head: Head, scene: Scene) -> Node:
    """Return a page that is a page and no more: a list, a profile, a static page."""
    url = scene.absolute(head.url)
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": scene.heading,
        "inLanguage": scene.site.language.tag,
        "isPartOf": website_node(scene),
    }


def breadcrumb_nodes(head: Head, scene: Scene) -> list[Node]:
    """Return the way from the front page to this one, which is the last item."""
    site = scene.site
    above = head.breadcrumbs or (Link(site.title, site.home),)
    items: list[Node] = [
        {
            "@type": "ListItem",
            "position": number,
            "name": crumb.label or scene.archive,
            "item": scene.absolute(crumb.url),
        }
        for number, crumb in enumerate(above, 1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": scene.heading})
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def person_id(url: str) -> str:
    """Return what the author with a page at *url* is known by."""
    return f"{url}#person"


def person_nodes(people: Iterable[Person], scene: Scene) -> list[Node]:
    """Return people as a byline names them; a guest has no address."""
    return [_person_node(person, scene) for person in people]


def _person_node(person: Person, scene: Scene) -> Node:
    if not person.url:
        return {"@type": "Person", "name": person.name}
    url = scene.absolute(person.url)
    return {"@type": "Person", "@id": person_id(url), "name": person.name, "url": url}


def image_nodes(photo: Photo, shapes: tuple[str, ...], scene: Scene) -> list[Node]:
    """Return *photo* in each of *shapes*, with what is known of it and of its rights."""
    known = _photo_facts(photo)
    pictures = (scene.renditions(photo, shape) for shape in shapes)
    return [_image_node(picture, known, scene) for picture in pictures]


def each_once(images: Iterable[Node]) -> list[Node]:
    """Leave out pictures that stand before: a photo without renditions has one shape."""
    return list({image["url"]: image for image in images}.values())


def _image_node(picture: Picture, known: Node, scene: Scene) -> Node:
    url = scene.absolute(picture.url)
    node: Node = {"@type": "ImageObject", "url": url, "contentUrl": url}
    if picture.width and picture.height:
        node.update(width=picture.width, height=picture.height)
    return {**node, **known}


def _photo_facts(photo: Photo) -> Node:
    rights = photo.rights
    facts: Node = {"caption": photo.caption, "creditText": photo.credit}
    if rights:
        creator = {"@type": "Person", "name": rights.creator} if rights.creator else None
        facts["creator"] = creator
        facts["copyrightNotice"] = rights.copyright
        facts["license"] = _web_address(rights.license)
        facts["acquireLicensePage"] = _web_address(rights.acquire)
    return without_empty(facts)


def _web_address(url: str) -> str:
    """Return an address that a photo's own data give, if it is one that can be opened."""
    return url if url.startswith(("https://", "http://")) else ""
