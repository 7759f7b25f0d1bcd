"""The tree of a prefix code, to be drawn or walked: a branch for each bit, a symbol at each leaf."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass


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
    def of(cls, words: Mapping[Hashable, str], probabilities: Mapping[Hashable, float], prefix: str = "") -> CodeTree:
        """The tree of a complete prefix code."""
        if words.keys() and all(word == prefix for word in words.values()):
            (symbol,) = words
            return cls(prefix, probabilities[symbol], symbol)
        sides = ({s: w for s, w in words.items() if w[len(prefix)] == bit} for bit in "01")
        branches = tuple(cls.of(side, probabilities, prefix + bit) for side, bit in zip(sides, "01", strict=True))
        return cls(prefix, sum(branch.probability for branch in branches), None, branches)

    def leaves(self) -> Iterator[CodeTree]:
        """Those below, in the order of their words."""
        if not self.branches:
            yield self
        for branch in self.branches:
            yield from branch.leaves()
