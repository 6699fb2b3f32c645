"""Verdicts: each rule by which a name is an entry, and each reason why it is not, word for word."""

from __future__ import annotations

import pytest

from sitegen.matching.index import Catalogue
from sitegen.matching.naming import ARENA, MAKER, Naming
from sitegen.matching.verdicts import Fit, Pair, Refusal, judged
from sitegen.records.listing import Listing
from tests.matching.test_matches import sold


def verdict(name: str, listing: Listing, naming: Naming = ARENA) -> Fit | Refusal:
    """Judge a name against that name of a listing which has its words, as few modes left out as can be."""
    catalogue = Catalogue([listing], naming)
    (entry,) = catalogue.entries
    maker = entry.makers[0]
    mine = catalogue.reader.read(name, maker)
    for core, left in mine.readings():
        for theirs in entry.names:
            if theirs.core_and_modes == core:
                return judged(Pair(mine, maker, entry, theirs, left), catalogue.reader)
    return judged(Pair(mine, maker, entry, entry.names[0]), catalogue.reader)


def forge(day: str | None = None, slug: str | None = None) -> Listing:
    """Return an undated model of a maker without facts, listed on a day."""
    return sold("acme/forge-2", "Acme: Forge 2", slug, day=day)


MISTRAL = sold("mistralai/mistral-7b-instruct-v0.1")
THIRD = sold("mistralai/mistral-7b-instruct-v0.3")
R1 = sold("deepseek/deepseek-r1-0528", "DeepSeek: R1 0528")
LARGE = sold("mistralai/mistral-large-2512", "Mistral: Mistral Large 3 2512")
KIMI = sold("moonshotai/kimi-k2-0905", "MoonshotAI: Kimi K2 0905", "moonshotai/kimi-k2", day="2025-12-01")
GROK = sold("x-ai/grok-4.20", "xAI: Grok 4.20", "x-ai/grok-4.20-20260309", day="2026-03-31")
GEMINI = sold("google/gemini-3-pro-preview", "Google: Gemini 3 Pro Preview")
LLAMA = sold("meta-llama/llama-3.3-70b-instruct", "Meta: Llama 3.3 70B Instruct")


@pytest.mark.parametrize(
    ("name", "listing", "rules"),
    [
        ("forge-2", forge(), ()),
        ("mistral-7b-instruct", MISTRAL, ("a name without a release number means the first release",)),
        ("deepseek-r1-0528", R1, ()),
        (
            "mistral-medium-3-2505",
            sold("mistralai/mistral-medium-3", "Mistral: Mistral Medium 3", day="2025-05-07"),
            ("the catalogue's undated name stands for the release of 2025-05",),
        ),
        ("forge-2-20250512", forge("2025-05-10"), ("the snapshot of 2025-05-12 was listed on 2025-05-10",)),
        ("forge-2-20250428", forge("2025-05-10"), ("the snapshot of 2025-04-28 was listed on 2025-05-10",)),
        ("forge-2-20250410", forge("2025-05-10"), ("the snapshot of 2025-04-10 was listed on 2025-05-10",)),
        ("forge-2-20250510", forge("2025-05-10"), ("the catalogue listed it on 2025-05-10 too",)),
        ("forge-2-2505", forge("2025-05-10"), ("the catalogue listed it on 2025-05-10, in that month",)),
        (
            "forge-2-20250501",
            forge("2025-05-10", "acme/forge-2-20250508"),
            ("the snapshot of 2025-05-01 was released on 2025-05-08",),
        ),
        ("gpt-5.3-chat-latest", sold("openai/gpt-5.3-chat"), ("its maker's “chat latest” is “chat”",)),
        ("gpt-5.3-chat", sold("openai/gpt-5.3-chat-latest"), ("its maker's “chat latest” is “chat”",)),
        ("gpt-5.3-chat-latest", sold("openai/gpt-5.3-chat-latest"), ()),
        (
            "api-gpt-4o-search",
            sold("openai/gpt-4o-search-preview"),
            ("its maker's “gpt-4o-search” is “gpt-4o-search-preview”",),
        ),
        (
            "qwen2.5-max",
            sold("qwen/qwen-max", slug="qwen/qwen-max-2025-01-25", day="2025-02-01"),
            (
                "its maker's “qwen2.5-max” is “qwen-max-2025-01-25”",
                "the catalogue dates it 2025-01-25 too",
            ),
        ),
        (
            "mistral-large-3",
            LARGE,
            ("its maker dates each version once, so the version names the release",),
        ),
        ("forge-2-pro", forge(slug="acme/forge-2-pro-20260101"), ()),
        ("kimi-k2-0905-preview", KIMI, ("the preview of that day is the release",)),
        (
            "grok-4.20-beta-0309",
            GROK,
            ("the catalogue dates it 2026-03-09 too", "the beta of that day is the release"),
        ),
        ("gemini-3-pro", GEMINI, ("Arena leaves out the word “preview”",)),
        ("minimax-m2.1-preview", sold("minimax/minimax-m2.1"), ("its maker's preview is the release",)),
        (
            "deepseek-v4-flash-preview",
            sold("deepseek/deepseek-v4-flash"),
            ("its maker's preview is the release",),
        ),
        ("llama-3.3-70b", LLAMA, ("Arena rates the weights that are tuned for instructions",)),
        ("llama-3.3-70b-instruct", LLAMA, ()),
        (
            "forge-70b-it",
            sold("acme/forge-70b"),
            ("Arena rates the weights that are tuned for instructions",),
        ),
        ("forge-2-thinking", forge(), ()),
        (
            "forge (hot anvil)",
            sold("acme/forge", "Acme: Forge (Hot Anvil)"),
            (),
        ),
    ],
)
def test_a_rule_says_why_two_names_are_one_model(name: str, listing: Listing, rules: tuple[str, ...]) -> None:
    """Where the names differ and still are one, every rule that was needed is named, and no other."""
    found = verdict(name, listing)
    assert isinstance(found, Fit), found
    assert found.rules == rules


@pytest.mark.parametrize(
    ("name", "listing", "refusal"),
    [
        ("mistral-7b-instruct", THIRD, Refusal("it is release 0.3, the Arena name is release 1")),
        (
            "mistral-7b-instruct-v0.3",
            sold("mistralai/mistral-7b-instruct"),
            Refusal("it is release 1, the Arena name is release 0.3"),
        ),
        ("deepseek-r1-0901", R1, Refusal("it is the release of 05-28, not of 09-01")),
        (
            "forge-2-20250514",
            forge(),
            Refusal("no day of release is known to compare with 2025-05-14", sure=False),
        ),
        (
            "forge-2-20250513",
            forge("2025-05-10"),
            Refusal("it was listed on 2025-05-10, too far from 2025-05-13"),
        ),
        (
            "forge-2-20250409",
            forge("2025-05-10"),
            Refusal("it was listed on 2025-05-10, too far from 2025-04-09"),
        ),
        ("forge-2-2405", forge("2025-05-10"), Refusal("it was listed on 2025-05-10, too far from 2024-05")),
        (
            "deepseek-r1",
            R1,
            Refusal("it is the release of 05-28, and the Arena name has no date", sure=False),
        ),
        (
            "mistral-large",
            sold("mistralai/mistral-large-2512"),
            Refusal("it is the release of 2025-12, and the Arena name has no date", sure=False),
        ),
        (
            "forge-2-preview",
            forge(),
            Refusal("it is the release, the Arena name is the preview", sure=False),
        ),
        (
            "forge-2-beta-preview",
            forge(),
            Refusal("it is the release, the Arena name is the beta preview", sure=False),
        ),
        (
            "gemini-3-pro",
            sold("google/gemini-3-pro-beta"),
            Refusal("it is the beta, the Arena name is the release", sure=False),
        ),
        (
            "gemini-3-pro-preview",
            sold("google/gemini-3-pro"),
            Refusal("it is the release, the Arena name is the preview", sure=False),
        ),
        (
            "deepseek-v4-mini-preview",
            sold("deepseek/deepseek-v4-mini"),
            Refusal("it is the release, the Arena name is the preview", sure=False),
        ),
        (
            "forge-2-instruct",
            forge(),
            Refusal("only one of the two names says “instruct”", sure=False),
        ),
        (
            "olmo-thinking-7b",
            sold("arcee-ai/olmo-thinking-7b-instruct"),
            Refusal("only one of the two names says “instruct”", sure=False),
        ),
        (
            "kimi-k2-thinking",
            sold("moonshotai/kimi-k2"),
            Refusal("its maker sells the thinking model apart from it", sure=False),
        ),
        (
            "forge-3-thinking",
            sold("acme/forge-3", hugging_face_id="acme/Forge-3-Instruct"),
            Refusal("its maker sells the thinking model apart from it", sure=False),
        ),
        (
            "forge-2 (hot anvil)",
            forge(),
            Refusal("it does not go by the name in brackets", sure=False),
        ),
    ],
)
def test_a_refusal_says_what_forbids_the_join(name: str, listing: Listing, refusal: Refusal) -> None:
    """The first thing that forbids it is told, and whether a person may say otherwise."""
    assert verdict(name, listing) == refusal


def test_a_dated_preview_of_a_model_whose_day_nobody_knows_is_not_judged() -> None:
    """Without a day of release to compare with, a person must say whether the preview is the release."""
    found = verdict("forge-2-preview-20250514", forge())
    assert found == Refusal("no day of release is known to compare with 2025-05-14", sure=False)


def test_a_mode_in_brackets_is_switched_on_by_the_board() -> None:
    """The board writes its own settings in brackets: there "thinking" is no sibling's name."""
    assert verdict("kimi-k2 (thinking)", sold("moonshotai/kimi-k2")) != Refusal(
        "its maker sells the thinking model apart from it", sure=False
    )


def test_a_makers_own_names_are_read_by_what_the_maker_means() -> None:
    """Arena may leave out "preview", a maker does not; reasons say whose name it is."""
    assert isinstance(verdict("gemini-3-pro", GEMINI, ARENA), Fit)
    refused = verdict("gemini-3-pro", GEMINI, MAKER)
    assert refused == Refusal("it is the preview, the maker’s name is the release", sure=False)
    tuned = verdict("llama-3.3-70b", LLAMA, MAKER)
    assert isinstance(tuned, Fit)
    assert tuned.rules == ("makers sell the weights that are tuned for instructions",)
    assert verdict("forge-2", sold("acme/forge-2-0512"), MAKER) == Refusal(
        "it is the release of 05-12, and the maker’s name has no date", sure=False
    )
    assert verdict("mistral-7b-instruct-v0.2", MISTRAL, MAKER) == Refusal(
        "it is release 0.1, the maker’s name is release 0.2"
    )
