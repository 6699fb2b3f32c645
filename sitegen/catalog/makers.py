"""The makers' own models: which model of the catalogue each is, and what its maker asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sitegen.catalog.arena_names import name_matches
from sitegen.catalog.model import Gone, MakersMatch, MakersOffer, NoOffer
from sitegen.catalog.price_terms import same_rules
from sitegen.matching.dates import dates_in
from sitegen.matching.matches import ArenaName, Decision
from sitegen.matching.naming import MAKER
from sitegen.records.change import MAKERS
from sitegen.records.listing import Listing
from sitegen.records.makers_model import GATEWAY, MakersModel
from sitegen.records.match import Candidate, Confidence, Match
from sitegen.records.price import PriceList, same_price
from sitegen.sources.modelsdev import ModelsDev

SURE = (Confidence.MANUAL, Confidence.EXACT, Confidence.HIGH)
"""The matches that bring a price: what a mode costs is not what its model costs."""


def gateway_models(file: ModelsDev, listings: Iterable[Listing]) -> dict[str, MakersModel]:
    """Return what the gateway's models say of each id of the catalogue, by that id.

    An id that is not among them is told of by the same model under another suffix (``acme/anvil`` for
    ``acme/anvil:free``, or the reverse), unless the catalogue has that id of another model.
    """
    rows = {model.key: model for model in file.models if model.provider == GATEWAY}
    slugs = {listing.id: listing.slug for listing in listings}
    same: dict[str, list[str]] = {}
    for key in sorted(rows):
        same.setdefault(key.partition(":")[0], []).append(key)
    found = {}
    for key, slug in slugs.items():
        others = [other for other in same.get(key.partition(":")[0], ()) if slugs.get(other, slug) == slug]
        if key in rows or others:
            found[key] = rows[key if key in rows else others[0]]
    return found


def makers_matches(
    file: ModelsDev | None,
    listings: Sequence[Listing],
    gone: Sequence[Gone] = (),
    decisions: Mapping[str, Decision] | None = None,
) -> tuple[MakersMatch, ...]:
    """Return every maker's model with its match, by author and id.

    Only models of the same maker are asked. ``decisions`` are people's, by ``PROVIDER/ID``.
    """
    if file is None:
        return ()
    own: dict[str, list[MakersModel]] = {}
    for model in file.models:
        own.setdefault(model.provider, []).append(model)
    return tuple(
        MakersMatch(model, author, match)
        for author, providers in file.makers.items()
        for provider in providers
        for model, match in _matched(author, own.get(provider, ()), listings, gone, decisions or {})
    )


def _matched(
    author: str,
    models: Sequence[MakersModel],
    listings: Sequence[Listing],
    gone: Sequence[Gone],
    decisions: Mapping[str, Decision],
) -> Iterator[tuple[MakersModel, Match]]:
    """Yield the models of one provider with their matches among the listings of their maker."""
    decided = _decided(models, decisions)
    slugs = {decision.slug for decision in decided.values()}
    here = [listing for listing in listings if _is_of(listing, author, slugs)]
    left = [item for item in gone if _is_of(item.listing, author, slugs)]
    names = [ArenaName(model.key, author) for model in models]
    matches = name_matches(names, here, left, decided, naming=MAKER)
    by_id = {listing.id: listing for listing in (*[item.listing for item in left], *here)}
    return ((model, _checked(model, matches[model.key], by_id)) for model in models)


def _decided(models: Iterable[MakersModel], decisions: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decisions about these models by the provider's own ids."""
    return {model.key: decisions[model.id] for model in models if model.id in decisions}


def _is_of(listing: Listing, author: str, slugs: set[str | None]) -> bool:
    """Whether a listing is of a maker, by its id or its slug, or a person named it."""
    key = f"{author}/"
    return listing.slug.startswith(key) or listing.id.startswith(key) or listing.slug in slugs


_LATER = timedelta(days=30)
_SIMILAR = 0.1
"""The share by which two lengths of one context may differ: a thousand tokens are 1,000 or 1,024."""


def _checked(model: MakersModel, match: Match, listings: Mapping[str, Listing]) -> Match:
    """Return a match, for a person to confirm where the maker gave the name to another model since.

    ``deepseek-chat`` is whatever DeepSeek's latest model for chats is; the catalogue has the one of 2024.
    """
    listing = listings.get(match.openrouter_id or "")
    by_rule = match.confidence in (Confidence.EXACT, Confidence.HIGH)
    if listing is None or not by_rule or not _renamed(model, listing):
        return match
    why = f"its maker dates that name {model.release_date}, and this one was listed on {listing.listed}"
    return match._replace(
        confidence=Confidence.LOW,
        reason=f"Perhaps {listing.name}, for a person to confirm: {why}.",
        slug=None,
        openrouter_id=None,
        candidates=(Candidate(listing.slug, listing.id, why), *match.candidates),
    )


def _renamed(model: MakersModel, listing: Listing) -> bool:
    """Whether a model is much younger than a listing and has another context."""
    released, listed = _first_day(model.release_date), listing.listed
    later = released is not None and listed is not None and released - listed > _LATER
    return later and not _similar(model, listing)


def _first_day(partial: str | None) -> date | None:
    """Return the first day of a date that may lack its day or its month."""
    if partial is None:
        return None
    year, month, day = [*map(int, partial.split("-")), 1, 1][:3]
    return date(year, month, day)


def _similar(model: MakersModel, listing: Listing) -> bool:
    """Whether two records have the same context, as far as both have one."""
    mine, theirs = model.limit.context, listing.context_length
    return mine is not None and theirs is not None and abs(mine - theirs) <= _SIMILAR * max(mine, theirs)


def makers_offers(
    file: ModelsDev | None, matches: Iterable[MakersMatch], slugs: Mapping[str, str]
) -> dict[str, MakersOffer]:
    """Return what the maker asks for each model, or why that is not known; ``slugs`` have their authors."""
    if file is None:
        return {}
    by_slug: dict[str, list[MakersMatch]] = {}
    for found in matches:
        near = found.match.candidates[:1] if found.match.confidence is Confidence.LOW else ()
        slug = found.match.slug or next((candidate.slug for candidate in near), None)
        if slug is not None:
            by_slug.setdefault(slug, []).append(found)
    return {
        slug: _offer(slug, by_slug.get(slug, ()))
        if author in file.makers or slug in by_slug
        else _nothing(NoOffer.NOT_IN_SOURCE, f"models.dev has no list prices of {author}")
        for slug, author in slugs.items()
    }


def _nothing(reason: NoOffer, why: str) -> MakersOffer:
    return MakersOffer(reason=reason, why=why)


def _offer(slug: str, matches: Sequence[MakersMatch]) -> MakersOffer:
    sure = [found for found in matches if found.match.confidence in SURE]
    if not sure:
        return _unsure(matches)
    surest = _surest(slug, sure)
    (model, _, match), *others = surest
    if any(not _same_prices(model.prices, other.model.prices) for other in others):
        names = ", ".join(found.model.id for found in surest)
        why = f"several models of its maker fit, at different prices: {names}"
        return _nothing(NoOffer.NO_CONFIDENT_MATCH, why)
    if model.prices is None:
        zero = "costs 0 at models.dev, which says free and not sold alike"
        why = f"{model.id} {zero if model.zero else 'has no price at models.dev'}"
        return MakersOffer(model, match, NoOffer.NOT_PUBLISHED, why)
    return MakersOffer(model, match, None, "")


def _unsure(matches: Sequence[MakersMatch]) -> MakersOffer:
    """Return the reason for a model that none of its maker's models is for sure."""
    if not matches:
        return _nothing(NoOffer.NOT_IN_SOURCE, "models.dev has no model of this name among its maker’s")
    modes = [found.model.id for found in matches if found.match.confidence is Confidence.VARIANT]
    low = [found for found in matches if found.match.confidence is Confidence.LOW]
    near = [f"perhaps {found.model.id}: {found.match.candidates[0].why}" for found in low]
    why = "; ".join(near) or f"models.dev prices modes of it alone: {', '.join(modes)}"
    return _nothing(NoOffer.NO_CONFIDENT_MATCH, why)


def _surest(slug: str, matches: Sequence[MakersMatch]) -> list[MakersMatch]:
    """Return the surest matches of a model: a person's, then those of its slug's day, then by confidence."""
    ranks = {found.model.id: _rank(slug, found) for found in matches}
    best = min(ranks.values())
    ids = sorted(key for key, rank in ranks.items() if rank == best)
    return [found for key in ids for found in matches if found.model.id == key]


def _rank(slug: str, found: MakersMatch) -> tuple[bool, bool, int]:
    days = {day for day in dates_in(slug) if day.day}
    same_day = not days.isdisjoint(dates_in(found.model.key))
    confidence = found.match.confidence
    return confidence is not Confidence.MANUAL, not same_day, SURE.index(confidence)


def _same_prices(some: PriceList | None, others: PriceList | None) -> bool:
    """Whether two lists have the same prices and rules."""
    if some is None or others is None:
        return some is others
    kinds = {price.key for price in (*some.prices, *others.prices)}
    alike = all(same_price(some.get(kind), others.get(kind)) for kind in kinds)
    return alike and same_rules(some.rules, others.rules)


def makers_ids(offers: Iterable[MakersOffer]) -> dict[str, str]:
    """Return the id of the catalogue whose list price each maker's model brings, by its id in the journal.

    Of several models that are one of the catalogue, one counts: the others would tell the same move again.
    One whose price vanished still counts, or nobody would be told.
    """
    return {
        f"{MAKERS}/{offer.model.id}": offer.match.openrouter_id
        for offer in offers
        if offer.model and offer.match and offer.match.openrouter_id
    }
