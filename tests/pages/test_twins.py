"""Twins: each model as JSON and as Markdown beside its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import model_path
from sitegen.pages import Page
from sitegen.pages.model import model_pages
from tests.pages.odd_world import HOSTILE, SITE, SLUG, anvil, drawn, loaded, world
from tests.worlds import listing

OUTSIDE = {"raw", "reasoning", "default_parameters", "unread_prices", "when"}
"""Objects that hold upstream's own words, whose nulls are not ours to explain."""


def pages(known: Catalog) -> list[Page]:
    """Return the page and the two twins of every model of a catalog."""
    context = SiteContext(known, SITE)
    return [page for model in known.models for page in model_pages(model, context)]


def twin(slug: str, kind: str = "json", known: Catalog | None = None) -> Page:
    """Return a twin of a model."""
    known = known or world()
    (model,) = [model for model in known.models if model.slug == slug]
    _, as_json, as_markdown = model_pages(model, SiteContext(known, SITE))
    return as_json if kind == "json" else as_markdown


def record(slug: str, known: Catalog | None = None) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON twin of a model."""
    return loaded(twin(slug, known=known))


def text(slug: str, known: Catalog | None = None) -> str:
    """Return the Markdown twin of a model."""
    return drawn(twin(slug, "md", known), known)


def objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Return every object of a JSON value that is ours."""
    if isinstance(value, dict):
        yield value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        if key not in OUTSIDE:
            yield from objects(item)


def test_every_model_has_two_twins_in_the_folder_of_its_page() -> None:
    """A model's twins stand beside its page, also those of one that left; an id has none of its own."""
    found = {page.path for page in pages(world())}
    folders = {model_path(model.slug) for model in world().models}
    assert found == {f"{folder}index.{kind}" for folder in folders for kind in ("html", "json", "md")}


def test_an_id_that_never_expires_says_so() -> None:
    """The source's day for "never" is no day, and the reason tells it from a day that is not published."""
    found = record(SLUG, catalog([anvil(expiration_date="2098-12-31")]))["variants"][0]
    assert (found["expires"], found["blanks"]["expires"]) == (None, "never")
    assert record(SLUG, catalog([anvil()]))["variants"][0]["blanks"]["expires"] == "not published"


def test_every_null_has_its_reason_and_no_reason_stands_alone() -> None:
    """In every object of every twin, ``blanks`` names just the fields that are null."""
    for model in world().models:
        for entry in objects(record(model.slug)):
            nulls = {key for key, item in entry.items() if item is None}
            assert nulls == entry.get("blanks", {}).keys(), (model.slug, entry)
            assert all(entry.get("blanks", {"": "x"}).values())


def test_prices_are_exact_strings_with_their_unit() -> None:
    """A price keeps upstream's decimal, per unit and per million tokens; other units have no million."""
    prices = record(SLUG)["variants"][0]["prices"]
    assert list(prices) == ["prompt", "completion", "image_output", "audio", "web_search"]
    assert prices["prompt"] == {
        "unit": "token", "state": "amount", "usd": "0.0000025", "usd_per_million": "2.5"
    }  # fmt: skip
    assert prices["image_output"]["unit_inferred"] is True
    assert (prices["image_output"]["unit"], prices["image_output"]["usd_per_million"]) == ("token", "30")
    assert prices["web_search"]["usd"] == "0.01"
    assert prices["web_search"]["blanks"] == {"usd_per_million": "not applicable"}


def test_no_digit_of_a_noisy_price_is_lost() -> None:
    """JSON has every digit; Markdown shows six and says all of them beside."""
    prices = record("quill/noisy")["variants"][0]["prices"]
    assert prices["prompt"]["usd"] == "0.00000008333333333333334"
    assert prices["prompt"]["usd_per_million"] == "0.08333333333333334"
    assert "(exactly $0.08333333333333334)" in text("quill/noisy")


@pytest.mark.parametrize(
    "amount", ["1.23456789012345678901234567890123456789e-3", "0.0000000000000000000000001"]
)
def test_a_price_longer_than_a_decimal_context_stays_exact(amount: str) -> None:
    """More digits than Python's default context keeps come out as they went in."""
    known = catalog([listing(pricing={"prompt": amount})])
    price = record(SLUG, known)["variants"][0]["prices"]["prompt"]
    digits = price["usd"].lstrip("0.")
    assert price["usd_per_million"].lstrip("0.").replace(".", "") == digits.replace(".", "")
    assert amount.partition("e")[0].replace(".", "").strip("0") == digits


def test_free_and_varying_prices_say_so() -> None:
    """Free is the amount 0; a price that varies is null with that reason, never −1."""
    free = record(SLUG)["variants"][1]["prices"]["prompt"]
    assert free == {"unit": "token", "state": "free", "usd": "0", "usd_per_million": "0"}
    varies = record("openrouter/auto")["variants"][0]["prices"]["prompt"]
    assert varies["state"] == "varies by request"
    assert varies["blanks"] == {"usd": "varies by request", "usd_per_million": "varies by request"}
    assert "| Input | varies by request |" in text("openrouter/auto")
    assert "-1" not in text("openrouter/auto")


def test_unknown_price_keys_are_shown() -> None:
    """A key without a known meaning has its amount and an inferred unit; what is no price stays as it is."""
    variant = record("quill/noisy")["variants"][0]
    assert variant["prices"]["new_key"]["usd"] == "0.5"
    assert variant["prices"]["new_key"]["unit_inferred"] is True
    assert variant["unread_prices"] == {"odd": {"a": 1}}
    assert "`new_key`" in text("quill/noisy")


def test_rules_keep_their_conditions_and_prices() -> None:
    """Each rule has upstream's conditions, the same in words, and just the prices that it changes."""
    size, hours = record(SLUG)["variants"][0]["rules"]
    assert size["when"] == {"min_prompt_tokens": 128_000}
    assert size["condition"] == "prompts of more than 128,000 tokens"
    assert {key: price["usd_per_million"] for key, price in size["prices"].items()} == {"prompt": "5"}
    assert hours["when"] == {"utc_start": 1630, "utc_end": 30}
    assert "| 16:30 to 00:30 UTC | as in the table above | $5 per 1M tokens |" in text(SLUG)


def test_every_id_is_a_variant_with_the_primary_first() -> None:
    """Current ids come first, the plain one before the suffixed one; an id that left says so."""
    assert [(one["id"], one["suffix"], one["status"]) for one in record(SLUG)["variants"]] == [
        ("acme/anvil-2", "", "listed"),
        ("acme/anvil-2:free", "free", "listed"),
    ]
    old = record("acme/old")
    assert (old["status"], old["left"], old["variants"][0]["status"]) == ("gone", "2026-03-01", "gone")
    assert "gone since 2026-03-01" in text("acme/old")


def test_history_tells_each_day_on_which_prices_changed() -> None:
    """The first prices, then just what changed; a price that is published no more says so."""
    history = record(SLUG)["history"][0]
    assert (history["first_seen"], history["left"], history["last_changed"]) == (
        "2026-01-05", None, "2026-02-01"
    )  # fmt: skip
    days = {day["on"]: day["prices"] for day in history["prices"]}
    assert list(days["2026-01-05"]) == ["prompt", "completion", "request"]
    assert days["2026-02-01"]["prompt"]["usd_per_million"] == "2.5"
    assert days["2026-02-01"]["request"]["state"] == "not published"
    assert days["2026-02-01"]["request"]["unit"] == "request"
    assert "| 2026-02-01 | `acme/anvil-2` | Input $2.50 per 1M tokens; Request not published |" in text(SLUG)


def test_a_record_of_prices_alone_says_what_is_not_in_the_source() -> None:
    """Where the source has no entry for modalities or parameters, these are null with a reason, not empty."""
    bare = listing(architecture=..., supported_parameters=..., top_provider=..., created=...)
    variant = record(SLUG, catalog([bare]))["variants"][0]
    silent = {"listed", "input_modalities", "output_modalities", "parameters", "output_tokens"}
    assert {variant["blanks"][key] for key in silent} == {"not in the source"}
    assert "| Parameters | not in the source |" in text(SLUG, catalog([bare]))


def test_no_parameters_are_not_the_same_as_none_published() -> None:
    """An empty list of the source is an answer."""
    known = catalog([listing(supported_parameters=[])])
    assert record(SLUG, known)["variants"][0]["parameters"] == []
    assert "| Parameters | none |" in text(SLUG, known)


def test_an_id_that_left_tells_its_days() -> None:
    """First and last day seen and the day of leaving stand in both twins."""
    history = record("acme/old")["history"][0]
    assert (history["first_seen"], history["last_seen"], history["left"]) == (
        "2026-01-05", "2026-02-01", "2026-03-01"
    )  # fmt: skip
    assert "`acme/old`: first seen 2026-01-05, gone since 2026-03-01" in text("acme/old")
    assert "| 2026-03-01 | `acme/old` | none: the id had left |" in text("acme/old")


def test_the_raw_record_stands_there_once_an_id() -> None:
    """``raw`` is upstream's record of every id, as ``data/`` holds it."""
    (model,) = (model for model in world().models if model.slug == SLUG)
    assert record(SLUG)["raw"] == {one.id: one.raw for one in model.listings}


def test_the_same_catalog_gives_the_same_bytes() -> None:
    """Nothing but the catalog and the site goes into a twin."""
    assert [page.content for page in pages(world())] == [page.content for page in pages(world())]
    assert text(SLUG) == text(SLUG)


def test_half_a_surrogate_pair_becomes_a_mark() -> None:
    """JSON can spell what UTF-8 cannot hold; page and twins are written all the same."""
    known = catalog([listing(name="half \ud83d pair", hugging_face_id="a/\ud83d")])
    assert record(SLUG, known)["name"] == "half ? pair"
    assert text(SLUG, known).startswith("# half \N{REPLACEMENT CHARACTER} pair\n")
    assert "half \N{REPLACEMENT CHARACTER} pair" in drawn(pages(known)[0], known)


def test_hostile_text_breaks_neither_table_nor_page() -> None:
    """Every line of a table has as many cells as its head, and no markup of upstream's is left in force."""
    sheet = text(HOSTILE)
    assert "<script>" not in sheet.replace(r"\<script\>", "")
    assert "\n# Not a heading" not in sheet
    assert "> - one bold" in sheet
    assert r"here there (https://example.com/x)" in sheet
    rows = [line.replace(r"\|", "") for line in sheet.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {3}


def test_a_model_without_a_description_gets_a_sentence() -> None:
    """The JSON says that none is published; the Markdown describes the model by its facts."""
    entry = record("openrouter/auto")
    assert (entry["description"], entry["blanks"]["description"]) == (None, "not published")
    opening = text("openrouter/auto").partition("## Description\n\n")[2].partition("\n")[0]
    assert opening.startswith("Auto Router is ")


def test_addresses_are_absolute() -> None:
    """A program that holds one file finds the page and the other twin."""
    entry = record(SLUG)
    assert entry["url"] == "https://example.org/odd/models/acme/anvil-2-20260102/"
    assert (entry["json"], entry["markdown"]) == (f"{entry['url']}index.json", f"{entry['url']}index.md")
    assert entry["schema"] == "https://example.org/odd/api/v1/schemas/model.json"
    assert date.fromisoformat(entry["variants"][0]["listed"]) == date(2026, 1, 2)
