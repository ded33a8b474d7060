"""`publisher` in site.yaml: what it may say, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.model import PublisherFields
from backfile.site import load_site

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.model import Site

SITE = "title: Horizon\nurl: https://horizon.example\nlanguages: {uk: {}, en: {}}\n"


def load(folder: Path, publisher: str) -> tuple[Site | None, list[str]]:
    """Return the site with that publisher, and what is wrong, each as `line:column: message`."""
    (folder / "site.yaml").write_text(SITE + publisher, encoding="utf-8")
    site, problems = load_site(folder)
    return site, [str(problem).removeprefix("site.yaml:") for problem in problems]


def test_a_site_without_publisher_is_its_own(tmp_path: Path) -> None:
    """A news organisation that is called as the site is, of which no more is known."""
    site, problems = load(tmp_path, "")
    assert problems == []
    assert site
    assert site.publisher == PublisherFields()
    assert site.publisher.kind == "NewsMediaOrganization"


def test_everything_that_is_known_of_a_publisher(tmp_path: Path) -> None:
    """Names for every language; policies by the properties that their keys stand for."""
    site, problems = load(
        tmp_path,
        """\
publisher:
  name: {uk: Видавництво}
  type: ResearchOrganization
  links: ["https://social.example/@h", "https://social.example/@h"]
  policies: {ethics: "/about/#ethics", principles: https://other.example/p}
""",
    )
    assert problems == []
    assert site
    assert site.publisher == PublisherFields(
        name=(("uk", "Видавництво"), ("en", "Видавництво")),
        kind="ResearchOrganization",
        links=("https://social.example/@h",),
        policies=(
            ("publishingPrinciples", "https://other.example/p"),
            ("ethicsPolicy", "/about/#ethics"),
        ),
    )


def test_every_mistake_about_a_publisher(tmp_path: Path) -> None:
    """Each has its place and the nearest right word; none hides another."""
    _, problems = load(
        tmp_path,
        """\
publisher:
  nmae: Press
  type: Newspaper
  links: ["mailto:a@horizon.example", x]
  policies: {corection: /a/, ethics: about, masthead: "javascript:x", mission: ""}
""",
    )
    assert problems == [
        "5:3: unknown key `publisher.nmae`; did you mean `name`?",
        "6:9: `publisher.type` is `Newspaper`; write one of NewsMediaOrganization, Organization,"
        " ArchiveOrganization, CollegeOrUniversity, Corporation, EducationalOrganization,"
        " GovernmentOrganization, Library, LibrarySystem, Museum, NGO, ResearchOrganization",
        "7:11: an entry of `publisher.links` is `mailto:a@horizon.example`, which does not begin"
        " with `http:` or `https:`; write one such as `https://social.example/horizon`",
        "7:39: an entry of `publisher.links` is `x`, which does not begin with `http:` or"
        " `https:`; write one such as `https://social.example/horizon`",
        "8:14: unknown key `publisher.policies.corection`; did you mean `corrections`?",
        "8:38: `publisher.policies.ethics` is `about`, which does not begin with `/`;"
        " write a path such as `/about/`, or an absolute URL",
        "8:55: `publisher.policies.masthead` is `javascript:x`, which does not begin with"
        " `http:` or `https:`; write a path such as `/about/`, or an absolute URL",
        "8:80: `publisher.policies.mission` is empty; write text, or leave the key out",
    ]


def test_policies_that_only_a_newsroom_has(tmp_path: Path) -> None:
    """A museum has no masthead: schema.org knows it of news organisations alone."""
    _, problems = load(tmp_path, "publisher: {type: Museum, policies: {masthead: /about/}}\n")
    assert problems == [
        "4:48: `publisher.policies.masthead` is known of a `NewsMediaOrganization` alone;"
        " take it out"
    ]
