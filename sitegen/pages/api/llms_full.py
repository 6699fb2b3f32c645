"""``llms-full.txt``: the whole catalogue as one Markdown text, a line a model, behind how to read it.

A companion of ``llms.txt`` (https://llmstxt.org) for a program that would rather read once than follow links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sitegen.catalog.model import Model
from sitegen.facts.abilities import parameter_codes, stands_for
from sitegen.facts.boards import Rank
from sitegen.facts.context import SiteContext
from sitegen.facts.prices import PriceForms
from sitegen.facts.row import author_pages
from sitegen.facts.variants import NOT_PUBLISHED, Variant, variants
from sitegen.forms.addresses import author_sheet, model_path, url_path
from sitegen.forms.blanks import Missing
from sitegen.forms.figures import day, price_label
from sitegen.forms.markdown import code, series, words
from sitegen.pages import Page
from sitegen.pages.api.endpoints import LLMS_FULL
from sitegen.pages.content import methodology
from sitegen.pages.content.article import article, markdown_text

HOW_TO_READ = """
One line a model, by author. It says, in this order: name, main id, canonical slug where it is another, day of
listing on OpenRouter; prices in US dollars, per 1M tokens where no unit is named, and those under a
condition, which then hold for the whole request; limits in tokens; what goes in and comes out; parameters;
the overall rank on Arena’s text board with the name that it has there and how sure the match is; its other
ids with their own prices; its page. The page’s address with `index.md` or `index.json` behind it has more:
description, history, all ranks with the evidence for each match, and the raw record.
""".strip()


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the file, or of a large catalogue one for each page of its authors, and what leads there."""
    yield from _of_authors(context) if context.large else _whole(context)


def _of_authors(context: SiteContext) -> Iterator[Page]:
    found, links = {model.slug: model for model in context.catalog.models}, []
    for author in context.authors:
        for number, sheet in enumerate(author_pages(author, context.scale.rows), start=1):
            path = author_sheet(author.slug, number) + LLMS_FULL
            models = [found[row.slug] for row in (*sheet.current, *sheet.retired)]
            parts = [f"# {words(author.name)}{', page ' + str(number) if number > 1 else ''}", HOW_TO_READ]
            yield _text(path, [*parts, "\n".join(_line(model, context) for model in models)])
            links.append(f"- {words(author.name)} ({len(models):,}): <{context.site.url(url_path(path))}>")
    opening = [f"## All models ({len(found):,}), a text for each author", "\n".join(links)]
    yield _text(LLMS_FULL, [*_opening(context), *opening])


def _whole(context: SiteContext) -> Iterator[Page]:
    current = [model for model in context.catalog.models if model.left is None]
    gone = [model for model in context.catalog.models if model.left is not None]
    models = sum(not model.primary.is_stand_in for model in current)
    stand_ins = f", aliases and routers ({len(current) - models:,})" if models < len(current) else ""
    parts = [
        *_opening(context),
        f"## All models ({models:,}){stand_ins}",
        HOW_TO_READ,
        *_by_author(current, context),
        f"## Retired models ({len(gone):,})",
        "As they last were; the day is the first on which they were not listed.",
        *_by_author(gone, context),
    ]
    yield _text(LLMS_FULL, parts)


def _opening(context: SiteContext) -> Iterator[str]:
    yield f"# {words(context.site.title)}: the whole catalogue"
    yield f"> {words(context.site.description)}"
    yield from _methodology(context)


def _text(path: str, parts: Iterable[str]) -> Page:
    return Page(path, content=("\n\n".join(parts) + "\n").encode("utf-8", "replace"))


def _methodology(context: SiteContext) -> Iterator[str]:
    """Yield the methodology a level deeper, with its links leading where they do from its own page."""
    for one in context.manuscripts:
        if one.source == methodology.SOURCE:
            text = markdown_text(article(one, context))
            lines = (f"#{line}" if line.startswith("#") else line for line in text.splitlines())
            base = context.site.url(url_path(one.path))
            yield "\n".join(lines).replace("](#", f"]({base}#").replace("](../", f"]({context.site.url('')}")


def _by_author(models: Iterable[Model], context: SiteContext) -> Iterator[str]:
    ordered = sorted(models, key=lambda model: (context.names.author(model.author).casefold(), model.author))
    for author, theirs in groupby(ordered, key=lambda model: model.author):
        yield f"### {words(context.names.author(author))}"
        yield "\n".join(_line(model, context) for model in theirs)


def _line(model: Model, context: SiteContext) -> str:
    main, *others = variants(model, context.prices)
    slug = "" if model.slug == main.id else f", slug {code(model.slug)}"
    listed = f", listed {main.listed}" if main.listed else ""
    left = f", gone since {day(model.left)}" if model.left else ""
    parts = [
        f"**{words(context.names.short(model))}** {code(main.id)}{slug}{listed}{left}",
        _sentence(stands_for(main)),
        _sentence(_prices(main)),
        _limits(main),
        f"Parameters: {parameter_codes(main)}",
        _rank(context.ranks[model.slug]),
        *[_other(variant, main) for variant in others],
        f"<{context.site.url(url_path(model_path(model.slug)))}>",
    ]
    return f"- {'. '.join([part for part in parts if part])}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _prices(variant: Variant) -> str:
    if not variant.prices and not variant.withheld_prices:
        return f"prices {NOT_PUBLISHED}"
    rules = [f"when {words(rule.condition)}: {_amounts(rule.prices)}" for rule in variant.rules]
    unpriced = [f"{name} output: {NOT_PUBLISHED}" for name in variant.unpriced]
    reasons = [(price_label(key).lower(), variant.no_price(key).words) for key in variant.withheld_prices]
    withheld = [f"{label} {words(reason)}" for label, reason in reasons]
    return "; ".join([text for text in (_amounts(variant.prices), *withheld, *unpriced, *rules) if text])


def _amounts(prices: Sequence[PriceForms]) -> str:
    return ", ".join([forms.short for forms in prices])


def _limits(variant: Variant) -> str:
    context = _count(variant.context, variant.markdown_reason("context_tokens"))
    if variant.window is not None:
        context = f"{context} ({variant.window:,} at this price)"
    longest = _count(variant.longest, variant.markdown_reason("output_tokens"))
    takes = series(variant.inputs) or variant.markdown_reason("input_modalities")
    gives = series(variant.outputs) or variant.markdown_reason("output_modalities")
    return f"Context {context}, max output {longest}; {takes} → {gives}"


def _count(number: int | None, reason: str) -> str:
    return reason if number is None else f"{number:,}"


def _rank(rank: Rank) -> str:
    if isinstance(rank.row, Missing):
        return f"Arena rank: {rank.text}"
    return f"Arena rank {rank.text} (score {rank.score}) as {words(rank.name)}, {rank.confidence} match"


def _other(variant: Variant, main: Variant) -> str:
    gone = " (gone)" if variant.status != main.status else ""
    return f"Also {code(variant.id)}{gone}: {_prices(variant)}"
