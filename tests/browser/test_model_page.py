"""A model's page in a real browser: its ids are copied, work is priced, and the prices of a day are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage

ANVIL = "models/acme/anvil-2-20260102/"
ESTIMATE = "#estimate tbody tr"


def lines(page: Page, selector: str) -> list[str]:
    """Return the texts of rows, each in one line."""
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


def query(address: str) -> dict[str, list[str]]:
    """Return what an address asks for."""
    return parse_qs(urlsplit(address).query)


def test_an_id_is_copied_by_keyboard_and_said_to_be(new_page: NewPage, site_address: str) -> None:
    """Enter on the button puts the id on the clipboard, and a live region says so."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site_address + ANVIL)
    button = page.get_by_role("button", name="Copy acme/anvil-2", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#copied:not(:empty)")
    assert page.get_by_role("status").filter(has_text="Copied").inner_text() == "Copied acme/anvil-2"
    assert page.evaluate("navigator.clipboard.readText()") == "acme/anvil-2"


def test_without_a_clipboard_the_id_is_selected(new_page: NewPage, site_address: str) -> None:
    """Where the browser lets nobody write to the clipboard, the visitor copies what is selected."""
    page = new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(site_address + ANVIL)
    page.locator(".copy").first.click()
    page.wait_for_selector("#copied:not(:empty)")
    assert page.locator("#copied").inner_text().startswith("Selected")
    assert page.evaluate("String(getSelection())") == "acme/anvil-2"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_what_belongs_together_stands_together(new_page: NewPage, site_address: str, width: int) -> None:
    """Each button stands beside its id, and a search on a line of its own begins where the line does."""
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(site_address + ANVIL)
    buttons = page.locator(".copy").all()
    assert len(buttons) > 1
    for button in buttons:
        place, code = button.bounding_box(), button.locator("xpath=preceding-sibling::code").bounding_box()
        assert place is not None
        assert code is not None
        assert abs(place["y"] - code["y"]) < 8
        assert 0 < place["x"] - code["x"] - code["width"] < 40
    seek, title = (page.locator(one).bounding_box() for one in ("#seek", ".masthead .title"))
    assert seek is not None
    assert title is not None
    assert seek["x"] >= title["x"] + title["width"] or seek["x"] == title["x"]


def test_without_scripts_nothing_stands_there_dead(new_page: NewPage, site_address: str) -> None:
    """No button and no field is shown that does nothing, and the id is text to select."""
    page = new_page(java_script_enabled=False)
    page.goto(site_address + ANVIL)
    shown = [one for one in page.locator("main :is(button, input, select)").all() if one.is_visible()]
    assert shown == []
    assert page.locator(".id code").first.inner_text() == "acme/anvil-2"


def test_few_files_are_asked_for_before_the_page_is_used(new_page: NewPage, site_address: str) -> None:
    """What prices work and shows a day is read when it is first used."""
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site_address + ANVIL, wait_until="networkidle")
    assert len(asked) <= 8
    assert not any("tools.js" in one or "index.json" in one for one in asked)
    page.locator("#work [name=tokens_in]").fill("2M")
    page.wait_for_selector(ESTIMATE)
    assert sum(one.endswith("index.json") for one in asked) == 1


def test_work_is_priced_in_every_way_that_is_known(browser_page: Page, site_address: str) -> None:
    """Each price is named, with its sum or the reason why there is none; other ids stand below."""
    page = browser_page
    page.goto(site_address + ANVIL)
    page.locator("#work [name=tokens_in]").fill("2M")
    page.locator("#work [name=tokens_out]").fill("500k")
    page.wait_for_selector(ESTIMATE)
    assert lines(page, ESTIMATE) == [
        "Cost a day at the price shown $10",
        "With the cheapest seller seller not known",
        "At the maker’s list price not read",
        "With acme/anvil-2:free free",
    ]
    assert query(page.url) == {"tokens_in": ["2000000"], "tokens_out": ["500000"]}


def test_a_cost_follows_from_the_explorer_to_a_model_and_back(browser_page: Page, site_address: str) -> None:
    """The links of the explorer, of the model's page and of the comparison carry the work."""
    page = browser_page
    asked = "tokens_in=2000000&tokens_out=500000&per=month"
    page.goto(f"{site_address}?{asked}&q=anvil+2")
    page.wait_for_selector(".drawn #register td.cost")
    link = page.locator("#register tbody th a", has_text="Anvil 2").first
    assert urlsplit(str(link.get_attribute("href"))).query == asked
    link.click()
    page.wait_for_selector(ESTIMATE)
    assert lines(page, ESTIMATE)[0] == "Cost a month at the price shown $10"
    for name in ("Compare with…", "Models"):
        href = page.locator("a", has_text=name).first.get_attribute("href")
        assert asked in str(href), name
    page.locator("a", has_text="Compare with…").click()
    page.wait_for_selector("#table[aria-busy=false] table")
    assert "$10" in lines(page, "#table tbody tr:nth-child(2)")[0]
    assert asked in str(page.locator("#table thead a").first.get_attribute("href"))
    page.locator(".masthead nav a", has_text="Models").click()
    page.wait_for_selector(".drawn #register td.cost")
    assert page.locator("#finder [name=tokens_in]").input_value() == "2000000"


def test_the_price_that_work_is_asked_at_is_passed_on(browser_page: Page, site_address: str) -> None:
    """A page that shows all the prices does not lose which one the explorer asked for."""
    page = browser_page
    page.goto(f"{site_address}{ANVIL}?tokens_in=1000&at=cheapest")
    page.wait_for_selector(ESTIMATE)
    assert query(page.url)["at"] == ["cheapest"]
    assert "at=cheapest" in str(page.locator(".trail a").first.get_attribute("href"))


def test_the_prices_of_a_day_are_marked_and_cited(browser_page: Page, site_address: str) -> None:
    """The address has the day; what is shown says that it is not today's, and leads back."""
    page = browser_page
    page.goto(f"{site_address}{ANVIL}?on=2026-01-15")
    page.wait_for_selector("#as-of table")
    assert page.locator("#on").input_value() == "2026-01-15"
    assert page.title().startswith("As of 15 January 2026: ")
    assert "Prices as of 15 January 2026, not today’s." in page.locator("#as-of").inner_text()
    page.locator("#as-of a", has_text="Back to today").click()
    page.wait_for_selector("#as-of:empty", state="attached")
    assert urlsplit(page.url).query == ""
    assert not page.title().startswith("As of")
    page.locator("#on").fill("2024-01-01")
    page.wait_for_selector("#as-of table")
    assert "not tracked yet: tracked since" in page.locator("#as-of").inner_text()
    assert page.locator("#as-of blockquote").count() == 0
    assert query(page.url) == {"on": ["2024-01-01"]}


@pytest.mark.parametrize("asked", ["2026-02-30", "soon", "1.3.2026"])
def test_what_is_no_day_is_answered(browser_page: Page, site_address: str, asked: str) -> None:
    """An address with no day says so, on a model's page and in a comparison: prices are today's."""
    page, said = browser_page, f"“{asked}” is no day: these are today’s prices."
    page.goto(f"{site_address}{ANVIL}?on={asked}")
    page.wait_for_selector("#as-of:not(:empty)")
    assert page.locator("#as-of").inner_text() == said
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelector('#as-of').getBoundingClientRect().bottom <= innerHeight")
    page.locator("#on").fill("2026-01-15")
    page.wait_for_selector("#as-of table")
    assert said not in page.locator("#as-of").inner_text()
    page.goto(f"{site_address}compare/?m=acme/anvil-2&on={asked}")
    page.wait_for_selector("#table[aria-busy=false] table")
    assert said in page.locator("#notices").inner_text()
    assert page.locator("#table tbody .group").first.inner_text().startswith("Prices")


def test_a_day_after_the_data_is_their_last(browser_page: Page, site_address: str) -> None:
    """Title, head and citation name the last day of the data, and no day that nobody knows."""
    page = browser_page
    page.goto(f"{site_address}{ANVIL}?on=2199-01-01")
    page.wait_for_selector("#as-of table")
    assert "the last day of the data." in page.locator("#as-of").inner_text()
    assert "2199" not in page.locator("#as-of").inner_text() + page.title()


def test_a_comparison_of_a_day_is_marked_and_leads_back(browser_page: Page, site_address: str) -> None:
    """The day stands in the address, its prices under a head that names it, and a button leads to today's."""
    page = browser_page
    page.goto(f"{site_address}compare/?m=acme/anvil-2&m=acme/model-000&on=2026-02-04")
    page.wait_for_selector("#table[aria-busy=false] table")
    assert page.locator("#table tbody .group").first.inner_text().startswith("Prices as of 4 February 2026")
    page.locator("#as-of summary").click()
    assert page.locator("#as-of blockquote").count() == 2
    page.get_by_role("button", name="Back to today’s prices").click()
    assert page.locator("#table tbody .group").first.inner_text().startswith("Prices")
    assert "on" not in query(page.url)


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_no_tool_makes_the_page_scroll_sideways(new_page: NewPage, site_address: str, width: int) -> None:
    """Work, the prices of a day and the id with its button fit a narrow screen."""
    page = new_page(viewport={"width": width, "height": 700})
    page.goto(f"{site_address}{ANVIL}?on=2026-03-01&tokens_in=2000000")
    page.wait_for_selector(ESTIMATE)
    page.wait_for_selector("#as-of table")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
