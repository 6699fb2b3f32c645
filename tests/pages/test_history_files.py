"""The history in one file: what its tables hold, and that the same data give the same bytes."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.api.history import DATABASE, PRICES, pages
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from tests.pages.odd_world import SITE, world
from tests.worlds import Row, row

ONE, TWO = date(2026, 1, 1), date(2026, 2, 1)


def journal(*days: tuple[date, list[Row]]) -> list[Change]:
    """Return the journal of these snapshots."""
    lines: list[Change] = []
    for on, rows in days:
        lines += changes(replayed(lines, "openrouter"), rows, on=on, source="openrouter")
    return lines


def moved() -> Catalog:
    """Return a catalog of one model whose price moved once."""
    before, after = row(pricing={"prompt": "0.000005"}), row(pricing={"prompt": "0.0000000025"})
    return catalog([Listing.read(after)], journal=journal((ONE, [before]), (TWO, [after])))


def files(known: Catalog) -> dict[str, bytes]:
    """Return the two files of a catalog."""
    return {page.path: page.content or b"" for page in pages(SiteContext(known, SITE))}


def asked(content: bytes, query: str) -> list[Any]:
    """Return the rows that a query finds in a database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return connection.execute(query).fetchall()


def test_prices_are_exact_texts_with_the_days_between_which_they_held() -> None:
    """No price becomes a float, and none an exponent."""
    content = files(moved())[DATABASE]
    assert asked(
        content, "SELECT id, key, unit, usd, valid_from, valid_to FROM prices ORDER BY valid_from"
    ) == [
        ("acme/anvil-2", "prompt", "token", "0.000005", "2026-01-01", "2026-02-01"),
        ("acme/anvil-2", "prompt", "token", "0.0000000025", "2026-02-01", None),
    ]


def test_the_price_of_a_day_is_one_row() -> None:
    """The end of a period is the first day on which it no longer held, so no day has two prices."""
    query = "SELECT usd FROM prices WHERE valid_from <= '{0}' AND (valid_to IS NULL OR '{0}' < valid_to)"
    content = files(moved())[DATABASE]
    found = [asked(content, query.format(on)) for on in ("2026-01-31", "2026-02-01", "2025-12-31")]
    assert found == [[("0.000005",)], [("0.0000000025",)], []]


def test_every_table_of_an_odd_world_has_rows_and_points_to_what_there_is() -> None:
    """Models, ids and events are those of the catalog; keys lead to rows that exist."""
    known = world()
    content = files(known)[DATABASE]
    assert asked(content, "SELECT count(*) FROM models") == [(len(known.models),)]
    assert asked(content, "SELECT count(*) FROM ids") == [(sum(len(one.listings) for one in known.models),)]
    assert asked(content, "SELECT count(*) FROM events") == [(len(known.journal),)]
    assert asked(content, "SELECT count(*) FROM sources") == [(len(known.receipts),)]


def test_the_same_data_give_the_same_bytes() -> None:
    """A file that differed by the day of the build would be uploaded with each."""
    assert files(world()) == files(world())


def test_the_tables_are_as_datasette_reads_them() -> None:
    """Keys and columns to filter by have an index, days are ISO texts, and no name needs an explanation.

    Datasette shows a table by its primary key, follows foreign keys and offers what has an index:
    https://docs.datasette.io/en/stable/facets.html, https://docs.datasette.io/en/stable/performance.html
    """
    content = files(world())[DATABASE]
    tables = [name for (name,) in asked(content, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert tables == ["models", "ids", "prices", "limits", "ratings", "events", "sources"]
    for table in tables:
        columns = {name: kind for _, name, kind, *_ in asked(content, f"PRAGMA table_info({table})")}
        assert all(name.replace("_", "").isalpha() and name.islower() for name in columns)
        indexed = {
            name
            for _, index, *_ in asked(content, f"PRAGMA index_list({table})")
            for _, _, name in asked(content, f"PRAGMA index_info({index})")
        }
        linked = {column for _, _, _, column, *_ in asked(content, f"PRAGMA foreign_key_list({table})")}
        assert linked <= indexed
        for day in columns.keys() & {
            "on",
            "day",
            "left_on",
            "listed",
            "first_seen",
            "valid_from",
            "valid_to",
        }:
            assert columns[day] == "TEXT"
            query = f'SELECT "{day}" FROM {table} WHERE "{day}" NOT GLOB \'????-??-??\''  # noqa: S608 - our own
            assert asked(content, query) == []


def test_the_csv_has_the_rows_of_the_table() -> None:
    """Both are made of the same periods."""
    made = files(world())
    rows = list(csv.DictReader(io.StringIO(made[PRICES].decode())))
    kept = asked(made[DATABASE], "SELECT id, key, usd, valid_from FROM prices")
    assert [(one["key"], one["usd"], one["valid_from"]) for one in rows] == [one[1:] for one in kept]


def test_an_id_in_the_csv_is_no_formula() -> None:
    """What upstream calls an id may begin as a formula of a spreadsheet program does."""
    evil = row(id="=1+1", canonical_slug="acme/evil")
    made = files(catalog([Listing.read(evil)], journal=journal((ONE, [evil]))))
    assert {line["id"] for line in csv.DictReader(io.StringIO(made[PRICES].decode()))} == {"'=1+1"}


def test_datasette_reads_the_database(tmp_path: Path) -> None:
    """The program that people open it with finds every table and each price as it stands in the file."""
    content = files(world())[DATABASE]
    (tmp_path / "history.sqlite").write_bytes(content)
    program = str(Path(sys.executable).with_name("datasette"))

    def answer(address: str) -> Any:  # noqa: ANN401 - JSON
        asking = [program, "history.sqlite", "--get", address]
        done = subprocess.run(asking, cwd=tmp_path, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    names = asked(content, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    shown = answer("/history.json")["tables"]
    assert sorted(table["name"] for table in shown) == [name for (name,) in names]
    prices = answer("/history/prices.json?_shape=arrays&_size=max")["rows"]
    assert sorted(map(str, prices)) == sorted(
        str(list(one)) for one in asked(content, "SELECT rowid, * FROM prices")
    )


def test_duckdb_reads_the_prices(tmp_path: Path) -> None:
    """Read as text, every price keeps its digits; a period that holds has no end."""
    content = files(moved())[PRICES]
    (tmp_path / "prices.csv").write_bytes(content)
    query = "SELECT id, usd, valid_from, valid_to FROM read_csv(?, all_varchar = true) ORDER BY valid_from"
    with duckdb.connect() as connection:
        assert connection.execute(query, [str(tmp_path / "prices.csv")]).fetchall() == [
            ("acme/anvil-2", "0.000005", "2026-01-01", "2026-02-01"),
            ("acme/anvil-2", "0.0000000025", "2026-02-01", None),
        ]
