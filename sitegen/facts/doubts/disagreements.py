"""Disagreements: where two who should know say different things of a model, a rule a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import Catalog, Model, snapshot_day
from sitegen.facts.doubts.contradictions import contradictions
from sitegen.facts.sources import catalogue_day
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import count, day
from sitegen.records.endpoint import Endpoint
from sitegen.sources import providers


class Side(NamedTuple):
    """One figure, all who say so, and the day of the snapshot that says it ("" where it has none)."""

    figure: str
    who: tuple[str, ...]
    day: str


class Disagreement(NamedTuple):
    """What is said of one id in several ways: ``about`` names the field, ``sides`` stand in order of size.

    Where one record contradicts itself, ``sentence`` has both figures, and there are no sides.
    """

    slug: str
    id: str
    about: str
    sides: tuple[Side, ...] = ()
    sentence: str = ""


class Days(NamedTuple):
    """The days of the snapshots whose figures are held against each other."""

    catalogue: date | None
    sellers: date | None


class Rule(NamedTuple):
    """A rule: its key and title, when it calls something a disagreement, and what one can mean."""

    key: str
    title: str
    test: str
    meaning: str
    found: Callable[[Model, Days], Iterable[Disagreement]]


class RuleGroup(NamedTuple):
    """All that one rule finds, by slug and id."""

    rule: Rule
    found: tuple[Disagreement, ...]


def disagreements(catalog: Catalog) -> tuple[RuleGroup, ...]:
    """Return what each rule finds among the listed models, in the order of the rules.

    Aliases are left out: what is said of them is said of the model for which they stand.
    """
    days = Days(catalogue_day(catalog), snapshot_day(catalog.receipts.get(providers.FEED)))
    models = [model for model in catalog.models if model.variants and not model.primary.is_stand_in]
    return tuple(
        RuleGroup(rule, tuple([one for model in models for one in rule.found(model, days)])) for rule in RULES
    )


def _of_sellers(about: str, field: str) -> Callable[[Model, Days], Iterator[Disagreement]]:
    """Return the function that finds the ids whose sellers differ in a limit."""
    limit = attrgetter(field)

    def found(model: Model, days: Days) -> Iterator[Disagreement]:
        for sold in (model.endpoints or {}).values():
            named = [(limit(one), one) for one in sold.all if limit(one)]
            if len({size for size, _ in named}) > 1:
                yield Disagreement(model.slug, sold.id, about, _sides(named, day(days.sellers)))

    return found


def _sides(named: Sequence[tuple[int, Endpoint]], on: str) -> tuple[Side, ...]:
    """Return each number of tokens with the sellers that publish it, the smallest first."""
    by_size: dict[int, list[str]] = {}
    sizes: dict[str, set[int]] = {}
    for size, endpoint in named:
        sizes.setdefault(endpoint.seller, set()).add(size)
    for size, endpoint in sorted(named, key=lambda pair: (pair[0], pair[1].seller.lower())):
        # A seller that says two things is told apart by its tag.
        tag = f" ({endpoint.key})" if len(sizes[endpoint.seller]) > 1 else ""
        by_size.setdefault(size, []).append(endpoint.seller + tag)
    return tuple(
        Side(f"{count(size)} tokens", tuple(dict.fromkeys(who)), on) for size, who in by_size.items()
    )


def _of_records(model: Model, days: Days) -> Iterator[Disagreement]:
    """Yield what does not fit together in the records of a model."""
    for one in contradictions(model.variants, days.catalogue):
        yield Disagreement(model.slug, one.id, one.what, sentence=one.sentence)


RULES = (
    Rule(
        "seller-context",
        "Sellers with different contexts",
        "Two sellers of one id publish contexts that are not the same number of tokens.",
        "A seller can serve less context than the model has, to save memory. A long prompt then fits at one "
        "seller and not at another; neither figure need be wrong.",
        _of_sellers("Context", "context_length"),
    ),
    Rule(
        "seller-output",
        "Sellers with different longest answers",
        "Two sellers of one id publish longest answers that are not the same number of tokens. A seller that "
        "publishes none is left out.",
        "A seller can cut long answers short. Some publish the whole context in this place.",
        _of_sellers("Max output", "max_completion_tokens"),
    ),
    Rule(
        "record",
        "Records that contradict themselves",
        "Two fields of one record of the catalogue, or a field and the description, cannot both be so.",
        "One of the two may be out of date, or meant of another version. The record is shown as it came.",
        _of_records,
    ),
)


class SideEntry(TypedDict):
    """One figure of a disagreement."""

    figure: Annotated[str, "The figure with its unit."]
    who: Annotated[list[str], "All who say so, as the source names them."]
    day: Annotated[str | None, "The day of the snapshot that says it."]
    blanks: NotRequired[Blanks]


class DisagreementEntry(TypedDict):
    """What is said of one id in several ways."""

    rule: Annotated[str, "The key of the rule that calls it a disagreement."]
    slug: Annotated[str, "The model's canonical slug."]
    id: Annotated[str, "The id."]
    about: Annotated[str, "The field."]
    sides: Annotated[list[SideEntry], "Each figure with all who say so; empty where a sentence has both."]
    sentence: Annotated[str, "Both figures in words, where one record contradicts itself; else empty."]


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
    return [
        {
            "rule": group.rule.key,
            "slug": one.slug,
            "id": one.id,
            "about": one.about,
            "sides": [_side_entry(side) for side in one.sides],
            "sentence": one.sentence,
        }
        for group in groups
        for one in group.found
    ]


def _side_entry(side: Side) -> SideEntry:
    entry: SideEntry = {"figure": side.figure, "who": list(side.who), "day": side.day or None}
    return explained(entry)
