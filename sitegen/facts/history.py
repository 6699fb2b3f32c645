"""The history of a model's ids: when each came, left and returned, and every price that it had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from sitegen.catalog.history import PriceDay, Prices, moved_prices, price_days
from sitegen.catalog.model import Gone, History, Model
from sitegen.catalog.price_terms import RULES
from sitegen.facts.changes.answer import pair_moves, price_answer
from sitegen.facts.changes.entry import ChangeEntry, HistoryEntry, PriceDayEntry, change_json
from sitegen.facts.changes.sellers import (
    Moves,
    change_meaning,
    moves,
    seller_texts,
)
from sitegen.facts.charts.price_history import NO_MARKET, Market, price_chart
from sitegen.facts.charts.steps import Chart
from sitegen.facts.prices import (
    PriceTexts,
    ended_entry,
    markdown_label,
    moved_rules,
)
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import explained
from sitegen.forms.figures import MANY, day, price_label, price_move, rule_condition
from sitegen.forms.markdown import code, words
from sitegen.records.change import LEFT, RETURNED, WHOLE, Move
from sitegen.records.price import Price, PriceRule


class Life(NamedTuple):
    """What the journal of this site tells of one id; ``tracked`` is False where it has no line about it.

    ``last_seen`` and ``left`` are None while the id is listed. ``moves`` say whose change a price is, and
    ``sellers`` what its sellers did, by day.
    """

    id: str
    tracked: bool
    first_seen: date | None
    last_seen: date | None
    left: date | None
    returned: tuple[date, ...]
    last_changed: date | None
    days: tuple[PriceDay, ...]
    moves: Moves
    sellers: Mapping[date, tuple[str, ...]]
    offers: tuple[ChangeEntry, ...]

    @property
    def own_moves(self) -> bool:
        """Whether a seller asked another price than before."""
        return any(entry.get("move") == Move.OWN for entry in self.offers)

    @property
    def first_moves(self) -> bool:
        """Whether another seller was put first."""
        return any(entry.get("move") == Move.FIRST for entry in (*self.moves.values(), *self.offers))

    def others(self, on: date, kinds: Iterable[str]) -> list[str]:
        """Return the kinds of price whose change on a day is not told of a seller."""
        found = {kind: self.moves.get((on, kind)) for kind in kinds}
        return [kind for kind, entry in found.items() if not entry or entry["move"] == Move.UNKNOWN]

    @property
    def summary(self) -> str:
        """The life in words: ``first seen 2026-01-02, back on 2026-03-01, gone since 2026-04-01``."""
        first = f"first seen {day(self.first_seen) or Blank.NOT_IN_SOURCE.value}"
        back = [f"back on {day(on)}" for on in self.returned]
        return ", ".join([first, *back, *([f"gone since {day(self.left)}"] if self.left else [])])


class PriceEvent(NamedTuple):
    """One line of the table: ``before`` and ``after`` are prices, or "" where ``what`` says it all.

    ``share`` is by how much the price changed, ``−21 %``; "" where there is no such figure.
    """

    id: str
    what: str
    before: str = ""
    after: str = ""
    share: str = ""


class ChangeDay(NamedTuple):
    """Everything that happened to a model's ids on one day."""

    on: date
    events: tuple[PriceEvent, ...]


class HistoryFacts(NamedTuple):
    """The section on history: sentences and the chart of the main id, the changes of every id, their lives.

    Days and lines stand newest first. ``several`` says that the changes are of more than one id, and
    ``moved`` that some have a price before and after. ``lines`` are rows of Markdown: day, id, and the prices
    that changed. ``meaning`` says how to take a change of a price, "" where there is none.
    """

    main_id: str
    sentences: tuple[str, ...]
    chart: Chart | None
    days: tuple[ChangeDay, ...]
    several: bool
    moved: bool
    lives: tuple[Life, ...]
    lines: tuple[tuple[str, str, str], ...]
    meaning: str = ""


def history(
    model: Model,
    until: date | None,
    prices: PriceTexts,
    market: Market = NO_MARKET,
    sellers_since: date | None = None,
) -> HistoryFacts:
    """Return the history of a model up to the day of the snapshot.

    ``market`` is what sellers and maker ask around its main price, ``sellers_since`` the day on which sellers
    were first read.
    """
    gone = {item.listing.id: item for item in model.gone} if model.gone else {}
    lives = tuple([
        _life(one.id, model.histories.get(one.id), gone.get(one.id), prices) for one in model.listings
    ])  # fmt: skip
    changes = [_changes(life, prices) for life in lives]
    moved = [any(event.before for _, events in own for event in events) for own in changes]
    priced = any(moved) or any(life.own_moves or life.first_moves for life in lives)
    return HistoryFacts(
        main_id=lives[0].id,
        sentences=_sentences(lives[0], model, prices, further=moved[0] or lives[0].own_moves),
        chart=price_chart(
            lives[0].days, lives[0].last_seen if model.left else until, model.primary.name, market
        ),
        days=_change_days(changes),
        several=sum(map(bool, changes)) > 1,
        moved=any(moved),
        lives=lives,
        lines=tuple(
            sorted([line for life in lives for line in _lines(life, prices)], key=_DAY, reverse=True)
        ),
        meaning=change_meaning(sellers_since) if priced else "",
    )


NO_HISTORY = History(())


def _life(key: str, past: History | None, gone: Gone | None, prices: PriceTexts) -> Life:
    past = past or NO_HISTORY
    return Life(
        id=key,
        tracked=past is not NO_HISTORY,
        first_seen=past.first_seen or (gone.first_seen if gone else None),
        last_seen=gone.last_seen if gone else None,
        left=gone.left if gone else None,
        returned=past.returned,
        last_changed=past.last_changed,
        days=price_days(past.lines),
        moves=moves(past),
        sellers=seller_texts(past, prices),
        offers=tuple([change_json(change, prices) for change in past.offers]),
    )


_DAY = itemgetter(0)
FURTHER = "Other prices of it changed: they are listed below."


def _sentences(main: Life, model: Model, prices: PriceTexts, *, further: bool) -> tuple[str, ...]:
    """Return the answer to whether the price of the main id changed; ``further``: any price of it did."""
    if not main.tracked or main.first_seen is None:
        return (f"The journal of this site holds no line about {main.id} yet.",)
    answer = price_answer(main.days, main.moves, main.first_seen, model.left, prices)
    whose = f"{main.id}, as OpenRouter sends it: " if model.primary.corrected else ""
    still = not pair_moves(main.days)
    return (whose + answer, *([FURTHER] if still and further else []))


Changes = Sequence[tuple[date, Sequence[PriceEvent]]]
"""The days on which something happened to an id, each with what did."""


def _change_days(changes: Iterable[Changes]) -> tuple[ChangeDay, ...]:
    """Return the days on which something happened to any of the ids, newest first."""
    by_day: dict[date, list[PriceEvent]] = {}
    for own in changes:
        for on, events in own:
            by_day.setdefault(on, []).extend(events)
    return tuple([ChangeDay(on, tuple(by_day[on])) for on in sorted(by_day, reverse=True)])


def _changes(life: Life, prices: PriceTexts) -> Changes:
    """Return the days on which an id left, came back, or had other prices than before."""
    # Nothing has happened to most ids since they came.
    events = list(_events(life, prices)) if len(life.days) > 1 else []
    said = [
        (on, [PriceEvent(life.id, _sentence(text)) for text in texts]) for on, texts in life.sellers.items()
    ]
    return [*events, *said]


def _sentence(text: str) -> str:
    """Return a text with a capital where it does not begin with a name."""
    return (
        text[:1].upper() + text[1:]
        if text.startswith(("now first", "new seller", "seller ", "no seller"))
        else text
    )


HAD_LEFT = "Retired"
CAME_BACK = "Came back"


def _events(life: Life, prices: PriceTexts) -> Iterator[tuple[date, Sequence[PriceEvent]]]:
    """Yield each day on which something happened to an id, with what did.

    An id that is back has the prices of before it left, unless they are others. The first price of a kind
    is where its history begins and no change, on the days when a whole record came.
    """
    held: Prices = {}
    rules: tuple[PriceRule, ...] = ()
    seen: set[str] = set()
    away = False
    for price_day in life.days:
        if price_day.event == LEFT:
            away = True
            yield price_day.on, [PriceEvent(life.id, HAD_LEFT)]
            continue
        back = [PriceEvent(life.id, CAME_BACK)] if price_day.event == RETURNED and seen else []
        moved = moved_prices(held, price_day.prices) if away else price_day.moved
        away = False
        if price_day.event in WHOLE:
            moved = {kind: now for kind, now in moved.items() if kind in seen}
        own = {kind: moved[kind] for kind in life.others(price_day.on, moved)}
        events = [*back, *_moves(life, price_day.on, held, own, prices)]
        if (price_day.event not in WHOLE or back) and life.others(price_day.on, [RULES]):
            by_hour = any(_is_by_hour(end) for kind, now in moved.items() for end in (held.get(kind), now))
            old, new = _shown_rules(rules, by_hour=by_hour), _shown_rules(price_day.rules, by_hour=by_hour)
            events += _rule_moves(life.id, old, new, prices)
        if events:
            yield price_day.on, events
        held, rules = price_day.prices, price_day.rules
        seen.update(held)


def _moves(
    life: Life, on: date, before: Prices, moved: Mapping[str, Price | None], prices: PriceTexts
) -> Iterator[PriceEvent]:
    """Yield the prices that moved; kinds that moved alike stand on one line."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for kind, now in moved.items():
        was = before.get(kind)
        note = " (whose change cannot be told)" if (on, kind) in life.moves else ""
        alike.setdefault((*prices.unit_texts(was, now), price_move(was, now), note), []).append(kind)
    for (was_text, becomes, share, note), kinds in alike.items():
        labels = ", ".join([price_label(kind) for kind in kinds])
        yield PriceEvent(life.id, f"{labels}{note}", was_text, becomes, share)


def _is_by_hour(price: Price | None) -> bool:
    return price is not None and price.high is not None


def _shown_rules(rules: Iterable[PriceRule], *, by_hour: bool) -> list[PriceRule]:
    """Return the rules, without windows where the price itself says both ends of the day."""
    return [rule for rule in rules if not (by_hour and rule.timed)]


def _rule_moves(
    key: str, before: Iterable[PriceRule], after: Iterable[PriceRule], prices: PriceTexts
) -> Iterator[PriceEvent]:
    """Yield the prices of rules that moved."""
    for what, (was, becomes, share) in moved_rules(before, after, prices).items():
        yield PriceEvent(key, what, was, becomes, share)


def _lines(life: Life, prices: PriceTexts) -> list[tuple[str, str, str]]:
    """Return the rows of Markdown: prices of the id, and what its sellers did."""
    rows = [(price_day.on, _words(life, price_day, prices)) for price_day in life.days]
    rows += [(on, "; ".join(map(words, texts))) for on, texts in life.sellers.items()]
    return [(day(on), code(life.id), text) for on, text in sorted(rows, key=itemgetter(0)) if text]


def _words(life: Life, price_day: PriceDay, prices: PriceTexts) -> str:
    """Return the prices that an id has from a day on; "" where only those moved that are told of sellers."""
    if price_day.event == LEFT and (price_day.moved or price_day.ruled):
        return "none: the id had left"
    kinds = life.others(price_day.on, price_day.moved)
    moved = [_named(kind, price_day.moved[kind], prices) for kind in kinds]
    if price_day.ruled and life.others(price_day.on, [RULES]):
        moved += [_rule_words(rule, prices) for rule in price_day.rules] or ["no other prices by rule"]
    return "; ".join(moved)


def _named(kind: str, price: Price | None, prices: PriceTexts) -> str:
    return prices.forms(price).named if price else _ended_words(kind)


def _rule_words(rule: PriceRule, prices: PriceTexts) -> str:
    named = ", ".join([prices.forms(price).named for price in rule.prices])
    return f"{words(rule_condition(rule))}: {named}"


@lru_cache(maxsize=MANY)
def _ended_words(kind: str) -> str:
    return f"{markdown_label(kind)} {Blank.NOT_PUBLISHED.value}"


def history_json(lives: Iterable[Life], prices: PriceTexts) -> list[HistoryEntry]:
    """Return the life of each id of a model as programs read it."""
    return [_life_json(life, prices) for life in lives]


_NEVER_WAS = {
    "first_seen": Blank.NOT_IN_SOURCE.value,
    "last_changed": Blank.NOT_IN_SOURCE.value,
    "last_seen": Blank.NOT_APPLICABLE.value,
    "left": Blank.NOT_APPLICABLE.value,
}


def _life_json(life: Life, prices: PriceTexts) -> HistoryEntry:
    entry: HistoryEntry = {
        "id": life.id,
        "first_seen": day(life.first_seen) or None,
        "last_seen": day(life.last_seen) or None,
        "left": day(life.left) or None,
        "returned": [day(on) for on in life.returned],
        "last_changed": day(life.last_changed) or None,
        "prices": [
            _day_json(life, price_day, prices)
            for price_day in life.days
            if price_day.moved or price_day.ruled
        ],
    }
    if life.offers:
        entry["sellers"] = [*life.offers]
    return explained(entry, _NEVER_WAS)


def _day_json(life: Life, price_day: PriceDay, prices: PriceTexts) -> PriceDayEntry:
    entry: PriceDayEntry = {
        "on": day(price_day.on),
        "prices": {
            kind: prices.forms(price).entry if price else ended_entry(kind, left=price_day.event == LEFT)
            for kind, price in price_day.moved.items()
        },
    }
    if price_day.ruled:
        entry["rules"] = [prices.rule(rule).entry for rule in price_day.rules]
        if price_day.hours:
            entry["hours"] = list(price_day.hours)
    by_kind = {kind: life.moves.get((price_day.on, kind)) for kind in (*price_day.moved, RULES)}
    if told := {kind: move for kind, move in by_kind.items() if move}:
        entry["moves"] = told
    return entry
