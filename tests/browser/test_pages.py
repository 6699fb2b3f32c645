"""Every kind of page, in a real browser: no errors, no outside requests, no sideways scrolling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.world import BASE_URL

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
    "arena/names/stranger-7b/",
    "changes/",
    "changes/2026-02-05/",
    "changes/prices/",
    "changes/new/",
    "changes/retired/",
    "changes/other/",
    "disagreements/",
    "about/",
    "compare/",
    "compare/?m=acme/anvil-2&m=quill/paint",
    "ending/",
    "gone/",
    "methodology/",
    "api/",
    "404.html",
]
PHONES = (320, 390)
"""CSS pixels: the least that WCAG 1.4.10 asks for, and a common one."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# The elements that reach into the margin, or whose text does, but for what scrolls or is folded up.
BEYOND = """() => {
  const edge = innerWidth - parseFloat(getComputedStyle(document.body).paddingRight) + 0.5;
  const clipped = (one) => one !== document.body
    && (getComputedStyle(one).overflowX !== "visible" || clipped(one.parentElement));
  const beyond = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (const range = document.createRange(); nodes.nextNode(); ) {
    const node = nodes.currentNode;
    const one = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    range.selectNode(node);
    const {right} = (node === one ? one : range).getBoundingClientRect();
    if (right > edge && one.checkVisibility() && !clipped(one)) beyond.push(one.outerHTML.slice(0, 100));
  }
  return beyond;
}"""
# Letters of one width are wider than any of the style sheet's: what fits with them fits with every font.
WIDE = """() => {
  for (const face of ["--sans", "--serif"]) document.documentElement.style.setProperty(face, "monospace");
}"""


def kind(path: str) -> tuple[str, int]:
    """Return what tells kinds of pages apart: the first folder of their path, and how deep they stand."""
    folders = path.partition("?")[0].split("/")
    return folders[0], len(folders)


def test_every_kind_of_page_is_looked_at(browser_page: Page, site_address: str) -> None:
    """Each kind of page that the sitemap names is one of those that these tests open."""
    sitemap = browser_page.request.get(f"{site_address}sitemap.xml").text()
    paths = [found.removeprefix(BASE_URL) for found in re.findall("<loc>(.*?)</loc>", sitemap)]
    assert len(paths) > len(KINDS)
    assert {kind(path) for path in paths} <= {kind(path) for path in KINDS}


@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_whole_in_both_schemes_and_on_a_phone(
    browser_page: Page, site_address: str, path: str
) -> None:
    """Opened once for it all, a page shows its sections, has both schemes and fits a narrow screen."""
    browser_page.goto(site_address + path)
    if not path.startswith("compare/"):
        sections_show(browser_page)
    both_schemes(browser_page)
    fits_a_narrow_screen(browser_page)


def sections_show(page: Page) -> None:
    """Only what a script draws may wait for it: on every other page all sections show as the page stands."""
    hidden = "els => els.filter(one => !one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"
    assert page.eval_on_selector_all("main > section", hidden) == []


def both_schemes(page: Page) -> None:
    """Whoever asks for a dark scheme gets light text on dark paper, and the other way round."""
    seen = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        seen[scheme] = page.evaluate(
            "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
        )
    assert _light(seen["light"][1]) > _light(seen["light"][0])
    assert _light(seen["dark"][1]) < _light(seen["dark"][0])


def _light(colour: str) -> int:
    """Return the sum of the channels of ``rgb(1, 2, 3)``."""
    return sum(int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])


def fits_a_narrow_screen(page: Page) -> None:
    """On a phone, and with wide letters, nothing but a table's own region is wider than the page's column."""
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(BEYOND) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(WIDE)
    page.set_viewport_size({"width": PHONES[0], "height": 640})
    assert page.evaluate(BEYOND) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONES[0]


def test_what_is_too_wide_is_found(browser_page: Page, site_address: str) -> None:
    """What reaches into the margin is found, although the page does not yet scroll sideways."""
    browser_page.goto(site_address + "404.html")
    browser_page.set_viewport_size({"width": PHONES[0], "height": 640})
    browser_page.evaluate(
        "Object.assign(document.querySelector('h1').style, {position: 'relative', left: '9px'})"
    )
    assert [html[:3] for html in browser_page.evaluate(BEYOND)] == ["<h1"]
    assert browser_page.evaluate("document.documentElement.scrollWidth") == PHONES[0]


def test_what_unfolds_from_the_form_fits_a_phone(browser_page: Page, site_address: str) -> None:
    """Each list that unfolds is as wide as the form, and a long one scrolls up and down, not sideways."""
    browser_page.set_viewport_size({"width": PHONES[0], "height": 300})
    browser_page.goto(site_address)
    browser_page.wait_for_selector(".drawn #register:not([aria-busy])")
    browser_page.locator("#unfold").click()
    for summary in browser_page.locator(".questions summary").all():
        summary.click()
        panel = browser_page.locator(".questions [open] > :not(summary)")
        assert panel.evaluate("one => one.scrollWidth <= one.clientWidth"), summary.inner_text()
        assert browser_page.evaluate(BEYOND) == []
        browser_page.keyboard.press("Escape")  # it may cover the next one


def test_the_first_stop_of_the_keyboard_leads_to_the_content(browser_page: Page, site_address: str) -> None:
    """The first press of Tab shows the skip link, and it moves the focus to the content."""
    browser_page.goto(site_address + "methodology/")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.textContent") == "Skip to the content"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"
