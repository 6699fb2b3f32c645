"""Prices that moved lately: the mark beside a price in lists, and the day on which it goes."""

from __future__ import annotations

from datetime import date, timedelta

from sitegen.catalog.alarms.judged import BASE
from sitegen.catalog.model import Model
from sitegen.facts.changes.words import price_step
from sitegen.facts.prices import PriceTexts
from sitegen.forms.marks import RecentMove
from sitegen.records.change import Change, Move
from sitegen.text import counted

LATELY = 30
"""Days for which a list says that a price moved."""


def recent_move(last: Change | None, today: date | None, prices: PriceTexts) -> RecentMove | None:
    """Return the last move of a price where it was lately; None where the two prices cannot be compared."""
    days = (today - last.on).days if last and today else LATELY + 1
    step = price_step(last, prices) if last and days <= LATELY else None
    if step is None or not step.direction:
        return None
    when = "today" if days <= 0 else f"{counted(days, 'day')} ago"
    return RecentMove(step.by or f"was {step.was}", when, step.direction)


def recent_moves(model: Model, today: date | None, prices: PriceTexts) -> tuple[RecentMove | None, ...]:
    """Return when input and output price of a current model moved lately; an alias has none of its own."""
    last = {} if model.left or model.primary.is_stand_in else last_moves(model)
    return tuple([recent_move(last.get(field), today, prices) for field in BASE])


def last_moves(model: Model) -> dict[str, Change]:
    """Return the last change of input and of output price, by field; another seller put first is none."""
    past = model.histories.get(model.primary.id)
    moves = [change for change in past.changes if change.field in BASE] if past else []
    return {change.field: change for change in moves if change.seller.move is not Move.FIRST}


def marked_until(model: Model, today: date | None) -> date | None:
    """Return the last day on which the mark of a price that moved said something else, or went."""
    moves = last_moves(model).values()
    if not moves or today is None or model.left:
        return None
    return min(today, max(change.on for change in moves) + timedelta(days=LATELY + 1))
