"""Which estimator is used when none is named, and why."""

from __future__ import annotations

from plogp.estimators.continuous.estimation import (
    Columns,
    DependenceEstimator,
    DivergenceEstimator,
    EntropyEstimator,
    MixtureEstimator,
)
from plogp.estimators.continuous.kozachenko_leonenko import KozachenkoLeonenko
from plogp.estimators.continuous.mixed_ksg import MixedKSG
from plogp.estimators.continuous.rank_ksg import RankKSG
from plogp.estimators.discrete.chao_wang_jost import ChaoWangJost
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.divergences.drawn_ratios import BregmanRatio, RatioEstimator
from plogp.estimators.divergences.nearest_neighbour_kl import NearestNeighbourKL

# With as many observations as outcomes, or more, its bias is below three tenths of its standard error in six of seven
# rows of the study in docs/estimators.md, that of the others in three of four at best (Grassberger). With as many or
# fewer its error is the least, or within 5 % of it, in 19 of 28 rows; where all outcomes were seen often they agree.
DISCRETE: CountEstimator = ChaoWangJost()

# Of continuous samples. JS is the information between a draw and the sample it came from.
DIVERGENCE: DivergenceEstimator = NearestNeighbourKL()
MIXTURE: MixtureEstimator = MixedKSG()

# Of drawn outcomes: of two categorical distributions of 50 outcomes its terms have 1/30 of the standard deviation of
# those of LogRatio at 0.004 nats, 1/2 at 0.36 nats, and they are never negative (docs/losses.md).
DRAWN_RATIO: RatioEstimator = BregmanRatio()


def default_entropy(columns: Columns) -> EntropyEstimator:
    """For continuous columns: no window to choose, any number of coordinates, and no bias at the ends of a range to
    speak of."""
    return KozachenkoLeonenko()


def default_dependence(columns: Columns) -> DependenceEstimator:
    """For columns that are not all discrete: ranks, since neither heavy tails nor ties mislead them; Ross's estimator
    where one of two columns is discrete, since spreading its levels over the ranks costs half of the precision."""
    kinds = {column.discrete for column in columns[:2]}
    return MixedKSG() if len(kinds) == 2 else RankKSG()
