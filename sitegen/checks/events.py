"""Events: the lines of a review as a person reads them, all that happened to a model or to many in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from typing import NamedTuple

from sitegen.catalog.alarms import AlarmKind
from sitegen.catalog.alarms.judged import BASE, number
from sitegen.catalog.offers import Why
from sitegen.facts.changes.leaving import UNNOTICED
from sitegen.facts.changes.words import change_text, price_place
from sitegen.facts.prices import PriceTexts
from sitegen.forms.figures import plain_factor, price_label
from sitegen.records import Json
from sitegen.records.change import LEFT, NOBODYS, PRICING, Change
from sitegen.records.endpoint import model_and_key
from sitegen.records.review import Line, Review, Section
from sitegen.sources import providers
from sitegen.text import some_of

ALIKE = 4
"""The number of models from which on the same change is one event."""

MOST_IDS = 10
"""So many ids of an event of many models are said, and of the others the number."""

_ONE = (Section.REVIEW, Section.PRICES, Section.LIMITS)
"""The sections of which a model has one event, in the first of them: its whole change."""
_APART = (Section.LIFE, Section.ACCEPTED, Section.ARENA)
"""The sections in which each model is an event of its own, whatever is said of others."""

Who = tuple[str, str]
"""The name and the id of a model, or of what else a line is about."""


class Event(NamedTuple):
    """What happened to one model, or the same to several."""

    section: Section
    who: tuple[Who, ...]
    texts: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def urgent(self) -> bool:
        """Whether a person must look at it."""
        return any(line.urgent for line in self.lines)

    @property
    def text(self) -> str:
        """What happened, in a row: ``input $3 → $0.30 (÷10), context 128,000 → 64,000``."""
        return joined(self.texts)

    def subject(self, code: Callable[[str], str] = str) -> str:
        """Return the name of one model with its id, or the ids of several."""
        if len(self.who) == 1:
            name, key = self.who[0]
            return code(name) if key == name else f"{code(name)} ({code(key)})"
        return f"{len(self.who)} models ({some_of([code(key) for _, key in self.who], MOST_IDS)})"


def review_text(change: Change) -> str:
    """Return a change as a review has it.

    That nobody read the sellers that day is said once, where a source failed, and not at each price.
    """
    untold = change.seller.why == Why.NO_CHANGE
    return change_text(change.by(NOBODYS) if untold else change, PriceTexts())


def joined(texts: Sequence[str]) -> str:
    """Return the texts of a model in a row; a seller's own have commas in them."""
    return ("; " if any(", " in text for text in texts) else ", ").join(texts)


def events(review: Review) -> list[Event]:
    """Return the events of a review in the order of its lines."""
    return events_of(review.lines)


def events_of(lines: Iterable[Line]) -> list[Event]:
    """Return the events that lines tell of, in their order."""
    by_subject: dict[tuple[Section, str], list[Line]] = {}
    homes: dict[str, Section] = {}
    for line in lines:
        subject = _subject(line)
        section = homes.setdefault(subject, line.section) if line.section in _ONE else line.section
        by_subject.setdefault((section, subject), []).append(line)
    return _folded([_event(section, own) for (section, _), own in by_subject.items()])


def _subject(line: Line) -> str:
    """Return the plain id that a line is about: variants such as ``:free`` stand with it."""
    key = _key(line)
    if key == providers.FEED:  # what is folded there already is an event of each kind
        return f"{key} {line.kind}"
    return key.partition(":")[0] if "/" in key and line.section not in _APART else key


def _key(line: Line) -> str:
    return model_and_key(line.id)[0] if line.seller else line.id


def _event(section: Section, lines: Sequence[Line]) -> Event:
    """Return the event of one model; what is said of all its variants alike is said once."""
    texts: dict[Who, list[str]] = {}
    ordered = sorted(lines, key=lambda line: (line.id, price_place(line.field))) if section in _ONE else lines
    for line in ordered:
        who = line.name, _key(line)
        texts[who] = _with_text(texts.get(who, []), line.text)
    (first, said), *others = sorted(texts.items(), key=lambda item: item[0][1])
    same = [who for who, own in others if own == said]
    rest = [f"{who[1]}: {text}" for who, own in others if own != said for text in own]
    return Event(section, (first, *same), (*said, *rest), tuple(lines))


def _with_text(texts: list[str], text: str) -> list[str]:
    """Return texts with one more; what is said of a seller twice in a row names it once."""
    subject, colon, rest = text.partition(": ")
    if texts and colon and texts[-1].startswith(f"{subject}: "):
        return [*texts[:-1], f"{texts[-1]}, {rest}"]
    return [*texts, text]


def _folded(found: Sequence[Event]) -> list[Event]:
    """Return events of which those alike are one, where the first of them stood."""
    alike: dict[tuple[object, ...], list[Event]] = {}
    for event in found:
        alike.setdefault(_likeness(event), []).append(event)
    out: list[Event] = []
    for same in alike.values():
        out += same if len(same) < ALIKE else [_together(same)]
    place = {id(event.lines[0]): number for number, event in enumerate(found)}
    return sorted(out, key=lambda event: place[id(event.lines[0])])


def _likeness(event: Event) -> tuple[object, ...]:
    """Return what two events must share to be one: a factor, the variant that left, or their words."""
    if event.section in _APART:
        return event.section, event.who
    kinds = frozenset(line.kind for line in event.lines)
    if event.section is Section.LEAVING and kinds == {LEFT}:
        variants = frozenset(line.id.partition(":")[2] for line in event.lines)
        return event.section, LEFT, variants if "" not in variants else event.who
    if move := _one_factor(event.lines) or _one_end(event.lines):
        return event.section, kinds, frozenset(BASE) & {line.field for line in event.lines}, move
    return event.section, event.texts


_THREE_DIGITS = Context(prec=3)


def price_factor(line: Line) -> Decimal | None:
    """Return the factor by which a line's price moved, to three digits; None where there is none."""
    was, now = number(line.old), number(line.new)
    if not line.field.startswith(PRICING) or not was or not now or min(was, now) < 0:
        return None
    return _THREE_DIGITS.divide(now, was)


def _one_factor(lines: Sequence[Line]) -> Decimal | None:
    """Return the factor by which all prices of some lines moved; None where another thing did."""
    factors = {price_factor(line) for line in lines}
    return factors.pop() if len(factors) == 1 else None


def _one_end(lines: Sequence[Line]) -> str:
    """Return what all alarming base prices of some lines became or were, where that is no amount: ``→ free``.

    "" where they are several things, or something else moved.
    """
    if not all(line.field in BASE and line.section is Section.REVIEW for line in lines):
        return ""
    now, was = {_state(line.new) for line in lines}, {_state(line.old) for line in lines}
    if len(now) == 1 and any(now):
        return f"→ {now.pop()}"
    if all(line.old is None for line in lines):
        return "published for the first time"
    return f"{was.pop()} → an amount" if len(was) == 1 and any(was) else ""


def _state(value: Json) -> str:
    """Return what a price is that is no amount, ``free``; "" for an amount."""
    amount = number(value)
    return "" if amount and amount > 0 else PriceTexts().journal_text("prompt", value)


def _together(same: Sequence[Event]) -> Event:
    who = tuple(one for event in same for one in event.who)
    lines = tuple(line for event in same for line in event.lines)
    return Event(same[0].section, who, _words(same), lines)


def _words(same: Sequence[Event]) -> tuple[str, ...]:
    """Return what happened to all: their words, ``input and output ×1,000``, or the variants that left."""
    first = same[0]
    factor = _one_factor(first.lines)
    if all(event.texts == first.texts for event in same) and not (factor and len(first.lines) > 1):
        return first.texts
    if first.section is Section.LEAVING:
        variants = sorted({line.id.partition(":")[2] for line in first.lines})
        told = all(line.text.startswith(UNNOTICED) for line in first.lines)
        return (f"{UNNOTICED if told else LEFT}, variants {', '.join(f':{one}' for one in variants)}",)
    move = plain_factor(factor) if factor else _one_end(first.lines)
    return (f"{_sellers(same)}{_prices(same)} {move}{_alarm(first.lines)}",)


def _sellers(same: Iterable[Event]) -> str:
    """Return whose prices moved, with a colon: the one seller, or how many."""
    names = {line.seller.partition(" (")[0] for event in same for line in event.lines}
    if names == {""}:
        return ""
    return f"{names.pop() if len(names) == 1 else f'{len(names)} sellers'}: "


def _prices(same: Sequence[Event]) -> str:
    """Return the kinds of price that moved everywhere: ``input and output``, others without their names."""
    fields = [{line.field for line in event.lines} for event in same]
    common = sorted(set.intersection(*fields), key=price_place)
    labels = [price_label(field.removeprefix(PRICING)).lower() for field in common]
    labels += ["other prices" if labels else "prices"] if set.union(*fields) - set(common) else []
    return " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))


def _alarm(lines: Iterable[Line]) -> str:
    words = {one.name.lower(): one.value for one in AlarmKind}
    kinds = dict.fromkeys(words[line.kind] for line in lines if line.kind in words)
    return f" ({'; '.join(kinds)})" if kinds else ""
