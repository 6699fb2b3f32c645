"""About: what a model is, in the source's own words, long ones folded; else in a sentence of its facts."""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup

from sitegen.catalog.model import Model
from sitegen.facts.context import Known
from sitegen.facts.summary import composed
from sitegen.forms.addresses import model_path, root_of
from sitegen.forms.prose import LONGEST, Ways, shortened, upstream_html, visible

OPEN, LONG = 600, 1_000
"""Characters of a long description that stand open, and the length from which one is long: a dozen lines."""

_BREAK = re.compile(r"\n[ \t]*\n(?=\S)")
# What one part of a text can say about another: a fence that runs on, or the target of a link.
_WHOLE = re.compile(r"\n(?:```|~~~|\[[^\]]+\]:)")


class About(NamedTuple):
    """What stands under "About": ``source`` as Markdown, ``text`` as HTML, of which ``rest`` is folded away.

    ``composed`` says that the sentence is ours, ``cut`` that the source breaks off in the middle, ``shown``
    how many characters a page has of a text that is too long for it.
    """

    source: str
    text: Markup
    rest: Markup | None = None
    composed: bool = False
    cut: bool = False
    shown: int | None = None


def about(model: Model, known: Known) -> About:
    """Return the description of a model as HTML."""
    text = model.primary.description
    if text is None:
        sentence = composed(model, known)
        return About(sentence, Markup("<p>{}</p>").format(visible(sentence)), composed=True)
    ways = Ways(root_of(model_path(model.slug)), known.names.own)
    head, rest = folded(shortened(text))
    return About(
        source=text,
        text=upstream_html(head, ways),
        rest=upstream_html(rest, ways) if rest else None,
        cut=text.endswith(("...", "…")),
        shown=LONGEST if len(text) > LONGEST else None,
    )


def folded(text: str) -> tuple[str, str]:
    """Return a text as what stands open and what is folded ("" for none), parted between two paragraphs."""
    if len(text) <= LONG or _WHOLE.search(f"\n{text}"):
        return text, ""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    place = max((at for at in breaks if at <= OPEN), default=breaks[0] if breaks else len(text))
    # A fold that hides a line or two saves nobody anything.
    return (text, "") if len(text) - place < LONG - OPEN else (text[:place], text[place:].strip("\n"))
