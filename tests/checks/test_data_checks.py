"""Checks of the data folder: the journal replays, receipts fit, alarms stand until accepted."""

from __future__ import annotations

import hashlib
import shlex
from datetime import date

import pytest

from sitegen.catalog.alarms import Accepted
from sitegen.catalog.changes import Before, changes
from sitegen.catalog.join import catalog
from sitegen.checks import NOTE
from sitegen.checks.acceptance import accepting_command, alarm_findings
from sitegen.checks.data import (
    journal_findings,
    movement_findings,
    notes,
    order_findings,
    receipt_findings,
)
from sitegen.records.change import Change
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Receipt, SetAside, set_aside_lines
from tests.worlds import Row, by_the_hour, listing, priced, row

DAY = date(2026, 5, 15)
JOURNAL = changes(Before({}, frozenset()), [row()], on=DAY, source="openrouter")


def test_a_journal_that_leads_to_the_snapshot_is_clean() -> None:
    """The replay equals the records."""
    assert journal_findings(JOURNAL, [row()]) == []


def test_the_first_field_that_does_not_fit_is_named() -> None:
    """A snapshot edited by hand is found with the id, the field and both values."""
    (found,) = journal_findings(JOURNAL, [row(context_length=1)])
    assert "acme/anvil-2: context_length is 128000 in the journal and 1 in the snapshot" in found.what


@pytest.mark.parametrize(
    ("journaled", "held"),
    [
        ({"prompt": "0.000002", "request": "0"}, {"prompt": "2e-6"}),
        (by_the_hour(), by_the_hour(now="0.0000004")),
    ],
)
def test_the_journal_replays_in_normal_terms(journaled: Row, held: Row) -> None:
    """What is no change is in no line, and the snapshot may have it."""
    line = Change(on=DAY, source="openrouter", id=row()["id"], field="listed", new=priced(**journaled))
    assert journal_findings([line], [priced(**held)]) == []
    assert journal_findings([line], [priced(**held | {"audio": "0.1"})]) != []


def test_a_record_on_one_side_only_is_named() -> None:
    """Neither side may have an id that the other lacks."""
    assert "in the journal only" in journal_findings(JOURNAL, [])[0].what
    assert "in the snapshot only" in journal_findings(JOURNAL, [row(), row(id="b/b")])[0].what


def test_a_line_out_of_order_is_named() -> None:
    """Days never go back."""
    early = Change(on=date(2026, 1, 1), source="openrouter", id="x", field="left")
    (found,) = order_findings([*JOURNAL, early])
    assert "line 2 is of 2026-01-01" in found.what


def test_a_score_that_the_journal_does_not_allow_is_named() -> None:
    """A board's rows are those of the journal, within their intervals."""
    line = Change(on=DAY, source="arena", id="text/a", field="listed", new={"name": "a", "score": 1500.0})
    near, far = (
        Leaderboard(board="text", ratings=(Rating(board="text", name="a", score=s),)) for s in (1505, 1600)
    )
    assert movement_findings([line], [near]) == []
    assert "text/a" in movement_findings([line], [far])[0].what


def test_an_edited_snapshot_does_not_fit_its_receipt() -> None:
    """The digest of the receipt is that of the file."""
    receipt = Receipt(address="x", changed=DAY, sha256=hashlib.sha256(b"[]").hexdigest(), rows=0)
    receipts = {"openrouter/models": receipt}
    assert receipt_findings(receipts, {"openrouter/models.json": b"[]"}, {}) == []
    assert receipt_findings(receipts, {"openrouter/models.json": b"[1]"}, {})[0].check == "receipt"
    assert "is gone" in receipt_findings(receipts, {}, {})[0].what


def test_a_snapshot_without_a_receipt_is_named() -> None:
    """Who deletes receipts.json, or one of its entries, takes every guard away with it."""
    (found,) = receipt_findings({}, {"openrouter/models.json": b"[]", "usage/daily.json": None}, {})
    assert (found.path, found.what) == ("data/openrouter/models.json", "has no receipt")


def test_a_file_beside_the_snapshots_does_not_fit_its_digest() -> None:
    """Journal, retired records and marks that were edited or deleted are named."""
    digests = {"retired.json": hashlib.sha256(b"{}").hexdigest()}
    assert receipt_findings({}, {"retired.json": b"{}"}, digests) == []
    for content in (b"{ }", None):
        (found,) = receipt_findings({}, {"retired.json": content}, digests)
        assert (found.path, found.what) == ("data/retired.json", "is not what sitegen wrote")


def test_an_alarm_comes_with_the_command_that_accepts_it() -> None:
    """The finding says what moved and gives the command; the entry that it writes then silences it."""
    moved = Change(on=DAY, source="openrouter", id="a/b", field="pricing.prompt", old="0.000003", new="0.003")
    (found,) = alarm_findings([moved], [])
    assert "input $3 → $3,000" in found.what
    assert found.step.endswith('sitegen accept --why "what you checked" a/b')
    line = Accepted(
        id="a/b", field="pricing.prompt", old="0.000003", new="0.003", who="me", why="they said so"
    )
    assert alarm_findings([moved], [line]) == []


def test_a_hostile_id_stays_one_word_of_the_command() -> None:
    """What a person copies into a shell runs nothing of upstream's, and no id is taken for an option."""
    evil = "-x; rm -rf $(pwd)"
    moved = Change(on=DAY, source="openrouter", id=evil, field="pricing.prompt", old="0.000003", new="0.003")
    assert shlex.split(accepting_command([moved.id]))[-2:] == ["--", evil]


def test_an_entry_that_fits_no_change_is_told_what_was_meant() -> None:
    """A number in the place of a price's string accepts nothing, and the finding has the journal's values."""
    moved = Change(on=DAY, source="openrouter", id="a/b", field="pricing.prompt", old="0.000003", new="0.003")
    wrong = Accepted(id="a/b", field="pricing.prompt", old=0.000003, new=0.003, who="me", why="asked them")
    (idle,) = [one for one in alarm_findings([moved], [wrong]) if one.check == "accepted"]
    assert 'the journal has old = "0.000003", new = "0.003"' in idle.step


def test_an_entry_that_has_become_useless_is_a_note() -> None:
    """Once the price is back and that is accepted, too, both entries are named to be pruned."""
    moved = Change(on=DAY, source="openrouter", id="a/b", field="pricing.prompt", old="0.000003", new="0.003")
    later = Change(on=DAY, source="openrouter", id="a/b", field="pricing.prompt", old="0.003", new="0.000003")
    line = Accepted(id="a/b", field="pricing.prompt", old="0.000003", new="0.003", who="me", why="asked them")
    back = line.model_copy(update={"old": line.new, "new": line.old})
    assert [one.check for one in alarm_findings([moved, later], [line])] == ["alarm"]
    (note,) = alarm_findings([moved, later], [line, back])
    assert note.what.startswith("2 entries accept nothing that still stands: a/b pricing.prompt")
    assert (note.severity, note.step) == (NOTE, "remove them: sitegen accept --prune")


def test_what_upstream_sent_and_cannot_be_is_noted() -> None:
    """Rows and fields that are set aside and rules that records break are notes, which fail no check."""
    aside = (SetAside(row="a/b", reason="pricing: no number"), SetAside(row="x", reason="old", field="name"))
    receipt = Receipt(address="x", changed=DAY, sha256="0" * 64, rows=2, set_aside=aside)
    odd = listing(expiration_date="soon", context_length=1_000)
    ended = listing(id="a/c", canonical_slug="a/c", expiration_date="2026-01-01")
    found = notes(catalog([odd, ended], receipts={"openrouter/models": receipt}))
    assert {finding.severity for finding in found} == {NOTE}
    assert [finding.what for finding in found] == [
        "a/b: pricing: no number",
        'acme/anvil-2: expiration_date is "soon", no day',
        "1 record with a max output above the context",
        "1 record with a day of expiry that is past",
    ]
    assert notes(catalog([listing()])) == []


def test_what_another_source_set_aside_is_noted_too() -> None:
    """Rows and fields of a further source stand in its receipt; a row that stays says since when."""
    aside = (
        SetAside(row="a/b", reason="answered 404", since=DAY),
        SetAside(row="a/c@forge", reason="context_length is -1", field="context_length"),
    )
    receipt = Receipt(address="x", changed=DAY, sha256="0" * 64, rows=2, set_aside=aside)
    found = notes(catalog([listing()], receipts={"providers/endpoints": receipt}))
    assert [(finding.path, finding.what) for finding in found] == [
        ("data/providers/endpoints.json", f"a/b: answered 404; the record of {DAY} stays"),
        ("data/providers/endpoints.json", "a/c@forge: context_length is -1"),
    ]


def test_a_field_that_is_odd_in_many_rows_is_one_line() -> None:
    """Three rows are three lines; from four on the first is named, and the number of the others."""
    aside = [SetAside(row=f"a/{n}", reason=f"created is {n}, late", field="created") for n in range(4)]
    assert set_aside_lines(aside[:3]) == [f"a/{n}: created is {n}, late" for n in range(3)]
    assert set_aside_lines([SetAside(row="b", reason="no id"), *aside]) == [
        "b: no id",
        "a/0 and 3 more rows: created is 0, late",
    ]


def test_rows_that_are_set_aside_for_one_reason_are_one_line() -> None:
    """Four whole rows with the same reason and the same day are one line; another day is another line."""
    aside = [SetAside(row=f"a/{n}", reason="answered 404", since=DAY) for n in range(4)]
    others = [SetAside(row="b", reason="answered 404"), SetAside(row="c", reason="answered 500", since=DAY)]
    assert set_aside_lines([*aside[:3], *others]) == [
        *[f"a/{n}: answered 404; the record of {DAY} stays" for n in range(3)],
        "b: answered 404",
        f"c: answered 500; the record of {DAY} stays",
    ]
    assert set_aside_lines([others[0], *aside]) == [
        "b: answered 404",
        f"a/0 and 3 more rows: answered 404; the record of {DAY} stays",
    ]
