"""Jinja: a page and its template become the bytes of a file."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from sitegen.errors import ContentError
from sitegen.forms.addresses import root_of, url_path
from sitegen.forms.figures import MANY, count, dollars, long_day, tokens
from sitegen.forms.markdown import code, codes, quotation, table, words
from sitegen.forms.prose import json_ld, mark_invisible, markdown_prose, shortened
from sitegen.pages import Page
from sitegen.pages.navigation import MASTHEAD, Footer
from sitegen.records.settings import Site
from sitegen.rendering.environment import compiled, environment
from sitegen.rendering.own_templates import SHIPPED, not_text, refuse_unseen
from sitegen.text import counted

FAULTS = (
    *(TemplateError, RecursionError),
    *(ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError),
)
"""What a template raises that is missing, wrong, lacks a fact or reaches itself; and what Python refuses."""


def seen(value: object) -> object:
    """Return a value to print, with a mark for what would act instead of being seen; Jinja escapes it."""
    return value if type(value) is not str or value.isprintable() else mark_invisible(value)


class _Files(FileSystemLoader):
    """Reads templates, with a byte order mark or without, and names the one that is no text."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(folders, encoding="utf-8-sig")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its path and whether it is up to date; raises ContentError."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise not_text(template, error) from None


class Renderer:
    """Draws pages with the templates of ``folders``: a file in an earlier folder stands for a later one's.

    ``common`` are facts that every page has, beside the site, its masthead and its foot. A template is
    compiled once and kept.
    """

    def __init__(self, folders: Sequence[Path], site: Site, common: Mapping[str, Any]) -> None:
        self._site, self._folders = site, tuple(folders)
        own, last = folders[:-1], folders[-1]
        shipped = ChoiceLoader([*compiled(last), _Files([last])])
        loader = ChoiceLoader([_Files(own), shipped, PrefixLoader({SHIPPED: shipped})])
        self._environment = environment(loader, {**FILTERS, "drawn": self._drawn, "each": self._each}, seen)
        for folder in own:
            refuse_unseen(folder, last, self._environment)
        self._kept: dict[tuple[str, str], dict[Hashable, Markup]] = {}
        self._common = {**self._environment.globals, "site": site, **_bare(site), **common}

    def rendered(self, page: Page) -> bytes:
        """Return the bytes of a page's file; raises ContentError that names the template at fault."""
        if page.template is None:
            return page.content or b""
        root = self._site.base_path if page.facts.get("rooted") else root_of(page.path) or "./"
        try:
            return self._text(page.template, page.facts, root).encode()
        except FAULTS as error:
            raise self._fault(page.template, error, page.path) from error

    def text(self, template: str, facts: Mapping[str, Any], root: str) -> str:
        """Return the text of a template with these facts; raises ContentError that names it.

        ``root`` leads from where the text will stand to the site's root: ``../../``.
        """
        try:
            return self._text(template, facts, root)
        except FAULTS as error:
            raise self._fault(template, error, template) from error

    def _drawn(self, part: Hashable, name: str, root: str) -> Markup:
        """Return the text of ``partials/NAME.html`` over a part, drawn once for all parts that are equal.

        The template finds the part under its own name: ``{{ row|drawn("price_row", root) }}``; that of a
        Markdown section is called ``ratings.md``. A part that stands on many pages, a price say or a related
        model, is drawn once for the whole site.
        """
        kept = self._kept.setdefault((name, root), {})
        text = kept.get(part)
        if text is None:
            stem, _, ending = name.partition(".")
            drawn = self._text(f"partials/{stem}.{ending or 'html'}", {stem: part}, root)
            text = kept[part] = Markup(drawn)  # noqa: S704 - drawn by a template that escapes
        return text

    def _each(self, parts: Iterable[Hashable], name: str, root: str) -> Markup:
        """Return the texts of these parts, one after another, each as ``drawn`` has it."""
        kept = self._kept.get((name, root), {})
        texts = [kept.get(part) or self._drawn(part, name, root) for part in parts]
        return Markup("".join(texts))  # noqa: S704 - drawn by a template that escapes

    def _text(self, template: str, facts: Mapping[str, Any], root: str) -> str:
        """Draw with all names in one map: ``render`` copies the facts that every page has each time."""
        drawn = self._environment.get_template(template)
        context = drawn.new_context({**self._common, **facts, "root": root}, shared=True)
        try:
            return "".join(drawn.root_render_func(context))
        except FAULTS:
            self._environment.handle_exception()  # which names the template's own line

    def _fault(self, template: str, error: Exception, drawn: str) -> Exception:
        """Return a fault as an error that names the template, the line, and what was being drawn.

        What Python refuses where no template of an owner has a part is a fault of ours, and comes as it is.
        """
        name, line = self._place(error, self._folders) or (template, 0)
        if not isinstance(error, TemplateError | RecursionError) and not self._is_owners(error):
            return error
        place = f"templates/{name}" + (f", line {line}" if line else "")
        return ContentError(place, f"{_fault_text(error)} (drawing {drawn})", "correct the template")

    def _is_owners(self, error: Exception) -> bool:
        return self._place(error, self._folders[:-1] or self._folders) is not None

    def _place(self, error: Exception, folders: Iterable[Path]) -> tuple[str, int] | None:
        """Return the innermost template of these folders that an error passed through, and the line."""
        if isinstance(error, TemplateSyntaxError):
            return (error.name, error.lineno) if error.name else None
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            for folder in folders:
                if Path(frame.filename).is_relative_to(folder):
                    return Path(frame.filename).relative_to(folder).as_posix(), frame.lineno or 0
        return None


def _fault_text(error: Exception) -> str:
    """Return in one line what a template raised."""
    if isinstance(error, RecursionError):
        return "it reaches itself"
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    said = " ".join(str(error).split())
    return said if isinstance(error, TemplateError) else f"{type(error).__name__}: {said}"


def _bare(site: Site) -> dict[str, Any]:
    """Return what stands on every page of a site without prose or history of its own."""
    return {
        "ways": MASTHEAD,
        "further": (),
        "way_paths": frozenset(f"{way.path}index.html" for way in MASTHEAD),
        "footer": Footer(site.footer),
        "feeds": (),
        "usage_column": (),
    }


@lru_cache(maxsize=MANY, typed=True)
def time_element(value: date | str, text: str = "") -> Markup:
    """Return a day as a ``time`` element that shows ISO 8601, or ``text``.

    Kept by type too: markup that is equal to a text is escaped already, and the text is not.
    """
    iso = escape(value) if isinstance(value, str) else value.isoformat()
    return Markup(f'<time datetime="{iso}">{escape(text) if text else iso}</time>')  # noqa: S704 - both are escaped


_DAY = re.compile(r"(?<![\w/-])[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![\w/-])")


def with_days(text: str) -> Markup:
    """Return a sentence whose days, as ISO 8601 writes them, are ``time`` elements: no line breaks in one."""
    return Markup(_DAY.sub(lambda found: time_element(found[0]), escape(seen(text))))  # noqa: S704 - escaped


def written_day(value: date) -> Markup:
    """Return a day as a ``time`` element in words: 18 August 2026."""
    return time_element(value, long_day(value))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "count": count,
    "counted": counted,
    "tokens": tokens,
    "dollars": dollars,
    "day": time_element,
    "written_day": written_day,
    "with_days": with_days,
    "url": url_path,
    "json_ld": json_ld,
    "markdown_prose": markdown_prose,
    "words": words,
    "code": code,
    "codes": codes,
    "quotation": quotation,
    "shortened": shortened,
    "table": table,
}
"""What templates can do with a fact: every one is a pure function of ``sitegen.forms`` or of this file."""
