"""Nothing moves while a page loads, on a slow line and a slow machine, which takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

    from tests.browser.conftest import NewPage

# Counted as browsers report it, but for what follows from a press: https://web.dev/articles/cls
SHIFTS = """new PerformanceObserver((list) => {
  const own = list.getEntries().filter(({hadRecentInput}) => !hadRecentInput);
  window.shifted = own.reduce((sum, {value}) => sum + value, window.shifted ?? 0);
}).observe({type: "layout-shift", buffered: true});"""
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
"""1.6 Mbit/s and 150 ms, in bytes a second."""

PAGES = (
    "",
    "models/acme/anvil-2-20260102/",
    "models/acme/anvil-2-20260102/?tokens_in=2000000&on=2026-03-01",
    "compare/?m=acme/anvil-2&m=quill/paint&m=quill/tide",
    "changes/",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_loads(
    new_page: NewPage, site_address: str, path: str, width: int
) -> None:
    """On a slow line and a slow machine what a reader looks at stays where it is."""
    page = new_page(viewport={"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    slow(page.context.new_cdp_session(page))
    page.goto(site_address + path, wait_until="networkidle")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifted ?? 0") <= 0.02


def slow(session: CDPSession) -> None:
    """Make a page's line and processor as slow as those of a cheap phone."""
    settings: dict[str, Any] = dict(SLOW_4G)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", settings)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
