"""Garbage: a time in which Python does not look for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing look for garbage while modules, records and pages are made: they all stay to the end.

    Each look goes over all that there is: a third of the time of reading, a tenth of that of importing, and
    half a second at the end of a build of 5,000 models. https://docs.python.org/3/library/gc.html
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
