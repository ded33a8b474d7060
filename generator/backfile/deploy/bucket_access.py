"""
The way into a bucket: its address, credentials, and how patient to be.

Credentials come from where the tools of each provider look for them:

    s3  boto3's chain: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN);
        AWS_PROFILE, ~/.aws/credentials and ~/.aws/config with all that they may name;
        AWS_WEB_IDENTITY_TOKEN_FILE; a container's; the machine's.
    gs  GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_SERVICE_ACCOUNT (a file's path),
        GOOGLE_SERVICE_ACCOUNT_KEY (its contents), GOOGLE_BEARER_TOKEN; the file that
        `gcloud auth application-default login` writes; the machine's.
    az  AZURE_STORAGE_ACCOUNT_NAME, and one of AZURE_STORAGE_ACCOUNT_KEY,
        AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_TOKEN; AZURE_TENANT_ID and AZURE_CLIENT_ID
        with AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE; AZURE_USE_AZURE_CLI=true;
        the machine's.

The region of s3 is that of the target, or AWS_REGION, AWS_DEFAULT_REGION, that of the
profile, us-east-1.  Buckets are named in the path of an address (R2, MinIO and Amazon
alike); a service that wants them in the host's name gets that with an `endpoint` that
holds it and AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true.

Errors:  BackfileError without credentials: within a second or two, not minutes.
Imports: deploy, errors, model.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from backfile.deploy.bucket_faults import said_of
from backfile.errors import BackfileError
from backfile.model import Target
from backfile.site.addresses import split_url

if TYPE_CHECKING:
    from obstore.store import ObjectStore

MISSING: Final = 'buckets need more libraries: pip install "backfile[deploy]"'
DEFAULT_REGION: Final = "us-east-1"

_METADATA_SERVICE: Final = ("169.254.169.254", 80)
"""Where machines of all three providers find credentials of their own."""

_GOOGLE_FILE: Final = ".config/gcloud/application_default_credentials.json"
_GOOGLE: Final = (
    "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_PATH",
    "GOOGLE_SERVICE_ACCOUNT_KEY", "GOOGLE_BEARER_TOKEN", "GOOGLE_SKIP_SIGNATURE",
)  # fmt: skip
_AZURE: Final = (
    "AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_MASTER_KEY",
    "AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY", "AZURE_STORAGE_TOKEN",
    "AZURE_CLIENT_SECRET", "AZURE_STORAGE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_USE_AZURE_CLI", "AZURE_STORAGE_USE_EMULATOR", "AZURE_MSI_ENDPOINT",
    "AZURE_IDENTITY_ENDPOINT", "AZURE_SKIP_SIGNATURE",
)  # fmt: skip


class Patience(NamedTuple):
    """How long a request is tried."""

    answer_s: float = 60
    """For a whole answer, of a request with little in it."""

    large_answer_s: float = 900
    """The same, of one with much."""

    retries: int = 8
    first_wait_s: float = 0.5
    longest_wait_s: float = 15
    all_s: float = 100
    """After that there is no other try."""


PATIENCE = Patience()


class Place(NamedTuple):
    """Where a bucket's target lies."""

    scheme: str
    bucket: str
    prefix: str
    """Without slashes around it; empty for the whole bucket."""


def place_of(target: Target) -> Place:
    """Take a bucket's URL apart."""
    split = split_url(target.to)
    assert split is not None, "the reader of site.yaml checked it"
    return Place(split.scheme, split.netloc, split.path.strip("/"))


def open_bucket(target: Target, *, large: bool) -> ObjectStore:
    """Return the store of a target, for *large* requests or small ones; nothing is asked of it."""
    try:
        import obstore.store as stores
    except ImportError:
        raise BackfileError(MISSING) from None
    place = place_of(target)
    settings: dict[str, Any] = {
        "prefix": place.prefix or None,
        "client_options": _client_options(target, PATIENCE, large=large),
        "retry_config": _retry_config(PATIENCE),
    }
    with said_of(target.to):
        if place.scheme == "s3":
            return stores.S3Store(place.bucket, **settings, **_amazon(target))
        if place.scheme == "gs":
            _require("gs", _GOOGLE, Path.home() / _GOOGLE_FILE)
            return stores.GCSStore(place.bucket, **settings, **_given(base_url=target.endpoint))
        _require("az", _AZURE, None)
        return stores.AzureStore(place.bucket, **settings, **_given(endpoint=target.endpoint))


def _client_options(target: Target, patience: Patience, *, large: bool) -> dict[str, Any]:
    answer_s = patience.large_answer_s if large else patience.answer_s
    is_plain = target.endpoint.startswith("http://") or _is_plain(os.environ)
    return {"timeout": timedelta(seconds=answer_s), "allow_http": is_plain}


def _is_plain(environment: Mapping[str, str]) -> bool:
    """Tell whether the environment names a service without TLS, as on one's own machine."""
    names = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "GOOGLE_BASE_URL",
             "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")  # fmt: skip
    return any(environment.get(name, "").startswith("http://") for name in names)


def _retry_config(patience: Patience) -> dict[str, Any]:
    """Return when what is tried again; the store does so on 429, 5xx and broken connections."""
    return {
        "max_retries": patience.retries,
        "retry_timeout": timedelta(seconds=patience.all_s),
        "backoff": {
            "init_backoff": timedelta(seconds=patience.first_wait_s),
            "max_backoff": timedelta(seconds=patience.longest_wait_s),
            # A wait is drawn from between the first and the last one times this.
            "base": 3,
        },
    }


def _amazon(target: Target) -> dict[str, Any]:
    """Return endpoint, region and credentials; the latter are asked for anew as they end."""
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider
    except ImportError:
        raise BackfileError(MISSING) from None
    session = amazon_session()
    if session.get_credentials() is None:
        raise BackfileError(_no_credentials("s3", ("AWS_ACCESS_KEY_ID", "AWS_PROFILE")))
    return {
        "region": region_of(target, session.region_name),
        "credential_provider": Boto3CredentialProvider(session),
        **_given(endpoint=target.endpoint),
    }


def amazon_session() -> Any:
    """Return boto3's session, which finds credentials."""
    try:
        import boto3
    except ImportError:
        raise BackfileError(MISSING) from None
    return boto3.Session()


def region_of(target: Target, of_session: str | None) -> str:
    """Return the region of an S3 target."""
    return target.region or os.environ.get("AWS_REGION") or of_session or DEFAULT_REGION


def _given(**settings: str) -> dict[str, Any]:
    """Return the settings that are not empty: for others the environment may speak."""
    return {name: value for name, value in settings.items() if value}


def _require(scheme: str, names: tuple[str, ...], file: Path | None) -> None:
    """Refuse at once where there are no credentials: the libraries would wait for minutes."""
    if any(os.environ.get(name) for name in names) or (file and file.exists()):
        return
    try:
        socket.create_connection(_METADATA_SERVICE, timeout=1).close()
    except OSError:
        raise BackfileError(_no_credentials(scheme, names)) from None


def _no_credentials(scheme: str, names: tuple[str, ...]) -> str:
    return f"no credentials for {scheme}:// were found; set {names[0]}, for example"
