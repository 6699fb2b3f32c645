"""A source that is a module and its name in the registry goes the whole way through ``data/``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sitegen.cli.main import main
from sitegen.records import Json, Row, rows_in
from sitegen.records.snapshot import Feed, OnFile, Snapshot, SourceInfo
from sitegen.sources import SOURCES, openrouter
from sitegen.store.snapshots import read_journal, read_receipts, read_value
from tests.loopback import Loopback, Reply, json_reply, serving
from tests.worlds import row


class Sellers:
    """A source of the prices at which sellers offer each model: one request for each id of the catalogue."""

    name = "sellers"
    info = SourceInfo(
        "Sellers", "Sellers", "https://sellers.example/", "Source: Sellers", tells="sellers’ offers"
    )
    key_variable: str | None = None
    key_required = False
    known_settings: tuple[str, ...] = ("address",)
    guarded_fields = ("pricing.prompt",)
    steady_fields: Mapping[str, float] = {}

    def feeds(self, settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG002 - see Source
        """Return one feed with an address for each model on file."""
        ids = [str(model["id"]) for model in rows_in(on_file(openrouter.MODELS))]
        return (Feed("sellers/offers", tuple(f"{settings['address']}/{key}" for key in ids)),)

    def feed_from(self, address: str, answer: Json) -> Feed:  # noqa: ARG002 - see Source
        """Return the one feed."""
        return Feed("sellers/offers", (address,))

    def next_address(self, address: str, answer: Json) -> str | None:  # noqa: ARG002 - see Source
        """Return None: an answer has one page."""
        return None

    def snapshot(self, feed: Feed, answers: Sequence[Json], held: Json) -> Snapshot:  # noqa: ARG002 - see Source
        """Return the offers of all answers."""
        offers: list[Json] = [offer for answer in answers for offer in rows_in(answer)]
        return Snapshot(feed.name, {"sellers/offers.json": offers}, len(offers))

    def counts(self, value: Json) -> Mapping[str, int]:
        """Return the number of offers."""
        return {"rows": len(rows_in(value))}

    def named_rows(self, value: Json) -> Mapping[str, Row]:
        """Return the offers by id."""
        return {str(offer["id"]): offer for offer in rows_in(value)}

    def journaled(self, on_file: OnFile) -> list[Row] | None:
        """Return the offers, each under the seller and the model."""
        offers = on_file("sellers/offers.json")
        return None if offers is None else rows_in(offers)


def offer(model: str, price: str) -> Row:
    """Return one offer of a model."""
    return {"id": f"acme {model}", "name": f"{model} at Acme", "pricing": {"prompt": price}}


class Place:
    """A folder, and a server that answers for the catalogue and for the sellers."""

    def __init__(self, root: Path, server: Loopback) -> None:
        self.root, self.data, self.server = root, root / "data", server
        (root / "content").mkdir()
        (root / "content/site.toml").write_text(
            f'[sources.openrouter]\naddress = "{server.address("/models")}"\n'
            f'[sources.sellers]\naddress = "{server.address("/offers")}"\n'
        )
        self.list_models("a/a", "b/b", on="2026-03-01")

    def run(self, *words: str) -> Result:
        """Run a command, which must succeed."""
        done = CliRunner().invoke(main, ["--root", str(self.root), *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done

    def list_models(self, *ids: str, on: str) -> None:
        """Fetch a catalogue of these models."""
        models = [row(id=key, canonical_slug=key) for key in ids]
        self.server.routes["/models"] = json_reply({"data": models})
        self.run("fetch", "openrouter", "--on", on, "--accept-loss")

    def fetch(self, *offers: Row, on: str) -> str:
        """Fetch the sellers, who answer for each model with its offers."""
        for model in ("a/a", "b/b"):
            own = [offer for offer in offers if str(offer["id"]).endswith(model)]
            self.server.routes[f"/offers/{model}"] = json_reply(own)
        return self.run("fetch", "sellers", "--on", on, "--accept-loss").output


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Return a place where the catalogue has two models, and the registry alone knows the new source."""
    monkeypatch.setitem(SOURCES, "sellers", Sellers())
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield Place(tmp_path, server)


ONE, TWO = "2026-03-01", "2026-03-02"
OFFERS = (offer("a/a", "0.000001"), offer("b/b", "0.000002"))


def test_it_is_stored_with_a_receipt_and_once(place: Place) -> None:
    """What it asks follows from the catalogue on file; the same answer on the next day writes nothing."""
    assert place.fetch(*OFFERS, on=ONE) == "sellers/offers: changed, 2 rows, 2 changes\n"
    assert read_value(place.data, "sellers/offers.json") == list(OFFERS)
    assert read_receipts(place.data)["sellers/offers"].rows == 2
    assert place.fetch(*OFFERS, on=TWO) == "sellers/offers: unchanged, 2 rows\n"


def test_one_address_that_fails_refuses_the_feed(place: Place) -> None:
    """Its addresses are parts of one whole: where one gives no answer, nothing is written."""
    place.fetch(*OFFERS, on=ONE)
    before = (place.data / "sellers/offers.json").read_bytes()
    place.server.routes["/offers/a/a"] = json_reply([offer("a/a", "0.000009")])
    place.server.routes["/offers/b/b"] = Reply(404)
    done = CliRunner().invoke(main, ["--root", str(place.root), "fetch", "sellers", "--on", TWO])
    assert (done.exit_code, "answered 404 Not Found" in done.output) == (1, True)
    assert (place.data / "sellers/offers.json").read_bytes() == before


def test_the_foot_of_pages_and_the_status_file_name_it(place: Place) -> None:
    """What was fetched is named with its day, and before it was fetched not at all.

    Its credit stands in the status file, and on pages only where a licence asks for it.
    """
    out = place.root / "site"
    place.run("build", "--no-images", "--out", str(out))
    assert "Sellers" not in (out / "index.html").read_text()
    place.fetch(*OFFERS, on=ONE)
    place.run("build", "--no-images", "--out", str(out))
    named = "sellers’ offers, as of <time"
    page = (out / "index.html").read_text()
    assert named in page
    assert "Source: Sellers, as of" not in page
    entries = json.loads((out / "api/v1/status.json").read_text())["sources"]
    credited = {entry["feed"]: entry["credit"] for entry in entries}
    assert credited["sellers/offers"] == f"Source: Sellers, as of {ONE}."


def test_its_changes_are_journaled_and_checked(place: Place) -> None:
    """A price that moved is a line of its source, and the journal leads to what is on file."""
    place.fetch(*OFFERS, on=ONE)
    place.fetch(offer("a/a", "0.0000015"), OFFERS[1], on=TWO)
    last = read_journal(place.data)[-1]
    assert (last.source, last.id, last.field) == ("sellers", "acme a/a", "pricing.prompt")
    assert place.run("check", "data").output == "data: no findings\n"
    file = place.data / "sellers/offers.json"
    file.write_text(file.read_text().replace("0.000002", "0.000007"))
    found = CliRunner().invoke(main, ["--root", str(place.root), "check", "data", "--format", "json"])
    assert {finding["check"] for finding in json.loads(found.output)} == {"journal", "receipt"}


def test_it_is_compared(place: Place) -> None:
    """A review says that it was read for the first time; then that it moved, and which record how."""
    old = place.root / "old"
    (place.data).rename(old)
    place.list_models("a/a", "b/b", on=ONE)
    place.fetch(*OFFERS, on=ONE)
    words = "Other sources (1)\n  sellers/offers: read for the first time: 2 rows"
    assert words in place.run("diff", str(old)).output
    (place.data).rename(place.root / "new")
    (place.root / "new").rename(old / "data")
    place.list_models("a/a", "b/b", on=ONE)
    place.fetch(offer("a/a", "0.0000015"), on=TWO)
    lines = place.run("diff", str(old), "--exit-code").output.splitlines()
    assert "  sellers/offers: 1 row (2 before)" in lines
    assert "  a/a at Acme (acme a/a): sellers: input $1 → $1.50 (+50 %)" in lines
    assert "  b/b at Acme (acme b/b): sellers: left at $2 in, not published out" in lines


def test_a_record_with_the_id_of_a_model_is_not_that_model(place: Place) -> None:
    """A model that left was first seen on the day when the catalogue had it, whatever others had before."""
    place.fetch({**OFFERS[0], "id": "late a/a"}, {**OFFERS[1], "id": "c/c b/b"}, on=ONE)
    place.list_models("a/a", "b/b", "c/c b/b", on=TWO)
    place.list_models("a/a", "b/b", on="2026-03-03")
    retired: Any = read_value(place.data, "retired.json")
    assert {key: gone["first_seen"] for key, gone in retired.items()} == {"c/c b/b": TWO}
    place.fetch({**OFFERS[0], "id": "late a/a"}, on="2026-03-03")
    assert read_journal(place.data)[-1].field == "left"
    assert read_value(place.data, "retired.json") == retired
