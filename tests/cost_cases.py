"""The cases of ``cost_cases.json``, which Python and JavaScript run: our own records, and what work costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.catalog.cost import GONE, Cost, Workload, cost, first_limits, terms
from sitegen.records.corrected import corrected
from sitegen.records.correction import Correction
from sitegen.records.endpoint import Endpoint, Endpoints
from sitegen.records.listing import Listing
from tests.worlds import listing


class Case(NamedTuple):
    """One id and one workload: its amount with its notes, or the reason why there is none.

    ``seller`` are the limits of its first seller, None where no sellers were read.

    ``most`` is the amount at the dearest hour of the day, where ``usd`` is that at the cheapest.
    """

    about: str
    listing: Listing
    workload: Workload
    gone: bool
    usd: str | None
    why: str
    notes: tuple[str, ...]
    most: str | None = None
    seller: dict[str, Any] | None = None


def _case(entry: dict[str, Any]) -> Case:
    return Case(
        about=entry["about"],
        listing=_withholding(listing(**entry["record"]), entry.get("withheld", ())),
        workload=Workload(**entry["workload"]),
        gone=entry.get("gone", False),
        usd=entry.get("usd"),
        why=entry.get("why", ""),
        notes=tuple(entry.get("notes", ())),
        most=entry.get("most"),
        seller=entry.get("seller"),
    )


def _withholding(found: Listing, fields: Sequence[str]) -> Listing:
    """Return a record of which a person withholds fields."""
    said = {"id": found.id, "value": "withhold", "reason": "odd", "link": "https://a.example/", "who": "Ann"}
    days = {"from": date(2026, 1, 1), "until": date(2026, 12, 31)}
    lines = [Correction.model_validate(said | days | {"field": field}) for field in fields]
    return corrected([found], lines, None).listings.get(found.id, found)


FILE = Path(__file__).with_suffix(".json")
CASES = [_case(entry) for entry in json.loads(FILE.read_text(encoding="utf-8"))]


def sellers(listing: Listing, seller: dict[str, Any] | None) -> dict[str, Endpoints] | None:
    """Return the sellers of an id, of which there is one with these limits; None for None."""
    if seller is None:
        return None
    row = {"provider_name": "Forge", "tag": "forge", "pricing": listing.raw["pricing"], **seller}
    return {listing.id: Endpoints(listing.id, (Endpoint.read(row, "forge"),), "forge")}


def monthly_cost(
    listing: Listing, workload: Workload, seller: dict[str, Any] | None = None, *, gone: bool = False
) -> Cost:
    """Return what a month of the work costs with one id; ``gone`` says that the id is listed no more."""
    limits = first_limits(listing, sellers(listing, seller))
    return Cost(why=GONE) if gone else cost(terms(listing, limits), workload)
