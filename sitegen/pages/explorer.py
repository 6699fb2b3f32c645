"""The explorer: every current model in one table, by author."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.pages import Page
from sitegen.pages.api import API
from sitegen.pages.figures import day
from sitegen.pages.head import Alternate, Head
from sitegen.pages.known import Known
from sitegen.pages.llms import PATH as LLMS
from sitegen.pages.llms_full import PATH as LLMS_FULL
from sitegen.pages.ratings import ABSENCE, MEANING
from sitegen.pages.structured import with_graph

PATH = "index.html"
ALTERNATES = (
    Alternate("application/json", f"{API}models.json", "All models as JSON"),
    Alternate("text/csv", f"{API}models.csv", "All models as a spreadsheet"),
    Alternate("text/plain", LLMS_FULL, "All models as one Markdown text"),
    Alternate("text/plain", LLMS, "What stands where, for programs that read text"),
)
"""The same models in other forms, and where everything is."""


def pages(known: Known) -> Iterable[Page]:
    """Return the start page, with the complete table."""
    catalog, changed = known.catalog, known.latest
    authors = [one for one in known.authors if one.entries]
    count = sum(len(one.entries) for one in authors)
    as_of = f", as of {day(known.day)}" if known.day else ""
    head = Head(
        title="Language models, their exact prices and ratings",
        description=f"{count} language models on OpenRouter, line by line: exact prices, context, abilities "
        f"and Arena ranks{as_of}, with a reason for every blank.",
        path=PATH,
        alternates=ALTERNATES,
    )
    facts = {
        "head": with_graph(head, known.site, changed=changed),
        "authors": authors,
        "count": count,
        "ids": sum(len(model.variants) for model in catalog.models),
        "gone": sum(model.left is not None for model in catalog.models),
        "rated": sum(model.headline is not None for model in catalog.models if model.variants),
        "as_of": known.day,
        "meaning": MEANING,
        "absence": ABSENCE,
    }
    return [Page(PATH, "explorer.html", facts, indexed=True, changed=day(changed) or None)]
