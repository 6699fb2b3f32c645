"""Cards: what the share picture of each model, each author and each section of the site shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from sitegen.catalog.cost import charged_outputs, withheld_prices
from sitegen.catalog.counts import counts
from sitegen.catalog.model import HEADLINE_BOARD, Model
from sitegen.catalog.unchanged import price_span_unchanged_since, unchanged_since
from sitegen.facts.boards import Rank
from sitegen.facts.changes.kinds import CAME, CAME_BACK, PRICES, WENT
from sitegen.facts.context import SiteContext
from sitegen.facts.prices import output_cell
from sitegen.facts.row import AuthorRows, author_ranks, latest
from sitegen.forms.addresses import author_path, id_path, model_path, picture_path
from sitegen.forms.blanks import Blank
from sitegen.forms.figures import UNITS, Figure, count, day, dollars, large_price, tokens
from sitegen.pages.card import Card, Inks, KeyFigure, described, drawn
from sitegen.pages.head import Head
from sitegen.records import Json
from sitegen.records.amounts import per_million
from sitegen.records.change import WHOLE, Change
from sitegen.records.colours import LIGHT
from sitegen.records.listing import ALIAS, ROUTER, Listing
from sitegen.records.price import PriceState, Unit
from sitegen.records.rating import OVERALL
from sitegen.records.settings import Site
from sitegen.text import counted

INDEX = "index.html"
CHANGES = ((PRICES, "moved"), (CAME, "models"), (CAME_BACK, "models"), (WENT, "models"))
"""The groups of a day's changes that the picture counts, and what is counted."""

SHOWN = WHOLE | {
    *("name", "pricing", "pricing.prompt", "pricing.completion"),
    *("alias_target", "alias_target.name", "alias_target.slug", "architecture"),
}
"""The fields of the journal whose every change is seen on a model's card."""
SHOWN_AS: Mapping[str, Callable[[Json], object]] = {
    "context_length": lambda number: tokens(number).text if isinstance(number, int) else "",
    "pricing.overrides": bool,
    "architecture.tokenizer": lambda tokenizer: tokenizer == "Router",
}
"""What is seen there of fields that are not shown whole: a context to three digits, that there are rules."""


def inks(site: Site) -> Inks:
    """Return the colours of the pictures: those of the site's light scheme."""
    light = site.colours.over(LIGHT).set_colours()
    return Inks(*(light[name] for name in Inks._fields))


def cards(context: SiteContext) -> dict[str, Card]:
    """Return every card by the path of the page whose picture it is; of models, those of this build."""
    models: dict[str, list[Model]] = {}
    for model in context.catalog.models:
        models.setdefault(model.author, []).append(model)
    moved = latest(context.came_or_left.values())
    return {
        INDEX: _explorer(context, moved),
        f"authors/{INDEX}": _authors(context, moved),
        f"arena/{INDEX}": _arena(context),
        f"changes/{INDEX}": _changes(context),
        f"methodology/{INDEX}": _methodology(context),
        **{
            author_path(author.slug) + INDEX: author_card(author, models[author.slug], context)
            for author in context.authors
        },
        **{model_path(model.slug) + INDEX: model_card(model, context) for model in context.own_models},
    }


def pictured(head: Head, cards: Mapping[str, Card]) -> Head:
    """Return the head with its page's picture: its own, else that of the section that it is in.

    A page in no section that has a picture keeps the site's general one.
    """
    path = head.path
    folder = path.removesuffix(INDEX)
    while path not in cards and "/" in folder.rstrip("/"):
        folder = folder.rstrip("/").rpartition("/")[0] + "/"
        path = folder + INDEX
    card = cards.get(path)
    return head._replace(picture=card.path, picture_alt=card.alt) if card else head


def _card(
    path: str,
    context: SiteContext,
    *,
    over: str,
    name: str,
    under: str = "",
    figures: Iterable[KeyFigure] = (),
    dated: str = "",
    gone: bool = False,
) -> Card:
    shown = tuple(figures)
    return Card(
        path=picture_path(path),
        alt=described(name, over, under, dated, figures=shown),
        site=drawn(context.site.title, context.site.host),
        name=name,
        over=over,
        under=under,
        figures=shown,
        dated=dated,
        gone=gone,
    )


def model_card(model: Model, context: SiteContext) -> Card:
    """Return a model's card: context and rank, then what a million tokens cost."""
    rank, listing = context.ranks[model.slug], model.primary
    author = context.names.author(model.author)
    shared = listing.name in context.names.shared
    if model.left:
        dated = _dated(model.gone[0].last_seen, rank.day, "As of")
    else:
        dated = _dated(unchanged_since(model, _is_shown), rank.day)
    return _card(
        f"models/{id_path(model.slug)}",
        context,
        over=drawn(f"{author} · {model.slug}" if shared else author, id_path(model.slug).partition("/")[0]),
        name=drawn(context.names.short(model), model.slug, id_path(model.slug)),
        under=drawn(_standing(model), ""),
        figures=(_context(context.rows[model.slug].context), _rank(rank), *_prices(listing, context)),
        dated=dated,
        gone=model.left is not None,
    )


STAND_INS = {
    ALIAS: "An alias of the latest of its family",
    ROUTER: "A router: each request goes to a model of its choice",
}


def _standing(model: Model) -> str:
    """Return that a model is retired, an alias or a router; "" for all others."""
    listing = model.primary
    if model.left:
        return f"Retired, gone by {day(model.left)}: this is what it was"
    if listing.alias_target:
        return f"An alias, today of {listing.alias_target.name or listing.alias_target.slug}"
    return STAND_INS.get(listing.kind, "")


def _context(figure: Figure) -> KeyFigure:
    return KeyFigure("Context", figure.text, figure.unit, "amount" if figure.unit else "blank")


def _rank(rank: Rank) -> KeyFigure:
    text, state, *_ = rank.cell
    names = "" if rank.missing else f"of {counted(rank.of, 'name')}"
    return KeyFigure(f"Arena, {HEADLINE_BOARD}", text, f"a mode, {names}" if rank.mode else names, state)


def _prices(listing: Listing, context: SiteContext) -> Iterable[KeyFigure]:
    withheld = withheld_prices(listing)
    for label, key in (("Input", "prompt"), ("Output", "completion")):
        cell = context.prices.cell(listing.prices.get(key))
        if key in withheld:
            cell = cell._replace(text=Blank.WITHHELD.value)
        cell = output_cell(cell, charged_outputs(listing) if key == "completion" else ())
        text, unit = large_price(cell)
        if unit == cell.unit and unit and listing.prices.rules:
            unit = f"base, {unit}"
        yield KeyFigure(label, drawn(text), unit, cell.state, money=True)


def _is_shown(change: Change) -> bool:
    """Return whether a change of a listing is seen on its model's card."""
    as_shown = SHOWN_AS.get(change.field)
    return change.field in SHOWN or (as_shown is not None and as_shown(change.old) != as_shown(change.new))


def _dated(since: date | None, arena: date | None = None, words: str = "Unchanged since") -> str:
    """Return the days of what a card shows: ``Unchanged since 2026-01-05 · Arena as of 2026-02-06``.

    The first is that of all but ranks and ratings. No card bears the day of the build or of the latest
    snapshot, so that a picture is drawn again only when something else on it has changed.
    """
    days = ((words, since), ("Arena as of", arena))
    return " · ".join(f"{text} {day}" for text, day in days if day)


def author_card(author: AuthorRows, models: Sequence[Model], context: SiteContext) -> Card:
    """Return an author's card: how many models, the best rank among them, and what their input costs."""
    ranks = author_ranks(author.current)
    gone = f"and {len(author.retired):,} gone" if author.retired else ""
    days = (price_span_unchanged_since(models), *[context.came_or_left[model.slug] for model in models])
    return _card(
        author_path(author.slug).rstrip("/"),
        context,
        over="Author",
        name=drawn(author.name, author.slug, id_path(author.slug)),
        figures=(
            KeyFigure("Models", count(len(author.models)), gone),
            *([KeyFigure("Best on Arena", f"#{min(ranks):,}", HEADLINE_BOARD)] if ranks else []),
            *_span(author),
        ),
        dated=_dated(latest(days), _arena_day(context) if ranks else None),
    )


def _arena_day(context: SiteContext) -> date | None:
    """Return the day of the headline board."""
    return context.boards.days.get((HEADLINE_BOARD, OVERALL))


def _span(author: AuthorRows) -> Iterable[KeyFigure]:
    """Yield the lowest and the highest input price among an author's models; none if they have no price."""
    ends = {end for row in author.models for end in (row.input_amount, row.input_high)}
    prices = sorted(end for end in ends if end is not None)
    labels = ("Input",) if len(prices) == 1 else ("Input from", "to")
    for label, amount in zip(labels, prices[:1] + prices[-1:], strict=False):
        if amount:
            yield KeyFigure(label, drawn(dollars(per_million(amount))), UNITS[Unit.TOKEN], money=True)
        else:
            yield KeyFigure(label, str(PriceState.FREE), state="free", money=True)


def _explorer(context: SiteContext, moved: date | None) -> Card:
    found = counts(context.catalog)
    return _card(
        "explorer",
        context,
        over="Explorer",
        name="AI models: exact prices, limits and ratings",
        figures=(
            KeyFigure("Models", count(found["models_listed"]), "listed now"),
            KeyFigure("Authors", count(found["authors_listed"]), "of these"),
            KeyFigure("Rated", count(found["models_with_headline"]), "on Arena"),
            KeyFigure("Gone", count(found["models_gone"]), "and kept"),
        ),
        dated=_dated(moved, _arena_day(context)),
    )


def _authors(context: SiteContext, moved: date | None) -> Card:
    found = counts(context.catalog)
    return _card(
        "authors",
        context,
        over="Authors",
        name="Who makes the models",
        figures=(
            KeyFigure("Authors", count(len(context.authors)), "past and present"),
            KeyFigure("Models", count(found["models_listed"]), "listed now"),
            KeyFigure("Gone", count(found["models_gone"]), "and kept"),
        ),
        dated=_dated(moved),
    )


def _arena(context: SiteContext) -> Card:
    found = counts(context.catalog)
    return _card(
        "arena",
        context,
        over="Arena",
        name="How voters rate the models",
        figures=(
            KeyFigure("Boards", count(found["boards"]), "read"),
            KeyFigure("Names", count(found["arena_names"]), "on them"),
            KeyFigure("Joined", count(found["arena_names_joined"]), "to a model"),
            KeyFigure("Alone", count(found["arena_names_alone"]), "without a model"),
        ),
        dated=_dated(None, _arena_day(context)),
    )


def _changes(context: SiteContext) -> Card:
    last = context.journal[0] if context.journal else None
    sizes = dict(last.tables.counts) if last else {}
    return _card(
        "changes",
        context,
        over="Changes",
        name="What changed, day by day",
        under=f"On {day(last.on)}, the latest:" if last else "",
        figures=tuple(KeyFigure(kind.title, count(sizes.get(kind, 0)), what) for kind, what in CHANGES),
    )


def _methodology(context: SiteContext) -> Card:
    return _card(
        "methodology",
        context,
        over="Methodology",
        name="Where every figure comes from, and how sure it is",
        figures=(
            KeyFigure("Models", count(counts(context.catalog)["models"]), "current and gone"),
            KeyFigure("Data version", context.catalog.version or "empty", "a digest of the data"),
        ),
        dated=_dated(context.latest, words="As of"),
    )
