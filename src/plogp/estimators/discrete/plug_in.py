"""The entropy of the observed frequencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.theory.fingerprint import Fingerprint


@dataclass(frozen=True)
class PlugIn:
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


def plug_in_entropy(f: Fingerprint) -> float:
    """Sum of (c/n)·log(n/c); as a logarithm of 1 + (n - c)/c, so that an almost certain outcome keeps its digits."""
    return f.sum(f.counts / f.n * np.log1p(f.others / f.counts))
