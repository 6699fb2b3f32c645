"""The explorer's chart: it answers the filter, names what is picked, and tells of what is pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_explorer import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage

PALE = "document.querySelectorAll('.stage .dim').length"
MARKS = "document.querySelectorAll('.stage :is(.dot, .ring)').length"


def charted(page: Page, site_address: str, view: str = "") -> Page:
    """Open the explorer at a view and scroll to its chart, which is drawn then."""
    opened(page, site_address, view)
    page.locator(".price-rating").scroll_into_view_if_needed()
    page.wait_for_selector(".stage svg circle")
    return page


def test_what_the_filter_leaves_out_is_pale(browser_page: Page, site_address: str) -> None:
    """Every rated model stays on the chart; the line is that of the models that are left."""
    page = charted(browser_page, site_address)
    every = page.evaluate(MARKS)
    assert every > 30
    assert page.evaluate(PALE) == 0
    page = charted(browser_page, site_address, "?author=acme")
    pale = page.evaluate(PALE)
    assert 0 < pale < every == page.evaluate(MARKS)
    said = page.locator(".scatter output").inner_text()
    assert said.startswith(f"{every - pale} of {every} models")
    page.locator("#clear").click()
    page.locator(".price-rating").scroll_into_view_if_needed()
    page.locator(".stage .dim").first.wait_for(state="detached")
    assert page.evaluate(PALE) == 0


def test_picked_models_are_named(browser_page: Page, site_address: str) -> None:
    """A model that is picked for the comparison has its name, whatever beats it or leaves it out."""
    page = charted(browser_page, site_address, "?author=quill&m=acme/model-090&m=nimbus/model-057")
    names = page.locator(".stage .name").all_text_contents()
    assert {"Model 090", "Model 057"} <= set(names)
    assert page.locator(".stage .mine").count() == 2


def test_the_price_can_be_that_of_the_own_work(browser_page: Page, site_address: str) -> None:
    """Output price and the cost of the work that was asked are other axes; without work there is no cost."""
    page = charted(browser_page, site_address)
    across = page.locator(".scatter select")
    assert page.locator(".scatter option[value=cost]").is_disabled()
    across.select_option("output")
    assert "Output, $ per 1M tokens" in page.locator(".stage svg").text_content()  # type: ignore[operator]
    page = charted(browser_page, site_address, "?tokens_in=1000000&per=month")
    page.locator(".scatter select").select_option("cost")
    assert "Cost a month" in page.locator(".stage svg").text_content()  # type: ignore[operator]
    page.locator(".stage svg a").first.focus()
    assert "$" in page.locator(".card").inner_text()


def test_a_card_says_what_stands_under_the_pointer(browser_page: Page, site_address: str) -> None:
    """Hover and focus show name, exact price and score, with the way to the model's page."""
    page = charted(browser_page, site_address)
    first = page.locator(".stage svg a").first
    first.focus()
    card = page.locator(".card")
    said = first.get_attribute("aria-label")
    assert said
    assert card.inner_text() == said
    assert ", score 1" in said
    page.locator(".scatter select").focus()
    assert card.is_hidden()
    box = page.locator(".stage svg circle.dot:not(.on)").last.bounding_box()
    assert box
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    assert "score" in card.inner_text()
    assert "/models/" in (card.evaluate("one => one.href") or "")
    page.mouse.move(2, 2)
    assert card.is_hidden()


def test_a_finger_shows_the_card(new_page: NewPage, site_address: str) -> None:
    """A tap on a mark shows its card, and a tap on the card opens the page."""
    page = charted(new_page(viewport={"width": 390, "height": 700}, has_touch=True), site_address)
    box = page.locator(".stage svg circle.dot:not(.on)").last.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 3, box["y"] + 3)
    page.locator(".card").tap()
    page.wait_for_url("**/models/**")


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_the_chart_fits(browser_page: Page, site_address: str, width: int) -> None:
    """Names and marks stand within the drawing, and none of its text is cut off at its edge."""
    browser_page.set_viewport_size({"width": width, "height": 700})
    page = charted(browser_page, site_address)
    cut = """() => {
      const edge = document.querySelector(".stage svg").getBoundingClientRect();
      const beyond = ({left, right, top}) =>
        left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 1;
      const texts = [...document.querySelectorAll(".stage text")];
      return texts.filter((one) => beyond(one.getBoundingClientRect())).map((one) => one.textContent);
    }"""
    assert page.evaluate(cut) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".stage .name").count() <= 40
