"""History: what the journal tells of ids, as sentences, a table, a chart, Markdown and JSON."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.charts.axis import price_ticks
from sitegen.facts.charts.steps import Chart
from sitegen.facts.history import FURTHER, HistoryFacts, history, history_json
from sitegen.facts.prices import PriceTexts
from sitegen.facts.sellers.market import MarketLines
from sitegen.records.change import Change
from sitegen.records.snapshot import Receipt
from tests.pages.odd_world import drawn
from tests.pages.shown import model_page, part, rows, text
from tests.sellers import Fetch, journal, listed, offer, sold
from tests.worlds import by_the_hour, listing, row

ID = "acme/anvil-2"
DAYS = [date(2026, month, 1) for month in range(1, 8)]


def change(day: int, field: str, old: Any = None, new: Any = None, key: str = ID) -> Change:  # noqa: ANN401
    """Return a line of the journal on one of ``DAYS``."""
    return Change(on=DAYS[day], source="openrouter", id=key, field=field, old=old, new=new)


def came(day: int, field: str = "listed", key: str = ID, **pricing: str) -> Change:
    """Return the line with which an id came, at these prices."""
    return change(day, field, new=row(id=key, pricing=pricing), key=key)


def world(*journal: Change, **changed: Any) -> Catalog:  # noqa: ANN401
    """Return the catalog of the plain model with this past; its snapshot is of the last of ``DAYS``."""
    receipt = Receipt(address="x", changed=DAYS[-1], sha256="", rows=1)
    return catalog([listing(**changed)], journal=journal, receipts={"openrouter/models": receipt})


def past(*journal: Change) -> HistoryFacts:
    """Return the history of the plain model with this journal."""
    return history(world(*journal).models[0], DAYS[-1], PriceTexts())


def told(*journal: Change) -> list[tuple[str, str, str, str]]:
    """Return the lines of the table: day, what, before, after."""
    return [
        (str(day.on), event.what, event.before, event.after)
        for day in past(*journal).days
        for event in day.events
    ]


def test_the_first_price_is_no_change() -> None:
    """An id whose prices never moved has a sentence that says since when, and no table and no chart."""
    found = past(came(0, prompt="0.000001", completion="0.000002"))
    assert found.days == ()
    assert found.chart is None
    assert found.sentences == ("Unchanged at $1 in, $2 out since 1 January 2026.",)


def test_a_price_that_moved_has_a_line() -> None:
    """A change of a price is a line with what it was and what it became, input first."""
    lines = told(
        came(0, prompt="0.000001", completion="0.000002"),
        change(1, "pricing.completion", "0.000002", "0.000003"),
        change(1, "pricing.prompt", "0.000001", "0"),
    )
    assert lines == [("2026-02-01", "Input", "$1", "free"), ("2026-02-01", "Output", "$2", "$3")]


ANSWERS = [
    ([("prompt", "0.000001", "0.00000079")], "Input −21 % to $0.79 on 1 February 2026."),
    (
        [("prompt", "0.000001", "0.0000005"), ("completion", "0.000002", "0.000001")],
        "Input and output −50 %, to $0.50 and $1 on 1 February 2026.",
    ),
    (
        [("prompt", "0.000001", "0.0000005"), ("completion", "0.000002", "0.000004")],
        "Input −50 % to $0.50, output +100 % to $4 on 1 February 2026.",
    ),
    ([("prompt", "0.000001", "0")], "Input now free on 1 February 2026."),
    ([("prompt", "0.000001", "-1")], "Input now varies by request on 1 February 2026."),
    ([("completion", "0.000002", None)], "Output now not published on 1 February 2026."),
    ([("completion", "0.000002", "0.0002")], "Output ×100 to $200 on 1 February 2026."),
]


@pytest.mark.parametrize(("moved", "answer"), ANSWERS)
def test_a_change_is_answered_in_words(moved: list[tuple[str, str, str | None]], answer: str) -> None:
    """What moved last, by how much and when, is one sentence; the next counts the changes."""
    changes = [change(1, f"pricing.{key}", old, new) for key, old, new in moved]
    first = came(0, prompt="0.000001", completion="0.000002")
    assert past(first, *changes).sentences == (f"{answer} 1 change since 1 January 2026.",)


def test_no_change_is_answered_until_a_model_left() -> None:
    """A retired model kept its price until the day by which it was gone; to be away is no change."""
    known = catalog(
        [], gone=[Gone(listing(), DAYS[0], DAYS[3], DAYS[4])],
        journal=[
            came(0, prompt="0", completion="0"),
            change(1, "left", old=row()),
            came(2, "returned", prompt="0", completion="0"),
            change(4, "left", old=row()),
        ],
    )  # fmt: skip
    found = history(known.models[0], DAYS[-1], PriceTexts())
    assert found.sentences == ("Free since 1 January 2026 until it was retired by 1 May 2026.",)


def test_every_step_of_the_chart_has_a_mark_and_its_day_where_there_is_room() -> None:
    """The latest of two days that stand too near to each other is named."""
    found = chart(
        came(0, prompt="0.000001"),
        change(3, "pricing.prompt", "0.000001", "0.000002"),
        Change(date(2026, 4, 3), "openrouter", ID, "pricing.prompt", "0.000002", "0.000003"),
    )
    assert found
    assert [tick.text for tick in found.steps] == ["", "2026-04-03"]
    assert found.steps[0].at < found.steps[1].at


def test_a_new_kind_and_one_that_went_have_lines() -> None:
    """A kind that is first published later, or no longer, says so."""
    lines = told(
        came(0, prompt="0.000001", request="0.01"),
        change(1, "pricing.web_search", None, "0.02"),
        change(1, "pricing.request", "0.01", None),
    )
    assert lines == [
        ("2026-02-01", "Web search", "not published", "$0.02 per search"),
        ("2026-02-01", "Request", "$0.01 per request", "not published"),
    ]


def test_kinds_that_moved_alike_share_a_line() -> None:
    """Several kinds with the same before and after stand on one line."""
    lines = told(
        came(0, prompt="0.000001", audio="0", audio_output="0"),
        change(1, "pricing.audio", "0", None),
        change(1, "pricing.audio_output", "0", None),
    )
    assert lines == [("2026-02-01", "Audio input, Audio output", "free", "not published")]


def test_a_picture_s_price_that_moves_to_another_unit_has_both() -> None:
    """Two amounts that are not for the same thing stand with what they are for."""
    lines = told(
        came(0, prompt="0.0000001", image="0.0000258"), change(1, "pricing.image", "0.0000258", "0.0000001")
    )
    assert lines == [("2026-02-01", "Image input", "$0.0000258 per image", "$0.10 per 1M tokens")]


TIER = [{"min_prompt_tokens": 200_000, "prompt": "0.000004", "completion": "0.00003"}]


def test_a_tier_that_comes_moves_and_leaves_is_in_the_history() -> None:
    """Each price of a tier has a line under its condition, and no sentence says that nothing changed."""
    moves = (
        came(0, prompt="0.000002", completion="0.00002"),
        change(1, "pricing.overrides", None, TIER),
        change(2, "pricing.overrides", TIER, [TIER[0] | {"prompt": "0.000005"}]),
        change(3, "pricing.overrides", [TIER[0] | {"prompt": "0.000005"}], None),
    )
    more = "for prompts of more than 200,000 tokens"
    assert told(*moves) == [
        ("2026-04-01", f"Input {more}", "$5", "none"),
        ("2026-04-01", f"Output {more}", "$30", "none"),
        ("2026-03-01", f"Input {more}", "$4", "$5"),
        ("2026-02-01", f"Input {more}", "none", "$4"),
        ("2026-02-01", f"Output {more}", "none", "$30"),
    ]
    found = past(*moves)
    assert found.sentences == ("Unchanged at $2 in, $20 out since 1 January 2026.", FURTHER)
    words = "Input $4 per 1M tokens, Output $30 per 1M tokens"
    assert found.lines[:3] == (
        ("2026-04-01", f"`{ID}`", "no other prices by rule"),
        ("2026-03-01", f"`{ID}`", f"prompts of more than 200,000 tokens: {words.replace('$4', '$5')}"),
        ("2026-02-01", f"`{ID}`", f"prompts of more than 200,000 tokens: {words}"),
    )
    (entry,) = history_json(found.lives, PriceTexts())
    assert [len(one["rules"]) if "rules" in one else None for one in entry["prices"]] == [None, 1, 1, 0]


def test_a_tier_that_came_with_its_id_is_no_change() -> None:
    """What stood there from the first day has not changed, and the same in another spelling neither."""
    first = change(0, "listed", new=row(pricing={"prompt": "0.1", "overrides": TIER}))
    other = [TIER[0] | {"prompt": "4e-6"}]
    assert told(first) == told(first, change(1, "pricing.overrides", TIER, other)) == []


def test_a_price_that_begins_to_go_by_the_hour_is_one_line_a_kind() -> None:
    """The range says what its windows say, which have no lines beside it; the chart has two lines then."""
    after = by_the_hour(night="0.0000002", day="0.0000004")
    moves = (
        came(0, prompt="0.000002", completion="0.000001"),
        change(1, "pricing.overrides", None, after["overrides"]),
        change(1, "pricing.prompt", "0.000002", after["prompt"]),
    )
    assert told(*moves) == [("2026-02-01", "Input", "$2", "$0.20 to $0.40 by the hour")]
    ends = change(2, "pricing.overrides", after["overrides"], None)
    assert told(*moves, ends)[:1] == [("2026-03-01", "Input", "$0.20 to $0.40 by the hour", "$0.20")]
    found = past(*moves)
    assert found.chart
    (line,) = [line for line in found.chart.lines if line.kind == "prompt"]
    assert (line.label, line.path.count("M")) == ("Input $0.20 to $0.40", 2)
    assert "Input $0.20 to $0.40 by the hour at the end." in found.chart.summary


def test_hours_that_move_at_the_same_prices_are_told() -> None:
    """Where the range stays and its windows move, the windows have the lines."""
    before = by_the_hour()["overrides"]
    after = [one | {"utc_start": (one["utc_start"] + 100) % 2400, "utc_end": (one["utc_end"] + 100) % 2400}
             for one in before]  # fmt: skip
    first = change(0, "listed", new=row(pricing=by_the_hour()))
    assert len(told(first, change(1, "pricing.overrides", before, after))) == 12


def test_leaving_and_coming_back_are_one_line_each() -> None:
    """An id that was away has a line for each way, and only prices that differ then have one more."""
    lines = told(
        came(0, prompt="0.000001", completion="0.000002"),
        change(2, "left", old=row()),
        came(3, "returned", prompt="0.000001", completion="0.000004"),
    )
    assert lines == [
        ("2026-04-01", "Came back", "", ""),
        ("2026-04-01", "Output", "$2", "$4"),
        ("2026-03-01", "Retired", "", ""),
    ]


def test_an_id_that_is_back_is_compared_with_what_it_cost_before() -> None:
    """A kind that it had and has no more is a change, one that it never had is none; both days stand once."""
    lines = told(
        came(0, prompt="0.000001", request="0.01"),
        change(2, "left", old=row()),
        came(2, "returned", prompt="0.000001", request="0.01"),
        change(3, "left", old=row()),
        came(4, "returned", prompt="0.000001", web_search="0.02"),
    )
    assert lines == [
        ("2026-05-01", "Came back", "", ""),
        ("2026-05-01", "Request", "$0.01 per request", "not published"),
        ("2026-04-01", "Retired", "", ""),
        ("2026-03-01", "Came back", "", ""),
    ]


def test_a_first_full_record_is_no_change_of_price() -> None:
    """Kinds that an archive of prices did not hold begin with the first full record."""
    lines = told(
        came(0, prompt="0.000001"),
        came(1, "described", prompt="0.000001", completion="0.000002", request="0.01"),
    )
    assert lines == []


def test_an_id_without_a_past_says_so() -> None:
    """Where the journal holds nothing of an id, the page says that."""
    assert past().sentences == ("The journal of this site holds no line about acme/anvil-2 yet.",)


def test_a_life_in_markdown_and_json() -> None:
    """Both forms name the same days and the prices that were others on each, the reason of each null too."""
    found = past(
        came(0, prompt="0.000001", zinc="0.5"),
        change(1, "pricing.zinc", "0.5", None),
        change(2, "left", old=row()),
        came(3, "returned", prompt="0.000001"),
    )
    assert found.lives[0].summary == "first seen 2026-01-01, back on 2026-04-01"
    assert found.lines == (
        ("2026-04-01", "`acme/anvil-2`", "Input $1 per 1M tokens"),
        ("2026-03-01", "`acme/anvil-2`", "none: the id had left"),
        ("2026-02-01", "`acme/anvil-2`", "`zinc` not published"),
        ("2026-01-01", "`acme/anvil-2`", "Input $1 per 1M tokens; `zinc` $500,000 per 1M tokens"),
    )
    (entry,) = history_json(found.lives, PriceTexts())
    assert [(day["on"], list(day["prices"])) for day in entry["prices"]] == [
        ("2026-01-01", ["prompt", "zinc"]),
        ("2026-02-01", ["zinc"]),
        ("2026-03-01", ["prompt"]),
        ("2026-04-01", ["prompt"]),
    ]
    assert entry["prices"][2]["prices"]["prompt"]["state"] == "had left"
    assert (entry["first_seen"], entry["last_changed"], entry["returned"]) == (
        "2026-01-01",
        "2026-04-01",
        ["2026-04-01"],
    )
    assert entry["blanks"] == {"last_seen": "not applicable", "left": "not applicable"}


def test_an_id_without_a_line_has_reasons() -> None:
    """The journal may know nothing of an id: JSON says so, and there is no row of Markdown."""
    found = past()
    assert (found.lines, found.lives[0].tracked) == ((), False)
    (entry,) = history_json(found.lives, PriceTexts())
    assert entry["blanks"]["first_seen"] == entry["blanks"]["last_changed"] == "not in the source"
    assert entry["prices"] == []


def test_the_page_shows_days_ids_and_chart() -> None:
    """The drawn section has the table with one day over several lines, and the chart with its words."""
    known = world(
        came(0, prompt="0.000001", completion="0.000002"),
        change(1, "pricing.prompt", "0.000001", "0.000003"),
        change(1, "pricing.completion", "0.000002", "0.000009"),
    )
    shown = part(drawn(model_page("acme/anvil-2-20260102", known), known), "history")
    assert rows(shown) == [
        "Day What Before After Change",
        "2026-02-01 Input $1 $3 +200 %",
        "Output $2 $9 +350 %",
    ]
    assert '<th scope="rowgroup" rowspan="2">' in shown
    assert "Price of Acme: Anvil 2 from 2026-01-01 to 2026-07-01" in text(shown)
    assert re.search(r'<path class="prompt" d="M84\.0 [\d.]+H[\d.]+V[\d.]+H[\d.]+"/>', shown)


def test_a_table_without_a_price_has_no_columns_for_one() -> None:
    """Where an id only left and came back, the page shows days and events alone."""
    known = world(
        came(0, prompt="0.000001"),
        change(2, "left", old=row()),
        came(3, "returned", prompt="0.000001"),
    )
    shown = part(drawn(model_page("acme/anvil-2-20260102", known), known), "history")
    assert rows(shown) == ["Day What", "2026-04-01 Came back", "2026-03-01 Retired"]


def test_hostile_names_stay_text_in_the_chart() -> None:
    """A name from outside cannot open an element in the SVG."""
    known = world(
        came(0, prompt="0.000001"),
        change(1, "pricing.prompt", "0.000001", "0.000003"),
        name="</title><script>alert(1)</script>",
    )
    shown = drawn(model_page("acme/anvil-2-20260102", known), known)
    assert "<svg" in shown
    assert "<script>alert" not in shown


def chart(*journal: Change, end: date = DAYS[-1]) -> Chart | None:
    """Return the chart of the plain model with this journal."""
    return history(world(*journal).models[0], end, PriceTexts()).chart


def test_a_chart_has_a_gap_where_there_is_no_amount() -> None:
    """While an id is away, or its price varies, no line is drawn."""
    found = chart(
        came(0, prompt="0.000001"),
        change(1, "left", old=row()),
        came(2, "returned", prompt="0.000002"),
        change(3, "pricing.prompt", "0.000002", "-1"),
    )
    assert found
    assert [line.path.count("M") for line in found.lines] == [2]
    assert found.lines[0].label == "Input $2"


def test_labels_at_the_end_of_lines_stand_apart() -> None:
    """Two prices that end close together have labels that can both be read, the dearer above."""
    found = chart(
        came(0, prompt="0.000001", completion="0.0000011"),
        change(1, "pricing.prompt", "0.000001", "0.00000105"),
    )
    assert found
    output, into = found.lines
    assert (output.kind, into.kind) == ("completion", "prompt")
    assert into.label_y - output.label_y >= 20


def test_no_chart_without_a_step_or_a_span() -> None:
    """A price that never moved, or a history of a single day, has no chart."""
    assert chart(came(0, prompt="0.000001")) is None
    moved = [came(0, prompt="0.000001"), change(0, "pricing.prompt", "0.000001", "0.000002")]
    assert chart(*moved, end=DAYS[0]) is None


def test_ticks_are_round_and_reach_above() -> None:
    """An axis has at most five round amounts, from zero to at least the dearest price."""
    for most in ("0.007", "0.9", "1", "2.5", "15", "600", "4.01"):
        ticks = price_ticks(Decimal(most))
        assert ticks[0] == 0
        assert ticks[-1] >= Decimal(most) > ticks[-2]
        assert len(ticks) <= 5


LOW, MID, HIGH = "0.000001", "0.000002", "0.000009"
SELLERS = sold(offer("forge", prompt=LOW), offer("mara", prompt=HIGH))
START: Fetch = (0, [listed(prompt=LOW)], SELLERS)


def sold_past(*fetches: Fetch) -> HistoryFacts:
    """Return the history of an id with sellers, which were first read on the first of ``DAYS``."""
    known = world(*journal(*fetches))
    return history(known.models[0], DAYS[-1], PriceTexts(), sellers_since=known.readings["providers"].on)


def what(found: HistoryFacts) -> list[tuple[str, str, str]]:
    """Return the lines of the table without their days."""
    return [(event.what, event.before, event.after) for day in found.days for event in day.events]


def test_a_seller_s_own_price_stands_with_its_name() -> None:
    """The catalogue's line of the same change is not told again; the price that is shown is in JSON."""
    found = sold_past(START, (1, [listed(prompt=MID)], sold(offer("forge", prompt=MID), SELLERS[2])))
    assert what(found) == [("Forge: input $1 → $2 (+100 %)", "", "")]
    assert found.sentences == ("Input +100 % to $2 on 1 February 2026. 1 change since 1 January 2026.",)
    assert found.lines[0][2] == "Forge: input \\$1 → \\$2 (+100 %)"
    (entry,) = history_json(found.lives, PriceTexts())
    assert entry["prices"][-1]["moves"] == {"prompt": {"move": "seller", "seller": "Forge"}}
    assert [(one["id"], one["field"]) for one in entry["sellers"]] == [(f"{ID}@forge", "pricing.prompt")]


def test_another_seller_put_first_is_no_change_of_price() -> None:
    """It is told with the price that is shown now, and a sentence says that no price changed."""
    found = sold_past(START, (1, [listed(prompt=HIGH)], sold(*SELLERS[1:], first="mara")))
    assert what(found) == [("Now first: Mara, input $9", "", "")]
    (sentence,) = found.sentences
    assert sentence == (
        "No price of a seller changed since 1 January 2026. Another seller was put first on 1 February 2026: "
        "$9 in, not published out."
    )
    (entry,) = history_json(found.lives, PriceTexts())
    assert entry["prices"][-1]["moves"] == {"prompt": {"move": "first offer", "seller": "Mara"}}
    assert entry["last_changed"] == str(DAYS[0])
    assert found.chart is not None, "the price that is shown is another one"


def test_a_change_that_nobody_can_place_stays_a_line_of_the_table() -> None:
    """Before and after stand as ever, with a word that its seller is not known."""
    found = sold_past(START, (1, [listed(prompt=HIGH)], None))
    assert what(found) == [("Input (whose change cannot be told)", "$1", "$9")]


def test_who_came_and_left_and_what_others_ask_is_told() -> None:
    """A seller that is not first has a history, too; its limits are no part of it."""
    mara = offer("mara", prompt=MID) | {"context_length": 8_000}
    later = sold(SELLERS[1], mara, offer("quill", prompt=HIGH))
    shown = [listed(prompt=LOW)]
    found = sold_past(
        START, (1, shown, later), (2, shown, sold(SELLERS[1], mara | {"context_length": 9_000}))
    )
    assert what(found) == [
        ("Seller Quill left", "", ""),
        ("Mara: input $9 → $2 (−78 %)", "", ""),
        ("New seller Quill at $9 in, not published out", "", ""),
    ]


def test_the_meaning_of_a_change_says_since_when_sellers_are_read() -> None:
    """It stands once, where there is a change of a price, and names the day or that there was none."""
    moved = change(1, "pricing.prompt", LOW, MID)
    assert past(came(0, prompt=LOW), moved).meaning.endswith(
        "Sellers were never read, so whose a change is cannot be told."
    )
    assert "first read on 2026-01-01" in sold_past(START, (1, [listed(prompt=MID)], None)).meaning
    assert sold_past(START).meaning == ""


def of_seller(place: int, seller: str, field: str, old: Any = None, new: Any = None) -> Change:  # noqa: ANN401
    """Return a line of the journal about a seller of the plain id."""
    return Change(DAYS[place], "providers", f"acme/anvil-2@{seller}", field, old, new)


def around(*journal: Change) -> Chart | None:
    """Return the chart of the plain model with what the journal tells of its sellers."""
    known = world(*journal)
    market = MarketLines(known.journal).market(known.models[0])
    return history(known.models[0], DAYS[-1], PriceTexts(), market).chart


def priced_at(prompt: str) -> dict[str, Any]:
    """Return the record of a seller with this price of input."""
    return {"pricing": {"prompt": prompt}}


def test_the_band_of_sellers_begins_with_them_and_follows_both_ends() -> None:
    """It is drawn from the day on which sellers were first read, and steps where an end of it does."""
    found = around(
        came(0, prompt="0.000001"),
        of_seller(1, "a", "listed", new=priced_at("0.000001")),
        of_seller(1, "b", "listed", new=priced_at("0.000004")),
        of_seller(2, "b", "left", old=priced_at("0.000004")),
    )
    assert found
    (band,) = found.bands
    assert (band.kind, band.path.count("M"), band.path.count("Z")) == ("prompt", 1, 1)
    start = float(re.findall(r"M([\d.]+)", band.path)[0])
    assert start > found.left
    assert len(set(re.findall(r"V([\d.]+)", band.path))) == 2
    assert "Input of all sellers: $1." in found.summary


@pytest.mark.parametrize(("dear", "is_cut"), [("0.000003", 0), ("0.00004", 1)])
def test_one_dear_seller_makes_no_line_flat(dear: str, is_cut: int) -> None:
    """A band far above the price ends at the top of the chart, and the axis stays near the line."""
    found = around(
        came(0, prompt="0.000001"),
        change(2, "pricing.prompt", "0.000001", "0.0000012"),
        of_seller(1, "a", "listed", new=priced_at("0.000001")),
        of_seller(1, "b", "listed", new=priced_at(dear)),
    )
    assert found
    assert found.is_cut == is_cut
    heights = [float(at) for at in re.findall(r"V([\d.]+)", found.bands[0].path)]
    assert min(heights) >= min(tick.at for tick in found.prices)
    assert found.prices[-1].text in {"$3", "$4"}


def test_no_chart_where_neither_a_price_nor_the_band_moved() -> None:
    """Sellers that differ and never moved have a table, and no chart."""
    lines = [of_seller(1, name, "listed", new=priced_at(price)) for name, price in (("a", "1"), ("b", "2"))]
    assert around(came(0, prompt="0.000001"), *lines) is None


def test_the_chart_of_a_model_that_left_ends_in_its_box() -> None:
    """The day on which an id was missed is after the last day of its chart, and nothing is drawn there."""
    known = world(
        came(0, prompt="0.000001"),
        change(1, "pricing.prompt", "0.000001", "0.000003"),
        change(3, "left", old=row()),
    )
    found = history(known.models[0], DAYS[2], PriceTexts()).chart
    assert found
    (line,) = found.lines
    assert max(map(float, re.findall(r"[HM]([\d.]+)", line.path))) == found.right
