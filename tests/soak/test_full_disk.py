"""A full disk: all the amounts of room, of which the short suite takes a few."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import Tree, World
from tests.soak.conftest import Counted
from tests.test_full_disk import (
    JOBS,
    ROOM_FOR_A_BUILD,
    ROOM_FOR_A_CACHE,
    ROOM_FOR_A_FETCH,
    build_does_not_fit,
    cache_is_full,
    disk,
    drawn,
    fetch_does_not_fit,
)

__all__ = ["disk", "drawn"]


@pytest.mark.parametrize("room", ROOM_FOR_A_BUILD)
@pytest.mark.parametrize("jobs", JOBS)
def test_a_build_that_does_not_fit_leaves_the_old_site(
    world: World, disk: Path, room: int, jobs: str, counted: Counted
) -> None:
    """Whether the first folder, a page in the middle or the last one finds no room, the old site stays."""
    build_does_not_fit(world, disk, room, jobs)
    counted("runs on a full disk", 1)


@pytest.mark.parametrize("room", ROOM_FOR_A_FETCH)
def test_a_fetch_that_does_not_fit_leaves_the_old_data(
    world: World, disk: Path, room: int, counted: Counted
) -> None:
    """Whether the first file or a later one finds no room, the data stays that of the day before."""
    fetch_does_not_fit(world, disk, room)
    counted("runs on a full disk", 1)


@pytest.mark.parametrize("room", ROOM_FOR_A_CACHE)
def test_a_full_cache_stops_no_build(
    world: World, drawn: Tree, disk: Path, tmp_path: Path, room: int, counted: Counted
) -> None:
    """Where no template, picture or temporary file can be kept, the site is the same."""
    cache_is_full(world, drawn, disk, tmp_path, room)
    counted("runs on a full disk", 1)
