"""The sellers of 400 models from a slow and faulty server: all is read or named in under three minutes."""

from __future__ import annotations

import time

import pytest

from sitegen.records.snapshot import Receipt
from sitegen.sources import providers
from sitegen.store.snapshots import read_receipts
from tests.loopback import Asked, Reply, Route, json_reply
from tests.soak.conftest import Counted
from tests.test_fetch import state
from tests.test_side_by_side import Place, names, path_of, place, run, sold

__all__ = ["place"]

MODELS = 400
BEFORE, DEARER = "0.000001", "0.0000011"
"""Dollars a token; the second is no move that asks for a person."""
AN_ANSWER = 0.2
MOST_SECONDS = 180
HALF = Reply(raw=(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"data',))
WAIT = Reply(429, headers={"Retry-After": "3"})
HANGS = "did not finish its answer in 10 s"
LASTING: dict[str, Reply] = {
    "answered 304 Not Modified": Reply(304),
    "answered 404 Not Found": json_reply({"error": {"message": "no such model"}}, 404),
    "answered 429 Too Many Requests, 3 times": WAIT,
    "answered 500 Internal Server Error, 3 times": Reply(500),
    "cut the answer off, or does not speak HTTP, 3 times": HALF,
    HANGS: Reply(hangs=True),
}
PASSING = (Reply(500), HALF, WAIT, Reply(503), Reply(429))


def slow(*replies: Reply) -> Route:
    """Return a route that takes its time for each of some answers in turn; the last one stays."""
    left = list(replies)

    def answer(_: Asked) -> Reply:
        time.sleep(AN_ANSWER)
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


def fetched(place: Place, on: str) -> tuple[str, Receipt, float]:
    """Fetch by the command line; return what it says, the receipt, and the seconds that it took."""
    start = time.monotonic()
    done = run(place.root, "fetch", "providers", "--on", on)
    assert done.exit_code == 0, done.output
    return done.output, read_receipts(place.data)[providers.FEED], time.monotonic() - start


FAULTS = {"faults of all kinds": [*LASTING] * 6, "a tenth hangs": [HANGS] * (MODELS // 10)}


def settle(place: Place, count: int) -> None:
    """Let settings stand in the root, and so many models be in the catalogue and be sold."""
    address = place.server.address("/api/v1/models")
    settings = f'[sources.openrouter]\naddress = "{address}"\n[sources.providers]\naddress = "{address}"\n'
    (place.root / "content").mkdir()
    (place.root / "content/site.toml").write_text(settings)
    place.sell(count)


@pytest.mark.parametrize("kind", FAULTS)
def test_400_models_take_less_than_three_minutes(place: Place, counted: Counted, kind: str) -> None:
    """By the shipped limits, passing faults do not show; lasting ones keep the record of the day before."""
    settle(place, MODELS)
    place.sellers()
    failing = dict(zip(names(MODELS)[7::10], FAULTS[kind], strict=False))
    passing = dict(zip(names(MODELS)[5::20], PASSING * 4, strict=True))
    for name in names(MODELS):
        good = json_reply(sold(name, DEARER))
        replies = [LASTING[failing[name]]] if name in failing else [passing.get(name, good), good]
        place.server.routes[path_of(name)] = slow(*replies)
    said, receipt, seconds = fetched(place, "2026-03-02")
    assert seconds < MOST_SECONDS
    assert f"{providers.FEED}: changed, 400 rows, {MODELS - len(failing)} changes" in said
    reasons = {name: f"127.0.0.1 {fault}" for name, fault in failing.items()}
    assert {note.row: note.reason for note in receipt.set_aside} == reasons
    assert {str(note.since) for note in receipt.set_aside} == {"2026-03-01"}
    assert place.prompts() == {name: BEFORE if name in failing else DEARER for name in names(MODELS)}
    assert run(place.root, "check", "data").exit_code == 0
    counted("models asked for", MODELS)
    counted("models that failed and are named", len(receipt.set_aside))
    counted("seconds of fetches of 400 models", round(seconds))


def test_the_same_again_writes_nothing(place: Place, counted: Counted) -> None:
    """A second fetch with the same lasting faults moves no byte and no time."""
    settle(place, MODELS // 4)
    for name, fault in zip(names(MODELS // 4)[7::16], LASTING, strict=True):
        place.server.routes[path_of(name)] = LASTING[fault]
    fetched(place, "2026-03-01")
    before = state(place.data)
    said, receipt, _ = fetched(place, "2026-03-02")
    assert len(receipt.set_aside) == len(LASTING)
    assert f"{providers.FEED}: unchanged, " in said
    assert state(place.data) == before
    counted("models asked for", 2 * MODELS // 4)
