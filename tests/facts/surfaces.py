"""Which file says which leaf of a model's facts, found by changing one leaf at a time and drawing again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sitegen.build import renderer_of
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.model import ModelFacts, model_facts
from sitegen.facts.row import ModelRow
from sitegen.pages import authors, explorer
from sitegen.pages.api.files import model_entry
from sitegen.pages.api.spreadsheet import spreadsheet
from sitegen.pages.model import pages_of_facts
from tests.facts.leaves import changed, leaves
from tests.pages.odd_world import ROOT, SITE

TABLE = Path(__file__).with_name("surfaces.txt")
SURFACES = ("page", "json", "markdown", "csv")
"""What is drawn of the facts of one model; its row, on which lists are drawn, is made beside them."""
ROW_SURFACES = ("start", "author", "related", "standing")
"""Lists that a row stands in: the start page, an author's page, two sections of other models' pages."""
WHOLE = (
    *(
        "Cell",
        "Figure",
        "Missing",
        "Price",
        "PriceRule",
        "PriceForms",
        "RuleForms",
        "PriceEntry",
        "RuleEntry",
        "ChangeEntry",
        "MoveEntry",
    ),
    *("SourceInfo", "Licence", "Scatter", "Mark", "Chart", "ModelRow", "SellerRow"),
)
"""Types whose values are one leaf: forms of one fact, drawings, and rows, which have a table of their own."""


class Line(NamedTuple):
    """A line of the table: a leaf, the surfaces that it stands on, and why it is missing on others.

    ``row`` names the fields of ``ModelRow`` that the leaf decides.
    """

    leaf: str
    surfaces: frozenset[str]
    row: tuple[str, ...]
    reasons: tuple[str, ...]


def table(part: str, surfaces: Sequence[str]) -> list[Line]:
    """Return the lines of one part of the table, whose columns are these surfaces."""
    lines = TABLE.read_text(encoding="utf-8").partition(f"[{part}]")[2].partition("\n[")[0].splitlines()
    return [_line(line, surfaces) for line in lines if line.strip() and not line.startswith("#")]


def _line(line: str, surfaces: Sequence[str]) -> Line:
    leaf, *words = line.split()
    shown, others = words[: len(surfaces)], words[len(surfaces) :]
    assert all(word in (name, "-") for word, name in zip(shown, surfaces, strict=True)), line
    row = tuple([word.removeprefix("row:") for word in others if word.startswith("row:")])
    return Line(leaf, frozenset(shown) - {"-"}, row, tuple([word for word in others if "row:" not in word]))


def reasons() -> dict[str, str]:
    """Return the reasons by the word that stands for them."""
    lines = TABLE.read_text(encoding="utf-8").partition("[reasons]")[2].partition("\n[")[0].splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line.strip())


FACTS = tuple(dict.fromkeys(leaves(ModelFacts, WHOLE)))
ROW = tuple(dict.fromkeys(leaves(ModelRow, [name for name in WHOLE if name != "ModelRow"])))


class World:
    """A catalog whose models are drawn again and again, each time with one leaf changed."""

    def __init__(self, catalog: Catalog) -> None:
        self.known = SiteContext(catalog, SITE.model_copy(update={"repository": "https://example.org/data"}))
        self._renderer = renderer_of(ROOT, self.known)

    @cached_property
    def facts(self) -> list[ModelFacts]:
        """The facts of every model."""
        return [model_facts(model, self.known) for model in self.known.catalog.models]

    @cached_property
    def _files(self) -> dict[str, dict[str, bytes]]:
        return {facts.slug: self.files(facts) for facts in self.facts}

    def files(self, facts: ModelFacts) -> dict[str, bytes]:
        """Return what is drawn of a model's facts, by surface."""
        entry = model_entry(facts.identity.copy(), facts.variants, facts.sellers.ids, facts.sellers.maker)
        drawn = [self._renderer.rendered(page) for page in pages_of_facts(facts, self.known)]
        return dict(zip(SURFACES, (*drawn, spreadsheet([entry], head=False)), strict=True))

    def shown(self, facts: ModelFacts, leaf: str) -> set[str] | None:
        """Return the surfaces that are other bytes when a leaf is another value; None where it is not set."""
        other = changed(facts, leaf)
        if other == facts:
            return None
        before, after = self._files[facts.slug], self.files(other)
        return {surface for surface in SURFACES if before[surface] != after[surface]}

    def lists(self, leaf: str | None = None) -> dict[str, bytes]:
        """Return the lists in which rows stand, with one leaf of every row changed."""
        known = SiteContext(self.known.catalog, self.known.site)
        if leaf:
            # What a cached property would work out when it is first asked for.
            vars(known)["rows"] = {slug: changed(row, leaf) for slug, row in known.rows.items()}
        return {
            "start": b"".join(map(self._renderer.rendered, explorer.pages(known))),
            "author": b"".join(map(self._renderer.rendered, authors.pages(known))),
            "related": b"".join(self._pages("related[].models[]", leaf)),
            "standing": b"".join(self._pages("standing.cheapest", leaf)),
        }

    def _pages(self, place: str, leaf: str | None) -> Iterator[bytes]:
        """Yield the pages of the models that have rows of others at a place of their facts."""
        for facts in self.facts:
            if changed(facts, f"{place}.name") != facts:
                yield self.files(changed(facts, f"{place}.{leaf}") if leaf else facts)["page"]
