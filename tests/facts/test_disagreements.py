"""Disagreements: what each rule finds, in which order, and what it leaves alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.doubts.disagreements import disagreements
from sitegen.facts.doubts.rules import Disagreement
from sitegen.facts.prices import PriceTexts
from sitegen.records import Json
from sitegen.records.listing import Listing
from sitegen.records.snapshot import Receipt
from sitegen.sources import modelsdev, providers
from tests.pages.odd_world import SITE, site_files
from tests.worlds import listing

ID = "acme/anvil-2"


def seller(name: str, tag: str, **others: Json) -> dict[str, Json]:
    """Return an endpoint of the plain record's model."""
    prices: Json = {"prompt": "0.0000025", "completion": "0.00001"}
    return {"provider_name": name, "tag": tag, "context_length": 128_000, "pricing": prices, **others}


def receipt(day: str) -> Receipt:
    """Return the receipt of a snapshot that changed on a day."""
    return Receipt.model_validate({"address": "", "changed": day, "sha256": "", "rows": 1})


def found(
    rule: str, *sellers: dict[str, Json], makers: dict[str, Any] | None = None, record: Listing | None = None
) -> list[Disagreement]:
    """Return what a rule finds of one model with these sellers, and with its maker's model."""
    known = catalog(
        [record or listing()],
        endpoints=providers.endpoints([{"id": ID, "first": "forge", "endpoints": [*sellers]}]),
        makers=None if makers is None else makers_file(makers),
        receipts={
            "openrouter/models": receipt("2026-03-01"),
            providers.FEED: receipt("2026-03-02"),
            modelsdev.FEED: receipt("2026-03-03"),
        },
    )
    groups = {group.rule.key: group.found for group in disagreements(known, PriceTexts())}
    return list(groups[rule])


def makers_file(model: dict[str, Any]) -> modelsdev.ModelsDev:
    """Return models.dev's file with one model of Acme's own provider."""
    value = {
        "makers": {"acme": ["acme"]},
        "others": {},
        "models": [{"id": "acme/anvil-2", "name": "Anvil 2", **model}],
    }
    return modelsdev.modelsdev(value)


def sides(disagreement: Disagreement) -> list[tuple[str, list[str], str]]:
    """Return the sides of a disagreement."""
    return [(side.figure, list(side.who), side.day) for side in disagreement.sides]


def test_sellers_with_two_contexts_disagree() -> None:
    """Each size stands with all who publish it, the smallest first, and with the day of the sellers."""
    (one,) = found(
        "seller-context",
        seller("Forge", "forge"),
        seller("Bellows", "bellows", context_length=64_000),
        seller("Anneal", "anneal"),
    )
    assert sides(one) == [
        ("64,000 tokens", ["Bellows"], "2026-03-02"),
        ("128,000 tokens", ["Anneal", "Forge"], "2026-03-02"),
    ]
    assert (one.id, one.apart) == (ID, "+100 %")


def test_a_seller_that_says_two_things_is_told_apart_by_its_tag() -> None:
    """A name alone on both sides would say nothing."""
    (one,) = found(
        "seller-context",
        seller("Forge", "forge/eu"),
        seller("Forge", "forge/us", context_length=32_000),
        seller("Bellows", "bellows"),
    )
    assert [side.who for side in one.sides] == [("Forge (forge/us)",), ("Bellows", "Forge (forge/eu)")]


def test_a_seller_that_publishes_no_longest_answer_does_not_disagree() -> None:
    """A blank is no figure."""
    assert (
        found("seller-output", seller("Forge", "forge"), seller("B", "b", max_completion_tokens=8_000)) == []
    )


@pytest.mark.parametrize(("suffix", "number"), [("", 1), (":batch", 0), (":free", 0)])
def test_the_price_of_a_variant_that_is_sold_apart_is_not_compared(suffix: str, number: int) -> None:
    """Half the price as ``:batch`` is no disagreement with the maker's list price."""
    own = listing(id=f"{ID}{suffix}", pricing={"prompt": "0.00000125", "completion": "0.000005"})
    known = catalog([own], makers=makers_file({"cost": {"input": "2.5", "output": "5"}}))
    groups = {group.rule.key: group.found for group in disagreements(known, PriceTexts())}
    assert len(groups["maker-price"]) == number


def test_a_makers_price_that_openrouter_shows_otherwise() -> None:
    """Both prices stand with their days and whose they are: the first seller’s, where it asks just that."""
    cost = {"input": "2", "output": "10"}
    (one,) = found("maker-price", seller("Forge", "forge"), makers={"cost": cost})
    assert sides(one) == [
        ("$2 per 1M tokens", ["acme/anvil-2 at models.dev"], "2026-03-03"),
        ("$2.50 per 1M tokens", ["OpenRouter, first: Forge"], "2026-03-01"),
    ]
    assert (one.about, one.apart) == ("Input price", "+25 %")


def test_a_price_with_noise_is_rounded_on_the_page_and_exact_for_programs() -> None:
    """A reader sees a rounded figure with its sign; the JSON has every digit."""
    (one,) = found("maker-price", makers={"cost": {"input": "0.1000000000000000055", "output": "10"}})
    assert (one.sides[0].figure, one.sides[0].exact) == (
        "≈\u202f$0.10 per 1M tokens",
        "$0.1000000000000000055 per 1M tokens",
    )


def test_a_first_seller_with_another_price_than_the_catalogue_is_not_named() -> None:
    """The two were read at different hours: whose the catalogue's price was is not known."""
    dearer = seller("Forge", "forge", pricing={"prompt": "0.000003", "completion": "0.00001"})
    (one,) = found("maker-price", dearer, makers={"cost": {"input": "2", "output": "10"}})
    assert one.sides[1].who == ("OpenRouter",)


def test_equal_prices_and_kinds_that_one_lacks_are_no_disagreement() -> None:
    """Spelling does not count, and a kind of price that only one has is a blank of the other."""
    cost = {"input": "2.50", "output": "10.0", "cache_read": "0.25"}
    assert found("maker-price", seller("Forge", "forge"), makers={"cost": cost}) == []


def test_a_free_price_against_a_paid_one_comes_first_and_has_no_ratio() -> None:
    """Nothing is a multiple of zero, and nothing is further from it."""
    free = listing(pricing={"prompt": "0", "completion": "0.000005"})
    one, two = found("maker-price", makers={"cost": {"input": "2", "output": "10"}}, record=free)
    assert (one.about, one.apart, two.about, two.apart) == ("Input price", "", "Output price", "+100 %")


def test_a_makers_limits_that_are_others() -> None:
    """Context and longest answer are held against the record of the plain id."""
    limit = {"context": 1_000_000, "output": 16_384}
    (one,) = found("maker-limit", makers={"limit": limit, "cost": {"input": "2.5", "output": "10"}})
    assert [side.figure for side in one.sides] == ["128,000 tokens", "1,000,000 tokens"]


def test_what_is_furthest_apart_stands_first() -> None:
    """A reader of a long table looks at its beginning."""
    cost = {"input": "2", "output": "1"}
    assert [one.about for one in found("maker-price", makers={"cost": cost})] == [
        "Output price",
        "Input price",
    ]


def test_an_alias_repeats_nothing() -> None:
    """What is said of an alias is said of the model for which it stands."""
    alias = listing(id=ID, alias_target={"slug": "acme/anvil-3"})
    two = [seller("Forge", "forge"), seller("Bellows", "bellows", context_length=64_000)]
    assert found("seller-context", *two, record=alias) == []


@pytest.mark.parametrize("text", ["64,000 tokens", "Forge", "Sellers with different contexts"])
def test_the_page_and_its_json_have_them(text: str) -> None:
    """Figure, seller and rule stand on the page, in the JSON and, as a count, in the methodology."""
    rows: Json = [
        {
            "id": ID,
            "first": "forge",
            "endpoints": [seller("Forge", "forge"), seller("Bellows", "bellows", context_length=64_000)],
        }
    ]
    context = SiteContext(catalog([listing()], endpoints=providers.endpoints(rows)), SITE)
    files = site_files(context)
    assert text in files["disagreements/index.html"].decode()
    value = json.loads(files["api/v1/disagreements.json"])
    assert text in json.dumps(value)
    counts = {rule["rule"]: rule["count"] for rule in value["rules"]}
    assert counts["seller-context"] == 1
