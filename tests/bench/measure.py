"""Runs a command as a whole process and says what it took; medians, and ratios of paired rounds."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

# With this variable set, Python compiles every module anew at each start, which no installed program does.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Measure(NamedTuple):
    """Seconds by the clock, seconds of CPU, and peak memory in MB (of 1,048,576 bytes).

    CPU is of the process and all that it waited for. Memory is of the largest process among them, not their
    sum, which the system does not tell; and it cannot read below what the process that starts it has used
    itself, about 20 MB (https://man7.org/linux/man-pages/man2/getrusage.2.html).
    """

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Command:
    """A program with its arguments, where it runs, and what it has in its environment beside ours."""

    arguments: Sequence[str | Path]
    folder: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


def measured(command: Command) -> Measure:
    """Run a command once and return what it took; raises CalledProcessError with what it said."""
    with TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command.arguments)),
            cwd=command.folder,
            env={**ENVIRONMENT, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen waits for it again
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace")
            raise subprocess.CalledProcessError(process.returncode, process.args, stderr=said)
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def medians(rounds: Sequence[Measure]) -> Measure:
    """Return the median of each column."""
    return Measure(*(statistics.median(column) for column in zip(*rounds, strict=True)))


def paired_ratio(ours: Sequence[Measure], theirs: Sequence[Measure], column: str) -> float:
    """Return the median of ours/theirs round by round: what slows a machine down slows both of a round."""
    place = Measure._fields.index(column)
    return statistics.median(our[place] / their[place] for our, their in zip(ours, theirs, strict=True))
