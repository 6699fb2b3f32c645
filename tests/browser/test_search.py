"""The search at the top of every page, in a browser: by keyboard, by pointer, and only when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

MODEL = "models/acme/anvil-2-20260102/"


@pytest.mark.parametrize("path", [MODEL, "changes/", "compare/", "methodology/", "404.html"])
def test_three_keys_lead_from_any_page_to_a_model(browser_page: Page, site_address: str, path: str) -> None:
    """After “/” and a text with a typo, Enter opens the model that is meant."""
    browser_page.goto(site_address + path)
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("qill tide")
    browser_page.locator("#seek-list li", has_text="quill/tide").wait_for()
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(f"{site_address}models/quill/tide/")


def test_arrows_go_through_what_is_found(browser_page: Page, site_address: str) -> None:
    """Arrows mark an option for eye and ear, Escape closes the list, and Enter opens the option marked."""
    browser_page.goto(site_address + MODEL)
    browser_page.keyboard.press("Control+k")
    browser_page.keyboard.type("quill")
    options = browser_page.locator("#seek-list li")
    options.first.wait_for()
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert browser_page.locator("#seek").get_attribute("aria-activedescendant") == "seek-1"
    browser_page.keyboard.press("Escape")
    assert browser_page.locator("#seek-list").is_hidden()
    browser_page.keyboard.type(" tide")
    options.first.wait_for()
    browser_page.keyboard.press("ArrowUp")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(f"{site_address}?q=quill+tide")
    assert browser_page.locator("[name=q]").input_value() == "quill tide"


def test_retired_models_are_found_and_say_so(browser_page: Page, site_address: str) -> None:
    """A model that left the catalogue stands in the list, marked; what is nothing's name gets the nearest."""
    browser_page.goto(site_address + MODEL)
    browser_page.locator("#seek").fill("acme old")
    browser_page.locator("#seek-list li", has_text="acme/old, retired").wait_for()
    browser_page.locator("#seek").fill("no such tide")
    browser_page.locator("#seek-list li", has_text="nearest: quill/tide").wait_for()


def test_a_page_reads_what_a_search_needs_when_used(browser_page: Page, site_address: str) -> None:
    """Before the search is used a model's page asks for at most eight files, none of them for the search."""
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(site_address + MODEL, wait_until="networkidle")
    assert 0 < len(asked) <= 8
    assert not [url for url in asked if "search.js" in url]
    browser_page.locator("#seek").fill("tide")
    browser_page.locator("#seek-list li").first.wait_for()
    assert [url for url in asked if url.endswith("search.json")]
