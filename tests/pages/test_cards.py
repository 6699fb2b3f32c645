"""Cards: what each picture says, which page has which, and where it stands."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.checks import SitePaths
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import id_path, picture_path
from sitegen.pages.card import Card, KeyFigure
from sitegen.pages.cards import cards, pictured
from sitegen.pages.head import SHARE_ALT, SHARE_PICTURE, Head
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Receipt
from tests.pages.odd_world import HOSTILE, LATER, SITE, SLUG, world
from tests.worlds import Row, by_the_hour, listing, row


def found() -> dict[str, Card]:
    """Return the cards of the small world."""
    return cards(SiteContext(world(), SITE))


def card_of(known: Catalog, path: str = f"models/{SLUG}/index.html") -> Card:
    """Return one card of a catalog."""
    return cards(SiteContext(known, SITE))[path]


def figures(card: Card) -> dict[str, tuple[str, str, str]]:
    """Return a card's figures by label."""
    return {one.label: (one.text, one.unit, one.state) for one in card.figures}


def test_every_model_author_and_section_has_a_card() -> None:
    """Nothing that has a page of its own kind is without a picture, and no two share a path."""
    names = {f"models/{id_path(model.slug)}/index.html" for model in world().models}
    names |= {f"authors/{id_path(model.author)}/index.html" for model in world().models}
    names |= {f"{name}/index.html" for name in ("authors", "arena", "changes", "methodology")}
    assert set(found()) == names | {"index.html"}
    assert len({card.path for card in found().values()}) == len(found())


def test_a_card_has_both_ends_of_a_price_by_the_hour() -> None:
    """The picture has the range large and "by the hour" small, and an author's from the least to the most."""
    known = catalog([listing(pricing=by_the_hour())], [])
    assert figures(card_of(known))["Input"] == ("$0.20 to $0.40", "by the hour, per 1M tokens", "amount")
    shown = figures(card_of(known, "authors/acme/index.html"))
    assert (shown["Input from"][0], shown["to"][0]) == ("$0.20", "$0.40")


def test_a_card_says_what_the_page_says() -> None:
    """Name, author, both prices with their unit, context, the title of the site and the day."""
    card = card_of(catalog([listing()], []))
    assert (card.name, card.over, card.site) == ("Anvil 2", "Acme", "Odd Models")
    assert figures(card) == {
        "Context": ("128K", "tokens", "amount"),
        "Arena, text": ("not read", "", "blank"),
        "Input": ("$2.50", "per 1M tokens", "amount"),
        "Output": ("$10", "per 1M tokens", "amount"),
    }


SAID = {
    f"models/{SLUG}/index.html": (
        "Anvil 2. Acme. Context: 128K tokens. Arena, text: #3 of 2 names. Input: $2.50 "
        "base, per 1M tokens. Output: $10 base, per 1M tokens. Unchanged since 2026-02-01"
        " · Arena as of 2026-02-01."
    ),
    "models/openrouter/auto/index.html": (
        "Auto Router. openrouter. A router: each request goes to a model of its choice. "
        "Context: 128K tokens. Arena, text: not applicable. Input: varies by request. "
        "Output: varies by request."
    ),
    "authors/acme/index.html": (
        "Acme. Author. Models: 1 and 1 gone. Best on Arena: #3 text. Input: $2.50 per 1M "
        "tokens. Unchanged since 2026-03-01 · Arena as of 2026-02-01."
    ),
    "authors/index.html": (
        "Who makes the models. Authors. Authors: 4 past and present. Models: 3 listed "
        "now. Gone: 1 and kept. Unchanged since 2026-03-01."
    ),
    "arena/index.html": (
        "How voters rate the models. Arena. Boards: 2 read. Names: 3 on them. Joined: 2 "
        "to a model. Alone: 1 without a model. Arena as of 2026-02-01."
    ),
    "methodology/index.html": (
        "Where every figure comes from, and how sure it is. Methodology. Models: 4 "
        "current and gone. Data version: abc123def456 a digest of the data. As of "
        "2026-03-01."
    ),
    "index.html": (
        "AI models: exact prices, limits and ratings. Explorer. Models: 3 listed now."
        " Authors: 3 of these. Rated: 1 on Arena. Gone: 1 and kept. Unchanged since "
        "2026-03-01 · Arena as of 2026-02-01."
    ),
}
"""What stands on a card of each kind, in words, by the path of its page."""


@pytest.mark.parametrize("path", SAID)
def test_every_kind_of_card_is_said_in_words(path: str) -> None:
    """Who cannot see a picture hears all that stands on it, in the same order."""
    assert found()[path].alt == SAID[path]


def test_a_rank_of_a_mode_says_so() -> None:
    """The picture of a model whose row is that of a mode does not pretend that it is the model's own."""
    rows = (Rating(board="text", name="anvil-2-thinking-16k", rank=2, score=1300.0),)
    known = catalog([listing()], [Leaderboard(board="text", ratings=rows)])
    assert figures(card_of(known))["Arena, text"] == ("#2", "a mode, of 1 name", "amount")


def test_only_a_model_that_left_is_marked_as_gone() -> None:
    """Every other picture is that of something current."""
    assert [path for path, card in found().items() if card.gone] == ["models/acme/old/index.html"]


def test_only_prices_are_set_as_money() -> None:
    """Figures that are paid are set as such, whatever stands in their place, and no others are."""
    sums_of = {path: card.figures for path, card in found().items()}
    money = {one.label for shown in sums_of.values() for one in shown if one.money}
    assert money == {"Input", "Output"}
    assert not any(one.label in money and not one.money for shown in sums_of.values() for one in shown)
    assert figures(found()["models/quill/noisy/index.html"])["Context"] == ("not published", "", "blank")


def test_a_price_by_rule_is_called_the_base() -> None:
    """Where other prices apply by rule, the picture does not pretend that this is the only one."""
    assert figures(found()[f"models/{SLUG}/index.html"])["Input"] == (
        "$2.50",
        "base, per 1M tokens",
        "amount",
    )


def test_prices_that_are_no_number_keep_their_words() -> None:
    """Free, varies by request and not published stand in the page's own words."""
    auto = figures(found()["models/openrouter/auto/index.html"])
    assert auto["Input"] == ("varies by request", "", "varies")
    assert auto["Arena, text"] == ("not applicable", "", "blank")
    free = figures(card_of(catalog([listing(pricing={"prompt": "0"})], [])))
    assert free["Input"] == ("free", "", "free")
    assert free["Output"] == ("not published", "", "blank")


def test_a_rank_stands_with_its_names_and_its_day() -> None:
    """A rated model's picture has the rank, of how many, and the day of the board beside the catalogue's."""
    rated = [model for model in world().models if model.headline]
    assert rated
    for model in rated:
        card = found()[f"models/{id_path(model.slug)}/index.html"]
        text, unit, _ = figures(card)["Arena, text"]
        assert text.startswith("#")
        assert " names" in unit
        assert card.dated.endswith(f" · Arena as of {LATER}")


ONE, TWO, THREE = (date(2026, month, 1) for month in (4, 5, 6))
Days = tuple[tuple[date, list[Row]], ...]


def day_cards(*days: tuple[date, list[Row]]) -> dict[str, Card]:
    """Return the cards of the last of these snapshots, with what the journal tells of them all."""
    lines: list[Change] = []
    for on, rows in days:
        lines += changes(replayed(lines, "openrouter"), rows, on=on, source="openrouter")
    receipt = Receipt(address="a", changed=days[-1][0], sha256="0" * 64, rows=1)
    known = catalog(
        [Listing.read(row) for row in days[-1][1]], journal=lines, receipts={"openrouter/models": receipt}
    )
    return cards(SiteContext(known, SITE))


def dated(*rows: Row, path: str = f"models/{SLUG}/index.html") -> str:
    """Return the day on a card after a plain first day and a second day with these rows."""
    return day_cards((ONE, [row()]), (TWO, list(rows)))[path].dated


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Acme: Anvil 2b"},
        {"context_length": 200_000},
        {"context_length": None},
        {"pricing": {"prompt": "0.000002", "completion": "0.00001"}},
        {"pricing": {"prompt": "0.0000025"}},
        {"pricing": row()["pricing"] | {"overrides": [{"min_prompt_tokens": 9, "prompt": "1"}]}},
        {"architecture": {"tokenizer": "Router"}},
        {"alias_target": {"slug": "acme/other", "name": "Other"}},
    ],
)
def test_a_card_bears_the_day_on_which_what_it_shows_changed(changed: Row) -> None:
    """Each fact that a model's card shows moves its day when it changes."""
    assert dated(row(**changed)) == f"Unchanged since {TWO}"


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"context_length": 128_001},
        {"supported_parameters": ["tools"]},
        {"pricing": row()["pricing"] | {"web_search": "0.01"}},
        {"architecture": row()["architecture"] | {"tokenizer": "Other"}},
        {"top_provider": {"context_length": 1}},
    ],
)
def test_what_a_card_does_not_show_moves_no_day(changed: Row) -> None:
    """A new snapshot, and a change of what is not on the card or cannot be seen there, leave it as it is."""
    path = f"models/{SLUG}/index.html"
    before, after = (ONE, [row()]), (TWO, [row(**changed)])
    assert day_cards(before, after)[path] == day_cards(before)[path]
    assert dated(row(**changed)) == f"Unchanged since {ONE}"


def test_other_rules_of_a_price_move_no_day() -> None:
    """The card tells that prices have rules, and not what they say."""
    rules = [[{"min_prompt_tokens": number, "prompt": "1"}] for number in (8, 9)]
    first, second = (row(pricing={"prompt": "2", "overrides": overrides}) for overrides in rules)
    assert day_cards((ONE, [first]), (TWO, [second]))[f"models/{SLUG}/index.html"].dated.endswith(str(ONE))


def test_a_day_without_a_change_on_a_card_redraws_none() -> None:
    """When one model's price changed between those of others, only cards that show it or the day differ."""
    other = {"id": "acme/b", "canonical_slug": "acme/b", "name": "Acme: B"}
    middle = {"id": "acme/c", "canonical_slug": "acme/c", "name": "Acme: C"}
    rows = [row(pricing={"prompt": "1"}), row(**other, pricing={"prompt": "3"}), row(**middle)]
    days = [
        (on, [*rows, row(id="acme/m", canonical_slug="acme/m", name="Acme: M", pricing={"prompt": price})])
        for on, price in ((ONE, "1.5"), (TWO, "2"))
    ]
    before, after = day_cards(days[0]), day_cards(*days)
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {"models/acme/m/index.html", "changes/index.html", "methodology/index.html"}


def test_lists_are_dated_by_who_came_and_left() -> None:
    """The explorer and the authors bear the last day on which a model came or left, and not a variant."""
    free = row(id="acme/anvil-2:free")
    paths = ("index.html", "authors/index.html", "authors/acme/index.html")
    for rows, day in (([row(), free], ONE), ([row(), row(id="acme/b", canonical_slug="acme/b")], TWO)):
        found = day_cards((ONE, [row()]), (TWO, rows))
        assert [found[path].dated for path in paths] == [f"Unchanged since {day}"] * 3


def test_a_model_that_left_says_so() -> None:
    """Its picture is marked, says since when, and is dated by the last day that it was seen."""
    gone = [model for model in world().models if model.left]
    assert gone
    for model in gone:
        card = found()[f"models/{id_path(model.slug)}/index.html"]
        assert card.gone
        assert f"gone by {model.left}" in card.under
        assert card.dated.startswith(f"As of {model.gone[0].last_seen}")
        assert str(model.left) in card.alt


def test_a_name_that_no_font_has_is_its_slug() -> None:
    """A name in Chinese is shown as the slug, and one whose slug is no better as its path."""
    assert card_of(catalog([listing(name="Acme: 千问")], [])).name == SLUG
    odd = listing(id="acme/千", canonical_slug="acme/千", name="千")
    card = card_of(catalog([odd], []), f"models/{id_path('acme/千')}/index.html")
    assert card.name == id_path("acme/千")


def test_a_title_that_no_font_has_is_the_host() -> None:
    """A site whose title the fonts lack is named by its address."""
    site = SITE.model_copy(update={"title": "模型"})
    assert {card.site for card in cards(SiteContext(world(), site)).values()} == {"example.org"}


def test_models_of_one_name_are_told_apart() -> None:
    """Two models that are called the same have their slugs on their pictures."""
    twin = listing(id="acme/b", canonical_slug="acme/b")
    known = catalog([listing(), twin], [])
    assert card_of(known).over == f"Acme · {SLUG}"
    assert card_of(known, "models/acme/b/index.html").over == "Acme · acme/b"


def test_an_author_has_a_span_of_prices() -> None:
    """The lowest and the highest price of input; one alone where they are the same, free in its word."""
    path = "authors/acme/index.html"
    other = listing(id="acme/b", canonical_slug="acme/b", name="Acme: B", pricing={"prompt": "0"})
    assert figures(card_of(catalog([listing()], []), path))["Input"] == ("$2.50", "per 1M tokens", "amount")
    both = figures(card_of(catalog([listing(), other], []), path))
    assert both["Models"] == ("2", "", "amount")
    assert both["Input from"] == ("free", "", "free")
    assert both["to"] == ("$2.50", "per 1M tokens", "amount")


def test_hostile_text_is_only_text() -> None:
    """A hostile slug leads to a path that every host takes, and stays as it is on the picture."""
    card = found()[f"models/{id_path(HOSTILE)}/index.html"]
    assert SitePaths().fault(card.path) is None
    assert card.path == f"og/models/{id_path(HOSTILE)}.png"


def test_an_empty_catalog_has_its_sections() -> None:
    """Without any data the sections' pictures say 0, and no day."""
    card = cards(SiteContext(Catalog(), SITE))["index.html"]
    assert card.figures[0] == KeyFigure("Models", "0", "listed now")
    assert card.dated == ""


@pytest.mark.parametrize(
    ("path", "picture"),
    [
        (f"models/{SLUG}/index.html", f"og/models/{SLUG}.png"),
        ("index.html", "og/explorer.png"),
        ("arena/text/index.html", "og/arena.png"),
        ("changes/2026-01-05/index.html", "og/changes.png"),
        ("compare/index.html", SHARE_PICTURE),
        ("404.html", SHARE_PICTURE),
    ],
)
def test_a_page_has_its_own_picture_or_its_sections(path: str, picture: str) -> None:
    """A page without a card has that of the nearest folder above, and outside of sections the general one."""
    head = pictured(Head("T", "D", path), found())
    assert head.picture == picture
    assert (head.picture_alt == SHARE_ALT) == (picture == SHARE_PICTURE)


def test_a_picture_never_stands_in_anothers_way() -> None:
    """An id that ends in .png cannot be the folder of another's picture and a picture at once."""
    paths = SitePaths()
    for name in ("a/b", "a/b.png/c", "a/b.png", "a/b.png!_/c"):
        assert paths.fault(picture_path(f"models/{id_path(name)}")) is None
    assert picture_path("models/a/b") == "og/models/a/b.png"
