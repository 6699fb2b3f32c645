"""Usage on a model's page, in a cell, and for programs: figures, their period, and every reason for none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.facts.sources import source_days
from sitegen.facts.usage import MEANING, usage_facts, usage_json
from sitegen.pages.api.files import pages as api_pages
from sitegen.pages.api.files import status_file
from sitegen.pages.api.shapes import ModelFile
from sitegen.pages.content.methodology import figures
from sitegen.pages.contents import listed_models
from sitegen.pages.model import model_pages
from sitegen.records.snapshot import Failure, Receipt
from sitegen.records.usage import Period, Usage, UsageRow
from tests.pages.odd_world import FIRST, LAST, LATER, SITE, drawn, loaded
from tests.pages.shown import part, rows, text
from tests.worlds import listing

END = date(2026, 2, 28)
SLUGS = ("a/one", "a/two", "a/never", "a/auto")
CITATION = "Source: OpenRouter (openrouter.ai/rankings), as of 2026-03-01T02:00:00Z."


def ranked(tokens: Mapping[str, list[int | None]], **changed: Any) -> Usage:  # noqa: ANN401 - fields of Usage
    """Return a ranking up to END: the tokens of each name by day, oldest first (None: not in the list)."""
    found = tuple(
        UsageRow(on=END - timedelta(days=len(by_day) - 1 - place), name=name, tokens=number)
        for name, by_day in tokens.items()
        for place, number in enumerate(by_day)
        if number is not None
    )
    return Usage(**{"period": Period.DAY, "as_of": "2026-03-01T02:00:00Z", "rows": found} | changed)


DAYS = ranked(
    {
        "a/one": [1_000_000_000_000] * 7 + [1_250_000_000_000] * 7,
        "a/one:free": [None] * 14,
        "a/two": [40_000_000] * 13 + [None],
        "a/two:free": [60_000_000] * 13 + [None],
        "nobody/knows": [2_000_000_000_000] * 14,
        "other": [750_000_000_000] * 14,
    }
)
WEEK = ranked({"a/one": [500], "a/one:free": [70], "x/y": [10]}, period=Period.WEEK, as_of=None)


def used(usage: Usage | None, **changed: Any) -> Catalog:  # noqa: ANN401 - fields of Catalog
    """Return a catalog of three models, a router and one that left, with a ranking."""
    models = [listing(id=slug, canonical_slug=slug, name=slug) for slug in SLUGS[:3]]
    router = listing(id="a/auto", canonical_slug="a/auto", architecture={"tokenizer": "Router"})
    gone = Gone(listing(id="a/gone", canonical_slug="a/gone"), FIRST, LATER, LAST)
    return replace(catalog([*models, router], usage=usage, gone=[gone]), **changed)


def known_of(usage: Usage | None, **changed: Any) -> SiteContext:  # noqa: ANN401 - fields of Catalog
    """Return what pages are drawn with."""
    return SiteContext(used(usage, **changed), SITE)


def model(context: SiteContext, slug: str) -> Any:  # noqa: ANN401 - a model, for short
    """Return a model of a catalog."""
    return context.catalog.by_id()[slug]


def section(context: SiteContext, slug: str) -> str:
    """Return the drawn section on usage of a model's page."""
    page, *_ = model_pages(model(context, slug), context)
    return part(drawn(page, context.catalog), "usage")


def twin(context: SiteContext, slug: str) -> ModelFile:
    """Return the JSON file of a model."""
    _, page, _ = model_pages(model(context, slug), context)
    return loaded(page)  # type: ignore[no-any-return]


def sheet(context: SiteContext, slug: str) -> str:
    """Return the part on usage of a model's Markdown file."""
    *_, page = model_pages(model(context, slug), context)
    return drawn(page, context.catalog).partition("## Usage\n\n")[2].partition("\n\n## ")[0]


def test_a_page_says_tokens_rank_share_and_trend() -> None:
    """The figures stand with their day, their meaning and the citation that the licence asks for."""
    shown = text(section(known_of(DAYS), "a/one"))
    assert "Tokens on 2026-02-28 1.25T 1,250,000,000,000 tokens 31.2 % of all on OpenRouter" in shown
    assert "Rank #2 of 2 models in the list" in shown
    assert "Trend +25.0 %" in shown
    assert "Days in the list 14 of the last 14" in shown
    assert MEANING in shown
    assert f"{CITATION} CC BY 4.0" in shown


def test_the_days_are_drawn_and_folded_below() -> None:
    """A bar a day in a chart with a title, and every day in a table, the latest first."""
    shown = section(known_of(DAYS), "a/one")
    assert len(re.findall(r"M[\d.]+ \d+V", shown)) == 14
    assert "Tokens of a/one a day from 2026-02-15 to 2026-02-28" in shown
    assert "a day without a bar" not in shown
    table = rows(shown)
    assert len(table) == 15
    assert table[1] == "2026-02-28 1,250,000,000,000 2"
    assert "<details>" in shown.partition("<table")[0]


def test_a_model_that_fell_out_says_so_and_keeps_its_days() -> None:
    """Outside the list there is no rank, no zero and no blame; the days before stand there."""
    shown = section(known_of(DAYS), "a/two")
    assert "Tokens on 2026-02-28 not in the top 2 That says nothing of its quality." in text(shown)
    assert "the model was in it on 13 of the last" in text(shown)
    assert "Days in the list 13 of the last 14" in text(shown)
    assert rows(shown)[1:3] == ["2026-02-28 not in the top 2", "2026-02-27 100,000,000 3"]
    assert len(re.findall(r"M[\d.]+ \d+V", shown)) == 13
    assert "a day without a bar is one not in the top 2" in shown


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (
            "a/never",
            "Not in the top 2. No id of it is among the 2 with the most tokens on any day from 2026-02",
        ),
        ("a/never", "says nothing of its quality"),
        ("a/auto", "Not applicable. An alias or a router stands for other models"),
        ("a/gone", "Not in the top 2. Retired by 2026-03-01."),
    ],
)
def test_a_model_without_a_row_says_why(slug: str, words: str) -> None:
    """A model outside, a router and one that left each have their own sentence, and no chart."""
    shown = section(known_of(DAYS), slug)
    assert words in text(shown)
    assert "<svg" not in shown
    assert MEANING in text(shown)


def test_a_model_that_was_listed_after_the_ranking_says_so() -> None:
    """Nobody can use what is not there yet: to be outside the list says even less of it."""
    late = listing(id="a/late", canonical_slug="a/late", created=1_772_409_600)
    shown = text(section(SiteContext(catalog([late], usage=DAYS), SITE), "a/late"))
    assert "OpenRouter listed the model on 2026-03-02, later than that. That says nothing of its" in shown
    assert "later than that" not in text(section(known_of(DAYS), "a/never"))


def test_without_a_snapshot_the_page_says_that_it_takes_a_key() -> None:
    """Nothing was read: that is said, with the day on which it failed where it did, and nothing is cited."""
    shown = text(section(known_of(None), "a/one"))
    assert "Not read. OpenRouter’s ranking by tokens was not read for this site: it takes a key" in shown
    assert "Source: OpenRouter (openrouter.ai/rankings)" not in shown
    failed = {"usage/daily": Failure(on=LAST, why="answered 500")}
    assert "could not be read on 2026-03-01" in text(section(known_of(None, failures=failed), "a/one"))
    assert "The source could not be read on 2026-03-01" in text(
        section(known_of(DAYS, failures=failed), "a/one")
    )


def test_a_week_is_never_called_a_day() -> None:
    """One total of a week says so in every form, adds variants up and has no chart."""
    known = known_of(WEEK)
    shown = section(known, "a/one")
    assert "Tokens in the week to 2026-02-28 570 570 tokens" in text(shown)
    assert "Counted as a/one (500) and a/one:free (70)" in text(shown)
    assert "one total of a week" in text(shown)
    assert "as of 2026-02-28." in text(shown)
    assert "<svg" not in shown
    assert "<table" not in shown
    assert "among the 3 names of the ranking in the week to 2026-02-28" in text(section(known, "a/never"))
    assert "Tokens in the week to 2026-02-28: 570" in sheet(known, "a/one")
    assert twin(known, "a/one")["usage"]["period"] == "week"  # type: ignore[index]
    assert "tokens in a week" in [one.what for one in source_days(known.catalog)]
    assert "total of the week to 2026-02-28" in figures(known.catalog, SITE)["usage"]


@pytest.mark.parametrize(
    ("usage", "slug", "cell"),
    [
        (DAYS, "a/one", ("1.25T", "amount", "#2", "1250000000000")),
        (DAYS, "a/two", ("not in the top 2", "blank", "", "")),
        (DAYS, "a/auto", ("not applicable", "blank", "", "")),
        (WEEK, "a/never", ("not in the top 3", "blank", "", "")),
        (None, "a/one", ("not read", "blank", "", "")),
    ],
)
def test_a_cell_has_the_figure_or_its_reason(usage: Usage | None, slug: str, cell: tuple[str, ...]) -> None:
    """A column can show each model in a word, with every digit beside it."""
    known = known_of(usage)
    assert tuple(usage_facts(model(known, slug), known.usage).cell) == cell


def test_programs_read_exact_figures_with_reasons() -> None:
    """The JSON file has whole numbers, days, and a reason for every null; models.json has the same."""
    known = known_of(DAYS)
    assert twin(known, "a/one")["usage"] == {
        "period": "day",
        "on": "2026-02-28",
        "tokens": 1_250_000_000_000,
        "rank": 2,
        "of": 2,
        "names": {"a/one": 1_250_000_000_000},
        "trend_percent": 25.0,
        "days": 14,
        "window": 14,
    }
    fell = twin(known, "a/two")
    assert fell["usage"]["blanks"]["tokens"] == "not in the source"  # type: ignore[index]
    assert "13 of the last" in fell["usage"]["blanks"]["trend_percent"]  # type: ignore[index]
    assert len(fell["usage_days"]) == 14
    assert fell["usage_days"][-1]["blanks"] == {"tokens": "not in the source", "rank": "not in the source"}
    assert [one["feed"] for one in twin(known_of(DAYS, receipts=RECEIPTS), "a/one")["sources"]] == [
        "usage/daily"
    ]
    every = next(loaded(page) for page in api_pages(known) if page.path == "api/v1/models.json")["models"]
    assert {one["slug"]: one["usage"] for one in every}["a/one"] == twin(known, "a/one")["usage"]


@pytest.mark.parametrize(
    ("usage", "slug", "reason"),
    [
        (None, "a/one", "not read"),
        (DAYS, "a/never", "not in the source"),
        (DAYS, "a/auto", "not applicable"),
    ],
)
def test_a_null_for_programs_has_its_reason(usage: Usage | None, slug: str, reason: str) -> None:
    """Where a model has no usage, its JSON, the list of all and the spreadsheet say why."""
    known = known_of(usage)
    entry = twin(known, slug)
    assert (entry["usage"], entry["usage_days"]) == (None, [])
    assert entry["blanks"]["usage"] == reason
    csv = next(page.content or b"" for page in api_pages(known) if page.path.endswith(".csv")).decode()
    head, *lines = [line.split(",") for line in csv.splitlines()]
    (line,) = [one for one in lines if one[0] == slug]
    assert dict(zip(head, line, strict=True))["usage_blank"] == reason


def test_the_spreadsheet_has_the_figures() -> None:
    """Every row of a model has its tokens, rank, period, day and trend."""
    csv = next(p.content or b"" for p in api_pages(known_of(DAYS)) if p.path.endswith(".csv")).decode()
    assert ",1250000000000,2,day,2026-02-28,25.0,," in csv


def test_the_markdown_twin_has_the_same() -> None:
    """Figures, meaning, days and citation as text; a variant is named, and a blank says why."""
    known = known_of(DAYS)
    shown = sheet(known, "a/one")
    assert MEANING in shown
    assert "- Tokens on 2026-02-28: 1,250,000,000,000\n- Rank: 2 of 2 models in the list\n" in shown
    assert "| 2026-02-28 | 1,250,000,000,000 | 2 |" in shown
    assert shown.endswith(CITATION)
    assert "| 2026-02-28 | not in the source | not in the source |" in sheet(known, "a/two")
    assert sheet(known_of(None), "a/one").startswith("Not read. OpenRouter’s ranking by tokens was not read")


RECEIPTS = {
    "usage/daily": Receipt(
        address="https://example.org/r?start_date=1", changed=LAST, dated=END, sha256="0" * 64, rows=70
    )
}


def test_the_state_of_the_source_is_told() -> None:
    """Status, colophon and methodology name the day, the credit, and how many names no model has."""
    known = used(DAYS, receipts=RECEIPTS)
    status = status_file(known, SITE)
    assert status["counts"]["models_used"] == 1
    assert (status["counts"]["usage_models"], status["counts"]["usage_models_alone"]) == (2, 1)
    assert status["sources"][0]["credit"] == CITATION
    assert status["sources"][0]["licence"] == "CC BY 4.0"
    (line,) = [one for one in source_days(known) if "usage" in one.name]
    assert (line.day, line.credit) == (END, f"{CITATION} CC BY 4.0")
    said = figures(known, SITE)["usage"]
    assert "list of 14 days to 2026-02-28" in said
    assert "names 2 models; with a page here: 1. " in said
    assert "At present no usage is shown." in figures(used(None), SITE)["usage"]
    assert not any("usage" in one.name for one in source_days(used(None)))


def test_a_page_with_usage_changes_when_the_ranking_does() -> None:
    """The day of the last change follows the ranking for those in it, and for no others."""
    known = known_of(DAYS, receipts=RECEIPTS)
    days = {page.path: page.changed for page in listed_models(known)}
    assert days["models/a/one/index.html"] == "2026-03-01"
    assert days["models/a/never/index.html"] is None


def test_an_upstream_name_is_escaped() -> None:
    """A name of the ranking is text on the page, whatever it holds."""
    known = known_of(ranked({"a/one:<b>x</b>": [5], "x/y": [6]}))
    shown = section(known, "a/one")
    assert "<b>x" not in shown
    assert "a/one:&lt;b&gt;x&lt;/b&gt;</code> (5)" in shown


def test_one_day_alone_is_no_chart() -> None:
    """A snapshot of a single day has figures and neither a chart nor a table of one row."""
    known = known_of(ranked({"a/one": [5], "other": [0]}))
    usage = usage_facts(model(known, "a/one"), known.usage)
    assert usage.chart is None
    assert usage.figures[0].lines == ("100.0 % of all on OpenRouter",)
    assert "<table" not in section(known, "a/one")


@pytest.mark.parametrize(
    ("usage", "slug", "word", "reason"),
    [
        (None, "a/one", "not read", "not read"),
        (None, "a/auto", "not read", "not read"),
        (DAYS, "a/never", "not in the top 2", "not in the source"),
        (DAYS, "a/two", "not in the top 2", "not in the source"),
        (DAYS, "a/auto", "not applicable", "not applicable"),
        (DAYS, "a/gone", "not in the top 2", "not in the source"),
    ],
)
def test_missing_tokens_have_one_reason_on_every_surface(
    usage: Usage | None, slug: str, word: str, reason: str
) -> None:
    """The page, the Markdown and the cell have one word for it, and JSON the reason that it stands for."""
    known = known_of(usage)
    facts = usage_facts(model(known, slug), known.usage)
    assert facts.missing
    assert (facts.missing.word, facts.cell.text, facts.missing.reason) == (word, word, reason)
    assert word in text(section(known, slug)).lower()
    assert word in sheet(known, slug).lower()
    entry = usage_json(facts)
    assert entry is None or entry["blanks"]["tokens"] == reason
    assert entry is not None or twin(known, slug)["blanks"]["usage"] == reason
