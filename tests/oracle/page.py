"""What a model's page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.oracle.markup import Node, pairs, rows, sections, tree
from tests.oracle.records import Hourly, Money, Reason
from tests.oracle.words import DOLLARS, LABELS, Seen, number, price_text, value

FACTS_OF_PAGE = {
    "Input types": "inputs",
    "Output types": "outputs",
    "Context window": "context",
    "Context at this price": "provider_context",
    "Max input at this price": "prompt",
    "Max output": "longest",
    "Moderated": "moderated",
    "Knowledge cutoff": "cutoff",
    "Tokenizer": "tokenizer",
    "Instruction format": "instruct_type",
    "Expires": "expires",
    "Hugging Face id": "weights",
    "Listed": "listed",
}


def page(html: str) -> Seen:
    """Return what a model's page shows."""
    parts = {name: tree(part) for name, part in sections(html).items() if name in PARTS}
    ids, seen = _price_table(next(parts["prices"].all("table")), _notes(parts["prices"]))
    seen |= _gone_table(parts["prices"])
    first = _abilities(parts["abilities"], parts["sources"])
    differing = _differences(parts["abilities"])
    seen[ids[0], "first"] = True
    for name in ids:
        own = {**first, **differing.get(name, {})}
        if name == ids[0]:
            # The first stands in both places, which must say the same.
            own |= {fact: f"{told} and {own[fact]}" for fact, told in first.items() if told != own[fact]}
        own["parameters"] = _changed(first["parameters"], own.pop("parameters changed", ""))
        if own.get("prompt") == "the whole context":
            del own["prompt"]
        seen |= {(name, "fact", fact): told for fact, told in own.items()}
    seen |= _glance(html)
    return seen | _rating_tables(parts["ratings"])


PARTS = ("prices", "abilities", "ratings", "sources")


def _notes(prices: Node) -> dict[tuple[str, str], list[Decimal]]:
    """Return the exact amounts below a table of prices, by label and unit."""
    found: dict[tuple[str, str], list[Decimal]] = {}
    for item in prices.all("li"):
        _, _, listed = item.text().partition("Exactly: ")
        for label, digits, unit in re.findall(rf"([\w ,-]+?) {DOLLARS} (per [\w ]+)[,.]", listed):
            found.setdefault((label.strip(" ,"), unit), []).append(number(digits))
    return found


def _price_table(table: Node, notes: Mapping[tuple[str, str], list[Decimal]]) -> tuple[list[str], Seen]:
    """Return the ids of a table of prices, and its prices with their rules."""
    head, *body = rows(table)
    spans = [(cell.text(), int(cell.attributes.get("colspan") or 1)) for cell in head[1:]]
    columns = [(name, place) for name, span in spans for place in range(span)]
    ruled = [name for name, span in spans if span > 1]
    conditions: dict[tuple[str, int], str] = {}
    if ruled:
        second = [cell.text() for cell in body.pop(0)]
        conditions = dict(zip([one for one in columns if one[0] in ruled], second, strict=True))
    seen: Seen = {}
    for label, *cells in body:
        if len(cells) != len(columns):
            seen["", "prices", label.text()] = f"{len(cells)} cells for {len(columns)} columns"
            continue
        _price_row(label, list(zip(columns, cells, strict=True)), conditions, notes, seen)
    return [name for name, _ in spans], seen


def _price_row(
    head: Node,
    cells: Sequence[tuple[tuple[str, int], Node]],
    conditions: Mapping[tuple[str, int], str],
    notes: Mapping[tuple[str, str], list[Decimal]],
    seen: Seen,
) -> None:
    label = head.text("also", "sup")
    key = LABELS.get(label, label)
    unit = next((one.text().partition(" · ")[0] for one in head.all("span")), "")
    base = ""
    for (name, place), cell in cells:
        text = cell.text()
        told = price_text(text, unit, notes.get((label, unit), ()))
        if not place:
            base = text
            _put(seen, (name, "price", key), told)
        elif "base" not in cell.classes:
            seen[name, "rule", conditions[name, place], key] = told
        elif text != base:
            seen[name, "rule", conditions[name, place], key] = f"{text}, in grey, beside {base}"


def _put(seen: Seen, key: tuple[str, ...], told: object) -> None:
    """Keep a price: a kind that is sold in two units has two rows, of which an id uses one."""
    if key not in seen or seen[key] == "not published":
        seen[key] = told
    elif told != "not published":
        seen[key] = f"{seen[key]} and {told}"


def _gone_table(prices: Node) -> Seen:
    seen: Seen = {}
    for table in [one for one in prices.all("table") if "sellers" not in one.classes][1:]:
        for cells in rows(table)[1:]:
            name, into, out, last, left = [cell.text() for cell in cells]
            seen |= {(name, "gone price", "prompt"): into}
            seen |= {(name, "gone price", "completion"): out}
            seen |= {(name, "last seen"): last, (name, "left"): left}
    return seen


def _abilities(abilities: Node, identifiers: Node) -> dict[str, Any]:
    """Return what the first id can do, by the lists of the page."""
    seen: dict[str, Any] = {}
    for list_ in (*abilities.all("dl"), *identifiers.all("dl")):
        for term, node in pairs(list_).items():
            if term in FACTS_OF_PAGE:
                name = FACTS_OF_PAGE[term]
                seen[name] = value(name, node.text("warning", "also"))
    groups = [node for node in abilities.all("dd") if "codes" in node.classes]
    none = [node.text() for node in abilities.all("p") if "blank" in node.classes]
    told = frozenset(code.text() for node in groups for code in node.all("code"))
    seen["parameters"] = _no_parameters(none[0]) if none else told
    return seen


def _no_parameters(sentence: str) -> Any:  # noqa: ANN401
    nothing = sentence == "The source lists no parameters."
    return frozenset() if nothing else Reason(sentence.lower().rstrip("."))


def _differences(abilities: Node) -> dict[str, dict[str, Any]]:
    """Return in what further ids differ from the first, by id."""
    found: dict[str, dict[str, Any]] = {}
    for table in abilities.all("table"):
        head, *body = rows(table)
        for label, *cells in body:
            for name, cell in zip([one.text() for one in head[1:]], cells, strict=True):
                text, term = cell.text(), label.text()
                if term == "Parameters":
                    found.setdefault(name, {})["parameters changed"] = text
                elif term in FACTS_OF_PAGE:
                    fact = FACTS_OF_PAGE[term]
                    found.setdefault(name, {})[fact] = value(fact, text)
    return found


def _changed(first: Any, change: str) -> Any:  # noqa: ANN401
    """Return the parameters of an id: those of the first ``without top_k; with tools``, or all of them.

    They stand there whole, or why they are missing, where those of the first or of this id are not known.
    """
    own = first
    if change not in ("", "as above", "the same") and not change.startswith(("with ", "without ")):
        return value("parameters", change)
    for part in filter(None, change.split("; ")):
        word, _, names = part.partition(" ")
        if word in ("with", "without"):
            named = set(names.split(", "))
            own = own | named if word == "with" else own - named
    return own


def _glance(html: str) -> Seen:
    """Return what stands large at the top, the day of the listing, and what search engines are told."""
    glance = re.search(r'<dl class="glance">.*?</dl>', html, re.DOTALL)
    terms = pairs(tree(glance.group())) if glance else {}
    listed = r'(?:Listed|Released and listed) on <time datetime="([\d-]+)">[\d-]+</time>\.</p>'
    lead = re.search(f'<p class="lead">.*? {listed}', html)
    caption = re.search(r"as published by OpenRouter on <time datetime=\"([\d-]+)\">", html)
    seen: dict[str, Any] = {"lead": lead.group(1) if lead else "", "day": terms["As of"].text("small")}
    for term, name in {"Input": "prompt", "Output": "completion", "Context": "context"}.items():
        seen[name] = terms[term].text("small")
        if name != "context":
            seen[f"{name} besides"] = _besides(terms[term])
    # The context at this price stands above the longest answer.
    seen["longest"] = _besides(terms["Context"])[-1]
    arena = next(node for term, node in terms.items() if term.startswith("Arena"))
    score = next((one.text() for one in arena.all("small") if one.text().startswith("score ")), "")
    if score:
        seen["score"] = score
    used = re.search(r'<dl class="usage">\n<div>.*?<small>([\d,]+) ', html)
    if used:
        seen["usage"] = used.group(1)
    if caption and caption.group(1) != seen["day"]:
        seen["day"] = f"{seen['day']} and {caption.group(1)}"
    found: Seen = {("", "glance", name): told for name, told in seen.items()}
    found["", "rank"] = _rank(arena.text("small", "unit"))
    return found | _offer(html) | _wrong_times(html)


def _besides(figure: Node) -> list[str]:
    """Return the small print of a figure, without what the journal and no record tells."""
    told = (one.text() for one in figure.all("small"))
    return [text for text in told if not text.startswith(("unconfirmed; ", "a later record "))]


def _offer(html: str) -> Seen:
    """Return the prices of the structured data."""
    found = re.search(r'"priceSpecification":(\[.*?\])', html)
    seen: Seen = {}
    for one in json.loads(found.group(1)) if found else ():
        key, dollars = LABELS[one["name"]], Decimal(one.get("price", "-1"))
        if "minPrice" in one:
            ends = Decimal(one["minPrice"]), Decimal(one["maxPrice"])
            seen["", "offer", key] = Hourly(*ends, f"per {one['unitText']}")
            continue
        seen["", "offer", key] = Money(dollars, f"per {one['unitText']}") if dollars else Reason("free")
    return seen


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _wrong_times(html: str) -> Seen:
    """Return the days whose text is not that for programs."""
    seen: Seen = {}
    for day, text in re.findall(r'<time datetime="([\d-]+)">([^<]*)</time>', html):
        year, month, number = day.split("-")
        if text not in (day, f"{int(number)} {_MONTHS[int(month) - 1]} {year}"):
            seen["", "time", day] = text
    return seen


def _rank(text: str) -> Any:  # noqa: ANN401
    digits = text.lstrip("#").replace(",", "")
    return int(digits) if digits.isdigit() else Reason(text)


def _rating_tables(ratings: Node) -> Seen:
    """Return the rows of Arena's names on a page."""
    seen: Seen = {}
    for table in ratings.all("table"):
        head, *body = rows(table)
        overall = head[0].text() == "Name on Arena"
        for cells in body:
            texts = [cell.text("mode") for cell in cells]
            name, board = (texts[0], texts[2]) if overall else ("", texts[0])
            category = "overall" if overall else texts[1]
            seen["", "row", name, board, category] = tuple(texts[-5:])
    return seen if not seen else _named(seen, ratings)


def _named(seen: Seen, ratings: Node) -> Seen:
    """Give rows by category the name that their table is for."""
    named = {key: told for key, told in seen.items() if key[2]}
    for details in ratings.all("details"):
        summary = next(details.all("summary"))
        name = next((one.text() for one in summary.all("span")), "")
        for table in details.all("table"):
            if rows(table)[0][0].text() == "Board":
                for cells in rows(table)[1:]:
                    texts = [cell.text() for cell in cells]
                    named["", "row", name, texts[0], texts[1]] = tuple(texts[-5:])
    return named
