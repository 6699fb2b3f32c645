"""Portraits: what both twins of a model are drawn from."""

from __future__ import annotations

from datetime import date

import pytest
from sitegen.facts.portrait import price_days

from sitegen.catalog.history import History
from sitegen.facts.prices import PriceTexts
from sitegen.records import Json
from sitegen.records.change import DESCRIBED, LISTED, RETURNED, Change

ON = date(2026, 1, 5)
PRICES: dict[str, Json] = {
    "zinc": "0.5",
    "overrides": [],
    "image": "0.00003",
    "amber": 0.25,
    "completion": "0.000010",
    "prompt": "-1",
    "request": None,
    "audio": "cheap",
    "odd": {"a": "1"},
    "discount": "0.1",
}


def change(field: str, new: Json) -> Change:
    """Return a line of the journal about one id."""
    return Change(on=ON, source="openrouter", id="acme/anvil", field=field, new=new)


@pytest.mark.parametrize("pricing", [PRICES, {}, None, "free", {"prompt": None}])
@pytest.mark.parametrize("came", [LISTED, RETURNED, DESCRIBED])
def test_an_id_that_never_changed_has_the_prices_of_its_record(came: str, pricing: Json) -> None:
    """The short way for a history of one record gives what the whole history of more lines gives."""
    line = change(came, {"pricing": pricing})
    alone = price_days(History((line,)), PriceTexts())
    assert alone == price_days(History((line, change("name", "Anvil"))), PriceTexts())
    keys = [key for day in alone for key in day.prices]
    assert keys == (["prompt", "completion", "image", "amber", "zinc"] if pricing is PRICES else [])


@pytest.mark.parametrize("record", [None, "gone", []])
def test_a_record_that_is_none_has_no_prices(record: Json) -> None:
    """A line of the journal without a record gives no day of prices."""
    assert price_days(History((change(LISTED, record),)), PriceTexts()) == ()
