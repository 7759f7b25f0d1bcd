"""Entropies and divergences of the families in 60 digits, from the textbook forms that cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np

mp.mp.dps = 60

log, gammaln, digamma = mp.log, mp.loggamma, mp.digamma


def _matrix(x: Any) -> mp.matrix:
    return mp.matrix([[mp.mpf(float(v)) for v in row] for row in x])


def _log_beta(a: list[Any]) -> Any:
    return sum(gammaln(x) for x in a) - gammaln(sum(a))


def _multigamma(a: Any, d: int) -> Any:
    return mp.mpf(d * (d - 1)) / 4 * log(mp.pi) + sum(gammaln(a - mp.mpf(j) / 2) for j in range(d))


# A(θ) and θ of each family, and the mean of the statistics: from these the Bregman divergence of A, in 60 digits.
def normal(loc, scale):
    t = (loc / scale**2, -1 / (2 * scale**2))
    return t, (loc, loc**2 + scale**2), lambda a, b: -(a**2) / (4 * b) - log(-2 * b) / 2 + log(2 * mp.pi) / 2, 0


def exponential(rate):
    return (-rate,), (1 / rate,), lambda a: -log(-a), 0


def poisson(rate):
    mass = rate * 0
    top = int(rate + 40 * mp.sqrt(rate) + 80)
    if rate < 3000:
        mass = mp.fsum(mp.exp(k * log(rate) - rate - gammaln(k + 1)) * gammaln(k + 1) for k in range(top))
    return (log(rate),), (rate,), mp.exp, -mass


def geometric(p):
    return (mp.log1p(-p),), ((1 - p) / p,), lambda a: -log(-mp.expm1(a)), 0


def bernoulli(p):
    return (log(p) - mp.log1p(-p),), (p,), lambda a: mp.log1p(mp.exp(a)), 0


def gamma(a, r):
    return (a - 1, -r), (digamma(a) - log(r), a / r), lambda x, y: gammaln(x + 1) - (x + 1) * log(-y), 0


def dirichlet(*a):
    mean = tuple(digamma(x) - digamma(sum(a)) for x in a)
    return tuple(x - 1 for x in a), mean, lambda *t: _log_beta([x + 1 for x in t]), 0


def inverse_gaussian(mean, shape):
    carrier = -log(2 * mp.pi) / 2 - mp.mpf(3) / 2 * (log(mean) - mp.exp(2 * shape / mean) * mp.e1(2 * shape / mean))
    a, b = -shape / (2 * mean**2), -shape / 2
    return (a, b), (mean, 1 / mean + 1 / shape), lambda x, y: -2 * mp.sqrt(x * y) - log(-2 * y) / 2, carrier


def laplace(loc, scale):  # of one centre
    return (-1 / scale,), (scale,), lambda a: log(-2 / a), 0


FORMS: dict[str, Callable[..., Any]] = {
    "Normal": normal, "Exponential": exponential, "Poisson": poisson, "Geometric": geometric, "Bernoulli": bernoulli,
    "Gamma": gamma, "Beta": dirichlet, "Dirichlet": dirichlet, "InverseGaussian": inverse_gaussian, "Laplace": laplace,
}  # fmt: skip


def _form(name: str, parameters: Any) -> Any:
    return FORMS[name](*(mp.mpf(float(x)) for x in np.ravel(np.asarray(parameters, dtype=np.float64))))


def kl_divergence(name: str, p: Any, q: Any) -> Any:
    if name == "Laplace":
        m, b, n, c = (mp.mpf(float(x)) for x in (*p, *q))
        d = abs(m - n)
        return log(c / b) + b / c * mp.exp(-d / b) + d / c - 1
    (theta, eta, normalizer, _), (other, *_) = _form(name, p), _form(name, q)
    inner = sum(e * (b - a) for e, a, b in zip(eta, theta, other, strict=True))
    return normalizer(*other) - normalizer(*theta) - inner


def renyi_divergence(name: str, p: Any, q: Any, order: float) -> Any:
    (theta, _, normalizer, _), (other, *_) = _form(name, p), _form(name, q)
    w = mp.mpf(order)
    mixed = normalizer(*(w * a + (1 - w) * b for a, b in zip(theta, other, strict=True)))
    return (mixed - w * normalizer(*theta) - (1 - w) * normalizer(*other)) / (w - 1)


def entropy(name: str, p: Any) -> Any:
    theta, eta, normalizer, carrier = _form(name, p)
    return normalizer(*theta) - sum(a * b for a, b in zip(theta, eta, strict=True)) - carrier


def kl_of_normals(mean: Any, covariance: Any, other_mean: Any, other_covariance: Any) -> Any:
    p, q = _matrix(covariance), _matrix(other_covariance)
    gap = mp.matrix([mp.mpf(float(b)) - mp.mpf(float(a)) for a, b in zip(mean, other_mean, strict=True)])
    ratio = mp.lu_solve(q, p) if False else q**-1 * p
    trace = sum(ratio[i, i] for i in range(len(gap)))
    return (trace - len(gap) - log(mp.det(p) / mp.det(q)) + (gap.T * q**-1 * gap)[0]) / 2


def kl_of_wisharts(n: Any, scale: Any, m: Any, other: Any) -> Any:
    n, m, p, q = mp.mpf(float(n)), mp.mpf(float(m)), _matrix(scale), _matrix(other)
    d, ratio = p.rows, q**-1 * p
    trace = sum(ratio[i, i] for i in range(d)) - d
    mean_log = sum(digamma((n - j) / 2) for j in range(d))
    return (
        (-m * log(mp.det(p) / mp.det(q)) + n * trace + (n - m) * mean_log) / 2
        + _multigamma(m / 2, d)
        - _multigamma(n / 2, d)
    )
