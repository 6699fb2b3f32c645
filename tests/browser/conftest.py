"""A real browser on a real site: Chromium, driven by Playwright, in front of the preview server.

Without Playwright or a browser these tests are skipped, and the suite's last lines say so; with
``SITEGEN_BROWSER=required``, as in CI, their absence is an error.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.world import build_world, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

REQUIRED = os.environ.get("SITEGEN_BROWSER") == "required"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# A browser that is not on the network must not look for it; it has no screen to draw for, and a container has
# little shared memory: https://peter.sh/experiments/chromium-command-line-switches
QUIET = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-gpu", "--disable-extensions", "--disable-dev-shm-usage")  # fmt: skip
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PATIENCE = 30_000
"""Milliseconds that a step may take before its test fails: on a busy machine a second is soon over."""


def chromium() -> str | None:
    """Return the path of a Chromium: the one that ``CHROMIUM`` names, else the first on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser, or say why there is none."""
    why = "Playwright is not installed (pip install playwright)"
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be absent
    except ImportError:
        _no_browser(why)
    path = chromium()
    if path is None:
        _no_browser("no Chromium was found on PATH; install one, or name it in CHROMIUM")
    # The sandbox of Chromium refuses to run as root, as containers do.
    flags = [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


def _no_browser(why: str) -> None:
    if REQUIRED:
        pytest.fail(f"SITEGEN_BROWSER is required, and {why}")
    pytest.skip(f"browser tests need a browser: {why}")


@pytest.fixture(scope="session")
def site_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the world's site, serve it under a sub-path, and give the address of its first page."""
    with served(build_world(tmp_path_factory.mktemp("browser-world"))) as address:
        yield address


@dataclass
class Watched:
    """What a page must not do: errors in its console, failed requests, requests of other hosts."""

    address: str
    faults: list[str] = field(default_factory=list)

    def listeners(self) -> dict[str, Callable[[Any], None]]:
        """Return what listens to a page, by the name of the event."""
        return {
            "pageerror": lambda error: self.faults.append(f"error: {error}"),
            "console": self._said,
            "requestfailed": self._failed,
            "request": self._asked,
        }

    def _said(self, said: Any) -> None:  # noqa: ANN401 - Playwright's ConsoleMessage
        if said.type == "error":
            self.faults.append(f"{said.type}: {said.text}")

    def _failed(self, asked: Any) -> None:  # noqa: ANN401 - Playwright's Request
        # The next page was opened before the icon of this one had come.
        if asked.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {asked.url} {asked.failure}")

    def _asked(self, asked: Any) -> None:  # noqa: ANN401 - Playwright's Request
        if not asked.url.startswith((self.address, "blob:", "data:", "about:")):
            self.faults.append(f"outside: {asked.url}")


@contextmanager
def watched(page: Page, address: str) -> Iterator[Page]:
    """Watch a page of a site: it must not complain, fail to load a file or ask another host."""
    watch = Watched(address)
    listeners: dict[Any, Any] = dict(watch.listeners())
    for event, listener in listeners.items():
        page.on(event, listener)
    yield page
    # What the page has still to tell comes before the answer to this.
    page.goto("about:blank")
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    assert watch.faults == []


@contextmanager
def context(browser: Browser, **settings: Any) -> Iterator[BrowserContext]:  # noqa: ANN401 - what new_context takes
    """Give a context of its own, with a desktop's size unless another is asked for."""
    made = browser.new_context(**{"viewport": DESKTOP, "accept_downloads": True, **settings})
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


NewPage = Callable[..., "Page"]


@pytest.fixture
def new_page(browser: Browser, site_address: str) -> Iterator[NewPage]:
    """Give a function that opens pages in contexts of their own: ``new_page(java_script_enabled=False)``."""
    with ExitStack() as stack:

        def opened(**settings: Any) -> Page:  # noqa: ANN401 - what Playwright's new_context takes
            page = stack.enter_context(context(browser, **settings)).new_page()
            return stack.enter_context(watched(page, site_address))

        yield opened


@pytest.fixture(scope="session")
def desktop(browser: Browser) -> Page:
    """Give the one page that most tests use in turn: to open another costs more than to load the site in it.

    What one test could leave to the next is what a site can keep in a browser: ours keeps nothing, as
    ``test_no_script_keeps_anything_in_the_browser`` holds. It is closed with the browser.
    """
    page = browser.new_context(viewport=DESKTOP, accept_downloads=True).new_page()
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def browser_page(desktop: Page, site_address: str) -> Iterator[Page]:
    """Give a page of a desktop's size; routes, size, scheme and medium that a test sets end with it."""
    with as_found(desktop), watched(desktop, site_address):
        yield desktop


@pytest.fixture
def unwatched(desktop: Page) -> Iterator[Page]:
    """Give the same page to a test that breaks what the page asks for, which the console then tells."""
    with as_found(desktop):
        yield desktop


@contextmanager
def as_found(page: Page) -> Iterator[None]:
    """Leave the page of all tests as it was."""
    yield
    page.goto("about:blank")
    page.unroute_all()
    page.set_viewport_size(DESKTOP)
    page.emulate_media(media="null", color_scheme="light")
