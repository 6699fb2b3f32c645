"""The data folder: snapshots, receipts and the journal, read and written so that git shows what changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, cast

from pydantic import ValidationError
from pydantic_core import from_json

from sitegen.catalog.changes import Before, changes, replayed
from sitegen.catalog.movements import movements
from sitegen.errors import DataError
from sitegen.records import Json, Row, first_fault, rows_in
from sitegen.records.change import CAME, LEFT, RETURNED, WHOLE, Change
from sitegen.records.data_files import JOURNAL, RECEIPTS, RETIRED
from sitegen.records.digests import FILES, digests_in, require_untouched, sha256
from sitegen.records.snapshot import (
    ADMITTED,
    Admission,
    Origin,
    Receipt,
    SetAside,
    Snapshot,
    Stored,
    Taken,
    snapshot_file,
)
from sitegen.sources import SOURCES, arena, modelsdev, openrouter, providers
from sitegen.store.regular_files import regular_bytes
from sitegen.store.transaction import locked, make_folder, write_together

NO_ROWS: Mapping[str, Row] = {}
_PARTS = {dict, list}


def read_bytes(data: Path, name: str) -> bytes | None:
    """Return a file under ``data/``, or None where it is absent.

    Raises DataError where it is unreadable, or behind a link that leads out of ``data/``: what that names is
    not in the repository, and would be published.
    """
    if not Path(os.path.realpath(data / name)).is_relative_to(os.path.realpath(data)):
        raise DataError(
            data / name, "is a link that leads out of the root", "copy what it names to its place"
        )
    try:
        return regular_bytes(data / name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(data / name, error) from None


def unreadable(path: Path, error: OSError) -> DataError:
    """Return the refusal of a file that the system does not give."""
    return DataError(path, f"cannot be read ({error.strerror})", "check the path and its rights")


def read_value(data: Path, name: str) -> Json:
    """Return the JSON value of a file under ``data/``, or None where the file is absent."""
    content = read_bytes(data, name)
    return None if content is None else parsed(content, data / name)


def parsed(content: bytes, path: Path, step: str = "") -> Json:
    """Return the JSON value of a file's bytes; raises DataError that names the file and the line.

    ``step`` is what helps, where the file is none of ``data/``.
    """
    try:
        # Half of json's time, and one object for a string that stands in many records:
        # https://docs.pydantic.dev/latest/api/pydantic_core/#pydantic_core.from_json
        return cast("Json", from_json(content))
    except ValueError:
        # It is stricter than json (half of a surrogate pair, a byte order mark), which also says where.
        return _parsed(content, path, step or way_out(path))


def _parsed(content: bytes, path: Path, step: str) -> Json:
    try:
        value: Json = json.loads(content)
    except ValueError as error:
        raise DataError(path, f"is no JSON ({error})", step) from None
    except RecursionError:
        raise DataError(path, "is no JSON of ours (lists or maps nested too deep)", step) from None
    return value


def way_out(path: Path) -> str:
    """Return what helps where a file cannot be read.

    A fetch holds a new answer against the snapshot on file, so that it is refused beside half of one. The
    two that a checkout may lack can be fetched anew once they are gone.
    """
    is_whole_source = path.parent.name in (providers.name, modelsdev.name)
    return f"restore it from git{', or delete it and fetch again' if is_whole_source else ''}"


def read_receipts(data: Path) -> dict[str, Receipt]:
    """Return the receipts by feed name (``openrouter/models``, ``arena/text``)."""
    return _read_receipts(data)[0]


def read_digests(data: Path) -> dict[str, str]:
    """Return the digests of the files that stand beside the snapshots, by file name."""
    return _read_receipts(data)[1]


def _read_receipts(data: Path) -> tuple[dict[str, Receipt], dict[str, str]]:
    value = read_value(data, RECEIPTS) or {}
    try:
        items = value.items()  # type: ignore[union-attr]
        receipts = {name: Receipt.model_validate(item) for name, item in items if name != FILES}
        return receipts, digests_in(value)
    except ValidationError as error:
        raise _no_receipts(data, first_fault(error)[1]) from None
    except AttributeError:
        raise _no_receipts(data, "is no table of them") from None


def _no_receipts(data: Path, fault: str) -> DataError:
    return DataError(data / RECEIPTS, f"holds no receipts ({fault})", "restore it from git")


def read_journal(data: Path, rows: Mapping[str, Row] = NO_ROWS) -> list[Change]:
    """Return the journal, oldest line first; raises DataError that names the first bad line.

    What a record in it and the one of the same id in ``rows`` have alike is one object afterwards.
    """
    lines: list[Change] = []
    for number, line in enumerate(BytesIO(read_bytes(data, JOURNAL) or b""), start=1):
        try:
            lines.append(_sharing(Change.read(line), rows))
        except ValueError as error:
            fault = first_fault(error)[1] if isinstance(error, ValidationError) else error
            place = f"{data / JOURNAL}:{number}"
            raise DataError(place, f"is no change ({fault})", "restore it from git") from None
    return lines


def _sharing(change: Change, rows: Mapping[str, Row]) -> Change:
    record, row = change.new, rows.get(change.id) if change.field in WHOLE else None
    if row and isinstance(record, dict):
        for key, value in record.items():
            if type(value) in _PARTS and row.get(key) == value:
                record[key] = row[key]
    return change


def write_snapshot(
    data: Path, snapshot: Snapshot, origin: Origin, on: date, admission: Admission = ADMITTED
) -> Stored:
    """Write what a snapshot changes, all of it or nothing; the same content moves no byte and no time.

    ``on`` is the day of the fetch (UTC). Raises OutputError where the disk refuses. Of two fetches at once
    the second one waits here for the first, and then compares with what that one wrote.
    """
    make_folder(data)
    with locked(data):
        return _written(data, snapshot, origin, on, admission)


def _written(data: Path, snapshot: Snapshot, origin: Origin, on: date, admission: Admission) -> Stored:
    files = {name: normal_form(_with_kept(data, snapshot, name)) for name in snapshot.files}
    moved = {name: content for name, content in files.items() if read_bytes(data, name) != content}
    receipts, digests = _read_receipts(data)
    earlier = receipts.get(snapshot.feed)
    aside = _dated(snapshot, earlier)
    if not moved and earlier and earlier.set_aside == aside:
        return Stored(changed=False, changes=0, rows=snapshot.rows)
    held = {name: read_bytes(data, name) for name in (JOURNAL, RETIRED)}
    require_untouched(digests, held, data)
    history = _history(data, snapshot, earlier, on)
    taken = [Taken(on=on, what=admission.taken)] if admission.taken else []
    receipts[snapshot.feed] = Receipt(
        **origin._asdict(),
        changed=on,
        dated=snapshot.dated,
        sha256=sha256(files.pop(snapshot_file(snapshot.feed))),
        rows=snapshot.rows,
        set_aside=aside,
        size=admission.size,
        taken=(*(earlier.taken if earlier else ()), *taken),
    )
    kept: dict[str, Json] = {name: item.model_dump(mode="json") for name, item in sorted(receipts.items())}
    # Data from before there were digests get them with the first write.
    beside = {**held, **files, **history.files}
    digests |= {name: sha256(content) for name, content in beside.items() if content is not None}
    kept[FILES] = dict(sorted(digests.items()))
    write_together(data, {**moved, **history.files, RECEIPTS: normal_form(kept)})
    return Stored(changed=True, changes=len(history.changes), rows=snapshot.rows)


def _with_kept(data: Path, snapshot: Snapshot, name: str) -> Json:
    """Return the value of a file; one beside the main file keeps what it has of the rows that stay."""
    value = snapshot.files[name]
    if not snapshot.kept or name == snapshot_file(snapshot.feed) or not isinstance(value, dict):
        return value
    held = read_value(data, name)
    if not isinstance(held, dict):
        return value
    return dict(sorted((value | {key: held[key] for key in snapshot.kept & held.keys()}).items()))


def _dated(snapshot: Snapshot, earlier: Receipt | None) -> tuple[SetAside, ...]:
    """Return the notes on what was set aside, with the day of each record that stays in its place."""
    if earlier is None or not snapshot.kept:
        return snapshot.set_aside
    days = {note.row: note.since for note in earlier.set_aside if note.since}
    last = earlier.dated or earlier.changed
    return tuple(
        note.model_copy(update={"since": days.get(note.row, last)})
        if not note.field and note.row in snapshot.kept
        else note
        for note in snapshot.set_aside
    )


class _History(NamedTuple):
    """The changes that a snapshot adds to the journal, and the files that keep history with them."""

    changes: list[Change]
    files: dict[str, bytes]


def _history(data: Path, snapshot: Snapshot, earlier: Receipt | None, on: date) -> _History:
    journal = read_journal(data)
    if journal and journal[-1].on > on:
        fault = f"goes on to {journal[-1].on}, after {on}"
        step = "give a later day with --on; data/README.md says how to take back a mistyped day"
        raise DataError(data / JOURNAL, fault, step)
    source = snapshot.feed.partition("/")[0]
    before = replayed(journal, source)
    moved = _changes(source, before, snapshot, on)
    files: dict[str, bytes] = {}
    if snapshot.feed == openrouter.FEED:
        files = _retired(data, before, moved, earlier.changed if earlier else on, journal)
    if moved:
        files[JOURNAL] = (read_bytes(data, JOURNAL) or b"") + journal_lines(moved)
    return _History(moved, files)


def _changes(source: str, before: Before, snapshot: Snapshot, on: date) -> list[Change]:
    """Return the changes from the journal's state of a source to a snapshot of it."""
    if source == arena.name:
        return movements(before, arena.leaderboard(snapshot.main), on=on)
    rows = SOURCES[source].journaled(snapshot.files.get)
    return [] if rows is None else changes(before, rows, on=on, source=source)


def _retired(
    data: Path, before: Before, moved: Iterable[Change], seen: date, journal: Iterable[Change]
) -> dict[str, bytes]:
    """Return ``retired.json`` where an id left or came back: its last record, and its first and last day."""
    value = read_value(data, RETIRED)
    retired: dict[str, Json] = dict(value) if isinstance(value, dict) else {}
    last = {row["id"]: row for row in rows_in(read_value(data, openrouter.MODELS))}
    first: dict[str, date] = {}
    for line in journal:
        if line.source == openrouter.name and line.field in CAME:
            first.setdefault(line.id, line.on)
    for change in moved:
        if change.field == LEFT:
            retired[change.id] = {
                "first_seen": first.get(change.id, seen).isoformat(),
                "last_seen": seen.isoformat(),
                "left": change.on.isoformat(),
                "record": last.get(change.id) or before.rows[change.id],
            }
        elif change.field == RETURNED:
            retired.pop(change.id, None)
    content = normal_form(dict(sorted(retired.items())))
    return {} if content == (read_bytes(data, RETIRED) or normal_form({})) else {RETIRED: content}


def normal_form(value: Json) -> bytes:
    """Return the bytes of a JSON file under ``data/``: one value a line, UTF-8, final newline.

    The ``rows`` of a map stand last and one a line instead: all the numbers of a row move together, and a
    reviewer must see whose they are.
    """
    rows = value.get("rows") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(rows, list) or not rows:
        return _utf8(_indented(value) + "\n")
    others = {key: item for key, item in value.items() if key != "rows"}
    head = _indented({**others, "rows": []}).removesuffix("[]\n}")
    lines = ",\n".join(f"  {_on_one_line(row)}" for row in rows)
    return _utf8(f"{head}[\n{lines}\n ]\n}}\n")


def _utf8(text: str) -> bytes:
    # JSON can spell half of a surrogate pair ("\\ud83d"), which no UTF-8 file can hold.
    return text.encode("utf-8", "replace")


def _indented(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)


def _on_one_line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def journal_lines(changes: Iterable[Change]) -> bytes:
    """Return changes as lines of the journal."""
    names = [one.name for one in fields(Change) if one.init]
    values = [{name: getattr(change, name) for name in names} for change in changes]
    return _utf8("".join([_on_one_line({**value, "on": value["on"].isoformat()}) + "\n" for value in values]))
