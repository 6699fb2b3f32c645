"""Builds that are killed: the larger site and the many moments that the short suite leaves out."""

from __future__ import annotations

from pathlib import Path

from tests.soak.conftest import Counted
from tests.test_output import killed_at_random, steps_survived


def test_killed_before_every_single_step_the_folder_is_whole(tmp_path: Path, counted: Counted) -> None:
    """Killed before each call of the system in turn, the site is whole, and the next build succeeds."""
    steps = steps_survived(tmp_path / "dist", 9)
    assert steps > 100
    counted("steps before which a build was killed", steps)


def test_killed_at_random_moments_the_folder_is_whole(tmp_path: Path, counted: Counted) -> None:
    """Killed at 100 random moments, a process that publishes in turn leaves one of its two sites."""
    killed_at_random(tmp_path / "dist", 100)
    counted("publishing processes killed", 100)
