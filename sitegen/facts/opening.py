"""The opening of a model's page: its name, ids and author, one line of facts, and what to know first."""

from __future__ import annotations

from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.context import Known
from sitegen.facts.glance import Notice, notices
from sitegen.facts.links import Way, elsewhere
from sitegen.facts.summary import opening as lead
from sitegen.forms.addresses import author_path, compare_address
from sitegen.forms.figures import day


class Opening(NamedTuple):
    """What stands at the top of a page. ``name`` is without the author's, ``source_name`` as upstream has it.

    ``listed`` is the day on which OpenRouter listed the main id, and ``left`` that since which no id is
    listed; each "" where there is none.
    """

    name: str
    source_name: str
    title: str
    author: str
    author_slug: str
    author_path: str
    ids: tuple[str, ...]
    every_id: tuple[str, ...]
    lead: str
    listed: str
    left: str
    notices: tuple[Notice, ...]
    links: tuple[Way, ...]
    compare: str


def opening(model: Model, context: Known) -> Opening:
    """Return the opening of a model's page."""
    names, listing = context.names, model.primary
    every_id = tuple([one.id for one in model.listings])
    return Opening(
        name=names.short(model),
        source_name=listing.name,
        title=names.title(model),
        author=names.author(model.author),
        author_slug=model.author,
        author_path=author_path(model.author),
        ids=every_id[: len(model.variants)] or every_id,
        every_id=every_id,
        lead=lead(listing),
        listed=day(listing.listed),
        left=day(model.left),
        notices=notices(model, context),
        links=elsewhere(model),
        compare=compare_address([model.slug]),
    )
