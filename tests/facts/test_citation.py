"""Citation: one line with version, days and licences, and a version that moves with the facts alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Model
from sitegen.facts.citation import Citation, citation, citation_json, version
from sitegen.facts.sources import provenances, sources
from sitegen.records.change import Change
from sitegen.records.rating import Leaderboard, Rating
from sitegen.sources import arena
from tests.pages.odd_world import SITE, SLUG, world
from tests.worlds import listing


def cited(slug: str, known: Catalog | None = None) -> Citation:
    """Return how a model of the odd world, or of another, is cited."""
    known = known or world()
    model = next(model for model in known.models if model.slug == slug)
    return citation(model, sources(model, provenances(known)).snapshots, SITE, "0123456789ab")


def test_a_citation_names_version_days_and_licences() -> None:
    """Site, model, version, every source with day and licence, and the address, as one line of text."""
    address = f"https://example.org/odd/models/{SLUG}/"
    line = (
        f"Odd Models, “Acme: Anvil 2” ({SLUG}), version 0123456789ab. Data: OpenRouter, 2026-03-01 "
        "(no licence published); Arena, text board, 2026-02-01 (CC BY 4.0); Arena, vision board, 2026-02-01 "
        "(CC BY 4.0)."
    )
    found = cited(SLUG)
    assert (found.line, found.text) == (line, f"{line} {address}")
    assert found.licensed == (arena.info,)


def test_a_model_that_left_is_cited_as_of_its_last_day() -> None:
    """Its facts are those of its last record, and no licence asks for a credit."""
    found = cited("acme/old")
    assert "OpenRouter, 2026-02-01 (no licence published). https" in found.text
    assert found.licensed == ()


def test_a_name_that_is_the_slug_stands_once() -> None:
    """And a source without a snapshot says that it has no day."""
    found = cited("a/b", catalog([listing(id="a/b", canonical_slug="a/b", name="a/b")]))
    assert found.line.startswith("Odd Models, a/b, version")
    assert "OpenRouter, day not published (no licence published)" in found.line


def test_programs_read_the_same_citation() -> None:
    """JSON has the whole line and its parts; a licence that is not published is null, with the reason."""
    entry = citation_json(cited(SLUG))
    assert entry["text"] == cited(SLUG).text
    assert entry["sources"][1] == {"name": "Arena, text board", "day": "2026-02-01", "licence": "CC BY 4.0"}
    assert entry["sources"][0]["blanks"] == {"licence": "not published"}


def model(*journal: Change, rank: int = 1, **changed: Any) -> Model:  # noqa: ANN401 - whatever upstream may send
    """Return the plain model with a journal and a row on a board."""
    row = Rating(board="text", name="anvil-2", rank=rank, score=1.0)
    return catalog([listing(**changed)], [Leaderboard(board="text", ratings=(row,))], journal=journal).models[
        0
    ]


def line(field: str, old: Any = None, new: Any = None) -> Change:  # noqa: ANN401 - any JSON value
    """Return a line of the journal about the plain model."""
    return Change(on=date(2026, 1, 5), source="openrouter", id="acme/anvil-2", field=field, old=old, new=new)


def test_a_version_moves_with_each_fact() -> None:
    """A record, a rank and a line of the journal each make another version; the same facts make the same."""
    others = [
        model(context_length=1),
        model(rank=2),
        model(line("listed", new={})),
        model(line("name", "A", "B")),
        model(line("name", "A", "C")),
        model(name="half \ud83d pair"),
    ]
    versions = [version(each) for each in (model(), *others)]
    assert len(set(versions)) == len(versions)
    assert version(model()) == versions[0]
    assert all(len(each) == 12 and int(each, 16) >= 0 for each in versions)


def test_a_record_in_the_journal_adds_its_day_alone() -> None:
    """It is the record of today, with what later lines say that it was before."""
    assert version(model(line("listed", new={"id": "x"}))) == version(model(line("listed", new={"id": "y"})))
