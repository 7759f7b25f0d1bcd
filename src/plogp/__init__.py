"""Information theory for machine learning: one definition of each quantity, wherever the distribution lives."""

from plogp.backend.kernels import get_num_threads, set_num_threads
from plogp.distributions.counts import Counts
from plogp.distributions.joint import Joint
from plogp.distributions.labels import Labels
from plogp.distributions.logits import Logits
from plogp.distributions.probs import Probs
from plogp.distributions.samples import Samples
from plogp.distributions.table import Table
from plogp.estimators.chao_shen import ChaoShen
from plogp.estimators.chao_wang_jost import ChaoWangJost
from plogp.estimators.correa import Correa
from plogp.estimators.ebrahimi import Ebrahimi
from plogp.estimators.gaussian_copula import GaussianCopula
from plogp.estimators.grassberger import Grassberger
from plogp.estimators.jackknife import Jackknife
from plogp.estimators.james_stein import JamesStein
from plogp.estimators.kozachenko_leonenko import KozachenkoLeonenko
from plogp.estimators.ksg import KSG
from plogp.estimators.miller_madow import MillerMadow
from plogp.estimators.mixed_ksg import MixedKSG
from plogp.estimators.nearest_neighbour_kl import NearestNeighbourKL
from plogp.estimators.nsb import NSB
from plogp.estimators.plug_in import PlugIn
from plogp.estimators.rank_ksg import RankKSG
from plogp.estimators.van_es import VanEs
from plogp.estimators.vasicek import Vasicek
from plogp.quantities.adjusted_mutual_information import adjusted_mutual_information
from plogp.quantities.chi_square_divergence import chi_square_divergence
from plogp.quantities.conditional_entropy import conditional_entropy
from plogp.quantities.cross_entropy import cross_entropy
from plogp.quantities.entropy import entropy
from plogp.quantities.f_divergence import f_divergence
from plogp.quantities.hellinger_distance import hellinger_distance
from plogp.quantities.interaction_information import interaction_information
from plogp.quantities.jeffreys_divergence import jeffreys_divergence
from plogp.quantities.js_distance import js_distance
from plogp.quantities.js_divergence import js_divergence
from plogp.quantities.kl_divergence import kl_divergence
from plogp.quantities.log_softmax import log_softmax
from plogp.quantities.mutual_information import mutual_information
from plogp.quantities.normalized_mutual_information import normalized_mutual_information
from plogp.quantities.pairwise import pairwise
from plogp.quantities.perplexity import perplexity
from plogp.quantities.renyi_divergence import renyi_divergence
from plogp.quantities.renyi_entropy import renyi_entropy
from plogp.quantities.softmax import softmax
from plogp.quantities.total_correlation import total_correlation
from plogp.quantities.total_variation import total_variation
from plogp.quantities.tsallis_entropy import tsallis_entropy
from plogp.quantities.value_and_gradient import value_and_gradient
from plogp.quantities.variation_of_information import variation_of_information
from plogp.theory.errors import NotADistribution, PlogpError, TiedSamplesWarning
from plogp.theory.estimate import Estimate

__all__ = [
    "KSG",
    "NSB",
    "ChaoShen",
    "ChaoWangJost",
    "Correa",
    "Counts",
    "Ebrahimi",
    "Estimate",
    "GaussianCopula",
    "Grassberger",
    "Jackknife",
    "JamesStein",
    "Joint",
    "KozachenkoLeonenko",
    "Labels",
    "Logits",
    "MillerMadow",
    "MixedKSG",
    "NearestNeighbourKL",
    "NotADistribution",
    "PlogpError",
    "PlugIn",
    "Probs",
    "RankKSG",
    "Samples",
    "Table",
    "TiedSamplesWarning",
    "VanEs",
    "Vasicek",
    "adjusted_mutual_information",
    "chi_square_divergence",
    "conditional_entropy",
    "cross_entropy",
    "entropy",
    "f_divergence",
    "get_num_threads",
    "hellinger_distance",
    "interaction_information",
    "jeffreys_divergence",
    "js_distance",
    "js_divergence",
    "kl_divergence",
    "log_softmax",
    "mutual_information",
    "normalized_mutual_information",
    "pairwise",
    "perplexity",
    "renyi_divergence",
    "renyi_entropy",
    "set_num_threads",
    "softmax",
    "total_correlation",
    "total_variation",
    "tsallis_entropy",
    "value_and_gradient",
    "variation_of_information",
]
