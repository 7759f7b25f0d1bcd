"""How long the code words of an optimal prefix code are: Huffman's rule, and package-merge where there is a limit."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import count

from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import whole_number


def code_lengths(weights: Sequence[float], max_length: int | None = None) -> list[int]:
    """The lengths l that make the sum of w·l least among all prefix codes with no word longer than `max_length`.

    Parameters
    ----------
    weights : sequence of numbers
        Of each symbol, above zero. Integers are added exactly.
    max_length : int, optional
        None: no limit.

    Returns
    -------
    list of int
        One length a symbol; 0 for a symbol that stands alone.

    Raises
    ------
    InvalidParameter
        There are more symbols than words of `max_length` bits.

    References
    ----------
    Huffman 1952, doi:10.1109/JRPROC.1952.273898. Larmore and Hirschberg 1990, doi:10.1145/79147.79150.

    Examples
    --------
    >>> code_lengths([8, 4, 2, 1, 1])
    [1, 2, 3, 4, 4]
    >>> code_lengths([8, 4, 2, 1, 1], max_length=3)
    [1, 3, 3, 3, 3]
    """
    n = len(weights)
    if n <= 1:
        return [0] * n
    if max_length is None:
        return _huffman(weights)
    max_length = min(whole_number("max_length", max_length, 0), n)
    if max_length < (n - 1).bit_length():
        raise InvalidParameter(
            f"{n} symbols need words of at least {(n - 1).bit_length()} bits, but max_length is {max_length}"
        )
    return _package_merge(weights, max_length)


def _huffman(weights: Sequence[float]) -> list[int]:
    order = count()  # breaks ties, so that members are never compared
    heap = [(weight, next(order), [i]) for i, weight in enumerate(weights)]
    heapify(heap)
    lengths = [0] * len(weights)
    while len(heap) > 1:
        one, _, left = heappop(heap)
        other, _, right = heappop(heap)
        if len(left) < len(right):
            left, right = right, left
        left += right
        for i in left:
            lengths[i] += 1
        heappush(heap, (one + other, next(order), left))
    return lengths


def _package_merge(weights: Sequence[float], max_length: int) -> list[int]:
    """The coin collector's problem: the 2n - 2 cheapest coins; each appearance of a symbol is one bit of its word."""
    order = sorted(range(len(weights)), key=weights.__getitem__)
    coins = [(weights[i], True) for i in order]
    faces: list[list[bool]] = []  # of every face, in ascending order: is the coin a symbol's own?
    last: list[tuple[float, bool]] = []
    for _ in range(max_length):
        packages = [(last[i][0] + last[i + 1][0], False) for i in range(0, len(last) - 1, 2)]
        last = sorted(coins + packages, key=lambda coin: coin[0])
        faces.append([own for _, own in last])
    lengths = [0] * len(weights)
    taken = 2 * len(weights) - 2
    for face in reversed(faces):
        own = sum(face[:taken])
        for i in order[:own]:
            lengths[i] += 1
        taken = 2 * (taken - own)
    return lengths
