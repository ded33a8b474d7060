"""
A theme opened for a site: contexts in, text out, in every language.

`open_renderer` reads assets and messages; templates are read and compiled when
they are first needed, or all at once by `Renderer.compile_templates` before
workers are forked, which then share them.  A renderer holds no open file and
may be used on both sides of a fork.

Templates see `page` (a context of `model`), `site` (a `Frame`), the functions
`asset(name)`, `has_asset(name)`, `language_marker(tag)` and `structured_data(page, site)`,
the gettext family in the language of the frame, and the filters of `filters`.

Errors:  `TemplateFailure`, with the template's file and line.
Cost:    an article takes about 0.3 ms, a list of twenty cards about 0.5 ms;
         compiling everything 80 ms, once.
Imports: language, fingerprint, model, errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backfile.errors import Problem
from backfile.fingerprint import digest_of, fingerprint_of
from backfile.language.messages import load_messages
from backfile.theme.analysis import read_analysis, write_analysis
from backfile.theme.assets import assets_of, missing_asset
from backfile.theme.blocks import unknown_blocks
from backfile.theme.closure import closure_of
from backfile.theme.environment import CompiledTemplates, ThemeLoader, open_environment
from backfile.theme.failure import TemplateFailure, failure_of, missing_template
from backfile.theme.filters import filters_of
from backfile.theme.graph import structured_data_of
from backfile.theme.pictures import PictureRules, portrait_crop, with_sharing
from backfile.theme.portable import NOT_IN_XML
from backfile.theme.queries import query_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backfile.language.messages import Messages
    from backfile.model import Crop, Frame, Site, Value
    from backfile.theme.assets import Asset
    from backfile.theme.chain import Theme
    from backfile.theme.closure import References

_MARKER = ("language marker", "In this language")
"""Message that each language's own table translates: `Українською`, `In English`."""


_ICONS = ("icon-512.png", "icon.svg")
"""Assets that stand in for a logo, best first."""


class Renderer:
    """The templates of a theme, ready to render for one site."""

    def __init__(
        self,
        theme: Theme,
        site: Site,
        assets: Mapping[str, Asset],
        messages: Mapping[str, Messages],
    ) -> None:
        """Bind *theme* to *site*; *messages* has a table for each of its languages."""
        self.theme = theme
        self.assets = assets
        self.crops: tuple[Crop, ...] = with_sharing(theme.crops)
        rules = PictureRules(self.crops, site.image_widths, site.image_formats, site.base)
        self._rules_digest = fingerprint_of(rules)
        self._base = site.base
        self._loader = ThemeLoader(theme)
        self._known: dict[str, References | None] = {}
        self._closures: dict[str, bytes] = {}
        self._markers = {
            language.tag: _marker_of(messages[language.tag], language.name)
            for language in site.languages
        }
        self._message_digests = {tag: table.digest for tag, table in messages.items()}
        compiled = CompiledTemplates()
        functions: dict[str, Callable[..., object]] = {
            "asset": self._asset_url,
            "has_asset": self._has_asset,
            "language_marker": self._marker,
        }
        self._environments = {}
        for tag, table in messages.items():
            filters = filters_of(tag, site.origin, rules)
            functions["structured_data"] = structured_data_of(
                filters["absolute"], filters["renditions"], portrait_crop(self.crops)
            )
            self._environments[tag] = open_environment(
                self._loader, compiled, table, filters, functions
            )

    def render(self, template: str, page: Value, site: Frame) -> str:
        """Return what *template* makes of *page*, in the language of *site*."""
        environment = self._environments[site.language.tag]
        try:
            text = environment.get_template(template).render(page=page, site=site)
        except Exception as error:  # a template is its author's code: anything may come out
            raise self._failure(error, template) from error
        return NOT_IN_XML.sub("", text) if template.endswith(".xml") else text

    def compile_templates(self) -> None:
        """Compile every template for every language; TemplateFailure at the first bad one."""
        for name in self._loader.list_templates():
            for environment in self._environments.values():
                try:
                    environment.get_template(name)
                except Exception as error:
                    raise self._failure(error, name) from error

    def template_problems(self) -> list[Problem]:
        """Return what is wrong with templates that cannot be compiled, each once."""
        environment = next(iter(self._environments.values()))
        found = []
        for name in self._loader.list_templates():
            try:
                environment.get_template(name)
            except Exception as error:  # noqa: BLE001 - as in `render`
                failure = self._failure(error, name)
                if isinstance(failure, TemplateFailure):
                    found.append(failure.problem)
        return list(dict.fromkeys(found))

    def unknown_blocks(self) -> list[Problem]:
        """Return a warning for each block of a template that nothing shows."""
        environment = next(iter(self._environments.values()))
        return unknown_blocks(environment, self._loader, self._known)

    def take_over_analysis(self, engine: bytes, kept: bytes) -> None:
        """Spare the parsing of templates that are as they were when *kept* was written."""
        environment = next(iter(self._environments.values()))
        self._known.update(read_analysis(environment, self._loader, engine, kept))

    def analysis(self, engine: bytes) -> bytes:
        """Return what is known of templates, for a later build to take over."""
        return write_analysis(self._loader, engine, self._known)

    def has_template(self, name: str) -> bool:
        """Tell whether the theme has a template of that name."""
        return any(name in layer.templates for layer in self.theme.layers)

    def missing(self, name: str) -> str:
        """Word that there is no template *name*, with the nearest one that there is."""
        return missing_template(name, self._loader.list_templates())

    def closure_of(self, template: str, language: str) -> bytes:
        """
        Return 16 bytes over all that *template* draws on for a page in *language*.

        Sources, assets, messages, language markers and what renditions photos have; not
        the context, the frame, or the versions of the libraries.
        """
        if template not in self._closures:
            environment = next(iter(self._environments.values()))
            self._closures[template] = closure_of(
                environment, self._loader, self.assets, self._known, template
            )
        markers = "\n".join(f"{tag} {marker}" for tag, marker in self._markers.items())
        return digest_of(
            self._closures[template]
            + self._message_digests[language]
            + self._rules_digest
            + markers.encode()
        )

    def logo_url(self) -> str:
        """Return the address of the logo that the settings name, else of the icon."""
        logo = self.theme.settings.get("logo")
        names = [name for name in (logo, *_ICONS) if isinstance(name, str) and name in self.assets]
        return self._asset_url(names[0]) if names else ""

    def _failure(self, error: Exception, template: str) -> Exception:
        layers = self.theme.layers
        shown = {f"{layer.shown}/templates/{name}" for layer in layers for name in layer.templates}
        wanted = f"{layers[0].shown}/templates/{template}"
        return failure_of(error, wanted, shown, self._loader.list_templates())

    def _asset_url(self, name: str) -> str:
        asset = self.assets.get(name)
        if asset is None:
            raise LookupError(missing_asset(name, self.assets))
        return self._base + asset.url

    def _has_asset(self, name: str) -> bool:
        return name in self.assets

    def _marker(self, tag: str) -> str:
        return self._markers[tag]


def open_renderer(
    theme: Theme, site: Site, engine: bytes = b"", kept: bytes = b""
) -> tuple[Renderer, list[Problem]]:
    """
    Read the assets and messages of *theme*; problems name the files to mend.

    *kept* is what `Renderer.analysis` returned to an earlier build, by the same *engine*
    or another one; empty if there was none.
    """
    assets, problems = assets_of(theme)
    problems += query_problems(theme.queries, site)
    messages: dict[str, Messages] = {}
    for language in site.languages:
        tag = language.tag
        messages[tag] = load_messages(message_files_of(theme, tag), tag)
        problems += [_shown(problem, theme) for problem in messages[tag].problems]
        if not messages[tag].is_translated and not tag.startswith("en"):
            problems.append(_untranslated(theme, tag))
    renderer = Renderer(theme, site, assets, messages)
    renderer.take_over_analysis(engine, kept)
    problems += renderer.unknown_blocks()
    return renderer, list(dict.fromkeys(problems))


def message_files_of(theme: Theme, language: str) -> tuple[Path, ...]:
    """
    Return the message files for *language*, each overriding those before it.

    The theme extended comes before the one that extends it, and within a theme
    `pt.po` before `pt-BR.po`.
    """
    parts = language.split("-")
    names = ["-".join(parts[: count + 1]) + ".po" for count in range(len(parts))]
    return tuple(
        Path(layer.folder, "messages", name)
        for layer in reversed(theme.layers)
        for name in names
        if name in layer.messages
    )


def _marker_of(messages: Messages, name: str) -> str:
    context, text = _MARKER
    marker = messages.pgettext(context, text)
    return name if marker == text else marker


def _shown(problem: Problem, theme: Theme) -> Problem:
    """Name the file of *problem* as readers know it."""
    for layer in theme.layers:
        path = Path(problem.path)
        if path.is_relative_to(layer.folder):
            relative = path.relative_to(layer.folder).as_posix()
            return msgspec.structs.replace(problem, path=f"{layer.shown}/{relative}")
    return problem


def _untranslated(theme: Theme, tag: str) -> Problem:
    wanted = f"themes/{theme.name}/messages/{tag}.po"
    message = f"the theme has no messages in `{tag}`, and speaks English there; add {wanted}"
    return Problem("site.yaml", 0, 0, "no-messages", message, "warning")
