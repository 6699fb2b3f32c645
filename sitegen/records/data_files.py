"""Names of the files under ``data/`` that belong to no source; a source's own stand in its module."""

from __future__ import annotations

JOURNAL = "changes.jsonl"
RECEIPTS = "receipts.json"
RETIRED = "retired.json"
MATCHES = "overrides/matches.toml"
CORRECTIONS = "overrides/corrections.toml"
ACCEPTED = "overrides/accepted.toml"
LOCAL = ".local"
"""The folder for what git does not see."""
FAILURES = f"{LOCAL}/failures.json"


def board_feed(board: str) -> str:
    """Return the feed of one of Arena's boards: ``arena/text``."""
    return f"arena/{board}"
