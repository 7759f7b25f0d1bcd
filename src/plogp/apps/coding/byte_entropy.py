"""How much entropy the bytes of a file have, alone and after those before them, and what codes would make of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.apps.coding.byte_input import bytes_of
from plogp.apps.coding.container import CODE_LENGTH_LIMIT
from plogp.apps.coding.huffman_code import HuffmanCode
from plogp.apps.coding.range_ans import RangeANS
from plogp.backend.counting import add_joint_counts
from plogp.theory.errors import NotAnArray
from plogp.theory.parameters import shown


@dataclass(frozen=True)
class ByteEntropy:
    """Bits a byte, of these bytes themselves: what is known of them is complete, so none of it is an estimate.

    Parameters
    ----------
    size, distinct : int
        Bytes, and different ones.
    orders : tuple of float
        Entropy of a byte alone, after the one before it, and after the two before it.
    huffman, ans : float
        Average length of one code for all bytes: words of whole bits, up to 12; rANS.
    """

    size: int
    distinct: int
    orders: tuple[float, float, float]
    huffman: float
    ans: float


def byte_entropy(pieces: Iterable[bytes]) -> ByteEntropy:
    """Measure bytes that come in pieces.

    H(X), H(X|W) = H(W, X) - H(W) and H(X|V, W) = H(V, W, X) - H(V, W), from the counts of bytes, pairs and triples that
    follow one another. A byte with too few before it counts as after nothing: it is left out of the longer ones.

    Parameters
    ----------
    pieces : iterable of bytes
        In their order. Memory is a table of 2^24 counts, of which only touched pages are real.

    Examples
    --------
    >>> found = byte_entropy([b"ab" * 1000])
    >>> [round(order, 3) for order in found.orders]
    [1.0, 0.0, 0.0]
    """
    triples = np.zeros((1 << 16, 256), dtype=np.int64)
    last = b""
    size = 0
    if isinstance(pieces, bytes | bytearray | memoryview):
        pieces = [bytes(pieces)]
    try:
        each = iter(pieces)
    except Exception:  # whatever the __iter__ of a foreign object raises
        raise NotAnArray(f"bytes come in pieces, as in [data] or open(path, 'rb'), not {shown(pieces)}") from None
    for piece in each:
        content = bytes_of("a piece", piece)
        size += content.size
        joined = np.concatenate([np.frombuffer(last, dtype=np.uint8), content])
        last = joined[-2:].tobytes()
        if joined.size > 2:
            pairs = joined[:-2].astype(np.uint16) * np.uint16(256) + joined[1:-1]
            add_joint_counts(pairs, joined[2:].astype(np.uint16), triples)
    if size == 0:
        return ByteEntropy(0, 0, (0.0, 0.0, 0.0), 0.0, 0.0)
    before_third = triples.sum(axis=1)  # all pairs but the last
    twos = before_third.reshape(256, 256).copy()
    if size > 1:
        twos[tuple(last)] += 1
    before_second = twos.sum(axis=1)  # all bytes but the last
    counts = before_second.copy()
    counts[last[-1]] += 1
    orders = (
        _entropy(counts),
        max(0.0, _entropy(twos) - _entropy(before_second)),  # the rounding of a difference may be below zero
        max(0.0, _entropy(triples) - _entropy(before_third)),
    )
    return ByteEntropy(
        size,
        int(np.count_nonzero(counts)),
        orders,
        HuffmanCode.from_counts(counts, max_length=CODE_LENGTH_LIMIT).average_length,
        RangeANS.from_counts(counts).average_length,
    )


def _entropy(counts: NDArray[np.int64]) -> float:
    """In bits; 0 where nothing was counted."""
    seen = counts[counts > 0]
    return float(plogp.entropy(seen / seen.sum(), base=2)) if seen.size else 0.0
