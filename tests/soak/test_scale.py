"""A catalogue of many thousand models: built at once and in shards it is one site, and nothing is too large.

``SITEGEN_SCALE=200000`` asks for another number of models than 20,000.
"""

from __future__ import annotations

import filecmp
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import build
from sitegen.large.scale import USUAL
from sitegen.large.shard import Share
from sitegen.pages.sitemap import MOST_ADDRESSES
from sitegen.publishing.shards import merge
from tests.worlds import row

MODELS = int(os.environ.get("SITEGEN_SCALE", "20000"))
SHARDS = 3
BASE = "https://example.org/large/"
FIRST_DAY = 1_735_732_800  # 1 January 2025
LARGEST_PAGE = 4_000_000
"""Bytes of HTML: a thousand lines, and a list of authors that has a line for each of a thousand."""
LARGEST_ANSWER = 10_000_000
"""Bytes of JSON: as many models as one file may hold."""


def author(number: int) -> str:
    """Return the author of a model: half of all are one author's, the rest are spread."""
    return "vast" if number % 2 else f"author-{number % 1_998:04d}"


def records() -> Iterator[dict[str, Any]]:
    """Yield models whose prices and days are spread, some with a second id."""
    for number in range(MODELS):
        name = f"{author(number)}/m{number:06d}"
        price = f"{1 + number * 7919 % 99_991}e-8"
        model = row(
            id=name,
            canonical_slug=name,
            name=f"{author(number).capitalize()}: M{number:06d}",
            created=FIRST_DAY + number * 60,
            pricing={"prompt": price, "completion": price},
        )
        yield model
        if number % 50 == 0:
            yield model | {"id": f"{name}:free", "pricing": {"prompt": "0", "completion": "0"}}


def board() -> dict[str, Any]:
    """Return a leaderboard on which every third model has a row, with scores as spread as the prices."""
    rows = [
        {
            "name": f"m{number:06d}",
            "organization": author(number),
            "category": "overall",
            "rank": rank,
            "score": 1000 + number * 104_729 % 50_021 / 100,
            "votes": 100,
        }
        for rank, number in enumerate(range(0, MODELS, 3), start=1)
    ]
    return {"board": "text", "partial": False, "published": {"overall": "2026-02-06"}, "rows": rows}


def journal() -> Iterator[dict[str, Any]]:
    """Yield a day on which every fourth model had another price."""
    for number in range(0, MODELS, 4):
        name = f"{author(number)}/m{number:06d}"
        yield {
            "field": "pricing.prompt",
            "id": name,
            "new": "0.000002",
            "old": "0.000001",
            "on": "2026-02-06",
            "source": "openrouter",
        }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root whose data folder holds the catalogue."""
    folder = tmp_path_factory.mktemp("large")
    for name in ("openrouter", "arena"):
        (folder / "data" / name).mkdir(parents=True)
    models = json.dumps(list(records()))
    (folder / "data" / "openrouter" / "models.json").write_text(models, encoding="utf-8")
    (folder / "data" / "arena" / "text.json").write_text(json.dumps(board()), encoding="utf-8")
    lines = "".join(f"{json.dumps(change)}\n" for change in journal())
    (folder / "data" / "changes.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    """Return the folder of the site as one build writes it."""
    build(root, root / "site", base_url=BASE, images=False)
    return root / "site"


def files(folder: Path) -> list[str]:
    """Return the paths of all files of a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_shards_of_a_large_site_are_one_build(
    root: Path, site: Path, counted: Callable[[str, int], None]
) -> None:
    """Every file of the merged shards is the one that a single build wrote."""
    parts = [root / f"part-{number}" for number in range(1, SHARDS + 1)]
    for number, part in enumerate(parts, start=1):
        build(root, part, base_url=BASE, images=False, share=Share(number, SHARDS))
    merge(parts, root / "merged")
    names = files(site)
    assert files(root / "merged") == names
    equal, differing, unread = filecmp.cmpfiles(site, root / "merged", names, shallow=False)
    assert (differing, unread) == ([], [])
    assert len(equal) > 3 * MODELS
    counted("files of a large site, equal in one build and in shards", len(equal))
    counted("models of a large site", MODELS)


def test_nothing_of_a_large_site_is_too_large_for_a_browser(
    site: Path, counted: Callable[[str, int], None]
) -> None:
    """No page and no file of the API outgrows what a browser takes, however many models there are."""
    sizes = {name: (site / name).stat().st_size for name in files(site)}
    pages = {name: size for name, size in sizes.items() if name.endswith(".html")}
    answers = {name: size for name, size in sizes.items() if name.endswith(".json") and "/arena." not in name}
    assert USUAL.whole >= MODELS or len(answers) > MODELS
    assert {name: size for name, size in pages.items() if size > LARGEST_PAGE and "arena/" not in name} == {}
    assert {name: size for name, size in answers.items() if size > LARGEST_ANSWER} == {}
    counted("bytes of the largest page of a large site", max(pages.values()))
    counted("bytes of the largest JSON file of a large site", max(answers.values()))


def test_the_sitemap_of_a_large_site_names_every_page_once(site: Path) -> None:
    """Each file of it keeps to the limit, and together they hold every model."""
    maps = [name for name in files(site) if name.startswith("sitemap")]
    found: list[str] = []
    for name in maps:
        lines = (site / name).read_text(encoding="utf-8").splitlines()
        addresses = [line for line in lines if line.startswith("<url>")]
        assert len(addresses) <= MOST_ADDRESSES
        found += addresses
    assert len(found) == len(set(found)) > MODELS
    assert (len(maps) > 1) == (len(found) > MOST_ADDRESSES)
