"""Gold: how well the matcher does against rows that people judged.

Run ``python tests/gold.py GOLD.tsv CATALOGUE.json BOARD.json…``. The gold table has the columns arena_name,
openrouter_id (or NONE), ambiguous (0 or 1) and also_ok (further ids, with commas). No override is used.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.matching.matches import ArenaName, matches
from sitegen.records import Row
from sitegen.records.listing import Listing
from sitegen.records.match import Match

NONE = "NONE"
"""What stands for "no model of the catalogue" in a gold table."""


@dataclass(frozen=True)
class Judged:
    """One row as a person judged it: ``accepted`` are ids, and NONE where no model is right too."""

    name: str
    accepted: frozenset[str]

    @property
    def wants_none(self) -> bool:
        """Whether every join of this row is wrong."""
        return self.accepted == {NONE}


@dataclass(frozen=True)
class Score:
    """Counts over judged rows: joins that are right and wrong, partners missed, rows kept alone."""

    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    alone: int
    kept: int

    @property
    def precision(self) -> float:
        """The share of joins that are right, 1 where nothing was joined."""
        return _share(self.right, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of rows with a partner that were joined with it; a wrong partner is counted as missed."""
        return _share(self.right, self.right + len(self.missed))

    @property
    def none_kept(self) -> float:
        """The share of rows without a partner that stayed alone."""
        return _share(self.kept, self.alone)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def score(judged: Iterable[Judged], answers: Mapping[str, Match]) -> Score:
    """Return the counts for these rows; a row that may be either counts only where it is joined wrongly."""
    rows = [(row, _answer(answers[row.name])) for row in judged]
    joins = [(row, answer) for row, answer in rows if answer != NONE]
    alone = [answer for row, answer in rows if row.wants_none]
    return Score(
        right=sum(answer in row.accepted for row, answer in joins),
        wrong=tuple(row.name for row, answer in joins if answer not in row.accepted),
        missed=tuple(row.name for row, answer in rows if answer not in row.accepted and not row.wants_none),
        alone=len(alone),
        kept=alone.count(NONE),
    )


def _answer(match: Match) -> str:
    return (match.openrouter_id if match.confidence.joined else None) or NONE


def judged_rows(text: str) -> list[Judged]:
    """Return the rows of a gold table."""
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return [
        Judged(row["arena_name"], frozenset(filter(None, (row["openrouter_id"], *row["also_ok"].split(",")))))
        for row in rows
    ]


def board_names(answer: Mapping[str, Sequence[Row]]) -> Iterator[ArenaName]:
    """Yield the names on a board, in the dataset's shape or in that of the daily community files."""
    for row in (*(one["row"] for one in answer.get("rows", ())), *answer.get("models", ())):
        if isinstance(row, dict):
            name, maker = row.get("model_name", row.get("model")), row.get("organization", row.get("vendor"))
            yield ArenaName(str(name), organization=str(maker) if maker else None)


def report(found: Score, judged: Sequence[Judged], answers: Mapping[str, Match]) -> Iterator[str]:
    """Yield the counts, the three shares and a line for every row that is wrong."""
    accepted = {row.name: ", ".join(sorted(row.accepted)) for row in judged}
    for name in sorted({*found.wrong, *found.missed}):
        match = answers[name]
        yield f"{name}: {match.confidence} {_answer(match)}, judged {accepted[name]}; {match.reason}"
    yield " ".join(
        f"{level} {count}" for level, count in Counter(m.confidence for m in answers.values()).items()
    )
    yield f"precision {found.precision:.4f} ({found.right} of {found.right + len(found.wrong)} joins)"
    yield f"recall    {found.recall:.4f} ({found.right} of {found.right + len(found.missed)} partners)"
    yield f"NONE kept {found.none_kept:.4f} ({found.kept} of {found.alone} rows)"


def main(arguments: Sequence[str]) -> int:
    """Print the report for a gold table, a catalogue and boards; return 0, or 2 for a wrong call."""
    if len(arguments) < len(("gold", "catalogue", "board")):
        sys.stderr.write("usage: python tests/gold.py GOLD.tsv CATALOGUE.json BOARD.json…\n")
        return 2
    gold, catalogue, *boards = (Path(argument).read_text(encoding="utf-8") for argument in arguments)
    listings = [Listing.read(row) for row in json.loads(catalogue)["data"]]
    names = [name for board in boards for name in board_names(json.loads(board))]
    judged = judged_rows(gold)
    answers = matches([*names, *(ArenaName(row.name) for row in judged)], listings)
    for line in report(score(judged, answers), judged, answers):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
