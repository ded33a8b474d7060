"""
Invalidating what CloudFront holds: by address, or by prefix where these are many.

A folder is told with and without `index.html`: where a function of the distribution
rewrites addresses, the cache knows the rewritten ones.

Source:  Amazon CloudFront Developer Guide, "Invalidate files", "Concurrent invalidation
         request maximum".
Errors:  BackfileError if it refuses, or cannot be reached.
Imports: deploy, errors.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from backfile.deploy.purge_paths import MOST_PREFIXES, MOST_SINGLE, reduced, with_index
from backfile.errors import BackfileError

NAME: Final = "CloudFront"
REGION: Final = "us-east-1"
"""The service is global and answers there."""

ENDPOINT: str | None = None
TIMEOUT_S: Final = 30


def require_access() -> None:
    """Raise BackfileError if boto3 or credentials are missing."""
    _client()


def invalidate(distribution: str, _origin: str, addresses: list[str]) -> None:
    """Tell a distribution which addresses of a site changed."""
    from botocore.exceptions import BotoCoreError, ClientError

    client = _client()
    items = paths_of(addresses)
    batch = {"Paths": {"Quantity": len(items), "Items": items}, "CallerReference": uuid4().hex}
    try:
        client.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)
    except ClientError as error:
        said = error.response.get("Error", {})
        message = f"{NAME} refused: {said.get('Code', '')} {said.get('Message', '')}"
        raise BackfileError(" ".join(message.split())) from None
    except BotoCoreError as error:
        raise BackfileError(f"{NAME} cannot be told: {error}") from None


def paths_of(addresses: list[str]) -> list[str]:
    """Return what is invalidated; a star stands for more only at the end of a prefix."""
    exact = [address.replace("*", "%2A") for address in addresses]
    return reduced(with_index(exact), MOST_SINGLE, MOST_PREFIXES)


def _client() -> Any:
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        message = f'purging {NAME} needs a library; install it: pip install "backfile[deploy]"'
        raise BackfileError(message) from None
    config = Config(
        connect_timeout=TIMEOUT_S,
        read_timeout=TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": 5},
    )
    try:
        session = boto3.Session()
        if session.get_credentials() is None:
            message = f"purging {NAME} needs credentials of AWS, and none are found; set them as"
            raise BackfileError(f"{message} for its command line (AWS_PROFILE, AWS_ACCESS_KEY_ID)")
        return session.client(
            "cloudfront", region_name=REGION, endpoint_url=ENDPOINT, config=config
        )
    except BotoCoreError as error:
        raise BackfileError(f"{NAME} cannot be told: {error}") from None
