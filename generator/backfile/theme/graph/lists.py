"""
Pages that are no articles: lists, indexes, profiles, static pages, the root.

The front page of a language describes the site and its publisher in full; all
others name them.

Source:  schema.org; Google Search Central, "Profile page", "Site names",
         "Organization".
Imports: theme.graph.nodes, model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from backfile.theme.graph.nodes import (
    LEAD_SHAPES,
    Node,
    Scene,
    breadcrumb_nodes,
    each_once,
    full_publisher_node,
    full_website_node,
    image_nodes,
    page_node,
    person_id,
    publisher_node,
    website_id,
    without_empty,
)

if TYPE_CHECKING:
    from backfile.model import (
        ArchivePage,
        BodyPart,
        ChooserPage,
        Head,
        ListPage,
        Profile,
        StaticPage,
        TermsPage,
    )


def list_nodes(page: ListPage, scene: Scene) -> list[Node]:
    """Return what a list is: the site, a person, or a collection."""
    if page.kind == "front":
        return _front_nodes(page, scene)
    crumbs = breadcrumb_nodes(page.head, scene)
    if page.profile:
        profile = page_node("ProfilePage", page.head, scene)
        profile["mainEntity"] = _profile_node(page.profile, page.head, scene)
        return [profile, *crumbs, publisher_node(scene)]
    collection = page_node("CollectionPage", page.head, scene)
    # Numbered pages are known by what is in them; the description is the list's.
    if page.description and not page.pager.number:
        collection["description"] = page.description
    return [collection, *crumbs, publisher_node(scene)]


def index_nodes(page: TermsPage | ArchivePage, scene: Scene) -> list[Node]:
    """Return an index of terms, or of months."""
    return [
        page_node("CollectionPage", page.head, scene),
        *breadcrumb_nodes(page.head, scene),
        publisher_node(scene),
    ]


def static_nodes(page: StaticPage, scene: Scene) -> list[Node]:
    """Return a static page."""
    node = page_node("WebPage", page.head, scene)
    node["description"] = page.head.description
    node["dateModified"] = page.updated.iso if page.updated else ""
    if page.photo:
        node["image"] = each_once(image_nodes(page.photo, LEAD_SHAPES, scene))
    return [without_empty(node), *breadcrumb_nodes(page.head, scene), publisher_node(scene)]


def chooser_nodes(page: ChooserPage, scene: Scene) -> list[Node]:
    """Return the site in all its languages."""
    url = scene.absolute(page.head.url)
    languages = [language.tag for language in scene.site.languages]
    website = full_website_node(scene, f"{url}#website", url, languages)
    return [website, full_publisher_node(scene)]


def _front_nodes(page: ListPage, scene: Scene) -> list[Node]:
    if page.pager.number:
        return [page_node("CollectionPage", page.head, scene), publisher_node(scene)]
    url = scene.absolute(page.head.url)
    website = full_website_node(scene, website_id(scene), url, [scene.site.language.tag])
    return [website, full_publisher_node(scene)]


def _profile_node(profile: Profile, head: Head, scene: Scene) -> Node:
    url = scene.absolute(head.url)
    links = [link for link in profile.links if link.startswith(("https://", "http://"))]
    return without_empty(
        {
            "@type": "Person",
            "@id": person_id(url),
            "name": profile.name,
            "url": url,
            "jobTitle": profile.role,
            "description": _plain_text(profile.bio),
            "sameAs": links,
            "image": image_nodes(profile.photo, (scene.portrait,), scene) if profile.photo else [],
        }
    )


def _plain_text(parts: tuple[BodyPart, ...]) -> str:
    return Markup(" ").join(Markup(part.html) for part in parts).striptags()  # noqa: S704
