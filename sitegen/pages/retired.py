"""Retired models: every one in the explorer's own columns, the last to leave first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.facts.context import SiteContext
from sitegen.facts.row import ModelRow, last_retired_first, latest
from sitegen.forms.figures import day
from sitegen.large.scale import Sheet, cut, sheets
from sitegen.pages import Page
from sitegen.pages.head import Crumb, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.text import counted

FOLDER = "gone/"
TITLE = "Retired models"


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the page, from which the explorer's script takes further lines, or several pages."""
    ordered = sorted((row for row in context.rows.values() if row.left), key=last_retired_first)
    pieces = list(cut(ordered, context.scale.rows)) if context.large else [ordered]
    folders = [FOLDER, *(f"gone-{number}/" for number in range(2, len(pieces) + 1))]
    for piece, folder, sheet in zip(pieces, folders, sheets(folders), strict=True):
        yield _page(piece, folder, sheet, len(ordered), context)


def _page(piece: Sequence[ModelRow], folder: str, sheet: Sheet, total: int, context: SiteContext) -> Page:
    head = Head(
        title=f"{TITLE}{sheet.suffix}",
        description=f"{counted(total, 'language model')} that OpenRouter listed once and lists no more, each "
        f"as it last was: prices, context, abilities and the day by which it had left{sheet.suffix}.",
        path=f"{folder}index.html",
        trail=(Crumb("Models", ""), Crumb(TITLE, FOLDER)),
    )
    # A model that came back is in the list no more.
    returned = [
        history.returned[-1]
        for model in context.catalog.models
        for history in model.histories.values()
        if model.variants and history.returned
    ]
    rows = [context.row_days.get(row.slug) for row in piece]
    changed = latest([*rows, *[row.left for row in piece], *returned])
    facts = {
        "head": with_json_ld(head, context.site, changed=changed),
        "title": TITLE,
        "entries": piece,
        "total": total,
        "sheet": sheet,
    }
    return Page(head.path, "gone.html", facts, indexed=True, changed=day(changed) or None)
