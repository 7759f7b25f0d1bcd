"""Mixtures over several coordinates: the interval is certain, and Monte Carlo lies within it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import plogp
from plogp import Dirichlet, Estimate, Mixture, MultivariateNormal, Normal
from plogp.theory.errors import ShapeMismatch, Unanswerable

RNG = np.random.default_rng(0)


def _pair() -> tuple[Any, Any]:
    """One mixture as scalar normals, which quadrature integrates, and as normals of one coordinate."""
    k = int(RNG.integers(1, 4))
    loc, scale, weights = RNG.normal(size=k) * 2, np.exp(RNG.normal(size=k) / 2), RNG.dirichlet(np.ones(k))
    matrices = [MultivariateNormal([m], [[s * s]]) for m, s in zip(loc, scale, strict=True)]
    return Mixture([Normal(m, s) for m, s in zip(loc, scale, strict=True)], weights), Mixture(matrices, weights)


@pytest.mark.parametrize("seed", range(6))
def test_the_interval_holds_what_quadrature_finds(seed: int) -> None:
    (p, P), (q, Q) = _pair(), _pair()
    for f in (plogp.kl_divergence, plogp.cross_entropy, plogp.js_divergence, plogp.jeffreys_divergence):
        truth, found = f(p, q, base=2), f(P, Q, base=2)
        assert isinstance(found, Estimate)
        assert found.unit == "bit"
        assert found.low - 1e-9 <= truth <= found.high + 1e-9
        assert found.low <= found.value <= found.high
        assert abs(found.value - truth) <= 5 * found.stderr + 1e-9
    assert plogp.entropy(P).low <= plogp.entropy(p) + 1e-9 <= plogp.entropy(P).high + 2e-9


def test_exact_where_nothing_overlaps_and_where_there_is_one_component() -> None:
    far = [MultivariateNormal([40.0 * i, 0.0], np.eye(2)) for i in range(3)]
    found = plogp.entropy(Mixture(far))
    assert found.high - found.low < 1e-9
    assert found.low == pytest.approx(plogp.entropy(far[0]) + np.log(3))
    single = plogp.entropy(Mixture(far[:1]))
    assert single.low == pytest.approx(single.high)
    assert plogp.js_divergence(*far[:2], base=2).high == pytest.approx(1)


def test_other_families_and_what_is_refused() -> None:
    P, Q = Dirichlet([1.0, 2.0, 3.0]), Dirichlet([2.0, 2.0, 1.0])
    found = plogp.kl_divergence(Mixture([P, Q]), P)
    assert 0 <= found.low <= found.value <= found.high <= plogp.kl_divergence(Q, P) / 2 + 1e-12
    normal = MultivariateNormal([0.0, 0.0], np.eye(2))
    for call, kind in (
        (lambda: plogp.total_variation(Mixture([normal]), normal), Unanswerable),
        (lambda: plogp.js_distance(normal, MultivariateNormal([1.0, 0.0], np.eye(2))), Unanswerable),
        (lambda: plogp.kl_divergence(Mixture([normal]), MultivariateNormal([[0.0, 1.0]], np.eye(2))), ShapeMismatch),
        (lambda: plogp.kl_divergence(Mixture([P]), Normal(0, 1)), ShapeMismatch),
        (lambda: plogp.js_divergence(normal, Dirichlet([1.0, 2.0])), ShapeMismatch),
    ):
        with pytest.raises(kind):
            call()
