"""The API: all models, all ids, all Arena names, and the state of the data."""

from __future__ import annotations

from typing import Any

from sitegen.catalog.counts import counts, unknown_keys
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import model_path
from sitegen.pages.api.files import pages
from sitegen.pages.api.months import pages as month_pages
from sitegen.pages.contents import common_pages
from sitegen.pages.model import model_pages
from tests.pages.odd_world import SITE, SLUG, loaded, world


def answer(name: str, known: Catalog | None = None) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON value of a file of the API."""
    return next(
        loaded(page)
        for page in pages(SiteContext(known or world(), SITE))
        if page.path == f"api/v1/{name}.json"
    )


def test_models_are_all_there_sorted_by_slug() -> None:
    """Every model of the catalog stands there once, those that left too."""
    slugs = [model["slug"] for model in answer("models")["models"]]
    assert slugs == [model.slug for model in world().models] == sorted(slugs)


def test_a_model_has_what_choosing_needs() -> None:
    """Ids with prices, rules, limits and modalities, the headline with its confidence, and addresses."""
    model = next(model for model in answer("models")["models"] if model["slug"] == SLUG)
    plain, free = model["variants"]
    assert plain["prices"]["audio"]["usd_per_million"] == "40"
    assert [rule["condition"] for rule in plain["rules"]] == [
        "prompts of more than 128,000 tokens", "16:30 to 00:30 UTC"
    ]  # fmt: skip
    assert (plain["context_tokens"], plain["output_tokens"]) == (128_000, 16_384)
    assert plain["input_modalities"] == ["image", "text"]
    assert free["prices"]["prompt"]["state"] == "free"
    assert (model["headline"]["rank"], model["headline"]["confidence"]) == (3, "exact")
    assert model["url"] == SITE.url(model_path(SLUG))


def test_every_address_of_a_model_is_a_page() -> None:
    """The JSON and Markdown files that ``models.json`` and ``ids.json`` name exist."""
    known = SiteContext(world(), SITE)
    drawn = [page for model in known.catalog.models for page in model_pages(model, known)]
    made = {SITE.url(page.path) for page in drawn if not page.indexed}
    named = {model[kind] for model in answer("models")["models"] for kind in ("json", "markdown")}
    assert named == made
    assert {entry["json"] for entry in answer("ids")["ids"].values()} <= made


def test_each_entry_stands_on_a_line_of_its_own() -> None:
    """A tool that reads lines finds a whole model on each."""
    (page,) = (page for page in pages(SiteContext(world(), SITE)) if page.path == "api/v1/models.json")
    lines = (page.content or b"").decode().splitlines()
    assert sum(line.startswith('{"slug":') for line in lines) == len(world().models)


def test_every_id_and_slug_leads_to_its_model() -> None:
    """Current ids, ids that left and slugs are all there, each with its own status."""
    ids = answer("ids")["ids"]
    assert ids["acme/anvil-2:free"] == {
        "slug": SLUG,
        "name": "Acme: Anvil 2",
        "status": "listed",
        "json": SITE.url(f"{model_path(SLUG)}index.json"),
    }
    assert ids[SLUG]["slug"] == SLUG
    assert ids["acme/old"]["status"] == "gone"
    assert list(ids) == sorted(world().by_id())


def test_every_arena_name_has_its_match_and_a_page() -> None:
    """Joined names lead to their model, the others to their own page, with the reason; overall rows only."""
    names = {entry["arena_name"]: entry for entry in answer("arena")["names"]}
    assert list(names) == ["Anvil Two", "anvil-2", "nobody-knows-this-7b"]
    assert names["anvil-2"]["url"] == SITE.url(model_path(SLUG))
    assert [row["category"] for row in names["anvil-2"]["rows"]] == ["overall"]
    alone = names["nobody-knows-this-7b"]
    assert alone["url"].startswith(SITE.url("arena/"))
    assert alone["match"]["blanks"]["slug"] == "not matched"
    assert alone["match"]["reason"]


def test_status_tells_age_faults_and_counts() -> None:
    """Each source has its days, rows, refused rows and unknown keys; names are counted by confidence."""
    status = answer("status")
    source = next(entry for entry in status["sources"] if entry["feed"] == "openrouter/models")
    assert (source["changed"], source["dated"], source["blanks"]) == (
        "2026-03-01", None, {"dated": "not published"}
    )  # fmt: skip
    assert source["set_aside"] == [
        {"row": "acme/broken", "field": "", "reason": "price prompt is 'x', no number"}
    ]
    assert source["unknown_keys"] == {"fresh_key": 1, "pricing.new_key": 1, "pricing.odd": 1}
    assert status["matches"] == {
        "manual": 1, "exact": 1, "high": 0, "variant": 0, "low": 0, "unmatched": 1
    }  # fmt: skip
    assert status["version"] == "abc123def456"


def test_counts_add_up() -> None:
    """Listed and gone, joined and alone make the whole."""
    found = counts(world())
    assert (found["models"], found["models_listed"], found["models_gone"]) == (4, 3, 1)
    assert (found["ids_listed"], found["ids_gone"], found["variants"], found["redirects"]) == (4, 1, 1, 2)
    assert found["aliases_and_routers"] == 1
    assert (found["arena_names"], found["arena_names_joined"], found["arena_names_alone"]) == (3, 2, 1)
    assert (found["arena_rows"], found["models_rated"], found["models_with_headline"]) == (4, 1, 1)
    assert unknown_keys(world()).keys() == {"fresh_key", "pricing.new_key", "pricing.odd"}


def test_the_index_names_files_that_exist() -> None:
    """Every file and schema that the index names is among the pages, up to the part in braces."""
    made = {SITE.url(page.path) for page in common_pages(SiteContext(world(), SITE), {})}
    index = answer("index")
    fixed = {entry["url"] for entry in index["endpoints"] if "{" not in entry["url"]}
    assert fixed <= made
    assert {entry["schema"] for entry in index["endpoints"] if entry["schema"]} <= made
    programs = {url for url in made if "/api/v1/" in url and "/schemas/" not in url}
    months = {one["json"] for one in loaded(next(iter(month_pages(SiteContext(world(), SITE)))))["months"]}
    assert len(months) == 3
    assert programs - fixed == {SITE.url("api/v1/index.json"), *months}


def test_an_empty_catalog_has_an_api() -> None:
    """Before the first fetch every file is there and holds nothing."""
    assert answer("models", Catalog())["models"] == []
    assert answer("ids", Catalog())["ids"] == {}
    assert answer("status", Catalog())["sources"] == []
