"""What the spreadsheet and the explorer's table say of a model."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from pathlib import Path
from typing import Any

from tests.oracle.markup import Node, tree
from tests.oracle.records import FREE, MILLION, UNITS, Hourly, Money, Reason
from tests.oracle.words import FACTS_OF_JSON, SETS, TOKENS, Seen


def spreadsheet(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of the spreadsheet by id."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def spreadsheet_row(row: Mapping[str, str]) -> Seen:
    """Return what a row of the spreadsheet says of its id."""
    name, seen = row["id"], Seen()
    for column, state in row.items():
        # Beside the id's own prices stand those of its cheapest seller and of its maker.
        if column.endswith("_state") and not column.startswith(("cheapest_", "maker_")):
            key = column.removesuffix("_state")
            if state != "not published":
                seen[name, "price", key] = column_price(row, key, state)
    for other in filter(None, row["other_prices"].split("; ")):
        key, _, amount = other.partition(" ")
        told = Money(_money(amount) * 1_000_000, MILLION) if amount[:1].isdigit() else Reason(amount)
        seen[name, "price", key] = FREE if amount == "0" else told
    for rule in filter(None, row["price_rules"].split("; ")):
        condition, _, prices = rule.rpartition(": ")
        for one in prices.split(", "):
            column, _, amount = one.partition(" ")
            key = re.sub(r"_usd(_per_million_tokens)?$", "", column)
            seen[name, "rule", condition, key] = _rule_price(column, key, amount)
    for column, fact in FACTS_OF_JSON.items():
        if column in row:
            seen[name, "fact", fact] = _column_fact(fact, row[column])
    seen[name, "status"], seen[name, "kind"] = row["status"], row["kind"]
    seen[name, "rank"] = int(row["rank"]) if row["rank"] else Reason(row["rank_blank"])
    used = row["usage_tokens"], row["usage_rank"]
    seen[name, "usage"] = tuple(int(told) if told else "" for told in used)
    seen[name, "headline"] = tuple(
        _money(row[column]) if column != "arena_day" else row[column]
        for column in ("rank", "score", "lower", "upper", "votes", "arena_day")
    )
    return seen


def _money(text: str) -> Any:  # noqa: ANN401
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def column_price(row: Mapping[str, str], key: str, state: str) -> Any:  # noqa: ANN401
    """Return the price of a kind in a row that has columns for its amount and its state."""
    column = f"{key}_usd_per_million_tokens"
    amount = row[column] if column in row else row[f"{key}_usd"]
    if hours := re.fullmatch(r"([\d.]+) to ([\d.]+) by the hour", state):
        return Hourly(Decimal(hours[1]), Decimal(hours[2]), UNITS.get(key, MILLION))
    if state != "amount":
        return Reason(state) if amount in ("", "0") else f"{state} {amount}"
    by_token = column not in row and row.get(f"{key}_unit") == "token"
    unit = MILLION if column in row or by_token else UNITS[key]
    dollars = _money(amount)
    return Money(dollars * 1_000_000 if by_token else dollars, unit) if amount else f"{state} {amount}"


def _rule_price(column: str, key: str, amount: str) -> Any:  # noqa: ANN401
    if amount == "0":
        return FREE
    if not amount[:1].isdigit():
        return Reason(amount)
    return Money(Decimal(amount), MILLION if column.endswith("tokens") else UNITS.get(key, MILLION))


def _column_fact(fact: str, text: str) -> Any:  # noqa: ANN401
    if fact in SETS:
        return frozenset(text.split())
    return int(text) if fact in TOKENS and text else text


def explorer(html: str) -> dict[str, dict[str, str]]:
    """Return the rows of a list of models by slug: the texts of its columns by name."""
    found: dict[str, dict[str, str]] = {}
    for slug, row in re.findall(r'<tr data-slug="([^"]+)"(?: class="late")?>(.*?)</tr>', html, re.DOTALL):
        # The explorer's rows begin with the cell in which its script puts a box.
        nodes = [node for node in tree(row).children if isinstance(node, Node) and "pick" not in node.classes]
        head, *cells = nodes
        # What a mark shows to the eye stands beside it in words. That a price moved is no part of it, and
        # whether somebody must look at it is told by the journal, and by no record.
        texts = [
            cell.text("sup", "mode", "i", "moved")
            .removesuffix("unconfirmed")
            .removesuffix("corrected")
            .strip()
            for cell in cells
        ]
        found[unescape(slug)] = {
            "id": next(head.all("code")).text(),
            "prompt": texts[0],
            "completion": texts[1],
            "ruled": "+" in cells[0].text("mode") and any(cells[0].all("sup")),
            "context": texts[2],
            "longest": texts[3],
            "types": texts[4],
            "abilities": texts[5],
            "rank": texts[6],
            "listed": texts[-1],
        }
    return found
