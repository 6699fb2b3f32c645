"""What visitors come for, done in a browser with every click, text and key counted."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_explorer import DRAWN, ROWS, column, found, names, wait_for_view
from tests.browser.world import PLAIN

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage


class Visitor:
    """Somebody in front of a page, whose steps are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def clicks(self, selector: str, text: str = "") -> None:
        """Click one thing."""
        self.steps += 1
        self.page.locator(selector, has_text=text or None).first.click()

    def types(self, selector: str, text: str) -> None:
        """Type one text."""
        self.steps += 1
        self.page.locator(selector).fill(text)

    def presses(self, key: str) -> None:
        """Press one key."""
        self.steps += 1
        self.page.keyboard.press(key)


@pytest.fixture
def visitor(browser_page: Page, site_address: str) -> Visitor:
    """Give somebody who has just opened the start page on a desktop."""
    browser_page.goto(site_address)
    browser_page.wait_for_selector(DRAWN)
    return Visitor(browser_page)


def asks_for_cheapest(visitor: Visitor) -> None:
    """Ask for the cheapest model with tools and images and a context of 128K."""
    visitor.clicks(".chips a", "Cheapest with tools and vision")
    if visitor.page.locator("#unfold").is_visible():
        visitor.clicks("#unfold")
    visitor.clicks(".questions summary", "Context")
    visitor.clicks('[data-set="context=128k"]')
    wait_for_view(visitor.page, lambda said: said.get("context") == ["128000"])
    assert {text.split()[0] for text in column(visitor.page, "context")} == {"128K"}
    assert column(visitor.page, "input")[0] == "free"


def test_the_cheapest_with_tools_images_and_a_context(visitor: Visitor) -> None:
    """A chip, a panel and a preset lead to it."""
    asks_for_cheapest(visitor)
    assert visitor.steps <= 4


def test_the_same_on_a_phone(new_page: NewPage, site_address: str) -> None:
    """On a phone it takes one step more, to unfold the filters."""
    page = new_page(viewport={"width": 390, "height": 664}, has_touch=True)
    page.goto(site_address)
    page.wait_for_selector(DRAWN)
    phone = Visitor(page)
    asks_for_cheapest(phone)
    assert phone.steps <= 4


def test_what_work_costs_on_three_models(visitor: Visitor) -> None:
    """Tokens of a day are typed once; three picks bear their sums, and the comparison has the same ones."""
    page = visitor.page
    visitor.clicks(".questions summary", "Estimate cost")
    visitor.types("[name=tokens_in]", "2M")
    visitor.types("[name=tokens_out]", "500k")
    wait_for_view(page, lambda said: "tokens_out" in said)
    for place in range(3):
        visitor.steps += 1
        page.locator(f"{ROWS} .pick input").nth(place).check()
    assert visitor.steps <= 6
    costs = column(page, "cost")[:3]
    assert all(f"({cost} a day)" in page.locator("#picked").inner_text() for cost in costs)
    page.locator("#compare").click()
    page.wait_for_selector("#table[aria-busy=false]")
    row = page.locator("#table tr", has=page.locator("th", has_text="Cost a day"))
    assert [text.split("\n")[0] for text in row.locator("td > span").all_inner_texts()] == costs


def test_whether_a_price_has_changed(visitor: Visitor) -> None:
    """A search and Enter lead to the model's page, which has the history of its prices."""
    visitor.types("[name=q]", "anvil 2")
    wait_for_view(visitor.page, lambda said: said.get("q") == ["anvil 2"])
    visitor.presses("Enter")
    visitor.page.wait_for_url("**/models/acme/anvil-2-20260102/")
    visitor.clicks(".contents a", "history")
    assert visitor.steps <= 3
    assert visitor.page.url.endswith("#history")
    visitor.page.locator("section", has=visitor.page.locator("#history")).wait_for()


def test_why_a_model_has_no_rank(visitor: Visitor) -> None:
    """The reason stands in the model's row."""
    visitor.types("[name=q]", "quill tide")
    wait_for_view(visitor.page, lambda said: said.get("q") == ["quill tide"])
    assert visitor.steps == 1
    assert column(visitor.page, "rank") == ["not on this board"]


def test_the_best_rated_under_a_dollar(visitor: Visitor) -> None:
    """One chip has it, best rank first and no price above the dollar."""
    visitor.clicks(".chips a", "Best rated under $1")
    wait_for_view(visitor.page, lambda said: "ranked" in said)
    assert visitor.steps == 1
    ranks = [int(text.split()[0].removeprefix("#")) for text in column(visitor.page, "rank")]
    assert ranks == sorted(ranks)
    assert all(float(text.split()[0].strip("$+")) <= 1 for text in column(visitor.page, "input"))


def test_a_view_can_be_shared_and_taken(visitor: Visitor) -> None:
    """The address opens the same view elsewhere, and one press gives it as CSV."""
    page = visitor.page
    visitor.clicks(".chips a", "Open weights")
    wait_for_view(page, lambda said: said == {"open": ["1"]})
    said, address = found(page), page.url
    with page.expect_download() as waiting:
        visitor.clicks('button[data-form="csv"]')
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    assert len(rows) == len([number for number in range(PLAIN) if number % 6 == 0])
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(DRAWN)
    assert found(page) == said
    assert visitor.steps == 2


def test_the_keyboard_alone_leads_to_the_first_result(visitor: Visitor) -> None:
    """After “/” and a text, an arrow and Enter open the best match."""
    page = visitor.page
    page.keyboard.press("/")
    page.keyboard.type("orbit model-008")
    wait_for_view(page, lambda said: said.get("q") == ["orbit model-008"])
    first = names(page)[0]
    visitor.presses("ArrowDown")
    visitor.presses("Enter")
    page.wait_for_url("**/models/orbit/**")
    assert visitor.steps <= 3
    assert first in page.title()


def test_a_retired_model_is_found(visitor: Visitor) -> None:
    """One text finds it, and its row says since when it is retired."""
    visitor.types("[name=q]", "acme old")
    visitor.page.locator(ROWS, has_text="retired 2026-02-05").wait_for()
    assert visitor.steps == 1
