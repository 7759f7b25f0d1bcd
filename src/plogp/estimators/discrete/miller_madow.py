"""The plug-in entropy with its first-order bias removed."""

from __future__ import annotations

from dataclasses import dataclass

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.theory.counts.fingerprint import Fingerprint


@dataclass(frozen=True)
class MillerMadow(CountEstimator):
    """H + (m - 1) / 2n with m the number of outcomes seen (Miller 1955, "Note on the bias of information estimates").

    Examples
    --------
    >>> import plogp
    >>> round(float(plogp.entropy(plogp.Counts([4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1]), estimator=plogp.MillerMadow())), 6)
    2.152593
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        bias = -(f.seen - 1) / (2 * f.n)
        return plug_in_entropy(f) - bias, bias
