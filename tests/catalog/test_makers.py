"""The makers' own models: which model each is, which price stands on a page, and the reason for none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone, Model, NoOffer
from sitegen.facts.citation import version
from sitegen.matching.matches import Decision
from sitegen.records import Json
from sitegen.records.listing import Listing
from sitegen.records.match import Confidence
from sitegen.sources import modelsdev
from sitegen.sources.modelsdev import ModelsDev
from sitegen.sources.modelsdev_costs import makers_model
from tests.makers import model
from tests.worlds import listing, row

SLUG = "acme/anvil-2-20260102"


def file(
    *models: Json, makers: dict[str, tuple[str, ...]] | None = None, ids: Iterable[str] = ()
) -> ModelsDev:
    """Return what models.dev has of the maker Acme, whose provider is forge, and of ids of the gateway."""
    gateway = [{**model(name="x"), "id": f"openrouter/{key}", "cost": None} for key in ids]
    return ModelsDev(
        tuple(makers_model(entry) for entry in (*models, *gateway)),  # type: ignore[arg-type]
        {"acme": ("forge",)} if makers is None else makers,
        {},
    )


def own(key: str, cost: Json = ..., **changed: Json) -> Json:  # type: ignore[assignment]
    """Return a model of the provider forge; its input costs $2 for 1M tokens, its output $8."""
    price = {} if cost is ... else {"cost": cost}
    return {**model(**price), "id": f"forge/{key}", "status": None, **changed}


def known(
    makers: ModelsDev | None,
    *listings: Listing,
    gone: tuple[Gone, ...] = (),
    decisions: dict[str, Decision] | None = None,
) -> Catalog:
    """Return the catalog of these listings, or of the plain one."""
    return catalog(listings or [listing()], makers=makers, gone=gone, makers_decisions=decisions)


def only(makers: ModelsDev | None, *listings: Listing, decisions: dict[str, Decision] | None = None) -> Model:
    """Return the only model of a catalog."""
    (found,) = known(makers, *listings, decisions=decisions).models
    return found


def dearer(price: str) -> Json:
    """Return another cost."""
    return {"input": price, "output": "8"}


def input_price(found: Model) -> str | None:
    """Return what a token of input costs at the maker."""
    price = found.maker.prices.get("prompt") if found.maker.prices else None
    return f"{price.amount:f}" if price else None


def test_an_equal_name_brings_the_makers_price_with_its_evidence() -> None:
    """The value has the maker's model, the match, and no reason for a blank."""
    offer = only(file(own("anvil-2", status="deprecated"))).maker
    assert offer.model is not None
    assert offer.match is not None
    assert (offer.model.id, offer.model.status, offer.model.limit.output) == (
        "forge/anvil-2",
        "deprecated",
        8192,
    )
    assert (offer.match.confidence, offer.match.compared) == (Confidence.EXACT, ("anvil 2", "anvil 2"))
    assert (offer.reason, offer.why) == (None, "")
    assert input_price(only(file(own("anvil-2")))) == "0.000002"


@pytest.mark.parametrize(
    ("makers", "reason", "why"),
    [
        (None, NoOffer.NOT_READ, "models.dev was not read"),
        (file(makers={}), NoOffer.NOT_IN_SOURCE, "models.dev has no list prices of acme"),
        (file(), NoOffer.NOT_IN_SOURCE, "models.dev has no model of this name among its maker’s"),
        (file(own("anvil-2", cost=None)), NoOffer.NOT_PUBLISHED, "forge/anvil-2 has no price at models.dev"),
        (
            file(own("anvil-2", cost={"input": 0, "output": 0})),
            NoOffer.NOT_PUBLISHED,
            "forge/anvil-2 costs 0 at models.dev, which says free and not sold alike",
        ),
        (
            file(own("anvil-2-high"), own("anvil-2-fp8")),
            NoOffer.NO_CONFIDENT_MATCH,
            "models.dev prices modes of it alone: forge/anvil-2-high, forge/anvil-2-fp8",
        ),
        (
            file(own("anvil-2-preview")),
            NoOffer.NO_CONFIDENT_MATCH,
            "perhaps forge/anvil-2-preview: it is the release, the maker’s name is the preview",
        ),
        (
            file(own("anvil-2"), own("Anvil 2", cost=dearer("3"))),
            NoOffer.NO_CONFIDENT_MATCH,
            "several models of its maker fit, at different prices: forge/Anvil 2, forge/anvil-2",
        ),
    ],
)
def test_where_there_is_no_price_a_reason_says_why(
    makers: ModelsDev | None, reason: NoOffer, why: str
) -> None:
    """Each blank has its own word, and a sentence that names what there is instead."""
    offer = only(makers).maker
    assert (offer.prices, offer.reason, offer.why) == (None, reason, why)


def test_of_several_that_fit_the_surest_brings_the_price() -> None:
    """A dated slug asks for the snapshot of that day; else an equal name goes before one by a rule."""
    undated = own("anvil-2")
    assert input_price(only(file(undated, own("anvil-2-20260102", cost=dearer("3"))))) == "0.000003"
    assert input_price(only(file(undated, own("anvil-2-20251230", cost=dearer("3"))))) == "0.000002"
    assert input_price(only(file(undated, own("Anvil 2")))) == "0.000002"


def test_a_model_of_another_maker_is_never_it() -> None:
    """Only listings of the author under whom the catalogue has the maker are asked."""
    other = listing(id="quill/anvil-2", canonical_slug="quill/anvil-2", name="Quill: Anvil 2")
    found = only(file(own("anvil-2")), other)
    assert (found.maker.reason, found.maker.why) == (
        NoOffer.NOT_IN_SOURCE,
        "models.dev has no list prices of quill",
    )


def test_a_name_that_its_maker_gave_to_a_later_model_is_not_the_earlier_one() -> None:
    """A person must confirm it where the maker's model is younger than a listing and has another context."""
    second = int(datetime(2025, 1, 2, tzinfo=UTC).timestamp())
    old = listing(created=second, context_length=64_000)
    later = own("anvil-2", release_date="2025-12-01", limit={"context": 1_000_000})
    offer = only(file(later), old).maker
    assert (offer.prices, offer.reason) == (None, NoOffer.NO_CONFIDENT_MATCH)
    assert offer.why == (
        "perhaps forge/anvil-2: its maker dates that name 2025-12-01, and this one was listed on 2025-01-02"
    )
    same = own("anvil-2", release_date="2025-12-01", limit={"context": 65_536})
    assert only(file(same), old).maker.prices is not None
    assert (
        only(file(own("anvil-2", release_date="2025-01", limit={"context": 5})), old).maker.prices is not None
    )


def test_the_makers_own_name_leaves_out_no_preview() -> None:
    """Arena may call a preview by the name of its release; to its maker these are two models."""
    preview = listing(
        id="google/gem-2-preview", canonical_slug="google/gem-2-preview", name="Google: Gem 2 Preview"
    )
    found = only(file(own("gem-2"), makers={"google": ("forge",)}), preview)
    assert found.maker.reason is NoOffer.NO_CONFIDENT_MATCH


def test_an_alias_for_the_latest_is_never_it() -> None:
    """``~acme/anvil-latest`` is whatever is newest."""
    alias = listing(
        id="~acme/anvil-latest",
        canonical_slug="~acme/anvil-latest",
        name="Acme: Anvil Latest",
        alias_target={"slug": "acme/anvil-2", "name": "Anvil 2"},
    )
    assert only(file(own("anvil-latest")), alias).maker.prices is None


def test_a_persons_decision_wins_over_the_rules() -> None:
    """It joins what no rule would, also to another author's model, and parts what a rule joins."""
    decisions = {"forge/Hammer": Decision("forge/Hammer", SLUG, "its maker says so")}
    found = only(file(own("Hammer", cost=dearer("3")), own("anvil-2")), decisions=decisions)
    assert found.maker.match is not None
    assert found.maker.match.confidence is Confidence.MANUAL
    assert input_price(found) == "0.000003"
    none = {"forge/anvil-2": Decision("forge/anvil-2", None, "another one")}
    assert only(file(own("anvil-2")), decisions=none).maker.reason is NoOffer.NOT_IN_SOURCE
    other = listing(id="quill/note", canonical_slug="quill/note", name="Quill: Note")
    lent = {"forge/Hammer": Decision("forge/Hammer", "quill/note", "made for them")}
    assert only(file(own("Hammer")), other, decisions=lent).maker.prices is not None


def test_a_retired_model_has_its_makers_price_too() -> None:
    """A page that stays keeps what its maker asks; the reason says until when it was listed here."""
    day = date(2026, 3, 1)
    left = Gone(listing(), day, day, day)
    two = listing(id="quill/note", canonical_slug="quill/note", name="Quill: Note")
    found = known(file(own("anvil-2")), two, gone=(left,)).by_id()[SLUG]
    assert found.maker.prices is not None
    assert found.maker.match is not None
    assert "until 2026-03-01" in found.maker.match.reason


def test_release_facts_are_joined_by_equal_ids() -> None:
    """They are those of the main id, and a source never read is told apart from one without it."""
    free = Listing.read(row(id="acme/anvil-2:free"))
    found = only(file(ids=["acme/anvil-2:free", "acme/anvil-2"]), listing(), free)
    assert found.dated is not None
    assert {key: told.key for key, told in found.dated.items()} == {
        "acme/anvil-2": "acme/anvil-2",
        "acme/anvil-2:free": "acme/anvil-2:free",
    }
    assert found.release is not None
    assert (found.release.release_date, found.release.knowledge, found.release.open_weights) == (
        "2026-01-02",
        "2025-08",
        True,
    )
    assert (only(file(ids=["acme/anvil"])).release, only(file()).dated) == (None, {})
    assert (only(None).release, only(None).dated) == (None, None)


@pytest.mark.parametrize(
    ("listed", "there", "told"),
    [
        # A page whose only id has a suffix is told of by the plain id, and the reverse.
        ("acme/anvil-2:free", ["acme/anvil-2"], "acme/anvil-2"),
        ("acme/anvil-2", ["acme/anvil-2:free"], "acme/anvil-2:free"),
        ("acme/anvil-2:free", ["acme/anvil-2:batch", "acme/anvil-2"], "acme/anvil-2"),
        ("acme/anvil-2:free", ["acme/anvil-2:free", "acme/anvil-2"], "acme/anvil-2:free"),
        ("acme/anvil-2", ["acme/anvil-20", "acme/anvil"], None),
    ],
)
def test_an_id_that_the_source_lacks_is_told_of_by_the_same_model_under_another_suffix(
    listed: str, there: list[str], told: str | None
) -> None:
    """The release of a model is that of its main id, else of the plain one, else of another suffix."""
    release = only(file(ids=there), listing(id=listed)).release
    assert (release.key if release else None) == told


def test_the_release_of_another_model_is_not_taken() -> None:
    """Where the catalogue has the plain id of another model, that one's day says nothing of the suffixed."""
    plain = listing(canonical_slug="acme/anvil-2-old")
    models = known(file(ids=["acme/anvil-2"]), plain, listing(id="acme/anvil-2:thinking")).models
    assert [model.release is None for model in models] == [True, False]


def test_the_source_stands_among_those_of_a_model_that_it_tells_of() -> None:
    """Receipt and credit are shown where a fact is."""
    assert modelsdev.FEED in only(file(own("anvil-2"))).feeds
    assert modelsdev.FEED in only(file(ids=["acme/anvil-2"])).feeds
    assert modelsdev.FEED not in only(file()).feeds
    assert modelsdev.FEED not in only(None).feeds


def test_another_price_of_the_maker_is_another_version_of_the_page() -> None:
    """Else a page would be left as it was."""
    versions = {version(only(file(own("anvil-2", cost=dearer(price))))) for price in ("2", "3")}
    assert len({*versions, version(only(None))}) == 3
