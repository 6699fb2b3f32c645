"""The top of a model's page: what it is, what to know first, and what the source says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from sitegen.catalog.model import HEADLINE_BOARD, Model
from sitegen.facts.ends.words import FOLDER as ENDING
from sitegen.facts.ends.words import expiry_text
from sitegen.facts.links import Way, elsewhere
from sitegen.facts.row import ModelRow
from sitegen.facts.sellers.release import released
from sitegen.facts.variants import AliasEntry, Variant
from sitegen.forms.addresses import author_path, compare_address, model_path, root_of
from sitegen.forms.figures import UNITS, day, pair_text
from sitegen.forms.names import Names
from sitegen.forms.prose import LONGEST as LONGEST_SHOWN
from sitegen.forms.prose import LinkPolicy, mark_invisible, shortened, untrusted_html
from sitegen.forms.titles import sized
from sitegen.forms.word_lists import modalities
from sitegen.records.listing import ALIAS, ROUTER
from sitegen.records.price import PriceState, Unit


class NoticeLink(NamedTuple):
    """A model that a notice leads to: its name, the folder of its page, and what stands behind the link."""

    name: str
    path: str
    after: str = ""


class Notice(NamedTuple):
    """What changes how everything below is read; ``links`` lead to where to go instead.

    ``warning`` tells what a reader may regret to have missed from what merely explains.
    """

    text: str
    links: tuple[NoticeLink, ...] = ()
    warning: bool = False


class Opening(NamedTuple):
    """What stands at the top of a page. ``name`` is without the author's, ``source_name`` as upstream has it.

    ``listed`` is the day on which OpenRouter listed the main id, or why there is none, and ``left`` that
    since which no id is listed, or "". ``summary`` is what a search result says of the page.
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
    summary: str
    notices: tuple[Notice, ...]
    links: tuple[Way, ...]
    compare: str


def opening(
    model: Model,
    variants: Sequence[Variant],
    row: ModelRow,
    names: Names,
    today: date | None,
    others: Sequence[NoticeLink] = (),
) -> Opening:
    """Return the opening of a model's page, on the day of the catalogue; ``others`` are to try instead."""
    main, title = variants[0], names.title(model)
    every_id = tuple([variant.id for variant in variants])
    return Opening(
        name=row.name,
        source_name=main.name,
        title=title,
        author=row.author,
        author_slug=model.author,
        author_path=author_path(model.author),
        ids=every_id[: len(model.variants)] or every_id,
        every_id=every_id,
        lead=_lead(main, released(model)[0].value),
        listed=main.listed or main.reason("listed"),
        left=day(row.left),
        summary=search_summary(title, row, today),
        notices=_notices(variants, model, names, today, _in_a_row(others[:TRIED])),
        links=elsewhere(model),
        compare=compare_address([model.slug]),
    )


def _lead(main: Variant, out: str) -> str:
    """Return one line of facts: what goes in and comes out, when it came ``out``, since when it is listed."""
    takes, gives = main.inputs, main.outputs
    if not (takes or gives or main.listed):
        return "Known by its prices alone."
    line = f"Input: {modalities(takes)}. Output: {modalities(gives)}."
    if out == main.listed:
        return f"{line} Released and listed on {out}." if out else line
    line = f"{line} Released on {out}." if out else line
    return f"{line} Listed on {main.listed}." if main.listed else line


TRIED = 3
"""Models that a notice proposes at most."""


def _in_a_row(links: Sequence[NoticeLink]) -> tuple[NoticeLink, ...]:
    """Return links as the end of a sentence: ``Anvil 3 (later version), Tongs (same family) or Vice.``."""
    ends = ([", "] * len(links) + [" or ", "."])[-len(links) :] if links else []
    return tuple([link._replace(after=link.after + end) for link, end in zip(links, ends, strict=True)])


def _notices(
    variants: Sequence[Variant],
    model: Model,
    names: Names,
    today: date | None,
    others: tuple[NoticeLink, ...],
) -> tuple[Notice, ...]:
    """Return what a reader must know first: that the model is gone, an alias, a router, or about to go."""
    main, notices = variants[0], list[Notice]()
    if model.left:
        seen = day(max(gone.last_seen for gone in model.gone))
        words = f"Retired: last seen on {seen}, gone by {day(model.left)}. All below is as it last was."
        notices.append(_with_others(words, others))
    if main.kind == ALIAS:
        notices.append(_alias(main.alias_of, names))
    elif main.kind == ROUTER:
        varies = any(forms.price.state is PriceState.VARIES for forms in main.prices)
        notices.append(Notice(f"{ROUTED}; the price varies by request." if varies else f"{ROUTED}."))
    for variant in variants[: len(model.variants)]:
        if variant.expires:
            end = date.fromisoformat(variant.expires)
            words = expiry_text(end, today, "" if variant is main else variant.id)
            own = others if variant is main else ()
            ending = (NoticeLink(INSTEAD, ENDING),)
            notices.append(_with_others(words, own) if own else Notice(words, ending, warning=True))
    return tuple(notices)


def _with_others(words: str, others: tuple[NoticeLink, ...]) -> Notice:
    return Notice(f"{words} Try" if others else words, others, warning=True)


INSTEAD = "What to try instead"


ROUTED = "A router: it passes each request to a model of its choice"


def _alias(target: AliasEntry | None, names: Names) -> Notice:
    words = (
        "An alias: it always points to the latest of its family, and its prices and their history follow "
        "that model."
    )
    if target is None:
        return Notice(f"{words} The source does not say which model that is today.")
    words = f"{words} Today it points to"
    path, name = names.path(target["id"]), target["name"]
    return (
        Notice(words, (NoticeLink(name, path, "."),))
        if path
        else Notice(f"{words} {name}, which is not listed.")
    )


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


def about(model: Model, main: Variant, row: ModelRow, names: Names) -> About:
    """Return the description of a model as HTML."""
    text = model.primary.description
    if text is None:
        sentence = _composed(main, row)
        return About(sentence, Markup("<p>{}</p>").format(mark_invisible(sentence)), composed=True)
    links = LinkPolicy(root_of(model_path(model.slug)), names.own)
    head, rest = folded(shortened(text))
    return About(
        source=text,
        text=untrusted_html(head, links),
        rest=untrusted_html(rest, links) if rest else None,
        cut=text.endswith(("...", "…")),
        shown=LONGEST_SHOWN if len(text) > LONGEST_SHOWN else None,
    )


def folded(text: str) -> tuple[str, str]:
    """Return a text as what stands open and what is folded ("" for none), parted between two paragraphs."""
    if len(text) <= LONG or _WHOLE.search(f"\n{text}"):
        return text, ""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    place = max((at for at in breaks if at <= OPEN), default=breaks[0] if breaks else len(text))
    # A fold that hides a line or two saves nobody anything.
    return (text, "") if len(text) - place < LONG - OPEN else (text[:place], text[place:].strip("\n"))


def search_summary(title: str, row: ModelRow, today: date | None) -> str:
    """Return what a search result says of the page: 50 to 160 characters of its own facts."""
    context, rank, shown = row.context, row.rank, day(row.last_seen or today)
    return sized(
        f"{title}:",
        "retired;" if row.left else "",
        f"{pair_text((row.input, row.output), UNITS[Unit.TOKEN])};",
        f"{context.text} tokens of context;" if context.unit else "",
        "" if rank.missing else f"rank {rank.text} on Arena’s {HEADLINE_BOARD} board;",
        f"as of {shown}." if shown else "",
        "Every price, limit and rating with its source.",
    )


def _composed(main: Variant, row: ModelRow) -> str:
    """Return a description for a model that the source does not describe, made of its facts alone."""
    opening = f"{row.name} is a model of {row.author} on OpenRouter"
    if not (main.inputs or main.outputs):
        return f"{opening}; what we read of it holds its prices alone."
    takes, gives = modalities(main.inputs), modalities(main.outputs)
    reads = f", reads up to {main.context:,} tokens" if main.context else ""
    since = f" and was listed on {main.listed}" if main.listed else ""
    return f"{opening}: it takes {takes}, gives {gives}{reads}{since}."
