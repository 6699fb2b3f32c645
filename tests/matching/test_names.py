"""Names: the parts that two styles, many makers and hostile texts are taken apart into."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sitegen.matching import vocabulary
from sitegen.matching.dates import NameDate, dates_in
from sitegen.matching.names import Name, NameReader, maker_key, read_name, vendor_prefixes
from sitegen.matching.spelling import NameMode, first_joined, spelled_name
from sitegen.matching.words import MAX_LENGTH, case_folded, first_word


def parts(text: str, maker: str = "") -> Name:
    """Return the parts of a name as this maker writes it."""
    return read_name(text, maker, vendor_prefixes(maker) if maker else frozenset())


def labels(name: Name) -> list[str]:
    """Return what a visitor reads of the modes in a name."""
    return [mode.label for mode in name.modes]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claude-opus-4-5-20251101", "Claude Opus 4.5 (20251101)"),
        ("gpt-5-mini-high", "GPT-5 mini (High)"),
        ("llama-3.2-vision-11b-instruct", "Llama 3.2 11B Vision Instruct"),
        ("kimi-k2-0905-preview", "Kimi K2 Preview (0905)"),
        ("command-r-plus-08-2024", "Command R+ (08-2024)"),
        ("phi-3-mini-4k-instruct-june-2024", "Phi-3 Mini 4K Instruct (June 2024)"),
        ("gemini-2.0-flash-001", "Gemini 2.0 Flash (001)"),
    ],
)
def test_both_styles_of_a_name_have_the_same_parts(old: str, new: str) -> None:
    """The dashed name and the name with brackets differ in nothing that means something."""
    one, other = parts(old), parts(new)
    assert (one.core, one.dates, one.stages, one.tuned, one.release) == (
        other.core,
        other.dates,
        other.stages,
        other.tuned,
        other.release,
    )
    assert labels(one) == labels(other)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("gpt-4.1-2025-04-14", NameDate(2025, 4, 14)),
        ("claude-3-haiku-20240307", NameDate(2024, 3, 7)),
        ("step-2-16k-exp-202412", NameDate(2024, 12, 0)),
        ("command-a-03-2025", NameDate(2025, 3, 0)),
        ("Phi-3 Mini (June 2024)", NameDate(2024, 6, 0)),
        ("mistral-large-2411", NameDate(2024, 11, 0)),
        ("gpt-4-1106-preview", NameDate(0, 11, 6)),
        ("kimi-k2-0711", NameDate(0, 7, 11)),
        ("gemini-2.5-pro-preview-05-06", NameDate(0, 5, 6)),
        ("anvil-250711", NameDate(2025, 7, 11)),
        ("GPT-4 (older v0314)", NameDate(0, 3, 14)),
        ("anvil 2025/04", NameDate(2025, 4, 0)),
        ("anvil-December-2024", NameDate(2024, 12, 0)),
        ("anvil-January-2025", NameDate(2025, 1, 0)),
        ("anvil-0229", NameDate(0, 2, 29)),
    ],
)
def test_every_way_to_write_a_date_is_read(text: str, day: NameDate) -> None:
    """A date is read however the makers write it, and is no word of the name."""
    name = parts(text)
    assert name.dates == dates_in(text.lower()) == (day,)
    assert not any(character in "".join(name.core) for character in "@")


@pytest.mark.parametrize(
    "text",
    [
        "qwen2.5-72b",
        "gpt-4-32k",
        "llama-3.1-405b",
        "anvil-9999",
        "glm-4.6",
        "o3",
        "anvil-20250230",
        "anvil-0230",
        "anvil-2025",
        "anvil-1.0125",
        "anvil-0125b",
        "anvil-0125.5",
    ],
)
def test_numbers_that_are_no_dates_are_none(text: str) -> None:
    """Sizes, versions, contexts and impossible months are not taken for dates."""
    assert parts(text).dates == ()


def test_a_day_agrees_where_both_say_the_same() -> None:
    """What only one of two dates gives does not set them apart."""
    assert NameDate(2025, 8, 0).agrees(NameDate(2025, 8, 13))
    assert NameDate(0, 7, 9).agrees(NameDate(2025, 7, 9))
    assert not NameDate(2025, 5, 14).agrees(NameDate(2025, 5, 22))


def test_a_day_without_a_year_lies_in_the_nearest_one() -> None:
    """0125 before a release in January is days before it, not months; without a day there is no distance."""
    assert NameDate(0, 12, 30).before(date(2025, 1, 2)) == timedelta(days=3)
    assert NameDate(2025, 2, 19).before(date(2025, 2, 24)) == timedelta(days=5)
    assert NameDate(2025, 8, 0).before(date(2025, 8, 13)) is None
    assert NameDate(0, 2, 29).before(date(2024, 3, 1)) == timedelta(days=1)
    assert NameDate(0, 1, 2).nearest(date(2024, 12, 30)) == date(2025, 1, 2)


def test_a_day_with_a_year_lies_in_that_year() -> None:
    """However far it is from the other day, if there is one; a day that no calendar has lies nowhere."""
    assert NameDate(2020, 1, 1).nearest(date(2025, 1, 1)) == date(2020, 1, 1)
    assert NameDate(2020, 1, 1).nearest(None) == date(2020, 1, 1)
    assert NameDate(0, 1, 1).nearest(None) is None
    assert NameDate(2025, 2, 30).nearest(date(2025, 1, 1)) is None
    assert NameDate(0, 2, 30).nearest(date(2025, 1, 1)) is None


def test_days_are_written_as_far_as_they_are_known() -> None:
    """A date reads as a person would write it."""
    assert [str(day) for day in (NameDate(2025, 4, 14), NameDate(2025, 8, 0), NameDate(0, 7, 9))] == [
        "2025-04-14",
        "2025-08",
        "07-09",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("claude-3-5-sonnet", "Claude 3.5 Sonnet"),
        ("qwen2.5-72b", "Qwen 2.5 72B"),
        ("step3", "Step-3"),
        ("internlm2_5-20b", "InternLM2.5 20B"),
        ("DeepSeek-V3.1", "deepseek 3.1"),
        ("nova-pro-v1.0", "Nova Pro v1"),
        ("forge-3.0", "Forge 3"),
        ("forge-2_5b", "Forge 2.5B"),
        ("forge-10.0.0", "Forge 10"),
        ("forge-v3-pro", "Forge 3 Pro"),
    ],
)
def test_spellings_of_a_version_are_one(one: str, other: str) -> None:
    """Hyphens, underscores, blanks, a "v" and a trailing ".0" do not make another version."""
    assert parts(one).key == parts(other).key
    assert (parts(one).core, parts(one).release) == (parts(other).core, parts(other).release)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("forge-3", "forge3"),
        ("forge-3-5b", "forge3-5b"),
        ("forge-3.5-a22b", "forge3.5a22b"),
        ("forge-vision-v2", "forgevision2"),
        ("forge@2", "forge2"),
        ("forge+", "forgeplus"),
        ("anvil-20250230", "anvil20250230"),
        ("anvil-2025-02-28", "anvil@2025-02-28"),
    ],
)
def test_a_key_has_a_hyphen_only_between_two_digits(text: str, key: str) -> None:
    """All words in order, versions without their "v", dates as they are read; numbers do not run together."""
    assert parts(text).key == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("glm-4.6", "glm-4.6v"),
        ("gpt-4.1", "gpt-41"),
        ("grok-4.2", "grok-4.20"),
        ("qwen-2.5-7b", "qwen-25-7b"),
    ],
)
def test_different_numbers_stay_apart(one: str, other: str) -> None:
    """No folding of punctuation makes two versions one."""
    assert parts(one).key != parts(other).key
    assert parts(one).core != parts(other).core


@pytest.mark.parametrize(
    ("text", "maker", "modes"),
    [
        ("claude-opus-4-20250514-thinking-16k", "anthropic", ["thinking on", "budget of 16K tokens"]),
        (
            "Claude Opus 4.5 (High, 32K, 20251101)",
            "anthropic",
            ["high reasoning effort", "budget of 32K tokens"],
        ),
        ("mimo-v2-flash (non-thinking)", "xiaomi", ["thinking off"]),
        ("gemini-3-flash (thinking-minimal)", "google", ["minimal thinking"]),
        ("llama-3.1-405b-instruct-bf16", "meta", ["BF16 weights"]),
        ("gpt-5.4-high (codex-harness)", "openai", ["high reasoning effort", "in the Codex harness"]),
        ("gpt-5.2-search-non-reasoning", "openai", ["with web search", "reasoning off"]),
        ("grok-4-fast-reasoning", "xai", ["reasoning on"]),
        ("phi-4-reasoning", "microsoft", []),
        ("kimi-k2-thinking-turbo", "moonshot", ["thinking on", "faster serving"]),
        ("glm-5-turbo", "zai", []),
        ("mistral-medium", "mistral", []),
        ("gpt-5-medium", "openai", ["medium reasoning effort"]),
        ("claude-fable-5.1-max", "anthropic", ["maximum effort"]),
        ("gpt-5.1-codex-max", "openai", []),
        ("qwen3-max", "alibaba", []),
        ("Qwen3.8-Plus (Max)", "alibaba", ["maximum effort"]),
        ("phi-3-mini-128k-instruct", "microsoft", []),
        ("anvil-image-2k", "google", ["at 2K resolution"]),
        ("anvil-2k", "google", []),
    ],
)
def test_modes_are_told_from_editions(text: str, maker: str, modes: list[str]) -> None:
    """Whether "max", "turbo", "medium" or "reasoning" is a mode depends on the maker and on brackets."""
    assert labels(parts(text, maker)) == modes


def test_every_mode_of_the_vocabulary_is_read_in_brackets() -> None:
    """Each row of the table is found where it stands in brackets, whoever the maker is."""
    for mode in vocabulary.MODES:
        assert labels(parts(f"anvil 2 ({mode.words})", "acme")) == [mode.label]


def test_readings_leave_out_as_little_as_possible_first() -> None:
    """The first reading counts every mode as a word of the name, the last one none."""
    name = parts("kimi-k2-thinking-turbo", "moonshot")
    readings = [
        (sorted(core - {"kimi", "k", "2"}), [mode.text for mode in left]) for core, left in name.readings()
    ]
    assert readings == [
        (["thinking", "turbo"], []),
        (["turbo"], ["thinking"]),
        (["thinking"], ["turbo"]),
        ([], ["thinking", "turbo"]),
    ]


@pytest.mark.parametrize(
    ("text", "maker", "vendor", "core"),
    [
        ("nvidia-nemotron-3", "nvidia", "nvidia", {"nemotron", "3"}),
        ("c4ai-aya-32b", "cohere", "c4ai", {"aya", "32b"}),
        ("Prime Intellect Intellect-3", "primeintellect", "primeintellect", {"intellect", "3"}),
        ("mistral", "mistral", "", {"mistral"}),
        ("nemotron-3", "nvidia", "", {"nemotron", "3"}),
        ("Allen Institute for AI olmo", "allenai", "", {"allen", "institute", "for", "ai", "olmo"}),
        ("moonshotai kimi", "moonshot", "moonshotai", {"kimi"}),
        ("ai2 allen ai olmo", "allenai", "ai2allenai", {"olmo"}),
        ("x ai grok", "xai", "xai", {"grok"}),
        ("Z.ai GLM", "zai", "zai", {"glm"}),
    ],
)
def test_words_for_the_maker_are_set_aside(text: str, maker: str, vendor: str, core: set[str]) -> None:
    """The maker's name before the model's is no part of it, unless nothing else is there."""
    name = parts(text, maker)
    assert ("".join(name.vendor), name.core) == (vendor, core)


@pytest.mark.parametrize(
    ("text", "release", "core"),
    [
        ("mistral-7b-instruct-v0.2", "0.2", {"mistral", "7b"}),
        ("nova-pro-v1", "1", {"nova", "pro"}),
        ("gemini-1.5-pro-002", "002", {"gemini", "1.5", "pro"}),
        ("anvil-v3", "", {"anvil", "3"}),
        ("mimo-v2-flash", "", {"mimo", "2", "flash"}),
        ("anvil-001", "001", {"anvil"}),
        ("anvil-002", "", {"anvil", "002"}),
        ("anvil-0.1", "0.1", {"anvil"}),
        ("anvil-v0.1", "0.1", {"anvil"}),
        ("anvil-0001", "", {"anvil", "0001"}),
        ("anvil-101", "", {"anvil", "101"}),
        ("anvil-2-v3", "3", {"anvil", "2"}),
        ("v1", "", {"1"}),
    ],
)
def test_the_number_of_a_release_is_no_version(text: str, release: str, core: set[str]) -> None:
    """A number behind a whole name counts releases of it; where it is the only number it is the version."""
    name = parts(text)
    assert (name.release, name.core) == (release, core)


def test_a_name_in_brackets_is_a_nickname() -> None:
    """Two words or more in brackets that are no mode are a further name; a single one belongs to the name."""
    assert parts("gemini-2.5-flash-image (nano-banana)").nicknames == ("nanobanana",)
    assert parts("Llama 3.1 405B (base)").core == {"llama", "3.1", "405b", "base"}


def test_brackets_hold_things_apart_by_commas() -> None:
    """Each is read by itself: a mode, a word of the name, a nickname, a date, a remark that says nothing."""
    name = parts("Forge 2 [High; Anvil] (hot hammer, HF, 32K, 20250714)")
    assert (labels(name), name.core) == (
        ["high reasoning effort", "budget of 32K tokens"], {"forge", "2", "anvil"},
    )  # fmt: skip
    assert (name.nicknames, name.dates) == (("hothammer",), (NameDate(2025, 7, 14),))
    assert name.words == ("forge", "2", "high", "anvil", "hf", "32k", "@2025-07-14")
    assert name.core_and_modes == {"forge", "2", "anvil", "high", "32k"}
    assert [mode.bracketed for mode in name.modes] == [True, True]


def test_a_name_takes_the_parts_of_the_one_that_it_means() -> None:
    """An alias gives core, modes and stages; the days only where the name has none of its own."""
    other = parts("anvil-2-preview-20250714-high")
    dated, undated = parts("forge-20240101-low"), parts("forge-low")
    for name in (dated, undated):
        meant = name.with_parts_of(other, "a rule")
        assert (meant.core, meant.core_and_modes, meant.modes, meant.stages) == (
            other.core, other.core_and_modes, other.modes, other.stages,
        )  # fmt: skip
        assert (meant.words, meant.key, meant.alias) == (name.words, name.key, "a rule")
    assert (dated.with_parts_of(other, "a rule").dates, undated.with_parts_of(other, "a rule").dates) == (
        dated.dates,
        other.dates,
    )


def test_a_name_without_a_mode_equals_no_other_as_it_stands() -> None:
    """What is left has the words of the modes that stay, and no key that another name could have."""
    name = parts("forge-2-thinking-fp8")
    left = name.with_only_modes(name.modes[:1])
    assert (left.key, left.modes, left.core_and_modes) == ("", name.modes[:1], {"forge", "2", "thinking"})
    assert name.with_only_modes(()).core_and_modes == name.core == {"forge", "2"}


def test_what_may_name_a_maker_is_the_beginning() -> None:
    """The first word, the first two and three together, and always less than the whole name."""
    assert list(first_joined(["a", "b", "c", "d", "e"])) == ["a", "ab", "abc"]
    assert list(first_joined(["a", "b"])) == ["a"]
    assert list(first_joined(["a"])) == []


@pytest.mark.parametrize(
    ("text", "maker", "modes", "core"),
    [
        ("forge-32k", "acme", [], {"forge", "32k"}),
        ("forge-high-32k", "acme", ["high reasoning effort", "budget of 32K tokens"], {"forge"}),
        ("high", "acme", [], {"high"}),
        ("high-32k", "acme", ["budget of 32K tokens"], {"high"}),
        ("forge [high] 2", "acme", ["high reasoning effort"], {"forge", "2"}),
        ("forge-turbo-32k", "moonshot", ["faster serving", "budget of 32K tokens"], {"forge"}),
        ("forge-turbo-32k", "acme", [], {"forge", "turbo", "32k"}),
        ("forge-max-32k", "acme", [], {"forge", "max", "32k"}),
        ("32k", "acme", [], {"32k"}),
        ("high-forge", "acme", [], {"high", "forge"}),
        ("forge-non-thinking", "acme", ["thinking off"], {"forge"}),
        ("forge-web-search", "acme", ["with web search"], {"forge", "web"}),
        ("forge-medium", "mistral", [], {"forge", "medium"}),
        ("forge-medium", "openai", ["medium reasoning effort"], {"forge"}),
        ("forge-max", "openai", ["maximum effort"], {"forge"}),
        ("forge-codex-max", "openai", [], {"forge", "codex", "max"}),
        ("forge-max", "acme", [], {"forge", "max"}),
        ("image-forge-2k", "acme", ["at 2K resolution"], {"image", "forge"}),
        ("gpt-5-chat-latest", "openai", [], {"gpt", "5", "chat"}),
        ("chat-latest-gpt-chat", "openai", [], {"gpt", "chat"}),
        ("gpt-5-chat-older", "openai", [], {"gpt", "5", "chat"}),
        ("gpt-5-chat-latest", "acme", [], {"gpt", "5", "chat", "latest"}),
    ],
)
def test_where_a_mode_stands_and_whose_it_is_decide(
    text: str, maker: str, modes: list[str], core: set[str]
) -> None:
    """A mode ends a name of more words; a budget stands behind another mode; makers have their own words."""
    name = parts(text, maker)
    assert (labels(name), name.core) == (modes, core)


def test_a_mode_is_kept_as_it_stands() -> None:
    """Words, label, switch and brackets of each mode are told, in reading order."""
    thinking, budget = parts("forge-2-thinking-32k").modes
    assert thinking == NameMode(("thinking",), "thinking", "thinking on", switch=True, bracketed=False)
    assert budget == NameMode(("32k",), "32k", "budget of 32K tokens", switch=False, bracketed=False)
    (off,) = parts("forge-2 (non-thinking)").modes
    assert off == NameMode(("non", "thinking"), "non thinking", "thinking off", switch=False, bracketed=True)


def test_more_modes_than_are_counted_are_left_out_as_one() -> None:
    """Four modes of a name are tried with and without each other; further ones are always left out."""
    name = parts("forge (thinking, low, search, fp8, awq, gguf)")
    readings = list(name.readings())
    assert len(readings) == 2**4
    core, left = readings[0]
    assert core == {"forge", "thinking", "low", "search", "fp", "8"}
    assert [mode.text for mode in left] == ["awq", "gguf"]
    core, left = readings[-1]
    assert (core, len(left)) == ({"forge"}, 6)
    assert list(parts("forge").readings()) == [({"forge"}, ())]


def test_stages_and_tuning_stand_beside_the_core() -> None:
    """Preview, beta and instruct qualify a name and are compared by rules of their own."""
    name = parts("grok-3-mini-beta-preview-instruct")
    assert name.core == {"grok", "3", "mini"}
    assert (name.stages, name.tuned) == ({"beta", "preview"}, True)


def test_every_spelling_of_a_maker_is_one_key() -> None:
    """Spellings of a maker fold into its key, and one that nobody knows stays itself."""
    assert {maker_key(text) for text in ("Z.ai", "z-ai", "Zhipu", "zhipu ai", "zai-org", "Tsinghua")} == {
        "zai"
    }
    assert {maker_key(text) for text in ("xAI", "x-ai", "SpaceXAI")} == {"xai"}
    assert maker_key("Acme Labs") == "acmelabs"
    assert vendor_prefixes("acme", ["Acme Works", "A.C.M.E."]) == {"acme", "acmeworks"}
    assert {"zai", "zhipu", "tsinghua"} <= vendor_prefixes("zai")
    assert "c4ai" in vendor_prefixes("cohere")


def test_a_maker_who_is_not_apart_reads_a_name_as_most_do() -> None:
    """Only a table with one of its words, or a prefix with which it begins, sets a maker apart."""
    reader = NameReader({maker.key: () for maker in vocabulary.MAKERS})
    endings = [mode.words for mode in vocabulary.MODES] + [fact.name for fact in vocabulary.PHRASES]
    whole = [fact.name for fact in vocabulary.ALIASES]
    prefixed = [f"{prefix} anvil 2" for maker in vocabulary.MAKERS for prefix in (maker.key, *maker.prefixes)]
    for text in (*whole, *prefixed, *(f"anvil 2 image {words}" for words in endings), "anvil 2 (max, none)"):
        spelled = spelled_name(case_folded(text))
        alike = {maker.key for maker in vocabulary.MAKERS} - reader.special_makers(spelled)
        assert alike
        assert all(
            reader.read_spelled(spelled, maker) == reader.read_spelled(spelled, "") for maker in alike
        ), text


def test_no_spelling_belongs_to_two_makers() -> None:
    """The table of makers contradicts itself nowhere, and each row says where to look."""
    spellings = [maker_key(text) for maker in vocabulary.MAKERS for text in (maker.key, *maker.spellings)]
    assert spellings == [maker.key for maker in vocabulary.MAKERS for _ in (maker.key, *maker.spellings)]
    tables = (
        vocabulary.ALIASES,
        vocabulary.PHRASES,
        vocabulary.PREVIEWS,
        vocabulary.RELEASES,
        vocabulary.SIBLINGS,
    )
    rows = [*vocabulary.MAKERS, *vocabulary.MODES, *(fact for table in tables for fact in table)]
    assert all(row.source.startswith("https://") for row in rows)


def test_facts_name_makers_by_their_key() -> None:
    """A fact under another spelling of its maker would never be found."""
    tables = (
        vocabulary.ALIASES,
        vocabulary.PHRASES,
        vocabulary.PREVIEWS,
        vocabulary.RELEASES,
        vocabulary.SIBLINGS,
    )
    assert all(fact.maker == maker_key(fact.maker) for table in tables for fact in table)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "()",
        "((((",
        "(thinking)",
        "@@@@",
        "-",
        "\x00\x1b[31m\x7f",
        "٣٣-٢٠٢٥",
        "²³",
        "文心-5",
        "v",
        "v1",
        "🤖",
    ],
)
def test_hostile_names_are_read(text: str) -> None:
    """Nothing is too odd to be taken apart, if only into nothing."""
    name = read_name(text, "acme", vendor_prefixes("acme"))
    assert all(name.words)
    assert isinstance(first_word(text), str)


def test_the_first_word_of_a_name_without_one_is_empty() -> None:
    """Brackets and signs hold no word."""
    assert [first_word(text) for text in ("Forge-2", "(Forge)", "()", "")] == ["forge", "forge", "", ""]


def test_only_the_beginning_of_a_long_name_is_read() -> None:
    """However long a name is, only its first characters cost time."""
    for text in ("a" * 10_000, "2025" * 2_500, "(" * 5_000 + ")" * 5_000, "high-" * 2_000):
        assert len("".join(read_name(text).words)) <= 2 * MAX_LENGTH


def test_full_width_letters_are_letters() -> None:
    """Unicode's other forms of a letter are that letter."""
    assert parts("\uff27\uff30\uff34\uff0d\uff15").core == parts("GPT-5").core
