"""One side of a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.catalog.alarms import Accepted
from sitegen.catalog.model import Catalog
from sitegen.records import Json, Row
from sitegen.records.correction import Applied


@dataclass(frozen=True)
class Side:
    """One side of a review: a state of the data under the name that it was asked for with.

    ``further`` has the records of other sources that the journal follows, by the name of the source.
    """

    label: str
    rows: Sequence[Row]
    catalog: Catalog
    marks: Mapping[str, Json]
    further: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    accepted: Sequence[Accepted] = ()
    corrections: Sequence[Applied] = ()

    @property
    def further_rows(self) -> list[Row]:
        """The records of all other sources."""
        return [row for rows in self.further.values() for row in rows]
