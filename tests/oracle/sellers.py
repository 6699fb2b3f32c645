"""Who sells each id by the raw answers, and what each surface of a built site says of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.oracle.documents import entry_price
from tests.oracle.lists import column_price
from tests.oracle.markup import Node, markdown_sections, markdown_tables, plain, rows, sections, tree
from tests.oracle.records import NOT_PUBLISHED, Hourly, Money, expected

SECOND = "second offer"


class Offer(NamedTuple):
    """What one seller asks: its name, tag and key, whether it is put first, prices, and limits in tokens.

    A limit that is missing is the reason why, and in the spreadsheet "".
    """

    seller: str
    tag: str
    key: str
    first: bool
    prices: dict[str, Any]
    context: int | str
    longest: int | str
    parameters: frozenset[str] | None


class Shown(NamedTuple):
    """What a reader sees of an offer; ``context``, ``longest`` and ``which`` (of two) are words."""

    seller: str
    tag: str
    which: str
    first: bool
    into: str
    out: str
    context: str
    longest: str


def offers_by_id(answers: Iterable[Mapping[str, Any]]) -> dict[str, list[Offer]]:
    """Return the offers of each id, cheapest input first, then output."""
    return {row["id"]: _offers(row) for row in answers}


def panel_line(answers: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """Return what the panel says of the sellers of an id: who is first of how many, or that one is alone."""
    row = next((row for row in answers if row["id"] == name and row["endpoints"]), None)
    offers = _offers(row) if row else []
    names = {offer.seller for offer in offers}
    first = [offer.seller for offer in offers if offer.first]
    if len(names) > 1:
        return [f"first of {len(names)} sellers: {first[0]}" if first else f"{len(names)} sellers"]
    return [f"sold by {one} alone" for one in names]


def _offers(row: Mapping[str, Any]) -> list[Offer]:
    seen: Counter[str] = Counter()
    found = []
    for one in row["endpoints"]:
        tag = one["tag"]
        seen[tag] += 1
        key = tag if seen[tag] == 1 else f"{tag}#{seen[tag]}"
        prices = {
            name: price
            for name, price in expected({"id": row["id"], **one}).prices.items()
            if price != NOT_PUBLISHED
        }
        given = one.get("supported_parameters")
        offer = Offer(
            one["provider_name"],
            tag,
            key,
            key == row["first"],
            prices,
            _tokens(one.get("context_length")),
            _tokens(one.get("max_completion_tokens")),
            None if given is None else frozenset(given),
        )
        found.append(offer)
    return sorted(found, key=_order)


def _order(offer: Offer) -> tuple[Any, ...]:
    return _place(offer, "prompt"), _place(offer, "completion"), offer.seller.casefold(), offer.key


def _tokens(value: Any) -> int | str:  # noqa: ANN401 - whatever upstream may send
    if value is None:
        return "not published"
    if type(value) is int:
        # 0 tokens is no limit.
        return value or "not published"
    return "set aside: no whole number"


def in_cells(offers: Mapping[str, list[Offer]]) -> dict[str, list[Offer]]:
    """Return offers as the spreadsheet must have them: a limit that is missing is an empty cell."""
    return {name: [_in_cells(offer) for offer in own] for name, own in offers.items()}


def _in_cells(offer: Offer) -> Offer:
    limits = [told if isinstance(told, int) else "" for told in (offer.context, offer.longest)]
    return offer._replace(context=limits[0], longest=limits[1])


def _place(offer: Offer, key: str) -> tuple[int, Decimal, Decimal]:
    price = offer.prices.get(key)
    match price:
        case Hourly():
            return 0, price.low, price.high
        case Money():
            return 0, price.dollars, price.dollars
        case None:
            return 2, Decimal(0), Decimal(0)
    return (0, Decimal(0), Decimal(0)) if price == "free" else (1, Decimal(0), Decimal(0))


def shown(offers: list[Offer], words: Any) -> list[Shown]:  # noqa: ANN401 - puts a price into words
    """Return what a page must show of the offers of an id; ``words`` puts a price into words."""
    return [
        Shown(
            offer.seller,
            offer.tag,
            SECOND if offer.key.endswith("#2") else "",
            offer.first,
            words(offer.prices.get("prompt", NOT_PUBLISHED)),
            words(offer.prices.get("completion", NOT_PUBLISHED)),
            _words(offer.context),
            _words(offer.longest),
        )
        for offer in offers
    ]


def _words(told: int | str) -> str:
    return f"{told:,}" if isinstance(told, int) else told


def offers_in_json(document: Mapping[str, Any]) -> dict[str, list[Offer]]:
    """Return the offers of each id in the JSON file of a model."""
    return {
        entry["id"]: [
            Offer(
                one["provider_name"],
                one["tag"],
                one["key"],
                one["first"],
                {key: entry_price(price) for key, price in one["prices"].items()},
                one["context_tokens"] or one["blanks"]["context_tokens"],
                one["output_tokens"] or one["blanks"]["output_tokens"],
                None if one["parameters"] is None else frozenset(one["parameters"]),
            )
            for one in entry["offers"]
        ]
        for entry in document["sellers"]
        if entry["offers"]
    }


def offers_in_csv(site: Path) -> dict[str, list[Offer]]:
    """Return the offers of each id in the spreadsheet of sellers."""
    path, found = site / "api/v1/sellers.csv", dict[str, list[Offer]]()
    if not path.exists():
        return found
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["id"], []).append(_csv_offer(row))
    return found


def _csv_offer(row: Mapping[str, str]) -> Offer:
    states = {
        column.removesuffix("_state"): state for column, state in row.items() if column.endswith("_state")
    }
    prices = {key: column_price(row, key, state) for key, state in states.items() if state != "not published"}
    names = row["parameters"].split()
    return Offer(
        row["provider_name"],
        row["tag"],
        row["key"],
        row["first"] == "yes",
        prices,
        int(row["context_tokens"]) if row["context_tokens"] else "",
        int(row["output_tokens"]) if row["output_tokens"] else "",
        frozenset(names) if names else None,
    )


def offers_on_page(html: str) -> dict[str, list[Shown]]:
    """Return the offers of each id in the tables of sellers of a page."""
    prices, found = tree(sections(html)["prices"]), dict[str, list[Shown]]()
    regions = [
        node for node in prices.all("div", "ul") if "scroll" in node.classes or "notes" in node.classes
    ]
    for place, region in enumerate(regions):
        table = next((one for one in region.all("table") if "sellers" in one.classes), None)
        if table is None:
            continue
        name = next(next(table.all("caption")).all("code")).text()
        following = regions[place + 1] if place + 1 < len(regions) else region
        same = " ".join(item.text() for item in following.all("li")) if following.tag == "ul" else ""
        head, *body = rows(table)
        heads = [cell.text() for cell in head]
        found[name] = [
            _shown(dict(zip(heads, [cell.text() for cell in cells], strict=True)), cells[0], same)
            for cells in body
            if not cells[0].text().endswith("list price") and "list price by" not in cells[0].text()
        ]
    return found


def _shown(cells: Mapping[str, str], head: Node, same: str) -> Shown:
    marks = [one.text() for one in head.all("span") if "mode" in one.classes]
    return Shown(
        head.text("also", "mode"),
        next(head.all("code")).text(),
        SECOND if SECOND in marks else "",
        "shown first" in marks,
        cells["Input"],
        cells["Output"],
        cells.get("Context") or _said(same, "context"),
        cells.get("Max output") or _said(same, "max output"),
    )


def _said(same: str, name: str) -> str:
    """Return a limit that is said once for all sellers: ``context 128,000 tokens``."""
    told = re.search(rf"(?:: |; ){name} (not published|set aside: [\w ]+|[\d,]+)", same)
    return told[1] if told else "not said"


def offers_in_markdown(text: str) -> dict[str, list[Shown]]:
    """Return the offers of each id in the tables of sellers of a Markdown file."""
    parts = re.split(r"^### Sellers of (.+)$", markdown_sections(text)["Prices"], flags=re.MULTILINE)
    return {
        plain(name): list(_markdown_offers(part)) for name, part in zip(parts[1::2], parts[2::2], strict=True)
    }


def _markdown_offers(part: str) -> Iterator[Shown]:
    (head, *lines), *_ = markdown_tables(part)
    for line in lines:
        cells = dict(zip(head, [plain(cell) for cell in line], strict=True))
        if "list price" in cells["Seller"]:
            continue
        seller, *marks = cells["Seller"].split(", ")
        yield Shown(
            seller,
            cells["Tag"],
            SECOND if SECOND in marks else "",
            "shown first" in marks,
            cells["Input"],
            cells["Output"],
            cells.get("Context") or _said(plain(part), "context"),
            cells.get("Max output") or _said(plain(part), "max output"),
        )
