"""The table of sellers: which columns it has, what is said once, and how a page and its Markdown draw it."""

from __future__ import annotations

from typing import Any

from sitegen.facts.model import ModelFacts, model_facts
from sitegen.facts.sellers.maker import maker_detail
from sitegen.facts.sellers.table import SellerTable
from sitegen.pages.model import pages_of_facts
from sitegen.records import Json
from sitegen.records.endpoint import offer_key
from sitegen.records.snapshot import SetAside
from tests.pages.odd_world import drawn
from tests.pages.shown import part, rows, text
from tests.sellers_world import DAY, PLAIN, endpoint, known, makers, sold
from tests.worlds import listing


def facts(*endpoints: Any, **others: Any) -> ModelFacts:  # noqa: ANN401 - whatever upstream may send
    """Return the facts of the plain id with these sellers."""
    context = known(sold(*endpoints), **others)
    return model_facts(context.catalog.models[0], context)


def table(*endpoints: Any, **others: Any) -> SellerTable:  # noqa: ANN401
    """Return the only table of sellers."""
    (found,) = facts(*endpoints, **others).sellers.tables
    return found


def page(*endpoints: Any, **others: Any) -> str:  # noqa: ANN401
    """Return the section on prices as the page draws it."""
    context = known(sold(*endpoints), **others)
    made = next(iter(pages_of_facts(model_facts(context.catalog.models[0], context), context)))
    return part(drawn(made, context.catalog), "prices")


def test_what_is_the_same_for_all_is_said_once() -> None:
    """A kind of price, a rule and a limit that all sellers share have no column; what differs has one."""
    shared = {"pricing": {"web_search": "0.01", "overrides": [{"min_prompt_tokens": 9, "prompt": "0.1"}]}}
    found = table(endpoint("A", **shared), endpoint("B", max_completion_tokens=9, **shared))
    assert (found.prices, found.limits, found.further, found.lacks) == (
        ("Input", "Output"),
        ("Max output",),
        False,
        False,
    )
    assert found.same == (
        "web search $0.01 per search",
        "prompts of more than 9 tokens: input $100,000",
        "context 128,000 tokens",
    )


def test_an_offer_bears_its_tag_as_it_came() -> None:
    """What stands there can be put into a request; that it is the second under its tag is said beside it."""
    tag = "acme@eu#1"
    keys = [offer_key(tag, number) for number in (1, 2)]
    two = [endpoint("Acme", tag=tag, key=keys[0]), endpoint("Acme", "0.000003", tag=tag, key=keys[1])]
    found = facts(*two)
    (sellers,) = found.sellers.tables
    assert [(row.tag, row.notes) for row in sellers.rows] == [(tag, ()), (tag, ("second offer",))]
    assert f"(Acme, {tag}) to $3, $2 (Acme, {tag}, second offer)" in found.sellers.summary
    shown = page(*two)
    assert shown.count(f'<code class="also">{tag}</code>') == 2
    assert "%40" not in shown
    assert "#2" not in shown
    # Of a seller whose other offer left, there is no second.
    assert table(two[1]).rows[0].notes == ()


def test_a_list_price_beside_a_variant_that_is_sold_apart_says_whose_it_is() -> None:
    """A model that is there only as ``:batch`` costs what it costs; its maker's list price is another's."""
    for suffix, said in (("", False), (":batch", True), (":free", True)):
        context = known(None, listing(id=PLAIN + suffix), makers=makers())
        found = model_facts(context.catalog.models[0], context).sellers.evidence
        assert "forge/anvil-2 at models.dev" in found
        assert found.endswith(f"plain model: {PLAIN}{suffix} is sold at prices of its own.") is said


def test_noise_in_a_price_is_rounded_wherever_it_stands() -> None:
    """A price with upstream's rounding noise bears a sign, in a row, in a rule and in what all share."""
    noise = "0.00000008333333333333334"
    own = {"input_cache_write": noise, "overrides": [{"min_prompt_tokens": 9, "prompt": noise}]}
    for found in (table(endpoint("A", pricing=own)), table(endpoint("A", pricing=own), endpoint("B"))):
        said = [*found.same, *(found.rows[0].further or ())]
        shown = "≈\u202f$0.0833333"
        assert {f"cache write {shown}", f"prompts of more than 9 tokens: input {shown}"} <= set(said)
        assert any(note.startswith("≈: rounded") for note in found.notes)


def test_every_kind_of_price_stands_in_the_table() -> None:
    """Cache reads have a column; other kinds, rules and the longest prompt stand in the row."""
    own = {"input_cache_read": "0.0000001", "audio": "0.00001"}
    found = table(endpoint("A", pricing=own, max_prompt_tokens=7_000), endpoint("B"))
    assert found.prices == ("Input", "Output", "Cache read")
    assert [row.further for row in found.rows] == [("audio input $10", "input up to 7,000 tokens"), ()]
    assert [row.prices[2].text for row in found.rows] == ["$0.10", "not published"]


def test_the_first_the_maker_and_a_discount_are_marked() -> None:
    """A discount is shown as it was sent, with what is not known about it."""
    found = table(endpoint("Forge"), endpoint("Acme", pricing={"discount": 0.35}))
    assert [(row.name, row.marks, row.notes) for row in found.rows] == [
        ("Acme", ("maker",), ("discount 35 %",)),
        ("Forge", ("shown first",), ()),
    ]
    assert any("not documented" in note for note in found.notes)


def test_a_record_that_stays_and_the_sellers_of_another_id_are_told() -> None:
    """The notes name the day of a record that stayed, and the id that upstream answered with."""
    aside = (SetAside(row=f"{PLAIN}@forge", reason="price prompt is 'x', no number", since=DAY),)
    context = known(sold(endpoint("Forge"), answered="acme/anvil-3"), aside=aside)
    (found,) = model_facts(context.catalog.models[0], context).sellers.tables
    assert found.notes == (
        "OpenRouter answered with the sellers of acme/anvil-3, so these are the sellers of that id.",
        "Forge (forge) is as of 2026-03-01: the last record was set aside, price prompt is 'x', no number.",
    )


def test_the_makers_list_price_is_the_last_row() -> None:
    """It has the same columns, its source, and the evidence of the join below the table."""
    shown = page(endpoint("Forge"), makers=makers())
    assert rows(shown)[-1] == "Acme’s list price by models.dev beta forge/anvil-2 $2 $8 $0.50 200,000"
    assert "The maker’s list price is that of forge/anvil-2 at models.dev. Match: " in text(shown)


def test_where_the_maker_differs_its_row_says_so() -> None:
    """What the maker asks otherwise has a column or stands in its row and in that of each seller."""
    tier: Json = {"input": 3, "tier": {"size": 32_000}}
    cost: Json = {"input": 2, "output": 8, "cache_read": "0.5", "cache_write": 4, "tiers": [tier]}
    own = {"input_cache_read": "0.0000001", "input_cache_write": "0.000003"}
    limits = {"context_length": 200_000, "max_completion_tokens": 9}
    offers = [endpoint(name, pricing=own, **limits) for name in ("Forge", "Mill")]
    found = table(*offers, makers=makers(cost, limit={"context": 200_000, "output": 10}))
    assert (found.prices, found.limits) == (("Input", "Output", "Cache read"), ("Max output",))
    assert found.maker
    assert [cell.text for cell in (*found.maker.prices, *found.maker.limits)] == ["$2", "$8", "$0.50", "10"]
    assert found.maker.further == ("cache write $4", "prompts of more than 32,000 tokens: input $3")
    assert [row.further for row in found.rows] == [("cache write $3",)] * 2
    assert (found.common, found.same) == ("The same for all sellers", ("context 200,000 tokens (maker too)",))
    ruled = own | {"overrides": [{"min_prompt_tokens": 9_000, "prompt": "0.000005"}]}
    (row,) = table(endpoint("Forge", pricing=ruled), makers=makers(cost)).rows
    assert row.further == ("cache write $3", "prompts of more than 9,000 tokens: input $5")
    assert table(offers[0], makers=makers(cost)).common == "Also at Forge"


def test_keys_of_the_makers_prices_that_are_not_understood_are_kept() -> None:
    """The JSON of a model has what models.dev says of a price beside the kinds that are known."""
    maker = facts(endpoint("Forge"), makers=makers({"input": 2, "output": 8, "request": 5})).sellers.maker
    detail = maker_detail(maker)
    assert detail
    assert detail["unread_prices"] == {"request": 5}


def test_the_page_draws_a_row_a_seller() -> None:
    """The rows stand in their order, and many missing parameters are folded behind their number."""
    all_of_them = ["a", "b", "c", "d", "tools"]
    shown = page(
        endpoint("Forge", supported_parameters=["tools"]),
        endpoint("Able", supported_parameters=all_of_them, quantization="fp8"),
    )
    assert rows(shown)[-2:] == [
        "Able fp8 able $1 $2 nothing",
        "Forge shown first forge $1 $2 4 parameters a b c d",
    ]
    assert "<details><summary>4 parameters</summary>" in shown
    assert '<th scope="col">Seller</th>' in shown


def test_without_the_source_the_seller_is_not_known_and_there_is_no_table() -> None:
    """The page says so once, where the price stands, and so does the Markdown."""
    context = known(None, listing(), listing(id=f"{PLAIN}:free"))
    html, _, markdown = pages_of_facts(model_facts(context.catalog.models[0], context), context)
    for made in (html, markdown):
        shown = drawn(made, context.catalog)
        assert shown.count("The seller is not known") == 1
        assert "Sellers of" not in shown
        assert "Who sells it" not in shown


def test_the_page_leads_to_its_sellers_and_to_disagreements() -> None:
    """The part stands where there is one, and below its table the way to disagreements."""
    for endpoints, has in ((sold(endpoint("Forge")), True), (None, False)):
        context = known(endpoints)
        made = next(iter(pages_of_facts(model_facts(context.catalog.models[0], context), context)))
        shown = drawn(made, context.catalog)
        assert ('id="sellers"' in shown, "Where sources and sellers disagree" in shown) == (has, has)


def test_names_of_sellers_stay_text() -> None:
    """A seller's name from outside opens no element and no cell of a table of Markdown."""
    context = known(sold(endpoint("<script>x</script>|a", tag="</th>|b")))
    html, _, markdown = pages_of_facts(model_facts(context.catalog.models[0], context), context)
    assert "<script>x" not in drawn(html, context.catalog)
    lines = drawn(markdown, context.catalog).splitlines()
    line = next(one for one in lines if "script" in one and one[0] == "|")
    assert "\\<script\\>x\\</script\\>\\|a" in line
    assert line.replace("\\|", "").count("|") == 5
