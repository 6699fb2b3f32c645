"""A small world of what is rare: facts that neither the odd world nor the golden one has of any model."""

from __future__ import annotations

from datetime import date

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.records import Json, checked
from sitegen.records.change import Change
from sitegen.records.corrected import corrected
from sitegen.records.correction import Correction
from sitegen.records.endpoint import SOURCE
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Failure
from tests.worlds import by_the_hour, listing, row

FIRST, LATER, LAST, SOLD = date(2026, 1, 5), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 9)


def rare_world() -> Catalog:
    """Return models with odd records, with names on Arena that are nearly theirs, and with a life."""
    made = catalog(
        [_told(), *_sold(), *_corrected()],
        [_board()],
        gone=[
            Gone(listing(id="acme/anvil-2:old", pricing={"prompt": "0.000001"}), FIRST, LATER, LAST),
            Gone(
                listing(id="acme/tongs", canonical_slug="acme/tongs", name="Acme: Tongs"), FIRST, LATER, LAST
            ),
        ],
        journal=[*_journal(), *_journal_of_sellers()],
        failures={"usage/daily": Failure(on=LAST, why="it did not answer")},
        version="abc123def456",
    )
    waiting = [("pricing.prompt", "0.000001"), ("pricing.completion", "0.01")]
    return made.marked([Change(LAST, "openrouter", "acme/saw", key, old, "0.00001") for key, old in waiting])


def _told() -> Listing:
    """Return a model whose record has all that records rarely have."""
    architecture = {"input_modalities": ["text"], "output_modalities": ["audio"], "instruct_type": "chatml"}
    return listing(
        id="acme/bard",
        canonical_slug="acme/bard",
        name="Acme: Bard",
        description=f"{'A long tale of a smith. ' * 50}\n\n" * 50,
        architecture=architecture,
        pricing={"prompt": "0.00003", "completion": "0.00006", "discount": 0.25},
        supported_voices=["alto", "bass"],
        per_request_limits={"prompt_tokens": 500},
        created="in spring",
        top_provider={"context_length": 64_000, "max_completion_tokens": 256_000, "is_moderated": False},
    )


def _sold() -> list[Listing]:
    """Return models of two authors with a price, without one, and dearer than a better one."""
    return [
        listing(),
        listing(id="acme/anvil-2:free", pricing={"prompt": "0"}),
        listing(
            id="acme/song",
            canonical_slug="acme/song",
            name="Acme: Song",
            pricing={"prompt": "0", "completion": "0"},
            architecture={"input_modalities": ["text"], "output_modalities": ["text", "audio"]},
        ),
        listing(
            id="acme/tide",
            canonical_slug="acme/tide",
            name="Acme: Tide",
            pricing=by_the_hour(),
            expiration_date="2026-12-31",
        ),
        listing(
            id="acme/gift",
            canonical_slug="acme/gift",
            name="Acme: Gift",
            pricing={"prompt": "0"},
            supported_parameters=[],
        ),
        *[listing(id=f"acme/harp{n}", canonical_slug=f"acme/harp-{n}", name="Acme: Harp 3") for n in "ab"],
        listing(id="zeta/vase-20260101", canonical_slug="zeta/vase-20260101", name="Zeta: Vase"),
        listing(id="zeta/vase-20260301", canonical_slug="zeta/vase-20260301", name="Zeta: Vase (new)"),
    ]


def _corrected() -> list[Listing]:
    """Return a model of which people corrected a length and withhold a price."""
    sent = listing(id="acme/saw", canonical_slug="acme/saw", name="Acme: Saw")
    return list(corrected([sent], corrections("acme/saw"), LATER).listings.values())


FIELDS: dict[str, Json] = {"context_length": 64_000, "pricing.prompt": "withhold"}


def corrections(key: str, fields: dict[str, Json] = FIELDS, **changed: Json) -> list[Correction]:
    """Return corrections of an id: of its context and its input price, where no others are named."""
    said = {"reason": "asked them", "link": "https://acme.test/a?b&c", "who": "Ann", **changed}
    days = {"from": FIRST, "until": LAST}
    return [
        checked(Correction, {"id": key, "field": field, "value": value, **said, **days})
        for field, value in fields.items()
    ]


def _board() -> Leaderboard:
    rows = (
        Rating(board="text", name="anvil-2", rank=1, score=1500.0, organization="Acme"),
        Rating(
            board="text",
            name="bard",
            rank=2,
            score=1400.0,
            lower=1390.0,
            upper=1410.0,
            votes=5,
            license="MIT",
        ),
        Rating(board="text", name="gift", rank=3, score=1300.0),
        Rating(board="text", name="vase", rank=4, score=1200.0),
        Rating(board="text", name="vase-20260301-thinking-32k", rank=5, score=1100.0),
        Rating(board="text", name="bard", category="coding", rank=1, score=1500.0, license="None known"),
        Rating(board="text", name="harp 3", rank=6, score=1000.0),
        Rating(board="text", name="tongs", rank=7, score=900.0),
    )
    return Leaderboard(board="text", published={"overall": LATER}, ratings=rows)


def _journal() -> list[Change]:
    def line(on: date, key: str, field: str, old: Json = None, new: Json = None) -> Change:
        return Change(on, "openrouter", key, field, old, new)

    plain, free = "acme/anvil-2", "acme/anvil-2:free"
    return [
        line(FIRST, plain, "listed", new=row()),
        line(FIRST, free, "listed", new=row(id=free, pricing={"prompt": "0.0000001"})),
        line(LATER, plain, "left", old=row()),
        line(LAST, plain, "returned", new=row()),
        line(LAST, free, "pricing.prompt", "0.0000001", "0"),
        line(LAST, "acme/tide", "listed", new=row(id="acme/tide", pricing=by_the_hour())),
    ]


def _journal_of_sellers() -> list[Change]:
    """Return a seller that asks another price, and a move of the catalogue's that cannot be told."""

    def line(on: date, key: str, field: str, old: Json = None, new: Json = None) -> Change:
        return Change(on, SOURCE, key, field, old, new)

    offer: dict[str, Json] = {"provider_name": "Forge", "pricing": {"prompt": "0.0000001"}}
    return [
        line(LAST, "acme/anvil-2", "listed", new={"first": "forge"}),
        line(LAST, "acme/anvil-2@forge", "listed", new=offer),
        line(SOLD, "acme/anvil-2@forge", "pricing.prompt", "0.0000001", "0.0000002"),
    ]
