"""Finds where a built site says something else than the raw data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.oracle.documents import model_json, model_markdown, rating
from tests.oracle.expectations import Model, price_words
from tests.oracle.lists import explorer, spreadsheet, spreadsheet_row
from tests.oracle.page import page
from tests.oracle.records import (
    AWAITED,
    NOT_PUBLISHED,
    Reason,
    Truth,
    Unjudged,
    read_json,
)
from tests.oracle.sellers import (
    Offer,
    in_cells,
    offers_by_id,
    offers_in_csv,
    offers_in_json,
    offers_in_markdown,
    offers_on_page,
    shown,
)
from tests.oracle.words import Seen


class Disagreement(NamedTuple):
    """One fact that a surface says otherwise."""

    surface: str
    slug: str
    fact: tuple[str, ...]
    right: Any
    said: Any

    def __str__(self) -> str:
        """Return it in a line."""
        about = " ".join(filter(None, self.fact))
        return f"{self.surface} of {self.slug}: {about}: right is {self.right!r}, said is {self.said!r}"


class Judged(NamedTuple):
    """How many facts were compared, and where they differ."""

    count: int
    disagreements: list[Disagreement]


def path_of(slug: str) -> str:
    """Return the folder of a model's page."""
    safe = "abcdefghijklmnopqrstuvwxyz0123456789._-/"
    spelled = {":": "!", "~": "!-"}
    return "models/" + "".join(
        sign if sign in safe else spelled.get(sign, f"!_{ord(sign):x}_") for sign in slug
    )


def judge(right: Truth, site: Path, awaited: frozenset[str] = AWAITED) -> Judged:
    """Compare a built site with what is right."""
    bench = _Bench()
    arena = read_json(site / "api/v1/arena.json")["names"] if right.rows else []
    proposed = [_proposed(name) for name in arena if name["match"]["confidence"] == "low"]
    cells = spreadsheet(site / "api/v1/models.csv")
    entries = {entry["slug"]: entry for entry in read_json(site / "api/v1/models.json")["models"]}
    by_author = [explorer(path.read_text()) for path in site.glob("authors/*/index.html")]
    theirs = {slug: row for author in by_author for slug, row in author.items()}
    listed = explorer((site / "index.html").read_text())
    retired = site / "gone/index.html"
    listed_before = explorer(retired.read_text()) if retired.exists() else {}
    offers, tables = offers_by_id(right.endpoints), offers_in_csv(site)
    bench.note("sellers.csv", "all", ("sellers",), in_cells(_listed(right, offers)), tables)
    for slug, ids in right.models.items():
        folder = site / path_of(slug)
        document = read_json(folder / "index.json")
        about = Model(slug, ids, right, document, proposed, awaited)
        bench.compare("JSON", about, about.in_json(), model_json(document))
        own = {one.id: offers[one.id] for one in ids if one.listed and offers.get(one.id)}
        seen = {name: shown(every, price_words) for name, every in own.items()}
        bench.note("JSON", slug, ("sellers",), own, offers_in_json(document))
        html, text = [(folder / f"index.{ending}").read_text() for ending in ("html", "md")]
        bench.note("page", slug, ("sellers",), seen, offers_on_page(html))
        bench.note("Markdown", slug, ("sellers",), seen, offers_in_markdown(text))
        said = page(html)
        bench.compare("page", about, about.on_page(said), said)
        said = model_markdown(text)
        bench.compare("Markdown", about, about.in_markdown(said), said)
        for one in ids:
            said = spreadsheet_row(cells[one.id]) if one.id in cells else Seen()
            bench.compare("CSV", about, about.in_csv(one), said)
        row = (listed if any(one.listed for one in ids) else listed_before).get(slug, {})
        said = {("", name): told for name, told in row.items()}
        bench.compare("explorer", about, about.in_explorer(said), said)
        said = {("", name): told for name, told in theirs.get(slug, {}).items()}
        if slug in listed:
            bench.compare("author", about, about.in_explorer(said), said)
        entry = entries.get(slug, {"variants": "none"})
        bench.note("models.json", slug, ("entry",), _same_fields(entry, document), entry)
        names = {name["arena_name"] for name in arena if name["match"]["slug"] == slug}
        bench.note("JSON", slug, ("names",), names, set(about.names))
    for name in arena:
        overall = [row for row in right.rows.get(name["arena_name"], ()) if row.category == "overall"]
        said_rows = [rating(row) for row in name["rows"]]
        bench.note("arena.json", name["arena_name"], ("rows",), set(overall), set(said_rows))
    bench.note("arena.json", "all", ("names",), set(right.rows), {name["arena_name"] for name in arena})
    bench.note("CSV", "all", ("ids",), {one.id for ids in right.models.values() for one in ids}, set(cells))
    bench.note("explorer", "all", ("models",), _current(right), set(listed))
    return Judged(bench.count, bench.found)


def _same_fields(told: Any, document: Any) -> Any:  # noqa: ANN401
    """Return a model's own file cut to the fields that the list of all models has of it."""
    if isinstance(told, dict) and isinstance(document, dict):
        return {field: _same_fields(told[field], document.get(field)) for field in told}
    if isinstance(told, list) and isinstance(document, list) and len(told) == len(document):
        return [_same_fields(*both) for both in zip(told, document, strict=True)]
    return document


def _proposed(name: Mapping[str, Any]) -> str:
    candidates = name["match"]["candidates"]
    return candidates[0]["slug"] if candidates else ""


def _listed(right: Truth, offers: Mapping[str, list[Offer]]) -> dict[str, list[Offer]]:
    """Return the offers of the ids that are listed and sold."""
    ids = {one.id for own in right.models.values() for one in own if one.listed}
    return {name: own for name, own in offers.items() if own and name in ids}


def _current(right: Truth) -> set[str]:
    return {slug for slug, ids in right.models.items() if any(one.listed for one in ids)}


class _Bench:
    """Counts what was compared and keeps what differs."""

    def __init__(self) -> None:
        self.count = 0
        self.found: list[Disagreement] = []

    def note(self, surface: str, slug: str, fact: tuple[str, ...], right: object, said: object) -> None:
        self.count += 1
        # What is right stands first: only it can be something that is not judged.
        if not (type(right) is Unjudged or _same(right, said)):
            self.found.append(Disagreement(surface, slug, fact, right, said))

    def compare(self, surface: str, about: Model, right: Seen, said: Seen) -> None:
        for fact in right.keys() | said.keys():
            if fact[1] in ("price", "gone price"):
                given = right.get(fact, NOT_PUBLISHED), said.get(fact, NOT_PUBLISHED)
            else:
                given = right.get(fact, "nothing"), said.get(fact, "nothing")
            if not about.left_out(fact):
                self.note(surface, about.slug, fact, *given)


def _same(right: object, said: object) -> bool:
    if isinstance(right, Reason) != isinstance(said, Reason):
        return False
    return right == said
