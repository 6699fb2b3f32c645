"""Small made-up models in the shape of models.dev."""

from __future__ import annotations

from typing import Any

COST: dict[str, Any] = {
    "input": "2.5",
    "output": 10,
    "reasoning": 12,
    "cache_read": "0.25",
    "cache_write": "3.125",
    "input_audio": 4,
    "output_audio": 8,
}
"""A cost with each kind that is understood, as the parser of answers gives its figures."""


def model(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever upstream may send
    """Return a model as upstream has it, with some keys changed; null is as good as absent."""
    return {
        "id": "anvil-1",
        "name": "Anvil 1",
        "family": "anvil",
        "release_date": "2026-01-02",
        "last_updated": "2026-01-03",
        "attachment": False,
        "reasoning": True,
        "tool_call": True,
        "knowledge": "2025-08",
        "open_weights": True,
        "status": "beta",
        "cost": {"input": 2, "output": 8},
        "limit": {"context": 200_000, "output": 8192},
        "modalities": {"input": ["text", "image"], "output": ["text"]},
        **changed,
    }


def answer(*, drop_default: bool = False, **providers: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of models.dev with the models of these providers.

    The gateway and the providers of the tests' makers are there in any case, the latter without a model.
    """
    every: dict[str, dict[str, Any]] = {"openrouter": {"acme/anvil-1": model()}, "forge": {}}
    if not drop_default:
        every |= {"quill": {}, "quill-eu": {}}
    every |= providers
    return {key: {"id": key, "name": key.title(), "models": models} for key, models in every.items()}
