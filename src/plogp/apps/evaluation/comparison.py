"""Models on the same rows: which loses less and how sure that is, and how far their forecasts are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from plogp.apps.evaluation.mean_loss import Units, mean_loss, p_value_of_zero
from plogp.estimators.testing.multiple_testing import holm
from plogp.results.document import Document
from plogp.results.estimate import Estimate
from plogp.typing import Floats

_WORST = 10
_AT_ONCE = 1 << 22  # numbers


@dataclass(frozen=True)
class ModelDifference(Document):
    """Two models on the same rows.

    Attributes
    ----------
    model, other : str
        Their names.
    difference : Estimate
        How much more the other loses, each row with itself: above zero where the model is better.
    p_value, adjusted : float
        Of no difference; and allowing for the number of pairs of models (Holm).
    tied : bool
        Whether they cannot be told apart.
    divergence : Estimate
        The mean Kullback–Leibler divergence of the model's forecast from the other's, never negative.
    divergence_median, divergence_99, divergence_most : float
        The median over the rows, the value that one row in a hundred exceeds, and the largest; inf where the model
        excludes what the other does not.
    same_top : float
        The share of rows in which both hold the same class for the most probable.
    worst_rows : tuple of int
        Where their forecasts differ most, the largest divergence first.
    """

    model: str
    other: str
    difference: Estimate
    p_value: float
    adjusted: float
    tied: bool
    divergence: Estimate
    divergence_median: float
    divergence_99: float
    divergence_most: float
    same_top: float
    worst_rows: tuple[int, ...]


def compare_models(
    models: Sequence[tuple[str, Floats]], y: NDArray[np.int64], units: Units, level: float, alarm: float
) -> list[ModelDifference]:
    """Every pair of models, given by their log-probabilities, in nats."""
    rows = np.arange(y.size)
    found = []
    for (name, log_p), (other, log_q) in combinations(models, 2):
        loss, beside = -log_p[rows, y], -log_q[rows, y]
        with np.errstate(invalid="ignore"):
            apart = np.where(loss == beside, 0.0, beside - loss)
        difference = mean_loss(apart, units, level, "paired difference")
        if not np.isfinite(apart).all():
            difference = replace(difference, value=_infinite(apart))
        divergence = divergences(log_q, log_p)
        mean = mean_loss(divergence, units, level, "mean divergence").within(0.0, np.inf)
        worst = np.argsort(-divergence, kind="stable")[:_WORST]
        median, high, most = (float(np.quantile(divergence, q, method="higher")) for q in (0.5, 0.99, 1.0))
        # What happened though one model excludes it settles which is better; where each did so they are alike.
        settled = np.isinf(difference.value)
        p = 0.0 if settled else p_value_of_zero(partial(mean_loss, apart, units, name=""))
        found.append(
            ModelDifference(
                name, other, difference, p, 1.0, True, mean, median, high, most,
                float(units.mean((log_p.argmax(axis=1) == log_q.argmax(axis=1)).astype(np.float64))),
                tuple(int(row) for row in worst if divergence[row] > 0),
            )
        )  # fmt: skip
    adjusted = holm([pair.p_value for pair in found])
    return [replace(pair, adjusted=p, tied=p > alarm) for pair, p in zip(found, adjusted, strict=True)]


def divergences(log_p: Floats, log_q: Floats) -> Floats:
    """The Kullback–Leibler divergence of each row, from log-probabilities."""
    from plogp.distributions.logits import Logits
    from plogp.quantities.kl_divergence import kl_divergence

    size = max(1, _AT_ONCE // log_p.shape[1])
    parts = [
        np.asarray(kl_divergence(Logits(log_p[at : at + size]), Logits(log_q[at : at + size])))
        for at in range(0, len(log_p), size)
    ]
    return np.concatenate(parts)


def _infinite(apart: Floats) -> float:
    """The mean of differences of which some are infinite: of both signs it is none."""
    above, below = bool(np.isposinf(apart).any()), bool(np.isneginf(apart).any())
    return np.nan if above and below else np.inf if above else -np.inf
