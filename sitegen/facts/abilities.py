"""Abilities: what goes in and out, limits, parameters, defaults, and where variants differ in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.variants import absences, has_parameters
from sitegen.forms.figures import MANY, Blank, absence, count, day
from sitegen.forms.markdown import code, codes, series, words
from sitegen.records import Json
from sitegen.records.listing import NEVER, Listing

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

NOTABLE = {"tools": "tools", "reasoning": "reasoning", "structured_outputs": "structured outputs"}
"""Parameters that a reader chooses a model by, and what they are called in a list of models."""

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


class Group(NamedTuple):
    """Parameters of one kind, by upstream's names."""

    name: str
    parameters: tuple[str, ...]


class Difference(NamedTuple):
    """One fact in which the variants of a model differ, a value a variant."""

    label: str
    values: tuple[str, ...]


class Abilities(NamedTuple):
    """What one listing can do, and where its variants differ.

    ``lines`` say in Markdown what each id of the model holds and can do: a label, then a cell for each id.
    """

    lines: list[list[str]]
    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    defaults: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]


def abilities(model: Model, on: date | None) -> Abilities:
    """Return what a model can do on the day of the snapshot, by its first listing."""
    listings = model.variants or model.listings
    first = listings[0]
    raw = first.raw
    parts = raw, _part(raw, "architecture"), _part(raw, "top_provider")
    return Abilities(
        _lines(model.listings),
        (*_limits(first, *parts), *_nature(first, on, *parts)),
        _groups(first.parameters),
        _defaults(first.default_parameters) if first.default_parameters else (),
        tuple(_differences(listings)) if len(listings) > 1 else (),
    )


@lru_cache(maxsize=MANY)
def modalities(names: tuple[str, ...]) -> str:
    """Return what goes in or out as words of a sentence, text first: ``text, file and image``."""
    return joined(_ordered(names)) or Blank.NOT_PUBLISHED.value


@lru_cache(maxsize=MANY)
def listed(names: tuple[str, ...]) -> str:
    """Return what goes in or out for a narrow column, text first: ``text, file, image``."""
    return ", ".join(_ordered(names)) or Blank.NOT_PUBLISHED.value


def _ordered(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "text", name))


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence, ``last`` before the last of them."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def notable(listing: Listing) -> tuple[str, ...]:
    """Return the abilities that a list of models names."""
    own = listing.parameters
    return tuple([word for name, word in NOTABLE.items() if name in own])


Part = Mapping[str, Json]
"""The part of a record that holds a fact; where it lacks the very key, the source does not tell."""


def _part(raw: Part, name: str) -> Part:
    part = raw.get(name)
    return part if isinstance(part, dict) else {}


def _number(part: Part, label: str, number: int | None, key: str, warning: str = "") -> Fact:
    return _blank(label, warning, told=key in part) if number is None else _size(label, number, warning)


@lru_cache(maxsize=MANY)
def _size(label: str, number: int, warning: str = "") -> Fact:
    return Fact(label, f"{number:,} tokens", warning=warning)


def _words(part: Part, label: str, value: str | None, key: str) -> Fact:
    return _fact(label, value) if value else _blank(label, told=key in part)


@lru_cache(maxsize=MANY)
def _fact(label: str, value: str) -> Fact:
    return Fact(label, value)


@lru_cache(maxsize=64)
def _blank(label: str, warning: str = "", *, told: bool) -> Fact:
    reason = Blank.NOT_PUBLISHED if told else Blank.NOT_IN_SOURCE
    return Fact(label, reason.value, blank=True, warning=warning)


def _flow(shape: Part, label: str, names: tuple[str, ...], key: str) -> Fact:
    return _fact(label, modalities(names)) if names else _words(shape, label, None, key)


TOO_LONG = "The source gives a longer answer than the context holds; the context is the limit."


def _limits(listing: Listing, raw: Part, own: Part, provider: Part) -> list[Fact]:
    shape, top, context = listing.architecture, listing.top_provider, listing.context_length
    found = [
        _flow(own, "Takes", shape.input_modalities, "input_modalities"),
        _flow(own, "Gives", shape.output_modalities, "output_modalities"),
        _number(raw, "Context window", context, "context_length"),
    ]
    if top.context_length is not None and top.context_length != context:
        found.append(_size("Context at the first provider", top.context_length))
    longest = top.max_completion_tokens
    over = TOO_LONG if longest is not None and context is not None and longest > context else ""
    found.append(_number(provider, "Longest answer", longest, "max_completion_tokens", over))
    if listing.per_request_limits is not None:
        found.append(Fact("Limits a request", _plain(listing.per_request_limits)))
    return found


def _nature(listing: Listing, on: date | None, raw: Part, own: Part, provider: Part) -> list[Fact]:
    shape, moderated = listing.architecture, listing.top_provider.is_moderated
    answer = None if moderated is None else "yes" if moderated else "no"
    voices = listing.supported_voices
    return [
        _reasoning(listing),
        *([_fact("Voices", ", ".join(voices))] if voices else ()),
        _words(provider, "Moderated by the provider", answer, "is_moderated"),
        _words(raw, "Knowledge until", listing.knowledge_cutoff, "knowledge_cutoff"),
        _words(own, "Tokenizer", shape.tokenizer, "tokenizer"),
        _words(own, "Instruction format", shape.instruct_type, "instruct_type"),
        _expiry(listing, on),
    ]


def _reasoning(listing: Listing) -> Fact:
    if listing.reasoning:
        known = [key for key in REASONING if key in listing.reasoning]
        others = [key for key in listing.reasoning if key not in REASONING]
        words = [_setting(key, listing.reasoning[key]) for key in (*known, *others)]
        return Fact("Reasoning", "; ".join(filter(None, words)) or "can be switched on")
    if "reasoning" in listing.parameters:
        return _fact("Reasoning", "can be asked for; no settings published")
    return _words(listing.raw, "Reasoning", None, "reasoning")


def _setting(key: str, value: Json) -> str:
    words = REASONING.get(key, key)
    if key == "mandatory":
        return words if value else "can be switched off"
    if isinstance(value, bool) and key in REASONING:
        return words if value else f"not {words}"
    return f"{words}: {_plain(value)}"


def _expiry(listing: Listing, on: date | None) -> Fact:
    expires = listing.expiration_date
    if expires is None:
        return _words(listing.raw, "Expires", None, "expiration_date")
    if expires == NEVER:
        return _fact("Expires", "never")
    past = on is not None and expires <= on
    warning = "This day is past: the source still lists the id." if past else "Plan for a replacement."
    return Fact("Expires", day(expires), warning=warning, datetime=day(expires))


@lru_cache(maxsize=MANY)
def _groups(parameters: tuple[str, ...]) -> tuple[Group, ...]:
    own = frozenset(parameters)
    found = [_group(name, shared) for name, members in MEMBERS.items() if (shared := own & members)]
    if not own <= GROUPED:
        found.append(Group(OTHERS, tuple([one for one in parameters if one not in GROUPED])))
    return tuple(found)


@lru_cache(maxsize=MANY)
def _group(name: str, own: frozenset[str]) -> Group:
    return Group(name, tuple([one for one in GROUPS[name] if one in own]))


def _defaults(given: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    return tuple([(key, _plain(value)) for key, value in given.items() if value is not None])


def _plain(value: Json) -> str:
    # JSON writes a number as Python does, but for what is none.
    if type(value) is int or (type(value) is float and isfinite(value)):
        return repr(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


COMPARED: dict[str, Callable[[Listing], str]] = {
    "Name": lambda one: one.name,
    "Context window": lambda one: count(one.context_length),
    "Longest answer": lambda one: count(one.top_provider.max_completion_tokens),
    "Takes": lambda one: modalities(one.architecture.input_modalities),
    "Gives": lambda one: modalities(one.architecture.output_modalities),
    "Reasoning": lambda one: _reasoning(one).value,
    "Listed": lambda one: day(one.listed) or str(Blank.NOT_PUBLISHED),
    "Expires": lambda one: day(one.expires) or str(Blank.NOT_PUBLISHED),
}


def _differences(listings: Sequence[Listing]) -> Iterable[Difference]:
    for label, value in COMPARED.items():
        values = tuple(value(one) for one in listings)
        if len(set(values)) > 1:
            yield Difference(label, values)
    first = set(listings[0].parameters)
    changes = tuple(_parameter_change(first, set(one.parameters)) for one in listings)
    if any(changes):
        yield Difference("Parameters", ("as above", *(change or "the same" for change in changes[1:])))


def _parameter_change(first: set[str], own: set[str]) -> str:
    lacking = ", ".join(sorted(first - own))
    added = ", ".join(sorted(own - first))
    return "; ".join(filter(None, (lacking and f"without {lacking}", added and f"with {added}")))


MARKDOWN_LABELS = (
    *("Kind", "Context", "Longest answer", "Takes", "Gives", "Parameters", "Content filter"),
    *("Knowledge up to", "Open weights", "Goes away on"),
)


def _lines(listings: Sequence[Listing]) -> list[list[str]]:
    cells = [_cells(listing, absences(listing)) for listing in listings]
    return [[label, *row] for label, row in zip(MARKDOWN_LABELS, zip(*cells, strict=True), strict=True)]


MODERATED: dict[bool | None, str] = {True: "yes", False: "no"}


def _cells(listing: Listing, reasons: Mapping[str, str]) -> Sequence[str]:
    """Return what one id holds and can do, in the order of ``MARKDOWN_LABELS``."""
    shape, top, cutoff = listing.architecture, listing.top_provider, listing.knowledge_cutoff
    weights, unpublished = listing.hugging_face_id, Blank.NOT_PUBLISHED.value

    def reason(field: str) -> str:
        return reasons.get(field, unpublished)

    return (
        "router or alias: stands for other models" if listing.router else "model",
        _token_words(listing.context_length) or reason("context_tokens"),
        _token_words(top.max_completion_tokens) or reason("output_tokens"),
        series(shape.input_modalities) or reason("input_modalities"),
        series(shape.output_modalities) or reason("output_modalities"),
        codes(listing.parameters) or ("none" if has_parameters(listing) else reason("parameters")),
        MODERATED.get(top.is_moderated) or reason("moderated"),
        words(cutoff) if cutoff else reason("knowledge_cutoff"),
        code(weights) if weights else reason("hugging_face_id"),
        day(listing.expires) or absence(listing, "expiration_date").value,
    )


@lru_cache(maxsize=MANY)
def _token_words(number: int | None) -> str:
    return "" if number is None else f"{number:,} tokens"
