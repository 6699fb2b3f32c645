"""The shape of a change as programs read it: in values, in words, and with whose it is."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from sitegen.records import Json


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
    move: NotRequired[
        Annotated[
            str,
            "Of a price once sellers are read. “seller”: the seller asks another one; “first offer”: "
            "another seller is put first, and no price changed; “unknown”: which of the two cannot be told.",
        ]
    ]
