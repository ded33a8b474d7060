"""
Purging Cloudflare: by address, or all of a zone.

Source:  https://developers.cloudflare.com/cache/how-to/purge-cache/ and its reference:
         30 addresses a request are taken on every plan.
Errors:  BackfileError if it refuses, or cannot be reached.
Imports: deploy, errors, model.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from backfile.deploy.purge_paths import MOST_SINGLE
from backfile.deploy.purge_requests import post, token_of
from backfile.errors import BackfileError

NAME: Final = "Cloudflare"
TOKEN: Final = "CLOUDFLARE_API_TOKEN"  # noqa: S105  (its name)
API: str = "https://api.cloudflare.com/client/v4"
AT_ONCE: Final = 30


def require_access() -> None:
    """Raise BackfileError if there is no token."""
    token_of(NAME, TOKEN)


def purge_zone(zone: str, origin: str, addresses: list[str]) -> None:
    """Tell a zone which addresses of a site changed."""
    if len(addresses) > MOST_SINGLE:
        _ask(zone, {"purge_everything": True})
        return
    urls = [origin + address for address in addresses]
    for start in range(0, len(urls), AT_ONCE):
        _ask(zone, {"files": urls[start : start + AT_ONCE]})


def _ask(zone: str, wish: dict[str, Any]) -> None:
    headers = {
        "Authorization": f"Bearer {token_of(NAME, TOKEN)}",
        "Content-Type": "application/json",
    }
    url = f"{API}/zones/{zone}/purge_cache"
    answer = post(NAME, url, headers, msgspec.json.encode(wish))
    # It has been known to refuse with status 200.
    try:
        success = msgspec.json.decode(answer, type=dict[str, Any]).get("success")
    except msgspec.DecodeError:
        success = False
    if success is not True:
        raise BackfileError(f"{NAME} did not say that it purged; is `{zone}` the zone's ID?")
