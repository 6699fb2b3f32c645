"""The history in one file, held against sellers' own answers: what each asked on each day, and its limits.

``SITEGEN_ORACLE=FOLDER`` has it judge the bundles in ``FOLDER/endpoints``, too, with the catalogue of their
day. Nothing of the program reads them here.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.processes import build_words, run
from tests.test_history_days import by_the_hour

ANSWERS = os.environ.get("SITEGEN_ORACLE", "")
HERE = Path(__file__).parent / "golden/answers"
SIDE = {"request", "image", "web_search", "internal_reasoning"}
"""Kinds in which a zero says that there is no such price."""
LIMITS = ("context_length", "max_completion_tokens", "max_prompt_tokens")
NOISE = 15
"""Decimal places to which an amount is compared: what differs after them came from a binary fraction."""

Said = Counter[tuple[object, ...]]


def bundles() -> list[tuple[str, Path, Path]]:
    """Return the day to fetch as, the catalogue and the bundle; a day's second one is the next day's."""
    found: list[tuple[str, Path, Path]] = []
    for path in sorted(Path(ANSWERS, "endpoints").glob("20*.json")):
        if path.name.endswith(".catalogue.json"):
            continue
        day = path.name[:10]
        beside = path.with_name(f"{day}.catalogue.json")
        catalogue = beside if beside.exists() else Path(ANSWERS, "openrouter", f"{day}.json")
        if found and found[-1][0] >= day:
            day = str(date.fromisoformat(found[-1][0]) + timedelta(days=1))
        found.append((day, catalogue, path))
    return found


def asked(bundle: Path) -> tuple[Said, Said]:
    """Return the prices and the limits of each seller of each id that has an answer of its own."""
    prices: Said = Counter()
    limits: Said = Counter()
    for answer in json.loads(bundle.read_text(encoding="utf-8"))["data"]:
        key, given = answer["modelId"], (answer.get("response") or {}).get("data") or {}
        if not given or (":" in key and given["id"] != key):
            continue
        for offer in given["endpoints"]:
            prices.update((key, offer["tag"], kind, amount) for kind, amount in _amounts(offer))
            limits.update(
                (key, offer["tag"], name, offer[name]) for name in LIMITS if _is_limit(offer.get(name))
            )
    return prices, limits


def _is_limit(value: object) -> bool:
    return type(value) is int and value > 0


def _amounts(offer: dict[str, Any]) -> Iterator[tuple[str, Decimal]]:
    if by_the_hour(offer):
        return
    for kind, value in offer["pricing"].items():
        if kind not in ("discount", "overrides"):
            amount = round(Decimal(value), NOISE)
            if amount or kind not in SIDE:
                yield kind, amount


def held(database: Path, on: str) -> tuple[Said, Said]:
    """Return what the database says of sellers on a day: base prices that are no range, and limits.

    A second offer under one tag has a number behind the tag, ``TAG#2``.
    """
    then = "seller IS NOT NULL AND valid_from <= :on AND (valid_to IS NULL OR :on < valid_to)"
    with closing(sqlite3.connect(database)) as connection:
        prices = connection.execute(
            f"SELECT id, seller, key, usd FROM prices WHERE rule = '' AND usd_high IS NULL AND {then}",  # noqa: S608
            {"on": on},
        ).fetchall()
        limits = connection.execute(f"SELECT id, seller, field, tokens FROM limits WHERE {then}", {"on": on})  # noqa: S608
        return (
            Counter(
                (key, _tag(seller), kind, round(Decimal(usd), NOISE)) for key, seller, kind, usd in prices
            ),
            Counter((key, _tag(seller), field, tokens) for key, seller, field, tokens in limits),
        )


def _tag(seller: str) -> str:
    return seller.partition("#")[0]


def judge(root: Path, days: list[tuple[str, Path, Path]]) -> int:
    """Fetch the days, build, and hold every price and limit of every seller against its answer."""
    for on, catalogue, bundle in days:
        for source, path in (("openrouter", catalogue), ("providers", bundle)):
            done = run(
                "--root", str(root), "fetch", source, "--from", str(path), "--on", on, "--accept-change"
            )
            assert done.returncode == 0, done.stderr
    done = run(*build_words(root, root / "site"))
    assert done.returncode == 0, done.stderr
    seen = 0
    for on, _, bundle in days:
        for wanted, found in zip(asked(bundle), held(root / "site/api/v1/history.sqlite", on), strict=True):
            assert (on, wanted - found, found - wanted) == (on, Counter(), Counter())
            seen += wanted.total()
    return seen


def test_each_seller_asks_what_the_answer_says(tmp_path: Path) -> None:
    """Made-up sellers of made-up models."""
    days = [("2026-02-05", HERE / "openrouter-2026-02-05.json", HERE / "providers.json")]
    assert judge(tmp_path, days) > 10


@pytest.mark.skipif(not ANSWERS, reason="SITEGEN_ORACLE names no folder of answers")
def test_each_seller_asks_on_each_real_day_what_the_answer_says(tmp_path: Path) -> None:
    """Every id, seller, kind of price and limit of the folder's bundles."""
    days = bundles()
    assert days
    assert judge(tmp_path, days) > 2_000 * len(days)
