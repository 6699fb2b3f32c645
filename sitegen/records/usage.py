"""Usage: how many tokens went through OpenRouter to each name of its ranking, by day or for a week."""

from __future__ import annotations

import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from sitegen.records import Record

OTHER = "other"
"""The row that adds up what is outside of a day's list: no model."""


WEEK = 7
"""Days of each of the two means that a trend compares."""


class Period(StrEnum):
    """What one figure covers: one UTC day, or the seven days up to one."""

    DAY = "day"
    WEEK = "week"


class UsageRow(Record):
    """The tokens of one name in the period that ends on a day: prompts and answers together.

    ``name`` is a canonical slug, with ``:VARIANT`` behind it where the variant has a place of its own.
    """

    on: datetime.date
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[!-~]+$")]
    tokens: Annotated[int, Field(ge=0)]


class Usage(Record):
    """A snapshot of the ranking: what its figures cover, and its rows, oldest first.

    ``as_of`` is the time that the source gives itself, as it writes it (ISO 8601). Each maker's tokens are
    counted by its own tokenizer. Source: https://openrouter.ai/docs/api/api-reference/datasets/get-rankings-daily
    """

    period: Period
    as_of: str | None = None
    rows: Annotated[tuple[UsageRow, ...], Field(min_length=1)]

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """The days that the rows are of, oldest first."""
        return tuple(sorted({row.on for row in self.rows}))

    @cached_property
    def latest(self) -> datetime.date:
        """The last day: the one whose figures stand for a model."""
        return max(row.on for row in self.rows)

    @property
    def cited_as_of(self) -> str:
        """The time that the ranking gives itself, else its last day: what a citation of it names."""
        return self.as_of or self.latest.isoformat()
