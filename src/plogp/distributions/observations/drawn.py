"""Outcomes that were drawn from the truth, such as the tokens of a text or the samples of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.distributions.array_input import float_numbers
from plogp.distributions.observations.columns import coded, column_of
from plogp.distributions.observations.draws import Draws
from plogp.distributions.observations.missing import read_column
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch


@dataclass(frozen=True, eq=False)
class Drawn(Draws):
    """Outcomes drawn from the truth, one an entry; beside it `Scored` says what a model gives to each.

    Quantities of these are estimates: `cross_entropy`, `perplexity` and, where the truth is known as well,
    `kl_divergence` with `LogRatio`, `HalfSquare` or `BregmanRatio`, and `entropy`.

    Parameters
    ----------
    log_p : array or nested lists, optional
        The log-probability that the truth gives to each outcome, if it is known, as that of a policy is.
    by : array or nested lists, optional
        What each outcome belongs to: a document, a prompt, an episode. Outcomes of one group may depend on each other,
        groups do not; intervals rest on the groups.
    weights : array or nested lists, optional
        How much each outcome counts: 0 for padding, an importance weight for outcomes drawn elsewhere.

    Notes
    -----
    `by` and `weights` broadcast against the log-probabilities. Entries of weight 0 are not looked at.

    Examples
    --------
    >>> import plogp
    >>> log_q = [-1.2, -0.3, -2.0, -0.7, -0.1, -1.6]
    >>> print(plogp.cross_entropy(plogp.Drawn(by=["a", "a", "b", "b", "c", "c"]), plogp.Scored(log_q), base=2))
    1.4 ± 1.2 bit (95 %)
    """

    log_p: Any = None
    by: Any = None
    weights: Any = None

    def shares(self, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """The weight of each outcome, of this shape."""
        if self.weights is None:
            return np.ones(shape)
        w = float_numbers(self.weights, "weights")
        if not (np.isfinite(w) & (w >= 0)).all():
            raise InvalidParameter("weights= are finite and not negative: 0 leaves an outcome out")
        return _of_shape("weights=", w, shape)

    def groups(self, shape: tuple[int, ...], counts: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Which group each outcome that counts belongs to, numbered from 0."""
        if self.by is None:
            return np.arange(np.count_nonzero(counts))
        values, gone = read_column(self.by)
        flat = _of_shape("by=", values, shape)[counts]
        column, absent = column_of(flat, True, 0)
        gone = None if gone is None else _of_shape("by=", gone, shape)[counts]
        if any(lacking is not None and lacking.any() for lacking in (gone, absent)):
            raise NotSamples("by= does not say of every outcome what it belongs to: leave those out by weights= of 0")
        return coded(column.values)[0]


def _of_shape(name: str, x: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    try:
        return np.broadcast_to(x, shape)
    except ValueError:
        raise ShapeMismatch(f"{name} is of the shape {x.shape}, and the log-probabilities of {shape}") from None
