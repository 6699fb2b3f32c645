"""A browser as the judge: what hostile text does on a page that Chromium has really parsed and run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.hostile.sound import PROSE, Vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Runs before anything of a page: keeps what the policy refused.
INIT = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`));
"""

# The elements and attributes of a document, as a browser has parsed it.
PAIRS = """
(page) => [...new Set([...page.querySelectorAll("*")].flatMap((element) =>
  ["", ...element.getAttributeNames()].map((name) => `${element.localName} ${name.toLowerCase()}`)))]
"""

# What of a document is not ours, whatever the bytes said; without a text, of the page that is open.
PROBE = f"""
([known, text]) => {{
  const pairs = {PAIRS};
  const page = text === null ? document : new DOMParser().parseFromString(text, "text/html");
  const faults = text === null ? [...refused] : [];
  if (window.pwned === 1) faults.push("a payload ran");
  faults.push(...pairs(page).filter((pair) => !known[pair]).map((pair) => `it has <${{pair}}>`));
  for (const element of page.querySelectorAll("*")) {{
    const tag = element.localName;
    for (const name of element.getAttributeNames())
      if (/^on|^style$|^srcdoc$/.test(name)) faults.push(`<${{tag}}> has ${{name}}`);
    for (const link of [element.href, element.src, element.action, element.data]) {{
      const address = link?.baseVal ?? link;
      if (typeof address === "string" && !/^(https?:|blob:|[.]{{1,2}}\\/|#|$)/.test(address))
        faults.push(`<${{tag}}> leads to ${{address}}`);
    }}
    if (tag === "script" && element.type === "module" && new URL(element.src).origin !== location.origin)
      faults.push(`it has a script of ${{element.src}}`);
    if (tag === "script" && !/^module$|json$/.test(element.type)) faults.push("it has a script");
  }}
  if (page.createTreeWalker(page, NodeFilter.SHOW_COMMENT).nextNode()) faults.push("it has a comment");
  if (page.compatMode !== "CSS1Compat") faults.push("it is in quirks mode");
  return faults;
}}
"""
DRAWN = "#register.live:not([aria-busy])"
COMPARED = "#table[aria-busy=false]"
SCRIPTED = {"": DRAWN, "compare/": COMPARED}
"""The pages that a script completes, with what they have when it has."""


@dataclass
class Watch:
    """One page of a browser, and what went wrong on the pages that it opened."""

    page: Page
    address: str
    known: dict[str, bool]
    faults: list[str] = field(default_factory=list)
    requests: int = 0
    pages: int = 0

    def visit(self, path: str) -> None:
        """Open a page of the site and look for what is not ours."""
        self.page.goto(self.address + path, wait_until="load")
        if path in SCRIPTED:
            self.page.wait_for_selector(SCRIPTED[path], state="attached")
        self.probe(path)

    def probe(self, path: str, text: str | None = None) -> None:
        """Look at the page that is open, or at a text that the browser reads as one without running it."""
        self.pages += 1
        self.faults += [f"{path}: {fault}" for fault in self.page.evaluate(PROBE, [self.known, text])]

    def pairs(self) -> list[str]:
        """Return the elements and attributes of the page that is open."""
        return list(self.page.evaluate(f"({PAIRS})(document)"))

    def listen(self) -> None:
        """Note dialogs, errors, requests and windows from now on."""
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self._fault(f"error: {error}"))
        self.page.on("console", lambda said: self._fault(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("popup", lambda opened: self._fault(f"opened {opened.url}"))

    def _asked(self, url: str) -> None:
        self.requests += 1
        if not url.startswith((self.address, "blob:")):
            self._fault(f"asked for {url}")

    def _failed(self, asked: Any) -> None:  # noqa: ANN401 - Playwright's Request
        # The next page was opened before the icon of this one had come.
        if asked.failure != "net::ERR_ABORTED":
            self._fault(f"failed: {asked.url} {asked.failure}")

    def _dialog(self, dialog: Any) -> None:  # noqa: ANN401 - Playwright's Dialog
        self._fault(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _fault(self, what: str) -> None:
        self.faults.append(f"{self.page.url}: {what}")


def watched(browser: Browser, address: str, known: Iterable[str], **settings: Any) -> Watch:  # noqa: ANN401
    """Return a page that is watched; ``known`` are pairs of element and attribute that are ours."""
    context = browser.new_context(accept_downloads=True, **settings)
    context.set_default_timeout(30_000)
    context.add_init_script(INIT)
    watch = Watch(context.new_page(), address, dict.fromkeys(known, True))
    watch.listen()
    return watch


def written(vocabulary: Vocabulary) -> list[str]:
    """Return pairs of element and attribute in the form in which a browser tells them."""
    # The parser puts a <tbody> where a table has none.
    return [f"{tag} {name}" for tag, name in {*vocabulary, *PROSE, ("tbody", "")}]


def made_by_scripts(faults: list[str]) -> list[str]:
    """Return the elements and attributes that a browser finds and the served page did not have."""
    assert all(": it has <" in fault for fault in faults), faults
    return [fault.partition(": it has <")[2].removesuffix(">") for fault in faults]


def kinds_of_pages(files: Mapping[str, bytes]) -> list[str]:
    """Return one page of each kind: folders of one section and one depth hold one kind; no redirects."""
    first: dict[tuple[str, int], str] = {}
    for path in sorted(files):
        if path.endswith(".html") and b'http-equiv="refresh"' not in files[path]:
            folder = path.removesuffix("index.html")
            section = folder.partition("/")[0]
            first.setdefault((section, min(folder.count("/"), 3)), folder)
    return list(first.values())


def use_explorer(watch: Watch, searches: Sequence[str]) -> list[str]:
    """Use all of the explorer: search, fold out, pick, show more, take away; return what was taken as CSV."""
    page, taken = watch.page, []
    page.goto(watch.address)
    page.wait_for_selector(DRAWN)
    # The script of the chart is read when it comes near the window.
    page.locator("#price-and-rating").scroll_into_view_if_needed()
    page.wait_for_selector(".stage svg")
    for question in page.locator(".questions summary").all():
        question.click()
    page.locator(".questions summary", has_text="More").click()
    page.locator('input[name="gone"]').check()
    page.wait_for_selector(DRAWN)
    if page.locator("#more").is_visible():
        page.locator("#more").click()
    for number, text in enumerate(searches):
        page.locator("[name=q]").fill(text)
        page.wait_for_timeout(100)
        page.wait_for_selector(DRAWN)
        watch.probe(f"explorer, {text[:40]!a}")
        for box in page.locator(f"{DRAWN} tbody tr .pick input:enabled").all()[:1]:
            box.check()
        if number == 0:
            taken = [_taken(page)]
    page.locator("[name=q]").fill("")
    taken.append(_taken(page))
    page.goto(f"{watch.address}?source=arena_only")
    page.wait_for_selector(f"{DRAWN} tbody tr")
    watch.probe("explorer, names of Arena alone")
    return taken


def _taken(page: Page) -> str:
    with page.expect_download() as waiting:
        page.locator('button[data-form="csv"]').click()
    return Path(waiting.value.path()).read_bytes().decode()


def use_comparison(watch: Watch, keys: Sequence[str]) -> None:
    """Compare models by slugs or ids, six at a time, every other time with equal rows."""
    for start in range(0, len(keys), 6):
        query = "&".join(f"m={quote(key, safe='')}" for key in keys[start : start + 6])
        equal = "&equal=1" if start % 12 else ""
        watch.page.goto(f"{watch.address}compare/?{query}{equal}")
        watch.page.wait_for_selector(COMPARED, state="attached")
        watch.probe(f"comparison of {query[:60]}")
