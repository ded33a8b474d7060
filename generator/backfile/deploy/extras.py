"""
Files that hosts and servers want beside those of the site.

A file of the same name in content/static/ takes the place of one that is deployed
with the site.

Imports: deploy, model.
"""

from __future__ import annotations

from collections.abc import Mapping

from backfile.deploy import caddy, nginx
from backfile.deploy.host_files import HEADERS_HOSTS, LIMITS, headers_file, redirects_file
from backfile.model import Site, Target


def extra_files(site: Site, target: Target, redirects: Mapping[str, str]) -> dict[str, bytes]:
    """
    Return path -> bytes of what is deployed with the site.

    Args:
        redirects: Path of a redirect's page -> where it leads.
    """
    files = {}
    if target.kind == "git":
        files[".nojekyll"] = b""
    if target.cname:
        files["CNAME"] = f"{target.cname}\n".encode()
    if target.host in HEADERS_HOSTS:
        files["_headers"] = headers_file(site, target.host).encode()
    if redirects and target.host in LIMITS:
        files["_redirects"] = redirects_file(site, target.host, redirects).encode()
    return files


def beside_files(site: Site, target: Target, redirects: Mapping[str, str]) -> dict[str, bytes]:
    """Return name -> bytes of what lies beside the releases, outside of what is served."""
    if target.server == "nginx":
        return {nginx.NAME: nginx.nginx_settings(site, target, redirects).encode()}
    if target.server == "caddy":
        return {caddy.NAME: caddy.caddy_settings(site, target, redirects).encode()}
    return {}
