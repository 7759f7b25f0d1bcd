"""A discrete or Bayesian estimator is one file and one line of the stub: every law holds of it as of the others.

An estimator of the caller's that says nothing but its entropy answers as well, under its own name.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import plogp
from estimators.discrete import test_discrete
from plogp import Counts
from plogp.estimators.discrete.estimator import Posterior

ZHANG = '''"""The part of the entropy that a sample determines without bias (Zhang 2012, doi:10.1162/NECO_a_00266)."""

from dataclasses import dataclass

from plogp.estimators.digamma import digamma_less_log
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.plug_in import plug_in_entropy


@dataclass(frozen=True)
class New(CountEstimator):
    """Sum of (c/n)·(psi(n) - psi(c))."""

    def entropy(self, f):
        bias = f.sum(f.counts / f.n * (digamma_less_log(f.counts) - digamma_less_log(f.n)))
        return plug_in_entropy(f) - bias, bias
'''
DIRICHLET = '''"""The posterior under a Dirichlet prior (Wolpert & Wolf 1995, doi:10.1103/PhysRevE.52.6841)."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from plogp.estimators.discrete.estimator import CountEstimator, Posterior
from plogp.estimators.discrete.nsb import _moments
from plogp.estimators.discrete.plug_in import plug_in_entropy


@dataclass(frozen=True)
class New(CountEstimator):
    """Of concentration 1/2 each, over the outcomes seen and one more."""

    def entropy(self, f):
        value = self.posterior(f).mean
        return value, plug_in_entropy(f) - value

    def posterior(self, f):
        mean, variance = _moments(f, np.array([0.5]), f.seen + 1)
        return Posterior(float(mean[0]), sqrt(max(float(variance[0]), 0.0)))
'''
LAWS = [
    test_discrete.test_names_of_outcomes_do_not_matter,
    test_discrete.test_every_quantity_is_composed_from_the_same_entropies,
    test_discrete.test_estimates_converge_and_their_intervals_hold_the_truth,
    test_discrete.test_doubtful_samples_are_marked,
    test_discrete.test_the_chain_rule_is_exact,
    test_discrete.test_processing_loses_information_within_error,
    test_discrete.test_any_number_of_threads_gives_the_same,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__.removeprefix("test_"))
@pytest.mark.parametrize("source", [ZHANG, DIRICHLET], ids=["Zhang", "Dirichlet"])
def test_a_new_estimator_obeys_every_law(source: str, law, tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text(source)
    spec = importlib.util.spec_from_file_location("plogp.estimators.discrete.new", tmp_path / "new.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    law(estimator=module.New())


def test_the_interval_of_a_bayesian_estimator_is_that_of_its_posterior() -> None:
    class Sure:
        def entropy(self, f):
            return 0.5, 0.0

        def posterior(self, f):
            return Posterior(0.5, 0.1)

    h = plogp.entropy(Counts([30, 40]), estimator=Sure())
    assert (h.low, h.value, h.high) == pytest.approx((0.5 - 0.196, 0.5, 0.5 + 0.196), abs=1e-4)
    assert h.estimator == "Sure"


def test_an_estimator_of_the_callers_needs_no_more_than_an_entropy() -> None:
    class Own:
        def entropy(self, f):
            return plogp.MillerMadow().entropy(f)

    table = Counts([[30, 5, 2], [4, 20, 1]])
    for quantity in (plogp.entropy, plogp.mutual_information, plogp.perplexity):
        own, ours = quantity(table, estimator=Own()), quantity(table, estimator=plogp.MillerMadow())
        assert (own.value, own.low, own.high, own.bias) == (ours.value, ours.low, ours.high, ours.bias)
        assert own.estimator == "Own"
