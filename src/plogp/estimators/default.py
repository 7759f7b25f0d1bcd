"""Which estimator is used when none is named, and why."""

from __future__ import annotations

from plogp.estimators.discrete import DiscreteEstimator
from plogp.estimators.miller_madow import MillerMadow

# The plug-in estimate misses by (m - 1) / 2n, which for a pair of columns with many levels is larger than its standard
# error; Miller-Madow removes that at no cost in variance.
DISCRETE: DiscreteEstimator = MillerMadow()
