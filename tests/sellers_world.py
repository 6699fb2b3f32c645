"""A small world of sellers: an id that several sell, one that one sells, and ids that nobody is known to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone, Model
from sitegen.facts.context import SiteContext
from sitegen.facts.sellers.offers import IdOffers
from sitegen.records import Json
from sitegen.records.endpoint import Endpoint, Endpoints
from sitegen.records.listing import Listing
from sitegen.records.snapshot import Receipt, SetAside
from sitegen.sources.modelsdev import ModelsDev
from sitegen.sources.modelsdev_costs import makers_model
from sitegen.sources.providers import FEED
from tests.makers import model as makers_record
from tests.pages.odd_world import SITE
from tests.worlds import by_the_hour, listing

DAY, LATER = date(2026, 3, 1), date(2026, 3, 5)
PLAIN = "acme/anvil-2"


def endpoint(
    seller: str,
    into: str | None = "0.000001",
    out: str | None = "0.000002",
    **others: Any,  # noqa: ANN401 - whatever upstream may send
) -> Endpoint:
    """Return what a seller asks, by the name of the seller in small letters as its tag."""
    given = {"prompt": into, "completion": out, **others.pop("pricing", {})}
    key = others.pop("key", seller.lower())
    row: dict[str, Json] = {
        "provider_name": seller,
        "tag": seller.lower(),
        "quantization": "unknown",
        "context_length": 128_000,
        "max_completion_tokens": 8_192,
        "supported_parameters": ["tools", "seed"],
        "pricing": {key: price for key, price in given.items() if price is not None},
        **others,
    }
    return Endpoint.read(row, key)


def sold(*endpoints: Endpoint, key: str = PLAIN, **others: Any) -> dict[str, Endpoints]:  # noqa: ANN401
    """Return the sellers of one id; the first that is given is the one that is put first."""
    first = endpoints[0].key if endpoints else None
    return {key: Endpoints(key, endpoints, **{"first": first, **others})}


def known(
    endpoints: Mapping[str, Endpoints] | None,
    *listings: Listing,
    makers: ModelsDev | None = None,
    aside: tuple[SetAside, ...] = (),
    **others: Any,  # noqa: ANN401
) -> SiteContext:
    """Return what the pages of these listings, or of the plain one, are drawn with."""
    receipt = Receipt(address="x.json", changed=DAY, sha256="0" * 64, rows=1, set_aside=aside)
    receipts = {} if endpoints is None else {FEED: receipt}
    made = catalog(listings or [listing()], endpoints=endpoints, makers=makers, receipts=receipts, **others)
    return SiteContext(made, SITE)


def offers(context: SiteContext, model: Model | None = None) -> tuple[IdOffers, ...]:
    """Return who sells each id of a model, or of the only one."""
    model = model or context.catalog.models[0]
    return context.offers[model.slug]


def makers(cost: Json = ..., **changed: Json) -> ModelsDev:  # type: ignore[assignment]
    """Return what models.dev says of the plain model and of its maker's one."""
    price = {"input": 2, "output": 8, "cache_read": "0.5"} if cost is ... else cost
    own = {**makers_record(cost=price, **changed), "id": "forge/anvil-2"}
    gateway = {**makers_record(name="x", **changed), "id": f"openrouter/{PLAIN}", "cost": None}
    dated = {**makers_record(cost=price), "id": "forge/note-20260101"}
    return ModelsDev(tuple([makers_model(one) for one in (own, dated, gateway)]), {"acme": ("forge",)}, {})


TIER: Json = {"overrides": [{"min_prompt_tokens": 32_000, "prompt": "0.000003"}]}


def sellers_world() -> Catalog:
    """Return models with every fact that a seller, an answer about sellers or a maker can have."""
    plain = sold(
        endpoint(
            "Forge",
            quantization="fp8",
            max_prompt_tokens=90_000,
            pricing={"input_cache_read": "0.0000001", **TIER},
        ),
        endpoint("Acme", "0.0000005", pricing={"discount": 0.25, "zinc": "0.1", "odd": {"a": 1}}),
        endpoint("Mill", "0.000004", "0.000008", max_prompt_tokens=9_000, supported_parameters=["tools"]),
        endpoint("Yard", "0.000005", max_completion_tokens="many", supported_parameters=None),
        endpoint("Tide", pricing=by_the_hour()),
        endpoint("Tide", "0.000006", key="tide#2"),
        endpoint("Lathe", supported_parameters=["a", "b", "c", "d", "e", "tools"]),
    )
    aside = (
        SetAside(row=f"{PLAIN}@mill", reason="price prompt is 'x', no number", since=DAY),
        SetAside(row="acme/note", reason="no answer", since=DAY),
    )
    left = Gone(listing(id=f"{PLAIN}:old", pricing={"prompt": "0.000001"}), DAY, DAY, LATER)
    return known(
        {**plain, **sold(endpoint("Quill"), key="acme/note", answered="acme/notes")},
        listing(pricing={"prompt": "0.000001", "completion": "0.000002", **TIER}),
        listing(id=f"{PLAIN}:free", pricing={"prompt": "0", "completion": "0"}),
        listing(id="acme/note", canonical_slug="acme/note-20260101", name="Acme: Note"),
        listing(id="acme/note-mini", canonical_slug="acme/note-mini", name="Acme: Note Mini"),
        listing(id="acme/alone", canonical_slug="acme/alone", name="Acme: Alone"),
        makers=makers(
            {"input": 2, "output": 8, "request": 5, "tiers": [{"input": 4, "tier": {"size": 32_000}}]}
        ),
        aside=aside,
        gone=[left],
    ).catalog
