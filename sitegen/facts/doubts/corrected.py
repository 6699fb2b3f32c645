"""Corrected fields in words: the value that stands here, whose it is, and what upstream says."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.catalog.model import Model, listing_id
from sitegen.facts.changes.words import change_text, seller_name, value_label, value_text
from sitegen.facts.doubts.contradictions import Unconfirmed
from sitegen.facts.doubts.correction_entries import CorrectedField, CorrectedValue
from sitegen.facts.prices import PriceTexts
from sitegen.facts.variants import Variant
from sitegen.forms.blanks import Blank
from sitegen.records import Json
from sitegen.records.change import LIFE, PRICING, Change
from sitegen.records.endpoint import FIRST
from sitegen.sources import openrouter


def corrected_field(key: str, one: CorrectedValue, texts: PriceTexts) -> CorrectedField:
    """Return what was corrected in the record of an id, in words."""
    what, upstream = correction_text(one.field, one.value, texts), value_text(one.field, one.upstream, texts)
    return CorrectedField(key, what, upstream, one.who, one.reason, one.link, one.since, one.until)


def unconfirmed(model: Model, texts: PriceTexts) -> tuple[Unconfirmed, ...]:
    """Return what waits for a person: values that are more often a mistake than news, with what they were."""
    return tuple([
        Unconfirmed(
            listing_id(change),
            _unconfirmed(change, _before(change, model, texts), texts),
            change.field if change.source == openrouter.name else "",
        )
        for change in model.unconfirmed
    ])  # fmt: skip


def field_notes(model: Model, variant: Variant, texts: PriceTexts) -> dict[str, str]:
    """Return what a reader must know of fields of an id, by field: ``unconfirmed; it was $3 until DAY``."""
    notes = {
        one.field: f"corrected; the source says {value_text(one.field, one.upstream, texts)}"
        for one in variant.corrections
        if one.value is not None
    }
    for change in model.unconfirmed:
        if change.id == variant.id and change.source == openrouter.name:
            notes[change.field] = f"unconfirmed; {_before(change, model, texts)}"
    return notes


def price_notes(key: str, notes: Mapping[str, str]) -> list[str]:
    """Return the notes on prices of an id as sentences: ``Input price of acme/anvil: unconfirmed; it …``."""
    return [
        f"{value_label(field).capitalize()} of {key}: {note}."
        for field, note in notes.items()
        if field.startswith(PRICING)
    ]


def _before(change: Change, model: Model, texts: PriceTexts) -> str:
    """Return what an unconfirmed value was: ``it was $3 until DAY``, or ``it came with the id on DAY``."""
    past = model.histories.get(change.id)
    if change.old is None and past and past.first_seen == change.on:
        return f"it came with the id on {change.on}"
    return f"it was {value_text(change.field, change.old, texts)} until {change.on}"


def _unconfirmed(change: Change, before: str, texts: PriceTexts) -> str:
    field = change.field
    if field in LIFE or field in (FIRST, "pricing.overrides"):
        return f"unconfirmed: {change_text(change, texts)} on {change.on}."
    now = value_text(field, change.new, texts)
    whose = seller_name(change)
    return f"{f'{whose}: ' if whose else ''}{value_label(field)} {now} is unconfirmed; {before}."


def correction_text(field: str, value: Json, texts: PriceTexts) -> str:
    """Return what a correction shows: ``input price $3 per 1M tokens``; None is ``context withheld``."""
    return f"{value_label(field)} {Blank.WITHHELD if value is None else value_text(field, value, texts)}"
