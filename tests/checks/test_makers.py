"""The makers' models for a maintainer: the table, one explained, lines to confirm, dead decisions."""

from __future__ import annotations

import tomllib

from sitegen.catalog.model import Catalog
from sitegen.checks.makers import (
    makers_explanation,
    makers_findings,
    makers_proposals,
    makers_rows,
    makers_table,
)
from sitegen.matching.matches import Decision
from tests.catalog.test_makers import SLUG, dearer, file, known, own


def world(decisions: dict[str, Decision] | None = None) -> Catalog:
    """Return the catalog of one model, and of makers' models that are it, may be it, and are another."""
    models = own("anvil-2"), own("anvil-2-20251230", cost=dearer("3")), own("anvil-2-preview"), own("Hammer")
    return known(file(*models), decisions=decisions)


def test_the_table_counts_each_level_and_lists_what_is_joined() -> None:
    """Counts stand first, then a line for each that is joined or proposed."""
    table = makers_table(world())
    assert table.startswith(
        "4 models of their makers at models.dev: manual 0  exact 1  high 1  variant 0  low 1  unmatched 1\n"
    )
    assert "  forge/anvil-2 " in table
    assert "Hammer" not in table


def test_a_model_is_found_with_and_without_its_provider() -> None:
    """The walk names the prices, and says why one stands on no page."""
    text = makers_explanation(world(), "forge/Anvil 2")
    assert text == makers_explanation(world(), "anvil-2")
    assert text is not None
    assert text.startswith("forge/anvil-2 is acme/anvil-2 (exact)\n  why ")
    assert "  price     input $2 per 1M tokens\n" in text
    assert "no price" not in text
    assert "  no price  forge/anvil-2 is the surer match" in str(
        makers_explanation(world(), "anvil-2-20251230")
    )
    assert "  no price  a match that is low brings none" in str(
        makers_explanation(world(), "anvil-2-preview")
    )
    assert makers_explanation(world(), "nobody") is None


def test_a_program_gets_a_row_a_model() -> None:
    """Each says whether its price stands on the page."""
    rows = {row["makers_model"]: row for row in makers_rows(world())}
    assert [key for key, row in rows.items() if row["brings_price"]] == ["forge/anvil-2"]
    assert (rows["forge/Hammer"]["canonical_slug"], rows["forge/anvil-2"]["canonical_slug"]) == (None, SLUG)
    assert makers_rows(world(), "hammer") == [rows["forge/Hammer"]]


def test_proposals_are_lines_for_the_file() -> None:
    """Each names its source, and what may be the model comes first, with its slug."""
    found = tomllib.loads(makers_proposals(world()))["match"]
    assert [(line["name"], line["slug"]) for line in found] == [
        ("forge/anvil-2-preview", SLUG),
        ("forge/Hammer", "none"),
    ]
    assert {(line["source"], line["reason"]) for line in found} == {("modelsdev", "")}


def test_a_decision_that_is_no_use_is_named() -> None:
    """One about nothing, and one that says what the rules say."""
    useful, same, dead = "forge/Hammer", "forge/anvil-2", "forge/nobody"
    decisions = {name: Decision(name, SLUG, "r") for name in (useful, same, dead)}
    found = [finding.what for finding in makers_findings(world(decisions), decisions, world())]
    assert found == [
        "forge/anvil-2: says what the rules say without it",
        "forge/nobody: is no model of a maker at models.dev",
    ]
