"""A deploy to servers that are not Amazon's: right objects, nothing twice, and faults in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
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
