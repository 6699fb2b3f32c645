"""Keys of offers: which record of an answer is the offer that an earlier answer had.

A key is the offer's tag, numbered where others have or had the tag without a number. The number stands in the
file, so that it stays with its offer when another one leaves. A seller that takes over the tag of another is
a new offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from sitegen.records import Json, Row
from sitegen.records.endpoint import SELLER, TAG, offer_key, offer_number
from sitegen.records.price import amount

NUMBER = "offer"
"""The key of a record that has the number of its offer; it is left out where that is 1."""

_ALL = Decimal(1)


def keyed(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Yield each offer of a model with its key; the next free one where a file has a number twice."""
    seen: set[tuple[str, int]] = set()
    for row in rows:
        tag, number = str(row.get(TAG)), number_of(row)
        while (tag, number) in seen:
            number += 1
        seen.add((tag, number))
        yield offer_key(tag, number), row


def number_of(row: Row) -> int:
    """Return the number that a record says it has under its tag."""
    value = row.get(NUMBER)
    return value if type(value) is int and value > 1 else 1


def numbered(rows: Sequence[Row], held: Sequence[Row]) -> list[Row]:
    """Return the offers of a model with their numbers, in the same order; ``held`` are those on file.

    Each takes the number of the seller's offer under that tag which it equals, or is nearest to. What is left
    is new, and gets the next number after those that are in use or were.
    """
    numbers = _same_offers(rows, held)
    last: dict[str, int] = {}
    for row in held:
        tag = str(row.get(TAG))
        last[tag] = max(last.get(tag, 0), number_of(row))
    for place, row in enumerate(rows):
        if place not in numbers:
            tag = str(row[TAG])
            numbers[place] = last[tag] = last.get(tag, 0) + 1
    return [_with_number(row, numbers[place]) for place, row in enumerate(rows)]


def with_numbers(rows: Sequence[Row]) -> list[Row]:
    """Return the offers of a file, which may be of before there were numbers, with the number of each."""
    return [_with_number(row, offer_number(key)) for key, row in keyed(rows)]


def _with_number(row: Row, number: int) -> Row:
    """Return a record with its number behind seller and tag."""
    others = {key: value for key, value in row.items() if key not in (SELLER, TAG, NUMBER)}
    return {SELLER: row.get(SELLER), TAG: row.get(TAG), **({NUMBER: number} if number > 1 else {}), **others}


def _same_offers(rows: Sequence[Row], held: Sequence[Row]) -> dict[int, int]:
    """Return the numbers of offers that are on file, by the place of the record: the nearest pairs first."""
    pairs = sorted(
        (*_distance(row, old), number_of(old), place)
        for place, row in enumerate(rows)
        for old in held
        if _whose(row) == _whose(old)
    )
    numbers: dict[int, int] = {}
    taken: set[tuple[str, int]] = set()
    for *_, number, place in pairs:
        tag = str(rows[place][TAG])
        if place not in numbers and (tag, number) not in taken:
            numbers[place] = number
            taken.add((tag, number))
    return numbers


def _whose(row: Row) -> tuple[Json, Json]:
    return row.get(SELLER), row.get(TAG)


def _distance(row: Row, old: Row) -> tuple[int, Decimal]:
    """Return in how many facts two offers differ, prices one by one, and how far their prices are apart."""
    one, other = _facts(row), _facts(old)
    differ = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    apart = [_gap(key, one.get(key), other.get(key)) for key in sorted(differ) if key.startswith("pricing.")]
    return len(differ), sum(apart, Decimal(0))


def _facts(row: Row) -> Row:
    pricing = row.get("pricing")
    prices = pricing if isinstance(pricing, dict) else {}
    others = {key: value for key, value in row.items() if key not in (NUMBER, "pricing")}
    return others | {f"pricing.{key}": value for key, value in prices.items()}


def _gap(key: str, one: Json, other: Json) -> Decimal:
    """Return by which share of the dearer one two prices differ; all of it where one is no amount."""
    try:
        low, high = sorted((amount(key, one), amount(key, other)))
    except ValueError:
        return _ALL
    return (high - low) / high if low >= 0 and high > 0 else _ALL
