"""Every page of a world that holds every payload in every field, in a real browser: nothing of it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.hostile.browsing import (
    kinds_of_pages,
    made_by_scripts,
    use_comparison,
    use_explorer,
    watched,
    written,
)
from tests.hostile.payloads import FAMILIES, payloads
from tests.hostile.sound import csv_faults
from tests.hostile.worlds import PLAIN, World, hostile_world, served, vocabulary, whole
from tests.soak.conftest import Counted

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PARTS = 6
"""So many tests share the pages, so that processes can share them too."""


@pytest.fixture(scope="module")
def known(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the elements and attributes of a plain world, those that its scripts make among them."""
    plain = hostile_world(tmp_path_factory.mktemp("plain"), PLAIN, "--no-images")
    address, serving = served(plain)
    watch = watched(browser, address, written(vocabulary(plain)))
    for path in kinds_of_pages(plain.files()):
        watch.visit(quote(path))
    items = [f"acme/item{number:04d}" for number in range(9)]
    use_explorer(watch, [*items, "word 1", "acme"])  # so many are picked that no more can be
    use_comparison(watch, [*items, "evil/word 1", "nothing"])
    serving.shutdown()
    serving.server_close()
    return [*watch.known, *made_by_scripts(watch.faults)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return the world of all payloads."""
    return hostile_world(tmp_path_factory.mktemp("hostile"), payloads(), "--no-images")


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    """Give the address of the hostile world's first page."""
    found, serving = served(world)
    yield found
    serving.shutdown()
    serving.server_close()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_runs_what_upstream_sent(
    browser: Browser, world: World, address: str, known: list[str], counted: Counted, part: int
) -> None:
    """No payload runs, no policy is tried, no other host is asked, and no element or attribute is upstream's.

    A redirect leads on at once: it is read by the browser's parser, and where it leads is opened elsewhere.
    """
    files = world.files()
    watch = watched(browser, address, known)
    watch.visit("")
    for path in sorted(path for path in files if path.endswith(".html"))[part::PARTS]:
        if b'http-equiv="refresh"' in files[path]:
            watch.probe(path, files[path].decode())
        else:
            watch.visit(quote(path.removesuffix("index.html")))
    counted("pages opened in a browser", watch.pages)
    counted("requests of these pages", watch.requests)
    assert watch.faults == []


def test_explorer_and_comparison_draw_all_of_it_as_text(
    browser: Browser, address: str, known: list[str], counted: Counted
) -> None:
    """Each family is searched for in the explorer; every model and id is compared; the CSV runs nothing."""
    watch = watched(browser, address, known)
    searches = [FAMILIES[family][-1][:60] for family in FAMILIES]
    taken = use_explorer(watch, searches)
    numbers = range(len(payloads()))
    use_comparison(watch, [f"acme/item{number:04d}" for number in numbers[::3]])
    use_comparison(watch, [f"evil/{whole(text)}" for _, text in payloads()[1::10] if len(text) < 200])
    counted("views drawn by scripts in a browser", watch.pages)
    assert watch.faults == []
    assert [fault for text in taken for fault in csv_faults(text, frozenset())] == []
