"""JSON Schemas made of typed dictionaries, each field with its meaning.

Draft 2020-12, https://json-schema.org/draft/2020-12. pydantic can make them too, in twenty times the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Annotated, Any, NamedTuple, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}

Schema = dict[str, Any]


class Field(NamedTuple):
    """One field of a shape: its type as JSON Schema, its meaning, and whether it may be absent."""

    name: str
    schema: Schema
    meaning: str
    optional: bool


def json_schema(shape: type, address: str) -> Schema:
    """Return the schema of a file, with the shapes that it is made of under ``$defs``."""
    defs: dict[str, Schema] = {}
    top = _object_schema(shape, defs)
    return {"$schema": DIALECT, "$id": address, **top, "$defs": dict(sorted(defs.items()))}


def fields(shape: type) -> list[Field]:
    """Return the fields of a shape in the order in which they are declared."""
    return _fields(shape, {})


def _fields(shape: type, defs: dict[str, Schema]) -> list[Field]:
    return [_field(name, hint, defs) for name, hint in _hints(shape).items()]


@cache
def _hints(shape: type) -> Mapping[str, Any]:
    """Return the types of a shape's fields; most shapes stand in several schemas, and in the dictionary."""
    return get_type_hints(shape, include_extras=True)


def _field(name: str, hint: Any, defs: dict[str, Schema]) -> Field:  # noqa: ANN401 - a type hint can be anything
    optional = get_origin(hint) is NotRequired
    inner = get_args(hint)[0] if optional else hint
    kind, meaning = get_args(inner)[:2] if get_origin(inner) is Annotated else (inner, "")
    return Field(name, _schema(kind, defs), meaning, optional)


def _object_schema(shape: type, defs: dict[str, Schema]) -> Schema:
    found = _fields(shape, defs)
    return {
        "title": shape.__name__,
        "description": (shape.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {field.name: {**field.schema, "description": field.meaning} for field in found},
        "required": [field.name for field in found if not field.optional],
    }


def _schema(kind: Any, defs: dict[str, Schema]) -> Schema:  # noqa: ANN401 - a type hint can be anything
    if kind in SCALARS:
        return {"type": SCALARS[kind]}
    if is_typeddict(kind):
        return _reference(kind, defs)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return {"type": "array", "items": _schema(inner[0], defs)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inner[1], defs)}
    return _choice([_schema(each, defs) for each in inner]) if inner else {}


def _reference(shape: type, defs: dict[str, Schema]) -> Schema:
    if shape.__name__ not in defs:
        defs[shape.__name__] = {}
        defs[shape.__name__] = _object_schema(shape, defs)
    return {"$ref": f"#/$defs/{shape.__name__}"}


def _choice(schemas: list[Schema]) -> Schema:
    if all(schema.keys() == {"type"} for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}
