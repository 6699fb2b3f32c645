"""Fetching, against a real server on the loopback interface and real files."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from sitegen import __version__
from sitegen.errors import ContentError, DataError, UsageError
from sitegen.fetching.fetch import Request, fetch
from sitegen.fetching.limits import Limits
from sitegen.records import Json, Row
from sitegen.records.snapshot import Feed, OnFile, Outcome, Snapshot, SourceInfo
from sitegen.sources import SOURCES
from sitegen.store.dataset import read_dataset
from sitegen.store.snapshots import read_receipts, read_value
from tests import makers
from tests.loopback import Asked, Loopback, Reply, gzip_reply, json_reply, serving
from tests.worlds import row

DAY = date(2026, 3, 1)
QUICK = Limits(connect_timeout=5, read_timeout=5, deadline=20, attempts=3, first_wait=0.001)
KEY = {"OPENROUTER_API_KEY": "sk-or-secret"}


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # Nothing here is encrypted, and to read the machine's certificates takes longer than most tests.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving() as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def catalogue(count: int = 20, **changed: Any) -> dict[str, Json]:  # noqa: ANN401 - whatever upstream may send
    """Return an answer of ``count`` models; the keyword changes the first one."""
    first = {"id": "acme/m-0", "canonical_slug": "acme/m-0", **changed}
    others = [row(id=f"acme/m-{n}", canonical_slug=f"acme/m-{n}") for n in range(1, count)]
    return {"data": [row(**first), *others]}


def board(
    count: int, *, total: int | None = None, offset: int = 0, category: str = "overall"
) -> dict[str, Json]:
    """Return one page of the dataset viewer: at most 100 rows of ``total``."""
    rows: list[Json] = [
        {
            "row_idx": n,
            "row": {
                "model_name": f"m-{n}",
                "rating": 1500 - n,
                "rank": n + 1,
                "vote_count": 10,
                "category": category,
                "leaderboard_publish_date": "2026-02-27",
            },
            "truncated_cells": [],
        }
        for n in range(offset, offset + count)
    ]
    return {"rows": rows, "num_rows_total": total or count, "num_rows_per_page": 100, "partial": False}


def paged(total: int, status: Mapping[int, int] | None = None) -> Any:  # noqa: ANN401 - a route of the server
    """Return a route that serves ``total`` rows by offset; ``status`` fails the page at an offset."""

    def page(asked: Asked) -> Reply:
        query = httpx.URL(asked.path).params
        offset = int(query["offset"])
        category = query["where"].split("'")[1]
        answer = board(min(100, total - offset), total=total, offset=offset, category=category)
        return json_reply(answer, (status or {}).get(offset, 200))

    return page


def outcomes(
    data: Path,
    server: Loopback,
    *,
    sources: tuple[str, ...] = ("openrouter",),
    boards: Mapping[str, list[str]] | None = None,
    environment: Mapping[str, str] | None = None,
    limits: Limits = QUICK,
    **asked: Any,  # noqa: ANN401 - fields of a Request
) -> list[Outcome]:
    """Fetch with the sources' addresses on the server."""
    settings = {
        "openrouter": {"address": server.address("/models")},
        "arena": {"address": server.address("/filter"), "boards": boards or {"text": ["overall"]}},
        "modelsdev": {"address": server.address("/makers")},
        "usage": {"address": server.address("/rankings-daily")},
    }
    request = Request(sources=sources, on=asked.pop("on", DAY), **asked)
    return fetch(data, settings, request, environment=environment or {}, limits=limits)


def outcome(data: Path, server: Loopback, **asked: Any) -> Outcome:  # noqa: ANN401 - see outcomes
    """Fetch one feed."""
    (only,) = outcomes(data, server, **asked)
    return only


def error_of(data: Path, server: Loopback, reply: Reply, **asked: Any) -> str:  # noqa: ANN401 - see outcomes
    """Return the error of a fetch that is refused and writes nothing."""
    before = state(data)
    server.routes["/models"] = reply
    found = outcome(data, server, **asked)
    assert found.status == "failed"
    assert state(data) == before
    assert found.error is not None
    assert found.error.startswith("openrouter/models: ")
    assert "the snapshot on file stays" in found.error
    return found.error


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file of a folder with its bytes and its time."""
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


# What arrives


def test_a_catalogue_becomes_a_snapshot_with_its_receipt(data: Path, server: Loopback) -> None:
    """An answer is stored, and the receipt says from where, of what day and with which validators."""
    server.routes["/models"] = json_reply(
        catalogue(), ETag='"one"', Last_Modified="Sun, 01 Mar 2026 00:00:00 GMT"
    )
    found = outcome(data, server)
    assert (found.feed, found.status, found.rows, found.error) == ("openrouter/models", "changed", 20, None)
    receipt = read_receipts(data)["openrouter/models"]
    assert (receipt.address, receipt.changed, receipt.rows) == (server.address("/models"), DAY, 20)
    assert (receipt.etag, receipt.last_modified) == ('"one"', "Sun, 01 Mar 2026 00:00:00 GMT")


def test_a_request_says_who_asks_for_what(data: Path, server: Loopback) -> None:
    """A request names sitegen with its version, asks for JSON and takes gzip."""
    server.routes["/models"] = json_reply(catalogue())
    outcome(data, server)
    headers = server.asked[0].headers
    assert headers["User-Agent"] == f"sitegen/{__version__}"
    assert headers["Accept"] == "application/json"
    assert headers["Accept-Encoding"] == "gzip"


def test_a_zipped_answer_is_read(data: Path, server: Loopback) -> None:
    """A gzip body is unzipped, also one of several members, and counts no more than its content."""
    body = json.dumps(catalogue()).encode()
    halves = gzip.compress(body[:50]) + gzip.compress(body[50:])
    for reply in (gzip_reply(body), Reply(body=halves, headers={"Content-Encoding": "gzip"})):
        server.routes["/models"] = reply
        assert outcome(data, server).rows == 20


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + json.dumps(catalogue()).encode(),
        json.dumps(catalogue(), indent=4).encode(),
    ],
    ids=["byte order mark", "indented"],
)
def test_harmless_oddities_of_json_are_read(data: Path, server: Loopback, body: bytes) -> None:
    """A byte order mark and white space do no harm."""
    server.routes["/models"] = Reply(body=body)
    assert outcome(data, server).rows == 20


def test_half_a_surrogate_pair_becomes_the_replacement_character(data: Path, server: Loopback) -> None:
    """A text cut in the middle of an emoji is kept, and a whole emoji is not touched."""
    server.routes["/models"] = json_reply(catalogue(description="cut \ud83d, whole \U0001f600"))
    assert outcome(data, server).status == "changed"
    models = read_value(data, "openrouter/models.json")
    assert isinstance(models, list)
    assert isinstance(models[0], dict)
    assert models[0]["description"] == "cut \ufffd, whole \U0001f600"


def test_progress_tells_bytes_and_their_total(data: Path, server: Loopback) -> None:
    """Progress ends with all bytes received, of the total that the server announced."""
    reply = json_reply(catalogue())
    server.routes["/models"] = reply
    told: list[tuple[str, int, int | None]] = []
    fetch(
        data,
        {"openrouter": {"address": server.address("/models")}},
        Request(sources=("openrouter",), on=DAY),
        environment={},
        progress=lambda *seen: told.append(seen),
    )
    assert told[-1] == ("openrouter/models", len(reply.body), len(reply.body))


# Nothing new


def test_not_modified_moves_nothing(data: Path, server: Loopback) -> None:
    """A second fetch asks under the condition of both validators, and 304 moves no byte and no time."""
    day = "Sun, 01 Mar 2026 00:00:00 GMT"
    server.routes["/models"] = [json_reply(catalogue(), ETag='W/"one"', Last_Modified=day), Reply(304)]
    outcome(data, server)
    before = state(data)
    again = outcome(data, server, on=DAY + timedelta(days=1))
    assert (again.status, again.rows) == ("unchanged", 20)
    assert server.asked[1].headers["If-None-Match"] == 'W/"one"'
    assert server.asked[1].headers["If-Modified-Since"] == day
    assert state(data) == before


def test_the_same_content_moves_nothing(data: Path, server: Loopback) -> None:
    """The same rows in another order, under another ETag and on another day, move no byte and no time."""
    other = {"data": list(reversed(catalogue()["data"]))}  # type: ignore[arg-type]
    server.routes["/models"] = [json_reply(catalogue(), ETag='"one"'), json_reply(other, ETag='"two"')]
    outcome(data, server)
    before = state(data)
    again = outcome(data, server, on=DAY + timedelta(days=1))
    assert (again.status, again.changes) == ("unchanged", 0)
    assert state(data) == before


def test_another_address_is_asked_without_condition(data: Path, server: Loopback) -> None:
    """The validators of one address are not sent to another."""
    server.routes["/models"] = server.routes["/mirror"] = json_reply(catalogue(), ETag='"one"')
    outcome(data, server)
    outcome(data, server, origins=(server.address("/mirror"),))
    assert "If-None-Match" not in server.asked[1].headers


def test_the_same_url_given_twice_is_asked_under_condition(data: Path, server: Loopback) -> None:
    """A mirror given with --from is asked for changes only, as the source's own address is."""
    server.routes["/mirror"] = [json_reply(catalogue(), ETag='"one"'), Reply(304)]
    mirror = (server.address("/mirror"),)
    assert outcome(data, server, origins=mirror).status == "changed"
    assert outcome(data, server, origins=mirror).status == "unchanged"
    assert server.asked[1].headers["If-None-Match"] == '"one"'


@pytest.mark.parametrize("lost", ["gone", "edited"])
def test_a_lost_snapshot_is_fetched_anew(data: Path, server: Loopback, lost: str) -> None:
    """Where the file is gone or was edited by hand, no condition is sent, and the file is whole again."""
    server.routes["/models"] = json_reply(catalogue(), ETag='"one"')
    outcome(data, server)
    models = data / "openrouter" / "models.json"
    whole = models.read_bytes()
    models.unlink() if lost == "gone" else models.write_bytes(b"[]\n")
    outcome(data, server)
    assert "If-None-Match" not in server.asked[1].headers
    assert models.read_bytes() == whole


def test_a_validator_that_is_no_header_is_not_kept(data: Path, server: Loopback) -> None:
    """A validator that could not be sent back is left out of the receipt."""
    server.routes["/models"] = Reply(body=json.dumps(catalogue()).encode(), headers={"ETag": '"\xe9"'})
    assert outcome(data, server).status == "changed"
    assert read_receipts(data)["openrouter/models"].etag is None


def test_a_write_that_was_cut_off_is_finished_first(data: Path, server: Loopback) -> None:
    """What a killed fetch had ready is in its place before the next one asks under its conditions."""
    server.routes["/models"] = [json_reply(catalogue(), ETag='"one"'), Reply(304)]
    outcome(data, server)
    (data / "openrouter").rename(data / "moved")
    (data / ".ready").mkdir()
    (data / "moved").rename(data / ".ready" / "openrouter")
    assert outcome(data, server).status == "unchanged"
    assert (data / "openrouter" / "models.json").is_file()


def test_an_unasked_304_is_refused(data: Path, server: Loopback) -> None:
    """A server that says "not modified" to somebody who holds nothing is refused."""
    assert "answered 304" in error_of(data, server, Reply(304))


# Busy servers


def test_retry_after_is_honoured(data: Path, server: Loopback) -> None:
    """After 429 the next attempt comes no sooner than the server asked for."""
    server.routes["/models"] = [Reply(429, headers={"Retry-After": "1"}), json_reply(catalogue())]
    assert outcome(data, server).status == "changed"
    first, second = server.asked
    assert second.at - first.at >= 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_long_wait_is_refused_at_once(data: Path, server: Loopback, form: str) -> None:
    """A server that asks to wait for longer than a fetch does is not asked again."""
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    retry_after = "3600" if form == "seconds" else in_an_hour
    error = error_of(data, server, Reply(503, headers={"Retry-After": retry_after}))
    assert re.search(r"answered 503 .* asks to wait longer than a fetch does \(3[56]\d\d s\)", error)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "retry_after", ["soon", "-5", "9" * 5000, "Thu, 99 Foo 2026", "Sun, 01 Mar 2020 00:00:00 GMT"]
)
def test_an_odd_retry_after_is_no_wait(data: Path, server: Loopback, retry_after: str) -> None:
    """Where Retry-After says nothing usable, the usual wait applies."""
    server.routes["/models"] = [Reply(429, headers={"Retry-After": retry_after}), json_reply(catalogue())]
    assert outcome(data, server).status == "changed"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529])
def test_a_server_that_recovers_is_read(data: Path, server: Loopback, status: int) -> None:
    """A passing failure does not show."""
    server.routes["/models"] = [Reply(status), json_reply(catalogue())]
    assert outcome(data, server).status == "changed"
    assert len(server.asked) == 2


def test_a_server_that_stays_down_is_given_up(
    data: Path, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    """After the last attempt the error names status and attempts, and nothing else was said or logged."""
    error = error_of(data, server, Reply(500))
    assert "127.0.0.1 answered 500 Internal Server Error, 3 times" in error
    assert len(server.asked) == 3
    assert [record for record in caplog.records if record.name == "stamina"] == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 302])
def test_a_plain_no_is_not_asked_again(data: Path, server: Loopback, status: int) -> None:
    """What another attempt would not change is asked once; a redirect to nowhere is such."""
    assert f"answered {status}" in error_of(data, server, Reply(status))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "said", [{"error": "no such config"}, {"error": {"code": 404, "message": "no such config"}}]
)
def test_a_refusal_is_quoted(data: Path, server: Loopback, said: Json) -> None:
    """What a server says of its refusal stands in the message."""
    assert '404 Not Found ("no such config");' in error_of(data, server, json_reply(said, 404))


def test_nothing_from_upstream_acts_on_terminal_or_log(data: Path, server: Loopback) -> None:
    """Quoted text stays on one line, trimmed, without terminal codes and without commands of a CI runner."""
    said = "\x1b[31m\n::error::broken\r##[error]broken \u202e" + "x" * 5000
    error = error_of(data, server, json_reply({"error": said}, 404))
    assert error.isprintable()
    assert "##[" not in error
    assert "\\x1b[31m ::error::" in error
    assert len(error) < 1000


# Broken answers


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b'{"data": [', headers={"Content-Length": "5000"}),
        Reply(raw=(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{", b'"data": [')),
        Reply(raw=(b"HTTP/1.1 200 OK\r\nContent-Le",)),
        Reply(raw=(b"SSH-2.0-OpenSSH_9.2\r\n",)),
    ],
    ids=["length", "chunk", "headers", "no HTTP"],
)
def test_a_cut_answer_is_tried_again_and_refused(data: Path, server: Loopback, reply: Reply) -> None:
    """An answer that breaks off is asked for again, and refused when it breaks off each time."""
    if "Content-Length" in reply.headers:
        raw = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + reply.body
        reply = Reply(raw=(raw,))
    assert "cut the answer off" in error_of(data, server, reply)
    assert len(server.asked) == 3


def test_a_cut_answer_that_comes_whole_is_read(data: Path, server: Loopback) -> None:
    """A connection that breaks once does not show."""
    half = Reply(raw=(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{",))
    server.routes["/models"] = [half, json_reply(catalogue())]
    assert outcome(data, server).status == "changed"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "answered nothing"),
        (b" \n", "answered nothing"),
        (b"<!doctype html><title>Just a moment</title>", "answered HTML, not JSON"),
        (b"\xef\xbb\xbf \n<html>", "answered HTML, not JSON"),
        (json.dumps(catalogue()).encode()[:-40], "answered no whole JSON"),
        (gzip.compress(b"{}", mtime=0), "answered gzip, not JSON"),
        (b'{"data": [NaN]}', "NaN is no number"),
        (b'{"data": [-Infinity]}', "-Infinity is no number"),
        (b'{"data": [1e999]}', "1e999 is too large a number"),
        (b'{"data": [' + b"9" * 5000 + b"]}", "is too large a number"),
        (b'{"data": [' + b"9" * 200 + b"]}", "is too large a number"),
        (b'{"data": 1, "data": []}', "answered the key 'data' twice in one map"),
        (b'{"data": [{"id": "a/b", "name": "x", "name": "x"}]}', "the key 'name' twice in one map, of 'a/b'"),
        (b'{"data": [{"id": "a/b", "pricing": {"prompt": "1", "prompt": "2"}}]}', "the key 'prompt' twice"),
        (b"[" * 100_000, "nested too deep"),
        (b"[" * 200 + b"]" * 200, "nested too deep"),
        (b'{"data": ["\xff"]}', "'utf-8' codec"),
        ('{"data": []}'.encode("utf-16"), "'utf-8' codec"),
        (b"[]", "has no list 'data'"),
        (b"null", "has no list 'data'"),
        (b'{"data": {}}', "has no list 'data'"),
        (b'{"data": []}', "the list 'data' of the answer is empty"),
        (b'{"data": [1, null, "x", []]}', "4 of 4 rows are refused"),
    ],
)
def test_what_is_no_catalogue_is_refused(data: Path, server: Loopback, body: bytes, fault: str) -> None:
    """With status 200, what is not JSON, not the shape or empty is refused by name, and asked for once."""
    assert fault in error_of(data, server, Reply(body=body))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (gzip.compress(json.dumps(catalogue()).encode())[:-20], "broken gzip (it ends in the middle)"),
        (b"not zipped at all", "broken gzip"),
    ],
)
def test_broken_gzip_is_refused(data: Path, server: Loopback, body: bytes, fault: str) -> None:
    """A zipped body that is cut or none is refused."""
    assert fault in error_of(data, server, Reply(body=body, headers={"Content-Encoding": "gzip"}))


def test_a_coding_nobody_asked_for_is_refused(data: Path, server: Loopback) -> None:
    """A body in a coding that was not offered is refused by its name."""
    assert "answered in br" in error_of(data, server, Reply(body=b"x", headers={"Content-Encoding": "br"}))


def test_too_many_bytes_are_refused(data: Path, server: Loopback) -> None:
    """A body above the limit of site.toml is refused, and the message names the limit."""
    server.routes["/models"] = json_reply(catalogue())
    settings = {"openrouter": {"address": server.address("/models"), "max_bytes": 1000}}
    (found,) = fetch(data, settings, Request(sources=("openrouter",), on=DAY), environment={})
    assert found.error is not None
    assert "answered more than 1,000 bytes" in found.error
    assert "max_bytes" in found.error
    assert state(data) == {}


def test_a_bomb_is_not_unzipped(data: Path, server: Loopback) -> None:
    """A small body that unzips to 100 MB is stopped at the limit, long before it fills the memory."""
    bomb = gzip_reply(b"0" * 100_000_000)
    tracemalloc.start()
    try:
        error = error_of(data, server, bomb, limits=Limits(max_bytes=1_000_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "answered more than 1,000,000 bytes" in error
    assert peak < 10_000_000


# Slow servers


def test_a_server_that_hangs_is_left(data: Path, server: Loopback) -> None:
    """A server that takes a request and says nothing is given up after the read timeout."""
    limits = Limits(read_timeout=0.1, attempts=2, first_wait=0.001)
    assert "sent nothing for 0.1 s, 2 times" in error_of(data, server, Reply(hangs=True), limits=limits)


def test_a_server_that_hangs_within_the_body_is_left(data: Path, server: Loopback) -> None:
    """A server that stops in the middle of a body is given up after the read timeout."""
    begun = Reply(raw=(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",), hangs=True)
    limits = Limits(read_timeout=0.1, attempts=1)
    assert "sent nothing for 0.1 s;" in error_of(data, server, begun, limits=limits)


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{",
    ],
    ids=["headers", "body to the end", "body with length"],
)
def test_a_slow_drip_is_cut_off(data: Path, server: Loopback, start: bytes) -> None:
    """A server that sends a byte now and then is cut off at the deadline and not asked again."""
    drip = Reply(raw=(start, *[b" "] * 60), pause=0.05)
    error = error_of(data, server, drip, limits=Limits(read_timeout=5, deadline=0.3))
    assert "did not finish its answer in 0.3 s" in error
    assert len(server.asked) == 1
    assert server.left.wait(1), "the server was heard to the end"


def test_a_connection_that_was_cut_harms_no_other(data: Path, server: Loopback) -> None:
    """After one board was cut off at the deadline, the next board on the same host is read."""
    drip = Reply(raw=(b"HTTP/1.1 200 OK\r\nX: ", *[b" "] * 60), pause=0.05)
    works = paged(90)
    server.routes["/filter"] = lambda asked: drip if "config=vision" in asked.path else works(asked)
    boards = {"text": ["overall"], "vision": ["overall"], "webdev": ["overall"]}
    found = outcomes(data, server, sources=("arena",), boards=boards, limits=Limits(deadline=0.5))
    assert [one.status for one in found] == ["changed", "failed", "changed"]


def test_nobody_there_is_said(data: Path) -> None:
    """An address where nothing listens is an error that names host and cause."""
    with serving() as gone:
        address = gone.address()
    (found,) = fetch(
        data,
        {"openrouter": {"address": address}},
        Request(sources=("openrouter",), on=DAY),
        environment={},
        limits=QUICK,
    )
    assert found.status == "failed"
    assert "127.0.0.1 cannot be reached" in str(found.error)


# Redirects


def test_a_redirect_on_the_host_is_followed(data: Path, server: Loopback) -> None:
    """A redirect within the host leads to the answer; the receipt keeps the address that was asked."""
    server.routes["/models"] = Reply(301, headers={"Location": "/v2/models?all=1"})
    server.routes["/v2/models"] = json_reply(catalogue())
    assert outcome(data, server, environment=KEY).status == "changed"
    assert server.asked[1].headers["Authorization"] == "Bearer sk-or-secret"
    assert read_receipts(data)["openrouter/models"].address == server.address("/models")


def test_a_redirect_to_another_host_is_refused(data: Path, server: Loopback) -> None:
    """A redirect elsewhere is refused with the name of the other host, which is never asked."""
    with serving({"/models": json_reply(catalogue())}) as other:
        redirect = Reply(302, headers={"Location": other.address("/models")})
        error = error_of(data, server, redirect, environment=KEY)
    assert f"redirects to another host, http://127.0.0.1:{other.port};" in error
    assert other.asked == []


@pytest.mark.parametrize(
    ("location", "fault"),
    [
        ("https://127.0.0.1/models", "redirects to another host, https://127.0.0.1"),
        ("//models.example/", "redirects to another host, http://models.example"),
        ("javascript:alert(1)", "redirects to no address"),
        ("/models", "redirects in a circle"),
    ],
)
def test_an_odd_redirect_is_refused(data: Path, server: Loopback, location: str, fault: str) -> None:
    """Another scheme, another host, no address and a circle are refused."""
    assert fault in error_of(data, server, Reply(307, headers={"Location": location}))
    assert len(server.asked) == 1


def test_a_redirect_to_nonsense_is_refused(data: Path, server: Loopback) -> None:
    """A Location that no address can be read from is a fault of the server's HTTP."""
    assert "does not speak HTTP" in error_of(data, server, Reply(307, headers={"Location": "http://x:y/"}))


def test_an_endless_redirect_is_refused(data: Path, server: Loopback) -> None:
    """A chain of ever new addresses is left after a few."""
    for step in range(50):
        server.routes[f"/{step}"] = Reply(302, headers={"Location": f"/{step + 1}"})
    assert "in a circle" in error_of(data, server, Reply(302, headers={"Location": "/0"}))
    assert len(server.asked) < 10


def test_a_password_does_not_come_in_by_a_redirect(data: Path, server: Loopback) -> None:
    """A redirect that adds a user name and a password is refused."""
    location = server.address("/v2").replace("//", "//me:secret@")
    error = error_of(data, server, Reply(302, headers={"Location": location}))
    assert "secret" not in error
    assert len(server.asked) == 1


# The key


def test_the_key_goes_to_the_source_and_into_no_file(data: Path, server: Loopback) -> None:
    """The key is sent to the source's address, a line break at its end left out, and is written nowhere."""
    server.routes["/models"] = json_reply(catalogue())
    outcome(data, server, environment={"OPENROUTER_API_KEY": "sk-or-secret\n"})
    assert server.asked[0].headers["Authorization"] == "Bearer sk-or-secret"
    assert all(b"sk-or-secret" not in content for content, _ in state(data).values())


@pytest.mark.parametrize("environment", [{}, {"OPENROUTER_API_KEY": " "}, {"OTHER_KEY": "x"}])
def test_without_a_key_none_is_sent(data: Path, server: Loopback, environment: Mapping[str, str]) -> None:
    """Without a key, or with a blank one, a request carries no authorization."""
    server.routes["/models"] = json_reply(catalogue())
    outcome(data, server, environment=environment)
    assert "Authorization" not in server.asked[0].headers


def test_the_key_does_not_go_elsewhere(data: Path, server: Loopback) -> None:
    """An address given with --from gets the key on the source's own host and port only."""
    server.routes["/copy"] = json_reply(catalogue())
    with serving({"/copy": json_reply(catalogue())}) as other:
        outcome(data, server, environment=KEY, origins=(other.address("/copy"),))
        outcome(data, server, environment=KEY, origins=(server.address("/copy"),))
    assert "Authorization" not in other.asked[0].headers
    assert "Authorization" in server.asked[0].headers


def test_the_key_goes_to_no_open_line(data: Path, server: Loopback) -> None:
    """Over plain HTTP to another machine, which anybody on the way can read, the key stays at home."""
    server.routes["http://models.example/models"] = json_reply(catalogue())
    (found,) = fetch(
        data,
        {"openrouter": {"address": "http://models.example/models"}},
        Request(sources=("openrouter",), on=DAY),
        environment=KEY,
        client=lambda: httpx.Client(proxy=server.address()),
    )
    assert found.status == "changed"
    assert "Authorization" not in server.asked[0].headers


def test_a_key_that_is_no_key_is_not_quoted(data: Path, server: Loopback) -> None:
    """A key with a line break in it stops the source without being shown or sent."""
    found = outcome(data, server, environment={"OPENROUTER_API_KEY": "sk-or\nsecret"})
    assert found.error is not None
    assert "OPENROUTER_API_KEY" in found.error
    assert "secret" not in found.error
    assert server.asked == []


def test_a_quoted_key_is_blotted_out(data: Path, server: Loopback) -> None:
    """Where a server quotes the key in its refusal, the message does not."""
    reply = json_reply({"error": {"message": "bad key sk-or-secret"}}, 401)
    assert "bad key [key]" in error_of(data, server, reply, environment=KEY)


# Rows


@pytest.mark.parametrize("count", [80, 89])
def test_a_catalogue_that_shrank_is_refused(data: Path, server: Loopback, count: int) -> None:
    """More than a tenth fewer rows are refused with both numbers and the way to accept them."""
    server.routes["/models"] = json_reply(catalogue(100))
    outcome(data, server)
    error = error_of(data, server, json_reply(catalogue(count)))
    assert f"{count} rows where 100 are on file" in error
    assert "--accept-change" in error


def test_a_loss_can_be_accepted(data: Path, server: Loopback) -> None:
    """A shrunken catalogue is taken when a person says so; a tenth fewer rows need nobody."""
    server.routes["/models"] = [json_reply(catalogue(n)) for n in (100, 80, 72)]
    assert outcome(data, server).rows == 100
    assert outcome(data, server, accept_change=True).rows == 80
    assert outcome(data, server).rows == 72


def test_a_loss_can_be_accepted_on_file(data: Path, server: Loopback) -> None:
    """A line of accepted.toml with feed, counts and a last day takes just that loss."""
    server.routes["/models"] = [json_reply(catalogue(n)) for n in (100, 80, 60)]
    outcome(data, server)
    (data / "overrides").mkdir()
    (data / "overrides/accepted.toml").write_text(
        '[[accepted]]\nid = "openrouter/models"\nfield = "rows"\nold = 100\nnew = 80\nwho = "me"\nwhy = "?"\n'
    )
    assert outcome(data, server).rows == 80
    refused = outcome(data, server)
    assert refused.status == "failed"
    assert "60 rows where 80 are on file" in (refused.error or "")


def test_a_price_that_is_no_number_sets_its_row_aside(data: Path, server: Loopback) -> None:
    """One bad row of sixty is set aside with its reason, and its last good record stays."""
    server.routes["/models"] = [
        json_reply(catalogue(60)),
        json_reply(catalogue(60, pricing={"prompt": "abc"})),
    ]
    outcome(data, server)
    found = outcome(data, server)
    assert [note.row for note in found.set_aside] == ["acme/m-0"]
    assert "price prompt is 'abc'" in found.set_aside[0].reason
    assert found.rows == 60


def test_many_bad_rows_stop_the_source(data: Path, server: Loopback) -> None:
    """More than 2 % of bad rows refuse the answer, and the message names the first one."""
    error = error_of(data, server, json_reply(catalogue(20, pricing={"prompt": "abc"})))
    assert "1 of 20 rows are refused, the first one acme/m-0" in error


def test_new_keys_are_reported(data: Path, server: Loopback) -> None:
    """A key that sitegen does not know is counted, not refused."""
    server.routes["/models"] = json_reply(catalogue(20, mood="sunny"))
    assert outcome(data, server).unknown_keys == {"mood": 1}


# Pages


def test_a_board_is_read_page_by_page(data: Path, server: Loopback) -> None:
    """A board of 250 rows takes three requests and becomes one snapshot with the source's own day."""
    server.routes["/filter"] = paged(250)
    found = outcome(data, server, sources=("arena",))
    assert (found.feed, found.status, found.rows) == ("arena/text", "changed", 250)
    assert [httpx.URL(asked.path).params["offset"] for asked in server.asked] == ["0", "100", "200"]
    assert read_receipts(data)["arena/text"].dated == date(2026, 2, 27)


def test_pages_are_never_asked_under_condition(data: Path, server: Loopback) -> None:
    """Several pages leave no validators, since "not modified" for one says nothing of the others."""
    page = paged(150)
    server.routes["/filter"] = lambda asked: Reply(200, page(asked).body, {"ETag": '"one"'})
    outcome(data, server, sources=("arena",))
    before = state(data)
    assert read_receipts(data)["arena/text"].etag is None
    assert outcome(data, server, sources=("arena",)).status == "unchanged"
    assert all("If-None-Match" not in asked.headers for asked in server.asked)
    assert state(data) == before


def test_a_board_of_one_page_is_asked_under_condition(data: Path, server: Loopback) -> None:
    """A board that fits on one page is asked for changes only."""
    server.routes["/filter"] = [json_reply(board(94), ETag='"one"'), Reply(304)]
    outcome(data, server, sources=("arena",))
    found = outcome(data, server, sources=("arena",))
    assert (found.status, found.rows) == ("unchanged", 94)


def test_a_board_that_grows_is_read_whole(data: Path, server: Loopback) -> None:
    """When a board outgrows its page, the second page is asked for without the condition of the first."""
    server.routes["/filter"] = json_reply(board(94), ETag='"one"')
    outcome(data, server, sources=("arena",))
    server.routes["/filter"] = paged(150)
    assert outcome(data, server, sources=("arena",)).rows == 150
    assert ["If-None-Match" in asked.headers for asked in server.asked] == [False, True, False]


def test_a_board_with_a_new_category_is_asked_anew(data: Path, server: Loopback) -> None:
    """When site.toml adds a category, the condition of the one before does not hold for both."""
    server.routes["/filter"] = json_reply(board(94), ETag='"one"')
    outcome(data, server, sources=("arena",))
    server.routes["/filter"] = paged(90)
    assert outcome(data, server, sources=("arena",), boards={"text": ["overall", "math"]}).rows == 180
    assert all("If-None-Match" not in asked.headers for asked in server.asked)


def test_a_partial_board_may_shrink(data: Path, server: Loopback, tmp_path: Path) -> None:
    """The top of a board may be shorter today: a row that is missing from it is not gone."""
    file = tmp_path / "text.json"
    for count in (30, 20):
        models = [{"model": f"m-{n}", "score": 1400} for n in range(count)]
        file.write_text(json.dumps({"meta": {"leaderboard": "text"}, "models": models}), encoding="utf-8")
        assert outcome(data, server, sources=("arena",), origins=(str(file),)).rows == count


def test_a_missing_page_refuses_the_board(data: Path, server: Loopback) -> None:
    """A board whose second page fails is refused whole, and the other board is written."""
    fails, works = paged(150, {100: 500}), paged(90)
    server.routes["/filter"] = lambda asked: (fails if "config=text" in asked.path else works)(asked)
    boards = {"text": ["overall"], "vision": ["overall"]}
    text, vision = outcomes(data, server, sources=("arena",), boards=boards)
    assert (text.feed, text.status, vision.feed, vision.status) == (
        "arena/text",
        "failed",
        "arena/vision",
        "changed",
    )
    assert not (data / "arena" / "text.json").exists()


def test_endless_pages_are_left(data: Path, server: Loopback) -> None:
    """A source that always has one more page is left at the limit."""
    server.routes["/filter"] = paged(1_000_000_000)
    found = outcome(data, server, sources=("arena",), limits=Limits(max_pages=3))
    assert "no last page (after 3)" in str(found.error)
    assert len(server.asked) == 3


def test_the_byte_limit_holds_for_all_pages(data: Path, server: Loopback) -> None:
    """Pages that are each within the limit are refused where together they are not."""
    server.routes["/filter"] = paged(250)
    size = len(paged(250)(Asked("/?offset=0&where='overall'", {}, 0)).body)
    found = outcome(data, server, sources=("arena",), limits=Limits(max_bytes=size * 11 // 5))
    assert "answered more than" in str(found.error)
    assert len(server.asked) == 3


def test_each_category_is_guarded(data: Path, server: Loopback) -> None:
    """A category that lost a fifth of its rows refuses its board, however many rows the others hold."""
    boards = {"text": ["overall", "math"]}
    sizes = {"overall": 100, "math": 10}
    server.routes["/filter"] = lambda asked: paged(sizes["math" if "math" in asked.path else "overall"])(
        asked
    )
    assert outcome(data, server, sources=("arena",), boards=boards).rows == 110
    sizes["math"] = 8
    found = outcome(data, server, sources=("arena",), boards=boards)
    assert "8 rows of math where 10 are on file" in str(found.error)


def test_a_failed_source_stops_no_other(data: Path, server: Loopback) -> None:
    """Without names every source is fetched, and one that is down leaves the other alone."""
    server.routes["/models"] = Reply(500)
    server.routes["/filter"] = paged(50)
    server.routes["/makers"] = json_reply(makers.answer())
    found = outcomes(data, server, sources=())
    assert [(one.feed, one.status) for one in found] == [
        ("openrouter/models", "failed"),
        ("providers/endpoints", "skipped"),
        ("modelsdev/models", "changed"),
        ("arena/text", "changed"),
        ("usage", "skipped"),
    ]


def test_one_board_can_be_asked_for(data: Path, server: Loopback) -> None:
    """With a board, the other boards and sources are left alone; a board on no list is wrong usage."""
    server.routes["/filter"] = paged(50)
    boards = {"text": ["overall"], "vision": ["overall"]}
    assert [one.feed for one in outcomes(data, server, sources=(), boards=boards, board="vision")] == [
        "arena/vision"
    ]
    with pytest.raises(UsageError, match="--board nonsense: is on no list"):
        outcomes(data, server, sources=(), boards=boards, board="nonsense")


# --from


def test_a_file_is_read_in_place_of_the_source(data: Path, server: Loopback, tmp_path: Path) -> None:
    """A file becomes a snapshot without any request, and its receipt gives away no path."""
    file = tmp_path / "private" / "monday.json"
    file.parent.mkdir()
    file.write_text(json.dumps(catalogue()), encoding="utf-8")
    for origin in (str(file), file.as_uri()):
        assert outcome(data, server, origins=(origin,), environment=KEY).rows == 20
    assert server.asked == []
    assert read_receipts(data)["openrouter/models"].address == "monday.json"
    assert outcome(data, server, origins=(str(file),)).status == "unchanged"


def test_standard_input_is_read(data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads the answer from standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(catalogue()).encode())))
    assert outcome(data, server, origins=("-",)).rows == 20
    assert read_receipts(data)["openrouter/models"].address == "stdin"


def test_files_of_one_board_are_its_pages(data: Path, server: Loopback, tmp_path: Path) -> None:
    """Pages given as files become one board; without the last one they are refused."""
    files = []
    for page, count in enumerate((100, 100, 30)):
        files.append(tmp_path / f"vision-2026-02-27.page{page}.json")
        files[-1].write_text(json.dumps(board(count, total=230, offset=100 * page)), encoding="utf-8")
    names = tuple(map(str, files))
    short = outcome(data, server, sources=("arena",), origins=names[:2])
    assert (short.feed, short.status) == ("arena/vision", "failed")
    assert "the answer lacks 30 rows" in str(short.error)
    assert outcome(data, server, sources=("arena",), origins=names).rows == 230


def test_a_folder_stands_for_its_files(data: Path, server: Loopback, tmp_path: Path) -> None:
    """A folder is read file by file, in the order of names, an index left out; a bad file fails alone."""
    folder = tmp_path / "day"
    folder.mkdir()
    for page in range(12):
        text = json.dumps(board(1, total=12, offset=page))
        (folder / f"text.page{page}.json").write_text(text, encoding="utf-8")
    (folder / "_index.json").write_text("{}", encoding="utf-8")
    (folder / "notes.txt").write_text("{}", encoding="utf-8")
    (folder / "vision.json").write_text("<html>", encoding="utf-8")
    text_board, vision = outcomes(data, server, sources=("arena",), origins=(str(folder),))
    assert (text_board.feed, text_board.rows) == ("arena/text", 12)
    assert read_receipts(data)["arena/text"].address == "text.page0.json"
    assert vision.feed == "arena/vision"
    assert f"{folder / 'vision.json'} holds HTML, not JSON" in str(vision.error)


def test_a_url_given_with_from_is_paged(data: Path, server: Loopback) -> None:
    """A mirror's pages are followed like the source's own, and one that was followed is not read again."""
    server.routes["/mirror"] = paged(150)
    first = server.address("/mirror?config=vision&where=%22category%22%3D%27overall%27&offset=0&length=100")
    followed = str(httpx.URL(first).copy_set_param("offset", 100))
    found = outcome(data, server, sources=("arena",), origins=(first,))
    assert (found.feed, found.rows) == ("arena/vision", 150)
    assert httpx.URL(server.asked[1].path).params == httpx.URL(followed).params
    again = outcome(data, server, sources=("arena",), origins=(first, server.address(server.asked[1].path)))
    assert (again.status, len(server.asked)) == ("unchanged", 4)


def test_a_board_is_named_where_the_answer_does_not(data: Path, server: Loopback, tmp_path: Path) -> None:
    """An answer that does not say its board goes where --board says; a source without boards refuses that."""
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(board(5)), encoding="utf-8")
    assert (
        outcome(data, server, sources=("arena",), origins=(str(file),), board="search").feed == "arena/search"
    )
    with pytest.raises(UsageError, match="--board: means nothing to openrouter"):
        outcome(data, server, origins=(str(file),), board="search")


def test_an_answer_cannot_choose_its_path(data: Path, server: Loopback, tmp_path: Path) -> None:
    """A board that calls itself by a path is refused."""
    file = tmp_path / "rows.json"
    file.write_text(
        json.dumps({"leaderboard": "../../evil", "rows": [{"name": "m", "score": 1}]}), encoding="utf-8"
    )
    found = outcome(data, server, sources=("arena",), origins=(str(file),))
    assert "'../../evil' is no name of a board" in str(found.error)
    assert state(data) == {}


def test_a_large_file_is_refused(data: Path, server: Loopback, tmp_path: Path) -> None:
    """Files have a limit of their own, which the message names."""
    file = tmp_path / "models.json"
    file.write_text(json.dumps(catalogue()), encoding="utf-8")
    found = outcome(data, server, origins=(str(file),), limits=Limits(max_file_bytes=1000))
    assert "holds more than 1,000 bytes" in str(found.error)
    assert "max_file_bytes in content/site.toml" in str(found.error)


def test_a_file_may_be_larger_than_an_answer(data: Path, server: Loopback, tmp_path: Path) -> None:
    """What a person names is taken where a server's answer of that size is not, to its last byte."""
    file = tmp_path / "models.json"
    file.write_text(json.dumps(catalogue()) + " " * 3_000_000, encoding="utf-8")
    size = file.stat().st_size
    for most, status in ((size, "changed"), (size - 1, "failed")):
        limits = Limits(max_bytes=size // 2, max_file_bytes=most)
        found = outcome(data / status, server, origins=(str(file),), limits=limits)
        assert found.status == status, found.error


@pytest.mark.parametrize(
    ("sources", "origins", "message"),
    [
        (("openrouters",), (), "openrouters: is no source; did you mean openrouter?"),
        (("xyz",), (), f"xyz: is no source; name one of: {', '.join(SOURCES)}"),
        ((), ("x.json",), "--from: needs exactly one source"),
        (("openrouter", "arena"), ("x.json",), "--from: needs exactly one source"),
        (("openrouter",), ("/no/such/file.json",), "cannot be read (No such file or directory)"),
        (("openrouter",), ("ftp://models.example/x",), "is no http address"),
    ],
)
def test_wrong_usage_is_said(
    data: Path, server: Loopback, sources: tuple[str, ...], origins: tuple[str, ...], message: str
) -> None:
    """An unknown source, --from for several sources and a file that is not there are wrong usage."""
    with pytest.raises(UsageError, match=re.escape(message)):
        outcomes(data, server, sources=sources, origins=origins)
    assert state(data) == {}


def test_an_empty_folder_is_wrong_usage(data: Path, server: Loopback, tmp_path: Path) -> None:
    """A folder without an answer in it is said to be one."""
    with pytest.raises(UsageError, match=r"holds no \.json file"):
        outcome(data, server, origins=(str(tmp_path),))


@pytest.mark.parametrize("address", ["http://[", "http://[::1/x", "http://x:y/"])
def test_an_address_that_is_none_is_refused(data: Path, server: Loopback, address: str) -> None:
    """An address given with --from that cannot be read fails the source by name."""
    found = outcome(data, server, sources=("arena",), origins=(address,))
    assert (found.feed, found.status) == ("arena", "failed")
    assert "is no http address" in str(found.error)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("ftp://models.example/", "is no http address"),
        ("models.example", "is no http address"),
        ("http://[", "is no http address"),
        ("https://", "is no http address"),
        ("https://me:secret@models.example/", "holds a password"),
        (f"http://{'a' * 70}.example/", "cannot be reached|broke the connection"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(data: Path, address: str, fault: str) -> None:
    """An address of site.toml that is none, or that holds a password, fails its source by name."""
    (found,) = fetch(
        data,
        {"openrouter": {"address": address}},
        Request(sources=("openrouter",), on=DAY),
        environment={},
        limits=QUICK,
    )
    assert found.status == "failed"
    assert re.search(fault, str(found.error))
    assert "secret" not in str(found.error)


@pytest.mark.parametrize("value", [0, -1, "10", True, float("inf"), float("nan")])
def test_a_limit_is_a_positive_number(data: Path, value: Any) -> None:  # noqa: ANN401 - whatever TOML can hold
    """A limit in site.toml that is no positive number is named."""
    with pytest.raises(ContentError, match=r"\[sources.openrouter\] max_bytes: is no positive number"):
        fetch(
            data,
            {"openrouter": {"max_bytes": value}},
            Request(sources=("openrouter",), on=DAY),
            environment={},
        )


# Usage, which needs a key


def rankings(asked: Asked, names: int = 50) -> Reply:
    """Return what the Data API answers: so many names on each day of the window, and the rest."""
    query = httpx.URL(asked.path).params
    start, end = (date.fromisoformat(query[key]) for key in ("start_date", "end_date"))
    rows = [
        {"date": str(start + timedelta(days=n)), "model_permaslug": name, "total_tokens": "9" * 20}
        for n in range((end - start).days + 1)
        for name in [*(f"a/m-{k}" for k in range(names)), "other"]
    ]
    return json_reply({"data": rows, "meta": {"as_of": f"{asked.at}", "end_date": str(end)}})


def test_usage_is_asked_for_a_window_with_the_key(data: Path, server: Loopback) -> None:
    """Thirty days up to yesterday are read with the key, which no file gets; the journal has no line."""
    server.routes["/rankings-daily"] = rankings
    found = outcome(data, server, sources=("usage",), environment=KEY)
    assert (found.feed, found.status, found.rows, found.changes) == ("usage/daily", "changed", 30 * 51, 0)
    (asked,) = server.asked
    assert asked.path == "/rankings-daily?start_date=2026-01-30&end_date=2026-02-28"
    assert asked.headers["Authorization"] == "Bearer sk-or-secret"
    assert read_receipts(data)["usage/daily"].dated == date(2026, 2, 28)
    assert not (data / "changes.jsonl").exists()
    assert all(b"secret" not in content for content, _ in state(data).values())
    first = (data / "usage" / "daily.json").read_text(encoding="utf-8").splitlines()[4]
    assert first == '  {"on": "2026-01-30", "name": "a/m-0", "tokens": 99999999999999999999},'


def test_usage_that_did_not_move_writes_nothing(data: Path, server: Loopback) -> None:
    """The same rows under another time move no byte; the next day's window is news of the same size."""
    server.routes["/rankings-daily"] = rankings
    outcome(data, server, sources=("usage",), environment=KEY)
    before = state(data)
    assert outcome(data, server, sources=("usage",), environment=KEY).status == "unchanged"
    assert state(data) == before
    later = outcome(data, server, sources=("usage",), environment=KEY, on=DAY + timedelta(days=1))
    assert (later.status, later.rows) == ("changed", 30 * 51)


def test_usage_without_a_key_is_skipped(data: Path, server: Loopback) -> None:
    """Without the key nobody is asked, the snapshot on file stays, and the word names the variable."""
    for environment in ({}, {"OPENROUTER_API_KEY": "  "}):
        found = outcome(data, server, sources=("usage",), environment=environment)
        assert (found.feed, found.status) == ("usage", "skipped")
        assert found.error == "OPENROUTER_API_KEY is not set; the snapshot on file stays"
    assert server.asked == []
    assert state(data) == {}


@pytest.mark.parametrize("status", [401, 429])
def test_usage_that_is_refused_says_why_without_the_key(data: Path, server: Loopback, status: int) -> None:
    """An answer that quotes the key back is told without it."""
    said = {"error": {"message": "no such key: sk-or-secret"}}
    server.routes["/rankings-daily"] = json_reply(said, status)
    found = outcome(data, server, sources=("usage",), environment=KEY)
    assert (found.feed, found.status) == ("usage/daily", "failed")
    assert f"answered {status}" in str(found.error)
    assert "sk-or-secret" not in repr(found)


@pytest.mark.parametrize(
    ("shorter", "fault"),
    [
        (lambda asked: rankings(asked, names=40), "1,230 rows where 1,530 are on file"),
        (lambda asked: rankings(Asked(asked.path.replace("=2026-01-30", "=2026-02-03"), {}, 0)), "rows"),
    ],
)
def test_usage_that_lost_days_or_names_is_refused(
    data: Path, server: Loopback, shorter: Callable[[Asked], Reply], fault: str
) -> None:
    """A window that lost more than a tenth is refused, and taken with --accept-change."""
    server.routes["/rankings-daily"] = rankings
    outcome(data, server, sources=("usage",), environment=KEY)
    server.routes["/rankings-daily"] = shorter
    before = state(data)
    found = outcome(data, server, sources=("usage",), environment=KEY)
    assert fault in str(found.error)
    assert state(data) == before
    taken = outcome(data, server, sources=("usage",), environment=KEY, accept_change=True)
    assert taken.status == "changed"


def test_a_latest_day_that_is_cut_is_refused(data: Path, server: Loopback) -> None:
    """A day of which half is missing does not pass among the thirty."""
    server.routes["/rankings-daily"] = rankings
    outcome(data, server, sources=("usage",), environment=KEY)

    def cut(asked: Asked) -> Reply:
        answer = json.loads(rankings(asked).body)
        return json_reply({**answer, "data": answer["data"][:-25]})

    server.routes["/rankings-daily"] = cut
    found = outcome(data, server, sources=("usage",), environment=KEY)
    assert "26 rows of latest day where 51 are on file" in str(found.error)


def test_a_weeks_file_needs_no_key_and_replaces_no_days(data: Path, server: Loopback, tmp_path: Path) -> None:
    """A file is read without a key; where days are on file, a week's total takes a person's word."""
    rows = [
        {
            "date": "2026-02-08 00:00:00",
            "model_permaslug": f"a/m-{n}",
            "variant": "standard",
            "total_prompt_tokens": 5,
            "total_completion_tokens": n,
        }
        for n in range(2000)
    ]
    file = tmp_path / "week.json"
    file.write_text(json.dumps({"rankingType": "week", "rankingData": rows}), encoding="utf-8")
    origins = (str(file),)
    assert outcome(data, server, sources=("usage",), origins=origins).rows == 2000
    server.routes["/rankings-daily"] = lambda asked: rankings(asked, names=70)
    assert outcome(data, server, sources=("usage",), environment=KEY).status == "changed"
    refused = outcome(data, server, sources=("usage",), origins=origins)
    assert "0 days where 30 are on file" in str(refused.error)
    assert outcome(data, server, sources=("usage",), origins=origins, accept_change=True).status == "changed"


def test_a_setting_of_a_source_that_nobody_reads_is_named(data: Path) -> None:
    """An unknown key in a source's table is refused with the one that was probably meant."""
    request = Request(sources=("openrouter",), on=DAY)
    with pytest.raises(
        ContentError, match=r"\[sources.openrouter\]: adress is no setting; did you mean address"
    ):
        fetch(data, {"openrouter": {"adress": "https://example.org/"}}, request, environment={})
    with pytest.raises(ContentError, match="max_byte is no setting; did you mean max_bytes"):
        fetch(data, {"openrouter": {"max_byte": 1}}, request, environment={})


# The rest of the house


class Locked:
    """A source that needs a key."""

    name = "locked"
    info = SourceInfo("Locked", "Locked", "https://locked.example/", "Source: Locked")
    key_variable: str | None = "LOCKED_KEY"
    key_required = True
    known_settings: tuple[str, ...] = ("address",)

    def feeds(self, settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG002 - see below
        """Return the one feed."""
        return (Feed("locked/rows", (settings["address"],)),)

    def feed_from(self, address: str, answer: Json) -> Feed:  # noqa: ARG002 - part of the Source protocol
        """Return the one feed."""
        return Feed("locked/rows", (address,))

    def next_address(self, address: str, answer: Json) -> str | None:  # noqa: ARG002 - part of the Source protocol
        """Return None: there is one page."""
        return None

    def snapshot(self, feed: Feed, answers: Any, held: Json) -> Snapshot:  # noqa: ANN401, ARG002 - see above
        """Return the answer as it stands."""
        return Snapshot(feed.name, {"locked/rows.json": answers[0]}, len(answers[0]["rows"]))

    def counts(self, value: Json) -> Mapping[str, int]:  # noqa: ARG002 - part of the Source protocol
        """Return nothing: no loss is too large."""
        return {}

    guarded_fields: tuple[str, ...] = ()
    steady_fields: Mapping[str, float] = {}

    def named_rows(self, value: Json) -> Mapping[str, Row]:  # noqa: ARG002 - part of the Source protocol
        """Return nothing: no name may not leave."""
        return {}

    def journaled(self, on_file: OnFile) -> None:
        """Return None: the journal follows nothing of it."""


def test_a_source_without_its_key_is_skipped(
    data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that needs a key is skipped without it, says which, and asks nobody."""
    monkeypatch.setitem(SOURCES, "locked", Locked())
    settings = {"locked": {"address": server.address("/rows")}}
    request = Request(sources=("locked",), on=DAY)
    (skipped,) = fetch(data, settings, request, environment={})
    assert (skipped.feed, skipped.status) == ("locked", "skipped")
    assert skipped.error == "LOCKED_KEY is not set; the snapshot on file stays"
    assert server.asked == []


@pytest.mark.parametrize("missing", ["httpx", "stamina"])
def test_without_its_library_the_error_says_what_to_install(
    data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Where a package of the network is not installed, the first address says how to install it."""
    for name in ("connection", "network", "proxies", "exchange"):
        monkeypatch.delitem(sys.modules, f"sitegen.fetching.{name}", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(
        UsageError, match=f"{missing} is not installed; install it with pip install {missing}"
    ):
        outcome(data, server)


def test_a_proxy_that_cannot_be_used_is_said(
    data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy variable that httpx does not understand is wrong usage, not a crash."""
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://x")
    with pytest.raises(UsageError, match="check ALL_PROXY"):
        outcome(data, server)


def test_waits_grow(data: Path, server: Loopback) -> None:
    """The time between attempts at least doubles, so that a server that is down is not hammered."""
    server.routes["/models"] = Reply(500)
    outcome(data, server, limits=Limits(attempts=4, first_wait=0.05))
    waits = [second.at - first.at for first, second in pairwise(server.asked)]
    assert all(wait >= least for wait, least in zip(waits, (0.05, 0.1, 0.2), strict=True))


def sellers_answer(key: str, prompt: str = "0.000001") -> dict[str, Json]:
    """Return the answer about the one seller of a model."""
    offer: dict[str, Json] = {"provider_name": "Forge", "tag": "forge", "pricing": {"prompt": prompt}}
    return {"data": {"id": key, "endpoints": [offer]}}


def test_a_file_named_after_an_id_or_a_slug_is_the_answer_about_it(
    data: Path, server: Loopback, tmp_path: Path
) -> None:
    """Upstream answers for a preview with the plain id; the file's name says what was asked."""
    rows = [
        row(id=key, canonical_slug=f"{key}-20260101") for key in ("acme/plain", "acme/preview", "acme/other")
    ]
    server.routes["/models"] = json_reply({"data": [*rows]})
    outcome(data, server)
    folder = tmp_path / "answers"
    folder.mkdir()
    for file, key in {
        "acme--plain": "acme/plain",
        "acme--preview-20260101": "acme/plain",
        "third": "acme/other",
    }.items():
        (folder / f"{file}.json").write_text(json.dumps(sellers_answer(key)))
    assert outcome(data, server, sources=("providers",), origins=(str(folder),)).status == "changed"
    found = json.loads((data / "providers/endpoints.json").read_text())
    assert [(item["id"], item.get("model_id")) for item in found] == [
        ("acme/other", None), ("acme/plain", None), ("acme/preview", "acme/plain")
    ]  # fmt: skip


@pytest.mark.parametrize("body", ['{"error": 404}', "{"])
def test_one_bad_file_of_a_folder_of_sellers_is_set_aside_by_its_name(
    data: Path, server: Loopback, tmp_path: Path, body: str
) -> None:
    """The others are taken; two of twelve are too many, and the error names the first."""
    folder = tmp_path / "answers"
    folder.mkdir()
    for number in range(12):
        (folder / f"m{number:02}.json").write_text(json.dumps(sellers_answer(f"acme/m{number}")))
    (folder / "m03.json").write_text(body)
    asked = {"sources": ("providers",), "origins": (str(folder),)}
    found = outcome(data, server, **asked)
    assert (found.status, found.rows, [note.row for note in found.set_aside]) == ("changed", 11, ["m03.json"])
    (folder / "m05.json").write_text(body)
    error = outcome(data, server, **asked).error
    assert error is not None
    assert "2 of 12 records could not be read: m03.json: " in error


@pytest.mark.parametrize("broken", ["", "{", '[{"id": "acme/x", "endpoints": [{}]}]'])
def test_sellers_that_cannot_be_read_can_be_deleted_and_fetched_again(
    data: Path, server: Loopback, tmp_path: Path, broken: str
) -> None:
    """What the error says works: the journal goes on from what it has, and nothing is told twice."""
    answers = tmp_path / "answers.json"
    items: list[Json] = [
        {"modelId": f"acme/m{n}", "response": sellers_answer(f"acme/m{n}")} for n in range(12)
    ]
    answers.write_text(json.dumps({"data": items}))
    asked = {"sources": ("providers",), "origins": (str(answers),)}
    outcome(data, server, **asked)
    file = data / "providers/endpoints.json"
    good, lines = file.read_bytes(), (data / "changes.jsonl").read_bytes()
    file.write_text(broken)
    with pytest.raises(DataError, match="restore it from git, or delete it and fetch again"):
        read_dataset(data)
    assert outcome(data, server, **asked).status == "failed"
    file.unlink()
    assert outcome(data, server, **asked).status == "changed"
    assert (file.read_bytes(), (data / "changes.jsonl").read_bytes()) == (good, lines)
