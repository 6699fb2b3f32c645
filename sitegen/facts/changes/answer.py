"""The answer to whether a price has changed: since when it is as it is, or what moved last, and how far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.history import PriceDay, Prices
from sitegen.facts.changes.entry import MoveEntry
from sitegen.facts.prices import PriceTexts
from sitegen.forms.figures import long_day, pair_text, price_label, price_move
from sitegen.forms.word_lists import joined
from sitegen.records.change import LEFT, WHOLE, Move
from sitegen.records.price import same_price
from sitegen.text import counted

PAIR = ("prompt", "completion")
"""The kinds of price that the answer is about."""

Moves = Mapping[tuple[date, str], MoveEntry]
"""Whose change each kind of price is, by day and kind."""


class PairMove(NamedTuple):
    """A day on which the input or the output price became another one, with both by kind."""

    on: date
    before: Prices
    after: Prices


def price_answer(
    days: Sequence[PriceDay], moves: Moves, since: date, left: date | None, texts: PriceTexts
) -> str:
    """Return whether the input and output price of an id changed, as sentences.

    ``Unchanged at $3 in, $15 out since 2 May 2026.`` or ``Free since 2 May 2026.`` Or the last change, and
    how many there were: ``Input −21 % to $0.27 on 21 August 2026. 2 changes since 2 May 2026.`` ``since``
    is the day from which the id is tracked, ``left`` that by which it was gone.
    """
    steps = pair_moves(days)
    changed = [step for step in steps if not _is_first_offer(step, moves)]
    day = long_day(since)
    if not steps:
        now = next((day.prices for day in reversed(days) if day.prices), {})
        until = f" until it was retired by {long_day(left)}" if left else ""
        text = _pair(now, texts)
        said = f"Unchanged at {text}" if "$" in text else f"{text[:1].upper()}{text[1:]}"
        return f"{said} since {day}{until}."
    shown = steps[-1]
    other = f"Another seller was put first on {long_day(shown.on)}: {_pair(shown.after, texts)}."
    if not changed:
        return f"No price of a seller changed since {day}. {other}"
    last = changed[-1]
    count = counted(len(changed), "change")
    answer = f"{move_text(last, texts)} on {long_day(last.on)}{_whose(last, moves)}. {count} since {day}."
    return answer if shown is last else f"{answer} {other}"


def pair_moves(days: Iterable[PriceDay]) -> list[PairMove]:
    """Return the days on which the input or the output price moved; to leave or to come back is no move."""
    found: list[PairMove] = []
    held: Prices = {}
    seen: set[str] = set()
    for day in days:
        if day.event == LEFT:
            continue
        # A kind that a whole record has first is where its history begins.
        kinds = [key for key in PAIR if key in seen or day.event not in WHOLE]
        if held and any(not same_price(held.get(key), day.prices.get(key)) for key in kinds):
            found.append(PairMove(day.on, held, day.prices))
        held = day.prices
        seen.update(held)
    return found


def _pair(prices: Prices, texts: PriceTexts) -> str:
    return pair_text([texts.cell(prices.get(key)) for key in PAIR])


def move_text(move: PairMove, texts: PriceTexts) -> str:
    """Return what moved and by how much: ``Input −21 % to $0.27, output −5 % to $0.38``."""
    pairs = {key: (move.before.get(key), move.after.get(key)) for key in PAIR}
    moved = {key: pair for key, pair in pairs.items() if not same_price(*pair)}
    shares = {key: price_move(*pair) for key, pair in moved.items()}
    share, ends = next(iter(shares.values())), [texts.unit_text(now) for _, now in moved.values()]
    if len(moved) > 1 and len(set(shares.values())) == 1 and share:
        return f"Input and output {share}, to {joined(ends)}"
    parts = [
        f"{price_label(key).lower()} {f'{shares[key]} to' if shares[key] else 'now'} {end}"
        for (key, _), end in zip(moved.items(), ends, strict=True)
    ]
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}"


def _told(step: PairMove, moves: Moves) -> set[str]:
    """Return whose the prices that moved are, "" where that is not said."""
    moved = [key for key in PAIR if not same_price(step.before.get(key), step.after.get(key))]
    return {moves[step.on, key]["move"] if (step.on, key) in moves else "" for key in moved}


def _is_first_offer(step: PairMove, moves: Moves) -> bool:
    """Whether nobody's price moved: another seller is put first."""
    return _told(step, moves) == {Move.FIRST.value}


def _whose(step: PairMove, moves: Moves) -> str:
    return ", and whose change it is cannot be told" if Move.UNKNOWN.value in _told(step, moves) else ""
