"""What a criterion is, and the greedy choice that most of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from plogp.apps.feature_selection.evidence import Evidence, Floats, Terms, log_share, pointwise

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
    given_class: ClassVar[bool] = True  # whether the score looks at the class beside two columns
    unit: ClassVar[str] = "bit"

    @abstractmethod
    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""

    def picks(self, evidence: Evidence) -> Iterator[Pick]:
        """All columns, best first."""
        candidates = len(evidence.x)
        none = np.empty((0, candidates))
        terms = Terms(evidence.relevance, none, none, none, np.empty((0, 1)))
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
            told, known, joint = evidence.beside(best, self.given_class)
            terms = Terms(
                terms.relevance,
                np.vstack([terms.redundancy, told]),
                np.vstack([terms.conditional, known]),
                np.vstack([terms.joint, joint]),
                np.vstack([terms.chosen, [evidence.relevance[best]]]),
            )

    def _stderr(self, terms: Terms, evidence: Evidence, taken: list[int], k: int) -> float:
        """By the delta method: the score is a mean over rows, to first order, of what each row's values tell."""
        slopes = self._slopes(terms, k)
        rows = np.zeros(evidence.rows)
        evidence.add_cells(rows, None, k, slopes.relevance[0] * pointwise(evidence.with_class(k)))
        for i, j in enumerate(taken):
            if not any(getattr(slopes, name)[i] for name in ("redundancy", "conditional", "joint", "chosen")):
                continue
            n = evidence.table_beside(j, k)  # (X_j, Y, X_k)
            cell = slopes.redundancy[i] * pointwise(n.sum(axis=1))[:, None, :]
            if self.given_class:
                known = log_share(n) + log_share(n.sum(axis=(0, 2)))[None, :, None]
                known = known - log_share(n.sum(axis=2))[:, :, None] - log_share(n.sum(axis=0))[None]
                cell = cell + slopes.conditional[i] * known - slopes.joint[i] * log_share(n)
                cell = cell + slopes.chosen[i] * pointwise(n.sum(axis=2))[:, :, None]
            evidence.add_cells(rows, j, k, np.broadcast_to(cell, n.shape))
        return evidence.stderr(rows)

    def _slopes(self, terms: Terms, k: int, step: float = 1e-6) -> Terms:
        """Of the score of X_k in each of its terms, as differences: all criteria but DISR are linear near their value.

        Each candidate is X_k with one term moved.
        """
        count = len(terms.chosen)

        def same(name: str, copies: int) -> Floats:
            values = getattr(terms, name)
            column = values[..., [k]] if name != "chosen" else values
            return np.repeat(column, copies, axis=-1)

        def slope(moved: str) -> Floats:
            copies = 1 if moved == "relevance" else count
            fields = {name: same(name, copies) for name in Terms.__dataclass_fields__}
            fields[moved] = fields[moved] + step * (np.eye(count) if moved != "relevance" else 1)
            unmoved = self.score(Terms(**{name: same(name, 1) for name in Terms.__dataclass_fields__}))
            return np.round((self.score(Terms(**fields)) - unmoved) / step, 6)

        return Terms(**{name: slope(name) for name in Terms.__dataclass_fields__})
