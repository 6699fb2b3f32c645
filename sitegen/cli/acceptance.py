"""Acceptance: open alarms are listed or accepted by a person, and entries that accept nothing removed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sitegen.catalog.alarms import Alarm
from sitegen.checks.acceptance import (
    accepted_table,
    accepting_command,
    alarm_text,
    idle_entries,
    standing_alarms,
)
from sitegen.errors import UsageError
from sitegen.records import Row
from sitegen.store.dataset import Dataset, read_dataset
from sitegen.store.overrides import add_accepted, remove_accepted
from sitegen.text import nearest, one_line


def listed_alarms(root: Path) -> list[Row]:
    """Return the open alarms: the change, a sentence, and the command that accepts it."""
    state = read_dataset(root / "data")
    return [
        {
            "id": alarm.change.id,
            "field": alarm.change.field,
            "old": alarm.change.old,
            "new": alarm.change.new,
            "on": alarm.change.on.isoformat(),
            "text": alarm_text(alarm),
            "command": accepting_command(alarm.change),
        }
        for alarm in standing_alarms(state.journal, state.accepted, state.corrections)
    ]


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
    return (f"accepted by {name}: {alarm.change.id}: {alarm_text(alarm)}" for alarm in chosen)


def _chosen(state: Dataset, ids: Sequence[str], field: str | None) -> list[Alarm]:
    """Return the open alarms of ids or slugs, all where there is none."""
    standing = standing_alarms(state.journal, state.accepted, state.corrections)
    standing = [alarm for alarm in standing if field in (None, alarm.change.field)]
    slug_of = {listing.id: listing.slug for listing in state.listings}
    for name in ids:
        if not any(name in _names(alarm, slug_of) for alarm in standing):
            fault = f"has no open alarm of {one_line(field)}" if field else "has no open alarm"
            step = nearest(name, [alarm.change.id for alarm in standing], "sitegen accept lists them")
            raise UsageError(one_line(name), fault, step)
    return [alarm for alarm in standing if not ids or not _names(alarm, slug_of).isdisjoint(ids)]


def _names(alarm: Alarm, slug_of: dict[str, str]) -> set[str]:
    key = alarm.change.id
    return {key, slug_of.get(key, key)}


def pruned(root: Path) -> Iterator[str]:
    """Remove the entries of ``accepted.toml`` that no alarm needs; return a sentence for each."""
    state = read_dataset(root / "data")
    idle = idle_entries(state.journal, state.accepted, state.receipts)
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
