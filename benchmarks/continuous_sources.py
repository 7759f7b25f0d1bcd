"""Sources of continuous samples whose entropy, mutual information or divergence is known: what the study is run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import e, log, pi, sqrt
from typing import Any

import numpy as np
from scipy import special

Draw = Callable[[np.random.Generator, int], tuple[np.ndarray, ...]]


@dataclass(frozen=True)
class Source:
    """Where samples come from, and what is true of them, in nats."""

    name: str
    truth: float
    draw: Draw


def dependent() -> Iterator[Source]:
    """Pairs of columns, with their mutual information."""
    for rho in (0.0, 0.3, 0.6, 0.9, 0.99):
        yield normal(f"normal, ρ = {rho:g}", rho)
    yield mapped("wiggly, ρ = 0.75", normal("", 0.75), _wiggly)
    yield mapped("half-cube, ρ = 0.75", normal("", 0.75), _half_cube)
    yield mapped("Swiss roll, ρ = 0.75", normal("", 0.75), _rolled)
    for freedom in (1, 3):
        yield student(f"Student, {freedom} degree{'s' * (freedom > 1)} of freedom", np.eye(2), 1, freedom)
    for width in (0.1, 0.75):
        yield uniform_sum(width)
    for levels in (2, 5):
        yield levels_and_uniform(levels)


def single() -> Iterator[Source]:
    """Columns, with their differential entropy."""
    yield Source("normal", log(2 * pi * e) / 2, lambda rng, n: (rng.standard_normal(n),))
    yield Source("uniform", 0.0, lambda rng, n: (rng.random(n),))
    yield Source("exponential", 1.0, lambda rng, n: (rng.exponential(size=n),))
    yield Source("Cauchy", log(4 * pi), lambda rng, n: (rng.standard_cauchy(n),))
    yield Source("log-normal", log(2 * pi * e) / 2, lambda rng, n: (rng.lognormal(size=n),))
    yield Source("two uniforms", log(2), lambda rng, n: (rng.random(n) + 5 * rng.integers(0, 2, n),))


def plane() -> Iterator[Source]:
    """Columns of two and three coordinates, with their differential entropy."""
    for d in (2, 3):
        yield Source(
            f"normal, {d} coordinates", d * log(2 * pi * e) / 2, lambda rng, n, d=d: (rng.normal(size=(n, d)),)
        )
    yield Source("uniform, 2 coordinates", 0.0, lambda rng, n: (rng.random((n, 2)),))


def divergent() -> Iterator[Source]:
    """Pairs of samples, with the divergence of the first from the second."""
    for shift in (0.0, 0.5, 1.0):
        yield Source(f"normals {shift:g} apart", shift**2 / 2, lambda rng, n, s=shift: (_z(rng, n), s + _z(rng, n)))
    wide = log(2) + 1 / 8 - 1 / 2
    yield Source("normal from a wider one", wide, lambda rng, n: (_z(rng, n), 2 * _z(rng, n)))
    yield Source("exponentials", log(2) - 1 / 2, lambda rng, n: (rng.exponential(0.5, n), rng.exponential(1.0, n)))
    yield Source("normals, 2 coordinates", 0.5, lambda rng, n: (_z(rng, (n, 2)), _z(rng, (n, 2)) + sqrt(0.5)))


def beyond_normal() -> Iterator[Source]:
    """Tasks of Czyż et al. 2023, "Beyond Normal" (arXiv:2306.11078), of up to five coordinates on a side."""
    pair = normal("normal 1 × 1", 0.75)
    yield pair
    for name, change in (
        ("asinh", np.arcsinh),
        ("half-cube", _half_cube),
        ("wiggly", _wiggly),
        ("uniform", special.ndtr),
    ):
        yield mapped(f"{name} 1 × 1", pair, change)
    yield mapped("Swiss roll 2 × 1", pair, _rolled)
    yield uniform_sum(0.1)
    yield uniform_sum(0.75)
    for freedom in (1, 2, 3, 5):
        yield student(f"Student {freedom} 1 × 1", np.eye(2), 1, freedom)
    for d in (2, 3, 5):
        dense = np.full((2 * d, 2 * d), 0.5) + 0.5 * np.eye(2 * d)
        sparse = np.eye(2 * d)
        for i in range(2):
            sparse[i, d + i] = sparse[d + i, i] = 0.8
        for name, dispersion in (("dense", dense), ("2-sparse", sparse)):
            base = student(f"{name} {d} × {d}", dispersion, d, np.inf)
            yield base
            yield mapped(f"half-cube of {name} {d} × {d}", base, _half_cube)
            yield mapped(f"uniform of {name} {d} × {d}", base, special.ndtr)
            yield mapped(f"wiggly of {name} {d} × {d}", base, _wiggly)
        for freedom in (1, 2, 3, 5):
            yield student(f"Student {freedom} dense {d} × {d}", dense, d, freedom)
            yield student(f"Student {freedom} alone {d} × {d}", np.eye(2 * d), d, freedom)


def normal(name: str, rho: float) -> Source:
    """Two columns of this correlation."""
    return student(name, np.array([[1.0, rho], [rho, 1.0]]), 1, np.inf)


def student(name: str, dispersion: np.ndarray, d: int, freedom: float) -> Source:
    """X the first d coordinates of a Student distribution, of the normal one if its freedom has no end; Y the rest."""
    k = len(dispersion)
    log_det = [np.linalg.slogdet(part)[1] for part in (dispersion[:d, :d], dispersion[d:, d:], dispersion)]
    truth = (log_det[0] + log_det[1] - log_det[2]) / 2
    if freedom < np.inf:
        truth += _excess(d, freedom) + _excess(k - d, freedom) - _excess(k, freedom)
    root = np.linalg.cholesky(dispersion).T

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, ...]:
        x = rng.standard_normal((n, k)) @ root
        if freedom < np.inf:
            x /= np.sqrt(rng.chisquare(freedom, (n, 1)) / freedom)
        return x[:, :d], x[:, d:]

    return Source(name, float(truth), draw)


def mapped(name: str, source: Source, change: Callable[[np.ndarray], np.ndarray]) -> Source:
    """With X and Y changed by an invertible map, which changes nothing that they share."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, ...]:
        x, y = source.draw(rng, n)
        return change(x), y if change is _rolled else change(y)

    return Source(name, source.truth, draw)


def uniform_sum(width: float) -> Source:
    """X uniform, and Y = X + noise that is uniform within ± the width."""
    truth = width - log(2 * width) if width <= 0.5 else 1 / (4 * width)

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, ...]:
        x = rng.random(n)
        return x, x + rng.uniform(-width, width, n)

    return Source(f"uniform sum, ± {width:g}", truth, draw)


def levels_and_uniform(levels: int) -> Source:
    """X one of some levels, and Y uniform between it and the next but one (Gao et al. 2017, arXiv:1709.06212)."""

    def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, ...]:
        x = rng.integers(0, levels, n)
        return x, x + rng.uniform(0, 2, n)

    return Source(f"mixed, {levels} levels", log(levels) - (levels - 1) * log(2) / levels, draw)


def _excess(d: int, freedom: float) -> float:
    """Of the entropy of a Student distribution over half the log of the determinant of its dispersion."""
    whole = (freedom + d) / 2
    constant = special.gammaln(freedom / 2) - special.gammaln(whole) + d / 2 * log(freedom * pi)
    return float(constant + whole * (special.digamma(whole) - special.digamma(freedom / 2)))


def _z(rng: np.random.Generator, shape: Any) -> np.ndarray:
    return rng.standard_normal(shape)


def _wiggly(x: np.ndarray) -> np.ndarray:
    return np.asarray(x + 0.4 * np.sin(x) + 0.2 * np.sin(1.7 * x + 1) + 0.03 * np.sin(3.3 * x - 2.5))


def _half_cube(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.sign(x) * np.abs(x) ** 1.5)


def _rolled(x: np.ndarray) -> np.ndarray:
    angle = 1.5 * pi * (1 + 2 * special.ndtr(x.ravel()))
    return np.stack([angle * np.cos(angle), angle * np.sin(angle)], axis=1) / 21
