"""Sources: whose each fact is, of which day, under which terms, on pages, in JSON and in Markdown."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Model
from sitegen.facts.sources import (
    Sources,
    catalogue_day,
    changed_days,
    latest_day,
    provenances,
    source_days,
    source_entries,
    sources,
    sources_json,
)
from sitegen.records.snapshot import Failure, Receipt
from sitegen.records.usage import Period, Usage, UsageRow
from sitegen.sources import SOURCES, arena, openrouter
from tests.pages.odd_world import LAST, LATER, SLUG, world
from tests.worlds import listing


def model(slug: str, known: Catalog) -> Model:
    """Return a model of a catalog."""
    return next(model for model in known.models if model.slug == slug)


def told(slug: str, known: Catalog | None = None) -> Sources:
    """Return the section on sources of a model of the odd world, or of another."""
    known = known or world()
    return sources(model(slug, known), provenances(known))


def test_each_source_has_its_day() -> None:
    """OpenRouter has the day of its snapshot, and Arena's boards share an entry where they share a day."""
    found = source_days(world())
    assert [(one.name, one.day) for one in found] == [("OpenRouter", LAST), ("Arena", LATER)]
    assert "text, vision" in found[1].what
    assert found[1].credit == "CC BY 4.0"


def test_without_snapshots_no_day_is_invented() -> None:
    """Before the first fetch both sources stand there without a day; the ranking takes a key."""
    empty = catalog([])
    assert [(one.name, one.day) for one in source_days(empty)] == [("OpenRouter", None), ("Arena", None)]
    assert catalogue_day(empty) is latest_day(empty) is None
    assert source_entries(empty) == []


def test_days_are_those_of_the_snapshots() -> None:
    """A page over everything is as new as the snapshot that changed last, a model as those of its boards."""
    assert latest_day(world()) == LAST
    assert changed_days(model(SLUG, world()), world()) == [LAST, LATER]
    assert changed_days(model("quill/noisy", world()), world()) == []


@pytest.mark.parametrize(
    ("feed", "name"),
    [("openrouter/models", "OpenRouter"), ("arena/text", "Arena"), ("usage/daily", "OpenRouter’s usage")],
)
def test_a_source_that_could_not_be_read_says_so(feed: str, name: str) -> None:
    """The day of the failure stands with the source that failed, and with no other; the ranking comes in."""
    on = date(2026, 5, 17)
    found = source_days(Catalog(failures={feed: Failure(on=on, why="/home/me/x.json is no JSON")}))
    assert [one.name for one in found if one.failed == on] == [name]


def test_a_failed_board_stands_with_the_boards_of_its_day() -> None:
    """Boards of other days say nothing of it."""
    boards = world().leaderboards
    failures = {"arena/vision": Failure(on=date(2026, 5, 17), why="x")}
    apart = Catalog(leaderboards=boards, receipts={"arena/vision": _receipt(LAST)}, failures=failures)
    assert [(one.what, one.failed) for one in source_days(apart)[1:]] == [
        ("ratings by voters (text)", None),
        ("ratings by voters (vision)", date(2026, 5, 17)),
    ]


def _receipt(on: date, address: str = "x") -> Receipt:
    return Receipt(address=address, changed=on, sha256="", rows=1)


def test_sources_are_those_of_the_models_own_facts() -> None:
    """A rated model names its boards too, with day, terms and whether the board is known in part."""
    entries = {entry["feed"]: entry for entry in sources_json(told(SLUG).snapshots)}
    assert list(entries) == ["openrouter/models", "arena/text", "arena/vision"]
    assert entries["arena/text"]["licence"] == "CC BY 4.0"
    assert entries["arena/text"]["credit"].endswith("as of 2026-02-01.")
    assert entries["arena/text"]["dated"] == "2026-02-01"
    assert entries["arena/vision"]["partial"] is True
    assert entries["arena/vision"]["blanks"] == {"dated": "not published"}
    assert [entry["feed"] for entry in sources_json(told("quill/noisy").snapshots)] == ["openrouter/models"]


def test_the_page_names_the_same_sources_with_their_terms() -> None:
    """Each group of facts has its source, day and terms; the journal stands last, with the last change."""
    found = told(SLUG).origins
    assert [(one.facts, one.source, one.day, one.terms) for one in found[1:]] == [
        ("Ratings, text board", "Arena", LATER, "CC BY 4.0, credit Arena"),
        ("Ratings, vision board", "Arena", LATER, "CC BY 4.0, credit Arena"),
        (
            "Price history, first and last days",
            "the journal of this site, kept from OpenRouter’s catalogue",
            LATER,
            "days are those of our snapshots",
        ),
    ]
    assert (found[0].source, found[0].day) == ("OpenRouter", LAST)
    assert found[0].terms == "no data licence published; link and day kept"
    assert found[1].terms_link == arena.info.licence.link


def test_a_model_that_left_is_of_its_last_day() -> None:
    """What it was is older than the catalogue of today, and so is the day that stands there."""
    assert told("acme/old").origins[0].day == LATER
    assert told("acme/old").snapshots[0].day == LATER


def test_a_used_model_names_the_ranking() -> None:
    """The ranking cites itself as of the time that it gives, which is no day of a snapshot."""
    row = UsageRow(on=LATER, name="acme/anvil-2-20260102", tokens=1)
    ranking = Usage(period=Period.DAY, rows=(row,), as_of="2026-02-02T01:02:03Z")
    known = catalog([listing()], usage=ranking, receipts={"usage/daily": _receipt(LAST)})
    found = told("acme/anvil-2-20260102", known)
    assert [one.source for one in found.origins[:2]] == ["OpenRouter", "OpenRouter’s usage"]
    assert found.origins[1].day == LATER
    (entry,) = sources_json(found.snapshots)
    assert entry["credit"] == "Source: OpenRouter (openrouter.ai/rankings), as of 2026-02-02T01:02:03Z."
    (day,) = source_days(known)[2:]
    assert (day.day, day.credit) == (LATER, f"{entry['credit']} CC BY 4.0")


def test_a_source_says_its_terms_once() -> None:
    """Page, JSON, Markdown and foot have link, licence and credit of the source's own module."""
    known, days = told(SLUG), source_days(world())
    for source, origin, snapshot, day in zip(
        (openrouter, arena), known.origins, known.snapshots, days, strict=False
    ):
        info, entry = source.info, snapshot.entry
        assert entry
        assert SOURCES[source.name].info is snapshot.source is info
        assert entry["credit"].startswith(info.credit)
        assert (day.name, day.link) == (info.name, info.link)
        assert entry["credit"].replace("_", r"\_") in snapshot.line
        if info.licence.name:
            assert entry["licence"] == info.licence.name
            assert origin.terms.startswith(info.licence.name)
            assert origin.link == info.link


def test_markdown_has_a_line_a_snapshot() -> None:
    """The line names feed, day, terms and credit."""
    line = told("quill/noisy").snapshots[0].line
    assert line == (
        f"- `openrouter/models` of {LAST}. No licence for these data is published. "
        f"Source: OpenRouter (https://openrouter.ai/models), as of {LAST}."
    )


def test_names_of_files_stand_in_the_status_alone() -> None:
    """A model's page would change every day with the name of a day's dump; an address stays."""
    known = world()
    assert [entry["address"] for entry in sources_json(told(SLUG).snapshots)] == [
        "https://openrouter.ai/api/v1/models",
        "https://example.org/rows?board=text&x=1",
        "a file",
    ]
    assert [entry["address"] for entry in source_entries(known)][1] == "vision.json"


def test_a_feed_whose_source_is_gone_still_has_its_receipt() -> None:
    """A source may leave the registry before its snapshot leaves ``data/``: its terms are not known then."""
    (entry,) = source_entries(Catalog(receipts={"elsewhere/x": _receipt(LAST)}))
    assert (entry["licence"], entry["credit"]) == ("No licence for these data is known.", "")
