"""A real browser on a real site: Chromium, driven by Playwright, in front of the preview server.

Without Playwright or a browser these tests are skipped, and the suite's last lines say so; with
``SITEGEN_BROWSER=required``, as in CI, their absence is an error.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.serve import server
from tests.browser.world import BASE, build_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

REQUIRED = os.environ.get("SITEGEN_BROWSER") == "required"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# A browser that is not on the network must not look for it: https://peter.sh/experiments/chromium-command-line-switches
QUIET = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync")  # fmt: skip


def chromium() -> str | None:
    """Return the path of a Chromium: the one that ``CHROMIUM`` names, else the first on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser, or say why there is none."""
    why = "Playwright is not installed (pip install 'sitegen[dev]')"
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
    folder = build_world(tmp_path_factory.mktemp("browser-world"))
    served = server(folder, host="127.0.0.1", port=0, base=BASE)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}{BASE}"
    served.shutdown()
    served.server_close()


@dataclass
class Watched:
    """What a page must not do: errors in its console, failed requests, requests of other hosts."""

    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page, address: str) -> None:
        """Note every fault of a page of the site that stands at ``address``."""
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on(
            "console",
            lambda said: self.faults.append(f"{said.type}: {said.text}") if said.type == "error" else None,
        )
        page.on("requestfailed", lambda asked: self._failed(asked.url, asked.failure))
        page.on("request", lambda asked: self._outside(asked.url, address))

    def _failed(self, url: str, failure: str | None) -> None:
        # The next page was opened before the icon of this one had come.
        if failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {url} {failure}")

    def _outside(self, url: str, address: str) -> None:
        if not url.startswith((address, "blob:", "data:")):
            self.faults.append(f"outside: {url}")


NewPage = Callable[..., "Page"]
NewContext = Callable[..., "BrowserContext"]


@pytest.fixture(scope="session")
def context_of(browser: Browser) -> Iterator[NewContext]:
    """Give a function that returns the context of a test's first, second … page: one for all tests.

    A context of its own costs each test twice the work of its page. What is shared is what a site can keep in
    a browser: ours keeps nothing, as ``test_no_script_keeps_anything_in_the_browser`` holds.
    """
    contexts: dict[str, BrowserContext] = {}

    def found(number: int, **settings: Any) -> BrowserContext:  # noqa: ANN401 - what new_context takes
        key = repr((number, sorted(settings.items())))
        if key not in contexts:
            contexts[key] = browser.new_context(
                **{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **settings}
            )
            contexts[key].set_default_timeout(10_000)
        return contexts[key]

    yield found
    for context in contexts.values():
        context.close()


@contextmanager
def pages_of(context_of: NewContext, address: str) -> Iterator[NewPage]:
    """Give a function that opens watched pages of the site at an address, and close them at the end.

    Each is the only page of its context: of two, the browser would draw nothing on the one that is behind.
    """
    watched, pages = Watched(), []

    def opened(**settings: Any) -> Page:  # noqa: ANN401 - what Playwright's new_context takes
        pages.append(context_of(number=len(pages), **settings).new_page())
        watched.watch(pages[-1], address)
        return pages[-1]

    yield opened
    faults = list(watched.faults)  # what closing a page cuts off is no fault
    for page in pages:
        page.close()
    assert faults == []


@pytest.fixture
def new_page(context_of: NewContext, site_address: str) -> Iterator[NewPage]:
    """Give a function that opens pages, in a context of their settings: ``new_page(color_scheme="dark")``.

    At the end no page may have complained in its console, failed to load a file or asked another host.
    """
    with pages_of(context_of, site_address) as opened:
        yield opened


@pytest.fixture
def browser_page(new_page: NewPage) -> Page:
    """Give one page of a desktop's size."""
    return new_page()
