"""Gradients: against central differences in float64, against each other, and never NaN."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import plogp
from libraries import Library, derivative, load, read
from plogp import Joint, Labels, Logits
from quantity_laws import TWO

# Arrays of one shape: JAX compiles each operation once a shape and a type.
SHAPE = (4, 3)
RNG = np.random.default_rng(7)
P = RNG.dirichlet(np.ones(3), size=4)
OTHER = np.roll(P, 1, axis=0)
Z = RNG.normal(size=SHAPE)
Y = np.array([0, 2, 1, 2])
PLAIN = load("numpy")


OF_PROBS = {
    "entropy": lambda a, p: plogp.entropy(p),
    "renyi_entropy(2)": lambda a, p: plogp.renyi_entropy(p, order=2),
    "renyi_entropy(0.7)": lambda a, p: plogp.renyi_entropy(p, order=0.7),
    "tsallis_entropy": lambda a, p: plogp.tsallis_entropy(p, order=1.5),
    "perplexity": lambda a, p: plogp.perplexity(p),
    "cross_entropy of the truth": lambda a, p: plogp.cross_entropy(p, Logits(a(Z))),
    "cross_entropy of the model": lambda a, p: plogp.cross_entropy(a(OTHER), p),
    "kl_divergence of the truth": lambda a, p: plogp.kl_divergence(p, a(OTHER)),
    "kl_divergence of the model": lambda a, p: plogp.kl_divergence(a(OTHER), p),
    "js_divergence": lambda a, p: plogp.js_divergence(p, a(OTHER)),
    "js_divergence of three": lambda a, p: plogp.js_divergence(
        p, a(OTHER), a(np.full(SHAPE, 1 / 3)), weights=[0.5, 0.2, 0.3]
    ),
    "js_distance": lambda a, p: plogp.js_distance(p, a(OTHER)),
    "jeffreys_divergence": lambda a, p: plogp.jeffreys_divergence(p, a(OTHER)),
    "renyi_divergence": lambda a, p: plogp.renyi_divergence(p, a(OTHER), order=0.5),
    "renyi_divergence of the model": lambda a, p: plogp.renyi_divergence(a(OTHER), p, order=3),
    "total_variation": lambda a, p: plogp.total_variation(p, a(OTHER)),
    "hellinger_distance": lambda a, p: plogp.hellinger_distance(p, a(OTHER)),
    "chi_square_divergence": lambda a, p: plogp.chi_square_divergence(p, a(OTHER)),
    "f_divergence": lambda a, p: plogp.f_divergence(p, a(OTHER), lambda t: (t - 1) ** 2),
}
OF_JOINT = {
    "mutual_information": lambda a, p: plogp.mutual_information(Joint(p)),
    "conditional_entropy": lambda a, p: plogp.conditional_entropy(Joint(p)),
    "normalized_mutual_information": lambda a, p: plogp.normalized_mutual_information(Joint(p)),
    "variation_of_information": lambda a, p: plogp.variation_of_information(Joint(p)),
    "total_correlation": lambda a, p: plogp.total_correlation(Joint(p)),
}


def numerical(f: Any, x: np.ndarray, h: float = 1e-6) -> np.ndarray:
    """Central differences of the sum of f over all its rows."""
    slope = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        slope[i] = (np.sum(f(up)) - np.sum(f(down))) / (2 * h)
    return slope


@pytest.mark.parametrize("name", OF_PROBS)
def test_by_probabilities(autodiff: Library, name: str) -> None:
    f = OF_PROBS[name]
    expected = numerical(lambda p: f(PLAIN, p), P, h=2e-7)
    assert derivative(autodiff, lambda p: f(autodiff, p), P) == pytest.approx(expected, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("name", OF_PROBS)
@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_by_logits(autodiff: Library, name: str, temperature: float) -> None:
    f = OF_PROBS[name]
    expected = numerical(lambda z: f(PLAIN, Logits(z, temperature=temperature)), Z)
    found = derivative(autodiff, lambda z: f(autodiff, Logits(z, temperature=temperature)), Z)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", OF_JOINT)
def test_by_joint_probabilities(autodiff: Library, name: str) -> None:
    joint = RNG.dirichlet(np.ones(12)).reshape(SHAPE)
    f = OF_JOINT[name]
    expected = numerical(lambda p: f(PLAIN, p), joint, h=2e-7)
    assert derivative(autodiff, lambda p: f(autodiff, p), joint) == pytest.approx(expected, rel=1e-6, abs=1e-7)


def test_softmax_cross_entropy_is_prediction_minus_label(autodiff: Library) -> None:
    expected = read(plogp.softmax(Z)) - np.eye(3)[Y]
    found = derivative(autodiff, lambda z: plogp.cross_entropy(Labels(autodiff(Y)), Logits(z)), Z)
    assert found == pytest.approx(expected, abs=1e-15)


def test_gradient_by_the_temperature(autodiff: Library) -> None:
    f = lambda t: plogp.cross_entropy(Labels(Y), Logits(Z, temperature=float(t)))  # noqa: E731
    expected = numerical(lambda t: f(t[()]), np.array(1.5))
    labels = autodiff(Y)
    found = derivative(
        autodiff, lambda t: plogp.cross_entropy(Labels(labels), Logits(autodiff(Z), temperature=t)), np.array(1.5)
    )
    assert found == pytest.approx(expected, rel=1e-8)


def test_the_gradient_at_zero_is_zero(autodiff: Library) -> None:
    slope = derivative(autodiff, plogp.entropy, np.array([[0.5, 0.25, 0.25, 0.0]]))
    assert slope[0, 3] == 0.0
    assert slope[0, 0] != 0.0


def test_near_agreement_the_gradient_keeps_its_digits(autodiff: Library) -> None:
    z = np.linspace(-2.0, 2.0, 7)
    w = z + 1e-9 * np.sin(np.arange(7.0))
    d = (w - z) - np.sum(np.exp(z) / np.exp(z).sum() * (w - z))  # first order of log q - log p
    expected = np.exp(z) / np.exp(z).sum() * d
    found = derivative(autodiff, lambda q: plogp.kl_divergence(Logits(autodiff(z)), Logits(q)), w)
    assert found == pytest.approx(expected, rel=1e-6, abs=0)


@pytest.mark.parametrize("name", [name for name in TWO if "renyi" not in name])
@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_value_and_gradient_agrees_with_central_differences(name: str, temperature: float) -> None:
    quantity = getattr(plogp, name)
    for f in (
        lambda z: (quantity, OTHER, Logits(z, temperature=temperature)),
        lambda z: (quantity, Logits(z, temperature=temperature), OTHER),
        lambda z: (quantity, Logits(np.roll(Z, 1, axis=0), temperature=0.7), Logits(z, temperature=temperature)),
    ):
        value, slope = plogp.value_and_gradient(*f(Z))
        assert value == pytest.approx(quantity(*f(Z)[1:]), rel=1e-13)
        assert slope == pytest.approx(numerical(lambda z, f=f: quantity(*f(z)[1:]), Z), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("entropy", {}),
        ("perplexity", {}),
        ("tsallis_entropy", {"order": 1.5}),
        ("renyi_entropy", {"order": 2.0}),
        ("renyi_entropy", {"order": float("inf")}),
    ],
)
def test_value_and_gradient_of_one_distribution(name: str, parameters: dict[str, float]) -> None:
    quantity = getattr(plogp, name)
    value, slope = plogp.value_and_gradient(quantity, Logits(Z), **parameters)
    assert value == pytest.approx(quantity(Logits(Z), **parameters), rel=1e-13)
    expected = numerical(lambda z: quantity(Logits(z), **parameters), Z)
    assert slope == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("order", [0.5, 2.0, float("inf")])
@pytest.mark.parametrize("of_the_model", [False, True])
def test_value_and_gradient_of_renyi_divergence(order: float, of_the_model: bool) -> None:
    def arguments(z: np.ndarray) -> tuple[Any, Any]:
        return (P, Logits(z)) if of_the_model else (Logits(z), P)

    slope = plogp.value_and_gradient(plogp.renyi_divergence, *arguments(Z), order=order)[1]
    expected = numerical(lambda z: plogp.renyi_divergence(*arguments(z), order=order), Z)
    assert slope == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_value_and_gradient_in_bits_out_and_in_place() -> None:
    labels = Labels(Y)
    value, slope = plogp.value_and_gradient(plogp.cross_entropy, labels, Logits(Z), base=2)
    nats = plogp.value_and_gradient(plogp.cross_entropy, labels, Logits(Z))
    assert value == pytest.approx(nats[0] / np.log(2), rel=1e-15)
    assert slope == pytest.approx(nats[1] / np.log(2), rel=1e-15)
    out = np.empty_like(Z)
    assert plogp.value_and_gradient(plogp.cross_entropy, labels, Logits(Z), out=out)[1] is out
    assert out == pytest.approx(nats[1], rel=1e-15)
    z = Z.copy()
    assert plogp.value_and_gradient(plogp.cross_entropy, labels, Logits(z), out=z)[1] is z
    assert z == pytest.approx(nats[1], rel=1e-15)


def test_value_and_gradient_leaves_ignored_rows_alone() -> None:
    value, slope = plogp.value_and_gradient(plogp.cross_entropy, Labels([0, -1, 2, 1], ignore=-1), Logits(Z))
    assert value[1] == 0.0
    assert not slope[1].any()
    assert slope[0].any()
