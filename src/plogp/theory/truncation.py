"""Which outcomes a truncated sampler can draw: the most probable ones, by their number, their mass or their ratio."""

from __future__ import annotations

from plogp.backend.arrays import Array, total, wide
from plogp.backend.selection import kth_largest
from plogp.theory.pmf import Scores


def truncated(scores: Scores, top_k: int | None, top_p: float | None, min_p: float | None) -> Array:
    """Where an outcome is kept, (..., k): by top_k first, then by top_p of what that left, then by min_p.

    Outcomes of equal probability are kept or cut together.
    """
    keep = scores.support
    if top_k is not None and top_k < keep.shape[-1]:
        keep = keep & _top_k(scores, top_k)
    if top_p is not None and top_p < 1:
        keep = keep & _top_p(_limited(scores, keep), top_p)
    if min_p is not None:
        keep = keep & (scores.scaled >= min_p)  # p / max p, which leaving others out does not change
    return keep


def _top_k(scores: Scores, k: int) -> Array:
    """The k most probable, and those that are as probable as the last of these."""
    z = _held(scores)
    return z >= kth_largest(scores.xp, z, k)


def _top_p(scores: Scores, p: float) -> Array:
    """Those for which all that are more probable together have less than p (Holtzman et al. 2020, arXiv:1904.09751)."""
    xp, z = scores.xp, _held(scores)
    descending = xp.flip(xp.sort(z, axis=-1), axis=-1)
    mass = Scores(xp, descending, scores.temperature).scaled  # over that of the most probable
    whole = total(xp, mass, keepdims=True)
    before = xp.cumulative_sum(mass, axis=-1, dtype=wide(xp, mass)) - mass
    last = xp.sum(xp.astype(before < p * whole, whole.dtype), axis=-1, keepdims=True) - 1
    return z >= xp.take_along_axis(descending, xp.astype(last, xp.asarray(0).dtype), axis=-1)


def _limited(scores: Scores, keep: Array) -> Scores:
    return Scores(scores.xp, scores.xp.where(keep, scores.z, -float("inf")), scores.temperature)


def _held(scores: Scores) -> Array:
    return scores.xp.where(scores.support, scores.z, -float("inf"))
