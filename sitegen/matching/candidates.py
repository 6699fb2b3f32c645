"""The models of the catalogue that a name may be, each under every name of it that can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.dates import NameDate, dates_in
from sitegen.matching.names import Name, NameReader, maker_key
from sitegen.matching.words import case_folded
from sitegen.records.listing import Listing


class CatalogueEntry(NamedTuple):
    """One model of the catalogue, or an id of its own for a mode, with all names that can be trusted.

    ``own`` is its id, ``words`` are those of all its names, ``stated_dates`` the dates in its id and its
    title, ``weights_dates`` those in the name of its weights.
    """

    listing: Listing
    makers: tuple[str, ...]
    names: tuple[Name, ...]
    words: frozenset[str]
    stated_dates: tuple[NameDate, ...]
    own: Name
    weights_dates: tuple[NameDate, ...]
    reader: NameReader

    @property
    def implied_dates(self) -> tuple[NameDate, ...]:
        """The dates of an undated id by a published fact, else its description, its weights or its slug."""
        return (
            self.reader.releases.get((self.makers[0], self.own.identity))
            or _described_dates(self)
            or self.weights_dates
            or tuple(name_date for name_date in dates_in(self.listing.slug) if not name_date.day)
        )

    @property
    def released(self) -> date | None:
        """The day in the slug, which is the release, else the day of the listing."""
        return self.slug_day or self.listing.listed

    @property
    def slug_day(self) -> date | None:
        """The day in the slug, whose year the day of listing tells; None where it has none."""
        days = (name_date.nearest(self.listing.listed) for name_date in dates_in(self.listing.slug))
        return next(filter(None, days), None)

    @property
    def release(self) -> str:
        """The number of the release, "v0.3" without its "v", or ""."""
        return next((name.release for name in self.names if name.release), "")

    @property
    def tuned(self) -> bool:
        """Whether any of its names says that the model follows instructions."""
        return any(name.tuned for name in self.names)

    @property
    def keys(self) -> set[str]:
        """Its names without case, punctuation and vendor prefix."""
        return {key for name in self.names for key in (name.key, *name.nicknames)}


def entry_listings(listings: Iterable[Listing]) -> list[Listing]:
    """Return one listing a model, the plain id where there is one, and ids of their own for a mode."""
    groups: dict[tuple[str, str], Listing] = {}
    for listing in sorted(listings, key=lambda listing: (":" in listing.id, listing.id)):
        if not listing.is_stand_in:
            groups.setdefault((listing.id.partition(":")[0], _mode(listing)), listing)
    return list(groups.values())


def _mode(listing: Listing) -> str:
    """Return the mode for which an id stands: "thinking", but not "free", which is a price."""
    return "" if ":" not in listing.id or listing.variant in vocabulary.ROUTES else listing.variant


def catalogue_entry(listing: Listing, makers: tuple[str, ...], reader: NameReader) -> CatalogueEntry:
    """Return the entry of a listing; ``makers`` are those that its id and its slug name."""
    names = _ListingNames(reader, makers[0], _mode(listing))
    text = _title(listing)
    own, title = names.read(listing.id), names.read(text)
    # That weights are not tuned for chat, the title alone may say: "(base)".
    sure = [own, title] if "base" in own.core or "base" not in title.core else [title]
    weights = _weights_name(listing, makers, names) if listing.hugging_face_id else None
    further = [name for name in (_slug_name(listing, names), weights) if name and _trusted(name, own, sure)]
    nicknames = map(names.read, _BRACKETED.findall(names.spelling(text))) if title.nicknames else ()
    trusted = _distinct([*sure, *nicknames, *further])
    weights_dates = weights.dates if weights and weights in further else ()
    dates = own.dates + title.dates
    return CatalogueEntry(listing, makers, trusted, _all_words(trusted), dates, own, weights_dates, reader)


_BRACKETED = re.compile(r"\(([^()]+)\)")


def _distinct(names: list[Name]) -> tuple[Name, ...]:
    """Return each name once; they are few, and comparing them is faster than their hashes."""
    return tuple([name for at, name in enumerate(names) if name not in names[:at]])


def _all_words(names: Sequence[Name]) -> frozenset[str]:
    words = names[0].core_and_modes
    for further in [name.core_and_modes for name in names[1:]] + [frozenset(name.vendor) for name in names]:
        if not further <= words:
            words |= further
    return words


class _ListingNames:
    """Reads the names of one listing, which are mostly one name in several spellings, each once."""

    __slots__ = ("_maker", "_mode", "_names", "_reader")

    def __init__(self, reader: NameReader, maker: str, mode: str) -> None:
        self._reader, self._maker, self._mode = reader, maker, f" ({mode})" if mode else ""
        self._names: dict[str, Name] = {}

    def read(self, text: str) -> Name:
        """Return the parts of an id, a slug, a title or a name of weights."""
        folded = case_folded(self.spelling(text))
        key = folded.replace(" ", "-")
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = self._reader.read_folded(folded, self._maker)
        return name

    def spelling(self, text: str) -> str:
        """Return a text without its folders and its variant, and with the mode for which its id stands."""
        if "/" in text:
            text = text.partition(":")[0].rpartition("/")[2]
        return text + self._mode if self._mode and self._mode.casefold() not in text.casefold() else text


def spelled_maker(listing: Listing) -> str:
    """Return the maker as the listing's name spells it: "MoonshotAI" of "MoonshotAI: Kimi K2"."""
    return listing.name.partition(": ")[0] if ": " in listing.name else ""


def _title(listing: Listing) -> str:
    """Return the listing's name without its maker and without the remark of a route: "(free)"."""
    title = listing.name.partition(": ")[2] or listing.name
    return title.replace(f"({listing.variant})", "") if ":" in listing.id and not _mode(listing) else title


_DATE_ENDING = re.compile(r"-[0-9-]+")


def _slug_name(listing: Listing, names: _ListingNames) -> Name | None:
    """Return the name that the slug gives, if it is more than the id with a date."""
    ending = listing.slug.removeprefix(listing.id.partition(":")[0])
    return None if not ending or _DATE_ENDING.fullmatch(ending) else names.read(listing.slug)


def _weights_name(listing: Listing, makers: tuple[str, ...], names: _ListingNames) -> Name | None:
    """Return the name of the weights on Hugging Face, where the maker itself publishes them."""
    hugging_face_id = listing.hugging_face_id or ""
    owner = maker_key(hugging_face_id.partition("/")[0])
    if not owner or not any(alike(owner, maker) for maker in makers):
        return None
    name = names.read(hugging_face_id)
    modes = tuple(mode for mode in name.modes if not mode.label.endswith("weights"))
    return name if modes == name.modes else name.with_only_modes(modes)


def alike(maker: str, other: str) -> bool:
    """Whether two spellings of a maker begin alike, as "moonshot" and "moonshotai" do."""
    long_enough = min(len(maker), len(other)) >= len("meta")
    return maker == other or (long_enough and (maker.startswith(other) or other.startswith(maker)))


def _trusted(name: Name, own: Name, sure: Iterable[Name]) -> bool:
    """Whether a further name only adds to the id or the title: the slug of GLM 4.6V says glm-4.6."""
    agrees = not name.dates or not own.dates or any(a.agrees(b) for a in name.dates for b in own.dates)
    adds = any(other.core_and_modes <= name.core_and_modes for other in sure)
    return agrees and own.stages <= name.stages and adds


_DIGITS = re.compile(r"-[0-9]{4}")
_DATED_NAME = re.compile(r"(?<![\w.-])[a-z][\w.-]{1,60}-[0-9]{4,8}(?![\w-])")


def _described_dates(entry: CatalogueEntry) -> tuple[NameDate, ...]:
    """Return the dates of those names in a description that are the model's own but for the date."""
    text = (entry.listing.description or "")[:600]
    if not _DIGITS.search(text):
        return ()
    names = [entry.reader.read(name, entry.makers[0]) for name in _DATED_NAME.findall(text.lower())]
    return tuple(date for name in names if name.identity == entry.own.identity for date in name.dates)
