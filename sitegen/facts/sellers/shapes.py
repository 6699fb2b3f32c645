"""The shapes in which programs read who sells a model and what its maker asks."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from sitegen.facts.prices import PriceEntry, RuleEntry
from sitegen.forms.documents import Blanks
from sitegen.forms.match_entry import MatchEntry
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
    seller_count: Annotated[int | None, "How many different sellers there are."]
    offer_count: Annotated[int | None, "How many offers they make."]
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
    offers: Annotated[list[OfferEntry], "All offers, cheapest input first, then output."]


class MakerEntry(TypedDict):
    """What the maker of a model asks for it, by models.dev."""

    model: Annotated[str, "The maker's provider and model at models.dev: PROVIDER/ID."]
    prices: Annotated[dict[str, PriceEntry], "List prices by kind; a kind that is absent is not published."]
    rules: Annotated[list[RuleEntry], "When other prices hold. Among rules that apply the last one wins."]
    context_tokens: Annotated[int | None, "The longest context, in tokens."]
    output_tokens: Annotated[int | None, "The longest answer, in tokens."]
    blanks: NotRequired[Blanks]


class MakerDetail(MakerEntry):
    """The same with what else the maker says, and how sure it is that this is the model."""

    unread_prices: Annotated[dict[str, Json], "Keys of its prices that are not understood, as they came."]
    status: Annotated[str | None, "alpha, beta or deprecated, where the source says so."]
    match: Annotated[MatchEntry | None, "How sure it is that the maker's model is this one, and why."]
