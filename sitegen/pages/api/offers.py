"""The offers that the explorer prices work at, when a visitor asks for the cheapest seller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sitegen.catalog.cost import KINDS, OUTPUT_KINDS
from sitegen.facts.context import SiteContext
from sitegen.facts.prices import PriceForms, RuleForms, exact
from sitegen.facts.sellers.offers import Offer
from sitegen.forms.documents import long_document
from sitegen.pages import Page
from sitegen.records.price import PriceState

PATH = "assets/offers.json"
"""No file of the API: its shape is what ``assets/explorer.js`` needs and may change with it."""

Slim = dict[str, Any]
NEEDED = KINDS | frozenset(OUTPUT_KINDS.values())
"""The kinds of price that decide what work costs, or that it has no cost."""


def pages(context: SiteContext) -> Iterator[Page]:
    """Yield the one file, where it was read who sells the models."""
    if context.has_sellers:
        sold = {model.slug: context.offers[model.slug][0].offers for model in context.catalog.models}
        models = {slug: slim_offers(offers) for slug, offers in sold.items() if offers}
        yield Page(PATH, content=long_document({"models": models}))


def slim_offers(offers: Sequence[Offer]) -> list[Slim]:
    """Return offers with what decides the cost of work alone, in the words of the API."""
    return [_slim(offer) for offer in offers]


def _slim(offer: Offer) -> Slim:
    rules = [_rule(rule) for rule in offer.rules if any(one.price.key in KINDS for one in rule.prices)]
    further = {
        "rules": rules,
        "hours": list(offer.hours),
        "discount": None if offer.discount is None else exact(offer.discount),
        "context_tokens": offer.context,
        "input_tokens": offer.longest_prompt,
        "output_tokens": offer.longest,
    }
    return {
        "provider_name": offer.seller,
        "prices": _prices(offer.prices),
        **{name: value for name, value in further.items() if value},
    }


def _prices(prices: Iterable[PriceForms]) -> Mapping[str, Slim]:
    return {one.price.key: _price(one) for one in prices if one.price.key in NEEDED}


def _price(forms: PriceForms) -> Slim:
    state = forms.price.state
    # An amount says that it is one.
    said = {} if state is PriceState.AMOUNT else {"state": state.value}
    return {**said, "usd": forms.entry["usd"]}


def _rule(rule: RuleForms) -> Slim:
    entry = rule.entry
    return {name: entry[name] for name in ("condition", "applied", "when")} | {"prices": _prices(rule.prices)}
