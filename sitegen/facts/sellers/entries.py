"""The sellers of a model as programs read them: an entry an id, and in the model's own file every offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.facts.prices import exact, price_entries
from sitegen.facts.sellers.offers import INPUT, OUTPUT, IdOffers, Offer, price_owner
from sitegen.facts.sellers.shapes import OfferEntry, OfferName, SellersDetail, SellersEntry
from sitegen.facts.variants import Variant
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import explained
from sitegen.forms.figures import day


def sellers_entry(variant: Variant, sold: IdOffers) -> SellersEntry:
    """Return who sells an id, for choosing."""
    compared, none = sold.compared, sold.missing
    owner = price_owner(variant, sold)
    entry: SellersEntry = {
        "id": sold.id,
        "seller_count": None if none else len(sold.sellers),
        "offer_count": None if none else len(sold.offers),
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
        "offers": [offer_entry(offer) for offer in sold.offers],
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
