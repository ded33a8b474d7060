"""
What makes outputs stale besides their contexts: templates, assets, frames, queries, codecs.

Their digests are kept in the catalogue; where one differs, the kinds of pages
that it reaches are pending, and each page's fingerprint decides.

Imports: build.worker, catalogue, images, pages, theme, fingerprint, model.
"""

from __future__ import annotations

from backfile.build.worker import Bench
from backfile.catalogue import articles, outputs, pictures
from backfile.catalogue.connection import Connection, read_meta, write_meta
from backfile.errors import Problem
from backfile.fingerprint import digest_of, fingerprint_of
from backfile.images.codecs import codecs_digest, codecs_files_digest
from backfile.model import PageKey, Query
from backfile.pages import copied
from backfile.pages.addresses import path_of
from backfile.pages.queries import selections_on
from backfile.theme.queries import ON
from backfile.theme.renderer import Renderer
from backfile.yaml.wording import quoted

KINDS_OF_TEMPLATE = {
    "front.html": ("front",),
    "term.html": ("term",),
    "terms.html": ("terms",),
    "archive.html": ("month", "archive"),
    "chooser.html": ("chooser",),
    "404.html": ("not-found",),
    "redirect.html": ("redirect",),
    "atom.xml": ("feed",),
    "feed.json": ("feed",),
    "rss.xml": ("feed",),
    "sitemap.xml": ("sitemap",),
    "sitemap-index.xml": ("sitemap-index",),
    "sitemap-news.xml": ("news",),
    "robots.txt": ("robots",),
    "manifest.webmanifest": ("manifest",),
}
WRITTEN = {"article": "articles", "page": "static pages"}
"""Kinds whose sources may name a template, and what they are called."""

OTHERS = {"article": "page.html", "page": "article.html"}
"""Kind -> the template of the other kind that may name one."""

MANY = {
    "article": "every article",
    "page": "every static page",
    "term": "the list of every term",
    "month": "every month",
}
"""Kinds of which there are more, the larger the archive."""

TEMPLATED_KINDS = tuple(
    dict.fromkeys((*WRITTEN, *(k for ks in KINDS_OF_TEMPLATE.values() for k in ks)))
)


def mark_stale(db: Connection, bench: Bench, chosen: list[str]) -> None:
    """
    Mark what changed templates, assets and frames reach.

    *chosen* are the templates that articles name.  The digests of now are kept.
    """
    db.execute("BEGIN")
    _mark_by_frame(db, bench)
    _mark_by_queries(db, bench)
    names = {"article.html", "page.html", *chosen}
    for template in sorted({*KINDS_OF_TEMPLATE, *names}):
        kinds = KINDS_OF_TEMPLATE.get(template, ())
        if template in names:
            kinds += tuple(WRITTEN)
        for tag in bench.reader.frames:
            closure = bench.renderer.closure_of(template, tag)
            if _differs(db, f"template:{tag}:{template}", closure):
                outputs.mark_pending(db, kinds, tag)
                outputs.mark_pending(db, kinds, "")
    _plan_assets(db, bench)
    _mark_by_codecs(db)
    db.execute("COMMIT")


def _mark_by_frame(db: Connection, bench: Bench) -> None:
    frames = bench.reader.frames
    for tag in frames:
        if _differs(db, f"frame:{tag}", bench.frame_digests[tag]):
            outputs.mark_pending(db, TEMPLATED_KINDS, tag)
            outputs.mark_pending(db, TEMPLATED_KINDS, "")
    if _differs(db, "engine", digest_of(bench.order.engine)):
        outputs.mark_all_pending(db)


def _mark_by_queries(db: Connection, bench: Bench) -> None:
    """Mark the pages that see what queries found; numbered ones are sealed and do not."""
    reader = bench.reader
    for tag in reader.frames:
        for kind in ON:
            if kind == "not-found" and tag != reader.site.default_language:
                continue
            digest = fingerprint_of(selections_on(reader, kind, tag))
            if _differs(db, f"queries:{tag}:{kind}", digest):
                language = "" if kind == "not-found" else tag
                outputs.mark_unnumbered_pending(db, kind, language)


def _mark_by_codecs(db: Connection) -> None:
    """Mark the pictures if what encodes them is another one; asked only if its files differ."""
    if not pictures.has_any(db):
        return
    files = codecs_files_digest()
    known = files != b"" and not _differs(db, "codecs-files", files)
    if not known and _differs(db, "codecs", codecs_digest()):
        outputs.mark_pending(db, (pictures.KIND,))


def wide_queries(db: Connection, queries: tuple[Query, ...]) -> list[str]:
    """Return a line for each query that makes whole kinds of pages stale, when it is new."""
    found = {
        f"{query.name} {' '.join(kinds)}": _warn_of(query, kinds)
        for query in queries
        if (kinds := [kind for kind in query.on if kind in MANY])
    }
    known = read_meta(db, "wide-queries").decode().split("\n")
    write_meta(db, "wide-queries", "\n".join(found).encode())
    return [line for name, line in found.items() if name not in known]


def _warn_of(query: Query, kinds: list[str]) -> str:
    pages = " and ".join(MANY[kind] for kind in kinds)
    return (
        f"the theme's query `{query.name}` stands on {pages}:"
        f" each publication in {query.of} makes all of them stale"
    )


def _differs(db: Connection, name: str, digest: bytes) -> bool:
    if read_meta(db, name) == digest:
        return False
    write_meta(db, name, digest)
    return True


def _plan_assets(db: Connection, bench: Bench) -> None:
    """Claim new assets and drop former ones; a changed asset has another name."""
    planned = {key.subject for key in outputs.keys_of_kind(db, copied.ASSET)}
    seen = int.from_bytes(read_meta(db, "plan"), "big")
    for key, url in copied.assets(bench.reader):
        if key.subject not in planned:
            outputs.claim_output(db, key, path_of(bench.order.site, url), seen)
    for name in sorted(planned - bench.reader.assets.keys()):
        outputs.drop_output(db, PageKey(copied.ASSET, "", name, 0))


def unfit_templates(db: Connection, renderer: Renderer) -> list[Problem]:
    """Report articles and static pages that name a template which is not there, or not for them."""
    problems = []
    for name in articles.templates_named(db):
        for place in articles.naming_template(db, name):
            kind = "page" if place[0].startswith("content/pages/") else "article"
            if not renderer.has_template(name):
                problems.append(Problem(*place, "template-missing", renderer.missing(name)))
            elif name in KINDS_OF_TEMPLATE or name == OTHERS[kind]:
                hint = f"write {kind}.html, or one of your own that extends it"
                message = f"the template {quoted(name)} is not made for {WRITTEN[kind]}; {hint}"
                problems.append(Problem(*place, "template-kind", message))
    return problems
