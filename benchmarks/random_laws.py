"""Distributions on the line drawn at random: normal, t, Gumbel, gamma, logistic, Laplace, Weibull, and mixtures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

Reals = np.ndarray[Any, np.dtype[np.float64]]
Rng = np.random.Generator


@dataclass(frozen=True)
class Law:
    """A distribution on the line: a mixture of frozen SciPy distributions."""

    name: str
    parts: tuple[Any, ...]
    weights: tuple[float, ...] = (1.0,)

    def cdf(self, x: Reals) -> Reals:
        return np.asarray(sum(w * part.cdf(x) for w, part in zip(self.weights, self.parts, strict=True)))

    def log_density(self, x: Reals) -> Reals:
        logs = [np.log(w) + part.logpdf(x) for w, part in zip(self.weights, self.parts, strict=True)]
        return np.asarray(special.logsumexp(logs, axis=0))

    def quantile(self, p: Reals) -> Reals:
        """By bisection, for a mixture has none in closed form."""
        ends = np.array([part.ppf(p) for part in self.parts])
        low, high = ends.min(axis=0), ends.max(axis=0)
        for _ in range(60 if len(self.parts) > 1 else 0):
            middle = (low + high) / 2
            below = self.cdf(middle) < p
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)

    def draw(self, rng: Rng, n: int) -> Reals:
        which = rng.choice(len(self.parts), n, p=self.weights)
        drawn = np.array([part.rvs(n, random_state=rng) for part in self.parts])
        return np.asarray(drawn[which, np.arange(n)])


def law(rng: Rng, spread: float = 1.0, near: float = 0.0) -> Law:
    """A random distribution of about this spread, about a random place."""
    scale = spread * np.exp(rng.normal(0, 0.4))
    place = near + spread * rng.normal(0, 0.7)
    kind = rng.integers(0, 8)
    if kind == 0:
        return Law("normal", (stats.norm(place, scale),))
    if kind == 1:
        freedom = float(np.exp(rng.uniform(np.log(1.5), np.log(15))))
        return Law(f"t({freedom:.1f})", (stats.t(freedom, place, scale),))
    if kind == 2:
        return Law("Gumbel", (stats.gumbel_r(place, scale),))
    if kind == 3:
        shape = float(np.exp(rng.uniform(np.log(0.8), np.log(6))))
        return Law(f"gamma({shape:.1f})", (stats.gamma(shape, scale=scale / shape**0.5),))
    if kind == 4:
        return Law("logistic", (stats.logistic(place, scale / 1.8),))
    if kind == 5:
        return Law("Laplace", (stats.laplace(place, scale / 1.4),))
    if kind == 6:
        return Law("Weibull", (stats.weibull_min(rng.uniform(1, 3), scale=2 * scale),))
    count = int(rng.integers(2, 4))
    parts = tuple(stats.norm(place + 2 * scale * rng.normal(), scale * rng.uniform(0.3, 1)) for _ in range(count))
    return Law(f"{count} normals", parts, tuple(rng.dirichlet(np.full(count, 3.0))))
