"""The door to a bucket: names that are refused, what S3 answers, and the line that each fault becomes."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from hashlib import md5, sha256

import pytest

from sitegen.errors import DeployError, UsageError
from sitegen.publishing.s3 import Bucket, Digests, Headers, Target, s3_client
from tests.buckets import Fault, Proxy, proxy_before

HEADERS = Headers("text/plain; charset=utf-8", "no-cache")


@pytest.fixture(scope="module")
def proxy(moto_port: int) -> Iterator[Proxy]:
    """Return a proxy before moto's server, and set the environment for it."""
    with pytest.MonkeyPatch.context() as patch, proxy_before(moto_port) as found:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"):
            patch.setenv(f"AWS_{name}", f"RECOGNISABLE{name}")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield found


@pytest.fixture(scope="module")
def everything(proxy: Proxy) -> Bucket:
    """Return an empty bucket."""
    client = s3_client(proxy.url)
    client.create_bucket(Bucket="door")  # type: ignore[attr-defined]
    return Bucket(client, Target("door", "site/"))


@pytest.fixture
def bucket(everything: Bucket, proxy: Proxy) -> Bucket:
    """Return the bucket, without what an earlier test left or broke."""
    proxy.fault = lambda _: None
    everything.remove(list(everything.standing()))
    proxy.asked.clear()
    return everything


def put(bucket: Bucket, path: str, body: bytes = b"text") -> None:
    """Put an object with the digest of its bytes."""
    digests = Digests(md5(body, usedforsecurity=False).hexdigest(), b64encode(sha256(body).digest()).decode())
    bucket.put(path, body, digests, HEADERS)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://models", "s3://models/"),
        ("s3://models/", "s3://models/"),
        ("s3://my.models-2/en/catalogue", "s3://my.models-2/en/catalogue/"),
        ("s3://models/en/", "s3://models/en/"),
    ],
)
def test_a_target_is_a_bucket_and_a_folder_in_it(address: str, shown: str) -> None:
    """A prefix always ends with a slash, so that ``models`` does not reach ``models-old``."""
    assert str(Target.of(address)) == shown


@pytest.mark.parametrize(
    "address",
    [
        "models",
        "https://models.s3.amazonaws.com/",
        "s3://",
        "s3:///models",
        "s3://ab",
        "s3://models//a",
        "s3://models/../a",
        "s3://models/a/./b",
        "s3://models?x=RECOGNISABLE",
        "s3://RECOGNISABLE:secret@models/a",
        "s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/x",
    ],
)
def test_another_target_is_wrong_usage(address: str) -> None:
    """What is no s3://BUCKET/PREFIX is refused, and not repeated: it may hold a key."""
    with pytest.raises(UsageError, match=r"^the target: ") as refusal:
        Target.of(address)
    assert "RECOGNISABLE" not in str(refusal.value)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize("url", ["models", "ftp://x", "http://", "http://[x", "https://RECOGNISABLE:x@host"])
def test_another_endpoint_is_wrong_usage(url: str) -> None:
    """An address without a host, or with a password, is refused and not repeated."""
    with pytest.raises(UsageError, match=r"^--endpoint-url: ") as refusal:
        s3_client(url)
    assert "RECOGNISABLE" not in str(refusal.value)


def test_an_endpoint_of_the_environment_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """What botocore cannot read as an address is refused under the variable's name."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "RECOGNISABLE")
    with pytest.raises(UsageError, match=r"^AWS_ENDPOINT_URL: is no http") as refusal:
        s3_client()
    assert "RECOGNISABLE" not in str(refusal.value)


def test_what_was_put_is_listed_and_seen(bucket: Bucket, proxy: Proxy) -> None:
    """Listing takes all its pages; looking tells the server's own digest and the headers."""
    paths = [f"a b/{n}+ü!.txt" for n in range(12)]
    for path in paths:
        put(bucket, path)
    proxy.asked.clear()
    assert bucket.standing() == dict.fromkeys(paths, 4)
    assert len(proxy.paths("GET")) == 2  # pages of ten
    seen = bucket.seen(paths[0])
    assert seen is not None
    assert (seen.headers, seen.sha256) == (HEADERS, b64encode(sha256(b"text").digest()).decode())
    assert (seen.etag, seen.etag_is_md5, seen.odd) == ("1cb251ec0d568de6a929b520c4aed8d1", True, ())
    assert bucket.seen("absent") is None


def test_removals_go_a_thousand_at_a_time(bucket: Bucket, proxy: Proxy) -> None:
    """More objects than one request may name take several; an absent one is no fault."""
    put(bucket, "1000")
    bucket.remove([str(n) for n in range(1001)])
    assert len(proxy.paths("POST")) == 2
    assert bucket.standing() == {}
    bucket.remove([])
    assert len(proxy.paths("POST")) == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ((403, "AccessDenied"), "access is denied (PutObject: AccessDenied); allow s3:ListBucket"),
        ((404, "NoSuchBucket"), "there is no such bucket (PutObject: NoSuchBucket); create it"),
        ((400, "ExpiredToken"), "the credentials have expired (PutObject: ExpiredToken); renew them"),
        ((403, "InvalidAccessKeyId"), "the credentials are not accepted (PutObject: InvalidAccessKeyId); "),
        ((403, "SignatureDoesNotMatch"), "the credentials are not accepted"),
        ((403, "RequestTimeTooSkewed"), "this machine's clock is wrong"),
        ((301, "PermanentRedirect"), "the bucket is in another region (PutObject: PermanentRedirect); set"),
        ((503, "SlowDown"), "the server is too busy, or failed (PutObject: SlowDown); wait a minute"),
        (
            (500, "InternalError"),
            "the server is too busy, or failed (PutObject: InternalError); wait a minute",
        ),
        ((400, "BadDigest"), "the bytes did not arrive as they were sent, and were refused"),
        ((418, "Teapot"), "the server refused (PutObject: Teapot); see what the code means"),
        ((418, "RECOGNISABLE KEY"), "the server refused (PutObject: no code)"),
        ("reset", "127.0.0.1 cannot be reached or hung up (ConnectionClosedError); check network"),
        ("flip", "the bytes did not arrive as they were sent, and were refused (PutObject: BadDigest); run"),
    ],
)
def test_each_fault_is_a_line_with_the_next_step(
    bucket: Bucket, proxy: Proxy, fault: Fault, words: str
) -> None:
    """What S3 answers becomes fault and step in our words; its own, which quote the request, are left out."""
    proxy.fault = lambda asked: fault if asked.method == "PUT" else None
    with pytest.raises(DeployError) as refusal:
        put(bucket, "page.html")
    text = str(refusal.value)
    assert text.startswith("s3://door/site/page.html: ")
    assert words in text
    assert "RECOGNISABLE" not in text
    proxy.fault = lambda _: None
    assert bucket.standing() == {}


@pytest.mark.parametrize("page", ["<html><p>Welcome!</p></html>", "<html><p>Welcome!</html>"])
def test_a_web_page_is_no_empty_bucket(bucket: Bucket, proxy: Proxy, page: str) -> None:
    """A server that is no S3 ends the listing with an error, whether its page can be read as XML or not."""
    proxy.fault = lambda _: (200, page)
    with pytest.raises(
        DeployError, match=r"does not answer as S3 does; check|too busy, or failed \(ListObjectsV2: 500\)"
    ):
        bucket.standing()


def test_a_removal_that_is_refused_for_one_object_is_an_error(bucket: Bucket, proxy: Proxy) -> None:
    """An answer 200 that names an object which was not removed is no success."""
    error = "<Error><Key>site/a</Key><Code>AccessDenied</Code></Error>"
    proxy.fault = lambda asked: (
        (200, f"<DeleteResult>{error}</DeleteResult>") if asked.method == "POST" else None
    )
    with pytest.raises(DeployError, match=r"/site/a: access is denied \(DeleteObjects: AccessDenied\)"):
        bucket.remove(["a"])


def test_a_refused_look_is_no_absent_object(bucket: Bucket, proxy: Proxy) -> None:
    """Only 404 says that an object is gone; an answer to HEAD has nothing but its status."""
    proxy.fault = lambda _: (403, "unseen")
    with pytest.raises(DeployError, match=r"access is denied \(HeadObject: 403\)"):
        bucket.seen("page.html")
