"""Ordinary work and what it costs: a few workloads at the prices of each id, or why there is no price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from sitegen.catalog.cost import GONE, Cost, Terms, Workload, cost, first_limits, terms
from sitegen.facts.prices import exact
from sitegen.forms.figures import NEAR, bill, price_figure, rule_condition
from sitegen.records.endpoint import Endpoints
from sitegen.records.listing import Listing
from sitegen.records.price import Price, PriceList, PriceRule, same_price
from sitegen.text import counted


class Ordinary(NamedTuple):
    """Work that many people have: what it is called, what it does, and its size."""

    name: str
    what: str
    workload: Workload


ORDINARY = (
    Ordinary(
        "Chat",
        "an assistant that rereads the conversation at each turn",
        Workload(input=2_000, output=500, cached=50, requests=10_000),
    ),
    Ordinary(
        "Classification",
        "one label for each short text",
        Workload(input=500, output=10, requests=200_000),
    ),
    Ordinary(
        "Summaries",
        "a page about each long document",
        Workload(input=40_000, output=1_000, requests=1_000),
    ),
    Ordinary(
        "Coding agent",
        "a program that reads the same files at every step",
        Workload(input=60_000, output=2_000, cached=90, requests=5_000),
    ),
    Ordinary(
        "Long context",
        "questions about a book or a code base that is sent along",
        Workload(input=300_000, output=2_000, requests=100),
    ),
)
"""The sizes are ours: round, and such that a price in tenths of a dollar a million gives whole cents."""


class Amount(NamedTuple):
    """What one workload costs with one id: ``state`` is ``amount``, ``free`` or ``blank``.

    ``first`` stands where it is the main id's. ``marks`` lead to notes below the table: letters, since a
    figure beside an amount would read as its digit.
    """

    text: str
    state: str
    first: bool
    marks: tuple[str, ...] = ()


class Task(NamedTuple):
    """A workload in words: what it is called, what it does, and its size."""

    name: str
    what: str
    size: str


class Work(NamedTuple):
    """One workload and what it costs with each id."""

    task: Task
    amounts: tuple[Amount, ...]


class Footnote(NamedTuple):
    """A sentence below the table, with the mark that leads to it."""

    mark: str
    text: str


class WorkTable(NamedTuple):
    """What ordinary work costs with each id of a model; ``why`` where one reason stops all.

    ``thinking`` says at which price thinking is to be counted.
    """

    ids: tuple[str, ...]
    rows: tuple[Work, ...]
    notes: tuple[Footnote, ...]
    why: str = ""
    thinking: str = ""


def work_table(
    listings: Sequence[Listing], sold: Mapping[str, Endpoints] | None = None, *, gone: bool = False
) -> WorkTable:
    """Return what ordinary work costs with each of these ids, in the order given, and their sellers."""
    given = tuple([None if gone else terms(one, first_limits(one, sold), _ENOUGH) for one in listings])
    # A rule may hold what has no hash; without rules, many models have the same terms.
    ruled = any(one.rules for one in given if one)
    rows, notes, why = _shown(given) if ruled else _shown_often(given)
    return WorkTable(tuple([one.id for one in listings]), rows, notes, why, _thinking(listings))


def _thinking(listings: Sequence[Listing]) -> str:
    """Return how thinking is charged: as output, but for ids that have another price for it."""
    own = [(listing.id, price) for listing in listings if (price := _own_thinking_price(listing.prices))]
    parts = ["Thinking is counted as output"] if len(own) < len(listings) else []
    for key, price in own:
        figure = price_figure(price)
        parts.append(f"thinking of {key} has a price of its own, {figure.text} {figure.unit}".rstrip())
    text = "; ".join(parts) + (", which is in no amount above" if own else "")
    return f"{text[:1].upper()}{text[1:]}."


def _own_thinking_price(prices: PriceList) -> Price | None:
    thinking = prices.get("internal_reasoning")
    return None if thinking is None or same_price(thinking, prices.get("completion")) else thinking


_ENOUGH = (
    max(one.workload.input + one.workload.output for one in ORDINARY),
    max(one.workload.input for one in ORDINARY),
    max(one.workload.output for one in ORDINARY),
)

Shown = tuple[tuple[Work, ...], tuple[Footnote, ...], str]
"""A table without its ids: rows, notes and the one reason that stops all."""


def _shown(given: tuple[Terms | None, ...]) -> Shown:
    """Return the table of ids on these terms; None stands for an id that left."""
    costs = [[cost(one, work.workload) if one else _GONE for one in given] for work in ORDINARY]
    every = [one for row in costs for one in row]
    texts = dict.fromkeys([note for one in every for note in cost_notes(one)])
    marks = {text: _letter(place) for place, text in enumerate(texts)}
    rows = tuple([_work(place, row, marks) for place, row in enumerate(costs)])
    notes = [Footnote(mark, text) for text, mark in marks.items()]
    if any(NEAR in amount.text for row in rows for amount in row.amounts):
        notes.append(ROUNDED)
    reasons = {one.why for one in every}
    return rows, tuple(notes), reasons.pop() if len(reasons) == 1 else ""


_shown_often = lru_cache(maxsize=4096)(_shown)
_GONE = Cost(why=GONE)


def _work(place: int, row: Iterable[Cost], marks: Mapping[str, str]) -> Work:
    amounts = [_amount(one, marks, first=not column) for column, one in enumerate(row)]
    return Work(_TASKS[place], tuple(amounts))


ROUNDED = Footnote(NEAR.strip(), "is rounded to the cent, or to three digits where that is finer.")


def _letter(place: int) -> str:
    return ascii_lowercase[place] if place < len(ascii_lowercase) else str(place)


def size(workload: Workload) -> str:
    """Return the size of the work in words."""
    cached = f" {workload.cached}\u00a0% cached," if workload.cached else ""
    times = counted(workload.requests, "request")
    return f"{times}: {workload.input:,} tokens in,{cached} {workload.output:,} out"


_TASKS = tuple(Task(work.name, work.what, size(work.workload)) for work in ORDINARY)


def _amount(cost: Cost, marks: Mapping[str, str], *, first: bool) -> Amount:
    text = cost_words(cost)
    if cost.usd is None:
        return Amount(text, "blank", first)
    notes = tuple([marks[note] for note in cost_notes(cost)]) if marks else ()
    return Amount(text, "amount" if cost.usd or cost.most else "free", first, notes)


def cost_words(cost: Cost) -> str:
    """Return a cost as text: dollars to the cent, both ends of a day, free, or why there is none."""
    if cost.usd is None:
        return cost.why
    least = bill(cost.usd) if cost.usd else "free"
    return least if cost.most is None else f"{least} to {bill(cost.most)}"


def cost_notes(cost: Cost) -> tuple[str, ...]:
    """Return what has to be known beside an amount: which rules and prices are in it and which are not."""
    noted = cost.tiers or cost.left_out or cost.uncached or cost.discount or cost.most
    return tuple(_notes(cost)) if noted else ()


def _notes(cost: Cost) -> Iterable[str]:
    if cost.most is not None:
        yield BY_HOUR
    if cost.tiers:
        yield f"At the prices for {_conditions(cost.tiers)}, which hold for the whole request."
    if known := [rule for rule in cost.left_out if rule.applied]:
        yield (
            f"Without the prices for {_conditions(known)}: the size of the work does not tell how "
            "much of it they would hold for."
        )
    if unknown := [rule for rule in cost.left_out if not rule.applied]:
        yield f"Without the prices for {_conditions(unknown)}."
    if cost.uncached:
        yield "No cache price is published, so the cached part is counted at the input price."
    if cost.discount:
        yield (
            f"The source states a discount of {exact(cost.discount)}. It is not applied, since whether the "
            "prices already contain it is not documented."
        )


BY_HOUR = "The lower amount is for work at the cheapest hour of the day, the higher for work at the dearest."


def _conditions(rules: Iterable[PriceRule]) -> str:
    return "; ".join(map(rule_condition, rules))
