"""Corrections checked and reviewed: which have ended, and which hold now and did not before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.catalog.alarms import Alarm
from sitegen.checks import FAULT, NOTE, Finding
from sitegen.facts.changes.words import value_text
from sitegen.facts.doubts.corrected import correction_text
from sitegen.facts.prices import PriceTexts
from sitegen.records import data_files
from sitegen.records.corrected import Ended, Ending, is_corrected
from sitegen.records.correction import Applied
from sitegen.records.review import Line, Section
from sitegen.text import one_line

CORRECTIONS = f"data/{data_files.CORRECTIONS}"

_STEPS = {
    Ending.AGREED: "remove the entry",
    Ending.OVER: "remove the entry, or give it a later day after looking again",
    Ending.NO_ID: "correct the id, or remove the entry",
}


def correction_findings(ended: Iterable[Ended]) -> list[Finding]:
    """Return the corrections that hold no more; one with which upstream agrees is a note."""
    return [
        Finding(
            "correction",
            CORRECTIONS,
            f"{one_line(correction.id)} {correction.field}, until {correction.until}: {why}",
            _STEPS[why],
            NOTE if why is Ending.AGREED else FAULT,
        )
        for correction, why in ended
    ]


def uncorrected(alarms: Iterable[Alarm], corrections: Sequence[Applied]) -> list[Alarm]:
    """Return the alarms about fields that nobody corrected: what a correction replaces waits for nobody."""
    return [
        alarm
        for alarm in alarms
        if not is_corrected(corrections, alarm.change.source, alarm.change.id, alarm.change.field)
    ]


def correction_lines(
    before: Sequence[Applied], after: Sequence[Applied], names: Mapping[str, str]
) -> Iterator[Line]:
    """Yield a line of a review for each correction that is new, speaks of another value, or has ended."""
    texts = PriceTexts()
    for applied in after:
        if applied not in before:
            one = applied.correction
            said = f"{correction_text(one.field, one.shown, texts)}, by {one.who} until {one.until}"
            yield _line(applied, f"{said}: {one.reason}; {_upstream(applied, texts)}", names)
    held = {(one.correction.id, one.correction.field) for one in after}
    for applied in before:
        if (applied.correction.id, applied.correction.field) not in held:
            shown = correction_text(applied.correction.field, applied.correction.shown, texts)
            yield _line(applied, f"no longer {shown}: what upstream says stands again", names)


def _upstream(applied: Applied, texts: PriceTexts) -> str:
    """Return what upstream says."""
    return f"upstream: {value_text(applied.correction.field, applied.upstream, texts)}"


def _line(applied: Applied, text: str, names: Mapping[str, str]) -> Line:
    one = applied.correction
    name = names.get(one.id, one.id)
    return Line(
        section=Section.CORRECTED,
        kind="corrected",
        id=one.id,
        name=name,
        text=text,
        field=one.field,
        old=applied.upstream,
        new=one.shown,
    )
