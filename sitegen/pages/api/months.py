"""Changes for programs: the latest in one file, and all of them in a file a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sitegen.facts.changes.entry import ChangeEntry, change_json
from sitegen.facts.context import SiteContext
from sitegen.forms.documents import long_document
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API, file_head
from sitegen.pages.api.shapes import ChangesFile, MonthEntry

FILE = f"{API}changes.json"
LATEST = 1_000
"""Changes that ``changes.json`` gives; the months give all of them."""


def pages(context: SiteContext) -> Iterator[Page]:
    """Yield ``changes.json``, which names the months, and a file of the same shape for each of these."""
    entries = [change_json(change, context.prices) for change in reversed(context.catalog.news)]
    months = {month: list(own) for month, own in groupby(sorted(entries, key=_on, reverse=True), key=_month)}
    site = context.site
    named: list[MonthEntry] = [
        {"month": month, "json": site.url(month_path(month)), "changes": len(own)}
        for month, own in months.items()
    ]
    latest = changes_file(entries[:LATEST], len(entries), context)
    latest["months"] = named
    yield Page(FILE, content=long_document(latest))
    for month, own in months.items():
        yield Page(month_path(month), content=long_document(changes_file(own, len(own), context)))


def month_path(month: str) -> str:
    """Return where the changes of a month stand: ``api/v1/changes/2026-05.json``."""
    return f"{API}changes/{month}.json"


def changes_file(entries: Sequence[ChangeEntry], total: int, context: SiteContext) -> ChangesFile:
    """Return a file of changes, in values and in words; ``total`` is how many there are beside these."""
    head = file_head(context.site, context.catalog.version, "changes")
    return {"schema": head["schema"], "version": head["version"], "total": total, "changes": list(entries)}


def _on(entry: ChangeEntry) -> str:
    return entry["on"]


def _month(entry: ChangeEntry) -> str:
    return entry["on"][:7]
