"""Dollars as exact decimals: for one token and a million, as text, and to the digits that count."""

from __future__ import annotations

from decimal import MAX_PREC, ROUND_HALF_EVEN, Context, Decimal

_EVERY_DIGIT = Context(prec=MAX_PREC)


def per_million(amount: Decimal) -> Decimal:
    """Return dollars for a million tokens, with every digit, where one token costs ``amount`` dollars."""
    return _EVERY_DIGIT.scaleb(amount, 6)


def per_token(amount: Decimal) -> Decimal:
    """Return dollars for one token, with every digit, where a million tokens cost ``amount`` dollars."""
    return _EVERY_DIGIT.scaleb(amount, -6)


def plain(amount: Decimal) -> str:
    """Return an amount as text without an exponent and without zeros at its end: ``0.0000025``, ``10``."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_TWELVE_DIGITS = Context(prec=12, rounding=ROUND_HALF_EVEN)


def to_twelve_digits(amount: Decimal) -> Decimal:
    """Return an amount to twelve significant digits: what is equal by these is the same price."""
    return _TWELVE_DIGITS.plus(amount)
