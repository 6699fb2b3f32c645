"""The history in one file, held against upstream's own answers: what each id cost on each day.

``SITEGEN_ORACLE=FOLDER`` has it judge real answers, too: catalogues whose names begin with their day, in the
folder or in ``FOLDER/openrouter``. Nothing of the program reads them here.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.processes import build_words, run

ANSWERS = os.environ.get("SITEGEN_ORACLE", "")
HERE = Path(__file__).parent / "golden/answers"
SMALL = [HERE / "openrouter-2026-01-05.json", HERE / "openrouter-2026-02-05.json"]
SIDE = {"request", "image", "web_search", "internal_reasoning"}
"""Kinds in which a zero stood for "no such price" until January 2026."""

Row = dict[str, Any]
Prices = dict[tuple[str, str], Decimal]


def answers() -> list[tuple[str, Path]]:
    """Return the answers of the folder with their days, the first day first."""
    folder = Path(ANSWERS)
    found = sorted({*folder.glob("20*.json"), *folder.glob("openrouter/20*.json")}, key=lambda one: one.name)
    return [(path.name[:10], path) for path in found]


def asked(path: Path) -> Prices:
    """Return what an answer says that each id costs by each key, but for prices by the hour."""
    rows = json.loads(path.read_text(encoding="utf-8"))["data"]
    return {(row["id"], key): amount for row in rows for key, amount in _amounts(row)}


def _amounts(row: Row) -> Iterator[tuple[str, Decimal]]:
    pricing = row.get("pricing") or {}
    if by_the_hour(row):
        return
    for key, value in pricing.items():
        if key not in ("overrides", "discount") and isinstance(value, str) and _number(value):
            amount = Decimal(value)
            if amount or key not in SIDE:
                yield key, amount


def _number(value: str) -> bool:
    return value.replace(".", "").replace("-", "").replace("e", "").replace("E", "").isdigit()


def by_the_hour(row: Row) -> bool:
    """Whether a record has no base price: what stands there is the price of the hour in which one asked."""
    rules = (row.get("pricing") or {}).get("overrides")
    return isinstance(rules, list) and any("utc_start" in rule for rule in rules)


def held(database: Path, on: str, ids: set[str]) -> Prices:
    """Return what the database says that these ids cost on a day: the catalogue's own base prices."""
    query = """
        SELECT id, key, usd FROM prices WHERE seller IS NULL AND rule = ''
        AND valid_from <= :on AND (valid_to IS NULL OR :on < valid_to)
    """
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(query, {"on": on}).fetchall()
    assert len({(key, kind) for key, kind, _ in rows}) == len(rows)
    return {(key, kind): Decimal(usd) for key, kind, usd in rows if key in ids}


def alike(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two amounts are the same price: to twelve digits, as rounding noise is none."""
    if one is None or other is None:
        return one is other
    return one == other or abs(one - other) <= abs(other) * Decimal("1e-12")


def judge(root: Path, days: list[tuple[str, Path]]) -> int:
    """Fetch the days into a root, build twice, and hold every price of every day against its answer."""
    for on, path in days:
        words = ("--root", str(root), "fetch", "openrouter", "--from", str(path), "--on", on)
        done = run(*words, "--accept-change")
        assert done.returncode == 0, done.stderr
    files = []
    for name in ("one", "two"):
        done = run(*build_words(root, root / name))
        assert done.returncode == 0, done.stderr
        files.append(root / name / "api/v1/history.sqlite")
    assert files[0].read_bytes() == files[1].read_bytes()
    seen = 0
    for on, path in days:
        rows = json.loads(path.read_text(encoding="utf-8"))["data"]
        ids = {row["id"] for row in rows if not by_the_hour(row)}
        wanted, found = asked(path), held(files[0], on, ids)
        wrong = [
            (on, place, wanted.get(place), found.get(place))
            for place in wanted.keys() | found.keys()
            if not alike(found.get(place), wanted.get(place))
        ]
        assert not wrong, f"{len(wrong)}: {sorted(map(str, wrong))[:20]}"
        seen += len(wanted)
    return seen


def test_each_price_of_each_day_is_that_of_the_answer(tmp_path: Path) -> None:
    """Made-up days; what is set aside as no price is none in the database either."""
    assert judge(tmp_path, [(path.name[11:21], path) for path in SMALL]) > 20


@pytest.mark.skipif(not ANSWERS, reason="SITEGEN_ORACLE names no folder of answers")
def test_each_price_of_each_real_day_is_that_of_the_answer(tmp_path: Path) -> None:
    """Every id, key and day of the folder, and twice the same bytes."""
    days = answers()
    assert days
    assert judge(tmp_path, days) > 400 * len(days)
