"""The join: one model a canonical slug, ids that redirect, ratings where they belong."""

from __future__ import annotations

from datetime import date

from sitegen.catalog.join import catalog
from sitegen.catalog.matching import Decision
from sitegen.catalog.model import Gone
from sitegen.records.rating import Leaderboard, Rating
from tests.worlds import listing


def board(*names: str, board: str = "text") -> Leaderboard:
    """Return a board with these names in this order."""
    rows = tuple(
        Rating(board=board, name=name, rank=rank, score=1500.0 - rank) for rank, name in enumerate(names, 1)
    )
    return Leaderboard(board=board, published={"overall": date(2026, 3, 1)}, ratings=rows)


def test_variants_fold_under_the_plain_id() -> None:
    """`:free` stands first upstream, and the plain id still speaks for the model."""
    free = listing(id="acme/anvil-2:free", pricing={"prompt": "0"})
    batch = listing(id="acme/anvil-2:batch")
    (model,) = catalog([free, batch, listing()]).models
    assert [variant.id for variant in model.variants] == [
        "acme/anvil-2",
        "acme/anvil-2:batch",
        "acme/anvil-2:free",
    ]


def test_a_suffixed_id_alone_speaks_for_its_model() -> None:
    """Where only `:free` is listed, it is the primary."""
    (model,) = catalog([listing(id="acme/anvil-2:free")]).models
    assert model.primary.id == "acme/anvil-2:free"


def test_every_other_id_redirects_to_its_slug() -> None:
    """Each id that is not its model's slug has a way to it; the slug itself has none."""
    world = catalog([listing(), listing(id="acme/anvil-2:free"), listing(id="b/b", canonical_slug="b/b")])
    assert world.redirects == {
        "acme/anvil-2": "acme/anvil-2-20260102",
        "acme/anvil-2:free": "acme/anvil-2-20260102",
    }


def test_a_name_equal_to_a_models_is_joined_and_the_rest_stand_alone() -> None:
    """The exact name joins with its confidence; a name of nobody stands alone with a reason."""
    world = catalog([listing()], [board("anvil-2", "quill-9")])
    (model,) = world.models
    assert [(rated.name, rated.match.confidence) for rated in model.rated] == [("anvil-2", "exact")]
    (alone,) = world.arena_only
    assert (alone.name, alone.match.confidence, alone.match.slug) == ("quill-9", "unmatched", None)
    assert alone.match.reason


def test_the_free_variant_is_not_the_answer() -> None:
    """An Arena row belongs to the plain id, not to the copy that is given away."""
    world = catalog([listing(), listing(id="acme/anvil-2:free")], [board("anvil-2")])
    assert world.models[0].rated[0].match.openrouter_id == "acme/anvil-2"


def test_a_person_decides() -> None:
    """A decision joins what no rule would, and says so."""
    decision = Decision("mystery", "acme/anvil-2-20260102", "the maker said so")
    world = catalog([listing()], [board("mystery")], decisions={"mystery": decision})
    match = world.models[0].rated[0].match
    assert (match.confidence, "the maker said so" in match.reason) == ("manual", True)


def test_one_name_on_two_boards_is_one_entry() -> None:
    """Rows of several boards gather under their name, the board with the most votes first."""
    world = catalog([listing()], [board("anvil-2", board="vision"), board("anvil-2")])
    (rated,) = world.models[0].rated
    assert [row.board for row in rated.ratings] == ["text", "vision"]
    assert world.models[0].headline is rated


def test_a_model_that_left_keeps_its_place() -> None:
    """An id that is gone is a model of its own, or stands with what is left of its model."""
    day = date(2026, 2, 1)
    old = Gone(listing(id="acme/anvil-1", canonical_slug="acme/anvil-1"), day, day, day)
    beta = Gone(listing(id="acme/anvil-2:beta"), day, day, day)
    gone, current = catalog([listing()], gone=[old, beta]).models
    assert (gone.slug, gone.left, gone.primary.id) == ("acme/anvil-1", day, "acme/anvil-1")
    assert (current.left, [item.listing.id for item in current.gone]) == (None, ["acme/anvil-2:beta"])
