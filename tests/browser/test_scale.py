"""A catalogue too large for one page, in a browser: an author's models are read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from sitegen.build import build
from sitegen.large.scale import Scale
from tests.browser.test_explorer import found, names, opened, tick
from tests.browser.world import BASE_URL, fetch_world, records, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

SMALL = Scale(whole=50, rows=20)
EARLY = "acme/model-000"
"""A model that was listed long before those of the start page."""
ACME = {record["name"] for record in records() if record["canonical_slug"].lstrip("~").startswith("acme/")}


@pytest.fixture(scope="module")
def site_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the world's site at a scale for which it is large, serve it, and give its address."""
    root = tmp_path_factory.mktemp("large-world")
    fetch_world(root)
    build(root, root / "large", base_url=BASE_URL, images=False, scale=SMALL)
    with served(root / "large") as address:
        yield address


def test_the_explorer_has_the_models_listed_last(browser_page: Page, site_address: str) -> None:
    """At first there are as many lines as the page was served with, in the order that was asked for."""
    page = opened(browser_page, site_address)
    assert len(names(page)) == SMALL.rows
    assert found(page) == f"{SMALL.rows - 1} models, 1 alias or router"


def test_all_models_of_an_author_come_when_they_are_asked_for(browser_page: Page, site_address: str) -> None:
    """A chosen author's earlier models are read, each shown once; without the author they are not."""
    page = opened(browser_page, site_address)
    tick(page, "author", "acme", "Author")
    page.locator("#found", has_text=f"{len(ACME) - 1} models, 1 alias").wait_for()
    shown = names(page)
    assert len(shown) == len(set(shown)) == len(ACME)
    again = opened(page, site_address, "?author=acme&q=model-000")
    assert found(again) == "1 model"
    assert names(again) == ["Model 000"]


def test_an_author_may_be_called_as_what_every_object_has(browser_page: Page, site_address: str) -> None:
    """The name is looked up among the authors alone: nothing is found, and nothing fails."""
    page = opened(browser_page, site_address)
    page.evaluate(
        """() => {
          const acme = document.querySelector("input[name=author][value=acme]");
          acme.value = acme.defaultValue = "constructor";
        }"""
    )
    tick(page, "author", "constructor", "Author")
    page.locator("#found", has_text="No model").wait_for()
    assert found(page) == "No models match"


def test_any_two_models_can_be_compared(browser_page: Page, site_address: str) -> None:
    """The comparison finds a model by its id in whatever part it stands, by address and by typing."""
    browser_page.goto(f"{site_address}compare/?m={EARLY}&m=quill/model-001")
    browser_page.locator("#table", has_text="Model 000").wait_for()
    browser_page.locator("#add").fill("nimbus/model-002")
    browser_page.locator("#found button", has_text="Model 002").click()
    browser_page.locator("#table", has_text="Model 002").wait_for()
