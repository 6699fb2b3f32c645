"""The sellers of a model as programs read them: an entry an id, and in the model's own file every offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, NotRequired, TypedDict

from sitegen.facts.prices import PriceEntry, RuleEntry, exact, price_entries
from sitegen.facts.sellers.offers import INPUT, OUTPUT, IdOffers, Offer
from sitegen.facts.sellers.words import price_owner
from sitegen.facts.variants import Variant
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import day
from sitegen.records import Json


class OfferName(TypedDict):
    """Which offer, and what it asks for input and output."""

    provider_name: Annotated[str, "The seller, as OpenRouter calls it."]
    tag: Annotated[str, "The tag by which a request asks for this offer."]
    input: Annotated[PriceEntry | None, "The base price of input."]
    output: Annotated[PriceEntry | None, "The base price of output."]
    blanks: NotRequired[Blanks]


class SellersEntry(TypedDict):
    """Who sells one id."""

    id: Annotated[str, "The id."]
    sellers: Annotated[int | None, "How many different sellers there are."]
    offers: Annotated[int | None, "How many offers they make."]
    first: Annotated[OfferName | None, "The offer that OpenRouter puts first."]
    cheapest: Annotated[OfferName | None, "The offer with the cheapest input, and among these, output."]
    dearest: Annotated[OfferName | None, "The offer with the dearest input, and among these, output."]
    price_of: Annotated[str | None, "The key of the offer whose price the catalogue shows for the id."]
    blanks: NotRequired[Blanks]


class OfferEntry(TypedDict):
    """What one seller asks for one id."""

    provider_name: Annotated[str, "The seller, as OpenRouter calls it."]
    tag: Annotated[str, "The tag by which a request asks for this offer."]
    key: Annotated[str, "The tag, numbered where a seller has two offers under it: TAG#2."]
    quantization: Annotated[str | None, "The precision in which the model is served: fp8, bf16 and others."]
    first: Annotated[bool, "Whether OpenRouter puts this offer first."]
    maker: Annotated[bool, "Whether the seller is the model's own maker, by its name."]
    prices: Annotated[dict[str, PriceEntry], "Base prices by kind; a kind that is absent is not published."]
    rules: Annotated[list[RuleEntry], "When other prices hold. Among rules that apply the last one wins."]
    hours: Annotated[list[int], "The times of day (HHMM in UTC) at which prices become others."]
    discount: Annotated[str | None, "The discount that the source states, as a decimal string."]
    unread_prices: Annotated[dict[str, Json], "Price keys whose value is no price, as they came."]
    context_tokens: Annotated[int | None, "The longest context, in tokens."]
    input_tokens: Annotated[int | None, "The longest prompt, in tokens."]
    output_tokens: Annotated[int | None, "The longest answer, in tokens."]
    parameters: Annotated[list[str] | None, "The request parameters that the seller supports."]
    lacks: Annotated[list[str] | None, "Those that another seller of the id supports and this one does not."]
    record_of: NotRequired[
        Annotated[str, "Only where the last record was set aside: the day of the one that stands here."]
    ]
    blanks: NotRequired[Blanks]


class SellersDetail(SellersEntry):
    """Who sells one id, and what each asks."""

    answered: NotRequired[
        Annotated[str, "Only where OpenRouter answered with the sellers of another id: that id."]
    ]
    answer_of: NotRequired[
        Annotated[str, "Only where the last answer could not be read: the day of the one that stands here."]
    ]
    every_offer: Annotated[list[OfferEntry], "All offers, cheapest input first, then output."]


def sellers_entry(variant: Variant, sold: IdOffers) -> SellersEntry:
    """Return who sells an id, for choosing."""
    compared, none = sold.compared, sold.missing
    owner = price_owner(variant, sold)
    entry: SellersEntry = {
        "id": sold.id,
        "sellers": None if none else len(sold.sellers),
        "offers": None if none else len(sold.offers),
        "first": _name(sold.first),
        "cheapest": _name(compared[0] if compared else None),
        "dearest": _name(compared[-1] if compared else None),
        "price_of": owner.key if owner else None,
    }
    reason = none.reason if none else ""
    others = {"cheapest": NO_AMOUNT, "dearest": NO_AMOUNT, "first": Blank.NOT_PUBLISHED.value}
    reasons = {**others, "price_of": Blank.SELLER_NOT_KNOWN.value}
    return explained(entry, dict.fromkeys(entry, reason) if none else reasons)


NO_AMOUNT = "no amount"
"""Why there is no cheapest offer: prices vary by request, or are not published."""


def _name(offer: Offer | None) -> OfferName | None:
    if offer is None:
        return None
    forms = [offer.price(key) for key in (INPUT, OUTPUT)]
    entry: OfferName = {
        "provider_name": offer.seller,
        "tag": offer.tag,
        "input": forms[0].entry if forms[0] else None,
        "output": forms[1].entry if forms[1] else None,
    }
    return explained(entry)


def sellers_entries(variants: Sequence[Variant], every: Iterable[IdOffers]) -> list[SellersEntry]:
    """Return who sells each id of a model, for choosing."""
    return [sellers_entry(variant, sold) for variant, sold in zip(variants, every, strict=True)]


def sellers_details(variants: Sequence[Variant], every: Iterable[IdOffers]) -> list[SellersDetail]:
    """Return who sells each id of a model, with every offer."""
    return [_detail(variant, sold) for variant, sold in zip(variants, every, strict=True)]


def _detail(variant: Variant, sold: IdOffers) -> SellersDetail:
    detail: SellersDetail = {
        **sellers_entry(variant, sold),  # type: ignore[typeddict-item] # the two days come below
        "every_offer": [offer_entry(offer) for offer in sold.offers],
    }
    if sold.answered:
        detail["answered"] = sold.answered
    if sold.since:
        detail["answer_of"] = day(sold.since)
    if "blanks" in detail:
        detail["blanks"] = detail.pop("blanks")
    return detail


def offer_entry(offer: Offer) -> OfferEntry:
    """Return one offer as programs read it."""
    entry: OfferEntry = {
        "provider_name": offer.seller,
        "tag": offer.tag,
        "key": offer.key,
        "quantization": offer.precision,
        "first": offer.first,
        "maker": offer.maker,
        "prices": price_entries(offer.prices),
        "rules": [rule.entry for rule in offer.rules],
        "hours": list(offer.hours),
        "discount": None if offer.discount is None else exact(offer.discount),
        "unread_prices": offer.unread_prices,
        "context_tokens": offer.context,
        "input_tokens": offer.longest_prompt,
        "output_tokens": offer.longest,
        "parameters": None if offer.parameters is None else list(offer.parameters),
        "lacks": None if offer.lacks is None else list(offer.lacks),
    }
    if offer.since:
        entry["record_of"] = day(offer.since)
    return explained(entry, {"discount": "none", "lacks": offer.reason("parameters"), **offer.absences})
