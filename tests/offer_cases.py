"""The cases of ``offer_cases.json``, for Python and JavaScript: work at the prices of sellers and makers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import from_json

from sitegen.catalog.cost import Cost, Limits, Terms, Workload, cost, terms
from sitegen.catalog.model import Gone, Model
from sitegen.facts.context import SiteContext
from sitegen.facts.costs import cost_notes
from sitegen.facts.prices import exact
from sitegen.facts.sellers.offers import price_order
from sitegen.pages.model import model_pages
from sitegen.records.endpoint import Endpoint
from sitegen.records.listing import Listing
from sitegen.records.price import PriceList
from tests.sellers_world import DAY, endpoint, known, makers, sold
from tests.worlds import listing

Answer = dict[str, Any]
"""A cost as ``amounts.js`` gives it."""


class OfferCase(NamedTuple):
    """One id with its sellers and its maker's cost, the work, and both answers."""

    about: str
    listing: Listing
    endpoints: tuple[Endpoint, ...] | None
    cost: Mapping[str, Any] | None
    gone: bool
    workload: Workload
    cheapest: Answer
    maker: Answer

    @property
    def context(self) -> SiteContext:
        """The site of the one model."""
        if self.gone:
            left = (Gone(self.listing, date(2026, 1, 1), date(2026, 2, 1), DAY),)
            return known(None, listing(id="x/y", canonical_slug="x/y"), gone=left)
        every = None if self.endpoints is None else sold(*self.endpoints)
        return known(every, self.listing, makers=makers(dict(self.cost)) if self.cost else None)

    @property
    def file(self) -> Answer:
        """The model's index.json."""
        context = self.context
        (model,) = [one for one in context.catalog.models if one.slug == self.listing.slug]
        return file_of(model, context)


def file_of(model: Model, context: SiteContext) -> Answer:
    """Return a model's index.json."""
    _, twin, _ = model_pages(model, context)
    file: Answer = from_json(twin.content or b"")
    return file


def _case(entry: dict[str, Any]) -> OfferCase:
    rows = entry["endpoints"]
    return OfferCase(
        about=entry["about"],
        listing=listing(**entry.get("record", {})),
        endpoints=rows and tuple([endpoint(*prices, **others) for *prices, others in rows]),
        cost=entry.get("list"),
        gone=entry.get("gone", False),
        workload=Workload(**entry["workload"]),
        cheapest=entry["cheapest"],
        maker=entry["maker"],
    )


FILE = Path(__file__).with_suffix(".json")
CASES = [_case(entry) for entry in json.loads(FILE.read_text(encoding="utf-8"))]


def answer(found: Cost, seller: str = "") -> Answer:
    """Return a cost in the shape that ``amounts.js`` gives."""
    if found.usd is None:
        return {"why": found.why, **({"seller": seller} if seller else {})}
    most = {} if found.most is None else {"most": exact(found.most)}
    return {"usd": exact(found.usd), **most, "notes": list(cost_notes(found)), "seller": seller}


def with_prices(
    of: Listing, prices: PriceList, context: int | None, longest: int | None, prompt: int | None = None
) -> Terms:
    """Return the terms of an id at other prices and limits; a context that nobody says is that of the id."""
    priced = terms(replace(of, prices=prices), Limits(context, prompt, longest))
    return priced._replace(context=of.context_length if context is None else context, window=context)


def cheapest_answer(of: Listing, endpoints: tuple[Endpoint, ...], work: Workload) -> Answer:
    """Return what the cheapest seller asks that takes the work, worked out by ``catalog/cost.py``."""
    ordered = sorted(endpoints, key=lambda one: (*price_order(one.prices), one.seller.casefold(), one.key))
    costs = [(_offer_cost(of, one, work), one.seller) for one in ordered]
    amounts = [found for found in costs if found[0].usd is not None]
    if amounts:
        return answer(*min(amounts, key=lambda found: found[0].usd or 0))
    reasons = list(dict.fromkeys([found.why for found, _ in costs]))
    if len(reasons) > 1:
        return {"why": f"no seller takes it; with {costs[0][1]}: {reasons[0]}"}
    return {"why": reasons[0]}


def _offer_cost(of: Listing, one: Endpoint, work: Workload) -> Cost:
    limits = one.context_length, one.max_completion_tokens, one.max_prompt_tokens
    return cost(with_prices(of, one.prices, *limits), work)
