"""A model's page: every question of a visitor answered, every blank with its reason."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.matching import Decision
from sitegen.catalog.model import Catalog, Gone
from sitegen.pages.addresses import id_path
from sitegen.pages.known import Known
from sitegen.pages.model import pages
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


def facts(markup: str) -> dict[str, str]:
    """Return the lines of a page's lists of facts by label, the first where a label repeats."""
    found: dict[str, str] = {}
    for label, value in re.findall(r"<dt>(.*?)</dt>(.*?)</div>", markup, re.DOTALL):
        found.setdefault(text(label), text(value))
    return found


def test_every_slug_has_a_page() -> None:
    """Each canonical slug, current or gone, has one page, which stands in the sitemap with its day."""
    found = list(pages(Known(world(), SITE)))
    assert len(found) == len(world().models)
    assert all(one.indexed and one.changed for one in found)
    assert len({one.path for one in found}) == len(found)


def test_the_first_look() -> None:
    """The panel has prices, limits, rank with the row it is from, and the days of the sources."""
    found = facts(page().partition('class="glance"')[2].partition("</dl>")[0])
    assert found == {
        "Input": "$2.50 per 1M tokens base price; other prices by rule",
        "Output": "$10 per 1M tokens base price; other prices by rule",
        "Context": "128K 128,000 tokens",
        "Longest answer": "16.4K 16,384 tokens",
        "Arena, text, overall": "#3 of 2 names score 1400 ±10 row anvil-2",
        "As of": "2026-03-01 Arena 2026-02-01",
    }


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
    assert found["Takes"] == "text and image"
    assert found["Gives"] == "text"
    assert found["Reasoning"] == "can be switched off; on by default; efforts: low, high; aura: 3"
    assert found["Voices"] == "alto, bass"
    assert found["Moderated by the provider"] == "yes"
    assert found["Knowledge until"] == "2025-06-30"
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
        *("Context", "Longest answer", "Takes", "Gives", "Context window", "Reasoning", "Expires"),
        *("Moderated by the provider", "Knowledge until", "Tokenizer", "Instruction format"),
    }
    assert {label for label, value in found.items() if value == "not in the source"} == no_entry
    left_blank = {label for label, value in found.items() if value == "not published"}
    assert left_blank == {"Input", "Output", "As of", "Hugging Face id"}
    assert found["Arena, text, overall"] == "not matched no row; that says nothing bad"
    assert "No board of Arena’s has been read yet. A missing rank says nothing bad" in text(shown)
    assert "No parameter is published for this id." in text(shown)
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
        ("2026-02-28", "This day is past: the source still lists the id.", "is past"),
        ("2026-12-31", "Plan for a replacement.", "Goes away on 2026-12-31"),
        ("2098-12-31", "never", ""),
    ],
)
def test_expiry_is_measured_against_the_snapshot(expires: str, said: str, warned: str) -> None:
    """A past day is a warning, a coming one another, and upstream's way to say "never" is never."""
    shown = page(known=catalog([listing(expiration_date=expires)], receipts=RECEIPTS))
    assert said in facts(part(shown, "abilities"))["Expires"]
    assert (warned in text(shown.partition('class="glance"')[0])) if warned else 'class="notice' not in shown


def test_an_answer_longer_than_the_context_is_called_out() -> None:
    """Where the longest answer exceeds the context, the page says which one limits."""
    shown = of(listing(top_provider={"max_completion_tokens": 200_000, "context_length": 100_000}))
    found = facts(part(shown, "abilities"))
    assert found["Longest answer"].startswith("200,000 tokens The source gives a longer answer")
    assert found["Context at the first provider"] == "100,000 tokens"


def test_variants_say_where_they_differ() -> None:
    """Plain first, then the others by suffix; what differs stands in a table, ids to copy in the heads."""
    shown = of(
        listing(id="acme/anvil-2:free", context_length=8_000, supported_parameters=["tools", "seed"]),
        listing(),
        listing(id="acme/anvil-2:batch"),
    )
    found = rows(part(shown, "abilities"))
    assert found[0] == "Fact acme/anvil-2 acme/anvil-2:batch acme/anvil-2:free"
    assert found[1] == "Context window 128,000 128,000 8,000"
    assert found[2] == "Parameters as above the same without max_tokens, temperature; with seed"
    assert facts(part(shown, "identifiers"))["OpenRouter ids"] == (
        "acme/anvil-2 acme/anvil-2:batch variant “batch” acme/anvil-2:free variant “free”"
    )


def test_an_alias_says_where_it_points() -> None:
    """An alias links to the page of the model that it stands for today."""
    alias = listing(
        id="~acme/anvil-latest",
        canonical_slug="~acme/anvil-latest",
        name="Acme: Anvil Latest",
        alias_target={"slug": "acme/anvil-2", "name": "Acme: Anvil 2"},
    )
    shown = page("anvil-latest", catalog([listing(), alias]))
    assert "An alias: it always points to the latest of its family, today to" in text(shown)
    assert f'<a href="../../../models/{SLUG}/">Acme: Anvil 2</a>' in shown
    assert "not applicable" in facts(shown)["Arena, text, overall"]
    lost = page("anvil-latest", catalog([alias]))
    assert "today to Acme: Anvil 2, which is not listed." in text(lost)


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
    assert "Left the catalogue: last seen on 2026-02-01, gone by 2026-03-01. This is what it was." in text(
        shown
    )
    assert facts(shown)["Input"] == "$1 per 1M tokens"
    assert facts(shown)["As of"] == "2026-02-01"
    assert "matched to the current catalogue, which this model has left" in text(shown)
    assert '"offers"' not in shown


def test_a_variant_that_left_is_listed_with_its_last_day() -> None:
    """An id that left while its model stays has its last prices and days."""
    gone = Gone(listing(id="acme/anvil-2:free", pricing={"prompt": "0"}), LATER, LATER, LAST)
    shown = page(known=catalog([listing()], gone=[gone]))
    assert "acme/anvil-2:free free not published 2026-02-01 2026-03-01" in rows(part(shown, "prices"))
    assert "acme/anvil-2:free no longer listed" in facts(part(shown, "identifiers"))["OpenRouter ids"]


def test_a_gone_model_lists_each_id_with_its_days() -> None:
    """Where several ids left, the banner has the last day of all, and each id its own."""
    early = Gone(listing(id="acme/anvil-2:free", pricing={"prompt": "0"}), LATER, LATER, LATER)
    known = catalog([], gone=[early, Gone(listing(), LATER, LAST, LAST)])
    shown = page(known=known)
    assert "last seen on 2026-03-01, gone by 2026-03-01" in text(shown)
    assert "acme/anvil-2:free free not published 2026-02-01 2026-02-01" in rows(part(shown, "prices"))


def test_the_record_is_shown_once() -> None:
    """The raw record stands whole for the first id, and only what differs for the others."""
    shown = of(listing(), listing(id="acme/anvil-2:free", pricing={"prompt": "0"}))
    records = re.findall(r"<pre[^>]*>(.*?)</pre>", shown, re.DOTALL)
    first, other = (json.loads(record.replace("&#34;", '"').replace("&gt;", ">")) for record in records)
    assert first == listing().raw
    assert other == {"id": "acme/anvil-2:free", "pricing": {"prompt": "0"}}
    assert all("data-upstream" in found for found in re.findall(r"<pre[^>]*>", shown))


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
    assert "text overall 3 1400 ±10 9,000 2026-02-01" in rows(shown)
    assert "text coding 2 1410 not published not published 2026-03-01" in rows(shown)
    assert "By category (1)" in text(shown)
    assert "exact: the names are equal" in text(shown)
    assert "manual: a person decided it" in text(shown)
    assert "The maker calls it so | <b>here</b>." in text(shown)
    assert "<b>here</b>" not in shown


def test_a_missing_rank_names_the_boards_that_were_read() -> None:
    """Where no row was matched, the page names each board with its day and whether it was cut."""
    shown = text(part(page(id_path(HOSTILE).partition("/")[2]), "ratings"))
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
    assert "This row is a mode of the model" in text(part(shown, "ratings"))


def test_a_rating_on_another_board_alone_is_said() -> None:
    """Without a row on the headline board the panel has no rank, and the rows stand below."""
    rating = Rating(board="vision", name="Anvil 2", rank=1, score=1200.0)
    shown = page(known=catalog([listing()], [Leaderboard(board="vision", ratings=(rating,))]))
    assert facts(shown)["Arena, text, overall"] == "not matched rated on other boards only"
    assert "vision overall 1 1200" in " ".join(rows(part(shown, "ratings")))


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
    assert shown.count("<script") == shown.count("</script>") == 1
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
    heads = [one.facts["head"] for one in pages(Known(catalog([listing(), twin, long]), SITE))]
    assert len({head.title for head in heads}) == len({head.description for head in heads}) == 3
    assert all(50 <= len(head.description) <= 160 for head in heads)


def test_a_page_is_as_new_as_its_newest_fact() -> None:
    """The day of a page is the later of the model's last change and its board's."""
    assert model_page(SLUG, world()).changed == LAST.isoformat()
    old = next(one for one in pages(Known(world(), SITE)) if one.path.endswith("/old/index.html"))
    assert old.changed == date(2026, 3, 1).isoformat()
