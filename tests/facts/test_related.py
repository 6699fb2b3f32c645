"""Related models: later versions, families, neighbours, the author's others, each once, none that is gone."""

from __future__ import annotations

from datetime import date

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.facts.standing import related
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard
from tests.contest import entrant, row
from tests.pages.odd_world import SITE, drawn
from tests.pages.shown import model_page, part, rows, text

SPAN = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))


def named(word: str, created: int = 1, **changed: object) -> Listing:
    """Return a model of this word, listed at this second."""
    return entrant(word, **{"name": f"Acme: {word}", "created": created, **changed})


def groups(slug: str, known: Catalog) -> dict[str, list[str]]:
    """Return the titles of a model's groups with the names below them."""
    facts = SiteContext(known, SITE)
    model = known.by_id()[slug]
    return {
        group.title: [brief.name for brief in group.models]
        for group in related(model, facts.relations, facts.rows)
    }


def test_each_model_stands_in_its_first_group() -> None:
    """A later version, the rest of the family and the author's others are told apart, the latest first."""
    known = catalog(
        [named("anvil-1", 1), named("anvil-2", 2), named("anvil-3", 3), named("bell-1", 4), named("cog-1", 5)]
    )
    assert groups("acme/anvil-1", known) == {
        "Later version": ["anvil-3"],
        "Same family": ["anvil-2"],
        "More by Acme": ["cog-1", "bell-1"],
    }


def test_a_group_has_a_few_models() -> None:
    """Of a large family the latest five are shown, and the others among the author's if at all."""
    known = catalog([named(f"anvil-{size}b", size) for size in range(1, 20)])
    assert groups("acme/anvil-1b", known) == {
        "Same family": [f"anvil-{size}b" for size in range(19, 14, -1)],
        "More by Acme": [f"anvil-{size}b" for size in range(14, 9, -1)],
    }


def test_what_is_gone_is_not_proposed() -> None:
    """A model that left leads to those that can be had, and none of these leads to it."""
    known = catalog([named("anvil-2", 2)], gone=[Gone(named("anvil-1", 1), *SPAN)])
    assert groups("acme/anvil-1", known) == {"Later version": ["anvil-2"]}
    assert groups("acme/anvil-2", known) == {}


def test_aliases_lead_to_the_latest_and_are_not_proposed() -> None:
    """The catalogue's own alias names the later version, whatever its words, and is itself no answer."""
    alias = named("anvil-latest", 9, alias_target={"slug": "acme/anvil-2-sol"})
    known = catalog([named("anvil-1", 1), named("anvil-2-sol", 2), alias])
    facts = SiteContext(known, SITE)
    (group,) = related(known.by_id()["acme/anvil-1"], facts.relations, facts.rows)
    assert (group.title, group.note) == ("Later version", "by OpenRouter’s alias for the latest")
    assert [brief.name for brief in group.models] == ["anvil-2-sol"]
    assert groups("acme/anvil-2-sol", known) == {"More by Acme": ["anvil-1"]}


def test_the_page_has_prices_ranks_and_links() -> None:
    """Each line of the section leads to a page and says what the model costs and how it ranks, or why not."""
    known = catalog(
        [named("anvil-1", 1), named("anvil-2", 2), named("anvil-free", 3, pricing={"prompt": "0"})],
        [Leaderboard(board="text", ratings=(row("anvil-2", 1300.0, rank=7),))],
    )
    shown = part(drawn(model_page("acme/anvil-1", known), known), "related")
    assert rows(shown) == [
        "Model Input Output Arena",
        "Later version by name and day of listing",
        "anvil-2 $1 $10 7",
        "More by Acme latest listed first",
        "anvil-free free not published not matched",
    ]
    assert '<a href="../../../models/acme/anvil-2/">anvil-2</a>' in shown


def test_a_model_alone_has_no_such_section() -> None:
    """Where nothing is related there is neither a section nor a line in the list of contents."""
    known = catalog([named("anvil-1")])
    assert "Related models" not in text(drawn(model_page("acme/anvil-1", known), known))


def test_hostile_names_stay_text() -> None:
    """A name from outside cannot open an element in the table of a neighbour's page."""
    evil = named("evil-2", 2, name="Acme: <script>alert(1)</script>")
    known = catalog([named("evil-1", 1), evil])
    shown = drawn(model_page("acme/evil-1", known), known)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
