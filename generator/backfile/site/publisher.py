"""
`publisher` of site.yaml: who publishes the site, for those who ask whom to trust.

Policies are written by short keys and kept by the properties of schema.org that
they stand for.

Errors:  as problems; codes `publisher`, `bad-url` and those of `yaml.fields`.
Source:  schema.org, `Organization` and `NewsMediaOrganization`.
Imports: yaml, site.addresses, model.
"""

from __future__ import annotations

from backfile.model import PublisherFields
from backfile.site.addresses import target_fault, url_fault
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Scalar
from backfile.yaml.wording import quoted

NEWS = "NewsMediaOrganization"
TYPES = (
    NEWS, "Organization", "ArchiveOrganization", "CollegeOrUniversity", "Corporation",
    "EducationalOrganization", "GovernmentOrganization", "Library", "LibrarySystem", "Museum",
    "NGO", "ResearchOrganization",
)  # fmt: skip

POLICIES = {
    "principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "ownership": "ownershipFundingInfo",
    "diversity": "diversityPolicy",
    "staffing": "diversityStaffingReport",
    "feedback": "actionableFeedbackPolicy",
    "unnamed_sources": "unnamedSourcesPolicy",
    "masthead": "masthead",
    "mission": "missionCoveragePrioritiesPolicy",
    "no_bylines": "noBylinesPolicy",
    "fact_checking": "verificationFactCheckingPolicy",
}
"""Key -> property of schema.org."""

OF_NEWS_ALONE = ("masthead", "mission", "no_bylines", "fact_checking")
"""Keys whose property only a `NewsMediaOrganization` has."""

KEYS = ("name", "type", "links", "policies")


def read_publisher(root: Fields, tags: tuple[str, ...], default: str) -> PublisherFields:
    """Read `publisher`; without it, a news organisation that is called as the site is."""
    fields = root.mapping("publisher", KEYS)
    if fields is None:
        return PublisherFields()
    name = fields.texts_by_language("name", tags, default)
    if any(not text for _, text in name):
        fields.report(fields.nodes["name"], "empty-value", f"{fields.name_of('name')} is empty")
    kind = fields.choice("type", TYPES) or NEWS
    return PublisherFields(name, kind, _read_links(fields), _read_policies(fields, kind))


def _read_links(fields: Fields) -> tuple[str, ...]:
    scalars = fields.scalars("links", alone=False) or ()
    for scalar in scalars:
        fault = url_fault(scalar.value)
        if fault:
            message = (
                f"an entry of {fields.name_of('links')} is {quoted(scalar.value)}, which {fault};"
                " write one such as `https://social.example/horizon`"
            )
            fields.report(scalar, "bad-url", message)
    return tuple(dict.fromkeys(scalar.value for scalar in scalars))


def _read_policies(fields: Fields, kind: str) -> tuple[tuple[str, str], ...]:
    policies = fields.mapping("policies", tuple(POLICIES))
    if policies is None:
        return ()
    found = []
    for key, schema_property in POLICIES.items():
        target = policies.filled_scalar(key)
        if target is None:
            continue
        _check_target(policies, key, target)
        if kind != NEWS and key in OF_NEWS_ALONE:
            message = f"{policies.name_of(key)} is known of a `{NEWS}` alone; take it out"
            policies.report(target, "publisher", message)
        found.append((schema_property, target.value))
    return tuple(found)


def _check_target(policies: Fields, key: str, target: Scalar) -> None:
    fault = target_fault(target.value)
    if fault:
        message = (
            f"{policies.name_of(key)} is {quoted(target.value)}, which {fault};"
            " write a path such as `/about/`, or an absolute URL"
        )
        policies.report(target, "publisher", message)
