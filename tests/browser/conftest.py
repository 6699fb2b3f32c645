"""A real browser on a real site: Chromium, driven by Playwright, in front of the preview server.

Without Playwright or a browser these tests are skipped, and the suite's last lines say so; with
``SITEGEN_BROWSER=required``, as in CI, their absence is an error.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
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
        page.on("requestfailed", lambda asked: self.faults.append(f"failed: {asked.url} {asked.failure}"))
        page.on("request", lambda asked: self._outside(asked.url, address))

    def _outside(self, url: str, address: str) -> None:
        if not url.startswith((address, "blob:", "data:")):
            self.faults.append(f"outside: {url}")


NewPage = Callable[..., "Page"]


@pytest.fixture
def new_page(browser: Browser, site_address: str) -> Iterator[NewPage]:
    """Give a function that opens pages in contexts of their own: ``new_page(color_scheme="dark")``.

    At the end no page may have complained in its console, failed to load a file or asked another host.
    """
    watched, contexts = Watched(), []

    def opened(**settings: Any) -> Page:  # noqa: ANN401 - what Playwright's new_context takes
        context: BrowserContext = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **settings}
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watched.watch(page, site_address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watched.faults == []


@pytest.fixture
def browser_page(new_page: NewPage) -> Page:
    """Give one page of a desktop's size."""
    return new_page()
