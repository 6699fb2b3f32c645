"""All hostile names at once, with pictures: every file of the site stands inside it, on a path of its own."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.named import astray, names_world, path_faults, tree
from tests.hostile.names import ids, names
from tests.hostile.sound import printed_faults
from tests.soak.conftest import Counted


def test_every_name_has_a_safe_path_of_its_own(tmp_path: Path, counted: Counted) -> None:
    """Nothing around the output folder changes, no path clashes or is refused, and no page is astray."""
    root = tmp_path / "root"
    root.mkdir()
    world = names_world(root, ids(), names())
    before = tree(tmp_path, world.site)
    world.build()
    files = world.files()
    counted("hostile ids", len(ids()))
    counted("files at hostile paths", len(files))
    assert tree(tmp_path, world.site) == before
    assert path_faults(files) == []
    assert astray(world, ids()) == []
    assert [printed_faults(printed) for _, _, printed in world.printed if printed_faults(printed)] == []
