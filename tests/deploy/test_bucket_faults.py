"""What is said of a service's failures."""

from __future__ import annotations

import pytest

from backfile.deploy.bucket_faults import reason_of, said_of
from backfile.errors import BackfileError


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Server returned non-2xx status code: 403 Forbidden: <Error><Code>InvalidAccessKeyId"
            "</Code><Message>No such key</Message><AWSAccessKeyId>AKIA1</AWSAccessKeyId></Error>",
            "InvalidAccessKeyId: No such key; look at the credentials in the environment",
        ),
        (
            "<Error><Code>AuthenticationFailed</Code><Message>Server failed.\nRequestId:1",
            "AuthenticationFailed: Server failed; look at the credentials in the environment",
        ),
        (
            "Received redirect without LOCATION at https://a.example/x?sig=SECRET here",
            "Received redirect without LOCATION at https://a.example/x here; "
            "look at `region` of the target",
        ),
        ("status code: 502 Bad Gateway: <html>", "502 Bad Gateway"),
        ("error sending request for url (https://a.example/?sig=S)\n\nDebug: TimedOut",
         "no answer in time"),
    ],
)  # fmt: skip
def test_reason(text: str, said: str) -> None:
    """The service's code and message stay, and none of its secrets; there is one line."""
    assert reason_of(Exception(text)) == said


def test_own_faults_pass() -> None:
    """What no library for buckets raised is left as it is: a local file that is missing, too."""
    with pytest.raises(FileNotFoundError), said_of("s3://bucket"):
        open("/nowhere/at/all")  # noqa: SIM115
    with pytest.raises(BackfileError, match=r"^plain$"), said_of("s3://bucket"):
        raise BackfileError("plain")
