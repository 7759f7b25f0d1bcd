"""What a criterion is, and the greedy choice that most of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from plogp.apps.feature_selection.continuous_information import MeasuredEvidence
from plogp.apps.feature_selection.discrete_information import Evidence, Terms
from plogp.typing import Floats

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
    counts_of: ClassVar[str]  # what it needs that is counted, never measured; "" where there is no such thing

    def picks(self, evidence: Any) -> Iterator[Pick]:
        """The columns, best first, until there are none left that should be taken; from `Evidence`, or where
        `counts_of` is empty from `MeasuredEvidence`."""


class Greedy(ABC):
    """Takes the column of the highest score, given those taken before."""

    greedy: ClassVar[bool] = True
    given_class: ClassVar[bool] = True  # whether the score looks at the class beside two columns
    unit: ClassVar[str] = "bit"
    counts_of: ClassVar[str] = ""

    @abstractmethod
    def score(self, terms: Terms) -> Floats:
        """The score of every candidate beside the columns chosen before, of which there is one at least, in bits."""

    def _score(self, terms: Terms) -> Floats:
        """The same, and while nothing is chosen yet what each column tells by itself."""
        return self.score(terms) if terms.chosen.size else terms.relevance

    def picks(self, evidence: Evidence | MeasuredEvidence) -> Iterator[Pick]:
        """All columns, best first."""
        candidates = len(evidence.relevance)
        none = np.empty((0, candidates))
        terms = Terms(evidence.relevance, none, none, none, np.empty((0, 1)))
        taken: list[int] = []
        while True:
            score = self._score(terms).copy()
            score[taken] = -np.inf
            best = int(np.flatnonzero(score >= score.max() - SLACK)[0])
            redundancy = float(terms.redundancy[:, best].mean()) if taken else 0.0
            error = evidence.score_stderr(self._slopes(terms, best), taken, best, self.given_class)
            yield Pick(best, float(score[best]), error, redundancy)
            taken.append(best)
            if len(taken) == candidates:
                return
            shared, known, joint = evidence.beside(best, self.given_class)
            terms = Terms(
                terms.relevance,
                np.vstack([terms.redundancy, shared]),
                np.vstack([terms.conditional, known]),
                np.vstack([terms.joint, joint]),
                np.vstack([terms.chosen, [evidence.relevance[best]]]),
            )

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
            unmoved = self._score(Terms(**{name: same(name, 1) for name in Terms.__dataclass_fields__}))
            return np.round((self._score(Terms(**fields)) - unmoved) / step, 6)

        return Terms(**{name: slope(name) for name in Terms.__dataclass_fields__})
