"""Corrections: read strictly, applied when the data are read, ended by upstream or by their day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen.checks import fails
from sitegen.cli.acceptance import listed_alarms
from sitegen.cli.inspection import findings_of_data
from sitegen.errors import DataError
from sitegen.records.corrected import Ending, is_corrected
from sitegen.records.review import Line, Section
from sitegen.store.dataset import joined, read_dataset
from sitegen.store.overrides import read_corrections
from sitegen.store.revisions import reviewed
from tests.test_overrides import written
from tests.test_snapshots import state as bytes_and_times
from tests.test_snapshots import store
from tests.worlds import row

DAY = date(2026, 3, 10)

WHOLE = """[[correction]]
id = "acme/anvil-2"
field = "pricing.prompt"
value = "0.000003"
reason = "the maker's own list says so"
link = "https://acme.test/prices"
who = "Ann Other"
from = 2026-03-01
until = 2026-03-31
"""


def corrected(data: Path, text: str = WHOLE) -> Path:
    """Write corrections into a data folder, and return the folder."""
    return written(data, "corrections", text)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (WHOLE.replace("correction]", "corection]"), "corection is no table of this file; did you mean"),
        (WHOLE.replace("link", "links"), "links is no key of such an entry; did you mean link?"),
        (WHOLE.replace("from", "form"), "form is no key of such an entry; did you mean from?"),
        (WHOLE.replace("until = 2026-03-31\n", ""), "until is missing; add until = …"),
        (WHOLE.replace('"Ann Other"', '" "'), "who is empty"),
        (WHOLE.replace("https://acme.test/prices", "their site"), "link is no address; write link = "),
        (WHOLE.replace('"0.000003"', "0.000003"), "value is not exact; write it in quotes"),
        (WHOLE.replace("pricing.prompt", "pricing.promt"), "did you mean pricing.prompt?"),
        (WHOLE.replace("pricing.prompt", "canonical_slug"), "is no field that can be corrected"),
        (WHOLE.replace("2026-03-31", "2026-02-01"), "until is before from; correct the days"),
        (WHOLE + WHOLE.replace("2026-03-31", "2026-04-30"), "is corrected twice for the same days"),
        (WHOLE.replace("2026-03-31", "9999-12-31"), "holds for more than a year; give it an earlier until"),
        (
            WHOLE.replace('"0.000003"', '"2.50"'),
            "value is $2,500,000 per 1M tokens; write dollars for one token",
        ),
    ],
)
def test_a_correction_that_is_not_understood_is_refused(tmp_path: Path, text: str, refusal: str) -> None:
    """Tables, keys, days, addresses and fields are named with what was meant."""
    with pytest.raises(DataError) as error:
        read_corrections(corrected(tmp_path, text))
    assert refusal in str(error.value)


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("pricing.prompt", '"free"', "pricing.prompt: price prompt is 'free', no number"),
        ("context_length", '"much"', "no whole number"),
    ],
)
def test_a_value_of_another_kind_is_refused(tmp_path: Path, field: str, value: str, refusal: str) -> None:
    """A price that is no number and a length that is a text cannot be shown."""
    store(tmp_path, [row()], DAY)
    corrected(tmp_path, WHOLE.replace("pricing.prompt", field).replace('"0.000003"', value))
    with pytest.raises(DataError) as error:
        read_dataset(tmp_path)
    assert refusal in str(error.value)


def test_a_correction_is_applied_when_read_and_never_written(tmp_path: Path) -> None:
    """The record shows the value and keeps what upstream says; no file of the snapshot moves."""
    store(tmp_path, [row()], DAY)
    before = bytes_and_times(corrected(tmp_path))
    read = read_dataset(tmp_path)
    [listing] = read.listings
    price = listing.prices.get("prompt")
    assert price
    assert str(price.amount) == "0.000003"
    assert listing.raw["pricing"] == {"completion": "0.00001", "prompt": "0.0000025"}
    assert [one.upstream for one in read.corrections] == ["0.0000025"]
    assert bytes_and_times(tmp_path) == before


@pytest.mark.parametrize("name", ["acme/anvil-2", "acme/anvil-2-20260102"])
def test_a_slug_stands_for_the_plain_id(tmp_path: Path, name: str) -> None:
    """A correction may name the slug; of the ids of a model, the plain one is meant."""
    store(tmp_path, [row(), row(id="acme/anvil-2:free")], DAY)
    read = read_dataset(corrected(tmp_path, WHOLE.replace("acme/anvil-2", name)))
    assert [one.id for one in read.listings if one.corrected] == ["acme/anvil-2"]


def test_a_field_can_be_withheld(tmp_path: Path) -> None:
    """Withhold takes the value away, and nothing else of the record."""
    store(tmp_path, [row()], DAY)
    read = read_dataset(corrected(tmp_path, WHOLE.replace("0.000003", "withhold")))
    assert [price.key for price in read.listings[0].prices.prices] == ["completion"]


@pytest.mark.parametrize(
    ("day", "sent", "why"),
    [
        (date(2026, 2, 1), "0.0000025", None),
        (date(2026, 4, 1), "0.0000025", Ending.OVER),
        (DAY, "0.00000300", Ending.AGREED),
    ],
)
def test_a_correction_ends_by_itself(tmp_path: Path, day: date, sent: str, why: Ending | None) -> None:
    """Before its first day it waits; after its last, and once upstream says the same, it is over."""
    store(tmp_path, [row(pricing={"prompt": sent, "completion": "0.00001"})], day)
    read = read_dataset(corrected(tmp_path))
    assert not read.corrections
    assert [one.why for one in read.ended] == ([why] if why else [])
    assert not read.listings[0].corrected


def test_a_correction_of_an_unknown_id_is_named(tmp_path: Path) -> None:
    """A mistyped id corrects nothing, and is told so."""
    store(tmp_path, [row()], DAY)
    read = read_dataset(corrected(tmp_path, WHOLE.replace("anvil-2", "anvil-3")))
    assert [one.why for one in read.ended] == [Ending.NO_ID]


def test_an_id_that_left_can_be_corrected(tmp_path: Path) -> None:
    """Its page still shows the last record."""
    store(tmp_path, [row(), row(id="b/b", canonical_slug="b/b")], date(2026, 3, 1))
    store(tmp_path, [row(id="b/b", canonical_slug="b/b")], DAY)
    assert read_dataset(corrected(tmp_path)).gone[0].listing.corrected


def test_one_function_says_whether_a_field_is_corrected(tmp_path: Path) -> None:
    """Of the catalogue's ids, and of the field alone."""
    store(tmp_path, [row()], DAY)
    applied = read_dataset(corrected(tmp_path)).corrections
    assert is_corrected(applied, "openrouter", "acme/anvil-2", "pricing.prompt")
    assert not is_corrected(applied, "openrouter", "acme/anvil-2", "pricing.completion")
    assert not is_corrected(applied, "providers", "acme/anvil-2", "pricing.prompt")


WRONG = {"pricing": {"prompt": "0.0025", "completion": "0.00001"}}


def alarmed(root: Path, text: str = "") -> Path:
    """Return a site's folder whose data have an open alarm: a price a thousand times as high."""
    store(root / "data", [row()], DAY)
    store(root / "data", [row(**WRONG)], DAY + timedelta(days=1))
    if text:
        corrected(root / "data", text)
    return root


@pytest.mark.parametrize(("text", "found"), [("", ["alarm"]), (WHOLE, [])])
def test_a_correction_closes_the_alarm_of_its_field(tmp_path: Path, text: str, found: list[str]) -> None:
    """A value that is replaced waits for nobody, in check data and in the list of accept."""
    root = alarmed(tmp_path, text)
    assert [one.check for one in findings_of_data(root)] == found
    assert len(listed_alarms(root)) == len(found)


def test_a_correction_of_another_field_closes_nothing(tmp_path: Path) -> None:
    """The alarm is about the input price alone."""
    root = alarmed(tmp_path, WHOLE.replace("pricing.prompt", "pricing.completion"))
    assert [one.check for one in findings_of_data(root)] == ["alarm"]


def test_check_data_names_what_has_ended(tmp_path: Path) -> None:
    """A day that is over waits for a person and a wrong id too; that upstream agrees is a note."""
    over = WHOLE.replace("2026-03-31", "2026-03-02")
    wrong = WHOLE.replace("anvil-2", "anvil-3")
    agreed = WHOLE.replace("pricing.prompt", "context_length").replace('"0.000003"', "128000")
    store(tmp_path / "data", [row()], DAY)
    corrected(tmp_path / "data", over + wrong + agreed)
    found = findings_of_data(tmp_path)
    assert [one.line.split("corrections.toml: ")[1] for one in found] == [
        (
            "acme/anvil-2 pricing.prompt, until 2026-03-02: its last day is over; "
            "remove the entry, or give it a later day after looking again"
        ),
        (
            "acme/anvil-3 pricing.prompt, until 2026-03-31: no record has this id or slug; "
            "correct the id, or remove the entry"
        ),
        "acme/anvil-2 context_length, until 2026-03-31: upstream agrees; remove the entry",
    ]
    assert fails(found)
    assert not fails(found, allow_waiting=True)
    assert not fails(found[2:])


def test_diff_says_value_person_and_source(tmp_path: Path) -> None:
    """A correction that is new and one that has ended are a line; one that was there before is none."""
    plain, with_it = alarmed(tmp_path / "plain"), alarmed(tmp_path / "with", WHOLE)
    [line] = lines(plain, with_it)
    assert line.text == (
        "input price $3 per 1M tokens, by Ann Other until 2026-03-31: the maker's own list says so; "
        "upstream: $2,500 per 1M tokens"
    )
    assert (line.old, line.new) == ("0.0025", "0.000003")
    assert lines(with_it, with_it) == []
    [end] = lines(with_it, plain)
    assert end.text == "no longer input price $3 per 1M tokens: what upstream says stands again"


def lines(old: Path, new: Path) -> list[Line]:
    """Return what a review says of corrections."""
    found = reviewed(old, str(old / "data"), str(new / "data")).lines
    return [line for line in found if line.section is Section.CORRECTED]


@pytest.mark.parametrize(("text", "number"), [("", 1), (WHOLE, 0)])
def test_an_open_alarm_is_marked_at_its_model(tmp_path: Path, text: str, number: int) -> None:
    """A model knows what of it waits for a person; what is corrected does not wait."""
    [model] = joined(read_dataset(alarmed(tmp_path, text) / "data")).models
    assert len(model.unconfirmed) == number
