"""Acceptance: the alarms that stand, what a person writes to accept one, and what a review says of that."""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sitegen.catalog.alarms import Accepted, Alarm, comparable
from sitegen.catalog.alarms.life import open_alarms, unused, used_up
from sitegen.catalog.journal import changes_and_histories
from sitegen.catalog.model import Catalog
from sitegen.checks import NOTE, Finding
from sitegen.checks.corrections import CORRECTIONS, uncorrected
from sitegen.facts.changes.words import change_text
from sitegen.facts.prices import PriceTexts
from sitegen.forms.toml import toml_table, toml_text, toml_value
from sitegen.records import data_files
from sitegen.records.change import Change
from sitegen.records.correction import Applied
from sitegen.records.review import Line, Section

ACCEPTED = f"data/{data_files.ACCEPTED}"


def standing_alarms(
    journal: Sequence[Change], accepted: Sequence[Accepted] = (), corrections: Sequence[Applied] = ()
) -> list[Alarm]:
    """Return the alarms that nobody accepted or corrected and that stand, in the order of the journal."""
    return uncorrected(open_alarms(changes_and_histories(journal)[0], accepted), corrections)


def alarm_text(alarm: Alarm) -> str:
    """Return an alarm as a sentence: ``input $3 → $0 on 2026-05-15, moved to or from zero``.

    Where the value moved again, the sentence ends with what it was before the alarm and what it is now.
    """
    change, stands = alarm.change, alarm.stands
    text = f"{change_text(change, PriceTexts())} on {change.on}, {alarm.words}"
    if stands is None or (stands.old, stands.new) == (change.old, change.new):
        return text
    return f"{text}; altogether {change_text(stands, PriceTexts())}"


def alarm_findings(
    journal: Sequence[Change],
    accepted: Sequence[Accepted],
    feeds: Container[str] = (),
    corrections: Sequence[Applied] = (),
) -> list[Finding]:
    """Return the alarms that nobody accepted or corrected, each with the command that would accept it.

    Then the lines of ``accepted.toml`` that accept nothing; one that has become useless is a note. A line
    under the name of one of the ``feeds`` is about a whole answer.
    """
    changes = changes_and_histories(journal)[0]
    found = []
    for alarm in uncorrected(open_alarms(changes, accepted), corrections):
        change = alarm.change
        step = f"correct it in {CORRECTIONS}, or accept it: {accepting_command(change)}"
        found.append(Finding("alarm", f"{change.id} {change.field}", alarm_text(alarm), step))
    idle = unused(accepted, changes, feeds)
    for line in idle:
        what = f"{line.id} {line.field} accepts nothing in the journal"
        found.append(Finding("accepted", ACCEPTED, what, _meant(line, changes)))
    for line in used_up(accepted, changes, feeds):
        if line not in idle:
            what = f"{line.id} {line.field} accepts nothing that still stands"
            found.append(Finding("accepted", ACCEPTED, what, PRUNE, NOTE))
    return found


def idle_entries(
    journal: Sequence[Change], accepted: Sequence[Accepted], feeds: Container[str]
) -> list[Accepted]:
    """Return the entries of ``accepted.toml`` that no alarm needs, in their order."""
    return used_up(accepted, changes_and_histories(journal)[0], feeds)


PRUNE = "remove it: sitegen accept --prune"


def _meant(line: Accepted, changes: Iterable[Change]) -> str:
    """Return what to do about a line that fits no change: the values that the journal has, if it has any."""
    for change in changes:
        if (change.id, change.field) == (line.id, line.field):
            values = f"old = {toml_value(change.old)}, new = {toml_value(change.new)}"
            return f"the journal has {values}; correct the line, or {PRUNE}"
    return f"correct the line, or {PRUNE}"


def accepting_command(change: Change) -> str:
    """Return the command that accepts a change: ``sitegen accept --field … --why "…" acme/anvil-1``."""
    dashes = "-- " if change.id.startswith("-") else ""
    options = f'--field {shlex.quote(change.field)} --why "what you checked"'
    return f"sitegen accept {options} {dashes}{shlex.quote(change.id)}"


def accepted_table(change: Change, *, who: str, why: str, on: date) -> str:
    """Return the entry of ``accepted.toml`` that accepts just this change."""
    values = {"id": change.id, "field": change.field, "old": change.old, "new": change.new}
    written = {key: toml_value(value) for key, value in values.items()}
    written |= {"who": toml_text(who), "why": toml_text(why), "on": on.isoformat()}
    return toml_table("accepted", written)


def accepted_lines(
    before: Sequence[Accepted], after: Sequence[Accepted], names: Mapping[str, str]
) -> Iterator[Line]:
    """Yield a line of a review for each change that a person has accepted since."""
    for line in after:
        if line not in before:
            yield Line(
                section=Section.ACCEPTED,
                kind="accepted",
                id=line.id,
                name=names.get(line.id, line.id),
                text=f"{_accepted_text(line)}, accepted by {line.who}: {line.why}",
                field=line.field,
                old=comparable(line.old),
                new=comparable(line.new),
            )


def _accepted_text(line: Accepted) -> str:
    if "*" in (line.id, line.field) or line.old is None or line.new is None:
        return "every change" if line.field == "*" else f"every change of {line.field}"
    old, new = comparable(line.old), comparable(line.new)
    change = Change(on=date.min, source="openrouter", id=line.id, field=line.field, old=old, new=new)
    return change_text(change, PriceTexts())


def taken_lines(old: Catalog, new: Catalog) -> Iterator[Line]:
    """Yield a line of a review for each source of which a person took an answer that looked wrong."""
    for feed, receipt in sorted(new.receipts.items()):
        before = old.receipts[feed].taken if feed in old.receipts else ()
        for taken in receipt.taken:
            if taken not in before:
                text = f"taken with --accept-change on {taken.on}: {'; '.join(taken.what)}"
                yield Line(section=Section.REVIEW, kind="taken", id=feed, name=feed, text=text)
