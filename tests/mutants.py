"""The mutation score of each module, reckoned from what mutmut found.

    make mutants
    make mutants ARGS='sitegen.facts.ratings*'    # one module

mutmut changes one place of the program at a time and runs the tests that reach it. A change that they notice
is killed. The score is the share of the killed among all, and a change that no test reaches has survived.
mutmut changes neither what stands outside of functions nor properties and other decorated functions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

FOUND = Path(__file__).parents[1] / "mutants" / "sitegen"
LEAST = 85
"""The score, in per cent, under which the run has failed."""

# pytest's exit codes for a failed test and for an error of its own, and mutmut's for a test that did not end:
# https://github.com/boxed/mutmut/blob/3.8.1/src/mutmut/stats.py
KILLED = frozenset({1, 3, 24, -24, 36, 152, 255})


class Score(NamedTuple):
    """How many changes of a module, or of all, were made and how many of them the tests noticed."""

    killed: int
    made: int

    @property
    def share(self) -> float:
        """The share of the killed in per cent, 0 where nothing was changed."""
        return 100 * self.killed / self.made if self.made else 0


def score(codes: Iterable[int | None]) -> Score:
    """Return the score of some exit codes; None is a change that was not tried."""
    every = list(codes)
    return Score(sum(code in KILLED for code in every), len(every))


def total(scores: Iterable[Score]) -> Score:
    """Return the score of several modules together."""
    every = list(scores)
    return Score(sum(one.killed for one in every), sum(one.made for one in every))


def exit_codes(folder: Path) -> dict[str, dict[str, int | None]]:
    """Read what mutmut wrote beside each module: the exit code of the tests for each change, by its name.

    A module of which no change was tried was not asked for.
    """
    files = {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.meta"))}
    return {
        path.relative_to(folder).as_posix().removesuffix(".py.meta"): codes
        for path, found in files.items()
        if set((codes := found["exit_code_by_key"]).values()) - {None}
    }


def report(found: Mapping[str, Mapping[str, int | None]]) -> tuple[str, bool]:
    """Return the table, and whether the whole is good enough."""
    scores = {module: score(codes.values()) for module, codes in found.items()}
    every = total(scores.values())
    lines = [
        f"{name:22} {one.killed:5,} of {one.made:5,}  {one.share:5.1f} %" for name, one in scores.items()
    ]
    lines.append(f"{'all':22} {every.killed:5,} of {every.made:5,}  {every.share:5.1f} %")
    return "\n".join(lines), every.share >= LEAST


if __name__ == "__main__":
    table, enough = report(exit_codes(FOUND))
    print(table)
    sys.exit(
        None
        if enough
        else f"The tests miss too much: {LEAST} % must be killed; mutmut results names what survived"
    )
