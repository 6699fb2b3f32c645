"""The mutation score counts what the tests noticed, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from tests.mutants import LEAST, Score, exit_codes, report, score


def test_only_what_a_test_noticed_is_killed() -> None:
    """A failed test and one that never ends kill; a survivor, one without tests and one not tried do not."""
    assert score([1, 3, 36, 0, 33, None, -9]) == Score(killed=3, made=7)
    assert score([]).share == 0


def test_the_least_score_is_good_enough_and_less_is_not() -> None:
    """The whole decides: exactly the least passes, one survivor more does not."""
    codes = {str(number): int(number < LEAST) for number in range(100)}
    assert report({"catalog/cost": codes})[1]
    table, enough = report({"catalog/cost": codes, "records/price": {"one": 0}})
    assert not enough
    assert table.splitlines()[1:] == [
        "records/price              0 of     1    0.0 %",
        "all                       85 of   101   84.2 %",
    ]


def test_modules_without_a_change_are_left_out(tmp_path: Path) -> None:
    """What mutmut wrote is found by module; one in which nothing can be changed, or was, has no line."""
    (tmp_path / "catalog").mkdir()
    for name, codes in {"cost": {"a": 1, "b": None}, "usage": {"a": None}, "words": {}}.items():
        file = tmp_path / "catalog" / f"{name}.py.meta"
        file.write_text(json.dumps({"exit_code_by_key": codes}), encoding="utf-8")
    assert exit_codes(tmp_path) == {"catalog/cost": {"a": 1, "b": None}}
