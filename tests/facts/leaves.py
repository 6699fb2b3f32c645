"""Leaves of a typed value: their paths as its type has them, and the value with one of them changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import BaseModel

WORD = "quokka"
"""What a text becomes: a word that stands in no record and no template."""


def leaves(kind: Any, whole: Sequence[str], path: str = "") -> Iterator[str]:  # noqa: ANN401 - any annotation
    """Yield the path of each leaf of a type: ``opening.notices[].text``, ``raw{}``.

    A leaf is a plain value or a value of one of the types that ``whole`` names.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        for one in arguments:
            yield from () if one is type(None) else leaves(one, whole, path)
    elif origin is tuple and arguments[-1] is not Ellipsis:
        for place, one in enumerate(arguments):
            yield from leaves(one, whole, f"{path}[{place}]")
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield from leaves(arguments[1], whole, f"{path}{{}}")
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        yield from leaves(arguments[0], whole, f"{path}[]")
    elif (inner := _fields(kind)) and kind.__name__ not in whole:
        for name, one in inner.items():
            yield from leaves(one, whole, f"{path}.{name}" if path else name)
    else:
        yield path


def _fields(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any annotation
    """Return the types of the fields of a type, by name; none where it has no fields."""
    has_fields = hasattr(kind, "_fields") or is_dataclass(kind) or is_typeddict(kind)
    return get_type_hints(kind) if has_fields else {}


_STEP = re.compile(r"\w+|\[\d*\]|\{\}")


def changed(value: Any, path: str) -> Any:  # noqa: ANN401 - a value of any type
    """Return the value in which everything at a path is something else; what is not set stays so."""
    return _changed(value, _STEP.findall(path))


def _changed(value: Any, steps: Sequence[str]) -> Any:  # noqa: ANN401
    if not steps:
        return another(value)
    (step, *rest) = steps
    if step == "{}":
        return {k: _changed(one, rest) for k, one in value.items()} if isinstance(value, Mapping) else value
    if step == "[]":
        return type(value)([_changed(one, rest) for one in value]) if type(value) in (tuple, list) else value
    if step.startswith("["):
        place = int(step[1:-1])
        return tuple([_changed(one, rest) if at == place else one for at, one in enumerate(value)])
    if isinstance(value, Mapping):
        return {**value, step: _changed(value[step], rest)} if step in value else value
    return _with(value, {step: _changed(getattr(value, step), rest)}) if hasattr(value, step) else value


def values(value: Any, path: str) -> list[Any]:  # noqa: ANN401 - a value of any type
    """Return everything that stands at a path of a value, in order."""
    found = [value]
    for step in _STEP.findall(path):
        found = [inner for one in found for inner in _inner(one, step)]
    return found


def _inner(value: Any, step: str) -> list[Any]:  # noqa: ANN401
    if step == "{}":
        return list(value.values()) if isinstance(value, Mapping) else []
    if step == "[]":
        return list(value) if type(value) in (tuple, list) else []
    if step.startswith("["):
        return [value[int(step[1:-1])]]
    if isinstance(value, Mapping):
        return [value[step]] if step in value else []
    return [getattr(value, step)] if hasattr(value, step) else []


def _with(value: Any, new: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return a tuple with names, a dataclass or a record with other fields."""
    if hasattr(value, "_replace"):
        return value._replace(**new)
    return replace(value, **new) if is_dataclass(value) else value.model_copy(update=new)


def another(value: Any) -> Any:  # noqa: ANN401, C901, PLR0911 - a line for each type
    """Return another value of the same type; what is not set, None say or an empty text, stays so."""
    match value:
        case bool():
            return not value
        case Enum():
            return next(one for one in type(value) if one is not value)
        case str():
            return type(value)(WORD) if value else value
        case int() | float() | Decimal():
            return value * 3 + 987
        case date():
            return value - timedelta(days=9_876)
        case BaseModel():
            return value.model_copy(update={name: another(one) for name, one in value})
        case Mapping():
            return {key: another(one) for key, one in value.items()}
        case list():
            return [another(one) for one in value]
        case tuple() if hasattr(value, "_fields"):
            return type(value)(*map(another, value))
        case tuple():
            return tuple(map(another, value))
    if value is not None and is_dataclass(value):
        return replace(value, **{one.name: another(getattr(value, one.name)) for one in fields(value)})
    return value
