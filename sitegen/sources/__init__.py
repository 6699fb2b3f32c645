"""Where records come from: one module a source, and the registry that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sitegen.records import Json
from sitegen.records.snapshot import Feed, Snapshot
from sitegen.sources import arena, openrouter, usage

Settings = Mapping[str, Any]
"""One source's table in ``content/site.toml``."""


class Source(Protocol):
    """What a module of this package offers.

    ``key_variable`` names the environment variable of the source's key. Where ``key_required`` is set, the
    source is skipped without one. ``known_settings`` are the keys that it reads of its table.
    """

    name: str
    key_variable: str | None
    key_required: bool
    known_settings: tuple[str, ...]

    def feeds(self, settings: Settings, on: date) -> tuple[Feed, ...]:
        """Return what to read on a day, one feed a snapshot; raises ContentError for bad settings."""

    def feed_from(self, address: str, answer: Json) -> Feed:
        """Return the feed that an answer given with ``--from`` belongs to."""

    def next_address(self, address: str, answer: Json) -> str | None:
        """Return where the next page of an answer stands, or None after the last."""

    def snapshot(self, feed: Feed, answers: Sequence[Json], held: Json) -> Snapshot:
        """Return the normal form of a feed's answers; raises SourceError where they are refused.

        ``held`` is the main file of the feed as it stands (None if there is none): a row set aside keeps
        its last good record, and what the answers do not speak of stays.
        """

    def counts(self, value: Json) -> Mapping[str, int]:
        """Return what the main file of a feed holds of each kind (``rows``, or ``rows.PART``).

        An honest answer loses at most a tenth of any of them.
        """


SOURCES: dict[str, Source] = {source.name: source for source in (openrouter, arena, usage)}
