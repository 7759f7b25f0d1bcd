"""What a criterion is, and the greedy choice that most of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from plogp.apps.feature_selection.evidence import Evidence, Floats, Terms

SLACK = 1e-10  # scores that differ by less are equal, and the first column is taken: rounding must not choose


@dataclass(frozen=True)
class Pick:
    """One column that was chosen: why, and how far chance may have moved its score."""

    feature: int
    score: float
    stderr: float
    redundancy: float  # mean I(X;X_j) with those chosen before, in bits


class Criterion(Protocol):
    """A way to choose columns one after another."""

    greedy: ClassVar[bool]  # ranks all columns, so that the caller says how many to take
    unit: ClassVar[str]  # of the score

    def picks(self, evidence: Evidence) -> Iterator[Pick]:
        """The columns, best first, until there are none left that should be taken."""


class Greedy(ABC):
    """Takes the column of the highest score, given those taken before."""

    greedy: ClassVar[bool] = True
    unit: ClassVar[str] = "bit"

    @abstractmethod
    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""

    def picks(self, evidence: Evidence) -> Iterator[Pick]:
        """All columns, best first."""
        candidates = len(evidence.x)
        none = np.empty((0, candidates))
        terms = Terms(evidence.relevance, none, none, none, np.empty(0))
        taken: list[int] = []
        while True:
            score = self.score(terms)
            score[taken] = -np.inf
            best = int(np.flatnonzero(score >= score.max() - SLACK)[0])
            redundancy = float(terms.redundancy[:, best].mean()) if taken else 0.0
            yield Pick(best, float(score[best]), self._stderr(terms, evidence, taken, best), redundancy)
            taken.append(best)
            if len(taken) == candidates:
                return
            told, known, joint = evidence.beside(best)
            terms = Terms(
                terms.relevance,
                np.vstack([terms.redundancy, told]),
                np.vstack([terms.conditional, known]),
                np.vstack([terms.joint, joint]),
                np.append(terms.chosen, evidence.relevance[best]),
            )

    def _stderr(self, terms: Terms, evidence: Evidence, taken: list[int], k: int) -> float:
        """By the delta method: the score is a mean over rows, to first order, of what each row's values tell.

        The slopes are differences; all criteria but DISR are linear near their value.
        """
        one = Terms(
            terms.relevance[[k]], terms.redundancy[:, [k]], terms.conditional[:, [k]], terms.joint[:, [k]], terms.chosen
        )
        rows = np.zeros(evidence.x.shape[1])
        xy = evidence.with_class(k) / rows.size
        rows += self._slope(one, "relevance", 0) * _pointwise(xy)[evidence.y, evidence.x[k]]
        for i, j in enumerate(taken):
            p = evidence.table_beside(j, k) / rows.size  # (X_j, Y, X_k)
            told = _pointwise(p.sum(axis=1))[:, None, :]
            known = _log(p) + _log(p.sum(axis=(0, 2)))[None, :, None]
            known = known - _log(p.sum(axis=2))[:, :, None] - _log(p.sum(axis=0))[None]
            cell = self._slope(one, "redundancy", i) * told + self._slope(one, "conditional", i) * known
            cell = cell - self._slope(one, "joint", i) * _log(p)
            cell = cell + self._slope(one, "chosen", i) * _pointwise(p.sum(axis=2))[:, :, None]
            rows += cell[evidence.x[j], evidence.y, evidence.x[k]]
        return float(rows.std() / rows.size**0.5)

    def _slope(self, terms: Terms, name: str, i: int, step: float = 1e-6) -> float:
        moved = {field: getattr(terms, field).copy() for field in Terms.__dataclass_fields__}
        moved[name][i] += step
        return float((self.score(Terms(**moved))[0] - self.score(terms)[0]) / step)


def _log(p: Floats) -> Floats:
    return np.log2(np.where(p > 0, p, 1))  # cells that no row is in are never looked at


def _pointwise(p: Floats) -> Floats:
    return np.asarray(_log(p) - _log(p.sum(axis=1, keepdims=True)) - _log(p.sum(axis=0, keepdims=True)))
