"""What others do to the folders while a build runs: the moments that the short suite leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.processes import World
from tests.soak.conftest import Counted
from tests.test_interference import (
    DATA_GOES,
    FETCH_WRITES,
    FILE_GOES,
    FOLDER_GOES,
    built_at_once,
    data_goes,
    fetch_writes,
    file_goes,
    folder_goes,
)


@pytest.mark.parametrize(("moment", "kind"), FILE_GOES)
def test_a_file_that_goes_from_the_old_site(
    world: World, tmp_path: Path, moment: str, kind: str, counted: Counted
) -> None:
    """Of a page that is deleted the new site has its own; a file to be kept is made anew, or missed."""
    file_goes(world, tmp_path, moment, changes=kind == "changes")
    counted("interferences with a build", 1)


@pytest.mark.parametrize(("moment", "day"), FOLDER_GOES)
def test_a_folder_that_goes_is_made_anew_or_told(
    world: World, tmp_path: Path, moment: str, day: str, counted: Counted
) -> None:
    """An output folder that is deleted meanwhile is afterwards the whole site, or absent with a reason."""
    folder_goes(world, tmp_path, moment, day)
    counted("interferences with a build", 1)


@pytest.mark.parametrize(("moment", "deed"), DATA_GOES)
def test_data_that_goes_or_changes_meanwhile(
    world: World, tmp_path: Path, moment: str, deed: str, counted: Counted
) -> None:
    """A file of the data that is deleted or spoilt while it is read is told, or was read before."""
    data_goes(world, tmp_path, moment, deed)
    counted("interferences with a build", 1)


@pytest.mark.parametrize("moment", FETCH_WRITES)
def test_a_build_while_a_fetch_writes_has_one_day(
    world: World, tmp_path: Path, moment: str, counted: Counted
) -> None:
    """A fetch that begins at any moment of a build waits or comes after: the site is of one day."""
    fetch_writes(world, tmp_path, moment)
    counted("interferences with a build", 1)


def test_two_builds_at_once_leave_one_whole_site(world: World, tmp_path: Path, counted: Counted) -> None:
    """Two builds into one folder both end well, or one of them says that the other is writing."""
    built_at_once(world, tmp_path, 30)
    counted("pairs of builds at once", 30)
