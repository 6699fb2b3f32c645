"""Whose names are compared with the catalogue's: what their words mean, and how a reason speaks of them."""

from __future__ import annotations

from typing import NamedTuple


class Naming(NamedTuple):
    """How one source writes names of models.

    ``name`` is what a reason calls one of its names. ``drops_preview`` says that it may leave out the word
    where a model's maker has it. ``tuned`` is why a name without "instruct" means the weights that are
    tuned for instructions.
    """

    name: str
    drops_preview: bool
    tuned: str


ARENA = Naming(
    "the Arena name", drops_preview=True, tuned="Arena rates the weights that are tuned for instructions"
)
MAKER = Naming(
    "the maker’s name", drops_preview=False, tuned="makers sell the weights that are tuned for instructions"
)
