"""Corrected fields on the surfaces of a site: the value, whose it is, and what upstream says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from sitegen.build import renderer_of
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.changes.days import journal_days
from sitegen.facts.context import SiteContext
from sitegen.facts.model import model_facts
from sitegen.forms.markdown import words
from sitegen.pages import Page, explorer
from sitegen.pages.api import llms_full
from sitegen.pages.cards import model_card
from sitegen.pages.model import pages_of_facts
from sitegen.records import Json
from sitegen.records.change import Change, Move, Whose
from sitegen.records.corrected import CORRECTABLE, corrected
from sitegen.rendering.renderer import with_days
from tests.facts.rare_world import FIELDS, LATER, corrections
from tests.pages.odd_world import ROOT, SITE
from tests.worlds import listing

HOSTILE = 'x|y <img src=q onerror=alert(1)> [a](javascript:b) "z'


def known(fields: dict[str, Json] = FIELDS, **said: Json) -> Catalog:
    """Return a catalog of one model with corrections."""
    found = corrected([listing()], corrections("acme/anvil-2", fields, **said), LATER)
    return catalog(list(found.listings.values()))


def drawn(of: Catalog) -> tuple[str, str, str]:
    """Return page, JSON and Markdown of the only model."""
    context = SiteContext(of, SITE)
    renderer = renderer_of(ROOT, context)
    [model] = of.models
    page, twin, text = [
        renderer.rendered(one).decode() for one in pages_of_facts(model_facts(model, context), context)
    ]
    return page, twin, text


def test_page_and_markdown_say_value_person_and_source() -> None:
    """The value stands where upstream's would, and a section says who, why, how long and instead of what."""
    page, _, text = drawn(known())
    for surface in (page, text):
        assert "withheld: asked them" in surface
        assert "What is corrected here" in surface
        assert "128,000" in surface.partition("What is corrected here")[2]
        assert "$2.50 per 1M tokens" in surface.partition("What is corrected here")[2]
    assert "64K" in page
    assert "64,000" in text
    assert '<a href="https://acme.test/a?b&amp;c"' in page


def test_a_withheld_price_is_nowhere_called_unpublished() -> None:
    """Figures, rows, costs, picture and summary say that it is withheld; the reason is small print there."""
    of = known()
    context = SiteContext(of, SITE)
    [model] = of.models
    facts = model_facts(model, context)
    first = facts.glance[0]
    assert (first.label, first.value, first.lines[0]) == ("Input", "withheld", "asked them")
    assert context.rows[model.slug].input.text == "withheld"
    assert [figure.text for figure in model_card(model, context).figures if figure.label == "Input"] == [
        "withheld"
    ]
    page = drawn(of)[0]
    assert "input price withheld" in page
    assert "price not published" not in page
    assert '<meta name="description" content="Acme: Anvil 2: withheld in, $10 out per 1M tokens' in page


def test_a_corrected_or_unconfirmed_price_is_marked_where_it_stands() -> None:
    """The panel and the table of prices say so beside the amount, and so do lists."""
    by_person = known({"pricing.prompt": "0.000003"})
    [row] = SiteContext(by_person, SITE).rows.values()
    assert (row.input.text, row.input_note, row.output_note) == ("$3", "corrected", "")
    page = drawn(by_person)[0]
    panel = page.partition('<dl class="glance">')[2].partition("</dl>")[0]
    assert "$3" in panel
    assert "corrected; the source says $2.50 per 1M tokens" in panel
    assert "Input price of acme/anvil-2: corrected; the source says $2.50 per 1M tokens." in page
    alarm = Change(
        on=LATER,
        source="openrouter",
        id="acme/anvil-2",
        field="pricing.prompt",
        old="0.000001",
        new="0.0000025",
    )
    of = catalog([listing()]).marked([alarm])
    panel = drawn(of)[0].partition('<dl class="glance">')[2].partition("</dl>")[0]
    assert with_days(f"unconfirmed; it was $1 per 1M tokens until {LATER}") in panel
    [row] = SiteContext(of, SITE).rows.values()
    assert (row.input.text, row.input_note, row.output_note) == ("$2.50", "unconfirmed", "")


def test_json_has_value_and_source_apart() -> None:
    """A program finds the value in its field, and both values under the corrections of the id."""
    entry = json.loads(drawn(known())[1])
    [variant] = entry["variants"]
    assert variant["context_tokens"] == 64_000
    assert "prompt" not in variant["prices"]
    context, price = variant["corrections"]
    assert (context["value"], context["upstream"], context["who"]) == (64_000, 128_000, "Ann")
    assert (price["value"], price["upstream"]) == (None, "0.0000025")
    assert price["blanks"] == {"value": "withheld: asked them"}
    assert entry["raw"]["acme/anvil-2"]["context_length"] == 128_000


def test_a_correction_is_another_version_of_the_page() -> None:
    """A citation of the page before it does not name the page after it."""
    before = catalog([listing()])
    versions = [
        json.loads(drawn(one)[1])["citation"]["version"] for one in (before, known(), known(who="Bo"))
    ]
    assert len(set(versions)) == len(versions)


def test_hostile_words_of_a_correction_stay_words() -> None:
    """Reason and name come from a pull request, and no markup in them is obeyed, wherever a blank stands."""
    every = [field for field in CORRECTABLE if field not in ("pricing.overrides", "pricing.discount")]
    withheld: dict[str, Json] = dict.fromkeys(every, "withhold")
    of = known(withheld, reason=HOSTILE, who=HOSTILE)
    page, _, text = drawn(of)
    for said in (page, *forms(of, explorer.pages)):
        assert "<img src=q" not in said
    for said in (text, *forms(of, llms_full.pages)):
        assert not re.search(r"(?<!\\)(<img src=q|\[a\]\()", said)
    assert not re.search(r"x\|y", text)


def forms(of: Catalog, pages: Callable[[SiteContext], Iterable[Page]]) -> list[str]:
    """Return what one kind of page is drawn as."""
    context = SiteContext(of, SITE)
    renderer = renderer_of(ROOT, context)
    return [renderer.rendered(page).decode() for page in pages(context)]


def waiting(field: str, old: Json, new: Json) -> Change:
    """Return an alarming change of the only model."""
    return Change(LATER, "openrouter", "acme/anvil-2", field, old, new)


def test_an_open_alarm_is_unconfirmed_on_every_surface() -> None:
    """Until a person accepts or corrects it, the page has the value with what it was before, and its day."""
    price = waiting("pricing.prompt", "0.00000125", "0.0000025")
    of = catalog([listing()]).marked([price, waiting("context_length", 1_000_000, 128_000)])
    page, twin, text = drawn(of)
    first = "input price $2.50 per 1M tokens is unconfirmed; it was $1.25 per 1M tokens until 2026-02-01."
    second = "context 128,000 is unconfirmed; it was 1,000,000 until 2026-02-01."
    assert [one["sentence"] for one in json.loads(twin)["unconfirmed"]] == [first, second]
    assert json.loads(twin)["variants"][0]["unconfirmed"] == ["pricing.prompt", "context_length"]
    for sentence in (first, second):
        assert with_days(sentence) in page
        assert words(sentence) in text
    version = json.loads(drawn(catalog([listing()]))[1])["citation"]["version"]
    assert json.loads(twin)["citation"]["version"] != version


def texts(of: Catalog) -> list[str]:
    """Return what the only day of changes says."""
    context = SiteContext(of, SITE)
    [day] = journal_days(of, context.names, context.prices)
    return [text for group in day.groups for entry in group.entries for text in entry.texts]


def test_lists_of_changes_say_what_nobody_should_take_for_news() -> None:
    """Changes and feeds have the source's values, and say which of them stand in doubt or not at all."""
    moved = Change(
        on=LATER,
        source="openrouter",
        id="acme/anvil-2",
        field="pricing.prompt",
        old="0.000001",
        new="0.0000025",
    )
    for fields, said in (
        ({"pricing.prompt": "withhold"}, "withheld"),
        ({"pricing.prompt": "0.000001"}, "corrected"),
    ):
        found = corrected([listing()], corrections("acme/anvil-2", fields), LATER)
        of = catalog(list(found.listings.values()), journal=[moved])
        assert f"input price is {said} here" in texts(of)
    of = catalog([listing()], journal=[moved]).marked([moved])
    assert "input price is unconfirmed" in texts(of)
    output = Change(moved.on, "openrouter", moved.id, "pricing.completion", "0.00001", "0.00005")
    both = catalog([listing()], journal=[moved, output]).marked([moved, output])
    assert "input price and output price are unconfirmed" in texts(both)
    assert texts(catalog([listing()], journal=[moved])) == ["input $1 → $2.50 (+150 %)"]


def test_an_unconfirmed_price_names_who_asks_it() -> None:
    """It is marked on the page of the model that a seller's offer or a maker's record is told of."""
    forge = Change(LATER, "providers", "acme/anvil-2@forge", "pricing.prompt", "0.000001", "0.000009")
    forge = forge.by(Whose(Move.OWN, "Forge", "Forge", "acme/anvil-2"))
    maker = Change(LATER, "modelsdev", "modelsdev/acme/anvil", "pricing.prompt", "0.000001", "0.000009")
    maker = maker.by(Whose(of="acme/anvil-2"))
    asks = "maker’s list price (acme, by models.dev)"
    for moved, who in ((forge, "Forge"), (maker, asks)):
        of = replace(catalog([listing()]), journal=(moved,)).marked([moved])
        page, twin, text = drawn(of)
        said = f"{who}: input price $9 per 1M tokens is unconfirmed; it was $1 per 1M tokens until"
        assert said in json.dumps(json.loads(twin)["unconfirmed"], ensure_ascii=False)
        assert said in page
        assert said.replace("$", "\\$") in text
        assert f"{who}: input price is unconfirmed" in texts(of)
