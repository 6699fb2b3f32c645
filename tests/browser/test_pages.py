"""Every kind of page, in a real browser: no errors, no outside requests, no sideways scrolling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

KINDS = [
    "",
    "models/acme/anvil-2-20260102/",
    "models/openrouter/auto/",
    "models/acme/old/",
    "authors/",
    "authors/acme/",
    "arena/",
    "arena/text/",
    "arena/names/",
    "changes/",
    "compare/",
    "methodology/",
]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("path", KINDS)
def test_a_page_fits_a_narrow_screen_and_both_schemes(
    browser_page: Page, site_address: str, path: str
) -> None:
    """At 320 CSS pixels nothing but a table's own region scrolls sideways, and dark paper has light text.

    The first is what WCAG 1.4.10 asks for; the second what a reader gets who asked for a dark scheme.
    """
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto(site_address + path)
    assert browser_page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [320, 320]
    seen = {}
    for scheme in SCHEMES:
        browser_page.emulate_media(color_scheme=scheme)
        seen[scheme] = browser_page.evaluate(
            "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
        )
    assert _light(seen["light"][1]) > _light(seen["light"][0])
    assert _light(seen["dark"][1]) < _light(seen["dark"][0])


def _light(colour: str) -> int:
    """Return the sum of the channels of ``rgb(1, 2, 3)``."""
    return sum(int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])


def test_the_first_stop_of_the_keyboard_leads_to_the_content(browser_page: Page, site_address: str) -> None:
    """The first press of Tab shows the skip link, and it moves the focus to the content."""
    browser_page.goto(site_address + "methodology/")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.textContent") == "Skip to the content"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"
