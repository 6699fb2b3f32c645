"""What the JSON and the Markdown of a model say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.oracle.markup import markdown_sections, markdown_tables, plain
from tests.oracle.records import MILLION, Hourly, Money, Reason, Row
from tests.oracle.words import FACTS_OF_JSON, LABELS, UNIT_WORDS, Seen, number, price_text, value

FACTS_OF_MARKDOWN = {
    "Context": "context",
    "Context at the first provider": "provider_context",
    "Longest answer": "longest",
    "Takes": "inputs",
    "Gives": "outputs",
    "Parameters": "parameters",
    "Content filter": "moderated",
    "Knowledge up to": "cutoff",
    "Open weights": "weights",
    "Expires": "expires",
}


def model_json(document: dict[str, Any]) -> Seen:
    """Return what the JSON file of a model holds."""
    seen: Seen = {("", "rank"): _json_rank(document), ("", "kind"): document["kind"]}
    for variant in document["variants"]:
        name, blanks = variant["id"], variant.get("blanks", {})
        for key, entry in variant["prices"].items():
            seen[name, "price", key] = entry_price(entry)
        for rule in variant["rules"]:
            for key, entry in rule["prices"].items():
                seen[name, "rule", rule["condition"], key] = entry_price(entry)
        for field, fact in FACTS_OF_JSON.items():
            told = variant[field]
            told = Reason(blanks.get(field, "null without a reason")) if told is None else told
            seen[name, "fact", fact] = frozenset(told) if isinstance(told, list) else told
        seen[name, "unpriced"] = variant["unpriced_outputs"]
        seen[name, "status"] = variant["status"]
    if document["headline"]:
        seen["", "headline"] = rating(document["headline"])
    usage = document["usage"]
    if usage and usage["tokens"] is not None:
        seen["", "usage"] = (usage["tokens"], usage["rank"], usage["of"])
    for rated in document["ratings"]:
        for row in rated["rows"]:
            key = ("", "row", rated["arena_name"], row["board"], row["category"])
            seen[key] = rating(row)
    return seen


def rating(entry: dict[str, Any]) -> Row:
    """Return a row of a board in a JSON file."""
    return Row(*[_decimal(entry[field]) for field in Row._fields])


def _decimal(told: Any) -> Any:  # noqa: ANN401
    return told if told is None or isinstance(told, str | int) else Decimal(told)


def _json_rank(document: dict[str, Any]) -> Any:  # noqa: ANN401
    headline = document["headline"]
    return headline["rank"] if headline else Reason(document["blanks"]["headline"])


def entry_price(entry: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return one price of a JSON file: its two amounts must be the same."""
    if hours := entry.get("by_hour"):
        low, high = (Decimal(hours[f"usd_per_million_{end}"]) for end in ("low", "high"))
        return Hourly(low, high, UNIT_WORDS[entry["unit"]])
    if entry["state"] != "amount":
        clean = entry["usd"] in (None, "0") and entry["usd_per_million"] in (None, "0")
        return Reason(entry["state"]) if clean else str(entry)
    dollars, unit = Decimal(entry["usd"]), UNIT_WORDS.get(entry["unit"], "unknown")
    if unit != MILLION:
        return Money(dollars, unit)
    million = Decimal(entry["usd_per_million"])
    return Money(million, unit) if dollars * 1_000_000 == million else str(entry)


def model_markdown(text: str) -> Seen:
    """Return what the Markdown file of a model says."""
    parts, seen = markdown_sections(text), Seen()
    # Tables of sellers stand behind those of the catalogue's own prices.
    prices, *rules = markdown_tables(parts["Prices"].partition("\n### Sellers of ")[0]) or [[["Price"]]]
    for label, name, told in _cells(prices):
        seen[name, "price", LABELS.get(label, label)] = price_text(told)
    ruled = re.findall(r"^Other prices of `+ ?(.+?) ?`+\. ", parts["Prices"], re.MULTILINE)
    for name, (head, *lines) in zip(ruled, rules, strict=True):
        for condition, *cells in lines:
            for label, cell in zip(head[1:], cells, strict=True):
                if plain(cell) != "as in the table above":
                    key = LABELS.get(plain(label), plain(label))
                    seen[name, "rule", plain(condition), key] = price_text(plain(cell))
    for label, name, told in _cells(markdown_tables(parts["Limits and abilities"])[0], raw=True):
        fact = FACTS_OF_MARKDOWN.get(label)
        if fact == "parameters":
            codes = re.findall(r"`([^`]+)`", told)
            seen[name, "fact", fact] = frozenset(codes) if codes or told == "none" else Reason(told)
        elif fact:
            seen[name, "fact", fact] = value(fact, plain(told))
    seen["", "rank"] = _markdown_rank(parts[""])
    used = re.search(
        r"^- Tokens [^:]*: ([\d,]+)\n- Rank: ([\d,]+) of ([\d,]+) ", parts["Usage"], re.MULTILINE
    )
    if used:
        seen["", "usage"] = tuple(int(number(told)) for told in used.groups())
    listed = re.search(r"^- Listed on OpenRouter: ([^;(\n]*)", parts[""], re.MULTILINE)
    seen["", "listed"] = listed.group(1).strip() if listed else None
    return seen | _markdown_rows(parts["Arena ratings"])


def _cells(table: list[list[str]], *, raw: bool = False) -> Iterator[tuple[str, str, str]]:
    """Yield label, id and text of each cell of a table that has a column an id."""
    head, *lines = table
    for label, *cells in lines:
        for name, cell in zip(head[1:], cells, strict=True):
            yield plain(label), plain(name), cell if raw else plain(cell)


def _markdown_rank(opening: str) -> Any:  # noqa: ANN401
    line = re.search(r"^- Arena, overall: (.*)$", opening, re.MULTILINE)
    told = plain(line.group(1)) if line else "no line"
    rank = re.fullmatch(r"rank ([\d,]+) on the text board(?: of ([\d-]+))?, as (.+) \(\w+ match\)", told)
    return (int(number(rank[1])), rank[2] or "", rank[3]) if rank else Reason(told)


def _markdown_rows(text: str) -> Seen:
    seen: Seen = {}
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    for name, part in zip(parts[1::2], parts[2::2], strict=True):
        for _, *lines in markdown_tables(part):
            for board, category, *texts in lines:
                key = ("", "row", plain(name), plain(board), plain(category))
                seen[key] = tuple(plain(one) for one in texts)
    return seen
