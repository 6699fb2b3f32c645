"""Records with an address each: what was read is kept, what failed is named, against a real server."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sitegen.cli.main import main
from sitegen.errors import ContentError, UsageError
from sitegen.fetching.fetch import Request, fetch
from sitegen.fetching.limits import Limits
from sitegen.records import Json, rows_in
from sitegen.records.snapshot import Outcome
from sitegen.sources import SOURCES, providers
from sitegen.store.snapshots import read_receipts, read_value
from tests.loopback import Asked, Loopback, Reply, json_reply, serving
from tests.test_fetch import state
from tests.worlds import row

DAY = date(2026, 3, 1)
NEXT = DAY + timedelta(days=1)
MODELS = "/api/v1/models"
QUICK = Limits(
    read_timeout=5, deadline=20, first_wait=0.001, pause=0.001, record_attempts=2, record_deadline=10
)
OTHERS_OFF = {name: {"enabled": False} for name in SOURCES if name not in ("openrouter", "providers")}
KEY = {"OPENROUTER_API_KEY": "sk-or-secret"}


def names(count: int) -> list[str]:
    """Return the ids of so many models."""
    return [f"acme/m-{number:03}" for number in range(count)]


def path_of(name: str) -> str:
    """Return the path of a model's endpoints."""
    return f"{MODELS}/{name}/endpoints"


def sold(name: str, prompt: str = "0.000001", **others: Any) -> Json:  # noqa: ANN401 - whatever upstream may send
    """Return the answer about a model that one seller sells."""
    endpoint = {
        "provider_name": "Forge",
        "tag": "forge/fp8",
        "quantization": "fp8",
        "context_length": 8000,
        "pricing": {"prompt": prompt, "completion": "0.000002"},
        **others,
    }
    return {"data": {"id": name, "endpoints": [endpoint]}}


class Place:
    """A data folder, and a server that answers for the catalogue and for each of its models."""

    def __init__(self, root: Path, server: Loopback) -> None:
        self.root, self.data, self.server = root, root / "data", server

    def list_models(self, *rows: Json) -> None:
        """Let the catalogue have these records from now on, and fetch it."""
        self.server.routes[MODELS] = json_reply({"data": [*rows]})
        (found,) = self.fetched("openrouter", accept_loss=True)
        assert found.error is None
        self.server.asked.clear()

    def sell(self, count: int, prompt: str = "0.000001") -> None:
        """Let so many models be in the catalogue and be sold at a price."""
        self.list_models(*(row(id=name, canonical_slug=name) for name in names(count)))
        for name in names(count):
            self.server.routes[path_of(name)] = json_reply(sold(name, prompt))

    def fetched(
        self,
        *sources: str,
        on: date = DAY,
        limits: Limits = QUICK,
        environment: dict[str, str] | None = None,
        settings: dict[str, Any] | None = None,
        **asked: Any,  # noqa: ANN401 - further fields of a Request, and the function that shows progress
    ) -> list[Outcome]:
        """Fetch sources by name, all of them without one."""
        own = {"address": self.server.address(MODELS)}
        tables = OTHERS_OFF | {"openrouter": own, "providers": own | (settings or {})}
        shown = {"progress": asked.pop("progress")} if "progress" in asked else {}
        request = Request(sources=sources, on=on, **asked)
        return fetch(self.data, tables, request, environment=environment or {}, limits=limits, **shown)

    def sellers(self, **asked: Any) -> Outcome:  # noqa: ANN401 - see fetched
        """Fetch the sellers."""
        (found,) = self.fetched("providers", **asked)
        return found

    def refused(self, **asked: Any) -> str:  # noqa: ANN401 - see fetched
        """Return the error of a fetch of the sellers that writes nothing."""
        before = state(self.data)
        found = self.sellers(**asked)
        assert found.status == "failed"
        assert state(self.data) == before
        return str(found.error)

    def prompts(self) -> dict[str, str]:
        """Return the input price on file of each model's one seller."""
        return {
            model.id: model.all[0].raw["pricing"]["prompt"]  # type: ignore[index, call-overload, misc]
            for model in providers.endpoints(read_value(self.data, providers.FILE)).values()
        }

    def asked(self) -> list[str]:
        """Return the paths that were asked for, in the order of names."""
        return sorted(asked.path for asked in self.server.asked)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Return a place whose server runs while the test does."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # Nothing here is encrypted, and to read the machine's certificates takes longer than most tests.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with serving() as server:
        yield Place(tmp_path, server)


# What is asked


def test_every_model_is_asked_for_once(place: Place) -> None:
    """Each slug is one request without condition; the receipt has the address that all begin with."""
    place.sell(12)
    found = place.sellers()
    assert (found.feed, found.status, found.rows, found.set_aside) == (providers.FEED, "changed", 12, ())
    assert place.asked() == [path_of(name) for name in names(12)]
    receipt = read_receipts(place.data)[providers.FEED]
    assert (receipt.address, receipt.rows, receipt.set_aside) == (place.server.address(MODELS), 12, ())


def test_what_did_not_change_writes_nothing(place: Place) -> None:
    """A second fetch asks without condition and moves no byte: what moves every minute is not kept."""
    place.sell(3)
    place.sellers()
    before = state(place.data)
    for number, name in enumerate(names(3)):
        answer = sold(name, status=number, uptime_last_30m=99.5, latency_last_30m={"p50": number})
        place.server.routes[path_of(name)] = json_reply(answer, ETag=f'"{number}"')
    assert place.sellers(on=NEXT).status == "unchanged"
    assert place.sellers(on=NEXT).status == "unchanged"
    assert len(place.server.asked) == 9
    assert not [asked for asked in place.server.asked if "If-None-Match" in asked.headers]
    assert state(place.data) == before


def test_ids_with_one_slug_are_one_request(place: Place) -> None:
    """A ``:free`` id beside its plain id is not asked for; alone it is, and the answer is the plain id's."""
    place.list_models(
        row(id="acme/a:free", canonical_slug="acme/a-1"),
        row(id="acme/a", canonical_slug="acme/a-1"),
        row(id="acme/b:free", canonical_slug="acme/b-1"),
    )
    for name in ("a", "b"):
        place.server.routes[path_of(f"acme/{name}-1")] = json_reply(sold(f"acme/{name}"))
    assert place.sellers().rows == 2
    assert place.asked() == [path_of("acme/a-1"), path_of("acme/b-1")]
    assert list(place.prompts()) == ["acme/a", "acme/b"]


@pytest.mark.parametrize(
    ("slug", "details", "asked"),
    [
        ("acme/a-1", "/elsewhere/a", "/elsewhere/a"),
        ("acme/a-1", "https://evil.example/a", "/api/v1/models/acme/a-1/endpoints"),
        ("acme/a-1", "//evil.example/a", "/api/v1/models/acme/a-1/endpoints"),
        ("acme/a-1", 7, "/api/v1/models/acme/a-1/endpoints"),
        ("~acme/a:x", None, "/api/v1/models/~acme/a:x/endpoints"),
        ("acme/a?b#c d\u00e9", None, "/api/v1/models/acme/a%3Fb%23c%20d%C3%A9/endpoints"),
    ],
)
def test_the_record_names_the_path_and_never_the_host(
    place: Place, slug: str, details: Json, asked: str
) -> None:
    """The path of ``links.details`` is asked for with the key, on the host of the settings and no other."""
    place.list_models(row(id="acme/a", canonical_slug=slug, links={"details": details}))
    place.server.routes[asked] = json_reply(sold("acme/a"), ETag='"one"')
    assert place.sellers(environment=KEY).status == "changed"
    # The validators of one record would say nothing of the others that may come.
    assert read_receipts(place.data)[providers.FEED].etag is None
    assert place.asked() == [asked]
    assert place.server.asked[0].headers["Authorization"] == "Bearer sk-or-secret"
    assert all(b"sk-or-secret" not in content for content, _ in state(place.data).values())


def test_the_catalogue_is_read_first(place: Place) -> None:
    """The sellers are asked for the models of the catalogue that the same fetch has just written."""
    place.sell(1)
    place.sell(4)
    for sources in ((), ("providers", "openrouter")):
        place.server.asked.clear()
        found = place.fetched(*sources)
        assert [one.feed for one in found][:2] == ["openrouter/models", "providers/endpoints"]
        assert place.asked() == [MODELS, *map(path_of, names(4))]


def test_without_a_catalogue_nobody_is_asked(place: Place) -> None:
    """Without a catalogue on file the source is skipped, and says what to do."""
    found = place.sellers(environment=KEY)
    assert (found.feed, found.status) == ("providers/endpoints", "skipped")
    assert found.error == "there is no catalogue on file to ask about; fetch openrouter first"
    assert place.server.asked == []
    assert state(place.data) == {}


# What fails


def half(_: Asked) -> Reply:
    """Break off in the middle of the body."""
    return Reply(raw=(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"data',))


FAULTS = {
    "404": (json_reply({"error": {"message": "no such model 8d1f"}}, 404), "answered 404 Not Found"),
    "500": (Reply(500), "answered 500 Internal Server Error, 2 times"),
    "429": (Reply(429, headers={"Retry-After": "0"}), "answered 429 Too Many Requests, 2 times"),
    "304": (Reply(304), "answered 304 Not Modified"),
    "redirect": (
        Reply(302, headers={"Location": "https://evil.example/"}),
        "redirects to another host, https",
    ),
    "half a body": (half, "cut the answer off, or does not speak HTTP, 2 times"),
    "hangs": (Reply(hangs=True), "did not finish its answer in 1 s"),
    "drips": (Reply(raw=(b"HTTP/1.1 200 OK\r\nX: ", *[b" "] * 60), pause=0.1), "did not finish its answer"),
    "HTML": (Reply(body=b"<html>"), "answered HTML, not JSON"),
    "no JSON": (Reply(body=b'{"data": '), "answered no whole JSON"),
    "nothing": (Reply(body=b""), "answered nothing"),
    "too much": (Reply(body=b'{"data": "' + b"x" * 100_000 + b'"}'), "answered more than 50,000 bytes"),
    "another shape": (json_reply({"data": []}), "has no model with an id and a list 'endpoints'"),
    "null": (json_reply(None), "has no model with an id and a list 'endpoints'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_fails_keeps_what_is_on_file_with_its_day(place: Place, fault: str) -> None:
    """One address that fails is named with its reason and its day; all others have their new prices."""
    place.sell(20)
    place.sellers()
    place.sell(20, "0.000007")
    reply, words = FAULTS[fault]
    place.server.routes[path_of("acme/m-007")] = reply
    deadline = 1 if "did not finish" in words else 10
    limits = Limits(**{**vars(QUICK), "record_deadline": deadline, "max_record_bytes": 50_000})
    found = place.sellers(on=NEXT, limits=limits)
    assert (found.status, found.rows) == ("changed", 20)
    assert place.prompts() == dict.fromkeys(names(20), "0.000007") | {"acme/m-007": "0.000001"}
    (note,) = read_receipts(place.data)[providers.FEED].set_aside
    assert (note.row, note.field, note.since) == ("acme/m-007", "", DAY)
    assert words in note.reason
    assert [(one.row, one.reason) for one in found.set_aside] == [(note.row, note.reason)]


def test_the_same_fault_writes_nothing_again_and_its_end_is_noted(place: Place) -> None:
    """A reason has no words of the server, which may differ each time; what is read again has no note."""
    place.sell(20)
    place.sellers()
    place.server.routes[path_of("acme/m-003")] = [
        json_reply({"error": f"no such model, request {number}"}, 404) for number in (1, 2)
    ]
    assert place.sellers(on=NEXT).status == "changed"
    before = state(place.data)
    assert place.sellers(on=NEXT + timedelta(days=1)).status == "unchanged"
    assert state(place.data) == before
    place.server.routes[path_of("acme/m-003")] = json_reply(sold("acme/m-003"))
    assert place.sellers(on=NEXT + timedelta(days=2)).status == "changed"
    assert read_receipts(place.data)[providers.FEED].set_aside == ()


def test_a_model_that_was_never_read_is_named_too(place: Place) -> None:
    """Nothing is on file of it, so its note has no day and it is not among the rows."""
    place.sell(20)
    place.server.routes[path_of("acme/m-003")] = Reply(404)
    assert place.sellers().rows == 19
    (note,) = read_receipts(place.data)[providers.FEED].set_aside
    assert (note.row, note.since) == ("acme/m-003", None)
    assert "acme/m-003" not in place.prompts()


def test_a_free_id_alone_keeps_the_record_of_its_plain_id(place: Place) -> None:
    """The answer stands on file under the plain id, which the catalogue does not have."""
    place.sell(19)
    ids = [*map(str, names(19)), "acme/b:free"]
    place.list_models(*(row(id=name, canonical_slug=name.partition(":")[0]) for name in ids))
    place.server.routes[path_of("acme/b")] = json_reply(sold("acme/b"))
    place.sellers()
    place.server.routes[path_of("acme/b")] = Reply(404)
    assert place.sellers(on=NEXT).rows == 20
    (note,) = read_receipts(place.data)[providers.FEED].set_aside
    assert (note.row, note.since) == ("acme/b:free", DAY)


def test_a_passing_fault_does_not_show(place: Place) -> None:
    """What fails once and is then answered is read."""
    place.sell(3)
    for name in names(3):
        place.server.routes[path_of(name)] = [Reply(503), json_reply(sold(name))]
    assert place.sellers().set_aside == ()
    assert len(place.server.asked) == 6


@pytest.mark.parametrize(("failing", "status"), [(2, "changed"), (3, "failed")])
def test_a_tenth_may_fail_and_no_more(place: Place, failing: int, status: str) -> None:
    """Two of twenty may fail; three stop the source, which writes nothing and names them with reasons."""
    place.sell(20)
    place.sellers()
    place.sell(20, "0.000007")
    before = state(place.data)
    for name in names(failing):
        place.server.routes[path_of(name)] = json_reply({"data": 1} if name == "acme/m-000" else [], 200)
    found = place.sellers(on=NEXT)
    assert found.status == status
    if status == "failed":
        assert state(place.data) == before
        error = str(found.error)
        assert error.startswith("providers/endpoints: 3 of 20 records could not be read: acme/m-000: the ans")
        assert "; acme/m-002: the answer has no model" in error
        assert error.endswith("the snapshot on file stays; look at the answer, or try again later")


def test_a_server_that_is_down_is_left_early(place: Place) -> None:
    """Where all fail, the source stops soon after a tenth of them has: the others are not asked."""
    place.sell(100)
    for name in names(100):
        place.server.routes[path_of(name)] = Reply(404)
    assert "of 100 records could not be read" in place.refused()
    assert 11 <= len(place.server.asked) < 60


def test_an_address_that_is_none_stops_the_source(place: Place) -> None:
    """A base in site.toml that no address can be made of is refused by name, with and without a key."""
    place.sell(3)
    for environment in ({}, KEY):
        error = place.refused(settings={"address": "ftp://models.example"}, environment=environment)
        assert "is no http address" in error


def test_a_fault_that_quotes_the_key_is_told_without_it(place: Place) -> None:
    """A server that sends the key back, as text or as an address, puts it into no file and no line."""
    place.sell(20)
    place.server.routes[path_of("acme/m-000")] = json_reply({"error": "bad key sk-or-secret"}, 403)
    place.server.routes[path_of("acme/m-001")] = Reply(
        302, headers={"Location": "http://sk-or-secret.example/"}
    )
    found = place.sellers(environment=KEY)
    assert [note.row for note in found.set_aside] == ["acme/m-000", "acme/m-001"]
    assert "sk-or-secret" not in repr(found)
    assert all(b"sk-or-secret" not in content for content, _ in state(place.data).values())


# How it is asked


def test_when_one_is_told_to_wait_all_wait(place: Place) -> None:
    """After a 429 only what was on its way arrives before the time that the server asked for is over.

    Without it 29 others would arrive in a third of a second.
    """
    place.sell(40)
    refusal = Reply(429, headers={"Retry-After": "1"})
    place.server.routes[path_of("acme/m-010")] = [refusal, json_reply(sold("acme/m-010"))]
    assert place.sellers(limits=Limits(**{**vars(QUICK), "pause": 0.01})).set_aside == ()
    first, again = [asked.at for asked in place.server.asked if asked.path == path_of("acme/m-010")]
    assert again - first >= 1
    meanwhile = [asked for asked in place.server.asked if first < asked.at < first + 1]
    assert len(meanwhile) < 15


def test_a_wait_that_is_asked_for_counts_for_no_deadline(place: Place) -> None:
    """A server may ask to wait for longer than one record may take: it is read afterwards."""
    place.sell(4)
    for name in names(4):
        refusal = Reply(429, headers={"Retry-After": "2"})
        place.server.routes[path_of(name)] = [refusal, json_reply(sold(name))]
    found = place.sellers(limits=Limits(**{**vars(QUICK), "record_deadline": 1.5}))
    assert (found.status, found.rows, found.set_aside) == ("changed", 4, ())


def test_a_server_that_asks_to_wait_too_long_is_not_asked_on(place: Place) -> None:
    """After "429, wait an hour" nobody is asked any more, and the source stops."""
    place.sell(40)
    refusal = Reply(429, headers={"Retry-After": "3600"})
    for name in names(40):
        place.server.routes[path_of(name)] = refusal
    assert "asks to wait longer than a fetch does" in place.refused()
    assert len(place.server.asked) <= QUICK.side_by_side


def test_what_comes_too_late_is_not_asked(place: Place) -> None:
    """Once the time for all of them is over, no request starts."""
    place.sell(40)
    limits = Limits(**{**vars(QUICK), "pause": 0.2, "records_deadline": 0.5})
    assert "was not asked: all answers together took 0.5 s" in place.refused(limits=limits)
    assert len(place.server.asked) <= 3


@pytest.mark.parametrize(("beside", "failed"), [(1, ["acme/m-000"]), (2, [])])
def test_so_many_are_asked_at_a_time(place: Place, beside: int, failed: list[str]) -> None:
    """A model that is answered once the next one is asked for is read by two at a time, and not by one."""
    place.sell(20)
    second = threading.Event()

    def after_the_second(_: Asked) -> Reply:
        second.wait(5)
        return json_reply(sold("acme/m-000"))

    def the_second(_: Asked) -> Reply:
        second.set()
        return json_reply(sold("acme/m-001"))

    place.server.routes |= {path_of("acme/m-000"): after_the_second, path_of("acme/m-001"): the_second}
    limits = Limits(**{**vars(QUICK), "record_deadline": 2, "side_by_side": beside})
    assert [note.row for note in place.sellers(limits=limits).set_aside] == failed


def test_between_two_requests_lies_a_pause(place: Place) -> None:
    """However many are asked at a time, requests start no closer than the pause."""
    place.sell(5)
    place.sellers(limits=Limits(**{**vars(QUICK), "pause": 0.1}))
    times = [asked.at for asked in place.server.asked]
    assert max(times) - min(times) >= 0.2


def test_all_answers_together_have_a_limit(place: Place) -> None:
    """Answers that are each small enough are refused where together they are too large."""
    place.sell(20)
    error = place.refused(limits=Limits(**{**vars(QUICK), "max_bytes": 1000}))
    assert "all answers together have more than 1,000 bytes" in error


def test_progress_counts_the_answers(place: Place) -> None:
    """A person sees how many of how many have come, failed ones included."""
    place.sell(20)
    place.server.routes[path_of("acme/m-000")] = Reply(404)
    told: list[tuple[str, int, int | None]] = []
    place.sellers(progress=lambda *seen: told.append(seen))
    assert [done for _, done, _ in told] == list(range(1, 21))
    assert told[11] == ("providers 12 of 20", 12, 20)


def test_a_person_who_interrupts_is_not_kept_waiting(place: Place) -> None:
    """What is on its way is cut, the rest is not asked, and nothing is written."""
    place.sell(60)
    for name in names(60)[2:]:
        place.server.routes[path_of(name)] = Reply(hangs=True)
    before = state(place.data)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    patient = Limits(**{**vars(QUICK), "read_timeout": 60, "record_deadline": 60})
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        place.sellers(progress=interrupt, limits=patient)
    assert time.monotonic() - began < 30, "it waited for the requests on their way"
    assert len(place.server.asked) < 20
    assert state(place.data) == before


@pytest.mark.parametrize("beside", [0.5, 1e9])
def test_an_odd_number_at_a_time_does_no_harm(place: Place, beside: float) -> None:
    """Half a request at a time is one, and more than there are models are as many as these."""
    place.sell(3)
    assert place.sellers(settings={"side_by_side": beside}).rows == 3


# On and off


def test_a_source_can_be_switched_off(place: Place) -> None:
    """What is off in site.toml is skipped with a word, and read when it is named; so is any other source."""
    place.sell(2)
    off = {"enabled": False}
    found = {one.feed: one for one in place.fetched(settings=off)}
    assert found["providers"].status == found["arena"].status == "skipped"
    assert (
        found["providers"].error == "it is off in content/site.toml; fetch it by name to read it all the same"
    )
    assert place.asked() == [MODELS]
    assert place.sellers(settings=off).status == "changed"
    assert place.sellers(settings={"enabled": True}).status == "unchanged"


def test_off_is_a_truth_value(place: Place) -> None:
    """Anything else than true and false is refused by name."""
    with pytest.raises(ContentError, match=r"\[sources.providers\] enabled: is neither true nor false"):
        place.sellers(settings={"enabled": "no"})


def test_an_off_source_says_nothing_where_one_board_is_asked_for(place: Place) -> None:
    """``--board`` is about Arena alone: a source that is off has no line."""
    with pytest.raises(UsageError, match="--board text: is on no list"):
        place.fetched(board="text")


# --from, without content/ and without a network


def run(root: Path, *words: str, stdin: str = "") -> Result:
    """Run a command on a root."""
    return CliRunner().invoke(main, ["--root", str(root), *words], input=stdin, catch_exceptions=False)


def bundle(*names: str, prompt: str = "0.000001") -> str:
    """Return a bundle of answers, as archives hold them."""
    return json.dumps({"data": [{"modelId": name, "response": sold(name, prompt)} for name in names]})


@pytest.mark.parametrize("kind", ["bundle", "folder", "stdin"])
def test_answers_are_read_from_files(tmp_path: Path, kind: str) -> None:
    """A bundle, a folder of answers and standard input do on an empty root; the same again writes nothing."""
    root, given = tmp_path / "root", tmp_path / "given"
    root.mkdir()
    given.mkdir()
    if kind == "folder":
        for number, name in enumerate(names(3)):
            (given / f"{number}.json").write_text(json.dumps(sold(name)))
    else:
        (given / "all.json").write_text(bundle(*names(3)))
    origin = {"bundle": str(given / "all.json"), "folder": str(given), "stdin": "-"}[kind]
    for on, status in (("2026-03-01", "changed, 3 rows, 6 changes"), ("2026-03-02", "unchanged, 3 rows")):
        done = run(root, "fetch", "providers", "--from", origin, "--on", on, stdin=bundle(*names(3)))
        assert (done.exit_code, done.output) == (0, f"providers/endpoints: {status}\n")
    assert sorted(path.name for path in root.iterdir()) == ["data"]
    assert run(root, "check", "data").output == "data: no findings\n"


def test_a_bad_file_in_a_folder_refuses_the_folder(tmp_path: Path) -> None:
    """A person who names files is told which one is bad; nothing of the others is written."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "a.json").write_text(json.dumps(sold("acme/a")))
    (given / "b.json").write_text("{")
    done = run(tmp_path, "fetch", "providers", "--from", str(given), "--on", "2026-03-01")
    assert done.exit_code == 1
    assert "b.json holds no whole JSON" in done.output
    assert not (tmp_path / "data").exists()


# What a person sees


@pytest.fixture
def site(place: Place) -> Place:
    """Return the place with settings of its own, after a first fetch of all sources."""
    address = place.server.address(MODELS)
    (place.root / "content").mkdir()
    off = "".join(f"[sources.{name}]\nenabled = false\n" for name in OTHERS_OFF)
    (place.root / "content/site.toml").write_text(
        f'{off}[sources.openrouter]\naddress = "{address}"\n'
        f'[sources.providers]\naddress = "{address}"\npause = 0.001\nfirst_wait = 0.001\n'
    )
    place.sell(60)
    done = run(place.root, "fetch", "--on", "2026-03-01")
    assert done.exit_code == 0
    assert "providers/endpoints: changed, 60 rows, 120 changes\n" in done.output
    return place


def test_what_failed_is_said_by_fetch_check_and_diff(site: Place) -> None:
    """A few are named one by one; many with the same reason are one line with their number."""
    old = site.root / "old"
    site.data.rename(old)
    shutil.copytree(old, site.data)
    for name in names(5):
        site.server.routes[path_of(name)] = Reply(404)
    site.server.routes[path_of("acme/m-050")] = Reply(body=b"<html>")
    done = run(site.root, "fetch", "providers", "--on", "2026-03-02")
    folded = "acme/m-000 and 4 more rows: 127.0.0.1 answered 404 Not Found; the record of 2026-03-01 stays"
    alone = "acme/m-050: 127.0.0.1 answered HTML, not JSON; the record of 2026-03-01 stays"
    assert done.exit_code == 0
    assert done.output.splitlines()[0] == "providers/endpoints: changed, 60 rows, 0 changes"
    assert done.output.splitlines()[1:3] == [f"  set aside: {folded}", f"  set aside: {alone}"]
    checked = run(site.root, "check", "data")
    assert checked.exit_code == 0
    assert f"note: set aside: data/providers/endpoints.json: {folded}" in checked.output
    assert f"note: set aside: data/providers/endpoints.json: {alone}" in checked.output
    assert re.search(r"set aside: 127\.0\.0\.1 answered HTML", run(site.root, "diff", str(old)).output)


def test_a_source_that_stops_is_an_error_of_the_command(site: Place) -> None:
    """More than a tenth failing is exit code 1, one line, and no byte in the data."""
    for name in names(60):
        site.server.routes[path_of(name)] = Reply(404)
    before = {path: path.read_bytes() for path in site.data.rglob("*.json*")}
    done = run(site.root, "fetch", "--on", "2026-03-02")
    assert done.exit_code == 1
    (line,) = [line for line in done.output.splitlines() if line.startswith("sitegen: ")]
    assert "of 60 records could not be read" in line
    assert {path: path.read_bytes() for path in before} == before


def test_rows_in_a_bundle_and_over_the_network_are_the_same(place: Place, tmp_path: Path) -> None:
    """What a bundle gives, the network gives, byte for byte."""
    place.sell(4)
    place.sellers()
    over_network = (place.data / providers.FILE).read_bytes()
    (tmp_path / "all.json").write_text(bundle(*names(4)))
    place.sellers(origins=(str(tmp_path / "all.json"),))
    assert (place.data / providers.FILE).read_bytes() == over_network
    assert len(rows_in(read_value(place.data, providers.FILE))) == 4
