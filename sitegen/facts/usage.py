"""Usage: how many tokens went to a model through OpenRouter, its rank by them, and what that means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.catalog.usage import WEEK, Place, Used
from sitegen.facts.charts.bars import Bars, usage_chart
from sitegen.facts.provenance import USAGE, USAGE_LICENCE_LINK, USAGE_LINK, citation
from sitegen.facts.shapes import UsageDayEntry, UsageEntry
from sitegen.forms.documents import explained
from sitegen.forms.figures import Blank, count, day, tokens
from sitegen.records.usage import OTHER, Period

MEANING = (
    "Usage is adoption, not quality: it counts the tokens of prompts and answers that went through "
    "OpenRouter, and nothing that went elsewhere. Each maker’s tokens are counted by its own tokenizer, so "
    "totals of different makers compare only roughly."
)
NO_BLAME = "That says nothing of its quality."


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
    def column(self) -> str:
        """What heads a column of figures, "" where there are none."""
        return f"Tokens {self.when}" if self.period else ""

    @property
    def place(self) -> str:
        """What a model is outside of: ``the top 50``, or ``the week’s list of 367``."""
        return (
            f"the week’s list of {self.names:,}" if self.period is Period.WEEK else f"the top {self.names:,}"
        )


def ranking(catalog: Catalog) -> Ranking:
    """Return the ranking of a catalog."""
    usage, failure = catalog.usage, catalog.failures.get(USAGE)
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
        citation=citation(usage),
        failed=failed,
    )


class UsageFigure(NamedTuple):
    """One cell: ``state`` is ``amount`` or ``blank``; ``exact`` has every digit for programs, "" for none."""

    text: str
    state: str
    rank: str = ""
    exact: str = ""


def usage_figure(model: Model, known: Ranking) -> UsageFigure:
    """Return a model's tokens of the latest day or week, short, with its rank; or why there are none."""
    place = model.usage.latest if model.usage else None
    if place is None:
        return UsageFigure(absence_words(model, known), "blank")
    return UsageFigure(tokens(place.tokens).text, "amount", f"#{place.rank}", str(place.tokens))


def absence_words(model: Model, known: Ranking) -> str:
    """Return in a word or two why a model has no figure."""
    blank = no_usage(model, known)
    return f"outside {known.place}" if blank is Blank.NOT_IN_SOURCE else str(blank)


def no_usage(model: Model, known: Ranking) -> Blank:
    """Return why a model has no tokens of the latest day or week."""
    if known.period is None:
        return Blank.NOT_READ
    return Blank.NOT_APPLICABLE if model.primary.router and not model.usage else Blank.NOT_IN_SOURCE


def usage_absence(model: Model, known: Ranking) -> str:
    """Return why no day on file has a figure of a model, in a sentence; "" where one has."""
    if model.usage:
        return ""
    if known.period is None:
        return unread(known)
    if model.primary.router:
        return "An alias or a router stands for other models, and the ranking is of models."
    left = f"It left the catalogue by {day(model.left)}. " if model.left else ""
    if known.period is Period.WEEK:
        return f"{left}No id of it is among the {known.names:,} names of the ranking {known.when}. {NO_BLAME}"
    first = day(min(known.window))
    days = f"on any day from {first} to {day(known.latest)}" if len(known.window) > 1 else known.when
    return f"{left}No id of it is among the {known.names:,} with the most tokens {days}. {NO_BLAME}"


def unread(known: Ranking) -> str:
    """Return why no ranking is on file, in a sentence."""
    if known.failed:
        return (
            f"OpenRouter’s ranking by tokens could not be read on {day(known.failed)}, and none is on file."
        )
    return "OpenRouter’s ranking by tokens was not read for this site: it takes a key, and none was given."


class Stat(NamedTuple):
    """One figure of the panel: its state (``amount`` or ``blank``), its unit, and small print below."""

    label: str
    value: str
    state: str
    unit: str = ""
    lines: tuple[str, ...] = ()


class UsageDay(NamedTuple):
    """One day of the table; ``rank`` is "" where the model was not in the list."""

    on: date
    tokens: str
    rank: str


class UsagePanel(NamedTuple):
    """The section of a model's page: figures with their chart and days, or ``absence`` in a sentence."""

    absence: str
    blank: str
    stats: tuple[Stat, ...]
    parts: tuple[tuple[str, str], ...]
    chart: Bars | None
    days: tuple[UsageDay, ...]
    outside: str
    citation: str
    stale: date | None
    meaning: str = MEANING
    link: str = USAGE_LINK
    licence: str = USAGE_LICENCE_LINK


def usage_panel(model: Model, known: Ranking, name: str) -> UsagePanel:
    """Return the section on usage of a model that is called ``name``."""
    used = model.usage
    if used is None:
        return _no_panel(usage_absence(model, known), absence_words(model, known), known)
    place, drawn = used.latest, known.period is Period.DAY and len(used.days) > 1
    return UsagePanel(
        absence="",
        blank=absence_words(model, known),
        stats=tuple(_stats(used, known)),
        parts=tuple((key, f"{number:,}") for key, number in _largest_first(place.names.items()))
        if place and place.names.keys() != {model.slug}
        else (),
        chart=usage_chart({on: one.tokens for on, one in used.days.items() if one}, known.window, name)
        if drawn
        else None,
        days=tuple(_days(used)) if drawn else (),
        outside=f"outside {known.place}",
        citation=known.citation,
        stale=known.failed if known.period else None,
    )


def _no_panel(absence: str, blank: str, known: Ranking) -> UsagePanel:
    stale = known.failed if known.period else None
    return UsagePanel(absence, blank, (), (), None, (), f"outside {known.place}", known.citation, stale)


def _largest_first(names: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(names, key=lambda one: (-one[1], one[0]))


def _stats(used: Used, known: Ranking) -> Iterator[Stat]:
    place, label = used.latest, f"Tokens {known.when}"
    if place is None:
        yield Stat(label, f"outside {known.place}", "blank", lines=(NO_BLAME,))
    else:
        share = f"{100 * place.tokens / known.total:.1f} % of all on OpenRouter" if known.total else ""
        figure = tokens(place.tokens)
        yield Stat(label, figure.text, "amount", f"{figure.exact} tokens", (share,) if share else ())
        yield Stat("Rank", f"#{place.rank}", "amount", f"of the {known.models:,} models in the list")
    yield _trend(used)
    if known.period is Period.DAY:
        whole = len(used.days)
        yield Stat("Days in the list", f"{used.present}", "amount", f"of the last {whole}")


def _trend(used: Used) -> Stat:
    label = "Trend"
    if used.trend is None:
        return Stat(label, "none", "blank", lines=(f"{used.no_trend}.",))
    return Stat(
        label, signed(used), "amount", f"last {WEEK} days’ mean", (f"against the {WEEK} days before",)
    )


def signed(used: Used) -> str:
    """Return the trend with its sign: ``+12.3 %``, ``−4.0 %``; "" where there is none."""
    if used.trend is None:
        return ""
    sign = "−" if used.trend < 0 else "+" if used.trend else "±"
    return f"{sign}{abs(used.trend):,}\u202f%"


def _days(used: Used) -> Iterator[UsageDay]:
    for on, place in sorted(used.days.items(), reverse=True):
        yield UsageDay(on, count(place.tokens), count(place.rank)) if place else UsageDay(on, "", "")


def usage_entry(model: Model, known: Ranking) -> UsageEntry | None:
    """Return a model's usage for programs, or None where no day on file has it."""
    used = model.usage
    if used is None or known.period is None:
        return None
    place = used.latest
    entry: UsageEntry = {
        "period": known.period.value,
        "on": day(known.latest),
        "tokens": place.tokens if place else None,
        "rank": place.rank if place else None,
        "of": known.models,
        "names": dict(place.names) if place else {},
        "trend_percent": None if used.trend is None else float(used.trend),
        "days": used.present,
        "window": len(used.days),
    }
    absent = Blank.NOT_IN_SOURCE.value
    return explained(entry, {"tokens": absent, "rank": absent, "trend_percent": used.no_trend})


def usage_days(model: Model) -> list[UsageDayEntry]:
    """Return a model's days in the window, oldest first; none where it is in no list."""
    return [_day_entry(on, place) for on, place in sorted(model.usage.days.items())] if model.usage else []


def _day_entry(on: date, place: Place | None) -> UsageDayEntry:
    entry: UsageDayEntry = {
        "on": day(on),
        "tokens": place.tokens if place else None,
        "rank": place.rank if place else None,
    }
    absent = Blank.NOT_IN_SOURCE.value
    return explained(entry, {"tokens": absent, "rank": absent})
