"""The shipped scripts, run in node, write amounts, figures and cells as Python does, in every digit and word.

Without node these tests are skipped; with ``SITEGEN_NODE=required``, as in CI, its absence is an error.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.cost import Cost, Workload
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Gone, Model
from sitegen.facts.boards import RatingRow
from sitegen.facts.context import SiteContext
from sitegen.facts.costs import cost_notes
from sitegen.facts.prices import PriceTexts, exact
from sitegen.facts.variants import Variant, variant_detail, variant_entry, variants
from sitegen.forms.figures import bill, count, dollars
from sitegen.forms.word_lists import modalities
from sitegen.pages.api import price_history
from sitegen.pages.api.cells import harmless
from sitegen.pages.api.files import model_with_sellers
from sitegen.pages.api.offers import slim_offers
from sitegen.records.change import Change
from sitegen.records.endpoint import Endpoint
from sitegen.records.listing import Listing
from sitegen.rendering.short_scripts import short_script
from sitegen.sources.openrouter import normal_row
from tests.cost_cases import CASES, Case, monthly_cost, sellers
from tests.offer_cases import CASES as OFFERS
from tests.offer_cases import cheapest_answer, file_of
from tests.pages.odd_world import SITE
from tests.sellers_world import endpoint, known, sold
from tests.worlds import by_the_hour, listing, row

DAY = date(2026, 2, 5)
HERE = Path(__file__).parent
ASSETS = HERE.parent / "templates" / "assets"
OLDEST_NODE = 20
"""The first long-term release that rounds a half as browsers do: Intl.NumberFormat's ``roundingMode``."""
FIGURES = json.loads((HERE / "figure_cases.json").read_text(encoding="utf-8"))
"""Kind of figure → pairs of what it is made of and its text, which both programs must write."""

Call = Callable[[str, str, list[list[Any]]], list[Any]]
"""A function of a script, called once for each list of arguments."""


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Call]:
    """Give a function that calls one of a script, or say why there is no node."""
    node = shutil.which("node")
    if node is None or (why := _too_old(node)):
        why = why if node else "node is not on PATH"
        if os.environ.get("SITEGEN_NODE") == "required":
            pytest.fail(f"SITEGEN_NODE is required, and {why}")
        pytest.skip(f"tests of the scripts' arithmetic need node: {why}")
    folder = tmp_path_factory.mktemp("scripts")
    for path in ASSETS.glob("*.js"):
        # As they are sent, so that what is tested is what runs.
        (folder / path.name).write_bytes(short_script(path.read_bytes()))
    for path in (*HERE.glob("*.js"), HERE / "node.mjs"):
        shutil.copy(path, folder)
    # node takes a file for a module only where this says so: https://nodejs.org/api/packages.html#type
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    with subprocess.Popen(
        [node, "node.mjs"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield partial(_called, process)


def _too_old(node: str) -> str:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    old = int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE
    return f"node {version} is older than {OLDEST_NODE}" if old else ""


def _called(process: subprocess.Popen[str], script: str, name: str, values: list[list[Any]]) -> list[Any]:
    assert process.stdin
    assert process.stdout
    print(json.dumps([script, name, values]), file=process.stdin, flush=True)
    answers: list[Any] = json.loads(process.stdout.readline())
    return answers


def cost_answer(cost: Cost) -> dict[str, Any]:
    """Return a cost in the shape that amounts.js gives."""
    if cost.usd is None:
        return {"why": cost.why}
    most = {} if cost.most is None else {"most": exact(cost.most)}
    return {"usd": exact(cost.usd), **most, "notes": list(cost_notes(cost))}


def expected(case: Case) -> dict[str, Any]:
    """Return what the file of cases says."""
    most = {} if case.most is None else {"most": case.most}
    return {"why": case.why} if case.usd is None else {"usd": case.usd, **most, "notes": list(case.notes)}


def variant(listed: Listing, seller: dict[str, Any] | None = None, *, gone: bool = False) -> Variant:
    """Return what the site says of an id."""
    left = (Gone(listed, DAY, DAY, DAY),) if gone else ()
    model = Model("acme/anvil-2", () if gone else (listed,), left, endpoints=sellers(listed, seller))
    return variants(model, PriceTexts())[0]


def arguments(
    listed: Listing, work: Workload, seller: dict[str, Any] | None = None, *, gone: bool = False
) -> list[Any]:
    """Return an id in the shape of a model's index.json, and a workload."""
    detail = variant_detail(variant(listed, seller, gone=gone))
    return ["first", {"variants": [detail]}, work.model_dump()]


def test_every_case_costs_the_same_in_a_script(call: Call) -> None:
    """Amount, notes and reasons are those of the file, for ids in the shape that the site publishes."""
    asked = [arguments(case.listing, case.workload, case.seller, gone=case.gone) for case in CASES]
    for case, answer in zip(CASES, call("amounts.js", "askedCost", asked), strict=True):
        assert answer == expected(case), case.about


def odd_id(chance: random.Random) -> Listing:
    """Return an id with any prices, rules and limits."""

    def price() -> str:
        units = Decimal(chance.choice([0, 1, 2, 25, 333333, 10**17 // 7]))
        return exact(units.scaleb(-chance.randrange(11, 22)))

    def prices(keys: list[str]) -> dict[str, Any]:
        return {key: "-1" if chance.random() < 0.02 else price() for key in keys if chance.random() < 0.8}

    kinds = ["prompt", "completion", "input_cache_read", "request", "image_output"]
    rules = [
        prices(kinds)
        | chance.choice(
            [{}, {"min_prompt_tokens": chance.randrange(2_000)}, {"min_prompt_tokens": 999},
             {"utc_start": 100, "utc_end": 900}, {"utc_start": 900, "utc_end": 100},
             {"utc_days": "weekend"}, {"min_output_tokens": 5}]
        )
        for _ in range(chance.choice([0, 0, 1, 2, 4, 6]))
    ]  # fmt: skip
    return listing(
        pricing=prices(kinds) | {"overrides": rules} | chance.choice([{}, {}, {"discount": 0.125}]),
        context_length=chance.choice([None, 1_500, 10_000]),
        top_provider={"max_completion_tokens": chance.choice([None, 100, 4_000])},
        architecture={
            "output_modalities": chance.choice([["text"], ["text"], ["text", "image"], ["image"], []])
        },
    )


def odd_work(chance: random.Random) -> Workload:
    """Return a workload about the limits and thresholds of the odd ids."""
    return Workload(
        input=chance.choice([1, 999, 1_000, 1_999]),
        output=chance.choice([0, 1, 100, 333]),
        cached=chance.choice([0, 0, 33, 100]),
        requests=chance.choice([1, 12_345]),
    )


def test_any_id_costs_the_same_in_a_script(call: Call) -> None:
    """For six hundred made-up ids and workloads the two answers are equal."""
    chance = random.Random(5)  # noqa: S311 - made-up records, not secrets
    pairs = [(odd_id(chance), odd_work(chance)) for _ in range(600)]
    answers = call("amounts.js", "askedCost", [arguments(*pair) for pair in pairs])
    for (model, work), answer in zip(pairs, answers, strict=True):
        assert answer == cost_answer(monthly_cost(model, work)), (model.raw, work)


def test_an_id_of_the_list_is_as_good_as_one_of_its_own_file(call: Call) -> None:
    """The shorter shape of models.json gives the same cost."""
    model, work = listing(), Workload(input=1_000, output=10, requests=7)
    asked = ["first", {"variants": [variant_entry(variant(model))]}, work.model_dump()]
    assert call("amounts.js", "askedCost", [asked]) == [cost_answer(monthly_cost(model, work))]


def test_every_way_to_price_work_costs_the_same_in_a_script(call: Call) -> None:
    """The cheapest seller that takes the work and the maker are those of the file, with sum or reason."""
    asked = [[way, case.file, case.workload.model_dump()] for case in OFFERS for way in ("cheapest", "maker")]
    answers = iter(call("amounts.js", "askedCost", asked))
    for case in OFFERS:
        assert (next(answers), next(answers)) == (case.cheapest, case.maker), case.about
        if case.endpoints and not case.gone:
            assert cheapest_answer(case.listing, case.endpoints, case.workload) == case.cheapest, case.about


def test_any_sellers_cost_the_same_in_a_script(call: Call) -> None:
    """For two hundred made-up ids with one to four sellers both programs find the same seller and sum."""
    chance = random.Random(11)  # noqa: S311 - made-up records, not secrets
    asked, expected = [], []
    for _ in range(200):
        odd = [odd_id(chance) for _ in range(chance.randrange(1, 5))]
        every = tuple([odd_endpoint(chance, one, f"S{place}") for place, one in enumerate(odd)])
        context, work = known(sold(*every), odd[0]), odd_work(chance)
        asked.append(["cheapest", file_of(context.catalog.models[0], context), work.model_dump()])
        expected.append(cheapest_answer(odd[0], every, work))
    assert call("amounts.js", "askedCost", asked) == expected


def odd_endpoint(chance: random.Random, priced: Listing, name: str) -> Endpoint:
    """Return a seller that asks what an id asks, with limits of its own."""
    limits = {
        "context_length": chance.choice([None, 1_500, 10_000]),
        "max_completion_tokens": chance.choice([None, 100, 4_000]),
        "max_prompt_tokens": chance.choice([None, None, 1_000]),
    }
    return endpoint(name, None, None, pricing=priced.raw["pricing"], **limits)


def test_the_explorer_prices_work_as_the_model_s_page(call: Call) -> None:
    """The short shape of the offers gives the same seller and the same sum as the model's own file."""
    asked, expected = [], []
    for case in OFFERS:
        context = case.context
        (model,) = [one for one in context.catalog.models if one.slug == case.listing.slug]
        entry = from_json(to_json(model_with_sellers(model, context)[0]))
        slim = from_json(to_json(slim_offers(context.offers[model.slug][0].offers)))
        sellers = [{**entry["sellers"][0], "offers": slim}]
        for way in ("cheapest", "maker"):
            asked.append([way, {**entry, "sellers": sellers}, case.workload.model_dump()])
            expected.append(getattr(case, way))
    assert call("amounts.js", "askedCost", asked) == expected


WRONG = [
    {"input": 0}, {"input": 1.5}, {"output": -1}, {"cached": 101}, {"cached": -1}, {"requests": 0},
    {"requests": None}, {"requests": "7"},
]  # fmt: skip


def test_a_wrong_workload_is_refused(call: Call) -> None:
    """What is no whole number within its limits is an error, as in Python, and never a wrong amount."""
    *entry, work = arguments(listing(), Workload(input=1, output=0, requests=1))
    answers = call("amounts.js", "askedCost", [[*entry, work], *([*entry, work | wrong] for wrong in WRONG)])
    assert answers == [{"usd": "0.0000025", "notes": []}, *["RangeError"] * len(WRONG)]


def rating_texts(rated: dict[str, Any]) -> list[str]:
    """Return a score and its interval as pages write them."""
    row = RatingRow("text", "", "overall", rank=1, votes=None, day=None, **rated)
    return [row.score_text, row.interval]


IN_PYTHON: dict[str, Callable[[Any], Any]] = {
    "dollars": lambda text: dollars(Decimal(text)),
    "bill": lambda text: bill(Decimal(text)),
    "grouped": count,
    "modalities": lambda names: modalities(tuple(names)),
    "csv": harmless,
    "score": rating_texts,
}


@pytest.mark.parametrize("kind", IN_PYTHON)
def test_python_writes_the_figures_of_the_cases(kind: str) -> None:
    """Each figure that both programs write has the text of the file in Python."""
    assert [[given, IN_PYTHON[kind](given)] for given, _ in FIGURES[kind]] == FIGURES[kind]


def bills(call: Call, amounts: list[str]) -> list[str]:
    """Return amounts as the costs of months are written in JavaScript, where 0 is free."""
    return call("amounts.js", "costText", [[{"usd": amount}] for amount in amounts])


def test_a_script_writes_the_costs_of_the_cases(call: Call) -> None:
    """Costs have the text of the file in JavaScript."""
    answers = bills(call, [given for given, _ in FIGURES["bill"]])
    assert answers == [text if given != "0" else "free" for given, text in FIGURES["bill"]]


@pytest.mark.parametrize("name", ["dollars", "grouped"])
def test_a_script_writes_the_figures_of_the_cases(call: Call, name: str) -> None:
    """Amounts and counts have the text of the file in JavaScript: signs, noise and ties of rounding too."""
    answers = call("amounts.js", name, [[given] for given, _ in FIGURES[name]])
    assert answers == [text for _, text in FIGURES[name]]


def test_any_amount_is_written_the_same_in_a_script(call: Call) -> None:
    """Five hundred amounts of every length and size have the same text in both programs."""
    chance = random.Random(7)  # noqa: S311 - made-up amounts, not secrets
    amounts = [
        Decimal(chance.randrange(10 ** chance.randrange(1, 20))).scaleb(-chance.randrange(22))
        for _ in range(500)
    ]
    asked = [[exact(amount)] for amount in amounts]
    assert call("amounts.js", "dollars", asked) == [dollars(amount) for amount in amounts]
    assert bills(call, [exact(amount) for amount in amounts]) == [
        bill(one) if one else "free" for one in amounts
    ]


def test_a_ratio_is_said_in_words(call: Call) -> None:
    """Three digits, half to even; zero and less are never divided by nor called so many times something."""
    answers = call("amounts.js", "ratio", [pair for pair, _ in FIGURES["ratio"]])
    assert answers == [text for _, text in FIGURES["ratio"]]


def test_a_script_writes_the_cells_of_the_cases(call: Call) -> None:
    """A file that the explorer gives has the cells of the site's own spreadsheet, which no program runs."""
    lines = [[{"model": {"name": text}, "variant": {}} for text, _ in FIGURES["csv"]], [], {}]
    (text,) = call("lines.js", "asCsv", [lines])
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    assert [row[0] for row in rows] == [cell for _, cell in FIGURES["csv"]]


def compared(call: Call, files: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the texts of each model, compared with itself alone, by the label of their line."""
    words = {"kinds": {}, "units": {}, "parameters": []}
    answers = call("comparison.js", "comparison", [[[file], words] for file in files])
    return [
        {line["label"]: line["cells"][0].get("text") for group in groups for line in group["lines"]}
        for groups in answers
    ]


def model_file(headline: dict[str, Any] | None = None, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - as listing() takes
    """Return as much of a model's index.json as the comparison reads."""
    none: dict[str, list[Any]] = {"ratings": [], "sources": [], "history": []}
    about = {"name": "Anvil", "author": "acme", "slug": "acme/anvil", "status": "listed", "left": None}
    blanks = {"headline": "not matched"}
    ids = [variant_detail(variant(listing(**changed)))]
    return {**about, **none, "variants": ids, "headline": headline, "blanks": blanks}


@pytest.mark.parametrize(
    ("context", "provider", "lines"),
    [
        (1_000_000, 131_072, ["131,072 tokens at this price"]),
        (None, 131_072, ["131,072 tokens at this price"]),
        (131_072, 131_072, []),
        (64_000, 131_072, []),
        (64_000, None, []),
    ],
)
def test_a_comparison_says_a_smaller_window(
    call: Call, context: int | None, provider: int | None, lines: list[str]
) -> None:
    """The window of the provider whose price is shown stands below a larger context, and no other does."""
    file = model_file(context_length=context, top_provider={"context_length": provider})
    words = {"kinds": {}, "units": {}, "parameters": []}
    (groups,) = call("comparison.js", "comparison", [[[file], words]])
    (line,) = [line for group in groups for line in group["lines"] if line["label"] == "Context"]
    assert line["cells"][0]["lines"] == lines


def test_a_download_has_both_windows(call: Call) -> None:
    """The explorer's own CSV has the context and that of the provider, as the site's spreadsheet has."""
    entry = variant_entry(variant(listing(context_length=9, top_provider={"context_length": 5})))
    (text,) = call("lines.js", "asCsv", [[[{"model": {}, "variant": entry}], ["context"], {}]])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["context_tokens"], row["provider_context_tokens"]) == ("9", "5")


def test_a_script_writes_the_scores_of_the_cases(call: Call) -> None:
    """The comparison rounds a score and its interval as the model's page does."""
    row = {"rank": 1, "arena_name": "anvil", "confidence": "exact", "day": "2026-02-06"}
    texts = compared(call, [model_file(row | rated) for rated, _ in FIGURES["score"]])
    assert [[text["Score"], text["95 % interval"]] for text in texts] == [
        text for _, text in FIGURES["score"]
    ]


def test_a_price_by_the_hour_is_compared_with_both_ends(call: Call) -> None:
    """The comparison has the range, its windows as small print, and no ratio to it."""
    files = [model_file(pricing=by_the_hour()), model_file()]
    words = {"kinds": {"prompt": "Input"}, "units": {"token": "per 1M tokens"}, "parameters": []}
    (groups,) = call("comparison.js", "comparison", [[files, words]])
    (line,) = [line for group in groups for line in group["lines"] if line["label"] == "Input"]
    first, second = line["cells"]
    assert first["text"] == "$0.20 to $0.40 by the hour"
    assert "$0.40: 08:00 to 16:00 UTC" in first["lines"]
    assert second["than"] == ""


@pytest.mark.parametrize(("value", "marks"), [("0.000003", ["corrected"]), ("0", ["corrected"]), (None, [])])
def test_a_corrected_price_is_marked_in_the_comparison(
    call: Call, value: str | None, marks: list[str]
) -> None:
    """A person's price bears a mark, a withheld one its reason, and no other price either of them."""
    file = model_file()
    correction = {"field": "pricing.prompt", "value": value, "blanks": {"value": "withheld: odd"}}
    file["variants"][0]["corrections"] = [correction]
    words = {"kinds": {"prompt": "Input", "completion": "Output"}, "units": {"token": ""}, "parameters": []}
    (groups,) = call("comparison.js", "comparison", [[[file], words]])
    lines = {line["label"]: line["cells"][0] for group in groups for line in group["lines"]}
    assert (lines["Input"]["lines"], lines["Output"]["lines"]) == (marks, [])


def test_an_unconfirmed_price_is_marked_in_the_comparison(call: Call) -> None:
    """A price that nobody has confirmed bears a mark today; on an earlier day none of today's does."""
    file = model_file()
    file["variants"] = [variant_detail(variant(listing()), ["pricing.prompt", "context_length"])]
    words = {"kinds": {"prompt": "Input", "completion": "Output"}, "units": {"token": ""}, "parameters": []}
    (groups,) = call("comparison.js", "comparison", [[[file], words]])
    lines = {line["label"]: line["cells"][0] for group in groups for line in group["lines"]}
    assert (lines["Input"]["lines"], lines["Output"]["lines"]) == (["unconfirmed"], [])
    (past,) = call("comparison.js", "fileOn", [[{**file, "history": []}, "2026-01-01"]])
    assert past["variants"][0]["unconfirmed"] == []


def test_a_pair_of_prices_has_the_words_of_a_price(call: Call) -> None:
    """What is free at the cheapest seller is not "$0", and a price by the hour has both of its ends."""
    prices = model_file(pricing=by_the_hour(out="0"))["variants"][0]["prices"]
    cheapest = {"provider_name": "Forge", "input": prices["prompt"], "output": prices["completion"]}
    file = model_file() | {"sellers": [{"seller_count": 1, "cheapest": cheapest}]}
    assert compared(call, [file])[0]["Cheapest seller"] == "Forge: $0.20 to $0.40 by the hour in, free out"


def test_a_model_by_the_hour_is_found_by_what_it_costs_at_any_hour(call: Call) -> None:
    """A line has both ends: at most so much means at all hours, at least so much at the cheapest."""
    prices = variant_entry(variant(listing(pricing=by_the_hour())))["prices"]
    asked = [[prices[kind], end] for kind in ("prompt", "completion") for end in ("low", "high")]
    assert call("amounts.js", "perMillion", asked) == [0.2, 0.4, 1, 1]


def test_a_file_of_the_explorer_has_both_ends_of_a_price_by_the_hour(call: Call) -> None:
    """The column for an amount is empty, and the state beside it has the range."""
    entry = variant_entry(variant(listing(pricing=by_the_hour())))
    (text,) = call("lines.js", "asCsv", [[[{"model": {}, "variant": entry}], ["input"], {}]])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["input_usd_per_million_tokens"] == ""
    assert row["input_state"] == "0.2 to 0.4 by the hour"


def test_a_script_writes_the_modalities_of_the_cases(call: Call) -> None:
    """The comparison lists what goes in and what comes out as the model's page does."""
    flows = [{"input_modalities": names, "output_modalities": names} for names, _ in FIGURES["modalities"]]
    texts = compared(call, [model_file(architecture=flow) for flow in flows])
    assert [[text["Input types"], text["Output types"]] for text in texts] == [
        [text] * 2 for _, text in FIGURES["modalities"]
    ]


def test_a_difference_is_said_in_per_cent(call: Call) -> None:
    """A difference is a whole number of per cent, finer below one, and never rounded to none or to all."""
    cases = {
        ("3", "1.25"): "58\u202f%",
        ("1", "1.5"): "50\u202f%",
        ("2.5", "0.01"): "99.6\u202f%",
        ("1", "1.004"): "0.4\u202f%",
        ("1", "0.9999999"): "0.00001\u202f%",
        ("0", "1"): "",
        ("2", "2.0"): "",
    }
    assert call("amounts.js", "percentApart", list(map(list, cases))) == list(cases.values())


def offer(name: str, usd: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - as the file has them
    """Return what a seller asks for a token of input and of output, alike."""
    price = {"unit": "token", "state": "amount", "usd": usd, "usd_per_million": "9"}
    return {
        "provider_name": name, "prices": {"prompt": price, "completion": price}, "rules": [], "hours": [],
        "context_tokens": 100_000, "output_tokens": None, "discount": None,
    } | changed  # fmt: skip


def test_work_is_compared_at_the_cheapest_seller_that_takes_it(call: Call) -> None:
    """A seller whose limits are too small does not count, and the maker's price has a row of its own."""
    file = model_file() | {
        "maker_price": {"model": "a/b", **offer("", "0.000003")},
        "sellers": [{"offers": [offer("Small", "0.000001", context_tokens=500), offer("Big", "0.000002")]}],
    }
    words = {"kinds": {}, "units": {}, "parameters": []}
    total = {"input": 1_000_000, "output": 1_000_000}
    workload = {"input": 1_000, "output": 1_000, "cached": 0, "requests": 1_000, "total": total}
    work = {"per": "day", "workload": workload}
    (groups,) = call("comparison.js", "comparison", [[[file], words, work]])
    texts = {line["label"]: line["cells"][0] for line in groups[0]["lines"]}
    assert texts["Cost a day"]["text"] == "$12.50"
    assert texts["With the cheapest seller"]["text"] == "$4"
    assert texts["With the cheapest seller"]["lines"][0] == "Big"
    assert texts["At the maker’s list price"]["text"] == "$6"


def test_added_columns_have_a_reason_for_a_blank(call: Call) -> None:
    """What nobody says is the reason in words; below an input price stands that of output."""
    sellers = {"seller_count": 2, "cheapest": None, "blanks": {"cheapest": "varies by request"}}
    blanks = {"knowledge_cutoff": "not published"}
    entry = {
        "sellers": [sellers],
        "maker_price": offer("", "0.000009"),
        "release_date": "2025-03",
        "blanks": blanks,
    }
    keys = ["sellers", "cheapest", "maker", "released", "cutoff", "name"]
    found = call("lines.js", "extraOf", [[key, {"model": entry}] for key in keys])
    assert [one["text"] for one in found[:-1]] == ["2", "varies by request", "$9", "2025-03", "not published"]
    assert found[2]["small"] == "$9 out"
    assert [one["value"] for one in found[:-1]] == [2, None, 9, "2025-03", None]
    assert found[-1] is None


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        *[("200k", "200000"), ("1.5M", "1500000"), ("1,5", "1.5"), ("1,500", "1500"), ("1 500", "1500")],
        *[("1.500", "1.5"), ("1,000,000", "1000000"), ("1.000.000", "1000000"), ("12,345.6", "12345.6")],
        *[("$0.25", "0.25"), ("500 K", "500000"), ("", None), ("much", None), ("1.5.2", None), ("-1", None)],
    ],
)
def test_a_number_is_read_as_people_write_it(call: Call, typed: str, plain: str | None) -> None:
    """Groups, decimal commas and k, M and B are understood, and anything else is refused."""
    assert call("amounts.js", "numberOf", [[typed]]) == [plain]


FIRST_DAY = date(2026, 1, 1)


def odd_past(chance: random.Random) -> SiteContext:
    """Return a site of one model with two ids, which came, left, returned and had other prices."""
    rows: list[dict[str, Any]] = []
    lines: list[Change] = []
    for step in range(8):
        ids = [key for key in ("acme/anvil-2", "acme/anvil-2:free") if chance.random() < 0.8]
        rows = [row(id=key, pricing=odd_id(chance).raw["pricing"]) for key in ids]
        if chance.random() < 0.3:
            rows = [one | {"pricing": by_the_hour()} for one in rows]
        normal = [normal_row(one) for one in rows]
        on = FIRST_DAY + timedelta(days=7 * step)
        lines += changes(replayed(lines, "openrouter"), normal, on=on, source="openrouter")
    listings = [Listing.read(one) for one in rows]
    gone = [
        Gone(listing(id=key), FIRST_DAY, FIRST_DAY, FIRST_DAY + timedelta(days=49))
        for key in {change.id for change in lines} - {one.id for one in listings}
    ]
    return SiteContext(catalog(listings, gone=gone, journal=lines), SITE)


def held_on(context: SiteContext, on: date) -> list[tuple[str, ...]]:
    """Return what ``sitegen history ID --on DAY`` says: id, rule, kind, unit and both ends of a price."""
    ids = price_history.ids_of(context.catalog, context.catalog.models[0].slug)
    found = price_history.price_records(price_history.periods_of(context.catalog, ids, on))
    names = ("id", "rule", "key", "unit", "usd", "usd_high")
    return sorted([tuple([one[name] or "" for name in names]) for one in found if one["seller"] is None])


def shown_on(file: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the prices of a file of ``comparison.js`` in the same shape; of equal rules the last wins."""
    found = {}
    for one in file["variants"]:
        sheets = [("", one["prices"])]
        sheets += [(json.dumps(rule["when"], sort_keys=True), rule["prices"]) for rule in one["rules"]]
        for rule, prices in sheets:
            for kind, price in prices.items():
                span = price.get("by_hour", {})
                low = "-1" if price["state"] == "varies by request" else span.get("usd_low") or price["usd"]
                found[one["id"], rule, kind] = (price["unit"], low, span.get("usd_high") or "")
    return sorted([(*place, *price) for place, price in found.items()])


def test_the_prices_of_a_day_are_those_of_the_command(call: Call) -> None:
    """For made-up histories and any day, the page shows what ``sitegen history ID --on DAY`` says."""
    chance = random.Random(3)  # noqa: S311 - made-up records, not secrets
    asked, expected = [], []
    for _ in range(12):
        context = odd_past(chance)
        file = file_of(context.catalog.models[0], context)
        for step in range(-2, 60, 5):
            on = FIRST_DAY + timedelta(days=step)
            asked.append([file, str(on)])
            expected.append(held_on(context, on))
    answers = call("comparison.js", "fileOn", asked)
    for (_, on), answer, held in zip(asked, answers, expected, strict=True):
        assert shown_on(answer) == held, on
        assert [bool(one.get("why")) for one in answer["variants"]] == [
            one["id"] not in {line[0] for line in held} for one in answer["variants"]
        ], on
    assert sum(map(bool, expected)) > len(expected) / 2


def test_a_day_without_a_price_has_a_reason(call: Call) -> None:
    """Before it was tracked, while it was away, and where nothing was published: each says so."""
    record = row(pricing={"prompt": "0.000001"})
    lines = [
        Change(date(2026, 1, 5), "openrouter", "acme/anvil-2", "listed", new=record),
        Change(date(2026, 2, 5), "openrouter", "acme/anvil-2", "left", old=record),
        Change(date(2026, 3, 5), "openrouter", "acme/anvil-2", "returned", new=record),
        Change(date(2026, 4, 5), "openrouter", "acme/anvil-2", "pricing.prompt", "0.000001", None),
    ]
    context = SiteContext(catalog([listing(pricing={})], journal=lines), SITE)
    file = file_of(context.catalog.models[0], context)
    days = ("2026-01-04", "2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05")
    answers = call("comparison.js", "fileOn", [[file, on] for on in days])
    found = [answer["variants"][0].get("why") for answer in answers]
    assert found == [
        "not tracked yet: tracked since 5 January 2026",
        None,
        "not listed on that day",
        None,
        "no price published",
    ]
    (cited,) = call("comparison.js", "citationOn", [[file, "2026-01-05"]])
    assert cited == (
        f"Odd Models, “Acme: Anvil 2” ({context.catalog.models[0].slug}), prices as of 2026-01-05, version "
        f"{file['version']}. Data: OpenRouter, 2026-01-05 (no licence published). {file['url']}?on=2026-01-05"
    )


def test_the_day_that_is_shown_is_none_after_the_data(call: Call) -> None:
    """From the last day on, prices are called and cited as of that day; before, not today's."""
    file = {"citation": {"of_a_day": "prices as of DAY: ?on=DAY", "sources": [{"day": "2026-08-18"}]}}
    days = ["2026-08-17", "2026-08-18", "2026-08-19", "9999-12-31"]
    last = "Prices as of 18 August 2026, the last day of the data."
    assert call("comparison.js", "headOn", [[file, on] for on in days]) == [
        "Prices as of 17 August 2026, not today’s.", last, last, last,
    ]  # fmt: skip
    assert (
        call("comparison.js", "citationOn", [[file, on] for on in days[1:3]])
        == ["prices as of 2026-08-18: ?on=2026-08-18"] * 2
    )


def test_work_is_priced_at_the_prices_of_a_day(call: Call) -> None:
    """The hours of a day are found again from its rules, so that work has the cost that it had."""
    chance = random.Random(4)  # noqa: S311 - made-up records, not secrets
    asked, expected = [], []
    for _ in range(60):
        own = odd_id(chance) if chance.random() < 0.7 else listing(pricing=by_the_hour())
        if not (own.prices.prices or own.prices.rules):
            continue
        lines = [Change(DAY, "openrouter", own.id, "listed", new=own.raw)]
        context = SiteContext(catalog([own], journal=lines), SITE)
        file = file_of(context.catalog.models[0], context)
        work = odd_work(chance)
        asked.append([file, str(DAY), work])
        plain = replace(own, prices=own.prices._replace(discount=None))
        expected.append(cost_answer(monthly_cost(plain, work)))
    past = call("comparison.js", "fileOn", [given[:2] for given in asked])
    pairs = [["first", file, given[2].model_dump()] for file, given in zip(past, asked, strict=True)]
    for found, answer in zip(call("amounts.js", "askedCost", pairs), expected, strict=True):
        assert found == answer
