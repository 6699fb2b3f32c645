"""Whatever bytes a source answers, they are taken whole or refused, and the data stays sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.answers import SHAPES, bodies
from tests.hostile.door import Door


@pytest.mark.parametrize("source", SHAPES)
def test_any_answer_is_taken_whole_or_refused(source: str, tmp_path: Path) -> None:
    """Fifty answers of each source, broken in one to three places, leave sound data or change none.

    ``make soak`` puts ten thousand.
    """
    door = Door(tmp_path, source)

    @settings(max_examples=50, deadline=None, derandomize=True, database=None)
    @given(body=bodies(source), onto=st.sampled_from(range(7)))
    def put(body: bytes, onto: int) -> None:
        door.put(body, onto=onto, site=False)

    put()
    assert door.met["taken"] > 0
    assert door.met["refused"] > 0
