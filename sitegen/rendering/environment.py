"""The Jinja environment, and the templates that were compiled when the wheel was made.

To compile the shipped templates takes long beside drawing some hundred models. A wheel carries what Jinja
makes of them; a checkout compiles at every start, for a cache between runs is code in a user's folder.

Where a wheel is made Jinja is there and nothing else of what sitegen needs: this module imports no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    ModuleLoader,
    StrictUndefined,
    nodes,
    select_autoescape,
)

Filters = Mapping[str, Callable[..., Any]]


def environment(loader: BaseLoader, filters: Filters, finalize: Callable[[object], object]) -> Environment:
    """Return an environment that refuses unknown facts and escapes what is printed, after ``finalize``."""
    made = Environment(
        loader=loader,
        autoescape=select_autoescape(("html", "xml", "svg")),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,  # a cache with an end looks for the template's place in it at every include
    )
    made.filters |= filters
    return made


def compiled_folder(shipped: Path) -> Path:
    """Return where compiled templates stand beside the shipped ones: code of another Jinja is never run."""
    return shipped.with_name(f"compiled-{version('jinja2')}")


def compiled(shipped: Path) -> list[BaseLoader]:
    """Return what loads the compiled templates; nothing does where there are none, as in a checkout."""
    folder = compiled_folder(shipped)
    return [ModuleLoader(folder)] if folder.is_dir() else []


def compile_templates(templates: Path, folder: Path) -> None:
    """Write each template of a folder as Jinja's own code; raises TemplateError.

    Our filters are not known here: all that the code needs is their names, unless one is given a constant.
    """
    made = environment(FileSystemLoader(templates), {}, lambda value: value)
    names = [name for name in made.list_templates() if not name.startswith("assets/") and name != "README.md"]
    trees = [made.parse((templates / name).read_text(encoding="utf-8"), name) for name in names]
    ours = {one.name for tree in trees for one in tree.find_all(nodes.Filter)} - made.filters.keys()
    made.filters |= dict.fromkeys(ours, _unknown)
    made.compile_templates(folder, zip=None, filter_func=names.__contains__, ignore_errors=False)


def _unknown(*_: object) -> object:
    raise NotImplementedError
