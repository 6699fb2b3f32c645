"""The join: one model a canonical slug, ids that redirect, ratings where they belong."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Gone
from sitegen.errors import CatalogError
from sitegen.matching.matches import Decision
from sitegen.records.change import Change
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Failure, Receipt
from sitegen.records.usage import Period, Usage, UsageRow
from tests.worlds import listing

DAY = date(2026, 2, 1)


def board(*names: str, board: str = "text") -> Leaderboard:
    """Return a board with these names in this order."""
    rows = tuple(
        Rating(board=board, name=name, rank=rank, score=1500.0 - rank) for rank, name in enumerate(names, 1)
    )
    return Leaderboard(board=board, published={"overall": date(2026, 3, 1)}, ratings=rows)


def gone_since(day: date, **changed: str) -> Gone:
    """Return an id that left on a day."""
    return Gone(listing(**changed), DAY, DAY, day)


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


def test_the_id_that_is_the_slug_speaks_first() -> None:
    """Of two plain ids of one slug the one that is spelled as the slug is the primary, current or gone."""
    slug = {"canonical_slug": "acme/anvil"}
    other, same = listing(id="acme/a-very-early-name", **slug), listing(id="acme/anvil", **slug)
    (model,) = catalog([other, same]).models
    assert [one.id for one in model.variants] == ["acme/anvil", "acme/a-very-early-name"]
    (model,) = catalog([listing(id="acme/a:free", **slug), listing(id="acme/b", **slug)]).models
    assert [one.id for one in model.variants] == ["acme/b", "acme/a:free"]
    left = [gone_since(DAY, id=key, **slug) for key in ("acme/z:free", "acme/b", "acme/anvil", "acme/a")]
    (model,) = catalog([], gone=left).models
    assert [one.listing.id for one in model.gone] == ["acme/anvil", "acme/a", "acme/b", "acme/z:free"]


def test_a_model_is_gone_since_its_last_id_left() -> None:
    """Ids leave on different days, and the model with the last of them."""
    later = date(2026, 3, 9)
    (model,) = catalog([], gone=[gone_since(later), gone_since(DAY, id="acme/anvil-2:free")]).models
    assert model.left == later


def test_what_is_known_of_a_state_stands_in_its_catalog() -> None:
    """Boards, ranking, journal, receipts, failures and digest are passed on; without them all is empty."""
    line = Change(on=DAY, source="openrouter", id="acme/anvil-2", field="listed", new={"id": "acme/anvil-2"})
    ranking = Usage(period=Period.DAY, rows=(UsageRow(on=DAY, name="acme/gone", tokens=5),))
    receipts = {"arena/text": Receipt(address="https://x.example", changed=DAY, sha256="00", rows=1)}
    failures = {"arena/text": Failure(on=DAY, why="no answer")}
    old = gone_since(DAY, id="acme/gone", canonical_slug="acme/gone")
    world = catalog(
        [listing()], [board("x")], usage=ranking, gone=[old],
        journal=[line], receipts=receipts, failures=failures, version="abc",
    )  # fmt: skip
    assert (world.leaderboards, world.usage, world.journal, world.version) == (
        (board("x"),), ranking, (line,), "abc",
    )  # fmt: skip
    assert (world.receipts, world.failures) == (receipts, failures)
    gone, current = world.models[1], world.models[0]
    assert (current.histories["acme/anvil-2"].changes, current.changed) == ((line,), DAY)
    assert (gone.histories, gone.changed) == ({}, None)
    assert gone.usage is not None
    assert world.usage_alone == ()
    empty = catalog([])
    assert (empty.receipts, empty.failures, empty.journal, empty.version) == ({}, {}, (), "")


def test_a_slug_with_a_colon_has_its_own_usage() -> None:
    """A name of the ranking that is a current slug, or one that left, is no variant of another."""
    rows = tuple(UsageRow(on=DAY, name=name, tokens=5) for name in ("acme/a:beta", "acme/b:beta"))
    gone = gone_since(DAY, id="acme/b:beta", canonical_slug="acme/b:beta")
    now = listing(id="acme/a:beta", canonical_slug="acme/a:beta")
    world = catalog([now], usage=Usage(period=Period.DAY, rows=rows), gone=[gone])
    assert [model.usage is not None for model in world.models] == [True, True]


def test_a_model_is_found_by_each_of_its_ids_and_by_its_slug() -> None:
    """Current ids, ids that left and the slug lead to one model."""
    world = catalog([listing()], gone=[gone_since(DAY, id="acme/anvil-2:free")])
    (model,) = world.models
    assert world.by_id() == dict.fromkeys(
        ("acme/anvil-2", "acme/anvil-2:free", "acme/anvil-2-20260102"), model
    )


def test_an_id_of_two_models_is_refused() -> None:
    """One id cannot lead to two pages; an id that is the slug of another model is that model's address."""
    clash = gone_since(DAY, canonical_slug="acme/forge")
    with pytest.raises(CatalogError) as refusal:
        catalog([listing()], gone=[clash])
    assert str(refusal.value) == (
        "acme/anvil-2: belongs to two models, acme/anvil-2-20260102 and acme/forge; fetch openrouter again"
    )
    slugs = [listing(id="b/one", canonical_slug="b/two"), listing(id="b/two", canonical_slug="b/two"),
             listing(id="b/two:free", canonical_slug="b/two")]  # fmt: skip
    assert catalog(slugs).redirects == {"b/one": "b/two", "b/two:free": "b/two"}


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


def test_rows_of_a_name_stand_by_board_and_category() -> None:
    """The board with the most votes first, then by name, and each board's categories in their order."""
    places = [("code", "overall"), ("text", "overall"), ("text", "coding"), ("art", "overall")]
    rows = [Rating(board=b, category=c, name="anvil-2", rank=1, score=1) for b, c in places]
    boards = [Leaderboard(board=row.board, ratings=(row,)) for row in rows]
    (rated,) = catalog([listing()], boards).models[0].rated
    assert [(row.board, row.category) for row in rated.ratings] == [
        ("text", "coding"), ("text", "overall"), ("art", "overall"), ("code", "overall"),
    ]  # fmt: skip
    assert rated.on("text") is rows[1]
    assert rated.on("text", "coding") is rows[2]
    assert rated.on("text", "math") is None
    assert rated.on("search") is None


def test_a_name_is_matched_and_shown_with_what_its_boards_say_of_it() -> None:
    """Maker and licence are those of the first row that has any, and the maker counts in the match."""
    said = {"organization": "Quicksilver Works", "license": "MIT"}
    rows = (
        Rating(board="text", name="anvil-2", score=1),
        Rating(board="vision", name="anvil-2", score=1, **said),
    )
    world = catalog([listing()], [Leaderboard(board=row.board, ratings=(row,)) for row in rows])
    (alone,) = world.arena_only
    assert (alone.organization, alone.license) == ("Quicksilver Works", "MIT")
    assert alone.match.reason == (
        "Perhaps Acme: Anvil 2, for a person to confirm: "
        "the names agree, but its maker is acme, not Quicksilver Works."
    )
    assert world.models[0].rated == ()


def test_the_rank_of_the_plain_row_stands_for_its_model() -> None:
    """The plain row comes first however its modes rank, then the best ranked mode, last what has no rank."""
    ranks = {"anvil-2-high": 1, "anvil-2": 5, "anvil-2-low": None, "anvil-2-medium": 3, "anvil-2-fp8": 2}
    rows = tuple(Rating(board="text", name=name, rank=rank, score=1) for name, rank in ranks.items())
    other = Rating(board="vision", name="anvil-2-bf16", rank=1, score=1)
    boards = [Leaderboard(board="text", ratings=rows), Leaderboard(board="vision", ratings=(other,))]
    (model,) = catalog([listing()], boards).models
    assert [rated.name for rated in model.rated] == [
        "anvil-2", "anvil-2-high", "anvil-2-fp8", "anvil-2-medium", "anvil-2-bf16", "anvil-2-low",
    ]  # fmt: skip
    assert model.headline is model.rated[0]


def test_names_without_a_model_stand_by_rank() -> None:
    """The best of the headline board come first, then by name whoever has no rank there."""
    first = Leaderboard(board="vision", ratings=(Rating(board="vision", name="a-quill", rank=1, score=1),))
    none = Leaderboard(board="code", ratings=(Rating(board="code", name="quill-0", score=1),))
    bare = Rating(board="text", name="b-quill", score=1)
    text = Leaderboard(board="text", ratings=(*board("quill-9", "quill-1").ratings, bare))
    world = catalog([listing()], [first, none, text])
    assert [alone.name for alone in world.arena_only] == [
        "quill-9",
        "quill-1",
        "a-quill",
        "b-quill",
        "quill-0",
    ]


def test_a_model_that_left_keeps_its_place() -> None:
    """An id that is gone is a model of its own, or stands with what is left of its model."""
    old = gone_since(DAY, id="acme/anvil-1", canonical_slug="acme/anvil-1")
    beta = gone_since(DAY, id="acme/anvil-2:beta")
    gone, current = catalog([listing()], gone=[old, beta]).models
    assert (gone.slug, gone.left, gone.primary.id) == ("acme/anvil-1", DAY, "acme/anvil-1")
    assert (current.left, [item.listing.id for item in current.gone]) == (None, ["acme/anvil-2:beta"])


def test_a_name_of_no_current_model_is_joined_with_a_retired_one() -> None:
    """The retired model has the rating, and the reason and the row say until when it was listed."""
    left = date(2026, 2, 20)
    old = [gone_since(left, id=f"acme/hammer{end}", canonical_slug="acme/hammer") for end in (":free", "")]
    known = catalog([listing()], [board("hammer", "anvil-2")], gone=old)
    hammer = known.by_id()["acme/hammer"]
    (rated,) = hammer.rated
    assert (rated.name, rated.until, rated.match.openrouter_id) == ("hammer", DAY, "acme/hammer")
    assert rated.match.reason.endswith(". It was a model here until 2026-02-01.")
    assert not known.arena_only
    assert [rated.until for rated in known.by_id()["acme/anvil-2"].rated] == [None]


def test_a_current_model_comes_before_a_retired_one() -> None:
    """Where both bear the name, the current one is the answer; an id of a current model is no retired one."""
    twin = gone_since(DAY, id="acme/anvil-2-old", canonical_slug="acme/anvil-2-old", name="Acme: Anvil 2")
    variant = gone_since(DAY, id="acme/anvil-2:beta", name="Acme: Hammer")
    known = catalog([listing()], [board("anvil-2", "hammer")], gone=[twin, variant])
    assert [rated.name for rated in known.by_id()["acme/anvil-2"].rated] == ["anvil-2"]
    assert [rated.name for rated in known.arena_only] == ["hammer"]


def test_a_retired_model_that_a_name_may_be_is_proposed() -> None:
    """Where no current model may be it, a retired one is named for a person to confirm, and not joined."""
    old = gone_since(
        DAY, id="acme/hammer-preview", canonical_slug="acme/hammer-preview", name="Acme: Hammer Preview"
    )
    known = catalog([listing()], [board("hammer")], gone=[old])
    (rated,) = known.arena_only
    assert (rated.match.confidence, rated.match.candidates[0].slug) == ("low", "acme/hammer-preview")
    assert "It was a model here until 2026-02-01." in rated.match.reason


def test_a_person_can_decide_for_a_retired_model() -> None:
    """A decision for its slug joins the rating with it; one for "none" keeps the name alone."""
    old = gone_since(DAY, id="acme/hammer", canonical_slug="acme/hammer", name="Acme: Hammer")
    for slug, joined in (("acme/hammer", ["mallet"]), (None, [])):
        decision = {name: Decision(name, slug, "So it is.") for name in ("mallet",)}
        known = catalog([listing()], [board("mallet")], gone=[old], decisions=decision)
        assert [rated.name for rated in known.by_id()["acme/hammer"].rated] == joined
