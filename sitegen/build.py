"""The whole line from snapshots to site: read this first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from sitegen.facts.context import Known
from sitegen.facts.provenance import source_days
from sitegen.garbage import uncollected
from sitegen.large.scale import USUAL, Scale
from sitegen.large.shard import WHOLE, Share
from sitegen.pages import Page, contents
from sitegen.pages.card import Card
from sitegen.pages.cards import cards, inks
from sitegen.pages.feeds import feed_links
from sitegen.pages.navigation import Footer, further, masthead
from sitegen.publishing.output import File, Published, compare, publish
from sitegen.publishing.pictures import Pictures, Progress
from sitegen.publishing.shards import Shard, made_of
from sitegen.publishing.team import aside, drawn, processes
from sitegen.publishing.unchanged import Watch
from sitegen.rendering.owner_files import (
    folders,
    picture_cache,
    read_assets,
    read_prose,
    read_site,
    template_cache,
)
from sitegen.rendering.renderer import Renderer
from sitegen.store.dataset import joined, read_dataset

FILES = 3
"""Files of a model: its page and the two twins."""


def build(  # noqa: PLR0913 - what a person may ask of a build
    root: Path,
    out: Path,
    *,
    base_url: str | None = None,
    check: bool = False,
    images: bool = True,
    share: Share = WHOLE,
    scale: Scale = USUAL,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Published:
    """Build the site of ``root`` into ``out``; with ``check``, only compare. Raises SitegenError.

    Without ``images`` no share picture is drawn, and every page has the site's general one. A ``share`` that
    is not the whole becomes a shard, which ``shards.merge`` puts together with the others. ``jobs`` processes
    draw; by default as many as win.
    """
    watch = Watch(str(root), str(out), (base_url, images))
    site = read_site(root, base_url)
    with uncollected():
        known = Known(joined(read_dataset(root / "data")), site, read_prose(root), share, scale)
        shard = Shard(share, known, {} if share.whole else made_of(root, known, images=images))
        found = cards(known) if images else {}
        shown = [card for path, card in found.items() if share.has(path)]
        # A cache keeps what its own build used and no more: each shard has one.
        cache = picture_cache(root if share.whole else root / f"shard-{share.number}-of-{share.total}")
        with Pictures(shown, cache, inks(site), progress) as pictures:
            # A shard's receipt tells the bytes of every file, so that each is drawn.
            before = watch if share.whole and not check else None
            made = _files(root, known, found, shard, before, jobs)
            files = shard.sealed(chain(made, pictures.files()))
            put = compare if check else publish
            done = put(out, files, protected=[root, root / "data", root / "content"])
        if before:
            before.keep(done.written + done.unchanged, done.folder)
    return replace(done, drawn=pictures.drawn)


def _files(
    root: Path, known: Known, cards: Mapping[str, Card], shard: Shard, watch: Watch | None, jobs: int | None
) -> Iterator[File]:
    """Yield every file of the site, without the bytes of those that an earlier build drew from the same."""
    assets, renderer = read_assets(root), renderer_of(root, known)

    def drawn_common() -> Iterator[Page]:
        for page in contents.common_pages(known, assets, cards):
            held = page.key and watch and watch.holds(page.path, page.key)
            yield Page(
                page.path,
                facts={},
                content=None if held else renderer.rendered(page),
                indexed=page.indexed,
                changed=page.changed,
                key=page.key,
            )

    with aside(drawn_common, processes(jobs, FILES * len(known.own_models))) as common:
        models, others = contents.site_pages(known, assets, cards, common)
        yield from _drawn(shard.noted(models), renderer, watch, jobs)
        for page in shard.noted(others):
            if page.key and watch:
                watch.holds(page.path, page.key)  # which is noted here, wherever it was asked
            yield page.path, page.content


def _drawn(
    models: Iterable[Page], renderer: Renderer, watch: Watch | None, jobs: int | None
) -> Iterator[File]:
    """Yield the files of the models' pages, by as many processes as win."""
    to_draw: list[Page] = []
    for page in models:
        if page.key and watch and watch.holds(page.path, page.key):
            yield page.path, None
        elif page.make and jobs != 1:
            to_draw.append(page)
        else:
            yield page.path, renderer.rendered(page)
    count = processes(jobs, len(to_draw))
    if count == 1:
        yield from ((page.path, renderer.rendered(page)) for page in to_draw)
    else:
        yield from ((to_draw[place].path, body) for place, body in drawn(to_draw, renderer.rendered, count))


def renderer_of(root: Path, known: Known) -> Renderer:
    """Return what draws the pages: the templates, and the facts that every page has."""
    common = {
        "days": source_days(known.catalog),
        "version": known.catalog.version,
        "masthead": masthead(known.manuscripts),
        "further": further(known.manuscripts),
        "footer": Footer(known.site.footer, known.manuscripts),
        "feeds": feed_links(known),
        "usage_column": known.usage.column,
    }
    return Renderer(folders(root, "templates"), known.site, common, template_cache())
