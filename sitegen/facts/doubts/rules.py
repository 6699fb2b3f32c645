"""Rules by which sources disagree: where two who should know say different things of a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.prices import PriceTexts
from sitegen.forms.figures import Figure, count, price_label, relative
from sitegen.records.endpoint import Endpoint, offer_words
from sitegen.records.listing import SOLD_APART
from sitegen.records.price import NO_PRICES, Price, PriceState, same_price
from sitegen.sources import modelsdev, openrouter, providers


class Side(NamedTuple):
    """One figure, all who say so, and the day of the snapshot that says it ("" where it has none).

    ``exact`` is the figure with every digit, "" where none is left out.
    """

    figure: str
    who: tuple[str, ...]
    day: str
    exact: str = ""


class Disagreement(NamedTuple):
    """What is said of one id in several ways: ``about`` names the field, ``sides`` stand in order of size.

    ``times`` is the largest figure over the smallest, 0 where the smallest is 0. Where one record contradicts
    itself, ``sentence`` has both figures, and there are no sides.
    """

    slug: str
    id: str
    about: str
    sides: tuple[Side, ...] = ()
    times: Decimal = Decimal(1)
    sentence: str = ""

    @property
    def apart(self) -> str:
        """How far the smallest and the largest figure are apart: ``+50 %``; "" without a ratio."""
        return relative(Decimal(1), self.times) if self.times > 1 else ""


class Sources(NamedTuple):
    """What rules need beside a model: the day of each snapshot by its feed, prices in words, and today."""

    days: Mapping[str, str]
    texts: PriceTexts
    today: date | None

    def day(self, feed: str) -> str:
        """Return the day of a feed's snapshot, "" where it was never read."""
        return self.days.get(feed, "")


class Rule(NamedTuple):
    """A rule: its key and title, when it calls something a disagreement, and what one can mean."""

    key: str
    title: str
    test: str
    meaning: str
    found: Callable[[Model, Sources], Iterable[Disagreement]]


def _makers_prices(model: Model, known: Sources) -> Iterator[Disagreement]:
    """Yield the kinds of price that the maker asks and that OpenRouter shows otherwise.

    What a variant such as ``:batch`` costs differs by what it is, and says nothing against the list price.
    """
    if model.primary.variant in SOLD_APART:
        return
    shown = model.primary.prices
    for listed in (model.maker.prices or NO_PRICES).prices:
        asked = shown.get(listed.key)
        if (
            asked
            and asked.unit is listed.unit
            and _both_amounts(listed, asked)
            and not same_price(listed, asked)
        ):
            sides = [
                (price.amount, _priced(known.texts.figure(price), who, known.day(feed)))
                for price, who, feed in (
                    (listed, _maker(model), modelsdev.FEED),
                    (asked, (_gateway(model, asked),), openrouter.FEED),
                )
            ]
            yield _apart(model, f"{price_label(listed.key)} price", sides)


def _priced(price: Figure, who: tuple[str, ...], on: str) -> Side:
    exact = f"{price.exact} {price.unit}" if price.exact else ""
    return Side(f"{price.text} {price.unit}".rstrip(), who, on, exact)


def _gateway(model: Model, price: Price) -> str:
    """Return whose price the catalogue shows: ``OpenRouter, first: DeepInfra``, where that is known."""
    sold = (model.endpoints or {}).get(model.primary.id)
    first = sold.first_offer if sold else None
    known = first and same_price(first.prices.get(price.key), price)
    return f"OpenRouter, first: {first.seller}" if first and known else "OpenRouter"


def _both_amounts(*prices: Price) -> bool:
    return all(price.state in (PriceState.AMOUNT, PriceState.FREE) for price in prices)


def _maker(model: Model) -> tuple[str, ...]:
    """Return who says what the maker says: ``("deepseek/deepseek-chat at models.dev",)``."""
    return (f"{model.maker.model.id} at models.dev",) if model.maker.model else ()


def _makers_limits(model: Model, known: Sources) -> Iterator[Disagreement]:
    """Yield the limits that the maker states and that OpenRouter states otherwise."""
    entry = model.maker.model
    listing = model.primary
    if entry is None:
        return
    for about, mine, theirs in (
        ("Context", entry.limit.context, listing.context_length),
        ("Max output", entry.limit.output, listing.top_provider.max_completion_tokens),
    ):
        if mine and theirs and mine != theirs:
            said = ((mine, _maker(model), modelsdev.FEED), (theirs, ("OpenRouter",), openrouter.FEED))
            sides = [(Decimal(size), _tokens(size, who, known.day(feed))) for size, who, feed in said]
            yield _apart(model, about, sides)


def _tokens(size: int, who: tuple[str, ...], on: str) -> Side:
    return Side(f"{count(size)} tokens", who, on)


def _apart(
    model: Model, about: str, sides: Iterable[tuple[Decimal, Side]], key: str | None = None
) -> Disagreement:
    """Return a disagreement of sides with their sizes, the smallest first."""
    ordered = sorted(sides, key=lambda side: side[0])
    least, most = ordered[0][0], ordered[-1][0]
    times = most / least if least else Decimal(0)
    return Disagreement(
        model.slug, key or model.primary.id, about, tuple([side for _, side in ordered]), times
    )


def _of_sellers(about: str, field: str) -> Callable[[Model, Sources], Iterator[Disagreement]]:
    """Return the function that finds the ids whose sellers differ in a limit."""
    limit = attrgetter(field)

    def found(model: Model, known: Sources) -> Iterator[Disagreement]:
        for sold in (model.endpoints or {}).values():
            named = [(limit(one), one) for one in sold.all if limit(one)]
            sides = _sides(named, known.day(providers.FEED))
            if len(sides) > 1:
                yield _apart(model, about, sides, sold.id)

    return found


def _sides(named: Sequence[tuple[int, Endpoint]], on: str) -> list[tuple[Decimal, Side]]:
    """Return each number of tokens with the sellers that publish it."""
    by_size: dict[int, list[str]] = {}
    sizes: dict[str, set[int]] = {}
    for size, endpoint in named:
        sizes.setdefault(endpoint.seller, set()).add(size)
    for size, endpoint in sorted(named, key=lambda pair: (pair[0], pair[1].seller.lower())):
        # A seller that says two things is told apart by its tag.
        tag = f" ({offer_words(endpoint.key)})" if len(sizes[endpoint.seller]) > 1 else ""
        by_size.setdefault(size, []).append(endpoint.seller + tag)
    return [(Decimal(size), _tokens(size, tuple(dict.fromkeys(who)), on)) for size, who in by_size.items()]


OF_SOURCES = (
    Rule(
        "maker-price",
        "The maker’s list price differs",
        "The maker’s list price for a token, by models.dev, is not the price that OpenRouter shows. "
        "Models that are there only as :batch or :free are left out.",
        "The seller that OpenRouter puts first need not be the maker and sets its own price; a maker can "
        "have changed its price since one of the two was read.",
        _makers_prices,
    ),
    Rule(
        "maker-limit",
        "The maker’s limits differ",
        "The maker’s context or max output, by models.dev, is not that of OpenRouter’s record.",
        "A seller can take shorter prompts than the maker, and a round number can stand for an exact one: "
        "256K is 256,000 or 262,144 tokens.",
        _makers_limits,
    ),
    Rule(
        "seller-context",
        "Sellers with different contexts",
        "Two sellers of one id publish contexts that are not the same number of tokens.",
        "A seller can serve less context than the model has, to save memory. A long prompt then fits at one "
        "seller and not at another; neither figure need be wrong.",
        _of_sellers("Context", "context_length"),
    ),
    Rule(
        "seller-output",
        "Sellers with different max output",
        "Two sellers of one id publish a max output that is not the same number of tokens. A seller that "
        "publishes none is left out.",
        "A seller can cut long answers short. Some publish the whole context in this place.",
        _of_sellers("Max output", "max_completion_tokens"),
    ),
)
