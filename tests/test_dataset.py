"""The data folder as one state: what is read, and what is refused with its file and place."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen.errors import DataError
from sitegen.store.dataset import joined, read_dataset
from sitegen.store.failures import note_failures, read_failures
from tests.test_snapshots import store
from tests.worlds import row

ONE, TWO = date(2026, 3, 1), date(2026, 3, 2)


def test_an_absent_folder_is_an_empty_state(tmp_path: Path) -> None:
    """Nothing fetched yet is no error."""
    state = read_dataset(tmp_path / "data")
    assert (state.listings, state.journal, state.decisions) == ((), (), {})
    assert not (tmp_path / "data").exists()


def test_a_state_becomes_a_catalog(tmp_path: Path) -> None:
    """Current and gone models, with their histories, come out of what a fetch wrote."""
    store(tmp_path, [row(), row(id="b/b", canonical_slug="b/b")], ONE)
    store(tmp_path, [row()], TWO)
    models = {model.slug: model for model in joined(read_dataset(tmp_path)).models}
    assert models["b/b"].left == TWO
    assert models["b/b"].histories["b/b"].first_seen == ONE
    assert models["acme/anvil-2-20260102"].left is None


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    """The same data has the same version, wherever it lies; other data has another."""
    for name in ("a", "b"):
        store(tmp_path / name, [row()], ONE)
    one, other = (read_dataset(tmp_path / name).version for name in ("a", "b"))
    store(tmp_path / "b", [row(name="Other")], TWO)
    assert one == other
    assert read_dataset(tmp_path / "b").version != one


def test_what_a_record_of_the_journal_and_one_of_today_share_is_held_once(tmp_path: Path) -> None:
    """Prices that have not moved since an id came are one object; those that have are two."""
    store(tmp_path, [row(), row(id="b/b", canonical_slug="b/b")], ONE)
    store(tmp_path, [row(), row(id="b/b", canonical_slug="b/b", pricing={"prompt": "0.7"})], TWO)
    state = read_dataset(tmp_path)
    came: dict[str, Any] = {change.id: change.new for change in state.journal if change.field == "listed"}
    shared = {one.id: came[one.id]["pricing"] is one.raw["pricing"] for one in state.listings}
    assert shared == {"acme/anvil-2": True, "b/b": False}
    assert came["b/b"]["pricing"] == row()["pricing"]


def test_decisions_are_read(tmp_path: Path) -> None:
    """A slug, or the word none, with a reason and a day."""
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides/matches.toml").write_text(
        '[[match]]\nname = "x"\nslug = "none"\nreason = "r"\non = 2026-03-01\n'
        '[[match]]\nname = "y"\nslug = "a/b"\nreason = "r"\n'
    )
    decisions = read_dataset(tmp_path).decisions
    assert (decisions["x"].slug, decisions["x"].on, decisions["y"].slug) == (None, ONE, "a/b")


def test_decisions_are_about_the_names_of_one_source(tmp_path: Path) -> None:
    """A name of Arena and a model of models.dev may be called the same; of another source none is known."""
    (tmp_path / "overrides").mkdir()
    file = tmp_path / "overrides/matches.toml"
    line = '[[match]]\nname = "x/y"\nslug = "{}"\nreason = "r"\n'
    file.write_text(line.format("a/b") + line.format("c/d") + 'source = "modelsdev"\n')
    state = read_dataset(tmp_path)
    assert (state.decisions["x/y"].slug, state.makers_decisions["x/y"].slug) == ("a/b", "c/d")
    file.write_text(line.format("a/b") + 'source = "models.dev"\n')
    with pytest.raises(DataError, match=r"match\.0\.source: Input should be 'arena' or 'modelsdev'"):
        read_dataset(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("openrouter/models.json", '[{"id": "a/b", "pricing": {"prompt": "abc"}}]', "price prompt"),
        ("openrouter/models.json", "[7]", "no record"),
        ("openrouter/models.json", "[{}]", "id"),
        ("arena/text.json", '{"rows": [{"name": "x"}]}', "board"),
        ("arena/text.json", '{"board": "text", "rows": [{"name": "x", "score": "high"}]}', "score"),
        ("arena/text.json", "[]", "no record"),
        ("usage/daily.json", '{"period": "day", "rows": []}', "rows"),
        ("usage/daily.json", '{"period": "year", "rows": [{"on": "2026-03-01"}]}', "period"),
        ("usage/daily.json", "[]", "no record"),
        ("retired.json", '{"a/b": {"record": {}}}', "first_seen"),
        ("receipts.json", '{"openrouter/models": {}}', "receipts"),
        ("overrides/matches.toml", "[[match]]\nname = 1\n", "match"),
        ("overrides/matches.toml", "=", "TOML"),
        (
            "overrides/matches.toml",
            '[[match]]\nname="x"\nslug="a/b"\nreason=""\n' * 2,
            "decides twice about 'x'",
        ),
        ("overrides/accepted.toml", '[[accepted]]\nid = "x"\n', "field"),
    ],
)
def test_a_file_that_is_not_what_it_must_be_is_named(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    """Each kind of file is refused with its path, the place within it and the next step."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError) as refusal:
        read_dataset(tmp_path)
    assert name in str(refusal.value)
    assert message in str(refusal.value)
    assert refusal.value.step


def test_a_failure_is_remembered_until_the_source_is_read(tmp_path: Path) -> None:
    """The note says day and reason, is no part of the version, and goes when the feed is read again."""
    store(tmp_path, [row()], ONE)
    version = read_dataset(tmp_path).version
    note_failures(tmp_path, {"openrouter/models": "no answer"}, [], TWO)
    state = read_dataset(tmp_path)
    assert {feed: (failure.on, failure.why) for feed, failure in state.failures.items()} == {
        "openrouter/models": (TWO, "no answer")
    }
    assert state.version == version
    note_failures(tmp_path, {}, ["openrouter/models"], TWO)
    assert read_dataset(tmp_path).failures == {}


def test_a_failure_notes_itself_nowhere_but_in_data(tmp_path: Path) -> None:
    """Without a data folder nothing is made, and git does not see the note where there is one."""
    note_failures(tmp_path / "data", {"x": "y"}, [], ONE)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "data").mkdir()
    note_failures(tmp_path / "data", {"x": "y"}, [], ONE)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    status = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--porcelain"], check=True, capture_output=True
    )
    assert status.stdout == b""
    (tmp_path / "data/.local/failures.json").write_text("{")
    assert read_failures(tmp_path / "data") == {}
