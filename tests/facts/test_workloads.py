"""Ordinary work on a model's page: an amount, the word free, or a reason in every cell, and its notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.cost import Workload
from sitegen.facts.costs import ORDINARY, WorkTable, cost_notes, cost_words, size, work_table
from tests.cost_cases import CASES, Case, monthly_cost
from tests.pages.odd_world import world
from tests.pages.shown import model_page, of, part, rows, text
from tests.worlds import listing

PLAIN = {"prompt": "0.000001", "completion": "0.00001", "input_cache_read": "0.0000001"}
ROOMY: dict[str, Any] = {"context_length": 1_000_000, "top_provider": {}}


def cells(found: WorkTable, name: str) -> list[str]:
    """Return what the workload of this name costs, an id after the other, with the marks of its notes."""
    (work,) = (row for row in found.rows if row.task.name == name)
    return [" ".join([one.text, *map(str, one.marks)]) for one in work.amounts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_each_case_has_its_notes(case: Case) -> None:
    """What has to be known beside an amount is said, in these words, and nothing else is."""
    assert cost_notes(monthly_cost(case.listing, case.workload, case.seller, gone=case.gone)) == case.notes


@pytest.mark.parametrize(
    ("per_token", "shown"),
    [("0.000002", "$2"), ("0.0000023", "$2.30"), ("0.0000023456", "≈\u202f$2.35"), ("0", "free"),
     ("0.0000000375", "$0.0375"), ("-1", "price varies by request")],
)  # fmt: skip
def test_a_cost_is_said_to_the_cent(per_token: str, shown: str) -> None:
    """A month's bill has cents, a small one three digits, and what is no amount has its words."""
    work = Workload(input=1_000, output=0, requests=1_000)
    assert cost_words(monthly_cost(listing(pricing={"prompt": per_token}), work)) == shown


def test_the_size_of_the_work_is_in_words() -> None:
    """A reader sees each figure of a workload, and no cache where there is none."""
    assert size(Workload(input=2_000, output=500, cached=50, requests=10_000)) == (
        "10,000 requests: 2,000 tokens in, 50\u00a0% cached, 500 out"
    )
    assert size(Workload(input=400, output=10, requests=1)) == "1 request: 400 tokens in, 10 out"


@pytest.mark.parametrize(
    ("context", "longest", "shown"),
    [
        (302_000, 2_000, "$32"),
        (None, None, "$32"),
        (301_999, 2_000, "does not fit: 302,000 tokens, context 301,999"),
        (302_000, 1_999, "answer too long: 2,000 tokens, at most 1,999"),
    ],
)
def test_the_largest_work_needs_room_for_every_token(
    context: int | None, longest: int | None, shown: str
) -> None:
    """A limit that is just enough is as good as none, and one token less is too few."""
    top = {"max_completion_tokens": longest}
    found = work_table([listing(pricing=PLAIN, context_length=context, top_provider=top)])
    assert cells(found, "Long context") == [shown]


OWN = PLAIN | {"internal_reasoning": "0.000003"}
OWN_PRICE = "has a price of its own, $3 per 1M tokens, which is in no amount above."


@pytest.mark.parametrize(
    ("pricings", "sentence"),
    [
        ([PLAIN], "Thinking is counted as output."),
        ([PLAIN | {"internal_reasoning": "0.000010"}], "Thinking is counted as output."),
        ([PLAIN | {"internal_reasoning": "0"}], "Thinking is counted as output."),
        ([OWN], f"Thinking of a/v0 {OWN_PRICE}"),
        ([PLAIN, OWN], f"Thinking is counted as output; thinking of a/v1 {OWN_PRICE}"),
    ],
)
def test_thinking_with_a_price_of_its_own_is_not_called_output(
    pricings: list[dict[str, str]], sentence: str
) -> None:
    """The note of the table names an id's price for thinking, where it is not that of output."""
    ids = [listing(id=f"a/v{place}", pricing=pricing) for place, pricing in enumerate(pricings)]
    assert work_table(ids).thinking == sentence
    assert sentence in text(part(of(*ids), "cost"))


def test_every_id_has_its_own_cost() -> None:
    """Each variant stands in its own column, at its own prices and limits."""
    found = work_table(
        [
            listing(pricing=PLAIN, **ROOMY),
            listing(
                id="acme/anvil-2:free", pricing={"prompt": "0", "completion": "0"}, context_length=50_000
            ),
        ]
    )
    assert found.ids == ("acme/anvil-2", "acme/anvil-2:free")
    assert cells(found, "Chat") == ["$61", "free"]
    assert cells(found, "Summaries") == ["$50", "free"]
    assert cells(found, "Coding agent") == ["$157", "does not fit: 62,000 tokens, context 50,000"]
    assert found.why == ""
    assert found.notes == ()


def test_notes_have_letters_in_the_order_of_the_rows() -> None:
    """The same note has the same letter in each cell that it concerns, and stands once below."""
    night = {"utc_start": 0, "utc_end": 600, "completion": "0.000001"}
    found = work_table(
        [
            listing(
                pricing={
                    "prompt": "0.000001",
                    "completion": "0.00001",
                    "overrides": [{"min_prompt_tokens": 50_000, "prompt": "0.000002"}, night],
                },
                **ROOMY,
            )
        ]
    )
    assert [cells(found, work.name) for work in ORDINARY] == [
        ["$70 a b"], ["$120 a"], ["$50 a"], ["$700 c a b"], ["$62 c a"],
    ]  # fmt: skip
    assert [note.text.partition(" for ")[0] for note in found.notes] == [
        "Without the prices",
        "No cache price is published, so the cached part is counted at the input price.",
        "At the prices",
    ]


def test_one_reason_for_all_is_said_once() -> None:
    """Where no work has a price for one and the same reason, the table gives way to it."""
    router = listing(pricing={"prompt": "-1", "completion": "-1"})
    assert work_table([router, router]).why == "price varies by request"
    assert work_table([router, listing(pricing=PLAIN)]).why == ""
    assert work_table([listing(pricing=PLAIN)], gone=True).why == "retired"
    assert part(of(router), "cost").count("<table") == 0
    assert "Cannot be priced: price varies by request." in text(part(of(router), "cost"))


def test_the_page_shows_the_work_and_its_cost() -> None:
    """The section has a row for each workload, a column for each id, and its notes below the table."""
    shown = part(of(listing(pricing={"prompt": "0.000001", "completion": "0.00001"})), "cost")
    assert rows(shown)[:2] == [
        "Work acme/anvil-2",
        f"Chat {ORDINARY[0].what} 10,000 requests: 2,000 tokens in, 50 % cached, 500 out $70 a",
    ]
    assert "does not fit: 302,000 tokens, context 128,000" in rows(shown)[-1]
    assert "a No cache price is published" in text(shown)


def test_a_model_that_left_has_no_cost() -> None:
    """A page of a model that is gone shows no bill that nobody can run up any more."""
    from tests.pages.odd_world import drawn  # noqa: PLC0415

    assert "Cannot be priced: retired." in text(part(drawn(model_page("acme/old", world())), "cost"))


def test_ordinary_amounts_are_whole_cents() -> None:
    """The sizes are chosen so that a price in tenths of a dollar a million gives a bill without ≈."""
    for work in ORDINARY:
        cost = monthly_cost(
            listing(pricing={"prompt": "0.0000003", "completion": "0.0000007"}, **ROOMY), work.workload
        )
        assert cost.usd is not None
        assert cost.usd == cost.usd.quantize(Decimal("0.01"))


def test_a_rounded_amount_says_so_below() -> None:
    """Where digits are left out a note explains the ≈, and where none are there is no such note."""
    third = work_table([listing(pricing=PLAIN | {"prompt": "0.000000333333"}, **ROOMY)])
    assert third.rows[0].amounts[0].text == "≈\u202f$54.33"
    assert [note.mark for note in third.notes] == ["≈"]
    assert work_table([listing(pricing=PLAIN, **ROOMY)]).notes == ()


def test_many_notes_have_marks_of_their_own() -> None:
    """However many different notes hostile rules bring about, no two share a mark."""
    ids = [
        listing(
            id=f"acme/anvil-2:v{n}",
            pricing=PLAIN | {"overrides": [{"min_prompt_tokens": n, "prompt": "0.000002"}]},
            **ROOMY,
        )
        for n in range(30)
    ]
    marks = [note.mark for note in work_table(ids).notes]
    assert len(set(marks)) == len(marks) == 30
