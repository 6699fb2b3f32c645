"""S3: the objects of a bucket under a prefix are listed, looked at, put and removed.

Names, checks and limits are those of Amazon's documentation; other servers that speak the same protocol are
reached with an address of their own (``--endpoint-url`` or AWS_ENDPOINT_URL, which botocore reads:
https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from sitegen import __version__
from sitegen.errors import DeployError, UsageError

try:
    import boto3  # type: ignore[import-untyped]
    from botocore import exceptions as refused  # type: ignore[import-untyped]
    from botocore.config import Config  # type: ignore[import-untyped]
    from botocore.parsers import ResponseParserError  # type: ignore[import-untyped]
except ModuleNotFoundError as error:
    step = f"install it with pip install {(error.name or 'boto3').partition('.')[0]}"
    raise UsageError("sitegen deploy", f"the package {error.name} is not installed", step) from None

WORKERS: Final = 16
_READ_TIMEOUT: Final = 60  # seconds
# A request of the first kind names at most so many objects:
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
_MOST_AT_ONCE: Final = 1000
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; older buckets have capitals.
_TARGET: Final = re.compile(r"s3://([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])(?:/([^?#]*))?")
_CODE: Final = re.compile(r"[A-Za-z0-9.]{1,64}")

# What a deploy leaves beside an object, as metadata: the SHA-256 of its bytes.
_DIGEST: Final = "sitegen-sha256"
_MD5: Final = re.compile(r"[0-9a-f]{32}")
# A browser would unpack the file, go elsewhere, or save it in place of showing it. An encoding by the name of
# aws-chunked is left by servers that do not know it.
_ODD: Final = ("ContentEncoding", "WebsiteRedirectLocation", "ContentDisposition")
# Servers without DeleteObjects, and those that want Content-MD5 there, which boto3 no longer sends:
# https://github.com/boto/botocore/pull/3277, https://github.com/aws/aws-sdk-js-v3/issues/6920
_NO_BATCHES: Final = frozenset(
    (
        *("NotImplemented", "MissingContentMD5", "InvalidRequest", "InvalidArgument", "MethodNotAllowed"),
        *("400", "405", "501"),
    )
)

_ENDLESS: Final = "the server's list does not end"
_AGAIN: Final = "run it again: it goes on where this run stopped"
_KEYS: Final = "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or AWS_PROFILE"

# What S3 answers: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. An answer to HEAD has
# no body, so its status is all there is. The server's own words are left out: they may quote the request.
_FAULTS: Final = {
    "AccessDenied AllAccessDisabled 403": (
        "access is denied",
        "allow s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject, s3:DeleteObject on its objects",
    ),
    "NoSuchBucket 404": ("there is no such bucket", "create it, or correct its name"),
    "ExpiredToken ExpiredTokenException TokenRefreshRequired": (
        "the credentials have expired",
        f"renew them (aws sso login, or a new token), then {_AGAIN}",
    ),
    "InvalidAccessKeyId InvalidToken SignatureDoesNotMatch": ("the credentials are not accepted", _KEYS),
    # botocore takes an answer that was cut off for one of 500.
    "SlowDown ServiceUnavailable InternalError RequestTimeout 500 502 503 504": (
        "the server is too busy, or failed",
        f"wait a minute, then {_AGAIN}",
    ),
    "BadDigest InvalidDigest IncompleteBody XAmzContentSHA256Mismatch XAmzContentChecksumMismatch": (
        "the bytes did not arrive as they were sent, and were refused",
        _AGAIN,
    ),
    "AuthorizationHeaderMalformed IllegalLocationConstraintException PermanentRedirect 301": (
        "the bucket is in another region",
        "set AWS_DEFAULT_REGION to the bucket's region",
    ),
    "RequestTimeTooSkewed": ("this machine's clock is wrong", "set the clock, then run it again"),
}
_CODES: Final = {code: fault for codes, fault in _FAULTS.items() for code in codes.split()}

_CREDENTIALS = (
    refused.NoCredentialsError,
    refused.PartialCredentialsError,
    refused.CredentialRetrievalError,
    refused.TokenRetrievalError,
    refused.SSOError,
    refused.ProfileNotFound,
)
_UNREACHED = (
    refused.ConnectionError,
    refused.ConnectionClosedError,
    refused.SSLError,
)


Client: TypeAlias = Any
"""A client of boto3, which comes without types."""


@dataclass(frozen=True)
class Target:
    """A bucket, and the prefix of the site's objects in it: "", or a text that ends with ``/``."""

    bucket: str
    prefix: str = ""

    @classmethod
    def of(cls, address: str) -> Target:
        """Return the target of ``s3://BUCKET/PREFIX``; raises UsageError that does not repeat the address."""
        if not (parts := _TARGET.fullmatch(address)):
            raise UsageError("the target", "is no s3://BUCKET/PREFIX", "write s3:// and a bucket's name")
        prefix = (parts[2] or "").rstrip("/")
        if any(part in {"", ".", ".."} for part in prefix.split("/")) and prefix:
            raise UsageError("the target", "has an empty part or dots in its prefix", "write a plain path")
        return cls(parts[1], f"{prefix}/" if prefix else "")

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers that an object is served with."""

    content_type: str
    cache_control: str

    def alike(self, other: Headers) -> bool:
        """Return whether both say the same, whatever blanks, quotes and capitals they are written with."""
        mine, theirs = (
            [_plain_header(one.content_type), _plain_header(one.cache_control)] for one in (self, other)
        )
        return mine == theirs


def _plain_header(text: str) -> list[str]:
    return sorted(part.strip().replace('"', "").lower() for part in re.split("[;,]", text))


class Digests(NamedTuple):
    """Two digests of a file: MD5 in hexadecimal digits, which every server knows, and SHA-256 in base64."""

    md5: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One object as the server describes it.

    ``etag`` is the MD5 in hexadecimal digits where ``etag_is_md5``: not on every server, nor of what was
    encrypted with a key of KMS or came in parts (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html).
    ``sha256`` is the digest that a deploy of ours left beside the object (base64). ``odd`` are headers that a
    file of a site does not have and a browser would obey.
    """

    etag: str
    etag_is_md5: bool
    sha256: str | None
    headers: Headers
    odd: tuple[str, ...] = ()


_CHECKSUMS: Final = ("request_checksum_calculation", "response_checksum_validation")


def s3_client(endpoint_url: str | None = None) -> Client:
    """Return boto3's client; its threads may share it. Raises UsageError or DeployError.

    https://docs.aws.amazon.com/boto3/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients
    """
    if endpoint_url and not _plain(endpoint_url):
        raise UsageError("--endpoint-url", "is no http(s) address of a host", "write https://HOST[:PORT]")
    # "standard" also retries SlowDown and a lost connection, and waits up to 20 s between two attempts. Three
    # attempts, its default, are few for a service that asks to slow down; AWS_MAX_ATTEMPTS wins if it is set.
    # https://docs.aws.amazon.com/boto3/latest/guide/retries.html
    attempts = {} if "AWS_MAX_ATTEMPTS" in os.environ else {"total_max_attempts": 8}
    config = Config(
        retries={"mode": "standard", **attempts},
        # Checksums of Amazon's own are refused by B2, Google and older servers, and said to be unsupported by
        # others: they are sent where the operation or the environment asks for them.
        # https://github.com/boto/s3transfer/issues/327
        # https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
        **{name: "when_required" for name in _CHECKSUMS if f"AWS_{name.upper()}" not in os.environ},
        max_pool_connections=WORKERS,
        connect_timeout=10,
        read_timeout=_READ_TIMEOUT,
        user_agent_extra=f"sitegen/{__version__}",
    )
    try:
        with translated_errors("S3", None):
            return boto3.session.Session().client("s3", endpoint_url=endpoint_url, config=config)
    except ValueError:  # which repeats the address
        raise UsageError("AWS_ENDPOINT_URL", "is no http(s) address", "write https://HOST[:PORT]") from None


def _plain(address: str) -> bool:
    """Return whether an address is one of HTTP, has a host and no password."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


class Bucket:
    """The objects under one prefix of a bucket, by their paths below it."""

    def __init__(self, client: Client, target: Target) -> None:
        self._client, self.target = client, target

    def standing(self) -> dict[str, int]:
        """Return the sizes in bytes of all objects under the prefix, by path: a request for each 1,000.

        DeployError: the listing is none, or has no end.
        """
        sizes: dict[str, int] = {}
        token: dict[str, str] = {}
        while True:
            before = len(sizes)
            page = self._page(token)
            for listed in page.get("Contents", ()):
                sizes[listed["Key"].removeprefix(self.target.prefix)] = listed["Size"]
            if not page.get("IsTruncated"):
                return sizes
            following = page.get("NextContinuationToken")
            if not following or following == token.get("ContinuationToken") or len(sizes) == before:
                fault = "the server says that its list goes on, and not how" if not following else _ENDLESS
                raise DeployError(self.target, fault, "see whether the server knows ListObjectsV2")
            token = {"ContinuationToken": following}

    def _page(self, token: Mapping[str, str]) -> Mapping[str, Any]:
        with translated_errors(self.target, self._client):
            named = {"Bucket": self.target.bucket, "Prefix": self.target.prefix}
            page: Mapping[str, Any] = self._client.list_objects_v2(**named, **token)
            whole = all("Key" in listed and "Size" in listed for listed in page.get("Contents", ()))
            if "Name" not in page or not whole:  # a web page may parse, and look like an empty bucket
                raise ResponseParserError
            return page

    def seen(self, path: str) -> Seen | None:
        """Return the server's description of an object, or None where there is no such object."""
        with translated_errors(f"{self.target}{path}", self._client):
            try:
                answer = self._client.head_object(**self._named(path))
            except refused.ClientError as error:
                if _code_of(error) == "404":
                    return None
                raise
        etag = str(answer.get("ETag", "")).strip('"').lower()
        if not etag:
            step = "see whether the server, or a proxy before it, leaves it out"
            raise DeployError(self.target, f"the server tells no ETag of {path}", step)
        encrypted = str(answer.get("ServerSideEncryption", "")).startswith("aws:kms")
        plain = bool(_MD5.fullmatch(etag)) and not encrypted and "SSECustomerAlgorithm" not in answer
        headers = Headers(answer.get("ContentType", ""), answer.get("CacheControl", ""))
        odd = tuple(name for name in _ODD if answer.get(name))
        # Some servers write the names of metadata with capitals.
        kept = {name.lower(): text for name, text in answer.get("Metadata", {}).items()}
        return Seen(etag, plain, kept.get(_DIGEST), headers, odd)

    def put(self, path: str, body: bytes, digests: Digests, headers: Headers) -> None:
        """Put one object; the server works out its MD5 and refuses bytes that have another.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
        """
        with translated_errors(f"{self.target}{path}", self._client):
            self._client.put_object(
                **self._named(path),
                Body=body,
                ContentMD5=b64encode(bytes.fromhex(digests.md5)).decode("ascii"),
                ContentType=headers.content_type,
                CacheControl=headers.cache_control,
                Metadata={_DIGEST: digests.sha256},
            )

    def remove(self, paths: Sequence[str]) -> None:
        """Remove objects; one that is gone already is no fault. Where batches are not known, one by one."""
        for first in range(0, len(paths), _MOST_AT_ONCE):
            batch = paths[first : first + _MOST_AT_ONCE]
            with translated_errors(self.target, self._client):
                together = self._removed_together(batch)
            for path in () if together else batch:
                with translated_errors(f"{self.target}{path}", self._client):
                    self._client.delete_object(**self._named(path))

    def _removed_together(self, batch: Sequence[str]) -> bool:
        """Return whether the server removed a batch; False where it does not do that as boto3 asks for it."""
        keys = [{"Key": self.target.prefix + path} for path in batch]
        named = {"Bucket": self.target.bucket, "Delete": {"Objects": keys, "Quiet": True}}
        try:
            answer = self._client.delete_objects(**named)
        except refused.ClientError as error:
            if _code_of(error) in _NO_BATCHES:
                return False
            raise
        if errors := answer.get("Errors"):
            path = next((one for one in batch if self.target.prefix + one == errors[0].get("Key")), "")
            raise _refusal(f"{self.target}{path}", "DeleteObjects", str(errors[0].get("Code", "")))
        return True

    def _named(self, path: str) -> dict[str, str]:
        return {"Bucket": self.target.bucket, "Key": self.target.prefix + path}


@contextmanager
def translated_errors(thing: object, client: Client | None) -> Iterator[None]:
    """Turn errors of boto3 into a DeployError, without their words, which may hold a secret."""
    host = (urlsplit(client.meta.endpoint_url).hostname if client else None) or "the server"
    try:
        yield
    except refused.ClientError as error:
        raise _refusal(thing, error.operation_name, _code_of(error)) from None
    except refused.BotoCoreError as error:
        raise DeployError(thing, *_fault(error, host)) from None
    except ResponseParserError:
        step = "check --endpoint-url and AWS_ENDPOINT_URL"
        raise DeployError(thing, f"{host} does not answer as S3 does", step) from None


def _code_of(error: Any) -> str:  # noqa: ANN401 - boto3 comes without types
    """Return the code of a refusal, or its status where the answer has none."""
    response = error.response
    return str(response.get("Error", {}).get("Code") or response["ResponseMetadata"]["HTTPStatusCode"])


def _refusal(thing: object, operation: str, code: str) -> DeployError:
    """Return the error for a code that S3 answered with."""
    code = code if _CODE.fullmatch(code) else "no code"
    fault, step = _CODES.get(code, ("the server refused", "see what the code means in S3's documentation"))
    return DeployError(thing, f"{fault} ({operation}: {code})", step)


def _fault(error: Exception, host: str) -> tuple[str, str]:
    """Return fault and next step for an error on this side, whose own text may quote a header."""
    name = type(error).__name__
    if isinstance(error, _CREDENTIALS):
        return f"there are no credentials to use ({name})", _KEYS
    if isinstance(error, refused.ReadTimeoutError):
        return f"{host} said nothing for {_READ_TIMEOUT} s", f"check network and address, then {_AGAIN}"
    if isinstance(error, refused.ProxyConnectionError):  # its words hold the proxy's password
        step = f"check HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then {_AGAIN}"
        return f"there is no way to {host} through the proxy ({name})", step
    if isinstance(error, _UNREACHED):
        return f"{host} cannot be reached or hung up ({name})", f"check network and address, then {_AGAIN}"
    if isinstance(error, refused.HTTPClientError):
        return f"the request could not be sent ({name})", f"look for line breaks and blanks: {_KEYS}"
    return f"boto3 cannot use its settings ({name})", "check the AWS_… variables and ~/.aws/config"
