"""Worlds of hostile records: what each source would send, fetched and built with the commands."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from sitegen.cli.main import main
from sitegen.fetching import guards
from sitegen.publishing.serve import SiteServer, server
from sitegen.records.listing import Listing
from sitegen.records.usage import UsageRow
from sitegen.sources.openrouter import normal_row
from tests.hostile.fields import (
    COMMUNITY_ROW,
    DAILY_USAGE,
    DATASET_ROW,
    KEY,
    MODEL,
    PLAIN_ROW,
    Place,
    free_places,
    places,
    put,
)
from tests.hostile.sound import Elements, Vocabulary

BASE = "/odd/"
BASE_URL = f"https://example.org{BASE}"
Payload = tuple[str, str]
"""A family and a text."""


def listing_accepted(record: dict[str, Any]) -> bool:
    """Whether the catalogue's reader takes a record and sets no field of it aside."""
    try:
        return not Listing.read(normal_row(record)).odd
    except (ValidationError, ValueError):
        return False


LONGEST_NAME = 900
"""Characters of a payload that go into an id: a longer id is refused."""
IDENTITY: set[Place] = {("id",), ("canonical_slug",), ("alias_target", "slug")}
FREE = [place for place in free_places(MODEL, listing_accepted) if place not in IDENTITY]
"""The places of a catalogue's record that take any text."""
TYPED = [place for place in places(MODEL) if place not in FREE and place not in IDENTITY]
"""Those that take numbers and days alone."""


def filled(sample: dict[str, Any], where: Sequence[Place], text: str) -> dict[str, Any]:
    """Return a sample with one text at many places."""
    for place in where:
        sample = put(sample, place, text)
    return sample


def model(number: int, text: str) -> dict[str, Any]:
    """Return a record with a text in every free place, whose id says its number alone."""
    made = filled(MODEL, FREE, text)
    made |= {"id": f"acme/item{number:04d}", "canonical_slug": f"acme/item{number:04d}"}
    # The text of a price is no price; behind a key that is not known, an amount is shown as one.
    made["pricing"][f"{text} "] = "0.5"
    if number % 3:
        del made["alias_target"]
    return made


def named(number: int, text: str) -> dict[str, Any]:
    """Return a record whose id, slug and author are a text; every other one is its own slug."""
    text = text[:LONGEST_NAME]
    slug = f"{text}/{number}" if number % 2 else f"evil/{text}"
    made = {**MODEL, "id": f"evil/{text}", "canonical_slug": slug, "name": f"Evil: {number}"}
    made["alias_target"] = {"slug": text, "name": text} if number % 5 == 0 else None
    return made


def catalogue(payloads: Sequence[Payload]) -> list[dict[str, Any]]:
    """Return two records a payload: one with its text in every field, one called by it."""
    rows = [model(number, text) for number, (_, text) in enumerate(payloads)]
    return rows + [named(number, text) for number, (_, text) in enumerate(payloads)]


def boards(payloads: Sequence[Payload]) -> dict[str, Any]:
    """Return an answer of each shape of a leaderboard, by board."""
    texts = [text for _, text in payloads]
    dataset = [{"row": row} for row in _rows(DATASET_ROW, "model_name", texts)]
    community = {"meta": {"leaderboard": "vision", "last_updated": "2026-02-06", "source_url": texts[0]}}
    return {
        "text": {"rows": dataset, "num_rows_total": len(dataset), "features": [{"name": texts[0]}]},
        "vision": {**community, "models": _rows(COMMUNITY_ROW, "model", texts)},
        "webdev": {"leaderboard": "webdev", "updated": "2026-02-06", "rows": _rows(PLAIN_ROW, "name", texts)},
    }


def _rows(sample: dict[str, Any], name: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return three rows a text: under its own name, under a model's name, and in a category of its own."""
    where = [place for place in places(sample) if place not in {("category",), ("leaderboard_publish_date",)}]
    rows = []
    for number, text in enumerate(texts):
        made = filled(sample, where, text) | {"rank": number + 1}
        rows += [made, made | {name: f"item{number:04d}"}]
        if "category" in sample:
            rows.append(made | {"category": text, name: f"item{number:04d}"})
    # A board has each name once in a category, and the reader folds blanks and halves of surrogate pairs.
    once = {(row.get("category"), folded(row[name])): row for row in rows if folded(row[name])}
    return list(once.values())


def ratings_of(text: str) -> list[dict[str, Any]]:
    """Return rows of a plain leaderboard with a text in every place."""
    return _rows(PLAIN_ROW, "name", [text])


def folded(text: str) -> str:
    """Return a text as the reader of names has it: blanks folded, no half of a surrogate pair."""
    return " ".join(whole(text).split())


def whole(text: str) -> str:
    """Return a text with a mark for each half of a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def usage(payloads: Sequence[Payload]) -> dict[str, Any]:
    """Return two days of the ranking, with every name that one can have there."""
    names = [f"acme/item{number:04d}" for number in range(len(payloads))]
    names += [name for _, text in payloads if _ranked(name := text[:200])]
    rows = [
        DAILY_USAGE | {"date": day, "model_permaslug": name, "total_tokens": str(1000 + number)}
        for day in ("2026-02-04", "2026-02-05")
        for number, name in enumerate(dict.fromkeys(names))
    ]
    return {"data": rows, "meta": {"as_of": payloads[0][1], KEY: payloads[-1][1]}}


def _ranked(name: str) -> bool:
    try:
        UsageRow.model_validate({"on": "2026-02-05", "name": name, "tokens": 1})
    except ValidationError:
        return False
    return True


@dataclass
class World:
    """A folder with data and site, and all that its commands have printed, as bytes by command."""

    root: Path
    printed: list[tuple[str, int, bytes]] = field(default_factory=list)

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.root / "site"

    def run(self, *arguments: str, code: int | None = 0) -> bytes:
        """Run a command as on a terminal that shows colours, where nothing is filtered on the way."""
        done = CliRunner().invoke(main, ["--root", str(self.root), *arguments], color=True)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        self.printed.append((" ".join(arguments[:2]), done.exit_code, done.output_bytes))
        assert code is None or done.exit_code == code, done.output_bytes[-2000:]
        return done.output_bytes

    def fetch(self, source: str, answer: Any, day: str, *, code: int | None = 0) -> bytes:  # noqa: ANN401
        """Fetch an answer from a file, through the real door."""
        file = self.root / "answer.json"
        file.write_text(json.dumps(answer), encoding="utf-8")
        return self.run("fetch", source, "--from", str(file), "--on", day, "--accept-loss", code=code)

    def build(self, *options: str) -> bytes:
        """Build the site."""
        return self.run("build", "--out", str(self.site), "--base-url", BASE_URL, *options)

    def files(self) -> dict[str, bytes]:
        """Return the site's files by path."""
        found = (path for path in sorted(self.site.rglob("*")) if path.is_file())
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in found}


PLAIN: list[Payload] = [("plain", f"word {number}") for number in range(40)]
"""Texts that harm nobody: what a world of them has is what our own templates write."""


def vocabulary(world: World) -> Vocabulary:
    """Return the elements and attributes on the pages of a world."""
    pages = [body.decode() for path, body in world.files().items() if path.endswith(".html")]
    return frozenset().union(*(Elements(text).vocabulary() for text in pages))


def served(world: World) -> tuple[str, SiteServer]:
    """Serve a world's site, and return the address of its first page with what serves it."""
    serving = server(world.site, host="127.0.0.1", port=0, base=BASE)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    return serving.url, serving


def ask_everything(world: World, other: World) -> None:
    """Run every command that prints what upstream sent, in each of its forms; the site must be sound."""
    for options in ([], ["--format", "json"], ["--unmatched"], ["item0001"], ["no <such> name"]):
        world.run("match", *options, code=None)
    for form in ("text", "markdown", "json"):
        world.run("diff", "--format", form, str(other.root / "data"), str(world.root / "data"))
    for form in ("text", "json"):
        world.run("check", "data", "--format", form, code=None)
        world.run("check", "site", "--format", form, "--out", str(world.site))


def hostile_world(root: Path, payloads: Sequence[Payload], *options: str) -> World:
    """Fetch a catalogue on three days, boards of each shape and the ranking, and build the site.

    On the second day every text has moved on to the next model, so that the journal has old and new ones; on
    the third every tenth model has left. Each text is a key, too, and all are taken: how many are believed
    of an answer is tested elsewhere.
    """
    world = World(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guards, "MOST_NEW_KEYS", sys.maxsize)
        _fetch(world, payloads)
    world.build(*options)
    return world


def _fetch(world: World, payloads: Sequence[Payload]) -> None:
    moved = [*payloads[1:], payloads[0]]
    days = {"2026-02-03": payloads, "2026-02-04": moved, "2026-02-05": moved}
    for day, found in days.items():
        rows = catalogue(found)
        world.fetch("openrouter", {"data": rows[: len(rows) * 9 // 10] if day == "2026-02-05" else rows}, day)
    for answer in boards(payloads).values():
        world.fetch("arena", answer, "2026-02-06")
    world.fetch("usage", usage(payloads), "2026-02-06")
