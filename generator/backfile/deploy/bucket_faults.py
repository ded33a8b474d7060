"""
What a bucket's service says of a failure, in one line that holds no secret.

Services answer with a code and a message, which are kept; the rest, among it the
addresses of signed requests, is not.

Imports: errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from backfile.errors import BackfileError

_BUCKET: Final = "make it, or look at `to`, `endpoint` and `region` of the target"
_CREDENTIALS: Final = "look at the credentials in the environment"
_RIGHTS: Final = "these credentials must be allowed to list, read, write and delete"
_REGION: Final = "look at `region` of the target"

_NO_BUCKET: Final = r"NoSuchBucket|InvalidBucketName|ContainerNotFound|bucket does not exist"

_HINTS: Final = (
    (_NO_BUCKET, _BUCKET),
    (r"AuthorizationHeaderMalformed|PermanentRedirect|without LOCATION", _REGION),
    (r"RequestTimeTooSkewed", "set the clock of this machine"),
    (
        r"InvalidAccessKeyId|SignatureDoesNotMatch|AuthenticationFailed|InvalidToken"
        r"|ExpiredToken|Unauthenticated|401 Unauthorized|InvalidAuthenticationInfo",
        _CREDENTIALS,
    ),
    (r"AccessDenied|403 Forbidden|PermissionDenied|AuthorizationPermissionMismatch", _RIGHTS),
    (r"dns error|[Cc]onnection refused|ConnectError|EndpointConnectionError", _BUCKET),
)
_REASONS: Final = (
    (r"dns error|Name or service not known", "the name of the host is not known"),
    (r"[Cc]onnection refused", "the connection was refused"),
    (r"TimedOut|timed out", "no answer in time"),
    (r"error sending request|IncompleteMessage|ConnectionReset", "the connection broke off"),
)
_CODE = re.compile(r"<Code>([^<]+)</Code>")
_MESSAGE = re.compile(r"<Message>([^<\n]*)")
_STATUS = re.compile(r"status code: (\d{3}[ A-Za-z]*)")
_QUERY = re.compile(r"(https?://[^\s?]*)\?[^\s)\"']*")


@contextmanager
def said_of(place: str) -> Iterator[None]:
    """Say of *place* what a library for buckets raises."""
    try:
        yield
    except Exception as error:  # their bases are not there without the libraries
        if not _is_of_library(error):
            raise
        raise BackfileError(f"{place}: {reason_of(error)}") from None


def _is_of_library(error: Exception) -> bool:
    room = type(error).__module__.partition(".")[0]
    # What is not there is an error of Python's own, even if it is not on this machine.
    is_absent = isinstance(error, FileNotFoundError) and error.errno is None
    return room in {"obstore", "botocore", "boto3"} or is_absent


def is_no_bucket(error: Exception) -> bool:
    """Tell whether what is not there is the bucket, and not just an object in it."""
    return re.search(_NO_BUCKET, str(error)) is not None


def reason_of(error: Exception) -> str:
    """Return what went wrong, and what to look at."""
    text = str(error)
    hint = next((hint for pattern, hint in _HINTS if re.search(pattern, text)), "")
    return _what(text) + (f"; {hint}" if hint else "")


def _what(text: str) -> str:
    if code := _CODE.search(text):
        message = _MESSAGE.search(text)
        said = message[1].strip().rstrip(".") if message else ""
        return f"{code[1]}: {said}" if said else code[1]
    if status := _STATUS.search(text):
        return status[1].strip()
    known = next((reason for pattern, reason in _REASONS if re.search(pattern, text)), "")
    return known or _QUERY.sub(r"\1", text.strip().partition("\n")[0])
