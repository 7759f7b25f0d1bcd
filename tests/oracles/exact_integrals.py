"""Quantities of densities over numbers in 25 digits: mpmath's own quadrature of densities that are written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import mpmath as mp
import numpy as np

log, exp, sqrt, inf = mp.log, mp.exp, mp.sqrt, mp.inf
Density = Callable[[Any, Any], Any]  # of x and 1 - x


def density(d: Any) -> tuple[Density, list[tuple[float, float]], bool]:
    """The density of a family of plogp, the points about which it changes, with scales; whether of whole numbers."""
    given = {name: x for name, x in vars(d).items() if x is not None}
    if type(d).__name__ != "Mixture":
        given = {name: mp.mpf(float(x)) for name, x in given.items()}
    return _DENSITIES[type(d).__name__](**given)


def _normal(loc, scale):
    return lambda x, _: exp(-(((x - loc) / scale) ** 2) / 2) / (scale * sqrt(2 * mp.pi)), [(loc, scale)], False


def _laplace(loc, scale):
    return lambda x, _: exp(-abs(x - loc) / scale) / (2 * scale), [(loc, scale)], False


def _student_t(df, loc, scale):
    top = mp.gamma((df + 1) / 2) / (mp.gamma(df / 2) * sqrt(df * mp.pi) * scale)
    return lambda x, _: top * (1 + ((x - loc) / scale) ** 2 / df) ** (-(df + 1) / 2), [(loc, scale)], False


def _uniform(low, high):
    return lambda x, _: 1 / (high - low) if low <= x <= high else mp.mpf(0), [(low, 0), (high, 0)], False


def _exponential(rate):
    return lambda x, _: rate * exp(-rate * x) if x >= 0 else mp.mpf(0), [(mp.mpf(0), 0), (mp.mpf(0), 1 / rate)], False


def _gamma(concentration, rate):
    a = concentration
    top = a * log(rate) - mp.loggamma(a)
    marks = [(mp.mpf(0), 0), (mp.mpf(0), 1 / rate), (a / rate, sqrt(a) / rate)]
    return lambda x, _: exp(top + (a - 1) * log(x) - rate * x) if x > 0 else mp.mpf(0), marks, False


def _beta(a, b):
    top = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
    marks = [(mp.mpf(0), 0), (mp.mpf(1), 0), (a / (a + b), sqrt(a * b / (a + b + 1)) / (a + b))]

    def value(x, rest):
        return exp(top + (a - 1) * log(x) + (b - 1) * log(rest)) if x > 0 and rest > 0 else mp.mpf(0)

    return value, marks, False


def _inverse_gaussian(mean, shape):
    def value(x, rest):
        return (
            sqrt(shape / (2 * mp.pi * x**3)) * exp(-shape * (x - mean) ** 2 / (2 * mean**2 * x)) if x > 0 else mp.mpf(0)
        )

    half = 3 * mean / (2 * shape)
    mode = mean * (sqrt(1 + half**2) - half)
    return (
        value,
        [(mp.mpf(0), 0), (mode, mode), (mode, mode * sqrt(mode / shape)), (mean, sqrt(mean**3 / shape))],
        False,
    )


def _poisson(rate):
    return lambda k, _: exp(k * log(rate) - rate - mp.loggamma(k + 1)), [(rate, sqrt(rate) + 1)], True


def _geometric(p):
    return lambda k, _: p * (1 - p) ** k, [(mp.mpf(0), 1 / p)], True


def _mixture(components, weights):
    shares = [mp.mpf(float(w)) for w in weights]
    shares = [w / mp.fsum(shares) for w in shares]
    held = [density(c) for c in components]

    def value(x, rest):
        return mp.fsum(w * f(x, rest) for w, (f, *_) in zip(shares, held, strict=True) if w)

    return value, [mark for _, marks, _ in held for mark in marks], held[0][2]


_DENSITIES = {
    "Normal": _normal, "Laplace": _laplace, "StudentT": _student_t, "Uniform": _uniform, "Exponential": _exponential,
    "Gamma": _gamma, "Beta": _beta, "InverseGaussian": _inverse_gaussian, "Poisson": _poisson, "Geometric": _geometric,
    "Mixture": _mixture,
}  # fmt: skip


def _kl(p, q):
    if p == 0:
        return q
    return inf if q == 0 else q - p + p * log(p / q)


def _js(p, q):
    m = (p + q) / 2
    return (_kl(p, m) + _kl(q, m)) / 2 if m else mp.mpf(0)


def _power(order):
    return lambda p, q: p**order * q ** (1 - order) if p and q else (inf if p and order > 1 else mp.mpf(0))


# The integrand, and what is made of the integral.
QUANTITIES: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any], Any]]] = {
    "kl_divergence": (_kl, lambda s: s),
    "js_divergence": (_js, lambda s: s),
    "total_variation": (lambda p, q: abs(p - q) / 2, lambda s: s),
    "hellinger_distance": (lambda p, q: (sqrt(p) - sqrt(q)) ** 2 / 2, sqrt),
    "chi_square_divergence": (lambda p, q: (p - q) ** 2 / q if q else (inf if p else mp.mpf(0)), lambda s: s),
    "renyi_divergence": (_power(0.5), lambda s: log(s) / (0.5 - 1)),
    "cross_entropy": (lambda p, q: (-p * log(q) if q else inf) if p else mp.mpf(0), lambda s: s),
    "entropy": (lambda p, q: -p * log(p) if p else mp.mpf(0), lambda s: s),
    "renyi_entropy": (lambda p, q: p**2, lambda s: -log(s)),
}


def exact(name: str, P: Any, Q: Any, digits: int = 25) -> Any:
    """The quantity of two families; those of one family leave the second alone. Orders are ½ and, of one, 2.

    An integral that diverges at a singularity comes out finite, and larger the more digits there are.
    """
    integrand, finish = QUANTITIES[name]
    (p, marks, lattice), (q, more, _) = density(P), density(Q)
    one = name in ("entropy", "renyi_entropy")
    marks = marks if one else marks + more
    with mp.workdps(digits):
        if lattice:
            last = int(max(m + 60 * s + 200 for m, s in marks))
            return finish(mp.fsum(integrand(p(k, 1 - k), q(k, 1 - k)) for k in map(mp.mpf, range(last))))
        cuts, ends = _cuts(marks), {m for m, s in marks if not s}
        if name == "total_variation":
            cuts = sorted({*cuts, *_crossings(p, q, cuts)})
        value = mp.mpf(0)
        for a, b in pairwise(cuts):
            value += _segment(lambda x, rest: integrand(p(x, rest), q(x, rest)), a, b, ends)
            if value == inf:
                break
        if value and abs(value) < 1e-8 and digits < 200:  # mpmath stops at an absolute error
            return exact(name, P, Q, digits + 2 * int(-mp.log10(abs(value))))
        return finish(value)


def _segment(f: Density, a: Any, b: Any, ends: set[Any]) -> Any:
    """The integral over an interval; next to an end x^(c - 1) is tamed by x = u^12."""
    if a in ends and b < inf:
        return mp.quad(lambda u: f(a + (b - a) * u**12, (1 - a) - (b - a) * u**12) * 12 * u**11 * (b - a), [0, 1])
    if b in ends and a > -inf:
        return mp.quad(lambda u: f(b - (b - a) * u**12, (1 - b) + (b - a) * u**12) * 12 * u**11 * (b - a), [0, 1])
    return mp.quad(lambda x: f(x, 1 - x), [a, b])


def _cuts(marks: Sequence[tuple[Any, Any]]) -> list[Any]:
    """Points between which the densities are smooth, and none changes much relative to itself where it has mass."""
    spread = max((abs(a - b) for a, _ in marks for b, _ in marks), default=0) + max(s for _, s in marks) + 1
    points = {m for m, _ in marks}
    for m, s in marks:
        for k in (0.1, 0.5, 1.5, 4, 10, 30):
            points |= {m + k * s, m - k * s} if s else set()
    for k in (1, 10, 100, 1e4):
        points |= {max(m for m, _ in marks) + k * spread, min(m for m, _ in marks) - k * spread}
    return [-inf, *sorted(points), inf]


def _crossings(p: Density, q: Density, cuts: Sequence[Any]) -> list[Any]:
    found = []
    for a, b in pairwise(cuts[1:-1]):
        shares = sorted({mp.mpf(k) / 24 for k in range(25)} | {(mp.mpf(k) / 24) ** 12 for k in range(25)})
        grid = [a + (b - a) * share for share in shares]
        signs = [mp.sign(p(x, 1 - x) - q(x, 1 - x)) for x in grid]
        for x, y, s, t in zip(grid, grid[1:], signs, signs[1:], strict=False):
            if s * t < 0:
                for _ in range(110):
                    m = (x + y) / 2
                    x, y = (m, y) if mp.sign(p(m, 1 - m) - q(m, 1 - m)) == s else (x, m)
                found.append(x)
    return found


def random_family(rng: np.random.Generator, lattice: bool, depth: int = 0) -> Any:
    """A family over whole or over all numbers: each in three is a mixture, whose components may be mixtures."""
    import plogp

    def scale() -> float:
        return float(np.exp(rng.normal() * 1.2))

    if depth < 2 and rng.random() < 0.33:
        k = int(rng.integers(2, 4))
        weights = rng.dirichlet(np.ones(k))
        return plogp.Mixture([random_family(rng, lattice, depth + 1) for _ in range(k)], weights)
    if lattice:
        return plogp.Poisson(scale() * 2) if rng.random() < 0.5 else plogp.Geometric(1 / (1 + scale()))
    loc = float(rng.normal() * 2)
    kinds: list[Callable[[], Any]] = [
        lambda: plogp.Normal(loc, scale()),
        lambda: plogp.Laplace(loc, scale()),
        lambda: plogp.StudentT(1.0 + 3 * scale(), loc, scale()),
        lambda: plogp.Uniform(loc, loc + scale()),
        lambda: plogp.Exponential(scale()),
        lambda: plogp.Gamma(0.3 + scale(), scale()),
        lambda: plogp.Beta(0.3 + scale(), 0.3 + scale()),
        lambda: plogp.InverseGaussian(scale(), scale()),
    ]
    return kinds[int(rng.integers(len(kinds)))]()
