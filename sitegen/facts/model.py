"""Everything that the site says of one model, put together of the facts of each section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.abilities import Abilities, abilities
from sitegen.facts.citation import Citation, citation, version
from sitegen.facts.context import SiteContext
from sitegen.facts.costs import WorkTable, work_table
from sitegen.facts.doubts.contradictions import Doubts, doubts
from sitegen.facts.doubts.corrected import corrected_field, field_notes, price_notes, unconfirmed
from sitegen.facts.doubts.unread_sellers import unread_sellers
from sitegen.facts.glance import RECORD, glance
from sitegen.facts.history import HistoryFacts, history
from sitegen.facts.identifiers import Identifier, Identity, Records, identifiers, identity, records
from sitegen.facts.links import Correction, corrections, matches_link
from sitegen.facts.opening import About, NoticeLink, Opening, about, opening
from sitegen.facts.price_table import Prices, prices
from sitegen.facts.prices import PriceTexts
from sitegen.facts.ratings import Ratings, ratings
from sitegen.facts.row import latest
from sitegen.facts.sellers.maker import makers_price
from sitegen.facts.sellers.section import Sellers, sellers
from sitegen.facts.sellers.words import price_meaning
from sitegen.facts.sources import Sources, changed_days, sources
from sitegen.facts.standing import RelatedGroup, Standing, alternatives, related, standing
from sitegen.facts.substitutes import substitutes
from sitegen.facts.usage import UsageFacts, usage_facts
from sitegen.facts.variants import Variant, variants
from sitegen.forms.figures import KeyFigure
from sitegen.records import Row


class ModelFacts(NamedTuple):
    """One model: a part for each section of its page, of which JSON and Markdown are made too.

    ``changed`` is the last day on which a fact of the page changed, ``version`` a short digest of all of
    them; ``matches_link`` is the address of the file that corrects a match, "" where there is none,
    ``substitutes`` are the slugs of models that do the same, nearest in price first, and ``raw`` holds each
    id's record as the source sent it, by id.
    """

    slug: str
    opening: Opening
    glance: tuple[KeyFigure, ...]
    about: About
    prices: Prices
    sellers: Sellers
    costs: WorkTable
    abilities: Abilities
    doubts: Doubts
    ratings: Ratings
    standing: Standing | None
    usage: UsageFacts
    history: HistoryFacts
    related: tuple[RelatedGroup, ...]
    substitutes: tuple[str, ...]
    sources: Sources
    corrections: tuple[Correction, ...]
    matches_link: str
    identifiers: tuple[Identifier, ...]
    citation: Citation
    records: Records
    identity: Identity
    variants: tuple[Variant, ...]
    raw: dict[str, Row]
    changed: date | None
    version: str


def model_facts(model: Model, context: SiteContext) -> ModelFacts:
    """Return everything that the site says of a model."""
    site, names, today, market = context.site, context.names, context.day, context.market_lines.market(model)
    every, row, digest = variants(model, context.prices), context.rows[model.slug], version(model)
    listings, usage = model.variants or model.listings, usage_facts(model, context.usage)
    sold, same = context.offers[model.slug], substitutes(model, context.alike)
    author = names.author(model.author)
    since = _own_day(model, context)
    origins, shown = sources(model, context.provenances, since), since or today
    notes, doubted = _notes(model, every, context.prices, since)
    return ModelFacts(
        slug=model.slug,
        opening=opening(model, every, row, names, today, _instead(model, context)),
        glance=glance(every[: len(listings)], row, shown, sold[0], notes),
        about=about(model, every[0], row, names),
        prices=prices(model, every, shown, price_meaning(every, sold, context.sellers_day), doubted),
        sellers=sellers(sold, makers_price(model, author, context.prices), context.sellers_day),
        costs=work_table(listings, model.endpoints, gone=not model.variants),
        abilities=abilities(every, today),
        doubts=_doubts(model, every, today, context),
        ratings=ratings(model, row.rank, context.boards),
        standing=standing(model.slug, context.standings, context.small_scatter, context.rows),
        usage=usage,
        history=history(model, today, context.prices, market, context.sellers_since),
        related=related(model, context.relations, context.rows, same),
        substitutes=same,
        sources=origins,
        corrections=corrections(model, site),
        matches_link=matches_link(site),
        identifiers=identifiers(model, every),
        citation=citation(model, origins.snapshots, site, digest),
        records=records(model),
        identity=identity(model, row.rank, usage, site),
        variants=every,
        raw={listing.id: listing.raw for listing in model.listings},
        changed=changed_day(model, context),
        version=digest,
    )


def _own_day(model: Model, context: SiteContext) -> date | None:
    """Return the day of a record that stays because a later one could not be read; None of any other."""
    aside = context.refused_rows.get(model.primary.id) if model.variants else None
    return aside.since if aside else None


def _instead(model: Model, context: SiteContext) -> list[NoticeLink]:
    """Return what to try in the place of a model that ends or left, each with why: `` (later version)``."""
    ends = model.left or model.primary.expires
    others = alternatives(model, model.primary.id, context) if ends else ()
    return [NoticeLink(one.name, one.path, f" ({one.why[:1].lower()}{one.why[1:]})") for one in others]


def _notes(
    model: Model, every: Sequence[Variant], texts: PriceTexts, since: date | None
) -> tuple[dict[str, str], list[str]]:
    """Return what to know of single fields of the first id, by field, and of the prices of all ids."""
    notes = {each.id: field_notes(model, each, texts) for each in every}
    if since:
        notes[every[0].id][RECORD] = "a later record could not be read"
    return notes[every[0].id], [text for key, own in notes.items() for text in price_notes(key, own)]


def _doubts(model: Model, every: Sequence[Variant], today: date | None, context: SiteContext) -> Doubts:
    texts = context.prices
    corrected = [corrected_field(each.id, one, texts) for each in every for one in each.corrections]
    waiting = unconfirmed(model, texts) if model.unconfirmed else ()
    unread = unread_sellers(model, context.sellers_notes) if context.sellers_notes else ()
    return doubts(model, context.refused_rows, today, tuple(corrected), waiting, unread)


def changed_day(model: Model, context: SiteContext) -> date | None:
    """Return the last day on which a fact of the page changed: of the catalogue's, a rating, or usage."""
    return latest([model.changed or context.day, *changed_days(model, context.catalog)])
