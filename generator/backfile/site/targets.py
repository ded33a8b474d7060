"""
`deploy` of site.yaml: where the site is published to.

Which keys a target may have depends on where it leads, and a key that has no
meaning there is an error, since somebody relies on it.

Errors:  as problems; codes `target` and those of `yaml.fields`.
Source:  SPEC §6.
Imports: yaml, site.addresses, model.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, unquote

from backfile.model import Kind, Purge, Target
from backfile.site.addresses import path_fault, split_url, url_fault
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Scalar
from backfile.yaml.wording import listed, quoted

HINT = "write a mapping by target: {production: {to: …}}"
DEFAULT_KEEP = 5
BUCKETS = ("s3", "gs", "az")
HOSTS = ("cloudflare-pages", "netlify", "github-pages", "gitlab-pages")
SERVERS = ("nginx", "caddy")
COMPRESSIONS = ("br", "gz", "zst")
SERVICES = ("cloudfront", "cloudflare", "fastly", "file")

KEYS = (
    "to", "endpoint", "region", "keep", "branch", "orphan", "cname", "host", "server",
    "compress", "redirects", "purge",
)  # fmt: skip

EVERYWHERE = ("to", "host", "purge")
KEYS_OF: Final[dict[Kind, tuple[str, ...]]] = {
    "bucket": (*EVERYWHERE, "endpoint", "region", "redirects"),
    "rsync": (*EVERYWHERE, "keep", "server", "compress"),
    "git": (*EVERYWHERE, "branch", "orphan", "cname", "compress"),
    "folder": (*EVERYWHERE, "keep", "server", "compress"),
}
"""Kind of target -> the keys that mean something there."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_BRANCH = re.compile(r"(?![-/.])(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\\x00-\x20\x7f]+")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", re.IGNORECASE)
_SUBJECT = re.compile(r"[A-Za-z0-9_-]+")
_REGION = re.compile(r"[A-Za-z0-9-]+")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CREDENTIALS = re.compile(r"(?<=://).*@|^[^@/]*:.*@", re.DOTALL)
_QUERY = re.compile(r"\?.*", re.DOTALL)
_TAKEN = ("content", "public", "schemas", "site.yaml", "themes")
"""What a list of addresses must not be written into."""


def read_targets(root: Fields) -> tuple[Target, ...]:
    """Read `deploy`, in the order of the file; targets with faults are left out."""
    targets = []
    for key, node in root.entries("deploy", HINT):
        if not _NAME.fullmatch(key.value):
            message = (
                f"target {quoted(key.value)} is not a name; use lower-case Latin letters, "
                "digits, `-` and `_`"
            )
            root.report(key, "target", message)
        fields = root.mapping_of(node, f"deploy.{key.value}", KEYS)
        target = _read_target(fields, key.value) if fields else None
        targets += [target] if target else []
    return tuple(targets)


def _read_target(fields: Fields, name: str) -> Target | None:
    to = fields.required_scalar("to")
    kind = None if to is None else _kind_of(fields, to)
    if to is None or kind is None:
        return None
    _refuse_foreign_keys(fields, kind)
    has_releases = kind in {"rsync", "folder"}
    return Target(
        name=name,
        kind=kind,
        to=to.value,
        endpoint=_read_endpoint(fields),
        region=_read_region(fields),
        keep=fields.number("keep", DEFAULT_KEEP, least=1) if has_releases else 0,
        branch=_read_branch(fields) if kind == "git" else "",
        orphan=fields.flag("orphan"),
        cname=_read_cname(fields),
        host=fields.choice("host", HOSTS) or "",
        server=fields.choice("server", SERVERS) or "",
        compress=_read_compress(fields),
        redirects=_read_redirects(fields, to.value),
        purge=_read_purge(fields),
    )


def _kind_of(fields: Fields, to: Scalar) -> Kind | None:
    """Return what kind of target `to` is, or report what is wrong with it."""
    kind = _look_of(to.value, is_git="branch" in fields.nodes)
    fault = _fault_of(to.value, kind)
    if not fault:
        return kind
    hint = EXAMPLES.get(kind or "", ANY_EXAMPLE)
    if kind is None and _GIT.search(to.value):
        hint = "add `branch: gh-pages`, which makes it a git target"
    message = f"{fields.name_of('to')} is {quoted(_shown(to.value))}, which {fault}"
    fields.report(to, "target", f"{message}; {hint}")
    return None


def _look_of(to: str, *, is_git: bool) -> Kind | None:
    scheme, separator, _ = to.partition("://")
    if is_git:
        return "git"
    if not separator:
        return None
    return "bucket" if scheme in BUCKETS else _KIND_OF_SCHEME.get(scheme)


def _fault_of(to: str, kind: Kind | None) -> str:
    """Say what is wrong with `to`; a control character would be dropped in silence later."""
    if _CONTROL.search(to):
        return "holds a control character"
    return _FAULT_OF[kind](to) if kind else "is of no known kind"


def _bucket_fault(to: str) -> str:
    split = split_url(to)
    if split is not None and "@" in split.netloc:
        return "holds a user or a password"
    if split is None or not _BUCKET.fullmatch(split.netloc):
        return "names no bucket"
    return _place_fault(split)


def _rsync_fault(to: str) -> str:
    split = split_url(to)
    if split is not None and split.password is not None:
        return "holds a password"
    if split is None or not split.hostname:
        return "names no host"
    # ssh would take it for an option.
    if split.hostname.startswith("-") or (split.username or "").startswith("-"):
        return "names no host"
    return _place_fault(split) or ("" if split.path.strip("/") else "names no folder")


def _folder_fault(to: str) -> str:
    split = split_url(to)
    if split is None or split.netloc not in {"", "localhost"}:
        return "names a host"
    return _place_fault(split) or ("" if split.path.strip("/") else "names no folder")


def _place_fault(split: SplitResult) -> str:
    """Say what is wrong with what follows a bucket or host."""
    if split.query or split.fragment:
        return "holds a query or fragment"
    return "holds `..`" if ".." in unquote(split.path).split("/") else ""


def _git_fault(to: str) -> str:
    if to.startswith("-"):
        return "is an option of git"
    scheme, separator, rest = to.partition("://")
    if not separator:
        is_bare = not re.search(r"[/:]|\.git$", to)
        return "is a name that only a checkout knows" if is_bare else ""
    split = split_url(to)
    if split is None:
        return "holds a password" if "@" in rest else "names no host"
    # With HTTP a user alone may be a token.
    if split.password is not None or (scheme in {"http", "https"} and "@" in split.netloc):
        return "holds a password or a token"
    # Some services take a token there.
    return "holds a query" if scheme in {"http", "https"} and split.query else ""


_KIND_OF_SCHEME: Final[dict[str, Kind]] = {"rsync": "rsync", "file": "folder"}
_FAULT_OF: Final[dict[Kind, Callable[[str], str]]] = {
    "bucket": _bucket_fault,
    "rsync": _rsync_fault,
    "git": _git_fault,
    "folder": _folder_fault,
}
_GIT = re.compile(r"\.git/?$|^git@|^ssh://git@")


def _shown(url: str) -> str:
    """Return a URL as it may be shown: whatever may be a password or a token is left out."""
    return _QUERY.sub("?…", _CREDENTIALS.sub("…@", url))


def _refuse_foreign_keys(fields: Fields, kind: Kind) -> None:
    """Report the keys that mean nothing for a kind of target, and take no other look at them."""
    for key in [key for key in fields.nodes if key not in KEYS_OF[kind]]:
        where = listed(name for name, keys in KEYS_OF.items() if key in keys)
        message = f"{fields.name_of(key)} means nothing for a {kind} target; it is for {where}"
        fields.report(fields.nodes.pop(key), "target", message)


def _read_redirects(fields: Fields, to: str) -> bool:
    redirects = fields.flag("redirects")
    if redirects and not to.startswith("s3://"):
        message = f"{fields.name_of('redirects')} is for s3:// targets; others know no such objects"
        fields.report(fields.nodes["redirects"], "target", message)
    return redirects


def _read_endpoint(fields: Fields) -> str:
    scalar = fields.filled_scalar("endpoint")
    if scalar is None:
        return ""
    fault = url_fault(scalar.value)
    split = split_url(scalar.value)
    if not fault and split is not None and "@" in split.netloc:
        fault = "holds a user or a password"
    if fault:
        shown = quoted(_shown(scalar.value))
        hint = "write one such as `https://s3.example`"
        fields.report(
            scalar, "target", f"{fields.name_of('endpoint')} is {shown}, which {fault}; {hint}"
        )
        return ""
    return scalar.value.rstrip("/")


def _read_region(fields: Fields) -> str:
    scalar = fields.filled_scalar("region", "write a name such as `eu-central-1`")
    if scalar is None or _REGION.fullmatch(scalar.value):
        return "" if scalar is None else scalar.value
    message = f"{fields.name_of('region')} is {quoted(scalar.value)}, which is no region's name"
    fields.report(scalar, "target", f"{message}; write one such as `eu-central-1`")
    return ""


def _read_branch(fields: Fields) -> str:
    scalar = fields.filled_scalar("branch", "write a name such as `gh-pages`")
    if scalar is None:
        return ""
    if _BRANCH.fullmatch(scalar.value):
        return scalar.value
    message = f"{fields.name_of('branch')} is {quoted(scalar.value)}, which is no branch's name"
    fields.report(scalar, "target", f"{message}; write one such as `gh-pages`")
    return ""


def _read_cname(fields: Fields) -> str:
    scalar = fields.filled_scalar("cname", "write a host name such as `horizon.example`")
    if scalar is None or _HOST.fullmatch(scalar.value):
        return "" if scalar is None else scalar.value
    message = f"{fields.name_of('cname')} is {quoted(scalar.value)}, which is no host name"
    fields.report(scalar, "target", f"{message}; write one such as `horizon.example`")
    return ""


def _read_compress(fields: Fields) -> tuple[str, ...]:
    """Read `compress`, in the order of `COMPRESSIONS`."""
    found = set()
    for scalar in fields.scalars("compress", alone=False) or ():
        if scalar.value in COMPRESSIONS:
            found.add(scalar.value)
        else:
            name = f"an entry of {fields.name_of('compress')}"
            fields.report_unknown_value(scalar, name, COMPRESSIONS)
    return tuple(ending for ending in COMPRESSIONS if ending in found)


def _read_purge(fields: Fields) -> tuple[Purge, ...]:
    inner = fields.mapping("purge", SERVICES)
    purges = []
    for service in SERVICES if inner else ():
        assert inner is not None
        scalar = inner.filled_scalar(service)
        if scalar is None:
            continue
        fault = _subject_fault(service, scalar.value)
        if fault:
            message = f"{inner.name_of(service)} is {quoted(scalar.value)}, which {fault}"
            inner.report(scalar, "target", f"{message}; {_PURGE_HINTS[service]}")
        else:
            purges.append(Purge(service, scalar.value))
    return tuple(purges)


def _subject_fault(service: str, subject: str) -> str:
    if service != "file":
        return "" if _SUBJECT.fullmatch(subject) else "is no identifier"
    if subject.startswith("/"):
        return "is no path in the site's folder"
    if subject.endswith("/"):
        return "is a folder"
    if subject.partition("/")[0].lower() in _TAKEN:
        return "lies where the site itself is"
    return path_fault(f"/{subject}")


_PURGE_HINTS: Final = {
    "cloudfront": "write the distribution's ID",
    "cloudflare": "write the zone's ID",
    "fastly": "write the service's ID",
    "file": "write a path in the site's folder, such as `changed.txt`",
}

EXAMPLES: Final[dict[str, str]] = {
    "bucket": "write one such as `s3://bucket/prefix`, without user or password",
    "rsync": "write one such as `rsync://user@host.example:22/var/www/horizon`",
    "folder": "write one such as `file:///srv/www/horizon`",
    "git": "write one such as `git@github.com:me/site.git`, without a password",
}
"""Kind of target -> what its `to` looks like."""

ANY_EXAMPLE = "write s3://, gs://, az://, rsync://, file:///, or a git remote with `branch`"
