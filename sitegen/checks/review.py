"""The review of one change of the data: what a person must look at first, what moved, and what is noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sitegen.catalog.alarms import Alarm, AlarmKind, alarms
from sitegen.catalog.changes import Before, changes
from sitegen.catalog.counts import set_aside
from sitegen.catalog.makers import makers_ids
from sitegen.catalog.model import Catalog
from sitegen.catalog.movements import movements, rating_rows
from sitegen.catalog.offers import told
from sitegen.catalog.sellers import Sellers
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
from sitegen.facts.changes.words import change_text, price_place, worth_telling
from sitegen.facts.prices import PriceTexts
from sitegen.facts.sources import RANKING
from sitegen.forms.addresses import model_path
from sitegen.records import Json, Row
from sitegen.records.change import LEFT, LIFE, MAKERS, Change
from sitegen.records.endpoint import SOURCE as SELLERS
from sitegen.records.match import Match
from sitegen.records.review import Line, Review, Section
from sitegen.records.snapshot import FOLDED, SetAside
from sitegen.records.usage import OTHER, Period, Usage
from sitegen.sources import openrouter, providers


@dataclass(frozen=True)
class Side:
    """One side of a review: a state of the data under the name that it was asked for with.

    ``further`` has the records of other sources that the journal follows, by the name of the source.
    """

    label: str
    rows: Sequence[Row]
    catalog: Catalog
    marks: Mapping[str, Json]
    further: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @property
    def further_rows(self) -> list[Row]:
        """The records of all other sources."""
        return [row for rows in self.further.values() for row in rows]


def _names_of(rows: Iterable[Row]) -> dict[str, str]:
    return {str(row["id"]): str(row.get("name") or row["id"]) for row in rows}


def review(old: Side, new: Side) -> Review:
    """Return what changed from one side to the other, gravest first."""
    names = _names_of([*old.further_rows, *new.further_rows, *old.rows, *new.rows])
    moved = _moved(old, new)
    lines = [
        *_moved_lines(moved, names),
        *_set_aside_lines(old.catalog, new.catalog, names),
        *_match_lines(old.catalog, new.catalog),
        *_clashes(old, new),
    ]
    arena, quiet = _arena_lines(old.catalog, new.catalog)
    order = list(Section)
    every = [*lines, *arena, *_usage_lines(old.catalog, new.catalog), *_snapshot_lines(old, new)]
    return Review(
        old=old.label,
        new=new.label,
        lines=tuple(sorted(every, key=lambda line: (order.index(line.section), _gravity(line)))),
        noise=_noise(old, new, quiet),
        pages=_touched(every, moved, old.catalog, new.catalog),
        model_pages=len(new.catalog.models),
    )


def _moved(old: Side, new: Side) -> list[Change]:
    """Return the changes of the catalogue and of further sources on both sides, each with whose it is."""
    gone = frozenset(item.listing.id for model in old.catalog.models for item in model.gone)
    before = {str(row["id"]): row for row in old.rows}
    moved = changes(Before(before, gone), new.rows, on=_NO_DAY, source=openrouter.name)
    for source in sorted(old.further.keys() & new.further.keys()):
        held = {str(row["id"]): row for row in old.further[source]}
        moved += changes(Before(held, frozenset()), new.further[source], on=_NO_DAY, source=source)
    both = SELLERS in old.further and SELLERS in new.further
    sellers = Sellers(old.further[SELLERS] if both else None, before)
    models = (*old.catalog.models, *new.catalog.models)
    makers = makers_ids(model.maker for model in models)
    return [change for change in told(moved, moved, sellers, makers) if change and not change.seller.folded]


def _touched(lines: Iterable[Line], moved: Iterable[Change], old: Catalog, new: Catalog) -> tuple[str, ...]:
    """Return the folders of the model pages that these lines change: the ids' own and the Arena names'."""
    slugs: set[str] = set()
    for known in (old, new):
        slug_of = {key: model.slug for key, model in known.by_id().items()}
        slug_of |= {rated.name: model.slug for model in known.models for rated in model.rated}
        ids = {key for line in lines for key in (line.id, line.name)} | {told_of(one)[1] for one in moved}
        slugs |= {slug_of[key] for key in ids & slug_of.keys()}
    return tuple(model_path(slug) for slug in sorted(slugs))


_NO_DAY = date.min
"""Changes between two sides have no day of their own."""

_FOLDED = {FIRST_OFFERS: "first offers", SELLERS_LIMITS: "sellers' limits"}
"""The kinds of which a review has one line."""

_GRAVITY = (*(kind.name.lower() for kind in AlarmKind), LEFT, "match", "clash", *_FOLDED.values())


def _gravity(line: Line) -> tuple[int, str, int]:
    """Put alarms first, gravest kind first, then what left, matches and clashes; then by id."""
    place = _GRAVITY.index(line.kind) if line.kind in _GRAVITY else len(_GRAVITY)
    return place, line.id, price_place(line.field)


def _moved_lines(moved: Sequence[Change], names: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each change, and one for all changes of each kind that is quiet."""
    alarmed = {(one.change.source, one.change.id, one.change.field): one for one in alarms(moved)}
    quiet: dict[ChangeKind, list[Change]] = {}
    for change in moved:
        if (kind := change_kind(change)) in _FOLDED:
            quiet.setdefault(kind, []).append(change)
        else:
            key = told_of(change)[1]
            name = names.get(key, key)
            yield _moved_line(change, name, alarmed.get((change.source, change.id, change.field)))
    for kind, own in quiet.items():
        yield _folded_line(kind, own)


def _moved_line(change: Change, name: str, alarm: Alarm | None) -> Line:
    # A record that left the catalogue takes a model with it; one that left another source does not.
    urgent = alarm is not None or (change.field == LEFT and change.source == openrouter.name)
    life = change.field in LIFE
    text = change_text(change, PriceTexts())
    if change.source not in (openrouter.name, SELLERS, MAKERS):
        text = f"{change.source}: {text}"
    return Line(
        section=Section.REVIEW if urgent else _SECTIONS.get(change_kind(change), Section.LIFE),
        kind=alarm.kind.name.lower() if alarm else change.field if life else "change",
        id=change.id,
        name=name,
        text=f"{text} ({alarm.words})" if alarm else text,
        field=change.field,
        seller=change.seller.label,
        old=None if life else change.old,
        new=None if life else change.new,
    )


def _folded_line(kind: ChangeKind, own: Sequence[Change]) -> Line:
    """Return one line for all changes of a kind: ``another seller first: 106 ids, no price changed``."""
    ids = len({told_of(change) for change in own})
    what = f"{ids:,} id{'s' if ids > 1 else ''}"
    text = f"another seller first: {what}, no price changed"
    if kind is SELLERS_LIMITS:
        offers = len({change.id for change in own})
        text = f"other limits of {offers:,} offer{'s' if offers > 1 else ''} for {what}"
    return Line(
        section=Section.SELLERS, kind=_FOLDED[kind], id=providers.FEED, name=providers.FEED, text=text
    )


def _set_aside_lines(old: Catalog, new: Catalog, names: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each row and each field that is set aside now and was not before."""
    known = set(_set_aside(old))
    notes = [note for note in _set_aside(new) if note not in known]
    by_field = Counter(note.field for note in notes)
    for note in notes:
        # Of many rows with the same field the report makes one line, if they all say the same.
        text = f"set aside: {note.what if by_field[note.field] < FOLDED or not note.field else note.field}"
        name = names.get(note.row, note.row)
        yield Line(
            section=Section.SET_ASIDE, kind="set aside", id=note.row, name=name, text=text, field=note.field
        )


def _set_aside(catalog: Catalog) -> list[SetAside]:
    feeds = sorted({*catalog.receipts, openrouter.FEED})
    return [note for feed in feeds for note in set_aside(catalog, feed)]


_SECTIONS = {
    PRICES: Section.PRICES,
    MAKERS_PRICES: Section.PRICES,
    SELLERS_KIND: Section.SELLERS,
    LIMITS: Section.LIMITS,
    FURTHER: Section.LIMITS,
}
"""The kinds of change that are no event of an id's life."""


def _match_lines(old: Catalog, new: Catalog) -> Iterator[Line]:
    was, now = _matches(old), _matches(new)
    for name in sorted(was.keys() & now.keys()):
        both = was[name], now[name]
        before, after = [(match.slug, match.confidence.joined) for match in both]
        if before != after:
            words = [f"{m.slug if m.confidence.joined and m.slug else 'none'} ({m.confidence})" for m in both]
            line = {"kind": "match", "id": name, "name": name, "text": f"match {' → '.join(words)}"}
            yield Line(section=Section.REVIEW, old=before[0], new=after[0], **line)


def _matches(known: Catalog) -> dict[str, Match]:
    joined = {rated.name: rated.match for model in known.models for rated in model.rated}
    return joined | {rated.name: rated.match for rated in known.arena_only}


def _clashes(old: Side, new: Side) -> Iterator[Line]:
    """Yield the ids that have become another model's slug: their own page cannot stand any more."""
    known = set(_clashing(old.rows))
    for key in _clashing(new.rows):
        if key not in known:
            text = "is the id of one model and the canonical slug of another"
            yield Line(section=Section.REVIEW, kind="clash", id=key, name=key, text=text)


def _clashing(rows: Iterable[Row]) -> list[str]:
    slug_of = {str(row["id"]): str(row.get("canonical_slug") or row["id"]) for row in rows}
    slugs = set(slug_of.values())
    return sorted(key for key, slug in slug_of.items() if key != slug and key in slugs)


def _arena_lines(old: Catalog, new: Catalog) -> tuple[list[Line], int]:
    """Return the movements beyond their interval, and the number of those within."""
    held = {board.board: rating_rows(board) for board in old.leaderboards}
    lines: list[Line] = []
    quiet = 0
    for board in new.leaderboards:
        rows = held.get(board.board, {})
        moved = movements(Before(rows, frozenset()), board, on=_NO_DAY)
        lines += _movement_lines(moved)
        loud = {change.id for change in moved}
        quiet += sum(1 for key, row in rating_rows(board).items() if key not in loud and rows.get(key) != row)
    return lines, quiet


def _movement_lines(moved: Iterable[Change]) -> Iterator[Line]:
    by_name: dict[str, list[Change]] = {}
    for change in moved:
        by_name.setdefault(change.id, []).append(change)
    prices = PriceTexts()
    for key, changes_of_name in by_name.items():
        board, _, name = key.partition("/")
        text = ", ".join([change_text(change, prices) for change in worth_telling(changes_of_name)])
        yield Line(section=Section.ARENA, kind="movement", id=key, name=name, text=f"{board}: {text}")


_SAID_APART = ("openrouter", "arena", "usage")


def _snapshot_lines(old: Side, new: Side) -> Iterator[Line]:
    """Yield a line for each snapshot of another source that moved."""
    was, now = old.catalog.receipts, new.catalog.receipts
    for feed in sorted(was.keys() | now.keys()):
        before, after = was.get(feed), now.get(feed)
        same = before and after and before.sha256 == after.sha256
        if feed.partition("/")[0] not in _SAID_APART and not same:
            text = f"{after.rows:,} rows ({before.rows:,} before)" if before and after else "is gone"
            if after and not before:
                text = f"read for the first time: {after.rows:,} rows"
            yield Line(section=Section.SOURCES, kind="snapshot", id=feed, name=feed, text=text)


MOST_NAMED = 10
"""So many names that came to a list or left it are said; of the others the number."""


def _usage_lines(old: Catalog, new: Catalog) -> Iterator[Line]:
    """Yield one line for a whole ranking that moved: every figure of it does, every day."""
    was, now = old.usage, new.usage
    if was == now:
        return
    texts = ["is gone"]
    if now is not None:
        period = "the week to" if now.period is Period.WEEK else "days to"
        texts = [f"{period} {now.latest}, as of {now.cited_as_of}, {len(now.rows):,} rows"]
        if was is None:
            texts[0] = f"read for the first time: {texts[0]}"
        else:
            held, listed = _listed(was), _listed(now)
            texts[0] += f" ({len(was.rows):,} before)"
            texts += [*_named("entered the list", listed - held), *_named("left it", held - listed)]
    yield Line(section=Section.USAGE, kind="usage", id=RANKING, name=RANKING, text="; ".join(texts))


def _listed(usage: Usage) -> set[str]:
    return {row.name for row in usage.rows if row.on == usage.latest and row.name != OTHER}


def _named(what: str, names: set[str]) -> Iterator[str]:
    shown, more = sorted(names)[:MOST_NAMED], len(names) - MOST_NAMED
    if shown:
        yield f"{what}: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}"


def _noise(old: Side, new: Side, quiet: int) -> dict[str, int]:
    """Count what moved without a fact moving: marks, descriptions, ratings within their interval."""
    was, now = ({str(row["id"]): row.get("description") for row in side.rows} for side in (old, new))
    prose = sum(was[key] != now[key] for key in was.keys() & now.keys())
    marks = sum(old.marks[key] != new.marks[key] for key in old.marks.keys() & new.marks.keys())
    counts = {"benchmark marks": marks, "descriptions": prose, "Arena scores within their interval": quiet}
    return {kind: number for kind, number in counts.items() if number}
