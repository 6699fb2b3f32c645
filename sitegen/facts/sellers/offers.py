"""Offers: what each seller of an id asks, cheapest first, or why nobody is known to sell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from sitegen.catalog.model import Catalog, Gone, Model, snapshot_day
from sitegen.facts.prices import PriceForms, PriceTexts, RuleForms
from sitegen.forms.blanks import Blank, Missing, retired_by
from sitegen.forms.figures import MANY, day
from sitegen.records import Json
from sitegen.records.endpoint import Endpoint, Endpoints, journal_id, which_offer
from sitegen.records.listing import ALIAS, MODEL, Listing
from sitegen.records.price import Price, PriceList, same_price
from sitegen.records.snapshot import SetAside
from sitegen.sources import modelsdev
from sitegen.sources.providers import FEED

INPUT, OUTPUT = "prompt", "completion"
"""The kinds of price by which offers are put in order."""


class Offer(NamedTuple):
    """What one seller asks for one id, its limits in tokens, and what it cannot do.

    ``which`` says which offer it is of two that the seller has under one tag: ``second offer``, else "".
    ``precision`` is the quantization, None where the seller does not say it. ``lacks`` are the parameters
    that another seller of the id takes and this one does not; None where this one does not list its own.
    ``absences`` says why a field is empty that was set aside, by the field's name in the JSON.
    ``first`` is the offer that OpenRouter puts first, ``maker`` one of the model's own maker. ``since`` is
    the day of the record where the last one could not be read, with the reason in ``refused``.
    """

    seller: str
    tag: str
    key: str
    which: str
    precision: str | None
    prices: tuple[PriceForms, ...]
    rules: tuple[RuleForms, ...]
    hours: tuple[int, ...]
    discount: Decimal | None
    unread_prices: dict[str, Json]
    context: int | None
    longest: int | None
    longest_prompt: int | None
    parameters: tuple[str, ...] | None
    lacks: tuple[str, ...] | None
    first: bool
    maker: bool
    since: date | None
    refused: str
    absences: Mapping[str, str]

    @property
    def words(self) -> str:
        """The tag, and which of the seller's offers under it this is: ``forge/us, second offer``."""
        return f"{self.tag}, {self.which}" if self.which else self.tag

    def reason(self, field: str) -> str:
        """Return why a field is empty."""
        return self.absences.get(field, Blank.NOT_PUBLISHED.value)

    def price(self, key: str) -> PriceForms | None:
        """Return the base price of one kind, or None where the seller publishes none."""
        for forms in self.prices:
            if forms.price.key == key:
                return forms
        return None


class IdOffers(NamedTuple):
    """Who sells one id: its offers, cheapest first.

    ``missing`` says why there are none, and is None where there are. ``answered`` is the id whose sellers
    these are, where OpenRouter answered with another one, and ``since`` the day of the answer, where the last
    one could not be read.
    """

    id: str
    offers: tuple[Offer, ...]
    missing: Missing | None
    answered: str | None = None
    since: date | None = None

    @property
    def first(self) -> Offer | None:
        """The offer that OpenRouter puts first."""
        return next((offer for offer in self.offers if offer.first), None)

    @property
    def compared(self) -> tuple[Offer, ...]:
        """The offers that have an amount for input and for output, cheapest first; else those for input."""
        both = [offer for offer in self.offers if _has_amounts(offer, (INPUT, OUTPUT))]
        return tuple(both or [offer for offer in self.offers if _has_amounts(offer, (INPUT,))])

    @property
    def sellers(self) -> tuple[str, ...]:
        """The names of the sellers, each once, the cheapest first."""
        return tuple(dict.fromkeys([offer.seller for offer in self.offers]))


def _has_amounts(offer: Offer, keys: Iterable[str]) -> bool:
    for key in keys:
        forms = offer.price(key)
        if forms is None or forms.price.amount < 0:
            return False
    return True


def refused_offers(catalog: Catalog) -> dict[str, SetAside]:
    """Return the notes on answers and endpoints that could not be read, by the row that each names.

    Where nothing is on file in its place, the day of the reading stands behind the reason.
    """
    receipt = catalog.receipts.get(FEED)
    if receipt is None:
        return {}
    on = day(snapshot_day(receipt))
    return {
        note.row: note if note.since else note.model_copy(update={"reason": f"{note.reason}, {on}"})
        for note in receipt.set_aside
        if not note.field
    }


def all_offers(
    model: Model,
    author: str,
    texts: PriceTexts,
    refused: Mapping[str, SetAside],
) -> tuple[IdOffers, ...]:
    """Return who sells each id of a model, in the order of its listings; ``author`` is the maker's name."""
    current = [_id_offers(model, listing, author, texts, refused) for listing in model.variants]
    return (*current, *[IdOffers(item.listing.id, (), _retired(item)) for item in model.gone])


def _retired(gone: Gone) -> Missing:
    word = retired_by(gone.left)
    return Missing(word, f"{word[:1].upper()}{word[1:]}.")


def _id_offers(
    model: Model, listing: Listing, author: str, texts: PriceTexts, refused: Mapping[str, SetAside]
) -> IdOffers:
    sold = (model.endpoints or {}).get(listing.id)
    if sold is None or not sold.all:
        return IdOffers(listing.id, (), _missing(model, listing, sold, refused))
    note = refused.get(listing.id) or refused.get(model.slug)
    union = dict.fromkeys([name for one in sold.all for name in one.parameters or ()])
    makers = makers_names(model.author, author)
    offers = [
        _offer(endpoint, sold, tuple(union), makers, texts, refused)
        for endpoint in sorted(sold.all, key=_order)
    ]
    return IdOffers(listing.id, tuple(offers), None, sold.answered, note.since if note else None)


def _offer(
    endpoint: Endpoint,
    sold: Endpoints,
    union: Sequence[str],
    makers: frozenset[str],
    texts: PriceTexts,
    refused: Mapping[str, SetAside],
) -> Offer:
    prices, own = endpoint.prices, endpoint.parameters
    note = refused.get(journal_id(sold.id, endpoint.key)) if refused else None
    return Offer(
        seller=endpoint.seller,
        tag=endpoint.tag,
        key=endpoint.key,
        which=_which(endpoint, sold),
        precision=endpoint.precision,
        prices=texts.all_forms(prices.prices),
        rules=tuple([texts.rule(rule) for rule in prices.rules]) if prices.rules else (),
        hours=prices.hours,
        discount=prices.discount or None,
        unread_prices=prices.unread,
        context=endpoint.context_length,
        longest=endpoint.max_completion_tokens,
        longest_prompt=endpoint.max_prompt_tokens,
        parameters=own,
        lacks=None if own is None else tuple([name for name in union if name not in own]),
        first=endpoint.key == sold.first,
        maker=is_maker(endpoint.seller, endpoint.tag, makers),
        since=note.since if note else None,
        refused=note.reason if note and note.since else "",
        absences=_absences(endpoint) if endpoint.odd else NO_ABSENCES,
    )


def _which(endpoint: Endpoint, sold: Endpoints) -> str:
    """Return which of two offers under one tag an offer is, "" where it is the first or has the tag alone."""
    which = which_offer(endpoint.key)
    doubled = which and any(one.tag == endpoint.tag for one in sold.all if one is not endpoint)
    return which if doubled else ""


NO_ABSENCES: Mapping[str, str] = {}
FIELDS = {
    "context_length": "context_tokens",
    "max_completion_tokens": "output_tokens",
    "max_prompt_tokens": "input_tokens",
    "quantization": "quantization",
    "supported_parameters": "parameters",
}
"""The key of an endpoint's record → our field."""


def _absences(endpoint: Endpoint) -> Mapping[str, str]:
    """Return what stands in the place of fields that were set aside: ``set aside: no whole number``."""
    odd = {one.key.partition(".")[0]: one.fault for one in endpoint.odd}
    return {FIELDS[key]: f"{Blank.SET_ASIDE.value}: {fault}" for key, fault in odd.items() if key in FIELDS}


def _order(endpoint: Endpoint) -> tuple[object, ...]:
    """Put the cheapest input first, then the cheapest output; what has no amount stands last."""
    return (*price_order(endpoint.prices), endpoint.seller.casefold(), endpoint.key)


def price_order(prices: PriceList) -> tuple[tuple[int, Decimal, Decimal], ...]:
    """Return the place of a price list among others: by input, then by output.

    A price by the hour stands where its cheapest hour does. A price that varies by request stands behind all
    amounts, and one that is not published behind these.
    """
    return _place(prices.get(INPUT)), _place(prices.get(OUTPUT))


def _place(price: Price | None) -> tuple[int, Decimal, Decimal]:
    if price is None or price.amount < 0:
        return 2 if price is None else 1, Decimal(0), Decimal(0)
    return 0, price.amount, price.amount if price.high is None else price.high


class Priced(Protocol):
    """What has prices by kind: an offer, a maker's list price, an id of the catalogue."""

    def price(self, key: str) -> PriceForms | None:
        """Return the price of one kind, or None where there is none."""


def same_pair(one: Priced, other: Priced) -> bool:
    """Whether two ask the same for input and for output."""
    for key in (INPUT, OUTPUT):
        mine, theirs = _price(one, key), _price(other, key)
        # Equal prices are mostly one object.
        if mine is not theirs and not same_price(mine, theirs):
            return False
    return True


def _price(priced: Priced, key: str) -> Price | None:
    forms = priced.price(key)
    return forms.price if forms else None


def price_owner(shown: Priced, sold: IdOffers) -> Offer | None:
    """Return the offer whose price the catalogue shows for an id; None where no seller asks just that."""
    ordered = sorted(sold.offers, key=lambda offer: not offer.first)
    return next((offer for offer in ordered if same_pair(shown, offer)), None)


NOBODY = Missing(Blank.NO_SELLER.value, "OpenRouter lists no seller of it.")
UNKNOWN_SELLER = Missing(
    Blank.SELLER_NOT_KNOWN.value,
    "The seller is not known: who sells the model, and at what price, was not read.",
)
UNREAD = Missing(Blank.NOT_READ.value, "Its sellers were not read.")
ALIASED = Missing(
    Blank.NOT_APPLICABLE.value, "An alias is sold by whoever sells the model to which it points."
)
ROUTED = Missing(
    Blank.NOT_APPLICABLE.value, "A router is sold by whoever sells the model to which it passes a request."
)


def _missing(
    model: Model, listing: Listing, sold: Endpoints | None, refused: Mapping[str, SetAside]
) -> Missing:
    """Return why an id that is listed has no offers."""
    if model.endpoints is None:
        return UNKNOWN_SELLER
    if listing.kind != MODEL:
        return ALIASED if listing.kind == ALIAS else ROUTED
    if sold is not None:
        return NOBODY
    note = refused.get(listing.id) or (None if listing.variant else refused.get(model.slug))
    if note:
        why = f"{Blank.NOT_READ.value}: {note.reason}"
        return Missing(why, f"Its sellers were {why}.")
    if not listing.variant:
        return UNREAD
    plain = listing.id.partition(":")[0]
    why = f"The source has no answer of its own about this id, and its sellers need not be those of {plain}."
    return Missing(Blank.NOT_IN_SOURCE.value, why)


@lru_cache(maxsize=MANY)
def makers_names(slug: str, name: str) -> frozenset[str]:
    """Return what the maker of a model may be called as a seller, in letters and digits alone.

    ``slug`` is the author's part of the slug, ``name`` how models spell it; models.dev may have another.
    """
    return frozenset(map(_plain, (slug.lstrip("~"), name, *modelsdev.MAKERS.get(slug, ()))))


@lru_cache(maxsize=MANY)
def is_maker(seller: str, tag: str, makers: frozenset[str]) -> bool:
    """Whether a seller is the maker of the model: its name, or words that it begins with, are the maker's.

    So Google AI Studio and Google are Google, Amazon Bedrock is Amazon, and Azure is not Microsoft.
    """
    words = seller.split()
    begun = {_plain("".join(words[:number])) for number in range(1, len(words) + 1)}
    return not makers.isdisjoint(begun | {_plain(tag.partition("/")[0])})


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
