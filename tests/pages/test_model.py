"""A model's page: every question of a visitor answered, every blank with its reason."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.facts.model import changed_day, model_facts
from sitegen.matching.matches import Decision
from sitegen.pages import Page
from sitegen.pages.cards import model_card
from sitegen.pages.contents import listed_models
from sitegen.pages.model import model_pages
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Receipt
from tests.pages.odd_world import HOSTILE, LAST, LATER, SITE, SLUG, drawn, world
from tests.pages.shown import model_page, of, part, rows, text
from tests.worlds import listing

RECEIPTS = {"openrouter/models": Receipt(address="x", changed=LAST, sha256="", rows=1)}


def page(slug: str = SLUG, known: Catalog | None = None) -> str:
    """Return a drawn model page of the odd world, or of another."""
    known = known or world()
    return drawn(model_page(slug, known), known)


def pages(known: Catalog) -> list[Page]:
    """Return the page of every model of a catalog."""
    context = SiteContext(known, SITE)
    return [next(model_pages(model, context)) for model in known.models]


def facts(markup: str) -> dict[str, str]:
    """Return the lines of a page's lists of facts by label, the first where a label repeats."""
    found: dict[str, str] = {}
    for label, value in re.findall(r"<dt>(.*?)</dt>(.*?)</div>", markup, re.DOTALL):
        found.setdefault(text(label), text(value))
    return found


def test_every_slug_has_a_page() -> None:
    """Each canonical slug, current or gone, has one page, which stands in the sitemap with its day."""
    found = pages(world())
    assert len(found) == len(world().models)
    assert all(one.indexed for one in found)
    listed = list(listed_models(SiteContext(world(), SITE)))
    assert [one.path for one in listed] == [one.path for one in found]
    assert all(one.indexed and one.changed for one in listed)
    assert len({one.path for one in found}) == len(found)


def test_the_first_look() -> None:
    """The panel has prices with what changes them, limits, abilities, rank and match, and the days."""
    found = facts(page().partition('class="glance"')[2].partition("</dl>")[0])
    assert found == {
        "Input": "$2.50 per 1M tokens $5 if the prompt exceeds 128K free as :free",
        "Output": "$10 per 1M tokens other prices by rule free as :free",
        "Context": "128K 128,000 tokens answers up to 16.4K",
        "Abilities": "tools text, image → text no reasoning no structured outputs",
        "Arena, text, overall": "#3 of 2 names score 1400.5 ±10.5 row: anvil-2 match: exact",
        "As of": "2026-03-01 Arena 2026-02-01",
    }


def glanced(*listings: Listing) -> dict[str, str]:
    """Return the panel of a page of just these ids."""
    return facts(of(*listings).partition('class="glance"')[2].partition("</dl>")[0])


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (["tools", "reasoning", "structured_outputs"], "tools, reasoning, structured outputs"),
        (["seed"], "no tools, reasoning or structured outputs"),
        ([], "no parameters"),
        (None, "not published"),
        (..., "not in the source"),
    ],
)
def test_abilities_at_a_glance(parameters: object, said: str) -> None:
    """The panel names what a model can do, and says which of four reasons there is for naming nothing."""
    assert glanced(listing(supported_parameters=parameters))["Abilities"].startswith(said)


def test_a_rule_for_other_prices_leaves_the_panel_alone() -> None:
    """Only a rule that changes the price at hand is named beside it."""
    prices = {
        "prompt": "0.000001",
        "completion": "0.000002",
        "overrides": [{"min_prompt_tokens": 32_000, "completion": "0.000004"}],
    }
    found = glanced(listing(pricing=prices))
    assert found["Input"] == "$1 per 1M tokens"
    assert found["Output"] == "$2 per 1M tokens $4 if the prompt exceeds 32K"


def test_abilities_are_complete() -> None:
    """Modalities, limits, parameters by kind and defaults are all there, unknown parameters too."""
    shown = of(
        listing(
            supported_parameters=["tools", "seed", "top_p", "max_tokens", "levitation"],
            default_parameters={"temperature": 0.6, "top_p": None},
            reasoning={
                "aura": 3,
                "default_enabled": True,
                "mandatory": False,
                "supported_efforts": ["low", "high"],
            },
            supported_voices=["alto", "bass"],
            knowledge_cutoff="2025-06-30",
            per_request_limits={"prompt_tokens": 9},
        )
    )
    found = facts(part(shown, "abilities"))
    assert found["Input types"] == "text and image"
    assert found["Output types"] == "text"
    assert found["Reasoning"] == "can be switched off; on by default; efforts: low, high; aura: 3"
    assert found["Voices"] == "alto, bass"
    assert found["Moderated"] == "yes"
    assert found["Knowledge cutoff"] == "2025-06-30"
    assert found["Limits a request"] == '{"prompt_tokens": 9}'
    assert found["Tools"] == "tools"
    assert found["Sampling"] == "top_p seed"
    assert found["Output"] == "max_tokens"
    assert found["Other"] == "levitation"
    assert found["Defaults"] == "temperature 0.6"


def test_every_blank_has_its_reason() -> None:
    """Of each fact that is not there the page says why: left blank by the source, or no entry in it."""
    bare = dict.fromkeys(
        ("created", "description", "context_length", "architecture", "top_provider", "expiration_date"), ...
    )
    shown = of(listing(pricing={}, supported_parameters=[], default_parameters=None, **bare))
    found = facts(shown)
    no_entry = {
        *("Max output", "Input types", "Output types", "Context window", "Expires"),
        *("Moderated", "Knowledge cutoff", "Tokenizer", "Instruction format"),
    }
    assert {label for label, value in found.items() if value == "not in the source"} == no_entry
    left_blank = {label for label, value in found.items() if value == "not published"}
    assert left_blank == {"Input", "Output", "As of", "Hugging Face id"}
    assert found["Reasoning"] == "no"
    assert found["Context"] == "not in the source max output not in the source"
    assert found["Abilities"] == "no parameters"
    assert found["Arena, text, overall"] == "not read"
    assert "No board of Arena’s has been read yet. A missing rank says nothing bad" in text(shown)
    assert "The source lists no parameters." in text(shown)
    assert "None" not in text(shown.partition('id="record"')[0])
    assert not re.search(r"<(dd|td)[^>]*>\s*</", shown)


def test_a_model_without_description_has_an_honest_sentence() -> None:
    """The sentence is made of facts alone, and the page says so."""
    shown = text(part(of(listing(description=None)), "about"))
    assert (
        "Anvil 2 is a model of Acme on OpenRouter: it takes text and image, gives text, reads up to "
        "128,000 tokens and was listed on 2026-01-02. The source gives no description" in shown
    )


@pytest.mark.parametrize(
    ("expires", "said", "warned"),
    [
        ("2026-02-28", "is past, and the source still lists it.", "is past"),
        ("2026-12-31", "Plan for a replacement.", "Expires on 2026-12-31"),
        ("2098-12-31", "never", ""),
        ("9999-01-01", "never", ""),
    ],
)
def test_expiry_is_measured_against_the_snapshot(expires: str, said: str, warned: str) -> None:
    """A past day is a warning, a coming one another, and upstream's way to say "never" is never."""
    shown = page(known=catalog([listing(expiration_date=expires)], receipts=RECEIPTS))
    assert said in facts(part(shown, "abilities"))["Expires"]
    assert (warned in text(shown.partition('class="glance"')[0])) if warned else 'class="notice' not in shown


def test_an_answer_longer_than_the_context_is_called_out() -> None:
    """Where the longest answer exceeds the context, the page says so where the figure stands."""
    shown = of(listing(top_provider={"max_completion_tokens": 200_000, "context_length": 100_000}))
    found = facts(part(shown, "abilities"))
    assert found["Max output"].startswith("200,000 tokens Max output is 200,000 tokens, and the")
    assert found["Context at this price"] == "100,000 tokens"


def test_variants_say_where_they_differ() -> None:
    """Plain first, then the others by suffix; what differs stands in a table, ids to copy in the heads."""
    shown = of(
        listing(id="acme/anvil-2:free", context_length=8_000, supported_parameters=["tools", "seed"]),
        listing(),
        listing(id="acme/anvil-2:batch"),
    )
    found = rows(part(shown, "abilities"))
    assert found[0] == "Fact acme/anvil-2 acme/anvil-2:batch acme/anvil-2:free"
    assert found[1] == "Context window 128,000 tokens 128,000 tokens 8,000 tokens"
    assert found[2] == "Parameters as above the same without max_tokens, temperature; with seed"
    assert facts(part(shown, "identifiers"))["OpenRouter ids"] == (
        "acme/anvil-2 acme/anvil-2:batch variant “batch” acme/anvil-2:free variant “free”"
    )


def test_whatever_differs_between_ids_is_listed() -> None:
    """Each fact that an id has otherwise than another has a line, in whatever part of the record it is."""
    top = {"context_length": 128_000, "max_completion_tokens": 16_384}
    shown = of(
        listing(top_provider={**top, "is_moderated": True}),
        listing(
            id="acme/anvil-2:free",
            top_provider={**top, "is_moderated": False, "context_length": 64_000},
            architecture={"tokenizer": "Other", "instruct_type": None},
            default_parameters={"temperature": 0.5},
            knowledge_cutoff="2025-01-31",
            hugging_face_id="acme/anvil",
        ),
    )
    found = " ".join(rows(part(shown, "abilities")))
    for label in ("Moderated yes no", "Tokenizer", "Knowledge cutoff", "Hugging Face id"):
        assert label in found
    assert "Defaults none temperature 0.5" in found
    assert "Context at this price 128,000 tokens 64,000 tokens" in found


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (["seed", "tools"], ["tools", "stop"], "without seed; with stop"),
        (["seed"], None, "not published"),
        (None, ["tools", "stop"], "stop, tools"),
        (None, None, ""),
    ],
)
def test_parameters_that_nobody_knows_are_not_lacking(
    first: list[str] | None, second: list[str] | None, said: str
) -> None:
    """Of an id whose parameters are not published only that is said, and all are named of the other."""
    shown = of(
        listing(supported_parameters=first), listing(id="acme/anvil-2:free", supported_parameters=second)
    )
    found = [line for line in rows(part(shown, "abilities")) if line.startswith("Parameters")]
    assert found == ([f"Parameters as above {said}"] if said else [])


@pytest.mark.parametrize(("price", "said"), [("-1", True), ("0", False)])
def test_a_router_says_that_its_price_varies_only_where_it_does(price: str, said: bool) -> None:  # noqa: FBT001
    """A router that is free has a price, and its notice speaks of none."""
    router = listing(
        pricing={"prompt": price, "completion": price},
        architecture={"tokenizer": "Router", "input_modalities": ["text"], "output_modalities": ["text"]},
    )
    shown = text(of(router))
    assert "A router: it passes each request to a model of its choice" in shown
    assert ("the price varies by request." in shown) == said


def test_an_alias_says_where_it_points() -> None:
    """An alias links to the page of the model that it stands for today."""
    alias = listing(
        id="~acme/anvil-latest",
        canonical_slug="~acme/anvil-latest",
        name="Acme: Anvil Latest",
        alias_target={"slug": "acme/anvil-2", "name": "Acme: Anvil 2"},
    )
    shown = page("anvil-latest", catalog([listing(), alias]))
    assert "and its prices and their history follow that model. Today it points to" in text(shown)
    assert f'<a href="../../../models/{SLUG}/">Acme: Anvil 2</a>' in shown
    assert "not applicable" in facts(shown)["Arena, text, overall"]
    lost = page("anvil-latest", catalog([alias]))
    assert "Today it points to Acme: Anvil 2, which is not listed." in text(lost)


def test_an_alias_whose_target_is_not_published_is_no_router() -> None:
    """It stands for the latest of its family on page, Markdown and picture, as ``kind`` says in JSON."""
    key = "~acme/anvil-latest"
    alias = listing(id=key, canonical_slug=key, architecture={"tokenizer": "Router"})
    context = SiteContext(catalog([alias]), SITE)
    (model,) = context.catalog.models
    facts_of = model_facts(model, context)
    assert "The source does not say which model that is today." in facts_of.opening.notices[0].text
    assert facts_of.abilities.lines[0] == ["Kind", "an alias of the latest of its family"]
    assert model_card(model, context).under == "An alias of the latest of its family"
    assert facts_of.identity["kind"] == "alias"


def test_a_router_has_no_price_of_its_own() -> None:
    """A router's prices vary by request, and its page says what it is."""
    shown = of(
        listing(
            pricing={"prompt": "-1", "completion": "-1"},
            architecture={"tokenizer": "Router", "input_modalities": ["text"], "output_modalities": ["text"]},
        )
    )
    assert "A router: it passes each request to a model of its choice" in text(shown)
    assert facts(shown)["Input"] == "varies by request"
    assert "$-" not in shown
    assert "-1" not in text(shown.partition('id="record"')[0])


def test_a_gone_model_keeps_its_page() -> None:
    """What it was stays, under a banner with its last day, and no price is offered any more."""
    shown = page("old")
    assert "Retired: last seen on 2026-02-01, gone by 2026-03-01. All below is as it last was." in text(shown)
    assert facts(shown)["Input"] == "$1 per 1M tokens"
    assert facts(shown)["As of"] == "2026-02-01"
    assert "No row was matched to the retired model." in text(shown)
    assert '"offers"' not in shown


def test_a_variant_that_left_is_listed_with_its_last_day() -> None:
    """An id that left while its model stays has its last prices and days."""
    gone = Gone(listing(id="acme/anvil-2:free", pricing={"prompt": "0"}), LATER, LATER, LAST)
    shown = page(known=catalog([listing()], gone=[gone]))
    assert "acme/anvil-2:free free not published 2026-02-01 2026-03-01" in rows(part(shown, "prices"))
    assert "acme/anvil-2:free retired" in facts(part(shown, "identifiers"))["OpenRouter ids"]


def test_a_gone_model_lists_each_id_with_its_days() -> None:
    """Where several ids left, the banner has the last day of all, and each id its own."""
    early = Gone(listing(id="acme/anvil-2:free", pricing={"prompt": "0"}), LATER, LATER, LATER)
    known = catalog([], gone=[early, Gone(listing(), LATER, LAST, LAST)])
    shown = page(known=known)
    assert "last seen on 2026-03-01, gone by 2026-03-01" in text(shown)
    assert "acme/anvil-2:free free not published 2026-02-01 2026-02-01" in rows(part(shown, "prices"))


def test_the_record_is_shown_once() -> None:
    """The raw record lacks what the page has shown: the description, and what the first id's record has."""
    shown = of(listing(), listing(id="acme/anvil-2:free", pricing={"prompt": "0"}))
    records = re.findall(r"<pre[^>]*>(.*?)</pre>", shown, re.DOTALL)
    first, other = (json.loads(record.replace("&#34;", '"').replace("&gt;", ">")) for record in records)
    assert first == {key: value for key, value in listing().raw.items() if key != "description"}
    assert "as OpenRouter sends it, without the description above" in text(part(shown, "record"))
    assert other == {"id": "acme/anvil-2:free", "pricing": {"prompt": "0"}}
    assert all("data-upstream" in found for found in re.findall(r"<pre[^>]*>", shown))


def test_a_record_without_description_is_whole() -> None:
    """Where no description stands above, none is left out of the record."""
    shown = part(of(listing(description="  ")), "record")
    assert "without the description" not in text(shown)
    assert "&#34;description&#34;: &#34;  &#34;" in shown


def test_unknown_keys_are_named() -> None:
    """A key of the record that we do not know is named where the record stands."""
    assert "pass on as they are: flavour." in text(part(of(listing(flavour="salt")), "record"))


def test_twins_and_sources_are_linked() -> None:
    """The page leads to its JSON and Markdown twins and names each source with its day and terms."""
    shown = page()
    assert 'rel="alternate" type="application/json"' in shown
    assert '<a href="index.json">' in part(shown, "record")
    assert '<a href="index.md">' in part(shown, "record")
    found = facts(part(shown, "sources"))
    assert found["Ratings, text board"] == "Arena, 2026-02-01; CC BY 4.0, credit Arena"
    assert found["Name, description, prices, limits, abilities, identifiers"].startswith(
        "OpenRouter, 2026-03-01"
    )


def test_ratings_come_with_rows_and_evidence() -> None:
    """Each Arena name has its rows, overall ones first, and the match with its reason."""
    shown = part(page(), "ratings")
    assert "anvil-2 exact text 3 1400.5 ±10.5 9,000 2026-02-01" in rows(shown)
    assert "Anvil Two manual vision 1 1200 not published not published 2026-02-01" in rows(shown)
    assert "text coding 2 1410.25 not published not published 2026-03-01" in rows(shown)
    assert "By category anvil-2 in 1 category" in text(shown)
    assert "exact: the names are equal" in text(shown)
    assert "manual: a person decided it" in text(shown)
    assert "The maker calls it so | <b>here</b>." in text(shown)
    assert "<b>here</b>" not in shown


def test_a_missing_rank_names_the_boards_that_were_read() -> None:
    """Where no row was matched, the page names each board with its day and whether it was cut."""
    shown = text(part(page(HOSTILE), "ratings"))
    assert (
        "No row was matched to this model on the boards that we read: text (2026-02-01, 2 names) and vision "
        "(2026-02-01, 1 name, in part)." in shown
    )


def test_a_mode_is_marked_wherever_its_rank_stands() -> None:
    """A rank that a mode of the model earned says so at the top and in the table."""
    rating = Rating(board="text", name="anvil-2-thinking-32k", rank=7, score=1300.0)
    known = catalog([listing()], [Leaderboard(board="text", ratings=(rating,))])
    model = known.models[0]
    assert model.rated
    shown = page(known=known)
    assert "a mode of it: anvil-2-thinking-32k" in facts(shown)["Arena, text, overall"]
    assert "anvil-2-thinking-32k mode variant text 7" in " ".join(rows(part(shown, "ratings")))
    assert "mode marks a row of the model with a thinking budget" in text(part(shown, "ratings"))
    assert "mode marks a row" not in text(page())


def test_a_rating_on_another_board_alone_is_said() -> None:
    """Without a row on the headline board the panel has no rank but names that of another board."""
    rating = Rating(board="vision", name="Anvil 2", rank=1, score=1200.0)
    boards = [Leaderboard(board="text", ratings=()), Leaderboard(board="vision", ratings=(rating,))]
    shown = page(known=catalog([listing()], boards))
    assert facts(shown)["Arena, text, overall"] == "not on this board vision board: #1"
    assert "Anvil 2 exact vision 1 1200" in " ".join(rows(part(shown, "ratings")))


def test_hostile_text_stays_text() -> None:
    """Nothing from upstream opens an element, ends the JSON-LD or leaves its attribute."""
    evil = '"><script>alert(1)</script></script><!--'
    decision = {evil: Decision(evil, SLUG, evil)}
    rating = Rating(board=evil, name=evil, score=1.0, organization=evil, license=evil, category=evil)
    known = catalog(
        [
            listing(
                name=evil,
                description=f"**x** {evil}",
                supported_parameters=[evil],
                default_parameters={evil: evil},
                hugging_face_id=evil,
                knowledge_cutoff=evil,
                links={evil: f"/{evil}"},
                pricing={"prompt": "0.1", evil: "0.1"},
                **{evil: evil},
            )
        ],
        [Leaderboard(board=evil, ratings=(rating,))],
        decisions=decision,
        version=evil,
    )
    shown = page(known=known)
    assert evil.replace('"', "") in text(shown).replace('"', "")
    assert "<script>alert" not in shown
    assert shown.count("<script") == shown.count("</script>") == 4
    assert "<!--" not in shown


def test_structured_data_invents_nothing() -> None:
    """The JSON-LD names page, way and model with the two prices asked, and no rating."""
    shown = page()
    graph = json.loads(shown.partition('application/ld+json">')[2].partition("</script>")[0])["@graph"]
    found = graph[0]["mainEntity"]
    assert [one["price"] for one in found["offers"]["priceSpecification"]] == ["2.5", "10"]
    assert "ating" not in json.dumps(found)
    assert [one["item"] for one in graph[0]["breadcrumb"]["itemListElement"]] == [
        "https://example.org/odd/",
        "https://example.org/odd/authors/acme/",
        f"https://example.org/odd/models/{SLUG}/",
    ]


def test_titles_and_descriptions_are_unique_and_fit() -> None:
    """Two models of one name have titles of their own, and every description has a search result's length."""
    twin = listing(id="acme/anvil-two", canonical_slug="acme/anvil-two")
    long = listing(id="a/b", canonical_slug="a/b", name="N" * 300, pricing={})
    heads = [one.facts["head"] for one in pages(catalog([listing(), twin, long]))]
    assert len({head.title for head in heads}) == len({head.description for head in heads}) == 3
    assert all(50 <= len(head.description) <= 160 for head in heads)


def test_a_page_is_as_new_as_its_newest_fact() -> None:
    """The day of a page is the later of the model's last change and its board's."""
    known = SiteContext(world(), SITE)
    days = {model.slug: changed_day(model, known) for model in known.catalog.models}
    assert (days[SLUG], days["acme/old"]) == (LAST, date(2026, 3, 1))


def test_a_long_description_is_folded_between_two_paragraphs() -> None:
    """What exceeds a dozen lines is folded away whole, links and all; a shorter text stands open."""
    parts = ["one " * 100, "two " * 100, "three [here](/acme/anvil-2) " * 40]
    shown = part(of(listing(description="\n\n".join(parts))), "about")
    opened, _, folded = shown.partition("<details")
    assert "one" in opened
    assert "two" not in opened
    assert "two" in folded
    assert folded.count("<a href") == 40
    assert "<details" not in part(of(listing(description=parts[0])), "about")


@pytest.mark.parametrize(
    "description",
    [
        "word " * 400,
        f"{'word ' * 150}\n\n{'end ' * 80}",
        f"a\n\n```\n{'x ' * 900}\n\n```",
        f"[a]\n\n{'b ' * 900}\n\n[a]: /b",
    ],
)
def test_a_description_that_cannot_be_parted_stands_whole(description: str) -> None:
    """One paragraph, a short rest, a fence or links defined elsewhere are never cut."""
    assert "<details" not in part(of(listing(description=description)), "about")


def test_a_description_that_breaks_off_says_so() -> None:
    """Where the source cuts its text, the page says that it is the source's cut."""
    assert "which breaks off there" in text(part(of(listing(description="A model for...")), "about"))
    assert "breaks off" not in text(part(of(listing()), "about"))


def test_a_description_beyond_measure_is_cut_and_says_so() -> None:
    """A page shows 50,000 characters of a megabyte of lines, and leads to the rest; one less is not cut."""
    shown = part(of(listing(description="x\n\n" * 330_000)), "about")
    assert 16_000 < shown.count("<p>x</p>") <= 17_000
    assert "of which these are the first 50,000 characters; index.json has all" in text(shown)
    whole = part(of(listing(description="x" * 50_000)), "about")
    assert "x" * 50_000 in whole
    assert "index.json" not in whole


def test_ways_out_stand_together() -> None:
    """Ids on OpenRouter, weights, Arena's boards and upstream's own links, each once, at the top."""
    one = listing(
        hugging_face_id="acme/anvil", links={"details": "/api/x", "odd": "//evil.example/", "no": 1}
    )
    rows_of_two = (
        Rating(board="text", name="anvil-2", score=1.0),
        Rating(board="text", name="anvil-2", category="coding", score=1.0),
        Rating(board="webdev", name="anvil-2", score=1.0),
    )
    boards = [
        Leaderboard(board=name, ratings=tuple(row for row in rows_of_two if row.board == name))
        for name in ("text", "webdev")
    ]
    shown = page(known=catalog([one, listing(id="acme/anvil-2:free")], boards))
    top = shown.partition('class="elsewhere"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)">([^<]+)<', top) == [
        (f"../../../compare/?m={SLUG}", "Compare with…"),
        ("https://openrouter.ai/acme/anvil-2", "OpenRouter"),
        ("https://openrouter.ai/acme/anvil-2%3Afree", "OpenRouter, :free"),
        ("https://huggingface.co/acme/anvil", "Hugging Face"),
        ("https://arena.ai/leaderboard/text", "Arena, text board"),
        ("https://arena.ai/leaderboard", "Arena, webdev board"),
        ("https://openrouter.ai/api/x", "API details"),
    ]


def test_a_gone_model_has_no_way_to_a_page_that_is_gone() -> None:
    """An id that left is no link to OpenRouter."""
    top = page("old").partition('class="elsewhere"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', top) == ["../../../compare/?m=acme/old"]


def test_the_citation_names_version_days_and_licences() -> None:
    """Site, model, snapshot, every source with day and licence, and the address, as one line of text."""
    cited = text(part(page(), "cite").partition("</blockquote>")[0].partition("</h3>")[2])
    shown = re.search(r"Version of the data on this page: <code>([0-9a-f]{12})</code>", page())
    assert shown
    assert cited == (
        f"Odd Models, “Acme: Anvil 2” ({SLUG}), version {shown[1]}. Data: OpenRouter, 2026-03-01 "
        "(no licence published); Arena, text board, 2026-02-01 (CC BY 4.0); Arena, vision board, 2026-02-01 "
        f"(CC BY 4.0). https://example.org/odd/models/{SLUG}/"
    )
    gone = text(part(page("old"), "cite"))
    assert "OpenRouter, 2026-02-01 (no licence published). https" in gone
    assert "CC BY" not in gone


def test_structured_data_names_twins_and_sources() -> None:
    """The page says what it is made from, and where its twins are."""
    graph = json.loads(page().partition('application/ld+json">')[2].partition("</script>")[0])["@graph"]
    assert graph[0]["isBasedOn"][0] == "https://openrouter.ai/api/v1/models"
    assert [one["contentUrl"] for one in graph[0]["encoding"]] == [
        f"https://example.org/odd/models/{SLUG}/index.{end}" for end in ("json", "md")
    ]
    assert graph[0]["mainEntity"]["identifier"] == [SLUG, "acme/anvil-2", "acme/anvil-2:free"]
