"""
Purging Fastly: softly by address, or all of a service.

A soft purge marks what is held as old: readers get it while Fastly asks for the newer.
All of a service can be purged in the hard way only.

Source:  https://www.fastly.com/documentation/reference/api/purging/
Errors:  BackfileError if it refuses, or cannot be reached.
Imports: deploy, errors.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from backfile.deploy.purge_paths import MOST_SINGLE
from backfile.deploy.purge_requests import post, token_of

NAME: Final = "Fastly"
TOKEN: Final = "FASTLY_API_TOKEN"  # noqa: S105  (its name)
API: str = "https://api.fastly.com"
AT_ONCE: Final = 8


def require_access() -> None:
    """Raise BackfileError if there is no token."""
    token_of(NAME, TOKEN)


def purge_service(service: str, origin: str, addresses: list[str]) -> None:
    """Tell a service which addresses of a site changed: one request each."""
    headers = {"Fastly-Key": token_of(NAME, TOKEN), "Accept": "application/json"}
    if len(addresses) > MOST_SINGLE:
        post(NAME, f"{API}/service/{service}/purge_all", headers)
        return
    host = origin.partition("://")[2]
    headers["Fastly-Soft-Purge"] = "1"
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        told = [pool.submit(post, NAME, f"{API}/purge/{host}{one}", headers) for one in addresses]
        for one in told:
            one.result()
    finally:
        pool.shutdown(cancel_futures=True)
