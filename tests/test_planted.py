"""The planted table: what becomes of each fault on its way from an answer into the review of a day."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from sitegen.checks.report import text_report
from sitegen.fetching.fetch import Request, fetch
from sitegen.records.review import Review, Section
from sitegen.records.snapshot import Outcome
from sitegen.store.revisions import reviewed
from tests.planted import (
    ASIDE,
    FOLDED,
    LISTED,
    NO_CHANGE,
    PLANTS,
    REFUSED,
    REVIEW,
    Plant,
    body,
    catalogue,
)

ONE, TWO = date(2026, 6, 1), date(2026, 6, 2)


def fetched(root: Path, content: bytes, on: date) -> Outcome:
    """Fetch an answer of the catalogue as of a day."""
    answer = root / "answer.json"
    answer.write_bytes(content)
    request = Request(sources=("openrouter",), on=on, origins=(str(answer),))
    (outcome,) = fetch(root / "data", {}, request, environment={})
    return outcome


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with the day before."""
    root = tmp_path_factory.mktemp("before")
    assert fetched(root, body(catalogue()), ONE).status == "changed"
    return root


def held(root: Path) -> dict[str, bytes]:
    """Return every file of a data folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def outcome_of(review: Review) -> str:
    """Return what a review makes of its only fault."""
    sections = {line.section for line in review.lines}
    if review.must_review:
        return REVIEW
    if Section.SET_ASIDE in sections:
        return ASIDE
    if review.lines:
        return FOLDED if re.search(r"^  \d+ models \(", text_report(review), re.MULTILINE) else LISTED
    return FOLDED if review.noise else NO_CHANGE


@pytest.mark.parametrize("plant", PLANTS, ids=[plant.name for plant in PLANTS])
def test_a_planted_fault_has_its_outcome(before: Path, tmp_path: Path, plant: Plant) -> None:
    """It is refused and nothing is written, or the review has it where it belongs, about its id alone."""
    shutil.copytree(before / "data", tmp_path / "data")
    answer = plant.answer(catalogue())
    done = fetched(tmp_path, answer if isinstance(answer, bytes) else body(answer), TWO)
    if done.status == "failed":
        assert held(tmp_path / "data") == held(before / "data")
        assert (plant.outcome, done.error) == (REFUSED, done.error)
        return
    review = reviewed(tmp_path, str(before / "data"), str(tmp_path / "data"))
    assert outcome_of(review) == plant.outcome, text_report(review)
    if plant.id:
        assert {line.id for line in review.lines} <= {plant.id}


def test_the_table_is_long_and_has_every_outcome() -> None:
    """At least sixty faults, each with a name of its own, and all six outcomes."""
    names = [plant.name for plant in PLANTS]
    assert len(names) == len(set(names)) >= 60
    assert {plant.outcome for plant in PLANTS} == {REFUSED, REVIEW, ASIDE, LISTED, FOLDED, NO_CHANGE}
