"""Alarms: what is more often a mistake than news, and how a person accepts it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from sitegen.catalog.alarms import Accepted, Alarm, AlarmKind
from sitegen.catalog.alarms.judged import price_alarm
from sitegen.catalog.alarms.life import Alarms, open_alarms, unused, used_up
from sitegen.catalog.journal import changes_and_histories
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.price import price
from tests.sellers import ID, Fetch, journal, listed, offer, sold

DAY = date(2026, 5, 15)


def change(field: str, old: Any, new: Any, on: date = DAY) -> Change:  # noqa: ANN401 - any JSON value
    """Return a change of one model."""
    return Change(on=on, source="openrouter", id="a/b", field=field, old=old, new=new)


def alarms(changes: list[Change]) -> list[Alarm]:
    """Return all alarms that changes raise, one after another."""
    return Alarms().follow(changes)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("0.000003", "0.003", AlarmKind.UNIT),
        ("0.003", "0.000003", AlarmKind.UNIT),
        ("3", "0.000003", AlarmKind.UNIT),
        ("0.000003", "0", AlarmKind.ZERO),
        ("0", "0.000003", AlarmKind.ZERO),
        ("-1", "0.000003", AlarmKind.VARIES),
        ("0.000003", "0.0000091", AlarmKind.JUMP),
        ("0.000009", "0.0000029", AlarmKind.JUMP),
        ("0.000003", "0.000009", None),
        ("0.000005", "0.0000075", None),
        (None, "0.000003", None),
        ("0.000003", None, None),
        ("0", "0.0", None),
        ("0.001", "1.01", AlarmKind.UNIT),
        ("0.001", "0.99", AlarmKind.UNIT),
        ("0.001", "1.0101", AlarmKind.JUMP),
        ("0.001", "0.9899", AlarmKind.JUMP),
        ("0.001", "5", AlarmKind.JUMP),
        ("0.000001", "0.99", AlarmKind.UNIT),
        ("0.000001", "1.01", AlarmKind.UNIT),
        ("NaN", "1", None),
        ("1", "Infinity", None),
        ("cheap", "1", None),
        (True, "9", None),
        (1, 1000.0, AlarmKind.UNIT),
    ],
)
def test_prices(old: Json, new: Json, kind: AlarmKind | None) -> None:
    """More than 3x, to or from zero, a power of a thousand and the way to -1 alarm; the rest does not.

    A power of a thousand is one give or take a hundredth, and what is no number is no price.
    """
    assert price_alarm(old, new) is kind


def test_a_price_that_appears_where_a_placeholder_stood_does_not_alarm() -> None:
    """Upstream used to send "0" for web searches nobody could buy; an input price of zero was a real one."""
    assert alarms([change("pricing.web_search", "0", "0.005")]) == []
    assert alarms([change("pricing.web_search", "0.005", "0")])[0].kind is AlarmKind.ZERO
    assert alarms([change("pricing.prompt", "0", "0.005")])[0].kind is AlarmKind.ZERO


def test_a_context_that_shrank_by_half_alarms() -> None:
    """Half is an alarm, a little less than half is not, and growing never is."""
    assert alarms([change("context_length", 128_000, 64_000)])[0].kind is AlarmKind.SHRINK
    assert alarms([change("context_length", 128_000, 64_001), change("context_length", 1, 9)]) == []


def test_a_slug_that_moved_alarms() -> None:
    """A canonical slug never changed for an id: when one does, pages move."""
    assert alarms([change("canonical_slug", "a/b", "a/c")])[0].kind is AlarmKind.SLUG


@pytest.mark.parametrize(
    ("field", "old", "new"), [("canonical_slug", None, "a/b"), ("name", "A", "B"), ("expiration_date", 1, 2)]
)
def test_news_does_not_alarm(field: str, old: Json, new: Json) -> None:
    """A slug that an id had not had, and a field in which no mistake is known, are news."""
    assert alarms([change(field, old, new)]) == []


RULE = {"min_prompt_tokens": 200_000, "prompt": "0.000003"}


def test_the_price_of_a_rule_alarms_under_its_condition() -> None:
    """A rule's price is compared with the one under the same threshold; a new threshold is no alarm."""
    new = [RULE | {"min_prompt_tokens": 100_000, "prompt": "0.0009"}, RULE | {"prompt": "0.003"}]
    moved = change("pricing.overrides", [RULE], new)
    (alarm,) = alarms([moved])
    assert alarm[:3] == (AlarmKind.UNIT, moved, "prompt at min_prompt_tokens=200000")
    assert alarm.words == (
        "moved by a power of a thousand, as a wrong unit does, prompt at min_prompt_tokens=200000"
    )


def test_a_rule_that_appears_or_gains_a_price_does_not_alarm() -> None:
    """Without a price before there is nothing that moved; what is no list of maps has no prices."""
    for old in (None, "none", ["none"], {"min_prompt_tokens": 1}, [{"min_prompt_tokens": 200_000}]):
        assert alarms([change("pricing.overrides", old, [RULE])]) == []


@pytest.mark.parametrize(
    ("rules", "kinds"),
    [
        (None, [AlarmKind.TIER_GONE]),
        ([], [AlarmKind.TIER_GONE]),
        ([RULE | {"min_prompt_tokens": 20_000}], [AlarmKind.TIER_MOVED]),
        ([RULE | {"min_prompt_tokens": 2_000_000}], [AlarmKind.TIER_MOVED]),
        ([RULE | {"min_prompt_tokens": 0}], [AlarmKind.TIER_MOVED]),
        ([RULE | {"min_prompt_tokens": 1_999_999}], []),
        ([RULE, RULE | {"min_prompt_tokens": 1}], []),
        ([RULE, RULE | {"min_prompt_tokens": 1, "completion": "0.0011"}], [AlarmKind.DEAR]),
        ([RULE, RULE | {"min_prompt_tokens": 1, "completion": "0.001"}], []),
    ],
)
def test_a_tier_that_is_gone_or_moved_tenfold_alarms(rules: Json, kinds: list[AlarmKind]) -> None:
    """A threshold that moves by less, or one more tier, is news, unless a token has a price that none had."""
    assert [one.kind for one in alarms([change("pricing.overrides", [RULE], rules)])] == kinds


@pytest.mark.parametrize(
    ("field", "old", "new", "kind"),
    [
        ("pricing.prompt", "0.000003", None, AlarmKind.VANISHED),
        ("pricing.completion", "0.000003", None, AlarmKind.VANISHED),
        ("pricing.input_cache_read", "0.000003", None, None),
        ("pricing.prompt", None, "0.0011", AlarmKind.DEAR),
        ("pricing.prompt", None, "0.001", None),
        ("pricing.image", None, "0.0011", None),
        ("pricing.hologram", None, "9", None),
        ("pricing.input_cache_read", "0.000001", "0.000004", None),
        ("pricing.input_cache_read", "0.000001", "0.0000041", AlarmKind.JUMP),
        ("context_length", 128_000, None, AlarmKind.VANISHED),
        ("context_length", 128_000, "128k", None),
        ("architecture.output_modalities", ["text"], "text", None),
        ("context_length", 128_000, 128_000_000, AlarmKind.GREW),
        ("context_length", 128_000, 127_999_999, None),
        ("context_length", None, 128_000_000, None),
        ("architecture.output_modalities", ["text", "image"], ["text"], AlarmKind.VANISHED),
        ("architecture.output_modalities", ["text"], None, AlarmKind.VANISHED),
        ("architecture.output_modalities", ["text"], ["image", "text"], None),
        ("architecture.input_modalities", ["text", "image"], ["text"], None),
        ("expiration_date", None, "2026-05-14", AlarmKind.PAST),
        ("expiration_date", None, "2026-05-15", None),
        ("expiration_date", "2026-05-14", None, None),
        ("expiration_date", None, "soon", None),
    ],
)
def test_what_vanishes_grows_or_cannot_be_alarms(
    field: str, old: Json, new: Json, kind: AlarmKind | None
) -> None:
    """Base prices, context and output types that go, a context a thousandfold, a price that none ever was."""
    assert [one.kind for one in alarms([change(field, old, new)])] == ([kind] if kind else [])


def test_alarms_of_rules_come_by_key_and_condition() -> None:
    """All conditions of a rule are named, and the order is that of the words, however rules are sorted."""
    old = [
        {"utc_start": start, "utc_end": 30, "prompt": "0.000003", "completion": "0.000003"}
        for start in (1600, 800, 1200)
    ]
    new = [rule | {"prompt": "0.003", "completion": "0.00003"} for rule in reversed(old)]
    assert [alarm.where for alarm in alarms([change("pricing.overrides", old, new)])] == [
        f"{key} at utc_end=30, utc_start={start}"
        for key in ("completion", "prompt")
        for start in (1200, 1600, 800)
    ]


def test_an_alarm_stands_until_accepted() -> None:
    """Today's alarming value fails until a line of accepted.toml covers that very change."""
    moved = change("pricing.prompt", "0.000003", "0.003")
    line = Accepted(id="a/b", field="pricing.prompt", old="0.000003", new="0.003", who="me", why="asked them")
    assert len(open_alarms([moved], [])) == 1
    assert open_alarms([moved], [line]) == []
    assert len(open_alarms([moved], [line.model_copy(update={"new": "0.004"})])) == 1
    assert len(open_alarms([moved], [line.model_copy(update={"until": date(2026, 5, 14)})])) == 1


def prompts(*prices: str | None) -> list[Change]:
    """Return the journal of an input price that moved from each of these to the next, a day each."""
    days = [date(2026, 5, day) for day in range(1, len(prices))]
    return [change("pricing.prompt", *ends, on=on) for ends, on in zip(pairwise(prices), days, strict=True)]


def accepting(old: str, new: str) -> Accepted:
    """Return the line that accepts one move of the input price."""
    return Accepted(id="a/b", field="pricing.prompt", old=old, new=new, who="me", why="asked them")


@pytest.mark.parametrize(
    ("values", "open_at_the_end"),
    [
        (("0.000003", "0.003", "0.000003"), None),
        (("0.000003", "0.003", "0.000006"), None),
        (("0.000003", "0.003", "0.003003"), ("0.000003", "0.003")),
        (("0.000003", "0.003", "0.003003", "0.003004"), ("0.000003", "0.003")),
        (("0.000003", "0.003", "0.003003", "0.000003"), None),
        (("0.000003", "0.003", "0.000012"), ("0.003", "0.000012")),
        (("0.000003", "0.003", "0.000012", "0.000004"), None),
        (("0.000003", None, "0.000004"), None),
        (("0.000003", None, "0.003"), (None, "0.003")),
        ((None, "0.15", "0.00000015"), None),
    ],
)
def test_an_alarm_is_open_until_the_value_is_back(
    values: tuple[str | None, ...], open_at_the_end: tuple[str | None, str | None] | None
) -> None:
    """Back is within the bounds of the value before the alarm; the way there alarms nobody.

    What is to be accepted is the last change that was alarming, or that made another alarm of it.
    """
    found = [(one.change.old, one.change.new) for one in open_alarms(prompts(*values), [])]
    assert found == ([open_at_the_end] if open_at_the_end else [])


def test_an_open_alarm_says_what_stood_before_it() -> None:
    """The value before the alarm, the one that stands now, and the day since which it is open."""
    (alarm,) = open_alarms(prompts("0.000003", "0.003", "0.003003"), [])
    assert alarm.stands is not None
    assert (alarm.stands.old, alarm.stands.new, alarm.stands.on) == ("0.000003", "0.003003", date(2026, 5, 1))


def test_what_was_accepted_is_the_value_before_all_that_follows() -> None:
    """A small step from it is none, and the way back from it is one: the new value was called right."""
    line = accepting("0.000003", "0.003")
    assert open_alarms(prompts("0.000003", "0.003", "0.003003"), [line]) == []
    assert len(open_alarms(prompts("0.000003", "0.003", "0.000003"), [line])) == 1
    back = accepting("0.003", "0.000003")
    assert open_alarms(prompts("0.000003", "0.003", "0.000003"), [line, back]) == []


def test_a_line_is_used_up_when_no_alarm_needs_it() -> None:
    """Not while the way back from what it accepted is open, and not after a small step."""
    line, back = accepting("0.000003", "0.003"), accepting("0.003", "0.000003")
    assert used_up([line], prompts("0.000003", "0.003", "0.003003")) == []
    there_and_back = prompts("0.000003", "0.003", "0.000003")
    assert used_up([line], there_and_back) == []
    assert used_up([line, back], there_and_back) == [line, back]
    assert unused([line, back], there_and_back) == []


def record(price: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    """Return the record of the model."""
    return {
        "id": "a/b",
        "canonical_slug": "a/b",
        "context_length": 128_000,
        "pricing": {"prompt": price},
    } | changed


def test_a_model_that_returns_is_compared_with_what_it_was() -> None:
    """Its values are as alarming as if it had never been away; the price that it had alarms nobody."""
    left = change("left", record("0.000003"), None)
    found = open_alarms([left, change("returned", None, record("0.003", context_length=8_000))], [])
    assert [(one.kind, one.change.old, one.change.new, one.told_in[3]) for one in found] == [
        (AlarmKind.SHRINK, 128_000, 8_000, "returned"),
        (AlarmKind.UNIT, "0.000003", "0.003", "returned"),
    ]
    assert open_alarms([left, change("returned", None, record("0.000003"))], []) == []


def test_an_alarm_outlives_an_absence() -> None:
    """A model that is away alarms nobody; it returns with its alarm, unless the value is back."""
    there, moved = change("listed", None, record("0.000003")), change("pricing.prompt", "0.000003", "0.003")
    left = change("left", record("0.003"), None)
    assert open_alarms([there, moved, left], []) == []
    back = change("returned", None, record("0.003"))
    assert [one.change for one in open_alarms([there, moved, left, back], [])] == [moved]
    assert open_alarms([there, moved, left, change("returned", None, record("0.000003"))], []) == []


def test_an_alias_follows_its_target_and_alarms_nobody() -> None:
    """Its price is that of the model to which it points, which alarms by itself."""
    found = [Change(DAY, "openrouter", key, "pricing.prompt", LOW, "0.001") for key in ("~a/latest", "a/b")]
    assert [alarm.change.id for alarm in alarms(found)] == ["a/b"]


def test_a_new_model_alarms_by_what_no_model_ever_had() -> None:
    """A first price above $1,000 for 1M tokens, or an end that is past, and both can be accepted."""
    earlier = Change(DAY - timedelta(1), "openrouter", "b/b", "listed", None, record("0.000003"))
    new = change("listed", None, record("0.15", expiration_date="2026-01-01"))
    assert [one.kind for one in alarms([earlier, new])] == [AlarmKind.PAST, AlarmKind.DEAR]
    # Of the first fetch of all, the end is how things stood.
    assert [one.kind for one in alarms([new])] == [AlarmKind.DEAR]
    lines = [
        Accepted(id="a/b", field="pricing.prompt", old={}, new="0.15", who="me", why="so"),
        Accepted(id="a/b", field="expiration_date", who="me", why="so"),
    ]
    assert open_alarms([earlier, new], lines) == []
    assert alarms([change("listed", None, record("0.001", expiration_date="2026-06-01"))]) == []


def test_a_line_that_accepts_nothing_is_named() -> None:
    """An exception that has become useless is found."""
    line = Accepted(id="a/b", field="pricing.prompt", who="me", why="once")
    assert unused([line], []) == [line]
    assert unused([line], [change("pricing.prompt", "1", "0")]) == []


def test_a_line_that_accepts_a_loss_of_rows_is_no_business_of_the_journal() -> None:
    """Under the name of a feed it speaks of a whole answer; the journal holds nothing that it could cover."""
    line = Accepted(id="openrouter/models", field="rows", who="me", why="they cleaned up")
    assert unused([line], [], ["openrouter/models"]) == []
    assert unused([line], []) == [line]


def test_a_star_accepts_any() -> None:
    """A whole era can be accepted with its last day."""
    era = Accepted(id="*", field="*", who="me", why="archive", until=date(2026, 1, 1))
    old = change("pricing.prompt", "1", "0", date(2026, 1, 1))
    assert open_alarms([old], [era]) == []
    assert len(open_alarms([change("pricing.prompt", "1", "0")], [era])) == 1


def test_amounts_of_two_units_have_no_ratio() -> None:
    """A picture's price that becomes a token's is alarming for that, and not for how many times it moved."""
    moved = change("pricing.image", "0.0000258", "0.0000001")
    prices = [price("image", amount, Decimal("0.0000001")) for amount in (moved.old, moved.new)]
    (alarm,) = alarms([moved.about(moved.old, moved.new, (prices[0], prices[1]))])
    assert alarm.kind is AlarmKind.OTHER_UNIT
    gone = moved.about(moved.old, "0", (prices[0], price("image_output", "0", Decimal(1))))
    assert alarms([gone])[0].kind is AlarmKind.ZERO


LOW, HIGH = "0.000001", "0.000009"
START: Fetch = (0, [listed(prompt=LOW)], sold(offer("forge", prompt=LOW), offer("mara", prompt=HIGH)))


def found(*fetches: Fetch) -> list[tuple[AlarmKind, str, str]]:
    """Return the open alarms of a journal: kind, id and seller."""
    told, _ = changes_and_histories(journal(*fetches))
    return [(one.kind, one.change.id, one.change.seller.seller) for one in open_alarms(told, [])]


def test_a_seller_s_price_alarms_once_and_under_its_own_id() -> None:
    """The catalogue's line says the same and is silent; a line of accepted.toml names the seller's id."""
    moved: Fetch = (1, [listed(prompt=HIGH)], sold(offer("forge", prompt=HIGH), offer("mara", prompt=HIGH)))
    assert found(START, moved) == [(AlarmKind.JUMP, f"{ID}@forge", "Forge")]
    line = Accepted(id=f"{ID}@forge", field="pricing.prompt", old=LOW, new=HIGH, who="me", why="seen")
    lines = journal(START, moved)
    assert open_alarms(changes_and_histories(lines)[0], [line]) == []
    assert unused([line], lines) == []


def test_another_seller_put_first_alarms_nobody() -> None:
    """Nine times the price, and no price moved."""
    moved = sold(offer("forge", prompt=LOW), offer("mara", prompt=HIGH), first="mara")
    assert found(START, (1, [listed(prompt=HIGH)], moved)) == []


def test_a_seller_s_limits_and_discount_are_no_alarm() -> None:
    """The catalogue's own context is what a model takes; a discount shows in the prices."""
    forge = offer("forge", prompt=LOW, discount="0") | {"context_length": 128_000}
    less = offer("forge", prompt=LOW, discount="0.5") | {"context_length": 8_000}
    assert found((0, [listed(prompt=LOW)], sold(forge)), (1, [listed(prompt=LOW)], sold(less))) == []


def test_the_last_seller_that_left_alarms_until_there_is_one_again() -> None:
    """An id of the catalogue that nobody sells is odd, whether the source still has its record or not."""
    for nobody in (sold(), []):
        gone: Fetch = (1, [listed(prompt=LOW)], nobody)
        assert found(START, gone) == [(AlarmKind.NO_SELLER, ID, "Forge")]
        assert found(START, gone, (2, [listed(prompt=LOW)], sold(offer("mara", prompt=HIGH)))) == []
    assert found(START, (1, [], [])) == []


def test_alarms_of_a_seller_end_with_its_model() -> None:
    """Once the model left, with all who sold it, nobody need look."""
    dear = sold(offer("forge", prompt=HIGH), offer("mara", prompt=HIGH))
    assert found(START, (1, [listed(prompt=HIGH)], dear), (2, [], [])) == []


def test_a_maker_s_list_price_alarms() -> None:
    """A price of models.dev follows the same rules."""
    moved = Change(DAY, "modelsdev", "modelsdev/acme/x", "pricing.prompt", LOW, HIGH)
    known = changes_and_histories([moved], makers={"modelsdev/acme/x": ID})[0]
    assert [one.kind for one in open_alarms(known, [])] == [AlarmKind.JUMP]
    assert open_alarms(changes_and_histories([moved])[0], []) == [], "it is no model of the catalogue"
