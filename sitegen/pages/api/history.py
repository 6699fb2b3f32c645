"""The history in one file: an SQLite database of every period and event, and the prices as CSV.

Names follow Datasette's conventions: tables in the plural, keys called ``id``, days as ISO text
(https://docs.datasette.io/en/stable/metadata.html). The file format is SQLite's own
(https://www.sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from sitegen.catalog.model import Catalog, Model, snapshot_day
from sitegen.catalog.periods import (
    Lines,
    limit_periods,
    lines_by_id,
    price_periods,
    rating_periods,
)
from sitegen.facts.context import SiteContext
from sitegen.forms.documents import SCHEMA_VERSION
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API
from sitegen.pages.api.price_history import PriceCells, price_cells, prices_csv
from sitegen.records import json_bytes
from sitegen.records.change import LIFE

DATABASE = f"{API}history.sqlite"
PRICES = f"{API}prices.csv"

TABLES = """
CREATE TABLE models (slug TEXT PRIMARY KEY, name TEXT NOT NULL, author TEXT NOT NULL, left_on TEXT) STRICT;
CREATE TABLE ids (
  id TEXT PRIMARY KEY, slug TEXT NOT NULL REFERENCES models, name TEXT NOT NULL, listed TEXT, first_seen TEXT,
  left_on TEXT
) STRICT;
CREATE TABLE prices (
  id TEXT NOT NULL, seller TEXT, key TEXT NOT NULL, rule TEXT NOT NULL, unit TEXT NOT NULL, usd TEXT NOT NULL,
  usd_high TEXT, valid_from TEXT NOT NULL, valid_to TEXT
) STRICT;
CREATE TABLE limits (
  id TEXT NOT NULL, seller TEXT, field TEXT NOT NULL, tokens INTEGER NOT NULL, valid_from TEXT NOT NULL,
  valid_to TEXT
) STRICT;
CREATE TABLE ratings (
  board TEXT NOT NULL, name TEXT NOT NULL, slug TEXT REFERENCES models, rank INTEGER, score REAL, lower REAL,
  upper REAL, valid_from TEXT NOT NULL, valid_to TEXT
) STRICT;
CREATE TABLE events (
  "on" TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, old TEXT, new TEXT,
  seller TEXT, move TEXT
) STRICT;
CREATE TABLE sources (
  feed TEXT PRIMARY KEY, name TEXT NOT NULL, link TEXT NOT NULL, licence TEXT NOT NULL, credit TEXT NOT NULL,
  day TEXT, rows INTEGER NOT NULL
) STRICT;
"""
INDEXES = """
CREATE INDEX ids_slug ON ids (slug);
CREATE INDEX prices_id ON prices (id, key, valid_from);
CREATE INDEX limits_id ON limits (id, field, valid_from);
CREATE INDEX ratings_name ON ratings (board, name, valid_from);
CREATE INDEX ratings_slug ON ratings (slug);
CREATE INDEX events_id ON events (id, "on");
CREATE INDEX events_on ON events ("on");
"""


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the database and the prices."""
    lines = lines_by_id(context.catalog.journal)
    prices = [price_cells(period) for period in price_periods(lines)]
    yield Page(DATABASE, content=database(context.catalog, lines, prices))
    yield Page(PRICES, content=prices_csv(prices))


def database(catalog: Catalog, lines: Lines, prices: Iterable[PriceCells]) -> bytes:
    """Return the bytes of the database: the same data give the same bytes on one version of SQLite."""
    slugs = {rated.name: rated.match.slug for model in catalog.models for rated in model.rated}
    tables: dict[str, Iterable[tuple[object, ...]]] = {
        "models": (_model_row(model) for model in catalog.models),
        "ids": (row for model in catalog.models for row in _id_rows(model)),
        "prices": prices,
        "limits": _limit_rows(lines),
        "ratings": _rating_rows(lines, slugs),
        "events": _event_rows(catalog),
        "sources": _source_rows(catalog),
    }
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION.partition('.')[2]}")
        for table, rows in tables.items():
            width = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
            marks = ", ".join("?" * width)
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names
        connection.executescript(INDEXES)
        connection.commit()
        return connection.serialize()


def _model_row(model: Model) -> tuple[object, ...]:
    return model.slug, model.primary.name, model.author, day(model.left) or None


def _id_rows(model: Model) -> Iterator[tuple[object, ...]]:
    left = {gone.listing.id: gone for gone in model.gone}
    for listing in model.listings:
        history, gone = model.histories.get(listing.id), left.get(listing.id)
        first = (history.first_seen if history else None) or (gone.first_seen if gone else None)
        yield (
            listing.id,
            model.slug,
            listing.name,
            day(listing.listed) or None,
            day(first) or None,
            day(gone.left) if gone else None,
        )


def _limit_rows(lines: Lines) -> Iterator[tuple[object, ...]]:
    for seller, period in limit_periods(lines):
        until = day(period.until) or None
        yield period.id, seller or None, period.field, period.value, day(period.since), until


def _rating_rows(lines: Lines, slugs: dict[str, str | None]) -> Iterator[tuple[object, ...]]:
    for period in rating_periods(lines):
        board, _, name = period.id.partition("/")
        values = [period.values.get(field) for field in ("rank", "score", "lower", "upper")]
        yield board, name, slugs.get(name), *values, day(period.since), day(period.until) or None


def _event_rows(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    """Yield the lines of the journal; the whole records of an id's life are periods of the other tables.

    ``seller`` and ``move`` are as in changes.json: where another seller is put first, no price changed.
    """
    for change in catalog.journal:
        whole = change.field in LIFE
        values = (None if whole or value is None else _plain(value) for value in (change.old, change.new))
        whose = change.seller
        cells = whose.seller or None, whose.move.value if whose.move else None
        yield day(change.on), change.source, change.id, change.field, *values, *cells


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json_bytes(value).decode()


def _source_rows(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for feed, receipt in sorted(catalog.receipts.items()):
        info = catalog.infos.get(feed.partition("/")[0])
        if info:
            yield (
                feed,
                info.name,
                info.link,
                info.licence.name,
                info.credit,
                day(snapshot_day(receipt)),
                receipt.rows,
            )
