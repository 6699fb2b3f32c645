"""The maker's list price: what the maker of a model asks for it by models.dev, or why that is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sitegen.catalog.model import Model, NoOffer
from sitegen.facts.prices import PriceForms, PriceTexts, RuleForms, price_entries
from sitegen.facts.sellers.shapes import MakerDetail, MakerEntry
from sitegen.forms.blanks import Blank, Missing
from sitegen.forms.documents import explained
from sitegen.forms.match_entry import match_json
from sitegen.records import Json
from sitegen.records.match import Match
from sitegen.records.price import NO_PRICES


class MakersPrice(NamedTuple):
    """The maker's list price with the evidence of the join; ``missing`` says why there is none.

    ``name`` is the maker's, ``id`` the model's at models.dev, lengths are tokens, and ``status`` is the
    maker's word for a model that is not quite out or not quite gone, "" for none.
    """

    name: str
    missing: Missing | None
    id: str = ""
    prices: tuple[PriceForms, ...] = ()
    rules: tuple[RuleForms, ...] = ()
    unread_prices: Mapping[str, Json] = NO_PRICES.unread
    context: int | None = None
    longest: int | None = None
    status: str = ""
    match: Match | None = None

    def price(self, key: str) -> PriceForms | None:
        """Return the list price of one kind, or None where there is none."""
        return next((forms for forms in self.prices if forms.price.key == key), None)


def makers_price(model: Model, name: str, texts: PriceTexts) -> MakersPrice:
    """Return what the maker of a model, who is called ``name``, asks for it."""
    offer = model.maker
    if offer.prices is None or offer.model is None:
        return MakersPrice(name, _missing(model), id=offer.model.id if offer.model else "", match=offer.match)
    listed, limit = offer.prices, offer.model.limit
    return MakersPrice(
        name=name,
        missing=None,
        id=offer.model.id,
        prices=texts.all_forms(listed.prices),
        rules=tuple([texts.rule(rule) for rule in listed.rules]),
        unread_prices=listed.unread,
        context=limit.context,
        longest=limit.output,
        status=offer.model.status or "",
        match=offer.match,
    )


STAND_IN = Missing(Blank.NOT_APPLICABLE.value, "an alias or a router stands for other models")


def _missing(model: Model) -> Missing:
    offer = model.maker
    if model.primary.is_stand_in and offer.reason is not NoOffer.NOT_READ:
        return STAND_IN
    reason = Blank(offer.reason.value) if offer.reason else Blank.NOT_PUBLISHED
    return Missing(reason.value, f"{offer.why}.")


def maker_entry(maker: MakersPrice) -> MakerEntry | None:
    """Return the maker's list price for choosing, or None where there is none."""
    if maker.missing:
        return None
    entry: MakerEntry = {
        "model": maker.id,
        "prices": price_entries(maker.prices),
        "rules": [rule.entry for rule in maker.rules],
        "context_tokens": maker.context,
        "output_tokens": maker.longest,
    }
    return explained(entry)


def maker_detail(maker: MakersPrice) -> MakerDetail | None:
    """Return the maker's list price with its limits and the evidence, or None where there is none."""
    entry = maker_entry(maker)
    if entry is None:
        return None
    detail: MakerDetail = {
        **entry,
        "unread_prices": dict(maker.unread_prices),
        "status": maker.status or None,
        "match": None if maker.match is None else match_json(maker.match),
    }
    return explained(detail)
