"""Changes and the history of an id as programs read them."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from sitegen.facts.changes.words import change_text
from sitegen.facts.prices import PriceEntry, PriceTexts, RuleEntry
from sitegen.forms.documents import Blanks
from sitegen.records import Json
from sitegen.records.change import LIFE, Change

MOVES = (
    "“seller”: the seller asks another price; “first offer”: another seller is put first, and no price "
    "changed; “unknown”: which of the two cannot be told."
)


class ChangeEntry(TypedDict):
    """One change of the journal."""

    on: Annotated[str, "The day of the snapshot that showed it."]
    source: Annotated[str, "openrouter, providers, modelsdev or arena."]
    id: Annotated[
        str, "The id; for a seller, the id, @ and the offer’s tag; for Arena, the board and the name."
    ]
    field: Annotated[str, "The dotted field, or listed, left, returned, described."]
    old: Annotated[Json, "What it was; null where nothing stood, and for listed, left and the like."]
    new: Annotated[Json, "What it is now; null where nothing stands, and for listed, left and the like."]
    text: Annotated[str, "The change in words, in the figures of the pages."]
    seller: NotRequired[
        Annotated[str, "The seller whose change it is, or who is put first, as the source names it."]
    ]
    move: NotRequired[Annotated[str, f"Of a price once sellers are read. {MOVES}"]]


def change_json(change: Change, prices: PriceTexts) -> ChangeEntry:
    """Return a change as programs read it; the whole records of an id's life stay in the journal."""
    whole, whose = change.field in LIFE, change.seller
    entry: ChangeEntry = {
        "on": change.on.isoformat(),
        "source": change.source,
        "id": change.id,
        "field": change.field,
        "old": None if whole else change.old,
        "new": None if whole else change.new,
        "text": change_text(change, prices),
    }
    if whose.seller:
        entry["seller"] = whose.seller
    if whose.move is not None:
        entry["move"] = whose.move.value
    return entry


class MoveEntry(TypedDict):
    """What moved where an id shows another price than before."""

    move: Annotated[str, MOVES]
    seller: NotRequired[Annotated[str, "The seller that is put first since then, as the source names it."]]


class PriceDayEntry(TypedDict):
    """A day on which prices of an id were seen to be others than before."""

    on: Annotated[str, "The first day of these prices, as far as the snapshots tell."]
    prices: Annotated[dict[str, PriceEntry], "The prices that changed, by kind."]
    rules: NotRequired[Annotated[list[RuleEntry], "All rules from that day on, where one of them changed."]]
    hours: NotRequired[
        Annotated[
            list[int],
            "The times of day (HHMM in UTC) at which prices become others, where rules fill the whole day.",
        ]
    ]
    moves: NotRequired[
        Annotated[
            dict[str, MoveEntry],
            "Whose change each kind of price is, “overrides” for rules. Absent before sellers were read.",
        ]
    ]


class HistoryEntry(TypedDict):
    """One id's life, as the journal of snapshots tells it."""

    id: Annotated[str, "The id."]
    first_seen: Annotated[str | None, "The first day on which a snapshot held the id."]
    last_seen: Annotated[str | None, "The last day on which a snapshot held an id that is gone."]
    left: Annotated[str | None, "The first day on which an id that is gone was missing."]
    returned: Annotated[list[str], "The days on which the id came back after it had left."]
    last_changed: Annotated[str | None, "The last day on which a tracked fact changed."]
    prices: Annotated[list[PriceDayEntry], "The prices shown whenever one changed, oldest first."]
    sellers: NotRequired[
        Annotated[list[ChangeEntry], "What its sellers changed, oldest first. Absent for nothing."]
    ]
    blanks: NotRequired[Blanks]
