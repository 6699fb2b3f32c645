"""Prices on a model's page: every kind, rule and variant, exactly as published."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.catalog.join import catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.price_table import INFERRED, NOISY, UNKNOWN, PriceTable, price_table
from sitegen.facts.prices import PriceTexts
from sitegen.facts.variants import variants
from sitegen.forms.figures import cell
from sitegen.pages.api import llms_full
from sitegen.pages.model import model_pages
from sitegen.records.price import Price, Unit, price_list
from tests.pages.odd_world import SITE, SLUG, drawn, site_texts
from tests.pages.shown import of, part, rows, text
from tests.worlds import by_the_hour, listing


def table(*pricings: dict[str, Any]) -> PriceTable:
    """Return the table of one id a price map: the plain one, then ``:v1``, ``:v2``."""
    listings = [
        listing(id="acme/anvil-2" + (f":v{place}" if place else ""), pricing=pricing)
        for place, pricing in enumerate(pricings)
    ]
    (model,) = catalog(listings).models
    return price_table(variants(model, PriceTexts()))


def cells(found: PriceTable, label: str) -> list[str]:
    """Return the texts of the row with this label."""
    return [one.text for row in found.rows if row.label == label for one in row.cells]


@pytest.mark.parametrize(
    ("sent", "shown", "state"),
    [
        ("0.0000025", "$2.50", "amount"),
        ("0.00001", "$10", "amount"),
        ("0.000000044", "$0.044", "amount"),
        ("0.000000007", "$0.007", "amount"),
        ("0.00000008333333333333334", "≈\u202f$0.0833333", "amount"),
        ("0", "free", "free"),
        ("-1", "varies by request", "varies"),
        (None, "not published", "blank"),
    ],
)
def test_each_state_has_its_words(sent: str | None, shown: str, state: str) -> None:
    """An amount is exact, and free, varying and unpublished prices each say which they are."""
    found = cell(price_list({"prompt": sent}).get("prompt"))
    assert (found.text, found.state) == (shown, state)


@pytest.mark.parametrize(
    "pricing",
    [
        {},
        {"completion": "0.00001"},
        {"prompt": "-1", "completion": "0", "image": "0.00003", "request": "0.01"},
        {"prompt": "0.00000008333333333333334", "completion": "0.00000008333333333333334", "tea": "0.1"},
        {"prompt": "0.0000001", "image": "0.00002"},
        {"tea": "0.2", "web_search": "0.004", "input_cache_read": "0.000000012345678"},
    ],
)
def test_an_id_alone_has_the_rows_that_it_has_beside_another(pricing: dict[str, Any]) -> None:
    """Rows and notes of a single id, which are kept for many pages, are those of its column in any table."""
    alone, both = table(pricing), table(pricing, pricing)
    assert [row._replace(cells=row.cells[:1], columns=()) for row in both.rows] == list(alone.rows)
    assert (both.notes, both.columns[:1], both.variants[:1]) == (alone.notes, alone.columns, alone.variants)


def test_a_row_of_several_columns_names_them() -> None:
    """On a narrow screen a row is a card, and each of its prices says which rule and which id it is of."""
    ruled = {"prompt": "0.000002", "overrides": [{"min_prompt_tokens": 64_000, "prompt": "0.000004"}]}
    names = table(ruled, {"prompt": "0"}).rows[0].columns
    assert names == ("base price", "prompts of more than 64,000 tokens", ":v1")
    assert table({"prompt": "0.000002"}).rows[0].columns == ()


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"max_prompt_tokens": 100_000}, "max_prompt_tokens 100000"),
        ({"days": ["mon", "tue"]}, 'days ["mon", "tue"]'),
        ({"utc_start": 100, "utc_end": 400, "weekdays": 31}, "01:00 to 04:00 UTC, weekdays 31"),
    ],
)
def test_a_rule_with_an_unknown_condition_is_shown_and_not_applied(
    conditions: dict[str, Any], words: str
) -> None:
    """Its column has the condition in the source's words, no row is made of it, and a note explains it."""
    found = table({"prompt": "0.000002", "overrides": [{**conditions, "prompt": "0.000004"}]})
    assert found.columns[1].condition == f"{words} (condition not known: not applied)"
    assert [row.label for row in found.rows] == ["Input", "Output"]
    assert any("not applied" in note.text for note in found.notes)


def test_windows_that_fill_the_day_have_no_base_price_beside_them() -> None:
    """The first column has both ends, each window its own price, and a note says that there is no base."""
    found = table(by_the_hour())
    assert cells(found, "Input") == ["$0.20 to $0.40 by the hour", "$0.20", "$0.40", "$0.20"]
    assert [column.condition for column in found.columns[:2]] == ["over the day", "00:00 to 08:00 UTC"]
    assert any("no base price" in note.text for note in found.notes)


def test_a_price_by_the_hour_is_said_on_every_surface() -> None:
    """Page, glance, structured data, both twins and llms-full have both ends; none has one for the other."""
    known = catalog([listing(pricing=by_the_hour())])
    context = SiteContext(known, SITE)
    page, twin, sheet = model_pages(known.models[0], context)
    shown = drawn(page, known)
    assert '$0.20 to $0.40</span> <span class="unit">by the hour, per 1M tokens</span>' in shown
    assert '"minPrice":"0.2","maxPrice":"0.4"' in shown
    entry = json.loads(twin.content or b"")["variants"][0]
    assert entry["hours"] == [0, 800, 1600]
    assert entry["prices"]["prompt"]["by_hour"]["usd_per_million_high"] == "0.4"
    assert (entry["prices"]["prompt"]["usd"], entry["prices"]["prompt"]["state"]) == (None, "by the hour")
    assert "| Input | $0.20 to $0.40 by the hour, per 1M tokens |" in drawn(sheet, known)
    (full,) = llms_full.pages(context)
    assert b"Input $0.20 to $0.40 by the hour, output $1;" in (full.content or b"")


def test_work_at_prices_by_the_hour_has_two_amounts() -> None:
    """Ordinary work costs from the cheapest to the dearest hour, and a note says so."""
    shown = part(of(listing(pricing=by_the_hour())), "cost")
    assert "$9 to $13 a" in text(shown)
    assert "cheapest hour of the day" in text(shown)


def test_a_unit_that_cannot_be_told_is_called_unknown() -> None:
    """The price stands as it was sent, and a note says between which two it lies."""
    found = table({"prompt": "0.0000001", "image": "0.00002"})
    assert [(row.unit, row.mark) for row in found.rows if row.label == "Image input"] == [
        ("(unit unknown)", "")
    ]
    assert cells(found, "Image input") == ["$0.00002"]
    assert ["120" in note.text and "258" in note.text for note in found.notes] == [True]


@given(st.decimals(min_value="1e-15", max_value="1e3", allow_nan=False, places=15), st.sampled_from(Unit))
def test_no_positive_price_is_shown_as_nothing(amount: Decimal, unit: Unit) -> None:
    """However small, a price that is not zero has a digit that is not zero."""
    if amount:
        shown = cell(Price(key="prompt", amount=amount, unit=unit)).text
        assert set(shown) & set("123456789"), shown
        assert "E" not in shown


def test_input_and_output_always_have_a_row() -> None:
    """A record without prices still says that input and output are not published."""
    found = table({})
    assert [row.label for row in found.rows] == ["Input", "Output"]
    assert cells(found, "Input") == ["not published"]


def test_every_variant_has_its_column() -> None:
    """Each id has its own prices, and what one lacks is said in its column."""
    found = table({"prompt": "0.000001", "completion": "0.000002", "web_search": "0.01"}, {"prompt": "0"})
    assert [one.id for one in found.variants] == ["acme/anvil-2", "acme/anvil-2:v1"]
    assert cells(found, "Input") == ["$1", "free"]
    assert cells(found, "Output") == ["$2", "not published"]
    assert cells(found, "Web search") == ["$0.01", "not published"]


def test_a_rule_has_a_column_and_keeps_what_it_does_not_name() -> None:
    """A tier's column names its threshold, and a kind that it leaves out keeps its base price, marked so."""
    found = table(
        {
            "prompt": "0.000001",
            "completion": "0.000002",
            "overrides": [{"min_prompt_tokens": 32_000, "prompt": "0.000003"}],
        }
    )
    assert [one.condition for one in found.columns] == ["base price", "prompts of more than 32,000 tokens"]
    assert cells(found, "Input") == ["$1", "$3"]
    assert cells(found, "Output") == ["$2", "$2"]
    assert [one.state for one in found.rows[1].cells] == ["amount", "base"]
    said = " ".join(note.text for note in found.notes)
    assert "the whole request is charged" in said
    assert "the later one, further to the right, wins" in said


def test_times_of_day_are_utc() -> None:
    """A rule by time of day names its span, and the note says in which clock."""
    found = table(
        {"prompt": "0.000001", "overrides": [{"utc_start": 1630, "utc_end": 30, "prompt": "0.0000005"}]}
    )
    assert found.columns[1].condition == "16:30 to 00:30 UTC"
    assert any("UTC" in note.text for note in found.notes)
    assert not any("threshold" in note.text for note in found.notes)


def test_a_kind_that_only_a_rule_names_has_a_row() -> None:
    """A price that exists under a rule alone is not dropped."""
    found = table({"prompt": "0.000001", "overrides": [{"min_prompt_tokens": 5, "audio": "0.000004"}]})
    assert cells(found, "Audio input") == ["not published", "$4"]


def test_image_amounts_of_tokens_are_per_token_and_marked() -> None:
    """An image price near the input price is per 1M tokens with a mark, a large one per image, each apart."""
    found = table({"prompt": "0.000001", "image_output": "0.00003"}, {"image_output": "0.04"})
    shown = [(row.unit, row.mark, [one.text for one in row.cells]) for row in found.rows[2:]]
    assert shown == [
        ("per 1M tokens", INFERRED, ["$30", "not published"]),
        ("per image", "", ["not published", "$0.04"]),
    ]
    assert [note.mark for note in found.notes] == [INFERRED]


def test_an_unknown_key_is_shown_under_its_own_name() -> None:
    """A key that nobody documented keeps upstream's name, has a mark, and its unit is called a guess."""
    found = table({"prompt": "0.000001", "teleportation": "0.000002"})
    assert cells(found, "teleportation") == ["$2"]
    assert (found.rows[-1].mark, found.rows[-1].documented) == (UNKNOWN, False)
    assert [note.mark for note in found.notes] == [UNKNOWN]


def test_an_unknown_key_that_is_no_price_is_shown_as_it_is() -> None:
    """What an unknown key holds is shown as upstream's JSON where it is no number."""
    found = table({"prompt": "0.000001", "bundle": {"a": [1]}})
    assert cells(found, "bundle") == ['{"a": [1]}']
    assert UNKNOWN in {note.mark for note in found.notes}


def test_rounding_noise_is_shown_exactly_below() -> None:
    """Every digit of a rounded price stands in the note."""
    (note,) = table({"prompt": "0.00000008333333333333334"}).notes
    assert note.mark == NOISY
    assert note.exact == (("Input", "$0.08333333333333334", "per 1M tokens"),)


def test_a_discount_is_named_with_its_id() -> None:
    """A discount that upstream sends is passed on, with what is not known about it."""
    (note,) = table({"prompt": "0.000001", "discount": 0.2}).notes
    assert "a discount of 20 % with acme/anvil-2" in note.text


def test_the_page_shows_every_price() -> None:
    """The drawn page has each kind with its unit, each id, and the sentence on OpenRouter's prices."""
    shown = of(
        listing(pricing={"prompt": "0.0000025", "completion": "0.00001", "audio": "0.00004"}),
        listing(id="acme/anvil-2:free", pricing={"prompt": "0", "completion": "0"}),
    )
    prices = part(shown, "prices")
    assert rows(prices) == [
        "Kind acme/anvil-2 acme/anvil-2:free",
        "Input per 1M tokens · text that you send $2.50 free",
        "Output per 1M tokens · text that the model writes $10 free",
        "Audio input per 1M tokens · sound that you send $40 not published",
    ]
    assert "A price is that of the seller that OpenRouter puts first; others may ask" in text(prices)


def test_a_ruled_page_has_two_lines_of_heads() -> None:
    """With rules the id stands over its columns, and the conditions below it."""
    prices = part(
        of(
            listing(
                pricing={"prompt": "0.000001", "overrides": [{"min_prompt_tokens": 9, "prompt": "0.000002"}]}
            ),
            listing(id="acme/anvil-2:free", pricing={"prompt": "0"}),
        ),
        "prices",
    )
    assert rows(prices)[:3] == [
        "Kind acme/anvil-2 acme/anvil-2:free",
        "base price prompts of more than 9 tokens",
        "Input per 1M tokens · text that you send $1 $2 free",
    ]
    assert 'colspan="2"' in prices
    assert prices.count('rowspan="2"') == 2


def test_free_text_beside_what_has_no_price_is_not_called_free() -> None:
    """Songs without a price make a model "text free" on each surface; nothing is offered for 0."""
    gives = {"input_modalities": ["text"], "output_modalities": ["text", "audio"]}
    song = listing(pricing={"prompt": "0", "completion": "0"}, architecture=gives)
    made = site_texts(SiteContext(catalog([song]), SITE))
    page = made[f"models/{SLUG}/index.html"]
    assert "Output text free audio output: not published" in text(page)
    assert "Cannot be priced: audio price not published." in text(page)
    assert "Audio output per 1M tokens" in text(page)
    assert '"offers"' not in page
    assert "| Audio output | not published |" in made[f"models/{SLUG}/index.md"]
    assert "output free, audio output: not published" in made["llms-full.txt"].replace("; ", ", ")
    assert "text free" in made["index.html"]
    variant = json.loads(made[f"models/{SLUG}/index.json"])["variants"][0]
    assert variant["unpriced_outputs"] == ["audio"]


def test_free_text_beside_pictures_with_a_price_is_not_called_free() -> None:
    """A model whose text is free and whose pictures cost is "text free", with the price of a picture."""
    shown = of(
        listing(
            pricing={"prompt": "0", "completion": "0", "image_output": "0.04"},
            architecture={"input_modalities": ["text"], "output_modalities": ["text", "image"]},
        )
    )
    assert "Output text free image output: $0.04 per image" in text(shown)
    assert '"offers"' not in shown
