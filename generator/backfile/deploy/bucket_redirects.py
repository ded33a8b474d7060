"""
Redirect objects of S3: what its website endpoints answer with a status of 301.

They hold the page of the redirect as well, for all who read the bucket otherwise.
obstore knows no such objects; boto3 writes them.

Errors:  BackfileError if one cannot be written, or boto3 is missing.
Imports: deploy, errors, model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backfile.deploy import bucket_access
from backfile.deploy.bucket_access import place_of, region_of
from backfile.deploy.bucket_faults import said_of
from backfile.model import Target


class Redirects:
    """Writes the redirects of a target."""

    def __init__(self, target: Target) -> None:
        """Keep where they go; nothing is asked of the bucket."""
        self._target, self._place = target, place_of(target)
        self._client: Any = None

    def send(self, path: str, data: bytes, headers: Mapping[str, str], location: str) -> None:
        """Write an object that leads to *location*."""
        named = {"Content-Type": "ContentType", "Cache-Control": "CacheControl"}
        with said_of(f"{self._target.to}/{path}"):
            self._open().put_object(
                Bucket=self._place.bucket,
                Key=f"{self._place.prefix}/{path}".lstrip("/"),
                Body=data,
                WebsiteRedirectLocation=location,
                Metadata={name: value for name, value in headers.items() if name not in named},
                **{named[name]: value for name, value in headers.items() if name in named},
            )

    def _open(self) -> Any:
        if self._client is None:
            self._client = _client_of(self._target)
        return self._client


def _client_of(target: Target) -> Any:
    session = bucket_access.amazon_session()
    import boto3.session

    library: Any = boto3.session  # it has botocore's settings, if not by its stubs
    patience = bucket_access.PATIENCE
    config = library.Config(
        connect_timeout=5,
        read_timeout=patience.answer_s,
        retries={"mode": "standard", "total_max_attempts": patience.retries + 1},
        s3={"addressing_style": "path" if target.endpoint else "auto"},
        # Other services than Amazon's do not know the newer ones.
        request_checksum_calculation="when_required",
    )
    return session.client(
        "s3",
        region_name=region_of(target, session.region_name),
        endpoint_url=target.endpoint or None,
        config=config,
    )
