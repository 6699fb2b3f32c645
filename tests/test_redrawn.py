"""A build after a change redraws what the change reaches: the folder is what a first build would make."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import build
from sitegen.publishing.output import Published
from tests.test_golden import HERE, fetch_world, run

Rows = list[dict[str, Any]]

LATEST = {
    "openrouter": "openrouter-2026-02-05.json",
    "arena": "arena-text.json",
    "usage": "usage.json",
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with the golden world's data, long settled, whose site is built."""
    root = tmp_path_factory.mktemp("first") / "root"
    root.mkdir()
    return fetch_world(root)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _each(rows: Rows, change: Callable[[dict[str, Any]], object], which: int = 0) -> None:
    change(rows[which])


CHANGES: dict[str, tuple[str, Callable[[Rows], object]]] = {
    "a description": ("openrouter", lambda rows: rows[0].update(description="Other words.")),
    "a description with a link": (
        "openrouter",
        lambda rows: rows[0].update(description=f"See [that](/{rows[1]['id']})."),
    ),
    "a name": ("openrouter", lambda rows: rows[0].update(name="Acme: Another Name")),
    "an author's spelling": (
        "openrouter",
        lambda rows: [row.update(name=str(row["name"]).replace(":", " Ltd:", 1)) for row in rows],
    ),
    "a price": (
        "openrouter",
        lambda rows: rows[0].update(pricing={"prompt": "0.000003", "completion": "0.1"}),
    ),
    "a context": ("openrouter", lambda rows: rows[1].update(context_length=4096)),
    "a day of listing": ("openrouter", lambda rows: rows[0].update(created=1_750_000_000)),
    "a day of expiry": ("openrouter", lambda rows: rows[2].update(expiration_date="2027-01-01")),
    "a key that nobody knows": ("openrouter", lambda rows: rows[0].update(novelty=1)),
    "marks of benchmarks": ("openrouter", lambda rows: rows[0].update(benchmarks={"x": 1})),
    "a new id": (
        "openrouter",
        lambda rows: rows.append({**rows[0], "id": "acme/new-1", "canonical_slug": "acme/new-1"}),
    ),
    "an id that leaves": ("openrouter", lambda rows: rows.pop(0)),
    "another order": ("openrouter", lambda rows: rows.reverse()),
    "a score": ("arena", lambda rows: rows[0]["row"].update(rating=1499.5)),
    "a rank": ("arena", lambda rows: rows[0]["row"].update(rank=7)),
    "a name on the board": ("arena", lambda rows: rows[0]["row"].update(model_name="somebody-else-9")),
    "a row that leaves": ("arena", lambda rows: rows.pop()),
    "another day of the board": (
        "arena",
        lambda rows: [row["row"].update(leaderboard_publish_date="2026-02-20") for row in rows],
    ),
    "tokens": ("usage", lambda rows: rows[0].update(total_tokens="123456789")),
}


FEW = (
    *(
        "a description with a link",
        "a name",
        "an author's spelling",
        "a price",
        "a new id",
        "an id that leaves",
    ),
    *("a score", "a row that leaves", "another day of the board", "tokens"),
)
"""Those that reach different pages; ``make soak`` takes all."""


def redrawn_and_anew(first: Path, folder: Path, change: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the site that a build over the one before a change leaves, and the one that is built anew."""
    root = folder / "root"
    shutil.copytree(first, root)
    build(root, root / "site", images=False)
    source, edit = CHANGES[change]
    answer = json.loads((HERE / "answers" / LATEST[source]).read_text())
    edit(answer["rows"] if source == "arena" else answer["data"])
    if source == "arena":
        answer["num_rows_total"] = len(answer["rows"])
    (folder / "answer.json").write_text(json.dumps(answer))
    run(root, "fetch", source, "--from", str(folder / "answer.json"), "--on", "2026-02-10", "--accept-loss")
    again = build(root, root / "site", images=False)
    shutil.move(root / "site", folder / "again")
    anew = build(root, root / "site", images=False)
    assert again.written + again.unchanged == anew.written
    return files(folder / "again"), files(root / "site")


@pytest.mark.parametrize("change", FEW)
def test_the_folder_is_what_a_first_build_makes(first: Path, tmp_path: Path, change: str) -> None:
    """Whatever changed in a source's answer, a build over the old site and one anew write the same bytes."""
    again, anew = redrawn_and_anew(first, tmp_path, change)
    assert again == anew


def test_a_decision_about_a_match_reaches_its_pages(first: Path, tmp_path: Path) -> None:
    """A line in matches.toml takes a rating from a model, and puts it on another page."""
    root = tmp_path / "root"
    shutil.copytree(first, root)
    build(root, root / "site", images=False)
    name = json.loads((HERE / "answers" / LATEST["arena"]).read_text())["rows"][0]["row"]["model_name"]
    (root / "data/overrides").mkdir(exist_ok=True)
    line = f'[[match]]\nname = "{name}"\nslug = "none"\nreason = "another model"\n'
    (root / "data/overrides/matches.toml").write_text(line)
    build(root, root / "site", images=False)
    shutil.move(root / "site", tmp_path / "again")
    build(root, root / "site", images=False)
    assert files(tmp_path / "again") == files(root / "site")


@pytest.fixture
def drawn(first: Path, tmp_path: Path) -> Callable[..., Published]:
    """Return what builds a copy of the first site, whose program and settings are long settled."""
    root = tmp_path / "root"
    shutil.copytree(first, root)
    (root / "content").mkdir()
    (root / "content/site.toml").write_text('title = "T"\n')
    past = Path(__file__).stat().st_mtime_ns - 10**12
    for path in (root / "content", root / "content/site.toml"):
        os.utime(path, ns=(past, past))
    return lambda: build(root, root / "site", images=False)


def test_a_page_that_nothing_reached_is_not_drawn(drawn: Callable[[], Published], tmp_path: Path) -> None:
    """Of an edited description, pages of models that do not name it keep their files and their times."""
    root = tmp_path / "root"
    answer = json.loads((HERE / "answers" / LATEST["openrouter"]).read_text())
    fetch = ("fetch", "openrouter", "--from", str(tmp_path / "answer.json"), "--on", "2026-02-10")
    for description in ("Some words.", "Other words."):
        answer["data"][0]["description"] = description
        (tmp_path / "answer.json").write_text(json.dumps(answer))
        run(root, *fetch)
        before = {path: path.stat().st_mtime_ns for path in (root / "site/models").rglob("index.*")}
        drawn()
    after = {path: path.stat().st_mtime_ns for path in (root / "site/models").rglob("index.*")}
    moved = {path for path in before if before[path] != after[path]}
    assert len({path.parent for path in moved}) == 1
    assert {path.name for path in moved} == {"index.html", "index.json", "index.md"}


@pytest.mark.parametrize("edit", ["site.toml", "a page by hand", "a page that is gone"])
def test_what_else_is_drawn_from_counts_too(
    drawn: Callable[[], Published], tmp_path: Path, edit: str
) -> None:
    """A setting redraws every page, and a page that somebody edited or removed is set right."""
    root = tmp_path / "root"
    drawn()
    whole = files(root / "site")
    page = next((root / "site/models").rglob("index.html"))
    if edit == "site.toml":
        (root / "content/site.toml").write_text('title = "Another"\n')
        drawn()
        pages = list((root / "site/models").rglob("index.html"))
        assert all(
            b"Another" in page.read_bytes()
            for page in pages
            if b'http-equiv="refresh' not in page.read_bytes()
        )
        return
    page.unlink() if edit == "a page that is gone" else page.write_bytes(page.read_bytes() + b" ")
    assert drawn().written == 1
    assert files(root / "site") == whole


def test_keys_do_not_depend_on_the_process(first: Path) -> None:
    """Two processes that hash texts differently give every page the same key."""
    program = (
        "import sys; from pathlib import Path; from sitegen.rendering.owner_files import read_site\n"
        "from sitegen.store.dataset import joined, read_dataset; from sitegen.pages import model\n"
        "from sitegen.facts.context import Known\n"
        "root = Path(sys.argv[1]); known = Known(joined(read_dataset(root / 'data')), read_site(root))\n"
        "print([(page.path, page.key) for page in model.pages(known)])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(first)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert b"index.html" in said.pop()
