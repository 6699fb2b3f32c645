"""A model's files: its page, and the same facts as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sitegen.catalog.model import Model
from sitegen.facts.charts.badge import FILE as BADGE
from sitegen.facts.charts.badge import badge, badge_markdown, badge_title
from sitegen.facts.citation import citation_json
from sitegen.facts.context import SiteContext
from sitegen.facts.doubts.contradictions import doubt_entries
from sitegen.facts.history import history_json
from sitegen.facts.model import ModelFacts, model_facts
from sitegen.facts.ratings import ratings_json
from sitegen.facts.sellers.entries import sellers_details
from sitegen.facts.sellers.maker import maker_detail
from sitegen.facts.sources import sources_json
from sitegen.facts.usage import usage_days_json
from sitegen.facts.variants import Variant, variant_detail
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import UNPUBLISHED, document
from sitegen.forms.figures import MANY
from sitegen.forms.titles import roomy_title
from sitegen.pages import Page
from sitegen.pages.api.endpoints import file_head
from sitegen.pages.api.shapes import ModelFile
from sitegen.pages.choices import PRICE_WORDS, work_form
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.records import Json
from sitegen.records.amounts import per_million
from sitegen.records.price import Unit

CONTENTS = (
    ("prices", "Prices"),
    ("cost", "Cost of work"),
    ("abilities", "Abilities"),
    ("ratings", "Ratings and usage"),
    ("history", "Price history"),
    ("related", "Related models"),
    ("sources", "Sources and record"),
)
"""What the list of contents leads to, in the order of the page: anchors and names."""
_UNRELATED = tuple([line for line in CONTENTS if line[0] != "related"])

WORK = work_form()

MODELS = Crumb("Models", "")


def model_pages(model: Model, context: SiteContext) -> Iterator[Page]:
    """Yield a model's page and its two twins, all of the same facts."""
    yield from pages_of_facts(model_facts(model, context), context)


def badge_page(model: Model, context: SiteContext) -> Page:
    """Return a model's badge, which stands beside its page."""
    facts = {"badge": badge(context.rows[model.slug])}
    return Page(f"{model_path(model.slug)}{BADGE}", "badge.svg", facts)


def _badge_line(facts: ModelFacts) -> dict[str, str]:
    name = facts.opening.name
    return {"title": badge_title(name), "markdown": badge_markdown(name, facts.citation.address)}


def pages_of_facts(facts: ModelFacts, context: SiteContext) -> Iterator[Page]:
    """Yield the page and the two twins that say these facts."""
    head, folder = model_head(facts, context), model_path(facts.slug)
    page = {"head": head, **html_facts(facts), "badge": _badge_line(facts)}
    yield Page(head.path, "model.html", page, indexed=True)
    yield Page(f"{folder}index.json", content=document(model_file(facts, context)))
    yield Page(f"{folder}index.md", "model.md", facts._asdict())


def html_facts(facts: ModelFacts) -> dict[str, Any]:
    """Return what ``model.html`` and its sections draw: each section's facts under the section's name."""
    return {
        **facts._asdict(),
        "contents": CONTENTS if facts.related else _UNRELATED,
        "work": WORK,
        "words": PRICE_WORDS,
    }


def model_head(facts: ModelFacts, context: SiteContext) -> Head:
    """Return the head of a model's page."""
    opening, folder = facts.opening, model_path(facts.slug)
    head = Head(
        title=roomy_title(opening.title, "gone, as it was" if opening.left else "price and ratings"),
        description=opening.summary,
        path=folder + "index.html",
        alternates=(
            Alternate("application/json", folder + "index.json", "These facts as JSON"),
            Alternate("text/markdown", folder + "index.md", "These facts as Markdown"),
        ),
        trail=(MODELS, Crumb(opening.author, opening.author_path), Crumb(opening.name, folder)),
    )
    links = [origin.link for origin in facts.sources.origins if origin.link]
    return with_json_ld(head, context.site, changed=facts.changed, about=model_entity(facts), sources=links)


def model_file(facts: ModelFacts, context: SiteContext) -> ModelFile:
    """Return everything that is known of one model, the source's own records last."""
    entry: ModelFile = {
        **file_head(context.site, facts.version, "model"),
        **facts.identity,
        "description": None if facts.about.composed else facts.about.source,
        "maker_price": maker_detail(facts.sellers.maker),
        "variants": [
            variant_detail(one, [it.field for it in facts.doubts.unconfirmed if it.id == one.id and it.field])
            for one in facts.variants
        ],
        "sellers": sellers_details(facts.variants, facts.sellers.ids),
        "contradictions": doubt_entries(facts.doubts.contradictions),
        "set_aside": doubt_entries(facts.doubts.set_aside),
        "unconfirmed": doubt_entries(facts.doubts.unconfirmed),
        "substitutes": list(facts.substitutes),
        "ratings": ratings_json(facts.ratings),
        "usage_days": usage_days_json(facts.usage),
        "history": history_json(facts.history.lives, context.prices),
        "sources": sources_json(facts.sources.snapshots),
        "citation": citation_json(facts.citation),
        "raw": facts.raw,
    }
    blanks: Mapping[str, str] = facts.identity.get("blanks", {})
    if facts.about.composed:
        blanks = {**blanks, "description": UNPUBLISHED}
    if facts.sellers.maker.missing:
        blanks = {**blanks, "maker_price": facts.sellers.maker.missing.reason}
    # They stand last, and every other null is explained by what the entry is put together of.
    entry.pop("blanks", None)
    if blanks:
        entry["blanks"] = dict(blanks)
    return entry


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
    prices = [] if opening.left or main.charged else _asked(main)
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
        _specification(name, forms.price.amount, forms.price.high)
        for name, forms in prices
        if forms and forms.price.unit is Unit.TOKEN and forms.price.amount >= 0
    ]


@lru_cache(maxsize=MANY)
def _specification(name: str, amount: Decimal, high: Decimal | None) -> Json:
    """Return a price for a million tokens, or both ends of it (https://schema.org/minPrice)."""
    ends = {"price": amount} if high is None else {"minPrice": amount, "maxPrice": high}
    return {
        "@type": "UnitPriceSpecification",
        "name": name,
        **{end: f"{per_million(dollars).normalize():f}" for end, dollars in ends.items()},
        "priceCurrency": "USD",
        "unitText": "1M tokens",
    }
