"""Fast correlation-based filter: keeps what no better column stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from plogp.apps.feature_selection.criterion import Pick
from plogp.apps.feature_selection.discrete_information import Evidence
from plogp.theory.parameters import real_number


@dataclass(frozen=True)
class FCBF:
    """Columns by symmetrical uncertainty with the class, 2·I / (H + H), without those that a better one stands for.

    A column X_k falls out where a better one X_j has at least as much in common with it as the class has. The score of
    a column is its symmetrical uncertainty, between 0 and 1.

    Parameters
    ----------
    threshold : float
        Columns of at most this symmetrical uncertainty with the class are not looked at.

    References
    ----------
    Yu & Liu 2003, "Feature selection for high-dimensional data: a fast correlation-based filter solution", ICML 2003.
    """

    threshold: float = 0.0
    greedy: ClassVar[bool] = False
    unit: ClassVar[str] = ""
    counts_of: ClassVar[str] = "the entropies H(X_k)"

    def __post_init__(self) -> None:
        object.__setattr__(self, "threshold", real_number("threshold", self.threshold, 0, closed=True))

    def picks(self, evidence: Evidence) -> Iterator[Pick]:
        """The columns that are left, best first."""
        whole = evidence.h_x + evidence.h_y
        relevance = 2 * evidence.relevance / np.where(whole > 0, whole, 1)
        waiting = [int(k) for k in np.argsort(-relevance.round(12), kind="stable") if relevance[k] > self.threshold]
        waiting = [k for k in waiting if relevance[k] > 1e-12]
        shared_with_taken = np.zeros(len(evidence.x))
        taken = 0
        while waiting:
            best, *rest = waiting
            error = self._stderr(evidence, best)
            yield Pick(best, float(relevance[best]), error, float(shared_with_taken[best] / taken) if taken else 0.0)
            taken += 1
            shared = evidence.beside(best, given_class=False)[0]
            shared_with_taken += shared
            both = evidence.h_x + evidence.h_x[best]
            common = 2 * shared / np.where(both > 0, both, 1)
            waiting = [k for k in rest if common[k] < relevance[k] - 1e-12]

    def _stderr(self, evidence: Evidence, k: int) -> float:
        """By the delta method, of 2·I / (H + H)."""
        p = evidence.with_class(k)
        p = p / p.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            log_p, log_x, log_y = (np.log2(part) for part in (p, p.sum(axis=0)[None], p.sum(axis=1)[:, None]))
            both = evidence.h_x[k] + evidence.h_y
            cells = 2 / both * (log_p - log_x - log_y) + 2 * evidence.relevance[k] / both**2 * (log_x + log_y)
        rows = np.zeros(evidence.rows)
        evidence.add_cells(rows, None, k, np.where(p > 0, cells, 0))
        return evidence.stderr(rows)
