"""A model in schema.org's words, for the structured data of its page."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from sitegen.facts.model import ModelFacts
from sitegen.facts.variants import Variant
from sitegen.forms.addresses import url_path
from sitegen.forms.figures import MANY
from sitegen.records import Json
from sitegen.records.price import Unit, per_million

OPENROUTER: Json = {"@type": "Organization", "name": "OpenRouter", "url": "https://openrouter.ai/"}


def model_entity(facts: ModelFacts) -> Json:
    """Return a model as schema.org's nearest thing, with the prices that OpenRouter asks for its main id.

    Ratings stay out: a rank among voters is no review of this thing, and ``aggregateRating`` would say so.
    https://schema.org/SoftwareApplication, https://schema.org/UnitPriceSpecification
    """
    opening, main = facts.opening, facts.variants[0]
    entity: dict[str, Json] = {
        "@type": "SoftwareApplication",
        "name": main.name,
        "identifier": list(dict.fromkeys([facts.slug, *opening.every_id])),
        "applicationCategory": "Large language model",
        "author": {"@type": "Organization", "name": opening.author},
    }
    if main.weights:
        entity["sameAs"] = f"https://huggingface.co/{url_path(main.weights)}"
    prices = [] if opening.left else _asked(main)
    if prices:
        entity["offers"] = {
            "@type": "Offer",
            "url": f"https://openrouter.ai/{url_path(main.id)}",
            "offeredBy": OPENROUTER,
            "priceSpecification": prices,
        }
    return entity


def _asked(variant: Variant) -> list[Json]:
    prices = [(name, variant.price(key)) for key, name in (("prompt", "Input"), ("completion", "Output"))]
    return [
        _specification(name, forms.price.amount)
        for name, forms in prices
        if forms and forms.price.unit is Unit.TOKEN and forms.price.amount >= 0
    ]


@lru_cache(maxsize=MANY)
def _specification(name: str, amount: Decimal) -> Json:
    return {
        "@type": "UnitPriceSpecification",
        "name": name,
        "price": f"{per_million(amount).normalize():f}",
        "priceCurrency": "USD",
        "unitText": "1M tokens",
    }
