"""Ordinary work and what it costs: a few workloads at the prices of each id, or why there is no price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sitegen.catalog.cost import Cost, Workload, monthly_cost
from sitegen.pages.figures import bill, rule_condition
from sitegen.pages.pricebook import exact
from sitegen.records.listing import Listing
from sitegen.records.price import PriceRule


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
        Workload(input=400, output=10, requests=100_000),
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
"""Sizes are of our choosing: round, and such that most prices give whole cents in most rows."""


class Amount(NamedTuple):
    """What one workload costs with one id: ``state`` is ``amount``, ``free`` or ``blank``.

    ``marks`` lead to notes below the table.
    """

    text: str
    state: str
    marks: tuple[int, ...] = ()


class Work(NamedTuple):
    """One workload with its size in words and what it costs with each id."""

    name: str
    what: str
    size: str
    amounts: tuple[Amount, ...]


class Footnote(NamedTuple):
    """A sentence below the table, with the number that leads to it."""

    mark: int
    text: str


class WorkTable(NamedTuple):
    """What ordinary work costs with a model's ids; ``why`` is the one reason where nothing has a price."""

    ids: tuple[str, ...]
    rows: tuple[Work, ...]
    notes: tuple[Footnote, ...]
    why: str = ""


def work_table(listings: Sequence[Listing], *, gone: bool = False) -> WorkTable:
    """Return what ordinary work costs with each of these ids, in the order given."""
    costs = [[monthly_cost(one, work.workload, gone=gone) for one in listings] for work in ORDINARY]
    every = [cost for row in costs for cost in row]
    marks = {text: mark for mark, text in enumerate(dict.fromkeys(_told(every)), start=1)}
    reasons = {cost.why for cost in every}
    return WorkTable(
        ids=tuple(one.id for one in listings),
        rows=tuple(
            Work(work.name, work.what, size(work.workload), tuple(_amount(cost, marks) for cost in row))
            for work, row in zip(ORDINARY, costs, strict=True)
        ),
        notes=tuple(Footnote(mark, text) for text, mark in marks.items()),
        why=reasons.pop() if len(reasons) == 1 else "",
    )


def _told(costs: Iterable[Cost]) -> Iterable[str]:
    return (note for cost in costs for note in cost_notes(cost))


def size(workload: Workload) -> str:
    """Return the size of the work in words."""
    cached = f", {workload.cached} % of them cached" if workload.cached else ""
    times = "1 request" if workload.requests == 1 else f"{workload.requests:,} requests"
    return f"{times} of {workload.input:,} tokens in{cached}, and {workload.output:,} out"


def _amount(cost: Cost, marks: dict[str, int]) -> Amount:
    text = cost_words(cost)
    if cost.usd is None:
        return Amount(text, "blank")
    return Amount(text, "amount" if cost.usd else "free", tuple(marks[note] for note in cost_notes(cost)))


def cost_words(cost: Cost) -> str:
    """Return a cost as text: dollars to the cent, free, or the reason why there is none."""
    if cost.usd is None:
        return cost.why
    return bill(cost.usd) if cost.usd else "free"


def cost_notes(cost: Cost) -> tuple[str, ...]:
    """Return what has to be known beside an amount: which rules and prices are in it and which are not."""
    return tuple(_notes(cost))


def _notes(cost: Cost) -> Iterable[str]:
    if cost.tiers:
        yield f"At the prices for {_conditions(cost.tiers)}, which hold for the whole request."
    if cost.left_out:
        yield (
            f"Without the prices for {_conditions(cost.left_out)}: the size of the work does not tell how "
            "much of it they would hold for."
        )
    if cost.uncached:
        yield "No cache price is published, so the cached part is counted at the input price."
    if cost.discount:
        yield (
            f"The source states a discount of {exact(cost.discount)}. It is not applied, since whether the "
            "prices already contain it is not documented."
        )


def _conditions(rules: Iterable[PriceRule]) -> str:
    return "; ".join(map(condition, rules))


def condition(rule: PriceRule) -> str:
    """Return when a rule applies, in words."""
    told = rule_condition(rule)
    return "a condition that the source does not document" if told == "always" else told
