"""The window of the seller whose price is shown: it stands beside a larger context on every surface."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Gone
from sitegen.facts.context import SiteContext
from sitegen.facts.row import at_this_price
from sitegen.facts.variants import variants
from sitegen.forms.addresses import model_path
from sitegen.records.listing import smaller_window
from tests.pages.odd_world import SITE, site_files
from tests.sellers_world import PLAIN, endpoint, known, sold
from tests.worlds import listing

SMALLER = listing(context_length=1_000_000, top_provider={"context_length": 131_072})
SAME = listing(id="acme/same", canonical_slug="acme/same")
LARGER = listing(
    id="acme/larger", canonical_slug="acme/larger", context_length=64_000,
    top_provider={"context_length": 128_000},
)  # fmt: skip


FIRST = sold(
    endpoint("Forge", context_length=96_000, max_completion_tokens=9_000, max_prompt_tokens=80_000),
    endpoint("Mill", context_length=128_000),
)


def test_the_first_seller_s_own_limits_stand_where_they_are_smaller() -> None:
    """The catalogue says more than its first seller itself: every surface says what that seller takes."""
    made = site_files(known(FIRST))
    folder = model_path(SMALLER.slug)
    page, markdown = made[f"{folder}index.html"].decode(), made[f"{folder}index.md"].decode()
    assert "<dt>Context at this price</dt><dd>96,000 tokens</dd>" in page
    assert "<dt>Max input at this price</dt><dd>80,000 tokens</dd>" in page
    assert "<dt>Max output</dt><dd>9,000 tokens</dd>" in page
    assert "answers up to 9K" in page
    assert "| Context | 128,000 tokens; 96,000 tokens, input up to 80,000 tokens at this price |" in markdown
    assert "| Max output | 9,000 tokens |" in markdown
    for path in ("index.html", "authors/acme/index.html"):
        assert '<small class="window">96K<span> at this price</span></small>' in made[path].decode()
    limits = {"context_tokens": 128_000, "provider_context_tokens": 96_000, "output_tokens": 9_000}
    for path in (f"{folder}index.json", "api/v1/models.json"):
        document = json.loads(made[path])
        (variant,) = document.get("variants") or document["models"][0]["variants"]
        assert variant.items() >= (limits | {"input_tokens": 80_000}).items()
    (row,) = csv.DictReader(io.StringIO(made["api/v1/models.csv"].decode(), newline=""))
    assert row.items() >= {key: str(limit) for key, limit in limits.items()}.items()


def test_a_retired_id_keeps_the_limits_of_its_last_record() -> None:
    """Who sold it last says nothing of it now: its page must not change with their next reading."""
    left = (Gone(listing(id=f"{PLAIN}:free"), *[date(2026, 1, day) for day in (1, 2, 3)]),)
    free = sold(endpoint("Forge", context_length=64_000))
    context = known(free | {f"{PLAIN}:free": free[PLAIN]}, listing(), gone=left)
    (model,) = context.catalog.models
    assert [one.provider_context for one in variants(model, context.prices)] == [64_000, 128_000]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Return the text files of a site with a smaller, an equal and a larger window."""
    made = site_files(SiteContext(catalog([SMALLER, SAME, LARGER]), SITE))
    texts = (".html", ".md", ".txt", ".csv")
    return {path: body.decode() for path, body in made.items() if path.endswith(texts)}


@pytest.mark.parametrize(
    ("context", "provider", "window"),
    [(1_000, 999, 999), (1_000, 1_000, None), (1_000, 1_001, None), (1_000, None, None), (None, 5, 5)],
)
def test_a_window_counts_where_it_is_smaller(context: int | None, provider: int | None, window: int) -> None:
    """It is that of the seller where the context is larger or not published, and else none."""
    assert smaller_window(context, provider) == window


def test_a_short_figure_does_not_stand_twice() -> None:
    """Where both are the same in short, panel and lists have one; all digits stand elsewhere."""
    assert at_this_price(1_048_576, 1_050_000) == ""
    assert at_this_price(999_000, 1_050_000) == "999K at this price"
    assert at_this_price(131_072, None) == "131K at this price"


def test_the_page_and_its_twin_say_both(files: dict[str, str]) -> None:
    """The panel, the facts and the Markdown have the smaller beside the larger; an equal one is not said."""
    folder = model_path(SMALLER.slug)
    page, markdown = files[f"{folder}index.html"], files[f"{folder}index.md"]
    panel = page.partition('<dl class="glance">')[2].partition("</dl>")[0]
    assert "131K at this price" in panel
    assert "<dt>Context at this price</dt><dd>131,072 tokens</dd>" in page
    assert "| Context | 1,000,000 tokens; 131,072 tokens at this price |" in markdown
    for other in (SAME, LARGER):
        folder = model_path(other.slug)
        assert "K at this price" not in files[f"{folder}index.html"]
        assert "at this price" not in files[f"{folder}index.md"]


def test_lists_say_both(files: dict[str, str]) -> None:
    """The explorer, the author's page and the long text say it in the model's line and in no other."""
    for path in ("index.html", "authors/acme/index.html"):
        assert files[path].count('<small class="window">131K<span> at this price</span></small>') == 1
        assert files[path].count("at this price</span></small>") == 1
    assert files["llms-full.txt"].count(" at this price)") == 1
    assert "Context 1,000,000 (131,072 at this price), max output" in files["llms-full.txt"]


def test_the_spreadsheet_has_a_column_for_each(files: dict[str, str]) -> None:
    """Whoever compares models there has both numbers of each id."""
    rows = csv.DictReader(io.StringIO(files["api/v1/models.csv"], newline=""))
    assert {(row["id"], row["context_tokens"], row["provider_context_tokens"]) for row in rows} == {
        ("acme/anvil-2", "1000000", "131072"),
        ("acme/same", "128000", "128000"),
        ("acme/larger", "64000", "128000"),
    }


def test_work_beyond_the_window_has_no_price(files: dict[str, str]) -> None:
    """A long prompt fits the context, and the table of costs says that it does not fit at this price."""
    page = files[f"{model_path(SMALLER.slug)}index.html"]
    assert "does not fit the seller at this price: 302,000 tokens, context 131,072" in page
