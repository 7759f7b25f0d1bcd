"""The tree of a prefix code, to be drawn or walked: a branch for each bit, a symbol at each leaf."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import shown


@dataclass(frozen=True)
class CodeTree:
    """A node: a leaf with its symbol, or two branches.

    Parameters
    ----------
    word : str
        The bits that lead here, such as "010".
    probability : float
        Of all symbols below.
    symbol : hashable
        At a leaf; None elsewhere.
    branches : tuple of CodeTree
        Those for the bits 0 and 1; none at a leaf.

    Examples
    --------
    >>> from plogp.apps.coding import HuffmanCode
    >>> tree = HuffmanCode.from_data("abracadabra").tree
    >>> [(leaf.symbol, leaf.word) for leaf in tree.leaves()]
    [('a', '0'), ('b', '100'), ('c', '101'), ('d', '110'), ('r', '111')]
    """

    word: str
    probability: float
    symbol: Hashable = None
    branches: tuple[CodeTree, ...] = ()

    @classmethod
    def of(cls, words: Mapping[Hashable, str], probabilities: Mapping[Hashable, float]) -> CodeTree:
        """The tree of a complete prefix code, from the word and the probability of each symbol."""
        if not isinstance(words, Mapping) or not isinstance(probabilities, Mapping) or not {*words} <= {*probabilities}:
            raise InvalidParameter("a code tree is made of two mappings, from symbols to words and to probabilities")
        if not is_complete(words.values()):
            raise InvalidParameter(f"these are not the words of a complete prefix code: {shown([*words.values()])}")
        return cls._below(words, probabilities, "")

    @classmethod
    def _below(cls, words: Mapping[Hashable, str], probabilities: Mapping[Hashable, float], prefix: str) -> CodeTree:
        if words.keys() and all(word == prefix for word in words.values()):
            (symbol,) = words
            return cls(prefix, probabilities[symbol], symbol)
        sides = ({s: w for s, w in words.items() if w[len(prefix)] == bit} for bit in "01")
        branches = tuple(cls._below(side, probabilities, prefix + bit) for side, bit in zip(sides, "01", strict=True))
        return cls(prefix, sum(branch.probability for branch in branches), None, branches)

    def leaves(self) -> Iterator[CodeTree]:
        """Those below, in the order of their words."""
        if not self.branches:
            yield self
        for branch in self.branches:
            yield from branch.leaves()


def is_complete(words: Iterable[Any]) -> bool:
    """Whether none of the words begins another, and no word could be added: sum of 2^-length is one (Kraft 1949)."""
    ordered = [*words]
    if not ordered or not all(isinstance(word, str) and not word.strip("01") for word in ordered):
        return False
    ordered.sort()
    longest = max(map(len, ordered))
    free = all(not after.startswith(word) for word, after in pairwise(ordered))
    return free and sum(1 << (longest - len(word)) for word in ordered) == 1 << longest
