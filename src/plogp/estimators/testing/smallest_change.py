"""The smallest change that a test of two samples can be expected to find."""

from __future__ import annotations

from math import log

from plogp.estimators.testing.two_sample_test import ORDER, TwoSamples


def smallest_change(samples: TwoSamples, level: float, power: float = 0.8) -> float:
    """The JS divergence in nats from which a change of whatever form is found so often by a test at this level.

    To second order 2N·I(level; sample) = 8·nm/N·JS, the noncentrality of G². At most log 2, which nothing exceeds.
    """
    from scipy.special import chdtri, chndtrinc

    if not samples.freedom:
        return log(2)
    share = (1 - ORDER) * level if samples.ordered else level
    needed = float(chndtrinc(float(chdtri(samples.freedom, share)), samples.freedom, 1 - power))
    n, m = float(samples.reference.sum()), float(samples.current.sum())
    return min(log(2), needed * (1 / n + 1 / m) / 8)
