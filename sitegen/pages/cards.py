"""Cards: what the share picture of each model, each author and each section of the site shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sitegen.catalog.model import HEADLINE_BOARD, Model
from sitegen.facts.boards import Rank
from sitegen.facts.context import Known
from sitegen.facts.row import AuthorRows, author_ranks
from sitegen.forms.addresses import author_path, id_path, model_path, picture_path
from sitegen.forms.figures import UNITS, Figure, count, day, dollars
from sitegen.pages.card import Card, Inks, KeyFigure, described, drawn
from sitegen.pages.head import Head
from sitegen.records.colours import LIGHT
from sitegen.records.listing import Listing
from sitegen.records.price import PriceState, Unit, per_million
from sitegen.records.rating import OVERALL
from sitegen.records.settings import Site

INDEX = "index.html"
CHANGES = (("Prices", "moved"), ("Listed", "models"), ("Returned", "models"), ("Left", "models"))
"""The groups of a day's changes that its picture counts, and what of."""


def inks(site: Site) -> Inks:
    """Return the colours of the pictures: those of the site's light scheme."""
    light = site.colours.over(LIGHT).set_colours()
    return Inks(*(light[name] for name in Inks._fields))


def cards(known: Known) -> dict[str, Card]:
    """Return every card by the path of the page whose picture it is; of models, those of this build."""
    found = {INDEX: _explorer(known), f"authors/{INDEX}": _authors(known), f"arena/{INDEX}": _arena(known)}
    found |= {f"changes/{INDEX}": _changes(known), f"methodology/{INDEX}": _methodology(known)}
    found |= {author_path(one.slug) + INDEX: author_card(one, known) for one in known.authors}
    return found | {model_path(one.slug) + INDEX: model_card(one, known) for one in known.own_models}


def pictured(head: Head, found: Mapping[str, Card]) -> Head:
    """Return the head with its page's picture: its own, else that of the section that it is in.

    The start page is no section: a page without one keeps the site's general picture.
    """
    path = head.path
    folder = path.removesuffix(INDEX)
    while path not in found and "/" in folder.rstrip("/"):
        folder = folder.rstrip("/").rpartition("/")[0] + "/"
        path = folder + INDEX
    card = found.get(path)
    return head._replace(picture=card.path, picture_alt=card.alt) if card else head


def _card(
    path: str,
    known: Known,
    *,
    over: str,
    name: str,
    under: str = "",
    sums: Iterable[KeyFigure] = (),
    dated: str = "",
    gone: bool = False,
) -> Card:
    shown = tuple(sums)
    return Card(
        path=picture_path(path),
        alt=described(name, over, under, dated, sums=shown),
        site=drawn(known.site.title, known.site.host),
        name=name,
        over=over,
        under=under,
        sums=shown,
        dated=dated,
        gone=gone,
    )


def model_card(model: Model, known: Known) -> Card:
    """Return a model's card: context and rank, then what a million tokens cost."""
    rank, one = known.ranks[model.slug], model.primary
    author = known.names.author(model.author)
    shared = one.name in known.names.shared
    return _card(
        f"models/{id_path(model.slug)}",
        known,
        over=drawn(f"{author} · {model.slug}" if shared else author, id_path(model.slug).partition("/")[0]),
        name=drawn(known.names.short(model), model.slug, id_path(model.slug)),
        under=drawn(_standing(model), ""),
        sums=(_context(known.rows[model.slug].context), _rank(rank), *_prices(one, known)),
        dated=_as_of(model.gone[0].last_seen if model.left else known.day, rank.day),
        gone=model.left is not None,
    )


def _standing(model: Model) -> str:
    """Return what a model is that is none of its own, or that it is no more; "" for all others."""
    one = model.primary
    if model.left:
        return f"Left the catalogue, gone by {day(model.left)}: this is what it was"
    if one.alias_target:
        return f"An alias, today of {one.alias_target.name or one.alias_target.slug}"
    return "A router: each request goes to a model of its choice" if one.router else ""


def _context(figure: Figure) -> KeyFigure:
    return KeyFigure("Context", figure.text, figure.unit, "amount" if figure.unit else "blank")


def _rank(rank: Rank) -> KeyFigure:
    text, state, *_ = rank.cell
    names = "" if rank.missing else f"of {count(rank.of)} names"
    return KeyFigure(f"Arena, {HEADLINE_BOARD}", text, f"a mode, {names}" if rank.mode else names, state)


def _prices(listing: Listing, known: Known) -> Iterable[KeyFigure]:
    for label, key in (("Input", "prompt"), ("Output", "completion")):
        cell = known.book.cell(listing.prices.get(key))
        unit = f"base, {cell.unit}" if cell.unit and listing.prices.rules else cell.unit
        yield KeyFigure(label, drawn(cell.text), unit, cell.state, money=True)


def _as_of(shown: object, rated: date | None) -> str:
    days = [f"As of {shown}"] if shown else []
    days += [f"Arena {day(rated)}"] if rated else []
    return " · ".join(days)


def author_card(author: AuthorRows, known: Known) -> Card:
    """Return an author's card: how many models, the best rank among them, and what their input costs."""
    ranks = author_ranks(author.current)
    gone = f"and {len(author.retired):,} gone" if author.retired else ""
    return _card(
        author_path(author.slug).rstrip("/"),
        known,
        over="Author",
        name=drawn(author.name, author.slug, id_path(author.slug)),
        sums=(
            KeyFigure("Models", count(len(author.current)), gone),
            *([KeyFigure("Best on Arena", f"#{min(ranks):,}", HEADLINE_BOARD)] if ranks else []),
            *_span(author),
        ),
        dated=_as_of(known.day, None),
    )


def _span(author: AuthorRows) -> Iterable[KeyFigure]:
    """Return the lowest and the highest price for input among an author's models, where one has any."""
    asked = sorted({row.input_amount for row in author.current if row.input_amount is not None})
    labels = ("Input",) if len(asked) == 1 else ("Input from", "to")
    for label, amount in zip(labels, asked[:1] + asked[-1:], strict=False):
        if amount:
            yield KeyFigure(label, drawn(dollars(per_million(amount))), UNITS[Unit.TOKEN], money=True)
        else:
            yield KeyFigure(label, str(PriceState.FREE), state="free", money=True)


def _explorer(known: Known) -> Card:
    models = known.catalog.models
    return _card(
        "explorer",
        known,
        over="Explorer",
        name="Language models, their exact prices and ratings",
        sums=(
            KeyFigure("Models", count(sum(bool(model.variants) for model in models)), "listed now"),
            KeyFigure("Authors", count(sum(bool(author.current) for author in known.authors)), "of these"),
            KeyFigure("Rated", count(sum(model.headline is not None for model in models)), "on Arena"),
            KeyFigure("Gone", count(sum(model.left is not None for model in models)), "and kept"),
        ),
        dated=_as_of(known.day, None),
    )


def _authors(known: Known) -> Card:
    return _card(
        "authors",
        known,
        over="Authors",
        name="Who makes the models",
        sums=(
            KeyFigure("Authors", count(len(known.authors)), "past and present"),
            KeyFigure("Models", count(sum(len(author.current) for author in known.authors)), "listed now"),
            KeyFigure("Gone", count(sum(len(author.retired) for author in known.authors)), "and kept"),
        ),
        dated=_as_of(known.day, None),
    )


def _arena(known: Known) -> Card:
    joined = sum(len(model.rated) for model in known.catalog.models)
    latest = known.boards.days.get((HEADLINE_BOARD, OVERALL))
    return _card(
        "arena",
        known,
        over="Arena",
        name="How voters rate the models",
        sums=(
            KeyFigure("Boards", count(len(known.catalog.leaderboards)), "read"),
            KeyFigure("Names", count(joined + len(known.catalog.arena_only)), "on them"),
            KeyFigure("Joined", count(joined), "to a model"),
            KeyFigure("Alone", count(len(known.catalog.arena_only)), "without a model"),
        ),
        dated=f"Arena {day(latest)}" if latest else "",
    )


def _changes(known: Known) -> Card:
    latest = known.journal[0] if known.journal else None
    counts = {group.kind.title: len(group.entries) for group in latest.groups} if latest else {}
    return _card(
        "changes",
        known,
        over="Changes",
        name="What changed, day by day",
        under=f"On {day(latest.on)}, the latest:" if latest else "",
        sums=tuple(KeyFigure(title, count(counts.get(title, 0)), what) for title, what in CHANGES),
        dated=_as_of(known.day, None),
    )


def _methodology(known: Known) -> Card:
    return _card(
        "methodology",
        known,
        over="Methodology",
        name="Where every figure comes from, and how sure it is",
        sums=(
            KeyFigure("Models", count(len(known.catalog.models)), "current and gone"),
            KeyFigure("Data version", known.catalog.version or "empty", "a digest of the data"),
        ),
        dated=_as_of(known.latest, None),
    )
