"""Finds sentences of a built site that are false whatever the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tests.oracle.records import AWAITED, NOISE, read_json

NOISY = {
    "a change of nothing": re.compile(r"[(>][−+]0(\.0+)? %"),
    "a fall to nothing, above zero": re.compile(r"→ (?:≈.)?\$(?!0\b)[\d,.]+[^;<]{0,12}\(−100 %\)"),
    "a rise to nothing that was": re.compile(r"→ (?:≈.)?\$[\d,.]+[^;<]{0,12}\(\+0 %\)"),
}
FALSE = {"a price that is not the lowest": re.compile(r"[Ll]owest(?: published)? price")}
STILL_LISTED = "still lists the id"


def false_sentences(site: Path, awaited: frozenset[str] = AWAITED) -> list[str]:
    """Return what is false on a site, a line each: the file and the words."""
    rules = FALSE | ({} if NOISE in awaited else NOISY)
    found = [
        f"{path.relative_to(site)}: {why}: {match.group()}"
        for path in sorted(site.rglob("*"))
        if path.suffix in {".html", ".md", ".txt", ".xml"}
        for why, pattern in rules.items()
        for match in pattern.finditer(path.read_text())
    ]
    found += _still_listed(site)
    return found if NOISE in awaited else [*found, *same_amounts(site)]


def _still_listed(site: Path) -> Iterator[str]:
    for path in sorted(site.glob("models/*/*/index.json")):
        if '"status": "gone",\n "left"' in path.read_text():
            for name in ("index.html", "index.md"):
                if STILL_LISTED in (path.parent / name).read_text():
                    yield f"{path.parent.relative_to(site)}/{name}: a retired model that is still listed"


def same_amounts(site: Path) -> Iterator[str]:
    """Yield the changes of a price whose old and new are the same amount."""
    for change in read_json(site / "api/v1/changes.json")["changes"]:
        old, new = (_amount(change[side]) for side in ("old", "new"))
        if change["field"].startswith("pricing.") and old is not None and old == new:
            yield f"changes.json: {change['on']} {change['id']} {change['field']}: {old} is {new}"


def _amount(value: object) -> Decimal | None:
    """Return an amount to the twelve digits in which money is compared."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None
    return None if number is None else Decimal(f"{number:.11e}")
