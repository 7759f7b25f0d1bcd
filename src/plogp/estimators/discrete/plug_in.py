"""The entropy of the observed frequencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.intervals import plug_in_influence
from plogp.theory.counts.fingerprint import Fingerprint


@dataclass(frozen=True)
class PlugIn(CountEstimator):
    """The maximum-likelihood estimate: too low by about (m - 1) / 2n, since rare outcomes are missed.

    Examples
    --------
    >>> import plogp
    >>> float(plogp.entropy(plogp.Counts([50, 50]), base=2, estimator=plogp.PlugIn()))
    1.0
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and no bias removed."""
        return plug_in_entropy(f), 0.0

    def influence(self, f: Fingerprint) -> NDArray[np.float64]:
        """What an observation adds: in closed form."""
        return plug_in_influence(f)

    def bias_left(self, f: Fingerprint) -> float:
        """That of the first order (Miller 1955)."""
        return (1 - f.seen) / (2 * f.n)


def plug_in_entropy(f: Fingerprint) -> float:
    """Sum of (c/n)·log(n/c); as a logarithm of 1 + (n - c)/c, so that an almost certain outcome keeps its digits."""
    return f.sum(f.counts / f.n * np.log1p(f.others / f.counts))
