"""Corrected values of an id as programs read them, and why a field is withheld."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.records import Json
from sitegen.records.listing import Listing


class CorrectionEntry(TypedDict):
    """A field of an id in which a person's value stands in the place of the source's."""

    field: Annotated[str, "The field of the source's record, dotted: pricing.prompt."]
    value: Annotated[Json, "The value that is shown; null where the field is withheld."]
    upstream: Annotated[Json, "What the source says, as it came; null for nothing."]
    who: Annotated[str, "Who corrected it."]
    reason: Annotated[str, "Why."]
    link: Annotated[str, "The page that shows it."]
    since: Annotated[str, "The first day of the catalogue for which it holds."]
    until: Annotated[str, "The last one."]
    blanks: NotRequired[Blanks]


class CorrectedValue(NamedTuple):
    """A person's ``value`` in a field of an id, None for withheld, and what ``upstream`` has there."""

    field: str
    value: Json
    upstream: Json
    who: str
    reason: str
    link: str
    since: date
    until: date

    @property
    def why(self) -> str:
        """What stands in the place of a withheld value: ``withheld: REASON``."""
        return f"{Blank.WITHHELD}: {self.reason}"


class CorrectedField(NamedTuple):
    """A field of an id that a person corrected: ``what`` is shown, and what ``upstream`` says, in words."""

    id: str
    what: str
    upstream: str
    who: str
    reason: str
    link: str
    since: date
    until: date


def corrected_values(listing: Listing) -> tuple[CorrectedValue, ...]:
    """Return what people corrected in a record, in the order of their entries."""
    return tuple(
        [
            CorrectedValue(
                one.field, one.shown, upstream, one.who, one.reason, one.link, one.since, one.until
            )
            for one, upstream in listing.corrected
        ]
    )


def correction_entry(one: CorrectedValue) -> CorrectionEntry:
    """Return a corrected value as programs read it."""
    entry: CorrectionEntry = {
        "field": one.field,
        "value": one.value,
        "upstream": one.upstream,
        "who": one.who,
        "reason": one.reason,
        "link": one.link,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
    }
    return explained(entry, {"value": one.why})
