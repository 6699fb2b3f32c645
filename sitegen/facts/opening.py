"""The opening of a model's page: its name, ids and author, one line of facts, and what to know first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.description import search_summary
from sitegen.facts.links import Way, elsewhere
from sitegen.facts.row import ModelRow
from sitegen.facts.variants import AliasEntry, Variant
from sitegen.forms.addresses import author_path, compare_address
from sitegen.forms.figures import day
from sitegen.forms.names import Names
from sitegen.forms.word_lists import modalities


class Notice(NamedTuple):
    """What changes how everything below is read; ``path`` leads to where to go instead.

    ``warning`` tells what a reader may regret to have missed from what merely explains.
    """

    text: str
    link: str = ""
    path: str | None = None
    warning: bool = False


class Opening(NamedTuple):
    """What stands at the top of a page. ``name`` is without the author's, ``source_name`` as upstream has it.

    ``listed`` is the day on which OpenRouter listed the main id, and ``left`` that since which no id is
    listed; each "" where there is none. ``summary`` is what a search result says of the page.
    """

    name: str
    source_name: str
    title: str
    author: str
    author_slug: str
    author_path: str
    ids: tuple[str, ...]
    every_id: tuple[str, ...]
    lead: str
    listed: str
    left: str
    summary: str
    notices: tuple[Notice, ...]
    links: tuple[Way, ...]
    compare: str


def opening(
    model: Model, variants: Sequence[Variant], row: ModelRow, names: Names, today: date | None
) -> Opening:
    """Return the opening of a model's page, on the day of the catalogue."""
    main, title = variants[0], names.title(model)
    every_id = tuple([variant.id for variant in variants])
    return Opening(
        name=row.name,
        source_name=main.name,
        title=title,
        author=row.author,
        author_slug=model.author,
        author_path=author_path(model.author),
        ids=every_id[: len(model.variants)] or every_id,
        every_id=every_id,
        lead=_lead(main),
        listed=main.listed,
        left=day(row.left),
        summary=search_summary(title, row, today),
        notices=_notices(main, model, names, day(today)),
        links=elsewhere(model),
        compare=compare_address([model.slug]),
    )


def _lead(main: Variant) -> str:
    """Return one line of facts: what goes in, what comes out, and since when."""
    takes, gives = main.inputs, main.outputs
    if not (takes or gives or main.listed):
        return "Known by its prices alone."
    line = f"Takes {modalities(takes)}; gives {modalities(gives)}."
    return f"{line} Listed on {main.listed}." if main.listed else line


def _notices(main: Variant, model: Model, names: Names, today: str) -> tuple[Notice, ...]:
    """Return what a reader must know first: that the model is gone, an alias, a router, or about to go."""
    notices: list[Notice] = []
    if model.left:
        seen = day(max(gone.last_seen for gone in model.gone))
        words = f"Left the catalogue: last seen on {seen}, gone by {day(model.left)}. This is what it was."
        notices.append(Notice(words, warning=True))
    if main.alias_of:
        notices.append(_alias(main.alias_of, names))
    elif main.router:
        notices.append(ROUTED)
    if main.expires and not model.left:
        notices.append(Notice(_expiry(main.expires, today), warning=True))
    return tuple(notices)


ROUTED = Notice("A router: it passes each request to a model of its choice; the price varies by request.")


def _alias(target: AliasEntry, names: Names) -> Notice:
    words = "An alias: it always points to the latest of its family, today to"
    path, name = names.path(target["id"]), target["name"]
    return Notice(words, name, path) if path else Notice(f"{words} {name}, which is not listed.")


def _expiry(expires: str, today: str) -> str:
    if today and expires <= today:
        return f"Its day of expiry, {expires}, is past, and the source still lists it."
    return f"Goes away on {expires}, as the source says."
