"""Usage: how many tokens went to a model through OpenRouter, its rank by them, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import Catalog, Model, UsageRank, Used
from sitegen.facts.charts.bars import Bars, usage_chart
from sitegen.forms.blanks import Blank, Missing
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import MANY, KeyFigure, count, day, tokens
from sitegen.records.snapshot import SourceInfo
from sitegen.records.usage import OTHER, WEEK, Period
from sitegen.sources import usage as source
from sitegen.text import counted

MEANING = (
    "Usage is adoption, not quality: it counts the tokens of prompts and answers that went through "
    "OpenRouter, and nothing that went elsewhere. Each maker’s tokens are counted by its own tokenizer, so "
    "totals of different makers compare only roughly."
)
ABSENCE_NOTE = "That says nothing of its quality."
ROUTER = Missing(
    Blank.NOT_APPLICABLE.value, "An alias or a router stands for other models, and the ranking is of models."
)
NOT_LISTED = Blank.NOT_IN_SOURCE.value


class Ranking(NamedTuple):
    """OpenRouter's ranking by tokens as pages need it; ``period`` None: it was never read.

    ``names`` are the entries of the latest list, variants apart, ``models`` what they add up to, ``total``
    all tokens of that day (None where the list does not have the rest), ``window`` the days on file.
    """

    period: Period | None = None
    latest: date | None = None
    window: tuple[date, ...] = ()
    names: int = 0
    models: int = 0
    total: int | None = None
    citation: str = ""
    failed: date | None = None

    @property
    def when(self) -> str:
        """What the latest figures cover: ``on 2026-05-11``, ``in the week to 2026-02-08``."""
        return f"{'in the week to' if self.period is Period.WEEK else 'on'} {day(self.latest)}"

    @property
    def column(self) -> tuple[str, ...]:
        """The head of the column, ``("Tokens", "week to", "2026-02-08")``; () where there is none."""
        when = "week to" if self.period is Period.WEEK else "on"
        return ("Tokens", when, day(self.latest)) if self.period else ()

    @property
    def daily(self) -> bool:
        """Whether the figures are of days, and not of a whole week."""
        return self.period is Period.DAY

    @property
    def outside(self) -> str:
        """The word for a model that is not in the list: ``not in the top 50``."""
        return f"not in the top {self.names:,}"


def ranking(catalog: Catalog) -> Ranking:
    """Return the ranking of a catalog."""
    usage, failure = catalog.usage, catalog.failures.get(source.FEED)
    failed = failure.on if failure else None
    if usage is None:
        return Ranking(failed=failed)
    latest = usage.latest
    rows = [row for row in usage.rows if row.on == latest]
    listed = [row for row in rows if row.name != OTHER]
    here = sum(model.usage is not None and model.usage.latest is not None for model in catalog.models)
    return Ranking(
        period=usage.period,
        latest=latest,
        window=usage.days,
        names=len(listed),
        models=here + len(catalog.usage_alone),
        total=sum(row.tokens for row in rows) if len(listed) < len(rows) else None,
        citation=source.info.credit_on(usage.cited_as_of),
        failed=failed,
    )


class UsageFigure(NamedTuple):
    """One cell: ``state`` is ``amount`` or ``blank``; ``exact`` has every digit for programs, "" for none."""

    text: str
    state: str
    rank: str = ""
    exact: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class UsageFacts:
    """How much a model is used: its tokens and rank of the latest day or week, or why it has none.

    ``trend`` is in per cent, or says why there is none; ``by_day`` holds the days of the window, empty where
    the model is on none of them. ``counted`` are the names that the tokens add up, the most used first,
    unless it is the model's slug alone. Models without figures for the same reason share one.
    """

    ranking: Ranking
    latest: UsageRank | Missing
    trend: Decimal | str = ""
    by_day: Mapping[date, UsageRank | None] = field(default_factory=dict)
    counted: tuple[tuple[str, int], ...] = ()
    meaning: str = MEANING
    source: SourceInfo = source.info

    @property
    def missing(self) -> Missing | None:
        """Why there is no figure of the latest day or week, or None where there is one."""
        return self.latest if isinstance(self.latest, Missing) else None

    @property
    def reason(self) -> str:
        """Why there is no figure, as programs read it; "" where there is one."""
        return self.latest.reason if isinstance(self.latest, Missing) else ""

    @property
    def cell(self) -> UsageFigure:
        """The tokens, short, with the rank; or the word for the blank."""
        if isinstance(self.latest, Missing):
            return UsageFigure(self.latest.word, "blank")
        number, rank, _ = self.latest
        return UsageFigure(tokens(number).text, "amount", f"#{rank}", str(number))

    @property
    def present(self) -> int:
        """The number of days on which the model is in the list."""
        return sum(rank is not None for rank in self.by_day.values())

    @property
    def percent(self) -> str:
        """The trend with its sign: ``+12.3 %``, ``−4.0 %``; "" where there is none."""
        if isinstance(self.trend, str):
            return ""
        sign = "−" if self.trend < 0 else "+" if self.trend else "±"
        return f"{sign}{abs(self.trend):,}\u202f%"

    @property
    def days(self) -> list[tuple[date, UsageRank | None]]:
        """The days of the window, the latest first; none where the figure is of a whole week."""
        return sorted(self.by_day.items(), reverse=True) if self.ranking.daily else []

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """The days as cells of a table in Markdown."""
        return [
            (day(on), count(rank.tokens), count(rank.rank)) if rank else (day(on), NOT_LISTED, NOT_LISTED)
            for on, rank in self.days
        ]

    @property
    def chart(self) -> Bars | None:
        """A bar a day, or None where there are no several days."""
        if len(self.days) < 2:  # noqa: PLR2004 - several
            return None
        amounts = {on: rank.tokens for on, rank in self.by_day.items() if rank}
        return usage_chart(amounts, self.ranking.window)

    @property
    def figures(self) -> list[KeyFigure]:
        """The figures that stand large above the days."""
        return [*self._latest_figures(), self._trend_figure(), *self._days_figure()]

    def _latest_figures(self) -> Iterator[KeyFigure]:
        known, label = self.ranking, f"Tokens {self.ranking.when}"
        if isinstance(self.latest, Missing):
            yield KeyFigure(label, self.latest.word, "blank", lines=self.latest.lines)
            return
        number, rank, _ = self.latest
        share = f"{100 * number / known.total:.1f} % of all on OpenRouter" if known.total else ""
        figure = tokens(number)
        yield KeyFigure(label, figure.text, "amount", counted(number, "token"), (share,) if share else ())
        yield KeyFigure("Rank", f"#{rank}", "amount", f"of {counted(known.models, 'model')} in the list")

    def _trend_figure(self) -> KeyFigure:
        if isinstance(self.trend, str):
            return KeyFigure("Trend", "none", "blank", lines=(f"{self.trend}.",))
        against = f"against the {WEEK} days before"
        return KeyFigure("Trend", self.percent, "amount", f"last {WEEK} days’ mean", (against,))

    def _days_figure(self) -> Iterator[KeyFigure]:
        if self.ranking.daily:
            whole = f"of the last {len(self.by_day)}"
            yield KeyFigure("Days in the list", f"{self.present}", "amount", whole)


def usage_facts(model: Model, known: Ranking) -> UsageFacts:
    """Return how much a model is used, by the ranking that is on file."""
    used = model.usage
    if used is None or known.period is None:
        return _absent(known, _missing(model, known))
    latest = used.latest
    if latest is None:
        fallen_out = Missing(NOT_LISTED, lines=(ABSENCE_NOTE,), own_word=known.outside)
        return UsageFacts(known, fallen_out, _trend(used), used.days)
    apart = latest.names.keys() != {model.slug}
    names = sorted(latest.names.items(), key=lambda each: (-each[1], each[0])) if apart else ()
    return UsageFacts(known, latest, _trend(used), used.days, tuple(names))


@lru_cache(maxsize=MANY)
def _absent(known: Ranking, why: Missing) -> UsageFacts:
    return UsageFacts(known, why)


def _trend(used: Used) -> Decimal | str:
    return used.no_trend if used.trend is None else used.trend


def _missing(model: Model, known: Ranking) -> Missing:
    """Return why no day on file has a figure of a model."""
    if known.period is None:
        return Missing(Blank.NOT_READ.value, unread(known))
    if model.primary.is_stand_in:
        return ROUTER
    left = f"Retired by {day(model.left)}. " if model.left else ""
    listed = min([one.listed for one in model.listings if one.listed], default=None)
    is_late = listed is not None and known.latest is not None and listed > known.latest
    late = f"OpenRouter listed the model on {day(listed)}, later than that. " if is_late else ""
    sentence = f"{left}No id of it is among the {_searched(known)}. {late}{ABSENCE_NOTE}"
    return Missing(NOT_LISTED, sentence, own_word=known.outside)


def _searched(known: Ranking) -> str:
    """Return the names among which a model was looked for: ``50 with the most tokens on 2026-05-11``."""
    if known.period is Period.WEEK:
        return f"{counted(known.names, 'name')} of the ranking {known.when}"
    first = day(min(known.window))
    days = f"on any day from {first} to {day(known.latest)}" if len(known.window) > 1 else known.when
    return f"{known.names:,} with the most tokens {days}"


def unread(known: Ranking) -> str:
    """Return why no ranking is on file, in a sentence."""
    if known.failed:
        return (
            f"OpenRouter’s ranking by tokens could not be read on {day(known.failed)}, and none is on file."
        )
    return "OpenRouter’s ranking by tokens was not read for this site: it takes a key, and none was given."


class UsageEntry(TypedDict):
    """A model in OpenRouter's ranking by tokens: adoption, not quality."""

    period: Annotated[str, "What tokens covers: day (UTC), or week (the seven days up to on)."]
    on: Annotated[str, "The last day of the period; the same for all models."]
    tokens: Annotated[int | None, "Tokens of prompts and answers through OpenRouter, variants added up."]
    rank: Annotated[int | None, "The place among the models in the list, 1 is the first."]
    of: Annotated[int, "How many models are in the list."]
    names: Annotated[dict[str, int], "The names of the list that the tokens add up, a variant apart."]
    trend_percent: Annotated[
        float | None, "The mean of the last 7 days against that of the 7 before, in per cent."
    ]
    days: Annotated[int, "On how many days of the window the model is in the list."]
    window: Annotated[int, "How many days the snapshot holds."]
    blanks: NotRequired[Blanks]


class UsageDayEntry(TypedDict):
    """A model on one day of the ranking."""

    on: Annotated[str, "The day (UTC), or the last day of the week."]
    tokens: Annotated[int | None, "Tokens of prompts and answers; null where the model is not in the list."]
    rank: Annotated[int | None, "The place among the models in that day's list."]
    blanks: NotRequired[Blanks]


def usage_json(usage: UsageFacts) -> UsageEntry | None:
    """Return a model's usage for programs, or None where no day on file has it, as ``missing`` says."""
    known = usage.ranking
    if known.period is None or not usage.by_day:
        return None
    latest = None if isinstance(usage.latest, Missing) else usage.latest
    entry: UsageEntry = {
        "period": known.period.value,
        "on": day(known.latest),
        "tokens": latest.tokens if latest else None,
        "rank": latest.rank if latest else None,
        "of": known.models,
        "names": dict(latest.names) if latest else {},
        "trend_percent": None if isinstance(usage.trend, str) else float(usage.trend),
        "days": usage.present,
        "window": len(usage.by_day),
    }
    return explained(entry, {"tokens": NOT_LISTED, "rank": NOT_LISTED, "trend_percent": str(usage.trend)})


def usage_days_json(usage: UsageFacts) -> list[UsageDayEntry]:
    """Return a model's days in the window for programs, oldest first; none where it is in no list."""
    return [_day_json(on, rank) for on, rank in sorted(usage.by_day.items())]


def _day_json(on: date, rank: UsageRank | None) -> UsageDayEntry:
    entry: UsageDayEntry = {
        "on": day(on),
        "tokens": rank.tokens if rank else None,
        "rank": rank.rank if rank else None,
    }
    return explained(entry, {"tokens": NOT_LISTED, "rank": NOT_LISTED})
