"""Makes the picture in README.md: the start page of the committed data, as a browser shows it.

    python -m tests.browser.screenshot

Needs Playwright and a Chromium, as the tests in a browser do.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from sitegen.build import build
from tests.browser.conftest import QUIET, chromium
from tests.browser.world import served

ROOT = Path(__file__).parents[2]
PICTURE = Path(__file__).with_name("screenshot.png")
COLOURS = 48
"""So few keep the file small, and the page has no more than these to look like itself."""


def main() -> None:
    """Build, look, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        build(ROOT, site, base_url="https://models.example/odd/", images=False)
        with served(site) as address:
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, "--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(address)
            page.wait_for_selector("table")
            taken = page.screenshot()
            browser.close()
    image = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
