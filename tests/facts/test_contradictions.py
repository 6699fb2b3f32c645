"""Contradictions: each rule on the records that it must find, and on those that it must leave alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.doubts.contradictions import RULES, contradiction_counts, contradictions
from sitegen.forms.addresses import model_path
from sitegen.records.snapshot import Receipt, SetAside
from tests.pages.odd_world import SITE, site_files
from tests.worlds import listing

TODAY = date(2026, 6, 1)


def found(**changed: Any) -> list[str]:  # noqa: ANN401 - whatever upstream may send
    """Return what does not fit together in the plain record with some changes."""
    return [one.sentence for one in contradictions([listing(**changed)], TODAY)]


def texts(files: dict[str, bytes], slug: str) -> list[str]:
    """Return the page of a model and its two twins."""
    return [files[f"{model_path(slug)}index.{ending}"].decode() for ending in ("html", "json", "md")]


def described(text: str, context: int = 128_000) -> list[str]:
    """Return what does not fit between a description and a context."""
    return found(description=text, context_length=context, top_provider={"context_length": context})


def test_a_plain_record_agrees_with_itself() -> None:
    """Nothing is said of a usual record, of none, and of one that holds nothing."""
    assert found() == []
    assert contradictions([], TODAY) == ()
    assert found(context_length=None, top_provider={}, architecture={}, description=None, created=None) == []


@pytest.mark.parametrize(
    ("text", "context", "words"),
    [
        ("A 1M-token context window.", 262_144, "1M"),
        ("Context length of up to 32,768 tokens.", 128_000, "32,768"),
        ("It has a 1 million token context window.", 128_000, "1 million"),
        ("Takes 262,144 tokens of context.", 128_000, "262,144"),
        ("A 131K context model.", 1_000_000, "131K"),
        ("With 256 k-token context windows, since 2024.", 131_072, "256 k"),
    ],
)
def test_a_context_in_the_description_that_is_another(text: str, context: int, words: str) -> None:
    """The description's size is said as it is written there, beside that of the record."""
    said = f"The description speaks of {words} tokens of context, the record says {context:,}."
    assert described(text, context) == [said]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("A 1M-token context window.", 1_048_576),
        ("A 128K context.", 131_072),
        ("A 131K context.", 128_000),
        ("A native 32K context, up to 131K tokens with YaRN.", 40_960),
        ("A native 32K context, up to 131K tokens with YaRN.", 131_072),
        ("It needs at least 8K context to start.", 128_000),
        ("It requires a 8K context.", 128_000),
        ("Better than 4K context. For 4k context length, try another.", 128_000),
        ("It was trained on 8K context.", 128_000),
        ("It fits 3 context windows and 120 tokens of context.", 128_000),
        ("It keeps context over 405B parameters.", 128_000),
    ],
)
def test_a_context_in_the_description_that_fits(text: str, context: int) -> None:
    """A rounded size, one between several, one that is needed and one that is too small are no fault."""
    assert described(text, context) == []


@pytest.mark.parametrize("unit", ["m\u0131llion", "m\u0130llion", "\u212a"])
def test_letters_that_are_a_unit_in_another_case_alone_are_none(unit: str) -> None:
    """A Turkish word stopped the build: without regard to case, its dotless i is one of a million."""
    assert described(f"1 {unit} tokens of context. A 2 {unit} context.") == []


@pytest.mark.parametrize("size", ["1" * 5_000, "1" + ",111" * 1_000, "1." + "1" * 1_000 + "M"])
def test_a_number_of_a_thousand_digits_is_no_context(size: str) -> None:
    """The sentence about it would have all of them."""
    assert described(f"A context window of {size} tokens, a {size} context.") == []


def test_the_description_may_speak_of_the_first_provider() -> None:
    """Where context and provider differ, the description may mean either."""
    text, top = "A 64K context.", {"context_length": 65_536}
    assert found(description=text, context_length=128_000, top_provider=top) == []


def test_a_price_for_a_type_that_does_not_go_in_or_come_out() -> None:
    """An amount for sound needs sound; a price of zero, or an id without types, says nothing."""
    types = {"input_modalities": ["text"], "output_modalities": ["text"]}
    prices = {"prompt": "0.1", "audio": "0.2", "image_output": "0.3"}
    assert found(architecture=types, pricing=prices) == [
        "There is a price for “Image output”, and the id does not give image.",
        "There is a price for “Audio input”, and the id does not take audio.",
    ]
    taken = {"input_modalities": ["text", "audio"], "output_modalities": ["image"]}
    assert found(architecture=taken, pricing=prices) == []
    assert found(architecture={}, pricing=prices) == []
    assert found(architecture=types, pricing={"prompt": "0.1", "audio": "0", "image": "0"}) == []


def test_an_answer_longer_than_the_context() -> None:
    """One token more is too much; as many as the context, or an unknown one, is not."""
    assert found(context_length=1_000, top_provider={"max_completion_tokens": 1_001}) == [
        "Max output is 1,001 tokens, and the context holds 1,000."
    ]
    assert found(context_length=1_000, top_provider={"max_completion_tokens": 1_000}) == []
    assert found(context_length=None, top_provider={"max_completion_tokens": 1_000}) == []


def test_a_batch_that_is_dearer_than_the_plain_id() -> None:
    """Each dearer price is said; an equal or a cheaper one, and another variant, are no fault."""
    plain = listing(pricing={"prompt": "0.000001", "completion": "0.000004"})
    dear = {"prompt": "0.000002", "completion": "0.000004", "web_search": "1"}
    batch, extended = (listing(id=f"acme/anvil-2:{name}", pricing=dear) for name in ("batch", "extended"))
    said = [(one.id, one.sentence) for one in contradictions([plain, batch, extended], TODAY)]
    assert said == [("acme/anvil-2:batch", "Input costs $2 in a batch and $1 without one.")]
    assert contradictions([batch], TODAY) == ()
    free = listing(id="acme/anvil-2:free", pricing={"prompt": "0"})
    assert contradictions([free, batch], TODAY) == ()


@pytest.mark.parametrize(("threshold", "number"), [(63_999, 0), (64_000, 1), (200_000, 1)])
def test_a_tier_above_the_window_of_the_provider(threshold: int, number: int) -> None:
    """No prompt can be longer than what the seller takes; a tier just below that can apply."""
    rule = {"min_prompt_tokens": threshold, "prompt": "0.2"}
    said = found(pricing={"prompt": "0.1", "overrides": [rule]}, top_provider={"context_length": 64_000})
    assert (
        said
        == [f"There are prices for prompts of more than {threshold:,} tokens, and the seller takes 64,000."]
        * number
    )


@pytest.mark.parametrize(
    ("cutoff", "number"),
    [("2026-01-03", 1), ("2026-02", 1), ("2026-01-02", 0), ("2026-01", 0), ("2026", 0), ("early 2027", 0)],
)
def test_a_cutoff_after_the_listing(cutoff: str, number: int) -> None:
    """A day or a month is compared as far as it is written, and no other text is."""
    said = [f"Its knowledge cutoff is {cutoff}, after it was listed on 2026-01-02."]
    assert found(knowledge_cutoff=cutoff) == said * number


@pytest.mark.parametrize(("expires", "number"), [("2026-05-31", 1), ("2026-06-01", 0), ("2098-12-31", 0)])
def test_a_day_of_expiry_that_is_past(expires: str, number: int) -> None:
    """On its last day an id is still to be had, and on the day after it should be gone."""
    said = [f"Its day of expiry, {expires}, is past, and the source still lists it."]
    assert found(expiration_date=expires) == said * number
    assert contradictions([listing(expiration_date=expires)], None) == ()


def test_records_are_counted_by_rule() -> None:
    """Every rule has its number, and a record that breaks it twice counts once."""
    prices = {"prompt": "0.1", "audio": "0.2", "audio_output": "0.3"}
    made = catalog(
        [listing(pricing=prices, expiration_date="2020-01-01"), listing(id="acme/x", canonical_slug="x")]
    )
    counts = contradiction_counts(made.models, TODAY)
    assert list(counts) == [rule.what for rule in RULES]
    assert {what: number for what, number in counts.items() if number} == {
        "a price for a type that does not go in or come out": 1,
        "a day of expiry that is past": 1,
    }


def test_doubts_stand_on_the_page_and_in_both_twins() -> None:
    """What does not fit together and what is set aside is said in one wording; where all is well, nothing."""
    odd = listing(
        context_length=1_000, top_provider={"max_completion_tokens": 1_001}, expiration_date="<b>", links=[]
    )
    receipt = Receipt(
        address="x",
        changed=TODAY,
        sha256="0" * 64,
        rows=2,
        set_aside=(
            SetAside(row="acme/well", reason="no price", since=date(2026, 1, 5)),
            SetAside(row=odd.id, reason="?", field="links"),
        ),
    )
    well = listing(id="acme/well", canonical_slug="acme/well")
    other = listing(id="acme/other", canonical_slug="acme/other")
    made = catalog([odd, well, other], receipts={"openrouter/models": receipt})
    files = site_files(SiteContext(made, SITE))
    long = "Max output is 1,001 tokens, and the context holds 1,000."
    page, twin, markdown = texts(files, odd.slug)
    assert json.loads(twin)["contradictions"] == [{"id": odd.id, "sentence": long}]
    status = json.loads(files["api/v1/status.json"])
    assert status["sources"][0]["set_aside"] == [
        {"row": "acme/well", "field": "", "reason": "no price", "since": "2026-01-05"},
        {"row": odd.id, "field": "expiration_date", "reason": 'expiration_date is "<b>", no day'},
        {"row": odd.id, "field": "links", "reason": "links is [], no map"},
    ]
    assert json.loads(twin)["set_aside"] == [
        {"id": odd.id, "sentence": 'expiration_date is "<b>", no day.'},
        {"id": odd.id, "sentence": "links is [], no map."},
    ]
    assert page.count(long) == 2  # once beside the figure, once in the list
    assert "expiration_date is &#34;&lt;b&gt;&#34;, no day." in page
    assert "<b>" not in page.replace("&lt;b&gt;", "")
    assert f"- `{odd.id}`: {long}" in markdown
    assert 'set aside: expiration\\_date is "\\<b\\>", no day.' in markdown
    page, _, markdown = texts(files, "acme/well")
    assert 'no price; the record of <time datetime="2026-01-05">2026-01-05</time> stays.' in page
    assert "no price; the record of 2026-01-05 stays." in markdown
    assert "Data: OpenRouter, 2026-01-05" in markdown
    assert str(TODAY) not in page.partition("<main")[2].partition("</main>")[0]
    for text in texts(files, "acme/other")[::2]:
        assert "set aside" not in text
        assert "fit together" not in text
