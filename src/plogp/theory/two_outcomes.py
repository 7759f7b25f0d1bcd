"""Two outcomes, held as a probability or as a logit: the divergence and the entropy, also where one is certain."""

from __future__ import annotations

from dataclasses import dataclass

from plogp.backend.arrays import Array, Namespace
from plogp.theory.families.atoms import neg_log, softplus


@dataclass(frozen=True)
class TwoOutcomes:
    """Of which the first has the probability p, or the logit z."""

    xp: Namespace
    p: Array  # or None
    logits: Array  # in its place

    def divergence(self, other: TwoOutcomes, s: float, t: float) -> Array:
        """That of the members at s and t on the line of logits from this to the other."""
        xp, p, q = self.xp, self.p, other.p
        if p is None or q is None:
            return self._by_logits(other, s, t)
        certain = (p == 0) | (p == 1) | (q == 0) | (q == 1)
        if (s, t) == (0, 1):
            return _part(xp, p, q - p, q) + _part(xp, 1 - p, p - q, 1 - q)
        a, b = xp.where(certain, 0.5, p), xp.where(certain, 0.5, q)
        change = xp.log1p((b - a) / a) - xp.log1p((a - b) / (1 - a))
        z = xp.log(a) - xp.log1p(-a) + s * change
        line = softplus(xp, _sigmoid(xp, z), _sigmoid(xp, -z), (t - s) * change)
        at = xp.where((p == 0) | (p == 1), p, q)  # between, a certain end is all
        end = p if t == 0 else q
        surprise = xp.where(at == 1, _surprise(xp, end), _surprise(xp, 1 - end))
        return xp.where(certain, surprise if t in (0, 1) else 0.0, line)

    def entropy(self) -> Array:
        """-p·log p - (1 - p)·log(1 - p)."""
        xp = self.xp
        if self.p is None:
            z = self.logits
            return _sigmoid(xp, z) * log_one_plus_exp(xp, -z) + _sigmoid(xp, -z) * log_one_plus_exp(xp, z)
        inside = (self.p > 0) & (self.p < 1)
        p = xp.where(inside, self.p, 0.5)
        return xp.where(inside, -p * xp.log(p) - (1 - p) * xp.log1p(-p), 0.0)

    def cross_entropy(self, other: TwoOutcomes) -> Array:
        """-p·log q - (1 - p)·log(1 - q)."""
        xp, yes = self.xp, self.p if self.p is not None else _sigmoid(self.xp, self.logits)
        no = 1 - yes if self.p is not None else _sigmoid(xp, -self.logits)
        logs = other.log_probabilities()
        return -sum(share * xp.where(share > 0, log_q, 0.0) for share, log_q in zip((yes, no), logs, strict=True))

    def log_probabilities(self) -> tuple[Array, Array]:
        """log p and log(1 - p), -inf for what cannot be."""
        xp = self.xp
        if self.logits is not None:
            return -log_one_plus_exp(xp, -self.logits), -log_one_plus_exp(xp, self.logits)
        return -_surprise(xp, self.p), xp.where(self.p < 1, xp.log1p(xp.where(self.p < 1, -self.p, 0.0)), -float("inf"))

    def _by_logits(self, other: TwoOutcomes, s: float, t: float) -> Array:
        xp = self.xp
        z, target = self._logit(), other._logit()
        sure = xp.abs(z) == float("inf")
        z = xp.where(sure, 0.0, z)
        change = target - z
        start = z + s * change
        line = softplus(xp, _sigmoid(xp, start), _sigmoid(xp, -start), (t - s) * change)
        if self.p is None:
            return line
        certain = log_one_plus_exp(xp, xp.where(self.p > 0, -target, target)) if t == 1 else 0.0 * line
        return xp.where(sure, certain, line)

    def _logit(self) -> Array:
        if self.logits is not None:
            return self.logits
        xp, p = self.xp, self.p
        inside = (p > 0) & (p < 1)
        a = xp.where(inside, p, 0.5)
        return xp.where(inside, xp.log(a) - xp.log1p(-a), xp.where(p > 0, float("inf"), -float("inf")))


def log_one_plus_exp(xp: Namespace, z: Array) -> Array:
    """log(1 + exp z), without overflow."""
    return xp.where(z > 0, z, 0.0) + xp.log1p(xp.exp(-xp.abs(z)))


def _sigmoid(xp: Namespace, z: Array) -> Array:
    small = xp.exp(-xp.abs(z))
    return xp.where(z > 0, 1.0, small) / (1 + small)


def _part(xp: Namespace, p: Array, change: Array, q: Array) -> Array:
    """q - p - p·log(q / p), of one outcome."""
    has = p > 0
    return xp.where(has, p * neg_log(xp, change / xp.where(has, p, 1.0), q / xp.where(has, p, 1.0)), q)


def _surprise(xp: Namespace, p: Array) -> Array:
    has = p > 0
    return xp.where(has, -xp.log(xp.where(has, p, 1.0)), float("inf"))
