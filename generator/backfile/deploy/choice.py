"""
Which target is meant.

Errors:  SiteError if site.yaml has errors; UsageError if there is no such target,
         or if it is a folder that holds the site itself.
Imports: build, site, deploy, errors, model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from backfile.build.opening import CATALOGUE, OUTPUT, Options
from backfile.deploy.addresses import home_of
from backfile.errors import SiteError, UsageError
from backfile.model import Site, Target
from backfile.site import load_site
from backfile.yaml.wording import listed, suggestion

PRODUCTION: Final = "production"
CONTENT: Final = "content"
_EXAMPLE: Final = "deploy: {production: {to: …}}"


def load_target(options: Options, name: str) -> tuple[Site, Target]:
    """Return the site, and the target called *name*, or without a name the one that is meant."""
    site, problems = load_site(options.site_folder, base_url=options.base_url)
    if site is None:
        raise SiteError(tuple(problems))
    return site, _located(choose_target(site.targets, name), options.site_folder)


def _located(target: Target, site_folder: Path) -> Target:
    """Return the target; a git repository on this machine is named as seen from the site."""
    repository = site_folder.absolute() / target.to
    if target.kind == "git" and ":" not in target.to and repository.is_dir():
        return msgspec.structs.replace(target, to=str(repository))
    return target


def choose_target(targets: tuple[Target, ...], name: str) -> Target:
    """Return the target of that name; without a name the only one, or `production`."""
    names = [target.name for target in targets]
    if not names:
        raise UsageError(f"site.yaml names no target; add `{_EXAMPLE}`")
    wanted = name or (names[0] if len(names) == 1 else PRODUCTION)
    if wanted in names:
        return targets[names.index(wanted)]
    if not name:
        raise UsageError(f"which target? name one of {listed(names)}")
    hint = suggestion(name, names, f"site.yaml has {listed(names)}")
    raise UsageError(f"there is no target `{name}`; {hint}")


def refuse_overlap(options: Options, target: Target) -> None:
    """Raise UsageError for a folder that holds what is published, or lies in it."""
    if target.kind != "folder":
        return
    root = Path(home_of(target)).resolve()
    output = options.output or options.site_folder / OUTPUT
    for folder in (output, options.site_folder / CONTENT, options.site_folder / CATALOGUE):
        own = folder.resolve()
        if root.is_relative_to(own) or own.is_relative_to(root):
            raise UsageError(f"{target.to} overlaps with {own}; publish to a folder apart from it")


def state_folder(catalogue: Path, target: Target) -> Path:
    """Return the folder for what is remembered of a target: of another place, another one."""
    from backfile.fingerprint import fingerprint_of

    place = fingerprint_of((target.to, target.endpoint, target.branch)).hex()[:8]
    return catalogue / "deploy" / f"{target.name}-{place}"
