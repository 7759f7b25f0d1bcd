"""Sources of continuous and mixed samples drawn at random, whose entropy, information or divergence is known.

Margins are those of `random_laws`, as measured or rounded to 0 to 3 decimals. Truth is a sum over a grid: the cells of
a rounded number, else cells of equal probability; `error` is how far half as many are from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from benchmarks.random_laws import Law, Reals, Rng, law

_CELLS, _TABLE = 4000, 1000  # of one number, of each of two


@dataclass(frozen=True)
class RandomSource:
    """Where samples come from, what is true of them in nats, and how well that is known."""

    quantity: str
    name: str
    truth: float
    error: float
    draw: Callable[[Rng, int, int], tuple[Reals, ...]]  # from the sizes of the samples (the second for two samples)


def sources(rng: Rng) -> Iterator[RandomSource]:
    """Without end, each kind in turn."""
    while True:
        for kind in (entropy, information, rounded_information, class_and_number, kl, js):
            yield kind(rng)


def entropy(rng: Rng) -> RandomSource:
    p = law(rng)
    truth, error = _settled(lambda cells: -float(np.mean(p.log_density(p.quantile(_middles(cells))))))
    return RandomSource("entropy", p.name, truth, error, lambda r, n, m: (p.draw(r, n),))


def information(rng: Rng) -> RandomSource:
    """Of two numbers that depend on each other by a copula, or not at all."""
    return _of_copula(rng, (None, None))


def rounded_information(rng: Rng) -> RandomSource:
    """The same with one or both of them rounded."""
    decimals = [int(rng.integers(0, 4)), None if rng.random() < 0.5 else int(rng.integers(0, 4))]
    return _of_copula(rng, tuple(decimals))


def class_and_number(rng: Rng) -> RandomSource:
    """The information between a class and a number that may be rounded."""
    levels, decimals = int(rng.integers(2, 7)), _decimals(rng)
    weights = rng.dirichlet(np.full(levels, 2.0))
    common = law(rng, 2.0)
    laws = [common] * levels if rng.random() < 0.3 else [law(rng, 2.0) for _ in range(levels)]
    mixture = Law("", tuple(p for one in laws for p in one.parts), _flat(weights, laws))

    def value(cells: int) -> float:
        ends = _ends(mixture, decimals, cells)
        joint = weights[:, None] * np.diff([one.cdf(ends) for one in laws], axis=1)
        return _information(joint)

    def draw(r: Rng, n: int, m: int) -> tuple[Reals, ...]:
        x = r.choice(levels, n, p=weights)
        y = np.array([one.draw(r, n) for one in laws])[x, np.arange(n)]
        return x, _rounded(y, decimals)

    name = "independent" if laws[0] is laws[-1] else ", ".join(one.name for one in laws)
    return RandomSource("class and number", f"{name}{_said(decimals)}", *_settled(value), draw)


def kl(rng: Rng) -> RandomSource:
    """Of two laws of which the first has no mass where the second has none."""
    while True:
        p = law(rng)
        q = p if rng.random() < 0.15 else law(rng)
        points = p.quantile(_middles(_CELLS))
        if np.isfinite(q.log_density(points)).all():
            break

    def value(cells: int) -> float:
        x = p.quantile(_middles(cells))
        return float(np.mean(p.log_density(x) - q.log_density(x)))

    truth, error = _settled(value, 10 * _CELLS)
    return RandomSource("KL", f"{p.name} from {q.name}", truth, error, lambda r, n, m: (p.draw(r, n), q.draw(r, m)))


def js(rng: Rng) -> RandomSource:
    """Of two laws, both as measured or both rounded."""
    p = law(rng)
    q, decimals = p if rng.random() < 0.25 else law(rng), _decimals(rng)
    mixture = Law("", (*p.parts, *q.parts), (*(w / 2 for w in p.weights), *(w / 2 for w in q.weights)))

    def value(cells: int) -> float:
        ends = _ends(mixture, decimals, cells)
        return _information(np.diff([p.cdf(ends), q.cdf(ends)], axis=1) / 2)

    def draw(r: Rng, n: int, m: int) -> tuple[Reals, ...]:
        return _rounded(p.draw(r, n), decimals), _rounded(q.draw(r, m), decimals)

    return RandomSource("JS", f"{p.name} and {q.name}{_said(decimals)}", *_settled(value), draw)


def _of_copula(rng: Rng, decimals: tuple[int | None, ...]) -> RandomSource:
    margins = law(rng, 2.0), law(rng, 2.0)
    kind = rng.integers(0, 5)
    if kind == 0:
        name, joint, conditional = "independent", lambda u, v: u * v, lambda u, w: w
    elif kind == 1:
        t = float(np.exp(rng.uniform(np.log(0.2), np.log(6))))
        name = f"Clayton({t:.1f})"
        joint = lambda u, v: np.exp(-np.log(np.maximum(u**-t + v**-t - 1, 1)) / t)  # noqa: E731
        conditional = lambda u, w: (u**-t * (w ** (-t / (1 + t)) - 1) + 1) ** (-1 / t)  # noqa: E731
    elif kind == 2:
        t = float(rng.choice([-1, 1]) * np.exp(rng.uniform(np.log(0.5), np.log(15))))
        name = f"Frank({t:.1f})"
        joint = lambda u, v: -np.log1p(np.expm1(-t * u) * np.expm1(-t * v) / np.expm1(-t)) / t  # noqa: E731
        conditional = lambda u, w: (  # noqa: E731
            -np.log1p(w * np.expm1(-t) / (np.exp(-t * u) * (1 - w) + w)) / t
        )
    else:
        rho = float(rng.choice([-1, 1]) * np.sqrt(1 - np.exp(-2 * rng.exponential(0.4))))
        name = f"normal({rho:.2f})"
        joint = None
        conditional = lambda u, w: special.ndtr(  # noqa: E731
            rho * special.ndtri(u) + np.sqrt(1 - rho**2) * special.ndtri(w)
        )
    with np.errstate(divide="ignore"):
        if joint is None and decimals == (None, None):
            truth, error = -0.5 * np.log1p(-(rho**2)), 0.0
        elif joint is None:
            truth, error = _settled(lambda cells: _of_normal(rho, margins, decimals, cells), _TABLE)
        else:
            truth, error = _settled(lambda cells: _of_table(joint, margins, decimals, cells), _TABLE)

    def draw(r: Rng, n: int, m: int) -> tuple[Reals, ...]:
        u, w = r.uniform(1e-12, 1, (2, n))
        x, y = margins[0].quantile(u), margins[1].quantile(np.clip(conditional(u, w), 1e-12, 1 - 1e-12))
        return _rounded(x, decimals[0]), _rounded(y, decimals[1])

    quantity = "information" if decimals == (None, None) else "information, rounded"
    said = "".join(_said(d) for d in decimals)
    return RandomSource(quantity, f"{name} of {margins[0].name}, {margins[1].name}{said}", truth, error, draw)


def _of_table(joint: Any, margins: tuple[Law, Law], decimals: tuple[int | None, ...], cells: int) -> float:
    u, v = (np.clip(p.cdf(_ends(p, d, cells)), 1e-40, 1) for p, d in zip(margins, decimals, strict=True))
    return _information(np.diff(np.diff(joint(u[:, None], v[None, :]), axis=0), axis=1))


def _of_normal(rho: float, margins: tuple[Law, Law], decimals: tuple[int | None, ...], cells: int) -> float:
    """By the conditional distribution of Y at four places within each cell of X."""
    u, v = (p.cdf(_ends(p, d, cells)) for p, d in zip(margins, decimals, strict=True))
    nodes, weights = np.polynomial.legendre.leggauss(4)
    table = np.zeros((len(u) - 1, len(v) - 1))
    for node, weight in zip(nodes, weights, strict=True):
        z = special.ndtri(np.clip(u[:-1] + np.diff(u) * (node + 1) / 2, 1e-300, 1 - 1e-16))
        below = special.ndtr((special.ndtri(v)[None, :] - rho * z[:, None]) / np.sqrt(1 - rho**2))
        table += weight / 2 * np.diff(u)[:, None] * np.diff(below, axis=1)
    return _information(table)


def _information(joint: Reals) -> float:
    joint = np.maximum(joint, 0)
    joint /= joint.sum()
    return float(special.rel_entr(joint, joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)).sum())


def _settled(value: Callable[[int], float], cells: int = _CELLS) -> tuple[float, float]:
    """The value of many cells, and how far that of half as many is from it."""
    fine, coarse = value(cells), value(cells // 2)
    return (fine if abs(fine) > 1e-12 else 0.0), abs(fine - coarse)


def _middles(cells: int) -> Reals:
    return np.asarray((np.arange(cells) + 0.5) / cells)


def _ends(p: Law, decimals: int | None, cells: int) -> Reals:
    """Where the cells end: those of rounding, or of equal probability where these are more."""
    inner = p.quantile(np.arange(1, cells) / cells)
    if decimals is not None:
        low, high = p.quantile(np.array([1e-9, 1 - 1e-9])) * 10**decimals
        if high - low < cells:
            inner = (np.arange(np.floor(low), np.ceil(high) + 1) + 0.5) / 10**decimals
    return np.concatenate([[-np.inf], inner, [np.inf]])


def _decimals(rng: Rng) -> int | None:
    return None if rng.random() < 0.4 else int(rng.integers(0, 4))


def _rounded(x: Reals, decimals: int | None) -> Reals:
    return x if decimals is None else np.round(x, decimals)


def _said(decimals: int | None) -> str:
    return "" if decimals is None else f", {decimals} decimals"


def _flat(weights: Reals, laws: list[Law]) -> tuple[float, ...]:
    return tuple(float(w * v) for w, one in zip(weights, laws, strict=True) for v in one.weights)
