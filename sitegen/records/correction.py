"""A correction: a person's word on one field of one id, which stands for upstream's or withholds it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, Field, StringConstraints

from sitegen.records import Json, Record

WITHHOLD = "withhold"
"""The value that says that a field is not shown."""

_Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/]+")]


class Correction(Record):
    """An entry of ``data/overrides/corrections.toml``.

    ``field`` and ``value`` are as in the journal (a price is dollars for one unit, as text), or the value is
    ``WITHHOLD``. ``since`` (``from`` in the file) and ``until`` are the first and the last day of the
    catalogue for which it holds.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    id: _Said
    field: _Said
    value: Json
    reason: _Said
    link: _Address
    who: _Said
    since: Annotated[date, Field(alias="from")]
    until: date

    @property
    def withheld(self) -> bool:
        """Whether the field is not shown at all."""
        return self.value == WITHHOLD

    @property
    def shown(self) -> Json:
        """The value that stands on pages; None for none."""
        return None if self.withheld else self.value


class Applied(NamedTuple):
    """A correction that holds, and what upstream says in the field at present, None for nothing."""

    correction: Correction
    upstream: Json
