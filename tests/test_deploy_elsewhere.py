"""A deploy to servers that are not Amazon's: right objects, nothing twice, and faults in words."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
from sitegen.publishing import s3
from sitegen.publishing.deploy import headers_of
from sitegen.publishing.swap import MARKER, MARKER_TEXT
from tests.standins import NAMES, StandIn, standing_in

FILES = {
    "index.html": b"home",
    "404.html": b"gone",
    "CNAME": b"models.example",
    "assets/site.css": b"a{}",
    "assets/share.png": b"\x89PNG",
    "feed.xml": b"<feed/>",
    **{f"models/a b/m+{number}!/index.html": f"model {number}".encode() for number in range(12)},
}


@pytest.fixture(params=NAMES)
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Run a server, and set the environment for it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    with standing_in(request.param) as found:
        settings = {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "x", "DEFAULT_REGION": "auto"}
        settings |= {"EC2_METADATA_DISABLED": "true", "ENDPOINT_URL": found.url, "MAX_ATTEMPTS": "1"}
        for name, text in settings.items():
            monkeypatch.setenv(f"AWS_{name}", text)
        yield found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder as a build leaves it."""
    for path, body in {**FILES, MARKER: MARKER_TEXT}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)
    return tmp_path


def said(site: Path, *options: str, code: int = 0) -> str:
    """Return the last line of a deploy."""
    words = ["deploy", "s3://models/catalogue", "--out", str(site), *options]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output.splitlines()[-1].partition(": ")[2]


def holds(server: StandIn, files: dict[str, bytes]) -> bool:
    """Whether a server has just these files, with their headers."""
    told = {
        key.removeprefix("catalogue/"): (one.body, one.headers["content-type"], one.headers["cache-control"])
        for key, one in server.objects.items()
    }
    headers = {path: headers_of(path) for path in files}
    return told == {
        path: (body, headers[path].content_type, headers[path].cache_control) for path, body in files.items()
    }


@pytest.mark.parametrize("busy_each", [0, 5])
def test_a_site_is_deployed_changed_and_made_smaller(
    server: StandIn, site: Path, busy_each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run uploads nothing, a change one file, a removal removes one, on a busy server too."""
    if busy_each:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "8")
        monkeypatch.setattr("time.sleep", lambda _: None)
        server.busy_each = busy_each
    assert said(site) == f"{len(FILES)} files uploaded, 0 unchanged, 0 removed"
    assert holds(server, FILES)
    assert said(site) == f"0 files uploaded, {len(FILES)} unchanged, 0 removed"
    (site / "assets/site.css").write_bytes(b"b{}")
    assert said(site) == f"1 file uploaded, {len(FILES) - 1} unchanged, 0 removed"
    (site / "models/a b/m+3!/index.html").unlink()
    assert said(site) == f"0 files uploaded, {len(FILES) - 1} unchanged, 1 removed"
    left = {path: body for path, body in FILES.items() if "m+3!" not in path} | {"assets/site.css": b"b{}"}
    assert holds(server, left)


ONE = "models/a b/m+3!/index.html"
HUNG_UP = "127.0.0.1 cannot be reached or hung up (ConnectionClosedError); check network and address"


def nth(method: str, number: int, fault: str) -> Callable[[str, str], str]:
    """Return what lets a request of a method fail, the so manieth one."""
    asked = itertools.count(1)
    return lambda asks, _: fault if asks == method and next(asked) == number else ""


@pytest.mark.parametrize("server", ["google", "cloudflare"], indirect=True)  # one by one, and in batches
@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (
            ("PUT", 5, "503 SlowDown"),
            "the server is too busy, or failed (PutObject: SlowDown); wait a minute",
        ),
        (("PUT", 5, "500 "), "the server is too busy, or failed (PutObject: 500); wait a minute"),
        (("PUT", 5, "reset"), HUNG_UP),
        (("PUT", 5, "hang"), "127.0.0.1 said nothing for 1 s; check network and address"),
        (("GET", 2, "cut"), "the server is too busy, or failed (ListObjectsV2: 500); wait a minute"),
        (("GET", 2, "short"), "the server is too busy, or failed (ListObjectsV2: 500); wait a minute"),
        (("GET", 1, "hang"), "127.0.0.1 said nothing for 1 s; check network and address"),
        (("HEAD", 3, "403 "), "access is denied (HeadObject: 403); allow s3:ListBucket"),
    ],
)
def test_a_fault_in_the_middle_is_said_and_the_next_run_goes_on(
    server: StandIn, site: Path, monkeypatch: pytest.MonkeyPatch, faults: tuple[str, int, str], words: str
) -> None:
    """The line has what happened, nothing is removed, the second run does the rest and the third nothing."""
    monkeypatch.setattr(s3, "_READ_TIMEOUT", 1)
    method = faults[0]
    if method != "PUT":
        said(site)
        (site / ONE).unlink()
    before = dict(server.objects)
    server.faults = nth(*faults)
    assert words in said(site, code=1)
    assert before.items() <= server.objects.items()
    there = len(server.objects) if method == "PUT" else len(FILES) - 1
    removed, whole = (0, len(FILES)) if method == "PUT" else (1, len(FILES) - 1)
    assert said(site) == f"{whole - there} files uploaded, {there} unchanged, {removed} removed"
    assert said(site) == f"0 files uploaded, {whole} unchanged, 0 removed"
    assert holds(server, {path: body for path, body in FILES.items() if method == "PUT" or path != ONE})


def test_an_object_that_is_refused_is_named(server: StandIn, site: Path) -> None:
    """Of an upload and of a removal that one object refuses, one reads which; the next run does it."""
    server.faults = lambda method, key: "403 AccessDenied" if method == "PUT" and ONE in key else ""
    done = CliRunner().invoke(main, ["deploy", "s3://models/catalogue", "--out", str(site)])
    denied = f"sitegen: s3://models/catalogue/{ONE}: access is denied"
    assert (done.exit_code, done.output.startswith(f"{denied} (PutObject: AccessDenied); ")) == (1, True)
    server.faults = lambda *_: ""
    said(site)
    (site / ONE).unlink()
    # Where a batch is taken, its answer of 200 names the object that stays.
    server.faults = lambda method, _: {"POST": "kept", "DELETE": "403 AccessDenied"}.get(method, "")
    done = CliRunner().invoke(main, ["deploy", "s3://models/catalogue", "--out", str(site)])
    assert (done.exit_code, done.output.startswith(f"{denied} (DeleteObject")) == (1, True)
    assert f"catalogue/{ONE}" in server.objects
    server.faults = lambda *_: ""
    assert said(site) == f"0 files uploaded, {len(FILES) - 1} unchanged, 1 removed"
    assert said(site) == f"0 files uploaded, {len(FILES) - 1} unchanged, 0 removed"


@pytest.mark.parametrize("server", ["backblaze"], indirect=True)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("endless", "the server's list does not end; see whether the server knows ListObjectsV2"),
        ("tokenless", "the server says that its list goes on, and not how; see whether the server knows"),
        ("etagless", "the server tells no ETag of "),
    ],
)
def test_a_listing_that_is_broken_is_an_error_in_words(
    server: StandIn, site: Path, fault: str, words: str
) -> None:
    """A list without an end or the next token, and an object without an ETag, end a deploy in a line."""
    said(site)
    server.listing = fault
    before = dict(server.objects)
    assert words in said(site, code=1)
    assert server.objects == before


@pytest.mark.parametrize("server", ["cloudflare"], indirect=True)
def test_checksums_are_sent_to_who_asks_for_them(
    server: StandIn, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment can have them sent, as AWS's own tools do: this server then refuses them."""
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported")
    assert "NotImplemented" in said(site, code=1)
    assert server.objects == {}


@pytest.mark.parametrize("server", ["backblaze"], indirect=True)
def test_a_dead_proxy_is_named_as_one(server: StandIn, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line speaks of the proxy and its variables, of neither the bucket's host alone nor a password."""
    monkeypatch.setenv("HTTP_PROXY", "http://me:secret@127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://me:secret@127.0.0.1:9")
    line = said(site, "--endpoint-url", "http://bucket.example", code=1)
    assert (
        "there is no way to bucket.example through the proxy (ProxyConnectionError); check HTTP_PROXY" in line
    )
    assert "secret" not in line
    assert not server.asked
