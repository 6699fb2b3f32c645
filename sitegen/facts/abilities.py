"""Abilities: what goes in and out, limits, parameters, defaults, and where variants differ in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from sitegen.facts.doubts.contradictions import long_answer
from sitegen.facts.ends.words import past_expiry
from sitegen.facts.variants import GONE, NOT_PUBLISHED, Variant
from sitegen.forms.figures import MANY
from sitegen.forms.markdown import code, codes, series, words
from sitegen.forms.word_lists import modalities
from sitegen.records import Json
from sitegen.records.listing import ALIAS, ROUTER
from sitegen.text import counted

# Names and what they are for: https://openrouter.ai/docs/api/reference/parameters
GROUPS: dict[str, tuple[str, ...]] = {
    "Tools": ("tools", "tool_choice", "parallel_tool_calls", "web_search_options"),
    "Output": (
        *("max_tokens", "max_completion_tokens", "stop", "response_format", "structured_outputs"),
        *("verbosity", "prediction"),
    ),
    "Reasoning": ("reasoning", "reasoning_effort", "include_reasoning"),
    "Sampling": (
        *("temperature", "top_p", "top_k", "top_a", "min_p", "seed"),
        *("frequency_penalty", "presence_penalty", "repetition_penalty", "logit_bias"),
    ),
    "Log probabilities": ("logprobs", "top_logprobs"),
}
MEMBERS = {name: frozenset(names) for name, names in GROUPS.items()}
GROUPED = frozenset().union(*MEMBERS.values())
OTHERS = "Other"

REASONING = {
    "mandatory": "always on",
    "default_enabled": "on by default",
    "supported_efforts": "efforts",
    "default_effort": "default effort",
    "supports_max_tokens": "takes a budget in tokens",
}
"""https://openrouter.ai/docs/guides/best-practices/reasoning-tokens"""


class Fact(NamedTuple):
    """One line: ``blank`` says that the value is the reason for its absence, ``warning`` what to mind."""

    label: str
    value: str
    blank: bool = False
    warning: str = ""
    datetime: str = ""


class ParameterGroup(NamedTuple):
    """Parameters of one kind, by upstream's names."""

    name: str
    parameters: tuple[str, ...]


class Defaults(NamedTuple):
    """What is set where a request leaves it out, as pairs of name and value; or ``blank`` says why not."""

    values: tuple[tuple[str, str], ...]
    blank: str = ""


class Difference(NamedTuple):
    """One fact in which the variants of a model differ, a value a variant."""

    label: str
    values: tuple[str, ...]


class Abilities(NamedTuple):
    """What one listing can do, and where its variants differ.

    ``no_parameters`` is what stands where there are no groups of parameters, else "".
    ``lines`` say in Markdown what each id of the model holds and can do: a label, then a cell for each id.
    """

    lines: list[list[str]]
    facts: tuple[Fact, ...]
    groups: tuple[ParameterGroup, ...]
    no_parameters: str
    defaults: Defaults
    differences: tuple[Difference, ...]


def abilities(variants: Sequence[Variant], on: date | None) -> Abilities:
    """Return what a model can do on the day of the snapshot, by the first of its variants."""
    first = variants[0]
    shown = [variant for variant in variants if variant.status == first.status]
    return Abilities(
        _lines(variants),
        (*_limits(first), *_nature(first, on)),
        _groups(first.parameters or ()),
        _no_parameters(first),
        _defaults(first),
        tuple(_differences(shown, on)) if len(shown) > 1 else (),
    )


@lru_cache(maxsize=MANY)
def _size(label: str, number: int | None, reason: str, warning: str = "") -> Fact:
    if number is None:
        return Fact(label, reason, blank=True, warning=warning)
    return Fact(label, counted(number, "token"), warning=warning)


@lru_cache(maxsize=MANY)
def _fact(label: str, value: str | None, reason: str = "") -> Fact:
    return Fact(label, value) if value else Fact(label, reason, blank=True)


@lru_cache(maxsize=MANY)
def _flow(label: str, names: tuple[str, ...], reason: str) -> Fact:
    return Fact(label, modalities(names)) if names else Fact(label, reason, blank=True)


FIRST_SELLER, FIRST_PROMPT = "Context at this price", "Max input at this price"
"""Limits of the seller that OpenRouter puts first, whose prices are shown."""


def _limits(variant: Variant) -> list[Fact]:
    context, longest, window = variant.context, variant.longest, variant.provider_context
    facts = [
        _flow("Input types", variant.inputs, variant.reason("input_modalities")),
        _flow("Output types", variant.outputs, variant.reason("output_modalities")),
        _size("Context window", context, variant.reason("context_tokens")),
    ]
    if window is not None and window != context:
        facts.append(_size(FIRST_SELLER, window, ""))
    if variant.longest_prompt is not None:
        facts.append(_size(FIRST_PROMPT, variant.longest_prompt, ""))
    over = long_answer(context, longest)
    facts.append(_size("Max output", longest, variant.reason("output_tokens"), over))
    if variant.request_limits:
        facts.append(Fact("Limits a request", _plain(variant.request_limits)))
    return facts


MODERATED: dict[bool | None, str] = {True: "yes", False: "no"}


def _nature(variant: Variant, on: date | None) -> list[Fact]:
    voices, reason = variant.voices, variant.reason
    return [
        _reasoning(variant),
        *([_fact("Voices", ", ".join(voices))] if voices else ()),
        _fact("Moderated", MODERATED.get(variant.moderated), reason("moderated")),
        _fact("Knowledge cutoff", variant.cutoff, reason("knowledge_cutoff")),
        _fact("Tokenizer", variant.tokenizer, reason("tokenizer")),
        _fact("Instruction format", variant.instruct_type, reason("instruct_type")),
        _expiry(variant, on),
    ]


def _reasoning(variant: Variant) -> Fact:
    settings = variant.reasoning
    if settings:
        known = [key for key in REASONING if key in settings]
        others = [key for key in settings if key not in REASONING]
        words = [_setting(key, settings[key]) for key in (*known, *others)]
        return Fact("Reasoning", "; ".join(filter(None, words)) or "can be switched on")
    if "reasoning" in (variant.parameters or ()):
        return _fact("Reasoning", "can be asked for; no settings published")
    # Whoever lists the parameters of an id and leaves out this one has answered.
    return _fact("Reasoning", None if variant.parameters is None else "no", variant.reason("reasoning"))


def _no_parameters(variant: Variant) -> str:
    if variant.parameters is None:
        return f"{variant.reason('parameters').capitalize()}."
    return "" if variant.parameters else "The source lists no parameters."


def _defaults(variant: Variant) -> Defaults:
    values = tuple([(key, _plain(value)) for key, value in variant.defaults.items()])
    return Defaults(values, "" if values else variant.reason("default_parameters"))


def _setting(key: str, value: Json) -> str:
    words = REASONING.get(key, key)
    if key == "mandatory":
        return words if value else "can be switched off"
    if isinstance(value, bool) and key in REASONING:
        return words if value else f"not {words}"
    return f"{words}: {_plain(value)}"


def _expiry(variant: Variant, today: date | None) -> Fact:
    expires = variant.expires
    if not expires:
        return _fact("Expires", "never" if variant.expires_never else None, variant.reason("expires"))
    warning = past_expiry(date.fromisoformat(expires), today) or "Plan for a replacement."
    return Fact("Expires", expires, warning="" if variant.status == GONE else warning, datetime=expires)


@lru_cache(maxsize=MANY)
def _groups(parameters: tuple[str, ...]) -> tuple[ParameterGroup, ...]:
    own = frozenset(parameters)
    found = [_group(name, shared) for name, members in MEMBERS.items() if (shared := own & members)]
    if not own <= GROUPED:
        found.append(ParameterGroup(OTHERS, tuple([one for one in parameters if one not in GROUPED])))
    return tuple(found)


@lru_cache(maxsize=MANY)
def _group(name: str, own: frozenset[str]) -> ParameterGroup:
    return ParameterGroup(name, tuple([one for one in GROUPS[name] if one in own]))


def _plain(value: Json) -> str:
    # JSON writes a number as Python does, but for what is none.
    if type(value) is int or (type(value) is float and isfinite(value)):
        return repr(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _differences(variants: Sequence[Variant], on: date | None) -> Iterable[Difference]:
    """Yield each fact in which variants differ: all that the page says of one, and what it is called."""
    columns = [_compared(variant, on) for variant in variants]
    for label in dict.fromkeys(label for column in columns for label in column):
        values = tuple(column.get(label, NOT_PUBLISHED) for column in columns)
        if len(set(values)) > 1:
            yield Difference(label, values)
    changes = tuple(_parameter_change(variants[0], variant) for variant in variants)
    if any(changes):
        yield Difference("Parameters", ("as above", *(change or "the same" for change in changes[1:])))


def _compared(variant: Variant, on: date | None) -> dict[str, str]:
    """Return what variants of a model are compared in, beside their parameters: values by label."""
    defaults = ", ".join(f"{key} {_plain(value)}" for key, value in variant.defaults.items())
    window = _size(FIRST_SELLER, variant.provider_context, variant.reason("provider_context_tokens"))
    return {
        "Name": variant.name,
        FIRST_SELLER: window.value,
        FIRST_PROMPT: "the whole context",
        **{fact.label: fact.value for fact in (*_limits(variant), *_nature(variant, on))},
        "Listed": variant.listed or variant.reason("listed"),
        "Hugging Face id": variant.weights or variant.reason("hugging_face_id"),
        "Defaults": defaults or variant.reason("default_parameters"),
    }


def _parameter_change(one: Variant, other: Variant) -> str:
    """Return in which parameters an id differs from the first: ``without seed; with tools``, "" in none.

    Where nobody knows those of one of the two, the other's own stand there, or why they are missing.
    """
    if one.parameters is None or other.parameters is None:
        own = ", ".join(other.parameters or ()) or other.reason("parameters")
        return "" if one.parameters == other.parameters else own
    first, second = set(one.parameters), set(other.parameters)
    lacking = ", ".join(sorted(first - second))
    added = ", ".join(sorted(second - first))
    return "; ".join(filter(None, (lacking and f"without {lacking}", added and f"with {added}")))


MARKDOWN_LABELS = (
    *("Kind", "Context", "Max output", "Input types", "Output types", "Parameters", "Moderated"),
    *("Knowledge cutoff", "Hugging Face id", "Expires"),
)


def _lines(variants: Sequence[Variant]) -> list[list[str]]:
    """Return a line of Markdown for each label, with a cell for each id."""
    cells = [_cells(variant) for variant in variants]
    return [[label, *row] for label, row in zip(MARKDOWN_LABELS, zip(*cells, strict=True), strict=True)]


def _cells(variant: Variant) -> Sequence[str]:
    """Return what one id holds and can do, in the order of ``MARKDOWN_LABELS``."""
    cutoff, weights, reason = variant.cutoff, variant.weights, variant.markdown_reason
    return (
        stands_for(variant) or "model",
        _context_words(variant),
        _token_words(variant.longest) or reason("output_tokens"),
        series(variant.inputs) or reason("input_modalities"),
        series(variant.outputs) or reason("output_modalities"),
        parameter_codes(variant),
        MODERATED.get(variant.moderated) or reason("moderated"),
        words(cutoff) if cutoff else reason("knowledge_cutoff"),
        code(weights) if weights else reason("hugging_face_id"),
        variant.expires or reason("expires"),
    )


def _context_words(variant: Variant) -> str:
    """Return the context of an id, with what the seller whose price is shown takes of it."""
    context = _token_words(variant.context) or variant.markdown_reason("context_tokens")
    window, prompt = _token_words(variant.window), _token_words(variant.longest_prompt)
    limits = [window, f"input up to {prompt}" if prompt else ""]
    at_this_price = ", ".join(filter(None, limits))
    return f"{context}; {at_this_price} at this price" if at_this_price else context


STAND_INS = {ALIAS: "an alias of the latest of its family", ROUTER: "a router, which chooses among models"}


def stands_for(variant: Variant) -> str:
    """Return in Markdown what an id stands for, such as ``an alias, at present of ID``; "" for itself."""
    if variant.alias_of:
        return f"an alias, at present of {code(variant.alias_of['id'])}"
    return STAND_INS.get(variant.kind, "")


def parameter_codes(variant: Variant) -> str:
    """Return the parameters of one id in Markdown, or why there are none."""
    if variant.parameters is None:
        return variant.markdown_reason("parameters")
    return codes(variant.parameters) or "none"


@lru_cache(maxsize=MANY)
def _token_words(number: int | None) -> str:
    return "" if number is None else counted(number, "token")
