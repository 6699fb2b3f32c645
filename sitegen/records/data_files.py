"""Names of the files under ``data/`` that belong to no source; a source's own stand in its module."""

from __future__ import annotations

JOURNAL = "changes.jsonl"
RECEIPTS = "receipts.json"
RETIRED = "retired.json"
MATCHES = "overrides/matches.toml"
ACCEPTED = "overrides/accepted.toml"
LOCAL = ".local"
"""The folder for what git does not see."""
FAILURES = f"{LOCAL}/failures.json"


def snapshot_file(feed: str) -> str:
    """Return the main file of a feed's snapshot: ``arena/text.json`` for ``arena/text``."""
    return f"{feed}.json"


def board_feed(board: str) -> str:
    """Return the feed of one of Arena's boards: ``arena/text``."""
    return f"arena/{board}"
