"""The search finds what people type: a table of usual spellings, and the model that must come first.

The models are made up of ids alone, so that the table does not move with the data.
"""

from __future__ import annotations

import json
from typing import Any

from sitegen.catalog.join import catalog
from sitegen.facts.context import SiteContext
from sitegen.matching.vocabulary import MODES
from sitegen.pages.api.search import PATH, maker_words, pages, spare_words
from sitegen.records.listing import Listing
from tests.pages.odd_world import SITE
from tests.test_scripts_in_node import HERE, Call
from tests.test_scripts_in_node import call as node_call
from tests.worlds import listing

call = node_call
TABLE: dict[str, Any] = json.loads((HERE / "search_spellings.json").read_text(encoding="utf-8"))
LEAST_SPELLINGS = 60


def named(key: str) -> Listing:
    """Return the plain model under an id, called as people would write the id: ``Forge Large 4.5``."""
    author, _, name = key.partition("/")
    spelled = " ".join(word[:1].upper() + word[1:] for word in name.split("-"))
    return listing(id=key, canonical_slug=key, name=f"{author}: {spelled}")


def search_file() -> dict[str, Any]:
    """Return what a search over the models of the table looks through."""
    (page,) = pages(SiteContext(catalog([named(key) for key in TABLE["models"]]), SITE))
    assert page.path == PATH
    assert page.content is not None
    file: dict[str, Any] = json.loads(page.content)
    return file


def test_usual_spellings_find_their_model(call: Call) -> None:
    """Each spelling finds its model, and at most one in twenty finds another one before it."""
    spellings: dict[str, str] = TABLE["spellings"]
    assert len(spellings) >= LEAST_SPELLINGS
    found = call("search_slugs.js", "slugs", [[search_file(), text] for text in spellings])
    places = {
        text: slugs.index(key) if key in slugs else None
        for (text, key), slugs in zip(spellings.items(), found, strict=True)
    }
    assert [text for text, place in places.items() if place is None] == []
    behind = {text: place for text, place in places.items() if place}
    assert len(behind) * 20 <= len(places), behind


def test_what_is_no_name_finds_nothing(call: Call) -> None:
    """Two typos, a typo in a short word, and another number are no name of a model."""
    texts = ["gmeni 2.6", "gbt", "gpt-9", "sonnet 4.6", "zzzz", "", "-"]
    assert call("search_slugs.js", "slugs", [[search_file(), text] for text in texts]) == [[]] * len(texts)


def test_what_is_near_shares_a_good_part_of_the_word(call: Call) -> None:
    """A word that goes wrong at its end leads to the names that begin like it; two letters alone do not."""
    near = call(
        "search_slugs.js", "near", [[search_file(), text] for text in ("gpttt", "claudxyz", "no gemini")]
    )
    for slugs, word in zip(near, ("gpt", "claude", "gemini"), strict=True):
        assert len(slugs) == 3
        assert all(word in slug for slug in slugs)
    texts = ["qwxzv", "qwertyuiop", "zzzz", "asdfgh", "", "-"]
    assert call("search_slugs.js", "near", [[search_file(), text] for text in texts]) == [[]] * len(texts)


def test_a_maker_finds_its_models_and_no_others(call: Call) -> None:
    """The name of a maker, with a typo or as others call it, finds what it made."""
    texts = {"antropic": "anthropic/", "zhipu": "z-ai/", "alibaba": "qwen/", "facebook": "meta-llama/"}
    found = call("search_slugs.js", "slugs", [[search_file(), text] for text in texts])
    for author, slugs in zip(texts.values(), found, strict=True):
        made = [key for key in TABLE["models"] if key.startswith(author)]
        assert sorted(slugs) == sorted(made)


def test_a_word_that_may_be_left_out_is_meant_where_it_stands_alone(call: Call) -> None:
    """``codex`` finds the models that are called so, and not all others; beside a name they may lack it."""
    texts = ("codex", "sonnet codex")
    alone, beside = call("search_slugs.js", "slugs", [[search_file(), text] for text in texts])
    assert sorted(alone) == sorted(key for key in TABLE["models"] if "codex" in key)
    assert all("sonnet" in slug for slug in beside)
    assert beside


def test_makers_have_their_other_names() -> None:
    """The matcher's names of a maker are words of the search, and so are its words for modes."""
    assert maker_words("z-ai", "Z.ai").split()[:2] == ["z-ai", "Z.ai"]
    assert "zhipu" in maker_words("z-ai", "Z.ai").split()
    assert maker_words("acme", "Acme") == "acme Acme"
    assert {word for mode in MODES for word in mode.words.split()} <= set(spare_words())
