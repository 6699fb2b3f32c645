"""The opening of a model's page: its name, ids and author, one line of facts, and what to know first."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.abilities import modalities
from sitegen.facts.context import Known
from sitegen.facts.description import search_summary
from sitegen.facts.links import Way, elsewhere
from sitegen.forms.addresses import author_path, compare_address
from sitegen.forms.figures import day
from sitegen.records.listing import AliasTarget, Listing


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


def opening(model: Model, context: Known) -> Opening:
    """Return the opening of a model's page."""
    names, listing = context.names, model.primary
    every_id = tuple([one.id for one in model.listings])
    return Opening(
        name=names.short(model),
        source_name=listing.name,
        title=names.title(model),
        author=names.author(model.author),
        author_slug=model.author,
        author_path=author_path(model.author),
        ids=every_id[: len(model.variants)] or every_id,
        every_id=every_id,
        lead=lead(listing),
        listed=day(listing.listed),
        left=day(model.left),
        summary=search_summary(model, context),
        notices=notices(model, context),
        links=elsewhere(model),
        compare=compare_address([model.slug]),
    )


def lead(listing: Listing) -> str:
    """Return one line of facts: what goes in, what comes out, and since when."""
    shape, on = listing.architecture, day(listing.listed)
    takes, gives = shape.input_modalities, shape.output_modalities
    if not (takes or gives or on):
        return "Known by its prices alone."
    line = f"Takes {modalities(takes)}; gives {modalities(gives)}."
    return f"{line} Listed on {on}." if on else line


def notices(model: Model, known: Known) -> tuple[Notice, ...]:
    """Return what a reader must know first: that the model is gone, an alias, a router, or about to go."""
    listing, left, found = model.primary, model.left, list[Notice]()
    if left:
        seen = day(max(gone.last_seen for gone in model.gone))
        words = f"Left the catalogue: last seen on {seen}, gone by {day(left)}. This is what it was."
        found.append(Notice(words, warning=True))
    if listing.alias_target:
        found.append(_alias(listing.alias_target, known))
    elif listing.router:
        found.append(ROUTED)
    if not left and (expires := listing.expires):
        found.append(Notice(_expiry(expires, known.day), warning=True))
    return tuple(found)


ROUTED = Notice("A router: it passes each request to a model of its choice; the price varies by request.")


def _alias(target: AliasTarget, known: Known) -> Notice:
    words = "An alias: it always points to the latest of its family, today to"
    path = known.names.path(target.slug)
    name = target.name or target.slug
    return Notice(words, name, path) if path else Notice(f"{words} {name}, which is not listed.")


def _expiry(expires: date, today: date | None) -> str:
    if today is not None and expires <= today:
        return f"Its day of expiry, {day(expires)}, is past, and the source still lists it."
    return f"Goes away on {day(expires)}, as the source says."
