"""Where records come from: one module a source, and the registry that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sitegen.records import Json
from sitegen.records.snapshot import Feed, Snapshot
from sitegen.sources import arena, openrouter

Settings = Mapping[str, Any]
"""One source's table in ``content/site.toml``."""


class Source(Protocol):
    """What a module of this package offers."""

    name: str
    key_variable: str | None

    def feeds(self, settings: Settings) -> tuple[Feed, ...]:
        """Return what to read, one feed a snapshot; raises ContentError where the settings lack something."""

    def feed_from(self, address: str, answer: Json) -> Feed:
        """Return the feed that an answer given with ``--from`` belongs to."""

    def next_address(self, address: str, answer: Json) -> str | None:
        """Return where the next page of an answer stands, or None after the last."""

    def snapshot(self, feed: Feed, answers: Sequence[Json], held: Json) -> Snapshot:
        """Return the normal form of a feed's answers; raises SourceError where they are refused.

        ``held`` is the main file of the feed as it stands (None if there is none): a row set aside keeps
        its last good record, and what the answers do not speak of stays.
        """


SOURCES: dict[str, Source] = {source.name: source for source in (openrouter, arena)}
