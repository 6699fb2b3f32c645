"""The spreadsheet: one row an id, exact, and nothing in it that a program would run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.catalog.join import catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.api.cells import LONGEST_CELL, harmless
from sitegen.pages.api.files import pages
from sitegen.pages.api.spreadsheet import COLUMNS
from tests.pages.odd_world import HOSTILE, SITE, SLUG, world
from tests.worlds import by_the_hour, listing


def raw() -> bytes:
    """Return the file."""
    return next(
        page.content or b"" for page in pages(SiteContext(world(), SITE)) if page.path == "api/v1/models.csv"
    )


def rows() -> dict[str, dict[str, str]]:
    """Return the rows by id, as a CSV reader reads them."""
    return {row["id"]: row for row in csv.DictReader(io.StringIO(raw().decode(), newline=""), strict=True)}


def test_the_file_is_what_rfc_4180_says() -> None:
    """CRLF ends every line, the header is first, and every row has as many cells as it."""
    lines = raw().decode().split("\r\n")
    assert lines[0] == ",".join(COLUMNS)
    assert lines[-1] == ""
    cells = csv.reader(io.StringIO(raw().decode(), newline=""), strict=True)
    assert {len(row) for row in cells} == {len(COLUMNS)}


def test_there_is_a_row_for_every_id() -> None:
    """Current ids and ids that left stand there once each."""
    ids = [listing.id for model in world().models for listing in model.listings]
    assert sorted(rows()) == sorted(harmless(key) for key in ids)


def test_prices_are_exact() -> None:
    """Dollars for a million tokens with every digit; a picture's price has its unit beside it."""
    row = rows()["acme/anvil-2"]
    assert row["prompt_usd_per_million_tokens"] == "2.5"
    assert (row["image_output_usd"], row["image_output_unit"]) == ("0.00003", "token")
    assert row["web_search_usd"] == "0.01"
    assert row["request_usd"] == ""
    assert rows()["quill/noisy"]["prompt_usd_per_million_tokens"] == "0.08333333333333334"
    assert rows()["quill/noisy"]["other_prices"] == "new_key 0.5"


def test_what_is_no_amount_is_a_word_or_zero() -> None:
    """Free is 0, a price without an amount is empty and has its state, and a missing rank has its reason."""
    free, auto = rows()["acme/anvil-2:free"], rows()["openrouter/auto"]
    assert (free["prompt_usd_per_million_tokens"], free["prompt_state"]) == ("0", "free")
    assert (auto["prompt_usd_per_million_tokens"], auto["prompt_state"]) == ("", "varies by request")
    assert (auto["audio_usd_per_million_tokens"], auto["audio_state"]) == ("", "not published")
    assert rows()["openrouter/auto"]["rank_blank"] == "not applicable"
    assert (rows()["acme/anvil-2"]["rank"], rows()["acme/anvil-2"]["rank_blank"]) == ("3", "")


def test_columns_of_prices_hold_numbers_alone() -> None:
    """A program that guesses types finds numbers: a cell is one or empty, and a state stands by its side."""
    for row in rows().values():
        for column, cell in row.items():
            kind = column.removesuffix("_usd").removesuffix("_usd_per_million_tokens")
            if kind != column:
                assert bool(cell) == (row[f"{kind}_state"] in ("amount", "free"))
                assert not cell or Decimal(cell) >= 0


def test_rules_stand_in_words_with_exact_prices() -> None:
    """A tier says when it holds and what then costs how much."""
    assert rows()["acme/anvil-2"]["price_rules"] == (
        "prompts of more than 128,000 tokens: prompt_usd_per_million_tokens 5; "
        "16:30 to 00:30 UTC: completion_usd_per_million_tokens 5"
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("\t=1", " '=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ("a, =1", "a, '=1"),
        ("a = b - c", "a = b - c"),
        ("gpt-4o", "gpt-4o"),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    """What a spreadsheet program would compute gets a quote before it; ordinary text stays as it is."""
    assert harmless(text) == cell


@given(st.text())
def test_no_cell_starts_like_a_formula(text: str) -> None:
    """Whatever comes in, no cell and no part of one behind a separator starts with a formula's sign."""
    cell = harmless(text)
    assert not any(char < " " for char in cell)
    for separator in (";", ",", "|"):
        assert not any(part.lstrip().startswith(("=", "+", "-", "@")) for part in cell.split(separator))


@pytest.mark.parametrize("text", ["n" * 1_000_000, "=," * 500_000, "x" * 32_768])
def test_no_cell_is_longer_than_a_program_takes(text: str) -> None:
    """A longer text is cut, marked with an ellipsis, and no formula; the longest one allowed stands whole."""
    cell = harmless(text)
    assert len(cell) <= LONGEST_CELL
    assert cell.endswith("…")
    assert cell.startswith(harmless(text[:1000]))
    assert harmless("x" * LONGEST_CELL) == "x" * LONGEST_CELL


def test_hostile_names_are_harmless_in_the_file() -> None:
    """The name that is a formula is text in its cell, with the slug beside it."""
    row = rows()[HOSTILE]
    assert row["name"].startswith("'=1+1")
    assert rows()["acme/anvil-2"]["slug"] == SLUG


def test_a_price_by_the_hour_is_no_number() -> None:
    """Its column is empty, its state has both ends, and the rules say when which price holds."""
    known = catalog([listing(pricing=by_the_hour())])
    file = next(page for page in pages(SiteContext(known, SITE)) if page.path == "api/v1/models.csv")
    (row,) = csv.DictReader(io.StringIO((file.content or b"").decode(), newline=""), strict=True)
    assert row["prompt_usd_per_million_tokens"] == ""
    assert row["prompt_state"] == "0.2 to 0.4 by the hour"
    assert "08:00 to 16:00 UTC: prompt_usd_per_million_tokens 0.4" in row["price_rules"]
    assert (row["completion_usd_per_million_tokens"], row["completion_state"]) == ("1", "amount")
