"""An owner's folder that comes and goes, and a cache whose bits flip: no traceback, and no wrong byte."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sitegen.publishing.pictures import Pictures
from tests.test_pictures import cards

ROOT = Path(__file__).parents[2]
BUILDS = 100
FLIPS = 100


@pytest.mark.parametrize("name", ["content", "templates", "data"])
def test_a_folder_that_comes_and_goes_is_no_traceback(tmp_path: Path, name: str) -> None:
    """Each build is a site or one line that names what went; none stops half-way."""
    shutil.copytree(ROOT / "tests/golden/data", tmp_path / "data")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/about.md").write_text("# About")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/notfound.html").write_text('{% extends "shipped/notfound.html" %}')
    enough, away = threading.Event(), tmp_path / "away"

    def move() -> None:
        chance = random.Random(name)  # noqa: S311 - any will do
        while not enough.wait(chance.random() / 20):
            (tmp_path / name).rename(away)
            enough.wait(chance.random() / 20)
            away.rename(tmp_path / name)

    mover = threading.Thread(target=move)
    mover.start()
    try:
        for _ in range(BUILDS // 3):
            done = subprocess.run(
                [sys.executable, "-m", "sitegen", "-q", "--root", str(tmp_path), "build", "--no-images"],
                env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert "Traceback" not in done.stderr
            assert len(done.stderr.splitlines()) == done.returncode <= 1
    finally:
        enough.set()
        mover.join()


def test_a_flipped_bit_of_the_cache_is_never_published(tmp_path: Path) -> None:
    """Each picture that is not what was kept is drawn again, and is what it was."""
    known = cards(3)

    def files() -> tuple[int, dict[str, bytes]]:
        with Pictures(known, tmp_path) as pictures:
            return pictures.drawn, dict(pictures.files())

    _, right = files()
    chance = random.Random(1)  # noqa: S311 - any will do
    for _ in range(FLIPS):
        file = chance.choice(sorted(tmp_path.iterdir()))
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        assert files()[1] == right
