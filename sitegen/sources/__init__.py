"""Where records come from: one module a source, and the registry that names them.

A new source is a module with what ``Source`` lists, and its name in ``SOURCES``: then it is fetched, stored,
guarded against losses, journaled, checked, compared by ``sitegen diff``, and named with its receipt. Where
its records are of a new kind, ``store/dataset.py`` reads them and ``catalog/join.py`` joins them to models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sitegen.records import Json, Row
from sitegen.records.snapshot import Feed, OnFile, Snapshot, SourceInfo
from sitegen.sources import arena, modelsdev, openrouter, providers, usage

Settings = Mapping[str, Any]
"""One source's table in ``content/site.toml``."""


class Source(Protocol):
    """The values and functions that a module of this package has.

    ``info`` is what pages say of the source. ``key_variable`` names the environment variable of its key;
    where ``key_required`` is set, the source is skipped without one. ``known_settings`` are the keys that it
    reads of its table. ``guarded_fields`` are the dotted keys of its rows that no honest answer loses: where
    more than a tenth of the rows that had a value have none, the answer is refused. ``steady_fields`` are
    those of numbers that no honest answer moves by more than a factor in most of the rows.
    """

    name: str
    info: SourceInfo
    key_variable: str | None
    key_required: bool
    known_settings: tuple[str, ...]
    guarded_fields: tuple[str, ...]
    steady_fields: Mapping[str, float]

    def feeds(self, settings: Settings, on: date, on_file: OnFile) -> tuple[Feed, ...]:
        """Return the feeds to read on a day, one for each snapshot; raises ContentError for bad settings.

        Their addresses may depend on the files of another source, as on the ids of the catalogue.
        """

    def feed_from(self, address: str, answer: Json) -> Feed:
        """Return the feed that an answer given with ``--from`` belongs to."""

    def next_address(self, address: str, answer: Json) -> str | None:
        """Return the address of the next page of an answer, or None after the last."""

    def snapshot(self, feed: Feed, answers: Sequence[Json], previous: Json) -> Snapshot:
        """Return the normal form of a feed's answers; raises SourceError where they are refused.

        ``previous`` is the main file of the feed on disk (None if there is none): a row set aside keeps
        its last good record, and what the answers do not speak of stays.
        """

    def counts(self, value: Json) -> Mapping[str, int]:
        """Return the numbers of things in the main file of a feed, by kind (``rows``, or ``rows.PART``).

        An honest answer loses at most a tenth of any of them.
        """

    def named_rows(self, value: Json) -> Mapping[str, Row]:
        """Return the rows of the main file of a feed by name; a name goes with a row that leaves.

        Where a field of a row is set aside, the note bears this name. Empty where names say nothing.
        """

    def journaled(self, on_file: OnFile) -> Sequence[Row] | None:
        """Return the records that the journal follows, each with an ``id``, or None where it follows none.

        Their file may be absent: that is None too. All of them stand in one feed.
        """


SOURCES: dict[str, Source] = {
    source.name: source for source in (openrouter, providers, modelsdev, arena, usage)
}
"""The sources in the order in which they are fetched."""

FRACTIONS_AS_TEXT = frozenset({modelsdev.name})
"""The sources whose figures are JSON numbers: those with a point come as the text that upstream wrote."""
