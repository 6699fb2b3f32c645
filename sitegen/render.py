"""Jinja: a page and its template become the bytes of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    select_autoescape,
)
from markupsafe import Markup, escape

from sitegen.errors import ContentError
from sitegen.pages import Page
from sitegen.pages.addresses import root_of, url_path
from sitegen.pages.figures import count, dollars, tokens
from sitegen.pages.prose import json_ld, markdown_prose
from sitegen.pages.site import Site

SHIPPED = "shipped"
"""``{% extends "shipped/base.html" %}`` reaches our own template from one that stands in its place."""


class Renderer:
    """Draws pages with the templates of ``folders``: a file in an earlier folder stands for a later one's.

    ``common`` are facts that every page has; ``cache`` is a folder that keeps compiled templates between
    runs. A template is compiled once and kept.
    """

    def __init__(
        self, folders: Sequence[Path], site: Site, common: Mapping[str, Any], cache: Path | None = None
    ) -> None:
        self._site = site
        self._templates: dict[str, Template] = {}
        self._environment = Environment(
            loader=ChoiceLoader(
                [FileSystemLoader(folders), PrefixLoader({SHIPPED: FileSystemLoader(folders[-1:])})]
            ),
            autoescape=select_autoescape(("html", "xml", "svg")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(cache)) if cache else None,
        )
        self._environment.filters |= FILTERS
        self._environment.globals |= {"site": site, **common}

    def rendered(self, page: Page) -> bytes:
        """Return the bytes of a page's file; raises ContentError that names the template at fault."""
        if page.content is not None or page.template is None:
            return page.content or b""
        try:
            template = self._templates.get(page.template) or self._compiled(page.template)
            return template.render(page.facts, root=self._root(page)).encode()
        except TemplateError as error:
            raise self._fault(page, error) from error

    def _compiled(self, name: str) -> Template:
        return self._templates.setdefault(name, self._environment.get_template(name))

    def _root(self, page: Page) -> str:
        return self._site.base_path if page.facts.get("rooted") else root_of(page.path) or "./"

    def _fault(self, page: Page, error: TemplateError) -> ContentError:
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        name = error.name if isinstance(error, TemplateSyntaxError) and error.name else page.template
        fault = f"{' '.join(str(error).split())} (drawing {page.path})"
        return ContentError(f"templates/{name}{line}", fault, "correct the template")


def time_element(value: date | str, text: str = "") -> Markup:
    """Return a day as a ``time`` element that shows ISO 8601, or ``text``."""
    iso = escape(value) if isinstance(value, str) else value.isoformat()
    return Markup(f'<time datetime="{iso}">{escape(text) or iso}</time>')  # noqa: S704 - both are escaped


def written_day(value: date) -> Markup:
    """Return a day as a ``time`` element in words: 18 August 2026."""
    return time_element(value, f"{value.day} {MONTHS[value.month - 1]} {value.year}")


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

FILTERS = {
    "count": count,
    "tokens": tokens,
    "dollars": dollars,
    "day": time_element,
    "written_day": written_day,
    "url": url_path,
    "json_ld": json_ld,
    "markdown_prose": markdown_prose,
}
"""What templates can do with a fact: every one is a pure function of ``sitegen.pages`` or of this file."""
