"""The benchmark: its corpus is always the same, as distinct as real data, and read; its figures are right."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.bench import corpus
from tests.bench.__main__ import (
    STEPS,
    Hugo,
    Measure,
    Sitegen,
    medians,
    microseconds_a_model,
    paired_ratios,
    run,
    table,
)

SITEGEN = Sitegen((sys.executable, "-m", "sitegen"))


def read(folder: Path, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return a file of a corpus."""
    return json.loads((folder / f"{name}.json").read_text())


def distinct(values: Iterable[object]) -> float:
    """Return how many of the values are distinct, as a share of all."""
    found = list(values)
    return len(set(found)) / len(found)


def test_a_corpus_is_the_same_every_time(tmp_path: Path) -> None:
    """The same number gives the same bytes in every file, whatever the seed of hashes."""
    for seed in ("1", "2"):
        run(sys.executable, "-m", "tests.bench.corpus", "20", tmp_path / seed, PYTHONHASHSEED=seed)
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2")
    )
    assert first == second
    assert set(first) == {"openrouter.json", "edited.json", "arena.json", "rated.json"}


def test_a_corpus_is_as_distinct_as_real_data(tmp_path: Path) -> None:
    """Prices, groups of parameters and ratings repeat as on a real day, and no two records are a model.

    ``make soak`` looks at one of 5,000 models.
    """
    is_as_distinct_as_real_data(500, tmp_path)


def is_as_distinct_as_real_data(count: int, folder: Path) -> None:
    """Write a corpus of so many models, and look at what repeats in it."""
    corpus.write(count, folder)
    records, rated = read(folder, "openrouter")["data"], read(folder, "rated")
    assert len({record["canonical_slug"] for record in records}) == count
    assert 0.28 <= distinct(item for record in records for item in record["pricing"].items()) <= 0.32
    groups = [set(names.split()) for *_, names in corpus.PARAMETERS]
    own = (frozenset(group.intersection(row["supported_parameters"])) for row in records for group in groups)
    assert 0.025 <= distinct(filter(None, own)) <= 0.035
    assert 0.24 <= sum(not slug.endswith("/") for slug in rated) / count <= 0.28
    assert 0.38 <= len(read(folder, "arena")["rows"]) / count <= 0.44


def test_the_edited_catalogue_differs_in_one_description(tmp_path: Path) -> None:
    """One record is another, by nothing but its description."""
    corpus.write(20, tmp_path)
    old, new = (read(tmp_path, name)["data"] for name in ("openrouter", "edited"))
    [(before, after)] = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    assert {**before, "description": after["description"]} == after


def test_fetch_reads_the_corpus(tmp_path: Path) -> None:
    """Every record is taken, each row of a model is matched to it, and the others to none."""
    corpus.write(100, tmp_path)
    SITEGEN.prepare(tmp_path, tmp_path / "root", tmp_path / "edited")
    rows = [(slug, row["model_name"]) for slug, rows in read(tmp_path, "rated").items() for row in rows]
    wanted = {name: None if slug.endswith("/") else slug for slug, name in rows}
    _, answer = run(*SITEGEN.program, "--root", tmp_path / "root", "match", "--format", "json")
    assert {match["arena_name"]: match["canonical_slug"] for match in json.loads(answer)} == wanted
    assert len(read(tmp_path / "root/data/openrouter", "models")) == 100


OURS = [Measure(1, 1, 50), Measure(4, 2, 52), Measure(2, 9, 51)]
THEIRS = [Measure(2, 2, 100), Measure(4, 4, 100), Measure(8, 6, 100)]


def test_medians_are_of_each_column() -> None:
    """The middle of each column, whatever round it is from, and between two the mean."""
    assert medians(OURS) == (2, 2, 51)
    assert medians(OURS[:2]) == (2.5, 1.5, 51)


def test_ratios_are_of_pairs() -> None:
    """Walls of 1/2, 4/4 and 2/8 have the median 0.5, whatever the medians of each tool are."""
    assert paired_ratios(OURS, THEIRS) == (0.5, 0.5, 0.51)
    assert paired_ratios([Measure(1, 1, 1), Measure(9, 1, 1), Measure(4, 1, 1)], THEIRS).wall == 0.5
    with pytest.raises(ValueError, match="shorter"):
        paired_ratios(OURS, THEIRS[:2])


def test_a_model_takes_what_a_site_of_few_does_not() -> None:
    """Differences of 1, 2 and -3 s of CPU have the median 1 s, which 498 models share."""
    assert microseconds_a_model(THEIRS, OURS, 498) == pytest.approx(1e6 / 498)


def test_the_table_has_ratios_to_hugo() -> None:
    """Medians, what a cold build wrote, and ratios that are 1 for Hugo itself."""
    measures = {("Hugo", step): THEIRS for step in STEPS} | {("sitegen", step): OURS for step in STEPS}
    head, _, cold, same, *_, hugo = table(
        "5 models", measures, {"Hugo": [7], "sitegen": [1_500_000] * 2}
    ).split("\n")
    assert (
        head
        == "| 5 models | wall s | CPU s | MB | files | MB written | wall / Hugo | CPU / Hugo | MB / Hugo |"
    )
    assert cold == "| sitegen, cold | 2.000 | 2.000 | 51 | 2 | 3.0 | 0.50 | 0.50 | 0.51 |"
    assert same == "| sitegen, nothing changed | 2.000 | 2.000 | 51 |  |  | 0.50 | 0.50 | 0.51 |"
    assert hugo == "| Hugo, one record changed | 4.000 | 4.000 | 100 |  |  | 1.00 | 1.00 | 1.00 |"


def test_memory_is_of_the_largest_process() -> None:
    """A child of the command that is measured counts, and with it what it holds."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    child = f"bytearray({own} + 100 * 2**20)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    measure, _ = run(sys.executable, "-c", parent)
    assert own / 2**20 + 100 <= measure.memory


def test_a_command_that_fails_says_why() -> None:
    """Its exit code and what it wrote are not lost."""
    with pytest.raises(SystemExit, match=r"ended with 1\nno such corpus"):
        run(sys.executable, "-c", "import sys; sys.exit('no such corpus')")


def test_hugo_gets_the_catalogue_and_the_ratings(tmp_path: Path) -> None:
    """Hugo reads data within its site, so that each catalogue has a site of its own."""
    corpus.write(3, tmp_path / "corpus")
    hugo = Hugo(("hugo",))
    hugo.prepare(tmp_path / "corpus", tmp_path / "first", tmp_path / "site")
    data = tmp_path / "site/data"
    assert (data / "openrouter.json").read_bytes() == (tmp_path / "corpus/edited.json").read_bytes()
    assert (data / "rated.json").read_bytes() == (tmp_path / "corpus/rated.json").read_bytes()
    assert (tmp_path / "site/hugo.toml").is_file()
