"""What the pages of one catalog are drawn with: names, boards, days and prices, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sitegen.catalog.model import Catalog, Model, snapshot_day
from sitegen.catalog.relations import Relations, relations
from sitegen.catalog.standings import Standings, standings
from sitegen.catalog.unchanged import came_or_left
from sitegen.facts.boards import Boards, Rank, boards, ranks
from sitegen.facts.changes.days import JournalDay, journal_days
from sitegen.facts.charts.scatter import SMALL, Scatter, scatter
from sitegen.facts.doubts.contradictions import refused_rows
from sitegen.facts.doubts.disagreements import RuleGroup, disagreements
from sitegen.facts.doubts.unread_sellers import Notes, sellers_notes
from sitegen.facts.prices import PriceTexts
from sitegen.facts.row import (
    AuthorRows,
    ModelRow,
    RowContext,
    last_retired_first,
    latest_first,
    model_rows,
    row_days,
    rows_by_author,
)
from sitegen.facts.sellers.market import MarketLines
from sitegen.facts.sellers.offers import IdOffers, all_offers, refused_offers
from sitegen.facts.sources import Provenances, catalogue_day, latest_day, provenances
from sitegen.facts.substitutes import Alike, alike
from sitegen.facts.usage import Ranking, ranking
from sitegen.forms.content_page import Manuscript, manuscripts
from sitegen.forms.names import Names, names
from sitegen.large.scale import USUAL, Scale
from sitegen.large.shard import WHOLE, Share
from sitegen.records.endpoint import SOURCE as SELLERS
from sitegen.records.settings import Site
from sitegen.records.snapshot import SetAside
from sitegen.sources import providers


@dataclass(frozen=True)
class SiteContext:
    """A catalog and its site, with what is looked up for every page.

    ``prose`` are the Markdown files of ``content/`` by their path below it; ``share`` is what this build
    makes of the site. A part is worked out when a page first asks for it, and lives as long as the build.
    """

    catalog: Catalog
    site: Site
    prose: Mapping[str, str] = field(default_factory=dict)
    share: Share = WHOLE
    scale: Scale = USUAL

    @cached_property
    def own_models(self) -> tuple[Model, ...]:
        """The models whose pages this build makes; the others are only spoken of."""
        return tuple(model for model in self.catalog.models if self.share.has_model(model.slug))

    @cached_property
    def models(self) -> Mapping[str, Model]:
        """Every model by its slug."""
        return {model.slug: model for model in self.catalog.models}

    @property
    def large(self) -> bool:
        """Whether the catalogue is too large for one page and one file of the API."""
        return len(self.catalog.models) > self.scale.whole

    @cached_property
    def lately(self) -> frozenset[str]:
        """The slugs of the models that a large catalogue's start page shows, and of the last that left."""
        rows, most = self.rows.values(), self.scale.rows
        current = sorted((row for row in rows if not row.left), key=latest_first)
        retired = sorted((row for row in rows if row.left), key=last_retired_first)
        return frozenset(row.slug for row in (*current[:most], *retired[:most]))

    @cached_property
    def manuscripts(self) -> tuple[Manuscript, ...]:
        """The owner's prose, the methodology among it."""
        return manuscripts(self.prose)

    @cached_property
    def names(self) -> Names:
        """What models and authors are called, and where their pages are."""
        return names(self.catalog)

    @cached_property
    def boards(self) -> Boards:
        """The leaderboards, and where the pages of their names are."""
        return boards(self.catalog)

    @cached_property
    def ranks(self) -> Mapping[str, Rank]:
        """Each model's overall rank on the text board, or why it has none, by slug."""
        return ranks(self.catalog.models, self.boards)

    @cached_property
    def provenances(self) -> Provenances:
        """What is said of every snapshot, by its feed."""
        return provenances(self.catalog)

    @cached_property
    def usage(self) -> Ranking:
        """OpenRouter's ranking by tokens."""
        return ranking(self.catalog)

    @cached_property
    def prices(self) -> PriceTexts:
        """The prices in words."""
        return PriceTexts()

    @cached_property
    def rows(self) -> Mapping[str, ModelRow]:
        """Every model in a line, by slug."""
        return model_rows(self.catalog, RowContext(self.names, self.ranks, self.prices, self.usage, self.day))

    @cached_property
    def row_days(self) -> Mapping[str, date | None]:
        """The last day on which each model's row changed, by slug."""
        return row_days(self.catalog)

    @cached_property
    def came_or_left(self) -> Mapping[str, date | None]:
        """The last day on which each model came into the catalogue or left it, by slug."""
        return {model.slug: came_or_left(model) for model in self.catalog.models}

    @cached_property
    def authors(self) -> tuple[AuthorRows, ...]:
        """Every author with a row for each model."""
        return rows_by_author(self.catalog, self.rows, self.names)

    @cached_property
    def standings(self) -> Standings:
        """Who is cheap for a score, and high for a price."""
        return standings(self.catalog)

    @cached_property
    def small_scatter(self) -> Scatter | None:
        """The standings as every model's page draws them, before its own model is marked."""
        return scatter(self.standings, SMALL, most=self.scale.dots)

    @cached_property
    def relations(self) -> Relations:
        """Families, authors' models and neighbours on the chart."""
        return relations(self.catalog, self.standings)

    @cached_property
    def alike(self) -> Alike:
        """Which models are used for the same."""
        return alike(self.catalog.models)

    @cached_property
    def journal(self) -> tuple[JournalDay, ...]:
        """The days of the journal, latest first."""
        return journal_days(self.catalog, self.names, self.prices)

    @property
    def sellers_since(self) -> date | None:
        """The day on which sellers were first read; None where they never were."""
        reading = self.catalog.readings.get(SELLERS)
        return reading.on if reading else None

    @cached_property
    def refused_rows(self) -> Mapping[str, SetAside]:
        """Why rows of the catalogue were set aside, by id."""
        return refused_rows(self.catalog)

    @cached_property
    def sellers_notes(self) -> Notes:
        """What could not be read of who sells a model, by id or slug."""
        return sellers_notes(self.catalog)

    @cached_property
    def has_sellers(self) -> bool:
        """Whether it was read who sells the models."""
        return any(model.endpoints is not None for model in self.catalog.models)

    @cached_property
    def offers(self) -> Mapping[str, tuple[IdOffers, ...]]:
        """Who sells each id of each model, by slug."""
        texts, refused = self.prices, refused_offers(self.catalog)
        return {
            model.slug: all_offers(model, self.names.author(model.author), texts, refused)
            for model in self.catalog.models
        }

    @cached_property
    def market_lines(self) -> MarketLines:
        """What the journal tells of sellers and of makers' list prices."""
        return MarketLines(self.catalog.journal)

    @cached_property
    def sellers_day(self) -> date | None:
        """The day of the sellers."""
        return snapshot_day(self.catalog.receipts.get(providers.FEED))

    @cached_property
    def disagreements(self) -> tuple[RuleGroup, ...]:
        """Where sources say different things, by rule."""
        return disagreements(self.catalog, self.prices)

    @cached_property
    def day(self) -> date | None:
        """The day of the catalogue."""
        return catalogue_day(self.catalog)

    @cached_property
    def latest(self) -> date | None:
        """The latest day on which any snapshot changed."""
        return latest_day(self.catalog)
