"""Small odd records of our own, in the shapes that the sources send."""

from __future__ import annotations

import copy
from typing import Any

from sitegen.records.listing import Listing

Row = dict[str, Any]

PLAIN: Row = {
    "id": "acme/anvil-2",
    "canonical_slug": "acme/anvil-2-20260102",
    "name": "Acme: Anvil 2",
    "created": 1_767_312_000,
    "description": "A dependable model for heavy text.",
    "context_length": 128_000,
    "architecture": {
        "modality": "text+image->text",
        "input_modalities": ["text", "image"],
        "output_modalities": ["text"],
        "tokenizer": "Acme",
        "instruct_type": None,
    },
    "pricing": {"prompt": "0.0000025", "completion": "0.00001"},
    "top_provider": {"context_length": 128_000, "max_completion_tokens": 16_384, "is_moderated": True},
    "per_request_limits": None,
    "supported_parameters": ["tools", "temperature", "max_tokens"],
    "default_parameters": {"temperature": None},
    "hugging_face_id": "",
    "expiration_date": None,
}


def row(**changed: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return the plain record with some top-level keys changed; a value of ``...`` removes the key."""
    made = copy.deepcopy(PLAIN) | changed
    return {key: value for key, value in made.items() if value is not ...}


def priced(**prices: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return the plain record with just these prices."""
    return row(pricing=prices)


def by_the_hour(
    *, night: str = "0.0000002", day: str = "0.0000004", now: str | None = None, out: str = "0.000001"
) -> Row:
    """Return prices whose windows fill the day: ``now`` is what upstream says in the hour of asking."""
    windows = [(0, 800, night), (800, 1600, day), (1600, 0, night)]
    rules = [
        {"utc_start": start, "utc_end": end, "prompt": price, "completion": out}
        for start, end, price in windows
    ]
    return {"prompt": now or night, "completion": out, "overrides": rules}


def listing(**changed: Any) -> Listing:  # noqa: ANN401 - whatever upstream may send
    """Return the plain record, changed, as a listing."""
    return Listing.read(row(**changed))
