"""The user's own folder for what a build keeps between runs; it can be deleted at any time."""

from __future__ import annotations

import os
import stat

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def cache_folder(name: str) -> str | None:
    """Return a folder that only the user can write, where the specification has it, or None.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        return None
    folder = f"{base}/sitegen/{name}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        made = os.stat(folder)
    except OSError:  # a disk that cannot be written, a user without a home
        return None
    ours = not hasattr(os, "getuid") or (made.st_uid == os.getuid() and not made.st_mode & _OTHERS_WRITE)
    return folder if ours else None
