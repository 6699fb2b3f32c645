"""OpenRouter's ranking of models by tokens: day by day from its Data API, or a week's totals from a file.

Documentation: https://openrouter.ai/docs/api/api-reference/datasets/get-rankings-daily (any OpenRouter key
will do; CC BY 4.0, to be cited as "Source: OpenRouter (openrouter.ai/rankings), as of {as_of}."). A day has
at most 50 names and the row ``other``, which adds up the rest.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pydantic import ValidationError

from sitegen.records import Json, Row, rows_in
from sitegen.records.snapshot import CC_BY_4, Feed, OnFile, SetAside, Snapshot, SourceInfo, snapshot_file
from sitegen.records.usage import OTHER, Period, Usage, UsageRow
from sitegen.sources.refusal import (
    answer_refused,
    as_row,
    reason,
    require_few_set_aside,
    row_name,
    rows_of,
    sent_row,
)

name = "usage"
info = SourceInfo(
    name="OpenRouter’s usage",
    publisher="OpenRouter",
    link="https://openrouter.ai/rankings",
    # Word for word what the terms ask for, up to the day.
    credit="Source: OpenRouter (openrouter.ai/rankings)",
    licence=CC_BY_4,
    tells="Usage",
)
key_variable: str | None = "OPENROUTER_API_KEY"
key_required = True
known_settings: tuple[str, ...] = ("address",)
# A row without its day, name or tokens is set aside as a whole.
guarded_fields: tuple[str, ...] = ()
steady_fields: Mapping[str, float] = {"tokens": 10.0}

FEED = "usage/daily"
FILE = snapshot_file(FEED)
ADDRESS = "https://openrouter.ai/api/v1/datasets/rankings-daily"
WINDOW = 30
"""Days that are asked for, the last one being the day before the fetch: the last that is complete."""

STANDARD = "standard"
"""The weekly file's name for the variant without a suffix."""


_Key = tuple[str, str]
"""A row's day and name."""


class _Refused(NamedTuple):
    key: _Key
    note: SetAside


def feeds(settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG001 - see Source
    """Return the one feed: the window of days that ends before ``on``."""
    address = str(settings.get("address", ADDRESS))
    end = on - timedelta(days=1)
    query = {"start_date": (end - timedelta(days=WINDOW - 1)).isoformat(), "end_date": end.isoformat()}
    return (Feed(FEED, (f"{address}{'&' if '?' in address else '?'}{urlencode(query)}",)),)


def feed_from(address: str, answer: Json) -> Feed:  # noqa: ARG001 - every answer is of the one ranking
    """Return the feed for an answer read from somewhere else."""
    return Feed(FEED, (address,))


def next_address(address: str, answer: Json) -> str | None:  # noqa: ARG001 - part of the Source protocol
    """Return None: the window comes in one answer."""
    return None


def counts(value: Json) -> dict[str, int]:
    """Return how many days and rows a window has, and how many rows its latest day has.

    The names of a window move on with it; their number does not. A week's totals have rows alone, so that
    the days on file are not given up for them in silence.
    """
    ranking = value if isinstance(value, dict) else {}
    rows = rows_in(ranking.get("rows"))
    numbers = {"rows": len(rows)}
    if ranking.get("period") == Period.DAY and rows:
        days = [str(row.get("on")) for row in rows]
        numbers |= {"days": len(set(days)), "rows.latest day": days.count(max(days))}
    return numbers


def named_rows(value: Json) -> dict[str, Row]:
    """Return a row for each name in a window of days; a week's list has other names, which say nothing."""
    ranking = value if isinstance(value, dict) and value.get("period") == Period.DAY else {}
    return {str(row.get("name")): row for row in rows_in(ranking.get("rows"))}


def journaled(on_file: OnFile) -> list[Row] | None:  # noqa: ARG001 - part of the Source protocol
    """Return None: all figures move every day, and a line a name would drown the facts; git shows them."""
    return None


def snapshot(feed: Feed, answers: Sequence[Json], previous: Json) -> Snapshot:
    """Return the ranking in normal form: one row a day and name, by day and name."""
    weekly = [_is_weekly(answer) for answer in answers]
    if len(set(weekly)) > 1:
        raise answer_refused(feed.name, "the answers are daily and weekly ones; give one kind")
    period = Period.WEEK if weekly[0] else Period.DAY
    upstream = [row for answer in answers for row in _upstream_rows(feed.name, answer)]
    accepted, refused = _rows(upstream, period)
    notes = tuple(row.note for row in refused)
    require_few_set_aside(feed.name, notes, len(upstream))
    if all(row.name == OTHER for row in accepted.values()):
        raise answer_refused(feed.name, "the answer names no model")
    kept = _last_good(previous, period, refused, accepted)
    rows: list[Json] = [*kept, *(row.model_dump(mode="json") for row in accepted.values())]
    rows.sort(key=_order)
    value: Json = {"period": period.value, "as_of": _as_of(answers, previous, period, rows), "rows": rows}
    return Snapshot(FEED, {FILE: value}, len(rows), max(row.on for row in accepted.values()), notes)


def usage(value: Json) -> Usage:
    """Return the ranking of the file on disk; raises pydantic's ValidationError or ValueError."""
    return Usage.model_validate(as_row(value))


def _is_weekly(answer: Json) -> bool:
    return isinstance(answer, dict) and "rankingData" in answer


def _upstream_rows(feed: str, answer: Json) -> list[Json]:
    """Return an answer's rows under our names; the week's rows all get the day on which the week ends.

    A week's row is dated by the last day on which its model was used at all; its total is the week's.
    """
    if not _is_weekly(answer):
        return [_daily(row) if isinstance(row, dict) else row for row in rows_of(feed, answer, "data")]
    kind = answer.get("rankingType") if isinstance(answer, dict) else None
    if kind != Period.WEEK:
        raise answer_refused(feed, f"a ranking of type {kind!r:.60} is not known; it must be 'week'")
    rows = rows_of(feed, answer, "rankingData")
    days = [day for row in rows if isinstance(row, dict) and (day := _day(row.get("date")))]
    end = max(days, default=None)
    return [_weekly(row, end) if isinstance(row, dict) else row for row in rows]


def _daily(row: Row) -> Row:
    return {
        "on": _day(row.get("date")),
        "name": row.get("model_permaslug"),
        "tokens": _number(row.get("total_tokens")),
    }


def _weekly(row: Row, end: str | None) -> Row:
    slug, variant = row.get("model_permaslug"), row.get("variant") or STANDARD
    prompt, answer = (_number(row.get(f"total_{kind}_tokens")) for kind in ("prompt", "completion"))
    return {
        "on": end if _day(row.get("date")) else None,
        "name": slug if variant == STANDARD or not isinstance(slug, str) else f"{slug}:{variant}",
        "tokens": None if prompt is None or answer is None else prompt + answer,
    }


def _day(value: Json) -> str | None:
    """Return the day of ``2026-05-11`` or ``2026-05-11 00:00:00``, or None where there is none."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d([ T][\d:.]+Z?)?", value):
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def _number(value: Json) -> int | None:
    """Return a count of tokens: a decimal string, so that 64 bits are not cut, or a whole number."""
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"[0-9]{1,30}", value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


_NO_FIELD = {
    "on": "date: is no day",
    "name": "model_permaslug: is no name",
    "tokens": "tokens: are no number",
}


def _rows(upstream: Iterable[Json], period: Period) -> tuple[dict[_Key, UsageRow], list[_Refused]]:
    """Return the rows by day and name, and the rows that are refused."""
    accepted: dict[_Key, UsageRow] = {}
    refused: list[_Refused] = []
    for row in upstream:
        key = _key(row)
        try:
            accepted[key] = _read(sent_row(row), period, again=key in accepted)
        except (ValidationError, ValueError) as error:
            label = ", ".join(part for part in reversed(key) if part) or row_name(row, ())
            refused.append(_Refused(key, SetAside(row=label, reason=reason(error))))
    return accepted, refused


def _key(row: Json) -> _Key:
    """Return the day and the name of a row, as far as it has them."""
    fields = row if isinstance(row, dict) else {}
    return str(fields.get("on") or ""), str(fields.get("name") or "")[:200]


def _read(row: Row, period: Period, *, again: bool) -> UsageRow:
    fault = next((words for field, words in _NO_FIELD.items() if row.get(field) is None), None)
    if row.get("name") == OTHER and period is Period.WEEK:
        fault = "model_permaslug: is no model, and the week's list is whole"
    if fault or again:
        raise ValueError(fault or "is there a second time")
    return UsageRow.model_validate(row)


def _last_good(
    previous: Json, period: Period, refused: Sequence[_Refused], accepted: Container[_Key]
) -> list[Json]:
    """Return the rows on file of the days and names that were refused this time."""
    ranking = previous if isinstance(previous, dict) and previous.get("period") == period else {}
    keys = {row.key for row in refused if row.key not in accepted}
    return [row for row in rows_in(ranking.get("rows")) if _key(row) in keys]


def _as_of(answers: Sequence[Json], previous: Json, period: Period, rows: list[Json]) -> str | None:
    """Return the time that the answer gives itself; while the rows stay the same, the time on file.

    Upstream stamps each answer with the moment in which it made it, and a fetch that brings nothing new must
    write nothing.
    """
    if isinstance(previous, dict) and previous.get("period") == period and previous.get("rows") == rows:
        time = previous.get("as_of")
        return time if isinstance(time, str) else None
    metas = [answer.get("meta") for answer in answers if isinstance(answer, dict)]
    times = [meta.get("as_of") for meta in metas if isinstance(meta, dict)]
    return max((time for time in times if isinstance(time, str) and _TIME.fullmatch(time)), default=None)


_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?")


def _order(row: Json) -> tuple[str, bool, str]:
    """Return the key that sorts rows by day and name, the rest last: a restated figure moves no line."""
    fields = as_row(row)
    return str(fields["on"]), fields["name"] == OTHER, str(fields["name"])
