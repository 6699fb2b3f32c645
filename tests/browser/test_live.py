"""The preview in a browser: a page that is open is reloaded after a build, and says why one failed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sitegen.build import build
from sitegen.publishing.live import Live
from sitegen.publishing.serve import server
from tests.browser.conftest import context, watched
from tests.test_snapshots import store
from tests.worlds import row

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

FAULT = "templates/base.html, line 3: <b>it</b> is wrong; correct the template"


def test_an_open_page_follows_the_builds(browser: Browser, tmp_path: Path) -> None:
    """Under the policy of a shipped page: a fault stands on it as text, and goes with the next good build."""
    store(tmp_path / "data", [row()])
    build(tmp_path, tmp_path / "dist", images=False)
    site = server(tmp_path / "dist", host="127.0.0.1", port=0)
    site.news = live = Live()
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        with context(browser) as made, watched(made.new_page(), site.url) as page:
            for path in ("methodology/", ""):  # without scripts of its own, and with some
                page.goto(f"{site.url}{path}")
                live.tell(FAULT)
                page.locator("#sitegen-fault").wait_for()
                assert page.locator("#sitegen-fault").inner_text() == FAULT
                live.tell()
                page.locator("#sitegen-fault").wait_for(state="detached")
                page.locator("h1").wait_for()
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
