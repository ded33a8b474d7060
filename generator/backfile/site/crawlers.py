"""
Which crawlers robots.txt can refuse, by what they read pages for.

The names are data, in `crawlers.yaml` beside this module.

Cost:    about 1 ms, once a build and only where something is refused.
Imports: yaml.
"""

from __future__ import annotations

from importlib.resources import files

from backfile.yaml.fields import Fields
from backfile.yaml.root import read_mapping

PURPOSES = ("training", "search", "user")
"""To train models; to find what answers link to; because a person asks for a page."""

FILE = "crawlers.yaml"


def crawlers_for(purposes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the crawlers that read for any of *purposes*, as robots.txt has them."""
    if not purposes:
        return ()
    node = read_mapping(files(__package__).joinpath(FILE).read_bytes(), FILE, [])
    assert node is not None, FILE
    fields = Fields(node, FILE, [], PURPOSES)
    return tuple(name for purpose in purposes for name in fields.texts(purpose) or ())
