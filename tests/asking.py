"""Asks the nursery of ``processes.py`` for a run of the program; as a script it is the program, for a shell.

A shell has its own Python start it for each command: it imports next to nothing.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence

PROGRAM = "from sitegen.cli.main import run; run()"
"""What ``python -m sitegen`` runs."""


def asked(
    place: str,
    words: Sequence[str],
    files: Sequence[int],
    env: Mapping[str, str],
    *,
    cwd: str,
    script: str = PROGRAM,
) -> int:
    """Have the nursery that listens at a place run a script with our files; return its exit code."""
    with socket.socket(socket.AF_UNIX) as nursery:
        nursery.connect(place)
        socket.send_fds(nursery, [b"+"], files)
        nursery.sendall(json.dumps({"words": words, "env": dict(env), "cwd": cwd, "script": script}).encode())
        nursery.shutdown(socket.SHUT_WR)
        return int(nursery.recv(9))


if __name__ == "__main__":
    here = os.getcwd()  # noqa: PTH109 - pathlib would be one more import
    sys.exit(asked(sys.argv[1], sys.argv[2:], (0, 1, 2), dict(os.environ), cwd=here))
