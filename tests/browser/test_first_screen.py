"""The first screen: how many models stand there at once, in which room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_explorer import DRAWN
from tests.browser.test_pages import BEYOND

if TYPE_CHECKING:
    from playwright.sync_api import Page

WHOLE_ROWS = """() => [...document.querySelectorAll("main tbody tr")].filter((row) => {
  const {top, bottom, height} = row.getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= innerHeight && row.querySelector("a[href*='models/']");
}).length"""
TALLEST = """() => Math.max(...[...document.querySelectorAll("#register tbody tr")]
  .map((row) => row.getBoundingClientRect().height))"""


@pytest.mark.parametrize(
    ("width", "height", "rows"), [(1366, 650, 5), (1440, 780, 8), (390, 664, 4), (320, 640, 3)]
)
def test_models_stand_on_the_first_screen(
    browser_page: Page, site_address: str, width: int, height: int, rows: int
) -> None:
    """A visitor sees so many whole rows without scrolling, with the script and before it has run."""
    browser_page.set_viewport_size({"width": width, "height": height})
    browser_page.goto(site_address)
    assert browser_page.evaluate(WHOLE_ROWS) >= rows
    browser_page.wait_for_selector(DRAWN)
    assert browser_page.evaluate(WHOLE_ROWS) >= rows
    assert browser_page.evaluate("document.documentElement.scrollWidth") == width


def test_rows_are_low(browser_page: Page, site_address: str) -> None:
    """No row is higher than 50 pixels on a desktop, whatever it has to say."""
    browser_page.set_viewport_size({"width": 1366, "height": 650})
    browser_page.goto(f"{site_address}?rows=1000")
    browser_page.wait_for_selector(DRAWN)
    assert browser_page.evaluate(TALLEST) <= 50


@pytest.mark.parametrize("width", [1366, 820, 390, 320])
def test_panels_stand_in_the_flow(browser_page: Page, site_address: str, width: int) -> None:
    """An open panel covers neither the row of filters nor the heads of the table, and fits the page."""
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto(site_address)
    browser_page.wait_for_selector(DRAWN)
    if browser_page.locator("#unfold").is_visible():
        browser_page.locator("#unfold").click()
    for summary in browser_page.locator(".questions summary").all():
        summary.click()
        panel = browser_page.locator(".questions [open] > :not(summary)")
        box, head = panel.bounding_box(), browser_page.locator("#register thead").bounding_box()
        last = browser_page.locator(".questions summary").last.bounding_box()
        assert box
        assert head
        assert last
        assert last["y"] + last["height"] <= box["y"] + 1
        assert box["y"] + box["height"] <= head["y"] + 1
        assert panel.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert browser_page.evaluate(BEYOND) == []
