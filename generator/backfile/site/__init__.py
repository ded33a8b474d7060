"""
The site: site.yaml -> `Site`, and the rules of what may be an address.

`load` reads the file, `languages` its languages, `settings` what has a grammar of
its own (permalink, taxonomies, menu, images, feeds, robots); `addresses` is the one
place that says which parts, paths and URLs are allowed, for every room above;
`crawlers` knows the names of those that robots.txt can refuse.

Imports: yaml, model, errors.
"""

from backfile.site.addresses import part_fault, path_fault, slug_fault, url_fault
from backfile.site.load import load_site
from backfile.site.settings import BUILT_IN_TAXONOMIES, FRONT_MATTER_KEYS

__all__ = [
    "BUILT_IN_TAXONOMIES",
    "FRONT_MATTER_KEYS",
    "load_site",
    "part_fault",
    "path_fault",
    "slug_fault",
    "url_fault",
]
