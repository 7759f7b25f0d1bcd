"""Which estimator is used when none is named, and why."""

from __future__ import annotations

from plogp.estimators.chao_wang_jost import ChaoWangJost
from plogp.estimators.combination import DiscreteEstimator
from plogp.estimators.continuous import (
    Columns,
    DependenceEstimator,
    DivergenceEstimator,
    EntropyEstimator,
    MixtureEstimator,
)
from plogp.estimators.kozachenko_leonenko import KozachenkoLeonenko
from plogp.estimators.mixed_ksg import MixedKSG
from plogp.estimators.nearest_neighbour_kl import NearestNeighbourKL
from plogp.estimators.rank_ksg import RankKSG

# Its bias is below a tenth of its standard error in nearly every cell of the study in docs/estimators.md, where the
# others miss by several standard errors as soon as there are fewer than ten observations an outcome; where all outcomes
# were seen often they agree.
DISCRETE: DiscreteEstimator = ChaoWangJost()


def default_entropy(columns: Columns) -> EntropyEstimator:
    """For continuous columns: no window to choose, any number of coordinates, and no bias at the ends of a range to
    speak of."""
    return KozachenkoLeonenko()


def default_dependence(columns: Columns) -> DependenceEstimator:
    """For columns that are not all discrete: ranks, since neither heavy tails nor ties mislead them; Ross's estimator
    where one of two columns is discrete, since spreading its levels over the ranks costs half of the precision."""
    kinds = {column.discrete for column in columns[:2]}
    return MixedKSG() if len(kinds) == 2 else RankKSG()


def default_divergence(quantity: str) -> DivergenceEstimator | MixtureEstimator:
    """For continuous samples."""
    return NearestNeighbourKL() if quantity == "kl_divergence" else MixedKSG()
