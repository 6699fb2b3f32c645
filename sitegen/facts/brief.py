"""Briefs: each current model in a few words, for tables and links on other pages than its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.prices import PriceTexts
from sitegen.facts.ratings import Rank
from sitegen.forms.addresses import model_path
from sitegen.forms.figures import Blank, Cell
from sitegen.forms.names import Names


class Brief(NamedTuple):
    """One model: its base prices per 1M tokens, and its overall rank and score on the headline board.

    ``interval`` is how far the score's 95 % interval reaches; it and ``score`` are "" where the model has no
    row, and ``rank`` is then the reason. ``row`` names the row where it is a mode of the model, else "".
    """

    path: str
    name: str
    author: str
    input: Cell
    output: Cell
    rank: str
    score: str
    interval: str
    row: str

    @property
    def figures(self) -> str:
        """The input price and the score in words: ``$2, score 1300 ±5``."""
        known = self.interval != Blank.NOT_PUBLISHED
        return f"{self.input.text}, score {self.score}{f' {self.interval}' if known else ''}"


def briefs(catalog: Catalog, names: Names, ranks: Mapping[str, Rank], book: PriceTexts) -> dict[str, Brief]:
    """Return the brief of every current model, by slug."""
    return {
        model.slug: _brief(model, names, ranks[model.slug], book)
        for model in catalog.models
        if model.variants
    }


def _brief(model: Model, names: Names, rank: Rank, book: PriceTexts) -> Brief:
    prices = model.primary.prices
    return Brief(
        path=model_path(model.slug),
        name=names.short(model),
        author=names.author(model.author),
        input=book.cell(prices.get("prompt")),
        output=book.cell(prices.get("completion")),
        rank=rank.text,
        score=rank.score,
        interval=rank.interval,
        row=rank.name if rank.mode else "",
    )
