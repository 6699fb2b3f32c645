"""What makers write in the names of models, as tables that a maintainer can read and extend.

Every row is one fact, with the address where it can be looked up. The other modules know no maker and no
model by name. A maker stands here under one short key; ``names.maker_key`` folds every spelling of it
("Z.ai", "zhipu ai", "zai-org") into that key.
"""

from __future__ import annotations

from typing import NamedTuple


class Maker(NamedTuple):
    """A maker whose spellings do not begin alike; ``prefixes`` are words that it puts before a model."""

    key: str
    spellings: tuple[str, ...]
    prefixes: tuple[str, ...]
    source: str


# Spellings that begin alike for four letters ("moonshot", "moonshotai") need no row here.
MAKERS = (
    Maker("ai21", ("ai21 labs",), (), "https://huggingface.co/ai21labs"),
    Maker("alibaba", ("qwen", "alibaba cloud", "alibaba nlp", "tongyi"), (), "https://huggingface.co/Qwen"),
    Maker("allenai", ("ai2", "allen ai", "allen institute for ai", "uw"), (), "https://huggingface.co/allenai"),
    Maker("amazon", ("aws",), (), "https://docs.aws.amazon.com/nova/latest/userguide/what-is-nova.html"),
    Maker("arcee", ("arcee ai",), (), "https://huggingface.co/arcee-ai"),
    Maker("baidu", ("baidu qianfan",), (), "https://huggingface.co/baidu"),
    Maker("bytedance", ("bytedance seed", "doubao", "dola"), ("dola", "doubao"), "https://seed.bytedance.com/en/"),
    Maker("cohere", ("coherelabs", "cohereforai"), ("c4ai",), "https://huggingface.co/CohereLabs"),
    Maker("deepseek", ("deepseek ai",), (), "https://huggingface.co/deepseek-ai"),
    Maker("google", ("google deepmind", "deepmind"), (), "https://huggingface.co/google"),
    Maker("ibm", ("ibm granite",), (), "https://huggingface.co/ibm-granite"),
    Maker("inclusionai", ("ant group", "ant ling"), (), "https://huggingface.co/inclusionAI"),
    Maker("kwaipilot", ("kwaikat", "kuaishou", "kwai"), (), "https://huggingface.co/Kwaipilot"),
    Maker("liquid", ("liquid ai",), (), "https://huggingface.co/LiquidAI"),
    Maker("meta", ("meta llama", "meta ai", "facebook"), (), "https://huggingface.co/meta-llama"),
    Maker("minimax", ("minimaxai",), (), "https://huggingface.co/MiniMaxAI"),
    Maker("mistral", ("mistralai",), (), "https://huggingface.co/mistralai"),
    Maker("moonshot", ("moonshotai",), (), "https://huggingface.co/moonshotai"),
    Maker("nous", ("nousresearch",), (), "https://huggingface.co/NousResearch"),
    Maker("openai", (), ("api",), "https://platform.openai.com/docs/models"),
    Maker("perplexity", ("perplexityai",), ("ppl",), "https://docs.perplexity.ai/getting-started/models"),
    Maker("stepfun", ("stepfun ai",), (), "https://huggingface.co/stepfun-ai"),
    Maker("tencent", ("tencent hunyuan",), (), "https://huggingface.co/tencent"),
    Maker("xai", ("x ai", "spacexai"), (), "https://docs.x.ai/docs/models"),
    Maker("xiaomi", ("xiaomimimo",), (), "https://huggingface.co/XiaomiMiMo"),
    Maker("zai", ("z ai", "zhipu", "zhipu ai", "zai org", "thudm", "tsinghua"), (), "https://huggingface.co/zai-org"),
)  # fmt: skip


class Mode(NamedTuple):
    """Words for a way of running a model that is not a model of its own.

    In brackets they always are a mode. Without brackets they are one at the end of a name if ``bare``, for
    these ``makers`` (all where empty) but not for those in ``never``, and only in a name that has
    ``with_word`` and lacks ``without_word``, where these are given. ``switch`` marks what turns thinking on.
    """

    words: str
    label: str
    source: str
    makers: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    bare: bool = True
    with_word: str = ""
    without_word: str = ""
    switch: bool = False


_THINKING = "https://openrouter.ai/docs/use-cases/reasoning-tokens"
_OPENAI_EFFORT = "https://platform.openai.com/docs/guides/reasoning"
_CLAUDE_EFFORT = "https://platform.claude.com/docs/en/build-with-claude/effort"
_GROK = "https://docs.oracle.com/en-us/iaas/Content/generative-ai/xai-grok-4-fast.htm"
_CLAUDE_FAST = "https://platform.claude.com/docs/en/build-with-claude/fast-mode"
_KIMI = "https://platform.moonshot.ai/docs/guide/kimi-k2-quickstart"
_MINIMAX = "https://vercel.com/ai-gateway/models/minimax-m2.1-lightning"
_GROUNDING = "https://ai.google.dev/gemini-api/docs/google-search"
_EFFORTFUL = ("anthropic", "deepseek", "meta", "moonshot", "openai", "xai", "zai")
_QUANTISED = "https://huggingface.co/docs/transformers/main/en/quantization/overview"
_IMAGE = "https://ai.google.dev/gemini-api/docs/image-generation"
_SEARCH = "https://news.lmarena.ai/search-arena/"

# "max" and "reasoning" without brackets name models of their own elsewhere: Qwen3-Max, Phi-4-reasoning.
MODES = (
    Mode("thinking", "thinking on", _THINKING, switch=True),
    Mode("reasoning", "reasoning on", _GROK, makers=("xai",), switch=True),
    Mode("non thinking", "thinking off", _THINKING),
    Mode("no thinking", "thinking off", _THINKING),
    Mode("nothinking", "thinking off", _THINKING),
    Mode("non reasoning", "reasoning off", _GROK),
    Mode("chat", "reasoning off", _GROK, makers=("xai",)),
    Mode("instant", "thinking off", "https://huggingface.co/moonshotai/Kimi-K2.5", makers=("moonshot",)),
    Mode("none", "no reasoning effort", _OPENAI_EFFORT, makers=("openai",)),
    Mode("minimal", "minimal reasoning effort", _OPENAI_EFFORT),
    Mode("thinking minimal", "minimal thinking", "https://ai.google.dev/gemini-api/docs/thinking"),
    Mode("low", "low reasoning effort", _OPENAI_EFFORT),
    Mode("medium", "medium reasoning effort", _OPENAI_EFFORT, never=("mistral",)),
    Mode("high", "high reasoning effort", _OPENAI_EFFORT),
    Mode("xhigh", "extra high reasoning effort", _OPENAI_EFFORT),
    Mode("x high", "extra high reasoning effort", _OPENAI_EFFORT),
    Mode("max", "maximum effort", _CLAUDE_EFFORT, makers=_EFFORTFUL, without_word="codex"),
    Mode("adaptive", "adaptive thinking", _CLAUDE_EFFORT),
    Mode("fast", "faster serving", _CLAUDE_FAST, makers=("anthropic",)),
    Mode("turbo", "faster serving", _KIMI, makers=("moonshot",)),
    Mode("highspeed", "faster serving", _MINIMAX, makers=("minimax", "moonshot")),
    Mode("lightning", "faster serving", _MINIMAX, makers=("minimax",)),
    Mode("search", "with web search", _SEARCH),
    Mode("web search", "with web search", _SEARCH, bare=False),
    Mode("grounding", "with web search", _GROUNDING, makers=("google",)),
    Mode("codex harness", "in the Codex harness", "https://github.com/openai/codex"),
    Mode("1k", "at 1K resolution", _IMAGE, with_word="image"),
    Mode("2k", "at 2K resolution", _IMAGE, with_word="image"),
    Mode("4k", "at 4K resolution", _IMAGE, with_word="image"),
    Mode("bf16", "BF16 weights", _QUANTISED),
    Mode("fp16", "FP16 weights", _QUANTISED),
    Mode("fp8", "FP8 weights", _QUANTISED),
    Mode("fp4", "FP4 weights", _QUANTISED),
    Mode("mxfp4", "MXFP4 weights", _QUANTISED),
    Mode("nvfp4", "NVFP4 weights", _QUANTISED),
    Mode("int8", "INT8 weights", _QUANTISED),
    Mode("int4", "INT4 weights", _QUANTISED),
    Mode("awq", "AWQ weights", _QUANTISED),
    Mode("gptq", "GPTQ weights", _QUANTISED),
    Mode("gguf", "GGUF weights", _QUANTISED),
)  # fmt: skip


class Meaning(NamedTuple):
    """What the words of a mode mean in those names of a maker that have one word and lack another."""

    maker: str
    words: str
    label: str
    source: str
    with_word: str = ""
    without_word: str = ""


_CONTEXT_SIZE = "https://docs.perplexity.ai/guides/search-context-size-guide"

# Perplexity's "high" is how much of the web a search reads; its deep research alone has an effort. GPT-4o
# does not reason, so that there, too, it is said of the search.
MEANINGS = (
    Meaning("perplexity", "low", "small searches", _CONTEXT_SIZE, without_word="research"),
    Meaning("perplexity", "medium", "searches of medium size", _CONTEXT_SIZE, without_word="research"),
    Meaning("perplexity", "high", "large searches", _CONTEXT_SIZE, without_word="research"),
    Meaning("openai", "low", "small searches", _SEARCH, with_word="4o"),
    Meaning("openai", "medium", "searches of medium size", _SEARCH, with_word="4o"),
    Meaning("openai", "high", "large searches", _SEARCH, with_word="4o"),
)


class Fact(NamedTuple):
    """Something that a maker has published about one name; the comment on a table explains ``value``."""

    maker: str
    name: str
    value: str
    source: str


# The name on the left is the name on the right; a date on the right belongs to it.
ALIASES = (
    Fact("alibaba", "qwen2.5-max", "qwen-max-2025-01-25", "https://qwenlm.github.io/blog/qwen2.5-max/"),
    Fact("openai", "gpt-4-preview", "gpt-4-turbo-preview", "https://platform.openai.com/docs/models/gpt-4-turbo-preview"),
    Fact("openai", "gpt-4o-search", "gpt-4o-search-preview", "https://platform.openai.com/docs/models/gpt-4o-search-preview"),
)  # fmt: skip

# Words on the left mean the words on the right, in any of the maker's names.
PHRASES = (
    Fact("openai", "chat latest", "chat", "https://platform.openai.com/docs/models/gpt-5.2-chat-latest"),
)

# An undated name stands for this dated release, the last one that it was pointed at.
RELEASES = (
    Fact("openai", "gpt-3.5-turbo", "0125", "https://platform.openai.com/docs/models/gpt-3.5-turbo"),
    Fact("openai", "gpt-4", "0613", "https://platform.openai.com/docs/models/gpt-4"),
    Fact("openai", "gpt-4-turbo", "2024-04-09", "https://platform.openai.com/docs/models/gpt-4-turbo"),
    Fact("openai", "gpt-4-turbo-preview", "0125", "https://platform.openai.com/docs/models/gpt-4-turbo-preview"),
    Fact("openai", "gpt-4o", "2024-08-06", "https://platform.openai.com/docs/models/gpt-4o"),
    Fact("openai", "chatgpt-4o-latest", "2025-03-26", "https://help.openai.com/en/articles/9624314-model-release-notes"),
    Fact("openai", "gpt-5.2-chat", "2026-02-10", "https://learn.microsoft.com/azure/foundry/foundry-models/concepts/models-sold-directly-by-azure"),
    Fact("mistral", "mistral-medium-3", "2505", "https://docs.mistral.ai/models/mistral-medium-3-25-05"),
    Fact("mistral", "mistral-medium-3.1", "2508", "https://docs.mistral.ai/models/mistral-medium-3-1-25-08"),
    Fact("mistral", "mistral-medium-3.5", "2604", "https://docs.mistral.ai/models/mistral-medium-3-5-26-04"),
)  # fmt: skip

# Names under which the maker sells the switch for thinking as a model of its own: dropping "thinking" (or
# "instruct") would lead to a sibling. An empty name holds for all names of the maker.
SIBLINGS = (
    Fact(
        "alibaba",
        "qwen3",
        "thinking",
        "https://qwen.readthedocs.io/en/latest/getting_started/quickstart.html",
    ),
    Fact("alibaba", "qwen3-max", "thinking", "https://www.alibabacloud.com/help/en/model-studio/models"),
    Fact("arcee", "", "thinking", "https://huggingface.co/arcee-ai"),
    Fact("baidu", "", "thinking", "https://huggingface.co/baidu"),
    Fact("bytedance", "seed-1.6", "thinking", "https://www.volcengine.com/docs/82379/1330310"),
    Fact("liquid", "", "thinking", "https://huggingface.co/LiquidAI"),
    Fact("moonshot", "kimi-k2", "thinking", "https://huggingface.co/moonshotai/Kimi-K2-Thinking"),
)

# The preview is the release: "drops" where Arena leaves the word out, "keeps" where the catalogue does.
PREVIEWS = (
    Fact("google", "", "drops", "https://ai.google.dev/gemini-api/docs/models"),
    Fact("deepseek", "deepseek-v4-flash", "keeps", "https://api-docs.deepseek.com/news/news260424"),
    Fact("deepseek", "deepseek-v4-pro", "keeps", "https://api-docs.deepseek.com/news/news260424"),
    Fact("minimax", "", "keeps", "https://www.minimax.io/news/minimax-m21"),
)

# Makers who number releases by year and month ("2508"), one for each version: either names the release.
NUMBERED_BY_MONTH = {"mistral": "https://docs.mistral.ai/getting-started/models/models_overview/"}

# Variants of an id that are prices or routes, not models: https://openrouter.ai/docs/guides/routing/model-variants/overview
ROUTES = frozenset({"batch", "beta", "exacto", "extended", "floor", "free", "nitro", "online"})

STAGES = frozenset({"preview", "beta"})
"""Words for a release that is not final."""

TUNED = frozenset({"instruct", "it"})
"""Words for weights that were tuned to follow instructions, the only form that Arena rates."""

NOISE = frozenset({"hf", "model", "older"})
"""Words that say nothing about the model: a file format, a catalogue's remark."""

FIRST = frozenset({"", "0.1", "1", "001"})
"""Numbers of a first release, which a name without a number means."""
