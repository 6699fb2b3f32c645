"""Entries: what the catalogue calls its models, under every name that can be trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.matching import vocabulary
from sitegen.matching.dates import Day, dates
from sitegen.matching.names import Name, author_key
from sitegen.matching.reader import Reader
from sitegen.records.listing import Listing


@dataclass(slots=True, eq=False)
class Entry:
    """One model of the catalogue, or an id of its own for a mode, with all names that can be trusted.

    ``words`` are those of all its names, ``named`` the days in its id and title, ``told`` those that a fact,
    the description or the weights give where the id has none, ``released`` the day of its slug, else of its
    listing.
    """

    listing: Listing
    authors: tuple[str, ...]
    names: tuple[Name, ...]
    words: frozenset[str]
    named: tuple[Day, ...]
    told: tuple[Day, ...]
    released: date | None

    @property
    def release(self) -> str:
        """The number of the release, "v0.3" without its "v", or ""."""
        return next((name.release for name in self.names if name.release), "")

    @property
    def tuned(self) -> bool:
        """Whether any of its names says that it follows instructions."""
        return any(name.tuned for name in self.names)

    @property
    def keys(self) -> set[str]:
        """Its names without case, punctuation and vendor prefix."""
        return {key for name in self.names for key in (name.key, *name.nicknames)}


def folded(listings: Iterable[Listing]) -> list[Listing]:
    """Return one listing a model: the plain id where there is one, and ids of their own for a mode."""
    groups: dict[tuple[str, str], Listing] = {}
    for listing in sorted(listings, key=lambda one: (":" in one.id, one.id)):
        if not listing.router:
            groups.setdefault((listing.id.partition(":")[0], _mode(listing)), listing)
    return list(groups.values())


def _mode(listing: Listing) -> str:
    """Return the mode for which an id stands: "thinking", but not "free", which is a price."""
    return "" if ":" not in listing.id or listing.variant in vocabulary.ROUTES else listing.variant


def entry_of(listing: Listing, authors: tuple[str, ...], reader: Reader) -> Entry:
    """Return the entry of a listing, by the makers that its id and its slug name."""
    read = _Sparing(reader, authors[0], _mode(listing)).read
    own, title = read(listing.id), read(_title(listing))
    # That weights are not tuned for chat, the title alone may say: "(base)".
    sure = [own, title] if "base" in own.core or "base" not in title.core else [title]
    slug, hub, dated = _slug(listing, read), _hub(listing, authors, read), dates(listing.slug)
    further = [name for name in (slug, hub) if name and _trusted(name, own, sure)]
    weights = hub.days if hub and hub in further else ()
    told = reader.releases.get((authors[0], own.identity)) or _described(listing, own, reader, authors[0])
    asides = re.findall(r"\(([^()]+)\)", title.text) if title.nicknames else []
    names = tuple(dict.fromkeys((*sure, *map(read, asides), *further)))
    return Entry(
        listing=listing,
        authors=authors,
        names=names,
        words=_all_words(names),
        named=(*own.days, *title.days),
        told=told or weights or tuple(day for day in dated if not day.day),
        released=_released(dated, listing.listed),
    )


def _all_words(names: Sequence[Name]) -> frozenset[str]:
    only = names[0]
    if len(names) == 1 and not only.vendor:
        return only.everything
    return only.everything.union(*(name.everything.union(name.vendor) for name in names))


class _Sparing:
    """Reads the names of one listing, which are mostly one name in several spellings, each once."""

    def __init__(self, reader: Reader, author: str, mode: str) -> None:
        self.reader, self.author, self.mode = reader, author, f" ({mode})" if mode else ""
        self.found: dict[str, Name] = {}

    def read(self, text: str) -> Name:
        """Return the parts of an id, a slug, a title or a name of weights."""
        text = text.partition(":")[0] if "/" in text else text
        tail = text.rpartition("/")[2]
        tail += "" if self.mode.casefold() in tail.casefold() else self.mode
        key = tail.casefold().replace(" ", "-")
        if key not in self.found:
            self.found[key] = self.reader.read(tail, self.author)
        return self.found[key]


def maker_of(listing: Listing) -> str:
    """Return the maker as the listing's name spells it: "MoonshotAI: Kimi K2"."""
    return listing.name.partition(": ")[0] if ": " in listing.name else ""


def _title(listing: Listing) -> str:
    """Return the listing's name without its maker and without the remark of a route: "(free)"."""
    title = listing.name.partition(": ")[2] or listing.name
    return title.replace(f"({listing.variant})", "") if ":" in listing.id and not _mode(listing) else title


_DAY = re.compile(r"-[0-9-]+")


def _slug(listing: Listing, read: Callable[[str], Name]) -> Name | None:
    """Return the name that the slug gives, if it is more than the id with a date."""
    dated = listing.slug.removeprefix(listing.id.partition(":")[0])
    return None if not dated or _DAY.fullmatch(dated) else read(listing.slug)


def _hub(listing: Listing, authors: tuple[str, ...], read: Callable[[str], Name]) -> Name | None:
    """Return the name of the weights on Hugging Face, where the maker itself publishes them."""
    owner = author_key((listing.hugging_face_id or "").partition("/")[0])
    if not owner or not any(related(owner, author) for author in authors):
        return None
    name = read(listing.hugging_face_id or "")
    ways = tuple(way for way in name.ways if not way.label.endswith("weights"))
    return name if ways == name.ways else name.without(ways)


def related(one: str, other: str) -> bool:
    """Whether two spellings of a maker begin alike, as "moonshot" and "moonshotai" do."""
    long_enough = min(len(one), len(other)) >= len("meta")
    return one == other or (long_enough and (one.startswith(other) or other.startswith(one)))


def _trusted(name: Name, own: Name, sure: Iterable[Name]) -> bool:
    """Whether a further name only adds to the id or the title: the slug of GLM 4.6V says glm-4.6."""
    agrees = not name.days or not own.days or any(a.agrees(b) for a in name.days for b in own.days)
    return agrees and own.stages <= name.stages and any(one.everything <= name.everything for one in sure)


_DIGITS = re.compile(r"-[0-9]{4}")
_DATED = re.compile(r"(?<![\w.-])[a-z][\w.-]{1,60}-[0-9]{4,8}(?![\w-])")


def _described(listing: Listing, own: Name, reader: Reader, author: str) -> tuple[Day, ...]:
    """Return the days of those names in a description that are the model's own but for the day."""
    text = (listing.description or "")[:600]
    if not _DIGITS.search(text):
        return ()
    names = (reader.read(found, author) for found in _DATED.findall(text.lower()))
    return tuple(day for name in names if name.identity == own.identity for day in name.days)


def _released(dated: Iterable[Day], listed: date | None) -> date | None:
    """Return the day in the slug, which is the release, else the day of the listing."""
    return next((day for part in dated if (day := part.nearest(listed))), listed)
