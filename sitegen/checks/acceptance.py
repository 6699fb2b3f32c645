"""Acceptance: the alarms that stand, what a person writes to accept one, and what a review says of that."""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.alarms import Accepted, Alarm, comparable
from sitegen.catalog.alarms.life import open_alarms, unused, used_up
from sitegen.catalog.model import Catalog
from sitegen.checks import NOTE, Finding
from sitegen.checks.corrections import CORRECTIONS, uncorrected
from sitegen.checks.events import MOST_IDS, events_of, review_text
from sitegen.facts.changes.words import change_text, first_text
from sitegen.facts.prices import PriceTexts
from sitegen.forms.toml import toml_table, toml_text, toml_value
from sitegen.records import data_files
from sitegen.records.change import MAKERS, Change
from sitegen.records.corrected import CORRECTABLE
from sitegen.records.correction import Applied
from sitegen.records.endpoint import model_and_key
from sitegen.records.review import Line, Section
from sitegen.text import counted, some_of

ACCEPTED = f"data/{data_files.ACCEPTED}"


def standing_alarms(
    changes: Iterable[Change], accepted: Sequence[Accepted] = (), corrections: Sequence[Applied] = ()
) -> list[Alarm]:
    """Return the alarms that nobody accepted or corrected and that stand, in the order of the journal.

    ``changes`` is the journal of a catalog, whose lines say whose they are.
    """
    return uncorrected(open_alarms(changes, accepted), corrections)


def alarm_text(alarm: Alarm) -> str:
    """Return an alarm as a sentence: ``input $3 → $0 on 2026-05-15, moved to or from zero``.

    A value that came with its id has none before it: ``listed with input price $150,000 …``. Where the value
    moved again, the sentence ends with what it was before the alarm and what it is now.
    """
    change = alarm.change
    text = first_text(change, PriceTexts()) if alarm.of_new_id else change_text(change, PriceTexts())
    return f"{text} on {change.on}, {alarm.words}{_altogether(alarm)}"


def _altogether(alarm: Alarm) -> str:
    change, stands = alarm.change, alarm.stands
    if stands is None or (stands.old, stands.new) == (change.old, change.new):
        return ""
    return f"; altogether {change_text(stands, PriceTexts())}"


class AlarmEvent(NamedTuple):
    """The open alarms of one event on one day: of a model with all its fields, or of many models alike."""

    subject: str
    """``acme/anvil``, or ``13 models (acme/anvil, …)``."""
    text: str
    """``input $3 → $3,000 (×1,000) (moved by a power of a thousand) on 2026-05-15``."""
    ids: tuple[str, ...]
    correctable: bool
    """Whether a person can correct what is wrong: prices of sellers and makers cannot."""

    @property
    def command(self) -> str:
        """The command that accepts the alarms of these ids."""
        return accepting_command(self.ids)


def accepting_command(ids: Iterable[str], field: str = "") -> str:
    """Return the command that accepts the alarms of ids: ``sitegen accept --why "…" acme/anvil-1``."""
    keys = list(ids)
    dashes = ["--"] if any(key.startswith("-") for key in keys) else []
    options = f"--field {shlex.quote(field)} " if field else ""
    return f'sitegen accept {options}--why "what you checked" {" ".join(map(shlex.quote, [*dashes, *keys]))}'


def alarm_events(alarms: Iterable[Alarm]) -> list[AlarmEvent]:
    """Return the events of alarms as a review folds them, by day."""
    by_day: dict[date, list[Alarm]] = {}
    for alarm in alarms:
        by_day.setdefault(alarm.change.on, []).append(alarm)
    return [
        AlarmEvent(
            event.subject(),
            f"{event.text} on {day}",
            tuple(dict.fromkeys(line.id for line in event.lines)),
            all(map(_is_correctable, event.lines)),
        )
        for day, own in by_day.items()
        for event in events_of(map(_alarm_line, own))
    ]


def _is_correctable(line: Line) -> bool:
    return line.field in CORRECTABLE and not line.seller and not line.id.startswith(f"{MAKERS}/")


def _alarm_line(alarm: Alarm) -> Line:
    change = alarm.change
    text = first_text(change, PriceTexts()) if alarm.of_new_id else review_text(change)
    return Line(
        section=Section.REVIEW,
        kind=alarm.kind.name.lower(),
        id=change.id,
        name=model_and_key(change.id)[0] if change.seller.label else change.id,
        text=f"{text} ({alarm.words}{_altogether(alarm)})",
        field=change.field,
        seller=change.seller.label,
        old=change.old,
        new=change.new,
    )


def alarm_findings(
    changes: Sequence[Change],
    accepted: Sequence[Accepted],
    feeds: Container[str] = (),
    corrections: Sequence[Applied] = (),
) -> list[Finding]:
    """Return the events of alarms that nobody accepted or corrected, with the command that accepts them.

    ``changes`` is the journal of a catalog. Then the lines of ``accepted.toml`` that accept nothing; those
    that have become useless are one note. A line under the name of one of the ``feeds`` is about a whole
    answer.
    """
    found = [
        Finding("alarm", event.subject, event.text, _step(event))
        for event in alarm_events(standing_alarms(changes, accepted, corrections))
    ]
    idle = unused(accepted, changes, feeds)
    for line in idle:
        what = f"{line.id} {line.field} accepts nothing in the journal"
        found.append(Finding("accepted", ACCEPTED, what, _meant(line, changes)))
    spent = [f"{line.id} {line.field}" for line in used_up(accepted, changes, feeds) if line not in idle]
    if spent:
        entries = counted(len(spent), "entry accepts", "entries accept")
        what = f"{entries} nothing that still stands: {some_of(spent, MOST_IDS)}"
        found.append(Finding("accepted", ACCEPTED, what, "remove them: sitegen accept --prune", NOTE))
    return found


def _step(event: AlarmEvent) -> str:
    """Return what a person does about an event: of many ids ``sitegen accept`` has the long command."""
    accept = event.command if len(event.ids) <= MOST_IDS else "sitegen accept prints the command"
    if event.correctable:
        return f"correct it in {CORRECTIONS}, or accept it: {accept}"
    return f"if it is right, accept it: {accept}; if not, it closes when the source takes it back"


PRUNE = "remove it: sitegen accept --prune"


def _meant(line: Accepted, changes: Iterable[Change]) -> str:
    """Return what to do about a line that fits no change: the values that the journal has, if it has any."""
    for change in changes:
        if (change.id, change.field) == (line.id, line.field):
            values = f"old = {toml_value(change.old)}, new = {toml_value(change.new)}"
            return f"the journal has {values}; correct the line, or {PRUNE}"
    return f"correct the line, or {PRUNE}"


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
