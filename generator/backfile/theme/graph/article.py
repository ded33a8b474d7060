"""
An article: `NewsArticle`, or the kind of it that its genre names.

An original names its translations, and a translation its original, by the very
identities that their own pages have; versions published elsewhere have none.

Source:  schema.org; Google Search Central, "Article".
Imports: theme.graph.nodes, model.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from backfile.theme.graph.nodes import (
    LEAD_SHAPES,
    Node,
    Scene,
    breadcrumb_nodes,
    each_once,
    image_nodes,
    person_nodes,
    publisher_id,
    publisher_node,
    reference,
    website_node,
    without_empty,
)

if TYPE_CHECKING:
    from backfile.model import Article, ArticlePage

TYPES = {
    "news": "NewsArticle",
    "reportage": "ReportageNewsArticle",
    "opinion": "OpinionNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "background": "BackgroundNewsArticle",
    "review": "ReviewNewsArticle",
}
"""Genre -> type of schema.org."""


def article_nodes(page: ArticlePage, scene: Scene) -> list[Node]:
    """Return the article, the way to it, and the publisher."""
    # The page is known by the headline, whatever a theme writes into its title.
    scene = scene._replace(heading=page.article.title)
    return [
        _article_node(page, scene),
        *breadcrumb_nodes(page.head, scene),
        publisher_node(scene),
    ]


def _article_node(page: ArticlePage, scene: Scene) -> Node:
    article, url = page.article, scene.absolute(page.head.url)
    node: Node = {
        "@type": TYPES.get(article.genre, "NewsArticle"),
        "@id": article_id(url),
        "headline": article.title,
        "description": page.head.description,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": scene.site.language.tag,
        "datePublished": article.date.iso,
        "dateModified": modified_iso(article),
        "author": person_nodes(article.authors, scene),
        "translator": person_nodes(article.translators, scene),
        "publisher": reference(publisher_id(scene)),
        "isPartOf": website_node(scene),
        "isAccessibleForFree": True,
        "articleSection": article.section.label if article.section else "",
        "keywords": [tag.label for tag in article.tags],
        "image": _images(article, scene),
        "correction": _corrections(article),
        **_translations(page, scene),
    }
    return without_empty(node)


def article_id(url: str) -> str:
    """Return what the article at *url* is known by."""
    return f"{url}#article"


def modified_iso(article: Article) -> str:
    """
    Return when an article last changed: never before it was published.

    A bare date of the day of publication is midnight, which is before it.
    """
    if article.updated is None:
        return article.date.iso
    published = datetime.fromisoformat(article.date.iso)
    is_later = datetime.fromisoformat(article.updated.iso) > published
    return article.updated.iso if is_later else article.date.iso


def _images(article: Article, scene: Scene) -> list[Node]:
    images = image_nodes(article.photo, LEAD_SHAPES, scene) if article.photo else []
    for part in article.body:
        if part.photo and not part.photo.inline:
            images += image_nodes(part.photo, ("",), scene)
    return each_once(images)


def _corrections(article: Article) -> list[Node]:
    return [
        {
            "@type": "CorrectionComment",
            "text": correction.text,
            "datePublished": correction.date.iso,
        }
        for correction in article.corrections
    ]


def _translations(page: ArticlePage, scene: Scene) -> Node:
    tag = scene.site.language.tag
    known = {language.tag for language in scene.site.languages} - {tag}
    others = {
        alternate.hreflang: reference(article_id(scene.absolute(alternate.url)))
        for alternate in page.head.alternates
        if alternate.hreflang in known and alternate.url.startswith("/")
    }
    if not page.original:
        return {"workTranslation": list(others.values())}
    # An original that is not published is named by nobody.
    return {"translationOfWork": others.get(page.original)}
