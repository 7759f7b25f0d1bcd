"""Discrete sources drawn at random from broad families, by a seed: what the studies of intervals draw samples from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Floats]
LEVELS = (2, 5000)
SIZES = (20, 20_000)
CELLS = 5000  # of a joint table, at most


@dataclass(frozen=True, eq=False)
class Source:
    """A distribution over the cells of a table, or two of them, and how many observations are drawn of each."""

    name: str
    tables: tuple[Floats, ...]
    sizes: tuple[int, ...]

    def samples(self, rng: np.random.Generator, replicates: int) -> list[NDArray[np.int64]]:
        """Counts of samples of each distribution, (replicates, ...)."""
        return [
            rng.multinomial(n, p.ravel(), size=replicates).reshape(replicates, *p.shape)
            for p, n in zip(self.tables, self.sizes, strict=True)
        ]


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _whole(rng: np.random.Generator, low: int, high: int) -> int:
    return min(int(_log_uniform(rng, low, high + 1)), high)


def _normalized(w: Floats) -> Floats:
    w = np.asarray(w, dtype=np.float64)
    return np.asarray(w / w.sum())


def dirichlet(rng: np.random.Generator, k: int) -> Floats:
    """Of one concentration for all outcomes, 0.05 to 10."""
    return _normalized(rng.gamma(_log_uniform(rng, 0.05, 10), size=k) + 1e-12 / k)


def zipf_mandelbrot(rng: np.random.Generator, k: int) -> Floats:
    """1 / (rank + shift)^exponent."""
    return _normalized((np.arange(1, k + 1) + rng.uniform(0, 10)) ** -rng.uniform(0.5, 2.5))


def geometric(rng: np.random.Generator, k: int) -> Floats:
    """Falling by e^1 to e^8 over all outcomes."""
    return _normalized(np.exp(-_log_uniform(rng, 1, 8) * np.arange(k) / k))


def poisson(rng: np.random.Generator, k: int) -> Floats:
    """Poisson probabilities of the numbers below k."""
    x = np.arange(k)
    log_w = x * np.log(_log_uniform(rng, 0.2, max(k / 2, 1))) - np.concatenate([[0.0], np.cumsum(np.log(x[1:]))])
    return _normalized(np.exp(np.maximum(log_w - log_w.max(), -40)))


def two_scales(rng: np.random.Generator, k: int) -> Floats:
    """A few outcomes hold most, all others together a thin tail."""
    few, rest = _whole(rng, 1, max(1, k // 3)), _log_uniform(rng, 0.005, 0.3)
    return np.where(np.arange(k) < few, (1 - rest) / few, rest / (k - few))


def uniform(rng: np.random.Generator, k: int) -> Floats:
    """All alike."""
    return np.full(k, 1 / k)


def rare_flag(rng: np.random.Generator, k: int) -> Floats:
    """Yes or no, hardly ever yes."""
    q = _log_uniform(rng, 0.003, 0.3)
    return np.array([1 - q, q])


FAMILIES: tuple[Draw, ...] = (dirichlet, zipf_mandelbrot, geometric, poisson, two_scales, uniform, rare_flag)


def distribution(rng: np.random.Generator, most: int = LEVELS[1]) -> tuple[str, Floats]:
    """A distribution of one variable, and the name of its family."""
    family = FAMILIES[rng.integers(len(FAMILIES))]
    p = family(rng, _whole(rng, LEVELS[0], most))
    return f"{family.__name__} {p.size}", p


def _size(rng: np.random.Generator) -> int:
    return _whole(rng, *SIZES)


def one(rng: np.random.Generator) -> Source:
    """One variable."""
    name, p = distribution(rng)
    return Source(name, (p,), (_size(rng),))


def joint(rng: np.random.Generator) -> Source:
    """Two variables: independent, near copies, anything, rare flags that go together, or one that follows the other."""
    kind = ("independent", "near copy", "Dirichlet", "flags", "follows")[rng.integers(5)]
    (a, p), (b, q) = distribution(rng, 1000), distribution(rng, 1000)
    if p.size * q.size > CELLS:
        q = q[: max(2, CELLS // p.size)]
        q, b = _normalized(q + 1e-12), f"{b.split()[0]} {q.size}"
    table, name = np.outer(p, q), f"{kind}: {a} x {b}"
    if kind == "near copy":
        p = p[:70] / p[:70].sum()
        share = _log_uniform(rng, 0.01, 0.4)
        table, name = (1 - share) * np.diag(p) + share * np.outer(p, p), f"{share:.2g} from copy: {a}"
    elif kind == "Dirichlet":
        table = dirichlet(rng, p.size * q.size).reshape(p.size, q.size)
    elif kind == "flags":
        u, v = _log_uniform(rng, 0.003, 0.3), _log_uniform(rng, 0.003, 0.3)
        both = min(u, v) * rng.uniform(0, 1) ** 2 if rng.random() < 0.5 else u * v
        both = max(both, u + v - 1)
        table, name = np.array([[1 - u - v + both, u - both], [v - both, both]]), f"flags {u:.2g}, {v:.2g}: {both:.2g}"
    elif kind == "follows":
        table = p[:, None] * np.stack([_normalized(q * rng.gamma(1.0, size=q.size) + 1e-12) for _ in p])
    return Source(name, (_normalized(table),), (_size(rng),))


def joint_of_three(rng: np.random.Generator) -> Source:
    """Two variables within each level of a third."""
    _, r = distribution(rng, 12)
    tables = [joint(rng).tables[0][:12, :12] for _ in range(2)]
    shape = np.max([t.shape for t in tables], axis=0)
    padded = [np.pad(t / t.sum(), [(0, s - d) for s, d in zip(shape, t.shape, strict=True)]) for t in tables]
    table = np.stack([w * padded[i % 2] for i, w in enumerate(r)], axis=-1)
    return Source(f"{shape[0]} x {shape[1]} within {r.size}", (_normalized(table),), (_size(rng),))


def pair(rng: np.random.Generator) -> Source:
    """Two distributions over the same outcomes: the same, one tilted, or one of them with some outcomes rare."""
    name, p = distribution(rng)
    kind = ("same", "tilted", "mixed")[rng.integers(3)]
    q = p
    if kind == "tilted":
        q = _normalized(p * np.exp(_log_uniform(rng, 0.03, 1) * rng.standard_normal(p.size)))
    elif kind == "mixed":
        share = _log_uniform(rng, 0.01, 0.5)
        q = (1 - share) * p + share * rng.permutation(p)
    return Source(f"{kind}: {name}", (p, q), (_size(rng), _size(rng)))
