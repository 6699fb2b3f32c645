"""Provenance: each source with the day of what is shown, and what pages say of themselves."""

from __future__ import annotations

import json
from datetime import date

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.sources import SourceDay, catalogue_day, changed_days, latest_day, source_days
from sitegen.forms.prose import json_ld
from sitegen.forms.titles import roomy_title, sized
from sitegen.pages.head import Head
from sitegen.pages.json_ld import with_graph
from sitegen.records.snapshot import Failure
from tests.pages.odd_world import LAST, LATER, SITE, SLUG, world


def test_each_source_has_its_day() -> None:
    """OpenRouter has the day of its snapshot, and Arena's boards share an entry where they share a day."""
    found = source_days(world())
    assert [(one.name, one.day) for one in found] == [("OpenRouter", LAST), ("Arena", LATER)]
    assert "text, vision" in found[1].what
    assert found[1].credit == "CC BY 4.0"


def test_without_snapshots_no_day_is_invented() -> None:
    """Before the first fetch both sources stand there without a day."""
    empty = catalog([])
    assert [one.day for one in source_days(empty)] == [None, None]
    assert all(isinstance(one, SourceDay) for one in source_days(empty))
    assert catalogue_day(empty) is latest_day(empty) is None


def test_the_latest_day_is_that_of_any_snapshot() -> None:
    """A page over everything is as new as the snapshot that changed last."""
    assert latest_day(world()) == LAST


def test_a_models_ratings_are_as_new_as_their_boards() -> None:
    """Each board on which a model has a row gives the day on which it last changed, and no other does."""
    assert changed_days(world().by_id()[SLUG], world()) == [LAST, LATER]
    assert changed_days(world().by_id()["quill/noisy"], world()) == []


def test_descriptions_take_what_fits() -> None:
    """Parts that would make it too long are left out, and a short one is filled up."""
    assert sized("Name:", "a" * 200, "one fact;", "") == (
        "Name: one fact: exact prices, limits, ratings and their sources."
    )
    assert len(sized("n" * 300)) <= 160
    assert roomy_title("Anvil", "price and ratings") == "Anvil: price and ratings"
    assert roomy_title("A" * 60, "price and ratings") == "A" * 60


def test_the_graph_names_page_and_site() -> None:
    """A head gets a WebPage within the WebSite, dated where a day is known, and nothing it was not given."""
    head = with_graph(Head("T", "D.", "x/index.html"), SITE, changed=date(2026, 1, 2))
    page, site = json.loads(json_ld(head.structured))["@graph"]
    assert (page["@type"], page["@id"], page["dateModified"]) == (
        "WebPage",
        "https://example.org/odd/x/",
        "2026-01-02",
    )
    assert page["isPartOf"]["@id"] == site["@id"]
    assert not {"mainEntity", "breadcrumb"} & page.keys()


def test_a_source_that_could_not_be_read_says_so() -> None:
    """The day of the failure stands with the source that failed, and with no other."""
    failure = Failure(on=date(2026, 5, 17), why="/home/me/x.json is no JSON")
    openrouter, arena = source_days(Catalog(failures={"openrouter/models": failure}))
    assert (openrouter.failed, arena.failed) == (date(2026, 5, 17), None)
