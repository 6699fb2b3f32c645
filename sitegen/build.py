"""The whole line from snapshots to site: read this first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sitegen.catalog.model import Catalog
from sitegen.errors import DataError
from sitegen.facts.context import SiteContext
from sitegen.facts.sources import source_days
from sitegen.large.scale import USUAL, Scale
from sitegen.large.shard import WHOLE, Share
from sitegen.pages.cards import cards, inks
from sitegen.pages.contents import Cards, ModelFiles, common_pages, listed_models
from sitegen.pages.feeds.atom import feed_links
from sitegen.pages.navigation import Footer, further, masthead
from sitegen.publishing.children import processes, shared
from sitegen.publishing.output import Published, Staging, staging
from sitegen.publishing.pictures import Pictures, Progress
from sitegen.publishing.shards import Shard, made_of
from sitegen.rendering.owner_files import (
    STATIC,
    folders,
    picture_cache,
    read_assets,
    read_prose,
    read_site,
    read_static,
)
from sitegen.rendering.renderer import Renderer
from sitegen.sources import openrouter
from sitegen.store.dataset import joined, read_dataset


def build(  # noqa: PLR0913 - what a person may ask of a build
    root: Path,
    out: Path,
    *,
    base_url: str | None = None,
    check: bool = False,
    accept_loss: bool = False,
    images: bool = True,
    kept: bool = True,
    share: Share = WHOLE,
    scale: Scale = USUAL,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Published:
    """Build the site of ``root`` into ``out``; with ``check``, only compare. Raises SitegenError.

    Without a catalogue nothing is built. More than 10 % of the pages that stand go only with ``accept_loss``.
    Without ``images`` no share picture is drawn, and every page has the site's general one; those of earlier
    builds serve again where they are ``kept``. A ``share`` that is not the whole becomes a shard, which
    ``shards.merge`` puts together with the others. ``jobs`` processes draw; by default one a core where
    that is faster.
    """
    site = read_site(root, base_url)
    own = [root / name for name in ("data", "content", "templates")]
    context = SiteContext(_catalog(root), site, read_prose(root), share, scale)
    shard = Shard(context, {} if share.whole else made_of(root, context, images=images))
    found = cards(context) if images else {}
    shown = [card for path, card in found.items() if share.has(path)]
    # A cache keeps what its own build used and no more: each shard has one, a build without pictures none.
    place = root if share.whole else root / f"shard-{share.number}-of-{share.total}"
    cache = picture_cache(place) if images and kept else None
    with (
        Pictures(shown, cache, inks(site), progress) as pictures,
        staging(out, protected=[root], apart=own, dry=check, digests=not share.whole) as new,
    ):
        _draw(root, context, found, shard, new, jobs)
        for path, body in pictures.files():
            new.add(path, body)
        for path, body in shard.receipts(new.digests, listed_models(context)):
            new.add(path, body)
        done = replace(new.publish(accept_loss=accept_loss), drawn=pictures.drawn)
        return replace(done, models=len(context.own_models), address=site.base_url)


def _catalog(root: Path) -> Catalog:
    """Return the catalog of ``data/``; DataError where nothing was fetched, or the snapshot is gone."""
    state = read_dataset(root / "data")
    if not state.listings:
        raise DataError(root / "data" / openrouter.MODELS, "there is no catalogue", "run sitegen fetch")
    return joined(state)


def _draw(
    root: Path, context: SiteContext, cards: Cards, shard: Shard, new: Staging, jobs: int | None
) -> None:
    """Put every file of the site but for the pictures: several processes draw those of the models."""
    renderer = renderer_of(root, context)
    files = ModelFiles(context, renderer, cards)
    paths = [files.paths_of(model) for model in files.models]
    for path in [path for of_model in paths for path in of_model]:
        new.claim(path)

    def model_files(number: int) -> bytes:
        return b"".join([new.put(path, body) for path, body in files.files_of(files.models[number])])

    def common_files() -> None:
        for page in shard.noted(common_pages(context, read_assets(root), cards)):
            new.add(page.path, renderer.rendered(page))
        for path, body in read_static(root).items() if context.share.first else ():
            new.add(path, body, f"content/{STATIC}{path}")

    count = processes(jobs, len(paths))
    receipts = shared(model_files, len(paths), count, meanwhile=common_files, without=new.descriptors)
    for of_model, receipt in zip(paths, receipts, strict=True):
        new.note(of_model, receipt)


def renderer_of(root: Path, context: SiteContext) -> Renderer:
    """Return what draws the pages: the templates, and the facts that every page has."""
    ways, more = masthead(context.manuscripts), further(context.manuscripts)
    common = {
        "days": source_days(context.catalog),
        "version": context.catalog.version,
        "ways": ways,
        "further": more,
        "way_paths": frozenset(f"{way.path}index.html" for way in (*ways, *more)),
        "footer": Footer(context.site.footer, context.manuscripts),
        "feeds": feed_links(context),
        "usage_column": context.usage.column,
    }
    return Renderer(folders(root, "templates"), context.site, common)
