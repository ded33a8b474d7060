"""
Pages as readers have them: in a browser, under the policy, without script.

The largest page of each kind, of the demonstration and of a site in Arabic.  Rules:
WCAG 2.2, level AA, as far as axe-core can tell, and what it leaves to others: reflow
(1.4.10), text twice as large (1.4.4), text spaced (1.4.12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(950)
Tour = dict[str, Any]


def test_the_tour_would_see_what_is_wrong(control: Tour) -> None:
    """A page that breaks every rule is told apart by each of the checks below."""
    (seen,) = (visit for visit in control["visits"] if visit["path"] == "/control.html")
    assert seen["console"]
    assert "script" not in seen["text"]
    assert seen["failures"]
    assert seen["broken"]
    assert seen["paper"]["navigation"] == 1
    for form in seen["forms"].values():
        assert form["excess"] > 1000
        assert "and another" in form["lost"]
        assert "Under / Over" in form["covered"]
    (audit,) = (audit for audit in control["audits"] if audit["path"] == "/control.html")
    for state in audit["states"]:
        if state["state"] in {"1280 light", "320 dark"}:
            assert {"image-alt", "html-has-lang"} <= {name for name, _ in state["violations"]}
    (picture, *_) = control["pictures"]
    assert picture["chosen"] == 4000 > 2.1 * picture["shown"]


def test_pages_keep_to_the_policy(tour: Tour) -> None:
    """No console error, nothing refused, nothing asked of another host, nothing missing."""
    for visit in tour["visits"]:
        assert visit["console"] == [], visit["path"]
        others = [url for url in visit["requests"] if not url.startswith(tour["origin"])]
        assert others == [], visit["path"]
        assert visit["failures"] == [], visit["path"]
        assert visit["broken"] == [], visit["path"]
    with_script = [(audit["path"], audit["console"]) for audit in tour["audits"]]
    assert [heard for heard in with_script if heard[1]] == []


def test_pages_can_be_read_without_script(tour: Tour) -> None:
    """Every page shows words, and the stylesheet applies."""
    for visit in tour["visits"]:
        assert len(visit["text"].strip()) > 10, visit["path"]
        assert visit["styled"], visit["path"]


def test_lists_can_be_browsed_without_script(tour: Tour) -> None:
    """Whoever follows "older" from the front page meets every article of the language, once."""
    (language, articles) = _articles_below(tour, tour["home"])
    assert len(articles) > 5, language
    assert sorted(tour["browsed"]) == sorted(articles)


def _articles_below(tour: Tour, home: str) -> tuple[str, list[str]]:
    """Return the language of a front page, and the addresses of its articles."""
    found: dict[str, list[str]] = {}
    language = ""
    for path in sorted(tour["output"].rglob("index.html")):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        place = path.parent.relative_to(tour["output"]).as_posix()
        url = tour["base"] + quote("/" if place == "." else f"/{place}/")
        html = tree.css_first("html")
        assert html is not None
        tag = html.attributes["lang"] or ""
        language = tag if url == home else language
        if tree.css_matches("body.story-page"):
            found.setdefault(tag, []).append(url)
    return language, found[language]


def test_nothing_is_wider_than_the_window(tour: Tour) -> None:
    """At 320 pixels, which is what 400 % zoom leaves of 1280, as at others, with larger text."""
    assert [found for found in _forms(tour) if found[2]["excess"] > 0] == []


@pytest.mark.parametrize("fault", ["lost", "covered"])
def test_all_text_can_be_read(tour: Tour, fault: str) -> None:
    """Narrow, enlarged or spaced: no text is cut off, none lies upon another."""
    found = [(path, name, form[fault]) for path, name, form in _forms(tour) if form[fault]]
    assert found == []


def _forms(tour: Tour) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for visit in tour["visits"]:
        for name, form in visit["forms"].items():
            yield visit["path"], name, form


def test_direction(tour: Tour) -> None:
    """Arabic pages run from the right, all others from the left."""
    for visit in tour["visits"]:
        arabic = visit["path"].startswith("/archive/") and not visit["path"].startswith(
            "/archive/en/"
        )
        assert visit["direction"] == ("rtl" if arabic else "ltr"), visit["path"]


def test_redirects_lead_on_without_script(tour: Tour) -> None:
    """Whoever comes to a former address is sent to the present one."""
    assert tour["redirects"] or not tour["base"], "the demonstration has never moved a page"
    for led in tour["redirects"]:
        assert led["url"].startswith(tour["origin"]), led["path"]
        assert not led["url"].endswith(led["path"])


def test_accessibility_in_light_and_dark(tour: Tour) -> None:
    """No violation on any kind of page, wide or narrow; dark is dark indeed."""
    states = [(audit["path"], state) for audit in tour["audits"] for state in audit["states"]]
    assert [(path, state) for path, state in states if state["violations"]] == []
    assert all(state["passes"] > 0 for _, state in states)
    backgrounds = {state["state"]: state["background"] for _, state in states}
    assert backgrounds["1280 light"] == backgrounds["320 light"] != backgrounds["320 dark"]
    assert backgrounds["320 dark"] == backgrounds["1280 dark"]


def test_the_first_key_leads_past_the_masthead(tour: Tour) -> None:
    """The first thing reached by Tab is the link to the content; it can be seen, and works."""
    expected = {"href": "#frame-main", "visible": True, "target": "MAIN"}
    for audit in tour["audits"]:
        assert audit["keys"] == expected, audit["path"]


def test_pictures_are_as_large_as_they_are_shown(tour: Tour) -> None:
    """The browser's choice is sharp, and no more than a step larger than that takes."""
    assert len({picture["path"] for picture in tour["pictures"]}) > 4
    for picture in tour["pictures"]:
        needed = picture["shown"] * picture["density"]
        assert picture["chosen"] >= min(needed - 1, picture["widths"][-1]), picture
        assert picture["chosen"] <= max(2.1 * needed, picture["widths"][0]), picture


def test_print(tour: Tour) -> None:
    """Paper has the headline, the address of the page, and nothing to navigate by."""
    for visit in tour["visits"]:
        paper = visit["paper"]
        assert paper["navigation"] == 0, visit["path"]
        assert paper["headings"] == 1, visit["path"]
        (address,) = paper["address"]
        assert address.startswith("https://"), visit["path"]
    stories = [visit for visit in tour["visits"] if visit["kind"] == "story-page"]
    for visit in stories:
        assert visit["paper"]["dates"] >= 1, visit["path"]
        assert visit["paper"]["paragraphs"] >= 1, visit["path"]
    assert any(visit["paper"]["photos"] for visit in stories)
    assert any(visit["paper"]["bylines"] for visit in stories)
