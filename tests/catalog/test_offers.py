"""Whose a change is: a seller's own, another one put first, or it cannot be told."""

from __future__ import annotations

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.journal import changes_and_histories
from sitegen.catalog.model import FirstReading
from sitegen.catalog.offers import Why, first_readings, told
from sitegen.catalog.sellers import Sellers
from sitegen.facts.changes.words import change_text
from sitegen.facts.prices import PriceTexts
from sitegen.records.change import Change, Move
from sitegen.records.listing import Listing
from tests.sellers import DAYS, ID, Fetch, journal, line, listed, offer, sold, told_apart
from tests.worlds import Row, by_the_hour

LOW, MID, HIGH = "0.000001", "0.000002", "0.000009"


def prices(*fetches: Fetch, key: str = ID) -> list[Change]:
    """Return the catalogue's own changes of prices of an id, each with whose it is."""
    past = changes_and_histories(journal(*fetches))[1][key]
    return [change for change in past.changes if change.field.startswith("pricing")]


def only(*fetches: Fetch, key: str = ID) -> tuple[Move | None, str, str]:
    """Return what moved, who is said to be first, and why it cannot be told, of the one change there is."""
    (change,) = prices(*fetches, key=key)
    return change.seller.move, change.seller.label, change.seller.why


def news(*fetches: Fetch) -> list[tuple[str, str]]:
    """Return the id and the field of all that is news on the days after the first, in order."""
    found = told_apart(changes_and_histories(journal(*fetches))[0])
    return [(change.id, change.field) for change in found if change.on > DAYS[0]]


FORGE, MARA = offer("forge", prompt=LOW), offer("mara", prompt=HIGH)
START: Fetch = (0, [listed(prompt=LOW)], sold(FORGE, MARA))


def test_a_seller_who_asks_another_price_is_named_once() -> None:
    """The catalogue shows the price of the seller that is first: both say the same, and one line tells it."""
    moved: Fetch = (1, [listed(prompt=MID)], sold(offer("forge", prompt=MID), MARA))
    assert only(START, moved) == (Move.OWN, "Forge", "")
    assert news(START, moved) == [(f"{ID}@forge", "pricing.prompt")]


def test_another_seller_put_first_is_no_change_of_price() -> None:
    """Mara asked that price all along, and the line on who is first says it no second time."""
    moved: Fetch = (1, [listed(prompt=HIGH)], sold(FORGE, MARA, first="mara"))
    assert only(START, moved) == (Move.FIRST, "Mara", "")
    assert news(START, moved) == [(ID, "pricing.prompt")]


@pytest.mark.parametrize("later", [None, sold(offer("forge", prompt=MID), offer("mara", prompt=MID))])
def test_a_price_that_the_catalogue_shows_a_day_later_is_no_second_change(later: list[Row] | None) -> None:
    """The seller's own line told it the day before, whether sellers were read again or not."""
    seen: Fetch = (1, [listed(prompt=LOW)], sold(offer("forge", prompt=MID), MARA))
    shown: Fetch = (2, [listed(prompt=MID)], later)
    assert only(START, seen, shown) == (Move.OWN, "Forge", "")
    assert (ID, "pricing.prompt") not in news(START, seen, shown)
    assert (f"{ID}@forge", "pricing.prompt") in news(START, seen, shown)


def test_a_price_that_the_catalogue_shows_a_day_before_is_the_seller_s_once_it_is_known() -> None:
    """The line of the first day stays and has the seller's name; the seller's line is no second change."""
    shown: Fetch = (1, [listed(prompt=MID)], None)
    seen: Fetch = (2, [listed(prompt=MID)], sold(offer("forge", prompt=MID), MARA))
    assert only(START, shown) == (Move.UNKNOWN, "", Why.NO_CHANGE)
    assert only(START, shown, seen) == (Move.OWN, "Forge", "")
    assert news(START, shown, seen) == [(ID, "pricing.prompt")]


def test_a_move_of_a_seller_is_taken_for_one_of_the_catalogue_s_alone() -> None:
    """Shown a day later it is the same; the same step a second time, of which no seller tells, is not."""
    seen: Fetch = (1, [listed(prompt=LOW)], sold(offer("forge", prompt=MID), MARA))
    days: list[Fetch] = [(day, [listed(prompt=MID if day % 2 == 0 else LOW)], None) for day in (2, 3, 4)]
    found = [change.seller.move for change in prices(START, seen, *days)]
    assert found == [Move.OWN, Move.UNKNOWN, Move.UNKNOWN]


def test_another_step_of_the_first_seller_is_a_change_of_its_own() -> None:
    """The catalogue showed 2 and the seller asks 9 when it is read: both are told."""
    shown: Fetch = (1, [listed(prompt=MID)], None)
    seen: Fetch = (2, [listed(prompt=MID)], sold(offer("forge", prompt=HIGH), MARA))
    assert news(START, shown, seen) == [(ID, "pricing.prompt"), (f"{ID}@forge", "pricing.prompt")]


def test_a_price_that_the_first_seller_had_already_is_no_change_when_it_is_shown() -> None:
    """It went there by another step than the catalogue, which passed over what it asked in between."""
    seen: Fetch = (1, [listed(prompt=LOW)], sold(offer("forge", prompt=HIGH), MARA))
    forge = offer("forge", prompt=MID)
    again: Fetch = (2, [listed(prompt=LOW)], sold(forge, MARA))
    shown: Fetch = (3, [listed(prompt=MID)], sold(forge, offer("mara", prompt=MID)))
    assert only(START, seen, again, shown) == (Move.FIRST, "Forge", Why.AS_BEFORE)
    (change,) = prices(START, seen, again, shown)
    assert change_text(change, PriceTexts()) == "first as before: Forge, input $2"


def test_a_new_seller_put_first_changes_no_price() -> None:
    """Nobody knows of another price that a new seller had, so it moved none; that it came is news."""
    moved: Fetch = (1, [listed(prompt=MID)], sold(FORGE, MARA, offer("quill", prompt=MID), first="quill"))
    assert only(START, moved) == (Move.FIRST, "Quill", "")
    assert news(START, moved) == [(ID, "pricing.prompt"), (f"{ID}@quill", "listed")]


def test_where_the_first_seller_left_the_next_one_is_first() -> None:
    """The price that is shown was there before, and it is news that a seller left."""
    moved: Fetch = (1, [listed(prompt=HIGH)], sold(MARA))
    assert only(START, moved) == (Move.FIRST, "Mara", "")
    assert news(START, moved) == [(ID, "pricing.prompt"), (f"{ID}@forge", "left")]


def test_a_seller_put_first_who_moved_is_told_with_its_own_price_before() -> None:
    """Mara went from 9 to 2 and came first: its own line says it, not the catalogue's from 1 to 2."""
    moved: Fetch = (1, [listed(prompt=MID)], sold(FORGE, offer("mara", prompt=MID), first="mara"))
    assert only(START, moved) == (Move.OWN, "Mara", "")
    assert news(START, moved) == [(ID, "first"), (f"{ID}@mara", "pricing.prompt")]


def test_each_kind_of_price_is_told_for_itself() -> None:
    """The seller who came first had one of the two prices before, and moved the other."""
    start: Fetch = (
        0,
        [listed(prompt=LOW, completion=MID)],
        sold(offer("forge", prompt=LOW, completion=MID), offer("mara", prompt=MID, completion=HIGH)),
    )
    mara = offer("mara", prompt=HIGH, completion=HIGH)
    moved: Fetch = (
        1,
        [listed(prompt=HIGH, completion=HIGH)],
        sold(offer("forge", prompt=LOW, completion=MID), mara, first="mara"),
    )
    found = {change.field: change.seller.move for change in prices(start, moved)}
    assert found == {"pricing.completion": Move.FIRST, "pricing.prompt": Move.OWN}


@pytest.mark.parametrize(
    ("sellers", "why"),
    [
        (None, Why.NO_CHANGE),
        (sold(offer("forge", prompt=HIGH), MARA), Why.OTHER_PRICE),
        (sold(), Why.NO_SELLERS),
        ([], Why.NO_SELLERS),
    ],
)
def test_where_sellers_do_not_explain_it_nobody_can_tell(sellers: list[Row] | None, why: Why) -> None:
    """Sellers that were not read that day, ask another price than the catalogue shows, or are gone."""
    assert only(START, (1, [listed(prompt=MID)], sellers)) == (Move.UNKNOWN, "", why)


def test_a_variant_without_sellers_of_its_own_does_not_take_those_of_the_plain_id() -> None:
    """The sellers' answer is about the plain id: the variant's price says that it has none."""
    free = f"{ID}:free"
    start: Fetch = (0, [listed(prompt=LOW), listed(free, prompt="0")], sold(FORGE))
    moved: Fetch = (1, [listed(prompt=LOW), listed(free, prompt=MID)], sold(offer("forge", prompt=MID)))
    assert only(start, moved, key=free) == (Move.UNKNOWN, "", Why.NO_SELLERS)


def test_before_sellers_were_read_nothing_is_said() -> None:
    """A change of an earlier day stays as it is; on the day of the first reading nothing is known before."""
    found = prices(
        (0, [listed(prompt=LOW)], None),
        (1, [listed(prompt=MID)], None),
        (2, [listed(prompt=HIGH)], sold(offer("forge", prompt=HIGH))),
    )
    assert [(change.whose and change.whose.why) for change in found] == [None, Why.NOT_BEFORE]


def test_a_price_that_moved_twice_on_a_day_is_the_seller_s_twice() -> None:
    """Each line of the catalogue that a line of the first seller repeats is that seller's."""
    found = prices(
        START,
        (1, [listed(prompt=MID)], sold(offer("forge", prompt=MID), MARA)),
        (1, [listed(prompt=HIGH)], sold(offer("forge", prompt=HIGH), MARA)),
    )
    assert [change.seller.move for change in found] == [Move.OWN, Move.OWN]


def test_rules_are_followed_as_prices_are() -> None:
    """Rules that another seller had all along, in another order, are no change either."""
    tiers = [{"min_prompt_tokens": n, "prompt": HIGH} for n in (1000, 2000)]
    ruled = offer("mara", prompt=LOW, overrides=[*reversed(tiers)])
    start: Fetch = (0, [listed(prompt=LOW)], sold(FORGE, ruled))
    moved: Fetch = (1, [listed(prompt=LOW, overrides=tiers)], sold(FORGE, ruled, first="mara"))
    assert only(start, moved) == (Move.FIRST, "Mara", "")
    own = sold(offer("forge", prompt=LOW, overrides=tiers), ruled)
    assert only(start, (1, [listed(prompt=LOW, overrides=tiers)], own))[0] is Move.OWN


def test_prices_by_the_hour_are_compared_by_the_day() -> None:
    """Seller and catalogue were asked in different hours: the windows are the price, not the hour's."""
    start: Fetch = (0, [listed(prompt=LOW)], sold(FORGE, offer("mara", **by_the_hour())))
    shown = listed(**by_the_hour() | {"prompt": HIGH})
    found = prices(start, (1, [shown], sold(FORGE, offer("mara", **by_the_hour()), first="mara")))
    assert {change.seller.move for change in found} == {Move.FIRST}


def test_two_offers_under_one_tag_are_two() -> None:
    """The second of them was there at that price, and is put first now."""
    both = [offer("forge", prompt=LOW), offer("forge#2", "Forge", prompt=HIGH)]
    moved: Fetch = (1, [listed(prompt=HIGH)], sold(*both, first="forge#2"))
    assert only((0, [listed(prompt=LOW)], sold(*both)), moved)[:2] == (
        Move.FIRST,
        "Forge (forge, second offer)",
    )


def test_offers_of_one_seller_are_told_apart() -> None:
    """A seller with several offers for an id is named with the tag of the one in question."""
    both = [offer("forge/fp8", "Forge", prompt=LOW), offer("forge/fp4", "Forge", prompt=HIGH)]
    moved: Fetch = (1, [listed(prompt=HIGH)], sold(*both, first="forge/fp4"))
    assert only((0, [listed(prompt=LOW)], sold(*both)), moved)[1] == "Forge (forge/fp4)"


def test_sellers_that_come_and_leave_with_their_id_are_no_news() -> None:
    """That the id is listed, and that it left, says it all."""
    other = "acme/tongs"
    both = [listed(prompt=LOW), listed(other, prompt=LOW)]
    came = [*sold(FORGE), *sold(offer("forge", "", other, prompt=LOW), key=other)]
    fetches = [(0, both[:1], sold(FORGE)), (1, both, came), (2, both[:1], sold(FORGE))]
    assert news(*fetches) == [(other, "listed"), (other, "left")]


def test_the_last_seller_that_left_is_news_while_the_id_stays() -> None:
    """An id that nobody sells any more is said once, whether its record stays or goes."""
    for after in (sold(), []):
        fetches = [START, (1, [listed(prompt=LOW)], after)]
        assert (ID, "first" if after else "left") in news(*fetches)
        found = told_apart(changes_and_histories(journal(*fetches))[0])
        assert found[1].seller.seller == "Forge"


def test_the_first_reading_of_a_source_is_no_news() -> None:
    """It is counted, whatever the source; what comes on later days is told."""
    lines = [
        *journal(START),
        line(0, "modelsdev", "modelsdev/acme/x", "listed", new={}),
        line(2, "prizes", "a", "listed", new={}),
        line(3, "prizes", "b", "listed", new={}),
    ]
    assert first_readings(lines) == {
        "providers": FirstReading(DAYS[0], "providers", 1, 2),
        "modelsdev": FirstReading(DAYS[0], "modelsdev", 1, 0),
        "prizes": FirstReading(DAYS[2], "prizes", 1, 0),
    }
    found = told_apart(changes_and_histories(lines)[0])
    assert [(change.source, change.id) for change in found] == [("openrouter", ID), ("prizes", "b")]


def test_a_maker_s_price_is_told_of_the_id_that_it_is_for() -> None:
    """An equal id of models.dev's own list, and a maker's model that the join knows; others stand alone."""
    keys = ["modelsdev/openrouter/acme/anvil-2", "modelsdev/acme/anvil", "modelsdev/acme/other"]
    lines = [*journal(START), *[line(1, "modelsdev", key, "pricing.prompt", LOW, MID) for key in keys]]
    found, histories = changes_and_histories(lines, makers={keys[1]: ID})
    assert [change.seller.of for change in found[-3:]] == [ID, ID, ""]
    assert [change.id for change in histories[ID].offers] == keys[:2]


def test_what_held_before_is_taken_from_records() -> None:
    """Two states side by side tell the same as a journal does."""
    moved = journal(START, (1, [listed(prompt=HIGH)], sold(FORGE, MARA, first="mara")))[-2:]
    found = told(moved, moved, Sellers(sold(FORGE, MARA), [ID]))
    assert [change.seller.move for change in found if change] == [Move.FIRST, Move.FIRST]


def test_a_first_offer_is_no_change_of_the_id() -> None:
    """The last change of an id is that of a price, and not the day on which another seller was put first."""
    moved: Fetch = (1, [listed(prompt=HIGH)], sold(FORGE, MARA, first="mara"))
    assert changes_and_histories(journal(START, moved))[1][ID].last_changed == DAYS[0]


def test_the_journal_keeps_what_is_no_news() -> None:
    """Charts and periods begin with the first reading of sellers, which no list of changes tells."""
    lines = journal(START)
    known = catalog([Listing.read(listed(prompt=LOW))], journal=lines)
    assert list(known.journal) == lines
    assert [change.id for change in known.news] == [ID]
