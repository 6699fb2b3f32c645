"""The reader: names read as their makers mean them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sitegen.matching import vocabulary
from sitegen.matching.names import NONE, PECULIAR, Identity, Name, named, vendors
from sitegen.matching.spelling import Spelled, first_joined, spelled
from sitegen.matching.words import first_word


class Reader:
    """Reads names as their maker writes them: with its prefixes, its modes, its aliases and its facts.

    ``found`` keeps what was read of each maker, for a board mostly spells a name as the catalogue does;
    ``peculiar`` holds the makers who may mean by a word, or by a beginning, what others do not.
    """

    def __init__(self, makers: Mapping[str, Iterable[str]]) -> None:
        self.vendors = {author: vendors(author, spellings) for author, spellings in makers.items()}
        prefixed = ((vendor, author) for author in makers for vendor in self.vendors[author])
        aliased = ((first_word(fact.name), fact.author) for fact in vocabulary.ALIASES)
        self.peculiar = _grouped((*PECULIAR, *prefixed, *aliased))
        self.found: dict[str, dict[str, Name]] = defaultdict(dict)
        self.aliases: dict[tuple[str, Identity], Name] = {}
        aliases = {self._key(fact): self.read(fact.says, fact.author) for fact in vocabulary.ALIASES}
        self.releases = {
            self._key(fact): self.read(fact.says, fact.author).days for fact in vocabulary.RELEASES
        }
        self.siblings = [(fact, self.read(fact.name, fact.author).core) for fact in vocabulary.SIBLINGS]
        self.previews = [(fact, self.read(fact.name, fact.author).core) for fact in vocabulary.PREVIEWS]
        self.aliases = aliases
        self.found.clear()

    def read(self, text: str, author: str) -> Name:
        """Return the parts of a name; an alias gives the parts of the name that it stands for."""
        found = self.found[author]
        if text not in found:
            found[text] = self.named(spelled(text), author)
        return found[text]

    def named(self, one: Spelled, author: str) -> Name:
        """Return the same of a name of which the words are known; without a maker, as most read it."""
        prefixes = self.vendors.get(author) or (vendors(author) if author else NONE)
        name = named(one, author, prefixes)
        other = self.aliases.get((author, name.identity))
        return name if other is None else name.meaning(other)

    def apart(self, one: Spelled) -> set[str]:
        """Return the makers who may read a name otherwise than most: it has their words or their prefix."""
        words = (*one.words, *one.aside.words, *first_joined(one.undated))
        return set().union(*[self.peculiar[word] for word in words if word in self.peculiar])

    def _key(self, fact: vocabulary.Fact) -> tuple[str, Identity]:
        return fact.author, self.read(fact.name, fact.author).identity


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for key, member in pairs:
        groups[key].add(member)
    return dict(groups)
