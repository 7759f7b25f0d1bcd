"""The criteria that choose columns greedily, each as a score of every candidate (Brown et al. 2012, JMLR 13, 27-66)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Terms
from plogp.theory.parameters import real_number
from plogp.typing import Floats


@dataclass(frozen=True)
class MIM(Greedy):
    """I(X_k;Y): what a column tells by itself; columns that repeat each other are all taken.

    References
    ----------
    Lewis 1992, "Feature selection and feature extraction for text categorization"; Brown et al. 2012, JMLR 13, eq. 3.
    """

    given_class: ClassVar[bool] = False

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return terms.relevance


@dataclass(frozen=True)
class MIFS(Greedy):
    """I(X_k;Y) - beta · sum of I(X_k;X_j) over the columns chosen before.

    Parameters
    ----------
    beta : float
        Not negative; 0 is `MIM`.

    References
    ----------
    Battiti 1994, doi:10.1109/72.298224; Brown et al. 2012, JMLR 13, eq. 5.
    """

    beta: float = 1.0
    given_class: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "beta", real_number("beta", self.beta, 0, closed=True))

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - self.beta * terms.redundancy.sum(axis=0))


@dataclass(frozen=True)
class MRMR(Greedy):
    """I(X_k;Y) - mean of I(X_k;X_j) over the columns chosen before.

    References
    ----------
    Peng, Long & Ding 2005, doi:10.1109/TPAMI.2005.159; Brown et al. 2012, JMLR 13, eq. 8.
    """

    given_class: ClassVar[bool] = False

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - terms.redundancy.mean(axis=0))


@dataclass(frozen=True)
class CIFE(Greedy):
    """I(X_k;Y) - sum of I(X_k;X_j) + sum of I(X_k;X_j|Y) over the columns chosen before.

    References
    ----------
    Lin & Tang 2006, doi:10.1007/11744023_6; Brown et al. 2012, JMLR 13, eq. 17.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - terms.redundancy.sum(axis=0) + terms.conditional.sum(axis=0))


@dataclass(frozen=True)
class JMI(Greedy):
    """Mean of I(X_k,X_j;Y) over the columns chosen before, less what is the same for every candidate.

    That is I(X_k;Y) - mean of I(X_k;X_j) - I(X_k;X_j|Y).

    References
    ----------
    Yang & Moody 1999, "Data visualization and feature selection"; Brown et al. 2012, JMLR 13, eq. 9 and 11.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - (terms.redundancy - terms.conditional).mean(axis=0))


@dataclass(frozen=True)
class CMIM(Greedy):
    """Least I(X_k;Y|X_j) over the columns chosen before: new to each of them.

    Notes
    -----
    Other software (FEAST, praznik) begins the minimum with I(X_k;Y), as the algorithms of Fleuret do: a column that
    tells something only beside another, such as a part of an exclusive or, is then chosen last. Where no column tells
    more beside another than alone the order is the same.

    References
    ----------
    Brown et al. 2012, JMLR 13, eq. 13; the criterion is that of Fleuret 2004, JMLR 5, 1531-1555.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - (terms.redundancy - terms.conditional).max(axis=0))


@dataclass(frozen=True)
class ICAP(Greedy):
    """I(X_k;Y) - sum of max(0, I(X_k;X_j) - I(X_k;X_j|Y)) over the columns chosen before.

    References
    ----------
    Jakulin 2005, "Machine learning based on attribute interactions"; Brown et al. 2012, JMLR 13, eq. 15.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        lost = np.maximum(0, terms.redundancy - terms.conditional)
        return np.asarray(terms.relevance - lost.sum(axis=0))


@dataclass(frozen=True)
class DISR(Greedy):
    """Sum of I(X_k,X_j;Y) / H(X_k,X_j,Y) over the columns chosen before; the first by I(X_k;Y).

    References
    ----------
    Meyer & Bontempi 2006, doi:10.1007/11732242_9; Brown et al. 2012, JMLR 13, section 3.2.
    """

    unit: ClassVar[str] = ""
    counts_of: ClassVar[str] = "the entropies H(X_k,X_j,Y)"

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        shared = terms.relevance + terms.chosen - terms.redundancy + terms.conditional  # I(X_k,X_j;Y)
        return np.asarray((shared / np.where(terms.joint > 0, terms.joint, 1)).sum(axis=0))
