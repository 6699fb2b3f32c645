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
# Rows that are higher than the goal, with what they say.
TALL = """() => [...document.querySelectorAll("#register tbody tr")]
  .filter((row) => row.getBoundingClientRect().height > 50).map((row) => row.innerText)"""


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


# Cells whose text is wider than they are: a price that has no room, or that is drawn over its neighbour.
CROWDED = """() => [...document.querySelectorAll("#register :is(td, thead th, .cost small)")]
  .filter((cell) => cell.checkVisibility() && cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.textContent)"""
# What work can be priced at, as the address says it.
WAYS = ("first", "cheapest", "maker")
# Prices of which a line begins within the digits.
BROKEN = r"""() => {
  const walk = document.createTreeWalker(document.querySelector("#register tbody"), NodeFilter.SHOW_TEXT);
  const broken = [];
  for (const range = document.createRange(); walk.nextNode(); ) {
    const {data, parentElement} = walk.currentNode;
    if (!parentElement.matches(".amount, .cost") || !parentElement.checkVisibility()) continue;
    for (const {index, 0: price} of data.matchAll(/[$][\d.,]+/g)) {
      range.setStart(walk.currentNode, index);
      range.setEnd(walk.currentNode, index + price.length);
      if (range.getClientRects().length > 1) broken.push(price);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("cost", ["", *(f"&tokens_in=2M&tokens_out=500k&at={at}" for at in WAYS)])
def test_rows_are_low_and_prices_whole(browser_page: Page, site_address: str, cost: str) -> None:
    """No row is higher than 50 pixels, whatever it has to say, and no price breaks between two digits.

    Nor is a seller's name or a reason cut where a cost is asked. No script looks at the width.
    """
    browser_page.goto(f"{site_address}?rows=1000{cost}")
    browser_page.wait_for_selector(DRAWN)
    for width in (1366, 1280, 820, 390, 320):
        browser_page.set_viewport_size({"width": width, "height": 650})
        assert browser_page.evaluate(TALL) == [], width
        assert browser_page.evaluate(CROWDED) == [], width
        assert browser_page.evaluate(BROKEN) == [], width


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
