"""A build after any change: the changes that the short suite leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.conftest import Counted
from tests.test_redrawn import CHANGES, first, redrawn_and_anew

__all__ = ["first"]


@pytest.mark.parametrize("change", CHANGES)
def test_the_folder_is_what_a_first_build_makes(
    first: Path,
    tmp_path: Path,
    change: str,
    counted: Counted,
) -> None:
    """Whatever changed in a source's answer, a build over the old site and one anew write the same bytes."""
    again, anew = redrawn_and_anew(first, tmp_path, change)
    assert again == anew
    counted("changes redrawn", 1)
