"""Models that left: every one in the explorer's own columns, the last to leave first."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.pages import Page
from sitegen.pages.figures import day
from sitegen.pages.head import Crumb, Head
from sitegen.pages.known import Known
from sitegen.pages.register import entry
from sitegen.pages.structured import with_graph

FOLDER = "gone/"
TITLE = "Models that left"


def pages(known: Known) -> Iterable[Page]:
    """Return the page, from which the explorer's script takes its further lines too."""
    found = [entry(model, known.looks) for model in known.catalog.models if not model.variants]
    head = Head(
        title=TITLE,
        description=f"{len(found)} language models that OpenRouter listed once and lists no more, each as it "
        "last was: prices, context, abilities and the day by which it had left.",
        path=f"{FOLDER}index.html",
        trail=(Crumb("Models", ""), Crumb(TITLE, FOLDER)),
    )
    facts = {
        "head": with_graph(head, known.site, changed=known.latest),
        "title": TITLE,
        "entries": sorted(sorted(found, key=lambda one: one.slug), key=lambda one: one.left, reverse=True),
    }
    return [Page(head.path, "gone.html", facts, indexed=True, changed=day(known.latest) or None)]
