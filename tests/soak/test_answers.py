"""Ten thousand hostile answers of each source onto every state of the data, and a site of some."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.hostile.answers import SHAPES, bodies
from tests.hostile.door import Door
from tests.soak.conftest import Counted

ANSWERS = int(os.environ.get("SITEGEN_ANSWERS", "10000"))
"""Answers of each source."""
SEED = int(os.environ.get("SITEGEN_SEED") or int.from_bytes(os.urandom(4)))


@pytest.mark.parametrize("source", SHAPES)
def test_any_answer_is_taken_whole_or_refused(source: str, tmp_path: Path, counted: Counted) -> None:
    """Each leaves sound data, which the journal tells and a second fetch does not move, or changes none."""
    door = Door(tmp_path, source)
    print(f"SITEGEN_SEED={SEED}")  # noqa: T201 - shown when the test fails

    @seed(SEED)
    @settings(max_examples=ANSWERS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(body=bodies(source), onto=st.sampled_from(range(7)), site=st.sampled_from([True, *[False] * 199]))
    def put(body: bytes, onto: int, site: bool) -> None:  # noqa: FBT001 - drawn, not passed by hand
        door.put(body, onto=onto, site=site)

    put()
    for what, number in door.met.items():
        counted(f"answers of {source} {what}", number)
    assert door.met["taken"] > ANSWERS / 10
    assert door.met["refused"] > ANSWERS / 10
    assert door.met["built"] > ANSWERS / 2000
