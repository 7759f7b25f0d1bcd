"""Whether numbers are what they are said to be; if not, which row, what is wrong with it, and how to correct it."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace, is_traced, to_numpy, tolerance_of, total
from plogp.theory.errors import NotADistribution, NotLogits, ProbabilitiesAsLogitsWarning
from plogp.typing import Floats

_REMEDY = "If these are logits write Logits(x), if counts Counts(x), if weights Probs.normalized(x)."
_NEARLY = 0.02  # numbers that miss being a distribution by less were meant to be one, and rounded


def check_probabilities(xp: Namespace, p: Array, remedy: str = _REMEDY) -> None:
    """Raise `NotADistribution` unless all rows are non-negative, finite and sum to one."""
    if is_traced(p):
        return
    tolerance = tolerance_of(xp.finfo(p.dtype).bits, p.shape[-1])
    ok = xp.all((p >= 0) & (p < float("inf")), axis=-1) & (xp.abs(total(xp, p) - 1) <= tolerance)
    if bool(xp.all(ok)):
        return
    where, row = _first(ok, p)
    culprits = np.flatnonzero(~((row >= 0) & (row < np.inf)))
    whole = row.sum(dtype=np.float64)
    if abs(whole - 1) <= _NEARLY and row.min() >= -_NEARLY:
        again = "Probs.normalized(x.clip(0))" if culprits.size else "Probs.normalized(x)"
        remedy = f"If that is a rounding error write {again}, or Logits(z) for what a softmax was taken of."
    if culprits.size:
        wrong = (
            f"has the entry {row[culprits[0]]:g} at position {culprits[0]}; probabilities are finite and not negative"
        )
    else:
        wrong = f"sums to {whole:.9g}, not to 1"
    raise NotADistribution(f"{where} {wrong}. {remedy}")


def check_logits(xp: Namespace, z: Array) -> None:
    """Raise `NotLogits` unless every row has finite numbers (-inf is a certain no); warn of probabilities."""
    if is_traced(z):
        return
    ok = xp.all(z < float("inf"), axis=-1) & (xp.max(z, axis=-1) > -float("inf"))  # NaN compares false
    if not bool(xp.all(ok)):
        where, row = _first(ok, z)
        culprits = np.flatnonzero(~(row < np.inf))
        if culprits.size:
            wrong = (
                f"has the logit {row[culprits[0]]:g} at position {culprits[0]}; logits are finite, or -inf for never"
            )
        else:
            wrong = "is -inf everywhere: no outcome is possible"
        raise NotLogits(f"{where} {wrong}.")
    _warn(xp, z)


def warn_of_probabilities(*logits: Floats) -> None:
    """Warn if rows of logits, outcomes last, look like the output of a softmax."""
    for z in logits:
        if z.shape[-1] > 1 and 0 <= z.item(0) <= 1 and 0 <= z.item(1) <= 1:  # which decides for most, at no cost
            _warn(np, z)


def _warn(xp: Namespace, z: Array) -> None:
    if z.shape[-1] < 2 or 0 in z.shape or not _like_probabilities(xp, z[(0,) * (z.ndim - 1) + (...,)]):
        return  # the first row decides for nearly all arrays, at no cost
    if _like_probabilities(xp, z):
        warnings.warn(
            "all rows given as logits lie in [0, 1] and sum to 1: if softmax was applied already write Probs(x)",
            ProbabilitiesAsLogitsWarning,
            stacklevel=2,
        )


def _like_probabilities(xp: Namespace, z: Array) -> bool:
    inside = xp.all((z >= 0) & (z <= 1))
    return bool(inside) and bool(xp.all(xp.abs(total(xp, z) - 1) <= tolerance_of(xp.finfo(z.dtype).bits, z.shape[-1])))


def _first(ok: Array, x: Array) -> tuple[str, np.ndarray[Any, Any]]:
    """The first bad row, and how to call it."""
    bad = np.unravel_index(int(np.argmin(to_numpy(ok))), ok.shape) if ok.ndim else ()
    index = tuple(int(i) for i in bad)
    name = "the row" if not index else f"row {index[0] if len(index) == 1 else index}"
    return name, to_numpy(x[(*index, ...)])
