"""Structured data: what a page says of itself in schema.org's words, and nothing that nobody published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sitegen.facts.model import ModelFacts
from sitegen.facts.variants import Variant
from sitegen.forms.addresses import url_path
from sitegen.forms.figures import MANY, day
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.records import Json
from sitegen.records.price import Unit, per_million
from sitegen.records.settings import Site


def with_graph(
    head: Head, site: Site, *, changed: date | None = None, about: Json = None, sources: Iterable[str] = ()
) -> Head:
    """Return the head with a WebPage, its way from the root, and the thing that it is about (if any).

    ``sources`` are the addresses of what the page is made from; its twins stand there as encodings of it
    (https://schema.org/encoding, https://schema.org/isBasedOn).
    """
    base, path = site.base_url, head.path
    folder = path.removesuffix("index.html") if path.endswith("/index.html") else path
    address = base + url_path(folder)
    page: dict[str, Json] = {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": head.title,
        "description": head.description,
        "inLanguage": site.language,
        "isPartOf": {"@id": f"{base}#site"},
    }
    if changed:
        page["dateModified"] = day(changed)
    if about is not None:
        page["mainEntity"] = about
    based: list[Json] = list(dict.fromkeys(sources))
    if based:
        page["isBasedOn"] = based
        page["encoding"] = [_encoding(twin, site, folder, address) for twin in head.alternates]
    if head.trail:
        page["breadcrumb"] = _breadcrumbs(head.trail, base)
    own = _web_site(base, site.title, site.description, site.language)
    graph: Json = {"@context": "https://schema.org", "@graph": [page, own]}
    return head._replace(structured=graph, changed=day(changed))


def _encoding(twin: Alternate, site: Site, folder: str, address: str) -> Json:
    # Most stand beside their page: an address is made part by part, and that of the folder is at hand.
    media_type, path, _ = twin
    beside = path.startswith(folder)
    link = address + url_path(path.removeprefix(folder)) if beside else site.url(url_path(path))
    return {"@type": "MediaObject", "encodingFormat": media_type, "contentUrl": link}


# What many pages have in common is one value in all of their graphs, which nobody changes.
@lru_cache(maxsize=16)
def _web_site(address: str, title: str, description: str, language: str) -> Json:
    return {
        "@type": "WebSite",
        "@id": f"{address}#site",
        "url": address,
        "name": title,
        "description": description,
        "inLanguage": language,
    }


def _breadcrumbs(trail: Sequence[Crumb], base: str) -> Json:
    items = [_breadcrumb(place, name, base + url_path(path)) for place, (name, path) in enumerate(trail, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@lru_cache(maxsize=MANY)
def _breadcrumb(place: int, name: str, address: str) -> Json:
    return {"@type": "ListItem", "position": place, "name": name, "item": address}


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
