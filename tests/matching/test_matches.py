"""Matching: one case for each rule and each trap, and every answer with its evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from sitegen.matching.index import MAX_SAME_WORDS, Catalogue
from sitegen.matching.matches import MAX_BRANDS, ArenaName, Decision, matches
from sitegen.matching.matches import match as match_of
from sitegen.matching.reasons import EQUAL_NAMES
from sitegen.matching.words import MAX_LENGTH, case_folded
from sitegen.records.listing import Listing
from sitegen.records.match import Confidence, Match
from tests import gold
from tests.worlds import row


def sold(key: str, name: str | None = None, slug: str | None = None, **more: Any) -> Listing:  # noqa: ANN401
    """Return a listing with these names and, where given, the ISO ``day`` on which it was listed."""
    day = more.pop("day", None)
    made = row(id=key, canonical_slug=slug or key.partition(":")[0], name=name or key, **more)
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    return Listing.read(made | {"created": int(moment.timestamp()) if moment else None})


def match(name: str, *listings: Listing, organization: str | None = None, url: str | None = None) -> Match:
    """Return the answer for one name against this catalogue."""
    found = matches([ArenaName(name, organization=organization, url=url)], listings)[name]
    assert found.arena_name == name
    return found


def joined(name: str, *listings: Listing, organization: str | None = None) -> tuple[str, str] | None:
    """Return the confidence and the id that a name is joined with, or None."""
    found = match(name, *listings, organization=organization)
    assert (found.slug is None) == (found.openrouter_id is None)
    assert (found.slug is not None) == found.confidence.joined
    return (found.confidence.value, found.openrouter_id) if found.openrouter_id else None


OPUS = sold("anthropic/claude-opus-4.5", "Anthropic: Claude Opus 4.5", "anthropic/claude-4.5-opus-20251124")
GPT = sold("openai/gpt-5.1", "OpenAI: GPT-5.1", "openai/gpt-5.1-20251113")
GPT_CHAT = sold("openai/gpt-5.1-chat", "OpenAI: GPT-5.1 Chat", "openai/gpt-5.1-chat-20251113")
GPT_CODEX = sold("openai/gpt-5.1-codex", "OpenAI: GPT-5.1-Codex", "openai/gpt-5.1-codex-20251113")


# The ladder -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("gpt-5.1", GPT),
        ("GPT-5.1", GPT),
        ("openai gpt 5.1", GPT),
        ("claude-opus-4-5", OPUS),
        ("amazon-nova-pro-v1.0", sold("amazon/nova-pro-v1", "Amazon: Nova Pro 1.0")),
        ("qwen2.5-72b-instruct", sold("qwen/qwen-2.5-72b-instruct", "Qwen2.5 72B Instruct")),
        ("step-3", sold("stepfun-ai/step3", "StepFun: Step3")),
        ("gemma-4-31b", sold("google/gemma-4-31b-it", "Google: Gemma 4 31B")),
    ],
)
def test_equal_names_are_exact(name: str, listing: Listing) -> None:
    """Case, punctuation and the maker's prefix do not keep equal names apart."""
    assert joined(name, listing) == ("exact", listing.id)


def test_slug_and_weights_are_further_names() -> None:
    """A model goes by its slug and by its weights on Hugging Face too."""
    maverick = sold(
        "meta-llama/llama-4-maverick", "Llama 4 Maverick", "meta-llama/llama-4-maverick-17b-instruct"
    )
    coder = sold("qwen/qwen3-coder", hugging_face_id="Qwen/Qwen3-Coder-480B-A35B-Instruct")
    assert joined("llama-4-maverick-17b-instruct", maverick) == ("exact", maverick.id)
    assert joined("qwen3-coder-480b-a35b-instruct", coder) == ("exact", coder.id)


def test_a_slug_that_says_less_than_the_id_is_no_name() -> None:
    """GLM 4.6V carries the slug of glm-4.6 and still is not GLM 4.6."""
    vision = sold("z-ai/glm-4.6v", "Z.AI: GLM 4.6V", "z-ai/glm-4.6-20251208")
    text = sold("z-ai/glm-4.6", "Z.AI: GLM 4.6")
    assert joined("glm-4.6", vision) is None
    assert joined("glm-4.6", vision, text) == ("exact", text.id)
    assert joined("glm-4.6v", vision, text) == ("exact", vision.id)


def test_weights_of_somebody_else_are_no_name() -> None:
    """A tuner that names the weights it began with does not become them."""
    tuned = sold("tuner/anvil-mini", hugging_face_id="Qwen/QwQ-32B")
    assert joined("qwq-32b", tuned, organization="Alibaba") is None


def test_word_order_does_not_matter() -> None:
    """The same words in another order are the same model, by a named rule."""
    llama = sold("meta-llama/llama-3.2-11b-vision-instruct", "Meta: Llama 3.2 11B Vision Instruct")
    found = match("llama-3.2-vision-11b-instruct", llama)
    assert (found.confidence, found.openrouter_id) == (Confidence.HIGH, llama.id)
    assert found.reason == "The same model: the same words in another order or spelling."


def test_a_thousand_orders_of_the_same_words_are_not_compared() -> None:
    """Names that nobody can tell apart are joined to none of these models, and each answer says why."""
    orders = ["-".join(words) for words in permutations(["forge", "anvil", "ultra", "mini", "turbo", "air"])]
    few = [sold(f"acme/{order}") for order in orders[:MAX_SAME_WORDS]]
    assert match(orders[-1], *few[:1], organization="Acme").confidence is Confidence.HIGH
    assert "models answer to the name" in match(orders[-1], *few, organization="Acme").reason
    many = [*few, sold(f"acme/{orders[MAX_SAME_WORDS]}")]
    found = match(orders[-1], *many, organization="Acme")
    why = "51 names of models have the words of this one, too many to be told apart by rules."
    assert (found.confidence, found.reason) == (Confidence.UNMATCHED, why)
    assert found.candidates
    assert joined(orders[0], *many, organization="Acme") == ("exact", f"acme/{orders[0]}")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("gpt-5.1-high", "high reasoning effort"),
        ("GPT-5.1 (xHigh)", "extra high reasoning effort"),
        ("gpt-5.1-no-thinking", "thinking off"),
        ("gpt-5.1-thinking-32k", "budget of 32K tokens"),
        ("gpt-5.1-search", "with web search"),
        ("GPT-5.1 (High, Codex Harness)", "in the Codex harness"),
        ("gpt-5.1-fp8", "FP8 weights"),
    ],
)
def test_a_mode_is_a_variant_of_its_model(name: str, label: str) -> None:
    """Efforts, budgets, switches, tools and quantisation belong to the model's own id, and are named."""
    found = match(name, GPT, GPT_CHAT, GPT_CODEX)
    assert (found.confidence, found.openrouter_id) == (Confidence.VARIANT, GPT.id)
    assert label in found.reason
    assert found.dropped


def test_both_styles_of_one_row_are_the_same_variant() -> None:
    """The dashed name and the one with brackets lead to one model by one rule."""
    for name in ("claude-opus-4-5-20251101-thinking-32k", "Claude Opus 4.5 (High, 32K, 20251101)"):
        assert joined(name, OPUS, organization="Anthropic") == ("variant", OPUS.id)


def test_faster_serving_depends_on_the_maker() -> None:
    """Moonshot's turbo is the model served faster; Z.ai's is a model."""
    kimi, glm = sold("moonshotai/kimi-k2-thinking"), sold("z-ai/glm-5")
    assert joined("kimi-k2-thinking-turbo", kimi) == ("variant", kimi.id)
    assert joined("glm-5-turbo", glm) is None


def test_an_id_of_its_own_for_a_mode_wins_for_that_mode_only() -> None:
    """Where the catalogue sells a mode apart, the row of that mode is it, and no other row."""
    plain = sold("anthropic/claude-3.7-sonnet", slug="anthropic/claude-3-7-sonnet-20250219")
    thinking = sold(
        "anthropic/claude-3.7-sonnet:thinking",
        "Claude 3.7 Sonnet (thinking)",
        "anthropic/claude-3-7-sonnet-20250219",
    )
    mini, high = sold("openai/o3-mini"), sold("openai/o3-mini-high")
    world = (plain, thinking, mini, high)
    assert joined("claude-3-7-sonnet-20250219-thinking-32k", *world) == ("variant", thinking.id)
    assert joined("claude-3-7-sonnet-20250219", *world) == ("high", plain.id)
    assert joined("o3-mini-high", *world) == joined("o3-mini (High)", *world) == ("exact", high.id)
    assert joined("o3-mini", *world) == ("exact", mini.id)
    assert joined("o3-mini-low", *world) == ("variant", mini.id)


def test_routes_are_the_answer_only_where_nothing_else_is() -> None:
    """`:free` and its like never stand for a model whose plain id is there, and do where they stand alone."""
    plain = sold("openai/gpt-oss-20b")
    routes = [sold(f"openai/gpt-oss-20b:{route}") for route in ("free", "batch", "exacto", "extended")]
    assert joined("gpt-oss-20b", *routes, plain) == ("exact", plain.id)
    alone = sold("openai/gpt-oss-20b:free", "OpenAI: gpt-oss-20b (free)")
    assert joined("gpt-oss-20b", alone) == ("exact", alone.id)


def test_routers_and_aliases_are_never_the_answer() -> None:
    """What stands for other models is no model, however it is named."""
    router = sold("openrouter/auto", "Auto Router", architecture={"tokenizer": "Router"})
    latest = sold("~google/gemini-pro-latest", "Google: Gemini Pro Latest")
    for name in ("auto", "auto-router", "gemini-pro-latest", "gemini-pro"):
        assert joined(name, router, latest) is None


# Dates ------------------------------------------------------------------------------------------------------


def test_a_snapshot_is_its_release() -> None:
    """A snapshot dated some days before the release that the slug names is the same model."""
    opus = sold("anthropic/claude-opus-4", slug="anthropic/claude-4-opus-20250522")
    found = match("claude-opus-4-20250514", opus)
    assert (found.confidence, found.openrouter_id) == (Confidence.HIGH, opus.id)
    assert "2025-05-14" in found.reason
    assert "2025-05-22" in found.reason


def test_the_day_of_listing_tells_the_release_of_an_undated_id() -> None:
    """Claude 3.5 Sonnet, listed in October 2024, is the release of October and not that of June."""
    sonnet = sold("anthropic/claude-3.5-sonnet", day="2024-10-22")
    assert joined("claude-3-5-sonnet-20241022", sonnet) == ("high", sonnet.id)
    refused = match("claude-3-5-sonnet-20240620", sonnet)
    assert (refused.confidence, refused.slug) == (Confidence.UNMATCHED, None)
    assert "2024-06-20" in refused.candidates[0].why


def test_another_dated_release_is_another_model() -> None:
    """A date in the catalogue's name must be the row's."""
    r1, later = (
        sold("deepseek/deepseek-r1", "DeepSeek: R1"),
        sold("deepseek/deepseek-r1-0528", "DeepSeek: R1 0528"),
    )
    assert joined("deepseek-r1-0528", r1, later) == ("exact", later.id)
    assert joined("deepseek-r1", r1, later) == ("exact", r1.id)
    assert joined("DeepSeek-R1 (0901)", later) is None


def test_an_undated_row_is_not_a_dated_release() -> None:
    """Command R of March is not command-r-08-2024; a person may say so, nobody else."""
    refresh = sold("cohere/command-r-08-2024", "Cohere: Command R (08-2024)")
    assert joined("command-r-08-2024", refresh) == ("exact", refresh.id)
    found = match("command-r", refresh)
    assert (found.confidence, found.slug) == (Confidence.LOW, None)
    assert found.candidates[0].openrouter_id == refresh.id


def test_a_description_tells_the_release_of_an_undated_id() -> None:
    """An undated id that calls itself mistral-large-2407 is that release, whenever it was listed."""
    large = sold(
        "mistralai/mistral-large",
        description="Our flagship (version `mistral-large-2407`).",
        day="2024-02-26",
    )
    assert joined("mistral-large-2407", large) == ("high", large.id)
    assert joined("mistral-large-2402", large) is None


def test_a_moving_alias_is_its_last_snapshot() -> None:
    """What chatgpt-4o-latest last pointed at is a published fact; an earlier snapshot is another model."""
    latest = sold("openai/chatgpt-4o-latest", "OpenAI: ChatGPT-4o", day="2024-08-14")
    assert joined("chatgpt-4o-latest-20250326", latest) == ("high", latest.id)
    assert joined("ChatGPT-4o Latest (20250129)", latest) is None
    assert joined("gpt-4o-2024-08-06", latest) is None


def test_a_maker_that_numbers_by_month_is_read_both_ways() -> None:
    """Mistral's 2508 is Medium 3.1, its Large 3 is 2512, and its Medium of 2023 is neither."""
    three = sold("mistralai/mistral-medium-3", "Mistral: Mistral Medium 3", day="2025-05-07")
    point = sold("mistralai/mistral-medium-3.1", "Mistral: Mistral Medium 3.1", day="2025-08-13")
    large = sold("mistralai/mistral-large-2512", "Mistral: Mistral Large 3 2512")
    world = (three, point, large)
    assert joined("mistral-medium-2505", *world) == ("high", three.id)
    assert joined("mistral-medium-2508", *world) == ("high", point.id)
    assert joined("mistral-large-3", *world) == ("high", large.id)
    assert joined("mistral-medium", *world) is None


def test_the_rule_of_months_needs_no_fact() -> None:
    """A release of Mistral's that no table knows yet is found by the month in which it was listed."""
    next_one = sold("mistralai/mistral-medium-9", "Mistral: Mistral Medium 9", day="2029-04-11")
    assert joined("mistral-medium-2904", next_one) == ("high", next_one.id)
    assert joined("mistral-medium-2905", next_one) is None


def test_a_name_without_a_release_number_is_the_first() -> None:
    """Mistral 7B Instruct without a number is v0.1, though an id of that very name serves v0.3."""
    third = sold("mistralai/mistral-7b-instruct", hugging_face_id="mistralai/Mistral-7B-Instruct-v0.3")
    first = sold("mistralai/mistral-7b-instruct-v0.1")
    assert joined("mistral-7b-instruct", third, first) == ("high", first.id)
    assert joined("mistral-7b-instruct", third) is None
    assert joined("mistral-7b-instruct-v0.3", third, first) == ("exact", third.id)


# Stages, tuning, aliases ------------------------------------------------------------------------------------


def test_arena_leaves_out_googles_preview() -> None:
    """Gemini 3 Pro is sold as a preview, and no other maker's preview is its release for that."""
    gemini = sold("google/gemini-3-pro-preview", "Google: Gemini 3 Pro Preview")
    image = sold("google/gemini-3-pro-image-preview", "Google: Gemini 3 Pro Image Preview")
    assert joined("gemini-3-pro", gemini, image) == ("high", gemini.id)
    assert joined("hy3", sold("tencent/hy3-preview", "Tencent: Hy3 preview")) is None


def test_a_preview_is_not_the_release() -> None:
    """Qwen3-Max was released after its preview; only where makers say that both are one do they join."""
    qwen = sold("qwen/qwen3-max", "Qwen: Qwen3 Max", day="2025-09-23")
    minimax = sold("minimax/minimax-m2.1", "MiniMax: MiniMax M2.1")
    assert match("qwen3-max-preview", qwen).confidence is Confidence.LOW
    assert joined("minimax-m2.1-preview", minimax) == ("high", minimax.id)


def test_a_preview_of_the_same_day_is_the_release() -> None:
    """A date that both give settles what the word leaves open."""
    kimi = sold("moonshotai/kimi-k2-0905", "MoonshotAI: Kimi K2 0905")
    grok = sold("x-ai/grok-4.20", "xAI: Grok 4.20", "x-ai/grok-4.20-20260309", day="2026-03-31")
    assert joined("kimi-k2-0905-preview", kimi) == ("high", kimi.id)
    assert joined("grok-4.20-beta-0309-reasoning", grok) == ("variant", grok.id)
    assert joined("grok-4.20-beta1", grok) is None


def test_arena_rates_the_tuned_weights() -> None:
    """Open weights without "instruct" in the row are the tuned ones; a base model never is the answer."""
    tuned = sold("meta-llama/llama-3.3-70b-instruct", "Meta: Llama 3.3 70B Instruct")
    base = sold(
        "meta-llama/llama-3.1-405b",
        "Meta: Llama 3.1 405B (base)",
        hugging_face_id="meta-llama/Llama-3.1-405B",
    )
    assert joined("llama-3.3-70b", tuned) == ("high", tuned.id)
    assert joined("llama-3.1-405b-instruct-bf16", base) is None
    assert joined("gpt-3.5-turbo", sold("openai/gpt-3.5-turbo-instruct")) is None


def test_aliases_that_are_facts() -> None:
    """Qwen2.5-Max is qwen-max of January 2025, OpenAI's chat-latest is its chat, and 0125 a turbo preview."""
    qwen = sold("qwen/qwen-max", "Qwen: Qwen-Max", "qwen/qwen-max-2025-01-25")
    chat = sold("openai/gpt-5.3-chat", "OpenAI: GPT-5.3 Chat", "openai/gpt-5.3-chat-20260303")
    turbo = sold("openai/gpt-4-turbo-preview", "OpenAI: GPT-4 Turbo Preview", day="2024-01-25")
    assert joined("qwen2.5-max", qwen) == ("high", qwen.id)
    assert joined("qwen-max-0919", qwen) is None
    assert joined("gpt-5.3-chat-latest", chat) == ("high", chat.id)
    assert joined("gpt-4-0125-preview", turbo) == ("high", turbo.id)


def test_a_nickname_in_brackets_must_be_the_models() -> None:
    """A name in brackets is looked for among the model's names, and forbids the join where it is not."""
    banana = sold("google/gemini-2.5-flash-image", "Google: Gemini 2.5 Flash Image (Nano Banana)")
    assert joined("gemini-2.5-flash-image (nano-banana)", banana) == ("exact", banana.id)
    assert joined("nano-banana", banana) == ("exact", banana.id)
    assert joined("gemini-2.5-flash-image (dev api)", banana) is None


# Traps ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("deepseek-v3.2", "deepseek/deepseek-v3.2-exp"),
        ("deepseek-v3.2", "deepseek/deepseek-v3.2-speciale"),
        ("deepseek-v3.2-thinking", "deepseek/deepseek-v3.2-speciale"),
        ("gpt-5.1", "openai/gpt-5.1-chat"),
        ("gpt-5.1-high", "openai/gpt-5.1-codex"),
        ("gpt-5.1-codex-max", "openai/gpt-5.1-codex"),
        ("grok-4.1", "x-ai/grok-4.1-fast"),
        ("grok-4.1-thinking", "x-ai/grok-4.1-fast"),
        ("deepseek-r1", "deepseek/deepseek-r1-distill-llama-70b"),
        ("deepseek-r1-0528", "deepseek/deepseek-r1-0528-qwen3-8b"),
        ("gemma-2-9b-it-simpo", "google/gemma-2-9b-it"),
        ("llama-3.1-tulu-3-70b", "meta-llama/llama-3.1-70b-instruct"),
        ("mercury", "inception/mercury-coder"),
        ("phi-4-reasoning", "microsoft/phi-4"),
        ("qwen3-235b-a22b-thinking-2507", "qwen/qwen3-235b-a22b-2507"),
        ("qwen3-max-thinking", "qwen/qwen3-max"),
        ("kimi-k2-thinking", "moonshotai/kimi-k2"),
        ("olmo-3-32b-think", "allenai/olmo-3.1-32b-think"),
        ("o1-mini", "openai/o1"),
        ("gpt-image-1", "openai/gpt-5-image"),
        ("llama-3.3-nemotron-49b-super-v1", "nvidia/llama-3.3-nemotron-super-49b-v1.5"),
    ],
)
def test_near_misses_stay_apart(name: str, key: str) -> None:
    """Editions, sizes, distillations and fine-tunes of a family are different models."""
    assert joined(name, sold(key)) is None


def test_thinking_beside_tuned_weights_is_another_model() -> None:
    """Where the weights say "instruct", the thinking model was trained apart."""
    instruct = sold("acme/anvil-2", hugging_face_id="acme/Anvil-2-Instruct")
    switch = sold("acme/anvil-3", hugging_face_id="acme/Anvil-3")
    assert joined("anvil-2-thinking", instruct, organization="Acme") is None
    assert joined("anvil-3-thinking", switch, organization="Acme") == ("variant", switch.id)


# Makers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organization", "key"),
    [
        ("Z.ai", "z-ai/glm-5"),
        ("Zhipu", "z-ai/glm-5"),
        ("Zhipu AI", "z-ai/glm-5"),
        ("xAI", "x-ai/glm-5"),
        ("SpaceXAI", "x-ai/glm-5"),
        ("Moonshot", "moonshotai/glm-5"),
        ("Reka AI", "rekaai/glm-5"),
        ("AI21 Labs", "ai21/glm-5"),
        ("AI2", "allenai/glm-5"),
        ("Ant Group", "inclusionai/glm-5"),
        ("Meta", "meta-llama/glm-5"),
        ("Bytedance", "bytedance-seed/glm-5"),
        ("Prime Intellect", "prime-intellect/glm-5"),
        ("aliaba", "qwen/glm-5"),
        (None, "z-ai/glm-5"),
    ],
)
def test_every_spelling_of_a_maker_is_understood(organization: str | None, key: str) -> None:
    """However a board spells the maker, or if it does not, the model is found."""
    assert joined("glm-5", sold(key), organization=organization) == ("exact", key)


def test_the_catalogues_own_spelling_of_a_maker_counts() -> None:
    """A maker that no table knows goes by what stands before its models' names."""
    anvil = sold("acme-inc/anvil-2", "Anvil Works: Anvil 2")
    assert joined("anvil-2", anvil, organization="anvil works") == ("exact", anvil.id)
    forge = sold("acme-inc/forge-2", "Hot Works: Forge 2")
    assert match("hot-works-forge-2", forge, organization="Hot Works").dropped == ("hotworks",)
    assert match("acmeinc-forge-2", forge, organization="Hot Works").dropped == ("acmeinc",)


def test_another_makers_model_of_the_same_name_is_only_proposed() -> None:
    """A short name may be chosen twice; a long one beside a wrong maker is a slip of the board."""
    mercury = sold("inception/mercury", "Inception: Mercury")
    nemotron = sold("nvidia/llama-3.1-nemotron-70b-instruct", "NVIDIA: Llama 3.1 Nemotron 70B Instruct")
    found = match("mercury", mercury, sold("openai/gpt-5"), organization="OpenAI")
    assert (found.confidence, found.candidates[0].openrouter_id) == (Confidence.LOW, mercury.id)
    assert match("mercury", mercury, organization="Quicksilver Works").confidence is Confidence.LOW
    world = (nemotron, sold("meta-llama/llama-3.3-70b-instruct"))
    assert joined("llama-3.1-nemotron-70b-instruct", *world, organization="Nvidia") == ("exact", nemotron.id)
    assert joined("llama-3.1-nemotron-70b-instruct", *world, organization="Meta") == ("high", nemotron.id)


def test_a_misspelled_word_is_only_proposed() -> None:
    """Similar spelling may propose a model and never joins one."""
    found = match("mercry-2", sold("inception/mercury-2", "Inception: Mercury 2"), organization="Inception")
    assert (found.confidence, found.slug) == (Confidence.LOW, None)
    assert found.candidates[0].openrouter_id == "inception/mercury-2"


def test_a_link_to_the_weights_finds_the_model() -> None:
    """Where a board links to the weights that one model of the catalogue names, the name need not tell."""
    anvil = sold("acme/forge", "Acme: Forge", hugging_face_id="acme/Anvil-X")
    link = "https://huggingface.co/acme/anvil-x"
    found = match("anvil-experimental-high", anvil, organization="Acme", url=link)
    assert (found.confidence, found.openrouter_id) == (Confidence.VARIANT, anvil.id)
    assert found.reason == (
        "A mode of this model (high reasoning effort), not a model of its own: "
        "Arena links to the very weights that the catalogue names."
    )
    assert match("anvil-experimental", anvil, organization="Acme").slug is None
    other = "https://huggingface.co/acme/anvil-y"
    assert match("anvil-experimental", anvil, organization="Acme", url=other).slug is None


# Decisions --------------------------------------------------------------------------------------------------


def test_a_decision_wins_over_every_rule() -> None:
    """What a person decided is the answer, with the person's reason; "none" joins nothing."""
    decisions = {
        "gpt-5.1": Decision("gpt-5.1", GPT_CHAT.slug, "Arena serves the chat model.", date(2026, 2, 1)),
        "gpt-5.1-chat": Decision("gpt-5.1-chat", None, "Withdrawn.", date(2026, 2, 1)),
    }
    found = matches([ArenaName("gpt-5.1"), ArenaName("gpt-5.1-chat")], [GPT, GPT_CHAT], decisions)
    assert (found["gpt-5.1"].confidence, found["gpt-5.1"].slug) == (Confidence.MANUAL, GPT_CHAT.slug)
    assert found["gpt-5.1"].reason == "Arena serves the chat model."
    assert (found["gpt-5.1"].openrouter_id, found["gpt-5.1"].compared) == (
        GPT_CHAT.id, ("gpt-5.1", "OpenAI: GPT-5.1 Chat"),
    )  # fmt: skip
    assert found["gpt-5.1-chat"] == Match(
        arena_name="gpt-5.1-chat", confidence=Confidence.MANUAL, reason="Withdrawn."
    )


def test_a_decision_for_an_unknown_slug_joins_nothing() -> None:
    """A slug that left the catalogue is said in the reason, and no rule takes the decision's place."""
    decision = Decision("gpt-5.1", "openai/gone", "It was this one.")
    found = matches([ArenaName("gpt-5.1")], [GPT], {"gpt-5.1": decision})["gpt-5.1"]
    assert found == Match(
        arena_name="gpt-5.1",
        confidence=Confidence.UNMATCHED,
        reason="A person decided for openai/gone, which the catalogue does not have.",
    )


# Equal names ------------------------------------------------------------------------------------------------

ODD = [
    sold("acme/forge-2", "Acme: Forge 2 (Hot Anvil)"),
    sold("acme/forge-2-high"),
    sold("acme/forge-05-06", "Acme: Forge 05 06"),
    sold("acme/claude-4-5", "Acme: Claude 4 5"),
    sold("acme/twin", "Acme: One"),
    sold("acme/one", "Acme: Twin"),
    sold("smith/twin"),
    sold("acme/plus", "Acme: Plus+"),
    sold("acme/i\u0307x", "Acme: \u0130x"),
    sold("acme/" + "long-" * 39 + "end"),
    sold("acme/anvil:thinking", "Acme: Anvil (thinking)"),
    sold("acme/anvil:free", "Acme: Anvil (free)"),
    sold("acme/v1", "Acme: V1"),
    sold("acme/hammer-instruct"),
    sold("acme/hammer", hugging_face_id="acme/Hammer-Instruct"),
    sold("~acme/forge-latest", "Acme: Forge Latest"),
    sold("qwen/qwen-max", "Qwen: Qwen-Max", "qwen/qwen-max-2025-01-25"),
    sold("mistralai/mistral-large-2512", "Mistral: Mistral Large 3 2512"),
    GPT,
    GPT_CHAT,
]
SPELLINGS = [
    str.upper,
    str.title,
    lambda text: text.replace("-", " "),
    lambda text: text.replace("-", "_"),
    lambda text: f" {text} ",
    lambda text: f"acme-{text}",
    lambda text: f"{text} (High)",
]
FURTHER = ["forge-2-thinking", "claude-4.5", "claude 4 5", "forge 05 06", "Hot Anvil", "forge@2", "one two",
           "qwen2.5-max", "gpt-5.1-chat-latest", "mistral-large-2512", "mistral-large-3", "1", "anvil 2",
           "forge-latest", "()", "hammer-v1", "end-" + "long-" * 39]  # fmt: skip


@pytest.mark.parametrize("organization", [None, "Acme", "Smith", "Nobody"])
def test_a_name_that_the_catalogue_has_read_is_answered_as_one_that_is_searched(
    organization: str | None,
) -> None:
    """The dictionary of names that were read spares reading them, and changes nothing of any answer."""
    titles = [listing.name.partition(": ")[2] or listing.name for listing in ODD]
    own = [*titles, *(listing.id.rpartition("/")[2] for listing in ODD)]
    names = {*own, *FURTHER, *(spelling(text) for spelling in SPELLINGS for text in own)}
    catalogue = Catalogue(ODD)
    assert sum(catalogue.reader.known(case_folded(name), "acme") is not None for name in names) > len(ODD)
    asked = [ArenaName(name, organization=organization) for name in sorted(names)]
    known = [match_of(catalogue, name) for name in asked]
    for name, answer in zip(asked, known, strict=True):
        catalogue.reader.forget()
        assert match_of(catalogue, name) == answer


def test_an_equal_name_is_the_answer_before_the_same_words_are() -> None:
    """Another model with the same words is looked for only where the one with the equal name does not fit."""
    forge, other = sold("acme/forge-7b"), sold("acme/7b-forge")
    third = sold("acme/forge-7b", hugging_face_id="acme/Forge-7B-v0.3")
    assert joined("forge-7b", forge, other) == ("exact", forge.id)
    assert joined("forge-7b", third, other) == ("high", other.id)


# What is said -----------------------------------------------------------------------------------------------


def test_every_answer_carries_its_evidence() -> None:
    """A join says what was compared, what was left out and who lost, each with the reason."""
    found = match("gpt-5.1-high", GPT, GPT_CHAT, GPT_CODEX, organization="OpenAI")
    assert found.reason == "A mode of this model (high reasoning effort), not a model of its own."
    assert (found.compared, found.dropped) == (("gpt 5.1", "gpt 5.1"), ("high",))
    assert {other.openrouter_id: other.why for other in found.candidates} == {
        GPT_CHAT.id: "it adds “chat”",
        GPT_CODEX.id: "it adds “codex”",
    }
    assert match("gpt-5.1", GPT).reason == EQUAL_NAMES


def test_what_is_dropped_is_named() -> None:
    """The maker's prefix, modes, stages and dates that only the row has are listed."""
    nano = sold("nvidia/nemotron-3-nano", "Nemotron 3 Nano", day="2025-12-14")
    assert match("nvidia-nemotron-3-nano-20251215-bf16", nano).dropped == ("nvidia", "bf16", "2025-12-15")
    assert match("gpt-5.1-preview", GPT).dropped == ("preview",)
    prime = sold("prime-intellect/forge-3", "Prime Intellect: Forge 3")
    found = match("prime-intellect-forge-3", prime, organization="Prime Intellect")
    assert found.dropped == ("primeintellect",)


def test_what_both_names_have_is_not_dropped() -> None:
    """A day and a maker's prefix that stand in the catalogue's name too are compared, without their sign."""
    later = sold("deepseek/deepseek-r1-0528", "DeepSeek: R1 0528")
    found = match("deepseek-r1-0528", later)
    assert (found.dropped, found.compared) == ((), ("deepseek r 1 05-28", "deepseek r 1 05-28"))
    prefixed = match("nvidia-forge-3-high", sold("nvidia/nvidia-forge-3"))
    assert (prefixed.dropped, prefixed.compared) == (("high",), ("nvidia forge 3", "nvidia forge 3"))


def test_every_rule_and_every_mode_is_told() -> None:
    """Modes stand with commas, rules with semicolons behind them."""
    grok = sold("x-ai/grok-4.20", "xAI: Grok 4.20", "x-ai/grok-4.20-20260309", day="2026-03-31")
    assert match("grok-4.20-beta-0309", grok).reason == (
        "The same model: the catalogue dates it 2026-03-09 too; the beta of that day is the release."
    )
    assert match("claude-opus-4-5-20251124-thinking-32k", OPUS).reason == (
        "A mode of this model (thinking on, budget of 32K tokens), not a model of its own: "
        "the catalogue dates it 2025-11-24 too."
    )


def test_no_match_names_the_nearest() -> None:
    """A name without a model says which came nearest and what sets it apart."""
    found = match("gpt-6.1", GPT, GPT_CHAT, organization="OpenAI")
    assert (found.confidence, found.candidates[0].openrouter_id) == (Confidence.UNMATCHED, GPT.id)
    assert found.candidates[0].why == "it is “5.1”, not “6.1”"
    assert found.reason == "No model has this name; the nearest is openai/gpt-5.1: it is “5.1”, not “6.1”."


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("acme/forge-2-pro-max", "it adds “max” “pro”"),
        ("acme/forge", "it lacks “2”"),
        ("acme/forge-3", "it is “3”, not “2”"),
        ("acme/forge-a-b-c-d-e", "it is “a” “b” “c” “d”, not “2”"),
    ],
)
def test_what_sets_a_model_apart_is_said_in_words(key: str, why: str) -> None:
    """Words that only one of the two names has are quoted, four of them at most."""
    found = match("forge-2", sold(key), organization="Acme")
    assert [other.why for other in found.candidates] == [why]


def test_the_nearest_of_a_models_names_is_compared() -> None:
    """Of a title and a slug that adds to it, the one that shares more words tells the difference."""
    forge = sold("acme/forge-2", slug="acme/forge-2-pro-new-max")
    found = match("forge-2-pro-new-mini", forge, organization="Acme")
    assert [other.why for other in found.candidates] == ["it is “max”, not “mini”"]


def test_another_family_is_not_near() -> None:
    """A model that shares a number with the name and not its first word is no candidate."""
    for name in ("forge-2", "acme-forge-2"):
        found = match(name, sold("acme/anvil-2"), organization="Acme")
        assert (found.candidates, found.reason) == ((), "The catalogue has no model with such a name.")


def test_four_candidates_stand_for_a_name_without_a_model_and_two_beside_a_winner() -> None:
    """More would hide the answer; the winner is not among those that lost."""
    world = [sold(f"acme/forge-2-{word}") for word in ("a", "b", "c", "d", "e")]
    assert len(match("forge-2", *world, organization="Acme").candidates) == 4
    found = match("forge-2", *world, sold("acme/forge-2"), organization="Acme")
    assert (found.openrouter_id, len(found.candidates)) == ("acme/forge-2", 2)
    assert "acme/forge-2" not in {other.openrouter_id for other in found.candidates}


def test_a_proposal_carries_its_evidence_too() -> None:
    """What was compared, what left out, and first the model that a person may confirm, then the others."""
    refresh, plus = sold("cohere/command-r-08-2024"), sold("cohere/command-r-plus")
    found = match("command-r-high", refresh, plus)
    assert (found.compared, found.dropped) == (("command r", "command r 2024-08"), ("high",))
    why = "it is the release of 2024-08, and the Arena name has no date"
    assert [(other.openrouter_id, other.why) for other in found.candidates] == [
        (refresh.id, why),
        (plus.id, "it adds “plus”"),
    ]
    assert found.reason == f"Perhaps cohere/command-r-08-2024, for a person to confirm: {why}."


def test_of_rows_with_one_name_the_best_told_counts() -> None:
    """A known maker goes before none, the first in the alphabet before others, a link before none."""
    zeta, acme = sold("zeta/forge-2"), sold("acme/forge-2")
    for pair in permutations([ArenaName("forge-2"), ArenaName("forge-2", "Zeta")]):
        assert matches(pair, [zeta, acme])["forge-2"].openrouter_id == zeta.id
    for pair in permutations([ArenaName("forge-2", "Acme"), ArenaName("forge-2", "Zeta")]):
        assert matches(pair, [zeta, acme])["forge-2"].openrouter_id == acme.id
    anvil = sold("acme/anvil", hugging_face_id="acme/Anvil-X")
    link = "https://huggingface.co/acme/anvil-x"
    for pair in permutations([ArenaName("hammer", "Acme"), ArenaName("hammer", "Acme", url=link)]):
        assert matches(pair, [anvil])["hammer"].openrouter_id == anvil.id


def test_spelling_counts_for_words_and_not_for_numbers() -> None:
    """Four letters of five in common propose a model; numbers that look alike are other models."""
    assert match("forge-abcdx", sold("acme/forge-abcde"), organization="Acme").reason == (
        "Perhaps acme/forge-abcde, for a person to confirm: a single word is spelled differently."
    )
    assert match("forge-1405b", sold("acme/forge-1406b"), organization="Acme").confidence == "unmatched"


def test_three_words_make_a_name_a_models_own() -> None:
    """Beside a wrong maker two words propose and three join, and the reason names the maker."""
    world = (sold("nvidia/forge-anvil-2"), sold("nvidia/hammer-2"), sold("meta-llama/llama-2"))
    found = match("forge-anvil-2", *world, organization="Meta")
    assert (found.confidence, found.openrouter_id) == (Confidence.HIGH, "nvidia/forge-anvil-2")
    assert found.reason == ("The same model: the names are equal, and by the catalogue its maker is nvidia.")
    proposed = match("hammer-2", *world, organization="Meta")
    assert proposed.reason == (
        "Perhaps nvidia/hammer-2, for a person to confirm: "
        "the names agree, but its maker is nvidia, not Meta."
    )


def test_a_name_that_mistrals_months_do_not_know_is_answered() -> None:
    """The index by months is asked for versions only and may hold none of the kind."""
    large = sold("mistralai/mistral-large-2512", "Mistral: Mistral Large 3 2512")
    assert joined("mistral-small-4", large) is None
    assert joined("forge-4", large) is None


def test_an_unknown_maker_is_named() -> None:
    """Where the catalogue sells nothing of a maker, that is the reason."""
    found = match("vicuna-13b", GPT, organization="LMSYS")
    assert (found.confidence, found.candidates) == (Confidence.UNMATCHED, ())
    assert found.reason == "The catalogue has no model of LMSYS with such a name."
    assert match("vicuna-13b", GPT).reason == "The catalogue has no model with such a name."


def test_a_name_with_nothing_to_compare_says_so() -> None:
    """No letter and no digit, or more than any model's name has; a name just as long as allowed is read."""
    assert match("🤖", GPT).reason == "The name has no letter and no digit to compare."
    too_long = f"The name is longer than {MAX_LENGTH} characters, as no model's name is."
    assert match("a" * (MAX_LENGTH + 1), GPT).reason == too_long
    assert match("a" * MAX_LENGTH, GPT).reason == "The catalogue has no model with such a name."


def test_two_models_of_one_name_are_left_to_a_person() -> None:
    """Where nothing tells two models apart, neither is joined and both are named."""
    one, other = sold("acme/anvil-2", "Acme: Forge"), sold("acme/forge", "Acme: Hammer")
    found = match("forge", one, other, organization="Acme")
    assert (found.confidence, found.slug) == (Confidence.LOW, None)
    assert found.reason == (
        "Perhaps Acme: Forge, for a person to confirm: 2 models answer to the name: acme/anvil-2, acme/forge."
    )


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "-",
        "()",
        "\x00\x07\x1b[31m",
        "gpt-5.1\u202e",
        "文心一言",
        "🤖🤖",
        "\u0665",
        "(high)",
        "v0.1",
        "a" * 10_000,
        "2025-" * 2_000,
    ],
)
def test_hostile_names_are_answered(name: str) -> None:
    """Nothing, too much and nonsense get an answer with a reason, and no model."""
    found = match(name, OPUS, GPT, sold("acme/anvil", "Preview"), organization="OpenAI")
    assert (found.arena_name, found.slug) == (name, None) or name.startswith("gpt-5.1")
    assert found.reason.endswith(".")
    assert len(found.reason) < 2 * MAX_LENGTH


def test_hostile_listings_are_passed_over() -> None:
    """Listings with odd names break nothing and join nothing."""
    odd = [
        sold("x/()", "()"),
        sold("/", ":"),
        sold("a/b:c:d", "   "),
        sold("acme/" + "9" * 900, "9" * 5_000),
    ]
    assert joined("gpt-5.1", *odd, GPT) == ("exact", GPT.id)
    assert joined("()", *odd) is None


def test_the_order_of_names_and_listings_does_not_matter() -> None:
    """The same names and listings give the same answers, however they are sorted."""
    listings = [OPUS, GPT, GPT_CHAT, GPT_CODEX]
    names = [
        ArenaName("gpt-5.1-high", "OpenAI"),
        ArenaName("gpt-5.2"),
        ArenaName("gpt-5.1-high"),
        ArenaName("forge"),
    ]
    expected = matches(names, listings)
    assert list(expected) == sorted(expected)
    for shuffled in permutations(listings):
        assert matches(names[::-1], shuffled) == expected


def test_no_names_and_no_listings() -> None:
    """Nothing against something and something against nothing are answered."""
    assert matches([], [GPT]) == {}
    assert match("gpt-5.1").confidence is Confidence.UNMATCHED


# The measurement --------------------------------------------------------------------------------------------


def test_the_gold_score_counts_what_is_right_wrong_and_missed() -> None:
    """A join outside the accepted ids lowers both shares; a row that may be either is right both ways."""
    table = (
        "arena_name\topenrouter_id\tambiguous\talso_ok\n"
        "gpt-5.1\topenai/gpt-5.1\t0\t\n"
        "gpt-5.1-high\topenai/gpt-5.1\t1\tNONE\n"
        "gpt-5.1-chat\topenai/gpt-5.1\t0\t\n"
        "gpt-5.1-codex\tNONE\t0\t\n"
        "forge\tNONE\t0\t\n"
        "hammer\topenai/gpt-5.1\t0\topenai/gpt-5.1-chat\n"
    )
    judged = gold.judged_rows(table)
    answers = matches([ArenaName(one.name) for one in judged], [GPT, GPT_CHAT, GPT_CODEX])
    found = gold.score(judged, answers)
    assert (found.right, found.wrong) == (2, ("gpt-5.1-chat", "gpt-5.1-codex"))
    assert found.missed == ("gpt-5.1-chat", "hammer")
    assert (found.precision, found.recall, found.none_kept) == (0.5, 0.5, 0.5)
    lines = list(gold.report(found, judged, answers))
    assert [line.partition(":")[0] for line in lines[:3]] == ["gpt-5.1-chat", "gpt-5.1-codex", "hammer"]


def test_both_shapes_of_a_board_are_read() -> None:
    """The dataset's rows and the community's daily files give names with their makers."""
    rows = {"rows": [{"row": {"model_name": "gpt-5.1", "organization": "openai"}}]}
    models = {"models": [{"model": "forge", "vendor": None}]}
    assert [*gold.board_names(rows), *gold.board_names(models)] == [
        ArenaName("gpt-5.1", organization="openai"),
        ArenaName("forge"),
    ]


@pytest.mark.parametrize("makers", [MAX_BRANDS, MAX_BRANDS + 1])
def test_a_first_word_of_many_makers_says_nothing_but_names_are_found(makers: int) -> None:
    """However many share it, a name without a maker finds its model; what is only near is shown for few."""
    crowd = [sold(f"maker{at}/comet-{at}-pro") for at in range(makers)]
    assert joined("comet-7-pro", *crowd) == ("exact", "maker7/comet-7-pro")
    near = match("comet-99-pro", *crowd)
    assert near.slug is None
    assert bool(near.candidates) == (makers == MAX_BRANDS)


# What is near -----------------------------------------------------------------------------------------------

GROK = sold("x-ai/grok-4.3", "xAI: Grok 4.3")
GROK_IMAGE = sold(
    "x-ai/grok-2-image",
    "xAI: Grok 2 Image",
    architecture={"output_modalities": ["image", "text"]},
)


@pytest.mark.parametrize(
    ("gives", "near"),
    [
        ({"image"}, ["x-ai/grok-2-image"]),
        ({"text"}, ["x-ai/grok-4.3"]),
        ({"text", "image"}, ["x-ai/grok-2-image", "x-ai/grok-4.3"]),
        ({"video"}, []),
        (set(), ["x-ai/grok-2-image", "x-ai/grok-4.3"]),
    ],
)
def test_only_what_gives_what_the_board_rates_is_near(gives: set[str], near: list[str]) -> None:
    """A model that gives text alone is near no name of an image board, one for images near none of text."""
    name = ArenaName("grok-imagine", organization="xai", gives=frozenset(gives))
    found = matches([name], [GROK, GROK_IMAGE])["grok-imagine"]
    assert sorted(candidate.openrouter_id for candidate in found.candidates) == near
    assert found.confidence is Confidence.UNMATCHED
    assert all(key in found.reason for key in near[:1] if len(near) == 1)


def test_a_model_whose_output_is_not_known_can_be_near() -> None:
    """Nothing says that it does not give what the board rates."""
    unknown = sold("x-ai/grok-4.3", "xAI: Grok 4.3", architecture={})
    name = ArenaName("grok-imagine", organization="xai", gives=frozenset({"image"}))
    assert matches([name], [unknown])["grok-imagine"].candidates


@pytest.mark.parametrize(
    ("name", "listing", "label"),
    [
        ("ppl-sonar-pro-high", sold("perplexity/sonar-pro"), "large searches"),
        ("Sonar Pro (High)", sold("perplexity/sonar-pro"), "large searches"),
        ("sonar-medium", sold("perplexity/sonar"), "searches of medium size"),
        ("sonar-deep-research-high", sold("perplexity/sonar-deep-research"), "high reasoning effort"),
        ("gpt-4o-search-preview-high", sold("openai/gpt-4o-search-preview"), "large searches"),
        ("gpt-5-high", sold("openai/gpt-5"), "high reasoning effort"),
    ],
)
def test_a_mode_is_called_what_its_maker_means_by_it(name: str, listing: Listing, label: str) -> None:
    """Perplexity's "high" is the size of its searches and no effort, and so it is where GPT-4o searches."""
    found = match(name, listing)
    assert found.confidence is Confidence.VARIANT
    assert f"({label}" in found.reason or f", {label})" in found.reason


def test_what_an_alias_has_of_the_name_it_means_is_not_left_out_of_it() -> None:
    """The day of the name that is meant stands in no word of the alias."""
    qwen = sold("qwen/qwen-max", slug="qwen/qwen-max-2025-01-25", day="2025-02-01")
    assert match("qwen2.5-max", qwen).dropped == ()
    assert match("qwen-max-2025-01-25", qwen).dropped == ("2025-01-25",)


def test_a_name_without_a_maker_is_known_where_its_words_are_joined() -> None:
    """A first word that no maker has is no brand, but the whole name may be equal all the same."""
    llama = sold("meta-llama/codellama-34b-instruct", "Meta: CodeLlama 34B Instruct")
    assert joined("Code Llama 34B Instruct", llama) == ("exact", llama.id)
    assert joined("Code Llama 34B Instruct", llama, organization="Nobody") is None
