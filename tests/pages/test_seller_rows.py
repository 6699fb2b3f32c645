"""The spreadsheet of sellers: a row an offer, also of a large site, and none without the source."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from sitegen.facts.context import SiteContext
from sitegen.large.scale import Scale
from sitegen.pages import author_parts
from sitegen.pages.api import files
from tests.pages.odd_world import SITE
from tests.sellers_world import PLAIN, endpoint, known, sellers_world, sold


def table(context: SiteContext, name: str = "sellers") -> list[dict[str, str]]:
    """Return the rows of a spreadsheet of a site."""
    made = [*files.pages(context), *author_parts.pages(context)]
    (content,) = [page.content for page in made if page.path == f"api/v1/{name}.csv"]
    return list(csv.DictReader(io.StringIO((content or b"").decode(), newline=""), strict=True))


def test_each_offer_has_a_row_with_exact_prices() -> None:
    """Within an id the cheapest stands first; a price, its state and the limits stand in columns."""
    rows = [row for row in table(SiteContext(sellers_world(), SITE)) if row["id"] == PLAIN]
    names = ["Tide", "Acme", "Forge", "Lathe", "Mill", "Yard", "Tide"]
    assert [row["provider_name"] for row in rows] == names
    acme, forge = rows[1:3]
    assert (acme["prompt_usd_per_million_tokens"], acme["prompt_state"]) == ("0.5", "amount")
    assert (acme["maker"], acme["discount"], acme["other_prices"]) == ("yes", "0.25", "zinc 0.1")
    assert (forge["first"], forge["quantization"], forge["context_tokens"]) == ("yes", "fp8", "128000")
    assert forge["price_rules"].startswith("prompts of more than 32,000 tokens: prompt_usd_per_million")
    assert rows[4]["record_of"] == "2026-03-01"


def test_the_models_spreadsheet_names_first_cheapest_and_maker() -> None:
    """A number stands in its column, and beside each price its state says why there is none."""
    rows = {row["id"]: row for row in table(SiteContext(sellers_world(), SITE), "models")}
    plain, free = rows[PLAIN], rows[f"{PLAIN}:free"]
    assert (plain["seller_count"], plain["first_seller"], plain["cheapest_seller"]) == ("6", "Forge", "Tide")
    assert plain["cheapest_input_state"] == "0.2 to 0.4 by the hour"
    assert (plain["maker_input_usd_per_million_tokens"], plain["maker_input_state"]) == ("2", "amount")
    assert plain["release_date"] == "2026-01-02"
    assert (free["seller_count"], free["cheapest_input_state"]) == ("", "not in the source")


def test_parts_of_a_large_site_make_the_same_rows() -> None:
    """Where models are too many for one file, the spreadsheet is put together of the parts of all authors."""
    whole = SiteContext(sellers_world(), SITE)
    parts = replace(whole, scale=Scale(whole=1, rows=1))

    def order(row: dict[str, str]) -> str:
        return row["id"]

    assert parts.large
    assert sorted(table(parts), key=order) == sorted(table(whole), key=order)


def test_without_the_source_there_is_no_file() -> None:
    """A site that never read who sells its models has no spreadsheet of sellers, and names none."""
    context = known(None)
    assert not [page for page in files.pages(context) if page.path.endswith("sellers.csv")]
    assert not [line for line in files.endpoints(context) if line[0].endswith("sellers.csv")]
    assert [line for line in files.endpoints(known({})) if line[0].endswith("sellers.csv")]


def test_a_sellers_name_is_no_formula() -> None:
    """What a spreadsheet program would compute gets a quote before it."""
    (row,) = table(known(sold(endpoint("=1+1", tag="@a"))))
    assert (row["provider_name"], row["tag"]) == ("'=1+1", "'@a")
