"""The first look at a model: what it costs, holds and ranks, and what to know before reading on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.pages.figures import Blank, absence, count, day, tokens
from sitegen.pages.known import Known
from sitegen.pages.pricebook import PriceBook
from sitegen.pages.ratings import Headline
from sitegen.records.listing import AliasTarget, Listing


class Item(NamedTuple):
    """One figure of the panel: its state as in ``figures.Cell``, and lines of small print below."""

    label: str
    value: str
    state: str
    unit: str = ""
    lines: tuple[str, ...] = ()


class Notice(NamedTuple):
    """What changes how everything below is read; ``path`` leads to where to go instead.

    ``warning`` tells what a reader may regret to have missed from what merely explains.
    """

    text: str
    link: str = ""
    path: str | None = None
    warning: bool = False


def glance(model: Model, known: Known, best: Headline | None) -> tuple[Item, ...]:
    """Return the panel: input, output, context, longest answer, rank and the days of the sources."""
    return (
        _price(model.primary, "Input", "prompt", known.book),
        _price(model.primary, "Output", "completion", known.book),
        _tokens(model.primary, "Context", "context_length", model.primary.context_length),
        _tokens(
            model.primary,
            "Longest answer",
            "top_provider.max_completion_tokens",
            model.primary.top_provider.max_completion_tokens,
        ),
        _rank(model, best),
        _days(model, known, best),
    )


def _price(listing: Listing, label: str, key: str, book: PriceBook) -> Item:
    price = book.cell(listing.prices.get(key))
    lines = ["base price; other prices by rule"] if listing.prices.rules else []
    return Item(label, price.text, price.state, price.unit, tuple(lines))


def _tokens(listing: Listing, label: str, key: str, number: int | None) -> Item:
    figure = tokens(number, absence(listing, key))
    return Item(label, figure.text, *(("amount", f"{figure.exact} tokens") if figure.unit else ("blank",)))


def _rank(model: Model, best: Headline | None) -> Item:
    label = "Arena, text, overall"
    if best is None:
        blank = Blank.NOT_APPLICABLE if model.primary.router else Blank.NOT_MATCHED
        why = "rated on other boards only" if model.rated else "no row; that says nothing bad"
        return Item(label, str(blank), "blank", lines=() if model.primary.router else (why,))
    mode = (f"a mode of it: {best.name}",) if best.variant else (f"row {best.name}",)
    lines = (f"score {best.score} {best.interval}", *mode)
    return Item(label, f"#{best.rank}", "amount", f"of {count(best.of)} names", lines)


def _days(model: Model, known: Known, best: Headline | None) -> Item:
    shown = model.gone[0].last_seen if model.left else known.day
    rated = (f"Arena {day(best.day)}",) if best and best.day else ()
    return Item("As of", day(shown) or str(Blank.NOT_PUBLISHED), "amount" if shown else "blank", lines=rated)


def notices(model: Model, known: Known) -> Iterable[Notice]:
    """Return what a reader must know first: that the model is gone, an alias, a router, or about to go."""
    listing = model.primary
    if model.left:
        seen = day(max(gone.last_seen for gone in model.gone))
        words = f"Left the catalogue: last seen on {seen}, gone by {day(model.left)}. This is what it was."
        yield Notice(words, warning=True)
    if listing.alias_target:
        yield _alias(listing.alias_target, known)
    elif listing.router:
        yield Notice(
            "A router: it passes each request to a model of its choice; the price varies by request."
        )
    if listing.expires and not model.left:
        yield Notice(_expiry(listing.expires, known.day), warning=True)


def _alias(target: AliasTarget, known: Known) -> Notice:
    words = "An alias: it always points to the latest of its family, today to"
    path = known.names.path(target.slug)
    name = target.name or target.slug
    return Notice(words, name, path) if path else Notice(f"{words} {name}, which is not listed.")


def _expiry(expires: date, today: date | None) -> str:
    if today is not None and expires <= today:
        return f"Its day of expiry, {day(expires)}, is past, and the source still lists it."
    return f"Goes away on {day(expires)}, as the source says."
