"""Names: authors and models are called what upstream calls them, and no two alike."""

from __future__ import annotations

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Gone
from sitegen.forms.names import Names, names
from sitegen.records.listing import Listing
from tests.pages.odd_world import LAST
from tests.worlds import listing


def named(*pairs: tuple[str, str], gone: tuple[tuple[str, str], ...] = ()) -> Names:
    """Return the names of a catalog of these slugs and model names."""

    def one(pair: tuple[str, str]) -> Listing:
        return listing(id=pair[0], canonical_slug=pair[0], name=pair[1])

    return names(catalog([one(p) for p in pairs], gone=[Gone(one(p), LAST, LAST, LAST) for p in gone]))


def test_an_author_is_called_what_most_names_begin_with() -> None:
    """The prefix that most of the current names have is the author's name, else the slug's part."""
    found = named(
        ("z-ai/a", "Z.ai: A"),
        ("z-ai/b", "Z.ai: B"),
        ("z-ai/c", "Zhipu: C"),
        ("plain/x", "X"),
        gone=(("plain/y", "Plainly: Y"),),
    )
    assert found.author("z-ai") == "Z.ai"
    assert found.author("plain") == "Plainly"
    assert found.author("nobody") == "nobody"


def test_a_current_name_outweighs_past_ones() -> None:
    """An author that was renamed is called by its new name."""
    old = tuple((f"x-ai/{place}", f"xAI: {place}") for place in range(5))
    assert named(("x-ai/new", "NewAI: New"), gone=old).author("x-ai") == "NewAI"


def test_two_authors_of_one_name_are_told_apart() -> None:
    """The one whose slug is the name keeps it; the other has its slug beside it."""
    found = named(("meta/a", "Meta: A"), ("meta-llama/b", "Meta: B"))
    assert (found.author("meta"), found.author("meta-llama")) == ("Meta", "Meta (meta-llama)")


def test_a_short_name_leaves_out_the_author() -> None:
    """Beside the author's name a model needs no prefix, even where the author's own name is longer."""
    known = catalog(
        [
            listing(id="meta/a", canonical_slug="meta/a", name="Meta: A"),
            listing(id="meta-llama/b", canonical_slug="meta-llama/b", name="Meta: B"),
            listing(id="meta/c", canonical_slug="meta/c", name="C"),
        ]
    )
    found = names(known)
    assert {found.short(model) for model in known.models} == {"A", "B", "C"}


def test_titles_are_unique() -> None:
    """Two models of one name have their slugs in their titles."""
    known = catalog([listing(), listing(id="acme/b", canonical_slug="acme/b")])
    found = names(known)
    assert sorted(found.title(model) for model in known.models) == [
        "Acme: Anvil 2 (acme/anvil-2-20260102)",
        "Acme: Anvil 2 (acme/b)",
    ]


def test_every_id_has_an_address() -> None:
    """An id leads to the page of its slug, and what the catalogue does not know to none."""
    found = named(("acme/a", "A"))
    assert found.path("acme/a") == "models/acme/a/"
    assert found.path("acme/unknown") is None
