"""What a fetch says while it runs: how much has come, and a line where a person waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Called with a feed's name, the bytes received so far, and how many there will be where that is known."""

Notice: TypeAlias = Callable[[str], None]
"""Called with a line for a person who waits, from any thread."""

PATIENCE = 3.0
"""Seconds without an answer after which a line says who is waited for."""


def silent(_feed: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


def unsaid(_line: str) -> None:
    """Say nothing."""
