"""
Assets: stylesheets, fonts and pictures of a theme, under immutable addresses.

`assets/css/site.css` is published as `assets/css-site.DIGEST.css`: the folders
of its name are joined by hyphens, and DIGEST is the first half, in hexadecimal,
of the BLAKE2b digest of the published bytes.  In a stylesheet, a reference to
another asset, `url(../fonts/serif.woff2)` or `@import "base.css"`, becomes the
published name of that asset; the digest covers the stylesheet so rewritten, and
a changed font therefore changes the address of every sheet that uses it.

`settings.css`, made from the theme's settings, is an asset when they say anything of
style, unless the theme has a file of that name.

Errors:  an asset that a stylesheet names and the theme lacks, sheets that refer
         to one another in a circle, names with other characters than letters,
         digits, `.`, `_` and `-`: problems, all of them.
Cost:    reads every asset once; call it once a build.
Imports: yaml (wording), fingerprint, model, errors.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.errors import Problem
from backfile.fingerprint import digest_of
from backfile.model import Value
from backfile.yaml.wording import nearest_file, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.theme.chain import Theme

SHEET = "settings.css"
_SAFE_NAME = re.compile(r"[A-Za-z0-9._/-]+")
_REFERENCE = re.compile(
    rb"""/\*.*?\*/                                            # comments stay as they are
      | (?P<before>url\(\s*["']?|@import\s+["'])              # what introduces a reference
        (?P<target>[^"')\s]+)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)


class Asset(Value, frozen=True):
    """One file of a theme that is published."""

    name: str
    """As templates name it: `css/site.css`."""

    source: str
    """Where it lies on disk; empty for one that is made."""

    digest: bytes
    """16 bytes (BLAKE2b) over the bytes as published."""

    output: str
    """Path in the output folder: `assets/css-site.0123456789abcdef.css`."""

    rewrites: tuple[tuple[str, str], ...] = ()
    """(reference as written in the stylesheet, published name)."""

    made: bytes = b""
    """Its bytes, when it is made and not read."""

    @property
    def url(self) -> str:
        """Its address below the site's base."""
        return f"/{self.output}"


def assets_of(theme: Theme) -> tuple[dict[str, Asset], list[Problem]]:
    """Return every asset of *theme* by name, in the order of names, shadowed ones left out."""
    found: dict[str, Asset] = {}
    problems: list[Problem] = []
    paths = {
        name: (Path(layer.folder, "assets", name), f"{layer.shown}/assets/{name}")
        for layer in reversed(theme.layers)
        for name in layer.assets
    }
    for name in sorted(paths):
        _add_asset(name, paths, found, problems, ())
    if theme.stylesheet and SHEET not in found:
        found[SHEET] = _made_asset(SHEET, theme.stylesheet.encode())
    return {name: found[name] for name in sorted(found)}, problems


def read_asset(asset: Asset) -> bytes:
    """Return the bytes to publish: those of the file, references rewritten."""
    if asset.made:
        return asset.made
    data = Path(asset.source).read_bytes()
    return _rewrite(data, dict(asset.rewrites)) if asset.rewrites else data


def published_name_of(name: str, digest: bytes) -> str:
    """Return `css-site.0123456789abcdef.css` for `css/site.css`."""
    stem, suffix = posixpath.splitext(name.replace("/", "-"))
    return f"{stem}.{digest.hex()[:16]}{suffix}"


def missing_asset(name: str, known: Iterable[str]) -> str:
    """Word that the theme has no asset of that name."""
    near = nearest_file(name, known)
    hint = f"did you mean `{near}`?" if near else "add the file"
    return f"the theme has no asset {quoted(name)}; {hint}"


def _made_asset(name: str, data: bytes) -> Asset:
    digest = digest_of(data)
    return Asset(name, "", digest, f"assets/{published_name_of(name, digest)}", made=data)


def _add_asset(
    name: str,
    paths: Mapping[str, tuple[Path, str]],
    found: dict[str, Asset],
    problems: list[Problem],
    users: tuple[str, ...],
) -> None:
    """Put asset *name* into *found*, after those it refers to; *users* lead to it."""
    if name in found:
        return
    path, shown = paths[name]
    if not _SAFE_NAME.fullmatch(name):
        message = "the name of an asset holds only a-z, A-Z, 0-9, `.`, `_` and `-`; rename the file"
        problems.append(Problem(shown, 0, 0, "asset-name", message))
    data = path.read_bytes()
    rewrites: dict[str, str] = {}
    if name.endswith(".css"):
        for match in _REFERENCE.finditer(data):
            if match["target"] is None:
                continue
            written = match["target"].decode(errors="replace")
            target, problem = _target_of(written, name, paths, (*users, name))
            if target:
                _add_asset(target, paths, found, problems, (*users, name))
                rewrites[written] = posixpath.basename(found[target].output)
            if problem:
                line = data.count(b"\n", 0, match.start("target")) + 1
                problems.append(Problem(shown, line, 0, "asset-reference", problem))
        data = _rewrite(data, rewrites)
    digest = digest_of(data)
    output = f"assets/{published_name_of(name, digest)}"
    found[name] = Asset(name, str(path), digest, output, tuple(sorted(rewrites.items())))


def _target_of(
    written: str, sheet: str, paths: Mapping[str, tuple[Path, str]], users: tuple[str, ...]
) -> tuple[str, str]:
    """Return (name of the asset meant, what is wrong); both empty for other hosts."""
    if _ELSEWHERE.match(written):
        return "", ""
    bare = re.split(r"[?#]", written)[0]
    name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), bare))
    if name in users:
        return "", f"{quoted(written)} leads back to this stylesheet; break the circle"
    if name not in paths:
        return "", missing_asset(name, paths)
    return name, ""


def _rewrite(data: bytes, rewrites: Mapping[str, str]) -> bytes:
    def replace(match: re.Match[bytes]) -> bytes:
        if match["target"] is None:
            return match[0]
        written = match["target"].decode(errors="replace")
        published = rewrites.get(written)
        if published is None:
            return match[0]
        bare = re.split(r"[?#]", written)[0]
        return match["before"] + (published + written[len(bare) :]).encode()

    return _REFERENCE.sub(replace, data)
