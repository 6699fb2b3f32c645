"""The sentence on sellers: each shape of a market in words, and whose the prices of the catalogue are."""

from __future__ import annotations

import csv
import json

import pytest

from sitegen.facts.model import model_facts
from sitegen.facts.prices import MEANING
from sitegen.pages.api.files import pages as files_pages
from sitegen.pages.model import model_file
from sitegen.records.corrected import corrected
from sitegen.records.endpoint import Endpoint, Endpoints
from sitegen.sources.modelsdev import ModelsDev
from tests.facts.rare_world import corrections
from tests.sellers_world import PLAIN, endpoint, known, makers, sold
from tests.worlds import by_the_hour, listing


def summary(*endpoints: Endpoint) -> str:
    """Return the sentence on these sellers of the plain id."""
    context = known(sold(*endpoints))
    return model_facts(context.catalog.models[0], context).sellers.summary


def test_cheapest_and_dearest_are_named_with_both_prices() -> None:
    """The first offer is named, with its prices where they are neither of the two."""
    assert summary(
        endpoint("Mid", "0.0000002"),
        endpoint("Low", "0.0000001", quantization="fp8"),
        endpoint("High", "0.000009"),
    ) == (
        "3 sellers: from $0.10 in, $2 out per 1M tokens (Low, fp8) to $9, $2 (High). "
        "Shown first: Mid, at $0.20, $2."
    )


def test_the_cheapest_output_is_named_where_another_has_it() -> None:
    """Input comes first in the order, and no reader is led to think that its output is the cheapest, too."""
    text = summary(endpoint("A", "0.000001", "0.000009"), endpoint("B", "0.000002", "0.000003"))
    assert "from $1 in, $9 out per 1M tokens (A) to $2, $3 (B). Cheapest output: $3 (B)." in text


def test_one_price_of_all_is_said_once() -> None:
    """Where all ask the same, there is no span, and all are named."""
    assert summary(endpoint("A"), endpoint("B"), endpoint("C")).startswith(
        "All 3 sellers ask $1 in, $2 out per 1M tokens: A, B and C. Shown first: A."
    )


def test_one_seller_is_alone() -> None:
    """One seller has no first and no span, unless its own offers differ: then their tags tell them apart."""
    assert summary(endpoint("Acme")) == "Sold by Acme alone, at $1 in, $2 out per 1M tokens."
    prices = {"eu": "0.000001", "us": "0.000003"}
    tags = [f"acme/{place}" for place in prices]
    two = [
        endpoint("Acme", price, key=tag, tag=tag) for tag, price in zip(tags, prices.values(), strict=True)
    ]
    assert summary(*two) == (
        "Sold by Acme alone in 2 offers, from $1 in, $2 out per 1M tokens (Acme, acme/eu) to $3, $2 "
        "(Acme, acme/us). Shown first: Acme, acme/eu."
    )


def test_many_at_one_end_are_counted_with_the_first_offer_in_front() -> None:
    """Of more than two at the cheapest price one is named: the one that is shown first, if it is there."""
    ends = [endpoint(name) for name in ("Zed", "Able", "Best")]
    assert "(Zed and 2 more) to $9, $2 (Dear)" in summary(*ends, endpoint("Dear", "0.000009"))


def test_free_and_hourly_and_absent_prices_have_words() -> None:
    """Free is said once, both ends of an hourly price stand there, and what has no amount is counted."""
    free = endpoint("A", "0", "0")
    assert summary(free) == "Sold by A alone: free."
    assert summary(free, endpoint("B")).startswith("2 sellers: from free (A) to $1, $2 per 1M tokens (B).")
    assert "$0.20 to $0.40 by the hour in, $1 out" in summary(endpoint("A", pricing=by_the_hour()))
    assert "1 of them has no amount to compare." in summary(endpoint("A"), endpoint("B", "-1", "-1"))
    assert summary(endpoint("A", None, None)) == "Sold by A alone: price not published."


def test_the_makers_list_price_stands_beside_the_sellers() -> None:
    """Its source stands beside it; where it is missing the reason does, unless models.dev was never read."""
    for asked, said in (
        (makers(), "Maker’s list price: $2 in, $8 out (Acme, by models.dev)."),
        (makers(None), "Maker’s list price: not published (forge/anvil-2 has no price at models.dev)."),
        (None, ""),
    ):
        context = known(sold(endpoint("Forge")), makers=asked)
        text = model_facts(context.catalog.models[0], context).sellers.summary
        assert text.endswith(said)
        assert ("Maker" in text) is bool(said)


@pytest.mark.parametrize("asked", [makers(), None])
def test_an_alias_has_no_list_price_of_its_own(asked: ModelsDev | None) -> None:
    """JSON, list, spreadsheet and sentence say "not applicable", and "not read" where nobody asked."""
    alias = listing(
        id="~acme/latest", canonical_slug="~acme/latest", alias_target={"slug": "acme/anvil", "name": "Anvil"}
    )
    context = known(sold(), alias, makers=asked)
    facts = model_facts(context.catalog.models[0], context)
    reason = "not applicable" if asked else "not read"
    assert model_file(facts, context)["blanks"]["maker_price"] == reason
    files = {page.path: page.content or b"" for page in files_pages(context)}
    (entry,) = json.loads(files["api/v1/models.json"])["models"]
    assert entry["blanks"]["maker_price"] == reason
    (row,) = csv.DictReader(files["api/v1/models.csv"].decode().splitlines())
    assert (row["maker_input_state"], row["maker_output_state"]) == (reason, reason)
    assert ("Maker’s list price: not applicable (an alias or a router" in facts.sellers.summary) is bool(
        asked
    )


def test_the_panel_names_the_seller_of_the_input_price() -> None:
    """The first look names who is put first of how many, one seller alone, and nobody who is not known."""

    def line(endpoints: dict[str, Endpoints] | None) -> tuple[str, ...]:
        context = known(endpoints, listing())
        return model_facts(context.catalog.models[0], context).glance[0].lines

    forge, mill = endpoint("Forge", "1"), endpoint("Mill")
    assert line(sold(forge, mill)) == ("first of 2 sellers: Forge",)
    assert line(sold(forge)) == ("sold by Forge alone",)
    assert line(sold()) == line(None) == ()


def test_a_corrected_price_is_nobody_s() -> None:
    """Where a person's value stands in the place of the source's, it is not said that no seller asks it."""
    for value in ("0.000001", "withhold"):
        of = [listing()]
        found = corrected(of, corrections(PLAIN, {"pricing.prompt": value}), None)
        context = known(sold(endpoint("Forge", "0.0000025", "0.00001")), *found.listings.values())
        assert model_facts(context.catalog.models[0], context).prices.meaning == (
            f"A price of {PLAIN} is corrected or withheld here: no seller asks exactly these."
        )


def test_a_price_says_whose_it_is() -> None:
    """The note below the prices names the seller, or says that it is not known, or that nobody asks it."""

    def meaning(*endpoints: Endpoint, read: bool = True, key: str = PLAIN) -> str:
        context = known(sold(*endpoints, key=key) if read else None, listing())
        return model_facts(context.catalog.models[0], context).prices.meaning

    shown = endpoint("Forge", "0.0000025", "0.00001")
    forges = f"The prices of {PLAIN} are those of Forge"
    assert meaning(shown).startswith(
        f"The prices of {PLAIN} are those of Forge, which OpenRouter puts first."
    )
    assert meaning(endpoint("Dear", "1"), shown).startswith(
        f"{forges}; Dear was put first when the sellers were read, on 2026-03-01."
    )
    assert meaning(endpoint("Dear", "1")).startswith(f"No seller asked the prices of {PLAIN} when")
    assert meaning() == ""
    assert meaning(shown, key="acme/other") == MEANING
    assert meaning(read=False) == (
        f"The seller is not known: who sells the model, and at what price, was not read. {MEANING}"
    )
