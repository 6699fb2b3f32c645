"""What moved between two sides: the changes of records, the alarms among them, and a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sitegen.catalog.alarms import Alarm, AlarmKind, Place, place_of
from sitegen.catalog.alarms.judged import BASE
from sitegen.catalog.alarms.life import Alarms
from sitegen.catalog.changes import Before, changes
from sitegen.catalog.makers import makers_ids
from sitegen.catalog.offers import told
from sitegen.catalog.sellers import Sellers
from sitegen.checks.events import ALIKE, price_factor, review_text
from sitegen.checks.review.leaving import leaving_text, renamed_ids
from sitegen.checks.review.quiet import quiet_move
from sitegen.checks.review.side import Side
from sitegen.facts.changes.days import subject as told_of
from sitegen.facts.changes.kinds import (
    FIRST_OFFERS,
    FURTHER,
    LIMITS,
    MAKERS_PRICES,
    PRICES,
    SELLERS_LIMITS,
    ChangeKind,
    change_kind,
)
from sitegen.facts.changes.kinds import SELLERS as SELLERS_KIND
from sitegen.facts.sources import catalogue_day
from sitegen.records.change import LIFE, MAKERS, Change
from sitegen.records.endpoint import SOURCE as SELLERS
from sitegen.records.endpoint import model_and_key
from sitegen.records.review import Line, Section
from sitegen.sources import openrouter, providers
from sitegen.text import counted

_NO_DAY = date.min
"""The day of changes between catalogues without a day."""


def moved_changes(old: Side, new: Side) -> list[Change]:
    """Return the changes of the catalogue and of further sources on both sides, each with whose it is."""
    gone = frozenset(item.listing.id for model in old.catalog.models for item in model.gone)
    before = {str(row["id"]): row for row in old.rows}
    for key, was in renamed_ids(old.rows, new.rows).items():
        before[key] = {**before.pop(was), "id": key}
    rows = new.rows if old.rows else ()  # a first catalogue is a line of its own
    on = catalogue_day(new.catalog) or _NO_DAY
    moved = changes(Before(before, gone), rows, on=on, source=openrouter.name)
    for source in sorted(old.further.keys() & new.further.keys()):
        held = {str(row["id"]): row for row in old.further[source]}
        moved += changes(Before(held, frozenset()), new.further[source], on=on, source=source)
    both = SELLERS in old.further and SELLERS in new.further
    sellers = Sellers(old.further[SELLERS] if both else None, before)
    models = (*old.catalog.models, *new.catalog.models)
    makers = makers_ids(model.maker for model in models)
    return [change for change in told(moved, moved, sellers, makers) if change and not change.seller.folded]


FOLDED_KINDS = {FIRST_OFFERS: "first offers", SELLERS_LIMITS: "sellers' limits"}
"""The kinds of which a review has one line."""


_SECTIONS = {
    PRICES: Section.PRICES,
    MAKERS_PRICES: Section.PRICES,
    SELLERS_KIND: Section.SELLERS,
    LIMITS: Section.LIMITS,
    FURTHER: Section.LIMITS,
}
"""The kinds of change that are no event of an id's life."""


def alarms_by_place(old: Side, moved: Iterable[Change]) -> dict[Place, Alarm]:
    """Return the gravest alarm of each change, in the light of what came before: the way back is none."""
    alarms = Alarms()
    alarms.follow(old.catalog.journal)
    order = list(AlarmKind)
    found = sorted(alarms.follow(moved), key=lambda alarm: order.index(alarm.kind), reverse=True)
    return {alarm.told_in: alarm for alarm in found}


def moved_lines(
    moved: Sequence[Change], names: Mapping[str, str], alarmed: Mapping[Place, Alarm]
) -> Iterator[Line]:
    """Yield a line for each change, and one for all changes of each kind that is quiet."""
    quiet: dict[ChangeKind, list[Change]] = {}
    for change in moved:
        if quiet_move(change):
            continue
        if (kind := change_kind(change)) in FOLDED_KINDS:
            quiet.setdefault(kind, []).append(change)
        else:
            key = told_of(change)[1]
            name = names.get(key, key)
            yield _moved_line(change, name, alarmed.get(place_of(change)))
    for kind, own in quiet.items():
        yield _folded_line(kind, own)


def _moved_line(change: Change, name: str, alarm: Alarm | None) -> Line:
    life = change.field in LIFE
    text = review_text(change)
    if change.source not in (openrouter.name, SELLERS, MAKERS):
        text = f"{change.source}: {text}"
    kind = alarm.kind.name.lower() if alarm else change.field if life else "change"
    section = Section.REVIEW if alarm else _SECTIONS.get(change_kind(change), Section.LIFE)
    if not alarm and (leaving := leaving_text(change, text)):
        section, (kind, text) = Section.LEAVING, leaving
    return Line(
        section=section,
        kind=kind,
        id=change.id,
        name=name,
        text=f"{text} ({alarm.words})" if alarm else text,
        field=change.field,
        seller=change.seller.label,
        old=None if life else change.old,
        new=None if life else change.new,
    )


MOST_ALIKE = 0.1
"""The share of models whose base price one factor may move without a look: 4 % in 49 days was the most."""


def reviewed_together(lines: Sequence[Line], models: int) -> list[Line]:
    """Return the lines, those to be reviewed by which one factor moved a base price of many models.

    Each move alone is usual; of a tenth of all models, it is another currency or unit more often than news.
    """
    moved: dict[Decimal, set[str]] = {}
    for line in lines:
        if line.field in BASE and (factor := price_factor(line)):
            moved.setdefault(factor, set()).add(model_and_key(line.id)[0])
    many = {factor for factor, ids in moved.items() if len(ids) > max(MOST_ALIKE * models, ALIKE)}
    return [
        line.model_copy(update={"section": Section.REVIEW})
        if line.section is Section.PRICES and line.field in BASE and price_factor(line) in many
        else line
        for line in lines
    ]


def _folded_line(kind: ChangeKind, own: Sequence[Change]) -> Line:
    """Return one line for all changes of a kind: ``another seller first: 106 ids, no price changed``."""
    ids = len({told_of(change) for change in own})
    what = counted(ids, "id")
    text = f"another seller first: {what}, no price changed"
    if kind is SELLERS_LIMITS:
        offers = len({change.id for change in own})
        text = f"other limits of {counted(offers, 'offer')} for {what}"
    return Line(
        section=Section.SELLERS, kind=FOLDED_KINDS[kind], id=providers.FEED, name=providers.FEED, text=text
    )
