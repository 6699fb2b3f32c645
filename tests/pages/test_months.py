"""Changes for programs: the latest in one file, and each month whole in its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.api.months import LATEST, pages
from sitegen.records.change import Change
from tests.pages.odd_world import SITE, loaded, world


def files(known: Catalog) -> dict[str, Any]:
    """Return the files of a catalog by path."""
    return {page.path: loaded(page) for page in pages(SiteContext(known, SITE))}


def test_the_months_hold_every_change_once() -> None:
    """Together they are the journal, latest first, and the index says how many each has."""
    first, day = date(2026, 1, 30), timedelta(days=1)
    journal = tuple(
        Change(first + day * (number // 500), "openrouter", f"a/{number}", "context_length", 1, 2)
        for number in range(2_100)
    )
    made = files(Catalog(journal=journal))
    latest = made.pop("api/v1/changes.json")
    assert [(one["month"], one["changes"]) for one in latest["months"]] == [
        ("2026-02", 1_100),
        ("2026-01", 1_000),
    ]
    assert (latest["total"], len(latest["changes"])) == (2_100, LATEST)
    assert [SITE.url(path) for path in made] == [one["json"] for one in latest["months"]]
    every = [change for month in made.values() for change in month["changes"]]
    assert [change["id"] for change in every] == [change.id for change in reversed(journal)]
    assert every[:LATEST] == latest["changes"]
    assert all(month["total"] == len(month["changes"]) for month in made.values())
    assert all("months" not in month for month in made.values())


def test_a_month_is_of_the_schema_of_the_latest() -> None:
    """A program reads both by one schema."""
    made = files(world())
    assert len({one["schema"] for one in made.values()}) == 1
    assert len(made) == 4


def test_without_a_journal_there_are_no_months() -> None:
    """The one file is there, and names none."""
    made = files(Catalog())
    assert list(made) == ["api/v1/changes.json"]
    assert made["api/v1/changes.json"]["months"] == []
