"""Unchanged since: the last day on which something came, left, or cost something else."""

from __future__ import annotations

from datetime import date

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.catalog.unchanged import came_or_left, price_span_unchanged_since, unchanged_since
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from tests.worlds import Row, row

ONE, TWO, THREE, FOUR = (date(2026, month, 1) for month in (1, 2, 3, 4))
FREE = row(id="acme/anvil-2:free", pricing={"prompt": "0"})


def priced(name: str, price: str) -> Row:
    """Return a model of its own with an input price."""
    return row(id=f"acme/{name}", canonical_slug=f"acme/{name}", pricing={"prompt": price})


def after(*days: list[Row]) -> Catalog:
    """Return the catalog after snapshots on the first days of January, February and so on."""
    lines: list[Change] = []
    last: dict[str, tuple[date, Row]] = {}
    for on, rows in zip((ONE, TWO, THREE, FOUR), days, strict=False):
        lines += changes(replayed(lines, "openrouter"), rows, on=on, source="openrouter")
        last |= {item["id"]: (on, item) for item in rows}
    left = {line.id: line.on for line in lines if line.field == "left"}
    for item in days[-1]:
        del last[item["id"]]
    gone = [Gone(Listing.read(item), ONE, on, left[key]) for key, (on, item) in last.items()]
    return catalog([Listing.read(item) for item in days[-1]], gone=gone, journal=lines)


def test_a_model_came_when_its_first_id_did() -> None:
    """A variant that comes later, or leaves, is no coming or leaving of the model."""
    (model,) = after([row()], [row(), FREE], [FREE]).models
    assert came_or_left(model) == ONE


def test_a_model_that_was_away_came_on_the_day_of_its_return() -> None:
    """Coming back counts, and so does leaving for good."""
    (model,) = after([row()], [], [row()]).models
    assert came_or_left(model) == THREE
    (model,) = after([row()], [row()], []).models
    assert came_or_left(model) == THREE


def test_without_a_journal_there_is_no_day() -> None:
    """A model that the journal does not know has no days."""
    (model,) = catalog([Listing.read(row())]).models
    assert came_or_left(model) is None
    assert unchanged_since(model, lambda _: True) is None
    assert price_span_unchanged_since([model]) is None


def test_only_changes_that_are_shown_count() -> None:
    """The last change that is asked for gives the day, and later ones do not."""
    (model,) = after([row()], [row(name="Acme: B")], [row(name="Acme: B", context_length=1)]).models
    assert unchanged_since(model, lambda change: change.field == "name") == TWO
    assert unchanged_since(model, lambda _: True) == THREE


def test_a_day_on_which_another_id_gave_way_counts() -> None:
    """When the plain id leaves, the variant that stays speaks for the model from that day on."""
    (model,) = after([row(), FREE], [row(), FREE], [FREE]).models
    assert model.primary.id == FREE["id"]
    assert unchanged_since(model, lambda _: True) == THREE
    (model,) = after([row(), FREE], [row(), FREE], [row()]).models
    assert unchanged_since(model, lambda _: True) == ONE


def test_a_span_of_prices_changes_at_its_ends_only() -> None:
    """A price between the lowest and the highest may move; a new lowest or highest price gives the day."""
    first = [priced("a", "1"), priced("b", "2"), priced("c", "4")]
    for rows, day in (
        ([first[0], priced("b", "3"), first[2]], ONE),
        ([priced("a", "1.5"), *first[1:]], TWO),
        ([*first[:2], priced("c", "5")], TWO),
        (first[:2], TWO),
        ([*first, priced("d", "2")], ONE),
        ([*first, priced("d", "-1")], ONE),
    ):
        assert price_span_unchanged_since(after(first, rows).models) == day


def test_a_price_is_that_of_the_id_that_spoke_for_the_model() -> None:
    """A model that was known by its free id alone cost nothing until its plain id came."""
    models = after([FREE, priced("b", "9")], [FREE, row(), priced("b", "9")]).models
    assert price_span_unchanged_since(models) == TWO
