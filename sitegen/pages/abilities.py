"""Abilities: what goes in and out, limits, parameters, defaults, and where variants differ in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.pages.figures import Blank, absence, count, day
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
    """What one listing can do, and where its variants differ."""

    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    defaults: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]


def abilities(listings: Sequence[Listing], on: date | None) -> Abilities:
    """Return what the first of a model's listings can do on the day of the snapshot."""
    first = listings[0]
    return Abilities(
        facts=(*_limits(first), *_nature(first, on)),
        groups=tuple(_groups(first.parameters)),
        defaults=tuple(_defaults(first)),
        differences=tuple(_differences(listings)),
    )


def modalities(names: Sequence[str]) -> str:
    """Return what goes in or out as words of a sentence, text first: ``text, file and image``."""
    return joined(_ordered(names)) or str(Blank.NOT_PUBLISHED)


def listed(names: Sequence[str]) -> str:
    """Return what goes in or out for a narrow column, text first: ``text, file, image``."""
    return ", ".join(_ordered(names)) or str(Blank.NOT_PUBLISHED)


def _ordered(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "text", name))


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence, ``last`` before the last of them."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def notable(listing: Listing) -> tuple[str, ...]:
    """Return the abilities that a list of models names."""
    return tuple(word for name, word in NOTABLE.items() if name in listing.parameters)


def _number(label: str, number: int | None, blank: Blank, warning: str = "") -> Fact:
    text = str(blank) if number is None else f"{number:,} tokens"
    return Fact(label, text, number is None, warning)


def _words(label: str, value: str | None, blank: Blank) -> Fact:
    return Fact(label, value or str(blank), not value)


def _limits(listing: Listing) -> Iterable[Fact]:
    top, context = listing.top_provider, listing.context_length
    for label, key in (("Takes", "input_modalities"), ("Gives", "output_modalities")):
        names = _ordered(getattr(listing.architecture, key))
        yield _words(label, joined(names), absence(listing, f"architecture.{key}"))
    yield _number("Context window", context, absence(listing, "context_length"))
    if top.context_length is not None and top.context_length != context:
        yield _number("Context at the first provider", top.context_length, Blank.NOT_PUBLISHED)
    longest = top.max_completion_tokens
    over = longest is not None and context is not None and longest > context
    yield _number(
        "Longest answer",
        longest,
        absence(listing, "top_provider.max_completion_tokens"),
        "The source gives a longer answer than the context holds; the context is the limit." if over else "",
    )
    if listing.per_request_limits is not None:
        yield Fact("Limits a request", _plain(listing.per_request_limits))


def _nature(listing: Listing, on: date | None) -> Iterable[Fact]:
    yield _reasoning(listing)
    if listing.supported_voices:
        yield Fact("Voices", ", ".join(listing.supported_voices))
    moderated = listing.top_provider.is_moderated
    answer = None if moderated is None else "yes" if moderated else "no"
    yield _words("Moderated by the provider", answer, absence(listing, "top_provider.is_moderated"))
    yield _words("Knowledge until", listing.knowledge_cutoff, absence(listing, "knowledge_cutoff"))
    yield _words("Tokenizer", listing.architecture.tokenizer, absence(listing, "architecture.tokenizer"))
    template = listing.architecture.instruct_type
    yield _words("Instruction format", template, absence(listing, "architecture.instruct_type"))
    yield _expiry(listing, on)


def _reasoning(listing: Listing) -> Fact:
    if listing.reasoning:
        known = [key for key in REASONING if key in listing.reasoning]
        others = [key for key in listing.reasoning if key not in REASONING]
        words = [_setting(key, listing.reasoning[key]) for key in (*known, *others)]
        return Fact("Reasoning", "; ".join(filter(None, words)) or "can be switched on")
    if "reasoning" in listing.parameters:
        return Fact("Reasoning", "can be asked for; no settings published")
    return _words("Reasoning", None, absence(listing, "reasoning"))


def _setting(key: str, value: Json) -> str:
    words = REASONING.get(key, key)
    if key == "mandatory":
        return words if value else "can be switched off"
    if isinstance(value, bool) and key in REASONING:
        return words if value else f"not {words}"
    return f"{words}: {_plain(value)}"


def _expiry(listing: Listing, on: date | None) -> Fact:
    if listing.expiration_date == NEVER:
        return Fact("Expires", "never")
    if listing.expires is None:
        return _words("Expires", None, absence(listing, "expiration_date"))
    past = on is not None and listing.expires <= on
    warning = "This day is past: the source still lists the id." if past else "Plan for a replacement."
    return Fact("Expires", day(listing.expires), warning=warning, datetime=day(listing.expires))


def _groups(parameters: Sequence[str]) -> Iterable[Group]:
    for name, members in GROUPS.items():
        found = tuple(member for member in members if member in parameters)
        if found:
            yield Group(name, found)
    known = {member for members in GROUPS.values() for member in members}
    others = tuple(parameter for parameter in parameters if parameter not in known)
    if others:
        yield Group(OTHERS, others)


def _defaults(listing: Listing) -> Iterable[tuple[str, str]]:
    for key, value in (listing.default_parameters or {}).items():
        if value is not None:
            yield key, _plain(value)


def _plain(value: Json) -> str:
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
    if len(listings) == 1:
        return
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
