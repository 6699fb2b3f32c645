"""The share of a site that one build makes: all of it, or one of several that together are the whole."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sitegen.forms.addresses import model_path

MODELS = "models/"
PART = "shard.json"
"""The file in which a part of a site says what it was made of; a whole site has none."""


class Share(NamedTuple):
    """Share ``number`` of ``total``, counted from 1.

    The pages of a model, its twins and its picture are in one share, as a digest of their folder says, so
    that a model keeps its share while others come and go. All that is common to the site is in the first.
    """

    number: int = 1
    total: int = 1

    @property
    def whole(self) -> bool:
        """Whether this is all of the site."""
        return self.total == 1

    @property
    def first(self) -> bool:
        """Whether what is common to the site is in this share."""
        return self.number == 1

    def has(self, path: str) -> bool:
        """Whether a page of a model, or of an id that leads to one, is in this share; others in the first."""
        if self.whole or not path.startswith(MODELS):
            return self.first
        folder = path.rpartition("/")[0].encode("utf-8", "replace")
        return int.from_bytes(hashlib.sha256(folder).digest()[:8]) % self.total == self.number - 1

    def has_model(self, slug: str) -> bool:
        """Whether a model's pages are in this share."""
        return self.whole or self.has(f"{model_path(slug)}index.html")


WHOLE = Share()
