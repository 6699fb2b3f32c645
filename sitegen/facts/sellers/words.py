"""The sellers of an id in sentences: who is cheapest, dearest and shown first, what the maker asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sitegen.facts.prices import MEANING, NO_PRICE
from sitegen.facts.sellers.maker import MakersPrice
from sitegen.facts.sellers.offers import (
    INPUT,
    OUTPUT,
    UNKNOWN_SELLER,
    IdOffers,
    Offer,
    Priced,
    price_owner,
    same_pair,
)
from sitegen.facts.sellers.release import SOURCE
from sitegen.facts.variants import Variant
from sitegen.forms.blanks import Blank
from sitegen.forms.figures import day, pair_text
from sitegen.forms.word_lists import joined
from sitegen.records.change import PRICING

NAMED = 2
"""Sellers at one price that are named in a sentence; of more, the others are counted."""


def pair_words(priced: Priced, *, brief: bool = False) -> str:
    """Return an input and an output price: ``$0.09 in, $0.18 out``, and ``brief`` ``$0.09, $0.18``."""
    found = map(priced.price, (INPUT, OUTPUT))
    return pair_text([forms.cell if forms else NO_PRICE.cell for forms in found], brief=brief)


def summary(sold: IdOffers, maker: MakersPrice) -> str:
    """Return who sells an id at what price, in sentences; where nobody is known to, why."""
    if sold.missing:
        first = () if sold.missing is UNKNOWN_SELLER else (sold.missing.sentence,)
        return " ".join([*first, *_maker_words(maker)])
    compared = sold.compared
    return " ".join([f"{_span_words(sold, compared)}.", *_further(sold, compared), *_maker_words(maker)])


def _span_words(sold: IdOffers, compared: Sequence[Offer]) -> str:
    """Return the cheapest and the dearest offer of an id."""
    offers = compared or sold.offers
    low, high = offers[0], offers[-1]
    asked = f"{pair_words(low)}{_unit(low)}"
    if len(sold.sellers) == 1:
        several = f" in {len(sold.offers)} offers" if len(sold.offers) > 1 else ""
        at = f"{', at' if _unit(low) else ':'} {asked}"
        span = at if same_pair(low, high) else f", from {_to(low, high, sold)}"
        return f"Sold by {low.seller} alone{several}{span}"
    if same_pair(low, high):
        return f"All {_count(offers)} ask {asked}: {_names(offers, sold, most=len(offers))}"
    return f"{_count(sold.offers)}: from {_to(low, high, sold)}"


def _count(offers: Sequence[Offer]) -> str:
    """Return how many offers there are, and of how many sellers: ``6 offers of 3 sellers``."""
    number, names = len(offers), len({offer.seller for offer in offers})
    return f"{number} sellers" if number == names else f"{number} offers of {names} sellers"


def _to(low: Offer, high: Offer, sold: IdOffers) -> str:
    ends = [_names([offer for offer in sold.offers if same_pair(offer, end)], sold) for end in (low, high)]
    unit = "" if _unit(low) else _unit(high)
    return f"{pair_words(low)}{_unit(low)} ({ends[0]}) to {pair_words(high, brief=True)}{unit} ({ends[1]})"


def _further(sold: IdOffers, compared: Sequence[Offer]) -> Iterator[str]:
    """Yield what else decides: who has the cheapest output, who is shown first, who is not compared."""
    first = sold.first
    if compared:
        cheap = min(compared, key=lambda offer: _amount(offer, OUTPUT))
        if _amount(cheap, OUTPUT) < _amount(compared[0], OUTPUT):
            forms = cheap.price(OUTPUT)
            yield f"Cheapest output: {forms.figure.text if forms else ''} ({offer_name(cheap, sold)})."
    if len(sold.offers) > 1:
        yield f"Shown first: {_first_words(first, sold, compared) if first else 'not known'}."
    if compared and len(compared) < len(sold.offers):
        number = len(sold.offers) - len(compared)
        yield f"{number} of them {'has' if number == 1 else 'have'} no amount to compare."


def _first_words(first: Offer, sold: IdOffers, compared: Sequence[Offer]) -> str:
    ends = (*compared[:1], *compared[-1:])
    said = any(same_pair(first, end) for end in ends)
    return f"{offer_name(first, sold)}{'' if said else f', at {pair_words(first, brief=True)}'}"


def _maker_words(maker: MakersPrice) -> Iterator[str]:
    """Yield the maker's list price, or why there is none; nothing where models.dev was never read."""
    if maker.missing is None:
        yield f"Maker’s list price: {pair_words(maker)} ({maker.name}, by {SOURCE})."
    elif maker.missing.reason != Blank.NOT_READ:
        yield f"Maker’s list price: {maker.missing.reason} ({maker.missing.sentence.rstrip('.')})."


def offer_name(offer: Offer, sold: IdOffers) -> str:
    """Return what tells an offer from the others: ``DeepInfra, fp8``; where that does not, its tag."""
    name = _short_name(offer)
    others = [other for other in sold.offers if other is not offer and _short_name(other) == name]
    if any(not same_pair(offer, other) for other in others):
        return f"{offer.seller}, {offer.words}"
    return name


def _short_name(offer: Offer) -> str:
    return f"{offer.seller}, {offer.precision}" if offer.precision else offer.seller


def _names(offers: Sequence[Offer], sold: IdOffers, most: int = NAMED) -> str:
    """Return the names of some offers at one price, the one shown first in front: ``A, fp8, and 3 more``."""
    ordered = sorted(offers, key=lambda offer: not offer.first)
    names = list(dict.fromkeys([offer_name(offer, sold) for offer in ordered]))
    if len(names) > most:
        return f"{'; '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return joined(names) if not any("," in name for name in names) else "; ".join(names)


def _unit(offer: Offer) -> str:
    """Return what dollars of an offer are for, "" where none stand there."""
    amounts = any(forms and forms.cell.state == "amount" for forms in map(offer.price, (INPUT, OUTPUT)))
    return " per 1M tokens" if amounts else ""


def _amount(offer: Offer, key: str) -> Decimal:
    forms = offer.price(key)
    return forms.price.amount if forms else Decimal(0)


def price_meaning(variants: Sequence[Variant], every: Sequence[IdOffers], on: date | None) -> str:
    """Return whose the prices of the catalogue are, as a note on them; "" where no seller is of its own.

    ``on`` is the day of the sellers.
    """
    if every[0].missing is UNKNOWN_SELLER:
        return f"{UNKNOWN_SELLER.sentence} {MEANING}"
    if every[0].missing and every[0].missing.reason.startswith(Blank.NOT_READ):
        return MEANING
    owned: dict[tuple[str, str], list[str]] = {}
    for variant, sold in zip(variants, every, strict=True):
        if not sold.missing:
            owned.setdefault(_owner_words(variant, sold, on), []).append(variant.id)
    owners = [f"{begins} {joined(ids)} {ends}." for (begins, ends), ids in owned.items()]
    return " ".join(owners)


def _owner_words(variant: Variant, sold: IdOffers, on: date | None) -> tuple[str, str]:
    """Return whose the prices of an id are, as what stands before the id and what stands behind it."""
    owner, first = price_owner(variant, sold), sold.first
    read = f"when the sellers were read{f', on {day(on)}' if on else ''}"
    if owner is None and {f"{PRICING}{key}" for key in (INPUT, OUTPUT)} & {
        one.field for one in variant.corrections
    }:
        return "A price of", "is corrected or withheld here: no seller asks exactly these"
    if owner is None:
        return "No seller asked the prices of", read
    those = f"are those of {offer_name(owner, sold)}"
    if owner.first:
        return "The prices of", f"{those}, which OpenRouter puts first"
    other = f"; {offer_name(first, sold)} was put first {read}" if first else ""
    return "The prices of", f"{those}{other}"
