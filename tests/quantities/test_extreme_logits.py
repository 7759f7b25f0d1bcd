"""Every quantity of extreme logits, with its gradient, against mpmath: no overflow, no lost digits, no lost offset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

import exact_logits as exact
import plogp
from exact_logits import Softmax, mp
from libraries import read
from plogp import Logits

INF = float("inf")
# An exponent z / T of 100 has a rounding error of 1e-5 in float32, and so has its power of e.
CLOSE = {"float32": 5e-5, "float64": 1e-12}
TINY = {"float32": 1e-18, "float64": 1e-120}


def _power(p: Softmax, a: Any) -> mp.mpf:
    return mp.fsum(mp.exp(-a * x) for x in p.minus_log)


def _jeffreys(p: Softmax, q: Softmax) -> mp.mpf:
    return exact.kl(p, q) + exact.kl(q, p)


def _renyi(p: Softmax, q: Softmax, a: float) -> mp.mpf:
    if a == INF:
        return max(y - x for x, y in zip(p.minus_log, q.minus_log, strict=True))
    a = mp.mpf(a)
    terms = (mp.exp(-a * x - (1 - a) * y) for x, y in zip(p.minus_log, q.minus_log, strict=True))
    return mp.log(mp.fsum(terms)) / (a - 1)


def _squares(p: Softmax, q: Softmax, f: Callable[[Any, Any], Any]) -> mp.mpf:
    return mp.fsum(f(mp.exp(-x), mp.exp(-y)) for x, y in zip(p.minus_log, q.minus_log, strict=True))


ONE = {
    "entropy": (plogp.entropy, exact.entropy),
    "perplexity": (plogp.perplexity, lambda p: mp.exp(exact.entropy(p))),
}
for order in (0.0, 0.3, 0.51, 0.8, 1.2, 2.0, 5.0):
    ONE[f"renyi_entropy {order}"] = (
        lambda p, a=order: plogp.renyi_entropy(p, order=a),
        lambda p, a=order: mp.log(_power(p, mp.mpf(a))) / (1 - mp.mpf(a)),
    )
    ONE[f"tsallis_entropy {order}"] = (
        lambda p, a=order: plogp.tsallis_entropy(p, order=a),
        lambda p, a=order: (_power(p, mp.mpf(a)) - 1) / (1 - mp.mpf(a)),
    )
TWO = {
    "cross_entropy": (plogp.cross_entropy, lambda p, q: exact.cross_entropy(p.p, q)),
    "kl_divergence": (plogp.kl_divergence, exact.kl),
    "js_divergence": (plogp.js_divergence, exact.js),
    "js_distance": (plogp.js_distance, lambda p, q: mp.sqrt(exact.js(p, q))),
    "jeffreys_divergence": (plogp.jeffreys_divergence, _jeffreys),
    "total_variation": (plogp.total_variation, lambda p, q: _squares(p, q, lambda a, b: abs(a - b) / 2)),
    "hellinger_distance": (
        plogp.hellinger_distance,
        lambda p, q: mp.sqrt(_squares(p, q, lambda a, b: (mp.sqrt(a) - mp.sqrt(b)) ** 2 / 2)),
    ),
    "chi_square_divergence": (
        plogp.chi_square_divergence,
        lambda p, q: _squares(p, q, lambda a, b: (a - b) ** 2 / b),
    ),
}
for order in (0.5, 0.99, 2.0, 3.0, 10.0, INF):
    TWO[f"renyi_divergence {order}"] = (
        lambda p, q, a=order: plogp.renyi_divergence(p, q, order=a),
        lambda p, q, a=order: _renyi(p, q, a),
    )


class Pair(NamedTuple):
    """Two rows of logits and their temperatures."""

    z: np.ndarray
    w: np.ndarray
    t: float
    s: float


def pairs(dtype: str) -> Iterator[Pair]:
    """Large offsets with small temperatures, tails beyond the range of exp, and rows that almost agree."""
    rng = np.random.default_rng(0)
    one = np.dtype(dtype).type
    yield Pair(np.zeros(2, dtype), np.array([0, -100], dtype), 1.0, 1.0)
    yield Pair(np.zeros(2, dtype), np.array([0, -800], dtype), 1.0, 1.0)
    for scale, offset, temperatures in (
        (1e-2, 1e4, (0.01, 0.02)),
        (0.3, 1e4, (0.05, 0.07)),
        (1, -3e5, (0.5, 2.0)),
        (1e4, 0, (1.0, 50.0)),
        (100, 0, (1.0, 0.05)),
        (5, 0, (0.7, 1.3)),
    ):
        for kind in range(2):
            k = int(rng.integers(2, 5))
            z = (offset + scale * rng.standard_normal(k)).astype(dtype)
            far = (-offset / 2 + scale * rng.standard_normal(k)).astype(dtype)
            near = (z * (1 + one(1e-6) * rng.standard_normal(k).astype(dtype))).astype(dtype)
            t, s = rng.choice(temperatures, 2)
            yield Pair(z, near if kind == 0 else far, float(t), float(t if scale == 1 else s))


def assert_near(value: float, answer: mp.mpf, dtype: str, name: str) -> None:
    if not np.isfinite(value):
        assert value > 0, name
        assert answer > np.finfo(dtype).max, name
        return
    assert abs(exact.exact(value) - answer) <= CLOSE[dtype] * abs(answer) + TINY[dtype], (name, value, float(answer))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values(dtype: str) -> None:
    for z, w, t, s in pairs(dtype):
        P, Q = Softmax(z, t), Softmax(w, s)
        one = {name: oracle(P) for name, (_, oracle) in ONE.items()}
        two = {name: oracle(P, Q) for name, (_, oracle) in TWO.items()}
        for step in (1, 2):  # a kernel takes what is contiguous, the equation all else
            p, q = (Logits(np.repeat(x, step)[::step], temperature=at) for x, at in ((z, t), (w, s)))
            for name, answer in one.items():
                assert_near(float(ONE[name][0](p)), answer, dtype, name)
            for name, answer in two.items():
                assert_near(float(TWO[name][0](p, q)), answer, dtype, name)


def derivative(oracle: Callable[[Softmax], mp.mpf], z: np.ndarray, t: float) -> list[mp.mpf]:
    """By z, from differences in 60 digits."""
    h, exact_z = mp.mpf(10) ** -20, [exact.exact(x) for x in z]
    slope = []
    with mp.workdps(60):
        for i in range(len(z)):
            up, down = ([x + sign * h * (i == j) for j, x in enumerate(exact_z)] for sign in (1, -1))
            slope.append((oracle(_softmax(up, t)) - oracle(_softmax(down, t))) / (2 * h))
    return slope


def _softmax(z: list[mp.mpf], t: float) -> Softmax:
    made = Softmax.__new__(Softmax)
    top = max(z)
    terms = [mp.exp((x - top) / exact.exact(t)) for x in z]
    total = mp.fsum(terms)
    made.p = [x / total for x in terms]
    made.minus_log = [(top - x) / exact.exact(t) + mp.log(total) for x in z]
    return made


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_gradients(dtype: str) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    names = ["renyi_divergence 0.5", "renyi_divergence 3.0", "js_divergence", "total_variation", "kl_divergence"]
    for z, w, t, s in list(pairs(dtype))[::2]:
        P, Q = Softmax(z, t), Softmax(w, s)
        for name, (quantity, oracle) in [*((n, TWO[n]) for n in names), *ONE.items()]:
            alone = name in ONE
            a, b = (torch.tensor(x, requires_grad=True) for x in (z, w))
            held = [Logits(a, temperature=t)] if alone else [Logits(a, temperature=t), Logits(b, temperature=s)]
            quantity(*held).backward()
            sides = [(a, oracle if alone else lambda x, f=oracle, Q=Q: f(x, Q), z, t)]
            if not alone:
                sides.append((b, lambda x, f=oracle, P=P: f(P, x), w, s))
            for leaf, f, x, temperature in sides:
                answer = derivative(f, x, temperature)
                room = 2 * CLOSE[dtype] * max(1 / temperature, *(float(abs(g)) for g in answer))
                assert read(leaf.grad) == pytest.approx([float(g) for g in answer], abs=room), name


def test_slopes_are_the_gradients() -> None:
    """What `value_and_gradient` has written down, on the same rows."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    for z, w, t, s in list(pairs("float64"))[::2]:
        for name, (quantity, _) in TWO.items():
            word, _, order = name.partition(" ")
            parameters = {"order": float(order)} if order else {}
            b = torch.tensor(w, requires_grad=True)
            value = quantity(Logits(torch.tensor(z), temperature=t), Logits(b, temperature=s))
            value.backward()
            found = plogp.value_and_gradient(
                getattr(plogp, word), Logits(z, temperature=t), Logits(w, temperature=s), **parameters
            )
            if np.isfinite(found[0]):
                room = 1e-9 * max(1 / s, float(found[0]), float(np.abs(found[1]).max()))
                assert read(b.grad) == pytest.approx(found[1], abs=room), name


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", [1e30, 1e39, 1e300, 1e308])
def test_large_orders_are_those_of_infinity(dtype: type, order: float) -> None:
    p, q = (Logits(np.array(z, dtype)) for z in ([0.0, -3.0], [-1.0, 2.0]))
    assert plogp.renyi_entropy(p, order=order) == pytest.approx(plogp.renyi_entropy(p, order=np.inf), rel=1e-6)
    found, expected = plogp.renyi_divergence(p, q, order=order), plogp.renyi_divergence(p, q, order=np.inf)
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", [1e-300, 1e-9])
def test_small_orders_of_an_outcome_that_underflows(dtype: type, order: float) -> None:
    p, q = (Logits(np.array(z, dtype)) for z in ([-1e30, 0.0], [0.0, 0.0]))
    expected = np.log(2) if order == 1e-9 else 0.0  # p^order is 0, or 1 where the order is smaller still
    assert plogp.renyi_divergence(p, q, order=order) == pytest.approx(expected, abs=1e-6)
