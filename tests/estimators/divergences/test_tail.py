"""Divergences where P has mass beyond the observations of Q: what is extrapolated there, and that it is said."""

import numpy as np
import pytest
from scipy import stats

from plogp import Samples, kl_divergence
from plogp.estimators.divergences.density_tail import beyond

LAWS = [
    (stats.laplace(), stats.norm()),
    (stats.norm(), stats.norm(0, 0.5)),
    (stats.norm(), stats.norm(1.5, 1)),
    (stats.expon(scale=2), stats.expon()),
    (stats.logistic(), stats.norm(0, 1.8)),
    (stats.t(3), stats.logistic()),
    (stats.norm(), stats.norm()),
    (stats.norm(), stats.t(3)),
]
each = pytest.mark.parametrize(("p", "q"), LAWS, ids=[f"{p.dist.name}-{q.dist.name}-{q.args}" for p, q in LAWS])


def exact(p, q):
    x = np.sinh(np.linspace(-8, 8, 40_001))
    x = x[np.isfinite(p.logpdf(x))]
    return np.trapezoid(p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), x)


@each
@pytest.mark.parametrize("sign", [1, -1])
def test_the_interval_holds_the_divergence(p, q, sign):
    rng = np.random.default_rng(1)
    found = [
        kl_divergence(*(Samples(sign * law.rvs(n, random_state=rng)) for law, n in ((p, 700), (q, 1000))))
        for _ in range(12)
    ]
    assert sum(e.low <= exact(p, q) <= e.high for e in found) >= 9  # fewer of 95 % in one of 40,000 runs
    beside = [e for e in found if -e.bias > e.stderr]  # what was added, against the error
    assert all(e.warnings and e.warnings[0].startswith("extrapolated") for e in beside)


def _name(law):
    return law.dist.name


@pytest.mark.parametrize("law", [stats.norm(), stats.expon(), stats.laplace(), stats.t(3), stats.pareto(2)], ids=_name)
def test_the_density_beyond_a_sample_is_foreseen_within_error(law):
    rng = np.random.default_rng(0)
    misses = []
    for _ in range(40):
        y = law.rvs(2000, random_state=rng)
        x = np.full(1, law.isf(1 / 20_000))  # a tenth of such samples has an observation there
        if (y > x).sum() < 3:
            tail = beyond(x, y, law.logpdf(x), 3)  # against the true density
            misses.append(tail.added[0] / max(tail.variance, 0.02) ** 0.5)
    assert abs(np.median(misses)) < 1
    assert np.median(np.abs(misses)) < 1.5


def test_neither_direction_nor_units_matter_and_alike_samples_are_not_extrapolated():
    x, y = np.random.default_rng(2).standard_normal((2, 500))
    there = kl_divergence(Samples(3 * x), Samples(y))
    assert kl_divergence(Samples(-3 * x), Samples(-y)) == pytest.approx(there, abs=1e-9)
    assert kl_divergence(Samples(24 * x), Samples(8 * y)) == pytest.approx(there, abs=1e-9)
    assert not kl_divergence(Samples(x / 3), Samples(y)).bias


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize(("scale", "n"), [(0.5, 200), (0.5, 1000), (1, 200), (1, 1000), (2, 200)])
def test_in_several_coordinates_the_interval_is_open_above_where_q_is_far(d, scale, n):
    rng = np.random.default_rng(d)
    found = kl_divergence(Samples(rng.standard_normal((n, d))), Samples(scale * rng.standard_normal((n, d))))
    far = scale < 1
    assert (found.high == np.inf) == far == any(warning.startswith("beyond") for warning in found.warnings)
    assert found.low <= d * (np.log(scale) + 0.5 / scale**2 - 0.5) <= found.high


def test_the_interval_is_open_above_where_p_lies_in_a_gap_of_q():
    rng = np.random.default_rng(0)
    p, q = rng.standard_normal(500), np.where(rng.random(300) < 0.5, -3, 3) + 0.5 * rng.standard_normal(300)
    found = kl_divergence(Samples(p), Samples(q))
    assert found.high == np.inf
    assert any(warning.startswith("beyond") for warning in found.warnings)
    alike = kl_divergence(Samples(q[:150]), Samples(q[150:]))
    assert alike.high < 1
    assert not alike.warnings
