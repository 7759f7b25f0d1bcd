"""Random members of the families, for the tests that loop over them."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import numpy as np

import plogp

RNG = np.random.default_rng(0)


def _positive(spread: float = 2.0) -> float:
    return float(np.exp(RNG.normal() * spread))


def _scatter(d: int) -> Any:
    x = RNG.normal(size=(d, d))
    return x @ x.T + 0.3 * np.eye(d)


DRAWN = {
    "Normal": lambda: [RNG.normal() * 3, _positive()],
    "Exponential": lambda: [_positive()],
    "Poisson": lambda: [_positive(1.0)],
    "Geometric": lambda: [1 / (1 + _positive())],
    "Bernoulli": lambda: [1 / (1 + _positive())],
    "Gamma": lambda: [_positive(), _positive()],
    "Beta": lambda: [_positive(), _positive()],
    "Dirichlet": lambda: [[_positive(), _positive(), _positive()]],
    "InverseGaussian": lambda: [_positive(), _positive()],
    "Laplace": lambda: [RNG.normal(), _positive()],
}
MATRICES = {
    "MultivariateNormal": lambda: [RNG.normal(size=3), _scatter(3)],
    "Wishart": lambda: [3.5 + _positive(), _scatter(3)],
}
NAMES = [*DRAWN, *MATRICES]
ORDERS = (0.25, 0.5, 0.9, 1.5, 2.5)


def made(name: str, parameters: list[Any]) -> Any:
    return getattr(plogp, name)(*parameters)


def pairs(name: str, n: int, dtype: Any) -> Any:
    """Random pairs, two thirds of which almost agree."""
    for i in range(n):
        p = DRAWN[name]()
        near = 10 ** RNG.uniform(-8, -0.3)
        q = DRAWN[name]() if i % 3 == 0 else [np.asarray(x) * (1 + near * RNG.uniform(-1, 1, np.shape(x))) for x in p]
        if name in ("Geometric", "Bernoulli") and not 0 < np.float32(q[0]) < 1:
            continue
        yield [np.asarray(x, dtype) for x in p], [np.asarray(x, dtype) for x in q]


def flat(parameters: list[Any]) -> Any:
    return np.concatenate([np.ravel(x) for x in parameters])


def off(found: Any, truth: Any) -> float:
    return abs(float((mp.mpf(float(found)) - truth) / truth))
