"""Changes: the journal in words, gathered by day, by kind, and by the model that they happened to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Annotated, NamedTuple, TypedDict

from sitegen.catalog.alarms import alarms
from sitegen.catalog.model import Catalog
from sitegen.facts.prices import PriceTexts, moved_rules
from sitegen.facts.variants import NONE_PLANNED
from sitegen.forms.blanks import Blank
from sitegen.forms.figures import MANY, count, day, price_label, relative
from sitegen.forms.names import Names
from sitegen.records import Json
from sitegen.records.change import DESCRIBED, LEFT, LIFE, LISTED, RETURNED, Change, keys_of
from sitegen.records.listing import NEVER, Listing
from sitegen.records.price import Price, PriceRule, PriceState, kind_order, price, price_list
from sitegen.records.rating import SOURCE as ARENA


def change_text(change: Change, prices: PriceTexts) -> str:
    """Return a change in words: ``input $5 → $7.50 (+50 %)``, ``context 128,000 → 64,000``."""
    if change.field in LIFE:
        return f"{change.field}{_life_note(change, prices)}"
    if change.field == "pricing.overrides":
        return f"price rules: {_rule_changes(change.old, change.new, prices)}"
    if change.field == "pricing.discount":
        return f"discount {_value_text(change.old)} → {_value_text(change.new)}"
    if change.field.startswith(PRICING):
        return _price_change(change, prices)
    field, ends = change.field, (change.old, change.new)
    asides = [_fault(field, _plain_json(value)) for value in ends]
    if not any(asides) and all(isinstance(value, list | None) for value in ends):
        return f"{field_label(field)} {_set_change(*ends)}"
    was, now = (
        f"set aside: {aside}" if aside else _field_text(field, value)
        for aside, value in zip(asides, ends, strict=True)
    )
    return f"{field_label(field)} {was} → {now}"


PRICING = "pricing."
"""The beginning of the journal's fields of prices."""

_LABELS = {
    "context_length": "context",
    "top_provider.max_completion_tokens": "max output",
    "created": "day of listing",
    "expiration_date": "expires",
    "supported_parameters": "parameters",
    "architecture.input_modalities": "input modalities",
    "architecture.output_modalities": "output modalities",
    "alias_target": "alias points to",
    "alias_target.slug": "alias points to",
}


def field_label(field: str) -> str:
    """Return what a reader calls a field of the journal: ``context`` for ``context_length``."""
    return _LABELS.get(field, field.replace("_", " ").replace(".", " "))


@lru_cache(maxsize=MANY)
def _fault(field: str, value: str) -> str:
    """Return what is wrong with a value, given as JSON, that a listing sets aside; "" for nothing."""
    key, *part = keys_of(field)
    content = json.loads(value)
    row = {"id": "a/b", key: {part[0]: content} if part else content}
    try:
        odd = [one for one in Listing.read(row).odd if field == one.key]
    except ValueError:
        return ""
    return odd[0].fault if odd and content is not None else ""


def _field_text(field: str, value: Json) -> str:
    """Return a value of a field as the page of the model says it."""
    if field == "expiration_date":
        words: dict[str | None, str] = {never.isoformat(): "never" for never in NEVER} | {None: NONE_PLANNED}
        return words.get(value) or _value_text(value) if isinstance(value, str | None) else _value_text(value)
    if field == "created" and isinstance(value, int):
        return day(Listing.read({"id": "a/b", field: value}).listed) or _value_text(None)
    return _value_text(None if value == 0 and field in LENGTHS else value)


LENGTHS = {"context_length", "top_provider.context_length", "top_provider.max_completion_tokens"}
"""Fields in tokens: 0 is none that is published."""


def price_place(field: str) -> int:
    """Return the place of a field of the journal among prices, in page order; other fields come last."""
    key = field.removeprefix(PRICING)
    return kind_order("" if key == field else key)


def _life_note(change: Change, prices: PriceTexts) -> str:
    """Return at which prices an id came or left, or at which rank a name came onto a board of Arena."""
    record = change.old if change.field == LEFT else change.new
    if not isinstance(record, dict):
        return ""
    if change.source == ARENA:
        came_ranked = change.field != LEFT and record.get("rank")
        return f" at rank {record['rank']} with {record.get('score')}" if came_ranked else ""
    pricing = record.get("pricing")
    if not isinstance(pricing, dict):
        return ""
    prompt, completion = pricing.get("prompt"), pricing.get("completion")
    return (
        f" at {prices.journal_text('prompt', prompt)} in, {prices.journal_text('completion', completion)} out"
    )


def _price_change(change: Change, prices: PriceTexts) -> str:
    key = keys_of(change.field)[-1]
    was, now = change.prices or (_read(key, change.old), _read(key, change.new))
    texts = [
        text if price else prices.journal_text(key, value)
        for text, price, value in zip(
            prices.unit_texts(was, now), (was, now), (change.old, change.new), strict=True
        )
    ]
    return f"{price_label(key).lower()} {' → '.join(texts)}{_moved_by(was, now)}"


def _read(key: str, value: Json) -> Price | None:
    try:
        return None if value is None else price(key, value)
    except ValueError:
        return None


def _moved_by(was: Price | None, now: Price | None) -> str:
    """Return by how much a price moved: `` (+50 %)``, or "" where that has no meaning."""
    if was is None or now is None or was.unit is not now.unit:
        return ""
    single = was.state is now.state is PriceState.AMOUNT
    return f" ({relative(was.amount, now.amount)})" if single else ""


def _rule_changes(old: Json, new: Json, prices: PriceTexts) -> str:
    """Return which rules came, went or cost something else, each under its condition."""
    was, now = _rules(old), _rules(new)
    if was is None or now is None:
        return "unreadable"
    moves = moved_rules(was, now, prices)
    parts = [f"{what[:1].lower()}{what[1:]} {' → '.join(ends)}" for what, ends in moves.items()]
    return "; ".join(parts) or "in another order"


def _rules(value: Json) -> Sequence[PriceRule] | None:
    try:
        return price_list({"overrides": value}).rules
    except ValueError:
        return None


def _set_change(old: Json, new: Json) -> str:
    was = {_plain(item) for item in old} if isinstance(old, list) else set()
    now = {_plain(item) for item in new} if isinstance(new, list) else set()
    added, removed = sorted(now - was), sorted(was - now)
    parts = [*(f"+{_cut(item)}" for item in added), *(f"−{_cut(item)}" for item in removed)]
    return ", ".join(parts) or "in another order"


def _value_text(value: Json) -> str:
    if value is None or value == "":
        return Blank.NOT_PUBLISHED.value
    if isinstance(value, int) and not isinstance(value, bool):
        return count(value)
    return _cut(_plain(value))


LONGEST = 300
"""Characters of a value that a change says; git and ``changes.json`` have all of it."""


def _plain(value: Json) -> str:
    """Return a text as it is and any other value as JSON, which is how upstream wrote it."""
    return value if isinstance(value, str) else _plain_json(value)


def _plain_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class ChangeEntry(TypedDict):
    """One change of the journal."""

    on: Annotated[str, "The day of the snapshot that showed it."]
    source: Annotated[str, "openrouter or arena."]
    id: Annotated[str, "The id; for Arena, the board and the name."]
    field: Annotated[str, "The dotted field, or listed, left, returned, described."]
    old: Annotated[Json, "What it was; null where nothing stood, and for listed, left and the like."]
    new: Annotated[Json, "What it is now; null where nothing stands, and for listed, left and the like."]
    text: Annotated[str, "The change in words, in the figures of the pages."]


def change_json(change: Change, prices: PriceTexts) -> ChangeEntry:
    """Return a change as programs read it; the whole records of an id's life stay in the journal."""
    whole = change.field in LIFE
    return {
        "on": change.on.isoformat(),
        "source": change.source,
        "id": change.id,
        "field": change.field,
        "old": None if whole else change.old,
        "new": None if whole else change.new,
        "text": change_text(change, prices),
    }


class ChangeKind(NamedTuple):
    """A kind of change. ``summary`` follows a number; feeds name the kind by its ``term``."""

    term: str
    title: str
    summary: str


PRICES = ChangeKind("prices", "Prices", "with other prices")
CAME = ChangeKind("listed", "Listed", "listed")
CAME_BACK = ChangeKind("returned", "Returned", "returned")
WENT = ChangeKind("left", "Left", "left")
LIMITS = ChangeKind("limits", "Limits, abilities and names", "with other limits, abilities or names")
MOVEMENTS = ChangeKind("arena", "Arena", "moved on Arena")
FIRST_RECORDS = ChangeKind("first-full-records", "First full records", "described for the first time")

KINDS = (PRICES, CAME, CAME_BACK, WENT, LIMITS, MOVEMENTS, FIRST_RECORDS)
"""Every kind, in the order in which a day shows them."""
_OF_LIFE = {LISTED: CAME, RETURNED: CAME_BACK, LEFT: WENT, DESCRIBED: FIRST_RECORDS}


def change_kind(change: Change) -> ChangeKind:
    """Return the kind of a change."""
    if change.source == ARENA:
        return MOVEMENTS
    return _OF_LIFE.get(change.field) or (PRICES if change.field.startswith(PRICING) else LIMITS)


class ChangedName(NamedTuple):
    """What happened on a day to an id, or to a name of Arena, which has no ``path`` and no ``author``.

    ``record`` is the source and the id in the journal: ``openrouter/acme/anvil-2``, ``arena/text/Anvil 2``.
    """

    name: str
    key: str
    path: str
    author: str
    texts: tuple[str, ...]
    record: str
    alarming: bool = False


class ChangeGroup(NamedTuple):
    """What happened to whom on a day, of one kind."""

    kind: ChangeKind
    entries: tuple[ChangedName, ...]


FOLDER = "changes/"
MOST_ALARMING = 8


class JournalDay(NamedTuple):
    """One day of the journal."""

    on: date
    groups: tuple[ChangeGroup, ...]

    @property
    def path(self) -> str:
        """The folder of the day's page."""
        return f"{FOLDER}{self.on.isoformat()}/"

    @property
    def size(self) -> int:
        """The number of entries."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def summary(self) -> str:
        """The kinds with their numbers: ``12 with other prices, 3 listed``."""
        return ", ".join(f"{len(group.entries):,} {group.kind.summary}" for group in self.groups)

    @property
    def alarming(self) -> tuple[ChangedName, ...]:
        """The first of the alarming entries: what a reader of a long day should not miss."""
        found = [entry for group in self.groups for entry in group.entries if entry.alarming]
        return tuple(found[:MOST_ALARMING])


def journal_days(catalog: Catalog, names: Names, prices: PriceTexts) -> tuple[JournalDay, ...]:
    """Return the days of the journal, latest first."""
    by_day = groupby(catalog.journal, key=lambda change: change.on)
    days = [JournalDay(on, _groups(tuple(changes), names, prices)) for on, changes in by_day]
    return tuple(reversed(days))


def _groups(changes: Sequence[Change], names: Names, prices: PriceTexts) -> tuple[ChangeGroup, ...]:
    """Return a day's changes by kind, and within a kind by model, the alarming ones first."""
    alarming = {(alarm.change.id, alarm.change.field) for alarm in alarms(changes)}
    gathered: dict[ChangeKind, dict[str, list[Change]]] = {kind: {} for kind in KINDS}
    for change in changes:
        gathered[change_kind(change)].setdefault(change.id, []).append(change)
    groups = []
    for kind, by_id in gathered.items():
        entries = [_entry(own, names, prices, alarming) for own in by_id.values()]
        groups += [ChangeGroup(kind, tuple(sorted(entries, key=_order)))] if entries else []
    return tuple(groups)


def _order(entry: ChangedName) -> tuple[bool, str, str]:
    return not entry.alarming, entry.name.lower(), entry.key


def _entry(
    changes: Sequence[Change], names: Names, prices: PriceTexts, alarming: set[tuple[str, str]]
) -> ChangedName:
    first = changes[0]
    record = f"{first.source}/{first.id}"
    texts = tuple([change_text(change, prices) for change in worth_telling(changes)])
    if first.source == ARENA:
        board, _, name = first.id.partition("/")
        return ChangedName(name, f"{board} board", "", "", texts, record)
    return ChangedName(
        name=names.ids.get(first.id) or _recorded_name(first),
        key=first.id,
        path=names.path(first.id) or "",
        author=names.own.get(first.id, first.id).partition("/")[0].lstrip("~"),
        texts=texts,
        record=record,
        alarming=bool(alarming) and any((change.id, change.field) in alarming for change in changes),
    )


def _recorded_name(change: Change) -> str:
    """Return the name that the record of an id had when it came or left, else the id."""
    record = change.new if isinstance(change.new, dict) else change.old
    return str(record.get("name") or change.id) if isinstance(record, dict) else change.id


def worth_telling(changes: Sequence[Change]) -> Sequence[Change]:
    """Return an id's changes in the order of a page, without the ends of an interval that a score moved."""
    found = [change for change in changes if change.field not in ("lower", "upper")]
    return found if len(found) <= 1 else sorted(found, key=lambda change: price_place(change.field))
