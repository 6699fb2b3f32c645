"""Sentences made of a model's facts: what search results, the opening line and a missing description say."""

from __future__ import annotations

from sitegen.catalog.model import Model
from sitegen.facts.abilities import modalities
from sitegen.facts.context import Known
from sitegen.facts.ratings import Headline
from sitegen.forms.figures import Cell, day, tokens
from sitegen.records.listing import Listing

SHORTEST, LONGEST = 50, 160
"""Characters of a description in search results."""

LONGEST_TITLE = 70
"""Characters of a title that search results and tabs show."""


def description(model: Model, known: Known, best: Headline | None) -> str:
    """Return what a search result says of the page: 50 to 160 characters of its own facts."""
    listing = model.primary
    context = tokens(listing.context_length)
    shown = known.day if model.variants else model.gone[0].last_seen
    return sized(
        f"{known.names.title(model)}:",
        "" if model.variants else "left the catalogue;",
        _price_words(*base_prices(model, known)),
        f"{context.text} tokens of context;" if context.unit else "",
        f"rank {best.rank} on Arena’s {best.board} board;" if best else "",
        f"as of {day(shown)}." if shown else "",
        "Every price, limit and rating with its source.",
    )


def roomy_title(name: str, what: str) -> str:
    """Return a title that says what its page is about, or the name alone where that is long enough."""
    return f"{name}: {what}" if len(name) + len(what) + 2 <= LONGEST_TITLE else name


def sized(*parts: str) -> str:
    """Return as many of the parts, in order, as a description may have."""
    text = " ".join(filter(None, parts))
    if len(text) >= LONGEST:
        text = ""
        for part in parts:
            if part and len(text) + 1 + len(part) <= LONGEST:
                text = f"{text} {part}".strip()
    text = text.strip().rstrip(";:") or parts[0][: LONGEST - 1]
    return text if len(text) >= SHORTEST else f"{text}: exact prices, limits, ratings and their sources."


def base_prices(model: Model, known: Known) -> tuple[Cell, Cell]:
    """Return what input and output cost, as the model's brief has it where there is one."""
    brief = known.briefs.get(model.slug)
    if brief:
        return brief.input, brief.output
    prices, book = model.primary.prices, known.book
    return book.cell(prices.get("prompt")), book.cell(prices.get("completion"))


def _price_words(into: Cell, out: Cell) -> str:
    if "amount" in (into.state, out.state):
        return f"{into.text} in, {out.text} out per 1M tokens;"
    return f"price {into.text};" if into.text == out.text else f"{into.text} in, {out.text} out;"


def opening(listing: Listing) -> str:
    """Return one line of facts: what goes in, what comes out, and since when."""
    shape, on = listing.architecture, day(listing.listed)
    takes, gives = shape.input_modalities, shape.output_modalities
    if not (takes or gives or on):
        return "Known by its prices alone."
    line = f"Takes {modalities(takes)}; gives {modalities(gives)}."
    return f"{line} Listed on {on}." if on else line


def composed(model: Model, known: Known) -> str:
    """Return a description for a model that the source does not describe, made of its facts alone."""
    listing = model.primary
    name, author = known.names.short(model), known.names.author(model.author)
    shape = listing.architecture
    if not (shape.input_modalities or shape.output_modalities):
        return f"{name} is a model of {author} on OpenRouter; what we read of it holds its prices alone."
    takes, gives = modalities(shape.input_modalities), modalities(shape.output_modalities)
    reads = f", reads up to {listing.context_length:,} tokens" if listing.context_length else ""
    since = f" and was listed on {day(listing.listed)}" if listing.listed else ""
    return f"{name} is a model of {author} on OpenRouter: it takes {takes}, gives {gives}{reads}{since}."
