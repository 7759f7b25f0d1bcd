"""The largest probabilities of each row alone: what is stored of a teacher's distribution over a vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from plogp.backend.arrays import (
    Array,
    default_float,
    is_traced,
    namespace,
    place,
    real,
    to_numpy,
    tolerance_of,
    without_warnings,
    working,
)
from plogp.distributions.array_input import numbers, to_array
from plogp.distributions.known import Known
from plogp.distributions.label_values import MOST_CLASSES
from plogp.theory.coarsening import Cells, of_logarithms
from plogp.theory.errors import NotADistribution, ShapeMismatch
from plogp.theory.parameters import shown, whole_number
from plogp.theory.pmf import Scores


@dataclass(frozen=True, eq=False)
class TopK(Known):
    """Some outcomes of each row with their log-probabilities; all other outcomes are one, the tail.

    The tail has the probability that the others leave. Beside a distribution over all outcomes, or a `TopK` of the
    same index, every quantity is that of this coarsening: a divergence is never negative, never above that of the
    distributions themselves (data processing), and equal to it where all outcomes are listed.

    Parameters
    ----------
    index : array or nested lists of int, shape (..., m)
        The numbers of the outcomes, each once in a row; usually those of the largest probabilities.
    log_p : array or nested lists, shape (..., m)
        The logarithms of their probabilities among all outcomes, such as the `topk` of a `log_softmax`.
    classes : int, optional
        How many outcomes there are. Left out, it is that of the distribution beside it.

    Raises
    ------
    NotADistribution
        By a quantity: a logarithm above 0, or probabilities that sum to more than one beyond rounding; sums above one
        by rounding leave a tail of zero.
    ShapeMismatch
        By a quantity: the shapes differ, or an outcome is out of range or twice in a row.

    Notes
    -----
    Dropping the tail instead, sum p·log(p/q) over what is listed, is no divergence and often negative; dividing by the
    listed mass on both sides compares two other distributions.

    Examples
    --------
    >>> import plogp
    >>> teacher = plogp.TopK([[2, 0]], [[-0.3, -1.6]])
    >>> plogp.kl_divergence(teacher, plogp.Logits([[1.0, 0.0, 2.0, -1.0]])).round(6)
    array([0.029612])
    """

    index: Any
    log_p: Any
    classes: int | None = None

    data = ("log_p", "index")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.classes is not None:
            object.__setattr__(self, "classes", whole_number("classes", self.classes, 1, MOST_CLASSES))

    def pmf(self, like: Array | None) -> Scores:
        return self.coarse(like, self.classes)[0]

    def coarse(self, like: Array | None, classes: int | None) -> tuple[Scores, Cells]:
        """The checked distribution of so many outcomes, and those of them that stand for themselves."""
        log_p = numbers(self.log_p, "log-probabilities", like)
        xp = namespace(log_p)
        log_p = real(xp, log_p)
        index = place(to_array(self.index), log_p)
        if not xp.isdtype(index.dtype, "integral"):
            raise ShapeMismatch(f"index= holds the numbers of outcomes, whole numbers, but these are {index.dtype}")
        if tuple(index.shape) != tuple(log_p.shape) or not log_p.ndim or not log_p.shape[-1]:
            raise ShapeMismatch(
                f"index and log_p have one entry each for an outcome, but their shapes are {tuple(index.shape)} and "
                f"{tuple(log_p.shape)}"
            )
        _check_index(index, MOST_CLASSES if classes is None else classes)
        index = xp.astype(index, xp.int64 if default_float(xp) == xp.float64 else xp.int32, copy=False)
        cells, bits = Cells(index, classes), xp.finfo(log_p.dtype).bits
        with without_warnings(xp):  # of what is no logarithm of a probability, which the next line says
            scores, left = of_logarithms(xp, working(xp, log_p), cells.has_tail)
        _check_mass(log_p, left, tolerance_of(bits, log_p.shape[-1]), cells.has_tail)
        return scores, cells


def _check_index(index: Array, classes: int) -> None:
    """Raise unless every outcome is there, and is in its row but once."""
    if index.shape[-1] > classes:
        raise ShapeMismatch(f"a row lists {index.shape[-1]} outcomes, but there are {classes}")
    if is_traced(index):
        return
    xp = namespace(index)
    ordered = xp.sort(index, axis=-1)
    if 0 in index.shape or not bool(xp.any((ordered[..., :1] < 0) | (ordered[..., -1:] >= classes))):
        if not bool(xp.any(ordered[..., 1:] == ordered[..., :-1])):
            return
        rows = to_numpy(ordered)
        at = np.argwhere(rows[..., 1:] == rows[..., :-1])[0]
        raise ShapeMismatch(f"outcome {rows[tuple(at)]} is twice in {_row(at)} of the index")
    rows = to_numpy(index)
    at = np.argwhere((rows < 0) | (rows >= classes))[0]
    raise ShapeMismatch(f"outcome {rows[tuple(at)]} in {_row(at)} of the index is not one of {classes}")


def _check_mass(log_p: Array, left: Array, tolerance: float, has_tail: bool) -> None:
    """Raise unless the logarithms are those of probabilities that leave what they may."""
    if is_traced(log_p) or 0 in log_p.shape:
        return
    xp = namespace(log_p)
    ok = (left >= -tolerance) if has_tail else (abs(left) <= tolerance)  # NaN compares false
    if bool(xp.all(ok)):
        return
    at = np.argwhere(~to_numpy(ok))[0]
    row = to_numpy(log_p)[tuple(at)]
    above = np.flatnonzero(~(row <= tolerance))
    if above.size:
        wrong = f"has {row[above[0]]:g} at position {above[0]}; log-probabilities are 0 or less"
    else:
        wrong = f"holds probabilities that sum to {float(np.exp(row.astype(np.float64)).sum()):.9g}, not to 1"
        wrong += " or less" if has_tail else ", although all outcomes are listed"
    raise NotADistribution(
        f"{_row([*at, 0])} of log_p {wrong}. Logits z are made log-probabilities by plogp.log_softmax(z), over all "
        "outcomes and before the largest are taken"
    )


def _row(at: Any) -> str:
    """How to call the row of an entry at this place."""
    row = tuple(int(i) for i in at[:-1])
    return "the row" if not row else f"row {row[0] if len(row) == 1 else shown(row)}"
