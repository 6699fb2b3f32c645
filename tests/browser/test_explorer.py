"""The explorer in a real browser: what a visitor asks, what the table answers, and what the address keeps."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sitegen.pages.explorer import FIRST_DRAWN
from tests.browser.world import HOSTILE, PLAIN, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page, Route

    from tests.browser.conftest import NewPage

MODELS = len({record["canonical_slug"] for record in records()})
DRAWN = ".drawn #register:not([aria-busy])"
ROWS = f"{DRAWN} tbody tr"


def opened(page: Page, address: str, query: str = "") -> Page:
    """Open the explorer and wait until the script has the table."""
    page.goto(address + query)
    page.wait_for_selector(DRAWN)
    return page


@pytest.fixture
def explorer(browser_page: Page, site_address: str) -> Page:
    """Give the explorer as a visitor first sees it on a desktop."""
    return opened(browser_page, site_address)


def names(page: Page) -> list[str]:
    """Return the names of the lines that are shown, once all are drawn."""
    page.wait_for_selector(DRAWN)
    return page.locator(f"{ROWS} th a").all_inner_texts()


def column(page: Page, key: str) -> list[str]:
    """Return the texts of a column of the lines that are shown, once all are drawn."""
    page.wait_for_selector(DRAWN)
    keys = page.locator("#register thead th").evaluate_all("all => all.map((one) => one.dataset.key)")
    return page.locator(f"{ROWS} > :nth-child({keys.index(key) + 1})").all_inner_texts()


def found(page: Page) -> str:
    """Return what a screen reader is told."""
    return page.locator("#found").inner_text()


def question(page: Page, legend: str) -> Locator:
    """Return what unfolds a question."""
    return page.locator(".questions summary", has_text=re.compile(f"^{legend}$"))


def tick(page: Page, name: str, value: str, legend: str = "") -> None:
    """Tick a box, in a folded question if that is named."""
    if legend:
        question(page, legend).click()
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def view(url: str) -> dict[str, list[str]]:
    """Return what an address of the page says."""
    return parse_qs(urlsplit(url).query)


def wait_for_view(page: Page, holds: Callable[[dict[str, list[str]]], bool]) -> None:
    """Wait until the page has written into its address what a test expects; else the test fails."""
    page.wait_for_url(lambda url: holds(view(url)))


def test_fifty_lines_are_shown_and_more_on_demand(explorer: Page) -> None:
    """Fifty stand there, the count is told, and each press shows fifty more."""
    assert len(names(explorer)) == 50
    assert found(explorer) == f"{MODELS - 2} models, 2 aliases and routers, the first 50 shown"
    explorer.locator("#more").click()
    assert len(names(explorer)) == 100
    assert explorer.evaluate("document.activeElement.closest('tr').rowIndex") == 51
    explorer.locator("#more").click()
    assert len(names(explorer)) == MODELS
    assert explorer.locator("#more").is_hidden()
    assert found(explorer) == f"{MODELS - 2} models, 2 aliases and routers"


def test_a_line_looks_as_it_was_served(explorer: Page) -> None:
    """A line shows the figures of the page's own row."""
    explorer.locator("[name=q]").fill("anvil-2-20260102")
    explorer.wait_for_function("document.querySelectorAll('.drawn #register tbody tr').length === 1")
    line = " ".join(explorer.locator(ROWS).first.inner_text().split())
    named, figures = "Anvil 2 acme/anvil-2 :free", "$2.50+ $10+ 128K 16.4K text, image → text img tools tools"
    assert line == f"{named} {figures} #1 1496 2026-01-02"


def search(page: Page, text: str) -> None:
    """Type a text into the search and wait until the page has written it into its address."""
    page.locator("[name=q]").fill(text)
    wait_for_view(page, lambda said: said.get("q", [""]) == [text])


def test_a_search_looks_at_name_id_slug_and_author(explorer: Page) -> None:
    """Every word must begin where a word of the names does; the lines change at each key."""
    for words, some in {
        "model-007": "Model 007",
        "ORBIT 07": "Model 07",
        "anvil free": "Anvil 2",
        "acme/anvil-2-20260102": "Anvil 2",
    }.items():
        explorer.locator("[name=q]").fill("")
        explorer.locator("[name=q]").press_sequentially(words)
        wait_for_view(explorer, lambda said, words=words: said.get("q") == [words])
        assert names(explorer), words
        assert all(name.startswith(some) for name in names(explorer)), words


def test_a_search_looks_at_the_family_of_the_tokenizer(explorer: Page) -> None:
    """A model of another's family is found by the family's name, which stands in its tokenizer alone."""
    family = [one for one in records() if one["architecture"].get("tokenizer") == "Odd"]
    search(explorer, "odd")
    assert found(explorer).split()[0] == str(len(family))


def test_the_best_match_stands_first_and_a_typo_is_forgiven(explorer: Page) -> None:
    """While a text is searched the sort box says “Best match”; without it the usual order is back."""
    for text in ("model007", "modle 007", "nimbus model-007"):
        search(explorer, text)
        assert names(explorer)[0] == "Model 007", text
        assert explorer.locator("[name=sort]").input_value() == "match"
    search(explorer, "")
    assert explorer.locator("[name=sort]").input_value() == "rank"
    assert names(explorer)[0] == "Anvil 2"


def test_a_search_finds_retired_models_too(explorer: Page) -> None:
    """A retired model is found without a tick, says that it is retired, and stands behind current ones."""
    search(explorer, "acme old")
    explorer.locator(ROWS, has_text="retired 2026-02-05").wait_for()
    assert names(explorer) == ["Old"]


def test_a_search_without_an_answer_says_so(explorer: Page) -> None:
    """Where nothing is found the words say it, and one press brings all back."""
    search(explorer, "no such quill paint")
    assert (names(explorer), found(explorer)) == ([], "No models match")
    assert explorer.locator("#hints a").first.inner_text() == "Paint"
    explorer.locator("#clear").click()
    assert len(names(explorer)) == 50
    assert explorer.evaluate("document.activeElement.name") == "q"


def test_what_stands_in_the_way_is_named(explorer: Page) -> None:
    """Where filters leave out what a search finds, or everything, the page says so and names it."""
    search(explorer, "gift")
    tick(explorer, "can", "reasoning", "Abilities")
    wait_for_view(explorer, lambda said: "can" in said)
    assert (
        explorer.locator("#hints").inner_text()
        == "The filters leave out 1 that “gift” finds: Quill: Gift (free)"
    )
    search(explorer, "")
    tick(explorer, "can", "tools")
    explorer.locator("#found", has_text="No models match").wait_for()
    assert "Without the filter under “Abilities”" in explorer.locator("#hints").inner_text()


FILTERS: list[tuple[str, str, str, Callable[[dict[str, Any]], bool]]] = [
    ("author", "orbit", "Author", lambda one: one["id"].startswith("orbit/")),
    ("in", "image", "Types", lambda one: "image" in one["architecture"].get("input_modalities", [])),
    ("out", "image", "Types", lambda one: "image" in one["architecture"].get("output_modalities", [])),
    ("can", "tools", "Abilities", lambda one: "tools" in one["supported_parameters"]),
    (
        "can",
        "response_format",
        "Abilities",
        lambda one: "response_format" in one["supported_parameters"],
    ),
    ("open", "1", "More", lambda one: one["hugging_face_id"]),
    ("free", "1", "Price", lambda one: one["pricing"].get("prompt") == "0"),
]


def test_a_filter_leaves_what_has_it(explorer: Page) -> None:
    """Each tick leaves the models that have what it names, and no others."""
    for name, value, legend, holds in FILTERS:
        tick(explorer, name, value, legend)
        expected = {record["canonical_slug"] for record in records() if holds(record)}
        assert 0 < len(expected) < MODELS
        assert sum(map(int, re.findall(r"(\d+) (?:model|alias)", found(explorer)))) == len(expected), (
            name,
            value,
        )
        explorer.keyboard.press("Escape")
        explorer.locator("#clear").click()


def test_ticks_of_abilities_add_up_and_authors_stand_beside_each_other(explorer: Page) -> None:
    """A model must have every ability that is ticked, and be of any author that is ticked."""
    tick(explorer, "can", "tools", "Abilities")
    tick(explorer, "can", "reasoning")
    assert found(explorer) == "No models match"
    explorer.locator("#clear").click()
    tick(explorer, "author", "orbit", "Author")
    tick(explorer, "author", "quill")
    wait_for_view(explorer, lambda said: len(said.get("author", [])) == len(("orbit", "quill")))
    explorer.wait_for_selector(DRAWN)
    ids = explorer.locator(f"{ROWS} th code:first-of-type").all_inner_texts()
    assert {one.partition("/")[0] for one in ids} == {"orbit", "quill"}


def test_ranges_leave_out_what_has_no_figure(explorer: Page) -> None:
    """Prices between two amounts, at least so much context, listed since: what has none is in no range."""
    question(explorer, "Price").click()
    explorer.locator("[name=input_from]").fill("1")
    explorer.locator("[name=input_to]").fill("2.5")
    explorer.locator("[name=sort]").select_option("input")
    assert column(explorer, "input")[0] == "$1"
    explorer.locator("[name=sort]").select_option("-input")
    assert column(explorer, "input")[0] == "$2.50+"
    assert "varies by request" not in column(explorer, "input")
    explorer.locator("#clear").click()
    question(explorer, "Context").click()
    explorer.locator("[name=context]").fill("128k")
    question(explorer, "More").click()
    explorer.locator("[name=since]").fill("2025-04-01")
    explorer.locator("[name=sort]").select_option("listed")
    assert column(explorer, "listed")[0] >= "2025-04-01"
    explorer.locator("[name=sort]").select_option("context")
    assert set(column(explorer, "context")[:8]) == {"128K"}


def test_ranks_and_confidence_can_be_asked_for(explorer: Page) -> None:
    """Only ranked models, best first; and those whose match is of a certain confidence."""
    tick(explorer, "ranked", "1", "More")
    explorer.locator("[name=sort]").select_option("rank")
    ranks = [int(text.split()[0].removeprefix("#")) for text in column(explorer, "rank")]
    assert ranks == sorted(ranks)
    assert found(explorer) == f"{PLAIN // 3 + 1} models"
    tick(explorer, "match", "exact")
    assert found(explorer) == f"{PLAIN // 3 + 1} models"


def test_retired_models_are_hidden_until_asked_for(explorer: Page, site_address: str) -> None:
    """A retired model stands among the others when asked for, says so, and its link leads to its page."""
    tick(explorer, "gone", "1", "More")
    tick(explorer, "author", "acme", "Author")
    explorer.locator(ROWS, has_text="retired 2026-02-05").wait_for()
    assert names(explorer)[-1] == "Old"
    explorer.locator(f"{ROWS} a", has_text="Old").click()
    assert explorer.url == f"{site_address}models/acme/old/"


def test_names_of_arena_alone_are_a_source_of_their_own(explorer: Page, site_address: str) -> None:
    """A name without a model has a line with its rank, a reason in every blank, and leads to its page."""
    tick(explorer, "source", "arena_only", "More")
    explorer.wait_for_selector(f'{ROWS} :text("stranger-7b")')
    assert names(explorer) == ["stranger-7b"]
    assert column(explorer, "input") == ["not in the source"]
    assert re.fullmatch(r"#\d+", column(explorer, "rank")[0])
    assert explorer.locator(f"{ROWS} input").count() == 0
    explorer.locator(f"{ROWS} a").click()
    assert explorer.url == f"{site_address}arena/names/stranger-7b/"


def test_the_numbers_that_ticks_would_leave_are_told(explorer: Page) -> None:
    """Beside a tick of an open panel stands how many rows it would leave, with all that is asked already."""
    tick(explorer, "author", "orbit", "Author")
    question(explorer, "Abilities").click()
    option = explorer.locator("label", has=explorer.locator('[name=can][value="tools"]'))
    wait_for_view(explorer, lambda said: said.get("author") == ["orbit"])
    # Every other one of a fifth of the models. Numbers come after the rows.
    told = PLAIN // 5 // 2
    option.locator("span", has_text=re.compile(f"^{told}$")).wait_for()
    option.locator("input").check()
    assert found(explorer) == f"{told} models"


def test_presets_and_questions_fill_the_form(explorer: Page) -> None:
    """A button of a panel sets its field, and pressed again empties it; a question asks for a whole view."""
    question(explorer, "Context").click()
    preset = explorer.locator('[data-set="context=128k"]')
    preset.click()
    wait_for_view(explorer, lambda said: said.get("context") == ["128000"])
    preset.click()
    wait_for_view(explorer, lambda said: said == {})
    chip = explorer.locator(".chips a", has_text="Cheapest with tools and vision")
    chip.click()
    asked = {"sort": ["input"], "can": ["tools"], "in": ["image"]}
    wait_for_view(explorer, lambda said: said == asked)
    assert chip.get_attribute("aria-current") == "true"
    chip.click()
    wait_for_view(explorer, lambda said: said == {})


def test_prices_that_moved_are_marked_and_asked_for(explorer: Page) -> None:
    """A question leaves the models whose price moved lately; ticks leave those that fell, or that rose."""
    explorer.locator(".chips a", has_text="Price changes").click()
    wait_for_view(explorer, lambda said: said == {"moved": ["down", "up"]})
    marks = explorer.locator("#register .moved").all_inner_texts()
    assert sorted(" ".join(mark.split()) for mark in marks) == ["+100 %, today", "−50 %, today"]
    question(explorer, "Price").click()
    ticks = explorer.locator("[data-question=moved]")
    ticks.locator("[value=up]").uncheck()
    wait_for_view(explorer, lambda said: said == {"moved": ["down"]})
    assert names(explorer) == ["Model 005"]
    assert [one.split() for one in ticks.locator("label").all_inner_texts()] == [
        ["Price", "down", "1"], ["Price", "up", "2"],
    ]  # fmt: skip


def test_authors_can_be_searched(explorer: Page) -> None:
    """What is typed above the list of authors leaves those whose name begins so."""
    question(explorer, "Author").click()
    explorer.locator("#author-search").fill("qui")
    assert explorer.locator("[data-question=author] label:visible").all_inner_texts()[0].split()[0] == "Quill"
    assert explorer.locator("[data-question=author] label:visible").count() == 1


@pytest.mark.parametrize(
    ("typed", "number"), [("200k", "200000"), ("1.5M", "1500000"), ("1,5", "1.5"), ("12 000", "12000")]
)
def test_numbers_are_read_as_people_write_them(explorer: Page, typed: str, number: str) -> None:
    """A number field understands k and M, a comma as a decimal point, and blanks between groups."""
    question(explorer, "Context").click()
    explorer.locator("[name=context]").fill(typed)
    wait_for_view(explorer, lambda said: said == {"context": [number]})


def test_what_is_no_number_is_marked(explorer: Page) -> None:
    """A field with something else than a number asks for nothing, and says that it is wrong."""
    question(explorer, "Context").click()
    explorer.locator("[name=context]").fill("much")
    explorer.locator('[name=context][aria-invalid="true"]').wait_for()
    assert found(explorer).startswith(f"{MODELS - 2} models")


def test_any_column_orders_the_table_both_ways(explorer: Page) -> None:
    """A press on a head orders by it and says so; a second one turns the order; blanks stay last."""
    for key in ("name", "input", "output", "context", "longest", "takes", "abilities", "rank"):
        head = explorer.locator(f'#register th[data-key="{key}"]')
        head.locator("button").click()
        first, order = column(explorer, key)[0], head.get_attribute("aria-sort")
        assert order in ("ascending", "descending"), key
        assert explorer.locator("#register [aria-sort]").count() == 1, key
        head.locator("button").click()
        assert head.get_attribute("aria-sort") in {"ascending", "descending"} - {order}, key
        last = column(explorer, key)[0]
        assert last != first or key in ("longest", "takes"), key
        assert not first.startswith("not "), key
        assert not last.startswith("not "), key


def test_columns_can_be_chosen_and_the_choice_is_kept(explorer: Page) -> None:
    """An unticked column goes from head and lines, and a reload brings the same columns."""
    question(explorer, "Columns").click()
    explorer.locator('#columns input[value="abilities"]').uncheck()
    explorer.wait_for_selector(DRAWN)
    heads = explorer.locator("#register thead th").all_inner_texts()
    assert "Abilities" not in heads
    assert len(heads) == explorer.locator(f"{ROWS}:first-child > *").count()
    wait_for_view(explorer, lambda said: "abilities" not in said.get("columns", ["abilities"])[0].split())
    explorer.reload()
    explorer.wait_for_selector(DRAWN)
    assert explorer.locator("#register thead th").all_inner_texts() == heads


def test_a_narrow_screen_can_show_a_column_that_it_hides(browser_page: Page, site_address: str) -> None:
    """On a phone the day of listing is hidden; whoever ticks it sees it."""
    browser_page.set_viewport_size({"width": 390, "height": 844})
    page = opened(browser_page, site_address)
    head = page.locator('#register th[data-key="listed"]')
    assert head.is_hidden()
    page.locator("#unfold").click()
    question(page, "Columns").click()
    box = page.locator('#columns input[value="listed"]')
    assert not box.is_checked()
    box.check()
    page.wait_for_selector(DRAWN)
    assert head.is_visible()
    assert page.locator(f"{ROWS}:first-child time").is_visible()


def test_dense_lines_are_lower(explorer: Page) -> None:
    """Dense lines show more of the table at once."""
    line = explorer.locator(ROWS).nth(3)
    before = line.bounding_box()
    question(explorer, "Columns").click()
    explorer.locator("[name=dense]").check()
    after = line.bounding_box()
    assert before
    assert after
    assert after["height"] < before["height"]


def test_the_address_brings_the_same_view_back(explorer: Page) -> None:
    """Search, ticks, ranges, order, lines and picks are all in the address, and only what differs is."""
    assert view(explorer.url) == {}
    explorer.locator("[name=q]").fill("model")
    tick(explorer, "can", "tools", "Abilities")
    explorer.locator("[name=sort]").select_option("-input")
    explorer.locator("#more").click()
    explorer.locator(f"{ROWS} .pick input").nth(1).check()
    picked = explorer.locator(f"{ROWS} .pick input").nth(1).get_attribute("value")
    expected = {"q": ["model"], "can": ["tools"], "sort": ["-input"], "rows": ["100"], "m": [picked]}
    wait_for_view(explorer, lambda said: said == expected)
    view_before, address = shown(explorer), explorer.url
    explorer.goto(
        "about:blank"
    )  # to open the same address anew, instead of once more with what the form held
    assert shown(opened(explorer, address)) == view_before
    assert explorer.locator("[name=q]").input_value() == "model"


def shown(page: Page) -> tuple[list[str], str, str]:
    """Return the lines of a view, what is said of them, and what is picked."""
    return names(page), found(page), page.locator("#picked").inner_text()


@pytest.mark.parametrize(
    "query", ["?sort=nothing&rows=-7&m=un/known&can=%00&columns=", "?rows=x&tokens_in=1e99"]
)
def test_an_address_that_says_nonsense_is_answered(browser_page: Page, site_address: str, query: str) -> None:
    """What an address says wrongly is left out, and the page works."""
    page = opened(browser_page, site_address, query)
    assert found(page)
    assert page.locator("[name=sort]").input_value() == "rank"


def test_a_price_by_the_hour_is_asked_for_by_its_dearest_hour(browser_page: Page, site_address: str) -> None:
    """At most so much holds at every hour, work has both amounts, and a file says why it has no number."""
    page = opened(browser_page, site_address, "?q=tide&input_to=0.3")
    assert found(page).startswith("No model")
    page = opened(browser_page, site_address, "?q=tide&input_to=0.4")
    assert column(page, "input")[0].split("\n") == ["$0.20 to $0.40", "by the hour", "+"]
    question(page, "Estimate cost").click()
    for name, number in (("tokens_in", "1M"), ("tokens_out", "100k"), ("requests", "1000")):
        page.locator(f"[name={name}]").fill(number)
    (cost,) = column(page, "cost")
    assert re.fullmatch(r"\$0\.30 to \$0\.50\d", cost)


def ask_cost(page: Page, **fields: object) -> None:
    """Fill the fields of the form for costs."""
    question(page, "Estimate cost").click()
    for name, value in fields.items():
        page.locator(f"input[name={name}]").fill(str(value))


def test_the_cost_of_work_becomes_a_column(explorer: Page) -> None:
    """Tokens, share of the cache and requests give each row its cost, or why there is none."""
    ask_cost(explorer, tokens_in="1M", tokens_out="10k", cached=50, requests=10)
    search(explorer, "anvil 2")
    (cost,) = column(explorer, "cost")
    # The tier beyond 64,000 tokens reprices the whole request; its cache price is the base one.
    # 10 × (50,000 × $5 + 50,000 × $0.25 + 1,000 × $20) / 1M
    assert re.fullmatch("≈\u202f\\$2\\.82\\d", cost)
    assert "which hold for the whole request" in explorer.locator("#cost-notes").inner_text()
    search(explorer, "auto router")
    assert column(explorer, "cost") == ["price varies by request"]
    search(explorer, "model-000")
    # A cell has room for a few words; the note below the table has all of them.
    assert column(explorer, "cost") == ["does not fit1"]
    assert explorer.locator("#cost-notes").inner_text() == "Does not fit: 101,000 tokens, context 8,000."
    search(explorer, "")
    assert column(explorer, "cost")[0] == "free"
    assert column(explorer, "cost")[1].startswith("$")
    assert explorer.locator("[name=sort]").input_value() == "cost"
    wait_for_view(explorer, lambda said: said.get("tokens_in") == ["1000000"])


def test_tokens_of_a_day_need_no_number_of_requests(explorer: Page) -> None:
    """Where no number of requests is given, they are small ones: no tier applies, and the sum is exact."""
    ask_cost(explorer, tokens_in="2M", tokens_out="500k")
    search(explorer, "acme anvil-2-20260102")
    # 2 × $2.50 + 0.5 × $10, although 2M tokens are beyond the tier of 64,000
    assert column(explorer, "cost") == ["$10"]
    assert explorer.locator("th[data-key=cost]").inner_text() == "Cost a day"


def test_free_shows_what_is_free(explorer: Page) -> None:
    """Asked for free models, a row shows the id that is free and not the price of another."""
    tick(explorer, "free", "1", "Price")
    explorer.locator(ROWS, has_text="acme/anvil-2:free").wait_for()
    assert set(column(explorer, "input")) == {"free"}


def downloaded(page: Page, form: str) -> str:
    """Return the text of the file that a button gives."""
    with page.expect_download() as waiting:
        page.locator(f'button[data-form="{form}"]').click()
    return Path(waiting.value.path()).read_bytes().decode()


def test_what_is_shown_can_be_taken_as_json(explorer: Page) -> None:
    """The file has the lines of the view in its order, exact values, and a reason for every null."""
    explorer.locator("[name=q]").fill("quill: gift")
    tick(explorer, "free", "1", "Price")
    taken = json.loads(downloaded(explorer, "json"))
    (line,) = taken["models"]
    assert line["slug"] == "quill/gift"
    assert (line["input_usd_per_million_tokens"], line["rank"]) == ("0", None)
    assert line["blanks"]["rank"] == "not on this board"
    assert taken["version"]
    explorer.locator("#clear").click()
    explorer.locator("[name=sort]").select_option("-input")
    taken = json.loads(downloaded(explorer, "json"))
    assert len(taken["models"]) == MODELS
    assert [line["name"].partition(": ")[2] for line in taken["models"]][:40] == names(explorer)[:40]


def test_what_is_shown_can_be_taken_as_csv(explorer: Page) -> None:
    """The file has a head, a line a model, its own columns alone, and no cell that a program would run."""
    explorer.locator("[name=q]").fill("evil")
    question(explorer, "Columns").click()
    explorer.locator('#columns input[value="abilities"]').uncheck()
    explorer.keyboard.press("Escape")
    text = downloaded(explorer, "csv")
    assert text.endswith("\r\n")
    (line,) = csv.DictReader(io.StringIO(text, newline=""))
    assert line["slug"] == HOSTILE
    assert line["input_usd_per_million_tokens"] == "2.5"
    assert "parameters" not in line
    assert not re.search(r"(^|[;,|\t])[=+@-]", line["name"])


def test_up_to_six_models_are_picked_and_compared(explorer: Page, site_address: str) -> None:
    """Picks stand in a tray whatever is searched next; at six the other boxes rest; the link names them."""
    boxes = explorer.locator(f"{ROWS} .pick input")
    for at in range(6):
        boxes.nth(at).check()
    assert boxes.nth(6).is_disabled()
    picked = [boxes.nth(at).get_attribute("value") for at in range(6)]
    explorer.locator("[name=q]").fill("no such model")
    assert "6 is the most" in explorer.locator("#picked").inner_text()
    link = explorer.locator("#compare")
    assert link.inner_text() == "Compare these 6"
    address = urlsplit(str(link.evaluate("link => link.href")))
    assert (address.path, parse_qs(address.query)) == (
        urlsplit(site_address).path + "compare/",
        {"m": picked},
    )
    explorer.locator("#unpick").click()
    assert explorer.locator("#tray").is_hidden()


def test_the_keyboard_alone_will_do(explorer: Page) -> None:
    """Tab reaches search and order, questions fold with Enter and Escape, heads order, boxes pick."""
    explorer.locator("[name=q]").focus()
    explorer.keyboard.type("model-00")
    explorer.keyboard.press("Tab")
    assert explorer.evaluate("document.activeElement.closest('.chips') !== null")
    question(explorer, "Author").focus()
    explorer.keyboard.press("Enter")
    explorer.keyboard.press("Tab")
    assert explorer.evaluate("document.activeElement.id") == "author-search"
    explorer.keyboard.press("Tab")
    explorer.keyboard.press("Space")
    assert explorer.evaluate("document.activeElement.checked")
    explorer.keyboard.press("Escape")
    assert explorer.locator("details[open]").count() == 0
    assert explorer.evaluate("document.activeElement.tagName") == "SUMMARY"
    explorer.locator('#register th[data-key="input"] button').focus()
    explorer.keyboard.press("Enter")
    assert explorer.locator('#register th[data-key="input"]').get_attribute("aria-sort") == "ascending"
    explorer.locator(f"{ROWS} .pick input").first.focus()
    explorer.keyboard.press("Space")
    assert explorer.locator("#tray").is_visible()


def test_without_javascript_the_table_is_whole(new_page: NewPage, site_address: str) -> None:
    """Every model stands there, also those behind the fiftieth, and no control that does nothing."""
    page = new_page(java_script_enabled=False)
    page.goto(site_address)
    assert page.locator("#register tr[data-slug]").count() == MODELS
    assert page.locator("#register tr[data-slug]").last.is_visible()
    assert page.locator("#finder").is_hidden()
    assert page.locator("#more").is_hidden()


def test_without_the_facts_the_served_table_stays(unwatched: Page, site_address: str) -> None:
    """Where models.json cannot be read, the page keeps its table and hides the questions."""
    page = unwatched
    page.route("**/models.json", lambda route: route.abort())
    opened(page, site_address)
    assert page.locator("#register tr[data-slug]").count() == MODELS
    assert page.locator("#register tr[data-slug]").last.is_visible()
    assert page.locator("#finder").is_hidden()


def models_held(page: Page, address: str) -> list[Route]:
    """Open the start page and hold its models.json back; return the request, which can go on later."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/models.json", hold)
    page.goto(address)
    return held


def test_what_is_typed_before_the_facts_are_there_waits_for_them(unwatched: Page, site_address: str) -> None:
    """The served rows stay until models.json is read; then the search is answered, and no row is lost."""
    page = unwatched
    held = models_held(page, site_address)
    page.locator("main input[type=search]").fill("anvil")
    page.wait_for_timeout(300)
    assert page.locator("#register tr[data-slug]:visible").count() == FIRST_DRAWN
    held[0].continue_()
    page.locator("#found", has_text="1 model").wait_for()
    page.locator("#clear").click()
    for _ in range(2):
        page.locator("#more").click()
    assert len(names(page)) == MODELS


def test_enter_waits_for_the_answer_and_the_way_back_leads_to_it(unwatched: Page, site_address: str) -> None:
    """Enter opens the first model of what was typed, not of what stood there; the way back leads to it."""
    page = unwatched
    held = models_held(page, site_address)
    box = page.locator("main input[type=search]")
    box.fill("model-007")
    box.press("Enter")
    page.wait_for_timeout(300)
    assert page.url == site_address
    held[0].continue_()
    page.wait_for_url("**/models/nimbus/model-007/")
    page.unroute_all()
    page.go_back()
    page.wait_for_selector(DRAWN)
    assert view(page.url) == {"q": ["model-007"]}
    assert box.input_value() == "model-007"


@pytest.mark.parametrize("form", ["one line", "other lines", "CRLF"])
def test_lines_that_a_host_wrote_anew_are_read(unwatched: Page, site_address: str, form: str) -> None:
    """A models.json that came with other line breaks has the same models."""
    page = unwatched
    text = page.request.get(f"{site_address}api/v1/models.json").text()
    written = {
        "one line": json.dumps(json.loads(text)),
        "other lines": json.dumps(json.loads(text), indent=1),
        "CRLF": text.replace("\n", "\r\n"),
    }
    page.route(
        "**/models.json", lambda route: route.fulfill(body=written[form], content_type="application/json")
    )
    opened(page, site_address)
    assert page.locator("#finder").is_visible()
    assert len(names(page)) == 50
    assert "the first 50 shown" in found(page)


def test_a_search_that_cannot_be_read_is_told(unwatched: Page, site_address: str) -> None:
    """Where the names of a search cannot be read, the page says so, keeps its rows and answers all else."""
    page = unwatched
    page.route("**/search.json", lambda route: route.fulfill(status=503))
    opened(page, site_address, "?q=anvil&ranked=1")
    assert "Not all of this could be read (assets/search.json: 503)" in found(page)
    assert names(page)
    page.unroute_all()
    search(page, "anvil")
    assert "could not be read" not in found(page)
    assert any("Anvil" in name for name in names(page))


def test_rows_wait_for_a_script_and_not_for_ever(unwatched: Page, site_address: str) -> None:
    """As many rows as a screen has are there at once; a script brings the others and the chart, or time."""
    page = unwatched
    page.route("**/explorer.js", lambda route: route.abort())
    page.goto(site_address)
    rows = page.locator("#register tr[data-slug]:visible")
    assert rows.count() == FIRST_DRAWN
    assert page.locator("figure.scatter").is_hidden()
    page.emulate_media(media="print")
    assert rows.count() == MODELS
    page.emulate_media(media="screen")
    assert rows.count() == FIRST_DRAWN
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    assert rows.count() == MODELS
    assert page.locator("figure.scatter").is_visible()


def test_a_tall_screen_has_all_rows_at_once(unwatched: Page, site_address: str) -> None:
    """Where there is room below the first rows, nothing that stands there moves when others come."""
    page = unwatched
    page.set_viewport_size({"width": 1366, "height": 1400})
    page.route("**/explorer.js", lambda route: route.abort())
    page.goto(site_address)
    assert page.locator("#register tr[data-slug]:visible").count() == MODELS


def test_an_address_leads_to_the_chart(explorer: Page, site_address: str) -> None:
    """The rows that a script brings do not push away what a link from a model's page leads to."""
    page = opened(explorer, site_address, "#price-and-rating")
    page.wait_for_function(
        """() => {
          const {top} = document.querySelector("#price-and-rating").getBoundingClientRect();
          return top >= 0 && top < innerHeight;
        }"""
    )


def test_many_items_leave_room_for_a_key(explorer: Page) -> None:
    """Work on many is cut into slices, between which what waits has its turn."""
    turns = explorer.evaluate(
        """async () => {
          const {each} = await import(document.querySelector("script[src$='page.js']").src);
          const done = [];
          const busy = (item) => {
            for (const end = performance.now() + 2; performance.now() < end; );
            done.push(item);
          };
          const turns = new Set();
          const timer = setInterval(() => turns.add(done.length));
          await each([...Array(50).keys()], busy);
          clearInterval(timer);
          return [done.length, turns.size];
        }"""
    )
    assert turns[0] == 50
    assert turns[1] >= 5


def test_further_lines_that_cannot_be_read_are_told(unwatched: Page, site_address: str) -> None:
    """Where the models that left cannot be read, the current ones stay and the words say what is missing."""
    page = unwatched
    page.route("**/gone/", lambda route: route.abort())
    opened(page, site_address, "?gone=1&q=anvil")
    assert names(page) == ["Anvil 2", "Anvil (latest)"]
    assert "Not all of this could be read" in found(page)


def test_text_from_outside_is_text(explorer: Page) -> None:
    """A name full of markup is shown as it is spelled, in line, tray and link."""
    explorer.locator("[name=q]").fill("evil")
    assert names(explorer) == ['=1+1"><img src=x onerror=alert(1)>']
    explorer.locator(f"{ROWS} .pick input").check()
    assert "<img src=x" in explorer.locator("#picked").inner_text()
    assert explorer.locator("img").count() == 0


def test_on_paper_the_lines_stand_alone(explorer: Page) -> None:
    """Print has the lines that were found, without the controls."""
    explorer.emulate_media(media="print")
    assert explorer.locator("#finder").is_hidden()
    assert explorer.locator(".pick").first.is_hidden()
    assert explorer.locator(ROWS).first.is_visible()
