"""What a reader of a model's page sees of a hostile name and description: the very text."""

from __future__ import annotations

import html
import re

from sitegen.forms.prose import mark_invisible
from tests.hostile.worlds import Payload, World, folded, whole

# Families without a sign that Markdown reads: their description stands on the page as it is.
VERBATIM = ("script tag", "handler", "drawing", "terminal", "runner", "control")
NAME = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
DESCRIPTION = re.compile(r'<div class="prose" data-upstream>(.*?)</div>', re.DOTALL)


def wrongly_shown(world: World, payloads: list[Payload]) -> tuple[list[str], int]:
    """Return what a page shows otherwise than it was sent, and how many texts were looked at."""
    found, looked = [], 0
    for number, (family, text) in enumerate(payloads):
        key = f"acme/item{number:04d}"
        page = (world.site / f"models/{key}/index.html").read_text(encoding="utf-8")
        name = text_of(NAME, page)
        looked += 1
        # A name of blanks alone is none, and the id stands in for it; an author's name with a colon before a
        # model's is the author's own line.
        sent = mark_invisible(folded(text)) or key
        if name != sent and not sent.endswith(f": {name}"):
            found.append(f"{text[:60]!a} is called {name[:60]!a}")
        if family in VERBATIM and not re.search(r"[`*_\\\[\]&]|\n>", text) and folded(text):
            looked += 1
            description = text_of(DESCRIPTION, page)
            if "".join(description.split()) != "".join(mark_invisible(whole(text)).split()):
                found.append(f"{text[:60]!a} is described {description[:60]!a}")
    return found, looked


def text_of(place: re.Pattern[str], page: str) -> str:
    """Return the text of the first element that a pattern finds."""
    found = place.search(page)
    return html.unescape(re.sub(r"<[^>]*>", "", found[1])) if found else ""
