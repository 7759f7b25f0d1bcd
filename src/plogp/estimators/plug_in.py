"""The entropy of the observed frequencies."""

from __future__ import annotations

from dataclasses import dataclass

from plogp.estimators.discrete import Table, plug_in_entropy


@dataclass(frozen=True)
class PlugIn:
    """The maximum-likelihood estimate: too low by about (m - 1) / 2n, since rare outcomes are missed.

    Examples
    --------
    >>> import plogp
    >>> float(plogp.entropy(plogp.Counts([50, 50]), base=2, estimator=plogp.PlugIn()))
    1.0
    """

    def entropy(self, n: Table) -> tuple[float, float]:
        """The entropy in nats, and no bias removed."""
        return plug_in_entropy(n), 0.0
