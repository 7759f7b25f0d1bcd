"""Coarsenings of a distribution: some outcomes of each row stand for themselves, all others together are one, the tail.

A coarsening loses information, so that no f-divergence of two of them is above that of the distributions themselves
(data processing: Liese & Vajda 2006, doi:10.1109/TIT.2006.881731, theorem 14), and none is below zero.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from plogp.backend.arrays import Array, Namespace, device_of, total, wide
from plogp.backend.selection import marked, picked, placed
from plogp.theory.pmf import OneHot, Pmf, Scores, Weights


class Cells(NamedTuple):
    """The outcomes that stand for themselves.

    Attributes
    ----------
    index : array (..., m) of int
        Their numbers in each row.
    classes : int, optional
        How many outcomes there are; None where nobody says.
    """

    index: Array
    classes: int | None

    @property
    def has_tail(self) -> bool:
        """Whether any outcome is left for the tail."""
        return self.classes is None or self.classes > self.index.shape[-1]


class CoarseScores(Scores):
    """The coarsening of `Scores`, which remembers them for a gradient. In `wide` precision: it has few outcomes."""

    def __init__(self, fine: Scores, cells: Cells) -> None:
        xp, self.fine, self.cells = fine.xp, fine, cells
        dtype = wide(xp, fine.z)
        z = xp.where(fine.support, fine.z, -float("inf"))
        parts = [xp.astype(picked(xp, z, cells.index), dtype)]
        if cells.has_tail:
            self.listed = marked(xp, cells.index, z.shape[-1])
            self.tail = _log_sum_exp(xp, xp.where(self.listed, -float("inf"), z), fine.temperature, dtype)
            parts.append(self.tail)
        super().__init__(xp, xp.concat(parts, axis=-1), fine.temperature)
        self.dtype = fine.dtype

    def spread(self, gradient: Array) -> Array:
        """A gradient by the scores of the coarsening as that by the scores themselves.

        An outcome of the tail has its share of the tail's gradient, p / p_tail.
        """
        xp, fine, m = self.xp, self.fine, self.cells.index.shape[-1]
        rows = (*gradient.shape[:-1], fine.z.shape[-1])
        if self.cells.has_tail:
            possible = fine.support & ~self.listed
            gap = xp.where(possible, fine.z - xp.where(self.tail > -float("inf"), self.tail, 0.0), 0.0)
            share = xp.where(possible, xp.exp(gap / self.temperature), 0.0) * gradient[..., m:]
        else:
            share = xp.zeros(rows, dtype=gradient.dtype, device=device_of(gradient))
        index = xp.broadcast_to(self.cells.index, (*rows[:-1], m))
        return placed(xp, share, index, gradient[..., :m])


def coarsened(P: Pmf, cells: Cells) -> Pmf:
    """The coarsening of a distribution over all outcomes."""
    if isinstance(P, Scores):
        return CoarseScores(P, cells)
    if isinstance(P, OneHot):
        return _of_label(P, cells)
    assert isinstance(P, Weights)
    xp = P.xp
    dtype = wide(xp, P.w)
    parts = [xp.astype(picked(xp, P.w, cells.index), dtype)]
    if cells.has_tail:
        parts.append(total(xp, xp.where(marked(xp, cells.index, P.w.shape[-1]), 0.0, P.w), keepdims=True))
    made = Weights(xp, xp.concat(parts, axis=-1))
    made.dtype = P.dtype
    return made


def of_logarithms(xp: Namespace, log_p: Array, has_tail: bool) -> tuple[Scores, Array]:
    """The distribution that outcomes of these log-probabilities, (..., m), and their tail have; and what it has.

    That, 1 - sum p, is taken from the largest p first: -expm1(log p) has all its digits where p is almost one.
    It is below zero where the probabilities are too large together; then the tail is none.
    """
    dtype = wide(xp, log_p)
    x = xp.astype(log_p, dtype)
    peak = xp.max(x, axis=-1, keepdims=True)
    top = x == peak
    ties = xp.sum(xp.astype(top, dtype), axis=-1, keepdims=True)
    others = xp.sum(xp.where(top, 0.0, xp.exp(xp.where(top, 0.0, x))), axis=-1, keepdims=True)
    left = -xp.expm1(peak) - others - xp.where(ties > 1, (ties - 1) * xp.exp(peak), 0.0)
    if has_tail:
        some = left > 0
        tail = xp.where(some, xp.log(xp.where(some, left, 1.0)), -float("inf"))
        x = xp.concat([x, tail], axis=-1)
    made = Scores(xp, x, 1.0)
    made.dtype = log_p.dtype
    return made, left[..., 0]


def _of_label(P: OneHot, cells: Cells) -> OneHot:
    xp, m = P.xp, cells.index.shape[-1]
    hit = P.index[..., None] == cells.index
    place = xp.where(xp.any(hit, axis=-1), xp.argmax(xp.astype(hit, P.index.dtype), axis=-1), m)
    index = xp.astype(place, P.index.dtype)
    return OneHot(xp, index, m + cells.has_tail, 0.0, P.keep, P.dtype)


def _log_sum_exp(xp: Namespace, z: Array, temperature: Any, dtype: Any) -> Array:
    """T·log(sum exp(z / T)) of each row, (..., 1); -inf where all are."""
    peak = xp.max(z, axis=-1, keepdims=True)
    some = peak > -float("inf")
    peak = xp.where(some, peak, 0.0)
    apart = z > -float("inf")
    gap = xp.where(apart, z - peak, 0.0) / temperature
    mass = total(xp, xp.where(apart, xp.exp(gap), 0.0), keepdims=True)
    whole = xp.astype(peak, dtype) + temperature * xp.log(xp.where(some, mass, 1.0))
    return xp.where(some, whole, -float("inf"))
