"""
What a check looks at: the site's rows, brought up to date, and its theme.

Imports: build.worker, catalogue, theme, model.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from backfile.build.worker import Order
from backfile.catalogue.connection import Connection
from backfile.model import Site
from backfile.theme.renderer import Renderer


class Survey(NamedTuple):
    """One look at a whole site."""

    db: Connection
    order: Order
    renderer: Renderer
    drafts: bool
    """Drafts are looked at, too."""

    @property
    def site(self) -> Site:
        """What site.yaml says."""
        return self.order.site

    @property
    def folder(self) -> Path:
        """The site's folder."""
        return self.order.site_folder
