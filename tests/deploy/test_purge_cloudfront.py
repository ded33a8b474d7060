"""CloudFront is told through its API, proved against a server that speaks it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from backfile.deploy import cloudfront
from backfile.errors import BackfileError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a client of a CloudFront in memory, with one distribution."""
    moto = pytest.importorskip("moto")
    boto3 = pytest.importorskip("boto3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with moto.mock_aws():
        yield boto3.client("cloudfront", region_name="us-east-1")


def distribution(client: Any) -> str:
    """Make a distribution, and return its ID."""
    origin = {
        "Id": "o",
        "DomainName": "b.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    config = {
        "CallerReference": "1", "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"},
    }  # fmt: skip
    made = client.create_distribution(DistributionConfig=config)
    return str(made["Distribution"]["Id"])


def test_invalidation(aws: Any) -> None:
    """One invalidation has every address."""
    own = distribution(aws)
    cloudfront.invalidate(own, "https://horizon.example", ["/", "/ua/%D1%8F/"])
    [one] = aws.list_invalidations(DistributionId=own)["InvalidationList"]["Items"]
    batch = aws.get_invalidation(DistributionId=own, Id=one["Id"])["Invalidation"]
    assert sorted(batch["InvalidationBatch"]["Paths"]["Items"]) == [
        "/", "/index.html", "/ua/%D1%8F/", "/ua/%D1%8F/index.html",
    ]  # fmt: skip


def test_no_such_distribution(aws: Any) -> None:
    """A distribution that there is not is an error in one line."""
    assert aws
    with pytest.raises(BackfileError, match=r"^CloudFront refused: NoSuchDistribution .*$"):
        cloudfront.invalidate("E1", "https://horizon.example", ["/"])


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without boto3 one line says what to install."""
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(BackfileError, match=r'pip install "backfile\[deploy\]"'):
        cloudfront.require_access()


def test_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials one line says so, before anything is sent."""
    pytest.importorskip("boto3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(BackfileError, match="needs credentials of AWS, and none are found"):
        cloudfront.require_access()
