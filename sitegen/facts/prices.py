"""Prices: each price in all the forms that a page, a list or a file has of it, made once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import (
    UNITS,
    Cell,
    Figure,
    cell,
    price_figure,
    price_label,
    price_move,
    rule_condition,
)
from sitegen.forms.markdown import code
from sitegen.records import Json
from sitegen.records.amounts import per_million
from sitegen.records.price import PRICE_KINDS, Price, PriceRule, PriceState, Unit, price, same_price


class SpanEntry(TypedDict):
    """The two ends of a price that goes by the time of day; the rules say which hours have which price."""

    usd_low: Annotated[str, "US dollars for one unit at the cheapest hour."]
    usd_high: Annotated[str, "US dollars for one unit at the dearest hour."]
    usd_per_million_low: Annotated[str | None, "The lower for 1,000,000 tokens; for token prices only."]
    usd_per_million_high: Annotated[str | None, "The higher for 1,000,000 tokens; for token prices only."]
    blanks: NotRequired[Blanks]


class PriceEntry(TypedDict):
    """One price, exactly as the source says."""

    unit: Annotated[str, "What the price is paid for: token, image, request, search, or unknown."]
    state: Annotated[
        str,
        "amount, by the hour, free, varies by request, or (in a history only) not published or had left.",
    ]
    usd: Annotated[str | None, "US dollars for one unit: a decimal with every digit, as a string."]
    usd_per_million: Annotated[str | None, "US dollars for 1,000,000 tokens, exact; for token prices only."]
    unit_inferred: NotRequired[
        Annotated[bool, "True where the source does not say the unit and it follows from the amount."]
    ]
    by_hour: NotRequired[
        Annotated[SpanEntry, "The cheapest and the dearest hour of the day, if they differ."]
    ]
    blanks: NotRequired[Blanks]


class RuleEntry(TypedDict):
    """Prices that replace the base prices for the whole request when every condition holds."""

    condition: Annotated[str, "When the rule applies, in words."]
    applied: Annotated[
        bool, "False where a condition of the rule is not known: its prices are shown and stand in no cost."
    ]
    when: Annotated[
        dict[str, Json],
        "The conditions as the source names them: min_prompt_tokens (more tokens than that), utc_start and "
        "utc_end (HHMM in UTC, may wrap midnight); any other is not known.",
    ]
    prices: Annotated[dict[str, PriceEntry], "The prices that change; any other kind keeps its base price."]


MEANING = (
    "A price is that of the seller that OpenRouter puts first; others may ask less or more, and there are "
    "kinds beside input and output."
)
"""The catalogue has what the first endpoint of ``/api/v1/models/SLUG/endpoints`` asks."""
CHANGE_MEANING = (
    "Prices are those shown by OpenRouter: a change can mean that it puts another seller first, at "
    "a price which that seller has long asked."
)

INFERRED = "†"
UNKNOWN = "‡"


class PriceRow(NamedTuple):
    """One kind of price in one unit. ``documented`` False shows upstream's own key.

    ``columns`` are the heads of the cells in words, for a screen on which a row is a card; none in a table
    that fits any screen.
    """

    label: str
    unit: str
    meaning: str
    mark: str
    documented: bool
    cells: tuple[Cell, ...]
    columns: tuple[str, ...] = ()


def price_row(key: str, unit: Unit, cells: tuple[Cell, ...], *, inferred: bool) -> PriceRow:
    """Return a row of a table of prices; ``inferred`` marks a unit that the source does not say."""
    known = PRICE_KINDS.get(key)
    mark = (INFERRED if known else UNKNOWN) if inferred else ""
    return PriceRow(
        price_label(key), UNITS[unit], known.meaning if known else "", mark, known is not None, cells
    )


class PriceForms(NamedTuple):
    """A price and what it becomes: an entry for programs, a figure, a cell, words, and a row of its own.

    ``label`` is what Markdown calls it, ``words`` the price with its unit, ``named`` both, ``short`` those
    in a line that has many prices, where dollars are for a million tokens unless it says otherwise, and
    ``rounded`` the same as a table shows it: ``cache write ≈ $0.0833333``.
    """

    price: Price
    entry: PriceEntry
    figure: Figure
    cell: Cell
    label: str
    words: str
    named: str
    short: str
    rounded: str
    row: PriceRow


class RuleForms(NamedTuple):
    """Prices that hold under a condition, in words and as upstream names it.

    ``threshold`` is the number of prompt tokens from which the rule applies if that is its only condition,
    else None; ``timed`` and ``undocumented`` say what other conditions it has.
    """

    condition: str
    entry: RuleEntry
    prices: tuple[PriceForms, ...]
    threshold: int | None
    sized: bool
    timed: bool
    undocumented: bool


class PriceTexts:
    """The forms of every price of a site, each made once: most amounts stand on many pages.

    A key and an amount decide all the rest of a price, its unit too.
    """

    def __init__(self) -> None:
        # By identity, which is found at once: ``records.price`` makes one object of what many records say.
        # The forms hold their price, so that no other can get its place in memory.
        self._forms: dict[int, PriceForms] = {}
        self._journal: dict[tuple[str, str], Cell] = {}

    def forms(self, price: Price) -> PriceForms:
        """Return all that a price becomes; the same object for the same price."""
        return self._forms.get(id(price)) or self._forms.setdefault(id(price), _forms(price))

    def figure(self, price: Price | None) -> Figure:
        """Return a price as ``figures.price_figure`` does."""
        return NO_PRICE.figure if price is None else self.forms(price).figure

    def cell(self, price: Price | None) -> Cell:
        """Return a price as ``figures.cell`` does."""
        return NO_PRICE.cell if price is None else self.forms(price).cell

    def unit_text(self, price: Price | None) -> str:
        """Return a price where dollars are for 1M tokens unless it says otherwise: ``$0.01 per search``."""
        figure = self.figure(price)
        return str(figure.text if figure.unit in ("", _BY_TOKEN) else f"{figure.text} {figure.unit}")

    def unit_texts(self, was: Price | None, now: Price | None) -> tuple[str, str]:
        """Return two prices as ``unit_text`` does; where their units differ, both with theirs."""
        differ = was is not None and now is not None and was.unit is not now.unit
        text = self.words if differ else self.unit_text
        return text(was), text(now)

    def words(self, price: Price | None) -> str:
        """Return a price in words: ``$2.50 per 1M tokens``, with every digit where those are rounded."""
        return NO_PRICE.words if price is None else self.forms(price).words

    def all_forms(self, prices: Iterable[Price]) -> tuple[PriceForms, ...]:
        """Return all that these prices become, in the same order."""
        return tuple([self._forms.get(id(price)) or self.forms(price) for price in prices])

    def rule(self, rule: PriceRule) -> RuleForms:
        """Return a price rule in words and as programs read it."""
        conditions = {
            "min_prompt_tokens": rule.min_prompt_tokens,
            "utc_start": rule.utc_start,
            "utc_end": rule.utc_end,
        }
        known = {key: value for key, value in conditions.items() if value is not None}
        prices = self.all_forms(rule.prices)
        condition, others = rule_condition(rule), rule.other_conditions
        return RuleForms(
            condition=condition,
            entry={
                "condition": condition,
                "applied": rule.applied,
                "when": {**known, **others},
                "prices": price_entries(prices),
            },
            prices=prices,
            threshold=None if rule.timed or others else rule.min_prompt_tokens,
            sized=rule.min_prompt_tokens is not None,
            timed=rule.timed,
            undocumented=bool(others),
        )

    def journal_text(self, key: str, value: Json) -> str:
        """Return the text of a price in the journal: ``$2.50``; what is no price stands for itself."""
        return self.journal_cell(key, value).text

    def journal_cell(self, key: str, value: Json) -> Cell:
        """Return a price in the journal as ``journal_text`` says it, with its state."""
        if value is None:
            return NO_PRICE.cell
        at = key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self._journal.get(at) or self._journal.setdefault(at, _journal_cell(*at))


def price_entries(prices: Iterable[PriceForms]) -> dict[str, PriceEntry]:
    """Return prices as programs read them, by kind and in page order."""
    return {forms.price.key: forms.entry for forms in prices}


_LABELS = {key: price_label(key) for key in PRICE_KINDS}
_BY_TOKEN = UNITS[Unit.TOKEN]


def markdown_label(key: str) -> str:
    """Return what Markdown calls a kind of price: its name, or upstream's own key as code."""
    return _LABELS.get(key) or code(key)


def _forms(price: Price) -> PriceForms:
    figure, label, key = price_figure(price), markdown_label(price.key), price.key
    words, by_token = _words(figure), figure.unit in ("", _BY_TOKEN)
    named, unit = label.lower() if key in _LABELS else label, "" if by_token else f" {figure.unit}"
    own = cell(price, figure)
    return PriceForms(
        price=price,
        entry=price_entry(price),
        figure=figure,
        cell=own,
        label=label,
        words=words,
        named=f"{label} {words}",
        short=f"{named} {figure.exact or figure.text}{unit}",
        rounded=f"{named} {figure.text}{unit}",
        row=price_row(key, price.unit, (own._replace(first=True),), inferred=price.unit_inferred),
    )


def _words(figure: Figure) -> str:
    digits = f" (exactly {figure.exact})" if figure.exact else ""
    apart = "," if figure.text.endswith(PriceState.BY_HOUR) else ""
    return f"{figure.text}{apart} {figure.unit}{digits}" if figure.unit else str(figure.text)


def output_cell(price: Cell, charged: Sequence[str]) -> Cell:
    """Return the price of output as a cell; free text beside what has no price is called so."""
    return Cell("text free", "varies") if charged else price


class NoPrice(NamedTuple):
    """What stands where no price of a kind is published, in the forms of a price."""

    figure: Figure
    cell: Cell
    words: str


NO_PRICE = NoPrice(price_figure(None), cell(None), Blank.NOT_PUBLISHED.value)


def no_price(reason: str) -> NoPrice:
    """Return what stands where a price is not shown for a reason: ``withheld: REASON``."""
    if reason == NO_PRICE.words:
        return NO_PRICE
    return NoPrice(Figure(reason), Cell(reason, NO_PRICE.cell.state), reason)


def _journal_cell(key: str, value: str) -> Cell:
    try:
        return cell(price(key, value))
    except ValueError:
        return Cell(value, NO_PRICE.cell.state)


def exact(amount: Decimal) -> str:
    """Return an amount with every digit, no exponent and no zeros at the end."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def price_entry(price: Price) -> PriceEntry:
    """Return one price as programs read it."""
    state = price.state
    single, by_token = state in (PriceState.AMOUNT, PriceState.FREE), price.unit is Unit.TOKEN
    entry: PriceEntry = {
        "unit": price.unit.value,
        "state": state.value,
        "usd": exact(price.amount) if single else None,
        "usd_per_million": exact(per_million(price.amount)) if single and by_token else None,
    }
    if price.high is not None:
        entry["by_hour"] = _span(price.amount, price.high, by_token=by_token)
    if price.unit_inferred:
        entry["unit_inferred"] = True
    return explained(
        entry,
        {"usd": state.value, "usd_per_million": state.value if by_token else Blank.NOT_APPLICABLE.value},
    )


def _span(low: Decimal, high: Decimal, *, by_token: bool) -> SpanEntry:
    span: SpanEntry = {
        "usd_low": exact(low),
        "usd_high": exact(high),
        "usd_per_million_low": exact(per_million(low)) if by_token else None,
        "usd_per_million_high": exact(per_million(high)) if by_token else None,
    }
    names = ("usd_per_million_low", "usd_per_million_high")
    return explained(span, dict.fromkeys(names, Blank.NOT_APPLICABLE.value))


def span_words(entry: PriceEntry) -> str:
    """Return both ends of a price by the hour, as exact as they are: ``0.22 to 0.44``; "" for any other."""
    span = entry.get("by_hour")
    if not span:
        return ""
    low, high = span["usd_per_million_low"], span["usd_per_million_high"]
    return f"{low or span['usd_low']} to {high or span['usd_high']}"


HAD_LEFT = "had left"


def ended_entry(key: str, *, left: bool) -> PriceEntry:
    """Return a price that is there no more, as programs read it; ``left`` says that its id had left."""
    unit = PRICE_KINDS[key].unit if key in PRICE_KINDS else Unit.TOKEN
    state = HAD_LEFT if left else Blank.NOT_PUBLISHED.value
    entry: PriceEntry = {"unit": unit.value, "state": state, "usd": None, "usd_per_million": None}
    return explained(entry, dict.fromkeys(("usd", "usd_per_million"), state))


NO_RULE = "none"
"""Stands for the price of a rule that is not there."""


def moved_rules(
    before: Iterable[PriceRule], after: Iterable[PriceRule], texts: PriceTexts
) -> dict[str, tuple[str, str, str]]:
    """Return prices of rules that are others: ``Input for …`` → what they were, are, and by how much."""
    was, now = _rule_prices(before), _rule_prices(after)
    ends = {what: (was.get(what), now.get(what)) for what in {**was, **now}}
    return {
        what: (
            texts.unit_text(old) if old else NO_RULE,
            texts.unit_text(new) if new else NO_RULE,
            price_move(old, new),
        )
        for what, (old, new) in ends.items()
        if not same_price(old, new)
    }


def _rule_prices(rules: Iterable[PriceRule]) -> dict[str, Price]:
    return {
        f"{price_label(price.key)} for {rule_condition(rule)}": price
        for rule in rules
        for price in rule.prices
    }
