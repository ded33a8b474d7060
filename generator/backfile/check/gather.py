"""
Links that leave the site, and the sources that have them.

Of bodies, the front matter (`languages`, linked photos), authors (`links`) and
site.yaml (`menu`, `publisher`).  Fragments are left out: they are no part of a request.

Memory:  every address, and the path of each source that has it.
Imports: check, catalogue.desk, model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from backfile.catalogue import desk
from backfile.catalogue.desk import DeskArticle, DeskBody
from backfile.check.addresses import own_path
from backfile.check.links import hrefs_in
from backfile.check.survey import Survey
from backfile.site.load import FILE


@dataclass
class ExternalLinks:
    """Address -> the sources that lead there, each once, in the order of looking."""

    survey: Survey
    found: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, path: str, addresses: Iterable[str]) -> None:
        """Note those of *addresses* that leave the site."""
        for address in addresses:
            url = address.partition("#")[0]
            if url.startswith(("http://", "https://")) and own_path(self.survey, url) is None:
                self.found.setdefault(url, {})[path] = None

    def add_story(self, _survey: Survey, story: list[DeskArticle]) -> tuple[()]:
        """Note the versions of a story elsewhere, and its linked photos."""
        for article in story:
            fields = article.fields
            if article.is_due:
                photo = (fields.photo.src or "",) if fields.photo else ()
                self.add(article.path, (*(url for _, url in fields.elsewhere), *photo))
        return ()

    def add_body(self, _survey: Survey, body: DeskBody) -> tuple[()]:
        """Note the links and linked photos of a body; what is wrong with them is seen later."""
        self.add(body.path, (*hrefs_in(body.html), *(image.src for image in body.images)))
        return ()

    def add_records(self) -> None:
        """Note the links of authors, and of site.yaml."""
        for _, path, author in desk.author_records(self.survey.db):
            self.add(path, author.links)
        site = self.survey.site
        policies = (target for _, target in site.publisher.policies)
        menu = (entry.to for entry in site.menu)
        self.add(FILE, (*menu, *site.publisher.links, *policies))
