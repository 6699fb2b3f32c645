"""The days in the sitemap: they move where the text of a page moved, and with no other fetch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Gone
from sitegen.catalog.movements import movements
from sitegen.facts.context import SiteContext
from sitegen.pages.contents import common_pages
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Receipt
from tests.pages.odd_world import SITE, drawn
from tests.worlds import Row, row

ONE, TWO, THREE = (date(2026, month, 1) for month in (1, 2, 3))
PAGES = (
    "authors/", "authors/acme/", "authors/quill/", "authors/forge/", "gone/", "compare/", "arena/",
    "arena/text/", "arena/names/", "arena/names/nobody/",
)  # fmt: skip


def model(name: str, author: str = "acme", **changed: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return the record of a model of this name."""
    slug = f"{author}/{name}"
    return row(id=slug, canonical_slug=slug, name=f"{author.title()}: {name.title()}", **changed)


USUAL = [
    model("anvil"), model("hammer"), model("tongs", pricing={"prompt": "0.000009", "completion": "0.00001"}),
    model("pen", "quill"), model("ink", "quill"), model("ore", "quill"),
    model("fire", "forge"),
]  # fmt: skip


def shown(*days: tuple[date, Sequence[Row]], score: float = 1500.0) -> dict[str, tuple[str | None, str]]:
    """Return day and text of each of the pages after these snapshots; the board's last day has this score."""
    journal: list[Change] = []
    gone: dict[str, Gone] = {}
    before: list[Row] = []
    for on, rows in days:
        journal += changes(replayed(journal, "openrouter"), rows, on=on, source="openrouter")
        kept = {one["id"] for one in rows}
        left = [one for one in before if one["id"] not in kept]
        gone |= {one["id"]: Gone(Listing.read(one), ONE, TWO, on) for one in left}
        before = list(rows)
    names = {"anvil": score, "pen": 1400.0, "nobody": 1300.0}
    ratings = [
        Rating(board="text", name=name, rank=rank, score=points)
        for rank, (name, points) in enumerate(names.items(), 1)
    ]
    board = Leaderboard(board="text", published={"overall": ONE}, ratings=tuple(ratings))
    journal[len(USUAL) :] = [*movements(replayed([], "arena"), board, on=ONE), *journal[len(USUAL) :]]
    last = days[-1][0]
    receipts = {
        "openrouter/models": Receipt(address="x", changed=last, sha256="0", rows=1),
        "arena/text": Receipt(address="x", changed=ONE if score == 1500.0 else last, sha256="0", rows=1),
    }
    known = catalog(
        [Listing.read(one) for one in days[-1][1]],
        [board],
        gone=[item for key, item in gone.items() if key not in {one["id"] for one in days[-1][1]}],
        journal=journal,
        receipts=receipts,
    )
    found = {
        page.path.removesuffix("index.html"): page for page in common_pages(SiteContext(known, SITE), {})
    }
    return {
        path: (page.changed, re.sub(r"(?s).*<main|</main>.*", "", drawn(page, known)))
        for path in PAGES
        if (page := found[path]).indexed
    }


def moved(rows: Sequence[Row], **more: float) -> tuple[set[str], set[str]]:
    """Return the pages whose day moved, and whose text did, when the catalogue has these rows a day later."""
    before, after = shown((ONE, USUAL)), shown((ONE, USUAL), (TWO, rows), **more)
    days = {path for path in before if after.get(path, before[path])[0] != before[path][0]}
    texts = {path for path in before if after.get(path, before[path])[1] != before[path][1]}
    assert all(after[path][0] == "2026-02-01" for path in days)
    return days, texts


def other(name: str, **changed: Any) -> list[Row]:  # noqa: ANN401 - whatever upstream may send
    """Return the usual rows with one of them changed."""
    return [{**one, **changed} if one["id"].endswith(f"/{name}") else one for one in USUAL]


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        (USUAL, set()),
        (other("hammer", pricing={"prompt": "0.000003", "completion": "0.00001"}), {"authors/acme/"}),
        (other("ink", context_length=64_000), {"authors/quill/"}),
        (other("ink", context_length=128_001), set()),
        (other("ink", expiration_date="2027-01-01"), {"authors/quill/"}),
        (other("ink", supported_parameters=["tools", "seed"]), set()),
        (other("ink", supported_parameters=["seed"]), {"authors/quill/"}),
        (other("ink", pricing={"prompt": "0.0000025", "completion": "0.00001", "web_search": "0.1"}), set()),
        (
            [one for one in USUAL if not one["id"].endswith("/tongs")],
            {"authors/", "authors/acme/", "gone/", "compare/"},
        ),
    ],
)
def test_a_day_moves_where_the_text_moved(rows: list[Row], pages: set[str]) -> None:
    """A price, a limit or an end moves the days of those pages that show it, and of no other."""
    days, texts = moved(rows)
    assert days == texts == pages


def test_a_new_board_moves_what_shows_its_ranks() -> None:
    """Authors with a rated model, the boards and what goes by ranks; who has no rank stays as it was."""
    days, texts = moved(USUAL, score=1501.5)
    assert texts <= days
    assert days == set(PAGES) - {"authors/", "authors/forge/", "gone/"}


def test_the_day_moves_with_the_mark_of_a_price_that_moved() -> None:
    """While a list says how many days ago a price moved it changes with each day, and once at its end."""
    cheaper = other("hammer", pricing={"prompt": "0.000001", "completion": "0.00001"})
    elsewhere = [{**one, "context_length": 64_000} if one["name"] == "Quill: Ink" else one for one in cheaper]
    days = [(ONE, USUAL), (TWO, cheaper), (THREE, elsewhere)]
    first, second = (shown(*days[:count])["authors/acme/"] for count in (2, 3))
    assert "−60 %<span>, today" in first[1]
    assert (second[0], "−60 %<span>, 28 days ago" in second[1]) == ("2026-03-01", True)
    last = shown(*days, (date(2026, 4, 1), cheaper))["authors/acme/"]
    assert (last[0], "moved" in last[1]) == ("2026-03-04", False)
