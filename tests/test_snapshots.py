"""The data folder: what a fetch writes, and that the same content moves nothing."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.errors import DataError, OutputError
from sitegen.records import Json
from sitegen.records.snapshot import Origin, Stored
from sitegen.sources import SOURCES
from sitegen.store.snapshots import (
    normal_form,
    parsed,
    read_digests,
    read_journal,
    read_receipts,
    read_value,
    write_snapshot,
)
from sitegen.store.transaction import PENDING, READY, finish_write
from tests.worlds import Row, row

ONE, TWO = date(2026, 3, 1), date(2026, 3, 2)


def store(data: Path, rows: list[Row], on: date = ONE) -> Stored:
    """Store an answer of the catalogue as of a day."""
    source = SOURCES["openrouter"]
    answer: Any = {"data": rows}
    snapshot = source.snapshot(
        source.feed_from("x", answer), [answer], read_value(data, "openrouter/models.json")
    )
    return write_snapshot(data, snapshot, Origin("x"), on)


def state(data: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file with its bytes and its time."""
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in data.rglob("*") if p.is_file()}


def test_the_normal_form_has_one_value_a_line(tmp_path: Path) -> None:
    """Records are sorted by id, keys and sets are sorted, and each value has its line for git."""
    store(tmp_path, [row(id="b/b"), row(id="a/a")])
    text = (tmp_path / "openrouter/models.json").read_text()
    assert [item["id"] for item in json.loads(text)] == ["a/a", "b/b"]
    assert '  "context_length": 128000,\n  "created": 1767312000,\n' in text
    assert '   "max_tokens",\n   "temperature",\n   "tools"\n' in text
    assert text.endswith("]\n")


def test_storing_the_same_content_moves_nothing(tmp_path: Path) -> None:
    """The second fetch of one answer, on a later day and in another order, leaves bytes and times alone."""
    store(tmp_path, [row(id="a/a"), row(id="b/b")])
    before = state(tmp_path)
    shuffled = row(id="a/a", supported_parameters=["temperature", "max_tokens", "tools"])
    assert not store(tmp_path, [row(id="b/b"), shuffled], TWO).changed
    assert state(tmp_path) == before


def test_a_change_reaches_snapshot_journal_and_receipt(tmp_path: Path) -> None:
    """One moved price is one journal line of that day, and the receipt says when the content changed."""
    store(tmp_path, [row()])
    stored = store(tmp_path, [row(pricing={"prompt": "0.000003", "completion": "0.00001"})], TWO)
    assert (stored.changed, stored.changes) == (True, 1)
    assert [(c.on, c.field) for c in read_journal(tmp_path)] == [(ONE, "listed"), (TWO, "pricing.prompt")]
    assert read_receipts(tmp_path)["openrouter/models"].changed == TWO


def test_what_leaves_is_kept_and_what_returns_is_freed(tmp_path: Path) -> None:
    """The last record of an id that left stands in retired.json until it comes back."""
    store(tmp_path, [row(), row(id="b/b")])
    store(tmp_path, [row(id="b/b")], TWO)
    retired: Any = read_value(tmp_path, "retired.json")
    assert retired["acme/anvil-2"]["record"] == row() | {
        "supported_parameters": ["max_tokens", "temperature", "tools"]
    } | {"architecture": row()["architecture"] | {"input_modalities": ["image", "text"]}}
    assert (retired["acme/anvil-2"]["last_seen"], retired["acme/anvil-2"]["left"]) == (
        "2026-03-01",
        "2026-03-02",
    )
    store(tmp_path, [row(), row(id="b/b")], date(2026, 3, 3))
    assert read_value(tmp_path, "retired.json") == {}


def test_daily_marks_stand_apart(tmp_path: Path) -> None:
    """Benchmarks change their own file and neither the snapshot nor the journal."""
    store(tmp_path, [row(benchmarks={"x": 1})])
    before = (tmp_path / "openrouter/models.json").read_bytes()
    stored = store(tmp_path, [row(benchmarks={"x": 2})], TWO)
    assert (stored.changed, stored.changes) == (True, 0)
    assert (tmp_path / "openrouter/models.json").read_bytes() == before
    assert read_value(tmp_path, "openrouter/benchmarks.json") == {"acme/anvil-2": {"x": 2}}


def test_a_row_set_aside_keeps_its_last_good_record(tmp_path: Path) -> None:
    """One broken record among many is noted, and its model does not leave for it."""
    rows = [row(id=f"a/{n}") for n in range(60)]
    store(tmp_path, rows)
    stored = store(tmp_path, [row(id="a/0", pricing={"prompt": "abc"}), *rows[1:]], TWO)
    assert (stored.rows, stored.changes) == (60, 0)
    (note,) = read_receipts(tmp_path)["openrouter/models"].set_aside
    assert (note.row, "abc" in note.reason) == ("a/0", True)


def test_a_row_set_aside_keeps_its_marks(tmp_path: Path) -> None:
    """Its benchmark marks stay with its last good record; those of others move, and who left has none."""
    rows = [row(id=f"a/{n}", benchmarks={"x": n}) for n in range(60)]
    store(tmp_path, rows)
    broken = row(id="a/0", pricing={"prompt": "abc"}, benchmarks={"x": 8})
    store(tmp_path, [broken, row(id="a/1", benchmarks={"x": 9}), *rows[3:]], TWO)
    marks = read_value(tmp_path, "openrouter/benchmarks.json")
    assert isinstance(marks, dict)
    assert [marks.get(f"a/{n}") for n in range(4)] == [{"x": 0}, {"x": 9}, None, {"x": 3}]
    assert list(marks) == sorted(marks)


def test_a_day_before_the_journal_is_refused(tmp_path: Path) -> None:
    """The journal is append-only: an earlier day cannot be added to it."""
    store(tmp_path, [row()], TWO)
    with pytest.raises(DataError, match="2026-03-02"):
        store(tmp_path, [row(name="Other")], ONE)


def test_every_file_that_is_written_has_a_digest(tmp_path: Path) -> None:
    """Beside the snapshots, whose receipts have it, these are the journal, retired records and marks."""
    store(tmp_path, [row(id="a/a", benchmarks={"x": 1}), row(id="a/b")], ONE)
    store(tmp_path, [row(id="a/a", benchmarks={"x": 2})], TWO)
    digests = read_digests(tmp_path)
    assert set(digests) == {"changes.jsonl", "openrouter/benchmarks.json", "retired.json"}
    for name, digest in digests.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_receipts_from_before_there_were_digests_get_them(tmp_path: Path) -> None:
    """Older receipts are read, and the next write adds the digests of all files."""
    store(tmp_path, [row(id="a/a"), row(id="a/b")], ONE)
    path = tmp_path / "receipts.json"
    receipts = json.loads(path.read_text())
    path.write_text(json.dumps({feed: receipts[feed] for feed in receipts if feed != "files"}))
    assert read_digests(tmp_path) == {}
    store(tmp_path, [row(id="a/a")], TWO)
    assert "changes.jsonl" in read_digests(tmp_path)


@pytest.mark.parametrize("name", ["changes.jsonl", "retired.json"])
def test_nothing_is_added_to_a_file_that_somebody_changed(tmp_path: Path, name: str) -> None:
    """A fetch refuses to write history upon a damaged file, which would then have a digest that fits."""
    store(tmp_path, [row(id="a/a"), row(id="a/b")], ONE)
    store(tmp_path, [row(id="a/a")], TWO)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content.replace(b"a/b", b"a/c"))
    with pytest.raises(DataError, match="is not what sitegen wrote; restore it from git"):
        store(tmp_path, [row(id="a/a", name="New")], TWO)


def test_a_leaderboard_has_a_row_a_line() -> None:
    """All numbers of a row move together, and its line says whose they are."""
    text = normal_form(
        {"board": "text", "rows": [{"name": "a", "rank": 1}, {"name": "b", "rank": 2}]}
    ).decode()
    assert '  {"name": "a", "rank": 1},\n  {"name": "b", "rank": 2}\n' in text
    assert json.loads(text)["rows"][1]["rank"] == 2


TEXT = st.text(max_size=5)
ROWS = st.fixed_dictionaries(
    {"rows": st.lists(st.one_of(st.just({}), st.integers(), st.dictionaries(TEXT, TEXT)))}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT | st.just("rows"), inner),
    max_leaves=20,
)


@given(ROWS | JSON)
@example({"rows": []})
@example({"rows": [{}]})
@example({"board": {}, "rows": [None]})
def test_any_value_comes_back_from_its_normal_form(value: Json) -> None:
    """What is written reads as the same value, is written again as the same bytes, and ends with a line."""
    content = normal_form(value)
    assert json.loads(content) == value
    assert normal_form(json.loads(content)) == content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")


def test_half_a_surrogate_pair_is_written_as_utf8() -> None:
    """JSON can spell what no UTF-8 file can hold; the file is valid all the same."""
    assert normal_form({"name": "\ud83d"}).decode() == '{\n "name": "?"\n}\n'


def test_a_write_that_counted_is_finished_by_whoever_comes_next(tmp_path: Path) -> None:
    """Files laid out and renamed are moved into place; files that were only being laid out are dropped."""
    (tmp_path / READY / "arena").mkdir(parents=True)
    (tmp_path / READY / "arena/text.json").write_text("new")
    (tmp_path / PENDING).mkdir()
    (tmp_path / PENDING / "half.json").write_text("ha")
    finish_write(tmp_path)
    assert [p.name for p in sorted(tmp_path.rglob("*"))] == ["arena", "text.json"]
    assert (tmp_path / "arena/text.json").read_text() == "new"


def test_a_disk_that_refuses_leaves_the_data_alone(tmp_path: Path) -> None:
    """Where the new files cannot be laid out, the fetch says so and no file has moved."""
    store(tmp_path, [row()])
    (tmp_path / PENDING).write_text("a file in the way of the folder")
    before = state(tmp_path)
    with pytest.raises(OutputError, match="nothing was changed"):
        store(tmp_path, [row(name="Other")], TWO)
    assert state(tmp_path) == before


@pytest.mark.parametrize("content", ["{", "[1,", "\x00", '{"a": '])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    """A file that is no JSON is an error that names it and the next step."""
    (tmp_path / "retired.json").write_text(content)
    with pytest.raises(DataError, match=r"retired\.json.*restore it from git"):
        read_value(tmp_path, "retired.json")


def test_a_broken_line_of_the_journal_is_named(tmp_path: Path) -> None:
    """The first line that is no change is named by its number."""
    (tmp_path / "changes.jsonl").write_text(
        '{"on": "2026-03-01", "source": "s", "id": "i", "field": "f"}\nnope\n'
    )
    with pytest.raises(DataError, match=r"changes\.jsonl:2"):
        read_journal(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b'{"a": "\\ud83d", "b": [1, -0.0, 1e-7, 12345678901234567890123]}', b'\xef\xbb\xbf{"a": 1, "a": 2}'],
)
def test_a_file_is_read_as_the_standard_library_reads_it(content: bytes, tmp_path: Path) -> None:
    """Half of a surrogate pair, a byte order mark and long numbers are no faults, and come out the same."""
    assert repr(parsed(content, tmp_path)) == repr(json.loads(content))


def test_a_file_that_is_no_json_says_where(tmp_path: Path) -> None:
    """The line of the fault stands in the message."""
    with pytest.raises(DataError, match="line 2 column 6"):
        parsed(b'{\n "a" 1\n}', tmp_path / "x.json")
