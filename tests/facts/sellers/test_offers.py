"""Offers: their order, what tells first and maker, and the reason where nobody is known to sell an id."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from sitegen.facts.model import model_facts
from sitegen.facts.sellers.offers import IdOffers, is_maker, makers_names, price_owner
from sitegen.facts.variants import variants
from sitegen.forms.addresses import model_path
from sitegen.records.endpoint import Endpoints
from sitegen.records.snapshot import SetAside
from tests.pages.odd_world import site_files
from tests.sellers_world import DAY, PLAIN, endpoint, known, offers, sold
from tests.worlds import by_the_hour, listing


def named(found: IdOffers) -> list[str]:
    """Return the sellers of an id in their order."""
    return [offer.seller for offer in found.offers]


def test_the_cheapest_input_stands_first_and_then_the_cheapest_output() -> None:
    """Output decides among equal inputs; a name decides among equal prices, whoever is put first."""
    (found,) = offers(
        known(
            sold(
                endpoint("Dear", "0.000009", "0.000001"),
                endpoint("Even", "0.000001", "0.000002"),
                endpoint("Able", "0.000001", "0.000002"),
                endpoint("Cheap", "0.000001", "0.0000015"),
            )
        )
    )
    assert named(found) == ["Cheap", "Able", "Even", "Dear"]
    assert [offer.first for offer in found.offers] == [False, False, False, True]


def test_what_has_no_amount_stands_behind_and_is_not_compared() -> None:
    """Free is the cheapest, an hourly price stands where its cheapest hour does, no amount stands last."""
    (found,) = offers(
        known(
            sold(
                endpoint("None", None, None),
                endpoint("Varies", "-1", "-1"),
                endpoint("Half", "0.0000001", None),
                endpoint("Hourly", pricing=by_the_hour(night="0.0000002", day="0.000009")),
                endpoint("Plain", "0.0000003"),
                endpoint("Free", "0", "0"),
            )
        )
    )
    assert named(found) == ["Free", "Half", "Hourly", "Plain", "Varies", "None"]
    assert [offer.seller for offer in found.compared] == ["Free", "Hourly", "Plain"]


def test_prices_that_differ_in_the_last_digit_are_told_apart() -> None:
    """The order is that of exact decimals, where floats would be equal."""
    low, high = "0.00000010000000000000001", "0.00000010000000000000002"
    (found,) = offers(known(sold(endpoint("A", high), endpoint("B", low))))
    assert named(found) == ["B", "A"]
    assert found.offers[0].prices[0].price.amount == Decimal(low)


def test_an_offer_lacks_what_another_seller_of_the_id_takes() -> None:
    """Only parameters of other sellers count; a seller that lists none lacks nothing that is known."""
    (found,) = offers(
        known(
            sold(
                endpoint("All", "0.1", supported_parameters=["tools", "seed"]),
                endpoint("Few", "0.2", supported_parameters=["seed"]),
                endpoint("Silent", "0.3", supported_parameters=None),
            )
        )
    )
    assert [offer.lacks for offer in found.offers] == [(), ("tools",), None]


@pytest.mark.parametrize(
    ("seller", "tag", "slug", "name", "expected"),
    [
        ("DeepSeek", "deepseek", "deepseek", "DeepSeek", True),
        ("Google AI Studio", "google-ai-studio", "google", "Google", True),
        ("Amazon Bedrock", "amazon-bedrock", "amazon", "Amazon", True),
        ("Amazon Bedrock", "amazon-bedrock", "anthropic", "Anthropic", False),
        ("Azure", "azure", "microsoft", "Microsoft", False),
        ("Mistral", "mistral", "mistralai", "Mistral", True),
        ("Alibaba", "alibaba", "qwen", "Qwen", True),
        ("Moonshot AI", "moonshotai/fp8", "moonshotai", "MoonshotAI", True),
        ("Metal", "metal", "meta", "Meta", False),
        ("Together", "together", "togethercomputer", "Together Computer", False),
    ],
)
def test_a_seller_is_the_maker_by_its_name(
    seller: str, tag: str, slug: str, name: str, *, expected: bool
) -> None:
    """The name of the seller, or words that it begins with, are the maker's name or its part of the slug."""
    assert is_maker(seller, tag, makers_names(slug, name)) is expected


def reason(endpoints: dict[str, Endpoints] | None, **changed: object) -> tuple[str, str]:
    """Return why the plain record with some changes has no sellers."""
    (found,) = offers(known(endpoints, listing(**changed)))
    assert found.missing
    return found.missing.reason, found.missing.sentence


def test_each_id_without_offers_says_why() -> None:
    """Not read, nobody, an alias, a router and an id without an answer of its own are five things."""
    assert reason(None)[0] == "seller not known"
    assert reason(sold())[0] == "no seller listed"
    assert reason({}, id="~acme/latest", canonical_slug="~acme/latest")[0] == "not applicable"
    assert reason({}, id="acme/r", architecture={"tokenizer": "Router"})[0] == "not applicable"
    word, sentence = reason({}, id=f"{PLAIN}:free")
    assert word == "not in the source"
    assert sentence.endswith(f"its sellers need not be those of {PLAIN}.")


def test_an_answer_that_failed_was_not_read() -> None:
    """The reason and the day stand there, by the id or by the slug; an id that nobody asked has no reason."""
    slug = listing(id="acme/anvil").slug
    for key in ("acme/anvil", slug):
        aside = (SetAside(row=key, reason="answers 500"),)
        context = known({}, listing(id="acme/anvil"), aside=aside)
        (found,) = offers(context)
        assert found.missing == ("not read: answers 500, 2026-03-01", SENTENCE, (), "")
    assert reason({}) == ("not read", "Its sellers were not read.")


def test_what_could_not_be_read_stands_among_what_is_set_aside() -> None:
    """An answer that failed, a seller and a field of one, each under the id; the same in page and twins."""
    aside = (
        SetAside(row=listing().slug, reason="answers 500"),
        SetAside(row=f"{PLAIN}@forge", reason="'x', no whole number", field="context_length"),
        SetAside(row=f"{PLAIN}@mill%40eu#2", reason="price prompt is 'x', no number", since=DAY),
        SetAside(row="acme/other", reason="answers 500"),
    )
    context = known(sold(endpoint("Forge")), aside=aside)
    facts = model_facts(context.catalog.models[0], context)
    told = [
        "Forge (forge): 'x', no whole number.",
        "the seller mill@eu, second offer: price prompt is 'x', no number; the record of 2026-03-01 stays.",
        "the answer about its sellers: answers 500.",
    ]
    assert [(one.id, one.sentence) for one in facts.doubts.set_aside] == [(PLAIN, words) for words in told]
    made = site_files(context)
    folder = model_path(listing().slug)
    document = json.loads(made[f"{folder}index.json"])
    assert document["set_aside"] == [{"id": PLAIN, "sentence": words} for words in told]
    for name in ("index.html", "index.md"):
        lines = [line for line in made[f"{folder}{name}"].decode().splitlines() if "set aside: " in line]
        assert ["answers 500" in line for line in lines] == [False, False, True]


SENTENCE = "Its sellers were not read: answers 500, 2026-03-01."


def test_a_variant_does_not_take_the_sellers_of_the_plain_id() -> None:
    """Where the source has sellers of the plain id alone, its :free id has none."""
    context = known(sold(endpoint("Forge")), listing(), listing(id=f"{PLAIN}:free"))
    plain, free = offers(context)
    assert (named(plain), named(free)) == (["Forge"], [])


def test_a_record_that_stays_has_its_day() -> None:
    """Where the last record of an endpoint, or the last answer, was refused, the one shown has its day."""
    aside = (
        SetAside(row=f"{PLAIN}@forge", reason="no price", since=DAY),
        SetAside(row=PLAIN, reason="half an answer", since=DAY),
        SetAside(row=f"{PLAIN}@new", reason="no price"),
    )
    (found,) = offers(known(sold(endpoint("Forge"), endpoint("New", "0.1")), aside=aside))
    assert found.since == DAY
    assert [(offer.since, offer.refused) for offer in found.offers] == [(DAY, "no price"), (None, "")]


def test_the_price_of_the_catalogue_has_an_owner() -> None:
    """It is the first offer's where that asks it, else that of who does, and nobody's where nobody does."""
    shown = {"prompt": "0.000001", "completion": "0.000002"}
    first, other = endpoint("First"), endpoint("Other")
    dear = endpoint("Dear", "0.000009")
    for sellers, owner in (((first, other), "First"), ((dear, other), "Other"), ((dear,), None)):
        context = known(sold(*sellers), listing(pricing=shown))
        (variant,) = variants(context.catalog.models[0], context.prices)
        found = price_owner(variant, offers(context)[0])
        assert (found.seller if found else None) == owner
