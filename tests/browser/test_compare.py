"""The comparison in a real browser: what an address asks for, what a visitor does, and what is then said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from tests.browser.world import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import NewPage

ANVIL = "acme/anvil-2-20260102"
PLAIN = [f"{author}/model-{number:03d}" for number, author in enumerate(("acme", "quill", "nimbus", "orbit"))]
SEVEN = [*PLAIN, ANVIL, "quill/paint", "quill/gift"]


def opened(page: Page, address: str, *keys: str, rest: str = "") -> Page:
    """Open the comparison of these ids and wait until the page has drawn it."""
    query = "&".join([*(f"m={quote(key, safe='/:~')}" for key in keys), *filter(None, [rest])])
    page.goto(f"{address}compare/?{query}" if query else f"{address}compare/")
    page.wait_for_selector("#table[aria-busy=false]")
    return page


def heads(page: Page) -> list[str]:
    """Return the names of the models in the table's head."""
    return page.locator("#table thead a").all_inner_texts()


def wait_for_models(page: Page, count: int) -> None:
    """Wait until the table has so many models (the page's policy lets no script of a test poll it)."""
    page.wait_for_selector(f"#table thead th:nth-child({count + 1}):last-child")


def cells(page: Page, label: str, group: str = "") -> list[str]:
    """Return the texts of one line, each in one line; ``group`` where two have the label."""
    body = page.locator("#table tbody", has=page.get_by_role("rowheader", name=group)) if group else page
    head = re.compile(rf"^{re.escape(label)}( |$)")
    line = body.locator("tr:not(.group)", has=page.locator("th", has_text=head)).first
    return [" ".join(text.split()) for text in line.locator("td").all_inner_texts()]


def asked(page: Page) -> str:
    """Return the query of the page's address."""
    return urlsplit(page.url).query


def focused(page: Page) -> str:
    """Return what the focused element is called."""
    return str(
        page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.id")
    )


def test_two_models_stand_side_by_side(browser_page: Page, site_address: str) -> None:
    """Names lead to the models' pages; prices, rules, limits and ratings stand in their pages' words."""
    page = opened(browser_page, site_address, ANVIL, "acme/model-000")
    assert heads(page) == ["Anvil 2", "Model 000"]
    assert page.locator("#said").inner_text() == "2 models compared."
    assert cells(page, "Input") == [
        "$2.50 $5: prompts of more than 64,000 tokens",
        "$0.01 99.6\u202f% cheaper input".replace("\u202f", " "),
    ]
    assert cells(page, "Cache read") == ["$0.25", "not published"]
    assert cells(page, "Context") == ["128,000 tokens", "8,000 tokens 94 % smaller context"]
    assert cells(page, "Output types") == ["text", "text"]
    assert cells(page, "Rank") == ["#1", "#3"]
    assert cells(page, "Score") == ["1496", "1488 8 points below, intervals overlap"]
    assert cells(page, "Other ids") == ["acme/anvil-2:free: free in, free out", "none"]
    page.locator("#table thead a").first.click()
    assert page.url == f"{site_address}models/{ANVIL}/"


def test_the_ratios_are_said_in_words(browser_page: Page, site_address: str) -> None:
    """A sentence a model says how far its prices and its context are from the first one's."""
    page = opened(browser_page, site_address, ANVIL, "acme/model-000", "openrouter/auto")
    words = ("99.6 % cheaper input", "99 % cheaper output", "94 % smaller context")
    said = [text.replace("\u202f", " ") for text in page.locator("#against li").all_inner_texts()]
    assert said == [
        f"Model 000 against Anvil 2: {', '.join(words)}, on Arena 8 points below, intervals overlap.",
        "Auto Router against Anvil 2: the same context.",
    ]


def test_equal_rows_are_folded_and_named(browser_page: Page, site_address: str) -> None:
    """A row in which all are the same is hidden, and the head of its group names it."""
    page = opened(browser_page, site_address, ANVIL, "quill/model-001")
    assert page.get_by_role("rowheader", name="Input per 1M tokens").is_visible()
    assert not page.locator("#table tr.same").first.is_visible()
    assert "the same: Output types" in page.locator("#table .group").nth(1).inner_text()


def test_prices_stand_first_and_the_cost_above_them(browser_page: Page, site_address: str) -> None:
    """Work that the address asks for is the first row, and can be changed where it stands."""
    page = opened(browser_page, site_address, ANVIL, "acme/model-000", rest="tokens_in=2M&tokens_out=500k")
    first = page.locator("#table tbody tr:not(.group)").first
    assert first.locator("th").inner_text().startswith("Cost a day")
    assert cells(page, "Cost a day")[0] == "$10"
    page.locator("#work [name=tokens_in]").fill("4M")
    assert cells(page, "Cost a day")[0] == "$15"
    page.locator("#work [name=per]").select_option("month")
    assert cells(page, "Cost a month")[0] == "$15"
    assert asked(page).endswith("&tokens_in=4000000&tokens_out=500000&per=month")


def test_names_stay_in_sight(browser_page: Page, site_address: str) -> None:
    """Wherever a reader is in the table, the heads with the models' names are on the screen."""
    for width in (1366, 820):
        browser_page.set_viewport_size({"width": width, "height": 600})
        page = opened(browser_page, site_address, *SEVEN[:6])
        page.locator("#table tbody tr").last.scroll_into_view_if_needed()
        box = page.locator("#table thead th").last.bounding_box()
        assert box
        assert box["y"] >= -1, width
        assert box["y"] < 600, width


def test_a_phone_has_cards_below_each_other(browser_page: Page, site_address: str) -> None:
    """On a phone each value stands below its row's head, with the name of its model."""
    browser_page.set_viewport_size({"width": 390, "height": 664})
    page = opened(browser_page, site_address, ANVIL, "acme/model-000")
    row = page.locator("#table tr", has=page.locator("th", has_text="Context"))
    lefts = {round(float((cell.bounding_box() or {"x": 0})["x"])) for cell in row.locator("td").all()}
    assert len(lefts) == 1
    assert (
        row.locator("td").nth(1).evaluate("one => getComputedStyle(one, '::before').content") == '"Model 000"'
    )


def test_parameters_are_those_that_differ_and_the_others_are_folded(
    browser_page: Page, site_address: str
) -> None:
    """A parameter of one model alone has a line; what all take stands folded."""
    page = opened(browser_page, site_address, ANVIL, "acme/model-000")
    assert cells(page, "tools") == ["yes", "no"]
    assert cells(page, "reasoning") == ["no", "yes"]
    fold = page.locator("#table details")
    assert fold.locator("summary").inner_text() == "2 that all take"
    fold.locator("summary").click()
    assert fold.locator("code").all_inner_texts() == ["max_tokens", "temperature"]


def test_every_blank_has_its_reason(browser_page: Page, site_address: str) -> None:
    """Free, varying, unpublished, unmatched and not applicable are told apart, and none is a ratio."""
    page = opened(browser_page, site_address, "quill/bare", "quill/gift", "openrouter/auto")
    assert cells(page, "Input") == ["not published", "free", "varies by request"]
    assert cells(page, "Rank") == ["not on this board", "not on this board", "not applicable"]
    assert cells(page, "Context") == [
        "not published 128,000 tokens at this price", "128,000 tokens", "128,000 tokens"
    ]  # fmt: skip
    assert cells(page, "Knowledge cutoff") == ["not in the source"] * 3
    assert page.locator("#table td:not([colspan])").filter(has_text=re.compile(r"^\s*$")).count() == 0


def test_prices_of_other_kinds_keep_their_units(browser_page: Page, site_address: str) -> None:
    """A price per image has a line of its own with its unit."""
    page = opened(browser_page, site_address, "quill/paint", ANVIL)
    assert cells(page, "Image output") == ["$0.03", "not published"]
    assert "per image" in page.get_by_role("rowheader", name="Image output").inner_text()


def test_six_are_compared_and_a_seventh_is_named(browser_page: Page, site_address: str) -> None:
    """Of seven the first six stand in the table, and the page says which was left out."""
    page = opened(browser_page, site_address, *SEVEN)
    assert len(heads(page)) == 6
    assert page.locator("#said").inner_text() == "6 models compared."
    assert page.locator("#notices").inner_text() == "6 models are compared at most; left out: quill/gift."
    page.locator("#add").fill("model")
    assert "remove one" in page.locator("#said").inner_text()
    assert page.locator("#found button").count() == 0


def test_an_unknown_id_is_named_with_the_nearest(browser_page: Page, site_address: str) -> None:
    """The rest is compared, nothing is asked for in vain, and a link puts the nearest in its place."""
    answers: list[int] = []
    browser_page.on("response", lambda answer: answers.append(answer.status))
    page = opened(browser_page, site_address, PLAIN[0], "acme/anvil-3", PLAIN[1])
    assert heads(page) == ["Model 000", "Model 001"]
    assert "“acme/anvil-3” is no id that this site knows" in page.locator("#notices").inner_text()
    assert set(answers) == {200}
    page.get_by_role("link", name="acme/anvil-2", exact=True).click()
    page.wait_for_selector("#table[aria-busy=false]")
    assert heads(page) == ["Model 000", "Anvil 2", "Model 001"]


@pytest.mark.parametrize(
    ("keys", "names", "said"),
    [
        (["acme/anvil-2"], ["Anvil 2"], ""),
        (["ACME/Anvil-2", "quill/gift:free", "acme/old"], ["Anvil 2", "Gift (free)", "Old"], ""),
        (["acme/anvil-2:free"], ["Anvil 2"], "is one of the ids of Acme: Anvil 2"),
        (["~acme/anvil-latest"], ["Anvil 2"], "is an alias: at present it stands for Acme: Anvil 2"),
    ],
)
def test_any_id_leads_to_its_model(
    browser_page: Page, site_address: str, keys: list[str], names: list[str], said: str
) -> None:
    """An id, a variant's, an alias's and that of a model that left are compared as their model."""
    page = opened(browser_page, site_address, *keys, PLAIN[1])
    assert heads(page) == [*names, "Model 001"]
    notices = page.locator("#notices").inner_text()
    assert said in notices if said else not notices


def test_a_model_that_left_says_since_when(browser_page: Page, site_address: str) -> None:
    """Its status has the day since which it is gone, and the day of what is shown."""
    page = opened(browser_page, site_address, "acme/old", PLAIN[1])
    assert cells(page, "Status") == ["retired by 2026-02-05 this is what it was on 2026-02-04", "listed"]


def test_two_ids_of_one_model_are_one_column(browser_page: Page, site_address: str) -> None:
    """A model that is asked for twice stands once, and the page says so."""
    page = opened(browser_page, site_address, ANVIL, "acme/anvil-2:free", "~acme/anvil-latest")
    assert heads(page) == ["Anvil 2"]
    assert (
        "“acme/anvil-2:free” is Acme: Anvil 2, which is here already."
        in page.locator("#notices").inner_text()
    )


@pytest.mark.parametrize(
    "keys", [("<img src=x onerror=alert(1)>", "__proto__", "constructor"), ("x" * 3000, "%", "🦙")]
)
def test_a_hostile_address_is_text(browser_page: Page, site_address: str, keys: tuple[str, ...]) -> None:
    """Whatever an address holds is named as text, cut where it is long, and the rest is compared."""
    page = opened(browser_page, site_address, *keys, PLAIN[0])
    assert heads(page) == ["Model 000"]
    said = page.locator("#notices").inner_text()
    assert [key for key in keys if f"“{key[:80]}" not in said] == []
    assert page.locator("main img").count() == 0


def test_hostile_names_are_text(browser_page: Page, site_address: str) -> None:
    """Markup in a model's name and id is shown as it is written, and its links lead to its page."""
    page = opened(browser_page, site_address, HOSTILE, PLAIN[0])
    assert heads(page)[0] == '=1+1"><img src=x onerror=alert(1)>'
    assert page.locator("main img").count() == 0
    page.locator("#table thead a").first.click()
    assert page.locator("h1").inner_text() == '=1+1"><img src=x onerror=alert(1)>'


def test_equal_rows_can_be_shown_and_the_address_keeps_it(browser_page: Page, site_address: str) -> None:
    """The switch shows rows that agree, and a link with it opens the same view."""
    page = opened(browser_page, site_address, ANVIL, "acme/model-000")
    page.locator("#equal").check()
    assert page.locator("#table tr.same").first.is_visible()
    assert "rows are shown" in page.locator("#said").inner_text()
    assert asked(page) == f"m={ANVIL}&m=acme/model-000&equal=1"
    page.reload()
    page.wait_for_selector("#table[aria-busy=false]")
    assert page.locator("#equal").is_checked()
    assert page.locator("#table tr.same").first.is_visible()
    page.locator("#equal").uncheck()
    assert not page.locator("#table tr.same").first.is_visible()
    assert asked(page) == f"m={ANVIL}&m=acme/model-000"


def test_another_model_at_the_front_is_the_new_measure(browser_page: Page, site_address: str) -> None:
    """Moving a model changes the reference, keeps the focus on its button and makes no step of history."""
    page = opened(browser_page, site_address, ANVIL, "acme/model-000")
    steps = page.evaluate("history.length")
    page.get_by_role("button", name="Move Model 000 left").click()
    assert heads(page) == ["Model 000", "Anvil 2"]
    assert cells(page, "Input")[1].startswith("$2.50 250× the input price")
    assert asked(page) == f"m=acme/model-000&m={ANVIL}"
    assert page.evaluate("history.length") == steps
    assert focused(page) == "Move Model 000 right"
    assert page.locator("#said").inner_text() == "Model 000 is now number 1. 2 models compared."


def test_removing_and_going_back(browser_page: Page, site_address: str) -> None:
    """A model that was removed comes back with the browser's button, and goes with the other one."""
    page = opened(browser_page, site_address, *PLAIN[:3])
    page.get_by_role("button", name="Remove Model 001").click()
    assert heads(page) == ["Model 000", "Model 002"]
    assert focused(page) == "Remove Model 002"
    assert page.locator("#said").inner_text() == "Model 001 removed. 2 models compared."
    page.go_back()
    wait_for_models(page, 3)
    page.go_forward()
    wait_for_models(page, 2)
    for name in ("Model 000", "Model 002"):
        page.get_by_role("button", name=f"Remove {name}").click()
    assert focused(page) == "add"
    assert page.url == f"{site_address}compare/"
    assert not page.locator("#view").is_visible()


def test_a_keyboard_is_enough(browser_page: Page, site_address: str) -> None:
    """Words and Enter add models, arrows reach the others that are found, and Tab all controls."""
    page = browser_page
    page.goto(f"{site_address}compare/")
    page.wait_for_selector("#table[aria-busy=false]", state="attached")
    page.locator("#add").focus()
    page.keyboard.type("acme anvil 2")
    page.wait_for_selector("#found button")
    page.keyboard.press("Enter")
    wait_for_models(page, 1)
    assert page.locator("#said").inner_text().startswith("Anvil 2 added. One model so far")
    assert focused(page) == "add"
    page.keyboard.type("model 00")
    page.locator("#said", has_text="the first 8 shown.").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for_models(page, 2)
    assert asked(page).startswith(f"m={ANVIL}&m=")
    seen = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.add(focused(page))
    assert {"Move Anvil 2 right", "equal"} <= seen


def test_what_cannot_be_loaded_is_said(browser_page: Page, site_address: str) -> None:
    """Where a model's file cannot be had, the page names the model and compares the rest."""
    page = browser_page
    page.route("**/models/acme/model-000/index.json", lambda route: route.fulfill(json={}, status=200))
    opened(page, site_address, *PLAIN[:3])
    assert heads(page) == ["Model 001", "Model 002"]
    assert "The facts of Acme: Model 000 could not be loaded" in page.locator("#notices").inner_text()


def test_a_proposal_opens_a_comparison(browser_page: Page, site_address: str) -> None:
    """Without models in the address there is no table, and a proposal leads to one."""
    page = browser_page
    page.goto(f"{site_address}compare/")
    assert not page.locator("#view").is_visible()
    page.get_by_role("link", name="The best ranked").click()
    page.wait_for_selector("#table thead a")
    assert len(heads(page)) == 4
    assert page.title().startswith("Anvil 2 · ")


def test_a_models_page_leads_here(browser_page: Page, site_address: str) -> None:
    """The link on a model's page opens the comparison with it, and asks for a second model."""
    browser_page.goto(f"{site_address}models/{ANVIL}/")
    browser_page.get_by_role("link", name="Compare with…").click()
    browser_page.wait_for_selector("#table thead a")
    assert heads(browser_page) == ["Anvil 2"]
    assert "add another" in browser_page.locator("#said").inner_text()


def test_what_is_touched_is_large_enough(browser_page: Page, site_address: str) -> None:
    """Buttons of the models and of what was found are 24 pixels at least (WCAG 2.5.8)."""
    browser_page.set_viewport_size({"width": 320, "height": 640})
    page = opened(browser_page, site_address, *PLAIN)
    page.locator("#add").fill("anvil")
    page.locator("#found button").first.wait_for()
    sizes = page.locator("main button").evaluate_all(
        "all => all.map(one => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
    )
    assert len(sizes) > 12
    assert min(min(size) for size in sizes) >= 24


def test_print_shows_the_table_without_the_controls(browser_page: Page, site_address: str) -> None:
    """On paper the table stands and what can only be pressed does not."""
    page = opened(browser_page, site_address, *PLAIN[:2])
    page.emulate_media(media="print")
    assert page.locator("#table table").is_visible()
    for control in ("#picker", "#picked", "#equal", "#ready"):
        assert not page.locator(control).is_visible()


def test_dark_paper_has_light_ink(browser_page: Page, site_address: str) -> None:
    """The first column, which covers what scrolls below it, has the paper of the dark scheme."""
    browser_page.emulate_media(color_scheme="dark")
    page = opened(browser_page, site_address, *PLAIN[:2])
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    head = page.locator("#table tbody th").nth(1)
    assert head.evaluate("one => getComputedStyle(one).backgroundColor") == paper


def test_without_a_script_there_is_no_dead_control(new_page: NewPage, site_address: str) -> None:
    """Without JavaScript nothing can be typed into in vain, and the way to the same facts is said."""
    page = new_page(java_script_enabled=False)
    page.goto(f"{site_address}compare/?m={ANVIL}")
    assert not page.locator("#add").is_visible()
    assert page.locator("noscript p").is_visible()
    assert page.get_by_role("link", name="table of all models").is_visible()
