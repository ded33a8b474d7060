"""
Pages as readers have them: in a browser, under the policy, without script.

The largest and the smallest page of each kind, of the demonstration and of a site
in Arabic.  Rules: WCAG 2.2, level AA, as far as axe-core can tell.
"""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.timeout(950)
Tour = dict[str, Any]


def test_the_tour_would_see_what_is_wrong(control: Tour) -> None:
    """A page that breaks every rule is told apart by each of the checks below."""
    visits = [visit for visit in control["visits"] if visit["path"] == "/control.html"]
    assert all(visit["console"] for visit in visits)
    assert all("script" not in visit["text"] for visit in visits)
    assert all(visit["failures"] for visit in visits)
    assert visits[0]["broken"]
    violations = {name for audit in control["audits"] for name, _ in audit["violations"]}
    assert {"image-alt", "html-has-lang"} <= violations


def test_pages_keep_to_the_policy(tour: Tour) -> None:
    """No console error, nothing refused, nothing asked of another host, nothing missing."""
    for visit in tour["visits"]:
        assert visit["console"] == [], visit["path"]
        others = [url for url in visit["requests"] if not url.startswith(tour["origin"])]
        assert others == [], visit["path"]
        assert visit["failures"] == [], visit["path"]
        assert visit["broken"] == [], visit["path"]


def test_pages_can_be_read_without_script(tour: Tour) -> None:
    """Every page shows words, and the stylesheet applies."""
    for visit in tour["visits"]:
        assert len(visit["text"].strip()) > 10, visit["path"]
        assert visit["styled"], visit["path"]


def test_nothing_is_wider_than_the_window(tour: Tour) -> None:
    """At 320, 360 and 1400 pixels; 320 is what 400 % zoom leaves of 1280 (WCAG 1.4.10)."""
    wide = [
        (visit["path"], visit["width"], visit["content_width"])
        for visit in tour["visits"]
        if visit["content_width"] > visit["window_width"]
    ]
    assert wide == []


def test_direction(tour: Tour) -> None:
    """Arabic pages run from the right, all others from the left."""
    for visit in tour["visits"]:
        arabic = visit["path"].startswith("/archive/") and not visit["path"].startswith(
            "/archive/en/"
        )
        assert visit["direction"] == ("rtl" if arabic else "ltr"), visit["path"]


def test_redirects_lead_on_without_script(tour: Tour) -> None:
    """Whoever comes to a former address is sent to the present one."""
    for led in tour["redirects"]:
        assert led["url"].startswith(tour["origin"]), led["path"]
        assert not led["url"].endswith(led["path"])


def test_accessibility_in_light_and_dark(tour: Tour) -> None:
    """No violation on any kind of page; dark is dark indeed."""
    found = [
        (audit["path"], audit["scheme"], audit["violations"])
        for audit in tour["audits"]
        if audit["violations"]
    ]
    assert found == []
    assert all(audit["passes"] > 5 for audit in tour["audits"])
    backgrounds = {audit["scheme"]: audit["background"] for audit in tour["audits"]}
    assert backgrounds["light"] != backgrounds["dark"]


def test_the_first_key_leads_past_the_masthead(tour: Tour) -> None:
    """The first thing reached by Tab is the link to the content; it can be seen, and works."""
    for walk in tour["keyboard"]:
        assert walk["href"] == "#frame-main", walk["path"]
        assert walk["visible"], walk["path"]
        assert walk["target"] == "MAIN", walk["path"]


def test_print(tour: Tour) -> None:
    """Paper has the headline and no menus."""
    for printed in tour["prints"]:
        assert printed["menus"] == 0, printed["path"]
        assert printed["headings"] == 1, printed["path"]
        assert printed["bytes"] > 1000
