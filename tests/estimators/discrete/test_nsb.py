"""NSB against quadrature with many digits, the package ndd, and its own limit."""

from math import log

import mpmath
import numpy as np
import pytest
from scipy import special

import plogp
from plogp import NSB, Counts
from plogp.estimators.discrete import nsb
from plogp.theory.counts.fingerprint import Fingerprint

NDD = [4, 12, 4, 5, 3, 1, 5, 1, 2, 2, 2, 2, 11, 3, 4, 12, 12, 1, 2]


@pytest.mark.slow
def test_nsb_is_the_integral_of_the_paper():
    """By its formulas and mpmath's quadrature over log(beta)."""
    n, k = [4, 2, 3, 2, 4, 2, 1, 1], 11

    def weight(b):
        evidence = mpmath.loggamma(k * b) - mpmath.loggamma(sum(n) + k * b) - len(n) * mpmath.loggamma(b)
        evidence += sum(n.count(c) * mpmath.loggamma(c + b) for c in set(n))
        return mpmath.exp(evidence) * (k * mpmath.psi(1, k * b + 1) - mpmath.psi(1, b + 1)) * b

    def mean(b):
        weights = [(c + b, n.count(c)) for c in set(n)] + [(b, k - len(n))]
        total = sum(n) + k * b
        return mpmath.psi(0, total + 1) - sum(t * a * mpmath.psi(0, a + 1) for a, t in weights) / total

    with mpmath.workdps(24):
        grid = range(-12, 18, 2)
        whole = mpmath.quad(lambda v: weight(mpmath.e**v), grid)
        truth = mpmath.quad(lambda v: weight(mpmath.e**v) * mean(mpmath.e**v), grid) / whole
    assert plogp.entropy(Counts(n), estimator=NSB(k)).value == pytest.approx(
        float(truth), rel=1e-7
    )  # the tail above e^16 weighs 1e-8


def test_nsb_agrees_with_ndd_to_the_tails_that_ndd_leaves_out():
    # ndd integrates over four standard deviations of log(beta) only: its published 2.8060922529931225 and
    # 0.11945501149743358 are short of the whole integral by two parts in a million. mpmath, with 30 digits and adaptive
    # quadrature over beta from e^-30 to e^20 as from e^-60 to e^40, has 2.8060969160543290646, 0.11947690919021678341.
    h = plogp.entropy(Counts(NDD), estimator=NSB(classes=100))
    assert h.value == pytest.approx(2.8060969160543290646, rel=1e-14)
    assert h.stderr == pytest.approx(0.11947690919021678341, rel=1e-13)
    assert h.value == pytest.approx(2.8060922529931225, abs=5e-6)
    assert h.stderr == pytest.approx(0.11945501149743358, abs=3e-5)
    mean, sd = _ndd(NDD, 100)
    assert mean == pytest.approx(2.8060922529931225, abs=1e-7)  # and its mode is right to a thousandth
    assert sd == pytest.approx(0.11945501149743358, abs=1e-7)


def _ndd(n, k):
    """The integral as ndd takes it: the mode in beta, plus and minus four root mean squares about it in log(beta)."""
    f = Fingerprint.of(np.array(n))
    log_weight = nsb._known(f, k)
    u = np.linspace(log(1e-8), log(1e4), 400_001)
    w = log_weight(u)
    mode = u[np.argmax(w - u)]
    density = np.exp(w - w.max())
    scale = np.sqrt((density * (u - mode) ** 2).sum() / density.sum())
    u = np.linspace(mode - 4 * scale, mode + 4 * scale, 20_001)
    w = np.exp(log_weight(u) - w.max())
    w[0] /= 2
    w[-1] /= 2
    w /= w.sum()
    mean, variance = nsb._moments(f, np.exp(u), k)
    return w @ mean, np.sqrt(w @ (variance + mean**2) - (w @ mean) ** 2)


def test_nsb_without_a_number_of_classes_is_the_limit_of_many():
    f = Fingerprint.of(np.array(NDD))
    unknown, many = NSB().posterior(f), NSB(10**12).posterior(f)
    assert unknown.mean == pytest.approx(many.mean, rel=1e-9)
    assert unknown.sd == pytest.approx(many.sd, rel=1e-8)


def test_the_dirichlet_posterior_of_one_concentration_is_right():
    # a Dirichlet of weights (3, 1, 2): mean and variance of the entropy by Monte Carlo
    p = np.random.default_rng(3).dirichlet([3, 1, 2], 400_000)
    h = special.entr(p).sum(axis=1)
    mean, variance = nsb._moments(Fingerprint.of(np.array([2, 1])), np.array([1.0]), 3)
    assert mean[0] == pytest.approx(h.mean(), abs=5 * h.std() / 400_000**0.5)
    assert variance[0] == pytest.approx(h.var(), rel=0.02)
