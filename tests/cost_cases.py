"""The cases of ``cost_cases.json``: records, work, and what it costs; Python and JavaScript run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.catalog.cost import Workload
from sitegen.records.listing import Listing
from tests.worlds import listing


class Case(NamedTuple):
    """One id and one workload: its amount with its notes, or the reason why there is none."""

    about: str
    listing: Listing
    workload: Workload
    gone: bool
    usd: str | None
    why: str
    notes: tuple[str, ...]


def _case(told: dict[str, Any]) -> Case:
    return Case(
        about=told["about"],
        listing=listing(**told["record"]),
        workload=Workload(**told["workload"]),
        gone=told.get("gone", False),
        usd=told.get("usd"),
        why=told.get("why", ""),
        notes=tuple(told.get("notes", ())),
    )


FILE = Path(__file__).with_suffix(".json")
CASES = [_case(told) for told in json.loads(FILE.read_text(encoding="utf-8"))]
