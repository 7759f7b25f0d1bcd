"""Fits of a family to a target: moment matching, maximum likelihood, and the modes that other divergences seek."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

import plogp
from plogp import Exponential, Gamma, Geometric, InverseGaussian, Laplace, Mixture, Normal, Poisson, StudentT, Uniform
from plogp.apps.approximation import fit, reverse
from plogp.theory.errors import InvalidParameter, NotConverged, ShapeMismatch, Unanswerable

TWO = Mixture([Normal(-3, 1), Laplace(3, 0.7)], [0.4, 0.6])


def test_forward_kl_matches_the_moments() -> None:
    found = fit(Normal, TWO).member
    moments = TWO.mapped(lambda x, _: np.asarray(x, float)).moments()
    assert found.loc == pytest.approx(moments.mean, abs=1e-5)
    assert found.scale**2 == pytest.approx(moments.variance, rel=1e-5)
    assert fit(Poisson, Geometric(0.3)).member.rate == pytest.approx(7 / 3, rel=1e-5)
    gamma = fit(Gamma, InverseGaussian(1.0, 2.0)).member
    assert gamma.concentration / gamma.rate == pytest.approx(1.0, rel=1e-4)
    assert fit(Exponential, Gamma(2.0, 3.0)).member.rate == pytest.approx(1.5, rel=1e-5)


@pytest.mark.parametrize("divergence", [plogp.kl_divergence, reverse(plogp.kl_divergence), plogp.js_divergence])
def test_a_member_is_found_again_and_the_optimum_is_stationary(divergence) -> None:
    again = fit(Gamma, Gamma(2.5, 1.5), divergence)
    assert again.divergence < 1e-7
    assert again.member.concentration == pytest.approx(2.5, rel=1e-3)
    found = fit(Normal, TWO, divergence)
    for loc, scale in ((1e-2, 1.0), (-1e-2, 1.0), (0.0, 1.01), (0.0, 0.99)):
        moved = Normal(found.member.loc + loc, found.member.scale * scale)
        assert divergence(TWO, moved) > found.divergence


def test_reverse_kl_seeks_the_larger_mode_and_uniform_covers_the_middle() -> None:
    seeking = fit(Normal, Mixture([Normal(-3, 1), Normal(3, 1)], [0.6, 0.4]), reverse(plogp.kl_divergence)).member
    assert seeking.loc == pytest.approx(-3, abs=0.05)
    uniform = fit(Uniform, Normal(0.0, 1.0), reverse(plogp.kl_divergence)).member
    assert (uniform.low, uniform.high) == pytest.approx((-(3**0.5), 3**0.5), rel=1e-3)  # d/dw of w²/6 - log w is 0


def test_samples_by_maximum_likelihood() -> None:
    x = np.random.default_rng(0).standard_t(3, 500)
    normal, student = fit(Normal, x), fit(StudentT, x)
    assert normal.member.loc == x.mean()
    assert student.divergence < normal.divergence
    theirs = scipy.stats.t.fit(x)
    assert list(student.member.parameters.values()) == pytest.approx(theirs, rel=1e-2, abs=1e-2)
    two = fit(Mixture([Normal(-1, 1), Normal(1, 2)], [0.5, 0.5]), x)
    assert sum(two.member.weights) == pytest.approx(1)
    assert two.divergence < normal.divergence


def test_errors_say_what_is_wrong() -> None:
    for call, kind, message in (
        (lambda: fit("normal", TWO), InvalidParameter, "a class such as plogp.Normal"),
        (lambda: fit(Mixture, TWO), Unanswerable, "give one to start from"),
        (lambda: fit(Normal, [1.0, 2.0], plogp.js_divergence), Unanswerable, "samples have no density"),
        (lambda: fit(Normal, [[1.0, 2.0]]), ShapeMismatch, "array"),
        (lambda: fit(Normal, Normal([0.0, 1.0], 1.0)), ShapeMismatch, "one distribution"),
        (lambda: fit(Normal, Uniform(0.0, 1.0), reverse(plogp.kl_divergence)), NotConverged, "finite divergence"),
    ):
        with pytest.raises(kind, match=message):
            call()
