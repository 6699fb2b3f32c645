"""JSON Schemas: every file that is published fits its own."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.facts.context import SiteContext
from sitegen.facts.prices import PriceEntry
from sitegen.forms.json_schema import fields, json_schema
from sitegen.pages.api.files import pages as api_pages
from sitegen.pages.api.schemas import FILES, pages, review_schema
from sitegen.pages.model import model_pages
from sitegen.records.review import Line, Review, Section
from tests.pages.odd_world import SITE, loaded, world

KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "null": (type(None),),
    "array": (list,), "object": (dict,),
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], defs: dict[str, Any], place: str = "") -> list[str]:  # noqa: ANN401
    """Return where a value does not fit a schema, for the keywords that our schemas use."""
    if "$ref" in schema:
        return faults(value, defs[schema["$ref"].removeprefix("#/$defs/")], defs, place)
    if "anyOf" in schema:
        tried = [faults(value, each, defs, place) for each in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    kinds = schema.get("type", [])
    allowed = [kinds] if isinstance(kinds, str) else kinds
    if allowed and not any(isinstance(value, KINDS[kind]) for kind in allowed):
        return [f"{place} is {value!r:.40}, not {allowed}"]
    if isinstance(value, bool) and allowed and "boolean" not in allowed:
        return [f"{place} is a boolean"]
    found = [f"{place} lacks {key}" for key in schema.get("required", []) if key not in value]
    for name, each, inner in _inner(value, schema):
        found += faults(each, inner, defs, place + name)
    return found


def _inner(value: Any, schema: dict[str, Any]) -> list[tuple[str, Any, dict[str, Any]]]:  # noqa: ANN401
    if isinstance(value, list):
        return [(f"[{place}]", each, schema.get("items", {})) for place, each in enumerate(value)]
    if not isinstance(value, dict):
        return []
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
    return [(f".{key}", each, known.get(key, rest)) for key, each in value.items()]


def schemas() -> dict[str, dict[str, Any]]:
    """Return every published schema by its address."""
    return {SITE.url(page.path): loaded(page) for page in pages(SiteContext(world(), SITE))}


def files() -> list[Any]:
    """Return every published JSON file that has a schema."""
    known = SiteContext(world(), SITE)
    twins = [page for model in known.catalog.models for page in model_pages(model, known)]
    return [loaded(page) for page in (*api_pages(known), *twins) if page.path.endswith(".json")]


def test_every_file_fits_the_schema_that_it_names() -> None:
    """Each file names an existing schema, has what that requires and no value of another type."""
    known = schemas()
    for value in files():
        schema = known[value["schema"]]
        assert faults(value, schema, schema["$defs"]) == []


def test_no_file_has_a_field_that_its_schema_does_not_tell() -> None:
    """What is published is documented, and a stray field would be found."""
    known = schemas()
    for value in files():
        schema = known[value["schema"]]
        assert _undocumented(value, schema, schema["$defs"]) == []
        assert _undocumented({**value, "stray": 1}, schema, schema["$defs"]) == ["stray"]


def _undocumented(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> list[str]:  # noqa: ANN401
    while "$ref" in schema or "anyOf" in schema:
        schema = defs[schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema["anyOf"][0]
    if isinstance(value, list):
        return [fault for each in value for fault in _undocumented(each, schema.get("items", {}), defs)]
    if not isinstance(value, dict):
        return []
    if "properties" not in schema:
        inner = schema.get("additionalProperties", {})
        return [fault for each in value.values() for fault in _undocumented(each, inner, defs)]
    strange = [key for key in value if key not in schema["properties"]]
    return strange + [
        fault
        for key, each in value.items()
        if key in schema["properties"]
        for fault in _undocumented(each, schema["properties"][key], defs)
    ]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("models", 0, "slug"), None),
        (("models", 0, "variants", 0, "context_tokens"), "many"),
        (("models", 0, "variants", 0, "prices"), []),
        (("models", 0, "headline"), 3),
    ],
)
def test_a_wrong_value_does_not_fit(path: tuple[Any, ...], wrong: object) -> None:
    """A value of another type is found, so that the test above can fail."""
    value = next(one for one in files() if one["schema"].endswith("/models.json"))
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    schema = schemas()[value["schema"]]
    assert faults(value, schema, schema["$defs"]) != []


def test_every_schema_says_its_dialect_and_address() -> None:
    """A schema is of draft 2020-12 and carries the address under which it stands."""
    for address, schema in schemas().items():
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == address


def test_every_field_has_a_meaning() -> None:
    """No field of any shape is left without a description."""
    for name, shape in FILES.items():
        schema = json_schema(shape, name)
        for title, each in (("", schema), *schema["$defs"].items()):
            silent = [key for key, field in each["properties"].items() if not field["description"]]
            assert silent == [], title


def test_optional_fields_are_not_required() -> None:
    """``blanks`` and what few prices have may be absent, everything else may not."""
    assert [field.name for field in fields(PriceEntry) if field.optional] == [
        "unit_inferred",
        "by_hour",
        "blanks",
    ]
    schema = json_schema(PriceEntry, "x")  # type: ignore[type-abstract]
    assert schema["required"] == ["unit", "state", "usd", "usd_per_million"]


def test_a_review_fits_its_published_schema() -> None:
    """The JSON of `sitegen diff` has the fields, types and sections that its schema names."""
    schema = review_schema("https://example.org/diff.json")
    line = Line(section=Section.REVIEW, kind="left", id="a/b", name="B", text="left", old={"x": [1]})
    found = Review(
        old="HEAD", new="working tree", lines=(line,), noise={"descriptions": 2}, pages=("models/a/b/",)
    )
    value = found.model_dump(mode="json")
    assert faults(value, schema, schema["$defs"]) == []
    assert set(value) == set(schema["properties"])
    assert faults({**value, "noise": {"descriptions": "two"}}, schema, schema["$defs"])
    assert line.section in schema["$defs"]["Section"]["enum"]
