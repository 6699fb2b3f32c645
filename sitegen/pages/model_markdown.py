"""Sections of a model's Markdown that are still made here."""

from __future__ import annotations

from functools import lru_cache

from sitegen.facts.model import ModelFacts
from sitegen.forms.figures import MANY
from sitegen.forms.markdown import code, words


def markdown_sections(facts: ModelFacts) -> dict[str, str]:
    """Return the sections of the Markdown document of a model by name."""
    sections = {"sources": _sources(facts), "citation": _citation(facts)}
    return {name: "\n\n".join(parts) for name, parts in sections.items()}


def _sources(facts: ModelFacts) -> tuple[str, str]:
    lines = [
        _source_line(entry["feed"], entry["dated"] or entry["changed"], entry["licence"], entry["credit"])
        for entry in facts.sources.entries
    ]
    version = f"- Version of these facts: {code(facts.version)}"
    return "## Sources", "\n".join([*lines, version])


@lru_cache(maxsize=MANY)
def _source_line(feed: str, on: str, licence: str, credit: str) -> str:
    return f"- {code(feed)} of {on}. {words(licence.rstrip('.'))}. {words(credit)}"


def _citation(facts: ModelFacts) -> tuple[str, str]:
    address = facts.citation.address
    return "## Cite this", f"> {words(facts.citation.text.removesuffix(address))} <{address}>"
