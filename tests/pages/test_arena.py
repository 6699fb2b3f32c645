"""Arena's pages: boards row by row, and the names that no model has, with the reason."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone, Rated
from sitegen.facts.boards import folders
from sitegen.facts.context import SiteContext
from sitegen.pages.arena import pages
from sitegen.records import checked
from sitegen.records.match import Candidate, Confidence, Match
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import FIRST, LAST, LATER, SITE, SLUG, drawn, site_texts, world
from tests.pages.shown import model_page, part, rows, text
from tests.worlds import listing


def drawn_pages(known: Catalog) -> dict[str, str]:
    """Return the drawn pages about Arena by path."""
    return {page.path: drawn(page, known) for page in pages(SiteContext(known, SITE))}


def board(*ratings: Rating, **changed: object) -> Leaderboard:
    """Return a board of these rows."""
    return checked(Leaderboard, {"board": "text", "ratings": ratings, **changed})


def test_each_board_and_each_name_without_a_model_has_a_page() -> None:
    """The pages are the overview, a page a board, the list of names without a model, and one for each."""
    assert list(drawn_pages(world())) == [
        "arena/index.html",
        "arena/text/index.html",
        "arena/vision/index.html",
        "arena/names/index.html",
        "arena/names/nobody-knows-this-7b/index.html",
    ]


def test_the_overview_counts_rows_and_matches() -> None:
    """Each board has its rows, matches, categories, day and first place; the ladder counts names."""
    shown = rows(drawn_pages(world())["arena/index.html"])
    assert "text 2 1 2 2026-02-01 nobody-knows-this-7b" in shown
    assert "vision in part 1 1 1 2026-02-01 Anvil Two" in shown
    assert "exact the names are equal 1" in shown
    assert "unmatched no model found 1" in shown


def test_a_board_leads_each_row_to_its_model_or_to_why_not() -> None:
    """Every overall row is there, best rank first, with the model's id or the reason one click away."""
    shown = drawn_pages(world())["arena/text/index.html"]
    unknown = "nobody-knows-this-7b"
    assert rows(shown)[1:] == [
        f"1 {unknown} Nobody 1500 not published not published unmatched none: why {unknown} has no model",
        "3 anvil-2 1400.5 ±10.5 9,000 exact acme/anvil-2",
    ]
    assert 'href="../../arena/names/nobody-knows-this-7b/"' in shown
    assert 'href="../../models/acme/anvil-2-20260102/"' in shown


def test_a_partial_board_says_so() -> None:
    """Where not all rows are on file, the page says that others may stand on the board."""
    assert "a name that is missing here may stand on it" in text(
        drawn_pages(world())["arena/vision/index.html"]
    )
    assert "may stand on it" not in text(drawn_pages(world())["arena/text/index.html"])


def test_a_name_without_a_model_says_why() -> None:
    """Its page has the source type, the reason, the candidates that lost, and its rows."""
    close = Rating(board="text", name="anvil-2-mini", rank=2, score=1.0, license="MIT")
    known = catalog([listing()], [board(close)])
    (name,) = known.arena_only
    shown = drawn_pages(known)["arena/names/anvil-2-mini/index.html"]
    assert "arena_only" in text(shown)
    assert name.match.reason in text(shown)
    assert "Organization not in the source" in text(shown)
    assert "Licence MIT" in text(shown)
    assert "text overall 2 1 not published not published not published" in rows(shown)
    for candidate in name.match.candidates:
        assert f"{candidate.openrouter_id} {candidate.why}" in rows(shown)


def test_a_candidate_to_confirm_is_named_on_the_models_page() -> None:
    """A name that a person should confirm stands on the page of the model that it may be; others do not."""
    nearest = Candidate(slug=SLUG, openrouter_id="acme/anvil-2", why="its name lacks “pro”")
    names = [
        Rated(
            name=f"anvil-pro-{step.value}",
            organization=None,
            license=None,
            ratings=(Rating(board="text", name=f"anvil-pro-{step.value}", score=1.0),),
            match=Match(
                arena_name="anvil-pro", confidence=step, reason="Perhaps Anvil 2.", candidates=(nearest,)
            ),
        )
        for step in (Confidence.LOW, Confidence.UNMATCHED)
    ]
    known = replace(catalog([listing()]), arena_only=tuple(names))
    shown = part(drawn(model_page(SLUG, known), known), "ratings")
    assert '<a href="../../../arena/names/anvil-pro-low/">anvil-pro-low</a>: Perhaps Anvil 2.' in shown
    assert "anvil-pro-unmatched" not in shown


def test_without_boards_the_pages_say_so() -> None:
    """Before the first fetch of a board the overview stands and says that none has been read."""
    found = drawn_pages(catalog([listing()]))
    assert list(found) == ["arena/index.html", "arena/names/index.html"]
    assert "No board has been read yet." in text(found["arena/index.html"])


def test_a_board_without_an_overall_category_shows_another() -> None:
    """A board that has no overall rows shows its first category, and names it."""
    known = catalog([listing()], [board(Rating(board="text", name="x", category="hard_prompts", score=1.0))])
    assert "Hard prompts, best rank first" in text(drawn_pages(known)["arena/text/index.html"])


def test_names_that_make_the_same_words_have_paths_of_their_own() -> None:
    """Two names with one spelling as words get a digest each, whatever their order; others none."""
    found = folders("x/", ["A B", "a-b", "c", "names"], taken={"names"})
    assert found == {**folders("x/", ["names", "c", "a-b", "A B"], taken={"names"})}
    assert found["c"] == "x/c/"
    assert len(set(found.values())) == 4
    assert found["names"] != "x/names/"


def with_retired() -> Catalog:
    """Return a world with a name that was a model, and its neighbour."""
    old = listing(id="acme/hammer", canonical_slug="acme/hammer", name="Acme: Hammer")
    ratings = [
        Rating(board="text", name=name, rank=rank, score=1.0) for rank, name in enumerate(["hammer", "x"], 1)
    ]
    return catalog([listing()], [board(*ratings)], gone=[Gone(old, FIRST, LATER, LAST)])


def test_a_name_that_was_a_model_says_so_and_leads_to_it_and_back() -> None:
    """Its page, the board and the list say until when; they lead to the model's page, which leads back."""
    known = with_retired()
    made = drawn_pages(known)
    until, link = "was a model here until", 'href="../../../models/acme/hammer/"'
    name = made["arena/names/hammer/index.html"]
    assert f"{until} 1 February 2026: acme/hammer" in text(name)
    assert link in name
    assert "arena_only" not in text(name)
    assert "no model" not in text(name).lower()
    shown = made["arena/text/index.html"]
    assert f"1 hammer 1 not published not published exact acme/hammer {until} 2026-02-01" in rows(shown)
    assert 'href="../../arena/names/hammer/"' in shown
    assert 'href="../../models/acme/hammer/"' in shown
    assert [row for row in rows(made["arena/names/index.html"]) if row.startswith("hammer ") and until in row]
    page = drawn(model_page("acme/hammer", known), known)
    assert '<a href="../../../arena/names/hammer/">' in page
    assert f"it {until} 2026-02-01" in text(part(page, "ratings"))


def test_a_retired_model_keeps_its_rank_on_every_surface() -> None:
    """Panel, Markdown, JSON, spreadsheet, and list of retired models have the rank of its row."""
    known = with_retired()
    made = site_texts(SiteContext(known, SITE))
    folder = "models/acme/hammer/"
    facts = json.loads(made[f"{folder}index.json"])
    assert facts["headline"]["rank"] == 1
    assert facts["ratings"][0]["listed_until"] == "2026-02-01"
    assert "Arena, text, overall #1 of 2 names" in text(made[f"{folder}index.html"])
    assert "- Arena, overall: rank 1 on the text board" in made[f"{folder}index.md"]
    (row,) = [row for row in rows(made["gone/index.html"]) if row.startswith("Hammer ")]
    assert " 1 1 " in row
    table = csv.DictReader(io.StringIO(made["api/v1/models.csv"], newline=""))
    assert [line["rank"] for line in table if line["slug"] == "acme/hammer"] == ["1"]
