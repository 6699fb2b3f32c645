"""Acceptance: open alarms are listed or accepted by a person, and entries that accept nothing removed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sitegen.catalog.alarms import Alarm
from sitegen.catalog.alarms.life import used_up
from sitegen.checks.acceptance import (
    AlarmEvent,
    accepted_table,
    accepting_command,
    alarm_events,
    alarm_text,
    standing_alarms,
)
from sitegen.errors import UsageError
from sitegen.records import Row
from sitegen.store.dataset import Dataset, joined, read_dataset
from sitegen.store.overrides import add_accepted, remove_accepted
from sitegen.text import nearest, one_line


def listed_alarms(root: Path) -> list[Row]:
    """Return the open alarms: the change, a sentence, and the command that accepts it."""
    return [
        {
            "id": alarm.change.id,
            "field": alarm.change.field,
            "old": alarm.change.old,
            "new": alarm.change.new,
            "on": alarm.change.on.isoformat(),
            "text": alarm_text(alarm),
            "command": accepting_command([alarm.change.id], alarm.change.field),
        }
        for alarm in _standing(read_dataset(root / "data"))
    ]


def listed_events(root: Path) -> list[AlarmEvent]:
    """Return the open alarms as a person reads them: what happened to a model, or to many alike, is one."""
    return alarm_events(_standing(read_dataset(root / "data")))


def _standing(state: Dataset) -> list[Alarm]:
    return standing_alarms(joined(state).journal, state.accepted, state.corrections)


def accept_alarms(
    root: Path, ids: Sequence[str], field: str | None, who: str | None, why: str | None
) -> Iterator[str]:
    """Accept the open alarms of ids or slugs, all where there is none; return a sentence for each.

    Raises UsageError where somebody or a reason is missing, or an id has no open alarm.
    """
    if not why or not why.strip():
        raise UsageError("--why", "is missing or empty", 'say what you checked: --why "…"')
    name = (who or git_user(root)).strip()
    if not name:
        raise UsageError("--who", "is missing, and git has no user.name", 'say who checked it: --who "…"')
    state, today = read_dataset(root / "data"), datetime.now(UTC).date()
    chosen = _chosen(state, ids, field)
    # Several rules of one change may be alarming.
    changes = {(alarm.change.id, alarm.change.field): alarm.change for alarm in chosen}
    tables = [accepted_table(change, who=name, why=why.strip(), on=today) for change in changes.values()]
    if tables:
        add_accepted(root / "data", tables)
    return (f"accepted by {name}: {event.subject}: {event.text}" for event in alarm_events(chosen))


def _chosen(state: Dataset, ids: Sequence[str], field: str | None) -> list[Alarm]:
    """Return the open alarms of ids or slugs, all where there is none."""
    standing = [alarm for alarm in _standing(state) if field in (None, alarm.change.field)]
    slug_of = {listing.id: listing.slug for listing in state.listings}
    for name in ids:
        if not any(name in _names(alarm, slug_of) for alarm in standing):
            fault = f"has no open alarm of {one_line(field)}" if field else "has no open alarm"
            step = nearest(name, [alarm.change.id for alarm in standing], "sitegen accept lists them")
            raise UsageError(one_line(name), fault, step)
    return [alarm for alarm in standing if not ids or not _names(alarm, slug_of).isdisjoint(ids)]


def _names(alarm: Alarm, slug_of: dict[str, str]) -> set[str]:
    """Return the names under which an alarm is accepted: of a seller's, also the id that it sells."""
    keys = {alarm.change.id, alarm.change.seller.of or alarm.change.id}
    return keys | {slug_of[key] for key in keys & slug_of.keys()}


def pruned(root: Path) -> Iterator[str]:
    """Remove the entries of ``accepted.toml`` that no alarm needs; return a sentence for each."""
    state = read_dataset(root / "data")
    idle = used_up(state.accepted, joined(state).journal, state.receipts)
    if idle:
        remove_accepted(root / "data", idle)
    return (f"removed: {entry.id} {entry.field}, accepted by {entry.who}: {entry.why}" for entry in idle)


def git_user(root: Path) -> str:
    """Return the name that git has for who works in a folder, "" where it has none or is not installed."""
    command = ["git", "-C", str(root), "config", "user.name"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return ""
    return done.stdout.decode(errors="replace").strip()
