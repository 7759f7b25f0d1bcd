"""The entropy of the observed frequencies, shrunk towards the uniform distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.nsb import alphabet, checked_classes
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.theory.counts.fingerprint import Fingerprint


@dataclass(frozen=True)
class JamesStein(CountEstimator):
    """Plug-in entropy of w/k + (1 - w)·c/n, with the weight w that is best in mean square.

    Hausser & Strimmer 2009, arXiv:0811.3579, eq. 4-6.

    Parameters
    ----------
    classes : int or tuple of int, optional
        How many outcomes are possible, for each variable. Those that were seen if left out.

    Examples
    --------
    >>> import plogp
    >>> print(f"{plogp.entropy(plogp.Counts([4, 2, 3, 2, 4, 2, 1, 1]), estimator=plogp.JamesStein(11)):.4f}")
    2.3796
    """

    classes: int | tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", checked_classes(self.classes))

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        k = alphabet(self.classes, f) or f.seen
        p = f.counts / f.n
        unseen = k - f.seen
        distance = f.sum((p - 1 / k) ** 2) + unseen / k**2
        others = f.others / f.n  # 1 - p, with all digits of an almost certain outcome
        spread = f.sum(p * others)
        w = min(1.0, spread / ((f.n - 1) * distance)) if distance > 0 and f.n > 1 else 1.0
        shrunk = w / k + (1 - w) * p
        rest = w * (1 - 1 / k) + (1 - w) * others
        surprise = np.where(rest < 0.5, -np.log1p(-np.minimum(rest, 0.5)), -np.log(shrunk))
        value = f.sum(shrunk * surprise) + (unseen * w / k * (log(k) - log(w)) if unseen and w else 0.0)
        return value, plug_in_entropy(f) - value
