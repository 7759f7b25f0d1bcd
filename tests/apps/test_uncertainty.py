"""The parts of an ensemble's uncertainty are those of the definition, in any library and precision."""

from __future__ import annotations

from itertools import combinations

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import entr
from scipy.stats import entropy, norm

from libraries import read
from plogp import Counts, Labels, Logits, Normal, PlogpError
from plogp.apps.uncertainty import predictive_uncertainty

RNG = np.random.default_rng(5)


def softmax(z: np.ndarray) -> np.ndarray:
    w = np.exp(z - z.max(axis=-1, keepdims=True))
    return w / w.sum(axis=-1, keepdims=True)


def test_the_parts_are_those_of_the_definition(lib) -> None:
    z, weights = 3 * RNG.normal(size=(3, 6, 4)), [0.5, 0.1, 0.4]
    p = softmax(z)
    mixture = np.average(p, axis=0, weights=weights)
    for held in (lib(p), Logits(lib(np.moveaxis(z, -1, 0)), axis=0)):
        u = predictive_uncertainty(held, weights=weights, base=2)
        assert read(u.aleatoric) == pytest.approx(np.average(entropy(p, axis=-1, base=2), axis=0, weights=weights))
        assert read(u.total) == pytest.approx(entropy(mixture, axis=-1, base=2), rel=1e-13)
        ranked = np.sort(mixture, axis=-1)
        assert read(u.margin) == pytest.approx(ranked[:, -1] - ranked[:, -2], rel=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_total_is_the_sum_of_parts_that_are_not_negative(lib, dtype) -> None:
    for spread in (0.0, 1e-4, 100.0):
        z = (5 * RNG.normal(size=(1, 50, 3)) + spread * RNG.normal(size=(3, 50, 3))).astype(dtype)
        u = predictive_uncertainty(Logits(lib(z, dtype)))
        assert (read(u.epistemic) >= 0).all()
        assert (read(u.aleatoric) >= 0).all()
        assert (read(u.total) == read(u.aleatoric + u.epistemic)).all()
        assert spread or not read(u.epistemic).any()  # exactly 0 where all agree
        assert u.total.dtype == lib.dtype(dtype)


@pytest.mark.parametrize("spread", [1e-4, 0.1, 3.0, 40.0])
def test_what_many_members_disagree_about_keeps_its_digits_in_float32(spread) -> None:
    z = (3 * RNG.normal(size=(1, 8, 4)) + spread * RNG.normal(size=(12, 8, 4))).astype(np.float32)
    ours = predictive_uncertainty(Logits(z)).epistemic
    with mpmath.workdps(40):
        for row in range(z.shape[1]):
            w = [[mpmath.exp(mpmath.mpf(float(x))) for x in member] for member in z[:, row]]
            p = [[x / mpmath.fsum(member) for x in member] for member in w]
            mixture = [mpmath.fsum(column) / len(p) for column in zip(*p, strict=True)]
            exact = sum(x * mpmath.log(x / m) for member in p for x, m in zip(member, mixture, strict=True)) / len(p)
            assert ours[row] == pytest.approx(float(exact), rel=1e-5)


def test_votes_are_counted_by_members_and_by_their_weights() -> None:
    p = RNG.dirichlet(np.ones(3), size=(5, 20))
    u, votes = predictive_uncertainty(p), p.argmax(axis=-1)
    for row, of in enumerate(votes.T):
        assert u.variation_ratio[row] == pytest.approx(1 - np.bincount(of).max() / 5)
        assert u.disagreement[row] == pytest.approx(np.mean([a != b for a, b in combinations(of, 2)]))
    heavy = predictive_uncertainty(p[:2], weights=[0.75, 0.25])  # the only two, whatever they weigh
    assert heavy.disagreement == pytest.approx(1.0 * (votes[0] != votes[1]))
    assert heavy.variation_ratio == pytest.approx(np.where(votes[0] != votes[1], 0.25, 0.0))


def test_an_ensemble_of_normals_is_that_of_its_mixture() -> None:
    """Members of a regression: each predicts a mean and a standard deviation for every row."""
    loc, scale, w = RNG.normal(size=(3, 4)), np.exp(RNG.normal(size=(3, 1))), np.array([0.2, 0.5, 0.3])
    loc[:, 0] = 1.0
    u = predictive_uncertainty(Normal(loc, np.broadcast_to(scale, loc.shape)), weights=w)
    for row in range(4):
        density = lambda x, row=row: float(w @ norm.pdf(x, loc[:, row], scale[:, 0]))  # noqa: E731
        edges = sorted({*loc[:, row], *(loc[:, row] - scale[:, 0]), *(loc[:, row] + scale[:, 0])})
        total = quad(lambda x, f=density: entr(f(x)), -60, 60, points=edges, limit=400)[0]
        assert u.total[row] == pytest.approx(total, abs=1e-7)
    assert (u.epistemic > 0).all()  # in the first row the members differ by their noise alone
    alike = predictive_uncertainty(Normal(np.ones((3, 2)), np.full((3, 2), 2.0)))
    assert not alike.epistemic.any()
    with pytest.raises(PlogpError, match="members"):
        predictive_uncertainty(Normal(0.0, 1.0))


def test_one_member_disagrees_with_nobody() -> None:
    u = predictive_uncertainty(Logits([[1.0, 2.0]]))
    assert (u.epistemic, u.disagreement, u.variation_ratio) == (0.0, 0.0, 0.0)


def test_each_member_may_have_a_temperature() -> None:
    z, temperature = RNG.normal(size=(3, 5, 4)), np.array([0.5, 1.0, 2.0]).reshape(3, 1, 1)
    ours = predictive_uncertainty(Logits(z, temperature=temperature))
    assert ours.epistemic == pytest.approx(predictive_uncertainty(Logits(z / temperature)).epistemic, rel=1e-13)


def test_the_parts_have_gradients(autodiff) -> None:
    def of(x):
        u = predictive_uncertainty(Logits(x))
        return u.aleatoric + 2 * u.epistemic + 3 * u.margin

    z, h = RNG.normal(size=(3, 4)), 1e-6
    slopes = [(float(of(z + s)) - float(of(z - s))) / (2 * h) for s in np.eye(12).reshape(12, 3, 4) * h]
    if autodiff.name == "torch":
        x = autodiff(z).requires_grad_()
        of(x).backward()
        gradient = x.grad
    else:
        import jax

        gradient = jax.jit(jax.grad(of))(autodiff(z))
    assert read(gradient).ravel() == pytest.approx(np.array(slopes), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(
    "wrong",
    [[0.5, 0.5], np.zeros((0, 3, 2)), np.full((2, 2), 0.4), Labels([[0, 1]]), Counts([[1, 2]]), None],
    ids=["one", "none", "no distribution", "labels", "counts", "nothing"],
)
def test_what_is_no_ensemble_is_refused(wrong) -> None:
    with pytest.raises(PlogpError):
        predictive_uncertainty(wrong)


def test_weights_are_of_the_members() -> None:
    with pytest.raises(PlogpError, match="2 weights for 3 distributions"):
        predictive_uncertainty(Logits(np.zeros((3, 2))), weights=[0.5, 0.5])
