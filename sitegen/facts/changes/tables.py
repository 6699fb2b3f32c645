"""The changes of a day as tables: prices, what is new, what is retired, each model once with all its ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sitegen.catalog.alarms import Place, place_of
from sitegen.catalog.alarms.judged import BASE
from sitegen.catalog.model import Catalog
from sitegen.facts.changes.kinds import CAME, CAME_BACK, PRICES, WENT, ChangeKind
from sitegen.facts.changes.words import (
    PriceStep,
    change_texts,
    plain_text,
    price_place,
    price_step,
    seller_name,
)
from sitegen.facts.prices import PriceTexts
from sitegen.forms.figures import tokens
from sitegen.forms.names import Names
from sitegen.forms.word_lists import joined
from sitegen.records import Json, Row
from sitegen.records.change import PRICING, Change, Move
from sitegen.records.listing import ALIAS_MARK
from sitegen.records.rating import SOURCE as ARENA
from sitegen.sources import openrouter
from sitegen.text import counted


class Named(NamedTuple):
    """A model as a table names it: ``ids`` are all ids of it of which the row tells, the plain one first."""

    name: str
    path: str
    ids: tuple[str, ...]


class PriceRow(NamedTuple):
    """What moved of a model's prices on a day; ``sellers`` are those that moved it, "" where none is known.

    ``others`` are the prices beside input and output in words; ``rules`` what moved by prompt size or hour.
    """

    model: Named
    sellers: str
    input: PriceStep | None
    output: PriceStep | None
    others: tuple[str, ...]
    rules: tuple[str, ...]
    alarming: bool

    @property
    def size(self) -> float:
        """How far the price moved that moved furthest of input and output."""
        return max(step.size if step else 0 for step in (self.input, self.output))


class LifeRow(NamedTuple):
    """A model that came or left, at the prices and with the context that its record had then."""

    model: Named
    input: str
    output: str
    context: str
    returned: bool


class TextRow(NamedTuple):
    """What else happened to a model, a seller of it or a name of Arena, in words."""

    model: Named
    texts: tuple[str, ...]
    alarming: bool


class TextTable(NamedTuple):
    """Changes of one kind that are told in words."""

    kind: ChangeKind
    rows: tuple[TextRow, ...]


class DayTables(NamedTuple):
    """All tables of a day.

    ``unknown`` says of how many ids it cannot be told whose price moved, and why, and which aliases are
    left out.
    """

    prices: tuple[PriceRow, ...] = ()
    came: tuple[LifeRow, ...] = ()
    left: tuple[LifeRow, ...] = ()
    texts: tuple[TextTable, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def life(self) -> tuple[tuple[ChangeKind, tuple[LifeRow, ...]], ...]:
        """The models that came, those that returned among them, and those that left, each under its kind."""
        return tuple([(kind, rows) for kind, rows in ((CAME, self.came), (WENT, self.left)) if rows])

    @property
    def counts(self) -> tuple[tuple[ChangeKind, int], ...]:
        """How many rows there are of each kind, without kinds that have none."""
        returned = sum(row.returned for row in self.came)
        life = (PRICES, len(self.prices)), (CAME, len(self.came) - returned), (CAME_BACK, returned)
        found = (*life, (WENT, len(self.left)), *((table.kind, len(table.rows)) for table in self.texts))
        return tuple([(kind, number) for kind, number in found if number])


class Doubt(NamedTuple):
    """A value of the source that nobody confirmed, or that a person does not show; ``word`` says which.

    ``whose`` is the seller or maker that asks it; "" for what the catalogue shows.
    """

    value: Json
    label: str
    word: str
    whose: str = ""


class TableContext(NamedTuple):
    """What the tables of all days are made with; ``targets`` has the slug behind each alias."""

    names: Names
    prices: PriceTexts
    targets: Mapping[str, str]
    alarming: frozenset[Place]
    doubted: Mapping[tuple[str, str, str], Doubt]

    def texts(self, changes: Sequence[Change]) -> tuple[str, ...]:
        """Return what happened in words, and what is doubted of the values that came of it."""
        return change_texts(changes, self.prices) + self.doubts(changes)

    def doubts(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """Return what is doubted of values that came of changes: ``Forge: input price is unconfirmed``."""
        labels: dict[tuple[str, str], dict[str, None]] = {}
        for one in changes if self.doubted else ():
            doubt = self.doubted.get((one.source, one.id, one.field))
            if doubt and doubt.value == one.new:
                labels.setdefault((doubt.whose, doubt.word), {})[doubt.label] = None
        return tuple(
            [
                f"{f'{whose}: ' if whose else ''}{joined(list(of))} {'is' if len(of) == 1 else 'are'} {word}"
                for (whose, word), of in labels.items()
            ]
        )

    def model(self, ids: Iterable[str]) -> Named:
        """Return how a table names a model of which it tells under these ids."""
        ordered = sorted(ids, key=lambda key: (key.startswith(ALIAS_MARK), ":" in key, key))
        first = ordered[0]
        return Named(self.names.ids.get(first) or first, self.names.path(first) or "", tuple(ordered))

    def slug(self, key: str) -> str:
        """Return the slug of the model that an id is told under; an alias is told under its target."""
        return self.targets.get(key) or self.names.own.get(key, key)

    def alarms(self, changes: Iterable[Change]) -> bool:
        """Whether one of these changes is more often a mistake than news."""
        return bool(self.alarming) and any(place_of(change) in self.alarming for change in changes)


def table_context(
    catalog: Catalog,
    names: Names,
    prices: PriceTexts,
    alarming: Iterable[Place],
    doubted: Mapping[tuple[str, str, str], Doubt],
) -> TableContext:
    """Return what the tables of all days are made with."""
    listings = (listing for model in catalog.models for listing in model.listings)
    targets = {one.id: one.alias_target.slug for one in listings if one.alias_target}
    own = {key: names.own.get(slug, slug) for key, slug in targets.items()}
    return TableContext(names, prices, own, frozenset(alarming), doubted)


Subjects = Mapping[tuple[str, str], Sequence[Change]]
"""Changes by the source and the id that they are told under."""


def price_rows(changes: Subjects, context: TableContext) -> tuple[PriceRow, ...]:
    """Return the moves of a day's prices, those that need a look first, then those that moved furthest.

    Ids of a model that moved alike share a row, and so do sellers of the same ids.
    """
    ids: dict[tuple[str, str, _Moved], list[str]] = {}
    alarming: set[_Moved] = set()
    for (key, seller), own in _by_seller(changes).items():
        moved = _moved(own, context)
        ids.setdefault((context.slug(key), seller, moved), []).append(key)
        alarming |= {moved} if context.alarms(own) else set()
    sellers: dict[tuple[tuple[str, ...], _Moved], list[str]] = {}
    for (_, seller, moved), keys in ids.items():
        sellers.setdefault((tuple(keys), moved), []).append(seller)
    rows = [
        PriceRow(context.model(keys), ", ".join(filter(None, names)), *moved, alarming=moved in alarming)
        for (keys, moved), names in sellers.items()
    ]
    return tuple(sorted(rows, key=_most_moved))


def without_aliases(rows: Sequence[PriceRow]) -> tuple[tuple[PriceRow, ...], tuple[str, ...]]:
    """Return the rows of models, and a sentence on aliases that did not move with the model behind them.

    Such an alias leads to another model since then, or shows another seller's price: no model's price moved.
    """
    alone = {row.model.ids: row for row in rows if all(key.startswith(ALIAS_MARK) for key in row.model.ids)}
    ids = ", ".join(sorted(key for ids in alone for key in ids))
    told = (f"Not listed are aliases that got another model or seller behind them: {ids}",) if alone else ()
    return tuple([row for row in rows if row.model.ids not in alone]), told


def _most_moved(row: PriceRow) -> tuple[bool, float, str, tuple[str, ...]]:
    return not row.alarming, -row.size, row.model.name.lower(), row.model.ids


def _by_seller(changes: Subjects) -> dict[tuple[str, str], list[Change]]:
    """Return changes by the id that they are told of and the seller whose they are."""
    found: dict[tuple[str, str], list[Change]] = {}
    for (_, key), own in changes.items():
        for change in own:
            found.setdefault((key, seller_name(change)), []).append(change)
    return found


class _Moved(NamedTuple):
    """What moved of one id's prices."""

    input: PriceStep | None
    output: PriceStep | None
    others: tuple[str, ...]
    rules: tuple[str, ...]


def _moved(changes: Iterable[Change], context: TableContext) -> _Moved:
    prices = context.prices
    ordered = sorted(changes, key=lambda change: price_place(change.field))
    last = {change.field: change for change in ordered if change.field in BASE}
    steps = {field: price_step(change, prices) for field, change in last.items()}
    others = [change for change in ordered if change is not last.get(change.field)]
    rules = [change for change in others if change.field == _RULES]
    return _Moved(
        input=steps.get(BASE[0]),
        output=steps.get(BASE[1]),
        others=(
            *[plain_text(change, prices) for change in others if change not in rules],
            *context.doubts(ordered),
        ),
        rules=tuple([plain_text(change, prices) for change in rules]),
    )


_RULES = f"{PRICING}overrides"


def unknown_moves(changes: Iterable[Change]) -> Iterator[str]:
    """Yield why it cannot be told whose a change is, with the number of ids of which that holds."""
    why = {(change.id, change.seller.why) for change in changes if change.seller.move is Move.UNKNOWN}
    for reason, number in Counter(reason for _, reason in why).most_common():
        ids, said = counted(number, "id"), reason if number == 1 else f"of each, {reason}"
        yield f"Of {ids} nobody can tell whether a seller’s price moved or another is put first: {said}"


def life_rows(changes: Subjects, context: TableContext, *, returned: bool = False) -> Iterator[LifeRow]:
    """Yield a row for each model that came or left, with what the record of its plain id said."""
    by_slug: dict[str, dict[str, Row]] = {}
    for (_, key), (change, *_) in changes.items():
        record = change.new if isinstance(change.new, dict) else change.old
        by_slug.setdefault(context.names.own.get(key, key), {})[key] = (
            record if isinstance(record, dict) else {}
        )
    for records in by_slug.values():
        model = context.model(records)
        record = records[model.ids[0]]
        if model.name == model.ids[0]:
            model = model._replace(name=str(record.get("name") or model.name))
        pricing, length = record.get("pricing"), record.get("context_length")
        told = pricing if isinstance(pricing, dict) else {}
        yield LifeRow(
            model,
            context.prices.journal_text("prompt", told.get("prompt")),
            context.prices.journal_text("completion", told.get("completion")),
            tokens(length if isinstance(length, int) and length else None).text,
            returned,
        )


def by_name(rows: Iterable[LifeRow]) -> tuple[LifeRow, ...]:
    """Return rows in the order of their names; variants of models that stay stand behind whole models."""
    return tuple(
        sorted(rows, key=lambda row: (":" in row.model.ids[0], row.model.name.lower(), row.model.ids))
    )


def text_rows(changes: Subjects, context: TableContext) -> tuple[TextRow, ...]:
    """Return what happened to each model in words; ids of one model of which the same is said share a row."""
    ids: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    alarming: dict[tuple[str, str, tuple[str, ...]], bool] = {}
    for (source, key), own in changes.items():
        at = source, context.slug(key) if source == openrouter.name else key, context.texts(own)
        ids.setdefault(at, []).append(key)
        alarming[at] = alarming.get(at, False) or context.alarms(own)
    rows = [TextRow(_named(source, keys, context), said, alarming[source, slug, said])
            for (source, slug, said), keys in ids.items()]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (not row.alarming, row.model.name.lower(), row.model.ids)))


def _named(source: str, keys: Sequence[str], context: TableContext) -> Named:
    """Return the model that ids are of, or a name of Arena with its board."""
    if source == ARENA:
        board, _, name = keys[0].partition("/")
        return Named(name, "", (f"{board} board",))
    return context.model(keys)
