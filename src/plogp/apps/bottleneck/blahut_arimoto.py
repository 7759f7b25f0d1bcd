"""The iteration of Blahut and Arimoto, whatever the problem, and Newton's method where it is slow.

Capacity and each point of a rate-distortion curve are the maximum of a concave function of one distribution q, and the
iteration that climbs it is always

    q_i <- q_i·m_i,   sum q_i·m_i = 1,

with multipliers m that only the problem knows (Blahut 1972, doi:10.1109/TIT.1972.1054855; Arimoto 1972,
doi:10.1109/TIT.1972.1054753; both are alternating minimisations of a divergence, Csiszár & Tusnády 1984). It ends where
all m_i <= 1, and before that the function is at most log max m below its greatest value (Arimoto 1972; Csiszár 1974,
doi:10.1109/TIT.1974.1055146): that is the certificate, true however q was found. As the iteration needs of the order of
1/gap steps where an outcome of q dies slowly, an interior-point method goes on after a while, among the outcomes that
are alive; a dead one whose multiplier is above one comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from plogp.typing import Floats

GAP = 1e-10 * log(2)  # in nats: a tenth of what is promised, which is 1e-9 bit
_STEPS = 60  # of the iteration, before Newton's method takes over
_NEWTON_STEPS = 60
_ALIVE, _DEAD = 1e-3, 1e-6  # shares of the largest outcome


class Problem(Protocol):
    """A concave function of a distribution q."""

    @property
    def size(self) -> int:
        """How many outcomes q has."""

    def log_multipliers(self, q: Floats) -> Floats:
        """log m of each outcome."""

    def scaled(self, q: Floats) -> Floats:
        """The multiple of q at which `curvature` has to be taken."""

    def curvature(self, w: Floats) -> tuple[Floats, Floats]:
        """Gradient and negative Hessian of a concave function of w >= 0, which is greatest at a multiple of the best q.

        So the sum of w needs no constraint.
        """

    def among(self, alive: NDArray[np.bool_]) -> Self:
        """The same problem with these outcomes alone."""


class Solution(NamedTuple):
    """The best distribution, how far its value is from the best in nats, and its multipliers' logarithms."""

    q: Floats
    gap: float
    log_m: Floats


def blahut_arimoto(problem: Problem, start: Floats | None = None, gap: float = GAP) -> Solution:
    """The distribution at which the function is greatest, to a gap that is certified."""
    q = np.full(problem.size, 1 / problem.size) if start is None else start
    for _ in range(_STEPS):
        log_m = problem.log_multipliers(q)
        if log_m.max() <= gap:
            return Solution(q, max(0.0, float(log_m.max())), log_m)
        q = q * np.exp(log_m)
        q /= q.sum()
    best = Solution(q, float(log_m.max()), log_m)
    inner = np.maximum(q, _DEAD * q.max())  # each round starts from here: what is nearly on an edge moves badly
    alive = q > _ALIVE * q.max()
    while best.gap > gap:
        few = inner[alive]
        q = np.zeros(problem.size)
        q[alive] = _newton(problem.among(alive), few / few.sum(), gap / 2)
        log_m = problem.log_multipliers(q)
        if log_m.max() < best.gap:
            best = Solution(q, max(0.0, float(log_m.max())), log_m)
        back = ~alive & (log_m > 0)
        if not back.any():
            break
        alive |= back
    return best


def _newton(problem: Problem, q: Floats, gap: float) -> Floats:
    """A primal-dual interior-point method (Nocedal & Wright 2006, chapter 19), from a point that is nearly right.

    With gradient g and negative Hessian K of the function of w >= 0, and duals z: g + z = 0 and w·z = t, t -> 0.
    """
    import scipy.linalg  # of which no other application has need

    log_m, n = problem.log_multipliers(q), len(q)
    w = problem.scaled(q)
    g, K = problem.curvature(w)
    z = np.maximum(-g, max(float(log_m.max()), gap) / n / w)
    best, centring = (q, float(log_m.max())), 0.1
    for _ in range(_NEWTON_STEPS):
        if best[1] <= gap:
            break
        t = centring * float(w @ z) / n
        K[np.diag_indices(n)] += z / w
        try:
            factor = scipy.linalg.cho_factor(K, lower=True, overwrite_a=True)
        except (np.linalg.LinAlgError, ValueError):  # out of the range of floating point: what was found must do
            break
        dw = scipy.linalg.cho_solve(factor, g + t / w)
        dz = t / w - z - z / w * dw
        lengths = [min(1.0, 0.99 / max(1e-300, float((-step / x).max()))) for x, step in ((w, dw), (z, dz))]
        w, z = w + lengths[0] * dw, z + lengths[1] * dz
        centring = 0.1 if min(lengths) > 0.5 else 0.5
        q = w / w.sum()
        reached = float(problem.log_multipliers(q).max())
        if reached < best[1]:
            best = q, reached
        g, K = problem.curvature(w)
    return best[0]


@dataclass(frozen=True)
class Mixture:
    """max over q of sum_x p(x)·log sum_t A(x,t)·q(t): how often a source takes each of its reproductions.

    The multipliers are m(t) = sum_x p(x)·A(x,t) / (A·q)(x), the gradient: q·m is a distribution.
    """

    p: Floats  # (x,)
    A: Floats  # (x, t)

    @property
    def size(self) -> int:
        return int(self.A.shape[1])

    def log_multipliers(self, q: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            return np.log((self.p / (self.A @ q)) @ self.A)

    def scaled(self, q: Floats) -> Floats:
        return q  # less the sum of q, the function is greatest where that is one

    def curvature(self, w: Floats) -> tuple[Floats, Floats]:
        mass = self.A @ w
        return (self.p / mass) @ self.A - 1, (self.A.T * (self.p / mass**2)) @ self.A

    def among(self, alive: NDArray[np.bool_]) -> Mixture:
        return Mixture(self.p, self.A[:, alive])


@dataclass(frozen=True)
class Inputs:
    """max over r of the mutual information of the input and the output of a channel W.

    With D(x) = D(W_x‖rW) the multipliers are exp(D(x)) / sum r·exp(D). With a sum s of r that is free, the function
    sum_x r(x)·sum_y W·log W - sum_y (rW)·log(rW) + s has the gradient D(x), and is greatest, exp(C), at exp(C) times
    the best distribution: where r is positive D is 0 then.
    """

    W: Floats  # (x, y)
    negative_entropy: Floats  # sum_y W·log W, (x,)

    @property
    def size(self) -> int:
        return len(self.W)

    def divergences(self, r: Floats) -> Floats:
        """D(W_x‖rW) of each input."""
        out: Any = r @ self.W
        return np.asarray(self.negative_entropy - self.W @ np.log(np.where(out > 0, out, 1.0)))

    def log_multipliers(self, q: Floats) -> Floats:
        D = self.divergences(q)
        top = D.max()
        return np.asarray(D - top - np.log(q @ np.exp(D - top)))

    def scaled(self, q: Floats) -> Floats:
        D = self.divergences(q)
        return q * float(q @ np.exp(D))

    def curvature(self, w: Floats) -> tuple[Floats, Floats]:
        out = w @ self.W
        return self.divergences(w), (self.W / np.where(out > 0, out, 1.0)) @ self.W.T

    def among(self, alive: NDArray[np.bool_]) -> Inputs:
        return Inputs(self.W[alive], self.negative_entropy[alive])
