"""Where a text can stand in a record: found by walking samples of each source's shape, not listed by hand."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

Place = tuple[str | int, ...]
"""The way to a value: keys of maps and places in lists."""
KEY = "hostile key"
"""Stands at the end of a place that is a key of a map itself."""

MODEL: dict[str, Any] = {
    "id": "acme/anvil-2",
    "canonical_slug": "acme/anvil-2-20260102",
    "name": "Acme: Anvil 2",
    "created": 1_767_312_000,
    "description": "A dependable model.",
    "context_length": 128_000,
    "architecture": {
        "modality": "text->text",
        "input_modalities": ["text", "image"],
        "output_modalities": ["text"],
        "tokenizer": "Acme",
        "instruct_type": "chat",
    },
    "pricing": {
        "prompt": "0.0000025",
        "completion": "0.00001",
        "fresh_kind": "0.5",
        "discount": "0.1",
        "overrides": [{"min_prompt_tokens": 64_000, "prompt": "0.000005", "fresh_kind": "0.6"}],
    },
    "top_provider": {"context_length": 128_000, "max_completion_tokens": 16_384, "is_moderated": True},
    "per_request_limits": {"prompt_tokens": "10"},
    "supported_parameters": ["tools", "seed"],
    "default_parameters": {"temperature": "1"},
    "hugging_face_id": "acme/anvil",
    "expiration_date": "2027-01-01",
    "knowledge_cutoff": "2025-06-30",
    "supported_voices": ["alto"],
    "reasoning": {"default_effort": "high", "supported_efforts": ["low", "high"]},
    "links": {"details": "/api/v1/models/acme/anvil-2/endpoints"},
    "alias_target": {"slug": "acme/anvil-2", "name": "Acme: Anvil 2"},
    "benchmarks": {"design_arena": [{"arena": "models", "category": "website", "elo": 1200}]},
    "fresh_key": "fresh",
}
"""A record of the catalogue with every key that is read, and one that is not known."""

DATASET_ROW: dict[str, Any] = {
    "model_name": "anvil-2",
    "organization": "acme",
    "license": "Proprietary",
    "rating": 1400.5,
    "rating_lower": 1390.0,
    "rating_upper": 1410.0,
    "vote_count": 900,
    "rank": 1,
    "category": "overall",
    "leaderboard_publish_date": "2026-02-06",
}
COMMUNITY_ROW: dict[str, Any] = {
    "rank": 1,
    "model": "anvil-2",
    "vendor": "Acme",
    "license": "proprietary",
    "score": 1400,
    "ci": 6,
    "votes": 900,
}
PLAIN_ROW: dict[str, Any] = {
    "name": "anvil-2",
    "organization": "acme",
    "license": "MIT",
    "category": "overall",
    "score": 1400,
    "ci_lower": -5,
    "ci_upper": 5,
    "votes": 900,
}
DAILY_USAGE: dict[str, Any] = {
    "date": "2026-02-05",
    "model_permaslug": "acme/anvil-2-20260102",
    "total_tokens": "1000",
}
WEEKLY_USAGE: dict[str, Any] = {
    "date": "2026-02-05 00:00:00",
    "model_permaslug": "acme/anvil-2-20260102",
    "variant": "free",
    "variant_permaslug": "acme/anvil-2-20260102:free",
    "total_prompt_tokens": 900,
    "total_completion_tokens": 100,
}


def places(value: Any, way: Place = ()) -> Iterator[Place]:  # noqa: ANN401 - any JSON value
    """Yield the way to every text of a value, and to one more key of each of its maps."""
    if isinstance(value, dict):
        yield (*way, KEY)
        for key, item in value.items():
            yield from places(item, (*way, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*way, number))
    elif isinstance(value, str):
        yield way


def put(record: dict[str, Any], place: Place, text: str) -> dict[str, Any]:
    """Return the record with a text at one place; at a key of a map, the text is its value too."""
    made = copy.deepcopy(record)
    around: Any = made
    for step in place[:-1]:
        around = around[step]
    around[text if place[-1] == KEY else place[-1]] = text
    return made


def free_places(sample: dict[str, Any], accepted: Callable[[dict[str, Any]], bool]) -> list[Place]:
    """Return the places of a sample at which a reader of records takes any text."""
    return [place for place in places(sample) if accepted(put(sample, place, "any <text> :"))]


def unsampled(record: type, sample: Any, way: str = "") -> list[str]:  # noqa: ANN401 - any JSON value
    """Return the fields of a record, and of records in it, that a sample lacks, by upstream's names."""
    missing: list[str] = []
    hints = get_type_hints(record, include_extras=True)
    for name in (field.name for field in dataclasses.fields(record) if field.init):
        kinds = [hints[name], *get_args(hints[name])]
        key = next((kind.alias for kind in kinds if getattr(kind, "alias", None)), name)
        if not isinstance(sample, dict) or key not in sample:
            missing.append(way + key)
            continue
        inner = [kind for kind in kinds if dataclasses.is_dataclass(kind) and isinstance(kind, type)]
        missing += [
            one for kind in inner if key != "pricing" for one in unsampled(kind, sample[key], f"{way}{key}.")
        ]
    return missing
