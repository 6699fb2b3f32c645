"""Files that have an end: what a person or a fetch left in a folder is read, and never waited for."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


def regular_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raises OSError for a pipe, a socket or a device, which may never end."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # for a folder the system has words of its own
        raise OSError(errno.EINVAL, "It is a pipe, a socket or a device", str(path))
    return path.read_bytes()
