"""The body of a pull request: what must be read is in it, however much there is."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.checks import NOTE, Finding
from sitegen.checks.pull_request import pull_request_body
from sitegen.checks.report import COMMENT_LIMIT
from sitegen.checks.review import review
from sitegen.records.review import Review
from sitegen.records.snapshot import Failure, Receipt
from tests.checks.test_review import side, world
from tests.worlds import row

ALARM = Finding("alarm", "a/m1 pricing.prompt", "input $1 → $1,000", "run sitegen accept a/m1")
ASIDE = Finding("set aside", "data/openrouter/models.json", "a/m2", "", NOTE)
FAILED = {
    "arena/text": Failure(on=date(2026, 3, 9), why="arena/text: the host answered `404`\n; try again later"),
    "usage/daily": Failure(on=date(2026, 3, 9), why="usage/daily: no answer; try again later"),
}
RECEIPTS = {"arena/text": Receipt(address="x", changed=date(2026, 3, 4), sha256="", rows=1)}


def routine(models: int = 10) -> Review:
    """Return a review in which nothing must be looked at: so many new models."""
    rows = [row(id=f"b/m{n}", canonical_slug=f"b/m{n}", name="x" * 300) for n in range(models)]
    return review(side("old", world()), side("new", [*world(), *rows]))


def test_findings_are_quoted_with_the_way_to_accept_them() -> None:
    """Each finding is a line of code, as check data prints it, and how to accept or correct stands below."""
    body = pull_request_body(routine(), [ALARM, ASIDE], {}, {})
    quoted = (
        "    alarm: a/m1 pricing.prompt: input $1 → $1,000; run sitegen accept a/m1\n    note: set aside: "
    )
    assert f"\n### sitegen check data\n\n{quoted}" in body
    assert body.endswith("Merging alone accepts nothing.\n")


@pytest.mark.parametrize("findings", [[], [ASIDE]])
def test_where_nothing_is_open_nothing_is_to_be_accepted(findings: list[Finding]) -> None:
    """A routine day has no advice; a change that must be reviewed has it even without a finding."""
    assert "sitegen accept" not in pull_request_body(routine(), findings, {}, {})
    left = review(side("old", world()), side("new", world(without=("a/m3",))))
    assert "sitegen accept" in pull_request_body(left, findings, {}, {})


def test_what_could_not_be_read_stands_first_with_its_days() -> None:
    """The day of the failure, the day of the data that stay, and why, in a code span on one line."""
    first, second, *_ = pull_request_body(routine(), [], FAILED, RECEIPTS).splitlines()
    assert first.startswith(
        "- **`arena/text` could not be read** on 2026-03-09, its data stay those of 2026-03-04: `the host "
    )
    assert first.count("`") == 4
    assert second.startswith("- **`usage/daily` could not be read** on 2026-03-09, it never was: `no answer;")


@pytest.mark.parametrize(("findings", "models"), [(1, 900), (900, 900), (900, 1), (5000, 0)])
def test_a_body_that_is_too_long_keeps_what_must_be_read(findings: int, models: int) -> None:
    """What failed, findings and how to accept stay; of changes and findings what does not fit is counted."""
    found = [Finding("alarm", f"a/m{n}", "x" * 100, "") for n in range(findings)]
    body = pull_request_body(routine(models), found, FAILED, RECEIPTS)
    assert len(body) <= COMMENT_LIMIT
    assert ("lines left out here; `sitegen diff` prints them all." in body) == (models > 1)
    assert ("lines left out here; `sitegen check data` prints them all." in body) == (findings > 1)
    assert "could not be read" in body
    assert "    alarm: a/m0: x" in body
    assert "`sitegen accept` lists what is open" in body


def test_a_short_limit_is_kept() -> None:
    """Where a line stands above the body, its length is taken off the limit."""
    many = routine(900)
    for limit in (4_000, 20_000, 65_000):
        assert limit - 1_000 < len(pull_request_body(many, [ALARM], {}, {}, limit=limit)) <= limit
