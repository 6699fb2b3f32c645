"""Guards of a fetch: an answer that lost rows, names or the values of a field, or grew too fast, is refused.

The figures come from real days of OpenRouter's catalogue: 29 of 364 ids left in one day, 11.5 % in 49 days,
21 % in 94. A person who knows better takes the answer with ``--accept-change``, which the receipt then says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple, TypeGuard

from sitegen.catalog.alarms import Accepted
from sitegen.errors import SourceError
from sitegen.records import Json, Row, json_bytes
from sitegen.records.change import Change
from sitegen.records.snapshot import Admission, Receipt, SetAside, Size, Snapshot
from sitegen.sources import Source
from sitegen.sources.refusal import answer_refused
from sitegen.text import one_line

MOST_LOST = 0.1
"""The share of rows, names or values that an answer may lose."""

MORE_A_DAY = 0.003
"""The share of names, and of a size of some days ago, that it may lose besides for each day since then."""

MOST_GROWN = 3
"""So many times as many things as are on file are still believed."""

SIZE_HOLDS = 30
"""Days after which today's size is the one that later answers are held against, though it is smaller."""

MOST_ROWS = 50_000
"""So many rows of one answer are taken unasked: a hundred times a real catalogue, five times all boards."""

MOST_NEW_KEYS = 500
"""So many keys that sitegen does not know are believed. Real days had three, and each stands on pages."""

FEW = 0.25
"""A field that no larger share of the rows had is not missed. Of those of models.dev 40 % have prices."""

NAMES, VALUES, SCALE = "names", "values.", "scale."


class Fault(NamedTuple):
    """What looks wrong about an answer: how many things of a kind there were and are, and a sentence."""

    kind: str
    old: int
    new: int
    text: str


def suspicions(
    source: Source, snapshot: Snapshot, previous: Json, receipt: Receipt | None, on: date
) -> tuple[list[Fault], Size]:
    """Return what looks wrong about a new snapshot, and the size that the next one is held against.

    ``previous`` is the main file on disk, None where there is none; ``receipt`` is the one that it has.
    """
    now = Size(on=on, counts=dict(source.counts(snapshot.main)))
    many = list(_too_many_rows(snapshot, receipt))
    if previous is None:
        return many, now
    before, since = source.counts(previous), receipt.changed if receipt else on
    size = (receipt and receipt.size) or Size(on=since, counts=dict(before))
    # On the top of a board a missing row says nothing, and the whole of it is far longer.
    whole = not (_is_partial(previous) or _is_partial(snapshot.main))
    faults = many + (list(_size_faults(before, size, now)) if whole else [])
    rows, new_rows = source.named_rows(previous), source.named_rows(snapshot.main)
    if whole and not faults:
        faults = _lost_names(rows, new_rows, (on - since).days)
    was = _Values(rows, receipt.set_aside if receipt else ())
    faults += _lost_values(source.guarded_fields, was, _Values(new_rows, snapshot.set_aside))
    faults += _other_scales(source.steady_fields, rows, new_rows)
    grown = all(now.counts.get(kind, 0) >= number for kind, number in size.counts.items())
    return faults, now if faults or grown or (on - size.on).days > SIZE_HOLDS else size


def require_few_new_keys(snapshot: Snapshot) -> None:
    """Raise SourceError for an answer with more new keys than a site could show; nobody can take it."""
    new = snapshot.unknown_keys
    if len(new) > MOST_NEW_KEYS:
        what = f"the answer has {len(new):,} new keys, such as {one_line(min(new), 60)}"
        raise answer_refused(snapshot.feed, f"{what}, and at most {MOST_NEW_KEYS} are believed")


def _too_many_rows(snapshot: Snapshot, receipt: Receipt | None) -> Iterator[Fault]:
    """Yield that an answer has more rows than are taken unasked, until a person has taken one that has."""
    old = receipt.rows if receipt else 0
    if snapshot.rows > MOST_ROWS >= old:
        text = f"{snapshot.rows:,} rows, and more than {MOST_ROWS:,} are taken only where a person says so"
        yield Fault("rows", old, snapshot.rows, text)


def admission(
    feed: str, faults: Sequence[Fault], size: Size, accepted: Sequence[Accepted], *, take: bool
) -> Admission:
    """Return that an answer may be written; raises SourceError for a fault that no person takes.

    ``take`` takes all of them, and a line of ``accepted.toml`` under the feed's name the one that it names.
    """
    changes = (
        Change(on=size.on, source=feed, id=feed, field=fault.kind, old=fault.old, new=fault.new)
        for fault in faults
    )
    covered = [any(line.covers(one) for line in accepted) for one in changes]
    if not take and not all(covered):
        raise SourceError(
            feed,
            f"the answer is refused: {'; '.join(fault.text for fault in faults)}",
            "the snapshot on file stays; if the answer is right, fetch with --accept-change",
        )
    return Admission(size, tuple(fault.text for fault in faults))


def _is_partial(value: Json) -> bool:
    return isinstance(value, dict) and value.get("partial") is True


def _size_faults(before: Mapping[str, int], size: Size, now: Size) -> Iterator[Fault]:
    """Yield the kinds of which there are too few now, against the file or the size of an earlier day."""
    share = MOST_LOST + MORE_A_DAY * max(0, (now.on - size.on).days)
    for kind, old in before.items():
        new, taken = now.counts.get(kind, 0), size.counts.get(kind, 0)
        what = f"{new:,} {kind.replace('.', ' of ')} where"
        if old - new > MOST_LOST * old:
            yield Fault(kind, old, new, f"{what} {old:,} are on file, over {MOST_LOST:.0%} fewer")
        elif taken - new > share * taken:
            yield Fault(kind, taken, new, f"{what} {taken:,} were on {size.on}, over {share:.1%} fewer")
        elif new > MOST_GROWN * old > 0:
            yield Fault(kind, old, new, f"{what} {old:,} are on file, over {MOST_GROWN} times as many")


def _lost_names(before: Mapping[str, Row], now: Mapping[str, Row], days: int) -> list[Fault]:
    gone = [name for name in before if name not in now]
    if len(gone) <= (MOST_LOST + MORE_A_DAY * max(0, days)) * len(before):
        return []
    text = f"{len(gone):,} of {len(before):,} names are gone{_renamed(gone, before, now)}"
    return [Fault(NAMES, len(before), len(before) - len(gone), text)]


NAME_KEYS = ("id", "canonical_slug", "name", "links")
"""The keys of a record that say what it is called."""


def _renamed(gone: Iterable[str], before: Mapping[str, Row], now: Mapping[str, Row]) -> str:
    """Return the first name that is gone with the one under which the same record came, in brackets."""
    came = {_content(row): name for name, row in now.items() if name not in before}
    pairs = [(name, came[content]) for name in gone if (content := _content(before[name])) in came]
    return f" ({pairs[0][0]} seems to be renamed to {pairs[0][1]})" if pairs else ""


def _content(row: Row) -> bytes:
    return json_bytes({key: value for key, value in row.items() if key not in NAME_KEYS})


class _Values:
    """The values of named rows; one that was set aside, as the notes say, is none."""

    def __init__(self, rows: Mapping[str, Row], notes: Iterable[SetAside]) -> None:
        self.rows = rows
        self._odd = {(note.row, note.field) for note in notes if note.field}

    def has(self, name: str, field: str) -> bool:
        """Return whether a row says something under a dotted key: null, "", 0, [] and {} say nothing."""
        value: Json = self.rows[name]
        path = ""
        for key in field.split("."):
            path = f"{path}.{key}" if path else key
            value = value.get(key) if isinstance(value, dict) and (name, path) not in self._odd else None
        return bool(value) or value is False


def _lost_values(fields: Iterable[str], before: _Values, now: _Values) -> Iterator[Fault]:
    """Yield the fields whose values are gone, counted over the rows that both answers have.

    A field that few of these rows had does not count. One value alone is an event of its model.
    """
    both = before.rows.keys() & now.rows.keys()
    for field in fields:
        had = [name for name in both if before.has(name, field)]
        lost = sum(not now.has(name, field) for name in had)
        if len(had) > FEW * len(both) and lost > max(1, MOST_LOST * len(had)):
            text = f"{lost:,} of {len(had):,} rows had {field} and have none"
            yield Fault(f"{VALUES}{field}", len(had), len(had) - lost, text)


def _other_scales(
    fields: Mapping[str, float], before: Mapping[str, Row], now: Mapping[str, Row]
) -> Iterator[Fault]:
    """Yield the fields of numbers that moved by more than their factor in most rows that both answers have.

    The median of them says so: a scale that was changed, ratings times ten or counts in thousands.
    """
    both = before.keys() & now.keys()
    for field, most in fields.items():
        pairs = [(before[name].get(field), now[name].get(field)) for name in both]
        numbers = [(float(old), float(new)) for old, new in pairs if _is_number(old) and _is_number(new)]
        factors = [new / old for old, new in numbers if old > 0]
        if factors and not 1 / most <= median(factors) <= most:
            old, new = (median(values) for values in zip(*numbers, strict=True))
            text = f"{field} is about {new:,.6g} where it was {old:,.6g}, in most of {len(factors):,} rows"
            yield Fault(f"{SCALE}{field}", round(old), round(new), text)


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
