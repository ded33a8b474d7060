"""
Which addresses the site has, and which was probably meant by one that it has not.

What is planned counts: pages, redirects, static files, assets and pictures.

Cost:    one look-up an address; a few more for one that is not there.
Imports: check.survey, catalogue, pages.addresses, site, yaml.wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from backfile.catalogue import desk, outputs
from backfile.check.survey import Survey
from backfile.pages.addresses import path_of, prefix_of
from backfile.yaml.wording import nearest, quoted

_INDEX = "index.html"


class WrongAddress(NamedTuple):
    """An address that the site has not, and what to write."""

    is_there: bool
    """There is such a page, but the address is written in another way."""

    hint: str


def own_path(survey: Survey, address: str) -> str | None:
    """Return the path below the site's base that an absolute address leads to; None elsewhere."""
    home = _without_scheme(survey.site.origin + survey.site.base)
    rest = _without_scheme(address)
    if rest == home:
        return "/"
    return unquote(rest.removeprefix(home)) if rest.startswith(f"{home}/") else None


def _without_scheme(address: str) -> str:
    """Return an address as it is for `http:` and `https:` alike."""
    return address.removeprefix("https:").removeprefix("http:")


def wrong_address(survey: Survey, path: str) -> WrongAddress | None:
    """Say what is wrong with a path of the site, without base and fragment; None if it is there."""
    path = path.partition("?")[0]
    planned = _output_of(path)
    if outputs.has_path(survey.db, planned):
        return None
    if planned != path.strip("/") and outputs.has_path(survey.db, path.strip("/")):
        return WrongAddress(
            is_there=False, hint=f"write {quoted(path.rstrip('/'))}, which is a file"
        )
    if outputs.has_path(survey.db, _output_of(f"{path}/")):
        return WrongAddress(is_there=True, hint=f"write {quoted(f'{path}/')}")
    meant = next(_meant_by(survey, path, planned), "")
    hint = f"did you mean {quoted(meant)}?" if meant else "correct the address, or remove the link"
    return WrongAddress(is_there=False, hint=hint)


def _output_of(path: str) -> str:
    bare = path.lstrip("/")
    return f"{bare}{_INDEX}" if not bare or bare.endswith("/") else bare


def _meant_by(survey: Survey, path: str, planned: str) -> Iterator[str]:
    """Yield what was probably meant: without the base, with a language, spelled otherwise."""
    db, site = survey.db, survey.site
    if site.base and path.startswith(f"{site.base}/"):
        rest = path.removeprefix(site.base)
        if outputs.has_path(db, _output_of(rest)):
            yield rest
    for language in site.languages:
        url = prefix_of(site, language) + path.strip("/") + "/"
        if outputs.has_path(db, path_of(site, url)):
            yield url.removeprefix(site.base)
    near = _nearest_beside(survey, planned.removesuffix(f"/{_INDEX}"))
    if near:
        yield f"/{near.removesuffix(_INDEX)}"


def _nearest_beside(survey: Survey, bare: str) -> str:
    """Return the output in the same folder whose name is nearest; empty if none is near."""
    folder, _, name = outputs.fold_path(bare).rpartition("/")
    names: dict[str, str] = {}
    for path in desk.outputs_beside(survey.db, folder):
        parent, _, other = path.removesuffix(f"/{_INDEX}").rpartition("/")
        if outputs.fold_path(parent) == folder:
            names[other] = path
    near = nearest(name, names)
    return names[near] if near else ""
