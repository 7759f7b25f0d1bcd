"""Which estimator is used when none is named, and why."""

from __future__ import annotations

from plogp.estimators.chao_wang_jost import ChaoWangJost
from plogp.estimators.discrete import DiscreteEstimator

# Its bias is below a tenth of its standard error in nearly every cell of the study in docs/estimators.md, where the
# others miss by several standard errors as soon as there are fewer than ten observations an outcome; where all outcomes
# were seen often they agree.
DISCRETE: DiscreteEstimator = ChaoWangJost()
