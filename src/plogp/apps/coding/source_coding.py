"""The source coding theorem, shown: codes of longer and longer blocks of symbols come as close to H as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.apps.coding.huffman_code import HuffmanCode, symbols_of
from plogp.distributions.array_input import float_numbers
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import whole_number

_MOST_SYMBOLS = 1 << 20  # of a block


def binary_entropy(p: Any) -> Any:
    """Entropy of a coin that shows heads with probability p, in bits: 0 at p = 0 and 1, and 1 at p = 1/2.

    Examples
    --------
    >>> binary_entropy([0.0, 0.11, 0.5]).round(3)
    array([0. , 0.5, 1. ])
    """
    p = float_numbers(p, "probabilities")
    return plogp.entropy(np.stack([p, 1 - p], axis=-1), base=2)


@dataclass(frozen=True)
class BlockRate:
    """What coding `length` symbols at a time costs, against what it must and what it may cost at most.

    Parameters
    ----------
    length : int
        Symbols a block.
    rate : float
        Bits a symbol of the Huffman code of blocks.
    entropy : float
        H, bits a symbol: the lower bound.
    """

    length: int
    rate: float
    entropy: float

    @property
    def bound(self) -> float:
        """H + 1/length: the rate lies below it."""
        return self.entropy + 1 / self.length


def block_code(p: Any, length: int, symbols: Sequence[Any] | None = None) -> HuffmanCode:
    """The Huffman code of blocks of independent symbols; a block is a tuple.

    Examples
    --------
    >>> block_code([0.9, 0.1], 2, "ab").words
    {('a', 'a'): '0', ('b', 'a'): '10', ('a', 'b'): '110', ('b', 'b'): '111'}
    """
    p = float_numbers(p, "probabilities")
    plogp.entropy(p)  # raises NotADistribution
    length = whole_number("length", length, 1, _MOST_SYMBOLS)
    if p.size**length > 1 << 20:
        raise InvalidParameter(f"{p.size}^{length} blocks are too many: at most 2^20 can be coded")
    joint: NDArray[np.float64] = p
    for _ in range(length - 1):
        joint = np.multiply.outer(joint, p)
    names = range(p.size) if symbols is None else symbols_of(symbols, p.size)
    return HuffmanCode.from_probs(joint.ravel(), product(names, repeat=length))


def block_rates(p: Any, longest: int) -> list[BlockRate]:
    """Rates of block codes of 1 … longest symbols of a source p (k,).

    Notes
    -----
    H <= rate < H + 1/length (Shannon 1948, theorem 9): pairs halve what a whole bit can cost, triples leave a third.

    References
    ----------
    Shannon 1948, "A mathematical theory of communication", doi:10.1002/j.1538-7305.1948.tb01338.x, section 9.

    Examples
    --------
    >>> for block in block_rates([0.9, 0.1], 4):
    ...     print(block.length, round(block.rate, 3), round(block.entropy, 3))
    1 1.0 0.469
    2 0.645 0.469
    3 0.533 0.469
    4 0.493 0.469
    """
    longest = whole_number("longest", longest, 1, _MOST_SYMBOLS)
    entropy = float(plogp.entropy(float_numbers(p, "probabilities"), base=2))
    return [
        BlockRate(length, block_code(p, length).average_length / length, entropy) for length in range(1, longest + 1)
    ]
