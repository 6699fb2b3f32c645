"""Jinja: a page and its template become the bytes of a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any

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
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from sitegen.errors import ContentError
from sitegen.forms.addresses import root_of, url_path
from sitegen.forms.figures import MANY, count, dollars, tokens
from sitegen.forms.markdown import code, codes, quotation, table, words
from sitegen.forms.prose import UNSEEN, json_ld, markdown_prose, shortened, visible
from sitegen.pages import Page
from sitegen.pages.navigation import MASTHEAD, Footer
from sitegen.records.settings import Site
from sitegen.rendering.flat import UNUSUAL, Drawn, flat

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame

SHIPPED = "shipped"
"""``{% extends "shipped/base.html" %}`` reaches our own template from one that stands in its place."""


_MARKUP = re.compile(f"[&<>\"'{UNSEEN}]")


def shown(value: object) -> str:
    """Return a value as text of HTML: escaped and visible, unless it is markup already.

    Most texts have nothing to escape; to see that takes a fifth of the time of making each a Markup.
    """
    if type(value) is Markup or (type(value) is str and not _MARKUP.search(value)):
        return value
    return escape(visible(value) if type(value) is str else value)


class _Code(CodeGenerator):
    """Compiles templates to code that calls ``shown`` where Jinja's own calls ``escape``."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Environment(Environment):
    # https://jinja.palletsprojects.com/en/stable/api/#jinja2.Environment.code_generator_class
    code_generator_class = _Code
    shown = staticmethod(shown)


@cache
def _compiler() -> str:
    """Return a digest of the two modules that say what a template is compiled to."""
    files = (Path(__file__), Path(__file__).with_name("flat.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


_CUT = (OSError, EOFError, ValueError, TypeError, LookupError, AttributeError, ImportError, UnpicklingError)
"""What reading a file of the cache raises; Jinja forgives a cut code, and not a cut checksum before it.

https://docs.python.org/3/library/pickle.html#pickle.UnpicklingError
"""


class _Cache(FileSystemBytecodeCache):
    """Keeps compiled templates; where the disk refuses, templates are compiled again and nothing is lost.

    So they are where a file was cut, by a full disk or a machine that went down. A changed template has
    another checksum and is compiled anew; files are replaced whole, so that two builds can share a folder:
    https://jinja.palletsprojects.com/en/stable/api/#bytecode-cache
    """

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of a template and of what compiles it: code of an older compiler is not drawn."""
        return super().get_source_checksum(_compiler() + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except _CUT:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Files(FileSystemLoader):
    """Reads templates, and names the one that is no text."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its path and whether it is up to date; raises ContentError."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            path, fault = f"templates/{template}", f"is no UTF-8 text ({error})"
            raise ContentError(path, fault, "save it as UTF-8") from None


class Renderer:
    """Draws pages with the templates of ``folders``: a file in an earlier folder stands for a later one's.

    ``common`` are facts that every page has, beside the site, its masthead and its foot; ``cache`` is a
    folder that keeps compiled templates between runs. A template is compiled once and kept.
    """

    def __init__(
        self, folders: Sequence[Path], site: Site, common: Mapping[str, Any], cache: Path | None = None
    ) -> None:
        self._site = site
        self._templates: dict[str, Template] = {}
        self._flat: dict[str, Drawn | None] = {}
        self._cache = _Cache(str(cache)) if cache else None
        self._environment = _Environment(
            loader=ChoiceLoader([_Files(folders), PrefixLoader({SHIPPED: _Files(folders[-1:])})]),
            autoescape=select_autoescape(("html", "xml", "svg")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=self._cache,
        )
        self._environment.filters |= FILTERS
        self._environment.globals |= {"site": site, **_bare(site), **common}

    def rendered(self, page: Page) -> bytes:
        """Return the bytes of a page's file; raises ContentError that names the template at fault."""
        page = page.made()
        if page.content is not None or page.template is None:
            return page.content or b""
        try:
            return (self._drawn_flat(page.template, page) or self._drawn(page.template, page)).encode()
        except TemplateError as error:
            raise self._fault(page, error) from error

    def _drawn_flat(self, name: str, page: Page) -> str | None:
        """Return the text of a page by the short cut, or None where Jinja itself must draw it."""
        if name not in self._flat:
            self._flat[name] = flat(self._environment, name, self._cache)
        if drawn := self._flat[name]:
            with suppress(*UNUSUAL):
                return drawn({**self._environment.globals, **page.facts, "root": self._root(page)})
        return None

    def _drawn(self, name: str, page: Page) -> str:
        template = self._templates.get(name) or self._compiled(name)
        return template.render(page.facts, root=self._root(page))

    def _compiled(self, name: str) -> Template:
        return self._templates.setdefault(name, self._environment.get_template(name))

    def _root(self, page: Page) -> str:
        return self._site.base_path if page.facts.get("rooted") else root_of(page.path) or "./"

    def _fault(self, page: Page, error: TemplateError) -> ContentError:
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        name = error.name if isinstance(error, TemplateSyntaxError) and error.name else page.template
        fault = f"{' '.join(str(error).split())} (drawing {page.path})"
        return ContentError(f"templates/{name}{line}", fault, "correct the template")


def _bare(site: Site) -> dict[str, Any]:
    """Return what stands on every page of a site without prose or history of its own."""
    return {
        "masthead": MASTHEAD,
        "further": (),
        "footer": Footer(site.footer),
        "feeds": (),
        "usage_column": "",
    }


@lru_cache(maxsize=MANY, typed=True)
def time_element(value: date | str, text: str = "") -> Markup:
    """Return a day as a ``time`` element that shows ISO 8601, or ``text``.

    Kept by type too: markup that is equal to a text is escaped already, and the text is not.
    """
    iso = escape(value) if isinstance(value, str) else value.isoformat()
    return Markup(f'<time datetime="{iso}">{escape(text) if text else iso}</time>')  # noqa: S704 - both are escaped


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
    "words": words,
    "code": code,
    "codes": codes,
    "quotation": quotation,
    "shortened": shortened,
    "table": table,
}
"""What templates can do with a fact: every one is a pure function of ``sitegen.pages`` or of this file."""
