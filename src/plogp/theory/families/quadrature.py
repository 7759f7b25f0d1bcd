"""Integration of densities over the line, by Gauss-Kronrod panels in the logarithm of the distance to a landmark.

Landmarks are the points where some density is singular, has a kink or a peak, each with a scale. About one of them, as
functions of v in x = landmark ± exp(v), peaks, exponential and power tails and singularities x^(a - 1) are all smooth,
and panels of length one resolve each scale at the same cost. Between two landmarks each has the half next to it.
Panels whose seven-point Gauss and fifteen-point Kronrod sums differ are bisected (Piessens et al. 1983, "QUADPACK",
doi:10.1007/978-3-642-61786-7, algorithm QAG); the integrals of a batch are refined together, panel by panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any, NamedTuple

import numpy as np

from plogp.backend.arrays import Array, Namespace
from plogp.theory.families.points import Points

_KRONROD = (
    (0.0, 0.20948214108472782), (0.20778495500789848, 0.20443294007529889), (0.4058451513773972, 0.19035057806478542),
    (0.5860872354676911, 0.1690047266392679), (0.7415311855993945, 0.14065325971552592),
    (0.8648644233597691, 0.10479001032225019), (0.9491079123427585, 0.06309209262997856),
    (0.9914553711208126, 0.022935322010529224),
)  # fmt: skip
_GAUSS = (0.4179591836734694, 0.3818300505051189, 0.27970539148927664, 0.1294849661688697)
NODES = [*(-x for x, _ in _KRONROD[:0:-1]), *(x for x, _ in _KRONROD)]
LOG_KRONROD = [log(w) for w in [*(w for _, w in _KRONROD[:0:-1]), *(w for _, w in _KRONROD)]]
LOG_GAUSS = [log(w) for w in [*_GAUSS[:0:-1], *_GAUSS]]  # of every second node
_INNER = (1.0, 0.8, 0.6, 0.4, 0.2, 0.1, 0.05, 0.02)  # of the way from the scales to the least and largest distance
_OUTER = (0.04, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
_MOST_PANELS = 8_000  # of one integral
_BEYOND = 1e-10  # of an integral, in a tail that is left out
_NOTHING = 1e-25  # of an integral; panels with less of each are left out
_TOLERANCE = 1e-10  # of a panel's seven-point sum; that of its fifteen points is far better


class Reach(NamedTuple):
    """The logarithms of the least and the largest distance from a landmark."""

    least: float
    most: float


# Of values, whose squares are numbers; and of derivatives, for the cubes, in double and in single precision.
VALUES, DOUBLE, SINGLE = Reach(-700.0, 345.0), Reach(-230.0, 110.0), Reach(-40.0, 20.0)


class Lines(NamedTuple):
    """The halves about all landmarks, of which there are two each: the last axes are the halves and their panels."""

    anchor: Array  # (..., halves, 1)
    side: Array  # 1 or -1
    between: Array  # a point inside, as of `Points`
    edges: Array  # (..., halves, panels + 1), increasing


def lines(xp: Namespace, landmarks: Sequence[tuple[Array, Array]], reach: Reach, steps: int) -> Lines:
    """The halves about landmarks of one shape, each cut into panels, `steps` of them around the scales."""
    anchor = xp.sort(xp.stack([point for point, _ in landmarks], axis=-1), axis=-1)
    scales = xp.log(xp.stack([scale for _, scale in landmarks], axis=-1))
    low, high = xp.min(scales, axis=-1) - 9.0, xp.max(scales, axis=-1) + 7.0
    low = xp.where(low > 0.9 * reach.least, low, 0.9 * reach.least)[..., None]
    high = xp.where(high < 0.9 * reach.most, high, 0.9 * reach.most)[..., None]
    inner = [low + share * (reach.least - low) for share in _INNER]
    linear = [low + i / steps * (high - low) for i in range(steps + 1)]
    grid = xp.concat(inner + linear + [high + share * (reach.most - high) for share in _OUTER], axis=-1)
    gap = anchor[..., 1:] - anchor[..., :-1]
    apart = gap > 0
    half = xp.where(apart, xp.log(xp.where(apart, gap, 1.0) / 2), reach.least)
    end = xp.zeros_like(anchor[..., :1]) + reach.most
    limit = xp.concat([end, half, half, end], axis=-1)  # of the left halves, then of the right ones
    edges = xp.where(grid[..., None, :] < limit[..., None], grid[..., None, :], limit[..., None])
    middle, far = anchor[..., :-1] + gap / 2, xp.zeros_like(end) + float("inf")
    sides = xp.concat([xp.zeros_like(anchor) - 1.0, xp.zeros_like(anchor) + 1.0], axis=-1)
    between = xp.concat([-far, middle, middle, far], axis=-1)
    return Lines(xp.concat([anchor, anchor], axis=-1)[..., None], sides[..., None], between[..., None], edges)


def fixed_rule(xp: Namespace, held: Lines) -> tuple[Points, Array]:
    """All nodes of the panels as they are, on the last axis, and the logarithms of their weights."""
    like = held.edges[..., 0, 0, None]
    nodes, logs = (xp.stack([0.0 * like + x for x in values], axis=-1)[..., None, :] for values in (NODES, LOG_KRONROD))
    start, width = held.edges[..., :-1, None], held.edges[..., 1:, None] - held.edges[..., :-1, None]
    v = start + width * (nodes + 1) / 2
    some = width > 0
    log_weight = xp.where(some, xp.log(xp.where(some, width, 1.0) / 2), -float("inf")) + logs + v
    shape = (*tuple(v.shape[:-3]), v.shape[-3] * v.shape[-2] * v.shape[-1])
    step = held.side[..., None] * xp.exp(v)
    anchor = held.anchor[..., None]
    points = Points(anchor + step, (1 - anchor) - step, held.between[..., None] + 0.0 * v)
    return Points(*(xp.reshape(xp.broadcast_to(x, v.shape), shape) for x in points)), xp.reshape(log_weight, shape)


@dataclass(frozen=True)
class Panels:
    """Panels of many integrals, one a row, in NumPy."""

    row: Any  # which integral
    anchor: Any
    side: Any
    between: Any
    start: Any
    stop: Any
    outer: (
        Any  # how many of the last panels of its half lie beyond it, for the last two; else -1; -2, -3 at the inner end
    )

    @classmethod
    def of(cls, held: Lines) -> Panels:
        """Those of an array of integrals (n,), without those of no length."""
        n, halves, edges = held.edges.shape
        shape = (n, halves, edges - 1)
        outer = np.full(edges - 1, -1)
        outer[-2:], outer[:2] = (1, 0), (-2, -3)
        fields = (
            np.arange(n)[:, None, None], held.anchor, held.side, held.between, held.edges[..., :-1],
            held.edges[..., 1:], outer,
        )  # fmt: skip
        flat = [np.broadcast_to(x, shape).ravel() for x in fields]
        made = cls(*flat)
        return made[made.stop > made.start]

    def __getitem__(self, which: Any) -> Panels:
        return Panels(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        return len(self.row)

    def bisected(self) -> Panels:
        """Each in two halves."""
        middle = (self.start + self.stop) / 2
        halves = replace(self, stop=middle), replace(self, start=middle)
        return Panels(*(np.concatenate([getattr(h, name) for h in halves]) for name in self.__dataclass_fields__))

    def rule(self) -> tuple[Points, Any]:
        """The nodes, (panels, 15), and the logarithms of their Kronrod weights."""
        width = (self.stop - self.start)[:, None]
        v = self.start[:, None] + width * (np.asarray(NODES) + 1) / 2
        step, anchor = self.side[:, None] * np.exp(v), self.anchor[:, None]
        points = Points(anchor + step, (1 - anchor) - step, self.between[:, None])
        return points, np.log(width / 2) + np.asarray(LOG_KRONROD) + v


Sums = Sequence[
    tuple[Any, Any, bool]
]  # of integrands: Kronrod's and Gauss's a panel, and whether the error is relative


def refined(panels: Panels, sums: Callable[[Panels], Sums], rows: int) -> tuple[Panels, Any, Any]:
    """Panels bisected until each resolves all integrands; rows whose first integrand diverges; rows left unresolved.

    It diverges where the contributions of equal steps in the logarithm do not fall at the least or largest distance.
    """
    infinite, unresolved = np.zeros(rows, bool), np.zeros(rows, bool)
    done: list[tuple[Panels, list[Any]]] = []
    for round_number in range(60):
        found = sums(panels)
        if round_number == 0:
            first = found[0][0]
            infinite |= _of_rows(panels.row, np.isposinf(first), rows) > 0
            diverging, cut = _ends(panels, first, rows)
            infinite |= diverging
            unresolved |= cut & ~infinite
        totals = [_of_rows(panels.row, np.abs(np.nan_to_num(k)), rows) for k, _, _ in found]
        if round_number == 0:
            heavy = [np.abs(k) > _NOTHING * whole[panels.row] for (k, *_), whole in zip(found, totals, strict=True)]
            some = np.any(heavy, axis=0)
            panels, found = panels[some], [(k[some], g[some], relative) for k, g, relative in found]
        for earlier, kept in done:
            totals = [t + _of_rows(earlier.row, k, rows) for t, k in zip(totals, kept, strict=True)]
        coarse = np.zeros(len(panels), bool)
        for (k, g, relative), whole in zip(found, totals, strict=True):
            size = np.maximum(whole, 1e-12)[panels.row] if relative else 1.0
            coarse |= np.abs(k - g) > _TOLERANCE * size
        coarse &= ~infinite[panels.row] & (panels.stop - panels.start > 1e-13 * np.abs(panels.start))
        done.append((panels[~coarse], [np.abs(np.nan_to_num(k[~coarse])) for k, _, _ in found]))
        if not coarse.any():
            break
        counts = sum(_of_rows(p.row, np.ones(len(p)), rows) for p, _ in done)
        counts = counts + 2 * _of_rows(panels.row[coarse], np.ones(int(coarse.sum())), rows)
        unresolved |= counts > _MOST_PANELS
        coarse_panels = panels[coarse]
        panels = coarse_panels[~unresolved[coarse_panels.row]].bisected()
    else:
        unresolved |= _of_rows(panels.row, np.ones(len(panels)), rows) > 0
    parts = [p for p, _ in done]
    names = Panels.__dataclass_fields__
    return Panels(*(np.concatenate([getattr(p, name) for p in parts]) for name in names)), infinite, unresolved


def _ends(panels: Panels, k: Any, rows: int) -> tuple[Any, Any]:
    """Which integrals diverge at an end, and of which more than is allowed lies beyond it, by a geometric series."""
    whole = _of_rows(panels.row, np.abs(k), rows)
    diverging, cut = np.zeros(rows, bool), np.zeros(rows, bool)
    for last, before in ((0, 1), (-2, -3)):
        for side in (-1.0, 1.0):
            end, next_to_it = (
                _of_rows(panels.row[here], np.abs(k[here]), rows)
                for here in ((panels.outer == tag) & (panels.side == side) for tag in (last, before))
            )
            diverging |= (end > 0.9 * next_to_it) & (end > 1e-12 * whole) & (end > 1e-100)
            fall = end / np.where(next_to_it > 0, next_to_it, 1.0)
            cut |= end * fall > _BEYOND * whole * (1 - fall)
    return diverging, cut


def _of_rows(row: Any, values: Any, rows: int) -> Any:
    return np.bincount(row, weights=values, minlength=rows)
