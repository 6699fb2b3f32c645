"""Alarms: what is more often a mistake than news, and how a person accepts it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.alarms import Accepted, AlarmKind, alarms, open_alarms, price_alarm, unused
from sitegen.catalog.journal import changes_and_histories
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.price import price
from tests.sellers import ID, Fetch, journal, listed, offer, sold

DAY = date(2026, 5, 15)


def change(field: str, old: Any, new: Any, on: date = DAY) -> Change:  # noqa: ANN401 - any JSON value
    """Return a change of one model."""
    return Change(on=on, source="openrouter", id="a/b", field=field, old=old, new=new)


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


def test_the_price_of_a_rule_alarms_under_its_condition() -> None:
    """A rule's price is compared with the one under the same threshold; a new threshold is no alarm."""
    old = [{"min_prompt_tokens": 200_000, "prompt": "0.000003"}]
    new = [{"min_prompt_tokens": 100_000, "prompt": "9"}, {"min_prompt_tokens": 200_000, "prompt": "0.003"}]
    moved = change("pricing.overrides", old, new)
    (alarm,) = alarms([moved])
    assert alarm == (AlarmKind.UNIT, moved, "prompt at min_prompt_tokens=200000")
    assert alarm.words == (
        "moved by a power of a thousand, as a wrong unit does, prompt at min_prompt_tokens=200000"
    )


def test_a_rule_that_appears_or_gains_a_price_does_not_alarm() -> None:
    """Without a price before there is nothing that moved; what is no list of maps has no prices."""
    rule = {"min_prompt_tokens": 200_000, "prompt": "0.000003"}
    for old in (None, "none", ["none"], {"min_prompt_tokens": 1}, [{"min_prompt_tokens": 200_000}]):
        assert (
            alarms([change("pricing.overrides", old, [rule]), change("pricing.overrides", [rule], old)]) == []
        )


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


def test_an_alarm_that_was_undone_is_over() -> None:
    """What counts is the value that stands; and an id that left alarms nobody."""
    moved = change("pricing.prompt", "0.000003", "0.003")
    corrected = change("pricing.prompt", "0.003", "0.0029")
    assert open_alarms([moved, corrected], []) == []
    assert open_alarms([moved, change("left", {"id": "a/b"}, None)], []) == []


def test_an_alarm_of_an_id_that_came_back_stands() -> None:
    """An id that was listed or has returned is there, and its value alarms as before."""
    moved = change("pricing.prompt", "0.000003", "0.003")
    there, left = change("listed", None, {"id": "a/b"}), change("left", {"id": "a/b"}, None)
    back = change("returned", None, {"id": "a/b"})
    assert [alarm.change for alarm in open_alarms([there, moved], [])] == [moved]
    assert [alarm.change for alarm in open_alarms([there, moved, left, back], [])] == [moved]
    assert open_alarms([there, moved, left], []) == []


def test_a_line_that_accepts_nothing_is_named() -> None:
    """An exception that has become useless is found."""
    line = Accepted(id="a/b", field="pricing.prompt", who="me", why="once")
    assert unused([line], []) == [line]
    assert unused([line], [change("pricing.prompt", "1", "0")]) == []


def test_a_line_that_accepts_a_loss_of_rows_is_no_business_of_the_journal() -> None:
    """`rows` and what starts so speak of a whole answer; the journal holds nothing that they could cover."""
    assert unused([Accepted(id="openrouter", field="rows", who="me", why="they cleaned up")], []) == []


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
        assert found(START, gone, (2, [listed(prompt=LOW)], sold(offer("mara", prompt=LOW)))) == []
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
