"""The makers' models for a maintainer: which model each is, why, and lines that a person can confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.catalog.makers import SURE
from sitegen.catalog.model import Catalog, MakersMatch
from sitegen.checks import Finding
from sitegen.checks.matches import PROPOSED, Matches, decision_findings, explained, proposal, spoken, table
from sitegen.facts.prices import PriceTexts
from sitegen.matching.matches import Decision
from sitegen.records import Row
from sitegen.records.match import Confidence
from sitegen.records.price import PRICE_KINDS
from sitegen.sources import modelsdev
from sitegen.text import nearest


def matches_by_confidence(known: Catalog) -> list[MakersMatch]:
    """Return the makers' models, surest match first, then by id."""
    order = list(Confidence)
    return sorted(known.makers_matches, key=lambda one: (order.index(one.match.confidence), one.model.id))


def makers_rows(known: Catalog, name: str | None = None) -> list[Row]:
    """Return a row for each maker's model, or for those called ``name``, for programs."""
    return [
        {
            "makers_model": found.model.id,
            "canonical_slug": found.match.slug,
            "openrouter_id": found.match.openrouter_id,
            "confidence": found.match.confidence.value,
            "reason": found.match.reason,
            "brings_price": _shown(known, found) is None,
            "compared": list(found.match.compared) if found.match.compared else None,
            "dropped": list(found.match.dropped),
            "candidates": [candidate._asdict() for candidate in found.match.candidates],
        }
        for found in matches_by_confidence(known)
        if name is None or _is_called(found, name)
    ]


def makers_table(known: Catalog) -> str:
    """Return the table by confidence: counts first, then a line for each model that is joined or proposed."""
    names = [(found.model.id, found.match) for found in matches_by_confidence(known)]
    return table(names, "models of their makers at models.dev")


def makers_explanation(known: Catalog, name: str) -> str | None:
    """Return the walk through the decision for a maker's model, or None where none is called so.

    It is called by its id at models.dev, with or without the provider: ``xai/grok-4``, ``grok-4``.
    """
    found = [one for one in matches_by_confidence(known) if _is_called(one, name)]
    texts = [explained(one.match._replace(arena_name=one.model.id), _lines(known, one)) for one in found]
    return "\n".join(texts) or None


def _unknown(known: Catalog, name: str) -> str:
    models = [found.model for found in matches_by_confidence(known)]
    names = [*(model.id for model in models), *(model.key for model in models)]
    near = nearest(name, names, f"sitegen match --source {modelsdev.name} lists them")
    return f"No maker’s model at models.dev has this name; {near}\n"


def _is_called(found: MakersMatch, name: str) -> bool:
    return spoken(name) in (spoken(found.model.id), spoken(found.model.key))


def _lines(known: Catalog, found: MakersMatch) -> Iterator[str]:
    """Yield what the maker asks for a model, and why that is shown nowhere."""
    texts = PriceTexts()
    for price in found.model.prices.prices if found.model.prices else ():
        yield f"  price     {PRICE_KINDS[price.key].label.lower()} {texts.words(price)}"
    hidden = _shown(known, found)
    if hidden:
        yield f"  no price  {hidden}"


def _shown(known: Catalog, found: MakersMatch) -> str | None:
    """Return why the price of a maker's model stands on no page, or None where it does."""
    model = known.by_id().get(found.match.slug or "")
    if model is None or found.match.confidence not in SURE:
        return f"a match that is {found.match.confidence} brings none"
    if model.maker.model == found.model:
        return model.maker.why or None
    chosen = model.maker.model
    return f"{chosen.id} is the surer match" if chosen else model.maker.why


def makers_proposals(known: Catalog) -> str:
    """Return the makers' models that a person may confirm, then those without one, as lines to complete."""
    found = [one for one in matches_by_confidence(known) if not one.match.confidence.joined]
    texts = [proposal(one.model.id, one.match, source=modelsdev.name) for one in found[:PROPOSED]]
    return "\n".join(texts)


MAKERS = Matches(makers_rows, makers_table, makers_proposals, makers_explanation, _unknown)


def makers_findings(known: Catalog, decisions: Mapping[str, Decision], without: Catalog) -> list[Finding]:
    """Return the decisions about makers' models that are no use; ``without`` is the catalog without them."""
    ruled = {found.model.id: found.match for found in without.makers_matches}
    return decision_findings(known, decisions, ruled, "is no model of a maker at models.dev")
