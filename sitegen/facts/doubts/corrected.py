"""Corrected fields in words: the value that stands here, whose it is, and what upstream says."""

from __future__ import annotations

from sitegen.facts.changes.words import field_label, value_text
from sitegen.facts.doubts.correction_entries import CorrectedField, CorrectedValue
from sitegen.facts.prices import PriceTexts
from sitegen.forms.blanks import Blank
from sitegen.forms.figures import price_label
from sitegen.records import Json
from sitegen.records.change import PRICING, keys_of


def corrected_field(key: str, one: CorrectedValue, texts: PriceTexts) -> CorrectedField:
    """Return what was corrected in the record of an id, in words."""
    what, upstream = correction_text(one.field, one.value, texts), value_text(one.field, one.upstream, texts)
    return CorrectedField(key, what, upstream, one.who, one.reason, one.link, one.since, one.until)


def correction_text(field: str, value: Json, texts: PriceTexts) -> str:
    """Return what a correction shows: ``input price $3 per 1M tokens``; None is ``context withheld``."""
    label = field_label(field)
    if field.startswith(PRICING) and field not in ("pricing.overrides", "pricing.discount"):
        label = f"{price_label(keys_of(field)[-1]).lower()} price"
    return f"{label} {Blank.WITHHELD if value is None else value_text(field, value, texts)}"
