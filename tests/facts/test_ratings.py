"""Ratings: the rank in all its forms, one reason for a missing one on every surface, and the evidence."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone, Model
from sitegen.facts.boards import Rank, boards, headline_json, rank_of, rating_row
from sitegen.facts.context import SiteContext
from sitegen.facts.ratings import MEANING, match_json, rated_json, rated_name
from sitegen.forms.blanks import Blank
from sitegen.forms.figures import Cell
from sitegen.matching.matches import Decision
from sitegen.pages.cards import cards
from sitegen.records.match import Candidate, Confidence, Match
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import FIRST, LAST, LATER, SITE, SLUG, site_files, site_texts, world
from tests.pages.shown import part, rows, text
from tests.worlds import listing


def named(word: str, **changed: Any) -> Any:  # noqa: ANN401 - whatever upstream may send
    """Return a listing of Acme's under this word."""
    slug = f"acme/{word}"
    return listing(**{"id": slug, "canonical_slug": slug, "name": f"Acme: {word}", **changed})


@cache
def shapes(boards: tuple[str, ...]) -> Catalog:
    """Return models without a rank of every shape, with a row elsewhere on each of these boards."""
    newer = named("newer", created=1_780_272_000)  # 2026-06-01, after the board's day
    alias = named("latest", alias_target={"slug": "acme/plain", "name": "Plain"})
    router = named("any", architecture={"tokenizer": "Router"})
    rated = {
        "text": Rating(board="text", name="mercry-2", organization="Acme", rank=1, score=1500.0),
        "vision": Rating(board="vision", name="elsewhere", rank=3, score=1200.0),
    }
    return catalog(
        [named("plain"), named("elsewhere"), named("third"), named("mercury-2"), newer, alias, router],
        [Leaderboard(board=one, published={"overall": LATER}, ratings=(rated[one],)) for one in boards],
        gone=[Gone(named("old"), FIRST, LATER, LAST)],
        decisions={"elsewhere": Decision("elsewhere", "acme/elsewhere", "Its maker says so.")},
    )


def surfaces(word: str, catalog: Catalog) -> dict[str, str]:
    """Return what each surface says of a model's rank, by surface; lists that leave it out are left out."""
    known, slug = SiteContext(catalog, SITE), f"acme/{word}"
    made = site_texts(known)
    html, markdown = made[f"models/{slug}/index.html"], made[f"models/{slug}/index.md"]
    neighbour = made[f"models/acme/{'plain' if word == 'third' else 'third'}/index.html"]
    table = csv.DictReader(io.StringIO(made["api/v1/models.csv"], newline=""))
    every = json.loads(made["api/v1/models.json"])["models"]
    lists = {
        "explorer": [row for row in rows(made["index.html"]) if row.startswith(f"{word} ")],
        "author": [
            row
            for row in rows(made["authors/acme/index.html"])
            if row.startswith(f"{word} acme") and word != "old"
        ],
        "related": [row for row in rows(part(neighbour, "related")) if row.startswith(f"{word} ")],
        "page": [part(html, "ratings")] if "Overall ratings" not in html else [],
    }
    return {
        "glance": text(html.partition("<dt>Arena, text, overall</dt>")[2].partition("</div>")[0]),
        "JSON": json.loads(made[f"models/{slug}/index.json"])["blanks"]["headline"],
        "models.json": next(entry["blanks"]["headline"] for entry in every if entry["slug"] == slug),
        "CSV": next(row["rank_blank"] for row in table if row["slug"] == slug),
        "Markdown, opening": markdown.partition("- Arena, overall: ")[2].partition("\n")[0],
        "Markdown, section": markdown.partition("## Arena ratings\n\n")[2].partition(". ")[0].lower(),
        "llms-full": next(line for line in made["llms-full.txt"].splitlines() if f"** `{slug}`" in line),
        "picture": next(
            s.text for s in cards(known)[f"models/{slug}/index.html"].figures if "Arena" in s.label
        ),
        **{name: text(found[0]).lower() for name, found in lists.items() if found},
    }


READ = ("text", "vision")


@pytest.mark.parametrize(
    ("boards", "word", "reason"),
    [
        (READ, "plain", Blank.NOT_ON_BOARD),
        (READ, "elsewhere", Blank.NOT_ON_BOARD),
        (READ, "newer", Blank.NEWER_THAN_BOARD),
        (READ, "mercury-2", Blank.NO_CONFIDENT_MATCH),
        (READ, "any", Blank.NOT_APPLICABLE),
        (READ, "latest", Blank.NOT_APPLICABLE),
        (READ, "old", Blank.RETIRED),
        ((), "plain", Blank.NOT_READ),
        ((), "any", Blank.NOT_APPLICABLE),
        ((), "old", Blank.NOT_READ),
        (("vision",), "plain", Blank.NOT_READ),
        (("vision",), "elsewhere", Blank.NOT_READ),
    ],
)
def test_a_missing_rank_has_one_reason_on_every_surface(
    boards: tuple[str, ...], word: str, reason: Blank
) -> None:
    """Page, JSON, Markdown, lists, CSV and picture give the same reason, and no other one beside it."""
    found = surfaces(word, shapes(boards))
    others = [blank.value for blank in Blank if blank not in (reason, Blank.NOT_PUBLISHED)]
    for surface, said in found.items():
        assert reason.value in said, surface
        if surface not in ("explorer", "author", "llms-full"):
            assert not any(other in said for other in others), surface
    assert ({"explorer", "author"} <= found.keys()) == (word != "old")
    assert ("related" in found) == (word in ("plain", "elsewhere", "newer", "mercury-2"))
    assert ("page" in found) == (word != "elsewhere")


def rank(*ratings: Rating, catalog: Catalog | None = None) -> tuple[Rank, Model]:
    """Return the rank of the plain model with these rows on the text board, and the model."""
    found = catalog or make(*ratings)
    model = found.by_id()["acme/anvil-2"]
    return rank_of(model, boards(found)), model


def make(*ratings: Rating) -> Catalog:
    """Return a catalog of the plain model and a text board with these rows."""
    published = {"overall": LATER}
    return catalog([listing()], [Leaderboard(board="text", published=published, ratings=ratings)])


def row(name: str = "anvil-2", **changed: Any) -> Rating:  # noqa: ANN401 - fields of Rating
    """Return a row of the text board."""
    return Rating(**{"board": "text", "name": name, "rank": 1234, "score": 1400.4, **changed})


def test_a_rank_has_every_form() -> None:
    """A rank is a number in a column, a figure by itself, and a line that names row, board, day and match."""
    found, _ = rank(row(lower=1395.4, upper=1405.4), row("other", rank=1))
    assert (found.text, found.cell, found.missing, found.reason) == (
        "1,234", Cell("#1,234", "amount"), None, ""
    )  # fmt: skip
    assert (found.score, found.interval, found.day, found.of, found.mode) == ("1400.4", "±5", LATER, 2, False)
    assert found.line == "rank 1,234 on the text board of 2026-02-01, as anvil-2 (exact match)"


def test_a_row_without_a_rank_says_that_none_is_published() -> None:
    """A row whose rank the board leaves out is no missing row: its score stands, and no number is made up."""
    found, _ = rank(row(rank=None))
    assert (found.text, found.cell) == ("not published", Cell("not published", "blank"))
    assert (found.missing, found.score, found.interval) == (None, "1400.4", "not published")
    assert found.line.startswith("not published on the text board")
    entry = headline_json(found)
    assert entry is not None
    assert (entry["rank"], entry["blanks"]["rank"]) == (None, "not published")


def test_the_plain_row_stands_before_a_mode() -> None:
    """The rank is that of the plain form where it has a row, and else of a mode, which is marked."""
    thinking = row("anvil-2-thinking-32k", rank=1)
    found, _ = rank(thinking, row())
    assert (found.name, found.mode) == ("anvil-2", False)
    found, _ = rank(thinking)
    assert (found.name, found.mode) == ("anvil-2-thinking-32k", True)


def test_a_missing_rank_has_no_figures() -> None:
    """Without a row there is neither score nor interval nor day, and nothing for programs but the reason."""
    found, _ = rank()
    assert (found.score, found.interval, found.day, headline_json(found)) == ("", "", None, None)
    assert (found.cell, found.line) == (Cell("not on this board", "blank"), "not on this board")


def test_other_boards_are_named_where_the_rank_is_missing() -> None:
    """The small print has the overall ranks elsewhere, or says that the rows are of categories."""
    vision = Leaderboard(board="vision", ratings=(row(board="vision", rank=3),))
    known = catalog([listing()], [*make().leaderboards, vision])
    found, _ = rank(catalog=known)
    assert found.missing
    assert found.missing.lines == ("vision board: #3",)
    mode = row("anvil-2-thinking-32k", board="vision", rank=1)
    for rated, said in (
        ((mode, row(board="vision", rank=3)), "vision board: #3"),
        ((mode,), "vision board: #1 as a mode"),
    ):
        board = Leaderboard(board="vision", ratings=rated)
        found, _ = rank(catalog=catalog([listing()], [*make().leaderboards, board]))
        assert found.missing
        assert found.missing.lines == (said,)
    found, _ = rank(row(category="coding"))
    assert found.missing
    assert found.missing.lines == ("rated in other categories",)


@pytest.mark.parametrize(
    ("lower", "upper", "interval"),
    [
        (1395.0, 1405.0, "±5"),
        (1393.6, 1405.2, "+5.2 −6.4"),
        (None, 1405.0, "not published"),
    ],
)
def test_a_row_has_its_figures_in_words(lower: float | None, upper: float | None, interval: str) -> None:
    """An interval is what to add and take away, on a page and in Markdown; a category is words."""
    found = rating_row(
        row(score=1400.0, lower=lower, upper=upper, category="hard_|prompts"), boards(make(row()))
    )
    assert (found.score_text, found.interval, found.category_words) == ("1400", interval, "hard |prompts")
    assert found.cells == (
        "text", r"hard\_\|prompts", "1,234", "1400", interval, "not published", "not published"
    )  # fmt: skip


@cache
def world_files() -> dict[str, bytes]:
    """Return the files of the small world."""
    return site_files(SiteContext(world(), SITE))


def model_file(slug: str, kind: str) -> str:
    """Return a file of a model of the small world."""
    return world_files()[f"models/{slug}/index.{kind}"].decode()


def test_ratings_carry_their_match_and_its_evidence() -> None:
    """Each joined name has its rows with their days, its confidence, its reason and what was compared."""
    entry = json.loads(model_file(SLUG, "json"))
    assert entry["source_type"] == "openrouter_and_arena"
    by_name = {rated["arena_name"]: rated for rated in entry["ratings"]}
    days = [(row["category"], row["rank"], row["day"]) for row in by_name["anvil-2"]["rows"]]
    assert days == [("coding", 2, "2026-03-01"), ("overall", 3, "2026-02-01")]
    assert by_name["anvil-2"]["match"]["confidence"] == "exact"
    assert by_name["anvil-2"]["match"]["compared"]
    assert by_name["Anvil Two"]["match"]["confidence"] == "manual"
    assert entry["headline"]["arena_name"] == "anvil-2"
    assert (entry["headline"]["rank"], entry["headline"]["confidence"]) == (3, "exact")


def test_markdown_shows_rank_match_and_evidence() -> None:
    """The rank stands at the top with its day and match; below, each name has its reason and what lost."""
    found = model_file(SLUG, "md")
    assert "- Arena, overall: rank 3 on the text board of 2026-02-01, as anvil-2 (exact match)\n" in found
    assert "### Anvil Two\n\n- Match: manual. The maker calls it so \\| \\<b\\>here\\</b\\>." in found
    assert "| text | overall | 3 | 1400.5 | ±10.5 | 9,000 | 2026-02-01 |" in found
    assert "| text | coding | 2 | 1410.25 | not published | not published | 2026-03-01 |" in found


def test_markdown_names_the_boards_that_were_read() -> None:
    """Where no row was matched, the Markdown says on which boards, as the page does."""
    found = model_file("quill/noisy", "md")
    assert (
        "## Arena ratings\n\nNot on this board. No row was matched to this model on the boards that we "
        "read: text (2026-02-01, 2 names) and vision (2026-02-01, 1 name, in part). A missing rank says "
        "nothing bad"
    ) in found


def test_the_meaning_stands_with_the_ratings() -> None:
    """What a rating is stands on the page of a rated model, in its section."""
    assert MEANING in text(part(model_file(SLUG, "html"), "ratings"))


def test_who_lost_is_told_to_programs() -> None:
    """Each model that was considered for a name stands in the JSON with its slug, its id and the reason."""
    lost = Candidate(slug="acme/a-1", openrouter_id="acme/a", why="another release")
    match = Match("a", Confidence.LOW, "Perhaps.", candidates=(lost,))
    assert match_json(match)["candidates"] == [{"slug": "acme/a-1", "id": "acme/a", "why": "another release"}]


def test_a_licence_is_that_of_its_own_board() -> None:
    """Where two boards name two licences, the page says each with its board, and JSON with its row."""
    rows = [
        Rating(board="vision", name="hammer", score=1.0, license="MIT"),
        Rating(board="text", name="hammer", score=1.0, license="Proprietary"),
    ]
    boards = [Leaderboard(board=row.board, ratings=(row,)) for row in rows]
    known = catalog([listing()], boards)
    (name,) = known.arena_only
    found = rated_name(name, SiteContext(known, SITE).boards)
    assert found.terms == "Proprietary (text board), MIT (vision board)"
    entry = rated_json(found)
    assert (entry["license"], [row.get("license") for row in entry["rows"]]) == ("Proprietary", [None, "MIT"])
    same = rated_name(name._replace(ratings=name.ratings[:1]), SiteContext(known, SITE).boards)
    assert same.terms == "Proprietary"
