"""Says where one build's CPU time goes, from reading the data to writing the files.

    python tests/bench/stages.py ROOT OUT

Runs in a process of its own, with the Python whose sitegen is measured, and imports nothing of the benchmark.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path


class Clock:
    """Adds the CPU time since the last lap to a stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._last = time.process_time()

    def lap(self, stage: str) -> None:
        """End a piece of that stage."""
        now = time.process_time()
        self.spent[stage] = self.spent.get(stage, 0) + now - self._last
        self._last = now


def staged(root: Path, out: Path, clock: Clock) -> tuple[int, int]:
    """Build the site of ``root`` as ``sitegen.build`` does, lap by lap; return its models and files."""
    from sitegen.build import renderer_of
    from sitegen.facts.context import Known
    from sitegen.pages.contents import ModelFiles, common_pages
    from sitegen.publishing.output import publish
    from sitegen.rendering.owner_files import read_assets, read_prose, read_site
    from sitegen.store.dataset import joined, read_dataset

    clock.lap("import")
    values = read_json(root / "data")
    clock.lap("read")
    del values
    site, state = read_site(root), read_dataset(root / "data")
    clock.lap("validate")
    known = Known(joined(state), site, read_prose(root))
    clock.lap("join")
    renderer = renderer_of(root, known)
    made = ModelFiles(known, renderer)

    def drawn() -> Iterator[tuple[str, bytes]]:
        for model in made.models:
            yield from made.files_of(model)
        for page in common_pages(known, read_assets(root)):
            yield page.path, renderer.rendered(page)

    def files() -> Iterator[tuple[str, bytes]]:
        for file in drawn():
            clock.lap("draw")
            yield file
            clock.lap("write")

    published = publish(out, files())
    clock.lap("write")
    return len(known.catalog.models), published.written


def read_json(data: Path) -> list[object]:
    """Read and parse every file of the data: ``read_dataset`` does that and validates, all in one."""
    from sitegen.store.snapshots import parsed, read_bytes

    names = [path.relative_to(data).as_posix() for path in sorted(data.rglob("*.json"))]
    return [parsed(read_bytes(data, name) or b"", data / name) for name in names]


def main(root: Path, out: Path) -> None:
    """Print a line a stage."""
    clock = Clock()
    models, files = staged(root, out, clock)
    # What was read to be measured by itself was read again: validating is what remains.
    clock.spent["validate"] -= clock.spent["read"]
    total = sum(clock.spent.values())
    print(f"{models:,} models, {files:,} files, {total:.2f} s of CPU in one process")
    for stage, seconds in clock.spent.items():
        share, each = seconds / total, seconds / max(models, 1) * 1e6
        print(f"{stage:10} {seconds:8.3f} s {share:5.0%} {each:8.0f} µs a model")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
