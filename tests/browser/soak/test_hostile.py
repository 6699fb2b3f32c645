"""Hostile text in a real browser: one page of each kind, the explorer and the comparison; nothing of it runs.

``tests/soak`` opens every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.hostile.browsing import (
    Watch,
    kinds_of_pages,
    made_by_scripts,
    use_comparison,
    use_explorer,
    watched,
    written,
)
from tests.hostile.payloads import sample
from tests.hostile.sound import csv_faults
from tests.hostile.worlds import PLAIN, World, hostile_world, served, vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLE = sample(1)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, World]:
    """Return a world that harms nobody, and one with a payload of each family in every field."""
    plain = hostile_world(tmp_path_factory.mktemp("plain"), PLAIN[:8], "--no-images")
    return plain, hostile_world(tmp_path_factory.mktemp("hostile"), SAMPLE, "--no-images")


@pytest.fixture(scope="module")
def address(worlds: tuple[World, World]) -> Iterator[str]:
    """Give the address of the hostile world's first page."""
    found, serving = served(worlds[1])
    yield found
    serving.shutdown()
    serving.server_close()


@pytest.fixture(scope="module")
def shared(browser: Browser, worlds: tuple[World, World]) -> Watch:
    """Return a watched page that knows what the plain world has, and what its scripts make of it."""
    address, serving = served(worlds[0])
    watch = watched(browser, address, written(vocabulary(worlds[0])))
    watch.visit("compare/")
    use_explorer(watch, ["word"])
    use_comparison(watch, ["acme/item0001", "evil/word 1", "nothing"])
    watch.page.goto("about:blank")
    serving.shutdown()
    serving.server_close()
    watch.known |= dict.fromkeys(made_by_scripts(watch.faults), True)
    return watch


@pytest.fixture
def watch(shared: Watch, address: str) -> Watch:
    """Return the watched page before the hostile world, as if nothing had been seen yet."""
    shared.page.goto("about:blank")
    shared.address, shared.pages = address, 0
    shared.faults.clear()
    return shared


def test_nothing_of_upstream_runs(watch: Watch, worlds: tuple[World, World]) -> None:
    """On a page of each kind no payload runs, no other host is asked, and no element is upstream's."""
    for path in kinds_of_pages(worlds[1].files()):
        watch.visit(quote(path))
    assert watch.faults == []
    assert watch.pages > 10


def test_what_scripts_draw_of_upstream_stays_text(watch: Watch) -> None:
    """Searched, folded out, picked, taken away and compared, hostile models are text."""
    taken = use_explorer(watch, ["<", "evil", "pwned"])
    use_comparison(
        watch,
        [*(f"acme/item{number:04d}" for number in range(6)), "__proto__", "<img src=x onerror=alert(1)>"],
    )
    assert watch.faults == []
    assert [fault for text in taken for fault in csv_faults(text, frozenset())] == []


def test_a_payload_that_runs_is_caught(browser: Browser, worlds: tuple[World, World], address: str) -> None:
    """The watch is able to fail: a page that lets a payload in is told by element, policy and request."""
    page = worlds[1].site / "models/careless.html"
    bait = "<img src=//evil.example/x.png onerror=window.pwned=1><script>window.pwned=1</script><!-- x -->"
    page.write_text(f"<!doctype html><title>x</title>{bait}", encoding="utf-8")
    watch = watched(browser, address, ["html ", "head ", "body ", "title "])
    watch.visit("models/careless.html")
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    page.write_text(
        f"<!doctype html>{policy}<title>x</title><script>window.pwned=1</script>", encoding="utf-8"
    )
    watch.visit("models/careless.html")
    page.unlink()
    told = "\n".join(watch.faults)
    for part in (
        "a payload ran",
        "it has <img src>",
        "it has <script >",
        "evil.example",
        "a comment",
        "script-src",
    ):
        assert part in told
