"""The API: all models, all ids, all Arena names and the state of the data, as JSON files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sitegen.catalog.counts import counts, match_counts, set_aside, unknown_keys
from sitegen.catalog.model import Catalog, Model
from sitegen.facts.changes.entry import change_json
from sitegen.facts.context import SiteContext
from sitegen.facts.identifiers import Identity, identity
from sitegen.facts.ratings import RatedName, rated_json, rated_name
from sitegen.facts.sellers.entries import offer_entry, sellers_entries
from sitegen.facts.sellers.maker import MakersPrice, maker_entry, makers_price
from sitegen.facts.sellers.offers import IdOffers
from sitegen.facts.sources import CATALOGUE, SourceEntry, source_entries
from sitegen.facts.usage import usage_facts
from sitegen.facts.variants import Variant, variant_entry, variants
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import SCHEMA_VERSION, SCHEMAS, document, explained, long_document
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API, ENDPOINTS, FEEDS, PARTS, SELLERS, Line, file_head
from sitegen.pages.api.seller_rows import Sold, sellers_csv
from sitegen.pages.api.shapes import (
    ArenaFile,
    ArenaNameEntry,
    ChangesFile,
    EndpointEntry,
    IdEntry,
    IdsFile,
    IndexFile,
    ModelEntry,
    ModelsFile,
    SetAsideEntry,
    SourceStatus,
    StatusFile,
)
from sitegen.pages.api.spreadsheet import spreadsheet
from sitegen.records.price import PRICE_KINDS
from sitegen.records.settings import Site
from sitegen.records.snapshot import SetAside

RULES = """
Money is a string with every digit, in US dollars, never a float.
A null never stands alone: the object that holds it has blanks, which names the field and the reason.
An object without a null has no blanks; a change has none, for its old and new are null where nothing stood.
A kind of price that an object of prices lacks is not published.
Free is an amount of 0 and says so; a price that varies by request is null and says so.
A rule of prices replaces them for the whole request, not for the part above a threshold.
Days are YYYY-MM-DD in UTC; lengths are tokens.
Fields may be added within v1; none is removed or changes its meaning.
While version stays, no fact has changed.
""".strip().splitlines()


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the files below ``api/v1/``, without the schemas; those of all models as ``parts`` has them."""
    catalog, site = context.catalog, context.site
    yield Page(f"{API}index.json", content=document(index_file(context)))
    if not context.large:
        sold = [model_with_sellers(model, context) for model in catalog.models]
        models = [entry for entry, _ in sold]
        yield Page(f"{API}models.json", content=long_document(models_file(models, catalog, site)))
        if context.has_sellers:
            yield Page(f"{API}sellers.csv", content=sellers_csv(sold))
        yield Page(f"{API}models.csv", content=spreadsheet(models))
        ids = ids_of(models)
        # Former slugs lead on, too: they stand in addresses that people kept.
        ids |= {key: ids[slug] for key, slug in catalog.redirects.items() if key not in ids}
        yield Page(f"{API}ids.json", content=long_document(ids_file(ids, catalog, site)))
    yield Page(f"{API}arena.json", content=long_document(arena_file(context)))
    yield Page(f"{API}changes.json", content=long_document(changes_file(context)))
    yield Page(f"{API}status.json", content=document(status_file(catalog, site)))


def model_with_sellers(model: Model, context: SiteContext) -> tuple[ModelEntry, Sold]:
    """Return a model for choosing among all of them, and who sells each of its ids."""
    rank, usage = context.ranks[model.slug], usage_facts(model, context.usage)
    every, sold = variants(model, context.prices), context.offers[model.slug]
    maker = makers_price(model, context.names.author(model.author), context.prices)
    entry = model_entry(identity(model, rank, usage, context.site), every, sold, maker)
    return entry, {one.id: [offer_entry(offer) for offer in one.offers] for one in sold if one.offers}


def model_entry(
    what: Identity, every: Sequence[Variant], sold: Sequence[IdOffers], maker: MakersPrice
) -> ModelEntry:
    """Return a model for choosing, of the facts that its own page says."""
    entry: ModelEntry = {
        **what,
        "maker_price": maker_entry(maker),
        "variants": [variant_entry(variant) for variant in every],
        "sellers": sellers_entries(every, sold),
    }
    # They stand last, and no other field is null.
    blanks = entry.pop("blanks", {})
    if maker.missing:
        blanks = {**blanks, "maker_price": maker.missing.reason}
    if blanks:
        entry["blanks"] = blanks
    return entry


def models_file(models: Sequence[ModelEntry], catalog: Catalog, site: Site) -> ModelsFile:
    """Return ``models.json``."""
    head = file_head(site, catalog.version, "models")
    return {"schema": head["schema"], "version": head["version"], "models": list(models)}


def ids_file(ids: Mapping[str, IdEntry], catalog: Catalog, site: Site) -> IdsFile:
    """Return ``ids.json``: where every id and slug leads."""
    head = file_head(site, catalog.version, "ids")
    return {"schema": head["schema"], "version": head["version"], "ids": dict(sorted(ids.items()))}


def ids_of(models: Iterable[ModelEntry]) -> dict[str, IdEntry]:
    """Return where every id and slug of these models leads.

    An id's redirect page has no JSON twin: JSON knows no redirect, and a stub would be a second shape under
    the name of the first.
    """
    ids: dict[str, IdEntry] = {}
    for model in models:
        slug, name, address = model["slug"], model["name"], model["json"]
        named = {slug: model["status"]}
        for one in model["variants"]:
            named[one["id"]] = one["status"]
        for key, status in named.items():
            ids[key] = {"slug": slug, "name": name, "status": status, "json": address}
    return ids


def arena_file(context: SiteContext) -> ArenaFile:
    """Return ``arena.json``: every Arena name, joined or not, with its overall rows."""
    catalog, site, alone = context.catalog, context.site, context.boards.names
    found = [(rated, model_path(model.slug)) for model in catalog.models for rated in model.rated]
    found += [(rated, alone[rated.name]) for rated in catalog.arena_only]
    names = [
        _arena_entry(rated_name(rated, context.boards), site.url(url_path(folder))) for rated, folder in found
    ]
    return {
        **file_head(site, catalog.version, "arena"),
        "names": sorted(names, key=lambda entry: entry["arena_name"]),
    }


def _arena_entry(rated: RatedName, address: str) -> ArenaNameEntry:
    entry = rated_json(rated, overall=True)
    return {"arena_name": rated.name, "url": address, **entry}


LATEST = 1_000
"""Changes that the API gives; the whole journal is data/changes.jsonl in the repository."""


def changes_file(context: SiteContext) -> ChangesFile:
    """Return ``changes.json``: the latest changes of the journal, in values and in words."""
    news = context.catalog.news
    return {
        **file_head(context.site, context.catalog.version, "changes"),
        "total": len(news),
        "changes": [change_json(change, context.prices) for change in reversed(news[-LATEST:])],
    }


def status_file(catalog: Catalog, site: Site) -> StatusFile:
    """Return ``status.json``: how old and how complete the data are."""
    return {
        **file_head(site, catalog.version, "status"),
        "schema_version": SCHEMA_VERSION,
        "sources": [_source_status(entry, catalog) for entry in source_entries(catalog)],
        "counts": counts(catalog),
        "matches": match_counts(catalog),
    }


def _source_status(source: SourceEntry, catalog: Catalog) -> SourceStatus:
    feed = source["feed"]
    aside = [_set_aside_entry(note) for note in set_aside(catalog, feed)]
    entry: SourceStatus = {
        **source,  # type: ignore[typeddict-item] # it has no `failed_on`, which comes below
        "set_aside": aside,
        "unknown_keys": unknown_keys(catalog) if feed == CATALOGUE else {},
    }
    if feed in catalog.failures:
        # Only the day: the reason may name a file on somebody's disk.
        entry["failed_on"] = catalog.failures[feed].on.isoformat()
    return explained(entry, source.get("blanks"))


def _set_aside_entry(note: SetAside) -> SetAsideEntry:
    entry: SetAsideEntry = {"row": note.row, "field": note.field, "reason": note.reason}
    if note.since:
        entry["since"] = note.since.isoformat()
    return entry


def index_file(context: SiteContext) -> IndexFile:
    """Return ``index.json``: the files of the API and what holds in all of them."""
    return {
        **file_head(context.site, context.catalog.version, "index"),
        "schema_version": SCHEMA_VERSION,
        "rules": RULES,
        "endpoints": [_endpoint(context.site, *line) for line in endpoints(context)],
        "price_kinds": {
            key: {"label": kind.label, "unit": kind.unit.value, "meaning": kind.meaning}
            for key, kind in PRICE_KINDS.items()
        },
    }


def _endpoint(site: Site, path: str, media_type: str, schema: str | None, what: str) -> EndpointEntry:
    entry: EndpointEntry = {
        "url": site.url(path),
        "type": media_type,
        "what": what,
        "schema": None if schema is None else site.url(f"{SCHEMAS}{schema}.json"),
    }
    return explained(entry, {"schema": Blank.NOT_APPLICABLE.value})


def endpoints(context: SiteContext) -> tuple[Line, ...]:
    """Return the files that a program may ask for, as this site has them."""
    sellers = SELLERS if context.has_sellers else ()
    parts, feeds = PARTS if context.large else (), FEEDS if context.catalog.journal else ()
    return (*ENDPOINTS, *sellers, *parts, *feeds)
