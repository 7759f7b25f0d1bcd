"""The divergences that are sums over levels, each with its first and second derivatives: what their intervals need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from plogp.theory.counts.plug_in_information import excess
from plogp.typing import Floats

Truths = NDArray[np.bool_]


class Term(Protocol):
    """What one level adds, by its probabilities p and q in both distributions; zero where these are equal."""

    def value(self, p: Floats, q: Floats) -> Floats:
        """The term, never negative; terms that are linear in p - q, which sum to zero, are left out or put in."""

    def infinite(self, p: Floats, q: Floats) -> Truths:
        """Where it is."""

    def slopes(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        """Its derivatives by p and by q, where both are positive or the term is finite."""

    def curvature(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        """Its second derivatives by p and by q, where both are positive."""


def _ratio(p: Floats, q: Floats) -> Floats:
    return np.where(q > 0, p / np.where(q > 0, q, 1.0), 0.0)


def _log_ratio(p: Floats, q: Floats) -> Floats:
    both = (p > 0) & (q > 0)
    return np.where(both, np.log(np.where(both, p, 1.0) / np.where(both, q, 1.0)), 0.0)


@dataclass(frozen=True)
class KullbackLeibler:
    """p·log(p/q) - p + q."""

    def value(self, p: Floats, q: Floats) -> Floats:
        found = q * excess(np.where(q > 0, _ratio(p, q) - 1, 0.0))
        return np.where(self.infinite(p, q), np.inf, found)

    def infinite(self, p: Floats, q: Floats) -> Truths:
        return (p > 0) & (q <= 0)

    def slopes(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        return _log_ratio(p, q), np.where(q > 0, 1 - _ratio(p, q), 0.0)

    def curvature(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        return 1 / p, p / q**2


@dataclass(frozen=True)
class Jeffreys:
    """(p - q)·log(p/q)."""

    def value(self, p: Floats, q: Floats) -> Floats:
        return np.where(self.infinite(p, q), np.inf, (p - q) * _log_ratio(p, q))

    def infinite(self, p: Floats, q: Floats) -> Truths:
        return np.asarray((p > 0) != (q > 0))

    def slopes(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        log_ratio = _log_ratio(p, q)
        return log_ratio + 1 - _ratio(q, p), 1 - log_ratio - _ratio(p, q)

    def curvature(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        return 1 / p + q / p**2, 1 / q + p / q**2


@dataclass(frozen=True)
class JensenShannon:
    """w·p·log(p/m) + v·q·log(q/m), with m = w·p + v·q."""

    w: float = 0.5
    v: float = 0.5

    def value(self, p: Floats, q: Floats) -> Floats:
        m = self.w * p + self.v * q
        return m * (self.w * excess(self._beyond(p, m)) + self.v * excess(self._beyond(q, m)))

    def infinite(self, p: Floats, q: Floats) -> Truths:
        return np.zeros(np.broadcast_shapes(np.shape(p), np.shape(q)), np.bool_)

    def slopes(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        m = self.w * p + self.v * q
        return self.w * _log_ratio(p, m), self.v * _log_ratio(q, m)

    def curvature(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        m = self.w * p + self.v * q
        return self.w * (1 / p - self.w / m), self.v * (1 / q - self.v / m)

    def _beyond(self, p: Floats, m: Floats) -> Floats:
        return np.where(m > 0, np.maximum(_ratio(p, m) - 1, -1.0), 0.0)


@dataclass(frozen=True)
class Reversed:
    """A term with its arguments exchanged."""

    term: Term

    def value(self, p: Floats, q: Floats) -> Floats:
        return self.term.value(q, p)

    def infinite(self, p: Floats, q: Floats) -> Truths:
        return self.term.infinite(q, p)

    def slopes(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        by_q, by_p = self.term.slopes(q, p)
        return by_p, by_q

    def curvature(self, p: Floats, q: Floats) -> tuple[Floats, Floats]:
        by_q, by_p = self.term.curvature(q, p)
        return by_p, by_q
