"""Usage by model: the names of the ranking folded by slug, each with its rank day by day and its trend."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

from sitegen.catalog.model import UsageRank, Used
from sitegen.records.usage import OTHER, WEEK, Period, Usage, UsageRow


def used(usage: Usage | None, slugs: Container[str]) -> dict[str, Used]:
    """Return what each slug used, by slug; a name that no slug is stands for itself, without its variant."""
    if usage is None:
        return {}
    by_day = {on: _ranks(rows, slugs) for on, rows in _rows_by_day(usage).items()}
    names = sorted({slug for ranks in by_day.values() for slug in ranks})
    found: dict[str, Used] = {}
    for slug in names:
        days = {on: ranks.get(slug) for on, ranks in by_day.items()}
        trend = _trend(usage.period, days)
        found[slug] = Used(days, None, trend) if isinstance(trend, str) else Used(days, trend, "")
    return found


def _rows_by_day(usage: Usage) -> dict[date, list[UsageRow]]:
    found: dict[date, list[UsageRow]] = {on: [] for on in usage.days}
    for row in usage.rows:
        if row.name != OTHER:
            found[row.on].append(row)
    return found


def _ranks(rows: Iterable[UsageRow], slugs: Container[str]) -> dict[str, UsageRank]:
    """Return one day's list by slug, the variants in it added up; equals share a rank."""
    folded: dict[str, dict[str, int]] = {}
    for row in rows:
        folded.setdefault(slug_of(row.name, slugs), {})[row.name] = row.tokens
    totals = sorted((sum(names.values()) for names in folded.values()), reverse=True)
    rank: dict[int, int] = {}
    for number, total in enumerate(totals, start=1):
        rank.setdefault(total, number)
    sums = {slug: sum(names.values()) for slug, names in folded.items()}
    return {slug: UsageRank(sums[slug], rank[sums[slug]], names) for slug, names in folded.items()}


def slug_of(name: str, slugs: Container[str]) -> str:
    """Return the slug that a name of the ranking belongs to: itself, or what stands before its variant.

    "Non-default variants include a :variant suffix and are ranked as their own entry":
    https://openrouter.ai/docs/sdks/python/api-reference/components/rankingsdailyitem
    """
    return name if name in slugs else name.partition(":")[0] or name


def _trend(period: Period, days: Mapping[date, UsageRank | None]) -> Decimal | str:
    """Return the trend in per cent, or why there is none: a mean over absent days would mislead."""
    if period is not Period.DAY:
        return "the figure is one total of a week, not a row of days"
    last = sorted(days)[-2 * WEEK :]
    if len(last) < 2 * WEEK or any(on + timedelta(days=1) != after for on, after in pairwise(last)):
        return f"the snapshot does not hold the {2 * WEEK} days that it takes"
    ranks = [rank for on in last if (rank := days[on]) is not None]
    if len(ranks) < len(last):
        return f"it takes {2 * WEEK} days in the list, and the model was in it on {len(ranks)} of the last"
    if any(rank.names.keys() != ranks[0].names.keys() for rank in ranks):
        return f"a variant of it was in the list on some of the last {2 * WEEK} days only"
    return _change([rank.tokens for rank in ranks])


def _change(tokens: Sequence[int]) -> Decimal | str:
    before, after = sum(tokens[:WEEK]), sum(tokens[WEEK:])
    if not before:
        return f"no token was counted in the first {WEEK} of the last {2 * WEEK} days"
    percent = Decimal(100 * (after - before)) / before
    return percent.quantize(Decimal("0.1"), ROUND_HALF_EVEN) + 0
