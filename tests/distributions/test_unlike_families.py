"""Quantities of unlike families, mixtures, Student's t and the uniform distribution: against mpmath, and their laws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.stats

import drawn_families
import plogp
from drawn_families import DRAWN, made
from exact_integrals import QUANTITIES, exact, random_family
from plogp import (
    Bernoulli,
    Beta,
    Dirichlet,
    Exponential,
    Gamma,
    Geometric,
    InverseGaussian,
    Laplace,
    Mixture,
    MultivariateNormal,
    Normal,
    Poisson,
    StudentT,
    Uniform,
)
from plogp.quantities import _by_nodes
from plogp.quantities._families import _INTEGRALS
from plogp.theory import equations
from plogp.theory.errors import InvalidParameter, NotConverged, PlogpError, ShapeMismatch

RNG = drawn_families.RNG  # which conftest resets before each test
ORDERS = {"renyi_divergence": {"order": 0.5}, "renyi_entropy": {"order": 2}}
TWO = (
    plogp.kl_divergence, plogp.cross_entropy, plogp.jeffreys_divergence, plogp.js_divergence, plogp.total_variation,
    plogp.hellinger_distance, plogp.chi_square_divergence,
)  # fmt: skip
UNLIKE = (
    Normal(0.3, 1.2), Laplace(-0.5, 0.7), StudentT(3.5, 0.2, 1.1), Uniform(-1.0, 2.0), Exponential(0.8),
    Gamma(2.5, 1.5), Beta(2.0, 1.5), InverseGaussian(1.2, 2.0), Mixture([Normal(-1, 0.5), Gamma(2.0, 1.0)], [0.3, 0.7]),
)  # fmt: skip
WHOLE = (Poisson(2.5), Geometric(0.3), Bernoulli(0.4), Mixture([Poisson(1.0), Geometric(0.5)]))


@pytest.mark.parametrize("name", QUANTITIES)
def test_random_pairs_against_mpmath(name: str) -> None:
    """A thousand of them, and of mixtures: `benchmarks.study_unlike_families`."""
    for lattice in (False, True):
        P, Q = (random_family(RNG, lattice, depth=2) for _ in range(2))
        held = [P] if name in ("entropy", "renyi_entropy") else [P, Q]
        found, truth = getattr(plogp, name)(*held, **ORDERS.get(name, {})), exact(name, P, Q)
        if found < np.inf:
            assert float(found) == pytest.approx(float(truth), rel=1e-9, abs=1e-12), held


@pytest.mark.parametrize("name", DRAWN)
def test_quadrature_gives_the_closed_forms(name: str) -> None:
    """Of two members of one family, which the public functions never integrate."""
    for _ in range(3):
        p, q = (DRAWN[name]() for _ in range(2))
        if name == "Dirichlet":
            return
        held = [made(name, [np.asarray(x) for x in parameters]) for parameters in (p, q)]
        if name == "Poisson" and not all(0.01 < float(x[0]) < 1e4 for x in (p, q)):
            continue
        for equation, f, read in (
            (equations.kl_divergence, plogp.kl_divergence, {}),
            (equations.hellinger_distance, plogp.hellinger_distance, {}),
            (equations.renyi_divergence, plogp.renyi_divergence, {"order": 0.7}),
        ):
            try:
                found = _by_nodes.evaluate(np, held, _INTEGRALS[equation](**read))
            except NotConverged:
                continue  # a density beyond double precision, and it says so
            assert found == pytest.approx(f(*held, **read), rel=1e-8, abs=1e-12), held
        try:
            found = _by_nodes.evaluate(np, held[:1], _INTEGRALS[equations.entropy]())
            assert found == pytest.approx(plogp.entropy(held[0]), rel=1e-8, abs=1e-8)
            for order in (0.5, 3.0):
                closed = plogp.renyi_entropy(held[0], order=order)
                found = _by_nodes.evaluate(np, held[:1], _INTEGRALS[equations.renyi_entropy](order=order))
                assert found == pytest.approx(closed, rel=1e-8, abs=1e-8)
        except NotConverged:
            continue


def test_closed_forms_of_cross_entropies_are_those_of_quadrature() -> None:
    closed = 0
    for family in (UNLIKE, WHOLE):
        for P in family:
            for Q in family:
                arrays = [d.mapped(lambda x, _: np.asarray(x, float)) for d in (P, Q)]
                cross = arrays[1].surprise(arrays[0].moments())
                closed += cross is not None
                found = _by_nodes.evaluate(np, arrays, _INTEGRALS[equations.cross_entropy]())
                assert plogp.cross_entropy(P, Q) == pytest.approx(found, rel=1e-8)
    assert closed > 40


@pytest.mark.parametrize("pair", [(UNLIKE[i], UNLIKE[-i - 2]) for i in range(4)] + [(WHOLE[0], WHOLE[3])])
def test_laws(pair: Any) -> None:
    P, Q = pair
    kl, js, tv = plogp.kl_divergence(P, Q), plogp.js_divergence(P, Q), plogp.total_variation(P, Q)
    h = plogp.hellinger_distance(P, Q)
    assert 0 < js < np.log(2)
    assert tv**2 <= kl / 2
    assert h**2 <= tv <= 2**0.5 * h
    assert kl <= np.log1p(plogp.chi_square_divergence(P, Q)) * (1 + 1e-12)
    assert plogp.js_divergence(Q, P) == pytest.approx(js)
    assert plogp.js_distance(P, Q, base=2) == pytest.approx(np.sqrt(js / np.log(2)))
    M = Mixture([P, Q])
    assert (plogp.kl_divergence(P, M) + plogp.kl_divergence(Q, M)) / 2 == pytest.approx(js)
    assert plogp.entropy(M) - (plogp.entropy(P) + plogp.entropy(Q)) / 2 == pytest.approx(js)
    assert plogp.jeffreys_divergence(P, Q) == pytest.approx(kl + plogp.kl_divergence(Q, P))
    assert plogp.f_divergence(P, Q, lambda t: (t - 1) ** 2, slope_at_infinity=np.inf) == pytest.approx(
        plogp.chi_square_divergence(P, Q), rel=1e-6
    )
    assert plogp.f_divergence(P, Q, lambda t: abs(t - 1) / 2, slope_at_infinity=0.5) == pytest.approx(tv, rel=1e-8)
    for f in (plogp.js_divergence, plogp.total_variation, plogp.hellinger_distance):
        assert f(P, P) == pytest.approx(0, abs=1e-7)
    growing = [plogp.renyi_divergence(P, Q, order=order) for order in (0, 0.1, 0.5, 0.9, 1, 1.1, 2)]
    assert growing == sorted(growing)
    assert plogp.renyi_entropy(P, order=0.999999) == pytest.approx(plogp.entropy(P), rel=1e-4)
    assert plogp.tsallis_entropy(P, order=2) == pytest.approx(1 - np.exp(-plogp.renyi_entropy(P, order=2)))


def test_mixtures_of_mixtures() -> None:
    parts = Normal(0, 1), Laplace(3, 0.5), StudentT(2.0, -3.0)
    flat = Mixture(parts, [0.2, 0.3, 0.5])
    nested = Mixture([Mixture(parts[:2], [0.4, 0.6]), parts[2]])
    assert plogp.kl_divergence(flat, nested) < 1e-15
    assert plogp.entropy(flat) == pytest.approx(plogp.entropy(nested))
    assert plogp.entropy(Mixture([Normal(0, 1)])) == pytest.approx(plogp.entropy(Normal(0, 1)))
    batch = Mixture([Normal([0.0, 1.0], 1), Normal(0, 1)], [[0.5, 0.5], [0.0, 1.0]])
    np.testing.assert_allclose(plogp.kl_divergence(batch, Normal(0, 1)), 0, atol=1e-15)


def test_supports_and_tails_that_make_a_divergence_infinite() -> None:
    for P, Q in (
        (Normal(0, 1), Exponential(1.0)),
        (Uniform(0, 2), Uniform(0, 1)),
        (Poisson(1.0), Bernoulli(0.5)),
        (StudentT(2.0), Normal(0, 1)),
        (StudentT(1.0), Laplace(0, 1)),
        (StudentT(1.5), Mixture([Normal(0, 1), Normal(1, 2)])),
        (Gamma(0.8, 1.0), InverseGaussian(1.0, 1.0)),
        (Normal(0, 1), Poisson(1.0)),
    ):
        assert plogp.kl_divergence(P, Q) == plogp.cross_entropy(P, Q) == np.inf
        assert plogp.chi_square_divergence(P, Q) == np.inf
        assert 0 < plogp.js_divergence(P, Q, base=2) <= 1
    assert plogp.chi_square_divergence(Laplace(0, 1), Normal(0, 1)) == np.inf
    assert plogp.renyi_divergence(Laplace(1, 1), Laplace(0, 0.1), order=2) == np.inf
    assert plogp.renyi_divergence(Exponential(1.0), Gamma(3.0, 1.0), order=2) == np.inf
    assert plogp.renyi_divergence(Geometric(0.3), Poisson(1.0), order=2) == np.inf
    assert plogp.renyi_entropy(Beta(0.4, 2.0), order=2) == -np.inf
    assert (
        plogp.total_variation(Poisson(3.0), Normal(3.0, 1.0))
        == plogp.hellinger_distance(Uniform(0, 1), Uniform(2, 3))
        == 1
    )
    assert plogp.js_divergence(Uniform(0, 1), Uniform(2, 3), Poisson(2.0)) == pytest.approx(np.log(3), rel=1e-15)


def test_next_to_each_other_and_far_apart() -> None:
    """KL(t‖Normal) goes as 7/4 of df^-2, which a difference of entropies would lose."""
    assert plogp.kl_divergence(StudentT(1e8), Normal(0, 1)) == pytest.approx(1.75e-16, rel=1e-4)
    assert plogp.kl_divergence(Gamma(1e6, 1e6), Normal(1.0, 1e-3)) == pytest.approx(1e-6 / 3, rel=1e-3)
    assert plogp.total_variation(Normal(0, 1), Normal(1e-6, 1)) == pytest.approx(1e-6 / np.sqrt(2 * np.pi), rel=1e-6)
    concentrated = plogp.kl_divergence(Gamma(1e8, 1e8), InverseGaussian(1.0, 1e8))  # 1 / (12·1e8), and less by 1e-16
    assert concentrated == pytest.approx(1e-8 / 12, rel=1e-6)
    narrow, wide = Normal(0.3, 1e-6), Normal(0.0, 1e4)
    assert plogp.total_variation(narrow, wide) == pytest.approx(1, abs=1e-8)
    assert plogp.renyi_divergence(Normal(0, 1), Laplace(1e3, 1.0), order=0.5) > 400


def test_student_and_uniform_against_scipy() -> None:
    for df in (0.5, 1.0, 3.0, 30.0, 1e6):
        assert plogp.entropy(StudentT(df, 1.0, 2.0)) == pytest.approx(scipy.stats.t(df, 1, 2).entropy(), rel=1e-9)
    assert plogp.entropy(Uniform(-1, 2)) == pytest.approx(np.log(3))
    assert plogp.kl_divergence(scipy.stats.t(3, 1, 2), StudentT(3.0, 1.0, 2.0)) == 0
    assert plogp.kl_divergence(scipy.stats.uniform(1, 2), Uniform(1.0, 3.0)) == 0
    fitted = Uniform.from_samples([3.0, 1.0, 2.5])
    assert (fitted.low, fitted.high) == (1, 3)


def test_renyi_entropies_over_several_coordinates() -> None:
    normal = MultivariateNormal([0.0, 1.0], [[4.0, 0.0], [0.0, 9.0]])
    for order in (0.5, 1.5, 2.0):
        alone = [plogp.renyi_entropy(Normal(0, scale), order=order) for scale in (2.0, 3.0)]
        assert plogp.renyi_entropy(normal, order=order) == pytest.approx(sum(alone))
        beta = plogp.renyi_entropy(Beta(2.0, 1.5), order=order)
        assert plogp.renyi_entropy(Dirichlet([2.0, 1.5]), order=order) == pytest.approx(beta)
    assert plogp.renyi_entropy(normal, order=1) == plogp.entropy(normal)


def test_errors_say_what_is_wrong() -> None:
    for call, kind, message in (
        (lambda: plogp.entropy(Uniform(1, 0)), InvalidParameter, "high less low of Uniform must be above 0"),
        (lambda: plogp.entropy(Mixture([])), InvalidParameter, "at least one component"),
        (lambda: plogp.entropy(Mixture(Normal(0, 1))), InvalidParameter, "a sequence of families"),
        (lambda: plogp.entropy(Mixture([Normal(0, 1), [0.5]])), InvalidParameter, "a sequence of families"),
        (lambda: plogp.entropy(Mixture([Normal(0, 1)], [0.5])), InvalidParameter, "weights of Mixture must be"),
        (lambda: plogp.entropy(Mixture([Normal(0, 1)], [0.5, 0.5])), ShapeMismatch, "2 weights for 1 components"),
        (lambda: plogp.entropy(Mixture([Normal(0, -1)])), InvalidParameter, "scale of Normal in a Mixture"),
        (lambda: plogp.entropy(Mixture([Normal(0, 1), Poisson(1)])), InvalidParameter, "whole numbers"),
        (lambda: plogp.js_divergence(Beta(1e-3, 1.0), Exponential(1.0)), NotConverged, "does not resolve"),
        (
            lambda: plogp.chi_square_divergence(Beta(3.0, 0.513), Exponential(1.0)),
            NotConverged,
            "beyond double precision",
        ),
        (lambda: plogp.kl_divergence(Geometric(1e-9), Poisson(1e9)), NotConverged, "whole numbers"),
        (lambda: plogp.js_divergence(Normal(0, 1), [0.5, 0.5]), PlogpError, "the other is not"),
        (lambda: StudentT.from_samples([1.0, 2.0]), PlogpError, "approximation"),
    ):
        with pytest.raises(kind, match=message):
            call()
