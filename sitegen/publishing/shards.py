"""Shards: one site built in parts, on several machines say, and the parts put together into the one folder.

Each shard reads all the data, since a model's page names its neighbours, and makes its share of the pages. It
says in ``shard.json`` what it was made of and which files it has, so that parts of different builds, or parts
that lost a file on the way, never become a site. The name has no dot in front: the action that hands folders
from job to job leaves hidden files out since v4.4, unless ``include-hidden-files`` is set
(https://github.com/actions/upload-artifact#breaking-changes); of the site only ``.nojekyll`` is one, which
merging makes anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import to_json

from sitegen import __version__
from sitegen.errors import OutputError
from sitegen.facts.context import SiteContext
from sitegen.large.shard import PART
from sitegen.pages import File, Page
from sitegen.pages.sitemap import sitemap_pages
from sitegen.publishing.output import Published, publish
from sitegen.publishing.swap import MARKER, files_below
from sitegen.records import Record
from sitegen.rendering.owner_files import folders
from sitegen.store.regular_files import regular_bytes


class Receipt(Record):
    """What a shard says of itself: ``made_of`` must be equal in all shards of one site.

    ``indexed`` are its pages that stand in the sitemap, each with the day on which its facts last changed;
    ``files`` the SHA-256 of each file by its path, and ``itself`` that of all the rest.
    """

    number: int
    total: int
    made_of: dict[str, str]
    base_url: str
    indexed: list[tuple[str, str | None]]
    files: dict[str, str]
    itself: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of all that it says but this."""
        return _digest(to_json(self, exclude={"itself"}))


class Shard:
    """One share of a site while it is built; of the whole site, nothing is written down."""

    def __init__(self, context: SiteContext, made_of: Mapping[str, str]) -> None:
        self._context = context
        self._made_of = dict(made_of)
        self._indexed: list[tuple[str, str | None]] = []

    def noted(self, pages: Iterable[Page]) -> Iterator[Page]:
        """Yield the pages as they come, and keep which of them the sitemap is to name."""
        for page in pages:
            if page.indexed and not self._context.share.whole:
                self._indexed.append((page.path, page.changed))
            yield page

    def receipts(self, digests: Mapping[str, str], models: Iterable[Page]) -> Iterator[File]:
        """Yield the receipt of a shard whose files have these digests; there is none of a whole site.

        ``models`` are the pages of models in it, which the sitemap is to name too.
        """
        share = self._context.share
        if not share.whole:
            receipt = Receipt(
                number=share.number,
                total=share.total,
                made_of=self._made_of,
                base_url=self._context.site.base_url,
                indexed=[*self._indexed, *[(page.path, page.changed) for page in models]],
                files=dict(digests),
            )
            whole = receipt.model_copy(update={"itself": receipt.digest})
            yield PART, to_json(whole, indent=1) + b"\n"


def made_of(root: Path, context: SiteContext, *, images: bool) -> dict[str, str]:
    """Return what a site is made of, by the name that a person knows it under: versions, digests, options."""
    failed = sorted(f"{feed} {one.on}" for feed, one in context.catalog.failures.items())
    templates = [
        f"{path.relative_to(folder).as_posix()}:{_digest(path.read_bytes())}\n"
        for folder in folders(root, "templates")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return {
        "the program": __version__,
        "data/": context.catalog.version,
        "the sources that failed": ", ".join(failed),
        "the settings": _digest(context.site.model_dump_json().encode()),
        "content/": _digest(repr(sorted(context.prose.items())).encode("utf-8", "replace")),
        "templates/": _digest("".join(templates).encode()),
        "--no-images": "not given" if images else "given",
        "--base-url": context.site.base_url,
    }


def merge(parts: Sequence[Path], out: Path, *, accept_loss: bool = False) -> Published:
    """Make ``out`` the site whose shards stand in the folders ``parts``, all of it or nothing.

    What comes is, byte for byte, what one build would have written. OutputError: a shard is missing or there
    twice, two of them are of different builds, or one lacks a file, has another, or holds other bytes.
    """
    receipts = [part_receipt(part) for part in parts]
    _require_one_build(parts, receipts)
    return publish(
        out, _files(dict(zip(parts, receipts, strict=True))), protected=parts, accept_loss=accept_loss
    )


def part_receipt(part: Path) -> Receipt:
    """Return what a part of a site says of itself; raises OutputError where that is not as it was written."""
    try:
        receipt = Receipt.model_validate_json(regular_bytes(part / PART))
    except OSError:
        raise OutputError(part, f"holds no {PART}", "build it with sitegen build --shard K/N") from None
    except ValidationError:
        raise _broken(part, f"its {PART} cannot be read") from None
    if receipt.itself != receipt.digest:
        raise _broken(part, f"its {PART} is not as it was written")
    return receipt


def require_whole(out: Path) -> None:
    """Raise OutputError where a folder holds a part of a site, whose links lead into the others."""
    if (out / PART).is_file():
        part = part_receipt(out)
        fault = f"is part {part.number} of {part.total} of a site"
        raise OutputError(out, fault, "put all parts together with sitegen merge, and name that folder")


PARTS = "the numbers of parts"


def _require_one_build(parts: Sequence[Path], receipts: Sequence[Receipt]) -> None:
    first, total = receipts[0], receipts[0].total
    for part, receipt in zip(parts, receipts, strict=True):
        ours, theirs = first.made_of | {PARTS: str(total)}, receipt.made_of | {PARTS: str(receipt.total)}
        if differing := [name for name in ours | theirs if ours.get(name) != theirs.get(name)]:
            fault = f"is of another build than {parts[0]}: {', '.join(differing)} differ"
            raise OutputError(part, fault, "build all shards of one commit with the same options")
    numbers = [receipt.number for receipt in receipts]
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise OutputError(f"shard {twice[0]}/{total}", "is given twice", "name each shard's folder once")
    if missing := sorted(set(range(1, total + 1)) - set(numbers)):
        named = ", ".join(f"{number}/{total}" for number in missing)
        raise OutputError(f"shard {named}", "is missing", "build it, and name its folder too")


def _files(shards: Mapping[Path, Receipt]) -> Iterator[File]:
    """Yield the files of all shards, each held against its receipt, and the sitemap of them all."""
    for part, receipt in shards.items():
        there = files_below(part).keys() - {PART, MARKER}
        lost, strange = receipt.files.keys() - there, there - receipt.files.keys()
        if paths := lost or strange:
            more = f", and {len(paths) - 1:,} more" if len(paths) > 1 else ""
            raise _broken(part, f"{min(paths)} {'is missing' if lost else 'was not built'}{more}")
        for path, digest in receipt.files.items():
            body = regular_bytes(part / path)
            if _digest(body) != digest:
                raise _broken(part, f"{path} holds other bytes than were built")
            yield path, body
    pages = (Page(path, indexed=True, changed=day) for one in shards.values() for path, day in one.indexed)
    for page in sitemap_pages(pages, receipt.base_url):  # they all have the same
        yield page.path, page.content or b""


def _broken(part: Path, fault: str) -> OutputError:
    return OutputError(part, fault, "build this shard anew, or copy its folder again, whole")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
