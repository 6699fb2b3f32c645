"""Disagreements: all that the rules find among the models of a catalog, for a page and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import Catalog, Model, snapshot_day
from sitegen.facts.doubts.contradictions import contradictions
from sitegen.facts.doubts.rules import OF_SOURCES, Disagreement, Rule, Side, Sources
from sitegen.facts.prices import PriceTexts
from sitegen.facts.sources import catalogue_day
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import day


def _of_records(model: Model, known: Sources) -> Iterator[Disagreement]:
    """Yield what does not fit together in the records of a model."""
    for one in contradictions(model.variants, known.today):
        yield Disagreement(model.slug, one.id, one.what, sentence=one.sentence)


RULES = (
    *OF_SOURCES,
    Rule(
        "record",
        "Records that contradict themselves",
        "Two fields of one record of the catalogue, or a field and the description, cannot both be so.",
        "One of the two may be out of date, or meant of another version. The record is shown as it came.",
        _of_records,
    ),
)


class RuleGroup(NamedTuple):
    """All that one rule finds, what is furthest apart first, then by slug."""

    rule: Rule
    found: tuple[Disagreement, ...]


def disagreements(catalog: Catalog, texts: PriceTexts) -> tuple[RuleGroup, ...]:
    """Return what each rule finds among the listed models, in the order of the rules.

    Aliases are left out: what is said of them is said of the model for which they stand.
    """
    known = Sources(
        {feed: day(snapshot_day(one)) for feed, one in catalog.receipts.items()},
        texts,
        catalogue_day(catalog),
    )
    models = [model for model in catalog.models if model.variants and not model.primary.is_stand_in]
    return tuple(RuleGroup(rule, _found(rule, models, known)) for rule in RULES)


def _found(rule: Rule, models: Iterable[Model], known: Sources) -> tuple[Disagreement, ...]:
    """Return what a rule finds, what is furthest apart first."""
    found = [one for model in models for one in rule.found(model, known)]
    return tuple(sorted(found, key=lambda one: (one.times != 0, -one.times)))


class SideEntry(TypedDict):
    """One figure of a disagreement."""

    figure: Annotated[str, "The figure with its unit and every digit."]
    who: Annotated[list[str], "All who say so, as the source names them."]
    day: Annotated[str | None, "The day of the snapshot that says it."]
    blanks: NotRequired[Blanks]


class DisagreementEntry(TypedDict):
    """What is said of one id in several ways."""

    rule: Annotated[str, "The key of the rule that calls it a disagreement."]
    slug: Annotated[str, "The model's canonical slug."]
    id: Annotated[str, "The id."]
    about: Annotated[str, "The field."]
    apart: Annotated[
        str | None, "How much larger the largest figure is than the smallest: +50 %, or ×12 from tenfold on."
    ]
    sides: Annotated[list[SideEntry], "Each figure with all who say so; empty where a sentence has both."]
    sentence: Annotated[str, "Both figures in words, where one record contradicts itself; else empty."]
    blanks: NotRequired[Blanks]


class RuleCount(TypedDict):
    """A rule with the number of disagreements that it finds."""

    rule: Annotated[str, "Its key."]
    title: Annotated[str, "What it finds."]
    test: Annotated[str, "When it calls something a disagreement."]
    meaning: Annotated[str, "What a disagreement of this kind can mean."]
    count: Annotated[int, "How many it finds at present."]


def rule_counts(groups: Iterable[RuleGroup]) -> list[RuleCount]:
    """Return the rules as programs read them."""
    return [
        {
            "rule": group.rule.key,
            "title": group.rule.title,
            "test": group.rule.test,
            "meaning": group.rule.meaning,
            "count": len(group.found),
        }
        for group in groups
    ]


def disagreement_entries(groups: Iterable[RuleGroup]) -> list[DisagreementEntry]:
    """Return all disagreements as programs read them."""
    return [_entry(group.rule, one) for group in groups for one in group.found]


def _entry(rule: Rule, found: Disagreement) -> DisagreementEntry:
    entry: DisagreementEntry = {
        "rule": rule.key,
        "slug": found.slug,
        "id": found.id,
        "about": found.about,
        "apart": found.apart or None,
        "sides": [_side_entry(side) for side in found.sides],
        "sentence": found.sentence,
    }
    return explained(entry, {"apart": Blank.NOT_APPLICABLE.value})


def _side_entry(side: Side) -> SideEntry:
    entry: SideEntry = {"figure": side.exact or side.figure, "who": list(side.who), "day": side.day or None}
    return explained(entry)
