"""Contradictions: where a record of the catalogue does not agree with itself, a rule a function.

Beside them stands what could not be read of a record: together they are what a reader should doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, NamedTuple, TypedDict

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.doubts.correction_entries import CorrectedField
from sitegen.facts.ends.words import past_expiry
from sitegen.forms.figures import day, price_figure, price_label, rule_condition
from sitegen.records.listing import Architecture, Listing
from sitegen.records.price import Price
from sitegen.records.snapshot import SetAside
from sitegen.sources.openrouter import FEED


class Record(NamedTuple):
    """A record that is looked at: the id's own, that of the model's plain id, and the catalogue's day."""

    listing: Listing
    plain: Listing
    today: date | None


class Rule(NamedTuple):
    """A rule: what it finds, in words, and the sentences that say so of one record."""

    what: str
    found: Callable[[Record], Iterable[str]]


class Contradiction(NamedTuple):
    """What does not fit together in the record of one id, as a sentence; ``what`` names the rule."""

    id: str
    what: str
    sentence: str


_SIZE = r"\d{1,3}(?:,\d{3}){1,4}(?![\d,])|\d{1,9}(?:\.\d{1,3})?(?!\d)"
# ASCII: without regard to case, "i" is also the dotless one of Turkish, and "k" the sign for kelvin.
_UNIT = r"\s?(?a:k|m|million)"
# "a 128K-token context window", "1 million tokens of context"
_BEFORE = re.compile(
    rf"(?<![\w.,])((?:{_SIZE})(?:{_UNIT})?)\+?(?:[\s-]tokens?)?(?: of|-)?[\s-]$", re.IGNORECASE
)
# "a context length of up to 32,768 tokens"
_BEHIND = re.compile(
    rf"ontext (?:windows?|lengths?) (?:of up to|up to|of) ((?:{_SIZE})(?:{_UNIT})?)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
# "needs at least 8K context" and "for 4K context, try …" do not speak of the context that an id has.
_ANOTHER = re.compile(
    r"\b(?:needs?|requires?|at least|minimum(?: of)?|than|beyond|over|above|trained (?:on|at|with)|for)"
    r"(?: an?| the)? $",
    re.IGNORECASE,
)
_ANY_SIZE = re.compile(rf"(?<![\w.,])(?:(?:{_SIZE}){_UNIT}|\d{{1,3}}(?:,\d{{3}})+)(?!\w)", re.IGNORECASE)
_SIZES = {"": 1.0, "k": 1e3, "m": 1e6, "million": 1e6}
AROUND = 32
"""Characters before the word "context" in which its size must stand."""
SMALLEST, TOLERANCE = 1_000, 0.05
"""Fewer tokens are no context that anybody means; 1K is called 1,000 tokens and 1,024, and 1M 1,048,576."""


def _described_context(record: Record) -> Iterable[str]:
    """Return the context that the description names, if the record has another one.

    Where the description names several sizes, such as "32K, and up to 131K with YaRN", the record may have
    any of them and what lies between.
    """
    listing = record.listing
    text = listing.description
    # A quick look first: most descriptions name no context. The word may begin a sentence.
    if text is None or "ontext" not in text or not (words := _context_words(text)):
        return ()
    own = [number for number in (listing.context_length, listing.top_provider.context_length) if number]
    named = [size for size in map(_size, (words, *_ANY_SIZE.findall(text))) if size >= SMALLEST]
    if not own or any(_between(number, named) for number in own):
        return ()
    return (f"The description speaks of {words} tokens of context, the record says {own[0]:,}.",)


def _context_words(text: str) -> str:
    """Return the first size of a context in a description, as it is written there: ``128K``; "" for none."""
    place = text.find("ontext")
    while place >= 0:
        words = _words_around(text, place)
        if words and _size(words) >= SMALLEST:
            return words
        place = text.find("ontext", place + 1)
    return ""


def _words_around(text: str, place: int) -> str:
    """Return the size that stands before or behind the word "context" at a place of a text, or ""."""
    start, word = max(place - AROUND, 0), place - 1
    # Most texts have no digit there, and to look for one is cheap.
    if _DIGIT.search(text, start, word):
        found = _BEFORE.search(text, start, word)
        if found and not _ANOTHER.search(text, max(found.start() - AROUND, 0), found.start()):
            return found[1]
    behind = _BEHIND.match(text, place)
    return behind[1] if behind else ""


def _size(words: str) -> float:
    """Return the number of tokens that words such as ``128K`` or ``1 million`` say."""
    number = words.lower().rstrip(" kmilon")
    return float(number.replace(",", "")) * _SIZES[words[len(number) :].strip().lower()]


def _between(number: int, named: Sequence[float]) -> bool:
    """Whether a number of tokens is one of these sizes, or between the least and the largest of them."""
    return min(named) * (1 - TOLERANCE) <= number <= max(named) * (1 + TOLERANCE)


TYPES = {
    "image": ("input_modalities", "image", "take"),
    "audio": ("input_modalities", "audio", "take"),
    "input_audio_cache": ("input_modalities", "audio", "take"),
    "image_output": ("output_modalities", "image", "give"),
    "audio_output": ("output_modalities", "audio", "give"),
}
"""A kind of price → the list of types that it needs, the type, and what an id does with it."""


def _priced_type(record: Record) -> Iterable[str]:
    """Return the kinds of price for a type that the id does not take or give."""
    prices = [price for price in record.listing.prices.prices if price.key in TYPES and price.amount > 0]
    return [sentence for price in prices if (sentence := _untaken(price.key, record.listing.architecture))]


def _untaken(key: str, shape: Architecture) -> str:
    field, name, does = TYPES[key]
    types: Sequence[str] = getattr(shape, field)
    if not types or name in types:
        return ""
    return f"There is a price for “{price_label(key)}”, and the id does not {does} {name}."


def _long_answer(record: Record) -> Iterable[str]:
    listing = record.listing
    sentence = long_answer(listing.context_length, listing.top_provider.max_completion_tokens)
    return (sentence,) if sentence else ()


def long_answer(context: int | None, longest: int | None) -> str:
    """Return that the longest answer is longer than the context, both in tokens; "" where it is not."""
    if context is None or longest is None or longest <= context:
        return ""
    return f"Max output is {longest:,} tokens, and the context holds {context:,}."


def _dear_batch(record: Record) -> Iterable[str]:
    """Return the prices at which a batch costs more than the same request at once."""
    if not record.listing.id.endswith(":batch") or record.plain.variant:
        return ()
    pairs = [(price, record.plain.prices.get(price.key)) for price in record.listing.prices.prices]
    return [
        f"{price_label(price.key)} costs {_asked(price)} in a batch and {_asked(plain)} without one."
        for price, plain in pairs
        if plain and plain.unit is price.unit and 0 <= (plain.high or plain.amount) < price.amount
    ]


def _asked(price: Price) -> str:
    return price_figure(price).text


def _high_tier(record: Record) -> Iterable[str]:
    """Return the rules for prompts that are longer than what the seller takes."""
    listing = record.listing
    window = listing.top_provider.context_length or listing.context_length
    if not window or not listing.prices.rules:
        return ()
    return [
        f"There are prices for {rule_condition(rule)}, and the seller takes {window:,}."
        for rule in listing.prices.rules
        if rule.min_prompt_tokens is not None and rule.min_prompt_tokens >= window
    ]


def _late_cutoff(record: Record) -> Iterable[str]:
    """Return the end of the training data where that is after the day of the listing."""
    cutoff = record.listing.knowledge_cutoff
    if cutoff is None or not _DAY.fullmatch(cutoff):
        return ()
    listed = day(record.listing.listed)
    if not listed or cutoff <= listed[: len(cutoff)]:
        return ()
    return (f"Its knowledge cutoff is {cutoff}, after it was listed on {listed}.",)


_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")


def _past_end(record: Record) -> Iterable[str]:
    sentence = past_expiry(record.listing.expires, record.today)
    return (sentence,) if sentence else ()


RULES = (
    Rule("a context in the description that the record does not have", _described_context),
    Rule("a price for a type that does not go in or come out", _priced_type),
    Rule("a max output above the context", _long_answer),
    Rule("a batch that is dearer than the plain id", _dear_batch),
    Rule("prices for prompts that the seller does not take", _high_tier),
    Rule("a knowledge cutoff after the day of listing", _late_cutoff),
    Rule("a day of expiry that is past", _past_end),
)


def contradictions(listings: Sequence[Listing], today: date | None) -> tuple[Contradiction, ...]:
    """Return what does not fit together in the current records of a model, the plain id's first."""
    records = [Record(listing, listings[0], today) for listing in listings]
    return tuple(
        [
            Contradiction(record.listing.id, rule.what, sentence)
            for record in records
            for rule in RULES
            for sentence in rule.found(record)
        ]
    )


def contradiction_counts(models: Iterable[Model], today: date | None) -> dict[str, int]:
    """Return how many current records each rule finds, by what the rule says, in the order of the rules."""
    found = {(one.what, one.id) for model in models for one in contradictions(model.variants, today)}
    numbers = Counter(what for what, _ in found)
    return {rule.what: numbers[rule.what] for rule in RULES}


class Unread(NamedTuple):
    """What was set aside of the record of one id: a field, or all of what the source sent last."""

    id: str
    sentence: str


class Unconfirmed(NamedTuple):
    """A value that waits for a person; ``field`` is its path in the id's record, or "" where not there."""

    id: str
    sentence: str
    field: str


class Doubts(NamedTuple):
    """What a reader should doubt, and what people say of it: contradictions, what was set aside, and more."""

    contradictions: tuple[Contradiction, ...] = ()
    set_aside: tuple[Unread, ...] = ()
    corrected: tuple[CorrectedField, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()


class DoubtEntry(TypedDict):
    """A sentence on the record of one id."""

    id: Annotated[str, "The id."]
    sentence: Annotated[str, "What does not fit together, or what could not be read."]


def doubts(
    model: Model,
    refused: Mapping[str, SetAside],
    today: date | None,
    corrected: tuple[CorrectedField, ...] = (),
    unconfirmed: tuple[Unconfirmed, ...] = (),
    of_sellers: Iterable[Unread] = (),
) -> Doubts:
    """Return what is doubtful in the records of a model on the day of the catalogue.

    ``refused`` are the notes on rows that were set aside whole, by id (``refused_rows``); ``corrected`` is
    what people corrected in its ids, ``unconfirmed`` what is alarming and waits for a person, and
    ``of_sellers`` what could not be read of its sellers.
    """
    found = contradictions(model.variants, today)
    aside = [Unread(one.id, f"{odd.text}.") for one in model.listings for odd in one.odd if one.odd]
    if refused:
        aside += [Unread(one.id, f"{refused[one.id].what}.") for one in model.variants if one.id in refused]
    aside += of_sellers
    any_doubt = found or aside or corrected or unconfirmed
    return Doubts(found, tuple(aside), corrected, unconfirmed) if any_doubt else NO_DOUBTS


NO_DOUBTS = Doubts()


def refused_rows(catalog: Catalog) -> dict[str, SetAside]:
    """Return the notes on rows of the catalogue that were set aside, by what the row calls itself."""
    receipt = catalog.receipts.get(FEED)
    return {note.row: note for note in receipt.set_aside if not note.field} if receipt else {}


def doubt_entries(doubts: Sequence[Contradiction | Unread | Unconfirmed]) -> list[DoubtEntry]:
    """Return doubts as programs read them."""
    return [{"id": one.id, "sentence": one.sentence} for one in doubts]
